// autop: WordPress's wpautop, pass by pass.
//
// What WordPress makes of odd input is the sum of its passes, so they stay apart
// here (autop_passes.c): each reads one buffer and writes the other, in linear time.
#include "server/text/autop.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/autop_passes.h"
#include "server/text/html_token.h"

static bool is_space(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

static void add_range(struct strbuf *out, const char *begin, const char *end) {
    strbuf_add(out, begin, (size_t) (end - begin));
}

#define RAW_MARK "wp-raw-tag-"

struct texts {
    struct strbuf now, next;
};

static void swap(struct texts *texts) {
    struct strbuf now = texts->now;
    texts->now = texts->next;
    texts->next = now;
}

// Runs a pass over the text: it is called where one of `bytes` stands.
static void run(struct texts *texts, autop_pass pass, const char *bytes) {
    struct autop_reader reader = {.at = texts->now.data, .end = texts->now.data + texts->now.size};
    strbuf_reset(&texts->next);
    while (reader.at < reader.end) {
        const char *at = reader.at + strcspn(reader.at, bytes);
        if (at > reader.end) at = reader.end;
        add_range(&texts->next, reader.at, at);
        reader.at = at;
        if (at == reader.end) break;
        if (!pass(&reader, &texts->next)) strbuf_addc(&texts->next, *reader.at++);
    }
    swap(texts);
}

// Cuts the text at blank lines and wraps each piece.
static void wrap_paragraphs(struct texts *texts) {
    const char *at = texts->now.data, *end = at + texts->now.size, *begin = at;
    struct strbuf *out = &texts->next;
    strbuf_reset(out);
    for (;;) {
        const char *stop = NULL, *behind = NULL;  // of the piece; of the blank lines behind it
        for (at = begin; at < end && !stop;) {
            const char *newline = memchr(at, '\n', (size_t) (end - at));
            const char *last = newline;
            at = newline ? newline : end;
            for (; at < end && is_space(*at); at++)
                if (*at == '\n') last = at;
            if (last > newline) {
                stop = newline;
                behind = last + 1;
            }
        }
        if (!stop) stop = behind = end;
        if (stop > begin) {
            const char *from = begin, *to = stop;
            while (from < to && *from == '\n') from++;
            while (to > from && to[-1] == '\n') to--;
            strbuf_adds(out, "<p>");
            add_range(out, from, to);
            strbuf_adds(out, "</p>\n");
        }
        if (behind == end) break;
        begin = behind;
    }
    swap(texts);
}

// What stands from a "<pre" to the next "</pre>" is taken out and leaves a numbered tag.
static size_t take_out_pre(struct arena *arena, struct strbuf *out, const char *html, const char ***ret_kept) {
    size_t count = 0;
    for (const char *at = html; (at = strstr(at, "</pre>")); at += 6) count++;
    const char **kept = arena_array(arena, const char *, count);
    count = 0;
    const char *at = html;
    for (const char *close; (close = strstr(at, "</pre>")); at = close + 6) {
        const char *open = memmem(at, (size_t) (close - at), "<pre", 4);
        if (!open) {
            add_range(out, at, close);  // the end tag goes, as in WordPress
            continue;
        }
        add_range(out, at, open);
        strbuf_addf(out, "<pre wp-pre-tag-%zu></pre>", count);
        kept[count++] = arena_strndup(arena, open, (size_t) (close + 6 - open));
    }
    strbuf_adds(out, at);
    *ret_kept = kept;
    return count;
}

struct raw {
    const char *tags, *end;  // the whole element
};

static bool is_raw(const struct html_token *token) {
    return html_name_is(token->name, token->name_size, "script") ||
           html_name_is(token->name, token->name_size, "style") ||
           html_name_is(token->name, token->name_size, "textarea");
}

// What scripts, styles and text areas hold is no text, blank lines or not (WordPress cuts them there): each leaves an
// empty element with a number.
static size_t take_out_raw(struct arena *arena, struct strbuf *out, const char *html, struct raw **ret_raw) {
    const char *end = html + strlen(html), *done = html;
    size_t count = 0, room = 0;
    struct raw *raw = NULL;
    struct html_reader reader = html_reader_of(html, (size_t) (end - html));
    for (struct html_token token; html_next(&reader, &token);) {
        if (token.kind != HTML_START || !html_is_raw(token.name, token.name_size)) continue;
        const struct html_token content = html_read_raw(&reader, &token);
        if (!is_raw(&token) || content.end == end) continue;
        if (count == room) {
            struct raw *more = arena_array(arena, struct raw, room = room * 2 + 8);
            if (count) memcpy(more, raw, count * sizeof *raw);
            raw = more;
        }
        add_range(out, done, token.begin);
        strbuf_addf(out, "<%.*s " RAW_MARK "%zu></%.*s>", (int) token.name_size, token.name, count,
                    (int) token.name_size, token.name);
        raw[count++] = (struct raw){token.begin, reader.at};
        done = reader.at;
    }
    add_range(out, done, end);
    *ret_raw = raw;
    return count;
}

static void restore_raw(struct strbuf *out, const char *text, const struct raw *raw, size_t count) {
    const char *done = text;
    for (const char *at = text; (at = strstr(at, RAW_MARK));) {
        const char *begin = at;
        char *number_end;
        const size_t number = strtoul(at + sizeof RAW_MARK - 1, &number_end, 10);
        while (begin > done && *begin != '<') begin--;
        at = number_end;
        if (number >= count || *begin != '<' || *at != '>') continue;
        const char *end = strchr(at + 1, '>');
        if (!end) break;
        add_range(out, done, begin);
        add_range(out, raw[number].tags, raw[number].end);
        done = at = end + 1;
    }
    strbuf_adds(out, done);
}

// What was hidden comes back.
static void restore(struct strbuf *out, const char *text, const char *const *kept, size_t count) {
    static const char tag[] = "<pre wp-pre-tag-", newline[] = AUTOP_HIDDEN_NEWLINE;
    size_t tag_size = sizeof tag - 1, newline_size = sizeof newline - 1;
    const char *free_from = text;  // a space before this belongs to the newline before
    for (const char *at = text; *at;) {
        size_t plain = strcspn(at, "<");
        strbuf_add(out, at, plain);
        at += plain;
        char *number_end;
        if (strncmp(at, newline, newline_size) == 0) {
            bool spaces = at > free_from && at[-1] == ' ' && at[newline_size] == ' ';
            if (spaces) strbuf_truncate(out, out->size - 1);
            strbuf_addc(out, '\n');
            at += newline_size + spaces;
            free_from = at;
        } else if (strncmp(at, tag, tag_size) == 0) {
            size_t number = strtoul(at + tag_size, &number_end, 10);
            if (number < count && strncmp(number_end, "></pre>", 7) == 0) {
                strbuf_adds(out, kept[number]);
                at = number_end + 7;
            } else {
                strbuf_addc(out, *at++);
            }
        } else if (*at) {
            strbuf_addc(out, *at++);
        }
    }
}

// A newline before the last end of a paragraph goes.
static void trim_last_paragraph(struct strbuf *text) {
    static const char end[] = "\n</p>";
    size_t size = text->size;
    if (size > 0 && text->data[size - 1] == '\n') size--;
    size_t begin = size - (sizeof end - 1);
    if (size < sizeof end - 1 || memcmp(text->data + begin, end, sizeof end - 1) != 0) {
        // "\n</p>" as the very end, behind which no newline was left out.
        size = text->size;
        begin = size - (sizeof end - 1);
        if (size < sizeof end - 1 || memcmp(text->data + begin, end, sizeof end - 1) != 0) return;
    }
    memmove(text->data + begin, text->data + begin + 1, text->size - begin - 1);
    strbuf_truncate(text, text->size - 1);
}

static void normalise_newlines(struct strbuf *text) {
    size_t size = 0;
    for (size_t i = 0; i < text->size; i++) {
        char byte = text->data[i];
        if (byte == '\r' && text->data[i + 1] == '\n') continue;
        text->data[size++] = byte == '\r' ? '\n' : byte;
    }
    strbuf_truncate(text, size);
}

static bool is_blank(const char *text) { return text[strspn(text, " \t\n\r\v")] == '\0'; }

static void run_passes(struct texts *texts) {
    run(texts, autop_pass_double_breaks, "<");
    run(texts, autop_pass_block_lines, "<");
    normalise_newlines(&texts->now);
    run(texts, autop_pass_hide_newlines, "<");
    const char *text = texts->now.data;
    bool option = strstr(text, "<option"), object = strstr(text, "</object>"), figcaption = strstr(text, "<figcaption");
    bool source = strstr(text, "<source") || strstr(text, "<track");
    if (option) run(texts, autop_pass_option, "<");
    if (object) {
        run(texts, autop_pass_object, "<");
        run(texts, autop_pass_param, "<");
    }
    if (source) {
        run(texts, autop_pass_media, "<[");
        run(texts, autop_pass_source, "<");
    }
    if (figcaption) run(texts, autop_pass_figcaption, "<");
    wrap_paragraphs(texts);
    run(texts, autop_pass_empty_paragraphs, "<");
    run(texts, autop_pass_unclosed_paragraphs, "<");
    run(texts, autop_pass_wrapped_blocks, "<");
    run(texts, autop_pass_list_items, "<");
    run(texts, autop_pass_quotations, "<");
    run(texts, autop_pass_quotation_ends, "<");
    run(texts, autop_pass_start_before_block, "<");
    run(texts, autop_pass_end_after_block, "<");
    run(texts, autop_pass_keep_newlines, "<");
    run(texts, autop_pass_break_form, "<");
    run(texts, autop_pass_newlines, " \t\n\v\f\r");
    for (size_t i = 0; i < texts->now.size; i++)
        if (texts->now.data[i] == (char) AUTOP_KEPT_NEWLINE) texts->now.data[i] = '\n';
    run(texts, autop_pass_break_after_block, "<");
    run(texts, autop_pass_break_before_block, "<");
    trim_last_paragraph(&texts->now);
}

const char *autop(struct arena *arena, const char *html) {
    if (is_blank(html)) return "";
    struct texts texts;
    strbuf_init(&texts.now, 0);
    strbuf_init(&texts.next, 0);
    struct raw *raw = NULL;
    size_t raw_count = 0;
    if (strcasestr(html, "<script") || strcasestr(html, "<style") || strcasestr(html, "<textarea"))
        raw_count = take_out_raw(arena, &texts.now, html, &raw);
    else
        strbuf_adds(&texts.now, html);
    const char **kept = NULL;
    size_t count = 0;
    if (strstr(texts.now.data, "<pre")) {
        count = take_out_pre(arena, &texts.next, texts.now.data, &kept);
        swap(&texts);
    }
    strbuf_addc(&texts.now, '\n');
    run_passes(&texts);
    strbuf_reset(&texts.next);
    restore(&texts.next, texts.now.data, kept, count);
    if (raw_count > 0) {
        swap(&texts);
        strbuf_reset(&texts.next);
        restore_raw(&texts.next, texts.now.data, raw, raw_count);
    }
    const char *result = arena_strndup(arena, texts.next.data, texts.next.size);
    strbuf_finish(&texts.now);
    strbuf_finish(&texts.next);
    return result;
}
