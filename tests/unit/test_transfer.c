// transfer: bytes made fit for XML, however they are cut; addresses and dates of other sites; how a site makes
// addresses.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "server/transfer/import_state.h"
#include "server/transfer/permalink_guess.h"
#include "server/transfer/wxr_filter.h"

static const struct {
    const char *bytes;
    size_t size;
    const char *clean;
    uint64_t controls, broken, lines;
} filter_rows[] = {
#define BYTES(text) text, sizeof text - 1
    {BYTES(""), "", 0, 0, 1},
    {BYTES("plain text, longer than eight bytes"), "plain text, longer than eight bytes", 0, 0, 1},
    {BYTES("a\tb\r\nc\n"), "a\tb\r\nc\n", 0, 0, 3},
    {BYTES("a\0b\x01\x1f"
           "c\x7f"),
     "abc\x7f", 3, 0, 1},
    {BYTES("\xd8\xb3\xd9\x84 \xe2\x80\xa6 \xf0\x90\x8d\x88"), "\xd8\xb3\xd9\x84 \xe2\x80\xa6 \xf0\x90\x8d\x88", 0, 0,
     1},
    {BYTES("x\xffy\xc3"), "x\xef\xbf\xbdy\xef\xbf\xbd", 0, 2, 1},
    {BYTES("\xef\xbf\xbd"), "\xef\xbf\xbd", 0, 0, 1},                            // U+FFFD itself
    {BYTES("\xef\xbf\xbf|\xef\xbf\xbe"), "\xef\xbf\xbd|\xef\xbf\xbd", 0, 2, 1},  // no characters
    {BYTES("\xe2\x80"), "\xef\xbf\xbd\xef\xbf\xbd", 0, 2, 1},                    // cut by the end
    {BYTES("12345678\xe2\x80\xa6"
           "12345678\x02"),
     "12345678\xe2\x80\xa6"
     "12345678",
     1, 0, 1},
};

static void test_filter(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof filter_rows / sizeof *filter_rows; i++) {
        for (size_t step = 1; step <= filter_rows[i].size + 1; step++) {
            struct wxr_filter filter;
            char out[256];
            size_t size = 0;
            wxr_filter_init(&filter);
            for (size_t at = 0; at < filter_rows[i].size; at += step) {
                const size_t left = filter_rows[i].size - at;
                size +=
                    wxr_filter_run(&filter, filter_rows[i].bytes + at, left < step ? left : step, false, out + size);
            }
            size += wxr_filter_run(&filter, "", 0, true, out + size);
            out[size] = '\0';
            assert_string_equal(out, filter_rows[i].clean);
            assert_int_equal(filter.controls, filter_rows[i].controls);
            assert_int_equal(filter.broken, filter_rows[i].broken);
            assert_int_equal(filter.line, filter_rows[i].lines);
        }
    }
}

static void test_sites_and_paths(void **state) {
    (void) state;
    static const struct {
        const char *site, *url, *path;
    } rows[] = {
        {"http://old.example", "http://old.example/2012/05/hello/", "2012/05/hello"},
        {"http://old.example/", "https://www.OLD.example/a/", "a"},
        {"https://www.old.example", "//old.example/a?x=1#b", "a"},
        {"http://old.example", "http://old.example/?p=17&x=1", "?p=17"},
        {"http://old.example", "http://old.example", ""},
        {"http://old.example", "http://old.example/#top", ""},
        {"http://old.example", "http://old.example.evil/a", NULL},
        {"http://old.example", "/a", NULL},
        {"http://old.example", "mailto:a@old.example", NULL},
        {"http://host/blog", "http://host/blog/a/", "a"},
        {"http://host/blog", "http://host/blogs/a/", NULL},
        {"http://host/Blog", "http://host/blog/a/", NULL},
        {"http://old.example", "http://old.example//a//b/", "a//b"},
        {"http://old.example", "http://old.example/%d8%b3/", "\xd8\xb3"},
        {"http://old.example", "http://old.example/%zz/", NULL},
        {"", "http://old.example/a", NULL},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *path = import_path_below(&arena, import_site_name(&arena, rows[i].site), rows[i].url);
        if (!rows[i].path)
            assert_null(path);
        else
            assert_string_equal(path, rows[i].path);
    }
    assert_string_equal(import_file_key(&arena, "https://WWW.Files.example/a/B.png?w=300"), "files.example/a/B.png");
    assert_null(import_file_key(&arena, "/a/b.png"));
    arena_finish(&arena);
}

static void test_dates(void **state) {
    (void) state;
    int64_t moment;
    assert_true(import_date("2012-02-29 09:30:00", "", &moment));
    assert_int_equal(moment, 1330507800);
    assert_true(import_date("0000-00-00 00:00:00", "2012-02-29 09:30:00", &moment));
    assert_false(import_date("2011-02-29 09:30:00", "", &moment));
    assert_false(import_date("2012-02-29 25:30:00", "2012-13-01 00:00:00", &moment));
    assert_false(import_date("2012-02-29", "yesterday, as it were", &moment));
}

static const struct {
    const char *name, *structure;
    const char *links[4];  // of posts 17 "hello" and 18 "2012", both of 2012-05-06, in "news", by ann
} guess_rows[] = {
    {"month", "/%year%/%monthnum%/%postname%/", {"/2012/05/hello/", "/2012/05/2012/"}},
    {"day, no slash", "/%year%/%monthnum%/%day%/%postname%", {"/2012/05/06/hello", "/2012/05/06/2012"}},
    {"name", "/%postname%/", {"/hello/", "/2012/"}},
    {"number", "/archives/%post_id%", {"/archives/17", "/archives/18"}},
    {"category", "/%category%/%postname%/", {"/news/hello/", "/news/2012/"}},
    {"categories", "/%category%/%postname%/", {"/news/news/hello/", "/news/2012/"}},
    {"author", "/%author%/%postname%/", {"/ann/hello/", "/ann/2012/"}},
    {"ending", "/blog/%postname%.html", {"/blog/hello.html", "/blog/2012.html"}},
    {"plain", "", {"/?p=17", "/?p=18"}},
    {"no majority", NULL, {"/a/hello/", "/b/2012/"}},
    {"elsewhere", NULL, {"http://other.example/hello/", "http://other.example/2012/"}},
};

static json_t *post_of(int id, const char *slug, const char *link) {
    char full[200];
    snprintf(full, sizeof full, "%s%s", *link == '/' ? "http://old.example" : "", link);
    return json_pack("{s:s, s:s, s:i, s:s, s:s, s:s, s:s, s:s, s:[{s:s, s:s}]}", "type", "post", "status", "publish",
                     "id", id, "slug", slug, "link", full, "author", "ann", "date", "2012-05-06 09:30:00", "date_gmt",
                     "2012-05-06 07:30:00", "terms", "taxonomy", "category", "slug", "news");
}

static void test_guess(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof guess_rows / sizeof *guess_rows; i++) {
        struct permalink_guess guess = {.count = 0};
        for (int j = 0; j < 2; j++) {
            json_t *post = post_of(17 + j, j ? "2012" : "hello", guess_rows[i].links[j]);
            permalink_guess_add(&guess, "http://old.example/", post);
            json_decref(post);
        }
        const char *result = permalink_guess_result(&guess);
        if (!guess_rows[i].structure ? result != NULL : !result || strcmp(result, guess_rows[i].structure) != 0)
            fail_msg("%s: %s", guess_rows[i].name, result ? result : "nothing");
        char zone[24];
        assert_string_equal(permalink_guess_zone(&guess, zone), "UTC+2");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_filter),
        cmocka_unit_test(test_sites_and_paths),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_guess),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
