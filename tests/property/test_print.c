/* Sheets of random answers on the map of an invented town (support/make_map.py): labels never meet,
 * nothing covers a mark, all stands in the frame, every number is on the map or said to be missing.
 * The boxes are compared each with each, apart from the index that placed them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "print/print.h"
#include "support/query_pack.h"
#include "support/random.h"

#define SHEETS 200
#define POINTS_MAX 80
#define SIDES 48
/* Of the corner of the grid where the town lies. */
#define TOWN_LON (-1.2060)
#define TOWN_LAT 54.6865

static struct query_pack pack;
static struct na_nam *map;
static struct na_grid town;

static int begin(void **state)
{
    struct na_lonlat at = {TOWN_LON, TOWN_LAT};
    (void)state;
    query_pack_open_squares(&pack);
    assert_int_equal(na_nam_open(NA_TEST_SOURCE_DIR "/tests/support/town.nam", &map, NULL), NA_OK);
    assert_int_equal(na_crs_to_grid(na_snapshot_crs(pack.snapshot), at, &town, NULL), NA_OK);
    return 0;
}

static int end(void **state)
{
    (void)state;
    na_nam_unref(map);
    query_pack_end(&pack);
    return 0;
}

static double part(struct test_random *random)
{
    return (double)test_random_below(random, 1000001) / 1e6;
}

/* Of a bell, roughly: premises crowd about a market place. */
static double bell(struct test_random *random, double spread_m)
{
    double sum = 0.0;
    for (int i = 0; i < 4; i++) {
        sum += part(random);
    }
    return (sum - 2.0) * 1.7 * spread_m;
}

struct answer {
    struct na_print sheet;
    struct na_print_point points[POINTS_MAX];
    char names[POINTS_MAX][60];
    double xy[2][2 * (SIDES + 1)];
    size_t starts[2];
    struct na_shape shapes[2];
    struct na_print_area areas[2];
};

static void make_disc(struct answer *answer, size_t i, double easting_m, double northing_m,
                      double radius_m)
{
    for (size_t k = 0; k <= SIDES; k++) {
        double angle = (double)(k % SIDES) * 6.283185307179586 / SIDES;
        answer->xy[i][2 * k] = easting_m + radius_m * sin(angle);
        answer->xy[i][2 * k + 1] = northing_m + radius_m * cos(angle);
    }
    answer->starts[1] = SIDES + 1;
    answer->shapes[i] = (struct na_shape){.xy = answer->xy[i],
                                          .vertex_count = SIDES + 1,
                                          .part_starts = answer->starts,
                                          .part_count = 1};
    answer->areas[i] =
        (struct na_print_area){&answer->shapes[i], i == 0 ? NA_PRINT_COVERED : NA_PRINT_LOST};
}

static void make_answer(struct test_random *random, struct answer *answer)
{
    static const double scales[] = {0.0, 2500.0, 5000.0, 10000.0, 25000.0, 100000.0};
    double spread_m = 60.0 + part(random) * 500.0;
    size_t count = test_random_below(random, POINTS_MAX);
    *answer = (struct answer){.starts = {0, 0}};
    answer->sheet = (struct na_print){
        .snapshot = pack.snapshot,
        .map = test_random_below(random, 8) > 0 ? map : NULL,
        .crs = na_snapshot_crs(pack.snapshot),
        .paper = {test_random_below(random, 4) == 0, test_random_below(random, 3) == 0,
                  scales[test_random_below(random, 6)]},
        .title = "Forty premises of the town <&> lose their cover by the end of the year",
        .headline = "A sentence about it.",
        .method = "How it was found.",
        .list_title = "These lose cover",
        .points = answer->points,
        .point_count = count,
        .areas = answer->areas,
        .area_count = 2};
    answer->sheet.extent = na_print_extent_none();
    for (size_t i = 0; i < count; i++) {
        struct na_grid at = {town.easting_m + bell(random, spread_m),
                             town.northing_m + bell(random, spread_m)};
        if (i > 0 && test_random_below(random, 12) == 0) {
            at = answer->points[i - 1].at; /* two in one house */
        }
        (void)snprintf(answer->names[i], sizeof answer->names[i], "The %.*s Arms",
                       (int)test_random_below(random, 40),
                       "Old and Very Long Winded Name of a Public House");
        answer->points[i] =
            (struct na_print_point){at,
                                    (enum na_print_mark)test_random_below(random, NA_PRINT_MARKS),
                                    test_random_below(random, 4) > 0,
                                    answer->names[i],
                                    "120 m",
                                    1.0,
                                    false};
        na_print_extent_add(&answer->sheet.extent, at.easting_m, at.northing_m);
    }
    make_disc(answer, 0, town.easting_m, town.northing_m, spread_m);
    make_disc(answer, 1, town.easting_m + spread_m, town.northing_m, spread_m);
}

static bool meet(const struct na_print_box *a, const struct na_print_box *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static void check_boxes(const struct na_print_tally *tally)
{
    const struct na_print_box *frame = &tally->frame;
    for (size_t i = 0; i < tally->box_count; i++) {
        const struct na_print_box *a = &tally->boxes[i];
        if (!a->is_mark && (a->left < frame->left || a->right > frame->right ||
                            a->top < frame->top || a->bottom > frame->bottom)) {
            fail_msg("a label leaves the frame at %.2f %.2f", a->left, a->top);
        }
        for (size_t k = 0; k < i; k++) {
            const struct na_print_box *b = &tally->boxes[k];
            if (a->owner != b->owner && !(a->is_mark && b->is_mark) && meet(a, b)) {
                fail_msg("two labels meet at %.2f %.2f", a->left, a->top);
            }
        }
    }
}

static size_t count_of(const char *text, const char *end, const char *what)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, what)) != NULL && at < end; at++) {
        count++;
    }
    return count;
}

/* Numbers in the labels: "28·30" is two. */
static size_t numbers_on_map(const char *svg)
{
    const char *begin_at = strstr(svg, "<g id=\"numbers\">");
    const char *end_at = strstr(begin_at, "</g>");
    return count_of(begin_at, end_at, "</text>") + count_of(begin_at, end_at, "\xC2\xB7");
}

/* No text begins outside of the page. */
static void check_texts(const char *svg, double width, double height)
{
    for (const char *at = svg; (at = strstr(at, "<text x=\"")) != NULL; at++) {
        double x = strtod(at + 9, NULL);
        double y = strtod(strstr(at, " y=\"") + 4, NULL);
        if (x < 10.0 || x > width - 10.0 || y < 5.0 || y > height - 5.0) {
            fail_msg("a text stands at %.2f %.2f", x, y);
        }
    }
}

static void draw(const struct answer *answer, struct na_buffer *to, struct na_print_tally *tally)
{
    struct na_error error = {0};
    na_buffer_init(to, (size_t)64 * 1024 * 1024);
    if (na_print_draw(&answer->sheet, to, tally, &error) != NA_OK) {
        fail_msg("not drawn: %s", error.message);
    }
    assert_non_null(na_buffer_terminate(to));
}

static void test_random_sheets(void **state)
{
    struct test_random random = {20261130};
    (void)state;
    for (int i = 0; i < SHEETS; i++) {
        struct answer answer;
        struct na_print_tally tally;
        struct na_buffer svg;
        make_answer(&random, &answer);
        draw(&answer, &svg, &tally);
        check_boxes(&tally);
        assert_int_equal(tally.own + tally.shared + tally.unplaced, tally.numbered);
        assert_int_equal(numbers_on_map(svg.data), tally.own + tally.shared);
        double narrow = answer.sheet.paper.a3 ? 297.0 : 210.0;
        double wide = answer.sheet.paper.a3 ? 420.0 : 297.0;
        check_texts(svg.data, answer.sheet.paper.landscape ? wide : narrow,
                    answer.sheet.paper.landscape ? narrow : wide);
        assert_true(svg.length < (size_t)2 * 1024 * 1024);
        if (i % 20 == 0) {
            struct na_buffer again;
            free(tally.boxes);
            draw(&answer, &again, &tally);
            assert_int_equal(again.length, svg.length);
            assert_memory_equal(again.data, svg.data, svg.length);
            na_buffer_fini(&again);
        }
        free(tally.boxes);
        na_buffer_fini(&svg);
    }
}

/* Forty premises in half a square kilometre at 1:10,000: nine of ten have a number of their own,
 * one street of four its name. */
static void test_town_centre(void **state)
{
    struct test_random random = {7};
    size_t own = 0;
    size_t numbered = 0;
    (void)state;
    for (int round = 0; round < 10; round++) {
        struct answer answer;
        struct na_print_tally tally;
        struct na_buffer svg;
        make_answer(&random, &answer);
        answer.sheet.map = map;
        answer.sheet.paper = (struct na_print_paper){false, false, 10000.0};
        answer.sheet.point_count = 40;
        answer.sheet.extent = na_print_extent_none();
        na_print_extent_add(&answer.sheet.extent, town.easting_m, town.northing_m);
        for (size_t i = 0; i < 40; i++) {
            answer.points[i] =
                (struct na_print_point){{town.easting_m + (part(&random) - 0.5) * 700.0,
                                         town.northing_m + (part(&random) - 0.5) * 700.0},
                                        NA_PRINT_LOSES,
                                        true,
                                        "The Arms",
                                        NULL,
                                        1.0,
                                        false};
        }
        draw(&answer, &svg, &tally);
        check_boxes(&tally);
        own += tally.own;
        numbered += tally.numbered;
        printf("own %zu of %zu, shared %zu; streets named %zu of %zu\n", tally.own, tally.numbered,
               tally.shared, tally.streets_named, tally.streets);
        assert_true(4 * tally.streets_named >= tally.streets);
        free(tally.boxes);
        na_buffer_fini(&svg);
    }
    assert_true(10 * own >= 9 * numbered);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_sheets),
                                       cmocka_unit_test(test_town_centre)};
    return cmocka_run_group_tests(tests, begin, end);
}
