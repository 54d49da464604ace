/* cli/nearest_word: what is offered for a word that is not known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/nearest_word.h"

static const char *const words[] = {"lat", "lon", "easting", "northing", "accuracy-m", "k"};
#define COUNT (sizeof words / sizeof words[0])

static void expect(const char *typed, const char *wanted)
{
    const char *nearest = na_cli_nearest_word(typed, words, COUNT);
    if (wanted == NULL) {
        assert_null(nearest);
    } else {
        assert_non_null(nearest);
        assert_string_equal(nearest, wanted);
    }
}

static void a_word_itself_is_nearest(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        expect(words[i], words[i]);
    }
}

static void a_slip_of_one_letter_is_found(void **state)
{
    (void)state;
    expect("latt", "lat");
    expect("la", "lat");
    expect("lom", "lon");
    expect("LAT", "lat");
    expect("eastin", "easting");
}

static void a_long_word_may_slip_more(void **state)
{
    (void)state;
    expect("acuracy_m", "accuracy-m");
    expect("norhtnig", "northing");
    expect("nrothing", "northing");
}

static void the_first_of_equals_is_taken(void **state)
{
    (void)state;
    static const char *const equals[] = {"bat", "cat", "hat"};
    assert_string_equal(na_cli_nearest_word("rat", equals, 3), "bat");
}

static void a_word_like_none_gives_none(void **state)
{
    (void)state;
    expect("teleport", NULL);
    expect("", NULL);
    expect("x", NULL);
    assert_null(na_cli_nearest_word("lat", words, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_itself_is_nearest),
        cmocka_unit_test(a_slip_of_one_letter_is_found),
        cmocka_unit_test(a_long_word_may_slip_more),
        cmocka_unit_test(the_first_of_equals_is_taken),
        cmocka_unit_test(a_word_like_none_gives_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
