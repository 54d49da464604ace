/* Change against the rest of an authority. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/chance.h"
#include "support/random.h"
#include "table/change.h"

static struct na_change judge(struct na_change_ward *wards, size_t count, size_t authorities)
{
    struct na_change change;
    assert_int_equal(na_change_judge(wards, count, authorities, 1, 1, &change, NULL), NA_OK);
    return change;
}

/* Everything doubles: no ward changes by more than the rest. */
static void a_rise_of_all_is_no_change_of_one(void **state)
{
    (void)state;
    struct na_change_ward wards[6] = {{.a = 10, .b = 20}, {.a = 40, .b = 80},   {.a = 25, .b = 50},
                                      {.a = 30, .b = 60}, {.a = 100, .b = 200}, {.a = 7, .b = 14}};
    struct na_change change = judge(wards, 6, 1);
    assert_int_equal(change.stand_out, 0);
    assert_int_equal(change.judged, 6);
    assert_true(change.measured < 1e-12 && change.dispersion >= 1 && change.dispersion <= 1);
    assert_false(change.more);
    for (size_t i = 0; i < 6; i++) {
        assert_true(fabs(wards[i].ratio - 1) < 1e-12);
        assert_true(fabs(wards[i].z) < 1e-9);
    }
}

static void one_ward_that_rises_alone_stands_out(void **state)
{
    (void)state;
    struct na_change_ward wards[5] = {{.a = 20, .b = 90},
                                      {.a = 40, .b = 41},
                                      {.a = 25, .b = 24},
                                      {.a = 30, .b = 31},
                                      {.a = 55, .b = 54}};
    struct na_change change = judge(wards, 5, 1);
    /* The rise itself makes the counts look dispersed: it still stands out of that. */
    assert_true(change.dispersion > 1);
    assert_true(wards[0].p_relative < 1e-6);
    assert_true(wards[0].ratio > 4);
    assert_false(wards[1].stands_out);
    double part = na_e_test(20, 90, 1, 1);
    assert_true(fabs(wards[0].p_own - part) < 1e-15);
}

static void few_rows_and_lone_wards_are_not_judged(void **state)
{
    (void)state;
    struct na_change_ward wards[4] = {{.a = 4, .b = 5, .authority = 0},
                                      {.a = 50, .b = 60, .authority = 0},
                                      {.a = 80, .b = 10, .authority = 1},
                                      {.a = 0, .b = 0, .authority = 0}};
    struct na_change change = judge(wards, 4, 2);
    assert_false(wards[0].judged);
    assert_true(wards[1].judged);
    assert_false(wards[2].judged);
    assert_true(isnan(wards[2].ratio) && isnan(wards[3].ratio));
    assert_int_equal(change.judged, 1);
}

/* Counts that double at random in one authority and not in the other: nothing is called often. */
static void wards_without_a_change_are_rarely_called(void **state)
{
    (void)state;
    enum { WARDS = 80, ROUNDS = 60 };
    struct test_random random = test_random_start("no change");
    size_t called = 0, more = 0;
    for (size_t round = 0; round < ROUNDS; round++) {
        struct na_change_ward wards[WARDS] = {{.a = 0}};
        for (size_t i = 0; i < WARDS; i++) {
            wards[i].authority = i < WARDS / 2 ? 0 : 1;
            for (size_t k = 0; k < 60 + 5 * i; k++) {
                bool later = test_random_below(&random, i < WARDS / 2 ? 3 : 2) != 0;
                wards[i].a += later ? 0 : 1;
                wards[i].b += later ? 1 : 0;
            }
        }
        struct na_change change = judge(wards, WARDS, 2);
        called += change.stand_out;
        more += change.more ? 1 : 0;
    }
    /* 5% of 4,800 are 240; a dispersion of at least 1 makes it a little less. */
    assert_in_range(called, 120, 300);
    assert_true(more <= 8);
}

static void a_rise_is_spread_over_so_many_wards(void **state)
{
    (void)state;
    size_t count = 0;
    const struct na_change_ward one[3] = {{.a = 1, .b = 11}, {.a = 5, .b = 5}, {.a = 5, .b = 4}};
    assert_int_equal(na_change_spread(one, 3, &count, NULL), NA_OK);
    assert_int_equal(count, 1);
    const struct na_change_ward all[3] = {{.a = 1, .b = 2}, {.a = 1, .b = 2}, {.a = 1, .b = 2}};
    assert_int_equal(na_change_spread(all, 3, &count, NULL), NA_OK);
    assert_int_equal(count, 3);
    const struct na_change_ward fall[2] = {{.a = 9, .b = 2}, {.a = 1, .b = 2}};
    assert_int_equal(na_change_spread(fall, 2, &count, NULL), NA_OK);
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rise_of_all_is_no_change_of_one),
        cmocka_unit_test(one_ward_that_rises_alone_stands_out),
        cmocka_unit_test(few_rows_and_lone_wards_are_not_judged),
        cmocka_unit_test(wards_without_a_change_are_rarely_called),
        cmocka_unit_test(a_rise_is_spread_over_so_many_wards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
