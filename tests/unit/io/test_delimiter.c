/* io/delimiter: which bytes can separate fields, and how they are written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "io/delimiter.h"

static void words_and_characters_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char delimiter;
    } cases[] = {
        {"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"\\t", '\t'}, {"pipe", '|'},
        {",", ','},     {";", ';'},         {"\t", '\t'},  {"|", '|'},    {":", ':'},
        {"+", '+'},     {"!", '!'},         {"~", '~'},    {"/", '/'},    {"'", '\''},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char delimiter = 'x';
        assert_true(na_delimiter_parse(na_str_of(cases[i].text), &delimiter));
        assert_int_equal(delimiter, cases[i].delimiter);
    }
}

static void other_texts_are_not(void **state)
{
    (void)state;
    static const char *const texts[] = {"",     " ",  "ab", ",,", "Tab",     "\\n", "a",
                                        "Z",    "0",  "9",  "_",  "\"",      ".",   "-",
                                        "\x7F", "\r", "@@", "\n", "\xC2\xA7"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char delimiter = 'x';
        assert_false(na_delimiter_parse(na_str_of(texts[i]), &delimiter));
        assert_int_equal(delimiter, 'x');
    }
}

/* All 256, against the list written out. */
static void each_byte_is_good_or_not(void **state)
{
    (void)state;
    static const char good[] = "\t!#$%&'()*+,/:;<=>?@[\\]^`{|}~";
    for (int byte = 0; byte < 256; byte++) {
        bool wanted = false;
        for (size_t i = 0; i + 1 < sizeof good; i++) {
            wanted = wanted || (unsigned char)good[i] == byte;
        }
        assert_int_equal(na_delimiter_is_good((char)byte), wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_characters_are_read),
        cmocka_unit_test(other_texts_are_not),
        cmocka_unit_test(each_byte_is_good_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
