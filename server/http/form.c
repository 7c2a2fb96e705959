// form: the fields of a request's body, urlencoded or multipart.
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "server/http/multipart.h"
#include "server/http/request.h"
#include "server/http/spool.h"

enum { FORM_FIELDS_MAX = MULTIPART_PARTS_MAX, SPOOLED_FIELDS_MAX = 1024 * 1024 };

static bool malformed(struct error *error) {
    error_set(error, 400, "bad_form", "The form's data is malformed.");
    return false;
}

// Only the fields leave the file.
static bool read_spooled(struct request *request, struct url_pairs *ret) {
    SPOOL_VIEW view = {0};
    char boundary[MULTIPART_BOUNDARY_MAX + 1];
    const char *header = request_header(request, "Content-Type");
    struct multipart_files files = {0};
    if (!header || !multipart_boundary(header, boundary) || !spool_map(request->body_file, &view)) return false;
    if (!multipart_parse_files(&request->arena, boundary, view.bytes, view.size, SPOOLED_FIELDS_MAX, ret, &files))
        return false;
    struct request_file *kept = arena_array(&request->arena, struct request_file, files.count + 1);
    for (size_t i = 0; i < files.count; i++)
        kept[i] = (struct request_file){.field = files.items[i].field,
                                        .name = files.items[i].name,
                                        .content_type = files.items[i].content_type,
                                        .offset = files.items[i].offset,
                                        .size = files.items[i].size};
    request->files = kept;
    request->file_count = files.count;
    return true;
}

bool request_form(struct request *request, struct url_pairs *ret, struct error *error) {
    const char *type = request->content_type;
    if (request->body_file >= 0 && strcmp(type, "multipart/form-data") == 0)
        return read_spooled(request, ret) || malformed(error);
    // What is spooled is a file, whatever else its type says.
    if (request->body_file >= 0) return true;
    if (strcmp(type, "application/x-www-form-urlencoded") == 0)
        return url_parse_query(&request->arena, request->body, request->body_size, FORM_FIELDS_MAX, ret) ||
               malformed(error);
    if (strcmp(type, "multipart/form-data") == 0) {
        char boundary[MULTIPART_BOUNDARY_MAX + 1];
        const char *header = request_header(request, "Content-Type");
        return (header && multipart_boundary(header, boundary) &&
                multipart_parse(&request->arena, boundary, request->body, request->body_size, ret)) ||
               malformed(error);
    }
    error_set(error, 415, "unsupported_media_type", "The form must be sent as a form.");
    return false;
}
