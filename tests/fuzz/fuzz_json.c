// JSON bodies: read, validated and made fit by the tables of the real endpoints. Input: "POST /wp/v2/posts", a line
// break, the body.
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_rest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_rest rest;
    fuzz_rest_begin(&rest, data, size, HTTP_POST | HTTP_PUT | HTTP_PATCH | HTTP_DELETE);
    rest.request.content_type = "application/json";
    rest.request.body = rest.rest;
    rest.request.body_size = rest.rest_size;
    fuzz_rest_run(&rest);
    fuzz_rest_end(&rest);
    return 0;
}
