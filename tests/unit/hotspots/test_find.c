/* Hotspots found in rows: counts, ranks, the smallest set, stability, refusals. */
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

/* Two rows in two cells: drawn again they are 2+0, 0+2 or twice 1+1, and 1+1 is a tie at the top:
 * each cell stays in 3 of 4. */
static void a_bootstrap_has_the_chances_of_a_draw(void **state)
{
    (void)state;
    hotspot_fixture_clear(&fixture);
    hotspot_fixture_add(&fixture, 450500, 530500, 1, 1);
    hotspot_fixture_add(&fixture, 451500, 530500, 1, 1);
    struct na_hotspot_job job = hotspot_job(&fixture, "grid:1000");
    job.bootstraps = 10000;
    struct na_hotspot_finding *finding = hotspot_find(&job);
    uint32_t a = cell_at(finding, 450500, 530500), b = cell_at(finding, 451500, 530500);
    /* Five standard deviations of 10,000 draws. */
    assert_true(finding->drawn[a] > 0.728 && finding->drawn[a] < 0.772);
    assert_true(finding->drawn[b] > 0.728 && finding->drawn[b] < 0.772);
    assert_true(finding->drawn[cell_at(finding, 455500, 535500)] == 0);
    struct na_hotspot_finding *again = hotspot_find(&job);
    assert_true(again->drawn[a] == finding->drawn[a] && again->drawn[b] == finding->drawn[b]);
    na_hotspot_finding_free(again);
    job.seed = 2;
    again = hotspot_find(&job);
    assert_true(again->drawn[a] != finding->drawn[a] || again->drawn[b] != finding->drawn[b]);
    na_hotspot_finding_free(again);
    na_hotspot_finding_free(finding);
}

/* With weights 3 and 1: 3+3, 1+1 or twice 3+1: the heavy cell stays in 3 of 4, the light in 1. */
static void a_bootstrap_draws_rows_with_their_weights(void **state)
{
    (void)state;
    hotspot_fixture_clear(&fixture);
    hotspot_fixture_add(&fixture, 450500, 530500, 3, 1);
    hotspot_fixture_add(&fixture, 451500, 530500, 1, 1);
    struct na_hotspot_job job = hotspot_job(&fixture, "grid:1000");
    job.bootstraps = 10000;
    struct na_hotspot_finding *finding = hotspot_find(&job);
    double heavy = finding->drawn[cell_at(finding, 450500, 530500)];
    double light = finding->drawn[cell_at(finding, 451500, 530500)];
    assert_true(heavy > 0.728 && heavy < 0.772);
    assert_true(light > 0.228 && light < 0.272);
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
    struct na_grid centre = na_cells_centre(&job.cells, (struct na_cell){524, 535});
    hotspot_fixture_add(&fixture, centre.easting_m, centre.northing_m, 1, 7);
    job.shift_side = 8;
    struct na_hotspot_finding *finding = hotspot_find(&job);
    uint32_t cell = na_cell_set_find(finding->set, (struct na_cell){524, 535});
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
        bool rows;
        double bandwidth_m;
        uint32_t shift_side;
        enum na_code code;
        const char *field, *message;
    } wanted[] = {
        {"grid:2500", true, 0, 0, NA_ERR_DATA, "gi", "Gi* needs 30 cells or more"},
        {"ward", true, 0, 0, NA_ERR_DATA, "gi", "Gi* needs 30 cells or more"},
        {"grid:1000", false, 0, 0, NA_ERR_DATA, "gi", "all cells have the same"},
        {"ward", true, 300, 0, NA_ERR_PARAM_CONFLICT, "bandwidth", "centres of equal cells"},
        {"ward", true, 0, 4, NA_ERR_PARAM_CONFLICT, "shifts", "cannot be shifted"},
        {"patrols", true, 0, 0, NA_ERR_PARAM_MALFORMED, "by", "no layer of areas \"patrols\""},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        hotspot_fixture_clear(&fixture);
        if (wanted[i].rows) {
            hotspot_fixture_add(&fixture, 450500, 530500, 1, 4);
        }
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

static void without_wanting_it_the_reason_for_no_gi_is_kept(void **state)
{
    (void)state;
    hotspot_fixture_clear(&fixture);
    hotspot_fixture_add(&fixture, 450500, 530500, 1, 4);
    struct na_hotspot_job job = hotspot_job(&fixture, "grid:2500");
    struct na_hotspot_finding *finding = hotspot_find(&job);
    assert_null(finding->gi);
    assert_non_null(strstr(finding->gi_reason, "30 cells"));
    na_hotspot_finding_free(finding);
}

static void small_cells_of_snapped_positions_are_warned_of(void **state)
{
    (void)state;
    hotspot_fixture_clear(&fixture);
    hotspot_fixture_add(&fixture, 450500, 530500, 1, 4);
    (void)snprintf(fixture.rows.profile, sizeof fixture.rows.profile, "police.uk");
    static const struct {
        const char *by;
        bool warned;
    } wanted[] = {{"grid:99", true}, {"grid:100", false}, {"hex:99", true}, {"ward", false}};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct na_hotspot_job job = hotspot_job(&fixture, wanted[i].by);
        struct na_hotspot_finding *finding = hotspot_find(&job);
        bool warned = false;
        for (size_t w = 0; w < finding->warnings.count; w++) {
            warned = warned || strcmp(finding->warnings.items[w].code, "anonymised-positions") == 0;
        }
        assert_int_equal(warned, wanted[i].warned);
        na_hotspot_finding_free(finding);
    }
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
        cmocka_unit_test(a_bootstrap_has_the_chances_of_a_draw),
        cmocka_unit_test(a_bootstrap_draws_rows_with_their_weights),
        cmocka_unit_test(shifted_grids_are_counted_by_the_centre),
        cmocka_unit_test(a_shifted_hexagon_keeps_its_centre),
        cmocka_unit_test(what_the_data_cannot_bear_is_refused_with_the_reason),
        cmocka_unit_test(without_wanting_it_the_reason_for_no_gi_is_kept),
        cmocka_unit_test(small_cells_of_snapped_positions_are_warned_of),
        cmocka_unit_test(cells_are_named_and_measured),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
