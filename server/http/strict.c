// strict: see the header. Each refusal stands for a way of smuggling a request that has been used somewhere.
#include "server/http/strict.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "server/http/request.h"
#include "server/http/target.h"

static bool is_token(const char *text, size_t size) {
    static const char others[] = "!#$%&'*+-.^_`|~";
    for (size_t i = 0; i < size; i++) {
        const char byte = text[i];
        const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        if (!letter && !(byte >= '0' && byte <= '9') && (!byte || !strchr(others, byte))) return false;
    }
    return size > 0;
}

static bool is_value(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (((unsigned char) text[i] < 0x20 && text[i] != '\t') || text[i] == 0x7f) return false;
    return true;
}

// A name or an address, with or without a port; nothing that could be read as more than that.
static bool is_host(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (text[i] <= 0x20 || text[i] >= 0x7f || strchr("/\\@?#\"<>^`{|}", text[i])) return false;
    return size > 0;
}

// Blanks before CRLF belong to no value (RFC 9110, section 5.5). Framing headers are read without this mercy, since
// libmicrohttpd does not show it to them either.
static size_t trimmed(const struct strict_header *header) {
    size_t size = header->value_size;
    while (size > 0 && (header->value[size - 1] == ' ' || header->value[size - 1] == '\t')) size--;
    return size;
}

static bool is_named(const struct strict_header *header, const char *name) {
    return header->name_size == strlen(name) && strncasecmp(header->name, name, header->name_size) == 0;
}

static bool has_value(const struct strict_header *header, const char *value) {
    return header->value_size == strlen(value) && strncasecmp(header->value, value, header->value_size) == 0;
}

bool strict_is_exact(const struct strict_head *head) {
    enum { CRLF = 2 };
    if (head->target != head->method + strlen(head->method) + 1) return false;
    if (head->version != head->target + head->target_size + 1) return false;
    const char *cursor = head->version + strlen(head->version) + CRLF;
    for (size_t i = 0; i < head->header_count; i++) {
        const struct strict_header *header = &head->headers[i];
        if (header->name != cursor || header->value < cursor + header->name_size + 1) return false;
        cursor = header->value + header->value_size + CRLF;
    }
    return cursor + CRLF == head->method + head->size;
}

bool strict_length(const char *value, uint64_t *ret) {
    uint64_t length = 0;
    const char *at = value;
    for (; *at >= '0' && *at <= '9'; at++) {
        if (length > (UINT64_C(1) << 62) / 10) return false;
        length = length * 10 + (uint64_t) (*at - '0');
    }
    *ret = length;
    return at > value && *at == '\0';
}

static bool refuse(struct error *error, int status, const char *message) {
    static const struct {
        int status;
        const char *code;
    } codes[] = {
        {414, "uri_too_long"}, {417, "expectation_failed"}, {431, "headers_too_large"}, {501, "unknown_method"}};
    const char *code = "bad_request";
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i].status == status) code = codes[i].code;
    error_set(error, status, code, "%s", message);
    return false;
}

static bool check_line(const struct strict_head *head, struct error *error) {
    if (!is_token(head->method, strlen(head->method))) return refuse(error, 400, "The request line is malformed.");
    if (*head->target != '/') return refuse(error, 400, "The request's target is malformed.");
    if (!http_method_parse(head->method)) return refuse(error, 501, "The request's method is not known here.");
    return true;
}

struct counts {
    const struct strict_header *length, *coding;
    unsigned hosts;
};

static bool check_header(const struct strict_header *header, struct counts *counts, struct error *error) {
    static const char coding[] = "Transfer-Encoding";
    if (!is_token(header->name, header->name_size) || !is_value(header->value, header->value_size))
        return refuse(error, 400, "A header of the request is malformed.");
    if (is_named(header, "Content-Length")) {
        if (counts->length) return refuse(error, 400, "The request has two lengths.");
        counts->length = header;
    } else if (header->name_size >= sizeof coding - 1 && strncasecmp(header->name, coding, sizeof coding - 1) == 0) {
        if (counts->coding || header->name_size != sizeof coding - 1 || !has_value(header, "chunked"))
            return refuse(error, 400, "The request's transfer coding is not known here.");
        counts->coding = header;
    } else if (is_named(header, "Host")) {
        if (counts->hosts++ > 0 || !is_host(header->value, trimmed(header)))
            return refuse(error, 400, "The request's Host is malformed.");
    } else if (is_named(header, "Expect")) {
        const struct strict_header bare = {.value = header->value, .value_size = trimmed(header)};
        if (!has_value(&bare, "100-continue")) return refuse(error, 417, "The request expects what is not known here.");
    }
    return true;
}

static bool check_body(const struct strict_head *head, const struct counts *counts, struct strict_body *ret,
                       struct error *error) {
    struct strict_body body = {.chunked = counts->coding != NULL};
    if (counts->length && !strict_length(counts->length->value, &body.length))
        return refuse(error, 400, "The request's length is malformed.");
    if (counts->length && counts->coding) return refuse(error, 400, "The request has two lengths.");
    if (body.chunked && strcmp(head->version, "HTTP/1.0") == 0)
        return refuse(error, 400, "The request's transfer coding is not known here.");
    const bool reads = strcmp(head->method, "GET") == 0 || strcmp(head->method, "HEAD") == 0;
    if (reads && (body.chunked || body.length > 0)) return refuse(error, 400, "A reading request has no body.");
    *ret = body;
    return true;
}

bool strict_check(const struct strict_head *head, size_t header_bytes, struct strict_body *ret, struct error *error) {
    if (head->target_size > TARGET_MAX) return refuse(error, 414, "The request's address is too long.");
    if (head->size > header_bytes || head->header_count > STRICT_HEADERS_MAX)
        return refuse(error, 431, "The request's headers are too large.");
    if (!strict_is_exact(head)) return refuse(error, 400, "The request is malformed.");
    if (!check_line(head, error)) return false;
    struct counts counts = {0};
    for (size_t i = 0; i < head->header_count; i++)
        if (!check_header(&head->headers[i], &counts, error)) return false;
    if (counts.hosts == 0 && strcmp(head->version, "HTTP/1.0") != 0)
        return refuse(error, 400, "The request has no Host.");
    return check_body(head, &counts, ret, error);
}
