// form: the fields of a request's body, urlencoded or multipart.
#include <string.h>

#include "base/error.h"
#include "server/http/multipart.h"
#include "server/http/request.h"

enum { FORM_FIELDS_MAX = MULTIPART_PARTS_MAX };

static bool malformed(struct error *error) {
    error_set(error, 400, "bad_form", "The form's data is malformed.");
    return false;
}

bool request_form(struct request *request, struct url_pairs *ret, struct error *error) {
    const char *type = request->content_type;
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
