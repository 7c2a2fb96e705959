// curl_library: see the header. Loaded once, and never unloaded.
#include "server/mail/curl_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct curl_library functions;
static bool loaded;

static bool find(void *library, const char *name, void *ret_function) {
    void *symbol = dlsym(library, name);
    memcpy(ret_function, &symbol, sizeof symbol);
    return symbol != NULL;
}

static void load(void) {
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
    bool whole = true;
#define CURL_FIND(name) whole = find(library, #name, &functions.name) && whole;
    CURL_FUNCTIONS(CURL_FIND)
#undef CURL_FIND
    loaded = whole && functions.curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

const struct curl_library *curl_library(void) {
    pthread_once(&once, load);
    return loaded ? &functions : NULL;
}
