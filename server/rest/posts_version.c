// posts_version: the version of an article or page: its ETag, If-Match before a write (RFC 9110, section 13.1.1), and
// what is said of a version that someone else has made meanwhile.
#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "server/http/answer.h"
#include "server/rest/call.h"
#include "server/rest/posts.h"
#include "server/rest/writer.h"
#include "server/rules/editing.h"

static const char *quoted(struct arena *arena, const char *version) { return arena_printf(arena, "\"%s\"", version); }

void rest_posts_say_version(struct request *request, struct response *response, struct db *db,
                            const struct post *post) {
    const char *version;
    if (post->type == POST_TYPE_ATTACHMENT || editing_version(db, &request->arena, post, &version) != DB_OK) return;
    response_set_header(request, response, "ETag", quoted(&request->arena, version));
}

static void write_moment(struct writer *out, const char *name, int64_t moment) {
    char text[CLOCK_ISO_SIZE];
    const struct clock_date date = clock_utc(moment);
    writer_member_string(out, name, clock_format_iso(text, &date));
}

enum db_result rest_posts_write_state(struct writer *out, struct db *db, struct arena *arena, const struct post *post) {
    const char *version, *name;
    int64_t user;
    enum db_result result = editing_version(db, arena, post, &version);
    if (result != DB_OK) return result;
    writer_member_string(out, "version", version);
    write_moment(out, "modified_gmt", post->modified);
    writer_key(out, "changed_by");
    result = post_editor_get(db, arena, post->id, &user, &name);
    if (result == DB_OK) {
        writer_begin_object(out);
        writer_member_integer(out, "id", user);
        writer_member_string(out, "name", name);
        writer_end_object(out);
    } else {
        writer_null(out);
    }
    return result == DB_NOT_FOUND ? DB_OK : result;
}

enum db_result rest_posts_match(struct db *db, struct request *request, const struct post *post, struct error *error) {
    const char *wanted = request_header(request, "If-Match"), *version;
    if (!wanted) return DB_OK;
    enum db_result result = editing_version(db, &request->arena, post, &version);
    if (result != DB_OK || answer_etag_listed(&request->arena, wanted, quoted(&request->arena, version))) return result;
    STRBUF_CLEAN struct strbuf state;
    struct writer out;
    strbuf_init(&state, 0);
    writer_init(&out, &state);
    writer_begin_object(&out);
    result = rest_posts_write_state(&out, db, &request->arena, post);
    writer_end_object(&out);
    if (result != DB_OK) return result;
    error_set(error, 412, "rest_precondition_failed", "It was changed since you read it. Nothing was overwritten.");
    error->data_json = arena_strdup(&request->arena, state.data);
    return DB_CONFLICT;
}
