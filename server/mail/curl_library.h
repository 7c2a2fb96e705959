// curl_library: libcurl, loaded when the first letter is sent.
//
// It brings thirty libraries, from Kerberos to RTMP, that a site without a mail server shall not pay for.
#pragma once

#include <curl/curl.h>

// curl_easy_setopt and curl_easy_getinfo are macros too, which check types; in the struct they stand without them.
#undef curl_easy_setopt
#undef curl_easy_getinfo

// clang-format off
#define CURL_FUNCTIONS(X) \
    X(curl_easy_cleanup) X(curl_easy_getinfo) X(curl_easy_init) X(curl_easy_perform) X(curl_easy_setopt) \
    X(curl_easy_strerror) X(curl_global_init) X(curl_slist_append) X(curl_slist_free_all)
// clang-format on

struct curl_library {
#define CURL_POINTER(name) __typeof__(&name) name;
    CURL_FUNCTIONS(CURL_POINTER)
#undef CURL_POINTER
};

// The library's functions under their own names; NULL when it is not on this machine. Thread-safe.
const struct curl_library *curl_library(void);
