/* Rows counted as they come: the same whatever their order, and each in one place. */
#include "support/hotspot_fixture.h"
#include "support/random.h"

static struct hotspot_fixture fixture;

static int begin(void **state)
{
    (void)state;
    hotspot_fixture_begin(&fixture);
    return 0;
}

static int end(void **state)
{
    (void)state;
    hotspot_fixture_end(&fixture);
    return 0;
}

static struct na_gather *gather(const struct na_gather_wanted *wanted, bool backwards,
                                bool (*is_asked)(size_t i))
{
    struct na_gather *gather = NULL;
    assert_int_equal(na_gather_new(wanted, &gather, NULL), NA_OK);
    assert_int_equal(na_gather_begin(gather, &fixture.rows, NULL), NA_OK);
    for (size_t i = 0; i < fixture.rows.count; i++) {
        size_t row = backwards ? fixture.rows.count - 1 - i : i;
        assert_int_equal(
            na_gather_take(gather, &fixture.rows, &fixture.rows.items[row], is_asked(row), NULL),
            NA_OK);
    }
    return gather;
}

static bool all(size_t i)
{
    (void)i;
    return true;
}

static bool every_third(size_t i)
{
    return i % 3 == 0;
}

static void repeated_positions_are_kept_once(void **state)
{
    (void)state;
    struct test_random random = test_random_start("gather");
    hotspot_fixture_clear(&fixture);
    for (size_t i = 0; i < 3000; i++) {
        double east = 450000 + 10 * (double)test_random_below(&random, 60);
        double north = 530000 + 10 * (double)test_random_below(&random, 60);
        hotspot_fixture_add(&fixture, east, north, 1, 1 + test_random_below(&random, 3));
    }
    struct na_gather_wanted wanted = {.snapshot = fixture.pack.snapshot, .points = true};
    assert_int_equal(na_cells_parse("grid:50", &wanted.cells, NULL), NA_OK);
    struct na_gather *one = gather(&wanted, false, all), *two = gather(&wanted, true, all);
    const struct na_gathered *a = na_gather_end(one), *b = na_gather_end(two);
    assert_int_equal(a->point_count, b->point_count);
    assert_true(a->point_count <= 3600);
    assert_memory_equal(a->points, b->points, a->point_count * sizeof *a->points);
    assert_memory_equal(a->counts, b->counts, a->set->count * sizeof *a->counts);
    double sum = 0;
    for (size_t i = 0; i < a->point_count; i++) {
        sum += a->points[i].weight;
        assert_true(i == 0 || a->points[i - 1].at.northing_m < a->points[i].at.northing_m ||
                    (a->points[i - 1].at.northing_m <= a->points[i].at.northing_m &&
                     a->points[i - 1].at.easting_m < a->points[i].at.easting_m));
    }
    assert_int_equal((size_t)sum, fixture.rows.count);
    na_gather_free(one);
    na_gather_free(two);
}

static void rows_not_asked_for_are_counted_apart(void **state)
{
    (void)state;
    hotspot_fixture_clear(&fixture);
    hotspot_fixture_add(&fixture, 450500, 530500, 1, 90);
    hotspot_fixture_add(&fixture, 470500, 530500, 1, 9);
    struct na_gather_wanted wanted = {.snapshot = fixture.pack.snapshot, .others = true};
    assert_int_equal(na_cells_parse("grid:1000", &wanted.cells, NULL), NA_OK);
    struct na_gather *one = gather(&wanted, false, every_third);
    const struct na_gathered *gathered = na_gather_end(one);
    assert_int_equal(gathered->rows_placed, 30);
    assert_int_equal(gathered->rows_outside, 3);
    assert_int_equal(gathered->others[0], 60);
    assert_int_equal(gathered->point_count, 0);
    na_gather_free(one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repeated_positions_are_kept_once),
        cmocka_unit_test(rows_not_asked_for_are_counted_apart),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
