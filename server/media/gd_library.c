// gd_library: see the header. Loaded once, and never unloaded.
#include "server/media/gd_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct gd_library functions;
static bool loaded;

static void say_nothing(int priority, const char *format, va_list arguments) {
    (void) priority;
    (void) format;
    (void) arguments;
}

static bool find(void *library, const char *name, void *ret_function) {
    void *symbol = dlsym(library, name);
    memcpy(ret_function, &symbol, sizeof symbol);
    return symbol != NULL;
}

static void load(void) {
    void *library = dlopen("libgd.so.3", RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
    bool whole = true;
#define GD_FIND(name) whole = find(library, #name, &functions.name) && whole;
    GD_FUNCTIONS(GD_FIND)
#undef GD_FIND
    if (whole) functions.gdSetErrorMethod(say_nothing);
    loaded = whole;
}

const struct gd_library *gd_library(void) {
    pthread_once(&once, load);
    return loaded ? &functions : NULL;
}
