// multipart: see the header. Strict: what a browser would not send is refused, so that no two readers of one body can
// differ about its fields.
#include "server/http/multipart.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/utf8.h"

struct part {
    const char *name;
    const char *file_name;  // NULL: a field
    const char *content_type;
};

// A parameter of a header value ("name" in `form-data; name="a"`), its quotes removed. NULL when absent or malformed.
static char *parameter(struct arena *arena, const char *value, const char *name) {
    const size_t name_size = strlen(name);
    const char *at = value + strcspn(value, ";");
    while (*at == ';') {
        at += 1 + strspn(at + 1, " \t");
        const size_t size = strcspn(at, "=;");
        if (at[size] != '=') return NULL;
        const bool wanted = size == name_size && strncasecmp(at, name, size) == 0;
        at += size + 1;
        const char *start = at, *end;
        if (*at == '"') {
            start = ++at;
            while (*at && *at != '"') at += *at == '\\' && at[1] ? 2 : 1;
            if (*at != '"') return NULL;
            end = at++;
        } else {
            at += strcspn(at, "; \t");
            end = at;
        }
        if (wanted) return arena_strndup(arena, start, (size_t) (end - start));
        at += strspn(at, " \t");
    }
    return NULL;
}

bool multipart_boundary(const char *content_type, char ret[MULTIPART_BOUNDARY_MAX + 1]) {
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'()+_,-./:=? ";
    struct arena arena;
    arena_init(&arena);
    const char *boundary = parameter(&arena, content_type, "boundary");
    const size_t size = boundary ? strlen(boundary) : 0;
    const bool good =
        size > 0 && size <= MULTIPART_BOUNDARY_MAX && strspn(boundary, allowed) == size && boundary[size - 1] != ' ';
    if (good) memcpy(ret, boundary, size + 1);
    arena_finish(&arena);
    return good;
}

// Browsers write quotes and line ends of a name as %22, %0D and %0A, and nothing else so.
static void decode_name(char *name) {
    char *out = name;
    for (const char *at = name; *at;) {
        static const struct {
            const char *code;
            char byte;
        } codes[] = {{"%22", '"'}, {"%0D", '\r'}, {"%0A", '\n'}};
        size_t size = 1;
        char byte = *at;
        for (size_t i = 0; i < sizeof codes / sizeof *codes && *at == '%'; i++) {
            if (strncasecmp(at, codes[i].code, 3) != 0) continue;
            byte = codes[i].byte;
            size = 3;
        }
        *out++ = byte;
        at += size;
    }
    *out = '\0';
}

static bool read_disposition(struct arena *arena, const char *value, struct part *part) {
    if (part->name || strncasecmp(value, "form-data", 9) != 0 || (value[9] && value[9] != ';')) return false;
    char *name = parameter(arena, value, "name");
    if (!name || !*name) return false;
    decode_name(name);
    part->name = name;
    char *file = parameter(arena, value, "filename");
    if (file) decode_name(file);
    // Browsers send the plain one; the coded one alone names a file without saying how it is called.
    part->file_name = file ? file : parameter(arena, value, "filename*") ? "" : NULL;
    return true;
}

// One header line of a part, without its CRLF.
static bool read_header(struct arena *arena, const char *line, size_t size, struct part *part) {
    if (memchr(line, '\0', size) || memchr(line, '\r', size) || memchr(line, '\n', size)) return false;
    if (!utf8_valid(line, size)) return false;
    const char *text = arena_strndup(arena, line, size);
    const size_t name_size = strcspn(text, ":");
    if (name_size == 0 || text[name_size] != ':') return false;
    const char *value = text + name_size + 1 + strspn(text + name_size + 1, " \t");
    if (name_size == 19 && strncasecmp(text, "Content-Disposition", 19) == 0)
        return read_disposition(arena, value, part);
    if (name_size == 12 && strncasecmp(text, "Content-Type", 12) == 0) part->content_type = value;
    if (name_size == 25 && strncasecmp(text, "Content-Transfer-Encoding", 25) == 0)
        return strcasecmp(value, "7bit") == 0 || strcasecmp(value, "8bit") == 0 || strcasecmp(value, "binary") == 0;
    return true;
}

// Headers up to and with the empty line. Returns where the part's data begins; NULL: malformed.
static const char *read_headers(struct arena *arena, const char *at, const char *end, struct part *part) {
    const char *start = at;
    for (;;) {
        const char *stop = memmem(at, (size_t) (end - at), "\r\n", 2);
        if (!stop || stop - start > MULTIPART_HEADERS_MAX) return NULL;
        if (stop == at) return part->name ? stop + 2 : NULL;
        if (!read_header(arena, at, (size_t) (stop - at), part)) return NULL;
        at = stop + 2;
    }
}

static bool add_field(struct arena *arena, struct url_pairs *pairs, const struct part *part, const char *data,
                      size_t size) {
    if (memchr(data, '\0', size) || !utf8_valid(data, size)) return false;
    pairs->items[pairs->count++] =
        (struct url_pair){.name = part->name, .value = arena_strndup(arena, data, size), .value_size = size};
    return true;
}

// What follows a delimiter: blanks and CRLF begin a part, "--" ends the body. NULL: neither.
static const char *after_delimiter(const char *at, const char *end, bool *ret_last) {
    *ret_last = end - at >= 2 && at[0] == '-' && at[1] == '-';
    if (*ret_last) return at + 2;
    while (at < end && (*at == ' ' || *at == '\t')) at++;
    return end - at >= 2 && at[0] == '\r' && at[1] == '\n' ? at + 2 : NULL;
}

bool multipart_parse_files(struct arena *arena, const char *boundary, const char *body, size_t size, size_t most,
                           struct url_pairs *ret, struct multipart_files *ret_files) {
    const char *end = body + size;
    char delimiter[MULTIPART_BOUNDARY_MAX + 5] = "\r\n--";
    const size_t delimiter_size = 4 + strlen(boundary);
    memcpy(delimiter + 4, boundary, delimiter_size - 4);
    // The first delimiter needs no line end before it, and nothing else may stand there.
    if (size < delimiter_size - 2 || memcmp(body, delimiter + 2, delimiter_size - 2) != 0) return false;

    struct url_pairs pairs = {.items = arena_array(arena, struct url_pair, MULTIPART_PARTS_MAX)};
    struct multipart_files files = {.items = arena_array(arena, struct multipart_file, MULTIPART_PARTS_MAX)};
    size_t held = 0;
    bool last = false;
    const char *at = after_delimiter(body + delimiter_size - 2, end, &last);
    for (size_t parts = 0; at && !last; parts++) {
        struct part part = {0};
        if (parts == MULTIPART_PARTS_MAX) return false;
        const char *data = read_headers(arena, at, end, &part);
        if (!data) return false;
        const char *stop = memmem(data, (size_t) (end - data), delimiter, delimiter_size);
        if (!stop) return false;
        const size_t part_size = (size_t) (stop - data);
        if (part.file_name) {
            files.items[files.count++] = (struct multipart_file){
                .field = part.name,
                .name = part.file_name,
                .content_type = part.content_type ? part.content_type : "",
                .offset = (size_t) (data - body),
                .size = part_size,
            };
        } else if (part_size > most - held || !add_field(arena, &pairs, &part, data, part_size)) {
            return false;
        } else {
            held += part_size;
        }
        at = after_delimiter(stop + delimiter_size, end, &last);
    }
    if (!at) return false;
    *ret = pairs;
    if (ret_files) *ret_files = files;
    return true;
}

bool multipart_parse(struct arena *arena, const char *boundary, const char *body, size_t size, struct url_pairs *ret) {
    return multipart_parse_files(arena, boundary, body, size, size, ret, NULL);
}
