// views: the tables name every field once and inside its struct, and the theme's templates compile against them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "server/pages/theme.h"
#include "server/pages/views.h"
#include "server/text/view.h"

static size_t size_of(enum view_kind kind) {
    switch (kind) {
        case VIEW_BOOL:
            return sizeof(bool);
        case VIEW_INTEGER:
        case VIEW_NUMBER:
        case VIEW_COUNT:
            return sizeof(int64_t);
        default:
            return sizeof(void *);
    }
}

static void test_fields(void **state) {
    (void) state;
    for (size_t i = 0; view_types[i]; i++) {
        const struct view_type *type = view_types[i];
        assert_non_null(type->name);
        for (size_t j = 0; j < type->field_count; j++) {
            const struct view_field *field = &type->fields[j];
            if (field->offset + size_of(field->kind) > type->size) {
                fail_msg("%s.%s is outside its struct", type->name, field->name);
            }
            bool needs_type = field->kind == VIEW_OBJECT || field->kind == VIEW_LIST;
            if (needs_type != (field->type != NULL)) fail_msg("%s.%s: type", type->name, field->name);
            for (size_t k = 0; k < j; k++) {
                if (strcmp(type->fields[k].name, field->name) == 0) {
                    fail_msg("%s.%s is there twice", type->name, field->name);
                }
            }
        }
    }
}

static bool is_listed(const struct view_type *type) {
    for (size_t i = 0; view_types[i]; i++) {
        if (view_types[i] == type) return true;
    }
    return false;
}

// Otherwise the test above would not look at them.
static void test_all_types_are_listed(void **state) {
    (void) state;
    for (size_t i = 0; view_types[i]; i++) {
        for (size_t j = 0; j < view_types[i]->field_count; j++) {
            const struct view_type *type = view_types[i]->fields[j].type;
            if (type && !is_listed(type)) fail_msg("%s is not in view_types", type->name);
        }
    }
}

static void test_lists_have_counts(void **state) {
    (void) state;
    for (size_t i = 0; view_types[i]; i++) {
        const struct view_type *type = view_types[i];
        for (size_t j = 0; j < type->field_count; j++) {
            if (type->fields[j].kind != VIEW_LIST) continue;
            char name[128];
            snprintf(name, sizeof name, "%s_count", type->fields[j].name);
            bool found = false;
            for (size_t k = 0; k < type->field_count; k++) {
                found = found || (strcmp(type->fields[k].name, name) == 0 &&
                                  type->fields[k].offset == type->fields[j].count_offset);
            }
            if (!found) fail_msg("%s.%s is missing", type->name, name);
        }
    }
}

static void test_theme_compiles(void **state) {
    (void) state;
    struct error error = {0};
    struct theme *theme = theme_create(NULL, &error);
    if (!theme) fail_msg("%s", error.message);
    theme_destroy(theme);
}

// Every template renders a view that says nothing at all, and one with text that must be escaped.
static void test_theme_renders(void **state) {
    (void) state;
    struct error error = {0};
    struct theme *theme = theme_create(NULL, &error);
    assert_non_null(theme);
    static const union {
        struct front_view front;
        struct article_view article;
        struct page_view page;
        struct archive_view archive;
        struct not_found_view not_found;
        struct error_view error;
        struct comment_problem_view comment_problem;
        struct login_view login;
        struct comment_moderate_view comment_moderate;
        struct password_reset_view password_reset;
        struct message_view message;
        struct authorize_view authorize;
    } empty;
    for (enum theme_page page = 0; page < THEME_PAGES; page++) {
        STRBUF_CLEAN struct strbuf out;
        strbuf_init(&out, 0);
        theme_render(theme, NULL, page, &empty, &out);
        assert_false(strbuf_failed(&out));
        assert_true(out.size > 0 || page == THEME_FOOT);
    }
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    struct layout_view layout = {.language = "en-US", .direction = "ltr", .kind = "error", .page_title = "<b>&"};
    struct error_view view = {.layout = &layout, .title = "<script>", .kept_text = "</textarea><i>"};
    theme_render(theme, NULL, THEME_HEAD, &(struct frame_view){.layout = &layout}, &out);
    theme_render(theme, NULL, THEME_ERROR, &view, &out);
    assert_null(strstr(out.data, "<script>"));
    assert_null(strstr(out.data, "</textarea><i>"));
    assert_non_null(strstr(out.data, "&lt;/textarea&gt;&lt;i&gt;"));
    assert_non_null(strstr(out.data, "&lt;b&gt;&amp;"));
    theme_destroy(theme);
}

static void write_file(const char *directory, const char *name, const char *text) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void remove_file(const char *directory, const char *name) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    unlink(path);
}

static void test_directory_replaces(void **state) {
    (void) state;
    char directory[] = "/tmp/broadsheet-theme-XXXXXX";
    assert_non_null(mkdtemp(directory));
    write_file(directory, "message.mustache", "{{>mine}}: {{title}}");
    write_file(directory, "mine.mustache", "Mine");
    struct error error = {0};
    struct theme *theme = theme_create(directory, &error);
    if (!theme) fail_msg("%s", error.message);
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    struct message_view view = {.title = "T"};
    theme_render(theme, NULL, THEME_MESSAGE, &view, &out);
    assert_string_equal(out.data, "Mine: T");
    theme_destroy(theme);

    write_file(directory, "message.mustache", "fine\n{{titel}}\n");
    theme = theme_create(directory, &error);
    assert_null(theme);
    if (!strstr(error.message, "message.mustache:2") || !strstr(error.message, "titel")) {
        fail_msg("no file, line and name: %s", error.message);
    }
    remove_file(directory, "message.mustache");
    remove_file(directory, "mine.mustache");
    rmdir(directory);
}

static void test_directory_must_be_there(void **state) {
    (void) state;
    struct error error = {0};
    assert_null(theme_create("/nonexistent/templates", &error));
    assert_non_null(strstr(error.message, "/nonexistent/templates"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_all_types_are_listed),
        cmocka_unit_test(test_lists_have_counts),
        cmocka_unit_test(test_theme_compiles),
        cmocka_unit_test(test_theme_renders),
        cmocka_unit_test(test_directory_replaces),
        cmocka_unit_test(test_directory_must_be_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
