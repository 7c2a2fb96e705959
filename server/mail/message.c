// message: see the header. Headers are ASCII: other text is in encoded words; the body is quoted-printable.
#include "server/mail/message.h"

#include <ctype.h>
#include <sodium.h>
#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/strbuf.h"
#include "base/utf8.h"

enum {
    ADDRESS_MOST = 254,
    HEADER_TEXT_MOST = 400,  // bytes of a subject or a name; more is cut
    PLAIN_MOST = 60,         // a longer one is coded, which folds it
    WORD_BYTES = 39,         // 52 letters of base64, "=?UTF-8?B?" and "?=", and "Subject: ": RFC 2047 has 76 in a line
    LINE_MOST = 76,          // of quoted-printable
};

bool message_address_is_plain(const char *address) {
    size_t ats = 0, size = strlen(address);
    for (size_t i = 0; i < size; i++) {
        const unsigned char byte = (unsigned char) address[i];
        if (byte <= 0x20 || byte >= 0x7f || strchr("<>()[]\\,;:\"", byte)) return false;
        ats += byte == '@';
    }
    return ats == 1 && size <= ADDRESS_MOST && address[0] != '@' && address[size - 1] != '@';
}

// The next code point made fit for a header: what would end a line, or is no UTF-8, is harmless.
static size_t next_harmless(const char *text, size_t size, char out[4], size_t *ret_size) {
    uint32_t code;
    const size_t length = utf8_decode(text, size, &code);
    const bool control = code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029;
    *ret_size = utf8_encode(control ? ' ' : code, out);
    return length;
}

static bool is_plain(const char *text, bool phrase) {
    if (strlen(text) > PLAIN_MOST || strstr(text, "=?")) return false;
    for (; *text; text++) {
        const unsigned char byte = (unsigned char) *text;
        if (byte < 0x20 || byte >= 0x7f) return false;
        if (phrase && !isalnum(byte) && byte != ' ') return false;
    }
    return true;
}

static void add_encoded_word(struct strbuf *out, const char *bytes, size_t size) {
    char text[sodium_base64_ENCODED_LEN(WORD_BYTES, sodium_base64_VARIANT_ORIGINAL)];
    sodium_bin2base64(text, sizeof text, (const unsigned char *) bytes, size, sodium_base64_VARIANT_ORIGINAL);
    strbuf_addf(out, "=?UTF-8?B?%s?=", text);
}

// `phrase`: the name before an address, where fewer characters stand for themselves.
static void add_text(struct strbuf *out, const char *text, bool phrase) {
    if (is_plain(text, phrase)) {
        strbuf_adds(out, text);
        return;
    }
    size_t left = utf8_prefix(text, strlen(text), HEADER_TEXT_MOST);
    char word[WORD_BYTES];
    size_t size = 0;
    while (left > 0) {
        char piece[4];
        size_t piece_size;
        const size_t length = next_harmless(text, left, piece, &piece_size);
        if (size + piece_size > sizeof word) {
            add_encoded_word(out, word, size);
            strbuf_adds(out, "\r\n ");
            size = 0;
        }
        memcpy(word + size, piece, piece_size);
        size += piece_size;
        text += length;
        left -= length;
    }
    if (size > 0) add_encoded_word(out, word, size);
}

static void add_from(struct strbuf *out, const char *name, const char *address) {
    strbuf_adds(out, "From: ");
    if (*name) {
        add_text(out, name, true);
        // Coded words may have filled the line.
        strbuf_adds(out, is_plain(name, true) ? " " : "\r\n ");
    }
    strbuf_addf(out, "<%s>\r\n", address);
}

// A Message-ID goes out as it is: letters, digits, dots, dashes and one '@'.
static void add_id(struct strbuf *out, const char *id) {
    strbuf_adds(out, "Message-ID: <");
    for (; *id; id++)
        if (isalnum((unsigned char) *id) || strchr(".-@", *id)) strbuf_addc(out, *id);
    strbuf_adds(out, ">\r\n");
}

static bool stands_for_itself(unsigned char byte, bool ends_line) {
    if (byte == ' ' || byte == '\t') return !ends_line;
    return byte > 0x20 && byte < 0x7f && byte != '=';
}

static void add_body(struct strbuf *out, const char *body) {
    size_t column = 0;
    for (; *body; body++) {
        const unsigned char byte = (unsigned char) *body;
        if (byte == '\r' && body[1] == '\n') continue;
        if (byte == '\n' || byte == '\r') {
            strbuf_adds(out, "\r\n");
            column = 0;
            continue;
        }
        const bool itself = stands_for_itself(byte, body[1] == '\n' || body[1] == '\r' || body[1] == '\0');
        const size_t size = itself ? 1 : 3;
        if (column + size > LINE_MOST - 1) {
            strbuf_adds(out, "=\r\n");
            column = 0;
        }
        if (itself)
            strbuf_addc(out, *body);
        else
            strbuf_addf(out, "=%02X", byte);
        column += size;
    }
    if (column > 0) strbuf_adds(out, "\r\n");
}

static void add_date(struct strbuf *out, int64_t moment) {
    char date[CLOCK_HTTP_SIZE];
    clock_format_http(date, moment);
    // "GMT" is the obsolete form.
    strbuf_addf(out, "Date: %.*s +0000\r\n", (int) (strlen(date) - strlen(" GMT")), date);
}

bool message_write(struct strbuf *out, const struct message *message) {
    if (!message_address_is_plain(message->from) || !message_address_is_plain(message->to)) return false;
    if (message->reply_to && !message_address_is_plain(message->reply_to)) return false;
    add_date(out, message->date);
    add_from(out, message->from_name, message->from);
    strbuf_addf(out, "To: <%s>\r\n", message->to);
    if (message->reply_to) strbuf_addf(out, "Reply-To: <%s>\r\n", message->reply_to);
    strbuf_adds(out, "Subject: ");
    add_text(out, message->subject, false);
    strbuf_adds(out, "\r\n");
    add_id(out, message->id);
    strbuf_adds(out,
                "MIME-Version: 1.0\r\n"
                "Content-Type: text/plain; charset=UTF-8\r\n"
                "Content-Transfer-Encoding: quoted-printable\r\n"
                // No answers of absence, please (RFC 3834).
                "Auto-Submitted: auto-generated\r\n"
                "\r\n");
    add_body(out, message->body);
    return true;
}
