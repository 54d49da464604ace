/* Small helpers on text: comparing, trimming, cutting between characters, UTF-8, edit distance. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "support/random.h"

static void views_compare_by_bytes(void **state)
{
    (void)state;
    static const char *const ascending[] = {"", "A", "AB", "B", "a", "aa", "b", "\xC3\xA9", NULL};
    for (size_t i = 0; ascending[i] != NULL; i++) {
        for (size_t j = 0; ascending[j] != NULL; j++) {
            int order = na_str_compare(na_str_of(ascending[i]), na_str_of(ascending[j]));
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
            assert_int_equal(na_str_equal(na_str_of(ascending[i]), na_str_of(ascending[j])),
                             i == j);
            assert_int_equal(na_str_is(na_str_of(ascending[i]), ascending[j]), i == j);
        }
    }
    assert_true(na_str_is(na_str_of(NULL), ""));
    assert_true(na_str_equal((struct na_str){NULL, 0}, na_str_of("")));
    assert_false(na_str_is((struct na_str){"a\0b", 3}, "a"));
}

static void trim_takes_white_space_from_both_ends(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""},         {" ", ""},          {"\t\n\v\f\r ", ""},     {"a", "a"},
        {" a b ", "a b"}, {"\r\na\r\n", "a"}, {"\xC2\xA0", "\xC2\xA0"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_true(na_str_is(na_str_trim(na_str_of(rows[i][0])), rows[i][1]));
    }
}

/* Cut at every size: a prefix, valid UTF-8, and as long as can be. */
static void copy_cuts_between_characters(void **state)
{
    (void)state;
    static const char text[] = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x9A\x91z";
    for (size_t size = 1; size <= sizeof text + 2; size++) {
        char *to = malloc(size);
        assert_non_null(to);
        bool whole = na_text_copy(to, size, text);
        size_t length = strlen(to);
        assert_int_equal(whole, size >= sizeof text);
        assert_true(length < size);
        assert_memory_equal(to, text, length);
        assert_true(na_utf8_valid(to, length));
        assert_true(whole || size - 1 - length < 4);
        free(to);
    }
}

static void same_fold_ignores_ascii_case_only(void **state)
{
    (void)state;
    assert_true(na_text_same_fold("Bleed Cabinet", "bLEED cABINET"));
    assert_true(na_text_same_fold("", ""));
    assert_false(na_text_same_fold("a", ""));
    assert_false(na_text_same_fold("", "a"));
    assert_false(na_text_same_fold("abc", "abd"));
    assert_false(na_text_same_fold("\xC3\x89", "\xC3\xA9"));
    assert_false(na_text_same_fold("[", "{"));
    assert_false(na_text_same_fold("@", "`"));
    for (int c = 0; c < 256; c++) {
        char wanted = c >= 'A' && c <= 'Z' ? (char)(c + 32) : (char)c;
        assert_int_equal(na_ascii_lower((char)c), wanted);
    }
}

/* The plain definition: decode, then refuse what is too long for its value. */
static bool decodes(const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t length = p[i] < 0x80             ? 1
                        : (p[i] & 0xE0) == 0xC0 ? 2
                        : (p[i] & 0xF0) == 0xE0 ? 3
                        : (p[i] & 0xF8) == 0xF0 ? 4
                                                : 0;
        if (length == 0 || i + length > n) {
            return false;
        }
        static const unsigned int masks[5] = {0, 0x7F, 0x1F, 0x0F, 0x07};
        static const unsigned int least[5] = {0, 0, 0x80, 0x800, 0x10000};
        unsigned int value = p[i] & masks[length];
        for (size_t j = 1; j < length; j++) {
            if ((p[i + j] & 0xC0) != 0x80) {
                return false;
            }
            value = value << 6 | (p[i + j] & 0x3Fu);
        }
        if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
            return false;
        }
        i += length;
    }
    return true;
}

static void assert_same_verdict(const unsigned char *bytes, size_t length)
{
    if (na_utf8_valid((const char *)bytes, length) != decodes(bytes, length)) {
        fail_msg("%zu bytes %02X %02X %02X %02X", length, bytes[0], bytes[1], bytes[2], bytes[3]);
    }
}

static void utf8_is_judged_as_decoding_does(void **state)
{
    (void)state;
    unsigned char bytes[4] = {0};
    assert_true(na_utf8_valid("", 0));
    for (unsigned int all = 0; all < 1u << 24; all++) {
        bytes[0] = (unsigned char)(all >> 16);
        bytes[1] = (unsigned char)(all >> 8);
        bytes[2] = (unsigned char)all;
        assert_same_verdict(bytes, 3);
        if ((all & 0xFF) == 0) {
            assert_same_verdict(bytes, 2);
        }
        if ((all & 0xFFFF) == 0) {
            assert_same_verdict(bytes, 1);
        }
    }
}

/* Four bytes: all leads and second bytes, the others at and beside their bounds. */
static void utf8_of_four_bytes_too(void **state)
{
    (void)state;
    static const unsigned char tails[] = {0x00, 0x7F, 0x80, 0x81, 0xBF, 0xC0, 0xFF};
    for (unsigned int all = 0; all < 1u << 16; all++) {
        for (size_t i = 0; i < sizeof tails * sizeof tails; i++) {
            unsigned char bytes[4] = {(unsigned char)(all >> 8), (unsigned char)all,
                                      tails[i / sizeof tails], tails[i % sizeof tails]};
            assert_same_verdict(bytes, 4);
        }
    }
}

static void every_code_point_is_put_as_valid_utf8(void **state)
{
    (void)state;
    char before[4] = "";
    size_t before_length = 0;
    for (unsigned int point = 0; point <= 0x10FFFF; point++) {
        if (point == 0xD800) {
            point = 0xE000;
        }
        char to[4];
        size_t length = na_utf8_put(point, to);
        assert_int_equal(length, point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4);
        assert_true(na_utf8_valid(to, length));
        /* UTF-8 sorts as code points do. */
        assert_true(na_str_compare((struct na_str){before, before_length},
                                   (struct na_str){to, length}) < 0);
        memcpy(before, to, length);
        before_length = length;
    }
}

static size_t slow_distance(const char *a, const char *b)
{
    if (*a == '\0' || *b == '\0') {
        return strlen(a) + strlen(b);
    }
    size_t best = slow_distance(a + 1, b + 1) + (*a != *b);
    size_t gone = slow_distance(a + 1, b) + 1;
    size_t come = slow_distance(a, b + 1) + 1;
    best = gone < best ? gone : best;
    return come < best ? come : best;
}

static void distance_counts_the_changes(void **state)
{
    (void)state;
    struct test_random random = test_random_start("distance");
    assert_int_equal(na_text_distance("kitten", "sitting"), 3);
    assert_int_equal(na_text_distance("LAT", "lat"), 0);
    assert_int_equal(na_text_distance("", "abc"), 3);
    for (int i = 0; i < 500; i++) {
        char a[7] = "";
        char b[7] = "";
        for (uint64_t n = test_random_below(&random, 7), j = 0; j < n; j++) {
            a[j] = (char)('a' + test_random_below(&random, 3));
        }
        for (uint64_t n = test_random_below(&random, 7), j = 0; j < n; j++) {
            b[j] = (char)('a' + test_random_below(&random, 3));
        }
        assert_int_equal(na_text_distance(a, b), slow_distance(a, b));
    }
}

static void distance_looks_at_63_bytes(void **state)
{
    (void)state;
    char a[80];
    memset(a, 'x', sizeof a);
    a[62] = 'y';
    a[63] = 'z';
    a[79] = '\0';
    char b[64];
    memset(b, 'x', sizeof b);
    b[63] = '\0';
    assert_int_equal(na_text_distance(a, b), 1);
}

static void control_characters_become_blanks(void **state)
{
    (void)state;
    char text[] = "a\x1b[31m\tb\nc\x7f\xC2\x9B\xC3\xA9\xC2\xA0\xC2";
    char line[sizeof text];
    memcpy(line, text, sizeof text);
    na_text_blank_controls(text, strlen(text), true);
    assert_string_equal(text, "a [31m b\nc   \xC3\xA9\xC2\xA0\xC2");
    na_text_blank_controls(line, strlen(line), false);
    assert_string_equal(line, "a [31m b c   \xC3\xA9\xC2\xA0\xC2");
    na_text_blank_controls(line, 0, false);
    char end[] = "\xC2\x80"; /* only the first byte is asked about: what follows is not looked at */
    na_text_blank_controls(end, 1, false);
    assert_string_equal(end, "\xC2\x80");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(views_compare_by_bytes),
        cmocka_unit_test(trim_takes_white_space_from_both_ends),
        cmocka_unit_test(copy_cuts_between_characters),
        cmocka_unit_test(same_fold_ignores_ascii_case_only),
        cmocka_unit_test(utf8_is_judged_as_decoding_does),
        cmocka_unit_test(utf8_of_four_bytes_too),
        cmocka_unit_test(every_code_point_is_put_as_valid_utf8),
        cmocka_unit_test(distance_counts_the_changes),
        cmocka_unit_test(control_characters_become_blanks),
        cmocka_unit_test(distance_looks_at_63_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
