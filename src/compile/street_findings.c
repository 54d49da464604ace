/* What `nearaid check` says about a network: parts that do not hang together, ways that cross
 * without a node, assets that are not on it. */
#include <stdio.h>
#include <stdlib.h>

#include "compile/streets.h"
#include "geo/predicate.h"

/* The largest part has less of the length than this: said. */
#define LARGEST_PERCENT 90
/* More crossings without a node than this of 1,000 segments: said. */
#define CROSSINGS_PER_1000 2
#define NAMED_MAX 5

static struct na_place at_file(const struct na_streets *streets, const char *hint)
{
    return (struct na_place){.file = streets->first->file, .hint = hint};
}

/* Where the first edge of a component is. */
static struct na_lonlat place_of(const struct na_street_net *net, uint32_t component)
{
    for (uint32_t e = 0; e < net->edge_count; e++) {
        if (net->components[net->edges[e].a] == component) {
            return na_street_point_at(net, e, 0);
        }
    }
    return (struct na_lonlat){0, 0};
}

/* The largest part, the largest of the others, and the length of all. */
static void measure(const struct na_street_tables *tables, uint32_t *ret_largest,
                    uint32_t *ret_second, uint64_t *ret_all)
{
    const uint64_t *mm = (const uint64_t *)(const void *)tables->component_mm.data;
    *ret_largest = 0;
    *ret_second = NA_STREET_NONE;
    *ret_all = 0;
    for (uint32_t c = 0; c < tables->component_count; c++) {
        *ret_all += mm[c];
        *ret_largest = mm[c] > mm[*ret_largest] ? c : *ret_largest;
    }
    for (uint32_t c = 0; c < tables->component_count; c++) {
        if (c != *ret_largest && (*ret_second == NA_STREET_NONE || mm[c] > mm[*ret_second])) {
            *ret_second = c;
        }
    }
}

static void say_components(struct na_compiler *compiler, const struct na_streets *streets,
                           const struct na_street_tables *tables, uint32_t *ret_largest)
{
    struct na_street_net net = na_street_tables_net(tables);
    const uint64_t *mm = (const uint64_t *)(const void *)tables->component_mm.data;
    uint32_t second = NA_STREET_NONE;
    uint64_t all = 0;
    measure(tables, ret_largest, &second, &all);
    if (second == NA_STREET_NONE || mm[*ret_largest] * 100 >= all * LARGEST_PERCENT) {
        return;
    }
    struct na_lonlat at = place_of(&net, second);
    na_compile_warning(
        compiler, at_file(streets, "See whether ways are missing there"),
        "network-components: the streets are %u parts without a way between them; the largest has "
        "%.1f%% of the length, the next %.1f km near %.5f, %.5f",
        (unsigned)tables->component_count, 100.0 * (double)mm[*ret_largest] / (double)all,
        (double)mm[second] / 1e6, at.lat_deg, at.lon_deg);
}

static int32_t low_of(int32_t a, int32_t b)
{
    return a < b ? a : b;
}
static int32_t high_of(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* The box of a segment and the next vertex. */
static struct na_street_box box_of(const struct na_street_vertex *a)
{
    const struct na_street_vertex *b = a + 1;
    return (struct na_street_box){low_of(a->lat_e7, b->lat_e7), low_of(a->lon_e7, b->lon_e7),
                                  high_of(a->lat_e7, b->lat_e7), high_of(a->lon_e7, b->lon_e7)};
}

/* Segments that cross another, as they are looked for. */
struct crossing {
    const struct na_street_net *net;
    uint32_t edge, vertex; /* the segment that is compared */
    struct na_street_box box;
    uint64_t found;
    struct na_lonlat first;
};

static int side(const struct na_street_vertex *a, const struct na_street_vertex *b,
                const struct na_street_vertex *of)
{
    return na_orient(a->lon_e7, a->lat_e7, b->lon_e7, b->lat_e7, of->lon_e7, of->lat_e7);
}

/* Do both segments cross, each in the other's inside? */
static bool segments_cross(const struct na_street_vertex *a, const struct na_street_vertex *c)
{
    const struct na_street_vertex *b = a + 1;
    const struct na_street_vertex *d = c + 1;
    return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/* Each pair once: only with segments after the one compared. */
static void cross_edge(void *context, uint32_t edge)
{
    struct crossing *crossing = context;
    const struct na_street_net *net = crossing->net;
    const struct na_street_vertex *segment = &net->vertices[crossing->vertex];
    const struct na_street_box *box = &crossing->box;
    if (edge < crossing->edge) {
        return;
    }
    uint32_t last = na_street_edge_end(net, edge) - 1;
    uint32_t first = net->edges[edge].first_vertex;
    for (uint32_t v = first > crossing->vertex ? first : crossing->vertex + 1; v < last; v++) {
        const struct na_street_vertex *other = &net->vertices[v];
        struct na_street_box beside = box_of(other);
        if ((other->mm & NA_STREET_COVERED) != 0 || beside.south > box->north ||
            beside.north < box->south || beside.west > box->east || beside.east < box->west) {
            continue;
        }
        if (segments_cross(segment, other)) {
            if (crossing->found++ == 0) {
                crossing->first = na_street_lonlat(other->lat_e7, other->lon_e7);
            }
        }
    }
}

static void say_crossings(struct na_compiler *compiler, const struct na_streets *streets,
                          const struct na_street_net *net)
{
    struct crossing crossing = {.net = net};
    uint64_t segments = net->vertex_count - net->edge_count;
    for (uint32_t e = 0; e < net->edge_count; e++) {
        uint32_t last = na_street_edge_end(net, e) - 1;
        for (uint32_t v = net->edges[e].first_vertex; v < last; v++) {
            if ((net->vertices[v].mm & NA_STREET_COVERED) != 0) {
                continue;
            }
            crossing.edge = e;
            crossing.vertex = v;
            crossing.box = box_of(&net->vertices[v]);
            na_street_edges_in(net, &crossing.box, cross_edge, &crossing);
        }
    }
    if (crossing.found * 1000 > segments * CROSSINGS_PER_1000) {
        na_compile_warning(
            compiler, at_file(streets, "Streets that meet must share a node: repair the source"),
            "network-crossings: %llu places where streets cross on one level without a node, of "
            "%llu pieces; one is near %.5f, %.5f",
            (unsigned long long)crossing.found, (unsigned long long)segments,
            crossing.first.lat_deg, crossing.first.lon_deg);
    }
}

/* The ids of some assets, and how many there are. */
struct named {
    uint32_t count;
    char names[NAMED_MAX * 48];
    size_t used;
};

static void name(struct named *named, const char *id)
{
    if (named->count < NAMED_MAX) {
        int wrote = snprintf(named->names + named->used, sizeof named->names - named->used,
                             "%s%.40s", named->count > 0 ? ", " : "", id);
        named->used += wrote > 0 ? (size_t)wrote : 0;
    }
    named->count++;
}

static void say_assets(struct na_compiler *compiler, const struct na_streets *streets,
                       const struct na_street_net *net, const bool *snapped, uint32_t largest)
{
    const struct na_flat_asset *assets =
        (const struct na_flat_asset *)(const void *)compiler->writer.sections[NA_FLAT_ASSETS].data;
    const char *texts = compiler->writer.sections[NA_FLAT_STRINGS].data;
    size_t count = na_flat_writer_count(&compiler->writer, NA_FLAT_ASSETS);
    struct named off = {.count = 0};
    struct named island = {.count = 0};
    unsigned char *on_largest = calloc(count + 1, 1);
    if (on_largest == NULL) {
        return; /* only warnings are lost, and memory is about to be missed by what matters */
    }
    for (uint32_t i = 0; i < net->stop_count; i++) {
        uint32_t component = net->components[net->edges[net->stops[i].edge].a];
        on_largest[net->stops[i].owner] |= component == largest;
    }
    for (size_t i = 0; i < count; i++) {
        const char *id = texts + assets[i].texts[NA_ASSET_ID];
        if (!snapped[i]) {
            name(&off, id);
        } else if (on_largest[i] == 0) {
            name(&island, id);
        }
    }
    free(on_largest);
    if (off.count > 0) {
        na_compile_warning(compiler, at_file(streets, "The way there on foot is not known"),
                           "asset-off-network: %u asset%s farther than %g m from any street: %s%s",
                           (unsigned)off.count, off.count == 1 ? " is" : "s are",
                           streets->first->snap_m, off.names, off.count > NAMED_MAX ? " ..." : "");
    }
    if (island.count > 0) {
        na_compile_warning(compiler, at_file(streets, "Few can walk there, as far as is known"),
                           "asset-on-island: %u asset%s on streets that are not connected with "
                           "the rest: %s%s",
                           (unsigned)island.count, island.count == 1 ? " is" : "s are",
                           island.names, island.count > NAMED_MAX ? " ..." : "");
    }
}

static void say_limits(struct na_compiler *compiler, const struct na_streets *streets)
{
    if (streets->format != NA_NETWORK_OSM) {
        na_compile_warning(
            compiler, at_file(streets, "Give an extract of OpenStreetMap (.osm.pbf) if you can"),
            "network-no-access-tags: the file does not say where walking is forbidden; many ways "
            "will be too short");
    }
    if (streets->facts.paths == 0) {
        na_compile_warning(
            compiler, at_file(streets, "Give an extract of OpenStreetMap (.osm.pbf) if you can"),
            "network-no-paths: the file has no footpaths; many ways will be missing or too long");
    }
    if (streets->facts.conditional > 0) {
        na_compile_warning(
            compiler, at_file(streets, "They count as open"),
            "network-conditional: %llu ways or gates are open at some times only, which is not "
            "known here",
            (unsigned long long)streets->facts.conditional);
    }
}

void na_streets_findings(struct na_compiler *compiler, const struct na_streets *streets,
                         const struct na_street_tables *tables, const bool *snapped)
{
    struct na_street_net net = na_street_tables_net(tables);
    uint32_t largest = 0;
    say_limits(compiler, streets);
    say_components(compiler, streets, tables, &largest);
    say_crossings(compiler, streets, &net);
    say_assets(compiler, streets, &net, snapped, largest);
    na_streets_say_uncovered(compiler, streets, &net);
}
