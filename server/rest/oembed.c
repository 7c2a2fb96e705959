// oembed: /oembed/1.0/embed: what another site shows where it links to an article or a page of this one (WordPress's
// WP_oEmbed_Controller and get_oembed_response_data()).
//
// Unlike WordPress's, the mark-up is a quotation with a link and nothing else: no script and no frame.
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "db/store.h"
#include "db/user.h"
#include "server/rest/call.h"
#include "server/rest/endpoint.h"
#include "server/rest/error_json.h"
#include "server/rest/fields.h"
#include "server/rest/handlers.h"
#include "server/rest/oembed.h"
#include "server/rest/param_value.h"
#include "server/rest/reply.h"
#include "server/rules/permalink.h"
#include "server/text/escape.h"
#include "server/text/xml.h"

enum { WIDTH_LEAST = 200, WIDTH_MOST = 600, HEIGHT_LEAST = 200 };

// wp_oembed_ensure_format(): what is not xml is json.
static json_t *sanitize_format(struct request *request, const struct param *param, json_t *value, struct error *error) {
    (void) request;
    (void) param;
    (void) error;
    const char *format = json_string_value(value);
    return json_string(format && strcmp(format, "xml") == 0 ? "xml" : "json");
}

// absint()
static json_t *sanitize_width(struct request *request, const struct param *param, json_t *value, struct error *error) {
    (void) request;
    (void) param;
    (void) error;
    int64_t width = 0;
    if (!value_integer(value, &width) || width == INT64_MIN) return json_integer(0);
    return json_integer(width < 0 ? -width : width);
}

static const struct param namespace_params[] = {
    {.name = "namespace", .types = PARAM_STRING, .default_json = "\"oembed/1.0\""},
    PARAM_ROW_CONTEXT,
    {0},
};
static const struct param params[] = {
    {.name = "url",
     .description = "The URL of the resource for which to fetch oEmbed data.",
     .types = PARAM_STRING,
     .format = FORMAT_URI,
     .required = true,
     .late = true},
    {.name = "format", .unchecked = true, .default_json = "\"json\"", .sanitize = sanitize_format},
    {.name = "maxwidth", .unchecked = true, .default_json = "600", .sanitize = sanitize_width},
    {0},
};
const struct rest_endpoint rest_oembed_namespace_endpoint = {.params = namespace_params};
const struct rest_endpoint rest_oembed_endpoint = {.params = params};

// Behind the scheme and "www.", neither of which tells sites apart here.
static const char *bare(const char *url) {
    if (strncasecmp(url, "http://", 7) == 0)
        url += 7;
    else if (strncasecmp(url, "https://", 8) == 0)
        url += 8;
    return strncasecmp(url, "www.", 4) == 0 ? url + 4 : url;
}

// The path of an address of this site, decoded; NULL for any other address. *ret_query: coded, "" when there is none.
static const char *path_of(struct arena *arena, const struct settings *settings, const char *url,
                           const char **ret_query) {
    const char *home = bare(settings->home), *at = bare(url);
    const size_t size = strlen(home), path_size = strlen(settings->home_path);
    if (strncasecmp(at, home, size) != 0 || (at[size] && !strchr("/?#", at[size]))) return NULL;
    at += size - path_size;
    const size_t coded = strcspn(at, "?#");
    const char *query = at + coded;
    *ret_query = *query == '?' ? arena_strndup(arena, query + 1, strcspn(query + 1, "#")) : "";
    const char *path = url_decode(arena, at, coded, false);
    return path && !*path ? "/" : path;
}

// url_to_postid() and the test of get_oembed_response_data(). DB_NOT_FOUND: nothing that everybody may read.
static enum db_result find_post(struct request *request, struct db *db, const char *url, struct post *ret) {
    struct arena *arena = &request->arena;
    const struct settings *settings = rest_settings(request);
    // The second round is for what has moved: an old slug, a slash that is missing.
    for (int round = 0; url && round < 2; round++) {
        struct permalink_target target = {0};
        const char *query = "", *path = path_of(arena, settings, url, &query);
        if (!path) return DB_NOT_FOUND;
        enum db_result result = permalink_resolve(db, arena, settings, path, query, &target);
        if (result != DB_OK) return result;
        url = target.kind == PERMALINK_REDIRECT ? target.location : NULL;
        if (url) continue;
        const bool front_page = target.kind == PERMALINK_FRONT && target.id;
        if (target.kind != PERMALINK_POST && target.kind != PERMALINK_PAGE && !front_page) return DB_NOT_FOUND;
        result = post_get(db, arena, target.id, ret);
        if (result != DB_OK) return result;
        const bool shown = ret->type == POST_TYPE_POST || ret->type == POST_TYPE_PAGE;
        return shown && ret->status == POST_PUBLISH ? DB_OK : DB_NOT_FOUND;
    }
    return DB_NOT_FOUND;
}

struct oembed {
    const char *provider_name, *provider_url, *author_name, *author_url, *title, *html;
    int64_t width, height;
};

static const char *html_of(struct arena *arena, const char *url, const char *title) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    strbuf_adds(&out, "<blockquote class=\"wp-embedded-content\"><a href=\"");
    escape_html(&out, url);
    strbuf_addf(&out, "\">%s</a></blockquote>", title);
    return arena_strndup(arena, out.data, out.size);
}

static enum db_result describe(struct request *request, struct db *db, const struct post *post, struct oembed *ret) {
    struct arena *arena = &request->arena;
    const struct settings *settings = rest_settings(request);
    const char *title = post->title_html;
    if (*post->password) title = arena_printf(arena, "Protected: %s", title);
    int64_t width = rest_integer(request, "maxwidth", WIDTH_MOST);
    width = width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width;
    const int64_t height = (width * 9 + 15) / 16;
    *ret = (struct oembed){
        .provider_name = settings->blogname,
        .provider_url = settings->home,
        .author_name = settings->blogname,
        .author_url = settings->home,
        .title = title,
        .html = html_of(arena, permalink_of_post(db, arena, settings, post), *title ? title : "(no title)"),
        .width = width,
        .height = height < HEIGHT_LEAST ? HEIGHT_LEAST : height,
    };
    struct user author;
    enum db_result result = post->author ? user_get(db, arena, post->author, &author) : DB_NOT_FOUND;
    if (result == DB_OK) {
        ret->author_name = author.display_name;
        ret->author_url = permalink_of_author(arena, settings, &author);
    }
    return result == DB_NOT_FOUND ? DB_OK : result;
}

// One member in either form.
struct member {
    const char *name, *text;  // text NULL: the number
    int64_t number;
};

static const char xml_content_type[] = "text/xml; charset=UTF-8";

static void write_xml(struct response *response, const struct member *members, size_t count) {
    struct xml xml;
    response->content_type = xml_content_type;
    xml_init(&xml, &response->body);
    xml_begin(&xml, "oembed");
    for (size_t i = 0; i < count; i++) {
        if (members[i].text)
            xml_element(&xml, members[i].name, members[i].text);
        else
            xml_element_integer(&xml, members[i].name, members[i].number);
    }
    xml_end(&xml);
}

// _oembed_create_xml(): members are elements, those of lists are called "oembed". How deep is an error's own matter.
static void write_xml_value(struct xml *xml, const char *name, json_t *value) {
    json_t *member;
    const char *key;
    size_t index;
    xml_begin(xml, name);
    if (json_is_string(value)) {
        xml_text(xml, json_string_value(value));
    } else if (json_is_integer(value)) {
        xml_text_integer(xml, json_integer_value(value));
    } else if (json_is_array(value)) {
        json_array_foreach(value, index, member) write_xml_value(xml, "oembed", member);
    } else {
        json_object_foreach(value, key, member) write_xml_value(xml, key, member);
    }
    xml_end(xml);
}

bool oembed_render_error(struct request *request, struct response *response) {
    const char *format = request_query(request, "format");
    const struct route *route = request->route;
    if (!route || route->endpoint != &rest_oembed_endpoint || request->parent) return false;
    if (request->method != HTTP_GET || !format || strcmp(format, "xml") != 0) return false;
    STRBUF_CLEAN struct strbuf text;
    strbuf_init(&text, 0);
    error_json_write(&text, &response->error, NULL);
    json_t *error = strbuf_failed(&text) ? NULL : json_loadb(text.data, text.size, 0, NULL);
    if (!error) return false;
    struct xml xml;
    xml_init(&xml, &response->body);
    write_xml_value(&xml, "oembed", error);
    json_decref(error);
    response->content_type = xml_content_type;
    return true;
}

static void write_json(struct request *request, struct response *response, const struct member *members, size_t count) {
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    for (size_t i = 0; i < count; i++) {
        if (members[i].text)
            writer_member_string(&out, members[i].name, members[i].text);
        else
            writer_member_integer(&out, members[i].name, members[i].number);
    }
    writer_end_object(&out);
}

// GET /oembed/1.0/embed?url=...: 200; 404 oembed_invalid_url for what is not an article or page that all may read
int rest_oembed(struct request *request, struct response *response) {
    const char *url = rest_string(request, "url");
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    if (!db) return rest_db_failed(&response->error, DB_ERROR);
    struct post post;
    struct oembed data;
    enum db_result result = find_post(request, db, url ? url : "", &post);
    if (result == DB_OK) result = describe(request, db, &post, &data);
    if (result == DB_NOT_FOUND) return error_set(&response->error, 404, "oembed_invalid_url", "Not Found");
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    const struct member all[] = {
        {"version", "1.0", 0},
        {"provider_name", data.provider_name, 0},
        {"provider_url", data.provider_url, 0},
        {"author_name", data.author_name, 0},
        {"author_url", data.author_url, 0},
        {"title", data.title, 0},
        {"type", "rich", 0},
        {"width", NULL, data.width},
        {"height", NULL, data.height},
        {"html", data.html, 0},
    };
    struct member members[sizeof all / sizeof *all];
    const struct fields *below;
    size_t count = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (fields_have(rest_fields(request), all[i].name, &below)) members[count++] = all[i];
    if (rest_is(request, "format", "xml"))
        write_xml(response, members, count);
    else
        write_json(request, response, members, count);
    return 200;
}
