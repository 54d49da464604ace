/* The page with a map: true to scale, complete, the same every time, and nothing of the data is
 * markup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "draw/map_page.h"
#include "support/query_pack.h"

#define PX_PER_PAPER_M (96.0 / 0.0254)

static struct query_pack pack;

static int open_pack(void **state)
{
    (void)state;
    query_pack_open_squares(&pack);
    return 0;
}

static int close_pack(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

struct square {
    double xy[10];
    size_t starts[2];
    struct na_shape shape;
};

static struct na_shape *square_of(struct square *square, double west, double south, double side)
{
    const double xy[] = {west,         south,       west,  south + side, west + side,
                         south + side, west + side, south, west,         south};
    memcpy(square->xy, xy, sizeof xy);
    square->starts[0] = 0;
    square->starts[1] = 5;
    square->shape = (struct na_shape){
        .xy = square->xy, .vertex_count = 5, .part_starts = square->starts, .part_count = 1};
    return &square->shape;
}

/* A square of 2 km with one of 500 m inside, two marks, one of them off the page. */
static void draw(const char *title, const char *name, struct na_buffer *to)
{
    const char *lines[] = {"A line & another", "<second>"};
    struct na_map_about about = {title, lines, 2, 20301};
    struct na_map_extent extent = na_map_extent_none();
    struct na_map_page page;
    struct square outer;
    struct square inner;
    na_map_extent_add(&extent, 450000, 530000);
    na_map_extent_add(&extent, 452000, 532000);
    na_map_page_begin(&page, pack.snapshot, &about, extent, to);
    na_map_page_legend_paint(&page, NA_MAP_OUTLINE, "ward");
    na_map_page_legend_paint(&page, NA_MAP_COVERED, "covered \"here\"");
    na_map_page_legend_paint(&page, NA_MAP_LOST, "never drawn");
    na_map_page_legend_mark(&page, NA_MAP_ASSET, "asset");
    na_map_page_legend_mark(&page, NA_MAP_POINT_OUT, "point out");
    na_map_page_group(&page, "shapes");
    na_map_page_shape(&page, square_of(&outer, 450000, 530000, 2000), NA_MAP_OUTLINE, name);
    na_map_page_shape(&page, square_of(&inner, 450500, 530500, 500), NA_MAP_COVERED, NULL);
    na_map_page_group_end(&page);
    na_map_page_name(&page, &outer.shape, name);
    na_map_page_name(&page, &inner.shape,
                     "A name that is far too long to stand in the small square there on one line "
                     "or on two of them");
    na_map_page_mark(&page, 450750, 530750, NA_MAP_ASSET, "an asset");
    na_map_page_mark(&page, 999999, 530750, NA_MAP_POINT_OUT, "off the page");
    assert_int_equal(na_map_page_end(&page, NULL), NA_OK);
    assert_non_null(na_buffer_terminate(to));
}

static void draw_new(const char *title, const char *name, struct na_buffer *to)
{
    na_buffer_init(to, (size_t)1 << 24);
    draw(title, name, to);
}

/* The number after the first `mark` after `from`. */
static double number_after(const char *from, const char *mark)
{
    const char *at = strstr(from, mark);
    assert_non_null(at);
    return strtod(at + strlen(mark), NULL);
}

/* Denominator of "1 : 12 500 on A4". */
static double denominator_of(const char *svg)
{
    const char *at = strstr(svg, "1 : ");
    double value = 0;
    assert_non_null(at);
    for (at += 4; *at == ' ' || (*at >= '0' && *at <= '9'); at++) {
        value = *at == ' ' ? value : value * 10 + (*at - '0');
    }
    assert_true(value > 0);
    return value;
}

static void shapes_are_true_to_the_scale_that_is_said(void **state)
{
    (void)state;
    struct na_buffer svg;
    draw_new("T", "Alpha", &svg);
    double px_per_m = PX_PER_PAPER_M / denominator_of(svg.data);
    const char *group = strstr(svg.data, "<g id=\"shapes\">");
    assert_non_null(group);
    double left = 0, top = 0, right = 0, bottom = 0;
    /* M west south L west north L east north L east south Z */
    const char *path = strstr(group, " d=\"M");
    assert_non_null(path);
    char *end = NULL;
    left = strtod(path + 5, &end);
    bottom = strtod(end, &end);
    (void)strtod(end + 1, &end);
    top = strtod(end, &end);
    right = strtod(end + 1, &end);
    assert_true(fabs((right - left) - 2000 * px_per_m) <= 0.2);
    assert_true(fabs((bottom - top) - 2000 * px_per_m) <= 0.2);
    /* Within the page, and not a stamp in the middle of it. */
    assert_true(left >= 0 && right <= 794 && top >= 0 && bottom <= 1123);
    assert_true(right - left > 794 / 3.0);
    na_buffer_fini(&svg);
}

static void the_scale_bar_is_as_long_as_it_says(void **state)
{
    (void)state;
    struct na_buffer svg;
    draw_new("T", "Alpha", &svg);
    double px_per_m = PX_PER_PAPER_M / denominator_of(svg.data);
    const char *bar = strstr(svg.data, "<g id=\"scale\">");
    assert_non_null(bar);
    double left = number_after(bar, " d=\"M");
    /* The last of the four parts: its second corner. */
    const char *last = bar;
    for (int i = 0; i < 4; i++) {
        last = strstr(last + 1, " d=\"M");
        assert_non_null(last);
    }
    const char *corner = strchr(last, 'L');
    assert_non_null(corner);
    double right = strtod(corner + 1, NULL);
    const char *words = strstr(bar, "font-size=\"9\" text-anchor=\"middle\">");
    words = strstr(words + 1, "font-size=\"9\" text-anchor=\"middle\">");
    assert_non_null(words);
    words = strchr(words, '>') + 1;
    char *unit = NULL;
    double length_m = strtod(words, &unit) * (strncmp(unit, " km", 3) == 0 ? 1000.0 : 1.0);
    assert_true(length_m >= 100);
    assert_true(fabs((right - left) - length_m * px_per_m) <= 0.1);
    na_buffer_fini(&svg);
}

static void all_that_a_printed_map_must_say_is_there(void **state)
{
    (void)state;
    static const char *const wanted[] = {"As at 2025-08-01",
                                         "A line &amp; another",
                                         "&lt;second&gt;",
                                         "grid north",
                                         "British National Grid (EPSG:27700)",
                                         ">ward<",
                                         "covered &quot;here&quot;",
                                         "<title>an asset</title>",
                                         "url(#covered)"};
    struct na_buffer svg;
    draw_new("T", "Alpha", &svg);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        if (strstr(svg.data, wanted[i]) == NULL) {
            fail_msg("\"%s\" is not there", wanted[i]);
        }
    }
    const struct na_pack_info *info = na_snapshot_info(pack.snapshot);
    char digest[32];
    (void)snprintf(digest, sizeof digest, "digest %.12s.", strchr(info->digest, ':') + 1);
    assert_non_null(strstr(svg.data, digest));
    na_buffer_fini(&svg);
}

static void what_is_not_drawn_is_not_explained(void **state)
{
    (void)state;
    struct na_buffer svg;
    draw_new("T", "Alpha", &svg);
    assert_null(strstr(svg.data, "never drawn"));
    assert_null(strstr(svg.data, "off the page"));
    assert_null(strstr(svg.data, "point out"));
    assert_null(strstr(svg.data, "url(#lost)"));
    assert_null(strstr(svg.data, "far too long"));
    na_buffer_fini(&svg);
}

/* A pack that is in earnest, and one that is not. */
static void demonstration_data_is_said_and_nothing_else_is(void **state)
{
    (void)state;
    static const struct query_square square[] = {
        {"E01", "Alpha", "L1", "Low", 450000, 530000, 451000, 531000}};
    static const bool indicative[] = {false, true};
    for (size_t i = 0; i < 2; i++) {
        struct query_pack other;
        struct na_buffer svg;
        struct na_map_about about = {"T", NULL, 0, NA_DATE_NONE};
        struct na_map_page page;
        char ini[256];
        query_pack_begin(&other);
        query_pack_squares(&other, "one", square, 1);
        (void)snprintf(ini, sizeof ini,
                       "[pack]\ntitle = P\nissued = 2026-11-21\nattribution = By <me>\n"
                       "indicative = %s\n[wards.2023]\nfile = one.shp\ncrs = EPSG:27700\n"
                       "valid_from = 2023-05-04\ntolerance_m = 0\n",
                       indicative[i] ? "yes" : "no");
        query_pack_put(&other, "pack.ini", ini);
        query_pack_compile(&other, NULL);
        na_buffer_init(&svg, (size_t)1 << 24);
        na_map_page_begin(&page, other.snapshot, &about, na_map_extent_none(), &svg);
        assert_int_equal(na_map_page_end(&page, NULL), NA_OK);
        assert_non_null(na_buffer_terminate(&svg));
        assert_int_equal(strstr(svg.data, "Demonstration data: not for use") != NULL,
                         indicative[i]);
        assert_non_null(strstr(svg.data, "By &lt;me&gt;"));
        na_buffer_fini(&svg);
        query_pack_end(&other);
    }
}

static void names_stand_where_they_fit(void **state)
{
    (void)state;
    struct na_buffer svg;
    draw_new("T", "Headland and Harbour", &svg);
    assert_non_null(strstr(svg.data, ">Headland and Harbour</text>"));
    na_buffer_fini(&svg);
}

static void nothing_of_the_data_is_markup(void **state)
{
    (void)state;
    struct na_buffer svg;
    draw_new("</title><script>x</script>", "<a href=\"x\">&\x01\xff</a>", &svg);
    assert_null(strstr(svg.data, "<script"));
    assert_null(strstr(svg.data, "<a "));
    assert_null(strchr(svg.data, '\x01'));
    assert_null(strchr(svg.data, '\xff'));
    na_buffer_fini(&svg);
}

static void the_same_is_drawn_every_time(void **state)
{
    (void)state;
    struct na_buffer first;
    struct na_buffer second;
    draw_new("T", "Alpha", &first);
    draw_new("T", "Alpha", &second);
    assert_string_equal(first.data, second.data);
    na_buffer_fini(&first);
    na_buffer_fini(&second);
}

static void an_empty_extent_is_still_a_page(void **state)
{
    (void)state;
    struct na_buffer svg;
    struct na_map_about about = {"T", NULL, 0, NA_DATE_NONE};
    struct na_map_page page;
    na_buffer_init(&svg, (size_t)1 << 24);
    na_map_page_begin(&page, pack.snapshot, &about, na_map_extent_none(), &svg);
    assert_int_equal(na_map_page_end(&page, NULL), NA_OK);
    assert_non_null(na_buffer_terminate(&svg));
    assert_null(strstr(svg.data, "nan"));
    assert_null(strstr(svg.data, "inf"));
    assert_null(strstr(svg.data, "As at"));
    assert_non_null(strstr(svg.data, "</svg>"));
    na_buffer_fini(&svg);
}

static void a_page_that_does_not_fit_is_an_error(void **state)
{
    (void)state;
    struct na_buffer svg;
    struct na_map_about about = {"T", NULL, 0, NA_DATE_NONE};
    struct na_map_page page;
    struct na_error error = {.message = ""};
    na_buffer_init(&svg, 2000);
    na_map_page_begin(&page, pack.snapshot, &about, na_map_extent_none(), &svg);
    assert_int_equal(na_map_page_end(&page, &error), NA_ERR_LIMIT);
    assert_non_null(strstr(error.message, "does not fit"));
    na_buffer_fini(&svg);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_are_true_to_the_scale_that_is_said),
        cmocka_unit_test(the_scale_bar_is_as_long_as_it_says),
        cmocka_unit_test(all_that_a_printed_map_must_say_is_there),
        cmocka_unit_test(what_is_not_drawn_is_not_explained),
        cmocka_unit_test(demonstration_data_is_said_and_nothing_else_is),
        cmocka_unit_test(names_stand_where_they_fit),
        cmocka_unit_test(nothing_of_the_data_is_markup),
        cmocka_unit_test(the_same_is_drawn_every_time),
        cmocka_unit_test(an_empty_extent_is_still_a_page),
        cmocka_unit_test(a_page_that_does_not_fit_is_an_error),
    };
    return cmocka_run_group_tests_name("map_page", tests, open_pack, close_pack);
}
