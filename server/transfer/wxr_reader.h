// wxr reader: WordPress's export file as a stream of JSON objects, in memory that does not grow with the file.
//
// Every value is a string, as in the file; names are those of server/transfer/piece.h. DTDs and entities of
// the file's own are refused, and so is nesting without end; a thing that holds more than the limits is left out whole,
// with a note.
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct error;

enum {
    WXR_TEXT_MAX = 8 << 20,    // bytes of one value
    WXR_THING_MAX = 24 << 20,  // of an article with all its comments
    WXR_DEPTH_MAX = 32,
    WXR_TOKEN_MAX = 8 << 20,  // a tag or a comment of XML
};

enum wxr_thing { WXR_SITE, WXR_AUTHOR, WXR_TERM, WXR_ITEM };

struct wxr_receiver {
    void *context;
    // The object is the reader's. The site comes first, exactly once. False: the reading ends (the receiver keeps why).
    bool (*thing)(void *context, enum wxr_thing thing, uint64_t line, json_t *object);
    // What was left out or repaired, in words.
    void (*note)(void *context, uint64_t line, const char *text);
    // From time to time; may be NULL.
    void (*progress)(void *context, uint64_t bytes);
};

// Reads the file from its present position. False: the error is set ("line 17: ..."), or the receiver ended it.
bool wxr_read(int file, const struct wxr_receiver *receiver, struct error *error) __attribute__((warn_unused_result));
