/* Segments into a network: sort, measure, join chains, order along a curve. */
#include "geo/street_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "geo/geodesic.h"

#define TABLE_LIMIT ((size_t)8 << 30)
#define SEGMENTS_MAX 0x3FFFFFFFu

/* An edge before all are ordered: its vertices stand in `chains`. */
struct chain {
    uint64_t curve; /* place along the Hilbert curve */
    size_t first;
    uint32_t count;
    uint32_t a, b; /* points */
    uint32_t mm;
};

struct build {
    const struct na_street_source *source;
    struct na_street_segment *segments; /* sorted */
    uint32_t count;
    uint32_t *mm;        /* of each segment */
    uint32_t *first;     /* of each point: its segments in `at`, point_count + 1 */
    uint32_t *at;        /* numbers of segments */
    uint32_t *parents;   /* union-find over points */
    unsigned char *used; /* segments that are in a chain */
    struct na_buffer vertices, chains;
};

static enum na_code no_room(enum na_code code, struct na_error *reterr)
{
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the network of streets");
}

static int by_ends(const void *left, const void *right)
{
    const struct na_street_segment *a = left;
    const struct na_street_segment *b = right;
    if (a->a != b->a) {
        return a->a < b->a ? -1 : 1;
    }
    if (a->b != b->b) {
        return a->b < b->b ? -1 : 1;
    }
    return (a->covered > b->covered) - (a->covered < b->covered);
}

/* Lower point first, sorted; none from a point to itself. One that is given twice stays twice: two
 * ways may lie on one line. */
static enum na_code sort_segments(struct build *build)
{
    const struct na_street_source *source = build->source;
    build->segments = malloc(((size_t)source->segment_count + 1) * sizeof *build->segments);
    if (build->segments == NULL) {
        return NA_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < source->segment_count; i++) {
        struct na_street_segment segment = source->segments[i];
        if (segment.a > segment.b) {
            segment = (struct na_street_segment){segment.b, segment.a, segment.covered};
        }
        if (segment.a != segment.b) {
            build->segments[build->count++] = segment;
        }
    }
    qsort(build->segments, build->count, sizeof *build->segments, by_ends);
    return NA_OK;
}

static uint32_t root_of(uint32_t *parents, uint32_t i)
{
    while (parents[i] != i) {
        parents[i] = parents[parents[i]];
        i = parents[i];
    }
    return i;
}

static enum na_code measure(struct build *build)
{
    uint32_t points = build->source->point_count;
    build->mm = malloc(((size_t)build->count + 1) * sizeof *build->mm);
    build->first = calloc((size_t)points + 2, sizeof *build->first);
    build->at = malloc(((size_t)build->count * 2 + 1) * sizeof *build->at);
    build->parents = malloc(((size_t)points + 1) * sizeof *build->parents);
    build->used = calloc((size_t)build->count + 1, 1);
    if (build->mm == NULL || build->first == NULL || build->at == NULL || build->parents == NULL ||
        build->used == NULL) {
        return NA_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < points; i++) {
        build->parents[i] = i;
    }
    for (uint32_t i = 0; i < build->count; i++) {
        const struct na_street_segment *segment = &build->segments[i];
        const struct na_street_point *a = &build->source->points[segment->a];
        const struct na_street_point *b = &build->source->points[segment->b];
        build->mm[i] = na_street_mm(na_geodesic_distance_m(na_street_lonlat(a->lat_e7, a->lon_e7),
                                                           na_street_lonlat(b->lat_e7, b->lon_e7)));
        build->first[segment->a + 1]++;
        build->first[segment->b + 1]++;
        build->parents[root_of(build->parents, segment->a)] = root_of(build->parents, segment->b);
    }
    return NA_OK;
}

/* The segments of each point, by counting. */
static enum na_code list_segments(struct build *build)
{
    uint32_t points = build->source->point_count;
    uint32_t *next = malloc(((size_t)points + 1) * sizeof *next);
    if (next == NULL) {
        return NA_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < points; i++) {
        build->first[i + 1] += build->first[i];
        next[i] = build->first[i];
    }
    for (uint32_t i = 0; i < build->count; i++) {
        build->at[next[build->segments[i].a]++] = i;
        build->at[next[build->segments[i].b]++] = i;
    }
    free(next);
    return NA_OK;
}

static uint32_t degree(const struct build *build, uint32_t point)
{
    return build->first[point + 1] - build->first[point];
}

static enum na_code put_vertex(struct build *build, uint32_t point, uint32_t mm)
{
    const struct na_street_point *at = &build->source->points[point];
    struct na_street_vertex vertex = {at->lat_e7, at->lon_e7, mm};
    return na_buffer_append(&build->vertices, &vertex, sizeof vertex);
}

static struct na_street_vertex *vertex_at(const struct build *build, size_t i)
{
    return (struct na_street_vertex *)(void *)build->vertices.data + i;
}

/* Follow the chain that leaves `start` by `segment` until a node. */
static enum na_code follow(struct build *build, uint32_t start, uint32_t segment,
                           struct na_error *reterr)
{
    struct chain chain = {
        .first = build->vertices.length / sizeof(struct na_street_vertex), .count = 1, .a = start};
    uint64_t mm = 0;
    uint32_t point = start;
    enum na_code code = put_vertex(build, start, 0);
    for (bool more = true; code == NA_OK && more;) {
        const struct na_street_segment *piece = &build->segments[segment];
        build->used[segment] = 1;
        if (piece->covered != 0) {
            vertex_at(build, chain.first + chain.count - 1)->mm |= NA_STREET_COVERED;
        }
        mm += build->mm[segment];
        if (mm > NA_STREET_MM_MAX) {
            return na_fail(reterr, NA_ERR_LIMIT, "A street is longer than 2,147 km");
        }
        point = piece->a == point ? piece->b : piece->a;
        code = put_vertex(build, point, (uint32_t)mm);
        chain.count++;
        more = point != start && degree(build, point) == 2;
        if (more) {
            const uint32_t *at = &build->at[build->first[point]];
            segment = at[0] == segment ? at[1] : at[0];
        }
    }
    chain.b = point;
    chain.mm = (uint32_t)mm;
    if (code == NA_OK) {
        code = na_buffer_append(&build->chains, &chain, sizeof chain);
    }
    return no_room(code, reterr);
}

static bool is_lower(const struct build *build, uint32_t a, uint32_t b)
{
    const struct na_street_point *first = &build->source->points[a];
    const struct na_street_point *second = &build->source->points[b];
    return first->lat_e7 != second->lat_e7 ? first->lat_e7 < second->lat_e7
                                           : first->lon_e7 < second->lon_e7;
}

/* The lowest point of the ring that `point` is on, which no other way meets. */
static uint32_t lowest_of_ring(const struct build *build, uint32_t point)
{
    uint32_t lowest = point;
    uint32_t segment = build->at[build->first[point]];
    for (uint32_t at = point;;) {
        const struct na_street_segment *piece = &build->segments[segment];
        at = piece->a == at ? piece->b : piece->a;
        if (at == point) {
            return lowest;
        }
        lowest = is_lower(build, at, lowest) ? at : lowest;
        const uint32_t *two = &build->at[build->first[at]];
        segment = two[0] == segment ? two[1] : two[0];
    }
}

static enum na_code join_chains(struct build *build, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    for (int rings = 0; rings < 2; rings++) {
        for (uint32_t point = 0; code == NA_OK && point < build->source->point_count; point++) {
            bool is_node = degree(build, point) != 2;
            if (is_node != (rings == 0)) {
                continue;
            }
            uint32_t start = point;
            if (rings == 1) {
                if (build->used[build->at[build->first[point]]] != 0) {
                    continue;
                }
                start = lowest_of_ring(build, point);
            }
            for (uint32_t i = build->first[start]; code == NA_OK && i < build->first[start + 1];
                 i++) {
                if (build->used[build->at[i]] == 0) {
                    code = follow(build, start, build->at[i], reterr);
                }
            }
        }
    }
    return code;
}

/* Place of (x, y) on a Hilbert curve over 2^32 by 2^32 cells (Warren, "Hacker's Delight", 16-1). */
static uint64_t hilbert(uint32_t x, uint32_t y)
{
    uint64_t place = 0;
    for (uint32_t s = 1u << 31; s > 0; s >>= 1) {
        bool right = (x & s) != 0;
        bool up = (y & s) != 0;
        place = (place << 2) | (uint64_t)((right ? 3u : 0u) ^ (up ? 1u : 0u));
        if (!up) {
            if (right) {
                x = ~x;
                y = ~y;
            }
            uint32_t swap = x;
            x = y;
            y = swap;
        }
    }
    return place;
}

static int by_curve(const void *left, const void *right)
{
    const struct chain *a = left;
    const struct chain *b = right;
    if (a->curve != b->curve) {
        return a->curve < b->curve ? -1 : 1;
    }
    return (a->first > b->first) - (a->first < b->first);
}

static void order_chains(struct build *build)
{
    struct chain *chains = (struct chain *)(void *)build->chains.data;
    size_t count = build->chains.length / sizeof *chains;
    for (size_t i = 0; i < count; i++) {
        const struct na_street_vertex *middle =
            vertex_at(build, chains[i].first + chains[i].count / 2);
        chains[i].curve =
            hilbert((uint32_t)middle->lon_e7 ^ 0x80000000u, (uint32_t)middle->lat_e7 ^ 0x80000000u);
    }
    if (count > 0) {
        qsort(chains, count, sizeof *chains, by_curve);
    }
}

/* Edges and vertices in their order; nodes are numbered as they are met. `numbers` has NONE for
 * each point, `component_numbers` likewise. */
static enum na_code put_edges(struct build *build, uint32_t *numbers, uint32_t *component_numbers,
                              struct na_street_tables *tables)
{
    const struct chain *chains = (const struct chain *)(const void *)build->chains.data;
    size_t count = build->chains.length / sizeof *chains;
    uint32_t nodes = 0;
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        const uint32_t ends[2] = {chains[i].a, chains[i].b};
        uint32_t *component = &component_numbers[root_of(build->parents, ends[0])];
        if (*component == NA_STREET_NONE) {
            *component = tables->component_count++;
            code = na_buffer_append(&tables->component_mm, &(uint64_t){0}, sizeof(uint64_t));
        }
        for (int e = 0; code == NA_OK && e < 2; e++) {
            if (numbers[ends[e]] == NA_STREET_NONE) {
                numbers[ends[e]] = nodes++;
                code = na_buffer_append(&tables->components, component, sizeof *component);
            }
        }
        struct na_street_edge edge = {
            numbers[ends[0]], numbers[ends[1]], chains[i].mm,
            (uint32_t)(tables->vertices.length / sizeof(struct na_street_vertex))};
        if (code == NA_OK) {
            ((uint64_t *)(void *)tables->component_mm.data)[*component] += chains[i].mm;
            code = na_buffer_append(&tables->edges, &edge, sizeof edge);
        }
        if (code == NA_OK) {
            code = na_buffer_append(&tables->vertices, vertex_at(build, chains[i].first),
                                    chains[i].count * sizeof(struct na_street_vertex));
        }
    }
    return code;
}

/* The halves of each node, by counting. */
static enum na_code put_halves(struct na_street_tables *tables)
{
    const struct na_street_edge *edges =
        (const struct na_street_edge *)(const void *)tables->edges.data;
    size_t count = tables->edges.length / sizeof *edges;
    size_t nodes = tables->components.length / sizeof(uint32_t);
    enum na_code code = na_buffer_reserve(&tables->first_half, (nodes + 1) * sizeof(uint32_t));
    if (code == NA_OK) {
        code = na_buffer_reserve(&tables->halves, 2 * count * sizeof(struct na_street_half));
    }
    uint32_t *next = calloc(nodes + 1, sizeof *next);
    if (code != NA_OK || next == NULL) {
        free(next);
        return code != NA_OK ? code : NA_ERR_MEMORY;
    }
    uint32_t *first = (uint32_t *)(void *)tables->first_half.data;
    struct na_street_half *halves = (struct na_street_half *)(void *)tables->halves.data;
    memset(first, 0, (nodes + 1) * sizeof *first);
    for (size_t i = 0; i < count; i++) {
        first[edges[i].a + 1]++;
        first[edges[i].b + 1]++;
    }
    for (size_t n = 0; n < nodes; n++) {
        first[n + 1] += first[n];
        next[n] = first[n];
    }
    for (uint32_t i = 0; i < count; i++) {
        halves[next[edges[i].a]++] = (struct na_street_half){edges[i].b, edges[i].mm, i};
        halves[next[edges[i].b]++] = (struct na_street_half){edges[i].a, edges[i].mm, i};
    }
    tables->first_half.length = (nodes + 1) * sizeof *first;
    tables->halves.length = 2 * count * sizeof *halves;
    free(next);
    return NA_OK;
}

static enum na_code put_boxes(struct na_street_tables *tables)
{
    struct na_street_net net = na_street_tables_net(tables);
    size_t bytes = na_street_box_total(net.edge_count) * sizeof(struct na_street_box);
    enum na_code code = na_buffer_reserve(&tables->boxes, bytes);
    if (code == NA_OK && bytes > 0) {
        na_street_boxes_make(&net, (struct na_street_box *)(void *)tables->boxes.data);
        tables->boxes.length = bytes;
    }
    return code;
}

static enum na_code put_tables(struct build *build, struct na_street_tables *tables)
{
    size_t points = (size_t)build->source->point_count + 1;
    uint32_t *numbers = malloc(points * sizeof *numbers);
    uint32_t *component_numbers = malloc(points * sizeof *component_numbers);
    enum na_code code = numbers != NULL && component_numbers != NULL ? NA_OK : NA_ERR_MEMORY;
    if (code == NA_OK) {
        memset(numbers, 0xFF, points * sizeof *numbers);
        memset(component_numbers, 0xFF, points * sizeof *component_numbers);
        code = put_edges(build, numbers, component_numbers, tables);
    }
    free(numbers);
    free(component_numbers);
    if (code == NA_OK) {
        code = put_halves(tables);
    }
    return code == NA_OK ? put_boxes(tables) : code;
}

void na_street_tables_init(struct na_street_tables *tables)
{
    struct na_buffer *all[] = {&tables->first_half, &tables->components, &tables->halves,
                               &tables->edges,      &tables->vertices,   &tables->boxes,
                               &tables->stops,      &tables->by_owner,   &tables->component_mm};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        na_buffer_init(all[i], TABLE_LIMIT);
    }
    tables->component_count = 0;
}

void na_street_tables_fini(struct na_street_tables *tables)
{
    struct na_buffer *all[] = {&tables->first_half, &tables->components, &tables->halves,
                               &tables->edges,      &tables->vertices,   &tables->boxes,
                               &tables->stops,      &tables->by_owner,   &tables->component_mm};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        na_buffer_fini(all[i]);
    }
}

struct na_street_net na_street_tables_net(const struct na_street_tables *tables)
{
    return (struct na_street_net){
        .first_half = (const uint32_t *)(const void *)tables->first_half.data,
        .components = (const uint32_t *)(const void *)tables->components.data,
        .halves = (const struct na_street_half *)(const void *)tables->halves.data,
        .edges = (const struct na_street_edge *)(const void *)tables->edges.data,
        .vertices = (const struct na_street_vertex *)(const void *)tables->vertices.data,
        .boxes = (const struct na_street_box *)(const void *)tables->boxes.data,
        .stops = (const struct na_street_stop *)(const void *)tables->stops.data,
        .by_owner = (const uint32_t *)(const void *)tables->by_owner.data,
        .node_count = (uint32_t)(tables->components.length / sizeof(uint32_t)),
        .edge_count = (uint32_t)(tables->edges.length / sizeof(struct na_street_edge)),
        .vertex_count = (uint32_t)(tables->vertices.length / sizeof(struct na_street_vertex)),
        .box_count = (uint32_t)(tables->boxes.length / sizeof(struct na_street_box)),
        .stop_count = (uint32_t)(tables->stops.length / sizeof(struct na_street_stop)),
        .component_count = tables->component_count};
}

enum na_code na_street_build(const struct na_street_source *source, struct na_street_tables *tables,
                             struct na_error *reterr)
{
    struct build build = {.source = source};
    if (source->segment_count > SEGMENTS_MAX || source->point_count > SEGMENTS_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "More than %u pieces of street", SEGMENTS_MAX);
    }
    na_buffer_init(&build.vertices, TABLE_LIMIT);
    na_buffer_init(&build.chains, TABLE_LIMIT);
    enum na_code code = sort_segments(&build);
    if (code == NA_OK) {
        code = measure(&build);
    }
    if (code == NA_OK) {
        code = list_segments(&build);
    }
    code = no_room(code, reterr);
    if (code == NA_OK) {
        code = join_chains(&build, reterr);
    }
    if (code == NA_OK) {
        order_chains(&build);
        code = no_room(put_tables(&build, tables), reterr);
    }
    free(build.segments);
    free(build.mm);
    free(build.first);
    free(build.at);
    free(build.parents);
    free(build.used);
    na_buffer_fini(&build.vertices);
    na_buffer_fini(&build.chains);
    return code;
}

static int by_edge(const void *left, const void *right)
{
    const struct na_street_stop *a = left;
    const struct na_street_stop *b = right;
    if (a->edge != b->edge) {
        return a->edge < b->edge ? -1 : 1;
    }
    if (a->at_mm != b->at_mm) {
        return a->at_mm < b->at_mm ? -1 : 1;
    }
    return (a->owner > b->owner) - (a->owner < b->owner);
}

/* The numbers of the stops by owner, by counting. */
static enum na_code list_owners(struct na_street_tables *tables, uint32_t owner_count)
{
    struct na_street_net net = na_street_tables_net(tables);
    uint32_t *next = calloc((size_t)owner_count + 1, sizeof *next);
    enum na_code code = na_buffer_reserve(&tables->by_owner, net.stop_count * sizeof *next + 1);
    if (next == NULL || code != NA_OK) {
        free(next);
        return code != NA_OK ? code : NA_ERR_MEMORY;
    }
    uint32_t *numbers = (uint32_t *)(void *)tables->by_owner.data;
    for (uint32_t i = 0; i < net.stop_count; i++) {
        next[net.stops[i].owner + 1]++;
    }
    for (uint32_t owner = 0; owner < owner_count; owner++) {
        next[owner + 1] += next[owner];
    }
    for (uint32_t i = 0; i < net.stop_count; i++) {
        numbers[next[net.stops[i].owner]++] = i;
    }
    tables->by_owner.length = net.stop_count * sizeof *numbers;
    free(next);
    return NA_OK;
}

static void mark_halves(struct na_street_tables *tables)
{
    struct na_street_net net = na_street_tables_net(tables);
    struct na_street_half *halves = (struct na_street_half *)(void *)tables->halves.data;
    for (uint32_t i = 0; i < net.stop_count; i++) {
        const struct na_street_edge *edge = &net.edges[net.stops[i].edge];
        const uint32_t ends[2] = {edge->a, edge->b};
        for (int e = 0; e < 2; e++) {
            for (uint32_t h = net.first_half[ends[e]]; h < net.first_half[ends[e] + 1]; h++) {
                if ((halves[h].edge & ~NA_STREET_HAS_STOPS) == net.stops[i].edge) {
                    halves[h].edge |= NA_STREET_HAS_STOPS;
                }
            }
        }
    }
}

enum na_code na_street_hang(struct na_street_tables *tables, const struct na_lonlat *positions,
                            uint32_t owner_count, double radius_m, bool *ret_snapped,
                            struct na_error *reterr)
{
    struct na_street_net net = na_street_tables_net(tables);
    enum na_code code = NA_OK;
    for (uint32_t owner = 0; code == NA_OK && owner < owner_count; owner++) {
        struct na_street_snaps snaps;
        na_street_snap(&net, positions[owner], radius_m, &snaps);
        ret_snapped[owner] = snaps.count > 0;
        for (size_t i = 0; code == NA_OK && i < snaps.count; i++) {
            const struct na_street_snap *snap = &snaps.items[i];
            struct na_street_stop stop = {snap->edge, snap->at_mm, snap->snap_mm, owner};
            code = na_buffer_append(&tables->stops, &stop, sizeof stop);
        }
    }
    size_t count = tables->stops.length / sizeof(struct na_street_stop);
    if (code == NA_OK && count > 0) {
        qsort(tables->stops.data, count, sizeof(struct na_street_stop), by_edge);
        mark_halves(tables);
        code = list_owners(tables, owner_count);
    }
    return no_room(code, reterr);
}
