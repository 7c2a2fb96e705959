// oembed: an error of /oembed/1.0/embed in the form that was asked for.
#pragma once

#include <stdbool.h>

struct request;
struct response;

// As XML, where the request is one for that route with format=xml (WordPress's _oembed_rest_pre_serve_request()).
// False: it is not, and nothing was written.
bool oembed_render_error(struct request *request, struct response *response);
