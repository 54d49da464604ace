/* Transformation by a small NTv2 grid made here. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "geo/crs.h"
#include "support/grid_crs.h"
#include "support/random.h"

static struct na_crs *crs_of(const void *bytes, size_t length)
{
    struct na_crs *crs = NULL;
    struct na_error error = {0};
    if (grid_crs_new(bytes, length, &crs, &error) != NA_OK) {
        fail_msg("%s", error.message);
    }
    return crs;
}

/* Over Great Britain. */
static struct na_lonlat some_place(struct test_random *random)
{
    return (struct na_lonlat){test_random_between(random, -6.0, 1.5),
                              test_random_between(random, 50.0, 59.0)};
}

static void assert_refused(const void *bytes, size_t length)
{
    struct na_crs *crs = NULL;
    struct na_error error = {0};
    if (grid_crs_new(bytes, length, &crs, &error) != NA_ERR_CRS) {
        fail_msg("%zu bytes were not refused", length);
    }
    assert_null(crs);
    assert_int_not_equal(error.message[0], 0);
}

/* One degree between the nodes, one shift everywhere. */
struct ntv2 {
    unsigned char bytes[16 * (11 + 11 + 13 * 12 + 1)];
    size_t length;
};

static void ntv2_record(struct ntv2 *to, const char *key, const void *value, size_t size)
{
    unsigned char *record = to->bytes + to->length;
    memset(record, 0, 16);
    memset(record, ' ', 8);
    memcpy(record, key, strlen(key));
    memcpy(record + 8, value, size);
    to->length += 16;
}

static void ntv2_int(struct ntv2 *to, const char *key, int32_t value)
{
    ntv2_record(to, key, &value, sizeof value);
}

static void ntv2_double(struct ntv2 *to, const char *key, double value)
{
    ntv2_record(to, key, &value, sizeof value);
}

static void ntv2_make(struct ntv2 *to, float lat_shift, float west_shift)
{
    to->length = 0;
    ntv2_int(to, "NUM_OREC", 11);
    ntv2_int(to, "NUM_SREC", 11);
    ntv2_int(to, "NUM_FILE", 1);
    ntv2_record(to, "GS_TYPE", "SECONDS ", 8);
    ntv2_record(to, "VERSION", "TEST    ", 8);
    ntv2_record(to, "SYSTEM_F", "OSGB36  ", 8);
    ntv2_record(to, "SYSTEM_T", "ETRS89  ", 8);
    ntv2_double(to, "MAJOR_F", 6377563.396);
    ntv2_double(to, "MINOR_F", 6356256.909);
    ntv2_double(to, "MAJOR_T", 6378137.0);
    ntv2_double(to, "MINOR_T", 6356752.314);
    ntv2_record(to, "SUB_NAME", "BRITAIN ", 8);
    ntv2_record(to, "PARENT", "NONE    ", 8);
    ntv2_record(to, "CREATED", "20260101", 8);
    ntv2_record(to, "UPDATED", "20260101", 8);
    ntv2_double(to, "S_LAT", 49 * 3600.0);
    ntv2_double(to, "N_LAT", 61 * 3600.0);
    ntv2_double(to, "E_LONG", -2 * 3600.0);
    ntv2_double(to, "W_LONG", 9 * 3600.0);
    ntv2_double(to, "LAT_INC", 3600.0);
    ntv2_double(to, "LONG_INC", 3600.0);
    ntv2_int(to, "GS_COUNT", 13 * 12);
    for (int i = 0; i < 13 * 12; i++) {
        float node[4] = {lat_shift, west_shift, 0.0f, 0.0f};
        memcpy(to->bytes + to->length, node, sizeof node);
        to->length += sizeof node;
    }
    ntv2_record(to, "END", "        ", 8);
    assert_int_equal(to->length, sizeof to->bytes);
}

/* A grid of no shift is the bare projection: with it the shifted one can be foretold, to the 1e-12
 * radians (6 um) at which PROJ's inversion stops. */
static void ntv2_grid_shifts_as_it_says(void **state)
{
    (void)state;
    struct ntv2 none;
    struct ntv2 shift;
    ntv2_make(&none, 0.0f, 0.0f);
    ntv2_make(&shift, 1.5f, 4.25f);
    struct na_crs *bare = crs_of(none.bytes, none.length);
    struct na_crs *shifted = crs_of(shift.bytes, shift.length);
    struct test_random random = test_random_start("ntv2");
    for (int i = 0; i < 1000; i++) {
        struct na_lonlat at = some_place(&random);
        struct na_lonlat moved = {at.lon_deg + 4.25 / 3600.0, at.lat_deg - 1.5 / 3600.0};
        struct na_grid there = {0, 0};
        struct na_grid wanted = {0, 0};
        assert_int_equal(na_crs_to_grid(shifted, at, &there, NULL), NA_OK);
        assert_int_equal(na_crs_to_grid(bare, moved, &wanted, NULL), NA_OK);
        assert_true(
            hypot(there.easting_m - wanted.easting_m, there.northing_m - wanted.northing_m) < 1e-5);
    }
    grid_crs_free(bare);
    grid_crs_free(shifted);
}

static void cut_off_ntv2_is_refused(void **state)
{
    (void)state;
    struct ntv2 grid_of_none;
    ntv2_make(&grid_of_none, 0.0f, 0.0f);
    /* Only the record "END" at the end may be missing. */
    for (size_t length = 0; length < grid_of_none.length - 16; length++) {
        assert_refused(grid_of_none.bytes, length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ntv2_grid_shifts_as_it_says),
        cmocka_unit_test(cut_off_ntv2_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
