// counts: /broadsheet/v1/counts: how much there is of each status, of what the asker may edit. Each number is kept by
// the writes or counted along an index, so programs may ask often.
#include <inttypes.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "db/comment.h"
#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"

const struct rest_endpoint rest_counts_endpoint = {0};

struct counts {
    struct request *request;
    struct db *db;
    struct writer out;
    struct strbuf *tag;  // all numbers, which is what an ETag has to tell apart
};

static void write_number(struct counts *counts, const char *name, int64_t number) {
    writer_member_integer(&counts->out, name, number);
    strbuf_addf(counts->tag, ".%" PRId64, number);
}

bool rest_counts_may(struct request *request, struct error *error) {
    if (rest_can(request, CAP_EDIT_POSTS)) return true;
    error_set(error, rest_refused(request), "rest_forbidden", "Sorry, you are not allowed to do that.");
    return false;
}

// `author` 0: of all.
static enum db_result write_posts(struct counts *counts, const char *name, enum post_type type, int64_t author) {
    static const enum post_status statuses[] = {POST_PUBLISH, POST_FUTURE,  POST_DRAFT,
                                                POST_PENDING, POST_PRIVATE, POST_TRASH};
    writer_key(&counts->out, name);
    writer_begin_object(&counts->out);
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        const struct post_query query = {
            .types = POST_TYPE_BIT(type),
            .statuses = POST_STATUS_BIT(statuses[i]),
            .authors = {.items = &author, .count = author ? 1 : 0},
            .want_total = true,
        };
        struct post_list list;
        enum db_result result = post_list(counts->db, &counts->request->arena, &query, true, &list);
        if (result != DB_OK) return result;
        write_number(counts, post_status_name(statuses[i]), list.total);
    }
    writer_end_object(&counts->out);
    return DB_OK;
}

static enum db_result write_comments(struct counts *counts, int64_t author) {
    static const struct {
        const char *name;
        enum comment_status status;
    } statuses[] = {
        {"hold", COMMENT_HOLD}, {"approve", COMMENT_APPROVED}, {"spam", COMMENT_SPAM}, {"trash", COMMENT_TRASH}};
    writer_key(&counts->out, "comments");
    writer_begin_object(&counts->out);
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        int64_t number;
        enum db_result result = author ? comment_count_of_author(counts->db, author, statuses[i].status, &number)
                                       : comment_count(counts->db, 0, statuses[i].status, &number);
        if (result != DB_OK) return result;
        write_number(counts, statuses[i].name, number);
    }
    writer_end_object(&counts->out);
    return DB_OK;
}

static enum db_result write_counts(struct counts *counts) {
    const struct request *request = counts->request;
    const int64_t me = rest_user_id(request);
    enum db_result result =
        write_posts(counts, "posts", POST_TYPE_POST, rest_can(request, CAP_EDIT_OTHERS_POSTS) ? 0 : me);
    if (result == DB_OK && me) result = write_posts(counts, "own_posts", POST_TYPE_POST, me);
    if (result == DB_OK && rest_can(request, CAP_EDIT_PAGES))
        result = write_posts(counts, "pages", POST_TYPE_PAGE, rest_can(request, CAP_EDIT_OTHERS_PAGES) ? 0 : me);
    // Who may not edit what is published may not moderate below it.
    if (result == DB_OK && rest_can(request, CAP_EDIT_PUBLISHED_POSTS))
        result = write_comments(counts, rest_can(request, CAP_MODERATE_COMMENTS) ? 0 : me);
    return result;
}

// GET /broadsheet/v1/counts: 200 with an ETag; 304; 401/403 rest_forbidden
int rest_counts(struct request *request, struct response *response) {
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    if (!db) return rest_db_failed(&response->error, DB_ERROR);
    STRBUF_CLEAN struct strbuf tag;
    strbuf_init(&tag, 0);
    struct counts counts = {.request = request, .db = db, .tag = &tag};
    strbuf_addf(&tag, "\"%" PRId64, rest_user_id(request));
    reply_begin(&counts.out, request, response);
    writer_begin_object(&counts.out);
    enum db_result result = write_counts(&counts);
    writer_end_object(&counts.out);
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    strbuf_addc(&tag, '"');
    response_set_header(request, response, "ETag", arena_strndup(&request->arena, tag.data, tag.size));
    return 200;
}
