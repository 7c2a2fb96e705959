// What the typed engine does beyond the specification: names are checked when
// compiling, kinds escape, partials may contain themselves.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
// After the headers it needs:
#include <cmocka.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/mustache.h"
#include "server/text/view.h"
#include "server/text/words.h"

struct comment {
    const char *text;
    const struct comment *replies;
    size_t replies_count;
};

static const struct view_type comment_type;
static const struct view_field comment_fields[] = {
    VIEW_FIELD(VIEW_TEXT, comment, text),
    VIEW_LIST_FIELD(comment, replies, &comment_type),
};
static const struct view_type comment_type = VIEW_TYPE(comment, comment_fields);

struct author {
    const char *name;
    const char *home;
};

static const struct view_field author_fields[] = {
    VIEW_FIELD(VIEW_TEXT, author, name),
    VIEW_FIELD(VIEW_URL, author, home),
};
static const struct view_type author_type = VIEW_TYPE(author, author_fields);

struct article {
    const char *title;
    const char *body;
    const char *link;
    int64_t views;
    bool open;
    const struct author *author;
    const struct comment *comments;
    size_t comments_count;
};

static const struct view_field article_fields[] = {
    VIEW_FIELD(VIEW_TEXT, article, title),
    VIEW_FIELD(VIEW_HTML, article, body),
    VIEW_FIELD(VIEW_URL, article, link),
    VIEW_FIELD(VIEW_INTEGER, article, views),
    VIEW_FIELD(VIEW_BOOL, article, open),
    VIEW_OBJECT_FIELD(article, author, &author_type),
    VIEW_LIST_FIELD(article, comments, &comment_type),
};
static const struct view_type article_type = VIEW_TYPE(article, article_fields);

static const struct article sample = {
    .title = "Salt & <pepper> \"it's\"",
    .body = "<p>Body</p>",
    .link = "https://example.org/?a=1&b=2",
    .views = -42,
    .open = true,
    .author = &(struct author){.name = "Ann", .home = "javascript:alert(1)"},
    .comments =
        (struct comment[]){
            {.text = "a",
             .replies =
                 (struct comment[]){{.text = "b", .replies = (struct comment[]){{.text = "c"}}, .replies_count = 1},
                                    {.text = "d"}},
             .replies_count = 2},
            {.text = "e"},
        },
    .comments_count = 2,
};

struct file {
    const char *name, *source;
};

static const char *load(void *context, const char *name, size_t *ret_size) {
    for (const struct file *file = context; file->name; file++)
        if (strcmp(file->name, name) == 0) {
            *ret_size = strlen(file->source);
            return file->source;
        }
    return NULL;
}

// The rendering of the first file, or the message, in the arena.
static const char *render_in(struct arena *arena, const struct words *words, const struct file *files,
                             const struct view_type *type, const void *view) {
    const char *message = NULL;
    struct mustache *compiled = mustache_compile(files[0].name, type, load, (void *) files, arena, &message);
    if (!compiled) return message;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    mustache_render(compiled, words, view, &out);
    const char *text = strbuf_failed(&out) ? "(failed)" : arena_strdup(arena, out.data);
    mustache_destroy(compiled);
    return text;
}

static const char *render(struct arena *arena, const struct file *files, const struct view_type *type,
                          const void *view) {
    return render_in(arena, NULL, files, type, view);
}

static void check_sources(const char *const (*cases)[2], size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct arena arena;
        arena_init(&arena);
        const struct file files[] = {{"article", cases[i][0]}, {0}};
        const char *got = render(&arena, files, &article_type, &sample);
        if (strcmp(got, cases[i][1]) != 0) print_error("source: %s\n", cases[i][0]);
        assert_string_equal(got, cases[i][1]);
        arena_finish(&arena);
    }
}
#define CHECK_SOURCES(cases) check_sources(cases, sizeof(cases) / sizeof *(cases))

static void kinds_escape(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"{{title}}", "Salt &amp; &lt;pepper&gt; &quot;it&#39;s&quot;"},
        {"{{{title}}}{{&title}}",
         "Salt &amp; &lt;pepper&gt; &quot;it&#39;s&quot;Salt &amp; &lt;pepper&gt; &quot;it&#39;s&quot;"},
        {"{{body}}{{{body}}}", "<p>Body</p><p>Body</p>"},
        {"{{link}}", "https://example.org/?a=1&amp;b=2"},
        {"{{author.home}}", "#"},
        {"{{views}}", "-42"},
        {"{{ # open }}{{author.name}}{{ / open }}", "Ann"},
        {"{{#author}}{{name}} on {{title}}{{/author}}", "Ann on Salt &amp; &lt;pepper&gt; &quot;it&#39;s&quot;"},
        {"{{#views}}{{.}}{{/views}}", "-42"},
        {"{{#open}}{{#comments}}{{text}}{{#open}}!{{/open}}{{/comments}}{{/open}}", "a!e!"},
    };
    CHECK_SOURCES(cases);
}

static void empty_values_are_false(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    static const struct file files[] = {
        {"article",
         "{{#title}}T{{/title}}{{^title}}t{{/title}}{{#body}}B{{/body}}{{#link}}L{{/link}}{{#views}}V{{/views}}"
         "{{#open}}O{{/open}}{{#author}}A{{/author}}{{^author}}a{{/author}}{{#comments}}C{{/comments}}"
         "{{^comments}}c{{/comments}}{{title}}{{body}}{{link}}{{author.name}}{{#author.name}}N{{/"
         "author.name}}{{views}}"},
        {0}};
    const struct article nothing = {.title = "", .link = ""};
    assert_string_equal(render(&arena, files, &article_type, &nothing), "tac0");
    arena_finish(&arena);
}

static void mistakes_name_file_and_line(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"\n\n{{titel}}", "article.mustache:3: unknown name 'titel'"},
        {"{{#comments}}\r\n{{author.nam}}{{/comments}}", "article.mustache:2: unknown name 'author.nam'"},
        {"{{title.size}}", "article.mustache:1: unknown name 'title.size'"},
        {"{{comments.text}}", "article.mustache:1: unknown name 'comments.text'"},
        {"{{^author}}{{name}}{{/author}}", "article.mustache:1: unknown name 'name'"},
        {"{{.}}", "article.mustache:1: unknown name '.'"},
        {"{{author.name.x.x.x.x.x.x.x.x.x.x}}", "article.mustache:1: unknown name 'author.name.x.x.x.x.x.x.x.x.x.x'"},
        {"{{open}}", "article.mustache:1: only a section can use 'open'"},
        {"{{comments}}", "article.mustache:1: only a section can use 'comments'"},
        {"{{author}}", "article.mustache:1: only a section can use 'author'"},
        {"a\n{{>nothing}}", "article.mustache:2: unknown partial 'nothing'"},
        {"{{#open}}\n", "article.mustache:1: section is not closed: 'open'"},
        {"\n{{/open}}", "article.mustache:2: section was not opened: 'open'"},
        {"{{#open}}{{/views}}{{/open}}", "article.mustache:1: section closes another one: 'views'"},
        {"{{#open}}\n{{title", "article.mustache:2: tag is not closed: '{{title'"},
        {"{{{title}}", "article.mustache:1: tag is not closed: '{{{title}}'"},
        {"{{}}", "article.mustache:1: malformed name ''"},
        {"{{two words}}", "article.mustache:1: malformed name 'two words'"},
        {"{{author..name}}", "article.mustache:1: malformed name 'author..name'"},
        {"{{=x=}}", "article.mustache:1: malformed delimiters 'x'"},
        {"{{=a b c=}}", "article.mustache:1: malformed delimiters 'a b c'"},
        {"{{! {{titel}} }}", " }}"},
    };
    CHECK_SOURCES(cases);
}

static void mistakes_in_partials_name_the_partial(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    static const struct file files[] = {{"article", "{{>a}}"}, {"a", "\n{{>b}}"}, {"b", "{{title}}\n\n{{oops}}"}, {0}};
    assert_string_equal(render(&arena, files, &article_type, &sample), "b.mustache:3: unknown name 'oops'");
    static const struct file none[] = {{"other", ""}, {0}};
    const char *message = NULL;
    assert_null(mustache_compile("article", &article_type, load, (void *) none, &arena, &message));
    assert_string_equal(message, "article.mustache: no such template");
    arena_finish(&arena);
}

static void partials_may_contain_themselves(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    static const struct file inline_files[] = {
        {"article", "{{#comments}}{{>comment}}{{/comments}}"},
        {"comment", "<li>{{text}}/{{views}}{{#replies}}<ul>{{>comment}}</ul>{{/replies}}</li>"},
        {0}};
    assert_string_equal(render(&arena, inline_files, &article_type, &sample),
                        "<li>a/-42<ul><li>b/-42<ul><li>c/-42</li></ul></li></ul><ul><li>d/-42</li></ul></li>"
                        "<li>e/-42</li>");

    static const struct file indented[] = {{"article", "{{#comments}}\n  {{>comment}}\n{{/comments}}\n"},
                                           {"comment", "{{text}}\n\n{{#replies}}\n  {{>comment}}\n{{/replies}}\n"},
                                           {0}};
    assert_string_equal(render(&arena, indented, &article_type, &sample),
                        "  a\n\n    b\n\n      c\n\n    d\n\n  e\n\n");
    arena_finish(&arena);
}

static void a_name_means_the_innermost_view(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    // The partial is bound twice: below an author `name` is the author's, and a comment has `text`.
    static const struct file files[] = {
        {"article", "{{#author}}{{>who}}{{/author}}|{{#comments}}{{#author}}{{>who}}-{{text}}{{/author}}{{/comments}}"},
        {"who", "{{name}}"},
        {0}};
    assert_string_equal(render(&arena, files, &article_type, &sample), "Ann|Ann-aAnn-e");
    arena_finish(&arena);
}

// The renderings of one source in English, German and Persian, and of what cannot be bound.
static void words_are_those_of_the_language(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    static const struct {
        const char *source, *locale, *expected;
    } rows[] = {
        {"<{{#_}}Comments{{/_}}>", "", "<Comments>"},
        {"<{{#_}}Comments{{/_}}>", "de_DE", "<Kommentare>"},
        {"{{#_}}button|Search{{/_}} {{#_}}Search{{/_}}", "", "Search Search"},
        {"{{#_}}button|Search{{/_}} {{#_}}Search{{/_}}", "de_AT", "Suchen Suche"},
        {"{{#author}}{{#_}}Sections of {{title}}{{/_}}{{/author}}", "de_DE",
         "Rubriken in Salt &amp; &lt;pepper&gt; &quot;it&#39;s&quot;"},
        // As the first thing of a line, and alone on it, it is text like any other.
        {"  {{#_}}Comments{{/_}}\n{{title}}", "fa_IR",
         "  دیدگاه‌ها\nSalt &amp; &lt;pepper&gt; &quot;it&#39;s&quot;"},
        {"a\n{{#_}}Commentz{{/_}}", "", "article.mustache:2: server/text/po/en.po has no words 'Commentz'"},
        {"{{#_}}Comments", "", "article.mustache:1: section is not closed: '_'"},
        {"{{^_}}Comments{{/_}}", "", "article.mustache:1: unknown name '_'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct file files[] = {{"article", rows[i].source}, {0}};
        const struct words *words = words_of_locale(rows[i].locale);
        assert_string_equal(render_in(&arena, words, files, &article_type, &sample), rows[i].expected);
    }
    arena_finish(&arena);
}

static void endless_recursion_fails(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    static const struct file files[] = {{"article", "{{title}}{{#comments}}{{>article}}{{/comments}}"}, {0}};
    assert_string_equal(render(&arena, files, &article_type, &sample), "(failed)");

    struct comment chain[MUSTACHE_DEPTH_MAX / 2 + 1];
    memset(chain, 0, sizeof chain);
    static const struct file thread[] = {{"comment", "{{text}}{{#replies}}{{>comment}}{{/replies}}"}, {0}};
    size_t fits = MUSTACHE_DEPTH_MAX / 2;
    for (size_t i = 0; i <= fits; i++)
        chain[i] = (struct comment){.text = "x", .replies = i < fits ? &chain[i + 1] : NULL, .replies_count = 1};
    assert_string_equal(render(&arena, thread, &comment_type, &chain[0]), "(failed)");
    assert_int_equal(strlen(render(&arena, thread, &comment_type, &chain[1])), fits);
    arena_finish(&arena);
}

static void many_sections_side_by_side_are_not_deep(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    static const char section[] = "{{#open}}x{{/open}}";
    char source[600 * (sizeof section - 1) + 1];
    for (size_t i = 0; i < 600; i++) memcpy(source + i * (sizeof section - 1), section, sizeof section);
    const struct file files[] = {{"article", source}, {0}};
    assert_int_equal(strlen(render(&arena, files, &article_type, &sample)), 600);
    arena_finish(&arena);
}

static void a_full_buffer_fails(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    static const struct file files[] = {{"article", "{{title}}{{title}}"}, {0}};
    const char *message = NULL;
    struct mustache *compiled = mustache_compile("article", &article_type, load, (void *) files, &arena, &message);
    assert_non_null(compiled);
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 50);
    mustache_render(compiled, NULL, &sample, &out);
    assert_true(strbuf_failed(&out));
    mustache_destroy(compiled);
    mustache_destroy(NULL);
    arena_finish(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_escape),
        cmocka_unit_test(empty_values_are_false),
        cmocka_unit_test(mistakes_name_file_and_line),
        cmocka_unit_test(mistakes_in_partials_name_the_partial),
        cmocka_unit_test(partials_may_contain_themselves),
        cmocka_unit_test(a_name_means_the_innermost_view),
        cmocka_unit_test(words_are_those_of_the_language),
        cmocka_unit_test(endless_recursion_fails),
        cmocka_unit_test(many_sections_side_by_side_are_not_deep),
        cmocka_unit_test(a_full_buffer_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
