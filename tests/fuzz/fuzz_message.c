// Letters: whatever stands in their fields, what comes out is the headers that we write and no others, in lines that
// every mail server takes. Input: the fields in the order of `fields`, a NUL between them.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "server/mail/message.h"
#include "tests/fuzz/fuzz.h"

enum { FIELDS = 7, HEADER_LINE_MOST = 78, BODY_LINE_MOST = 76 };

// What a header line may begin with, in this order; Reply-To may be missing.
static const char *const headers[] = {"Date: ",          "From: ",         "To: <",
                                      "Reply-To: <",     "Subject: ",      "Message-ID: ",
                                      "MIME-Version: ",  "Content-Type: ", "Content-Transfer-Encoding: ",
                                      "Auto-Submitted: "};
enum { HEADERS = sizeof headers / sizeof *headers, REPLY_TO = 3 };

static void must(bool good) {
    if (!good) abort();
}

// The length of the line, which ends with CRLF and holds nothing but printable ASCII and tabs.
static size_t check_line(const char *line, size_t most) {
    const size_t size = strcspn(line, "\r\n");
    must(line[size] == '\r' && line[size + 1] == '\n');
    must(size <= most);
    for (size_t i = 0; i < size; i++) must((line[i] >= ' ' && line[i] < 0x7f) || line[i] == '\t');
    return size;
}

static const char *check_headers(const char *at, bool has_reply_to) {
    size_t next = 0;
    while (*at != '\r') {
        // Addresses cannot be folded: up to 254 bytes of them.
        const bool folded = *at == ' ';
        const bool address = strchr(at, '<') && strchr(at, '<') < strchr(at, '\r');
        if (folded) {
            must(next > 0);
        } else {
            if (next == REPLY_TO && !has_reply_to) next++;
            must(next < HEADERS && strncmp(at, headers[next], strlen(headers[next])) == 0);
            next++;
        }
        at += check_line(at, address ? 998 : HEADER_LINE_MOST) + 2;
    }
    must(next == HEADERS);
    return at + 2;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    must(text != NULL);
    if (size) memcpy(text, data, size);
    text[size] = '\0';
    const char *fields[FIELDS] = {"", "", "", "", "", "", ""};
    const char *at = text;
    for (size_t i = 0; i < FIELDS && at <= text + size; i++) {
        fields[i] = at;
        at += strlen(at) + 1;
    }
    const struct message message = {
        .from_name = fields[0],
        .from = fields[1],
        .to = fields[2],
        .reply_to = fields[3][0] ? fields[3] : NULL,
        .subject = fields[4],
        .id = fields[5],
        .body = fields[6],
        .date = (int64_t) size * 86400 * 1000,
    };
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    if (message_write(&out, &message)) {
        must(!strbuf_failed(&out) && strlen(out.data) == out.size);
        const char *body = check_headers(out.data, message.reply_to != NULL);
        while (*body) body += check_line(body, BODY_LINE_MOST) + 2;
    } else {
        must(out.size == 0);
        must(!message_address_is_plain(message.from) || !message_address_is_plain(message.to) || message.reply_to);
    }
    free(text);
    return 0;
}
