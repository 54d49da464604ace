/* The study area: every cell that land reaches into, and no other. */
#include <math.h>

#include "support/hotspot_fixture.h"
#include "support/random.h"

#define POINTS 20000

struct study {
    struct query_pack pack;
    const struct na_layer *layer;
    const struct na_crs *crs;
};

static void study_end(struct study *study)
{
    query_pack_end(&study->pack);
}

static void study_choose(struct study *study, const char *vintage)
{
    bool none_valid = false;
    if (na_vintage_choose(study->pack.snapshot, vintage, 0, &study->layer, &none_valid, NULL) !=
        NA_OK) {
        query_pack_die(vintage, "");
    }
    study->crs = na_snapshot_crs(study->pack.snapshot);
}

/* Real wards, with the coast; false without them. */
static bool study_of_tees(struct study *study)
{
    char command[512];
    query_pack_begin(&study->pack);
    (void)snprintf(command, sizeof command, "cp %s/wards/WD20_BGC_tees.* %s 2>/dev/null",
                   NA_TEST_SHARED_DATA, study->pack.folder);
    if (system(command) != 0) {
        query_pack_end(&study->pack);
        return false;
    }
    query_pack_put(&study->pack, "pack.ini",
                   "[pack]\ntitle = Tees\n[wards.2020]\nfile = WD20_BGC_tees.shp\n");
    query_pack_compile(&study->pack, NULL);
    study_choose(study, "2020");
    return true;
}

static struct na_lonlat lonlat_of(const struct study *study, struct na_grid at)
{
    struct na_lonlat lonlat = {0, 0};
    assert_int_equal(na_crs_to_lonlat(study->crs, at, &lonlat, NULL), NA_OK);
    return lonlat;
}

/* Metres to the nearest boundary: by the degrees, whatever the layer's own coordinates are. */
static double to_boundary_m(const struct study *study, struct na_grid at)
{
    struct na_lonlat here = lonlat_of(study, at);
    struct na_lonlat east = lonlat_of(study, (struct na_grid){at.easting_m + 1, at.northing_m});
    struct na_lonlat north = lonlat_of(study, (struct na_grid){at.easting_m, at.northing_m + 1});
    struct na_metric metric = {1 / (east.lon_deg - here.lon_deg),
                               1 / (north.lat_deg - here.lat_deg)};
    struct na_edge_hit hit;
    assert_true(na_area_index_nearest_edge(&study->layer->lonlat, here.lon_deg, here.lat_deg,
                                           metric, &hit));
    return hit.distance_m;
}

static bool is_land(const struct study *study, struct na_grid at)
{
    struct na_lonlat here = lonlat_of(study, at);
    return na_area_index_lowest(&study->layer->lonlat, here.lon_deg, here.lat_deg) != NA_AREA_NONE;
}

static struct na_cell_set *cells_of(const struct study *study, const char *by)
{
    struct na_cells cells;
    struct na_cell_set *set = NULL;
    assert_int_equal(na_cells_parse(by, &cells, NULL), NA_OK);
    assert_int_equal(na_cell_set_new(study->pack.snapshot, &cells, study->layer, &set, NULL),
                     NA_OK);
    return set;
}

static void points_on_land_are_in_a_cell(const struct study *study, const struct na_cell_set *set,
                                         struct test_random *random)
{
    struct na_grid low = na_cells_centre(&set->cells, set->block.low);
    struct na_grid high = na_cells_centre(&set->cells, set->block.high);
    size_t on_land = 0;
    for (size_t i = 0; i < POINTS; i++) {
        struct na_grid at = {test_random_between(random, low.easting_m, high.easting_m),
                             test_random_between(random, low.northing_m, high.northing_m)};
        bool placed = na_cell_set_place(set, at, lonlat_of(study, at)) != NA_CELL_NONE;
        bool land = is_land(study, at);
        on_land += land ? 1 : 0;
        assert_true(placed || !land);
    }
    assert_true(on_land > POINTS / 20);
}

/* A cell of the set has land at its centre or a boundary within its corners' reach; one that is not
 * has neither land nor, within its sides' reach, a boundary. Distances in degrees' metres are good
 * to a part in a thousand here. */
static void cells_are_those_with_land(const struct study *study, const struct na_cell_set *set)
{
    double size_m = set->cells.size_m;
    double corner_m = set->cells.kind == NA_CELLS_HEX ? size_m / sqrt(3) : size_m / sqrt(2);
    size_t members = 0;
    for (int32_t row = set->block.low.row; row <= set->block.high.row; row++) {
        for (int32_t column = set->block.low.column; column <= set->block.high.column; column++) {
            struct na_plane_cell cell = {column, row};
            struct na_grid centre = na_cells_centre(&set->cells, cell);
            uint32_t number = na_cell_set_find(set, cell);
            bool land = is_land(study, centre);
            double boundary_m = to_boundary_m(study, centre);
            if (number == NA_CELL_NONE) {
                assert_false(land);
                assert_true(boundary_m > size_m / 2 * 0.998);
            } else {
                assert_true(land || boundary_m < corner_m * 1.002);
                assert_int_equal(set->items[number].column, column);
                assert_int_equal(set->items[number].row, row);
                members++;
            }
        }
    }
    assert_int_equal(members, set->count);
}

static void check(const struct study *study, const char *what)
{
    static const char *const by[] = {"grid:333.3", "hex:500", "grid:2000", "hex:3000"};
    struct test_random random = test_random_start(what);
    for (size_t i = 0; i < sizeof by / sizeof by[0]; i++) {
        struct na_cell_set *set = cells_of(study, by[i]);
        printf("%s, %s: %zu cells\n", what, by[i], set->count);
        points_on_land_are_in_a_cell(study, set, &random);
        cells_are_those_with_land(study, set);
        na_cell_set_free(set);
    }
}

static void the_cells_of_real_wards(void **state)
{
    (void)state;
    struct study study;
    if (!study_of_tees(&study)) {
        printf("skipped: the real wards are not on this machine (%s)\n", NA_TEST_SHARED_DATA);
        skip();
    }
    check(&study, "Tees");
    study_end(&study);
}

/* A vintage whose file is in degrees has no index in metres. */
static void the_cells_of_wards_in_degrees(void **state)
{
    (void)state;
    struct study study;
    query_pack_open_squares(&study.pack);
    study_choose(&study, "degrees");
    assert_false(study.layer->is_grid);
    check(&study, "degrees");
    struct na_cell_set *set = cells_of(&study, "grid:1000");
    uint32_t named = 0;
    for (uint32_t i = 0; i < set->count; i++) {
        named += na_cell_set_name(set, i)[0] != '\0' ? 1 : 0;
    }
    assert_in_range(named, 50, set->count);
    na_cell_set_free(set);
    study_end(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cells_of_real_wards),
        cmocka_unit_test(the_cells_of_wards_in_degrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
