/* Covering against exact integer arithmetic, on layers made to be degenerate: small lattices whose
 * points doubles hold exactly, with everything touching everything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>

#include "support/layer.h"
#include "support/random.h"

/* Lattice point k is origin + k * step, exactly. Queries are at half steps too, so layers are kept
 * in half steps. */
struct lattice {
    const char *label;
    double origin_x;
    double origin_y;
    double step;
};

static const struct lattice lattices[] = {
    {"units", 0.0, 0.0, 1.0},
    {"grid metres", 450000.0, 520000.0, 0.5},
    {"degrees", -1.25, 54.5, 0x1p-46},
    {"across zero", -8.0, -8.0, 0x1p-10},
};

struct model {
    const struct lattice *lattice;
    struct layer layer;
    int64_t *points; /* the layer's vertices in half steps */
};

static double x_at(const struct lattice *lattice, int64_t half)
{
    return lattice->origin_x + (double)half * (lattice->step / 2);
}

static double y_at(const struct lattice *lattice, int64_t half)
{
    return lattice->origin_y + (double)half * (lattice->step / 2);
}

static void model_fini(struct model *model)
{
    layer_fini(&model->layer);
    free(model->points);
}

static void model_add(struct model *model, int64_t hx, int64_t hy)
{
    layer_add(&model->layer, x_at(model->lattice, hx), y_at(model->lattice, hy));
    size_t count = model->layer.vertex_count;
    model->points = layer_realloc(model->points, 2 * count * sizeof *model->points);
    model->points[2 * count - 2] = hx;
    model->points[2 * count - 1] = hy;
}

/* Add a ring through `count` points (given in half steps, not closed). */
static void model_ring(struct model *model, uint32_t area, const int64_t *half, size_t count)
{
    layer_begin_ring(&model->layer, area);
    for (size_t i = 0; i <= count; i++) {
        model_add(model, half[2 * (i % count)], half[2 * (i % count) + 1]);
    }
}

static int64_t orient_integer(const int64_t a[2], const int64_t b[2], int64_t x, int64_t y)
{
    return (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
}

/* Crossing number of all rings of the area, and whether the point is on one. */
static void oracle(const struct model *model, uint32_t area, int64_t x, int64_t y, bool *ret_odd,
                   bool *ret_on)
{
    *ret_odd = false;
    *ret_on = false;
    for (size_t r = 0; r < model->layer.ring_count; r++) {
        const struct layer_ring *ring = &model->layer.rings[r];
        for (size_t i = ring->first; ring->area == area && i + 1 < ring->first + ring->count; i++) {
            const int64_t *a = model->points + 2 * i;
            const int64_t *b = a + 2;
            int64_t det = orient_integer(a, b, x, y);
            bool in_x = (a[0] <= x && x <= b[0]) || (b[0] <= x && x <= a[0]);
            bool in_y = (a[1] <= y && y <= b[1]) || (b[1] <= y && y <= a[1]);
            bool is_edge = a[0] != b[0] || a[1] != b[1]; /* else a repeated vertex */
            *ret_on |= is_edge && det == 0 && in_x && in_y;
            bool straddles = (a[1] > y) != (b[1] > y);
            *ret_odd ^= straddles && (det > 0) == (b[1] > a[1]);
        }
    }
}

/* Compare one point of the model. */
static void check_point(const struct model *model, const struct na_area_index *index, int64_t hx,
                        int64_t hy)
{
    struct na_cover expected = {.count = 0};
    for (uint32_t area = 0; area < model->layer.area_count; area++) {
        bool odd;
        bool on;
        oracle(model, area, hx, hy, &odd, &on);
        if (odd || on) {
            expected.areas[expected.count++] = area;
        }
        expected.on_boundary |= on;
    }
    double x = x_at(model->lattice, hx);
    double y = y_at(model->lattice, hy);
    struct na_cover cover;
    assert_int_equal(na_area_index_cover(index, x, y, &cover), NA_OK);
    uint32_t lowest = expected.count > 0 ? expected.areas[0] : NA_AREA_NONE;
    bool on_boundary = !expected.on_boundary;
    if (na_area_index_lowest_on(index, x, y, &on_boundary) != lowest ||
        on_boundary != expected.on_boundary) {
        fail_msg("%s: (%lld, %lld)/2: the lowest alone", model->lattice->label, (long long)hx,
                 (long long)hy);
    }
    if (cover.count != expected.count || cover.on_boundary != expected.on_boundary ||
        memcmp(cover.areas, expected.areas, cover.count * sizeof cover.areas[0]) != 0 ||
        na_area_index_lowest(index, x, y) != lowest) {
        fail_msg("%s: (%lld, %lld)/2: %u areas, boundary %d, lowest %u; not %u, %d, %u",
                 model->lattice->label, (long long)hx, (long long)hy, cover.count,
                 cover.on_boundary, na_area_index_lowest(index, x, y), expected.count,
                 expected.on_boundary, lowest);
    }
}

/* Every vertex of the layer is found again at its number. */
static void check_numbers(const struct layer *layer, const struct na_area_index *index,
                          const uint32_t *numbers)
{
    for (size_t v = 0; v < layer->vertex_count; v++) {
        assert_true(numbers[v] < na_area_index_vertex_count(index));
        const double *at = na_area_index_vertex(index, numbers[v]);
        assert_true(at[0] == layer->xy[2 * v] && at[1] == layer->xy[2 * v + 1]);
    }
}

/* Index the model, compare every half step of [-2, side + 2] squared; returns leaves seen. */
static size_t check_model(const struct model *model, int64_t side)
{
    struct na_buffer blob;
    struct na_area_index index;
    struct na_error error = {0};
    uint32_t *numbers = NULL;
    na_buffer_init(&blob, (size_t)1 << 26);
    if (layer_index_numbers(&model->layer, &blob, &numbers, &error) != NA_OK ||
        na_area_index_open(blob.data, blob.length, model->layer.area_count, &index, &error) !=
            NA_OK) {
        fail_msg("%s", error.message);
    }
    check_numbers(&model->layer, &index, numbers);
    free(numbers);
    for (int64_t hx = -2; hx <= 2 * side + 2; hx++) {
        for (int64_t hy = -2; hy <= 2 * side + 2; hy++) {
            check_point(model, &index, hx, hy);
        }
    }
    size_t leaves = na_area_index_size(&index).leaves;
    na_buffer_fini(&blob);
    return leaves;
}

static int64_t pick(struct test_random *random, int64_t side)
{
    return 2 * (int64_t)test_random_below(random, (uint64_t)side + 1);
}

/* Any closed walk over a few lattice points: spikes, self-crossings, edges walked twice, collinear
 * and repeated vertices, rings of one area that touch or lie on each other. */
static void random_walks(void **state)
{
    (void)state;
    struct test_random random = test_random_start("random walks");
    for (int n = 0; n < 80; n++) {
        struct model model = {.lattice = &lattices[n % 4]};
        int64_t side = 3 + (int64_t)test_random_below(&random, 8);
        uint32_t areas = 1 + (uint32_t)test_random_below(&random, 6);
        for (uint32_t area = 0; area < areas; area++) {
            for (uint64_t rings = 1 + test_random_below(&random, 3); rings > 0; rings--) {
                int64_t half[24];
                size_t count = 3 + test_random_below(&random, 10);
                for (size_t i = 0; i < 2 * count; i++) {
                    half[i] = pick(&random, side);
                }
                model_ring(&model, area, half, count);
            }
        }
        check_model(&model, side);
        model_fini(&model);
    }
}

/* Rectangles on few lines: shared edges, T-junctions, overlaps, holes that fill an area whole. */
static void random_rectangles(void **state)
{
    (void)state;
    struct test_random random = test_random_start("random rectangles");
    for (int n = 0; n < 60; n++) {
        struct model model = {.lattice = &lattices[n % 4]};
        uint32_t areas = 1 + (uint32_t)test_random_below(&random, 30);
        for (uint32_t ring = 0; ring < 2 * areas; ring++) {
            int64_t x0 = pick(&random, 10);
            int64_t y0 = pick(&random, 10);
            int64_t x1 = x0 + 2 + pick(&random, 6);
            int64_t y1 = y0 + 2 + pick(&random, 6);
            const int64_t half[] = {x0, y0, x0, y1, x1, y1, x1, y0};
            model_ring(&model, ring % areas, half, 4);
        }
        check_model(&model, 18);
        model_fini(&model);
    }
}

/* The squares of a board, and the triangles of a board with both diagonals: every vertex is shared
 * by up to eight areas, cells' centres and corners lie on edges. */
static void boards(void **state)
{
    (void)state;
    for (int64_t side = 1; side <= 8; side *= 2) {
        struct model squares = {.lattice = &lattices[side % 3]};
        struct model triangles = {.lattice = &lattices[side % 3]};
        for (int64_t i = 0; i < side; i++) {
            for (int64_t j = 0; j < side; j++) {
                const int64_t c[] = {2 * i,     2 * j, 2 * i + 2, 2 * j,     2 * i + 2,
                                     2 * j + 2, 2 * i, 2 * j + 2, 2 * i + 1, 2 * j + 1};
                uint32_t area = (uint32_t)(i * side + j);
                model_ring(&squares, area, c, 4);
                for (uint32_t t = 0; t < 4; t++) {
                    uint32_t u = (t + 1) % 4;
                    const int64_t half[] = {c[2 * t],     c[2 * t + 1], c[2 * u],
                                            c[2 * u + 1], c[8],         c[9]};
                    model_ring(&triangles, 4 * area + t, half, 3);
                }
            }
        }
        check_model(&squares, side);
        check_model(&triangles, side);
        model_fini(&squares);
        model_fini(&triangles);
    }
}

/* Corner (i, j) of a net whose lines bend. */
static void add_bent(struct layer *layer, int i, int j)
{
    layer_add(layer, i + 0.3 * sin(1.7 * j), j + 0.3 * sin(2.3 * i));
}

/* An edge that two areas share is stored once, and a ring is a run of vertices: no more of them are
 * stored than edges, and one for each ring or two. Cells that a single boundary crosses, which are
 * most, need no list. */
static void shared_boundaries_are_stored_once(void **state)
{
    (void)state;
    enum { SIDE = 12, STEPS = 8 };
    struct layer layer = {0};
    for (int cell = 0; cell < SIDE * SIDE; cell++) {
        int x = cell / SIDE * STEPS;
        int y = cell % SIDE * STEPS;
        layer_begin_ring(&layer, (uint32_t)cell);
        for (int s = 0; s < STEPS; s++) {
            add_bent(&layer, x + s, y);
        }
        for (int s = 0; s < STEPS; s++) {
            add_bent(&layer, x + STEPS, y + s);
        }
        for (int s = 0; s < STEPS; s++) {
            add_bent(&layer, x + STEPS - s, y + STEPS);
        }
        for (int s = 0; s < STEPS; s++) {
            add_bent(&layer, x, y + STEPS - s);
        }
        layer_close_ring(&layer);
    }
    struct na_buffer blob;
    struct na_area_index index;
    uint32_t *numbers = NULL;
    na_buffer_init(&blob, (size_t)1 << 26);
    assert_int_equal(layer_index_numbers(&layer, &blob, &numbers, NULL), NA_OK);
    assert_int_equal(na_area_index_open(blob.data, blob.length, layer.area_count, &index, NULL),
                     NA_OK);
    check_numbers(&layer, &index, numbers);
    struct na_area_index_size size = na_area_index_size(&index);
    assert_int_equal(size.edges, 2 * SIDE * (SIDE + 1) * STEPS);
    assert_true(size.vertices <= size.edges + 2 * layer.ring_count);
    assert_true(size.chains * 10 > size.leaves * 8);
    free(numbers);
    na_buffer_fini(&blob);
    layer_fini(&layer);
}

/* A long thin fan and a needle star: many edges in one cell, no side of it free of them. */
static void crowded_vertex(void **state)
{
    (void)state;
    struct model model = {.lattice = &lattices[0]};
    const int64_t ring[] = {0,  0,  8,  0,  16, 0,  24, 0,  32, 0,  32, 8,  32, 16, 32, 24,
                            32, 32, 24, 32, 16, 32, 8,  32, 0,  32, 0,  24, 0,  16, 0,  8};
    for (uint32_t t = 0; t < 16; t++) {
        uint32_t u = (t + 1) % 16;
        const int64_t half[] = {ring[2 * t], ring[2 * t + 1], ring[2 * u], ring[2 * u + 1], 14, 10};
        model_ring(&model, t, half, 3);
        model_ring(&model, 16 + t % 5, half, 3); /* overlapping layers of the same edges */
    }
    check_model(&model, 16);
    model_fini(&model);
}

struct rect_case {
    uint32_t copies;
    enum na_code expected;
};

/* NA_COVER_MAX areas on one place are the limit; one more is refused in words. */
static void cover_limit(void **state)
{
    (void)state;
    const struct rect_case cases[] = {
        {9, NA_OK}, {NA_COVER_MAX, NA_OK}, {NA_COVER_MAX + 1, NA_ERR_LIMIT}};
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        struct model model = {.lattice = &lattices[0]};
        const int64_t half[] = {0, 0, 8, 0, 8, 8, 0, 8};
        for (uint32_t area = 0; area < cases[c].copies; area++) {
            model_ring(&model, area, half, 4);
        }
        if (cases[c].expected == NA_OK) {
            check_model(&model, 4);
        } else {
            struct na_buffer blob;
            struct na_error error = {0};
            na_buffer_init(&blob, (size_t)1 << 26);
            assert_int_equal(layer_index(&model.layer, &blob, &error), cases[c].expected);
            assert_non_null(strstr(error.message, "more than 64 areas"));
            assert_int_equal(blob.length, 0);
            na_buffer_fini(&blob);
        }
        model_fini(&model);
    }
}

/* No areas, areas without rings, and a ring without any area or length. */
static void empty_layers(void **state)
{
    (void)state;
    for (uint32_t area_count = 0; area_count < 3; area_count++) {
        struct layer layer = {.area_count = area_count};
        if (area_count == 2) {
            layer_begin_ring(&layer, 1);
            for (int i = 0; i < 4; i++) {
                layer_add(&layer, 3.0, 4.0);
            }
        }
        struct na_buffer blob;
        struct na_area_index index;
        struct na_edge_hit hit;
        na_buffer_init(&blob, (size_t)1 << 20);
        assert_int_equal(layer_index(&layer, &blob, NULL), NA_OK);
        assert_int_equal(na_area_index_open(blob.data, blob.length, area_count, &index, NULL),
                         NA_OK);
        assert_int_equal(na_area_index_lowest(&index, 0.0, 0.0), NA_AREA_NONE);
        assert_int_equal(na_area_index_lowest(&index, 3.0, 4.0), NA_AREA_NONE);
        const struct na_metric metric = {1.0, 1.0};
        assert_false(na_area_index_nearest_edge(&index, 1.0, 2.0, metric, &hit));
        assert_int_equal(na_area_index_within(&index, 1.0, 2.0, metric, 1e9, &hit, 1), 0);
        na_buffer_fini(&blob);
        layer_fini(&layer);
    }
}

/* Rings that are no rings. */
static void bad_rings(void **state)
{
    (void)state;
    const struct {
        const char *label;
        double xy[8];
        size_t count;
        enum na_code expected;
    } cases[] = {
        {"good", {0, 0, 1, 0, 0, 1, 0, 0}, 4, NA_OK},
        {"good, -0 closes 0", {0, 0, 1, 0, 0, 1, -0.0, 0}, 4, NA_OK},
        {"three points", {0, 0, 1, 0, 0, 0}, 3, NA_ERR_DATA},
        {"open", {0, 0, 1, 0, 0, 1, 1, 1}, 4, NA_ERR_DATA},
        {"infinite", {0, 0, 1e308 * 10, 0, 0, 1, 0, 0}, 4, NA_ERR_DATA},
        {"beyond exactness", {0, 0, 1e71, 0, 0, 1, 0, 0}, 4, NA_ERR_DATA},
        {"below exactness", {0, 0, 1e-71, 0, 0, 1, 0, 0}, 4, NA_ERR_DATA},
    };
    struct na_area_builder *builder = NULL;
    assert_int_equal(na_area_builder_new(1, &builder, NULL), NA_OK);
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        enum na_code code = na_area_builder_add_ring(builder, 0, cases[c].xy, cases[c].count, NULL);
        if (code != cases[c].expected) {
            fail_msg("%s: %s", cases[c].label, na_code_slug(code));
        }
    }
    na_area_builder_free(builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_walks),
        cmocka_unit_test(random_rectangles),
        cmocka_unit_test(boards),
        cmocka_unit_test(crowded_vertex),
        cmocka_unit_test(shared_boundaries_are_stored_once),
        cmocka_unit_test(cover_limit),
        cmocka_unit_test(empty_layers),
        cmocka_unit_test(bad_rings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
