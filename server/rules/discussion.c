// discussion: a comment's text, fields and status; its way into the store is
// discussion_submit.c.
#include "server/rules/discussion.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/rules/comment_fields.h"
#include "server/rules/settings.h"
#include "server/text/content.h"
#include "server/text/sanitize.h"

// WordPress's is_email.
bool email_is_valid(const char *email) {
    size_t size = strlen(email);
    const char *at = strchr(email, '@');
    if (size < 6 || size > 254 || !at || at == email) return false;
    for (const char *c = email; c < at; c++)
        if (!isalnum((unsigned char) *c) && !strchr("!#$%&'*+/=?^_`{|}~.-", *c)) return false;
    const char *domain = at + 1;
    if (strstr(domain, "..") || domain[0] == '.') return false;
    size_t labels = 0;
    for (const char *label = domain;; labels++) {
        size_t length = strcspn(label, ".");
        if (length == 0 || label[0] == '-' || label[length - 1] == '-') return false;
        for (size_t i = 0; i < length; i++)
            if (!isalnum((unsigned char) label[i]) && label[i] != '-') return false;
        if (label[length] == '\0') break;
        label += length + 1;
    }
    return labels >= 1;
}

char *comment_trimmed(struct arena *arena, const char *text) {
    while (isspace((unsigned char) *text)) text++;
    size_t size = strlen(text);
    while (size > 0 && isspace((unsigned char) text[size - 1])) size--;
    return arena_strndup(arena, text, size);
}

// WordPress's sanitize_text_field: no markup, one line, single spaces.
const char *comment_name_sanitise(struct arena *arena, const char *typed) {
    const char *text = sanitize_strip_tags(arena, typed);
    char *out = arena_alloc(arena, strlen(text) + 1), *end = out;
    for (; *text; text++) {
        bool blank = (unsigned char) *text <= 0x20 || *text == 0x7f;
        if (!blank)
            *end++ = *text;
        else if (end > out && end[-1] != ' ')
            *end++ = ' ';
    }
    if (end > out && end[-1] == ' ') end--;
    *end = '\0';
    return out;
}

// "example.org:8080/x" is a host with a port; "javascript:x" and "mailto:x" are schemes.
static bool has_scheme(const char *url) {
    size_t size = strspn(url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
    return size > 0 && url[size] == ':' && !isdigit((unsigned char) url[size + 1]);
}

const char *comment_url_sanitise(struct arena *arena, const char *typed) {
    struct strbuf buf STRBUF_CLEAN;
    strbuf_init(&buf, 0);
    for (const char *c = comment_trimmed(arena, typed); *c; c++) {
        unsigned char byte = (unsigned char) *c;
        if (byte == ' ')
            strbuf_adds(&buf, "%20");
        else if (byte > 0x20 && byte != 0x7f && !strchr("\"<>\\^`{}", byte))
            strbuf_addc(&buf, *c);
    }
    if (strbuf_failed(&buf) || buf.size == 0) return "";
    const char *url = buf.data;
    if (strncasecmp(url, "http://", 7) == 0 || strncasecmp(url, "https://", 8) == 0) {
        const char *host = strstr(url, "://") + 3;
        return *host == '\0' || *host == '/' ? "" : arena_strdup(arena, url);
    }
    if (has_scheme(url)) return "";
    url += strspn(url, "/");
    return *url == '\0' || *url == '?' || *url == '#' ? "" : arena_printf(arena, "http://%s", url);
}

// Forms send CRLF, clients of REST do not: the same text must be the same text.
static const char *one_line_end(char *text) {
    char *out = text;
    for (const char *c = text; *c; c++)
        if (*c != '\r')
            *out++ = *c;
        else if (c[1] != '\n')
            *out++ = '\n';
    *out = '\0';
    return text;
}

// Who may write unfiltered HTML gets back what he typed (WordPress switches kses off for him), yet what
// pages print has passed the sanitiser all the same.
void discussion_render(struct arena *arena, const struct settings *settings, const char *typed, bool unfiltered,
                       const char **ret_raw, const char **ret_html) {
    const char *text = one_line_end(comment_trimmed(arena, typed));
    // What is taken out may leave blanks at the ends.
    const char *clean =
        comment_trimmed(arena, sanitize_html(arena, unfiltered ? SANITIZE_POST : SANITIZE_COMMENT, text));
    *ret_raw = unfiltered ? text : clean;
    const struct content_site site = {.language = settings->WPLANG, .smilies = settings->use_smilies};
    *ret_html = content_render_comment(arena, &site, clean);
}

// Spam and trash remember where a comment came from; status 0 brings it back there. One that goes from the trash to the
// spam comes from where it was before the trash.
static void put_status(struct comment *row, enum comment_status status) {
    bool leaves = status == COMMENT_TRASH || status == COMMENT_SPAM;
    enum comment_status before = row->status;
    if (before == COMMENT_TRASH)
        before = row->status_before_trash == COMMENT_APPROVED ? COMMENT_APPROVED : COMMENT_HOLD;
    row->status_before_trash = leaves ? before : 0;
    row->status = status;
    if (status == COMMENT_APPROVED) row->held_rule = row->held_match = "";
}

static enum comment_status status_back(const struct comment *row) {
    if (row->status != COMMENT_TRASH && row->status != COMMENT_SPAM) return row->status;
    return row->status_before_trash ? row->status_before_trash : COMMENT_HOLD;
}

enum db_result discussion_set_status(struct db *db, int64_t comment, enum comment_status status) {
    struct arena arena;
    arena_init(&arena);
    struct comment row;
    enum db_result result = comment_get(db, &arena, comment, &row);
    if (result == DB_OK && status == 0) status = status_back(&row);
    if (result == DB_OK && status != row.status) {
        put_status(&row, status);
        result = comment_update(db, &row);
    }
    arena_finish(&arena);
    return result;
}

enum db_result discussion_undo(struct db *db, int64_t comment, enum comment_status status, const char *held_rule,
                               const char *held_match) {
    struct arena arena;
    arena_init(&arena);
    struct comment row;
    enum db_result result = comment_get(db, &arena, comment, &row);
    if (result == DB_OK) {
        if (status != row.status) put_status(&row, status);
        if (status != COMMENT_APPROVED) {
            row.held_rule = held_rule;
            row.held_match = held_match;
        }
        result = comment_update(db, &row);
    }
    arena_finish(&arena);
    return result;
}
