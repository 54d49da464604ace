/* Overlaps and gaps by the net of boundaries against GEOS over all polygons, on boards of wards
 * with the faults that layers have: a vertex off on one side, corners off, wards missing, wards
 * over others, a vertex that one side lacks, holes with wards in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>

#include "geo/area_index_net.h"
#include "io/topology.h"
#include "support/layer.h"
#include "support/random.h"

enum { ROUNDS = 40, SIDE_MAX = 7, STEPS = 4, AREAS_MAX = SIDE_MAX * SIDE_MAX + 2 };

/* How often a fault is made, in a thousand vertices or areas. */
struct faults {
    uint64_t off, missing, twice, lacking, inside;
};

static const struct faults cases[] = {{0, 0, 0, 0, 0},   {15, 0, 0, 0, 0},   {60, 0, 0, 0, 0},
                                      {0, 100, 0, 0, 0}, {15, 60, 0, 0, 0},  {0, 0, 300, 0, 0},
                                      {5, 20, 0, 5, 0},  {5, 60, 0, 0, 500}, {0, 0, 0, 0, 900}};

/* Vertex (i, j) of the net all areas share. */
static void net_vertex(uint64_t seed, int i, int j, double ret_at[2])
{
    struct test_random at = {seed + (uint64_t)i * 1000003u + (uint64_t)j * 7919u};
    ret_at[0] = i + test_random_between(&at, -0.3, 0.3);
    ret_at[1] = j + test_random_between(&at, -0.3, 0.3);
}

static void add_vertex(struct layer *layer, struct test_random *random, const struct faults *faults,
                       const double at[2])
{
    double x = at[0];
    double y = at[1];
    if (test_random_below(random, 1000) < faults->lacking && layer->rings[0].count > 4) {
        return;
    }
    if (test_random_below(random, 1000) < faults->off) {
        x += test_random_between(random, -0.05, 0.05);
        y += test_random_between(random, -0.05, 0.05);
    }
    layer_add(layer, x, y);
}

/* The ring around the cells from (i, j), `wide` by `wide` of them. */
static void add_area(struct layer *layer, struct test_random *random, const struct faults *faults,
                     uint64_t seed, const int from[2], int wide)
{
    int length = wide * STEPS;
    layer_begin_ring(layer, layer->area_count);
    for (int s = 0; s < 4 * length; s++) {
        int along = s % length;
        int x[4] = {along, length, length - along, 0};
        int y[4] = {0, along, length, length - along};
        double at[2];
        net_vertex(seed, from[0] * STEPS + x[s / length], from[1] * STEPS + y[s / length], at);
        add_vertex(layer, random, faults, at);
    }
    layer_close_ring(layer);
}

/* A triangle within a cell: in a hole an island, in an area an overlap. */
static void add_inside(struct layer *layer, const int cell[2])
{
    double x = cell[0] * STEPS + STEPS / 2.0;
    double y = cell[1] * STEPS + STEPS / 2.0;
    layer_begin_ring(layer, layer->area_count);
    layer_add(layer, x, y);
    layer_add(layer, x + 0.5, y);
    layer_add(layer, x, y + 0.5);
    layer_close_ring(layer);
}

static void make_layer(struct layer *layer, struct test_random *random, const struct faults *faults)
{
    uint64_t seed = test_random_bits(random);
    int side = 2 + (int)test_random_below(random, SIDE_MAX - 1);
    *layer = (struct layer){0};
    for (int cell = 0; cell < side * side; cell++) {
        const int at[2] = {cell % side, cell / side};
        if (test_random_below(random, 1000) >= faults->missing) {
            add_area(layer, random, faults, seed, at, 1);
        }
    }
    const int some[2] = {(int)test_random_below(random, (uint64_t)side - 1),
                         (int)test_random_below(random, (uint64_t)side - 1)};
    if (layer->area_count > 0 && test_random_below(random, 1000) < faults->twice) {
        add_area(layer, random, faults, seed, some, 1 + (int)test_random_below(random, 2));
    }
    if (test_random_below(random, 1000) < faults->inside) {
        add_inside(layer, some);
    }
}

struct found {
    struct na_overlap *overlaps;
    struct na_gap *gaps;
    size_t overlap_count, gap_count;
};

static void found_fini(struct found *found)
{
    free(found->overlaps);
    free(found->gaps);
}

static struct na_shape shape_of(const struct layer *layer, size_t ring, size_t starts[2])
{
    starts[0] = 0;
    starts[1] = layer->rings[ring].count;
    return (struct na_shape){.xy = layer->xy + 2 * layer->rings[ring].first,
                             .vertex_count = starts[1],
                             .part_starts = starts,
                             .part_count = 1};
}

/* By the net, where it tells; returns whether it told both. */
static bool find_by_net(struct na_topology *topology, struct na_polygon *const *polygons,
                        const struct na_area_net *net, double smallest, struct found *ret_found)
{
    struct na_candidates pairs[AREAS_MAX * AREAS_MAX];
    size_t starts[512];
    const struct na_area_pair *pair = (const void *)net->pairs.data;
    const struct na_area_hole *hole = (const void *)net->holes.data;
    size_t pair_count = net->pairs.length / sizeof *pair;
    size_t hole_count = net->holes.length / sizeof *hole;
    if (!net->is_net || !net->has_holes || hole_count >= 512) {
        return false;
    }
    for (size_t i = 0; i < pair_count; i++) {
        pairs[i] = (struct na_candidates){pair[i].a, pair[i].b};
    }
    for (size_t i = 0; i < hole_count; i++) {
        starts[i] = hole[i].first;
        starts[i + 1] = hole[i].first + hole[i].count;
    }
    struct na_shape holes = {.xy = (double *)(void *)net->xy.data,
                             .vertex_count = net->xy.length / (2 * sizeof(double)),
                             .part_starts = starts,
                             .part_count = hole_count};
    assert_int_equal(na_topology_overlaps_among(topology, polygons, pairs, pair_count, smallest,
                                                &ret_found->overlaps, &ret_found->overlap_count,
                                                NULL),
                     NA_OK);
    assert_int_equal(na_topology_gaps_of(topology, &holes, smallest, &ret_found->gaps,
                                         &ret_found->gap_count, NULL),
                     NA_OK);
    return true;
}

static void compare(const struct found *ours, const struct found *theirs)
{
    assert_int_equal(ours->overlap_count, theirs->overlap_count);
    for (size_t i = 0; i < ours->overlap_count; i++) {
        assert_memory_equal(&ours->overlaps[i], &theirs->overlaps[i], sizeof ours->overlaps[i]);
    }
    assert_int_equal(ours->gap_count, theirs->gap_count);
    for (size_t i = 0; i < ours->gap_count; i++) {
        const struct na_gap *a = &ours->gaps[i];
        const struct na_gap *b = &theirs->gaps[i];
        assert_true(fabs(a->area - b->area) <= 1e-12);
        assert_true(hypot(a->x - b->x, a->y - b->y) <= 1e-9);
    }
}

/* Returns whether the net told everything. */
static bool check_layer(struct na_topology *topology, const struct layer *layer, double smallest)
{
    struct na_polygon *polygons[AREAS_MAX] = {NULL};
    struct found ours = {.gap_count = 0};
    struct found theirs = {.gap_count = 0};
    struct na_buffer blob;
    struct na_area_index index;
    struct na_area_net net;
    bool valid = true;
    bool told = false;
    for (size_t r = 0; r < layer->ring_count; r++) {
        size_t starts[2];
        struct na_shape shape = shape_of(layer, r, starts);
        assert_int_equal(na_polygon_new(topology, &shape, &polygons[r], NULL), NA_OK);
        valid = valid && na_polygon_check(topology, polygons[r], NULL) == NA_OK;
    }
    na_buffer_init(&blob, (size_t)1 << 26);
    assert_int_equal(layer_index(layer, &blob, NULL), NA_OK);
    assert_int_equal(na_area_index_open(blob.data, blob.length, layer->area_count, &index, NULL),
                     NA_OK);
    assert_int_equal(na_area_net_find(&index, &net), NA_OK);
    if (valid && find_by_net(topology, polygons, &net, smallest, &ours)) {
        told = true;
        assert_int_equal(na_topology_overlaps(topology, polygons, layer->ring_count, smallest,
                                              &theirs.overlaps, &theirs.overlap_count, NULL),
                         NA_OK);
        assert_int_equal(na_topology_gaps(topology, polygons, layer->ring_count, smallest,
                                          &theirs.gaps, &theirs.gap_count, NULL),
                         NA_OK);
        compare(&ours, &theirs);
    }
    found_fini(&ours);
    found_fini(&theirs);
    na_area_net_fini(&net);
    na_buffer_fini(&blob);
    for (size_t r = 0; r < layer->ring_count; r++) {
        na_polygon_free(topology, polygons[r]);
    }
    return told;
}

static void the_net_says_what_geos_says(void **state)
{
    (void)state;
    struct test_random random = test_random_start("the net says what GEOS says");
    struct na_topology *topology = NULL;
    assert_int_equal(na_topology_new(&topology, NULL), NA_OK);
    int told_of_all = 0;
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        int told = 0;
        for (int n = 0; n < ROUNDS; n++) {
            struct layer layer;
            make_layer(&layer, &random, &cases[c]);
            if (layer.ring_count > 0) {
                told += check_layer(topology, &layer, n % 2 == 0 ? 0.0 : 0.01);
            }
            layer_fini(&layer);
        }
        printf("case %zu: told of %d of %d\n", c, told, ROUNDS);
        assert_true(c > 0 || told == ROUNDS);
        told_of_all += told;
    }
    assert_true(told_of_all > 3 * ROUNDS);
    na_topology_free(topology);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_net_says_what_geos_says)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
