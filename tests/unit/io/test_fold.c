/* io/fold: names that people hold for the same are the same words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "io/fold.h"

/* The words with blanks between. */
static const char *folded(const char *text, size_t length)
{
    static char joined[4096];
    struct na_folded words;
    size_t used = 0;
    na_fold((struct na_str){text, length}, &words);
    joined[0] = '\0';
    for (size_t i = 0; i < words.count; i++) {
        used += (size_t)snprintf(joined + used, sizeof joined - used, "%s%.*s", i > 0 ? " " : "",
                                 (int)words.words[i].length, words.words[i].bytes);
    }
    return joined;
}

static void spellings_of_one_name_are_equal(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *words;
    } rows[] = {
        {"Headland & Harbour", "headland and harbour"},
        {"HEADLAND AND HARBOUR", "headland and harbour"},
        {"Headland&Harbour", "headland and harbour"},
        {"St Germain's", "saint germains"},
        {"Saint Germain\xE2\x80\x99s", "saint germains"},
        {"St. Germains", "saint germains"},
        {"124 York Rd.", "124 york road"},
        {"Stockton-on-Tees", "stockton on tees"},
        {"Caf\xC3\xA9 \xC3\x85ngstr\xC3\xB6m", "cafe angstrom"},
        {"Cafe\xCC\x81", "cafe"},
        {"Stra\xC3\x9F"
         "e \xC3\x98l",
         "strasse ol"},
        {"\xEF\xBC\xA6ull\xE2\x85\xA7", "fullviii"},
        {"The Ship", "ship"},
        {"the", "the"},
        {"The The", "the the"},
        {"  ,;- ", ""},
        {"", ""},
        {"a\xFF"
         "b",
         "a b"},
        {"N. Ormesby", "north ormesby"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(folded(rows[i].text, strlen(rows[i].text)), rows[i].words);
    }
}

static void folding_twice_changes_nothing(void **state)
{
    (void)state;
    static const char *const rows[] = {"St Mary's & All Saints, Church Rd", "The Cntr", "Mt Ave",
                                       "W Ch St", "Ysgol Gymraeg Caf\xC3\xA9"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char once[256];
        (void)snprintf(once, sizeof once, "%s", folded(rows[i], strlen(rows[i])));
        assert_string_equal(folded(once, strlen(once)), once);
    }
}

static void the_last_word_is_kept_as_typed(void **state)
{
    (void)state;
    struct na_folded words;
    na_fold(na_str_of("Victoria St"), &words);
    assert_int_equal(words.count, 2);
    assert_true(na_str_is(words.words[1], "street"));
    assert_true(na_str_is(words.last, "st"));
}

static void too_much_is_cut_and_said(void **state)
{
    (void)state;
    char text[4000];
    struct na_folded words;
    memset(text, 'a', sizeof text);
    na_fold((struct na_str){text, sizeof text}, &words);
    assert_int_equal(words.count, 1);
    assert_int_equal(words.words[0].length, NA_FOLD_WORD_MAX);
    assert_true(words.cut);
    for (size_t i = 1; i < sizeof text; i += 2) {
        text[i] = ' ';
    }
    na_fold((struct na_str){text, 2 * NA_FOLD_WORDS_MAX}, &words);
    assert_int_equal(words.count, NA_FOLD_WORDS_MAX);
    assert_false(words.cut);
    na_fold((struct na_str){text, sizeof text}, &words);
    assert_int_equal(words.count, NA_FOLD_WORDS_MAX);
    assert_true(words.cut);
}

static void a_saint_is_told_from_a_street(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } rows[] = {
        {"St Hilda's Church", "saint hildas church"},
        {"Church St", "church street"},
        {"44 Chaloner St, Guisborough", "44 chaloner street guisborough"},
        {"St James St and Mill St", "saint james street and mill street"},
        {"Unit 2, St Aidans St", "unit 2 saint aidans street"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(folded(rows[i].text, strlen(rows[i].text)), rows[i].words);
    }
}

static void parts_begin_after_commas(void **state)
{
    (void)state;
    struct na_folded words;
    na_fold(na_str_of("44 York Rd, The Headland; Hartlepool"), &words);
    assert_int_equal(words.count, 5);
    assert_int_equal(words.begins, 1u | 1u << 3 | 1u << 4);
}

static void marks_are_made_plain(void **state)
{
    (void)state;
    static const struct {
        const char *text, *plain;
    } rows[] = {
        {"54\xCB\x9A"
         "41\xE2\x80\xB2"
         "08\xE2\x80\xB3N",
         "54\xC2\xB0"
         "41'08\"n"},
        {"54.6\xC2\xB4 \xE2\x88\x92"
         "1.2",
         "54.6' -1.2"},
        {"\xC2\xB1"
         "40m",
         "+/-40m"},
        {"a\xE2\x80\x8B"
         "b\tc",
         "ab c"},
        {"Caf\xC3\xA9 \xF0\x9F\x93\x8D x", "cafe   x"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char to[64];
        uint16_t from[64];
        size_t length = 0;
        assert_true(na_fold_plain(na_str_of(rows[i].text), to, from, sizeof to - 1, &length));
        to[length] = '\0';
        assert_string_equal(to, rows[i].plain);
    }
    char small[4];
    uint16_t from[4];
    size_t length = 0;
    assert_false(na_fold_plain(na_str_of("12345"), small, from, sizeof small, &length));
    assert_false(na_fold_plain(na_str_of("a\xFF"), small, from, sizeof small, &length));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_one_name_are_equal),
        cmocka_unit_test(folding_twice_changes_nothing),
        cmocka_unit_test(the_last_word_is_kept_as_typed),
        cmocka_unit_test(too_much_is_cut_and_said),
        cmocka_unit_test(a_saint_is_told_from_a_street),
        cmocka_unit_test(parts_begin_after_commas),
        cmocka_unit_test(marks_are_made_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
