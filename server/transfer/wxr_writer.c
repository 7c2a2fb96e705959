// wxr writer: see the header. Texts are CDATA, where only "]]>" and control characters need care.
#include "server/transfer/wxr_writer.h"

#include <string.h>

#include "base/clock.h"
#include "server/transfer/piece.h"

static void put_cdata(FILE *out, const char *text) {
    fputs("<![CDATA[", out);
    for (const char *at = text; *at; at++) {
        const unsigned char byte = (unsigned char) *at;
        if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') continue;
        // A reader makes a line feed of a carriage return, unless it is coded, which CDATA cannot.
        if (byte == '\r') {
            fputs("]]>&#13;<![CDATA[", out);
        } else if (strncmp(at, "]]>", 3) == 0) {
            fputs("]]]]><![CDATA[>", out);
            at += 2;
        } else {
            putc(byte, out);
        }
    }
    fputs("]]>", out);
}

static void put_text(FILE *out, const char *text) {
    for (; *text; text++) {
        const unsigned char byte = (unsigned char) *text;
        if (byte < 0x20 && byte != '\t' && byte != '\n') continue;
        if (byte == '&')
            fputs("&amp;", out);
        else if (byte == '<')
            fputs("&lt;", out);
        else if (byte == '>')
            fputs("&gt;", out);
        else if (byte == '"')
            fputs("&quot;", out);
        else
            putc(byte, out);
    }
}

// A member's value, text or number.
static const char *value_of(const json_t *piece, const char *name, char buffer[24]) {
    const json_t *value = json_object_get(piece, name);
    if (!json_is_integer(value)) return piece_text(piece, name);
    snprintf(buffer, 24, "%lld", (long long) json_integer_value(value));
    return buffer;
}

static void element(FILE *out, const char *indent, const char *element_name, const json_t *piece, const char *name) {
    char buffer[24];
    fprintf(out, "%s<%s>", indent, element_name);
    put_cdata(out, value_of(piece, name, buffer));
    fprintf(out, "</%s>\n", element_name);
}

static void plain(FILE *out, const char *indent, const char *element_name, const json_t *piece, const char *name) {
    char buffer[24];
    fprintf(out, "%s<%s>", indent, element_name);
    put_text(out, value_of(piece, name, buffer));
    fprintf(out, "</%s>\n", element_name);
}

struct line {
    const char *element, *name;
    enum { ALWAYS, FILLED, NUMBER } when;
};

static void put_lines(FILE *out, const char *indent, const struct line *lines, size_t count, const json_t *piece) {
    char buffer[24];
    for (size_t i = 0; i < count; i++) {
        if (lines[i].when == FILLED && *value_of(piece, lines[i].name, buffer) == '\0') continue;
        if (lines[i].when == NUMBER)
            plain(out, indent, lines[i].element, piece, lines[i].name);
        else
            element(out, indent, lines[i].element, piece, lines[i].name);
    }
}

static void put_meta(FILE *out, const char *indent, const char *element_name, const json_t *piece) {
    size_t index;
    const json_t *pair;
    json_array_foreach(json_object_get(piece, "meta"), index, pair) {
        fprintf(out, "%s<%s>\n%s\t<wp:meta_key>", indent, element_name, indent);
        put_cdata(out, piece_text(pair, "name"));
        fprintf(out, "</wp:meta_key>\n%s\t<wp:meta_value>", indent);
        put_cdata(out, piece_text(pair, "value"));
        fprintf(out, "</wp:meta_value>\n%s</%s>\n", indent, element_name);
    }
}

void wxr_write_begin(FILE *out, const json_t *site, int64_t now) {
    char date[CLOCK_HTTP_SIZE];
    clock_format_http(date, now);
    fprintf(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n"
            "<!-- An export of a site, in the format of WordPress (WXR): Tools, Import, WordPress. -->\n"
            "<!-- generator=\"Broadsheet/" BROADSHEET_VERSION
            "\" -->\n"
            "<rss version=\"2.0\"\n"
            "\txmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\"\n"
            "\txmlns:content=\"http://purl.org/rss/1.0/modules/content/\"\n"
            "\txmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"\n"
            "\txmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
            "\txmlns:wp=\"http://wordpress.org/export/1.2/\"\n"
            "\txmlns:broadsheet=\"urn:broadsheet:export:1\">\n<channel>\n");
    plain(out, "\t", "title", site, "title");
    plain(out, "\t", "link", site, "link");
    plain(out, "\t", "description", site, "description");
    fprintf(out, "\t<pubDate>%.25s +0000</pubDate>\n", date);
    plain(out, "\t", "language", site, "language");
    fputs("\t<wp:wxr_version>1.2</wp:wxr_version>\n", out);
    plain(out, "\t", "wp:base_site_url", site, "base_site_url");
    plain(out, "\t", "wp:base_blog_url", site, "base_blog_url");
}

void wxr_write_author(FILE *out, const json_t *author) {
    static const struct line lines[] = {
        {"wp:author_id", "id", NUMBER},
        {"wp:author_login", "login", ALWAYS},
        {"wp:author_email", "email", ALWAYS},
        {"wp:author_display_name", "display_name", ALWAYS},
        {"wp:author_first_name", "first_name", ALWAYS},
        {"wp:author_last_name", "last_name", ALWAYS},
        {"broadsheet:author_slug", "slug", FILLED},
        {"broadsheet:author_nickname", "nickname", FILLED},
        {"broadsheet:author_url", "url", FILLED},
        {"broadsheet:author_description", "description", FILLED},
        {"broadsheet:author_registered_gmt", "registered_gmt", FILLED},
    };
    fputs("\t<wp:author>\n", out);
    put_lines(out, "\t\t", lines, sizeof lines / sizeof *lines, author);
    fputs("\t</wp:author>\n", out);
}

void wxr_write_term(FILE *out, const json_t *term) {
    static const struct line category[] = {
        {"wp:term_id", "id", NUMBER},
        {"wp:category_nicename", "slug", ALWAYS},
        {"wp:category_parent", "parent", ALWAYS},
        {"wp:cat_name", "name", ALWAYS},
        {"wp:category_description", "description", FILLED},
    };
    static const struct line tag[] = {
        {"wp:term_id", "id", NUMBER},
        {"wp:tag_slug", "slug", ALWAYS},
        {"wp:tag_name", "name", ALWAYS},
        {"wp:tag_description", "description", FILLED},
    };
    const bool is_tag = strcmp(piece_text(term, "taxonomy"), "category") != 0;
    fputs(is_tag ? "\t<wp:tag>\n" : "\t<wp:category>\n", out);
    if (is_tag)
        put_lines(out, "\t\t", tag, sizeof tag / sizeof *tag, term);
    else
        put_lines(out, "\t\t", category, sizeof category / sizeof *category, term);
    put_meta(out, "\t\t", "wp:termmeta", term);
    fputs(is_tag ? "\t</wp:tag>\n" : "\t</wp:category>\n", out);
}

static void put_item_terms(FILE *out, const json_t *item) {
    size_t index;
    const json_t *term;
    json_array_foreach(json_object_get(item, "terms"), index, term) {
        fputs("\t\t<category domain=\"", out);
        put_text(out, piece_text(term, "taxonomy"));
        fputs("\" nicename=\"", out);
        put_text(out, piece_text(term, "slug"));
        fputs("\">", out);
        put_cdata(out, piece_text(term, "name"));
        fputs("</category>\n", out);
    }
}

static void put_comments(FILE *out, const json_t *item) {
    static const struct line lines[] = {
        {"wp:comment_id", "id", NUMBER},
        {"wp:comment_author", "author", ALWAYS},
        {"wp:comment_author_email", "email", ALWAYS},
        {"wp:comment_author_url", "url", ALWAYS},
        {"wp:comment_author_IP", "address", ALWAYS},
        {"wp:comment_date", "date", ALWAYS},
        {"wp:comment_date_gmt", "date_gmt", ALWAYS},
        {"wp:comment_content", "content", ALWAYS},
        {"wp:comment_approved", "approved", ALWAYS},
        {"wp:comment_type", "type", ALWAYS},
        {"wp:comment_parent", "parent", NUMBER},
        {"wp:comment_user_id", "user", NUMBER},
        {"broadsheet:comment_agent", "agent", FILLED},
    };
    size_t index;
    const json_t *comment;
    json_array_foreach(json_object_get(item, "comments"), index, comment) {
        fputs("\t\t<wp:comment>\n", out);
        put_lines(out, "\t\t\t", lines, sizeof lines / sizeof *lines, comment);
        put_meta(out, "\t\t\t", "wp:commentmeta", comment);
        fputs("\t\t</wp:comment>\n", out);
    }
}

void wxr_write_item(FILE *out, const json_t *item) {
    static const struct line lines[] = {
        {"wp:post_id", "id", NUMBER},
        {"wp:post_date", "date", ALWAYS},
        {"wp:post_date_gmt", "date_gmt", ALWAYS},
        {"wp:post_modified", "modified", ALWAYS},
        {"wp:post_modified_gmt", "modified_gmt", ALWAYS},
        {"wp:comment_status", "comment_status", ALWAYS},
        {"wp:ping_status", "ping_status", ALWAYS},
        {"wp:post_name", "slug", ALWAYS},
        {"wp:status", "status", ALWAYS},
        {"wp:post_parent", "parent", NUMBER},
        {"wp:menu_order", "menu_order", NUMBER},
        {"wp:post_type", "type", ALWAYS},
        {"wp:post_password", "password", ALWAYS},
        {"wp:is_sticky", "sticky", NUMBER},
        {"wp:attachment_url", "attachment_url", FILLED},
    };
    fputs("\t<item>\n", out);
    element(out, "\t\t", "title", item, "title");
    plain(out, "\t\t", "link", item, "link");
    plain(out, "\t\t", "pubDate", item, "pub_date");
    element(out, "\t\t", "dc:creator", item, "author");
    fputs("\t\t<guid isPermaLink=\"false\">", out);
    put_text(out, piece_text(item, "guid"));
    fputs("</guid>\n\t\t<description></description>\n", out);
    element(out, "\t\t", "content:encoded", item, "content");
    element(out, "\t\t", "excerpt:encoded", item, "excerpt");
    put_lines(out, "\t\t", lines, sizeof lines / sizeof *lines, item);
    put_item_terms(out, item);
    put_meta(out, "\t\t", "wp:postmeta", item);
    put_comments(out, item);
    fputs("\t</item>\n", out);
}

void wxr_write_end(FILE *out) { fputs("</channel>\n</rss>\n", out); }
