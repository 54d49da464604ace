/* The map file: what is written is read, what is damaged is refused, rows are counted right. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "basemap/cut.h"
#include "basemap/nam.h"

/* A layer "sea" with one point, bare. */
#define TILE "\x1A\x10\x0A\x03sea\x12\x07\x18\x01\x22\x03\x09\x04\x04\x78\x02"

static enum na_code one_tile(void *state, unsigned int zoom, uint32_t x, uint32_t y,
                             struct na_str *ret_bytes, struct na_error *reterr)
{
    const unsigned int *asked = state;
    (void)reterr;
    *ret_bytes = zoom == asked[0] && x == asked[1] && y == asked[2]
                     ? (struct na_str){TILE, sizeof TILE - 1}
                     : (struct na_str){NULL, 0};
    return NA_OK;
}

/* Hartlepool, the church on the Headland. */
static const struct na_box_deg headland = {-1.19, 54.69, -1.17, 54.70};

static void cut(struct na_buffer *to, unsigned int asked[3], enum na_code wanted)
{
    struct na_cut_tally tally;
    struct na_cut job = {.tile = one_tile,
                         .state = asked,
                         .about = {.name = "Test",
                                   .attribution = "Nobody's",
                                   .source_sha256 = "00",
                                   .box = headland,
                                   .zoom_min = 12,
                                   .zoom_max = 14}};
    na_buffer_init(to, 1 << 20);
    assert_int_equal(na_cut_run(&job, &tally, to, NULL), wanted);
}

/* 54.695 N 1.18 W stands in tile 8138/5176 at zoom 14, counted from the north (by hand: the formula
 * of OpenStreetMap's wiki). */
static void test_rows_from_the_north(void **state)
{
    (void)state;
    struct na_tile_range range = na_tiles_of((struct na_box_deg){-1.18, 54.695, -1.18, 54.695}, 14);
    double lat = 54.695 * 3.14159265358979323846 / 180.0;
    double row = (1.0 - log(tan(lat) + 1.0 / cos(lat)) / 3.14159265358979323846) / 2.0 * 16384.0;
    assert_int_equal(range.x_min, (int)((180.0 - 1.18) / 360.0 * 16384.0));
    assert_int_equal(range.y_min, (int)row);
    assert_int_equal(range.y_min, range.y_max);
    struct na_lonlat back = na_tile_place(14, range.x_min, range.y_min, 0.5, 0.5);
    assert_true(fabs(back.lon_deg + 1.18) < 0.02 && fabs(back.lat_deg - 54.695) < 0.02);
}

static void test_round_trip(void **state)
{
    (void)state;
    struct na_tile_range range = na_tiles_of(headland, 14);
    unsigned int asked[] = {14, range.x_min, range.y_max};
    struct na_buffer file, again, plain;
    struct na_nam *nam = NULL;
    cut(&file, asked, NA_OK);
    cut(&again, asked, NA_OK);
    assert_int_equal(file.length, again.length);
    assert_memory_equal(file.data, again.data, file.length);
    assert_int_equal(na_nam_from_bytes(file.data, file.length, &nam, NULL), NA_OK);
    const struct na_nam_about *about = na_nam_about(nam);
    assert_string_equal(about->attribution, "Nobody's");
    assert_int_equal(about->tile_count, 1);
    assert_int_equal(na_nam_range(nam, 14).x_min, range.x_min);
    assert_null(na_nam_tile(nam, 14, range.x_min + 1, range.y_max).bytes);
    na_buffer_init(&plain, 1 << 20);
    assert_int_equal(na_nam_tile_plain(nam, 14, range.x_min, range.y_max, &plain, NULL), NA_OK);
    assert_int_equal(plain.length, sizeof TILE - 1);
    assert_memory_equal(plain.data, TILE, plain.length);
    na_nam_unref(nam);
    na_buffer_fini(&plain);
    na_buffer_fini(&again);
    na_buffer_fini(&file);
}

/* Each byte changed, and each length: never opened. */
static void test_damage(void **state)
{
    (void)state;
    struct na_tile_range range = na_tiles_of(headland, 13);
    unsigned int asked[] = {13, range.x_min, range.y_min};
    struct na_buffer file;
    cut(&file, asked, NA_OK);
    for (size_t i = 0; i < file.length; i++) {
        struct na_nam *nam = NULL;
        file.data[i] = (char)(file.data[i] ^ 0x20);
        assert_int_not_equal(na_nam_from_bytes(file.data, file.length, &nam, NULL), NA_OK);
        file.data[i] = (char)(file.data[i] ^ 0x20);
        assert_int_not_equal(na_nam_from_bytes(file.data, i, &nam, NULL), NA_OK);
    }
    na_buffer_fini(&file);
}

static void test_no_tile(void **state)
{
    (void)state;
    unsigned int asked[] = {3, 0, 0};
    struct na_buffer file;
    cut(&file, asked, NA_ERR_DATA);
    na_buffer_fini(&file);
}

static void test_plain_words(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"<a href=\"https://x.test/\">&copy; OS &amp; others</a>", "\xC2\xA9 OS & others"},
        {"Contains OS data", "Contains OS data"},
        {"a < b", "a < b"},
        {"one\ntwo", "one two"},
        {"\xFF", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char words[64];
        na_cut_plain_words(pairs[i][0], words, sizeof words);
        assert_string_equal(words, pairs[i][1]);
    }
    char small[8];
    na_cut_plain_words("abc\xC2\xA9\xC2\xA9\xC2\xA9", small, sizeof small);
    assert_true(na_utf8_valid(small, strlen(small)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_from_the_north),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_no_tile),
        cmocka_unit_test(test_plain_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
