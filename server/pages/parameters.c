// parameters: the query parameters that pages know. A page is kept for each value of these; a handler of a row with
// CACHE_PAGE sees no others.
#include "server/pages/parameters.h"

#include <string.h>

enum route_parameter page_parameter(const struct request *request, const char *name) {
    (void) request;
    static const char *const known[] = {
        "p",   "page_id", "attachment_id", "name",  "pagename", "cat",       "category_name", "tag",  "author",
        "s",   "m",       "author_name",   "year",  "monthnum", "day",       "paged",         "page", "feed",
        "rsd", "cpage",   "withcomments",  "order", "orderby",  "replytocom"};
    static const char *const personal[] = {"preview",     "preview_id", "preview_nonce",  "preview_token",
                                           "editcomment", "unapproved", "moderation-hash"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i], name) == 0) return PARAMETER_KNOWN;
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++)
        if (strcmp(personal[i], name) == 0) return PARAMETER_PERSONAL;
    return PARAMETER_FOREIGN;
}
