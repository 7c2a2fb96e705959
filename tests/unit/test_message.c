// Tests of server/mail/message.c.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "server/mail/message.h"

static void test_addresses(void **state) {
    (void) state;
    static const struct {
        const char *address;
        bool plain;
    } rows[] = {
        {"a@b.example", true}, {"o'neill+x@b.example", true},
        {"", false},           {"@", false},
        {"a@", false},         {"@b", false},
        {"ab", false},         {"a@b@c", false},
        {"a b@c", false},      {"a@b\r\nBcc: c@d", false},
        {"a@b\n", false},      {"a@b>", false},
        {"<a@b", false},       {"a,b@c", false},
        {"a;b@c", false},      {"\"a\"@c", false},
        {"a(x)@c", false},     {"\xc3\xa4@c", false},
        {"a\x7f@c", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (message_address_is_plain(rows[i].address) != rows[i].plain) fail_msg("row %zu: %s", i, rows[i].address);
    char address[260] = "a@";
    memset(address + 2, 'b', 252);
    assert_true(message_address_is_plain(address));
    address[254] = 'b';
    assert_false(message_address_is_plain(address));
}

static const struct message plain = {
    .from_name = "Press",
    .from = "press@paper.example",
    .to = "ann@example.org",
    .subject = "Words",
    .body = "Text\n",
    .id = "1@paper.example",
    .date = 1795514400,
};

// The line of a header, up to its last folded one; in `out`.
static const char *header(const struct message *message, const char *name, struct strbuf *out) {
    STRBUF_CLEAN struct strbuf all;
    strbuf_init(&all, 0);
    assert_true(message_write(&all, message));
    const char *at = strstr(all.data, name);
    assert_non_null(at);
    const char *end = at;
    do {
        end = strstr(end, "\r\n") + 2;
    } while (*end == ' ');
    strbuf_reset(out);
    strbuf_add(out, at, (size_t) (end - at));
    return out->data;
}

static void test_headers(void **state) {
    (void) state;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    assert_string_equal(header(&plain, "From: ", &out), "From: Press <press@paper.example>\r\n");
    assert_string_equal(header(&plain, "Subject: ", &out), "Subject: Words\r\n");
    assert_string_equal(header(&plain, "Date: ", &out), "Date: Tue, 24 Nov 2026 10:00:00 +0000\r\n");
    assert_string_equal(header(&plain, "Message-ID: ", &out), "Message-ID: <1@paper.example>\r\n");

    struct message message = plain;
    message.from_name = "";
    assert_string_equal(header(&message, "From: ", &out), "From: <press@paper.example>\r\n");
    message.from_name = "A, \"B\"";
    assert_string_equal(header(&message, "From: ", &out), "From: =?UTF-8?B?QSwgIkIi?=\r\n <press@paper.example>\r\n");
    message.subject = "\xc3\xa4";
    assert_string_equal(header(&message, "Subject: ", &out), "Subject: =?UTF-8?B?w6Q=?=\r\n");
    // No line end survives, nor what some take for one; what is no UTF-8 neither.
    message.subject = "a\r\nBcc: x@y\xe2\x80\xa8z\xff";
    assert_string_equal(header(&message, "Subject: ", &out), "Subject: =?UTF-8?B?YSAgQmNjOiB4QHkgeu+/vQ==?=\r\n");
}

static void test_body(void **state) {
    (void) state;
    struct message message = plain;
    message.body = "a=b \n.\r\ntab\t\n\xc3\xa4\rend ";
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    assert_true(message_write(&out, &message));
    const char *body = strstr(out.data, "\r\n\r\n") + 4;
    assert_string_equal(body, "a=3Db=20\r\n.\r\ntab=09\r\n=C3=A4\r\nend=20\r\n");
    message.to = "a@b\r\nBcc: c@d";
    strbuf_reset(&out);
    assert_false(message_write(&out, &message));
    assert_int_equal(out.size, 0);
    message.to = plain.to;
    message.reply_to = "x y";
    assert_false(message_write(&out, &message));
    assert_int_equal(out.size, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_addresses), cmocka_unit_test(test_headers),
                                       cmocka_unit_test(test_body)};
    return cmocka_run_group_tests_name("message", tests, NULL, NULL);
}
