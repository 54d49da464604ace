/* Profiles that ship, and lists of headings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "register/heading.h"
#include "register/profile.h"

static void profiles_that_ship_say_what_they_match(void **state)
{
    struct na_profile found;
    (void)state;
    assert_true(na_profile_count() >= 5);
    for (size_t i = 0; i < na_profile_count(); i++) {
        char match[256];
        struct na_profile profile = na_profile_at(i);
        assert_true(na_profile_is_name(profile.name));
        assert_true(na_profile_named(profile.name, &found));
        assert_int_equal(na_profile_read_match(profile, match, sizeof match, NULL), NA_OK);
    }
    assert_false(na_profile_named("nothing", &found));
}

static void a_profile_fits_if_all_its_headings_are_there(void **state)
{
    const struct na_str headings[] = {na_str_of("FHRSID"), na_str_of("Business name"),
                                      na_str_of("A, B")};
    (void)state;
    assert_int_equal(na_profile_match(na_str_of("FHRSID, BusinessName"), headings, 3), 2);
    assert_int_equal(na_profile_match(na_str_of("FHRSID, Other"), headings, 3), 0);
    assert_int_equal(na_profile_match(na_str_of("\"A, B\""), headings, 3), 1);
    assert_int_equal(na_profile_match(na_str_of(""), headings, 3), 0);
}

static void names_of_profiles(void **state)
{
    (void)state;
    assert_true(na_profile_is_name("stockton-2"));
    assert_false(na_profile_is_name(""));
    assert_false(na_profile_is_name("../x"));
    assert_false(na_profile_is_name("X"));
    assert_false(na_profile_is_name("a.ini"));
}

static void lists_of_headings(void **state)
{
    static const struct {
        const char *list;
        char mark;
        const char *items[4];
    } lists[] = {{"A, B", ',', {"A", "B"}},
                 {"Name (A, B), C", ',', {"Name (A, B)", "C"}},
                 {"\"A, B\", C", ',', {"A, B", "C"}},
                 {"\"A + B\" + C", '+', {"A + B", "C"}},
                 {"A (B, C", ',', {"A (B", "C"}}, /* never closed */
                 {"3\" screw, C", ',', {"3\" screw", "C"}},
                 {"\"A\" size, C", ',', {"\"A\" size", "C"}},
                 {"\"-\"", '+', {"-"}}};
    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        struct na_str rest = na_str_of(lists[i].list);
        struct na_str item;
        size_t n = 0;
        while (na_heading_list_next(&rest, lists[i].mark, &item)) {
            assert_true(n < 4 && lists[i].items[n] != NULL && na_str_is(item, lists[i].items[n]));
            n++;
        }
        assert_null(n < 4 ? lists[i].items[n] : NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(profiles_that_ship_say_what_they_match),
        cmocka_unit_test(a_profile_fits_if_all_its_headings_are_there),
        cmocka_unit_test(names_of_profiles),
        cmocka_unit_test(lists_of_headings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
