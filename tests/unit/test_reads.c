// reads: what a read says that it depends on is touched by every write that changes its answer.
//
// Thousands of random changes; before and after each, many questions with random parameters, each noting what it read.
// An answer that differs though none of that was touched is a page that would stay wrong.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/reads.h"
#include "base/strbuf.h"
#include "db/comment.h"
#include "db/comment_thread.h"
#include "db/connection.h"
#include "db/kept.h"
#include "db/memo.h"
#include "db/post.h"
#include "db/statement.h"
#include "db/term.h"
#include "db/touch_kinds.h"
#include "db/user.h"
#include "db_random.h"
#include "db_rows.h"

enum { OPERATIONS = 1000, CHANGES = 5 };

struct ask {
    struct db *db;
    struct arena *arena;
    struct strbuf *out;
    int64_t post, page, term, tag, user, comment;  // some of each; 0: there is none
    const char *slug, *term_slug, *user_slug;
};

static void tell_post(struct strbuf *out, const struct post *post) {
    strbuf_addf(out, "post %d %d %d %d %d %d %d %d %d %d %s %s %s\n", (int) post->id, post->type, post->status,
                (int) post->author, (int) post->parent, (int) post->primary_category, post->comments_open, post->sticky,
                (int) post->published, (int) post->comment_count, post->slug, post->title, post->password);
}

static void tell_posts(struct strbuf *out, const struct post_list *list) {
    strbuf_addf(out, "of %d\n", (int) list->total);
    for (size_t i = 0; i < list->count; i++) tell_post(out, &list->items[i]);
}

static void tell_term(struct strbuf *out, const struct term *term) {
    strbuf_addf(out, "term %d %d %d %d %d %s %s\n", (int) term->id, term->taxonomy, (int) term->parent,
                (int) term->count, (int) term->tree_count, term->name, term->slug);
}

static void tell_terms(struct strbuf *out, const struct term_list *list) {
    for (size_t i = 0; i < list->count; i++) tell_term(out, &list->items[i]);
}

static void tell_user(struct strbuf *out, const struct user *user) {
    strbuf_addf(out, "user %d %d %s %s\n", (int) user->id, (int) user->post_count, user->slug, user->display_name);
}

static void tell_comments(struct strbuf *out, const struct comment_list *list) {
    strbuf_addf(out, "of %d\n", (int) list->total);
    for (size_t i = 0; i < list->count; i++) {
        const struct comment *comment = &list->items[i];
        strbuf_addf(out, "comment %d %d %d %d %s\n", (int) comment->id, (int) comment->post, (int) comment->parent,
                    (int) comment->user, comment->type);
    }
}

static void by_id(struct ask *ask) {
    struct post post;
    if (post_get(ask->db, ask->arena, ask->post, &post) == DB_OK) tell_post(ask->out, &post);
}

static void by_slug(struct ask *ask) {
    struct post post;
    if (post_get_by_slug(ask->db, ask->arena, POST_TYPE_POST, 0, ask->slug, &post) == DB_OK) tell_post(ask->out, &post);
}

static void page_by_slug(struct ask *ask) {
    struct post post;
    for (int slug = 0; slug < 30; slug++) {
        const char *name = arena_printf(ask->arena, "slug-%d", slug);
        if (post_get_by_slug(ask->db, ask->arena, POST_TYPE_PAGE, ask->page, name, &post) == DB_OK)
            tell_post(ask->out, &post);
    }
}

static void by_old_slug(struct ask *ask) {
    struct post post;
    for (int slug = 0; slug < 30; slug++) {
        const char *name = arena_printf(ask->arena, "slug-%d", slug);
        if (post_get_by_old_slug(ask->db, ask->arena, name, &post) == DB_OK) tell_post(ask->out, &post);
    }
}

static void neighbours(struct ask *ask) {
    struct post post, other;
    if (post_get(ask->db, ask->arena, ask->post, &post) != DB_OK) return;
    if (post_previous(ask->db, ask->arena, &post, &other) == DB_OK) tell_post(ask->out, &other);
    strbuf_adds(ask->out, "next\n");
    if (post_next(ask->db, ask->arena, &post, &other) == DB_OK) tell_post(ask->out, &other);
}

static void related(struct ask *ask) {
    struct post_list list;
    if (post_related(ask->db, ask->arena, ask->post, 4, &list) != DB_OK) return;
    for (size_t i = 0; i < list.count; i++) tell_post(ask->out, &list.items[i]);
}

static void menu(struct ask *ask) {
    struct post_list list;
    if (post_menu_pages(ask->db, ask->arena, 8, &list) != DB_OK) return;
    // Its contract leaves comment_count out.
    for (size_t i = 0; i < list.count; i++) {
        const struct post *page = &list.items[i];
        strbuf_addf(ask->out, "page %d %d %s %s\n", (int) page->id, (int) page->menu_order, page->slug, page->title);
    }
}

static void list_posts(struct ask *ask, struct post_query query) {
    struct post_list list;
    if (!query.types) query.types = POST_TYPE_BIT(POST_TYPE_POST);
    query.statuses = POST_STATUS_BIT(POST_PUBLISH);
    query.limit = 10;
    query.want_total = true;
    assert_int_equal(post_list(ask->db, ask->arena, &query, true, &list), DB_OK);
    tell_posts(ask->out, &list);
}

static void front(struct ask *ask) { list_posts(ask, (struct post_query){.sticky_first = true}); }
static void deep(struct ask *ask) { list_posts(ask, (struct post_query){.offset = 10}); }
static void date(struct ask *ask) { list_posts(ask, (struct post_query){.after = 1010, .before = 1030}); }
static void by_title(struct ask *ask) { list_posts(ask, (struct post_query){.order = POST_ORDER_TITLE}); }
static void modified(struct ask *ask) { list_posts(ask, (struct post_query){.order = POST_ORDER_MODIFIED}); }
static void of_author(struct ask *ask) { list_posts(ask, (struct post_query){.authors = {&ask->user, 1}}); }
static void not_of(struct ask *ask) { list_posts(ask, (struct post_query){.authors_exclude = {&ask->user, 1}}); }
static void pinned(struct ask *ask) { list_posts(ask, (struct post_query){.sticky = 1}); }
static void no_secrets(struct ask *ask) { list_posts(ask, (struct post_query){.hide_protected = true}); }
static void archive(struct ask *ask) { list_posts(ask, (struct post_query){.archive_term = ask->term}); }
static void tag_archive(struct ask *ask) { list_posts(ask, (struct post_query){.archive_term = ask->tag}); }
static void in_category(struct ask *ask) { list_posts(ask, (struct post_query){.categories = {&ask->term, 1}}); }
static void in_tag(struct ask *ask) { list_posts(ask, (struct post_query){.tags = {&ask->tag, 1}}); }
static void by_slugs(struct ask *ask) { list_posts(ask, (struct post_query){.slugs = {&ask->slug, 1}}); }
static void included(struct ask *ask) { list_posts(ask, (struct post_query){.include = {&ask->post, 1}}); }

static void below_category(struct ask *ask) {
    list_posts(ask, (struct post_query){.categories = {&ask->term, 1}, .categories_children = true});
}

static void pinned_in_category(struct ask *ask) {
    list_posts(ask, (struct post_query){.archive_term = ask->term, .sticky_first = true});
}

static void of_author_in_category(struct ask *ask) {
    list_posts(ask, (struct post_query){.archive_term = ask->term, .authors = {&ask->user, 1}});
}

static void by_title_in_category(struct ask *ask) {
    list_posts(ask, (struct post_query){.archive_term = ask->term, .order = POST_ORDER_TITLE});
}

static void in_either(struct ask *ask) {
    list_posts(ask, (struct post_query){.categories = {&ask->term, 1}, .tags = {&ask->tag, 1}, .tax_any = true});
}

static void not_in_category(struct ask *ask) {
    list_posts(ask, (struct post_query){.categories_exclude = {&ask->term, 1}, .categories_exclude_children = true});
}

static void category_without_tag(struct ask *ask) {
    list_posts(ask, (struct post_query){.categories = {&ask->term, 1}, .tags_exclude = {&ask->tag, 1}});
}

static void found(struct ask *ask) {
    list_posts(ask, (struct post_query){.search = "title-1", .hide_protected = true, .order = POST_ORDER_RELEVANCE});
}

static void children(struct ask *ask) {
    list_posts(ask, (struct post_query){.types = POST_TYPE_BIT(POST_TYPE_PAGE),
                                        .parents = {&ask->page, 1},
                                        .filter_parents = true,
                                        .order = POST_ORDER_MENU_ORDER});
}

static void both_types(struct ask *ask) {
    list_posts(ask, (struct post_query){.types = POST_TYPE_BIT(POST_TYPE_POST) | POST_TYPE_BIT(POST_TYPE_PAGE)});
}

static void term_by_id(struct ask *ask) {
    struct term term;
    if (term_get(ask->db, ask->arena, ask->term, &term) == DB_OK) tell_term(ask->out, &term);
}

static void term_by_slug(struct ask *ask) {
    struct term term;
    if (term_get_by_slug(ask->db, ask->arena, TERM_CATEGORY, ask->term_slug, &term) == DB_OK)
        tell_term(ask->out, &term);
}

static void term_by_name(struct ask *ask) {
    struct term term;
    if (term_get_by_name(ask->db, ask->arena, TERM_CATEGORY, ask->term_slug, 0, &term) == DB_OK)
        tell_term(ask->out, &term);
}

static void path(struct ask *ask) {
    struct term_list list;
    if (term_path(ask->db, ask->arena, ask->term, &list) == DB_OK) tell_terms(ask->out, &list);
}

static void terms_of_post(struct ask *ask) {
    struct term_list list;
    if (term_of_post(ask->db, ask->arena, ask->post, TERM_CATEGORY, &list) == DB_OK) tell_terms(ask->out, &list);
    if (term_of_post(ask->db, ask->arena, ask->post, TERM_TAG, &list) == DB_OK) tell_terms(ask->out, &list);
}

static void primary(struct ask *ask) {
    struct post post;
    struct term term;
    if (post_get(ask->db, ask->arena, ask->post, &post) != DB_OK) return;
    if (term_primary_of_post(ask->db, ask->arena, &post, &term) == DB_OK) tell_term(ask->out, &term);
}

static void list_terms(struct ask *ask, struct term_query query) {
    struct term_list list;
    query.limit = 20;
    query.want_total = true;
    assert_int_equal(term_list(ask->db, ask->arena, &query, &list), DB_OK);
    strbuf_addf(ask->out, "of %d\n", (int) list.total);
    tell_terms(ask->out, &list);
}

static void sections(struct ask *ask) {
    struct term_list list;
    assert_int_equal(term_sections(ask->db, ask->arena, 0, 12, &list), DB_OK);
    tell_terms(ask->out, &list);
    assert_int_equal(term_sections(ask->db, ask->arena, ask->term, 12, &list), DB_OK);
    tell_terms(ask->out, &list);
}

static void below(struct ask *ask) {
    list_terms(ask, (struct term_query){.taxonomy = TERM_CATEGORY, .filter_parent = true, .parent = ask->term});
}

static void cloud(struct ask *ask) {
    list_terms(ask, (struct term_query){.taxonomy = TERM_TAG, .order = TERM_ORDER_COUNT, .descending = true});
}

static void terms_for_post(struct ask *ask) {
    list_terms(ask, (struct term_query){.taxonomy = TERM_TAG, .post = ask->post});
}

static void user_by_id(struct ask *ask) {
    struct user user;
    if (user_get(ask->db, ask->arena, ask->user, &user) == DB_OK) tell_user(ask->out, &user);
}

static void user_by_slug(struct ask *ask) {
    struct user user;
    if (user_get_by_slug(ask->db, ask->arena, ask->user_slug, &user) == DB_OK) tell_user(ask->out, &user);
}

static void list_users(struct ask *ask, struct user_query query) {
    struct user_list list;
    query.limit = 20;
    query.want_total = true;
    assert_int_equal(user_list(ask->db, ask->arena, &query, &list), DB_OK);
    strbuf_addf(ask->out, "of %d\n", (int) list.total);
    for (size_t i = 0; i < list.count; i++) tell_user(ask->out, &list.items[i]);
}

static void authors(struct ask *ask) { list_users(ask, (struct user_query){.published_only = true}); }
static void some_users(struct ask *ask) {
    list_users(ask, (struct user_query){.include = {&ask->user, 1}, .published_only = true});
}

static void discussion(struct ask *ask) {
    struct comment_list list;
    if (comment_all(ask->db, ask->arena, ask->post, 100, &list) == DB_OK) tell_comments(ask->out, &list);
}

static void list_comments(struct ask *ask, struct comment_query query) {
    struct comment_list list;
    query.limit = 20;
    query.want_total = true;
    assert_int_equal(comment_list(ask->db, ask->arena, &query, &list), DB_OK);
    tell_comments(ask->out, &list);
}

static void newest_comments(struct ask *ask) {
    const struct comment_query query = {.post_statuses = POST_STATUS_BIT(POST_PUBLISH), .hide_protected = true};
    list_comments(ask, query);
    struct comment_query newest = query;
    newest.newest = 5;
    list_comments(ask, newest);
}

static void comments_of_post(struct ask *ask) {
    int64_t posts[60];
    for (int i = 0; i < 60; i++) posts[i] = i + 1;
    list_comments(ask,
                  (struct comment_query){
                      .posts = {posts, 60}, .post_statuses = POST_STATUS_BIT(POST_PUBLISH), .hide_protected = true});
}

static void answers(struct ask *ask) {
    list_comments(ask, (struct comment_query){.parents = {&ask->comment, 1},
                                              .statuses = 1U << COMMENT_APPROVED | 1U << COMMENT_HOLD});
}

static void one_comment(struct ask *ask) {
    struct comment comment;
    if (comment_get(ask->db, ask->arena, ask->comment, &comment) == DB_OK)
        tell_comments(ask->out, &(struct comment_list){.items = &comment, .count = 1, .total = comment.status});
}

static void comment_counts(struct ask *ask) {
    for (enum comment_status status = COMMENT_APPROVED; status <= COMMENT_TRASH; status++) {
        int64_t of_post = 0, of_all = 0;
        assert_int_equal(comment_count(ask->db, ask->post, status, &of_post), DB_OK);
        assert_int_equal(comment_count(ask->db, 0, status, &of_all), DB_OK);
        strbuf_addf(ask->out, "%d %d\n", (int) of_post, (int) of_all);
    }
}

#define QUESTION(name) \
    { #name, name }
static const struct {
    const char *name;
    void (*function)(struct ask *ask);
} questions[] = {
    QUESTION(by_id),
    QUESTION(by_slug),
    QUESTION(page_by_slug),
    QUESTION(by_old_slug),
    QUESTION(neighbours),
    QUESTION(related),
    QUESTION(menu),
    QUESTION(front),
    QUESTION(deep),
    QUESTION(date),
    QUESTION(by_title),
    QUESTION(modified),
    QUESTION(of_author),
    QUESTION(not_of),
    QUESTION(pinned),
    QUESTION(no_secrets),
    QUESTION(archive),
    QUESTION(tag_archive),
    QUESTION(in_category),
    QUESTION(in_tag),
    QUESTION(by_slugs),
    QUESTION(included),
    QUESTION(below_category),
    QUESTION(in_either),
    QUESTION(not_in_category),
    QUESTION(found),
    QUESTION(children),
    QUESTION(both_types),
    QUESTION(term_by_id),
    QUESTION(term_by_slug),
    QUESTION(term_by_name),
    QUESTION(path),
    QUESTION(terms_of_post),
    QUESTION(primary),
    QUESTION(sections),
    QUESTION(below),
    QUESTION(cloud),
    QUESTION(terms_for_post),
    QUESTION(user_by_id),
    QUESTION(user_by_slug),
    QUESTION(authors),
    QUESTION(some_users),
    QUESTION(discussion),
    QUESTION(newest_comments),
    QUESTION(comments_of_post),
    QUESTION(answers),
    QUESTION(one_comment),
    QUESTION(comment_counts),
    QUESTION(pinned_in_category),
    QUESTION(of_author_in_category),
    QUESTION(by_title_in_category),
    QUESTION(category_without_tag),
};
enum { QUESTIONS = sizeof questions / sizeof *questions };

struct answer {
    struct strbuf text;
    struct reads reads;
};

static void ask_one(struct ask *ask, size_t question, struct answer *answer) {
    strbuf_init(&answer->text, 0);
    reads_init(&answer->reads);
    ask->out = &answer->text;
    ask->db->reads = &answer->reads;
    questions[question].function(ask);
    ask->db->reads = NULL;
    // Everything is no dependency that a page could live with.
    if (answer->reads.everything) fail_msg("%s depends on everything", questions[question].name);
    if (answer->reads.statements > 0) assert_true(answer->reads.count > 0);
}

static void forget(struct answer *answer) {
    strbuf_finish(&answer->text);
    reads_finish(&answer->reads);
}

static bool is_touched(const struct reads *reads, const struct touch_list *touched) {
    for (size_t i = 0; i < touched->count; i++)
        if (reads_hold(reads, &touched->items[i])) return true;
    return false;
}

static struct ask new_ask(struct db *db, struct random_run *run) {
    return (struct ask){
        .db = db,
        .arena = &run->arena,
        .post = random_id(db, run, "post", "1"),
        .page = random_pick(run, 2) ? random_id(db, run, "post", "type = 2") : 0,
        .term = random_id(db, run, "term", "taxonomy = 1"),
        .tag = random_id(db, run, "term", "taxonomy = 2"),
        .user = random_id(db, run, "account", "1"),
        .comment = random_id(db, run, "comment", "1"),
        .slug = arena_printf(&run->arena, "slug-%d", (int) random_pick(run, 30)),
        .term_slug = arena_printf(&run->arena, "name-%d", (int) random_pick(run, 20)),
        .user_slug = arena_printf(&run->arena, "user-%d", run->operation + (int) random_pick(run, 5)),
    };
}

struct tally {
    int changed[QUESTIONS], kept, told;
    int last_ways, asked_again;  // of the questions that could be answered without asking
};

static void compare(const struct random_run *run, size_t question, const struct answer *before,
                    const struct answer *after, const struct touch_list *touched, struct tally *tally) {
    const bool differs = strcmp(before->text.data, after->text.data) != 0;
    const bool told = is_touched(&before->reads, touched);
    if (differs && !told)
        fail_msg("operation %d: %s: nothing told of the change\nbefore:\n%safter:\n%s", run->operation,
                 questions[question].name, before->text.data, after->text.data);
    tally->changed[question] += differs;
    tally->kept += !differs;
    tally->told += told && !differs;
}

// What a reader keeps, and the numbers by which it knows what is still true.
struct keeping {
    struct memo_clock memo_clock;
    struct kept_clock kept_clock;
    struct memo *memo;
    struct kept *kept;
};

// With what the reader keeps, the answers are the same, and depend on the same. The third time nothing is asked that
// can be kept at all: the first is noted, the second recorded.
static void ask_all(struct ask *ask, const struct keeping *keeping, size_t turn, size_t question, struct answer *ret,
                    struct tally *tally) {
    enum { WAYS = 5 };
    struct answer answers[WAYS];
    for (size_t i = 0; i < WAYS; i++) {
        ask->db->memo = i == 1 ? keeping->memo : NULL;
        ask->db->kept = i >= 2 ? keeping->kept : NULL;
        ask_one(ask, question, &answers[i]);
        assert_string_equal(answers[0].text.data, answers[i].text.data);
    }
    ask->db->kept = NULL;
    tally->last_ways++;
    tally->asked_again += answers[WAYS - 1].reads.statements > 0;
    for (size_t i = 0; i < WAYS; i++)
        if (i != turn % WAYS) forget(&answers[i]);
    *ret = answers[turn % WAYS];
}

// The same questions before and after each of a few changes.
static void watch(struct db *db, struct random_run *run, struct touch_list *touched, struct tally *tally) {
    struct ask ask = new_ask(db, run);
    struct answer before[QUESTIONS], after;
    struct keeping keeping = {.memo = memo_create()};
    keeping.kept = kept_create(&keeping.kept_clock);
    assert_non_null(keeping.memo);
    assert_non_null(keeping.kept);
    kept_begin(keeping.kept, kept_clock_now(&keeping.kept_clock));
    for (size_t i = 0; i < QUESTIONS; i++) ask_all(&ask, &keeping, i, i, &before[i], tally);
    for (int change = 0; change < CHANGES; change++, run->operation++) {
        touched->count = 0;
        kept_clock_begin(&keeping.kept_clock);
        random_operation(db, run);
        kept_clock_publish(&keeping.kept_clock, touched->items, touched->count);
        if (touched->count == 0) continue;  // it was refused
        memo_clock_publish(&keeping.memo_clock, touched->items, touched->count);
        memo_begin(keeping.memo, &keeping.memo_clock);
        kept_begin(keeping.kept, kept_clock_now(&keeping.kept_clock));
        for (size_t i = 0; i < QUESTIONS; i++) {
            ask_all(&ask, &keeping, i + (size_t) change, i, &after, tally);
            compare(run, i, &before[i], &after, touched, tally);
            forget(&before[i]);
            before[i] = after;
        }
    }
    for (size_t i = 0; i < QUESTIONS; i++) forget(&before[i]);
    memo_destroy(keeping.memo);
    kept_destroy(keeping.kept);
}

// A commit on its way: nobody can say whether a transaction sees it.
static void test_kept_during_commit(void **state) {
    (void) state;
    struct kept_clock clock = {0};
    struct kept *kept = kept_create(&clock);
    assert_non_null(kept);
    assert_false(kept_is_usable(NULL));
    uint64_t now = kept_clock_now(&clock);
    kept_begin(kept, now);
    assert_true(kept_is_usable(kept));
    kept_clock_begin(&clock);
    kept_begin(kept, now);  // it began between the look at the clock and the transaction
    assert_false(kept_is_usable(kept));
    kept_begin(kept, kept_clock_now(&clock));
    assert_false(kept_is_usable(kept));
    kept_clock_publish(&clock, NULL, 0);
    kept_begin(kept, now);
    assert_false(kept_is_usable(kept));
    kept_begin(kept, kept_clock_now(&clock));
    assert_true(kept_is_usable(kept));
    kept_destroy(kept);
}

static void test_memo_saves_reading(void **state) {
    struct fixture *fixture = *state;
    const int64_t id = make_term(fixture, TERM_CATEGORY, "press", 0);
    struct reads reads;
    reads_init(&reads);
    assert_string_equal(read_term(fixture, id).slug, "press");
    assert_true(store_record(fixture->store, &reads));
    assert_string_equal(read_term(fixture, id).slug, "press");
    assert_int_equal(reads.statements, 0);
    assert_true(reads_hold(&reads, &(struct touch){TOUCH_TERM, id}));
    struct term changed = read_term(fixture, id);
    changed.slug = "world";
    assert_int_equal(try_term_update(fixture, &changed), DB_OK);
    assert_string_equal(read_term(fixture, id).slug, "world");
    assert_true(reads.statements > 0);
    // What is long is not kept.
    changed.description = arena_printf(&fixture->arena, "%5000d", 1);
    assert_int_equal(try_term_update(fixture, &changed), DB_OK);
    for (int i = 0; i < 2; i++) {
        const unsigned before = reads.statements;
        assert_string_equal(read_term(fixture, id).description, changed.description);
        assert_true(reads.statements > before);
    }
    assert_true(store_record(fixture->store, NULL));
    reads_finish(&reads);
}

// A thread that rests leaves its transaction open between leases, asks nothing again that it was told, and sees each
// write all the same.
static void test_resting_thread(void **state) {
    struct fixture *fixture = *state;
    const int64_t user = make_user(fixture, "ann");
    struct reads reads;
    reads_init(&reads);
    store_rest(fixture->store);
    assert_true(store_record(fixture->store, &reads));
    struct db *reader = NULL;
    for (int turn = 0; turn < 3; turn++) {
        for (int time = 0; time < 4; time++) {
            const unsigned before = reads.statements;
            struct user found;
            {
                STORE_READ db = store_read_acquire(fixture->store);
                assert_int_equal(user_get(db, &fixture->arena, user, &found), DB_OK);
                reader = db;
            }
            assert_int_equal(found.post_count, turn);
            assert_int_equal(reads.statements > before, time < 2 && (turn == 0 || time == 0));
            assert_true(reader->driver->in_transaction(reader->connection));
        }
        assert_true(reads_hold(&reads, &(struct touch){TOUCH_USER, user}));
        make_post(fixture, arena_printf(&fixture->arena, "p%d", turn),
                  (struct post){.author = user, .status = POST_PUBLISH});
    }
    store_rest(fixture->store);
    assert_false(reader->driver->in_transaction(reader->connection));
    assert_true(store_record(fixture->store, NULL));
    reads_finish(&reads);
}

static void test_untrue_answers(void **state) {
    struct db db;
    struct touch_list touched;
    struct random_run run;
    struct tally tally = {0};
    random_open(&db, &run, &touched, *state);
    while (run.operation < OPERATIONS) {
        watch(&db, &run, &touched, &tally);
        arena_finish(&run.arena);
    }
    size_t never = 0;
    for (size_t i = 0; i < QUESTIONS; i++) never += tally.changed[i] == 0;
    assert_true(never < QUESTIONS / 10);
    // Two answers may share the place where it is noted that they were asked for.
    assert_true(tally.asked_again * 100 < tally.last_ways);
    // And what stays true is mostly left alone.
    print_message("%d of %d answers that stayed were told of a change\n", tally.told, tally.kept);
    assert_true(tally.told * 4 < tally.kept);
    random_close(&db, &run, &touched);
}

static void test_silent_statement(void **state) {
    struct fixture *fixture = *state;
    struct reads reads;
    reads_init(&reads);
    assert_true(store_record(fixture->store, &reads));
    {
        STORE_READ db = store_read_acquire(fixture->store);
        int64_t number;
        assert_int_equal(statement_get_integer(db, "SELECT count(*) FROM post", 0, NULL, &number), DB_OK);
    }
    assert_true(store_record(fixture->store, NULL));
    assert_true(reads.everything);
    reads_finish(&reads);
}

static enum db_result write_silently(struct db *db, void *argument) {
    (void) argument;
    return statement_run_integers(db, "UPDATE post SET menu_order = menu_order + 1", 0, NULL);
}

static void hear(void *context, const struct touch *touched, size_t count) {
    size_t *everything = context;
    for (size_t i = 0; i < count; i++) *everything += touched[i].kind == TOUCH_EVERYTHING;
}

static void test_silent_write(void **state) {
    struct fixture *fixture = *state;
    size_t everything = 0;
    store_listen(fixture->store, hear, &everything);
    assert_int_equal(fixture_write(fixture, write_silently, NULL), DB_OK);  // there is no post yet
    assert_int_equal(everything, 0);
    make_post(fixture, "a", (struct post){0});
    assert_int_equal(everything, 0);
    assert_int_equal(fixture_write(fixture, write_silently, NULL), DB_OK);
    assert_int_equal(everything, 1);
    store_unlisten(fixture->store, hear, &everything);
}

static void test_limit(void **state) {
    (void) state;
    struct reads reads;
    reads_init(&reads);
    for (int64_t i = 0; i < READS_MOST; i++) reads_add(&reads, TOUCH_POST, i);
    reads_add(&reads, TOUCH_POST, 5);
    assert_int_equal(reads.count, READS_MOST);
    assert_true(reads.everything || reads_hold(&reads, &(struct touch){TOUCH_POST, 5}));
    assert_false(reads.everything);
    reads_add(&reads, TOUCH_COMMENTS, 5);
    assert_true(reads.everything);
    assert_true(reads_hold(&reads, &(struct touch){TOUCH_SETTINGS, 0}));
    reads_finish(&reads);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {TEST(test_untrue_answers),
                                       TEST(test_silent_statement),
                                       TEST(test_silent_write),
                                       TEST(test_memo_saves_reading),
                                       TEST(test_resting_thread),
                                       cmocka_unit_test(test_limit),
                                       cmocka_unit_test(test_kept_during_commit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
