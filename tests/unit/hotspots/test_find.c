/* Hotspots found in rows: counts, ranks, the smallest set, later months, refusals. */
#include <math.h>

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

static uint32_t cell_at(const struct na_hotspot_finding *finding, double east, double north)
{
    return na_cell_set_find(finding->set,
                            na_cells_of(&finding->set->cells, (struct na_grid){east, north}));
}

static void the_study_area_is_every_cell_that_land_reaches_into(void **state)
{
    (void)state;
    static const struct {
        const char *by;
        size_t cells;
    } wanted[] = {
        /* 10 km by 10 km; edges on the lines of the grid bring no further row of cells. */
        {"grid:1000", 100}, {"grid:2500", 16}, {"grid:10000", 1},
        {"grid:3000", 16}, /* 450..460 begins 450, 453, 456, 459; 530..540: 528, 531, ... 537 */
        {"ward", 2},
    };
    hotspot_fixture_clear(&fixture);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct na_hotspot_job job = hotspot_job(&fixture, wanted[i].by);
        struct na_hotspot_finding *finding = hotspot_find(&job);
        assert_int_equal(finding->set->count, wanted[i].cells);
        assert_int_equal(finding->occupied, 0);
        assert_int_equal(finding->top_count, 0);
        na_hotspot_finding_free(finding);
    }
}

static void rows_outside_the_wards_are_counted_and_said(void **state)
{
    (void)state;
    hotspot_fixture_clear(&fixture);
    hotspot_fixture_add(&fixture, 450500, 530500, 1, 3);
    hotspot_fixture_add(&fixture, 470500, 530500, 1, 2);
    static const char *const by[] = {"grid:500", "hex:500", "ward"};
    for (size_t i = 0; i < 3; i++) {
        struct na_hotspot_job job = hotspot_job(&fixture, by[i]);
        struct na_hotspot_finding *finding = hotspot_find(&job);
        assert_int_equal(finding->rows_placed, 3);
        assert_int_equal(finding->rows_outside, 2);
        assert_true(finding->placed == 3);
        assert_true(finding->warnings.count >= 1);
        assert_string_equal(finding->warnings.items[0].code, "rows-outside");
        na_hotspot_finding_free(finding);
    }
}

static void ties_share_a_rank_and_are_all_at_the_top(void **state)
{
    (void)state;
    hotspot_fixture_clear(&fixture);
    hotspot_fixture_add(&fixture, 450500, 530500, 1, 5);
    hotspot_fixture_add(&fixture, 451500, 530500, 1, 3);
    hotspot_fixture_add(&fixture, 452500, 530500, 1, 3);
    hotspot_fixture_add(&fixture, 453500, 530500, 1, 1);
    struct na_hotspot_job job = hotspot_job(&fixture, "grid:1000");
    job.rule.top = 2;
    struct na_hotspot_finding *finding = hotspot_find(&job);
    assert_int_equal(finding->top_count, 3);
    assert_int_equal(finding->ranks[cell_at(finding, 450500, 530500)], 1);
    assert_int_equal(finding->ranks[cell_at(finding, 451500, 530500)], 2);
    assert_int_equal(finding->ranks[cell_at(finding, 452500, 530500)], 2);
    assert_int_equal(finding->ranks[cell_at(finding, 453500, 530500)], 4);
    assert_int_equal(finding->ranks[cell_at(finding, 454500, 530500)], 5);
    na_hotspot_finding_free(finding);
    /* More than there are cells with a row: none without one is at the top. */
    job.rule.top = 50;
    finding = hotspot_find(&job);
    assert_int_equal(finding->top_count, 4);
    na_hotspot_finding_free(finding);
}

static void weights_are_summed(void **state)
{
    (void)state;
    hotspot_fixture_clear(&fixture);
    hotspot_fixture_add(&fixture, 450500, 530500, 0.5, 3);
    hotspot_fixture_add(&fixture, 451500, 530500, 2, 1);
    struct na_hotspot_job job = hotspot_job(&fixture, "grid:1000");
    struct na_hotspot_finding *finding = hotspot_find(&job);
    assert_true(finding->placed == 3.5);
    assert_int_equal(finding->order[0], cell_at(finding, 451500, 530500));
    na_hotspot_finding_free(finding);
}

/* No set of fewer cells holds the share, by trying all sets. */
static void the_smallest_set_is_the_smallest(void **state)
{
    (void)state;
    struct test_random random = test_random_start("smallest set");
    for (size_t round = 0; round < 300; round++) {
        double values[10], total = 0;
        size_t count = 1 + test_random_below(&random, 10), least = 11;
        for (size_t i = 0; i < count; i++) {
            values[i] = (double)test_random_below(&random, 6);
            total += values[i];
        }
        double percent = (double)(1 + test_random_below(&random, 100));
        for (unsigned int set = 0; set < 1u << count; set++) {
            double sum = 0;
            size_t cells = 0;
            for (size_t i = 0; i < count; i++) {
                sum += (set >> i & 1) != 0 ? values[i] : 0;
                cells += set >> i & 1;
            }
            least = sum * 100 >= percent * total && cells < least ? cells : least;
        }
        na_hotspot_sort(values, count);
        assert_int_equal(na_hotspot_share_cells(values, count, total, percent), least);
    }
}

static void the_share_says_cells_area_and_ties(void **state)
{
    (void)state;
    hotspot_fixture_clear(&fixture);
    hotspot_fixture_add(&fixture, 450500, 530500, 1, 4);
    hotspot_fixture_add(&fixture, 451500, 530500, 1, 2);
    hotspot_fixture_add(&fixture, 452500, 530500, 1, 2);
    struct na_hotspot_job job = hotspot_job(&fixture, "grid:1000");
    job.rule = (struct na_hotspot_rule){0, 75};
    struct na_hotspot_finding *finding = hotspot_find(&job);
    assert_int_equal(finding->share.cells, 2);
    assert_int_equal(finding->share.tied, 1);
    assert_true(finding->share.count == 6);
    assert_true(finding->share.area_m2 == 2e6);
    assert_int_equal(finding->top_count, 3);
    na_hotspot_finding_free(finding);
}

/* Rows at one point: under a grid shifted by 1/8, 3/8, 5/8, 7/8 either way the top cell is the one
 * that holds the point, and holds the base cell's centre too or not. */
static void shifted_grids_are_counted_by_the_centre(void **state)
{
    (void)state;
    static const struct {
        double east, north, stays;
    } wanted[] = {
        {500, 500, 1},    /* the centre itself */
        {1, 500, 0.5},    /* only shifts over 1/2 keep the west edge with the centre */
        {1, 1, 0.25},     /* both ways */
        {300, 500, 0.75}, /* the line at 3/8 is between 300 and 500 */
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        hotspot_fixture_clear(&fixture);
        hotspot_fixture_add(&fixture, 455000 + wanted[i].east, 535000 + wanted[i].north, 1, 7);
        struct na_hotspot_job job = hotspot_job(&fixture, "grid:1000");
        job.shift_side = 4;
        struct na_hotspot_finding *finding = hotspot_find(&job);
        assert_true(finding->shifted[cell_at(finding, 455500, 535500)] == wanted[i].stays);
        na_hotspot_finding_free(finding);
    }
}

static void a_shifted_hexagon_keeps_its_centre(void **state)
{
    (void)state;
    hotspot_fixture_clear(&fixture);
    struct na_hotspot_job job = hotspot_job(&fixture, "hex:1000");
    struct na_grid centre = na_cells_centre(&job.cells, (struct na_plane_cell){524, 535});
    hotspot_fixture_add(&fixture, centre.easting_m, centre.northing_m, 1, 7);
    job.shift_side = 8;
    struct na_hotspot_finding *finding = hotspot_find(&job);
    uint32_t cell = na_cell_set_find(finding->set, (struct na_plane_cell){524, 535});
    assert_true(finding->shifted[cell] == 1);
    double sum = 0;
    for (size_t i = 0; i < finding->set->count; i++) {
        sum += finding->shifted[i];
    }
    /* Every grid has one top cell, and it covers as much as one cell: one centre on average. */
    assert_true(sum >= 1 && sum < 2.5);
    na_hotspot_finding_free(finding);
}

static void what_the_data_cannot_bear_is_refused_with_the_reason(void **state)
{
    (void)state;
    static const struct {
        const char *by;
        size_t rows;
        double bandwidth_m;
        uint32_t shift_side;
        enum na_code code;
        const char *field, *message;
    } wanted[] = {
        {"grid:2500", 40, 0, 0, NA_ERR_DATA, "gi", "16 cells: with fewer than 30"},
        {"ward", 40, 0, 0, NA_ERR_DATA, "gi", "2 cells: with fewer than 30"},
        {"grid:500", 29, 0, 0, NA_ERR_DATA, "gi", "29 rows: with fewer than 30"},
        {"grid:1000", 0, 0, 0, NA_ERR_DATA, "gi", "all cells have the same"},
        {"ward", 4, 300, 0, NA_ERR_PARAM_CONFLICT, "bandwidth", "centres of equal cells"},
        {"ward", 4, 0, 4, NA_ERR_PARAM_CONFLICT, "shifts", "cannot be shifted"},
        {"patrols", 4, 0, 0, NA_ERR_PARAM_MALFORMED, "by", "no layer of areas \"patrols\""},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        hotspot_fixture_clear(&fixture);
        hotspot_fixture_add(&fixture, 450500, 530500, 1, wanted[i].rows);
        struct na_hotspot_job job = hotspot_job(&fixture, wanted[i].by);
        struct na_hotspot_finding *finding = NULL;
        struct na_error error = {.message = ""};
        job.gi = NA_HOTSPOT_GI_WANTED;
        job.bandwidth_m = wanted[i].bandwidth_m;
        job.shift_side = wanted[i].shift_side;
        assert_int_equal(na_hotspot_find(&job, &finding, &error), wanted[i].code);
        assert_string_equal(error.field, wanted[i].field);
        assert_non_null(strstr(error.message, wanted[i].message));
        assert_null(finding);
    }
}

static void without_wanting_it_z_stands_and_the_reason_for_no_p(void **state)
{
    (void)state;
    hotspot_fixture_clear(&fixture);
    hotspot_fixture_add(&fixture, 450500, 530500, 1, 40);
    struct na_hotspot_job job = hotspot_job(&fixture, "grid:2500");
    struct na_hotspot_finding *finding = hotspot_find(&job);
    assert_non_null(finding->gi);
    assert_true(finding->gi[0].z > 0 || finding->gi[0].z < 0);
    assert_true(isnan(finding->gi[0].p) && isnan(finding->gi[0].q));
    assert_non_null(strstr(finding->patch_reason, "16 cells"));
    assert_int_equal(finding->patches, 0);
    na_hotspot_finding_free(finding);
}

static void weights_that_are_not_whole_are_not_tested(void **state)
{
    (void)state;
    hotspot_fixture_clear(&fixture);
    hotspot_fixture_add(&fixture, 450500, 530500, 0.5, 40);
    struct na_hotspot_job job = hotspot_job(&fixture, "grid:500");
    struct na_hotspot_finding *finding = hotspot_find(&job);
    assert_non_null(strstr(finding->patch_reason, "not whole"));
    na_hotspot_finding_free(finding);
}

static bool has_warning(const struct na_hotspot_finding *finding, const char *code)
{
    for (size_t w = 0; w < finding->warnings.count; w++) {
        if (strcmp(finding->warnings.items[w].code, code) == 0) {
            return true;
        }
    }
    return false;
}

static void what_must_be_known_is_warned_of(void **state)
{
    (void)state;
    hotspot_fixture_clear(&fixture);
    hotspot_fixture_add(&fixture, 450500, 530500, 1, 4);
    struct na_hotspot_job job = hotspot_job(&fixture, "grid:500");
    struct na_hotspot_finding *finding = hotspot_find(&job);
    assert_true(has_warning(finding, "too-few-rows"));
    assert_true(has_warning(finding, "exact-counts"));
    assert_false(has_warning(finding, "anonymised-positions"));
    assert_false(has_warning(finding, "found-by-policing"));
    na_hotspot_finding_free(finding);
    hotspot_fixture_add(&fixture, 450500, 530500, 1, 60);
    (void)snprintf(fixture.rows.profile, sizeof fixture.rows.profile, "police.uk");
    for (size_t i = 0; i < fixture.rows.count; i++) {
        fixture.rows.items[i].policing = i % 2 == 0 || i < 4;
    }
    finding = hotspot_find(&job);
    assert_false(has_warning(finding, "too-few-rows"));
    assert_false(has_warning(finding, "exact-counts"));
    assert_true(has_warning(finding, "anonymised-positions"));
    assert_true(has_warning(finding, "found-by-policing"));
    na_hotspot_finding_free(finding);
}

/* January, February and March of rows; March is kept out and held against the list. */
static void months(size_t places, const size_t rows[][3])
{
    static const char *const names[] = {"2025-01", "2025-02", "2025-03"};
    hotspot_fixture_clear(&fixture);
    na_table_texts_fini(&fixture.rows.months);
    for (uint32_t m = 0; m < 3; m++) {
        uint32_t number = 0;
        assert_int_equal(
            na_table_texts_put(&fixture.rows.months, na_str_of(names[m]), &number, NULL), NA_OK);
        assert_int_equal(number, m);
        for (size_t p = 0; p < places; p++) {
            size_t before = fixture.rows.count;
            hotspot_fixture_add(&fixture, 450500 + 1000 * (double)p, 530500, 1, rows[p][m]);
            for (size_t i = before; i < fixture.rows.count; i++) {
                fixture.rows.items[i].month = m;
            }
        }
    }
}

static void a_later_month_is_held_against_the_list(void **state)
{
    (void)state;
    const size_t rows[3][3] = {{30, 20, 15}, {10, 20, 15}, {10, 10, 30}};
    months(3, rows);
    struct na_hotspot_job job = hotspot_job(&fixture, "grid:1000");
    job.test_month = "2025-03";
    struct na_hotspot_finding *finding = hotspot_find(&job);
    assert_true(finding->has_later);
    assert_int_equal(finding->rows_placed, 100);
    assert_int_equal(finding->gathered->rows_later, 60);
    assert_int_equal(finding->later.rows, 60);
    assert_int_equal(finding->later.hits, 15);
    assert_true(fabs(finding->later.before - 0.5) < 1e-12);
    assert_true(fabs(finding->later.rate - 0.25) < 1e-12);
    assert_true(fabs(finding->later.remains - 0.5) < 1e-12);
    assert_true(fabs(finding->later.pei - 0.5) < 1e-12); /* 15 of the 30 of the fullest */
    assert_true(fabs(finding->later.pai - 25) < 1e-12);  /* 0.25 of the rows in 0.01 of the cells */
    assert_int_equal(finding->months.count, 2);
    /* At the top in January, and with another in February. */
    assert_int_equal(finding->months.in_top[cell_at(finding, 450500, 530500)], 2);
    assert_int_equal(finding->months.in_top[cell_at(finding, 451500, 530500)], 1);
    assert_int_equal(finding->months.always, 1);
    na_hotspot_finding_free(finding);
}

static void a_month_that_is_no_test_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *month, *message;
    } wanted[] = {{"2025-01", "does not come after"},
                  {"2025-02", "does not come after"},
                  {"2024-12", "does not come after"},
                  {"2025-03", "19 rows are of 2025-03: too few"},
                  {"2025-04", "0 rows are of 2025-04: too few"}};
    const size_t rows[1][3] = {{30, 20, 19}};
    months(1, rows);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct na_hotspot_job job = hotspot_job(&fixture, "grid:1000");
        struct na_hotspot_finding *finding = NULL;
        struct na_error error = {.message = ""};
        job.test_month = wanted[i].month;
        assert_int_equal(na_hotspot_find(&job, &finding, &error), NA_ERR_DATA);
        assert_string_equal(error.field, "test");
        assert_non_null(strstr(error.message, wanted[i].message));
    }
    hotspot_fixture_clear(&fixture);
}

static void cells_are_named_and_measured(void **state)
{
    (void)state;
    hotspot_fixture_clear(&fixture);
    hotspot_fixture_add(&fixture, 456500, 530500, 1, 4);
    struct na_hotspot_job job = hotspot_job(&fixture, "grid:1000");
    struct na_hotspot_finding *finding = hotspot_find(&job);
    char code[NA_CELL_CODE];
    na_cell_set_code(finding->set, finding->order[0], code);
    assert_string_equal(code, "g1000:456:530");
    assert_string_equal(na_cell_set_name(finding->set, finding->order[0]), "East");
    na_hotspot_finding_free(finding);
    job = hotspot_job(&fixture, "ward");
    finding = hotspot_find(&job);
    na_cell_set_code(finding->set, finding->order[0], code);
    assert_string_equal(code, "H02");
    /* 5 km by 10 km, through degrees and back. */
    assert_true(finding->set->areas_m2[0] > 49999999 && finding->set->areas_m2[0] < 50000001);
    struct na_grid centre = na_cell_set_centre(finding->set, finding->order[0]);
    assert_true(centre.easting_m > 457499.9 && centre.easting_m < 457500.1);
    assert_true(centre.northing_m > 534999.9 && centre.northing_m < 535000.1);
    na_hotspot_finding_free(finding);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_study_area_is_every_cell_that_land_reaches_into),
        cmocka_unit_test(rows_outside_the_wards_are_counted_and_said),
        cmocka_unit_test(ties_share_a_rank_and_are_all_at_the_top),
        cmocka_unit_test(weights_are_summed),
        cmocka_unit_test(the_smallest_set_is_the_smallest),
        cmocka_unit_test(the_share_says_cells_area_and_ties),
        cmocka_unit_test(shifted_grids_are_counted_by_the_centre),
        cmocka_unit_test(a_shifted_hexagon_keeps_its_centre),
        cmocka_unit_test(what_the_data_cannot_bear_is_refused_with_the_reason),
        cmocka_unit_test(without_wanting_it_z_stands_and_the_reason_for_no_p),
        cmocka_unit_test(weights_that_are_not_whole_are_not_tested),
        cmocka_unit_test(what_must_be_known_is_warned_of),
        cmocka_unit_test(a_later_month_is_held_against_the_list),
        cmocka_unit_test(a_month_that_is_no_test_is_refused),
        cmocka_unit_test(cells_are_named_and_measured),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
