/* The urn: every kind has exactly its share of the places that a draw may fall on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "hotspots/urn.h"
#include "support/random.h"

#define KINDS_MAX 40

/* Places of kind i: what it keeps, and what the others leave to it; of count * total in all. */
static void every_kind_has_its_exact_share(void **state)
{
    (void)state;
    struct test_random random = test_random_start("urn");
    for (size_t round = 0; round < 2000; round++) {
        uint32_t numbers[KINDS_MAX], count = 1 + (uint32_t)test_random_below(&random, KINDS_MAX);
        uint64_t places[KINDS_MAX] = {0}, total = 0;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t most = i % 5 == 0 ? 100000000 : 20;
            numbers[i] = (uint32_t)test_random_below(&random, most) + (i == 0 ? 1 : 0);
            total += numbers[i];
        }
        struct na_hotspot_urn urn;
        assert_int_equal(na_hotspot_urn_make(numbers, count, &urn, NULL), NA_OK);
        assert_int_equal(urn.total, total);
        for (uint32_t i = 0; i < count; i++) {
            assert_true(urn.kinds[i].keeps <= total);
            assert_true(urn.kinds[i].other < count);
            places[i] += urn.kinds[i].keeps;
            places[urn.kinds[i].other] += total - urn.kinds[i].keeps;
        }
        for (uint32_t i = 0; i < count; i++) {
            assert_int_equal(places[i], (uint64_t)numbers[i] * count);
        }
        na_hotspot_urn_fini(&urn);
    }
}

/* The first numbers of xoshiro256** with the state 1, 2, 3, 4, worked out by hand from its
 * definition. */
static void the_generator_is_xoshiro(void **state)
{
    (void)state;
    static const uint64_t wanted[] = {11520, 0, 1509978240, 1215971899390074240};
    struct na_random random = {{1, 2, 3, 4}};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        assert_true(na_random_next(&random) == wanted[i]);
    }
}

static void a_bounded_number_is_even_and_below_its_bound(void **state)
{
    (void)state;
    struct na_random random = na_random_seeded(7, 0);
    uint32_t drawn[7] = {0};
    for (size_t i = 0; i < 70000; i++) {
        uint32_t number = na_random_below(&random, 7);
        assert_true(number < 7);
        drawn[number]++;
    }
    /* Five standard deviations of 10,000 each. */
    for (size_t i = 0; i < 7; i++) {
        assert_in_range(drawn[i], 9537, 10463);
    }
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(na_random_below(&random, 1), 0);
        assert_true(na_random_below(&random, 0x80000001u) < 0x80000001u);
    }
}

static void streams_and_seeds_differ(void **state)
{
    (void)state;
    struct na_random a = na_random_seeded(1, 0), b = na_random_seeded(1, 1);
    struct na_random c = na_random_seeded(2, 0), again = na_random_seeded(1, 0);
    uint64_t first = na_random_next(&a);
    assert_true(first != na_random_next(&b));
    assert_true(first != na_random_next(&c));
    assert_true(first == na_random_next(&again));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_its_exact_share),
        cmocka_unit_test(the_generator_is_xoshiro),
        cmocka_unit_test(a_bounded_number_is_even_and_below_its_bound),
        cmocka_unit_test(streams_and_seeds_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
