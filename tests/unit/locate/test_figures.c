/* locate/figures: positions as systems and people write them; what is offered, and what is a fault.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "locate/figures.h"

static struct na_said said;
static struct na_said aside;

static struct na_figures read_all(const char *text)
{
    struct na_figures figures = {.count = 0};
    if (!na_said_read(na_str_of(text), &said)) {
        fail_msg("\"%s\" cannot be read", text);
    }
    na_figures_of_links(&said, &aside, &figures);
    if (figures.count == 0 && figures.fault == NA_FAULT_NONE) {
        na_figures_of_degrees(&said, &figures);
    }
    if (figures.count == 0 && figures.fault == NA_FAULT_NONE) {
        na_figures_of_metres(&said, &figures);
    }
    if (figures.count == 0 && figures.fault == NA_FAULT_NONE) {
        na_figures_of_squares(&said, &figures);
    }
    return figures;
}

/* One position in degrees is read; `accuracy_m` 0: not looked at; negative: it is an offer only. */
static const struct {
    const char *text;
    double lat, lon, accuracy_m;
} degrees[] = {
    {"54.6858, -1.2140", 54.6858, -1.2140, 0},
    {"[54.6858,-1.2140]", 54.6858, -1.2140, 0},
    {"54.6858N 1.2140W", 54.6858, -1.2140, 0},
    {"N54.6858 W1.2140", 54.6858, -1.2140, 0},
    {"54\xC2\xB0"
     "41'08.9\"N 1\xC2\xB0"
     "12'50.4\"W",
     54.685806, -1.214, 0},
    {"54 41 08.9 N 1 12 50.4 W", 54.685806, -1.214, 0},
    {"54-41.148N 001-12.840W", 54.6858, -1.214, 0},
    {"54d41m08.9s N 1d12m50.4s W", 54.685806, -1.214, 0},
    {"54 deg 41 min 8.9 sec north 1 deg 12 min 50.4 sec west", 54.685806, -1.214, 0},
    {"54\xC2\xB0 41.148', -1\xC2\xB0 12.840'", 54.6858, -1.214, 0},
    {"+54 41.148 -1 12.840", 54.6858, -1.214, 0},
    {"1 12 50.4 W 54 41 08.9 N", 54.685806, -1.214, 0},
    {"lat 54.6858 lon -1.2140", 54.6858, -1.2140, 0},
    {"longitude: -1.2140 latitude: 54.6858", 54.6858, -1.2140, 0},
    {"location_lat=54.6858&location_lon=-1.2140", 54.6858, -1.2140, 0},
    {"{\"lat\": 54.6858, \"lng\": -1.2140}", 54.6858, -1.2140, 0},
    {"lat 54.6858 N, long 1.2140 W", 54.6858, -1.2140, 0},
    {"POINT(-1.2140 54.6858)", 54.6858, -1.2140, 0},
    {"{\"type\":\"Point\",\"coordinates\":[-1.2140,54.6858]}", 54.6858, -1.2140, 0},
    {"54,6858 -1,2140", 54.6858, -1.2140, 0},
    {"54.6858 / -1.2140", 54.6858, -1.2140, 0},
    {"caller at 54.6858, -1.2140 please", 54.6858, -1.2140, 0},
    {"54.6, -1.2", 54.6, -1.2, 0},
    {"A\"ML\"=1;lt=+54.68580;lg=-001.21400;rd=50;top=20261128204511;lc=90", 54.6858, -1.214, 50},
    {"lt=54.68580, lg=-1.21400, rd=N", 54.6858, -1.214, 0},
    {"54.6858,-1.2140 radius 65", 54.6858, -1.2140, 65},
    {"54.6858 -1.2140 \xC2\xB1"
     "40m",
     54.6858, -1.2140, 40},
    {"54.6858, -1.2140 +/- 1.5 km", 54.6858, -1.2140, 1500},
    {"54.6858,-1.2140 accurate to about 30 metres", 54.6858, -1.2140, 30},
    {"54.6858 -1.2140 +- 30", 54.6858, -1.2140, 30},
    {"54.6858,-1.2140 r=75", 54.6858, -1.2140, 75},
    {"54.6858 -1.2140 good to 40 metres", 54.6858, -1.2140, 40},
    {"54.6858 -1.2140 plus or minus 50 m", 54.6858, -1.2140, 50},
    {"54.6858 -1.2140 accuracy +/- 50m", 54.6858, -1.2140, 50},
    {"54.6858 -1.2140, 300 metre accuracy", 54.6858, -1.2140, 300},
    {"54.6858 -1.2140 radius 2 miles", 54.6858, -1.2140, 3218.688},
    {"54.6858 -1.2140 radius 200 feet", 54.6858, -1.2140, 60.96},
    {"544108.9N 0011250.4W", 54.685806, -1.214, 0},
    {"5441.148N, 00112.840W", 54.6858, -1.214, 0},
    {"<lat>54.6858</lat><lon>-1.2140</lon>", 54.6858, -1.2140, 0},
    {"https://www.google.com/maps/search/54.6858,+-1.2140?entry=tts", 54.6858, -1.2140, 0},
    {"https://share.here.com/l/54.6858,-1.2140", 54.6858, -1.2140, 0},
    {"geo:54.6858,-1.2140", 54.6858, -1.2140, 0},
    {"geo:54.6858,-1.2140,12;u=35", 54.6858, -1.2140, 35},
    {"geo:0,0?q=54.6858,-1.2140(Here)", 54.6858, -1.2140, 0},
    {"https://maps.google.com/?q=54.6858,-1.2140", 54.6858, -1.2140, 0},
    {"https://www.google.com/maps/search/?api=1&query=54.6858%2C-1.2140", 54.6858, -1.2140, 0},
    {"https://www.google.com/maps/place/X/@54.5,-1.3,15z/data=!3m1!8m2!3d54.6858!4d-1.2140",
     54.6858, -1.2140, 0},
    {"https://www.google.com/maps/place/54%C2%B041'08.9%22N+1%C2%B012'50.4%22W/@54.5,-1.2,17z",
     54.685806, -1.214, 0},
    {"https://maps.apple.com/?ll=54.6858,-1.2140&q=Dropped%20Pin", 54.6858, -1.2140, 0},
    {"http://maps.google.com/maps?ll=54.5,-1.2&q=54.6858,-1.2140&z=15", 54.6858, -1.2140, 0},
    {"https://www.openstreetmap.org/?mlat=54.6858&mlon=-1.2140#map=16/54.5/-1.05", 54.6858, -1.2140,
     0},
    {"https://waze.com/ul?ll=54.6858%2C-1.2140&navigate=yes", 54.6858, -1.2140, 0},
    {"https://example.org/report?lat=54.6858&lon=-1.2140", 54.6858, -1.2140, 0},
    {"My location: https://maps.google.com/?q=54.6858,-1.2140.", 54.6858, -1.2140, 0},
    {"https://www.google.com/maps/@54.6858,-1.2140,17z", 54.6858, -1.2140, -1},
    {"https://www.openstreetmap.org/#map=18/54.6858/-1.2140", 54.6858, -1.2140, -1},
    {"https://www.bing.com/maps?cp=54.6858~-1.2140&lvl=16", 54.6858, -1.2140, -1},
};

static void degrees_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof degrees / sizeof degrees[0]; i++) {
        struct na_figures figures = read_all(degrees[i].text);
        const struct na_figure *figure = &figures.list[0];
        if (figures.count != 1 || figures.fault != NA_FAULT_NONE ||
            figure->kind != NA_FIGURE_DEGREES || fabs(figure->at.lat_deg - degrees[i].lat) > 1e-6 ||
            fabs(figure->at.lon_deg - degrees[i].lon) > 1e-6 ||
            figure->offered != (degrees[i].accuracy_m < 0) ||
            (degrees[i].accuracy_m > 0 &&
             fabs(figure->accuracy_m - degrees[i].accuracy_m) > 1e-9)) {
            fail_msg("\"%s\": %zu read, fault %d, %.7f %.7f", degrees[i].text, figures.count,
                     (int)figures.fault, figure->at.lat_deg, figure->at.lon_deg);
        }
    }
}

static void metres_and_squares_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double easting_m, northing_m;
        bool is_square;
    } rows[] = {
        {"450900 532600", 450900, 532600, false},
        {"E450900 N532600", 450900, 532600, false},
        {"450900E 532600N", 450900, 532600, false},
        {"northing 532600 easting 450900", 450900, 532600, false},
        {"450900 mE 532600 mN", 450900, 532600, false},
        {"450,900 532,600", 450900, 532600, false},
        {"X: 450900 Y: 532600", 450900, 532600, false},
        {"532600N 450900E", 450900, 532600, false},
        {"EPSG:27700 450900 532600", 450900, 532600, false},
        {"SRID=27700;POINT(450900 532600)", 450900, 532600, false},
        {"450900.5/532600.25", 450900.5, 532600.25, false},
        {"E 51000 N 1012345", 51000, 1012345, false},
        {"NZ 509 326", 450950, 532650, true},
        {"nz509326", 450950, 532650, true},
        {"grid ref NZ 509, 326.", 450950, 532650, true},
        {"N Z 5 0 9 3 2 6", 450950, 532650, true},
        {"N-Z 509-326", 450950, 532650, true},
        {"NZ.509.326", 450950, 532650, true},
        {"N.Z. 509 326", 450950, 532650, true},
        {"NZ_509_326", 450950, 532650, true},
        {"NZ/509/326", 450950, 532650, true},
        {"NZ 5090 3260", 450905, 532605, true},
        {"NZ 50900-32600", 450900.5, 532600.5, true},
        {"NZ 509 326 12 High Street", 450950, 532650, true},
        {"NZ509326, 14", 450950, 532650, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_figures figures = read_all(rows[i].text);
        const struct na_figure *figure = &figures.list[0];
        if (figures.count != 1 || figures.fault != NA_FAULT_NONE || figure->offered ||
            (figure->kind == NA_FIGURE_GRIDREF) != rows[i].is_square ||
            fabs(figure->grid.easting_m - rows[i].easting_m) > 0.01 ||
            fabs(figure->grid.northing_m - rows[i].northing_m) > 0.01) {
            fail_msg("\"%s\": %zu read, fault %d, %.2f %.2f", rows[i].text, figures.count,
                     (int)figures.fault, figure->grid.easting_m, figure->grid.northing_m);
        }
    }
}

static void what_cannot_be_is_a_fault(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum na_figure_fault fault;
        size_t offered;
    } rows[] = {
        {"54\xC2\xB0"
         "61'08\"N 1\xC2\xB0"
         "12'50\"W",
         NA_FAULT_SIXTY, 0},
        {"54.5 N 1.2 N", NA_FAULT_SAME_AXIS, 0},
        {"100.5, -190.2", NA_FAULT_RANGE, 0},
        {"54.6, -181", NA_FAULT_RANGE, 0},
        {"0, 0", NA_FAULT_NULL, 0},
        {"geo:54.6858,-1.2140;crs=epsg27700", NA_FAULT_CRS, 0},
        {"https://maps.app.goo.gl/AbCdEf123", NA_FAULT_LINK, 0},
        {"NZ 509 32", NA_FAULT_GRIDREF_ODD, 1},
        {"NZ 4930 205", NA_FAULT_GRIDREF_ODD, 1},
        {"NZ50932", NA_FAULT_GRIDREF_ODD, 2},
        {"NZ5O932O", NA_FAULT_GRIDREF_LETTER, 1},
        {"NZ52A", NA_FAULT_TETRAD, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_figures figures = read_all(rows[i].text);
        if (figures.fault != rows[i].fault || figures.count != rows[i].offered) {
            fail_msg("\"%s\": fault %d, %zu read", rows[i].text, (int)figures.fault, figures.count);
        }
        for (size_t j = 0; j < figures.count; j++) {
            assert_true(figures.list[j].offered);
        }
    }
}

static void what_is_no_position_is_left_alone(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "01632 960777",
        "12 Victoria Road",
        "flat 2, 18 Victoria Road TS24 7SD",
        "TS24 8AY",
        "SO15 2AB",
        "at 20:15 on 28.11.2026",
        "22 Church St, 4 High St",
        "12, 5",
        "+44 1632 960777",
        "960777",
        "A19 northbound",
        "junction 4 of the M1",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_figures figures = read_all(rows[i]);
        if (figures.count != 0 || figures.fault != NA_FAULT_NONE) {
            fail_msg("\"%s\": %zu read, fault %d", rows[i], figures.count, (int)figures.fault);
        }
        for (size_t j = 0; j < said.length; j++) {
            assert_int_equal(said.taken[j], 0);
        }
    }
}

static void two_positions_are_two(void **state)
{
    (void)state;
    struct na_figures figures = read_all("54.6858, -1.2140 or 54.5774, -1.2341");
    assert_int_equal(figures.count, 2);
    figures = read_all("54.6858, -1.2140 (54.68580, -1.21400)");
    assert_int_equal(figures.count, 1);
    figures = read_all("NZ 509 326 or NZ 449 190");
    assert_int_equal(figures.count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(degrees_are_read),
        cmocka_unit_test(metres_and_squares_are_read),
        cmocka_unit_test(what_cannot_be_is_a_fault),
        cmocka_unit_test(what_is_no_position_is_left_alone),
        cmocka_unit_test(two_positions_are_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
