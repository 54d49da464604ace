/* Ways on foot of many points at once against the question asked of each. */
#include <nearaid/nearaid.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/walk_streets.h"

#define COUNT 60
#define K 3

static struct query_pack pack;
static double lat[COUNT], lon[COUNT];

static int setup(void **state)
{
    (void)state;
    struct test_random random = test_random_start("walk_many");
    query_pack_begin(&pack);
    walk_streets_put(&random, &pack);
    query_pack_put(
        &pack, "boxes.csv",
        "id,kind,name,lat,lon\na,box,A,54.6605,-1.2090\nb,box,B,54.6617,-1.2070\n"
        "c,box,C,54.6610,-1.2078\nd,box,Far,54.6700,-1.2090\ne,sign,E,54.6606,-1.2088\n");
    query_pack_put(&pack, "pack.ini",
                   "[pack]\ntitle = Streets\n[assets.boxes]\nfile = boxes.csv\n"
                   "[network.roads]\nfile = roads.osm\nissued = 2026-10-01\n"
                   "attribution = (c) OpenStreetMap contributors, ODbL 1.0\n");
    query_pack_compile(&pack, NULL);
    for (size_t i = 0; i < COUNT; i++) {
        lat[i] = 54.6603 + test_random_between(&random, 0, 0.0017);
        lon[i] = -1.2092 + test_random_between(&random, 0, 0.0026);
    }
    lat[3] = NAN;
    lat[4] = 54.9; /* far from every street */
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

static const char *const kinds[] = {"box"};
static const struct na_points points = {
    .size = sizeof points, .count = COUNT, .lat_deg = lat, .lon_deg = lon};
static const struct na_many_assets boxes = {
    .size = sizeof boxes, .kinds = kinds, .kind_count = 1, .k = K, .as_at = "2026-11-21"};

/* Those of the question whose way is known, in its order. */
static void same_as_the_question(size_t i, const uint32_t *asset, const double *walk_m)
{
    char query[128];
    size_t found = 0;
    (void)snprintf(query, sizeof query, "lat=%.17g&lon=%.17g&kind=box&k=%d", lat[i], lon[i], K);
    json_t *json = query_pack_json(&pack, QUERY_NEAREST, query, NA_FORMAT_JSON);
    const json_t *results = json_object_get(json, "results");
    for (size_t r = 0; r < json_array_size(results); r++) {
        const json_t *result = json_array_get(results, r);
        if (json_is_number(json_object_get(result, "walk_m"))) {
            assert_string_equal(na_asset_id(pack.session, asset[found]),
                                query_pack_text(result, "id"));
            assert_true(fabs(walk_m[found] - query_pack_number(result, "walk_m")) <= 0.0501);
            found++;
        }
    }
    for (; found < K; found++) {
        assert_true(asset[found] == NA_NUMBER_NONE && isinf(walk_m[found]));
    }
    json_decref(json);
}

static void ways_are_those_of_the_question(void **state)
{
    (void)state;
    uint32_t asset[COUNT * K], alone[COUNT * K];
    double walk_m[COUNT * K];
    size_t known = 0;
    assert_int_equal(na_walk_many(pack.session, &points, &boxes, asset, walk_m, NULL), NA_OK);
    assert_int_equal(na_walk_many(pack.session, &points, &boxes, alone, NULL, NULL), NA_OK);
    assert_memory_equal(asset, alone, sizeof asset);
    for (size_t i = 0; i < COUNT; i++) {
        known += asset[i * K] != NA_NUMBER_NONE ? 1 : 0;
        if (isfinite(lat[i])) {
            same_as_the_question(i, asset + i * K, walk_m + i * K);
        } else {
            assert_true(asset[i * K] == NA_NUMBER_NONE && isinf(walk_m[i * K]));
        }
    }
    assert_true(known > COUNT / 2 && known < COUNT);
}

static void none_is_farther_than_asked(void **state)
{
    (void)state;
    uint32_t asset[COUNT * K];
    double walk_m[COUNT * K];
    size_t known = 0;
    struct na_many_assets near = boxes;
    near.max_m = 60;
    assert_int_equal(na_walk_many(pack.session, &points, &near, asset, walk_m, NULL), NA_OK);
    for (size_t i = 0; i < COUNT * K; i++) {
        known += isfinite(walk_m[i]) ? 1 : 0;
        assert_true(isinf(walk_m[i]) || walk_m[i] <= 60.0);
    }
    assert_true(known > 0);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    static const char *const nobody[] = {"nobody"};
    uint32_t asset[COUNT * K];
    struct na_error error;
    struct na_many_assets wrong = boxes;
    wrong.kinds = nobody;
    assert_int_equal(na_walk_many(pack.session, &points, &wrong, asset, NULL, &error),
                     NA_ERR_KIND_UNKNOWN);
    wrong = boxes;
    wrong.k = 101;
    assert_int_equal(na_walk_many(pack.session, &points, &wrong, asset, NULL, &error),
                     NA_ERR_PARAM_RANGE);
    struct query_pack squares;
    query_pack_open_squares(&squares);
    static const char *const cabinet[] = {"cabinet"};
    wrong = boxes;
    wrong.kinds = cabinet;
    assert_int_equal(na_walk_many(squares.session, &points, &wrong, asset, NULL, &error),
                     NA_ERR_USAGE);
    assert_string_equal(error.message, "The data have no streets");
    query_pack_end(&squares);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_are_those_of_the_question),
        cmocka_unit_test(none_is_farther_than_asked),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
