// media limits: what an upload may be, so that a client refuses a file before it sends it.
#include "base/arena.h"
#include "base/error.h"
#include "server/media/file_type.h"
#include "server/media/image_sizes.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"

// What a form puts around its file: boundaries, the file's name, other fields.
enum { FORM_ROOM = 64 * 1024 };

static const struct param no_params[] = {{0}};
const struct rest_endpoint rest_media_limits_endpoint = {.params = no_params};

bool rest_media_may_upload(struct request *request, struct error *error) {
    if (rest_can(request, CAP_UPLOAD_FILES)) return true;
    error_set(error, rest_refused(request), "rest_cannot_create", "Sorry, you are not allowed to upload files.");
    return false;
}

// GET /wp-json/broadsheet/v1/media/limits. 200 with {"max_bytes", "max_pixels", "types": [{"ending", "mime"}]}; 401 or
// 403 rest_cannot_create.
int rest_media_limits(struct request *request, struct response *response) {
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_integer(&out, "max_bytes", REST_UPLOAD_MAX - FORM_ROOM);
    writer_member_integer(&out, "max_pixels", IMAGE_PIXELS_MOST);
    writer_key(&out, "types");
    writer_begin_array(&out);
    for (size_t i = 0; file_type_at(i); i++) {
        writer_begin_object(&out);
        writer_member_string(&out, "ending", file_type_at(i)->ending);
        writer_member_string(&out, "mime", file_type_at(i)->mime);
        writer_end_object(&out);
    }
    writer_end_array(&out);
    writer_end_object(&out);
    return 200;
}
