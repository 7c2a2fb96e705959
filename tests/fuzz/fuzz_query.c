// Query strings: decoded, put together as PHP does (a[]=1, a[0][b]=2), validated and made fit by the tables of the real
// endpoints; and the Link header of a list, which repeats them. Input: "GET /wp/v2/posts", a line break, the query.
#include <stdlib.h>
#include <string.h>

#include "server/rest/reply.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_rest.h"

enum { PAIRS_MOST = 1000 };

static void check_links(struct fuzz_rest *rest) {
    struct response response = {.file = -1};
    reply_pages(&rest->request, &response, 100, 2, 10);
    const char *link = response_header_value(&response, "Link");
    if (!link || strpbrk(link, "\r\n")) abort();
}

// Pair by pair, as http/ does, so that one which cannot be decoded costs only itself; and in one piece, as forms are.
static void read_query(struct request *request, const char *query, size_t size) {
    struct url_pairs whole;
    if (url_parse_query(&request->arena, query, size, PAIRS_MOST, &whole) && whole.count > PAIRS_MOST) abort();
    request->raw_query = query;
    request->query.items = arena_array(&request->arena, struct url_pair, PAIRS_MOST);
    while (*query && request->query.count < PAIRS_MOST) {
        const size_t pair_size = strcspn(query, "&");
        struct url_pairs pair = {0};
        if (url_parse_query(&request->arena, query, pair_size, 1, &pair) && pair.count == 1)
            request->query.items[request->query.count++] = pair.items[0];
        query += pair_size + (query[pair_size] == '&');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_rest rest;
    fuzz_rest_begin(&rest, data, size, HTTP_GET);
    // Bytes that a request line cannot carry never arrive.
    bool printable = true;
    for (size_t i = 0; i < rest.rest_size; i++)
        printable = printable && (unsigned char) rest.rest[i] > ' ' && rest.rest[i] != 0x7f;
    if (printable) {
        read_query(&rest.request, rest.rest, rest.rest_size);
        fuzz_rest_run(&rest);
        check_links(&rest);
    }
    fuzz_rest_end(&rest);
    return 0;
}
