// statements: every statement of db/ is prepared, and its plan looked at: none may read a whole table, unless it is on
// a short list with its reason.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "db/comment.h"
#include "db/connection.h"
#include "db/custom_field.h"
#include "db/discussion_change.h"
#include "db/edit_lock.h"
#include "db/mail.h"
#include "db/media.h"
#include "db/origin.h"
#include "db/post_query.h"
#include "db/redirect.h"
#include "db/search_plan.h"
#include "db/setting.h"
#include "db/sitemap.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/term.h"
#include "db/user.h"
#include "db/walk.h"
#include "db_fixture.h"

static const char *const scans_allowed[] = {
    "SELECT name, value FROM setting ORDER BY name",                               // all settings, a few dozen
    "SELECT count(*) FROM account WHERE (roles & $1) <> 0",                        // along an index of small numbers
    "SELECT roles, count(*) FROM account GROUP BY roles",                          // likewise, on a worker
    "SELECT count(due), count(*) FROM mail",                                       // an administrator's view of a queue
    "UPDATE mail SET due = $1",                                                    // what an administrator asks for
    "SELECT published FROM post WHERE status = 4 ORDER BY published, id LIMIT 1",  // the first of a partial index
    "DELETE FROM search_doc",                             // all of it, when the search's index is made anew
    "SELECT COALESCE(sum(number), 0) FROM post_counter",  // a row per type and status
    // What an index has found, up to a limit.
    "SELECT count(*) FROM (SELECT 1 FROM comment WHERE account_id = $1 AND status = 1 LIMIT $2) AS known",
    "SELECT count(*) FROM (SELECT 1 FROM comment WHERE email_key = $1 AND status = 1 LIMIT $2) AS known",
};

static bool scan_allowed(const char *sql) {
    for (size_t i = 0; i < sizeof scans_allowed / sizeof *scans_allowed; i++)
        if (strcmp(sql, scans_allowed[i]) == 0) return true;
    return false;
}

// The plan, one step a line.
static const char *plan_of(struct fixture *fixture, struct db *db, const char *sql) {
    char *text = arena_printf(&fixture->arena, "EXPLAIN QUERY PLAN %s", sql);
    STRBUF_CLEAN struct strbuf plan;
    strbuf_init(&plan, 0);
    STATEMENT statement = statement_acquire(db, text);
    while (statement_row(statement)) {
        strbuf_adds(&plan, statement_text(statement, 3, &fixture->arena));
        strbuf_addc(&plan, '\n');
    }
    if (statement_result(statement) != DB_OK) fail_msg("%s\n%s", db_message(db), sql);
    return arena_strdup(&fixture->arena, plan.data);
}

// A step that reads all rows of a table or an index. Those over a common table expression or constant rows, and single
// steps of a recursion, read only what was selected before.
static bool has_scan(const char *plan) {
    static const char *const harmless[] = {"SCAN up", "SCAN tree", "SCAN uses", "SCAN CONSTANT", "SCAN (subquery"};
    for (const char *at = plan; (at = strstr(at, "SCAN ")); at++) {
        bool fine = false;
        for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
            fine = fine || strncmp(at, harmless[i], strlen(harmless[i])) == 0;
        // A full-text index is asked for words (M), never read as a whole.
        size_t size = strcspn(at, "\n");
        const char *fts = memmem(at, size, "VIRTUAL TABLE INDEX ", 20);
        fine = fine || (fts && memchr(fts + 20, 'M', size - (size_t) (fts + 20 - at)));
        if (!fine) return true;
    }
    return false;
}

static void test_lists(void **state) {
    struct fixture *fixture = *state;
    const char *const *const lists[] = {
        store_statements,         post_statements,
        post_find_statements,     post_index_statements,
        post_total_statements,    old_slug_statements,
        term_statements,          term_tree_statements,
        term_merge_statements,    comment_statements,
        comment_check_statements, comment_thread_statements,
        user_statements,          comment_privacy_statements,
        app_password_statements,  session_statements,
        setting_statements,       revision_statements,
        media_statements,         mail_statements,
        custom_field_statements,  origin_statements,
        redirect_statements,      post_page_statements,
        media_use_statements,     media_change_statements,
        walk_statements,          search_index_statements,
        search_counts_statements, search_build_statements,
        search_plan_statements,   search_find_statements,
        post_related_statements,  discussion_change_statements,
        edit_lock_statements,
    };
    STORE_READ db = store_read_acquire(fixture->store);
    assert_non_null(db);
    size_t count = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        for (const char *const *sql = lists[i]; *sql; sql++, count++) {
            const char *plan = plan_of(fixture, db, *sql);
            if (has_scan(plan) != scan_allowed(*sql)) fail_msg("%s\n%s", *sql, plan);
        }
    }
    assert_true(count > 100);
}

#define IDS(...) \
    { .items = (const int64_t[]){__VA_ARGS__}, .count = sizeof((const int64_t[]){__VA_ARGS__}) / 8 }

enum expectation {
    INDEX_ONLY,  // a covering index in the right order, at any depth
    ORDERED,     // an index in the right order
    SORTED,
    ANY
};

enum { CLOSED = POST_CLOSED_NOT_PUBLIC | POST_CLOSED_ARTICLE | POST_CLOSED_AGE };

static const struct post_case {
    const char *name;
    struct post_query query;
    enum expectation expectation;
    const char *index;
} post_cases[] = {
    {"front page", {.types = 2, .statuses = 8}, INDEX_ONLY, "post_status"},
    {"front page, oldest first", {.types = 2, .statuses = 8, .ascending = true}, INDEX_ONLY, "post_status"},
    {"all of a type", {.types = 2}, INDEX_ONLY, "post_date"},
    {"a year", {.types = 2, .statuses = 8, .after = 1, .before = 9}, INDEX_ONLY, "post_status"},
    {"an author", {.types = 2, .statuses = 8, .authors = IDS(1)}, INDEX_ONLY, "post_author"},
    {"own posts", {.types = 2, .statuses = 8, .editable_by = 1}, INDEX_ONLY, "post_author"},
    {"a category", {.types = 2, .statuses = 8, .categories = IDS(1)}, INDEX_ONLY, "post_term_archive"},
    {"a tag", {.types = 2, .statuses = 8, .tags = IDS(1)}, INDEX_ONLY, "post_term_archive"},
    {"a category and below",
     {.types = 2, .statuses = 8, .categories = IDS(1), .categories_children = true},
     INDEX_ONLY,
     "PRIMARY KEY"},
    {"an archive", {.archive_term = 1}, INDEX_ONLY, "PRIMARY KEY"},
    {"a year of an archive", {.archive_term = 1, .after = 1, .before = 9}, INDEX_ONLY, "PRIMARY KEY"},
    {"but some", {.types = 2, .statuses = 8, .exclude = IDS(1, 2, 3)}, INDEX_ONLY, "post_status"},
    {"sticky", {.types = 2, .statuses = 8, .sticky = 1}, ORDERED, "post_sticky"},
    {"by modification", {.types = 2, .statuses = 8, .order = POST_ORDER_MODIFIED}, INDEX_ONLY, "post_modified"},
    {"own private ones too", {.types = 2, .statuses = 8 | 32, .private_of = 1}, INDEX_ONLY, "post_date"},
    {"included", {.types = 2, .statuses = 8, .include = IDS(3, 1, 2), .order = POST_ORDER_INCLUDE}, SORTED, "PRIMARY"},
    {"slugs",
     {.types = 2, .statuses = 8, .slugs = {.items = (const char *const[]){"a", "b"}, .count = 2}},
     SORTED,
     "post_slug"},
    {"authors", {.types = 2, .statuses = 8, .authors = IDS(1, 2)}, ANY, NULL},
    {"by title", {.types = 4, .statuses = 8, .order = POST_ORDER_TITLE}, ORDERED, "post_title"},
    {"by comments", {.types = 2, .statuses = 8, .order = POST_ORDER_COMMENTS}, INDEX_ONLY, "post_comments"},
    {"open", {.types = 2, .statuses = 8, .discussion = {.states = POST_OPEN}}, INDEX_ONLY, "post_status"},
    {"open and not too old",
     {.types = 2, .statuses = 8, .discussion = {.states = POST_OPEN, .ages = true, .oldest = 7}},
     INDEX_ONLY,
     "post_status (type=? AND status=? AND published>?)"},
    {"closed", {.types = 2, .statuses = 8, .discussion = {.states = CLOSED, .ages = true}}, INDEX_ONLY, "post_status"},
    {"closed, with drafts",
     {.types = 2, .statuses = 8 | 2, .discussion = {.states = CLOSED, .ages = true}},
     INDEX_ONLY,
     "post_date"},
    {"closed, by title",
     {.types = 2, .statuses = 8, .order = POST_ORDER_TITLE, .discussion = {.states = POST_CLOSED_ARTICLE}},
     ORDERED,
     "post_title"},
    {"children", {.types = 4, .statuses = 8, .parents = IDS(7), .order = POST_ORDER_MENU_ORDER}, SORTED, "post_parent"},
    {"top pages", {.types = 4, .statuses = 8, .parents = IDS(0), .order = POST_ORDER_MENU_ORDER}, ANY, NULL},
    {"terms or", {.types = 2, .statuses = 8, .categories = IDS(1), .tags = IDS(2), .tax_any = true}, ANY, NULL},
    {"terms and not",
     {.types = 2, .statuses = 8, .categories = IDS(1, 2), .categories_exclude = IDS(3), .tags_exclude = IDS(4)},
     ANY,
     NULL},
    {"drafts of a category and below",
     {.types = 2, .statuses = 2, .categories = IDS(1), .categories_children = true},
     ANY,
     NULL},
    {"search", {.types = 2, .statuses = 8, .search = "one"}, ORDERED, "post_status"},
    {"media of a kind", {.types = 8, .statuses = 256, .mime_prefix = "image/"}, ANY, NULL},
    {"media of a post",
     {.types = 8, .statuses = 256, .attached = IDS(1), .attached_exclude = IDS(2), .mime = "image/png"},
     ANY,
     "media_attached"},
    {"media nobody uses", {.types = 8, .statuses = 256, .unused = true}, ORDERED, "post_status"},
    {"pictures without words", {.types = 8, .statuses = 256, .missing_alt = true}, ORDERED, "post_status"},
    {"everything at once",
     {.types = 2 | 4,
      .statuses = 8 | 32,
      .private_of = 3,
      .include = IDS(1, 2),
      .exclude = IDS(3),
      .authors = IDS(1, 2),
      .authors_exclude = IDS(4),
      .parents = IDS(0, 5),
      .parents_exclude = IDS(6),
      .categories = IDS(1),
      .categories_exclude = IDS(2),
      .tags = IDS(3),
      .tags_exclude = IDS(4),
      .categories_children = true,
      .slugs = {.items = (const char *const[]){"a"}, .count = 1},
      .search = "word",
      .after = 1,
      .before = 2,
      .modified_after = 3,
      .modified_before = 4,
      .sticky = -1,
      .menu_order = 1,
      .filter_menu_order = true,
      .hide_protected = true,
      .editable_by = 9,
      .order = POST_ORDER_SLUG},
     ANY,
     NULL},
};

static const double weight = 1;
static const struct search_plan plan_found = {.match = "(\"one\")", .weights = &weight, .phrases = 1};
static const struct search_plan plan_avoided = {.without = "(\"one\")"};

static void test_post_queries(void **state) {
    struct fixture *fixture = *state;
    const struct post_search search = {.plan = &plan_found, .classes = 1};
    STORE_READ db = store_read_acquire(fixture->store);
    for (size_t i = 0; i < sizeof post_cases / sizeof *post_cases; i++) {
        const struct post_case *test = &post_cases[i];
        for (int part = POST_QUERY_IDS; part <= POST_QUERY_TOTAL; part++) {
            struct post_query query = test->query;
            query.limit = 10;
            query.offset = 5000;
            SQL_CLEAN struct sql_builder sql;
            sql_init(&sql, &fixture->arena);
            assert_int_equal(
                post_query_build(db, &query, query.search ? &search : NULL, NULL, (enum post_query_part) part, &sql),
                DB_OK);
            const char *plan = plan_of(fixture, db, sql.text.data);
            bool sorts = strstr(plan, "USE TEMP B-TREE") != NULL;
            bool covering = strstr(plan, "COVERING INDEX") || strstr(plan, "PRIMARY KEY");
            if (has_scan(plan)) fail_msg("%s reads all:\n%s\n%s", test->name, sql.text.data, plan);
            if (part == POST_QUERY_TOTAL) continue;
            if (test->index && !strstr(plan, test->index)) fail_msg("%s:\n%s\n%s", test->name, sql.text.data, plan);
            if ((test->expectation <= ORDERED && sorts) || (test->expectation == INDEX_ONLY && !covering)) {
                fail_msg("%s:\n%s\n%s", test->name, sql.text.data, plan);
            }
        }
    }
}

static const struct search_case {
    const char *name;
    struct post_query query;
    struct post_search search;
    const char *first;  // what is walked
} search_cases[] = {
    {"articles", {.types = 2}, {&plan_found, .classes = 1, .by_index = true}, "SCAN f VIRTUAL TABLE"},
    {"oldest first", {.types = 2, .ascending = true}, {&plan_found, .classes = 1, .by_index = true}, "SCAN f VIRTUAL"},
    {"articles and pages", {.types = 6}, {&plan_found, .classes = 3, .by_index = true}, "SCAN f VIRTUAL TABLE"},
    {"for editors",
     {.types = 2, .statuses = 8 | 2},
     {&plan_found, .classes = 9, .by_index = true, .look_at_post = true},
     "SCAN f VIRTUAL TABLE"},
    {"few matches in a section", {.archive_term = 1}, {&plan_found, .classes = 1, .by_index = true}, "SCAN f VIRTUAL"},
    {"few matches of an author", {.authors = IDS(1)}, {&plan_found, .classes = 1, .by_index = true}, "SCAN f VIRTUAL"},
    {"a small section", {.archive_term = 1}, {&plan_found, .classes = 1}, "SEARCH a USING PRIMARY KEY"},
    {"a small tag",
     {.types = 2, .statuses = 8, .tags = IDS(1)},
     {&plan_found, .classes = 1},
     "SEARCH a USING COVERING"},
    {"an author of few",
     {.types = 2, .statuses = 8, .authors = IDS(1)},
     {&plan_found, .classes = 1},
     "SEARCH p USING COVERING INDEX post_author"},
    {"in a span of time",
     {.types = 2, .after = 5, .before = 9},
     {&plan_found, .classes = 1, .by_index = true},
     "SCAN f VIRTUAL TABLE"},
    {"avoided", {.types = 2, .statuses = 8}, {&plan_avoided, .classes = 1}, "SEARCH p USING COVERING INDEX post_"},
};

// Matches come along the index of the search or along the other one, never by going over posts or sorting.
static void test_search_queries(void **state) {
    struct fixture *fixture = *state;
    STORE_READ db = store_read_acquire(fixture->store);
    for (size_t i = 0; i < sizeof search_cases / sizeof *search_cases; i++) {
        const struct search_case *test = &search_cases[i];
        for (int part = POST_QUERY_IDS; part <= POST_QUERY_RANKED; part++) {
            if (part == POST_QUERY_RANKED && !test->search.plan->match) continue;
            struct post_query query = test->query;
            query.limit = 10;
            query.offset = 5000;
            query.total_most = (int64_t) i % 2 * 100;
            SQL_CLEAN struct sql_builder sql;
            sql_init(&sql, &fixture->arena);
            assert_int_equal(post_query_build(db, &query, &test->search, NULL, (enum post_query_part) part, &sql),
                             DB_OK);
            const char *plan = plan_of(fixture, db, sql.text.data);
            const char *body = strncmp(plan, "CO-ROUTINE", 10) == 0 ? strchr(plan, '\n') + 1 : plan;
            if (has_scan(plan) || strstr(plan, "TEMP B-TREE") || strncmp(body, test->first, strlen(test->first)) != 0)
                fail_msg("%s:\n%s\n%s", test->name, sql.text.data, plan);
        }
    }
}

// Each field of a query alone and with the others must give SQL that can be run.
static void test_other_lists(void **state) {
    struct fixture *fixture = *state;
    STORE_READ db = store_read_acquire(fixture->store);
    struct arena *arena = &fixture->arena;
    for (int order = 0; order <= POST_ORDER_COMMENTS; order++) {
        struct post_list posts;
        struct post_query query = {
            .types = 2, .statuses = 8, .order = (enum post_order) order, .limit = 10, .want_total = true};
        assert_int_equal(post_list(db, arena, &query, true, &posts), DB_OK);
        query.search = "word other";
        query.include = (struct id_list) IDS(2, 1);
        query.slugs = (struct text_list){.items = (const char *const[]){"b", "a", "c"}, .count = 3};
        assert_int_equal(post_list(db, arena, &query, false, &posts), DB_OK);
        query.archive_term = 1;
        assert_int_equal(post_list(db, arena, &query, false, &posts), DB_OK);
    }
    for (int order = 0; order <= TERM_ORDER_PARENT; order++) {
        struct term_list terms;
        struct term_query query = {.taxonomy = TERM_CATEGORY, .order = (enum term_order) order, .limit = 10};
        assert_int_equal(term_list(db, arena, &query, &terms), DB_OK);
        query = (struct term_query){.taxonomy = TERM_TAG,
                                    .include = IDS(1, 2),
                                    .exclude = IDS(3),
                                    .slugs = {.items = (const char *const[]){"a", "b"}, .count = 2},
                                    .search = "x",
                                    .filter_parent = true,
                                    .parent = order % 2,
                                    .hide_empty = true,
                                    .post = 1,
                                    .order = (enum term_order) order,
                                    .descending = true,
                                    .limit = 10,
                                    .offset = 1,
                                    .want_total = true};
        assert_int_equal(term_list(db, arena, &query, &terms), DB_OK);
    }
    for (int order = 0; order <= COMMENT_ORDER_TYPE; order++) {
        struct comment_list comments;
        struct comment_query query = {.order = (enum comment_order) order, .limit = 10, .want_total = true};
        assert_int_equal(comment_list(db, arena, &query, &comments), DB_OK);
        query = (struct comment_query){.include = IDS(1, 2),
                                       .exclude = IDS(3),
                                       .posts = IDS(1, 2),
                                       .parents = IDS(0, 1),
                                       .parents_exclude = IDS(5),
                                       .authors = IDS(0, 1),
                                       .authors_exclude = IDS(2),
                                       .author_email = "a@b",
                                       .search = "x",
                                       .statuses = 6,
                                       .after = 1,
                                       .before = 2,
                                       .type = "comment",
                                       .post_statuses = 8 | 32,
                                       .hide_protected = true,
                                       .or_author = 1,
                                       .order = (enum comment_order) order,
                                       .ascending = true,
                                       .limit = 10,
                                       .offset = 2,
                                       .want_total = true};
        assert_int_equal(comment_list(db, arena, &query, &comments), DB_OK);
    }
    for (int order = 0; order <= USER_ORDER_INCLUDE_SLUGS; order++) {
        struct user_list users;
        struct user_query query = {.order = (enum user_order) order, .limit = 10};
        assert_int_equal(user_list(db, arena, &query, &users), DB_OK);
        query = (struct user_query){.include = IDS(1, 2),
                                    .exclude = IDS(3),
                                    .slugs = {.items = (const char *const[]){"a", "b"}, .count = 2},
                                    .search = "*x",
                                    .search_private = true,
                                    .roles = 6,
                                    .published_only = true,
                                    .order = (enum user_order) order,
                                    .descending = true,
                                    .limit = 10,
                                    .offset = 1,
                                    .want_total = true};
        assert_int_equal(user_list(db, arena, &query, &users), DB_OK);
    }
}

static const struct {
    const char *name;
    struct comment_query query;
    const char *index;
    bool ordered;  // at any depth without sorting
} comment_cases[] = {
    {"approved", {.type = NULL}, "comment_status", true},
    {"held", {.statuses = 4, .ascending = true}, "comment_status", true},
    {"approved and held", {.statuses = 2 | 4}, "comment_date", true},
    {"any", {.statuses = 30, .type = ""}, "comment_date", true},
    {"with own", {.or_author = 1}, "comment_date", true},
    {"for everybody", {.post_statuses = 8, .hide_protected = true}, "comment_status", true},
    {"since", {.after = 1}, "comment_status", true},
    {"of a post", {.posts = IDS(1)}, "comment_post", true},
    {"of posts", {.posts = IDS(1, 2)}, "(post_id=?", false},
    {"all of a post", {.posts = IDS(1), .statuses = 2 | 4}, "(post_id=?", false},
    {"of an account", {.authors = IDS(1)}, "comment_account", false},
    {"of an address", {.author_email = "a"}, "comment_email", true},
    {"replies", {.parents = IDS(1)}, "comment_parent", false},
    {"included", {.include = IDS(1, 2)}, "PRIMARY KEY", false},
    {"held by a rule", {.held_rule = "a", .statuses = 4}, "comment_held", true},
    {"from an address", {.address = "a", .statuses = 30, .type = ""}, "comment_ip", true},
    {"of a discussion", {.thread = 1, .statuses = 30, .type = ""}, "comment_root", false},
    {"on an author's posts", {.post_author = 1, .post_types = 2 | 8, .statuses = 4}, "(author_id=?", false},
    {"all on an author's posts", {.post_author = 1, .statuses = 30, .type = ""}, "(author_id=?", false},
    {"on one of an author's posts", {.post_author = 1, .posts = IDS(1)}, "comment_post", true},
    {"held or trashed by a rule", {.held_rule = "a", .statuses = 30, .type = ""}, "comment_held", true},
};

// Threads are walked in the order of an index alone, however far.
static void test_thread_plans(void **state) {
    struct fixture *fixture = *state;
    STORE_READ db = store_read_acquire(fixture->store);
    size_t roots = 0;
    for (const char *const *sql = comment_thread_statements; *sql; sql++) {
        if (!strstr(*sql, "WHERE c.post_id = $1 AND c.root_id = 0")) continue;
        const char *plan = plan_of(fixture, db, *sql);
        if (!strstr(plan, "comment_top") || strstr(plan, "USE TEMP B-TREE")) fail_msg("%s\n%s", *sql, plan);
        roots++;
    }
    assert_int_equal(roots, 3);
}

static void test_comment_queries(void **state) {
    struct fixture *fixture = *state;
    STORE_READ db = store_read_acquire(fixture->store);
    for (size_t i = 0; i < sizeof comment_cases / sizeof *comment_cases; i++) {
        struct comment_query query = comment_cases[i].query;
        struct comment_list list;
        query.limit = 10;
        query.offset = 5000;
        assert_int_equal(comment_list(db, &fixture->arena, &query, &list), DB_OK);
        const char *sql = statement_sql(db->statements[0]);  // the one used last
        const char *plan = plan_of(fixture, db, sql);
        bool sorts = strstr(plan, "USE TEMP B-TREE") != NULL;
        if (strstr(plan, "SCAN p") || !strstr(plan, comment_cases[i].index) || (comment_cases[i].ordered && sorts)) {
            fail_msg("%s:\n%s\n%s", comment_cases[i].name, sql, plan);
        }
    }
}

// What a client sends is never text of a statement.
static void test_no_text_from_outside(void **state) {
    struct fixture *fixture = *state;
    STORE_READ db = store_read_acquire(fixture->store);
    const char *evil = "zqx' OR 1=1 -- zqx";
    const struct search_plan plan = {.match = "(\"zqx\")", .weights = &weight, .phrases = 1};
    const struct post_search search = {.plan = &plan, .classes = 1};
    struct post_query query = {.types = 2, .search = evil, .slugs = {.items = &evil, .count = 1}, .limit = 1};
    SQL_CLEAN struct sql_builder sql;
    sql_init(&sql, &fixture->arena);
    assert_int_equal(post_query_build(db, &query, &search, NULL, POST_QUERY_IDS, &sql), DB_OK);
    assert_null(strstr(sql.text.data, "zqx"));
}

// Parameters out of order would be bound to the wrong places; the driver refuses them.
static void test_parameter_order(void **state) {
    struct fixture *fixture = *state;
    STORE_READ db = store_read_acquire(fixture->store);
    STATEMENT wrong = statement_acquire(db, "SELECT $2, $1");
    assert_int_equal(statement_result(wrong), DB_ERROR);
    STATEMENT right = statement_acquire(db, "SELECT $1, $2, $1");
    assert_int_equal(statement_result(right), DB_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists),          cmocka_unit_test(test_post_queries),
        cmocka_unit_test(test_thread_plans),   cmocka_unit_test(test_comment_queries),
        cmocka_unit_test(test_other_lists),    cmocka_unit_test(test_no_text_from_outside),
        cmocka_unit_test(test_search_queries), cmocka_unit_test(test_parameter_order),
    };
    return cmocka_run_group_tests(tests, fixture_set_up, fixture_tear_down);
}
