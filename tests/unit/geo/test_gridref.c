/* Grid references: the forms that people write, truncation, edges, and there and back. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "geo/gridref.h"
#include "support/random.h"

static void reads_the_forms_people_write(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double easting_m, northing_m, accuracy_m;
    } rows[] = {
        {"NZ 50770 32587", 450770.5, 532587.5, 0.70710678118654757},
        {"NZ5077032587", 450770.5, 532587.5, 0.70710678118654757},
        {"NZ 509 326", 450950, 532650, 70.710678118654755},
        {"nz509326", 450950, 532650, 70.710678118654755},
        {"Nz  509   326", 450950, 532650, 70.710678118654755},
        {"NZ509\t326", 450950, 532650, 70.710678118654755},
        {"NZ53", 455000, 535000, 7071.0678118654752},
        {"NZ 5 3", 455000, 535000, 7071.0678118654752},
        {"NZ 5032", 450500, 532500, 707.10678118654755},
        {"NZ 5077 3258", 450775, 532585, 7.0710678118654755},
        {"SV 00000 00000", 0.5, 0.5, 0.70710678118654757},
        {"HP 99999 99999", 499999.5, 1299999.5, 0.70710678118654757},
        {"TQ 30 80", 530500, 180500, 707.10678118654755},
        {"JM 00 00", 600500, 1200500, 707.10678118654755},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_grid centre = {-1, -1};
        double accuracy_m = -1;
        if (!na_gridref_parse(na_str_of(rows[i].text), &centre, &accuracy_m)) {
            fail_msg("\"%s\" was refused", rows[i].text);
        }
        assert_true(centre.easting_m == rows[i].easting_m);
        assert_true(centre.northing_m == rows[i].northing_m);
        assert_true(fabs(accuracy_m - rows[i].accuracy_m) < 1e-9);
    }
}

static void refuses_what_is_not_a_reference(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "N",
        "NZ",
        "NZ ",
        "NZ 5",
        "NZ 509",
        "NZ 50 3",
        "NZ 509 3267",
        "NZ 5 0 9 3",
        "NZ 50 93 2",
        " NZ 509 326",
        "NZ 509 326 ",
        "N Z 509326",
        "NI 509 326",
        "IN 509 326",
        "AA 50 32",
        "ZZ 50 32",
        "WA 50 32",
        "HE 50 32",
        "JA 50 32",
        "5Z 509 326",
        "NZ -5 32",
        "NZ 5.9 32",
        "NZ 509,326",
        "NZ 509326a",
        "NZ509 326 7",
        "NZ 507700 325870",
        "NZ 50770032587",
        "450770 532587",
        "N\xC3\x89 50 32",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct na_grid centre = {-1, -1};
        double accuracy_m = -1;
        if (na_gridref_parse(na_str_of(texts[i]), &centre, &accuracy_m)) {
            fail_msg("\"%s\" was read", texts[i]);
        }
        assert_true(centre.easting_m == -1 && centre.northing_m == -1 && accuracy_m == -1);
    }
}

static void refuses_nul_among_the_letters(void **state)
{
    (void)state;
    struct na_grid centre;
    double accuracy_m;
    assert_false(na_gridref_parse((struct na_str){"N\0 50 32", 8}, &centre, &accuracy_m));
    assert_false(na_gridref_parse((struct na_str){"NZ 50\0 32", 9}, &centre, &accuracy_m));
}

/* Published 100 km squares, column by column from the south-west. */
static void letters_are_those_of_the_map(void **state)
{
    (void)state;
    static const char *const rows[13] = {
        "SV SW SX SY SZ TV TW", "SQ SR SS ST SU TQ TR", "SL SM SN SO SP TL TM",
        "SF SG SH SJ SK TF TG", "SA SB SC SD SE TA TB", "NV NW NX NY NZ OV OW",
        "NQ NR NS NT NU OQ OR", "NL NM NN NO NP OL OM", "NF NG NH NJ NK OF OG",
        "NA NB NC ND NE OA OB", "HV HW HX HY HZ JV JW", "HQ HR HS HT HU JQ JR",
        "HL HM HN HO HP JL JM",
    };
    for (int row = 0; row < 13; row++) {
        for (int column = 0; column < 7; column++) {
            char text[NA_GRIDREF_TEXT];
            na_gridref_format(text, (struct na_grid){column * 1e5 + 12345.9, row * 1e5 + 67890.9},
                              10);
            assert_memory_equal(text, rows[row] + column * 3, 2);
            assert_string_equal(text + 2, " 12345 67890");
        }
    }
}

static void truncates(void **state)
{
    (void)state;
    static const char *const wanted[] = {"NZ 5 3", "NZ 50 32", "NZ 509 329", "NZ 5099 3299",
                                         "NZ 50999 32999"};
    for (unsigned int i = 0; i < 5; i++) {
        char text[NA_GRIDREF_TEXT];
        na_gridref_format(text, (struct na_grid){450999.999999, 532999.999999}, 2 + 2 * i);
        assert_string_equal(text, wanted[i]);
    }
}

/* One step of a double below an edge is in the square before it, the edge itself in the next. */
static void edges_belong_to_the_square_they_begin(void **state)
{
    (void)state;
    for (int edge = 100000; edge < 700000; edge += 100000) {
        char below[NA_GRIDREF_TEXT];
        char on[NA_GRIDREF_TEXT];
        na_gridref_format(below, (struct na_grid){nextafter(edge, 0), nextafter(edge, 0)}, 10);
        na_gridref_format(on, (struct na_grid){edge, edge}, 10);
        assert_string_equal(below + 2, " 99999 99999");
        assert_string_equal(on + 2, " 00000 00000");
        assert_memory_not_equal(below, on, 2);
    }
}

static void outside_the_grid_is_empty(void **state)
{
    (void)state;
    static const struct na_grid places[] = {{-1e-9, 5},    {5, -1e-9}, {700000, 5},
                                            {5, 1300000},  {NAN, 5},   {5, NAN},
                                            {INFINITY, 5}, {1e300, 5}, {5, -INFINITY}};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        char text[NA_GRIDREF_TEXT] = "x";
        na_gridref_format(text, places[i], 8);
        assert_string_equal(text, "");
    }
    static const unsigned int figures[] = {0, 1, 3, 5, 7, 9, 11, 12, 4000000000u};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        char text[NA_GRIDREF_TEXT] = "x";
        na_gridref_format(text, (struct na_grid){450000, 530000}, figures[i]);
        assert_string_equal(text, "");
    }
}

static void format_of_parse_is_the_same_text(void **state)
{
    (void)state;
    static const char all[] = "ABCDEFGHJKLMNOPQRSTUVWXYZ";
    struct test_random random = test_random_start("gridref");
    unsigned int squares = 0;
    for (size_t pair = 0; pair < 25u * 25u; pair++) {
        for (unsigned int half = 1; half <= 5; half++) {
            unsigned int scale = (unsigned int[]){0, 10, 100, 1000, 10000, 100000}[half];
            unsigned int e = (unsigned int)test_random_below(&random, scale);
            unsigned int n = (unsigned int)test_random_below(&random, scale);
            char text[40];
            (void)snprintf(text, sizeof text, "%c%c %0*u %0*u", all[pair / 25], all[pair % 25],
                           (int)half, e, (int)half, n);
            struct na_grid centre;
            double accuracy_m = 0;
            if (na_gridref_parse(na_str_of(text), &centre, &accuracy_m)) {
                char again[NA_GRIDREF_TEXT];
                na_gridref_format(again, centre, 2 * half);
                assert_string_equal(again, text);
                squares++;
            }
        }
    }
    assert_int_equal(squares, 7 * 13 * 5);
}

static void parse_of_format_is_near(void **state)
{
    (void)state;
    struct test_random random = test_random_start("gridref positions");
    for (int i = 0; i < 200000; i++) {
        struct na_grid at = {test_random_between(&random, 0, 700000),
                             test_random_between(&random, 0, 1300000)};
        unsigned int figures = 2 + 2 * (unsigned int)test_random_below(&random, 5);
        char text[NA_GRIDREF_TEXT];
        struct na_grid centre;
        double accuracy_m = 0;
        na_gridref_format(text, at, figures);
        assert_true(na_gridref_parse(na_str_of(text), &centre, &accuracy_m));
        double half_m = accuracy_m * sqrt(0.5) * (1 + 1e-12);
        assert_true(fabs(centre.easting_m - at.easting_m) <= half_m);
        assert_true(fabs(centre.northing_m - at.northing_m) <= half_m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_forms_people_write),
        cmocka_unit_test(refuses_what_is_not_a_reference),
        cmocka_unit_test(refuses_nul_among_the_letters),
        cmocka_unit_test(letters_are_those_of_the_map),
        cmocka_unit_test(truncates),
        cmocka_unit_test(edges_belong_to_the_square_they_begin),
        cmocka_unit_test(outside_the_grid_is_empty),
        cmocka_unit_test(format_of_parse_is_the_same_text),
        cmocka_unit_test(parse_of_format_is_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
