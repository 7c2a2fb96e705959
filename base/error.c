// error: see the header.
#include "base/error.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"

int error_set(struct error *error, int status, const char *code, const char *format, ...) {
    if (error->status) return error->status;
    error->status = status;
    snprintf(error->code, sizeof error->code, "%s", code);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return status;
}

void error_add_param(struct error *error, struct arena *arena, const char *name, const char *message,
                     const char *code) {
    struct error_param *param = arena_new(arena, struct error_param);
    param->name = arena_strdup(arena, name);
    param->message = arena_strdup(arena, message);
    param->code = code ? arena_strdup(arena, code) : NULL;
    struct error_param **end = &error->params;
    while (*end) end = &(*end)->next;
    *end = param;
}
