// parameters: the query parameters that pages know.
#pragma once

#include "server/http/route.h"

// The page group's `parameter` (server/http/route.h).
enum route_parameter page_parameter(const struct request *request, const char *name);
