/* Many points at once against the questions asked one by one. */
#include <nearaid/nearaid.h>

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/query_pack.h"
#include "support/random.h"

#define COUNT 400

static struct query_pack pack;
static double lat[COUNT], lon[COUNT], easting[COUNT], northing[COUNT];

static int setup(void **state)
{
    (void)state;
    query_pack_open_squares(&pack);
    struct test_random random = test_random_start("points");
    for (size_t i = 0; i < COUNT; i++) {
        lat[i] = test_random_between(&random, 54.64, 54.68);
        lon[i] = test_random_between(&random, -1.24, -1.14);
        /* On a lattice of 50 m: corners, edges and insides of the squares. */
        easting[i] = 449900 + 50 * (double)test_random_below(&random, 104);
        northing[i] = 529900 + 50 * (double)test_random_below(&random, 24);
    }
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

/* Ask about one position, given as these two parameters, with more of a query after them. */
static json_t *asked(enum query_route route, const char *first, double a, const char *second,
                     double b, const char *more)
{
    char query[256];
    (void)snprintf(query, sizeof query, "%s=%.17g&%s=%.17g%s", first, a, second, b, more);
    return query_pack_json(&pack, route, query, NA_FORMAT_JSON);
}

static void assert_same_ward(const json_t *json, const struct na_many_wards *wards, uint32_t ward,
                             uint8_t match, double boundary_m)
{
    static const char *const names[] = {"inside", "boundary", "none"};
    const char *code = na_ward_code(pack.session, wards, ward);
    assert_string_equal(query_pack_text(json, "match"), names[match]);
    if (code == NULL) {
        assert_int_equal(match, NA_POINT_NONE);
    } else {
        assert_string_equal(query_pack_text(json, "ward.code"), code);
    }
    assert_true(fabs(boundary_m - query_pack_number(json, "boundary_distance_m")) <= 0.0501);
}

static void wards_are_those_of_the_question(void **state)
{
    (void)state;
    static const char *const vintages[] = {"2015", "2023", "degrees"};
    for (size_t v = 0; v < 3; v++) {
        const struct na_many_wards wards = {.size = sizeof wards, .vintage = vintages[v]};
        const struct na_points points = {
            .size = sizeof points, .count = COUNT, .lat_deg = lat, .lon_deg = lon};
        uint32_t ward[COUNT], alone[COUNT];
        uint8_t match[COUNT];
        double boundary_m[COUNT];
        struct na_error error;
        assert_int_equal(
            na_ward_many(pack.session, &points, &wards, ward, match, boundary_m, &error), NA_OK);
        assert_int_equal(na_ward_many(pack.session, &points, &wards, alone, NULL, NULL, NULL),
                         NA_OK);
        assert_memory_equal(ward, alone, sizeof ward);
        for (size_t i = 0; i < COUNT; i++) {
            char query[96];
            (void)snprintf(query, sizeof query, "&vintage=%s", vintages[v]);
            json_t *json = asked(QUERY_WARD, "lat", lat[i], "lon", lon[i], query);
            assert_same_ward(json, &wards, ward[i], match[i], boundary_m[i]);
            json_decref(json);
        }
    }
}

static void wards_on_the_grid_are_exact(void **state)
{
    (void)state;
    static const char *const vintages[] = {"2015", "2023", "degrees"};
    size_t on_boundary = 0;
    for (size_t v = 0; v < 3; v++) {
        const struct na_many_wards wards = {.size = sizeof wards, .vintage = vintages[v]};
        const struct na_grid_points points = {
            .size = sizeof points, .count = COUNT, .easting_m = easting, .northing_m = northing};
        uint32_t ward[COUNT];
        uint8_t match[COUNT];
        double boundary_m[COUNT];
        struct na_error error;
        assert_int_equal(
            na_ward_many_grid(pack.session, &points, &wards, ward, match, boundary_m, &error),
            NA_OK);
        for (size_t i = 0; i < COUNT; i++) {
            char query[96];
            (void)snprintf(query, sizeof query, "&vintage=%s", vintages[v]);
            json_t *json = asked(QUERY_WARD, "easting", easting[i], "northing", northing[i], query);
            assert_same_ward(json, &wards, ward[i], match[i], boundary_m[i]);
            on_boundary += match[i] == NA_POINT_BOUNDARY;
            json_decref(json);
        }
    }
    assert_true(on_boundary > 20);
}

static void assets_are_those_of_the_question(void **state)
{
    (void)state;
    static const char *const kinds[] = {"cabinet", "twin", "cabinet"};
    const struct na_many_assets assets = {
        .size = sizeof assets, .kinds = kinds, .kind_count = 3, .k = 6, .as_at = "2026-11-21"};
    const struct na_points points = {
        .size = sizeof points, .count = COUNT, .lat_deg = lat, .lon_deg = lon};
    static uint32_t asset[COUNT * 6];
    static double m[COUNT * 6];
    assert_int_equal(na_nearest_many(pack.session, &points, &assets, asset, m, NULL), NA_OK);
    for (size_t i = 0; i < COUNT; i++) {
        json_t *json =
            asked(QUERY_NEAREST, "lat", lat[i], "lon", lon[i], "&kind=cabinet&kind=twin&k=6");
        json_t *results = json_object_get(json, "results");
        assert_int_equal(json_array_size(results), 5); /* one cabinet ended in 2025 */
        for (size_t r = 0; r < 5; r++) {
            json_t *result = json_array_get(results, r);
            assert_string_equal(query_pack_text(result, "id"),
                                na_asset_id(pack.session, asset[i * 6 + r]));
            assert_true(fabs(query_pack_number(result, "distance_m") - m[i * 6 + r]) <= 0.0501);
        }
        assert_int_equal(asset[i * 6 + 5], NA_NUMBER_NONE);
        assert_true(isinf(m[i * 6 + 5]));
        json_decref(json);
    }
}

static void assets_from_the_grid_and_within(void **state)
{
    (void)state;
    static const char *const kinds[] = {"cabinet"};
    const struct na_many_assets assets = {.size = sizeof assets,
                                          .kinds = kinds,
                                          .kind_count = 1,
                                          .k = 1,
                                          .max_m = 500,
                                          .as_at = "2026-11-21"};
    const struct na_grid_points points = {
        .size = sizeof points, .count = COUNT, .easting_m = easting, .northing_m = northing};
    uint32_t asset[COUNT];
    double m[COUNT];
    size_t none = 0;
    assert_int_equal(na_nearest_many_grid(pack.session, &points, &assets, asset, m, NULL), NA_OK);
    for (size_t i = 0; i < COUNT; i++) {
        json_t *json = asked(QUERY_NEAREST, "easting", easting[i], "northing", northing[i],
                             "&kind=cabinet&k=1&max_m=500");
        json_t *results = json_object_get(json, "results");
        if (json_array_size(results) == 0) {
            assert_int_equal(asset[i], NA_NUMBER_NONE);
            none++;
        } else {
            assert_string_equal(query_pack_text(json_array_get(results, 0), "id"),
                                na_asset_id(pack.session, asset[i]));
        }
        json_decref(json);
    }
    assert_true(none > 0 && none < COUNT);
}

/* Columns of a table of records, bad positions among them. */
static void strides_and_bad_points(void **state)
{
    (void)state;
    struct record {
        double id, lat, lon;
    } records[] = {{1, 54.667, -1.22}, {2, NAN, -1.22},     {3, 54.667, INFINITY},
                   {4, 91, -1.22},     {5, 54.667, -180.5}, {6, 54.667, -1.22}};
    const struct na_points points = {.size = sizeof points,
                                     .count = 6,
                                     .lat_deg = &records[0].lat,
                                     .lon_deg = &records[0].lon,
                                     .stride_bytes = sizeof records[0]};
    uint32_t ward[6];
    uint8_t match[6];
    double boundary_m[6];
    assert_int_equal(na_ward_many(pack.session, &points, NULL, ward, match, boundary_m, NULL),
                     NA_OK);
    assert_string_equal(na_ward_code(pack.session, NULL, ward[0]), "E01");
    assert_int_equal(ward[5], ward[0]);
    for (size_t i = 1; i < 5; i++) {
        assert_int_equal(ward[i], NA_NUMBER_NONE);
        assert_int_equal(match[i], NA_POINT_BAD);
        assert_true(isnan(boundary_m[i]));
    }
    assert_null(na_ward_code(pack.session, NULL, NA_NUMBER_NONE));
    assert_null(na_asset_id(pack.session, NA_NUMBER_NONE));
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    static const char *const kinds[] = {"cabinet"};
    struct na_points points = {.size = sizeof points, .count = 1, .lat_deg = lat, .lon_deg = lon};
    struct na_many_wards wards = {.size = sizeof wards};
    struct na_many_assets assets = {
        .size = sizeof assets, .kinds = kinds, .kind_count = 1, .k = 1, .as_at = "2026-11-21"};
    struct na_error error;
    uint32_t one;
#define WARD na_ward_many(pack.session, &points, &wards, &one, NULL, NULL, &error)
#define ASSET na_nearest_many(pack.session, &points, &assets, &one, NULL, &error)
    assert_int_equal(WARD, NA_OK);
    assert_int_equal(ASSET, NA_OK);
    points.size = 8;
    assert_int_equal(WARD, NA_ERR_USAGE);
    points.size = sizeof points;
    points.stride_bytes = 12;
    assert_int_equal(WARD, NA_ERR_USAGE);
    points.stride_bytes = 0;
    points.lon_deg = NULL;
    assert_int_equal(WARD, NA_ERR_USAGE);
    points.count = 0;
    assert_int_equal(WARD, NA_OK);
    points = (struct na_points){.size = sizeof points, .count = 1, .lat_deg = lat, .lon_deg = lon};
    wards.as_at = "21.11.2026";
    assert_int_equal(WARD, NA_ERR_PARAM_MALFORMED);
    wards = (struct na_many_wards){.size = sizeof wards, .vintage = "1066"};
    assert_int_equal(WARD, NA_ERR_VINTAGE_UNKNOWN);
    wards.size = 0;
    assert_int_equal(WARD, NA_ERR_USAGE);
    assets.k = 101;
    assert_int_equal(ASSET, NA_ERR_PARAM_RANGE);
    assets.k = 1;
    assets.max_m = NAN;
    assert_int_equal(ASSET, NA_ERR_PARAM_RANGE);
    assets.max_m = 0;
    assets.as_at = NULL;
    assert_int_equal(ASSET, NA_ERR_PARAM_MALFORMED);
    assets.as_at = "2026-11-21";
    assets.kind_count = 0;
    assert_int_equal(ASSET, NA_ERR_USAGE);
#undef WARD
#undef ASSET
}

static void *ask_on_a_thread(void *context)
{
    uint32_t *ward = context;
    const struct na_points points = {
        .size = sizeof points, .count = COUNT, .lat_deg = lat, .lon_deg = lon};
    for (int i = 0; i < 20; i++) {
        if (na_ward_many(pack.session, &points, NULL, ward, NULL, NULL, NULL) != NA_OK) {
            return context;
        }
    }
    return NULL;
}

static void threads_share_one_session(void **state)
{
    (void)state;
    pthread_t threads[4];
    static uint32_t wards[4][COUNT];
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, ask_on_a_thread, wards[i]), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        void *failed = NULL;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
        assert_memory_equal(wards[i], wards[0], sizeof wards[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wards_are_those_of_the_question),
        cmocka_unit_test(wards_on_the_grid_are_exact),
        cmocka_unit_test(assets_are_those_of_the_question),
        cmocka_unit_test(assets_from_the_grid_and_within),
        cmocka_unit_test(strides_and_bad_points),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(threads_share_one_session),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
