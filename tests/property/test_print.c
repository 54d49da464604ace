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

/* With NA_TEST_SLOW in the environment 200. */
#define SHEETS 40
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

/* Labels meet nothing; marks may lie on marks, lines run beneath marks and side by side. */
static bool may_not_meet(const struct na_print_box *a, const struct na_print_box *b)
{
    return a->kind == NA_PRINT_BOX_LABEL || b->kind == NA_PRINT_BOX_LABEL;
}

static void check_boxes(const struct na_print_tally *tally)
{
    const struct na_print_box *frame = &tally->frame;
    for (size_t i = 0; i < tally->box_count; i++) {
        const struct na_print_box *a = &tally->boxes[i];
        if (a->kind != NA_PRINT_BOX_MARK && (a->left < frame->left || a->right > frame->right ||
                                             a->top < frame->top || a->bottom > frame->bottom)) {
            fail_msg("a label leaves the frame at %.2f %.2f", a->left, a->top);
        }
        for (size_t k = 0; k < i; k++) {
            const struct na_print_box *b = &tally->boxes[k];
            if (a->owner != b->owner && may_not_meet(a, b) && meet(a, b)) {
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

struct stroke {
    double x1, y1, x2, y2;
};

static double side(const struct stroke *of, double x, double y)
{
    return (of->x2 - of->x1) * (y - of->y1) - (of->y2 - of->y1) * (x - of->x1);
}

/* On paper a coordinate has two decimals: lines that touch there do not cross. */
static bool cross(const struct stroke *a, const struct stroke *b)
{
    double slack = 0.3;
    double a1 = side(a, b->x1, b->y1);
    double a2 = side(a, b->x2, b->y2);
    double b1 = side(b, a->x1, a->y1);
    double b2 = side(b, a->x2, a->y2);
    return fmin(fmin(fabs(a1), fabs(a2)), fmin(fabs(b1), fabs(b2))) > slack && a1 * a2 < 0.0 &&
           b1 * b2 < 0.0;
}

static double member(const char *at, const char *name)
{
    return strtod(strstr(at, name) + strlen(name), NULL);
}

/* Lines from labels to marks never cross, and are drawn before the marks: none is covered. */
static void check_lines(const char *svg)
{
    static struct stroke strokes[2 * POINTS_MAX];
    const char *begin_at = strstr(svg, "<g id=\"leaders\">");
    const char *end_at = strstr(svg, "<g id=\"marks\">");
    size_t count = 0;
    assert_true(begin_at != NULL && end_at > begin_at);
    for (const char *at = begin_at; (at = strstr(at, "<line ")) != NULL && at < end_at; at++) {
        assert_in_range(count, 0, 2 * POINTS_MAX - 1);
        strokes[count++] = (struct stroke){member(at, "x1=\""), member(at, "y1=\""),
                                           member(at, "x2=\""), member(at, "y2=\"")};
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (cross(&strokes[i], &strokes[k])) {
                fail_msg("two lines cross about %.2f %.2f", strokes[i].x1, strokes[i].y1);
            }
        }
    }
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

/* Of how many sheets: premises numbered on the map, those with a label of their own, streets. */
struct figures {
    size_t sheets, numbered, own, streets, named;
};

static void count_figures(struct figures *figures, const struct na_print_tally *tally)
{
    figures->sheets++;
    figures->numbered += tally->numbered;
    figures->own += tally->own;
    figures->streets += tally->streets;
    figures->named += tally->streets_named;
}

static void print_figures(const char *which, const struct figures *of)
{
    printf("%s: %zu sheets, own numbers %zu of %zu, streets named %zu of %zu\n", which, of->sheets,
           of->own, of->numbered, of->named, of->streets);
}

static void check_sheet(const struct answer *answer, const struct na_buffer *svg,
                        const struct na_print_tally *tally)
{
    double narrow = answer->sheet.paper.a3 ? 297.0 : 210.0;
    double wide = answer->sheet.paper.a3 ? 420.0 : 297.0;
    bool landscape = answer->sheet.paper.landscape;
    check_boxes(tally);
    check_lines(svg->data);
    assert_int_equal(tally->own + tally->shared + tally->unplaced, tally->numbered);
    assert_int_equal(numbers_on_map(svg->data), tally->own + tally->shared);
    check_texts(svg->data, landscape ? wide : narrow, landscape ? narrow : wide);
    assert_true(svg->length < (size_t)1024 * 1024);
}

/* At the scale that the sheet chooses, and at 1:10,000 and larger: nine of ten premises have a
 * number of their own, one street of four its name. What a person squeezes into a smaller scale
 * has what there is room for. */
static void test_random_sheets(void **state)
{
    struct test_random random = {20261130};
    struct figures readable = {0}, squeezed = {0};
    int sheets = getenv("NA_TEST_SLOW") != NULL ? 5 * SHEETS : SHEETS;
    (void)state;
    for (int i = 0; i < sheets; i++) {
        struct answer answer;
        struct na_print_tally tally;
        struct na_buffer svg;
        make_answer(&random, &answer);
        draw(&answer, &svg, &tally);
        check_sheet(&answer, &svg, &tally);
        bool chosen = !(answer.sheet.paper.denominator > 0.0);
        count_figures(chosen || tally.denominator <= 10000.0 ? &readable : &squeezed, &tally);
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
    print_figures("readable scales", &readable);
    print_figures("smaller scales", &squeezed);
    assert_true(100 * readable.own >= 95 * readable.numbered);
    assert_true(4 * readable.named >= readable.streets);
}

/* Forty premises in half a square kilometre at 1:10,000, most of them about the market place: on
 * each sheet nine of ten have a number of their own, one street of four its name. */
static void test_town_centre(void **state)
{
    struct test_random random = {7};
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
            answer.points[i] = (struct na_print_point){
                {town.easting_m + bell(&random, 160.0), town.northing_m + bell(&random, 130.0)},
                NA_PRINT_LOSES,
                true,
                "The Arms",
                NULL,
                1.0,
                false};
        }
        draw(&answer, &svg, &tally);
        check_boxes(&tally);
        assert_true(10 * tally.own >= 9 * tally.numbered);
        printf("own %zu of %zu, shared %zu; streets named %zu of %zu\n", tally.own, tally.numbered,
               tally.shared, tally.streets_named, tally.streets);
        assert_true(4 * tally.streets_named >= tally.streets);
        free(tally.boxes);
        na_buffer_fini(&svg);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_sheets),
                                       cmocka_unit_test(test_town_centre)};
    return cmocka_run_group_tests(tests, begin, end);
}
