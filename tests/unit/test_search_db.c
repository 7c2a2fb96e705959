// The search's index: what is found and in which order, that it is exact after any writes, and that nothing that is
// typed becomes syntax.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "db/connection.h"
#include "db/post_query.h"
#include "db/search_find.h"
#include "db/search_plan.h"
#include "db/statement.h"
#include "db_rows.h"

#define PUBLIC .types = 2, .statuses = 8, .hide_protected = true
#define EDITOR .types = 2, .statuses = 8 | 2 | 32
#define PEOPLE .types = 6, .statuses = 8, .hide_protected = true

// Slugs of what is found: "c a b", and the total must agree.
static const char *find(struct fixture *fixture, struct post_query query) {
    STORE_READ db = store_read_acquire(fixture->store);
    STRBUF_CLEAN struct strbuf slugs;
    strbuf_init(&slugs, 0);
    if (!query.limit) query.limit = 50;
    query.want_total = true;
    struct post_list list;
    if (post_list(db, &fixture->arena, &query, true, &list) != DB_OK)
        fail_msg("%s: %s %s", query.search, db_message(db), db->statements[0] ? statement_sql(db->statements[0]) : "");
    for (size_t i = 0; i < list.count; i++) {
        if (i > 0) strbuf_addc(&slugs, ' ');
        strbuf_adds(&slugs, list.items[i].slug);
    }
    if (query.limit == 50 && query.offset == 0) assert_int_equal(list.total, list.count);
    return arena_strdup(&fixture->arena, slugs.data);
}

static void make_site(struct fixture *fixture) {
    static const struct {
        const char *slug;
        struct post fields;
    } rows[] = {
        {"a", {.published = 100, .title = "Harbour", .content_html = "<p>Ships in the <b>port</b> of Gdańsk.</p>"}},
        {"b", {.published = 200, .title = "Port news", .content_html = "<p>The harbour is closed.</p>"}},
        {"c", {.published = 300, .title = "Weather", .content_html = "<p>Rain over the harbour, and harbours.</p>"}},
        {"d",
         {.published = 400,
          .title = "کتاب‌های تازه",
          .content_html = "<p>او مي‌رود به كتابخانه ۱۴۰۳</p>"}},
        {"e", {.published = 500, .title = "Ёлка", .content_html = "<p>Москва и мой дом</p>"}},
        {"f",
         {.published = 600, .title = "Straße", .content_html = "<p>Müller &amp; S&ouml;hne</p>", .excerpt = "Köln"}},
        {"g", {.published = 700, .title = "Secret", .content_html = "harbour of secrets", .password = "x"}},
        {"h", {.published = 800, .title = "Draft", .content_html = "harbour to come", .status = POST_DRAFT}},
        {"i", {.published = 900, .title = "Private", .content_html = "harbour of ours", .status = POST_PRIVATE}},
        {"p", {.published = 50, .title = "About the harbour", .type = POST_TYPE_PAGE}},
        {"t", {.published = 950, .title = "Gone harbour", .status = POST_TRASH}},
        {"m", {.published = 20, .title = "Harbour at dawn", .type = POST_TYPE_ATTACHMENT, .status = POST_INHERIT}},
    };
    make_term(fixture, TERM_CATEGORY, "press", 0);
    make_term(fixture, TERM_CATEGORY, "world", 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t id = make_post(fixture, rows[i].slug, rows[i].fields);
        if (rows[i].slug[0] == 'b') give_terms(fixture, id, TERM_CATEGORY, TERMS(2));
        if (rows[i].slug[0] == 'c') give_terms(fixture, id, TERM_CATEGORY, TERMS(1));
    }
}

static const struct {
    struct post_query query;
    const char *slugs;
} cases[] = {
    {{PUBLIC, .search = "harbour"}, "c b a"},
    {{PUBLIC, .search = "harbour", .ascending = true}, "a b c"},
    {{PUBLIC, .search = "harbour", .order = POST_ORDER_RELEVANCE}, "a c b"},
    {{PUBLIC, .search = "port", .order = POST_ORDER_RELEVANCE}, "b a"},
    {{PUBLIC, .search = "HARBOUR port"}, "b a"},
    {{PUBLIC, .search = "harbour -port"}, "c"},
    {{PUBLIC, .search = "harbour -\"is closed\""}, "c a"},
    {{PUBLIC, .search = "-harbour"}, "f e d"},
    {{PUBLIC, .search = "-harbour -koln"}, "e d"},
    {{PUBLIC, .search = "-nothing", .order = POST_ORDER_RELEVANCE}, "f e d c b a"},
    {{PUBLIC, .search = "\"harbour is closed\""}, "b"},
    {{PUBLIC, .search = "\"closed harbour\""}, ""},
    {{PUBLIC, .search = "harb"}, "c b a"},
    {{PUBLIC, .search = "h"}, ""},
    {{PUBLIC, .search = "harb closed"}, ""},  // only the last word may be a beginning
    {{PUBLIC, .search = "closed harb"}, "b"},
    {{PUBLIC, .search = "\"harb\""}, ""},
    {{PUBLIC, .search = "harbours"}, "c"},
    {{PUBLIC, .search = "gdansk"}, "a"},
    {{PUBLIC, .search = "Gdańsk"}, "a"},
    {{PUBLIC, .search = "strasse"}, "f"},
    {{PUBLIC, .search = "muller sohne"}, "f"},
    {{PUBLIC, .search = "KÖLN"}, "f"},
    {{PUBLIC, .search = "елка"}, "e"},
    {{PUBLIC, .search = "ЁЛК"}, "e"},
    {{PUBLIC, .search = "мои"}, ""},
    {{PUBLIC, .search = "كتاب"}, "d"},
    {{PUBLIC, .search = "کتابهای"}, "d"},
    {{PUBLIC, .search = "کتاب های"}, "d"},
    {{PUBLIC, .search = "کتاب‌های"}, "d"},
    {{PUBLIC, .search = "می‌رود"}, "d"},
    {{PUBLIC, .search = "میرود"}, "d"},
    {{PUBLIC, .search = "1403"}, "d"},
    {{PUBLIC, .search = "١٤٠٣"}, "d"},
    {{PUBLIC, .search = "b strong"}, ""},  // mark-up is no text
    {{PUBLIC, .search = "harbour", .archive_term = 1}, "c b"},
    {{PUBLIC, .search = "harbour", .archive_term = 2, .order = POST_ORDER_RELEVANCE}, "b"},
    {{PUBLIC, .search = "harbour", .categories = {(const int64_t[]){1}, 1}}, "c"},
    {{PUBLIC, .search = "harbour", .categories_exclude = {(const int64_t[]){1}, 1}}, "b a"},
    {{PUBLIC, .search = "harbour", .after = 100, .before = 300}, "b"},
    {{PUBLIC, .search = "harbour", .include = {(const int64_t[]){1, 4}, 2}}, "a"},
    {{PUBLIC, .search = "harbour", .exclude = {(const int64_t[]){1, 4}, 2}}, "c b"},
    {{PUBLIC, .search = "harbour", .order = POST_ORDER_TITLE, .ascending = true}, "a b c"},
    {{PUBLIC, .search = "harbour", .limit = 1, .offset = 1}, "b"},
    {{PUBLIC, .search = "harbour", .order = POST_ORDER_RELEVANCE, .limit = 2, .offset = 1}, "c b"},
    {{PUBLIC, .search = "harbour", .limit = 5, .offset = 9}, ""},
    {{PEOPLE, .search = "harbour"}, "c b a p"},
    {{EDITOR, .search = "harbour"}, "i h g c b a"},
    {{EDITOR, .search = "harbour", .order = POST_ORDER_RELEVANCE, .limit = 3}, "a c i"},
    {{.types = 2, .statuses = 8, .search = "harbour"}, "g c b a"},
    {{.types = 2, .statuses = 2, .search = "harbour"}, "h"},
    {{.types = 2, .statuses = 64, .search = "harbour"}, "t"},
    {{.types = 8, .statuses = 256, .search = "harbour"}, "m"},
    {{.types = 8, .statuses = 256, .search = "dawn", .order = POST_ORDER_RELEVANCE}, "m"},
    {{.search = "harbour"}, "t i h g c b a p m"},
};

static void test_cases(void **state) {
    struct fixture *fixture = *state;
    make_site(fixture);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *slugs = find(fixture, cases[i].query);
        if (strcmp(slugs, cases[i].slugs) != 0)
            fail_msg("case %zu, %s: \"%s\", not \"%s\"", i, cases[i].query.search, slugs, cases[i].slugs);
    }
}

// None of it may fail, find what it should not, or be read as FTS5's syntax.
static void test_hostile(void **state) {
    struct fixture *fixture = *state;
    make_site(fixture);
    static const char *const texts[] = {
        "\"",
        "\"\"",
        "\"\"\"",
        "'",
        "''; DROP TABLE post; --",
        "*",
        "harb*",
        "^harbour",
        "title:harbour",
        "{title}:harbour",
        "title : harbour",
        "NEAR(harbour port, 5)",
        "harbour OR port",
        "harbour AND",
        "NOT harbour",
        "AND OR NOT",
        "(",
        ")",
        "(harbour",
        "harbour)",
        "a + b",
        "+",
        "-",
        "--",
        "- harbour",
        "--harbour",
        "-\"",
        "\"-harbour\"",
        "harbour\"port\"",
        "\\",
        "%",
        "_",
        "\xff\xfe",
        "\xf0\x9f\x98\x80",
        "\x01\x02",
        "\u200c",
        "\u200c\u200c harbour",
        "search_index MATCH 'x'",
        "harbour\nport",
        "\"harbour\" \"port\" -\"rain\" * ( ) : ^ { }",
        "a b c d e f g h i j k l m n",
        "$1",
        "?1",
        ":x",
        "\"unclosed harbour",
        "harbour,port",
        ",,,",
        "é\u0301\u0302",
        "0x27",
        "1e309",
        "\u202eharbour\u202c",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (int order = POST_ORDER_DATE; order <= POST_ORDER_RELEVANCE; order += POST_ORDER_RELEVANCE) {
            find(fixture, (struct post_query){PUBLIC, .search = texts[i], .order = (enum post_order) order});
            find(fixture, (struct post_query){EDITOR, .search = texts[i], .order = (enum post_order) order});
        }
    }
    // Operators are words like others.
    assert_string_equal(find(fixture, (struct post_query){PUBLIC, .search = "harbour OR port"}), "");
    assert_string_equal(find(fixture, (struct post_query){PUBLIC, .search = "NOT harbour"}), "");
    assert_string_equal(find(fixture, (struct post_query){PUBLIC, .search = "title:harbour"}), "");
    assert_string_equal(find(fixture, (struct post_query){PUBLIC, .search = "^harbour"}), "c b a");
    assert_string_equal(find(fixture, (struct post_query){PUBLIC, .search = "(harbour)"}), "c b a");
    // Whatever stands in the text, the expression holds folded words in quotation marks and its own joints only.
    STORE_READ db = store_read_acquire(fixture->store);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct search_plan plan;
        assert_int_equal(search_plan_make(db, &fixture->arena, texts[i], 15, &plan), DB_OK);
        bool inside = false;
        for (const char *at = plan.match ? plan.match : ""; *at; at++) {
            if (*at == '"') inside = !inside;
            if (inside && strchr("*^:(){}'+-", *at)) fail_msg("%s: %s", texts[i], plan.match);
            if (!inside && !strchr("() \"ANDORT", *at)) fail_msg("%s: %s", texts[i], plan.match);
        }
        assert_false(inside);
    }
}

static void test_long_text(void **state) {
    struct fixture *fixture = *state;
    make_site(fixture);
    char text[6000];
    for (size_t i = 0; i + 1 < sizeof text; i++) text[i] = i % 3 == 2 ? ' ' : (char) ('a' + i % 26);
    text[sizeof text - 1] = '\0';
    assert_string_equal(find(fixture, (struct post_query){PUBLIC, .search = text}), "");
    memset(text, '"', sizeof text - 1);
    assert_string_equal(find(fixture, (struct post_query){PUBLIC, .search = text}), "");
    memset(text, 'x', sizeof text - 1);
    assert_string_equal(find(fixture, (struct post_query){PUBLIC, .search = text}), "");
}

// A word in more posts than are ranked: the ranked first, the rest by date, none twice, none lost.
static enum db_result add_many(struct db *db, void *argument) {
    (void) argument;
    for (int i = 0; i < 2500; i++) {
        char slug[16];
        snprintf(slug, sizeof slug, "n%d", i);
        const bool in_title = i == 7 || i == 100;
        struct post post = {
            .type = POST_TYPE_POST,
            .status = POST_PUBLISH,
            .published = 1000 + i * 60,
            .slug = slug,
            .title = in_title ? "Flood" : "Report",
            .content = "the flood came",
        };
        int64_t id;
        enum db_result result = post_insert(db, &post, &id);
        if (result != DB_OK) return result;
    }
    return DB_OK;
}

static void test_common_word(void **state) {
    struct fixture *fixture = *state;
    assert_int_equal(fixture_write(fixture, add_many, NULL), DB_OK);
    bool seen[2501] = {false};
    STORE_READ db = store_read_acquire(fixture->store);
    struct post_query query = {PUBLIC, .search = "flood", .order = POST_ORDER_RELEVANCE, .limit = 100,
                               .want_total = true};
    size_t count = 0;
    for (query.offset = 0; query.offset < 2600; query.offset += 100) {
        struct post_list list;
        assert_int_equal(post_list(db, &fixture->arena, &query, true, &list), DB_OK);
        assert_int_equal(list.total, 2500);
        for (size_t i = 0; i < list.count; i++, count++) {
            const int64_t id = list.items[i].id;
            if (count < 2) assert_string_equal(list.items[i].title, "Flood");
            if (count == 2) assert_string_equal(list.items[i].slug, "n2499");
            if (count == 2499) assert_string_equal(list.items[i].slug, "n0");
            assert_false(seen[id]);
            seen[id] = true;
        }
    }
    assert_int_equal(count, 2500);
    query = (struct post_query){PUBLIC, .search = "flood came", .want_total = true, .total_most = 1001};
    struct post_list list;
    assert_int_equal(post_list(db, &fixture->arena, &query, true, &list), DB_OK);
    assert_int_equal(list.total, 1001);
    query.total_most = 0;
    assert_int_equal(post_list(db, &fixture->arena, &query, true, &list), DB_OK);
    assert_int_equal(list.total, 2500);
}

// All of a table's rows as text.
static void dump(struct fixture *fixture, struct db *db, const char *sql, struct strbuf *out) {
    STATEMENT statement = statement_acquire(db, sql);
    while (statement_row(statement)) {
        strbuf_adds(out, statement_text(statement, 0, &fixture->arena));
        strbuf_addc(out, '\n');
    }
    if (statement_result(statement) != DB_OK) fail_msg("%s: %s", sql, db_message(db));
}

static const char *dump_all(struct fixture *fixture) {
    static const char *const tables[] = {
        "SELECT word || ' ' || articles || ' ' || pages || ' ' || media || ' ' || others FROM search_word",
        "SELECT term || ' ' || post_id || ' ' || col || ' ' || \"offset\" FROM temp.words JOIN search_doc ON key = doc "
        "ORDER BY term, post_id, col, \"offset\"",
        "SELECT term || ' ' || post_id || ' ' || \"offset\" FROM temp.titles JOIN search_doc ON key = doc "
        "ORDER BY term, post_id, \"offset\"",
        // Where many share a second, which of them is moved on depends on who came first.
        "SELECT post_id || ' ' || (key & 3) FROM search_doc ORDER BY post_id",
    };
    struct strbuf out;
    strbuf_init(&out, 0);
    struct db db;
    char path[128];
    snprintf(path, sizeof path, "%s/site.db", fixture->directory);
    assert_int_equal(db_open(&db, &driver_sqlite, path, DRIVER_WRITE), DB_OK);
    const char *script =
        "CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'search_index', 'instance');"
        "CREATE VIRTUAL TABLE temp.titles USING fts5vocab('main', 'search_title', 'instance');";
    if (db.driver->script(db.connection, script) != DB_OK) fail_msg("%s", db.driver->message(db.connection));
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) dump(fixture, &db, tables[i], &out);
    db_close(&db);
    const char *text = arena_strdup(&fixture->arena, out.data);
    strbuf_finish(&out);
    return text;
}

static void reopen(struct fixture *fixture, bool reindex) {
    struct error error = {0};
    store_close(fixture->store);
    const struct store_options options = {.directory = fixture->directory, .exclusive = true, .reindex = reindex};
    fixture->store = store_open(&options, &error);
    if (!fixture->store) fail_msg("%s", error.message);
}

// Says where they differ: they are long.
static void assert_same(const char *kept, const char *made) {
    size_t same = 0;
    while (kept[same] && kept[same] == made[same]) same++;
    if (kept[same] == made[same]) return;
    while (same > 0 && kept[same - 1] != '\n') same--;
    fail_msg("kept: %.80s\nmade: %.80s", kept + same, made + same);
}

struct chance {
    uint64_t state;
    struct arena *arena;
};

static size_t roll(struct chance *chance, size_t sides) {
    chance->state ^= chance->state << 13;
    chance->state ^= chance->state >> 7;
    chance->state ^= chance->state << 17;
    return chance->state % sides;
}

static const char *some_words(struct chance *chance, size_t count) {
    static const char *const words[] = {
        "river", "gold", "Élan", "کتاب‌ها", "ёж", "<b>bold</b>", "a&amp;b", "tide", "tides", "東京", ""};
    const char *text = "";
    for (size_t i = roll(chance, count + 1); i > 0; i--)
        text = arena_printf(chance->arena, "%s %s", text, words[roll(chance, sizeof words / sizeof *words)]);
    return text;
}

static enum db_result change_something(struct db *db, void *argument) {
    struct chance *chance = argument;
    static const enum post_status statuses[] = {POST_PUBLISH, POST_PUBLISH, POST_DRAFT,
                                                POST_TRASH,   POST_PRIVATE, POST_FUTURE};
    struct post post = {
        .type = (enum post_type)(1 + roll(chance, 3)),
        .status = statuses[roll(chance, 6)],
        .published = (int64_t) roll(chance, 5) - 2,  // collisions, and dates before 1970
        .password = roll(chance, 4) ? "" : "x",
        .title = some_words(chance, 3),
        .excerpt = roll(chance, 2) ? "" : some_words(chance, 3),
        .content = some_words(chance, 5),
        .content_html = some_words(chance, 20),
        .slug = "s",
    };
    int64_t id = 1 + (int64_t) roll(chance, 60);
    enum db_result result;
    switch (roll(chance, 4)) {
        case 0:
            return post_insert(db, &post, &id);
        case 1:
            result = post_delete(db, id);
            break;
        default:
            post.id = id;
            if (roll(chance, 3) == 0) {
                struct post old;
                result = post_get(db, chance->arena, id, &old);
                if (result != DB_OK) break;
                post = old;
                post.comments_open = !post.comments_open;
            }
            result = post_update(db, &post);
    }
    // A refused write must leave the index alone too.
    return result == DB_NOT_FOUND ? DB_OK : roll(chance, 5) == 0 ? DB_CONFLICT : result;
}

// Random writes, then all of the index compared with what is made anew from the posts.
static void test_exact(void **state) {
    struct fixture *fixture = *state;
    struct chance chance = {.state = 20261124, .arena = &fixture->arena};
    for (int i = 0; i < 600; i++) (void) fixture_write(fixture, change_something, &chance);
    const char *kept = dump_all(fixture);
    assert_true(strlen(kept) > 1000);
    reopen(fixture, true);
    const char *made = dump_all(fixture);
    assert_same(kept, made);
}

static enum db_result spoil(struct db *db, void *argument) { return db->driver->script(db->connection, argument); }

// A site without an index, of another version, ended in between, or damaged.
static void test_rebuild(void **state) {
    struct fixture *fixture = *state;
    make_site(fixture);
    const char *whole = dump_all(fixture);
    static const struct {
        const char *spoil;
        bool reindex, heals;
    } damages[] = {
        {"UPDATE search_state SET version = 0", false, true},
        {"UPDATE search_state SET version = 0; INSERT INTO search_index (search_index) VALUES ('delete-all'); "
         "INSERT INTO search_title (search_title) VALUES ('delete-all'); DELETE FROM search_doc; DELETE FROM "
         "search_word",
         false, true},
        {"DELETE FROM search_doc WHERE post_id > 5", false, false},
        {"DELETE FROM search_doc WHERE post_id > 5", true, true},
        {"INSERT INTO search_index (search_index) VALUES ('delete-all')", true, true},
    };
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        assert_int_equal(fixture_write(fixture, spoil, (void *) damages[i].spoil), DB_OK);
        reopen(fixture, damages[i].reindex);
        if ((strcmp(dump_all(fixture), whole) == 0) != damages[i].heals) fail_msg("damage %zu", i);
    }
}

static void test_many_in_a_second(void **state) {
    struct fixture *fixture = *state;
    for (int i = 0; i < 40; i++) make_post(fixture, "same", (struct post){.published = 1000, .title = "Rush hour"});
    make_post(fixture, "before", (struct post){.published = 900, .title = "Rush hour"});
    make_post(fixture, "after", (struct post){.published = 2000, .title = "Rush hour"});
    struct post_query query = {PUBLIC, .search = "rush", .limit = 42, .want_total = true};
    STORE_READ db = store_read_acquire(fixture->store);
    struct post_list list;
    assert_int_equal(post_list(db, &fixture->arena, &query, true, &list), DB_OK);
    assert_int_equal(list.count, 42);
    assert_string_equal(list.items[0].slug, "after");
    assert_string_equal(list.items[41].slug, "before");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_cases), TEST(test_hostile), TEST(test_long_text), TEST(test_common_word), TEST(test_many_in_a_second),
        TEST(test_exact), TEST(test_rebuild),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
