// What the search makes of text: words in seven scripts, and the text of HTML.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "db/search_text.h"

static const struct {
    const char *text, *words;
} folds[] = {
    {"", ""},
    {" \t\n,.;:!?()[]{}<>|\\/@#$%^&*_+=~`'\"-", ""},
    {"The Harbour, again.", "the harbour again"},
    {"e-mail AT&T don't C++", "e mail at t don t c"},
    {"3.14 and 1,000", "3 14 and 1 000"},
    // Latin letters with accents, however they are written.
    {"Élysée Ångström São Łódź", "elysee angstrom sao lodz"},
    {"E\u0301lyse\u0301e", "elysee"},
    {"Straße STRASSE Æther Œuvre Smørrebrød þing", "strasse strasse aether oeuvre smorrebrod thing"},
    {"İstanbul ISPARTA ılık", "istanbul isparta ilik"},
    {"Tiếng Việt", "tieng viet"},
    {"ﬁne ２０２６ Ⅷ", "fine 2026 viii"},
    {"l’été co\u00adoperate", "l ete cooperate"},
    // Cyrillic: ё is е; й and ї stay.
    {"Ёлка ёж Мой мои", "елка еж мой мои"},
    {"мо\u0438\u0306 Київ", "мой київ"},
    {"м’ята мʼята м'ята", "м ята м ята м ята"},
    {"Ἀθῆναι ΣΟΦΟΣ σοφός", "αθηναι σοφοσ σοφοσ"},
    // Arabic and Persian: one letter in several forms, digits, vowel signs, the tatweel.
    {"كتاب کتاب", "کتاب کتاب"},
    {"علي علی على", "علی علی علی"},
    {"أحمد إحمد آحمد ٱحمد احمد", "احمد احمد احمد احمد احمد"},
    {"مدرسة مدرسه", "مدرسه مدرسه"},
    {"مُحَمَّد محمـــد", "محمد محمد"},
    {"۱۴۰۳ ١٤٠٣ 1403", "1403 1403 1403"},
    {"مسئول مسؤول", "مسیول مسوول"},
    {"ﻣﺤﻤﺪ", "محمد"},
    // What a zero-width non-joiner holds together, and what it does not.
    {"می‌روم به کتاب‌ها.", "می روم به کتاب ها میروم کتابها"},
    {"a‌b‌c d", "a b c d abc"},
    {"کتاب‌ ها", "کتاب ها"},
    {"‌کتاب‌", "کتاب"},
    {"کتاب‌.", "کتاب"},
    {"\u200fשלום\u200e שָׁלוֹם", "שלום שלום"},
    // Scripts without spaces, and those whose vowels are marks.
    {"東京都 東京", "東 京 都 東 京"},
    {"日本語 text", "日 本 語 text"},
    {"हिन्दी में", "हिन्दी में"},
    {"한국어 뉴스", "한국어 뉴스"},
    {"a\xff\xfe"
     "b",
     "a b"},
    {"a\xf0\x9f\x98\x80"
     "b",
     "a b"},
};

static const char *fold(struct strbuf *out, const char *text) {
    strbuf_reset(out);
    search_fold(out, text, strlen(text));
    return out->data;
}

static void test_fold(void **state) {
    (void) state;
    STRBUF_CLEAN struct strbuf out, again;
    strbuf_init(&out, 0);
    strbuf_init(&again, 0);
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++) {
        fold(&out, folds[i].text);
        if (strcmp(out.data, folds[i].words) != 0)
            fail_msg("%s: \"%s\", not \"%s\"", folds[i].text, out.data, folds[i].words);
        assert_true(utf8_valid(out.data, out.size));
        assert_string_equal(fold(&again, out.data), out.data);
    }
}

static void test_long_words(void **state) {
    (void) state;
    STRBUF_CLEAN struct strbuf text, out;
    strbuf_init(&text, 0);
    strbuf_init(&out, 0);
    for (int i = 0; i < 500; i++) strbuf_adds(&text, "é");
    strbuf_adds(&text, " ж");
    for (int i = 0; i < 500; i++) strbuf_adds(&text, "жа");
    fold(&out, text.data);
    size_t first = strcspn(out.data, " ");
    assert_int_equal(first, SEARCH_WORD_MOST);
    assert_int_equal(out.size, 2 * SEARCH_WORD_MOST + 1);
    assert_true(utf8_valid(out.data, out.size));
    strbuf_reset(&text);
    for (int i = 0; i < 100; i++) strbuf_adds(&text, "کتاب\u200c");
    fold(&out, text.data);
    assert_true(utf8_valid(out.data, out.size));
}

// Each word must say where it stands, for the marks in what was found.
static void test_places(void **state) {
    (void) state;
    const char *text = "  «Élysée»—می‌روم e\u0301!";
    static const struct {
        const char *word, *source;
    } expected[] = {{"elysee", "Élysée"}, {"می", "می"}, {"روم", "روم"}, {"میروم", "می‌روم"}, {"e", "e\u0301"}};
    struct search_reader reader;
    struct search_token token;
    search_reader_init(&reader, text, strlen(text));
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_true(search_reader_next(&reader, &token));
        assert_string_equal(token.word, expected[i].word);
        assert_int_equal(token.end - token.start, strlen(expected[i].source));
        assert_memory_equal(text + token.start, expected[i].source, token.end - token.start);
        assert_int_equal(token.compound, i == 3);
    }
    assert_false(search_reader_next(&reader, &token));
}

static const struct {
    const char *html, *text;
} plains[] = {
    {"", ""},
    {"plain", "plain"},
    {"<p>One</p><p>two</p>", "One two"},
    {"a <b>bold</b>er <em>word</em>", "a bolder word"},
    {"line<br>break<br/>again", "line break again"},
    {"  many \n\t spaces ", "many spaces"},
    {"a &amp; b &lt;c&gt; &#233;&#xe9;&eacute; &Ouml;", "a & b <c> ééé Ö"},
    {"a&nbsp;b&#160;c", "a b\u00a0c"},
    {"AT&T &unknown; &; &#; &#xffffff; &", "AT&T &unknown; &; &#; &#xffffff; &"},
    {"x < y and <3", "x < y and <3"},
    {"<a href=\"a>b\" title='c>d'>link</a>", "link"},
    {"<img alt=\"it's > this\">text", "text"},
    {"it's <b>\"quoted\"</b> text", "it's \"quoted\" text"},
    {"<script>alert(1)</script>after<style>p{}</style> <!-- no > --> end", "after end"},
    {"<!-- wp:paragraph {\"a\":1} --><p>Block</p><!-- /wp:paragraph -->", "Block"},
    {"<script>never ended", ""},
    {"<!-- never ended", ""},
    {"<p never ended", ""},
    {"کتاب&zwnj;ها", "کتاب\u200cها"},
    {"&shy;a", "\u00ada"},
};

static void test_plain(void **state) {
    (void) state;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    for (size_t i = 0; i < sizeof plains / sizeof *plains; i++) {
        strbuf_reset(&out);
        search_plain(&out, plains[i].html);
        if (strcmp(out.data, plains[i].text) != 0)
            fail_msg("%s: \"%s\", not \"%s\"", plains[i].html, out.data, plains[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_long_words),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
