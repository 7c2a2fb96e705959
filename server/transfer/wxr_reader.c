// wxr reader: expat's events into objects. The stack holds places; an element that nobody asks for is passed over with
// all that is in it. Text is kept only in values, up to the limits.
#include "server/transfer/wxr_reader.h"

#include <errno.h>
#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "server/transfer/piece.h"
#include "server/transfer/wxr_fields.h"
#include "server/transfer/wxr_filter.h"

enum { CHUNK = 64 * 1024, OBJECT_COST = 256, VALUE_COST = 96 };

struct reader {
    XML_Parser parser;
    const struct wxr_receiver *receiver;
    struct error *error;
    struct wxr_filter filter;
    enum wxr_place places[WXR_DEPTH_MAX];
    size_t depth;
    const struct wxr_field *value;  // the value that is being read
    struct strbuf text;
    json_t *site;     // until it is handed over
    bool has_site;    // it was
    json_t *thing;    // author, term or item that is being read
    json_t *comment;  // in it; borrowed
    json_t *part;     // meta or item's term; borrowed
    uint64_t thing_line;
    size_t thing_size;
    const char *too_large;  // why the thing is left out; NULL: it is not
    bool ended;             // by the receiver or an error
};

static uint64_t line_of(const struct reader *reader) { return XML_GetCurrentLineNumber(reader->parser); }

static void stop(struct reader *reader) {
    reader->ended = true;
    XML_StopParser(reader->parser, XML_FALSE);
}

static void refuse(struct reader *reader, const char *why) {
    if (!error_is_set(reader->error))
        error_set(reader->error, 400, "bad_file", "line %llu: %s", (unsigned long long) line_of(reader), why);
    stop(reader);
}

// Frees what was read of the thing: from here on it is only waited for its end.
static void give_up(struct reader *reader, const char *why) {
    if (reader->too_large) return;
    reader->too_large = why;
    json_decref(reader->thing);
    reader->thing = reader->comment = reader->part = NULL;
}

static void charge(struct reader *reader, size_t size) {
    reader->thing_size += size;
    if (reader->thing_size > WXR_THING_MAX) give_up(reader, "it holds more than 24 MiB");
}

// The site's own facts stand before everything else in the file.
static void hand_over_site(struct reader *reader) {
    if (reader->has_site || reader->ended) return;
    reader->has_site = true;
    if (*piece_text(reader->site, "version") == '\0') {
        refuse(reader, "this is no export file of WordPress: it names no wp:wxr_version");
        return;
    }
    if (!reader->receiver->thing(reader->receiver->context, WXR_SITE, line_of(reader), reader->site)) stop(reader);
}

static json_t *list_of(json_t *object, const char *name) {
    json_t *list = json_object_get(object, name);
    if (!list) {
        list = json_array();
        json_object_set_new_nocheck(object, name, list);
    }
    return list;
}

static json_t *append(struct reader *reader, json_t *object, const char *name) {
    json_t *added = json_object();
    json_array_append_new(list_of(object, name), added);
    charge(reader, OBJECT_COST);
    return reader->too_large ? NULL : added;
}

static void begin_thing(struct reader *reader, enum wxr_place place) {
    hand_over_site(reader);
    reader->thing = json_object();
    reader->thing_line = line_of(reader);
    reader->thing_size = 0;
    reader->too_large = NULL;
    if (place == WXR_IN_CATEGORY) piece_put(reader->thing, "taxonomy", "category");
    if (place == WXR_IN_TAG) piece_put(reader->thing, "taxonomy", "post_tag");
}

static void begin_item_term(struct reader *reader, const char **attributes) {
    if (reader->too_large) return;
    reader->part = append(reader, reader->thing, "terms");
    for (; attributes[0] && reader->part; attributes += 2) {
        const char *name = strcmp(attributes[0], "domain") == 0     ? "taxonomy"
                           : strcmp(attributes[0], "nicename") == 0 ? "slug"
                                                                    : NULL;
        if (!name) continue;
        charge(reader, strlen(attributes[1]));
        if (reader->part) piece_put(reader->part, name, attributes[1]);
    }
}

static void begin_place(struct reader *reader, enum wxr_place place, const char **attributes) {
    switch (place) {
        case WXR_IN_AUTHOR:
        case WXR_IN_CATEGORY:
        case WXR_IN_TAG:
        case WXR_IN_TERM:
        case WXR_IN_ITEM:
            begin_thing(reader, place);
            break;
        case WXR_IN_ITEM_TERM:
            begin_item_term(reader, attributes);
            strbuf_reset(&reader->text);
            break;
        case WXR_IN_COMMENT:
            if (!reader->too_large) reader->comment = append(reader, reader->thing, "comments");
            break;
        case WXR_IN_META:
            if (!reader->too_large)
                reader->part = append(reader, reader->comment ? reader->comment : reader->thing, "meta");
            break;
        default:
            break;
    }
}

static void XMLCALL on_start(void *context, const XML_Char *name, const XML_Char **attributes) {
    struct reader *reader = context;
    if (reader->ended) return;
    if (reader->depth == WXR_DEPTH_MAX) {
        refuse(reader, "elements are nested too deep");
        return;
    }
    const enum wxr_place in = reader->places[reader->depth - 1];
    const struct wxr_field *field = wxr_field_find(in, name);
    if (in == WXR_DOCUMENT && !field) {
        refuse(reader, "this is no export file of WordPress: its root is not <rss>");
        return;
    }
    reader->places[reader->depth++] = field ? field->opens : WXR_NOWHERE;
    if (!field) return;
    if (field->opens == WXR_IN_VALUE) {
        reader->value = field;
        strbuf_reset(&reader->text);
    } else {
        begin_place(reader, field->opens, attributes);
    }
}

static void end_value(struct reader *reader, enum wxr_place in, const char *name) {
    json_t *to = in == WXR_CHANNEL      ? (reader->has_site ? NULL : reader->site)
                 : in == WXR_IN_META    ? reader->part
                 : in == WXR_IN_COMMENT ? reader->comment
                                        : reader->thing;
    if (strbuf_failed(&reader->text)) {
        if (in == WXR_CHANNEL)
            refuse(reader, "the site's own facts hold more than 8 MiB");
        else
            give_up(reader, "one of its texts holds more than 8 MiB");
        return;
    }
    charge(reader, reader->text.size + VALUE_COST);
    if (in != WXR_CHANNEL && reader->too_large) return;
    // The first one counts: plugins repeat names of the format inside of things.
    if (to && !json_object_get(to, name))
        json_object_set_new_nocheck(to, name, json_stringn_nocheck(reader->text.data, reader->text.size));
}

static void end_thing(struct reader *reader, enum wxr_place place) {
    const struct wxr_receiver *receiver = reader->receiver;
    const enum wxr_thing thing = place == WXR_IN_ITEM ? WXR_ITEM : place == WXR_IN_AUTHOR ? WXR_AUTHOR : WXR_TERM;
    if (reader->too_large) {
        STRBUF_CLEAN struct strbuf text;
        strbuf_init(&text, 0);
        strbuf_addf(&text, "left out: %s", reader->too_large);
        receiver->note(receiver->context, reader->thing_line, text.data);
    } else {
        json_object_set_new_nocheck(reader->thing, "line", json_integer((json_int_t) reader->thing_line));
        if (!receiver->thing(receiver->context, thing, reader->thing_line, reader->thing)) stop(reader);
    }
    json_decref(reader->thing);
    reader->thing = reader->comment = reader->part = NULL;
    reader->too_large = NULL;
}

static void XMLCALL on_end(void *context, const XML_Char *name) {
    struct reader *reader = context;
    (void) name;
    if (reader->ended) return;
    const enum wxr_place place = reader->places[--reader->depth];
    const enum wxr_place in = reader->places[reader->depth - 1];
    switch (place) {
        case WXR_IN_VALUE:
            end_value(reader, in, reader->value->name);
            reader->value = NULL;
            break;
        case WXR_IN_ITEM_TERM:
            end_value(reader, WXR_IN_META, "name");
            reader->part = NULL;
            break;
        case WXR_IN_META:
            reader->part = NULL;
            break;
        case WXR_IN_COMMENT:
            reader->comment = NULL;
            break;
        case WXR_IN_AUTHOR:
        case WXR_IN_CATEGORY:
        case WXR_IN_TAG:
        case WXR_IN_TERM:
        case WXR_IN_ITEM:
            end_thing(reader, place);
            break;
        case WXR_CHANNEL:
            hand_over_site(reader);
            break;
        default:
            break;
    }
}

static void XMLCALL on_text(void *context, const XML_Char *text, int size) {
    struct reader *reader = context;
    if (reader->ended) return;
    const enum wxr_place place = reader->places[reader->depth - 1];
    if (place != WXR_IN_VALUE && place != WXR_IN_ITEM_TERM) return;
    if (reader->too_large && place != WXR_IN_VALUE) return;
    if (!strbuf_failed(&reader->text)) strbuf_add(&reader->text, text, (size_t) size);
}

static void XMLCALL on_doctype(void *context, const XML_Char *name, const XML_Char *system, const XML_Char *public,
                               int internal) {
    (void) name;
    (void) system;
    (void) public;
    (void) internal;
    refuse(context,
           "a DTD is refused: export files have none, and with entities of its own a file could grow without "
           "end");
}

// "<?xml version="1.0" encoding="iso-8859-1"?>": expat reads a few others than UTF-8 by itself.
static bool declares_other(const char *head, size_t size) {
    char declaration[256];
    const size_t most = size < sizeof declaration - 1 ? size : sizeof declaration - 1;
    memcpy(declaration, head, most);
    declaration[most] = '\0';
    char *end = strstr(declaration, "?>");
    if (!end) return false;
    *end = '\0';
    const char *encoding = strstr(declaration, "encoding");
    return encoding && !strcasestr(encoding, "utf-8") && !strcasestr(encoding, "utf8");
}

static bool look_at_head(struct reader *reader, const char *head, size_t size) {
    if (size >= 2 &&
        (head[0] == '\0' || head[1] == '\0' || memcmp(head, "\xff\xfe", 2) == 0 || memcmp(head, "\xfe\xff", 2) == 0)) {
        error_set(reader->error, 400, "bad_file", "line 1: the file must be UTF-8");
        return false;
    }
    reader->filter.keep_bytes = declares_other(head, size);
    return true;
}

static bool parse(struct reader *reader, const char *bytes, size_t size, bool last, uint64_t *fed) {
    *fed += size;
    if (XML_Parse(reader->parser, bytes, (int) size, last) != XML_STATUS_OK) {
        if (!reader->ended) {
            const enum XML_Error code = XML_GetErrorCode(reader->parser);
            const char *words =
                code == XML_ERROR_NO_ELEMENTS ? "the file is empty, or ends too early" : XML_ErrorString(code);
            refuse(reader, words);
        }
        return false;
    }
    // A tag or comment that does not end would be kept whole by the parser.
    const XML_Index at = XML_GetCurrentByteIndex(reader->parser);
    if (!last && at >= 0 && *fed - (uint64_t) at > WXR_TOKEN_MAX) {
        refuse(reader, "a tag or a comment is longer than 8 MiB");
        return false;
    }
    return true;
}

static bool read_all(struct reader *reader, int file) {
    char *chunk = malloc(CHUNK), *clean = malloc(wxr_filter_room(CHUNK));
    uint64_t bytes = 0, fed = 0;
    bool going = chunk && clean;
    if (!going) error_set(reader->error, 500, "no_memory", "out of memory");
    while (going) {
        const ssize_t got = read(file, chunk, CHUNK);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            error_set(reader->error, 500, "unreadable", "the file cannot be read: %s", strerror(errno));
            break;
        }
        if (bytes == 0 && !look_at_head(reader, chunk, (size_t) got)) break;
        bytes += (uint64_t) got;
        const size_t size = wxr_filter_run(&reader->filter, chunk, (size_t) got, got == 0, clean);
        going = parse(reader, clean, size, got == 0, &fed);
        if (reader->receiver->progress) reader->receiver->progress(reader->receiver->context, bytes);
        if (got == 0) break;
    }
    free(chunk);
    free(clean);
    return going && !reader->ended && !error_is_set(reader->error);
}

static void tell_repairs(const struct reader *reader) {
    const struct wxr_filter *filter = &reader->filter;
    const struct wxr_receiver *receiver = reader->receiver;
    STRBUF_CLEAN struct strbuf text;
    strbuf_init(&text, 0);
    if (filter->controls > 0) {
        strbuf_addf(&text, "repaired: control characters left out here and after (%llu)",
                    (unsigned long long) filter->controls);
        receiver->note(receiver->context, filter->controls_line, text.data);
    }
    strbuf_reset(&text);
    if (filter->broken > 0) {
        strbuf_addf(&text, "repaired: bytes that are no UTF-8 replaced here and after (%llu)",
                    (unsigned long long) filter->broken);
        receiver->note(receiver->context, filter->broken_line, text.data);
    }
}

bool wxr_read(int file, const struct wxr_receiver *receiver, struct error *error) {
    struct reader reader = {.receiver = receiver, .error = error, .depth = 1, .places = {WXR_DOCUMENT}};
    reader.parser = XML_ParserCreate(NULL);
    reader.site = json_object();
    if (!reader.parser || !reader.site) {
        error_set(error, 500, "no_memory", "out of memory");
        json_decref(reader.site);
        if (reader.parser) XML_ParserFree(reader.parser);
        return false;
    }
    wxr_filter_init(&reader.filter);
    strbuf_init(&reader.text, WXR_TEXT_MAX);
    XML_SetUserData(reader.parser, &reader);
    XML_SetElementHandler(reader.parser, on_start, on_end);
    XML_SetCharacterDataHandler(reader.parser, on_text);
    XML_SetStartDoctypeDeclHandler(reader.parser, on_doctype);
    const bool done = read_all(&reader, file);
    tell_repairs(&reader);
    json_decref(reader.thing);
    json_decref(reader.site);
    strbuf_finish(&reader.text);
    XML_ParserFree(reader.parser);
    return done;
}
