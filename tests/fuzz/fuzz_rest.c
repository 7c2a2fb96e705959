// fuzz_rest: see the header.
#include "tests/fuzz/fuzz_rest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "db/store.h"
#include "server/rest/endpoint.h"
#include "server/rest/error_json.h"
#include "server/rest/fields.h"
#include "server/rest/group.h"
#include "server/routes.h"

static struct fuzz_site {
    char directory[64];
    struct app app;
    const struct settings *settings;
} fuzz_site;

static void close_site(void) {
    settings_release(fuzz_site.settings);
    settings_cache_destroy(fuzz_site.app.settings);
    store_close(fuzz_site.app.store);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", fuzz_site.directory);
    if (system(command) != 0) perror(command);
}

// Some checks look whether a thing is there.
static void open_site(void) {
    if (fuzz_site.app.store) return;
    snprintf(fuzz_site.directory, sizeof fuzz_site.directory, "/tmp/broadsheet-fuzz-XXXXXX");
    if (!mkdtemp(fuzz_site.directory)) abort();
    struct error error = {0};
    const struct store_options options = {.directory = fuzz_site.directory, .create = true, .exclusive = true};
    fuzz_site.app.store = store_open(&options, &error);
    if (!fuzz_site.app.store) abort();
    fuzz_site.app.settings = settings_cache_create(fuzz_site.app.store);
    fuzz_site.app.data_dir = fuzz_site.directory;
    fuzz_site.settings = settings_acquire(fuzz_site.app.settings);
    if (!fuzz_site.settings) abort();
    atexit(close_site);
}

enum { PREFIX_SIZE = sizeof "/wp-json" - 1 };  // of the rows' paths; the corpora leave it out

static bool is_target(const struct route *row, unsigned methods) {
    return row->group == &rest_group && row->endpoint && !row->endpoint->hidden && (row->methods & methods);
}

static const struct route *choose_row(const char *line, unsigned methods) {
    size_t count = 0;
    uint32_t hash = 2166136261U;
    const char *path = strchr(line, ' ');
    char word[8] = "";
    if (path && (size_t) (path - line) < sizeof word) memcpy(word, line, (size_t) (path - line));
    const enum http_method method = http_method_parse(word);
    for (const char *at = line; *at; at++) hash = (hash ^ (unsigned char) *at) * 16777619U;
    for (size_t i = 0; i < route_count; i++) {
        if (!is_target(&routes[i], methods)) continue;
        count++;
        if (path && (routes[i].methods & method) && strcmp(routes[i].path + PREFIX_SIZE, path + 1) == 0)
            return &routes[i];
    }
    size_t chosen = hash % count;
    for (size_t i = 0; i < route_count; i++)
        if (is_target(&routes[i], methods) && chosen-- == 0) return &routes[i];
    abort();
}

void fuzz_rest_begin(struct fuzz_rest *ret, const uint8_t *data, size_t size, unsigned methods) {
    open_site();
    *ret = (struct fuzz_rest){
        .request = {.app = &fuzz_site.app,
                    .path = "/wp-json/wp/v2/posts",
                    .raw_query = "",
                    .body = "",
                    .content_type = "",
                    .now = 1},
        .call = {.app = &fuzz_site.app, .settings = fuzz_site.settings},
    };
    struct arena *arena = &ret->request.arena;
    arena_init(arena);
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    const size_t line_size = end ? (size_t) (end - data) : 0;
    const char *line = arena_strndup(arena, (const char *) data, line_size);
    if (*line == '+') {
        static const struct user administrator = {.id = 1, .roles = USER_ROLE_BIT(ROLE_ADMINISTRATOR)};
        ret->call.actor.user = &administrator;
        line++;
    }
    const struct route *row = choose_row(line, methods);
    ret->request.route = row;
    ret->request.group_data = &ret->call;
    ret->call.endpoint = row->endpoint;
    for (unsigned method = HTTP_GET; method <= HTTP_DELETE && !ret->request.method; method <<= 1)
        if (row->methods & methods & method) ret->request.method = (enum http_method) method;
    size_t captures = 0;
    for (const char *at = strchr(row->path, '{'); at && captures < REQUEST_CAPTURES; at = strchr(at + 1, '{'))
        ret->request.captures[captures++] = "1";
    const size_t skipped = end ? line_size + 1 : 0;
    ret->rest_size = size - skipped;
    char *rest = arena_alloc(arena, ret->rest_size + 1);
    if (ret->rest_size) memcpy(rest, data + skipped, ret->rest_size);
    rest[ret->rest_size] = '\0';
    ret->rest = rest;
}

static void fail(const struct fuzz_rest *rest, const char *what, const char *name) {
    fprintf(stderr, "%s: %s: %s\n", rest->request.route->path, what, name);
    abort();
}

static void check_error(struct fuzz_rest *rest, const struct error *error) {
    if (error->status < 400 || error->status > 499 || !*error->code) fail(rest, "an error without code", error->code);
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 1 << 24);
    error_json_write(&out, error, NULL);
    json_error_t problem;
    json_t *read = json_loadb(out.data, out.size, 0, &problem);
    if (!read) fail(rest, "an error that is no JSON", problem.text);
    json_decref(read);
}

static void check_again(struct fuzz_rest *rest, const struct call_param *param) {
    const struct param *row = param->row;
    if (row->unchecked || row->check || row->sanitize || json_is_null(param->value)) return;
    json_t *again = param_sanitize_value(row, param->value);
    if (!json_equal(again, param->value)) fail(rest, "made fit twice it differs", param->name);
    json_decref(again);
}

// All getters on all names: a value of another type counts as absent.
static void read_all(struct fuzz_rest *rest) {
    struct request *request = &rest->request;
    for (size_t i = 0; i < rest->call.param_count; i++) {
        const char *name = rest->call.params[i].name;
        int64_t moment;
        rest_string(request, name);
        rest_integer(request, name, 0);
        rest_boolean(request, name, false);
        rest_ids(request, name);
        rest_texts(request, name);
        rest_raw(request, name);
        rest_filled(request, name);
        if (rest_moment(request, name, true, &moment)) rest_moment(request, name, false, &moment);
    }
    const struct text_list fields = rest_texts(request, "_fields");
    rest->call.fields = fields_parse(&request->arena, fields.items, fields.count);
    const struct fields *below;
    if (fields_have(rest->call.fields, "title", &below)) fields_have(below, "raw", &below);
}

void fuzz_rest_run(struct fuzz_rest *rest) {
    struct error error = {0};
    if (!call_collect(&rest->request, &error)) {
        check_error(rest, &error);
        return;
    }
    read_all(rest);
    if (!call_check(&rest->request, &error)) {
        check_error(rest, &error);
        return;
    }
    if (error_is_set(&error)) fail(rest, "accepted, but an error is set", error.code);
    read_all(rest);
    for (size_t i = 0; i < rest->call.param_count; i++)
        if (rest->call.params[i].row) check_again(rest, &rest->call.params[i]);
}

void fuzz_rest_end(struct fuzz_rest *rest) {
    for (size_t i = 0; i < rest->call.param_count; i++) json_decref(rest->call.params[i].value);
    arena_finish(&rest->request.arena);
}
