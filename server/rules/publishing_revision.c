// publishing_revision: when an earlier state of a post is kept, and autosaves. Declared in publishing.h.
#include <string.h>

#include "db/revision.h"
#include "server/rules/publishing.h"
#include "server/rules/settings.h"

// A text as it is compared: without what surrounds it, runs of white space as one (normalize_whitespace).
struct normal {
    const char *at, *end;
};

static struct normal normal_of(const char *text) {
    static const char space[] = " \t\r\n\v";
    const char *at = text + strspn(text, space), *end = at + strlen(at);
    while (end > at && strchr(space, end[-1])) end--;
    return (struct normal){at, end};
}

static char next_of(struct normal *text) {
    if (text->at == text->end) return '\0';
    const char byte = *text->at++;
    const char *run = byte == '\n' || byte == '\r' ? "\r\n" : byte == ' ' || byte == '\t' ? " \t" : NULL;
    if (!run) return byte;
    text->at += strspn(text->at, run);
    return *run == ' ' ? ' ' : '\n';
}

static bool same(const char *one, const char *other) {
    struct normal left = normal_of(one), right = normal_of(other);
    for (;;) {
        const char byte = next_of(&left);
        if (byte != next_of(&right)) return false;
        if (byte == '\0') return true;
    }
}

static bool is_state_of(const struct revision *revision, const struct post *post) {
    return revision->content_format == post->content_format && same(revision->title, post->title) &&
           same(revision->content, post->content) && same(revision->excerpt, post->excerpt);
}

enum db_result publishing_keep_revision(struct db *db, struct arena *arena, const struct settings *settings,
                                        const struct post *post, int64_t author) {
    if (settings->wp_post_revisions == 0 || post->status == POST_AUTO_DRAFT) return DB_OK;
    struct revision latest;
    enum db_result result = revision_latest(db, arena, post->id, &latest);
    if (result == DB_OK && is_state_of(&latest, post)) return DB_OK;
    if (result != DB_OK && result != DB_NOT_FOUND) return result;
    const struct revision revision = {
        .post = post->id,
        .author = author,
        .content_format = post->content_format,
        .saved = post->modified,
        .title = post->title,
        .content = post->content,
        .excerpt = post->excerpt,
    };
    int64_t id;
    result = revision_insert(db, &revision, &id);
    return result == DB_OK ? revision_trim(db, post->id, settings->wp_post_revisions) : result;
}

enum db_result publishing_autosave(struct db *db, struct arena *arena, const struct post *post,
                                   const struct revision *typed, int64_t author, int64_t now, int64_t *ret_id) {
    struct revision autosave = {.title = "", .content = "", .excerpt = ""};
    enum db_result result = revision_latest_autosave(db, arena, post->id, author, &autosave);
    if (result != DB_OK && result != DB_NOT_FOUND) return result;
    const bool is_new = result == DB_NOT_FOUND;
    bool differs = false;
    const struct {
        const char *typed, *saved, **ret;
        const char *html, **ret_html;
    } texts[] = {
        {typed->title, post->title, &autosave.title, typed->title_html, &autosave.title_html},
        {typed->content, post->content, &autosave.content, typed->content_html, &autosave.content_html},
        {typed->excerpt, post->excerpt, &autosave.excerpt, typed->excerpt_html, &autosave.excerpt_html},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (!texts[i].typed) continue;
        *texts[i].ret = texts[i].typed;
        *texts[i].ret_html = texts[i].html;
        differs = differs || !same(texts[i].typed, texts[i].saved);
    }
    autosave.post = post->id;
    autosave.content_format = typed->content ? typed->content_format
                              : is_new       ? post->content_format
                                             : autosave.content_format;
    autosave.author = author;
    autosave.autosave = true;
    autosave.saved = now;
    if (is_new) return revision_insert(db, &autosave, ret_id);
    // WordPress looks for this only when there is one to delete.
    result = differs ? revision_update(db, &autosave) : revision_delete(db, autosave.id);
    if (result == DB_OK) *ret_id = differs ? autosave.id : 0;
    return result;
}
