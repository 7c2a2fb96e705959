// piece: see the header.
#include "server/transfer/piece.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const char *piece_text(const json_t *object, const char *name) {
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

int64_t piece_integer(const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);
    if (json_is_integer(value)) return json_integer_value(value);
    if (json_is_boolean(value)) return json_is_true(value);
    const char *text = json_string_value(value);
    if (!text) return 0;
    char *end;
    errno = 0;
    const long long number = strtoll(text, &end, 10);
    end += strspn(end, " \t\r\n");
    return errno == 0 && *end == '\0' ? number : 0;
}

void piece_put(json_t *object, const char *name, const char *text) {
    if (text) json_object_set_new_nocheck(object, name, json_string(text));
}
