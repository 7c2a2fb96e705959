// multipart: fields of a multipart/form-data body, and what is no such body.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/http/multipart.h"

#define PART(headers, data) "--b\r\n" headers "\r\n\r\n" data "\r\n"
#define FIELD(name, data) PART("Content-Disposition: form-data; name=\"" name "\"", data)
#define END "--b--\r\n"

struct parse_case {
    const char *name;
    const char *body;
    const char *fields;  // "name=value|name=value"; NULL: refused
};

static const struct parse_case parse_cases[] = {
    {"one", FIELD("a", "1") END, "a=1"},
    {"several", FIELD("a", "1") FIELD("b", "2") FIELD("a", "3") END, "a=1|b=2|a=3"},
    {"none", END, ""},
    {"an empty value", FIELD("a", "") END, "a="},
    {"line ends in a value", FIELD("a", "x\r\n\r\ny\n") END, "a=x\r\n\r\ny\n"},
    {"dashes in a value", FIELD("a", "--\r\n-b\r\n--c") END, "a=--\r\n-b\r\n--c"},
    {"UTF-8", FIELD("\xd0\xb0", "\xd0\xb1") END, "\xd0\xb0=\xd0\xb1"},
    {"no line end at the end", FIELD("a", "1") "--b--", "a=1"},
    {"an epilogue", FIELD("a", "1") END "whatever", "a=1"},
    {"blanks after a delimiter", "--b  \r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n" END, "a=1"},
    {"a name without quotes", PART("Content-Disposition: form-data; name=a", "1") END, "a=1"},
    {"a coded name", FIELD("a%22b%0D%0Ac%41", "1") END, "a\"b\r\nc%41=1"},
    {"small letters", PART("content-disposition: FORM-DATA; NAME=\"a\"", "1") END, "a=1"},
    {"other headers",
     PART("X-Other: y\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain", "1") END, "a=1"},
    {"a harmless encoding",
     PART("Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: 8bit", "1") END, "a=1"},
    {"a file among fields",
     FIELD("a", "1") PART("Content-Disposition: form-data; name=\"f\"; filename=\"x.png\"\r\nContent-Type: image/png",
                          "\xff\xfe") FIELD("b", "2") END,
     "a=1|b=2"},
    {"a file by its other name", PART("Content-Disposition: form-data; name=f; filename*=utf-8''x", "1") END, ""},
    {"a semicolon in a name", FIELD("a;filename=x", "1") END, "a;filename=x=1"},
    {"an escaped quote", FIELD("a\\\"b", "1") END, "a\\\"b=1"},

    {"nothing", "", NULL},
    {"no end", FIELD("a", "1"), NULL},
    {"cut in a value", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1", NULL},
    {"cut in the headers", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n", NULL},
    {"cut in the delimiter", "--b", NULL},
    {"a preamble", "preamble\r\n" FIELD("a", "1") END, NULL},
    {"another boundary", "--c\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--c--\r\n", NULL},
    {"a boundary that only begins alike", FIELD("a", "1") "--bc\r\n" END, NULL},
    {"no disposition", PART("X: y", "1") END, NULL},
    {"two dispositions",
     PART("Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b", "1") END, NULL},
    {"another disposition", PART("Content-Disposition: attachment; name=a", "1") END, NULL},
    {"no name", PART("Content-Disposition: form-data", "1") END, NULL},
    {"an empty name", FIELD("", "1") END, NULL},
    {"a name without its end", PART("Content-Disposition: form-data; name=\"a", "1") END, NULL},
    {"a header without a colon", PART("nonsense", "1") END, NULL},
    {"a bare LF in the headers", PART("Content-Disposition: form-data; name=a\nX: y", "1") END, NULL},
    {"base64", PART("Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64", "MQ==") END, NULL},
    {"a value that is no UTF-8", FIELD("a", "\xff") END, NULL},
    {"a name that is no UTF-8", FIELD("\xff", "1") END, NULL},
    {"bare LFs", "--b\nContent-Disposition: form-data; name=\"a\"\n\n1\n--b--\n", NULL},
};

// The fields as one text; NULL when refused. The body gets memory of exactly its size.
static char *parse(struct arena *arena, const char *body, size_t size) {
    char *exact = malloc(size ? size : 1);
    memcpy(exact, body, size);
    struct url_pairs pairs;
    char *text = NULL;
    if (multipart_parse(arena, "b", exact, size, &pairs)) {
        text = arena_strdup(arena, "");
        for (size_t i = 0; i < pairs.count; i++) {
            assert_int_equal(strlen(pairs.items[i].value), pairs.items[i].value_size);
            text = arena_printf(arena, "%s%s%s=%s", text, i ? "|" : "", pairs.items[i].name, pairs.items[i].value);
        }
    }
    free(exact);
    return text;
}

static void test_parse(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof parse_cases / sizeof *parse_cases; i++) {
        const struct parse_case *c = &parse_cases[i];
        struct arena arena;
        arena_init(&arena);
        const char *got = parse(&arena, c->body, strlen(c->body));
        if (!got != !c->fields || (got && strcmp(got, c->fields) != 0))
            fail_msg("%s: %s", c->name, got ? got : "refused");
        arena_finish(&arena);
    }
}

static void test_every_cut_is_refused(void **state) {
    (void) state;
    static const char body[] = FIELD("a", "1") FIELD("b", "x\r\ny") "--b--";
    struct arena arena;
    arena_init(&arena);
    for (size_t size = 0; size < sizeof body - 1; size++)
        if (parse(&arena, body, size)) fail_msg("cut at %zu: taken", size);
    assert_non_null(parse(&arena, body, sizeof body - 1));
    arena_finish(&arena);
}

static void test_nul(void **state) {
    (void) state;
    static const char body[] = FIELD("a", "1\0002") END;
    struct arena arena;
    arena_init(&arena);
    assert_null(parse(&arena, body, sizeof body - 1));
    arena_finish(&arena);
}

static void test_limits(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    STRBUF_CLEAN struct strbuf body;
    strbuf_init(&body, 0);
    for (int i = 0; i < MULTIPART_PARTS_MAX; i++) strbuf_adds(&body, FIELD("a", "1"));
    const size_t size = body.size;
    strbuf_adds(&body, END);
    assert_non_null(parse(&arena, body.data, body.size));
    strbuf_truncate(&body, size);
    strbuf_adds(&body, FIELD("a", "1") END);
    assert_null(parse(&arena, body.data, body.size));

    strbuf_reset(&body);
    strbuf_adds(&body, "--b\r\nContent-Disposition: form-data; name=a\r\nX: ");
    for (int i = 0; i < MULTIPART_HEADERS_MAX; i++) strbuf_addc(&body, 'y');
    strbuf_adds(&body, "\r\n\r\n1\r\n" END);
    assert_null(parse(&arena, body.data, body.size));
    arena_finish(&arena);
}

struct boundary_case {
    const char *content_type;
    const char *boundary;  // NULL: none
};

static const struct boundary_case boundary_cases[] = {
    {"multipart/form-data; boundary=abc", "abc"},
    {"multipart/form-data;boundary=abc", "abc"},
    {"multipart/form-data; BOUNDARY=abc", "abc"},
    {"multipart/form-data; charset=utf-8; boundary=abc", "abc"},
    {"multipart/form-data; boundary=\"a b\"", "a b"},
    {"multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW", "----WebKitFormBoundary7MA4YWxkTrZu0gW"},
    {"multipart/form-data; x=\"; boundary=no\"; boundary=yes", "yes"},
    {"multipart/form-data", NULL},
    {"multipart/form-data; boundary=", NULL},
    {"multipart/form-data; boundary=\"\"", NULL},
    {"multipart/form-data; boundary=\"abc", NULL},
    {"multipart/form-data; boundary=\"a \"", NULL},
    {"multipart/form-data; boundary=a\"b", NULL},
    {"multipart/form-data; boundary=a{b", NULL},
    {"multipart/form-data; boundary", NULL},
    {"multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789",
     "0123456789012345678901234567890123456789012345678901234567890123456789"},
    {"multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890", NULL},
};

static void test_boundary(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof boundary_cases / sizeof *boundary_cases; i++) {
        const struct boundary_case *c = &boundary_cases[i];
        char boundary[MULTIPART_BOUNDARY_MAX + 1];
        const bool found = multipart_boundary(c->content_type, boundary);
        if (found != (c->boundary != NULL) || (found && strcmp(boundary, c->boundary) != 0))
            fail_msg("%s: %s", c->content_type, found ? boundary : "none");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),    cmocka_unit_test(test_every_cut_is_refused),
        cmocka_unit_test(test_nul),      cmocka_unit_test(test_limits),
        cmocka_unit_test(test_boundary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
