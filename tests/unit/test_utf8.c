// UTF-8 by RFC 3629.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
// After the headers it needs:
#include <cmocka.h>

#include "base/utf8.h"

static void validity(void **state) {
    (void) state;
    static const struct {
        const char *text;
        bool valid;
    } cases[] = {
        {"", true},
        {"plain ASCII, longer than eight bytes", true},
        {"caf\303\251", true},
        {"\342\202\254", true},
        {"\360\237\230\200", true},
        {"12345678\360\237\230\200 12345678", true},
        {"\364\217\277\277", true},
        {"\355\237\277\356\200\200", true},
        {"\200", false},
        {"\377", false},
        {"\303", false},
        {"\303(", false},
        {"\300\257", false},
        {"\301\277", false},
        {"\340\200\257", false},
        {"\340\237\277", false},
        {"\355\240\200", false},
        {"\360\200\200\257", false},
        {"\360\217\277\277", false},
        {"\364\220\200\200", false},
        {"\365\200\200\200", false},
        {"\342\202", false},
        {"\360\237\230", false},
        {"12345678\303", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (utf8_valid(cases[i].text, strlen(cases[i].text)) != cases[i].valid) print_error("case %zu\n", i);
        assert_int_equal(utf8_valid(cases[i].text, strlen(cases[i].text)), cases[i].valid);
    }
    assert_true(utf8_valid("\0", 1));
}

static void every_code_point_comes_back(void **state) {
    (void) state;
    for (uint32_t code = 0; code <= 0x110000; code++) {
        char bytes[4];
        uint32_t back;
        size_t size = utf8_encode(code, bytes);
        uint32_t expected = (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff ? 0xfffd : code;
        if (utf8_decode(bytes, size, &back) != size || back != expected || !utf8_valid(bytes, size))
            fail_msg("U+%04X", code);
        if (size > 1 && utf8_valid(bytes, size - 1)) fail_msg("U+%04X cut", code);
    }
}

static void ill_formed_bytes_are_replaced_singly(void **state) {
    (void) state;
    uint32_t code;
    assert_int_equal(utf8_decode("", 0, &code), 0);
    assert_int_equal(utf8_decode("\377a", 2, &code), 1);
    assert_int_equal(code, 0xfffd);
    assert_int_equal(utf8_decode("\342\202", 2, &code), 1);
    assert_int_equal(code, 0xfffd);
    assert_int_equal(utf8_decode("\342\202\254", 3, &code), 3);
    assert_int_equal(code, 0x20ac);
}

static void lengths_and_prefixes(void **state) {
    (void) state;
    assert_int_equal(utf8_length(""), 0);
    assert_int_equal(utf8_length("a\303\251\342\202\254\360\237\230\200"), 4);
    static const char text[] = "a\303\251\342\202\254";
    static const size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6};
    for (size_t limit = 0; limit < sizeof expected / sizeof *expected; limit++)
        assert_int_equal(utf8_prefix(text, 6, limit), expected[limit]);
    assert_int_equal(utf8_prefix("", 0, 0), 0);
    assert_int_equal(utf8_prefix("\200\200\200", 3, 2), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validity),
        cmocka_unit_test(every_code_point_comes_back),
        cmocka_unit_test(ill_formed_bytes_are_replaced_singly),
        cmocka_unit_test(lengths_and_prefixes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
