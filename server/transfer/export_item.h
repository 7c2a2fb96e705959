// export item: what the files of an export share. Not for other rooms.
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "db/custom_field.h"
#include "db/db.h"

struct arena;
struct settings;

struct export {
    struct db *db;
    struct arena *arena;
    const struct settings *settings;
};

// Plain text as the HTML text that WordPress stores for names. In the arena.
const char *export_name(const struct export *export, const char *plain);

enum { EXPORT_DATE_SIZE = 32 };
// "2026-11-24 09:30:00"
const char *export_date_utc(char buffer[EXPORT_DATE_SIZE], int64_t moment);
const char *export_date_local(char buffer[EXPORT_DATE_SIZE], int64_t moment);

// Adds to the piece's "meta", which is made where it is missing.
void export_field(json_t *piece, const char *name, const char *value);
// All custom fields of the owner.
enum db_result export_fields(const struct export *export, enum custom_field_owner owner, int64_t id, json_t *piece);

enum db_result export_item(struct export *export, int64_t id, json_t *things);
enum db_result export_comments(struct export *export, int64_t post, json_t *piece);
