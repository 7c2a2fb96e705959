// discussion_pages: see the header.
#include "server/rules/discussion_pages.h"

#include <string.h>

#include "db/post.h"
#include "server/rules/settings.h"

int64_t discussion_per_page(const struct settings *settings) {
    return settings->page_comments ? settings->comments_per_page : DISCUSSION_THREADS_MOST;
}

// No article has more threads than approved comments.
bool discussion_is_paged(const struct settings *settings, const struct post *post) {
    return settings->page_comments || post->comment_count > DISCUSSION_THREADS_MOST;
}

enum db_result discussion_last_page(struct db *db, const struct settings *settings, const struct post *post,
                                    int64_t *ret) {
    int64_t per_page = discussion_per_page(settings), total = post->comment_count;
    enum db_result result = DB_OK;
    if (total > per_page && settings->thread_comments) result = comment_thread_total(db, post->id, &total);
    if (result == DB_OK) *ret = total > 0 ? (total - 1) / per_page + 1 : 1;
    return result;
}

static bool newest_first(const struct settings *settings) {
    return settings->page_comments && strcmp(settings->default_comments_page, "newest") == 0;
}

int64_t discussion_first_shown(const struct settings *settings, int64_t last) {
    return newest_first(settings) ? last : 1;
}

enum db_result discussion_page_of(struct db *db, const struct settings *settings, const struct post *post,
                                  const struct comment *comment, int64_t *ret) {
    int64_t per_page = discussion_per_page(settings), place = 0;
    enum db_result result = DB_OK;
    if (post->comment_count > per_page) result = comment_thread_place(db, comment, !settings->thread_comments, &place);
    if (result == DB_OK) *ret = place / per_page + 1;
    return result;
}

bool discussion_page_is_named(const struct settings *settings, const struct post *post, int64_t page) {
    return discussion_is_paged(settings, post) && (page > 1 || newest_first(settings));
}
