// upload: the files of media. Whatever they hold, a browser takes it for what the table says, and runs nothing.
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/http/static_file.h"
#include "server/media/file_type.h"
#include "server/media/uploads.h"
#include "server/pages/context.h"
#include "server/pages/handlers.h"
#include "server/pages/moved.h"
#include "server/rules/app.h"

// What is not here may be known by another name.
static int serve_moved(struct request *request, struct response *response, const char *path) {
    PAGE_CONTEXT page = {0};
    const int status = page_context_open(request, response, &page) ? moved_serve_upload(&page, path) : 0;
    return status != 0 ? status : error_set(&response->error, 404, "not_found", "There is no such file.");
}

int page_upload(struct request *request, struct response *response) {
    const struct app *app = request->app;
    const char *path = request->captures[0];
    const struct file_type *type = file_type_of_name(path);
    struct static_file file;
    if (!app->uploads || !type || !static_file_open(uploads_directory(app->uploads), path, &file))
        return serve_moved(request, response, path);
    response->file = file.fd;
    response->file_modified = file.modified;
    response->content_type = type->served_as;
    response_set_header(request, response, "ETag",
                        arena_printf(&request->arena, "\"%llx%06llx-%llx\"", (unsigned long long) file.modified,
                                     (unsigned long long) file.modified_ns / 64, (unsigned long long) file.size));
    // A file never changes under its name, but may go.
    response_set_header(request, response, "Cache-Control", "public, max-age=86400");
    response_set_header(request, response, "Content-Security-Policy", "sandbox; default-src 'none'");
    if (!type->opens) response_set_header(request, response, "Content-Disposition", "attachment");
    return 200;
}
