/* Each edge of the network is cut where it crosses a boundary, and each piece belongs to the area
 * of its middle. A piece is measured against the stretches that one search from all assets reached
 * (walk/spread.h). Lengths are whole millimetres, so sums do not depend on the order. */
#include "coverage/walk.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "data/layer_cover.h"

#define STRETCHES_MAX ((size_t)4 << 30)

struct measure {
    const struct na_coverage *coverage;
    struct na_coverage_walk *walk;
    const struct na_street_net *net;
    struct na_buffer covered;                /* struct na_walk_stretch: of the edge under way, */
    size_t first[NA_COVERAGE_RINGS_MAX + 1]; /* those of each ring */
};

static uint32_t ring_mm(const struct na_coverage *coverage, size_t ring)
{
    return na_street_mm(coverage->question.rings_m[ring]);
}

/* Millimetres of the piece that a ring's stretches of the edge cover. */
static uint32_t covered_mm(const struct measure *measure, size_t ring, uint32_t from_mm,
                           uint32_t to_mm)
{
    const struct na_walk_stretch *items =
        (const struct na_walk_stretch *)(const void *)measure->covered.data;
    uint32_t sum = 0;
    for (size_t i = measure->first[ring]; i < measure->first[ring + 1]; i++) {
        uint32_t low = items[i].from_mm > from_mm ? items[i].from_mm : from_mm;
        uint32_t high = items[i].to_mm < to_mm ? items[i].to_mm : to_mm;
        sum += high > low ? high - low : 0;
    }
    return sum;
}

static void add(const struct measure *measure, struct na_coverage_streets *to, uint32_t from_mm,
                uint32_t to_mm)
{
    to->mm += to_mm - from_mm;
    for (size_t ring = 0; ring < measure->coverage->question.ring_count; ring++) {
        to->covered_mm[ring] += covered_mm(measure, ring, from_mm, to_mm);
    }
}

/* The covered parts of a piece, those that go on from the one before with it. */
static enum na_code keep(struct measure *measure, uint32_t edge, uint32_t from_mm, uint32_t to_mm,
                         uint32_t area)
{
    const struct na_walk_stretch *items =
        (const struct na_walk_stretch *)(const void *)measure->covered.data;
    size_t within = measure->coverage->question.within;
    struct na_buffer *to = &measure->walk->stretches;
    enum na_code code = NA_OK;
    for (size_t i = measure->first[within]; code == NA_OK && i < measure->first[within + 1]; i++) {
        uint32_t low = items[i].from_mm > from_mm ? items[i].from_mm : from_mm;
        uint32_t high = items[i].to_mm < to_mm ? items[i].to_mm : to_mm;
        if (high <= low) {
            continue;
        }
        struct na_coverage_stretch *last =
            to->length > 0 ? (struct na_coverage_stretch *)(void *)(to->data + to->length) - 1
                           : NULL;
        if (last != NULL && last->edge == edge && last->area == area && last->to_mm == low) {
            last->to_mm = high;
        } else {
            const struct na_coverage_stretch stretch = {edge, low, high, area};
            code = na_buffer_append(to, &stretch, sizeof stretch);
        }
    }
    return code;
}

/* A piece is of the area that its middle lies in: of wards of the first that is valid, of others,
 * which may overlap, of all. */
static enum na_code measure_piece(struct measure *measure, uint32_t edge, uint32_t from_mm,
                                  uint32_t to_mm)
{
    const struct na_layer *layer = measure->coverage->question.layer;
    const struct na_coverage_day *day = &measure->coverage->days[0];
    struct na_lonlat at = na_street_point_at(measure->net, edge, from_mm + (to_mm - from_mm) / 2);
    struct na_cover cover;
    uint32_t first = NA_AREA_NONE;
    enum na_code code = na_layer_cover(layer, at, NULL, &cover);
    for (uint32_t i = 0; code == NA_OK && i < cover.count; i++) {
        if (!day->areas[cover.areas[i]].is_valid ||
            (first != NA_AREA_NONE && layer->role == NA_LAYER_WARDS)) {
            continue;
        }
        first = first == NA_AREA_NONE ? cover.areas[i] : first;
        add(measure, &measure->walk->areas[cover.areas[i]], from_mm, to_mm);
    }
    if (first != NA_AREA_NONE) {
        add(measure, &measure->walk->areas[day->area_count - 1], from_mm, to_mm);
    }
    add(measure, &measure->walk->all, from_mm, to_mm);
    return code == NA_OK ? keep(measure, edge, from_mm, to_mm, first) : code;
}

static enum na_code measure_edge(struct measure *measure, uint32_t edge)
{
    const struct na_coverage_question *question = &measure->coverage->question;
    enum na_code code = NA_OK;
    na_buffer_clear(&measure->covered);
    for (size_t ring = 0; code == NA_OK && ring < question->ring_count; ring++) {
        measure->first[ring] = measure->covered.length / sizeof(struct na_walk_stretch);
        code = na_walk_stretches(measure->walk->search, measure->walk->counts, edge,
                                 ring_mm(measure->coverage, ring), &measure->covered);
        measure->first[ring + 1] = measure->covered.length / sizeof(struct na_walk_stretch);
    }
    uint32_t last = na_street_edge_end(measure->net, edge) - 1;
    for (uint32_t v = measure->net->edges[edge].first_vertex; code == NA_OK && v < last; v++) {
        uint32_t from_mm = na_street_vertex_mm(&measure->net->vertices[v]);
        uint32_t length_mm = na_street_vertex_mm(&measure->net->vertices[v + 1]) - from_mm;
        uint32_t parts = (length_mm + NA_COVERAGE_PIECE_MM - 1) / NA_COVERAGE_PIECE_MM;
        for (uint32_t p = 0; code == NA_OK && p < parts; p++) {
            uint32_t low = (uint32_t)((uint64_t)length_mm * p / parts);
            uint32_t high = (uint32_t)((uint64_t)length_mm * (p + 1) / parts);
            code = measure_piece(measure, edge, from_mm + low, from_mm + high);
        }
    }
    return code;
}

/* The assets of the day, and those of them that no street is near. */
static void count_assets(struct na_coverage_walk *walk, const struct na_coverage_day *day)
{
    const struct na_street_net *net = na_street_search_net(walk->search);
    for (size_t i = 0; i < day->asset_count; i++) {
        uint32_t first = 0;
        walk->counts[day->assets[i]] = 1;
        walk->off_network += na_street_stops_of(net, day->assets[i], &first) == 0;
    }
}

enum na_code na_coverage_walk_new(struct na_coverage *coverage, struct na_street_search *search,
                                  struct na_coverage_walk **ret_walk, struct na_error *reterr)
{
    const struct na_coverage_day *day = &coverage->days[0];
    struct na_coverage_walk *walk = calloc(1, sizeof *walk);
    if (walk == NULL) {
        return na_fail_memory(reterr, "measuring coverage");
    }
    struct measure measure = {.coverage = coverage, .walk = walk};
    enum na_code code = NA_OK;
    walk->search = search;
    (void)na_snapshot_network(coverage->snapshot, &walk->network);
    na_buffer_init(&walk->stretches, STRETCHES_MAX);
    na_buffer_init(&measure.covered, STRETCHES_MAX);
    walk->counts = calloc((size_t)na_snapshot_asset_count(coverage->snapshot) + 1, 1);
    walk->areas = calloc(day->area_count, sizeof *walk->areas);
    if (walk->counts == NULL || walk->areas == NULL) {
        code = na_fail_memory(reterr, "measuring coverage");
        goto done;
    }
    count_assets(walk, day);
    measure.net = na_street_search_net(search);
    na_walk_spread(search, walk->counts, ring_mm(coverage, coverage->question.ring_count - 1));
    for (uint32_t edge = 0; code == NA_OK && edge < measure.net->edge_count; edge++) {
        code = measure_edge(&measure, edge);
    }
    if (code != NA_OK) {
        (void)na_fail(reterr, code, "The streets cannot be measured");
    }
done:
    na_buffer_fini(&measure.covered);
    if (code != NA_OK) {
        na_coverage_walk_free(walk);
        return code;
    }
    *ret_walk = walk;
    return NA_OK;
}

void na_coverage_walk_free(struct na_coverage_walk *walk)
{
    if (walk != NULL) {
        free(walk->counts);
        free(walk->areas);
        na_buffer_fini(&walk->stretches);
        free(walk);
    }
}

static bool is_counted(const void *context, uint32_t point)
{
    const struct na_coverage_walk *walk = context;
    return walk->counts[point] != 0;
}

bool na_coverage_walk_point(const struct na_coverage *coverage, struct na_lonlat at,
                            uint32_t *ret_asset, double *ret_distance_m)
{
    const struct na_coverage_walk *walk = coverage->walk;
    const struct na_coverage_question *question = &coverage->question;
    struct na_walk_from from;
    struct na_walk_hits hits;
    double limit_m = fmax(question->rings_m[question->ring_count - 1], NA_WALK_LIMIT_M);
    const struct na_walk_wanted wanted = {1, na_walk_limit_mm(limit_m), NA_STREET_NONE, is_counted,
                                          walk};
    na_walk_start(walk->search, walk->network.snap_m, at, &from);
    na_walk_nearest(&from, &wanted, &hits);
    *ret_asset = hits.count > 0 ? hits.items[0].point : NA_AREA_NONE;
    *ret_distance_m = hits.count > 0 ? hits.items[0].mm / 1000.0 : INFINITY;
    return hits.count > 0;
}
