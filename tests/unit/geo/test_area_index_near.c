/* Distances to boundaries against all edges of the layer, one by one; and damaged indexes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>

#include "support/layer.h"
#include "support/random.h"

/* A board of side x side jittered four-cornered areas, `extent` wide. */
static void make_board(struct layer *layer, uint64_t seed, uint32_t side, double extent)
{
    for (uint32_t area = 0; area < side * side; area++) {
        const uint32_t corner[4][2] = {{0, 0}, {0, 1}, {1, 1}, {1, 0}};
        layer_begin_ring(layer, area);
        for (int c = 0; c < 4; c++) {
            uint32_t i = area % side + corner[c][0];
            uint32_t j = area / side + corner[c][1];
            struct test_random at = {seed + i * 1000003u + j * 7919u};
            double x = i + test_random_between(&at, -0.3, 0.3);
            double y = j + test_random_between(&at, -0.3, 0.3);
            layer_add(layer, x * extent / side, y * extent / side);
        }
        layer_close_ring(layer);
    }
}

static double segment_distance(const double *a, double x, double y, struct na_metric metric)
{
    double bx = (a[2] - a[0]) * metric.x_m;
    double by = (a[3] - a[1]) * metric.y_m;
    double qx = (x - a[0]) * metric.x_m;
    double qy = (y - a[1]) * metric.y_m;
    double t = fmin(fmax((qx * bx + qy * by) / (bx * bx + by * by), 0.0), 1.0);
    return hypot(qx - t * bx, qy - t * by);
}

/* Least distance to the rings of each area. */
static void oracle(const struct layer *layer, double x, double y, struct na_metric metric,
                   double *ret_distance)
{
    for (uint32_t area = 0; area < layer->area_count; area++) {
        ret_distance[area] = INFINITY;
    }
    for (size_t r = 0; r < layer->ring_count; r++) {
        const struct layer_ring *ring = &layer->rings[r];
        for (size_t v = ring->first; v + 1 < ring->first + ring->count; v++) {
            double *best = &ret_distance[ring->area];
            *best = fmin(*best, segment_distance(layer->xy + 2 * v, x, y, metric));
        }
    }
}

struct board {
    struct layer layer;
    struct na_buffer blob;
    struct na_area_index index;
};

static void board_init(struct board *board, uint64_t seed, uint32_t side, double extent)
{
    *board = (struct board){0};
    make_board(&board->layer, seed, side, extent);
    na_buffer_init(&board->blob, (size_t)1 << 26);
    assert_int_equal(layer_index(&board->layer, &board->blob, NULL), NA_OK);
    assert_int_equal(na_area_index_open(board->blob.data, board->blob.length,
                                        board->layer.area_count, &board->index, NULL),
                     NA_OK);
}

static void board_fini(struct board *board)
{
    layer_fini(&board->layer);
    na_buffer_fini(&board->blob);
}

#define CLOSE(a, b) (fabs((a) - (b)) <= 1e-9 * (1e-3 + fabs(a) + fabs(b)))

static void check_within(const struct board *board, const double *distance, double x, double y,
                         struct na_metric metric, double radius_m, size_t capacity)
{
    struct na_edge_hit hits[256];
    size_t least = 0;
    size_t most = 0;
    for (uint32_t area = 0; area < board->layer.area_count; area++) {
        least += distance[area] < radius_m * (1 - 1e-9) - 1e-12;
        most += distance[area] <= radius_m * (1 + 1e-9) + 1e-12;
    }
    size_t found = na_area_index_within(&board->index, x, y, metric, radius_m, hits, capacity);
    assert_in_range(found, least, most);
    bool seen[256] = {false};
    for (size_t i = 0; i < found && i < capacity; i++) {
        assert_true(hits[i].area < board->layer.area_count);
        assert_false(seen[hits[i].area]);
        seen[hits[i].area] = true;
        assert_true(CLOSE(hits[i].distance_m, distance[hits[i].area]));
        assert_true(CLOSE(hits[i].distance_m, hypot((hits[i].foot_x - x) * metric.x_m,
                                                    (hits[i].foot_y - y) * metric.y_m)));
        assert_true(
            i == 0 || hits[i - 1].distance_m < hits[i].distance_m ||
            (hits[i - 1].distance_m == hits[i].distance_m && hits[i - 1].area < hits[i].area));
    }
    for (uint32_t area = 0; found > capacity && capacity > 0 && area < 256; area++) {
        if (area < board->layer.area_count && !seen[area]) { /* the nearest were kept */
            assert_true(distance[area] >= hits[capacity - 1].distance_m * (1 - 1e-9) - 1e-12);
        }
    }
}

/* One search for both gives what the two give, to the bit. */
static void check_around(const struct board *board, double x, double y, struct na_metric metric,
                         double radius_m)
{
    struct na_edge_hit apart[8];
    struct na_edge_hit together[8];
    struct na_edge_hit nearest[2];
    size_t found = na_area_index_within(&board->index, x, y, metric, radius_m, apart, 8);
    assert_true(na_area_index_nearest_edge(&board->index, x, y, metric, &nearest[0]));
    assert_int_equal(
        na_area_index_around(&board->index, x, y, metric, radius_m, together, 8, &nearest[1]),
        found);
    for (size_t i = 0; i < found && i < 8; i++) {
        assert_int_equal(apart[i].area, together[i].area);
        assert_true(apart[i].distance_m == together[i].distance_m);
        assert_true(apart[i].foot_x == together[i].foot_x && apart[i].foot_y == together[i].foot_y);
    }
    assert_int_equal(nearest[0].area, nearest[1].area);
    assert_true(nearest[0].distance_m == nearest[1].distance_m);
}

static void check_board(const struct board *board, struct test_random *random, double extent,
                        struct na_metric metric)
{
    double distance[256];
    for (int n = 0; n < 400; n++) {
        double far = n % 10 == 0 ? 20.0 : 0.2; /* also far outside */
        double x = test_random_between(random, -far * extent, (1 + far) * extent);
        double y = test_random_between(random, -far * extent, (1 + far) * extent);
        if (n % 7 == 0) { /* a vertex */
            size_t v = test_random_below(random, board->layer.vertex_count);
            x = board->layer.xy[2 * v];
            y = board->layer.xy[2 * v + 1];
        }
        oracle(&board->layer, x, y, metric, distance);
        uint32_t nearest = 0;
        for (uint32_t area = 1; area < board->layer.area_count; area++) {
            nearest = distance[area] < distance[nearest] ? area : nearest;
        }
        struct na_edge_hit hit;
        assert_true(na_area_index_nearest_edge(&board->index, x, y, metric, &hit));
        assert_true(CLOSE(hit.distance_m, distance[nearest]));
        assert_true(CLOSE(distance[hit.area], distance[nearest]));
        assert_true(n % 7 != 0 || hit.distance_m == 0.0);
        check_around(board, x, y, metric, distance[nearest] * (n % 3));
        double radius = distance[nearest] + test_random_between(random, 0.0, extent) * metric.x_m;
        check_within(board, distance, x, y, metric, radius, 256);
        check_within(board, distance, x, y, metric, radius, (size_t)(n % 5));
    }
}

static void against_all_edges(void **state)
{
    (void)state;
    struct test_random random = test_random_start("against all edges");
    const struct {
        uint32_t side;
        double extent;
        struct na_metric metric;
    } cases[] = {{1, 1000.0, {1.0, 1.0}},    {4, 1000.0, {1.0, 1.0}},
                 {12, 30000.0, {1.0, 1.0}},  {15, 0.5, {64000.0, 111000.0}},
                 {8, 1000.0, {1.0, 1000.0}}, {8, 1000.0, {1000.0, 1.0}}};
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        struct board board;
        board_init(&board, test_random_bits(&random), cases[c].side, cases[c].extent);
        check_board(&board, &random, cases[c].extent, cases[c].metric);
        board_fini(&board);
    }
}

/* Many points together as one by one, in a small index and in one too large for a cache. */
static void together_as_one_by_one(void **state)
{
    (void)state;
    enum { COUNT = 5003 };
    static double xs[COUNT];
    static double ys[COUNT];
    static uint32_t found[COUNT];
    struct test_random random = test_random_start("together as one by one");
    const uint32_t sides[] = {3, 120};
    for (size_t s = 0; s < 2; s++) {
        struct board board;
        board_init(&board, test_random_bits(&random), sides[s], 1000.0);
        assert_true(s == 0 || board.blob.length > (size_t)1024 * 1024);
        for (size_t i = 0; i < COUNT; i++) {
            size_t v = test_random_below(&random, board.layer.vertex_count);
            bool at_vertex = i % 3 == 0;
            xs[i] = at_vertex ? board.layer.xy[2 * v] : test_random_between(&random, -90, 1090);
            ys[i] = at_vertex ? board.layer.xy[2 * v + 1] : test_random_between(&random, -90, 1090);
            xs[i] = i % 50 == 0 ? (double)NAN : i % 50 == 1 ? -INFINITY : xs[i];
        }
        na_area_index_lowest_many(&board.index, xs, ys, COUNT, found);
        for (size_t i = 0; i < COUNT; i++) {
            assert_int_equal(found[i], na_area_index_lowest(&board.index, xs[i], ys[i]));
        }
        board_fini(&board);
    }
}

/* Two squares side by side: the lowest area wins where both are as near. */
static void ties_go_to_the_lowest(void **state)
{
    (void)state;
    struct layer layer = {0};
    for (uint32_t area = 0; area < 2; area++) {
        double x = area == 0 ? 10.0 : 0.0;
        layer_begin_ring(&layer, area);
        layer_add(&layer, x, 0.0);
        layer_add(&layer, x, 10.0);
        layer_add(&layer, x + 10.0, 10.0);
        layer_add(&layer, x + 10.0, 0.0);
        layer_close_ring(&layer);
    }
    struct na_buffer blob;
    struct na_area_index index;
    struct na_edge_hit hits[2];
    na_buffer_init(&blob, (size_t)1 << 20);
    assert_int_equal(layer_index(&layer, &blob, NULL), NA_OK);
    assert_int_equal(na_area_index_open(blob.data, blob.length, 2, &index, NULL), NA_OK);
    const struct na_metric metric = {1.0, 1.0};
    assert_true(na_area_index_nearest_edge(&index, 9.0, 5.0, metric, &hits[0]));
    assert_int_equal(hits[0].area, 0);
    assert_true(hits[0].distance_m == 1.0 && hits[0].foot_x == 10.0 && hits[0].foot_y == 5.0);
    assert_int_equal(na_area_index_within(&index, 9.0, 5.0, metric, 1.0, hits, 2), 2);
    assert_int_equal(hits[0].area, 0);
    assert_int_equal(hits[1].area, 1);
    assert_int_equal(na_area_index_within(&index, 9.0, 5.0, metric, 0.5, hits, 2), 0);
    na_buffer_fini(&blob);
    layer_fini(&layer);
}

/* The same rings give the same bytes, and cut or enlarged bytes are refused. */
static void bytes_are_deterministic_and_whole(void **state)
{
    (void)state;
    struct board one;
    struct board two;
    struct na_area_index index;
    board_init(&one, 7, 9, 1000.0);
    board_init(&two, 7, 9, 1000.0);
    assert_int_equal(one.blob.length, two.blob.length);
    assert_memory_equal(one.blob.data, two.blob.data, one.blob.length);
    for (size_t length = 0; length < one.blob.length; length += 8) {
        assert_int_equal(na_area_index_open(one.blob.data, length, 81, &index, NULL),
                         NA_ERR_CORRUPT);
    }
    assert_int_equal(na_area_index_open(one.blob.data, one.blob.length, 80, &index, NULL),
                     NA_ERR_CORRUPT);
    board_fini(&one);
    board_fini(&two);
}

/* Whatever the bytes, opening says no or every question is safe (run under ASan). */
static void damaged_bytes(void **state)
{
    (void)state;
    struct test_random random = test_random_start("damaged bytes");
    struct board board;
    board_init(&board, 3, 5, 1000.0);
    char *bytes = layer_realloc(NULL, board.blob.length);
    size_t opened = 0;
    for (int n = 0; n < 20000; n++) {
        memcpy(bytes, board.blob.data, board.blob.length);
        for (uint64_t m = 1 + test_random_below(&random, 3); m > 0; m--) {
            size_t within = n % 2 == 0 ? 160 : board.blob.length; /* the head every other time */
            size_t at = test_random_below(&random, within);
            bytes[at] = (char)(bytes[at] ^ (char)(1 << test_random_below(&random, 8)));
        }
        struct na_area_index index;
        if (na_area_index_open(bytes, board.blob.length, 25, &index, NULL) != NA_OK) {
            continue;
        }
        opened++;
        for (int q = 0; q < 20; q++) {
            double x = test_random_between(&random, -200.0, 1200.0);
            double y = test_random_between(&random, -200.0, 1200.0);
            struct na_cover cover;
            struct na_edge_hit hits[4];
            uint32_t lowest = na_area_index_lowest(&index, x, y);
            assert_true(lowest == NA_AREA_NONE || lowest < 25);
            assert_int_equal(na_area_index_cover(&index, x, y, &cover), NA_OK);
            assert_true(cover.count <= NA_COVER_MAX);
            (void)na_area_index_nearest_edge(&index, x, y, (struct na_metric){1, 1}, hits);
            (void)na_area_index_within(&index, x, y, (struct na_metric){1, 1}, 100.0, hits, 4);
        }
    }
    printf("%zu of 20000 opened\n", opened);
    assert_true(opened > 100);
    free(bytes);
    board_fini(&board);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(against_all_edges),
        cmocka_unit_test(together_as_one_by_one),
        cmocka_unit_test(ties_go_to_the_lowest),
        cmocka_unit_test(bytes_are_deterministic_and_whole),
        cmocka_unit_test(damaged_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
