/* Blocks of shifts: what is no block is refused, whatever its checksum says. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "geo/crs.h"

#define COLUMNS 12u
#define ROWS 13u

static float shifts[2 * COLUMNS * ROWS];
static struct na_buffer block;

/* A degree between the nodes, some seconds of arc everywhere. */
static int make(void **state)
{
    (void)state;
    struct na_shift_grid grid = {.frame = {-9, 49, 1, 1, COLUMNS, ROWS},
                                 .width = COLUMNS,
                                 .height = ROWS,
                                 .lon_rad = shifts,
                                 .lat_rad = shifts + COLUMNS * ROWS};
    for (size_t i = 0; i < 2 * COLUMNS * ROWS; i++) {
        shifts[i] = i < COLUMNS * ROWS ? -2e-5f : 7e-6f;
    }
    na_buffer_init(&block, (size_t)1 << 20);
    return na_shift_grid_write(&grid, -2.5, 53.5, -0.5, 55.5, &block, NULL) == NA_OK ? 0 : -1;
}

static int drop(void **state)
{
    (void)state;
    na_buffer_fini(&block);
    return 0;
}

static void a_shift_is_what_it_says(void **state)
{
    (void)state;
    struct na_shift_grid grid;
    struct na_lonlat to = {0, 0};
    struct na_lonlat back = {0, 0};
    assert_int_equal(na_shift_grid_open(block.data, block.length, &grid, NULL), NA_OK);
    assert_int_equal(na_shift_grid_to_etrs(&grid, (struct na_lonlat){-1.2, 54.6}, &to), NA_OK);
    assert_true(fabs(to.lon_deg - (-1.2 - 2e-5 * 57.29577951308232)) < 1e-9);
    assert_true(fabs(to.lat_deg - (54.6 + 7e-6 * 57.29577951308232)) < 1e-9);
    assert_int_equal(na_shift_grid_from_etrs(&grid, to, &back), NA_OK);
    assert_true(fabs(back.lon_deg + 1.2) < 1e-13 && fabs(back.lat_deg - 54.6) < 1e-13);
    assert_int_equal(na_shift_grid_to_etrs(&grid, (struct na_lonlat){1.9, 54.6}, &to),
                     NA_ERR_OUTSIDE);
    assert_int_equal(na_shift_grid_to_etrs(&grid, (struct na_lonlat){(double)NAN, 54.6}, &to),
                     NA_ERR_OUTSIDE);
}

static void refuse(size_t at, const void *bytes, size_t size)
{
    char kept[8];
    struct na_shift_grid grid;
    memcpy(kept, block.data + at, size);
    memcpy(block.data + at, bytes, size);
    enum na_code code = na_shift_grid_open(block.data, block.length, &grid, NULL);
    memcpy(block.data + at, kept, size);
    if (code != NA_ERR_CORRUPT) {
        fail_msg("a change at %zu: code %d", at, (int)code);
    }
}

static void what_is_no_grid_is_refused(void **state)
{
    (void)state;
    const uint32_t huge = UINT32_MAX;
    const uint32_t one = 1;
    const double nan = (double)NAN;
    const double far = 1e300;
    const float wide = 2e-4f;
    const float nothing = NAN;
    struct na_shift_grid grid;
    for (size_t length = 0; length < block.length; length++) {
        assert_int_equal(na_shift_grid_open(block.data, length, &grid, NULL), NA_ERR_CORRUPT);
    }
    refuse(0, &huge, 4); /* magic, reserved */
    refuse(4, &one, 4);
    for (size_t at = 8; at < 40; at += 8) { /* corner, nodes a degree */
        refuse(at, &nan, 8);
        refuse(at, &far, 8);
    }
    for (size_t at = 40; at < 64; at += 4) { /* columns, rows, first ones, width, height */
        refuse(at, &huge, 4);
    }
    refuse(56, &one, 4);
    refuse(60, &one, 4);
    refuse(64, &wide, 4); /* shifts */
    refuse(block.length - 4, &nothing, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shift_is_what_it_says),
        cmocka_unit_test(what_is_no_grid_is_refused),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
