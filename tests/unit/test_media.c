// media: types by name and content, names, sizes, and what is cut out of pictures.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/media/file_name.h"
#include "server/media/file_type.h"
#include "server/media/image_head.h"
#include "server/media/image_sizes.h"

static void test_types(void **state) {
    (void) state;
    static const struct {
        const char *name, *head, *mime;
    } rows[] = {
        {"a.jpg", "\xff\xd8\xff\xe0", "image/jpeg"},
        {"a.JPEG", "\xff\xd8\xff\xe0", "image/jpeg"},
        {"a.jpg", "GIF89a", "image/gif"},
        {"a.png", "<?php", NULL},
        {"a.txt", "words", "text/plain"},
        {"a.txt", "  <HTML>", NULL},
        {"a.txt", "#!/bin/sh", NULL},
        {"a.txt", "\xff\xfe", NULL},
        {"a.svg", "<svg", NULL},
        {"a.html", "words", NULL},
        {"a.jpg.php", "\xff\xd8\xff\xe0", NULL},
        {"jpg", "\xff\xd8\xff\xe0", NULL},
        {"a.pdf", "%PDF-1", "application/pdf"},
        {"a.pdf", "\xff\xd8\xff\xe0", NULL},
        {"a.wav", "RIFF....WAVE", "audio/wav"},
        {"a.webp", "RIFF....WAVE", NULL},
        {"a.js", "alert(1)", NULL},
        {"", "words", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct file_type *type = file_type_decide(rows[i].name, rows[i].head, strlen(rows[i].head));
        const char *mime = type ? type->mime : "none";
        if (strcmp(mime, rows[i].mime ? rows[i].mime : "none") != 0) fail_msg("%s is %s", rows[i].name, mime);
    }
}

static void test_text_may_end_within_a_letter(void **state) {
    (void) state;
    char head[FILE_HEAD];
    memset(head, 'a', sizeof head);
    head[FILE_HEAD - 1] = '\xc3';
    assert_non_null(file_type_decide("a.txt", head, sizeof head));
    assert_null(file_type_decide("a.txt", head + FILE_HEAD - 9, 9));
}

static void test_names(void **state) {
    (void) state;
    static const struct {
        const char *sent, *stem;
    } rows[] = {
        {"a b.png", "a-b"},
        {"a.b.png", "a.b"},
        {"a.php.png", "a.php_"},
        {"a.php5.b.png", "a.php5_.b"},
        {"a.jpg.png", "a.jpg"},
        {"v1.25.png", "v1.25"},
        {"a. .-.b.png", "a.b"},
        {"/etc/passwd", "passwd"},
        {"..\\..\\x.png", "x"},
        {"....png", "unnamed-file"},
        {"_-a-_.png", "a"},
        {"a\"'<>&;.png", "a"},
        {"Gr\xc3\xbc\xc3\x9f.png", "Gr\xc3\xbc\xc3\x9f"},
        {"a\xe2\x80\xae"
         "b.png",
         "ab"},
        {"\xff.png", "unnamed-file"},
        {"%2e%2e%2fa.png", "2e2e2fa"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(file_name_stem(&arena, rows[i].sent), rows[i].stem);
    arena_finish(&arena);
}

static void test_disposition(void **state) {
    (void) state;
    static const struct {
        const char *header, *name;
    } rows[] = {
        {"attachment; filename=\"a.png\"", "a.png"},
        {"attachment; filename=a.png", "a.png"},
        {"attachment;  filename = \"a b.png\" ; x=y", "a b.png"},
        {"attachment", ""},
        {"attachment; filename=", ""},
        {"attachment; filename=\"\"", ""},
        {"filename=\"a.png\"", ""},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *name = file_name_of_disposition(&arena, rows[i].header);
        assert_string_equal(name ? name : "", rows[i].name);
    }
    arena_finish(&arena);
}

// Values of WordPress's image_resize_dimensions().
static void test_sizes(void **state) {
    (void) state;
    static const struct image_size sizes[] = {
        {"large", 1024, 1024, false},  {"medium_large", 768, 0, false}, {"medium", 300, 300, false},
        {"thumbnail", 150, 150, true}, {"any width", 0, 100, false},    {"strip", 0, 50, true},
        {"none", 0, 0, true},
    };
    static const struct {
        size_t size;
        int64_t width, height, to_width, to_height;  // to_width 0: not made
    } rows[] = {
        {0, 1600, 1200, 1024, 768}, {0, 1024, 1024, 0, 0},     {0, 500, 3000, 171, 1024}, {1, 1600, 1200, 768, 576},
        {1, 700, 3000, 0, 0},       {2, 1600, 1200, 300, 225}, {2, 320, 240, 300, 225},   {3, 320, 240, 150, 150},
        {3, 100, 400, 100, 150},    {3, 100, 100, 0, 0},       {2, 60000, 1, 300, 1},     {3, 60000, 1, 150, 1},
        {4, 400, 200, 200, 100},    {4, 100, 100, 0, 0},       {5, 400, 200, 100, 50},    {6, 400, 200, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct image_fit fit = {0};
        const bool made = image_fit(&sizes[rows[i].size], rows[i].width, rows[i].height, &fit);
        if (made != (rows[i].to_width > 0) || fit.to_width != rows[i].to_width || fit.to_height != rows[i].to_height)
            fail_msg("row %zu: %d %lld x %lld", i, made, (long long) fit.to_width, (long long) fit.to_height);
        if (made) assert_true(fit.x >= 0 && fit.x + fit.width <= rows[i].width && fit.y + fit.height <= rows[i].height);
    }
}

static bool add(void *context, const void *bytes, size_t size) {
    strbuf_add(context, bytes, size);
    return true;
}

static const char webp[] =
    "RIFF\x32\0\0\0WEBPVP8X\x0a\0\0\0\x0c\0\0\0\x0f\0\0\x07\0\0EXIF\x0a\0\0\0Exif\0\0II*\0VP8 \x02\0\0\0ab";
static const char jpeg[] =
    "\xff\xd8\xff\xe1\0\x22"
    "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0GPS!"
    "\xff\xe2\0\x06MPF\0\xff\xfe\0\x04hi\xff\xc0\0\x0b\x08\0\x10\0\x20\x01\x01\x11\0\xff\xda\0\x02x\xff\0y\xff\xd9GPS!";

static void test_strip(void **state) {
    (void) state;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    assert_true(image_strip(FILE_WEBP, webp, sizeof webp - 1, add, &out));
    static const char bare[] = "RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x0f\0\0\x07\0\0VP8 \x02\0\0\0ab";
    assert_int_equal(out.size, sizeof bare - 1);
    assert_memory_equal(out.data, bare, out.size);
    strbuf_reset(&out);
    assert_true(image_strip(FILE_JPEG, jpeg, sizeof jpeg - 1, add, &out));
    static const char plain[] = "\xff\xd8\xff\xc0\0\x0b\x08\0\x10\0\x20\x01\x01\x11\0\xff\xda\0\x02x\xff\0y\xff\xd9";
    assert_int_equal(out.size, sizeof plain - 1);
    assert_memory_equal(out.data, plain, out.size);
    struct image_head head;
    assert_true(image_head_read(FILE_JPEG, jpeg, sizeof jpeg - 1, &head));
    assert_int_equal(head.orientation, 6);
    assert_int_equal(head.width, 32);
    assert_int_equal(head.height, 16);
}

// Cut anywhere, and with any byte changed, nothing is read beyond the end (under the address sanitizer).
static void test_damage(void **state) {
    (void) state;
    static const struct {
        enum file_kind kind;
        const char *bytes;
        size_t size;
    } files[] = {
        {FILE_JPEG, jpeg, sizeof jpeg - 1},
        {FILE_WEBP, webp, sizeof webp - 1},
        {FILE_PNG, "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0CCCC\0\0\0\0IENDCCCC", 45},
        {FILE_GIF, "GIF89a\1\0\1\0", 10},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        for (size_t size = 8; size <= files[i].size; size++) {
            for (size_t at = 8; at <= size; at++) {
                char *copy = malloc(size);
                memcpy(copy, files[i].bytes, size);
                if (at < size) copy[at] = (char) 0xff;
                STRBUF_CLEAN struct strbuf out;
                strbuf_init(&out, 0);
                struct image_head head;
                (void) image_head_read(files[i].kind, copy, size, &head);
                assert_true(image_strip(files[i].kind, copy, size, add, &out));
                assert_true(out.size <= size + 16);
                free(copy);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),  cmocka_unit_test(test_text_may_end_within_a_letter),
        cmocka_unit_test(test_names),  cmocka_unit_test(test_disposition),
        cmocka_unit_test(test_sizes),  cmocka_unit_test(test_strip),
        cmocka_unit_test(test_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
