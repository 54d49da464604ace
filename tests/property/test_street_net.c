/* Networks of streets made at random, against Dijkstra over their segments one by one, without
 * chains, trees or heaps; and a city whose distances can be read off. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "geo/geodesic.h"
#include "geo/street_build.h"
#include "geo/street_search.h"
#include "support/random.h"
#include "walk/walk.h"

#define POINTS 48
#define SEGMENTS 64
#define OWNERS 12
#define SNAP_M 75.0
#define FAR 0x7FFFFFFFu
#define ROUNDS 60

/* A town of about a kilometre, in pieces. */
struct town {
    struct na_street_point points[POINTS];
    struct na_street_segment segments[SEGMENTS];
    uint32_t count;
};

struct built {
    struct na_street_tables tables;
    struct na_street_net net;
    struct na_street_search *search;
    bool snapped[OWNERS];
};

static bool same_place(struct na_street_point a, struct na_street_point b)
{
    return a.lat_e7 == b.lat_e7 && a.lon_e7 == b.lon_e7;
}

/* Does segment `i` lie upon an earlier one of other points? */
static bool is_drawn_twice(const struct town *town, int i)
{
    const struct na_street_segment *segment = &town->segments[i];
    struct na_street_point a = town->points[segment->a];
    struct na_street_point b = town->points[segment->b];
    for (int o = 0; o < i; o++) {
        const struct na_street_segment *other = &town->segments[o];
        struct na_street_point c = town->points[other->a];
        struct na_street_point d = town->points[other->b];
        bool over =
            (same_place(a, c) && same_place(b, d)) || (same_place(a, d) && same_place(b, c));
        bool same = (segment->a == other->a && segment->b == other->b) ||
                    (segment->a == other->b && segment->b == other->a);
        if (over && !same) {
            return true;
        }
    }
    return false;
}

static void make_town(struct test_random *random, struct town *town)
{
    for (int i = 0; i < POINTS; i++) {
        /* Now and then the very place of another point: a bridge over a road. */
        town->points[i] =
            i > 0 && test_random_below(random, 12) == 0
                ? town->points[test_random_below(random, (uint64_t)i)]
                : (struct na_street_point){546000000 + (int32_t)test_random_below(random, 90000),
                                           -12000000 + (int32_t)test_random_below(random, 150000)};
    }
    town->count = SEGMENTS;
    for (int i = 0; i < SEGMENTS; i++) {
        /* Near numbers make chains; far ones junctions. */
        uint32_t a = (uint32_t)test_random_below(random, POINTS);
        uint32_t b = test_random_below(random, 3) > 0 ? (a + 1) % POINTS
                                                      : (uint32_t)test_random_below(random, POINTS);
        town->segments[i] = (struct na_street_segment){a, b, test_random_below(random, 8) == 0};
        /* Only between streets drawn twice over each other may the file's order decide. */
        i -= is_drawn_twice(town, i);
    }
}

static void build(const struct town *town, const struct na_lonlat *owners, struct built *ret_built)
{
    const struct na_street_source source = {town->points, POINTS, town->segments, town->count};
    na_street_tables_init(&ret_built->tables);
    assert_int_equal(na_street_build(&source, &ret_built->tables, NULL), NA_OK);
    assert_int_equal(
        na_street_hang(&ret_built->tables, owners, OWNERS, SNAP_M, ret_built->snapped, NULL),
        NA_OK);
    ret_built->net = na_street_tables_net(&ret_built->tables);
    struct na_error error = {.message = ""};
    if (na_street_net_check(&ret_built->net, OWNERS, 75001, &error) != NA_OK) {
        fail_msg("%s", error.message);
    }
    assert_int_equal(na_street_search_new(&ret_built->net, &ret_built->search, NULL), NA_OK);
}

static void unbuild(struct built *built)
{
    na_street_search_free(built->search);
    na_street_tables_fini(&built->tables);
}

static struct na_lonlat degrees(struct na_street_point at)
{
    return (struct na_lonlat){at.lon_e7 / 1e7, at.lat_e7 / 1e7};
}

static uint32_t segment_mm(const struct town *town, const struct na_street_segment *segment)
{
    double metres = na_geodesic_distance_m(degrees(town->points[segment->a]),
                                           degrees(town->points[segment->b]));
    return (uint32_t)floor(metres * 1000.0 + 0.5);
}

/* The oracle: labels of all points from some, by looking for the least again and again. */
static void slow_dijkstra(const struct town *town, uint32_t labels[POINTS])
{
    bool done[POINTS] = {false};
    for (;;) {
        int best = -1;
        for (int i = 0; i < POINTS; i++) {
            if (!done[i] && labels[i] < FAR && (best < 0 || labels[i] < labels[best])) {
                best = i;
            }
        }
        if (best < 0) {
            return;
        }
        done[best] = true;
        for (uint32_t s = 0; s < town->count; s++) {
            const struct na_street_segment *segment = &town->segments[s];
            uint32_t to = segment->a == (uint32_t)best   ? segment->b
                          : segment->b == (uint32_t)best ? segment->a
                                                         : UINT32_MAX;
            if (to != UINT32_MAX) {
                uint32_t mm = labels[best] + segment_mm(town, segment);
                labels[to] = mm < labels[to] ? mm : labels[to];
            }
        }
    }
}

/* Where the oracle snaps a position: segment, from its end a, and the way to it. */
struct slow_snap {
    uint32_t segment, at_mm, snap_mm, part;
    uint64_t um;
    struct na_street_point at, low, high;
};

static bool point_before(struct na_street_point a, struct na_street_point b)
{
    return a.lat_e7 != b.lat_e7 ? a.lat_e7 < b.lat_e7 : a.lon_e7 < b.lon_e7;
}

static int order(struct na_street_point a, struct na_street_point b)
{
    return point_before(a, b) ? -1 : point_before(b, a) ? 1 : 0;
}

static bool snap_before(const struct slow_snap *a, const struct slow_snap *b)
{
    if (a->um != b->um) {
        return a->um < b->um;
    }
    int by = order(a->at, b->at);
    by = by != 0 ? by : order(a->low, b->low);
    return (by != 0 ? by : order(a->high, b->high)) < 0;
}

/* The part of the town that each point is in: its lowest number. */
static void parts_of(const struct town *town, uint32_t parts[POINTS])
{
    for (uint32_t i = 0; i < POINTS; i++) {
        parts[i] = i;
    }
    for (int again = 1; again != 0;) {
        again = 0;
        for (uint32_t s = 0; s < town->count; s++) {
            uint32_t a = parts[town->segments[s].a];
            uint32_t b = parts[town->segments[s].b];
            uint32_t low = a < b ? a : b;
            again |= a != b;
            parts[town->segments[s].a] = low;
            parts[town->segments[s].b] = low;
        }
    }
}

static size_t slow_snaps(const struct town *town, struct na_lonlat from,
                         struct slow_snap snaps[POINTS])
{
    double lon_m = 0;
    double lat_m = 0;
    uint32_t parts[POINTS];
    size_t count = 0;
    na_geodesic_degree_m(from.lat_deg, &lon_m, &lat_m);
    parts_of(town, parts);
    for (uint32_t s = 0; s < town->count; s++) {
        const struct na_street_segment *segment = &town->segments[s];
        if (segment->a == segment->b) {
            continue;
        }
        struct na_street_point a = town->points[segment->a];
        struct na_street_point b = town->points[segment->b];
        bool turned = order(a, b) > 0;
        struct na_lonlat low = degrees(turned ? b : a);
        struct na_lonlat high = degrees(turned ? a : b);
        double x = (low.lon_deg - from.lon_deg) * lon_m;
        double y = (low.lat_deg - from.lat_deg) * lat_m;
        double dx = (high.lon_deg - from.lon_deg) * lon_m - x;
        double dy = (high.lat_deg - from.lat_deg) * lat_m - y;
        double length2 = dx * dx + dy * dy;
        double t = length2 > 0 ? fmin(fmax(-(x * dx + y * dy) / length2, 0.0), 1.0) : 0.0;
        double off_m = sqrt((x + t * dx) * (x + t * dx) + (y + t * dy) * (y + t * dy));
        if (off_m > SNAP_M || (segment->covered != 0 && off_m > 15.0)) {
            continue;
        }
        uint32_t mm = segment_mm(town, segment);
        uint32_t along = (uint32_t)floor(t * mm + 0.5);
        struct na_lonlat at = {low.lon_deg + t * (high.lon_deg - low.lon_deg),
                               low.lat_deg + t * (high.lat_deg - low.lat_deg)};
        struct slow_snap snap = {
            .segment = s,
            .at_mm = turned ? mm - along : along,
            .snap_mm = (uint32_t)floor(na_geodesic_distance_m(from, at) * 1000.0 + 0.5),
            .part = parts[segment->a],
            .um = (uint64_t)floor(off_m * 1e6 + 0.5),
            .at = {(int32_t)lrint(at.lat_deg * 1e7), (int32_t)lrint(at.lon_deg * 1e7)},
            .low = turned ? b : a,
            .high = turned ? a : b};
        size_t have = 0;
        while (have < count && snaps[have].part != snap.part) {
            have++;
        }
        if (have == count) {
            snaps[count++] = snap;
        } else if (snap_before(&snap, &snaps[have])) {
            snaps[have] = snap;
        }
    }
    return count;
}

/* The walk between two positions, by the oracle; FAR: there is none. */
static uint32_t slow_walk(const struct town *town, struct na_lonlat from, struct na_lonlat to)
{
    struct slow_snap a[POINTS];
    struct slow_snap b[POINTS];
    size_t a_count = slow_snaps(town, from, a);
    size_t b_count = slow_snaps(town, to, b);
    uint32_t best = FAR;
    for (size_t i = 0; i < a_count; i++) {
        const struct na_street_segment *start = &town->segments[a[i].segment];
        uint32_t labels[POINTS];
        for (int p = 0; p < POINTS; p++) {
            labels[p] = FAR;
        }
        labels[start->a] = a[i].at_mm;
        uint32_t other = segment_mm(town, start) - a[i].at_mm;
        labels[start->b] = other < labels[start->b] ? other : labels[start->b];
        slow_dijkstra(town, labels);
        for (size_t j = 0; j < b_count; j++) {
            const struct na_street_segment *end = &town->segments[b[j].segment];
            if (a[i].part != b[j].part) {
                continue;
            }
            uint32_t mm = labels[end->a] + b[j].at_mm;
            uint32_t by_b = labels[end->b] + (segment_mm(town, end) - b[j].at_mm);
            mm = by_b < mm ? by_b : mm;
            bool same = (start->a == end->a && start->b == end->b);
            bool turned = (start->a == end->b && start->b == end->a);
            if (same || turned) {
                uint32_t at = same ? b[j].at_mm : segment_mm(town, end) - b[j].at_mm;
                uint32_t direct = at > a[i].at_mm ? at - a[i].at_mm : a[i].at_mm - at;
                mm = direct < mm ? direct : mm;
            }
            mm += a[i].snap_mm + b[j].snap_mm;
            best = mm < best ? mm : best;
        }
    }
    return best;
}

static struct na_lonlat any_place(struct test_random *random, const struct town *town)
{
    if (test_random_below(random, 4) == 0) { /* on a node, exactly */
        return degrees(town->points[test_random_below(random, POINTS)]);
    }
    const struct na_street_point *near = &town->points[test_random_below(random, POINTS)];
    return (struct na_lonlat){near->lon_e7 / 1e7 + test_random_between(random, -0.001, 0.001),
                              near->lat_e7 / 1e7 + test_random_between(random, -0.0006, 0.0006)};
}

static uint32_t fast_walk(const struct built *built, struct na_lonlat from, struct na_lonlat to)
{
    struct na_walk_from a;
    struct na_walk_from b;
    na_walk_start(built->search, SNAP_M, from, &a);
    na_walk_start(built->search, SNAP_M, to, &b);
    struct na_walk walk = na_walk_between(&a, &b, NA_STREET_MM_MAX);
    return walk.state == NA_WALK_KNOWN ? walk.mm : FAR;
}

static void walks_are_those_over_single_segments(void **state)
{
    (void)state;
    struct test_random random = test_random_start("street walks");
    for (int round = 0; round < ROUNDS; round++) {
        struct town town;
        struct built built;
        struct na_lonlat owners[OWNERS];
        make_town(&random, &town);
        for (int i = 0; i < OWNERS; i++) {
            owners[i] = any_place(&random, &town);
        }
        build(&town, owners, &built);
        for (int i = 0; i < 10; i++) {
            struct na_lonlat from = any_place(&random, &town);
            struct na_lonlat to = any_place(&random, &town);
            uint32_t want = slow_walk(&town, from, to);
            uint32_t got = fast_walk(&built, from, to);
            if (got != want) {
                fail_msg("round %d: %u mm, wanted %u", round, got, want);
            }
            assert_int_equal(fast_walk(&built, to, from), want); /* as far back */
            double straight_m = na_geodesic_distance_m(from, to);
            assert_true(want == FAR || want / 1000.0 + 0.0005 * (SEGMENTS + 2) >= straight_m);
        }
        unbuild(&built);
    }
}

static void nearest_are_those_of_single_walks(void **state)
{
    (void)state;
    struct test_random random = test_random_start("street nearest");
    for (int round = 0; round < ROUNDS; round++) {
        struct town town;
        struct built built;
        struct na_lonlat owners[OWNERS];
        make_town(&random, &town);
        for (int i = 0; i < OWNERS; i++) {
            owners[i] = any_place(&random, &town);
        }
        build(&town, owners, &built);
        struct na_lonlat at = any_place(&random, &town);
        struct na_walk_from from;
        na_walk_start(built.search, SNAP_M, at, &from);
        uint32_t walks[OWNERS];
        for (uint32_t i = 0; i < OWNERS; i++) {
            struct na_walk walk;
            struct na_buffer line;
            na_buffer_init(&line, (size_t)1 << 20);
            assert_int_equal(na_walk_to(&from, i, owners[i], NA_STREET_MM_MAX, &walk, &line),
                             NA_OK);
            walks[i] = walk.state == NA_WALK_KNOWN ? walk.mm : FAR;
            assert_int_equal(walks[i], fast_walk(&built, at, owners[i]));
            /* The line is as long as the walk, give or take the rounding of each piece, and that
             * a point so far along is found by degrees. */
            const struct na_lonlat *points = (const void *)line.data;
            double line_m = 0;
            for (size_t p = 1; p < line.length / sizeof *points; p++) {
                line_m += na_geodesic_distance_m(points[p - 1], points[p]);
            }
            assert_true(walks[i] == FAR ||
                        fabs(line_m - walks[i] / 1000.0) <
                            0.0011 * (double)(line.length / sizeof *points + 2) + 0.1);
            na_buffer_fini(&line);
        }
        for (size_t k = 1; k <= OWNERS; k++) {
            struct na_walk_hits hits;
            const struct na_walk_wanted wanted = {k, NA_STREET_MM_MAX, NA_STREET_NONE, NULL, NULL};
            na_walk_nearest(&from, &wanted, &hits);
            size_t known = 0;
            for (uint32_t i = 0; i < OWNERS; i++) {
                known += walks[i] != FAR;
            }
            assert_int_equal(hits.count, known < k ? known : k);
            for (size_t i = 0; i < hits.count; i++) {
                assert_int_equal(hits.items[i].mm, walks[hits.items[i].point]);
                assert_true(i == 0 || hits.items[i - 1].mm < hits.items[i].mm ||
                            (hits.items[i - 1].mm == hits.items[i].mm &&
                             hits.items[i - 1].point < hits.items[i].point));
            }
            for (uint32_t i = 0; hits.count > 0 && i < OWNERS; i++) {
                bool among = false;
                for (size_t h = 0; h < hits.count; h++) {
                    among = among || hits.items[h].point == i;
                }
                assert_true(among || walks[i] >= hits.items[hits.count - 1].mm);
            }
        }
        unbuild(&built);
    }
}

static void order_of_the_file_changes_nothing(void **state)
{
    (void)state;
    struct test_random random = test_random_start("street order");
    for (int round = 0; round < ROUNDS; round++) {
        struct town town;
        struct town other;
        struct built built;
        struct built again;
        struct na_lonlat owners[OWNERS];
        uint32_t to[POINTS];
        make_town(&random, &town);
        for (int i = 0; i < OWNERS; i++) {
            owners[i] = any_place(&random, &town);
        }
        for (uint32_t i = 0; i < POINTS; i++) { /* other numbers for the points */
            uint32_t j = (uint32_t)test_random_below(&random, i + 1);
            to[i] = i;
            uint32_t swap = to[j];
            to[j] = to[i];
            to[i] = swap;
        }
        other.count = town.count;
        for (uint32_t i = 0; i < POINTS; i++) {
            other.points[to[i]] = town.points[i];
        }
        for (uint32_t i = 0; i < town.count; i++) { /* other order, other way round */
            uint32_t j = (uint32_t)test_random_below(&random, i + 1);
            struct na_street_segment segment = town.segments[i];
            bool turned = test_random_below(&random, 2) == 0;
            segment =
                (struct na_street_segment){to[turned ? segment.b : segment.a],
                                           to[turned ? segment.a : segment.b], segment.covered};
            other.segments[i] = segment;
            struct na_street_segment swap = other.segments[j];
            other.segments[j] = other.segments[i];
            other.segments[i] = swap;
        }
        build(&town, owners, &built);
        build(&other, owners, &again);
        assert_memory_equal(built.snapped, again.snapped, sizeof built.snapped);
        for (int i = 0; i < 40; i++) {
            struct na_lonlat a = any_place(&random, &town);
            struct na_lonlat b = any_place(&random, &town);
            assert_int_equal(fast_walk(&built, a, b), fast_walk(&again, a, b));
        }
        unbuild(&built);
        unbuild(&again);
    }
}

/* Labels of the nodes where two networks have the same place are told by their places. */
static void from_many_is_the_least_of_each_and_fewer_ways_are_never_shorter(void **state)
{
    (void)state;
    struct test_random random = test_random_start("street sources");
    for (int round = 0; round < ROUNDS; round++) {
        struct town town;
        struct town fewer;
        struct built built;
        struct na_lonlat owners[OWNERS];
        make_town(&random, &town);
        for (int i = 0; i < OWNERS; i++) {
            owners[i] = any_place(&random, &town);
        }
        build(&town, owners, &built);
        const struct na_street_net *net = &built.net;
        uint32_t *least = malloc((net->node_count + 1) * sizeof *least);
        assert_non_null(least);
        memset(least, 0xFF, (net->node_count + 1) * sizeof *least);
        for (uint32_t s = 0; s < net->stop_count; s++) {
            const struct na_street_stop *stop = &net->stops[s];
            na_street_search_begin(built.search, NA_STREET_MM_MAX, NULL, NULL);
            na_street_search_source(built.search, stop->edge, stop->at_mm, stop->snap_mm);
            na_street_search_run(built.search);
            for (uint32_t n = 0; n < net->node_count; n++) {
                uint32_t mm = na_street_search_label(built.search, n);
                least[n] = mm < least[n] ? mm : least[n];
            }
        }
        na_street_search_begin(built.search, NA_STREET_MM_MAX, NULL, NULL);
        for (uint32_t s = 0; s < net->stop_count; s++) {
            const struct na_street_stop *stop = &net->stops[s];
            na_street_search_source(built.search, stop->edge, stop->at_mm, stop->snap_mm);
        }
        na_street_search_run(built.search);
        for (uint32_t n = 0; n < net->node_count; n++) {
            assert_int_equal(na_street_search_label(built.search, n), least[n]);
        }
        free(least);
        fewer = town;
        fewer.count--;
        uint32_t labels[POINTS];
        uint32_t without[POINTS];
        uint32_t start = (uint32_t)test_random_below(&random, POINTS);
        for (uint32_t p = 0; p < POINTS; p++) {
            labels[p] = without[p] = p == start ? 0 : FAR;
        }
        slow_dijkstra(&town, labels);
        slow_dijkstra(&fewer, without);
        for (uint32_t p = 0; p < POINTS; p++) {
            assert_true(without[p] >= labels[p]);
        }
        unbuild(&built);
    }
}

#define SIDE 9
#define STEP_E7 4000

/* Streets like a chessboard: north-south by the rows, then across in the best row. */
static void in_a_grid_city_walks_are_manhattan_distances(void **state)
{
    (void)state;
    static struct na_street_point points[SIDE * SIDE];
    static struct na_street_segment segments[2 * SIDE * SIDE];
    struct na_street_tables tables;
    struct na_street_search *search = NULL;
    uint32_t count = 0;
    uint32_t across[SIDE];
    uint32_t up[SIDE];
    for (int r = 0; r < SIDE; r++) {
        for (int c = 0; c < SIDE; c++) {
            points[r * SIDE + c] =
                (struct na_street_point){546000000 + r * STEP_E7, -12000000 + c * STEP_E7};
            uint32_t at = (uint32_t)(r * SIDE + c);
            if (c > 0) {
                segments[count++] = (struct na_street_segment){at - 1, at, 0};
            }
            if (r > 0) {
                segments[count++] = (struct na_street_segment){at, at - SIDE, 0};
            }
        }
        across[r] = (uint32_t)floor(1000 * na_geodesic_distance_m(degrees(points[r * SIDE]),
                                                                  degrees(points[r * SIDE + 1])) +
                                    0.5);
        up[r] = r == 0 ? 0
                       : up[r - 1] + (uint32_t)floor(1000 * na_geodesic_distance_m(
                                                                degrees(points[(r - 1) * SIDE]),
                                                                degrees(points[r * SIDE])) +
                                                     0.5);
    }
    const struct na_street_source source = {points, SIDE * SIDE, segments, count};
    na_street_tables_init(&tables);
    assert_int_equal(na_street_build(&source, &tables, NULL), NA_OK);
    struct na_street_net net = na_street_tables_net(&tables);
    assert_int_equal(net.component_count, 1);
    assert_int_equal(net.node_count, SIDE * SIDE - 4); /* the corners are inside chains */
    assert_int_equal(na_street_search_new(&net, &search, NULL), NA_OK);
    for (uint32_t a = 0; a < SIDE * SIDE; a += 5) {
        for (uint32_t b = 0; b < SIDE * SIDE; b++) {
            struct na_walk_from from;
            struct na_walk_from to;
            na_walk_start(search, 10, degrees(points[a]), &from);
            na_walk_start(search, 10, degrees(points[b]), &to);
            struct na_walk walk = na_walk_between(&from, &to, NA_STREET_MM_MAX);
            uint32_t low = a / SIDE < b / SIDE ? a / SIDE : b / SIDE;
            uint32_t high = a / SIDE < b / SIDE ? b / SIDE : a / SIDE;
            uint32_t columns = a % SIDE > b % SIDE ? a % SIDE - b % SIDE : b % SIDE - a % SIDE;
            uint32_t best = across[low];
            for (uint32_t r = low; r <= high; r++) {
                best = across[r] < best ? across[r] : best;
            }
            assert_int_equal(walk.mm, up[high] - up[low] + columns * best);
        }
    }
    na_street_search_free(search);
    na_street_tables_fini(&tables);
}

/* A ring without a junction, a loop, and both places on one edge. */
static void rings_and_loops_are_walked_the_shorter_way(void **state)
{
    (void)state;
    const struct na_street_point points[] = {{546000000, -12000000},
                                             {546010000, -12000000},
                                             {546010000, -11980000},
                                             {546000000, -11980000}};
    const struct na_street_segment segments[] = {{0, 1, 0}, {1, 2, 0}, {2, 3, 0}, {3, 0, 0}};
    const struct na_street_source source = {points, 4, segments, 4};
    struct na_street_tables tables;
    struct na_street_search *search = NULL;
    na_street_tables_init(&tables);
    assert_int_equal(na_street_build(&source, &tables, NULL), NA_OK);
    struct na_street_net net = na_street_tables_net(&tables);
    assert_int_equal(net.node_count, 1);
    assert_int_equal(net.edge_count, 1);
    assert_int_equal(na_street_search_new(&net, &search, NULL), NA_OK);
    struct na_street_place a = {0, 1000, 0};
    struct na_street_place b = {0, net.edges[0].mm - 2000, 0};
    uint32_t mm = 0;
    assert_int_equal(na_street_way(search, &a, &b, NA_STREET_MM_MAX, &mm, NULL), NA_OK);
    assert_int_equal(mm, 3000); /* over the node, not round the ring */
    b.at_mm = 5000;
    assert_int_equal(na_street_way(search, &a, &b, NA_STREET_MM_MAX, &mm, NULL), NA_OK);
    assert_int_equal(mm, 4000);
    assert_int_equal(na_street_way(search, &a, &b, 3999, &mm, NULL), NA_OK);
    assert_int_equal(mm, NA_STREET_NONE);
    na_street_search_free(search);
    na_street_tables_fini(&tables);
}

/* Labels of the nodes from a point of an edge: every edge is tried until nothing is shorter. */
static void slow_labels(const struct na_street_net *net, uint32_t edge, uint32_t at_mm,
                        uint64_t *labels)
{
    const struct na_street_edge *start = &net->edges[edge];
    uint32_t back_mm = start->mm - at_mm;
    bool changed = true;
    for (uint32_t n = 0; n < net->node_count; n++) {
        labels[n] = UINT64_MAX / 2;
    }
    labels[start->a] = at_mm;
    labels[start->b] = start->a == start->b && at_mm < back_mm ? at_mm : back_mm;
    while (changed) {
        changed = false;
        for (uint32_t e = 0; e < net->edge_count; e++) {
            const struct na_street_edge *on = &net->edges[e];
            uint64_t by_a = labels[on->a] + on->mm;
            uint64_t by_b = labels[on->b] + on->mm;
            changed = changed || by_a < labels[on->b] || by_b < labels[on->a];
            labels[on->b] = by_a < labels[on->b] ? by_a : labels[on->b];
            labels[on->a] = by_b < labels[on->a] ? by_b : labels[on->a];
        }
    }
}

/* A country of edges from a metre to 200 km: labels against trying every edge again and again, with
 * several limits from one search, which must forget each time. */
static void far_and_near_edges_are_walked_in_one_search(void **state)
{
    (void)state;
    struct test_random random = test_random_start("street_net far");
    for (int round = 0; round < ROUNDS; round++) {
        struct town town = {.count = SEGMENTS};
        struct built built;
        struct na_lonlat owners[OWNERS];
        for (int i = 0; i < POINTS; i++) {
            int32_t spread = test_random_below(&random, 2) == 0 ? 500 : 9000000;
            town.points[i] = (struct na_street_point){
                546000000 + (int32_t)test_random_below(&random, (uint64_t)spread),
                -12000000 + (int32_t)test_random_below(&random, (uint64_t)spread)};
        }
        for (int i = 0; i < SEGMENTS; i++) {
            town.segments[i] =
                (struct na_street_segment){(uint32_t)test_random_below(&random, POINTS),
                                           (uint32_t)test_random_below(&random, POINTS), 0};
        }
        for (int i = 0; i < OWNERS; i++) {
            owners[i] = degrees(town.points[test_random_below(&random, POINTS)]);
        }
        build(&town, owners, &built);
        const struct na_street_net *net = &built.net;
        uint64_t *labels = malloc((net->node_count + 1) * sizeof *labels);
        assert_non_null(labels);
        for (int ask = 0; ask < 4; ask++) {
            uint32_t edge = (uint32_t)test_random_below(&random, net->edge_count);
            uint32_t at_mm = (uint32_t)test_random_below(&random, net->edges[edge].mm + 1u);
            uint32_t limit_mm =
                ask == 0 ? NA_STREET_MM_MAX : (uint32_t)test_random_below(&random, 400000000);
            slow_labels(net, edge, at_mm, labels);
            na_street_search_begin(built.search, limit_mm, NULL, NULL);
            na_street_search_source(built.search, edge, at_mm, 0);
            na_street_search_run(built.search);
            for (uint32_t n = 0; n < net->node_count; n++) {
                assert_int_equal(na_street_search_label(built.search, n),
                                 labels[n] <= limit_mm ? labels[n] : NA_STREET_NONE);
            }
        }
        free(labels);
        unbuild(&built);
    }
}

/* Each node beside each other, and the way over those between always a little shorter: labels fall
 * about 5,000 times in one bucket and the next, more often than there is room for at once. */
static void nodes_that_come_nearer_again_and_again_are_let_wait_once(void **state)
{
    (void)state;
    enum { NODES = 100, EDGES = NODES * (NODES - 1) / 2 };
    static uint32_t first_half[NODES + 1];
    static struct na_street_half halves[2 * EDGES];
    static struct na_street_edge edges[EDGES];
    struct na_street_net net = {.first_half = first_half,
                                .halves = halves,
                                .edges = edges,
                                .node_count = NODES,
                                .edge_count = EDGES};
    uint32_t next = 0;
    for (uint32_t n = 0; n < NODES; n++) {
        for (uint32_t to = 0; to < NODES; to++) {
            uint32_t low = n < to ? n : to;
            uint32_t high = n < to ? to : n;
            uint32_t edge = low * NODES - low * (low + 1) / 2 + high - low - 1;
            uint32_t mm = 100 * (high - low) + (high - low) * (high - low);
            if (to != n) {
                halves[next++] = (struct na_street_half){to, mm, edge};
                edges[edge] = (struct na_street_edge){low, high, mm, 0};
            }
        }
        first_half[n + 1] = next;
    }
    struct na_street_search *search = NULL;
    assert_int_equal(na_street_search_new(&net, &search, NULL), NA_OK);
    for (uint32_t round = 0; round < 2; round++) {
        na_street_search_begin(search, NA_STREET_MM_MAX, NULL, NULL);
        na_street_search_source(search, 0, 0, 0);
        na_street_search_run(search);
        for (uint32_t n = 0; n < NODES; n++) {
            assert_int_equal(na_street_search_label(search, n), 101 * n);
        }
    }
    na_street_search_free(search);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walks_are_those_over_single_segments),
        cmocka_unit_test(nearest_are_those_of_single_walks),
        cmocka_unit_test(order_of_the_file_changes_nothing),
        cmocka_unit_test(from_many_is_the_least_of_each_and_fewer_ways_are_never_shorter),
        cmocka_unit_test(in_a_grid_city_walks_are_manhattan_distances),
        cmocka_unit_test(rings_and_loops_are_walked_the_shorter_way),
        cmocka_unit_test(far_and_near_edges_are_walked_in_one_search),
        cmocka_unit_test(nodes_that_come_nearer_again_and_again_are_let_wait_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
