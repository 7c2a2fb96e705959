// permalink list: the articles behind an archive's address, and whether a page of them is there: nobody is sent to a
// page that is not.
#include "base/arena.h"
#include "base/clock.h"
#include "db/comment.h"
#include "server/rules/permalink_resolver.h"
#include "server/rules/settings.h"

static void set_date(const struct permalink_target *target, struct post_query *query) {
    struct clock_date first = {
        .year = target->year, .month = target->month ? target->month : 1, .day = target->day ? target->day : 1};
    struct clock_date after = first;
    if (target->day)
        after.day++;
    else if (target->month)
        after.month++;
    else
        after.year++;
    query->after = clock_from_local(&first) - 1;
    query->before = clock_from_local(&after);
}

void permalink_posts(const struct permalink_target *target, struct post_query *ret) {
    *ret = (struct post_query){
        .types = POST_TYPE_BIT(POST_TYPE_POST), .statuses = POST_STATUS_BIT(POST_PUBLISH), .order = POST_ORDER_DATE};
    if (target->kind == PERMALINK_CATEGORY || target->kind == PERMALINK_TAG) ret->archive_term = target->id;
    if (target->kind == PERMALINK_AUTHOR) ret->authors = (struct id_list){&target->id, 1};
    if (target->kind == PERMALINK_DATE) set_date(target, ret);
    if (target->kind == PERMALINK_SEARCH) {
        ret->search = target->words;
        ret->hide_protected = true;
    }
}

static enum db_result has_comments(struct db *db, struct arena *arena, const struct permalink_target *target,
                                   int64_t offset, bool *ret) {
    struct comment_query query = {
        .post_statuses = POST_STATUS_BIT(POST_PUBLISH), .hide_protected = true, .limit = 1, .offset = offset};
    struct comment_list list;
    if (target->kind != PERMALINK_FRONT) query.posts = (struct id_list){&target->id, 1};
    enum db_result result = comment_list(db, arena, &query, &list);
    if (result == DB_OK) *ret = list.count > 0;
    return result;
}

enum db_result permalink_is_there(struct db *db, struct arena *arena, const struct settings *settings,
                                  const struct permalink_target *target, bool *ret) {
    const bool single = target->kind == PERMALINK_POST ||
                        (target->kind == PERMALINK_PAGE && (target->feed || target->id != settings->page_for_posts));
    *ret = true;
    if ((target->page <= 1 && target->kind != PERMALINK_DATE) || (single && !target->feed)) return DB_OK;
    // The page that is the front page divides its own text.
    if (target->kind == PERMALINK_FRONT && target->id && !target->feed) return DB_OK;
    const int64_t offset = (target->page - 1) * (target->feed ? settings->posts_per_rss : settings->posts_per_page);
    if (single || target->feed_comments) return has_comments(db, arena, target, offset, ret);
    if (target->kind == PERMALINK_SEARCH && !*target->words) {
        *ret = false;
        return DB_OK;
    }
    struct post_query query;
    struct post_list list;
    permalink_posts(target, &query);
    query.limit = 1;
    query.offset = offset;
    enum db_result result = post_list(db, arena, &query, true, &list);
    if (result == DB_OK) *ret = list.count > 0;
    return result;
}
