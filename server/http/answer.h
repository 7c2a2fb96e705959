// answer: a response as it goes out: common headers added, validators compared, compressed, cut to a range.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/http/request.h"
#include "server/http/response.h"

struct answer {
    int status;
    const struct response_header *headers;  // in the request's arena; without Content-Length, Date and Connection
    char *owned;                            // malloc'ed body; NULL: `data` belongs to somebody else
    const void *data;
    uint64_t size;
    int file;  // -1, or what is sent from `offset` on instead of `data`
    uint64_t offset;
};

// Takes body and file from the response. The request's hooks have run.
void answer_build(struct request *request, struct response *response, struct answer *ret);
// Its two halves: what is the same for all who ask for this, and what depends on their validators and codings.
void answer_draft(struct request *request, struct response *response, struct answer *ret);
void answer_fit(struct request *request, struct response *response, struct answer *answer);
// Frees what was not handed on.
void answer_finish(struct answer *answer);

// The headers of every answer, for those that come from no route.
extern const struct response_header answer_common_headers[];
extern const size_t answer_common_header_count;

// Does a list of ETags ("a", W/"b", or *) hold this one? Returns the one that matched, as in the list, in the arena;
// variants of one body by content coding count as the same. NULL: none.
const char *answer_match_etag(struct arena *arena, const char *list, const char *etag);

// The same for If-Match: weak ones never match.
bool answer_etag_listed(struct arena *arena, const char *list, const char *etag);

enum range_kind { RANGE_NONE, RANGE_PART, RANGE_WRONG };
// A Range header for a body of `size` bytes. One range only: of several the whole is sent (RANGE_NONE).
enum range_kind answer_parse_range(const char *range, uint64_t size, uint64_t *ret_first, uint64_t *ret_last);
