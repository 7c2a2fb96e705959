// wxr writer: pieces as WordPress's export file, version 1.2, as its own exporter lays it out and its importer (also
// the one that reads with regular expressions) wants it. What WXR has no place for stands under a namespace of our own,
// which other readers pass over.
#pragma once

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

// Each writes to the stream; look at ferror() at the end.
void wxr_write_begin(FILE *out, const json_t *site, int64_t now);
void wxr_write_author(FILE *out, const json_t *author);
void wxr_write_term(FILE *out, const json_t *term);
void wxr_write_item(FILE *out, const json_t *item);
void wxr_write_end(FILE *out);
