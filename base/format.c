// format: one pass over the format, without the C library's stream set-up, which costs more than the bytes themselves:
// a page is some hundred short strings.
#include "base/format.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct target {
    char *out;
    size_t room;
    size_t size;  // of everything, also of what had no room
};

static void put(struct target *target, const char *bytes, size_t size) {
    if (target->size < target->room) {
        size_t left = target->room - target->size;
        memcpy(target->out + target->size, bytes, size < left ? size : left);
    }
    target->size += size;
}

static void put_number(struct target *target, unsigned long long rest, bool negative, char pad, size_t width) {
    char digits[64];
    char *at = digits + sizeof digits;
    do *--at = (char) ('0' + rest % 10);
    while ((rest /= 10) > 0);
    size_t size = (size_t) (digits + sizeof digits - at) + negative;
    if (negative && pad == '0') put(target, "-", 1);
    for (; size < width; width--) put(target, &pad, 1);
    if (negative && pad != '0') put(target, "-", 1);
    put(target, at, (size_t) (digits + sizeof digits - at));
}

enum length { LENGTH_INT, LENGTH_LONG, LENGTH_LONG_LONG, LENGTH_SIZE };

static enum length read_length(const char **at) {
    if (**at == 'z') {
        (*at)++;
        return LENGTH_SIZE;
    }
    int count = 0;
    for (; **at == 'l' && count < 2; count++) (*at)++;
    return count == 0 ? LENGTH_INT : count == 1 ? LENGTH_LONG : LENGTH_LONG_LONG;
}

// Left is what follows the conversion; false: not one of ours.
static bool convert(struct target *target, const char **left, va_list *arguments) {
    const char *at = *left;
    char pad = ' ';
    size_t width = 0;
    if (strncmp(at, ".*s", 3) == 0) {
        int size = va_arg(*arguments, int);
        const char *text = va_arg(*arguments, const char *);
        if (size < 0) return false;
        put(target, text, strnlen(text, (size_t) size));
        *left = at + 3;
        return true;
    }
    if (*at == '0') {
        pad = '0';
        at++;
    }
    for (; *at >= '0' && *at <= '9' && width < 100; at++) width = width * 10 + (size_t) (*at - '0');
    bool plain = pad == ' ' && width == 0;
    enum length length = read_length(&at);
    if (length == LENGTH_INT && plain && (*at == 's' || *at == 'c' || *at == '%')) {
        if (*at == 's') {
            const char *text = va_arg(*arguments, const char *);
            if (!text) return false;
            put(target, text, strlen(text));
        } else {
            char byte = *at == 'c' ? (char) va_arg(*arguments, int) : '%';
            put(target, &byte, 1);
        }
    } else if (*at == 'd' || *at == 'i') {
        long long number = length == LENGTH_INT    ? va_arg(*arguments, int)
                           : length == LENGTH_LONG ? va_arg(*arguments, long)
                           : length == LENGTH_SIZE ? va_arg(*arguments, ssize_t)
                                                   : va_arg(*arguments, long long);
        unsigned long long size = number < 0 ? 0ULL - (unsigned long long) number : (unsigned long long) number;
        put_number(target, size, number < 0, pad, width);
    } else if (*at == 'u') {
        unsigned long long number = length == LENGTH_INT    ? va_arg(*arguments, unsigned)
                                    : length == LENGTH_LONG ? va_arg(*arguments, unsigned long)
                                    : length == LENGTH_SIZE ? va_arg(*arguments, size_t)
                                                            : va_arg(*arguments, unsigned long long);
        put_number(target, number, false, pad, width);
    } else {
        return false;
    }
    *left = at + 1;
    return true;
}

int format_bytes(char *out, size_t room, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    struct target target = {.out = out, .room = room};
    bool known = true;
    for (const char *at = format; *at && known;) {
        size_t plain = strcspn(at, "%");
        put(&target, at, plain);
        at += plain;
        if (*at == '%') {
            at++;
            known = convert(&target, &at, &again);
        }
    }
    va_end(again);
    if (!known || target.size > (size_t) __INT_MAX__) return vsnprintf(out, room, format, arguments);
    if (room > 0) out[target.size < room ? target.size : room - 1] = '\0';
    return (int) target.size;
}
