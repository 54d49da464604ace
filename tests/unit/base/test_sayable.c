/* What a caller can take in: words are counted, numbers and points of the compass are seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/sayable.h"

static void words_are_counted(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t words;
    } rows[] = {{"", 0},
                {"   ", 0},
                {"one", 1},
                {" one  two ", 2},
                {"- , .", 0},
                {"it's", 1},
                {"front-door", 1},
                {"Ty Hafan", 2},
                {"B & Q", 2},
                {"124 York Road", 3},
                {"Caf\xC3\xA9 Royal", 2}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(na_sayable_words(na_str_of(rows[i].text)), rows[i].words);
    }
    assert_true(na_str_is(na_sayable_first(na_str_of(" one two, three "), 2), "one two,"));
    assert_true(na_str_is(na_sayable_first(na_str_of("one"), 2), "one"));
    assert_int_equal(na_sayable_first(na_str_of("one two"), 0).length, 0);
}

static void numbers_that_may_be_dialled_or_typed_are_seen(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool has;
    } rows[] = {{"124 York Road", false},
                {"01632 960000", true},
                {"C159X", false},
                {"C1234Z", true},
                {"1 2 3 4", true},
                {"(016)32", true},
                {"Unit 12, 34 High", false},
                {"desk@example.org", true},
                {"", false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (na_sayable_has_number(na_str_of(rows[i].text)) != rows[i].has) {
            fail_msg("%s", rows[i].text);
        }
    }
}

static void points_of_the_compass_are_seen(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool has;
    } rows[] = {{"on the north wall", true},      {"North-east corner", true},
                {"the westerly door", true},      {"towards the southern gate", true},
                {"NW of the gate", true},         {"Northgate, left of the door", false},
                {"by the eastbound stop", false}, {"Weston Road", false},
                {"left of the entrance", false},  {"next to the nest", false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (na_sayable_has_compass(na_str_of(rows[i].text)) != rows[i].has) {
            fail_msg("%s", rows[i].text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_counted),
        cmocka_unit_test(numbers_that_may_be_dialled_or_typed_are_seen),
        cmocka_unit_test(points_of_the_compass_are_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
