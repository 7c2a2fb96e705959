// writer: JSON text, printed straight into a strbuf.
//
// Strings are copied in runs between the few bytes that need an escape, so that long articles cost a memcpy.
#include "server/rest/writer.h"

#include <stdint.h>
#include <string.h>

#include "base/clock.h"
#include "base/strbuf.h"
#include "base/utf8.h"

void writer_init(struct writer *writer, struct strbuf *out) {
    writer->out = out;
    writer->comma = false;
}

static void begin_value(struct writer *writer) {
    if (writer->comma) strbuf_addc(writer->out, ',');
    writer->comma = true;
}

static void open_bracket(struct writer *writer, char bracket) {
    begin_value(writer);
    strbuf_addc(writer->out, bracket);
    writer->comma = false;
}

static void close_bracket(struct writer *writer, char bracket) {
    strbuf_addc(writer->out, bracket);
    writer->comma = true;
}

void writer_begin_object(struct writer *writer) { open_bracket(writer, '{'); }
void writer_end_object(struct writer *writer) { close_bracket(writer, '}'); }
void writer_begin_array(struct writer *writer) { open_bracket(writer, '['); }
void writer_end_array(struct writer *writer) { close_bracket(writer, ']'); }

// One bit for each byte of the word that is a quote, a backslash, a control or no ASCII (some false ones above a true
// one): zero when all eight can be copied.
static uint64_t special_bytes(uint64_t word) {
    const uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
    const uint64_t quote = word ^ (ones * '"'), backslash = word ^ (ones * '\\');
    return ((word - ones * 0x20) | (quote - ones) | (backslash - ones) | word) & tops;
}

// How many bytes at the beginning can be copied as they are: all but quotes, backslash, controls, and what is no UTF-8.
static size_t plain_run(const char *text, size_t size) {
    size_t i = 0;
    while (i < size) {
        uint64_t word;
        if (i + sizeof word <= size) {
            memcpy(&word, text + i, sizeof word);
            const uint64_t special = special_bytes(word);
            if (!special) {
                i += sizeof word;
                continue;
            }
            if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) i += (size_t) __builtin_ctzll(special) / 8;
        }
        const unsigned char byte = (unsigned char) text[i];
        if (byte < 0x20 || byte == '"' || byte == '\\') break;
        if (byte < 0x80) {
            i++;
            continue;
        }
        uint32_t code = 0;
        const size_t length = utf8_decode(text + i, size - i, &code);
        if (length == 1) break;
        i += length;
    }
    return i;
}

static void add_escape(struct strbuf *out, unsigned char byte) {
    switch (byte) {
        case '"':
            strbuf_add(out, "\\\"", 2);
            break;
        case '\\':
            strbuf_add(out, "\\\\", 2);
            break;
        case '\n':
            strbuf_add(out, "\\n", 2);
            break;
        case '\r':
            strbuf_add(out, "\\r", 2);
            break;
        case '\t':
            strbuf_add(out, "\\t", 2);
            break;
        default:
            if (byte < 0x20)
                strbuf_addf(out, "\\u%04x", (unsigned) byte);
            else
                strbuf_adds(out, "\xef\xbf\xbd");
    }
}

static void add_quoted(struct strbuf *out, const char *text, size_t size) {
    strbuf_addc(out, '"');
    for (size_t done = 0; done < size;) {
        const size_t run = plain_run(text + done, size - done);
        strbuf_add(out, text + done, run);
        done += run;
        if (done < size) add_escape(out, (unsigned char) text[done++]);
    }
    strbuf_addc(out, '"');
}

void writer_key(struct writer *writer, const char *name) {
    // Names come from tables and need no escape; those that do not fit are rare.
    char key[64];
    const size_t size = strlen(name), comma = writer->comma;
    if (size + 4 <= sizeof key && plain_run(name, size) == size) {
        key[0] = ',';
        key[comma] = '"';
        memcpy(key + comma + 1, name, size + 1);
        key[comma + 1 + size] = '"';
        key[comma + 2 + size] = ':';
        strbuf_add(writer->out, key, comma + size + 3);
    } else {
        begin_value(writer);
        add_quoted(writer->out, name, size);
        strbuf_addc(writer->out, ':');
    }
    writer->comma = false;
}

void writer_string_sized(struct writer *writer, const char *text, size_t size) {
    begin_value(writer);
    add_quoted(writer->out, text, size);
}

void writer_string(struct writer *writer, const char *text) {
    if (text)
        writer_string_sized(writer, text, strlen(text));
    else
        writer_null(writer);
}

void writer_integer(struct writer *writer, int64_t number) {
    begin_value(writer);
    strbuf_addi(writer->out, number);
}

void writer_boolean(struct writer *writer, bool truth) { writer_raw(writer, truth ? "true" : "false"); }

void writer_null(struct writer *writer) { writer_raw(writer, "null"); }

void writer_raw(struct writer *writer, const char *json) {
    begin_value(writer);
    strbuf_adds(writer->out, json);
}

static int dump_piece(const char *piece, size_t size, void *context) {
    strbuf_add(context, piece, size);
    return 0;
}

void writer_value(struct writer *writer, json_t *value) {
    begin_value(writer);
    if (!value || json_dump_callback(value, dump_piece, writer->out, JSON_COMPACT | JSON_ENCODE_ANY) != 0)
        strbuf_adds(writer->out, "null");
}

void writer_member_string(struct writer *writer, const char *name, const char *text) {
    writer_key(writer, name);
    writer_string(writer, text);
}

void writer_member_integer(struct writer *writer, const char *name, int64_t number) {
    writer_key(writer, name);
    writer_integer(writer, number);
}

void writer_member_boolean(struct writer *writer, const char *name, bool truth) {
    writer_key(writer, name);
    writer_boolean(writer, truth);
}

void writer_moment(struct writer *writer, int64_t moment) {
    char text[CLOCK_ISO_SIZE];
    const struct clock_date date = clock_utc(moment);
    writer_string(writer, moment ? clock_format_iso(text, &date) : NULL);
}

void writer_member_moment(struct writer *writer, const char *name, int64_t moment) {
    writer_key(writer, name);
    writer_moment(writer, moment);
}
