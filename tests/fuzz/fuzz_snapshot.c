/* A compiled file from a hostile hand: the checksum is mended first, so that what it protects is
 * reached. Oracle: a file that opens can be read whole and asked anything without a read outside it
 * (the sanitizers watch). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/barriers.h"
#include "data/checksum.h"
#include "data/flat.h"
#include "data/places.h"
#include "data/ready_tables.h"
#include "data/snapshot.h"
#include "data/streets.h"
#include "geo/street_search.h"
#include "walk/circle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t text_sum; /* keeps the reads from being optimised away */

static void read_areas(const struct na_snapshot *snapshot, const struct na_layer *layer)
{
    for (uint32_t i = 0; i < layer->area_count && i < 1000; i++) {
        struct na_area area;
        struct na_ring ring;
        na_snapshot_area(snapshot, layer, i, &area);
        text_sum += strlen(area.code) + strlen(area.name) + strlen(area.authority_name);
        for (uint32_t r = 0; r < area.ring_count && r < 100; r++) {
            na_snapshot_ring(snapshot, &area, r, &ring);
            for (uint32_t v = 0; v < ring.count && v < 1000; v++) {
                text_sum += na_ring_vertex(&ring, ring.count - 1 - v).lon_deg > 0;
            }
        }
    }
}

static void ask_index(const struct na_area_index *index, double x, double y)
{
    struct na_cover cover;
    struct na_edge_hit hits[8];
    struct na_metric metric = {64000, 111000};
    text_sum += na_area_index_cover(index, x, y, &cover) == NA_OK;
    text_sum += na_area_index_lowest(index, x, y) != NA_AREA_NONE;
    text_sum += na_area_index_nearest_edge(index, x, y, metric, &hits[0]);
    text_sum += na_area_index_within(index, x, y, metric, 500, hits, 8);
}

static void ask_layers(const struct na_snapshot *snapshot)
{
    static const double at[][2] = {{-1.2, 54.68}, {-1.21, 54.69}, {0, 0}, {450500, 532500}};
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        text_sum += strlen(layer->id) + strlen(layer->file);
        read_areas(snapshot, layer);
        for (size_t p = 0; p < 4; p++) {
            ask_index(&layer->lonlat, at[p][0], at[p][1]);
            if (layer->is_grid) {
                ask_index(&layer->grid, at[p][0], at[p][1]);
            }
        }
    }
}

static void ask_assets(const struct na_snapshot *snapshot)
{
    uint32_t found = 0;
    struct na_lonlat from = {-1.2, 54.68};
    for (uint32_t i = 0; i < na_snapshot_asset_count(snapshot) && i < 1000; i++) {
        struct na_asset asset;
        struct na_tag tag;
        na_snapshot_asset(snapshot, i, &asset);
        text_sum += strlen(asset.id) + strlen(asset.siting) + strlen(asset.access);
        for (uint32_t t = 0; t < asset.tag_count && t < 100; t++) {
            na_snapshot_tag(snapshot, &asset, t, &tag);
            text_sum += strlen(tag.name) + strlen(tag.value);
        }
    }
    text_sum += na_snapshot_find_asset(snapshot, "hartlepool-bleed-2", &found);
    for (size_t i = 0; i < na_snapshot_kind_count(snapshot); i++) {
        struct na_nearest nearest = {.k = 3};
        na_point_tree_search(&na_snapshot_kind(snapshot, i)->tree, from, 1e9, NULL, NULL, &nearest);
        na_nearest_sort(&nearest);
        text_sum += nearest.count;
    }
}

static void count_word(void *context, uint32_t word, unsigned int edits)
{
    const struct na_snapshot *snapshot = context;
    text_sum += na_snapshot_word(snapshot, word).length + edits;
}

static void ask_postcodes(const struct na_snapshot *snapshot)
{
    struct na_postcode_extent extent;
    uint32_t found = 0;
    uint32_t key = 0;
    for (uint32_t i = 0; i < na_snapshot_postcode_count(snapshot) && i < 1000; i++) {
        struct na_postcode_view view;
        char text[NA_POSTCODE_TEXT];
        na_snapshot_postcode(snapshot, i, &view);
        na_postcode_format(text, view.key);
        text_sum += strlen(text) + strlen(view.source) + view.has_position;
    }
    text_sum += na_postcode_unit(na_str_of("TS24 8AY"), &key) &&
                na_snapshot_find_postcode(snapshot, key, &found);
    na_snapshot_postcode_extent(snapshot, 0, UINT32_MAX, &extent);
    text_sum += extent.placed;
}

static void ask_names(const struct na_snapshot *snapshot)
{
    for (uint32_t i = 0; i < na_snapshot_place_count(snapshot) && i < 1000; i++) {
        struct na_place_view place;
        na_snapshot_place(snapshot, i, &place);
        text_sum += strlen(place.name) + strlen(place.source) + strlen(place.place);
    }
    for (uint32_t i = 0; i < na_snapshot_name_count(snapshot) && i < 1000; i++) {
        struct na_name_view name;
        na_snapshot_name(snapshot, i, &name);
        text_sum += strlen(name.text);
        for (uint32_t w = 0; w < name.own + name.beside; w++) {
            text_sum += na_snapshot_word(snapshot, name.words[w] & ~NA_NAME_PART_BEGINS).length;
        }
    }
    for (uint32_t i = 0; i < na_snapshot_word_count(snapshot) && i < 1000; i++) {
        uint32_t count = 0;
        const uint32_t *names = na_snapshot_word_names(snapshot, i, &count);
        text_sum += count > 0 ? names[count - 1] : 0;
    }
    text_sum += na_snapshot_words_end(snapshot, na_str_of("vic"));
    na_snapshot_words_like(snapshot, na_str_of("victorai"), NA_WORD_EDITS_MAX, count_word,
                           (void *)(uintptr_t)snapshot);
}

static void count_met(void *context, uint32_t owner)
{
    const struct na_snapshot *const *snapshot = context;
    struct na_barrier barrier;
    na_snapshot_barrier(*snapshot, owner, &barrier);
    text_sum += strlen(barrier.name) + strlen(barrier.kind) + strlen(barrier.layer);
}

static void ask_barriers(const struct na_snapshot *snapshot)
{
    static const struct na_lonlat ends[] = {{-1.2, 54.68}, {-1.21, 54.69}, {0, 0}, {-180, 90}};
    for (size_t i = 0; i < 4; i++) {
        na_edge_set_meet(na_snapshot_barrier_edges(snapshot), ends[0], ends[i], count_met,
                         &snapshot);
    }
    const struct na_edge_set *edges = na_snapshot_barrier_edges(snapshot);
    for (uint32_t i = 0; i < edges->edge_count && i < 1000; i++) {
        struct na_edge edge;
        na_edge_set_edge(edges, i, &edge);
        text_sum += edge.a.lon_deg > edge.b.lon_deg;
        count_met(&snapshot, edge.owner);
    }
}

static void ask_tables(const struct na_snapshot *snapshot)
{
    for (size_t i = 0; i < na_snapshot_table_count(snapshot) && i < 1000; i++) {
        struct na_ready_table table;
        na_snapshot_table(snapshot, i, &table);
        text_sum += strlen(table.id) + strlen(table.measure) + strlen(table.period) +
                    strlen(table.source) + strlen(table.file) + strlen(table.layer->id) +
                    strlen(na_total_is_name(table.total_is));
        for (uint32_t r = 0; r < table.row_count && r < 1000; r++) {
            struct na_ready_row row;
            struct na_area area;
            na_snapshot_table_row(snapshot, &table, r, &row);
            text_sum += strlen(row.name) + strlen(row.authority);
            if (row.ward != NA_AREA_NONE) {
                na_snapshot_area(snapshot, table.layer, row.ward, &area);
                text_sum += strlen(area.code);
            }
        }
    }
}

static double no_blur(const void *context, uint32_t point, uint32_t snap_mm)
{
    (void)context;
    return (double)(point % 2) * snap_mm;
}

/* Whoever is the first on foot where an asset meets the streets: from circles about it, too? */
static void prove_order(struct na_street_search *search, double snap_m)
{
    struct na_walk_from from;
    struct na_walk_hits hits;
    const struct na_walk_wanted wanted = {1, NA_STREET_MM_MAX, NA_STREET_NONE, NULL, NULL};
    const struct na_street_net *net = na_street_search_net(search);
    const struct na_street_stop *stop = net->stops;
    if (net->stop_count == 0) {
        return;
    }
    na_walk_start(search, snap_m, na_street_point_at(net, stop->edge, stop->at_mm), &from);
    na_walk_nearest(&from, &wanted, &hits);
    for (double radius_m = 0.0; hits.count > 0 && radius_m < 200.0; radius_m += 60.0) {
        const struct na_walk_circle circle = {.from = &from,
                                              .radius_m = radius_m,
                                              .snap_m = snap_m,
                                              .limit_mm = na_walk_limit_mm(5000.0),
                                              .blur = no_blur,
                                              .worst_blur_mm = 1000.0 * snap_m};
        uint32_t rival = 0;
        text_sum += na_walk_circle_agrees(&circle, hits.items[0].point, &rival);
        text_sum += rival % 2;
    }
}

static void ask_streets(const struct na_snapshot *snapshot)
{
    struct na_street_name name;
    static const char *const keys[] = {"quay street", "dock lane", "a689", "", "zz"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (na_snapshot_street_name(snapshot, na_str_of(keys[i]), &name)) {
            text_sum += strlen(name.text);
            for (uint32_t c = 0; c < name.corner_count; c++) {
                text_sum += (size_t)(name.corners[c].lat_e7 > 0);
            }
        }
    }
    const struct na_street_net *net = na_snapshot_streets(snapshot);
    struct na_network network;
    struct na_street_search *search = NULL;
    struct na_street_snaps snaps;
    struct na_street_place place = {0, 0, 0};
    struct na_street_place last = {net->edge_count - 1, 0, 0};
    struct na_buffer line;
    uint32_t mm = 0;
    if (!na_snapshot_network(snapshot, &network)) {
        return;
    }
    text_sum += strlen(network.id) + strlen(network.attribution) + strlen(network.format);
    na_street_snap(net, (struct na_lonlat){-1.2, 54.68}, network.snap_m, &snaps);
    na_buffer_init(&line, (size_t)1 << 24);
    if (na_street_search_new(net, &search, NULL) == NA_OK) {
        na_street_search_begin(search, NA_STREET_MM_MAX, NULL, NULL);
        na_street_search_from(search, &snaps);
        na_street_search_run(search);
        text_sum += na_street_search_settled(search);
        text_sum += na_street_way(search, &place, &last, NA_STREET_MM_MAX, &mm, &line) == NA_OK;
    }
    if (search != NULL) {
        prove_order(search, network.snap_m);
    }
    na_street_search_free(search);
    na_buffer_fini(&line);
}

static void ask_near(const struct na_snapshot *snapshot)
{
    uint32_t found = 0;
    double metres = 0;
    struct na_postcode_view postcode;
    struct na_place_view place;
    if (na_snapshot_nearest_place(snapshot, (struct na_lonlat){-1.2, 54.68}, &found, &metres)) {
        na_snapshot_place(snapshot, found, &place);
        text_sum += strlen(place.name) + strlen(place.kind);
    }
    if (na_snapshot_nearest_postcode(snapshot, (struct na_grid){450770, 532587}, &found)) {
        na_snapshot_postcode(snapshot, found, &postcode);
        text_sum += strlen(postcode.source);
    }
}

static void read_all(const struct na_snapshot *snapshot)
{
    text_sum += strlen(na_snapshot_info(snapshot)->title) + strlen(na_snapshot_digest(snapshot));
    for (size_t i = 0; i < na_snapshot_source_count(snapshot); i++) {
        struct na_source source;
        na_snapshot_source(snapshot, i, &source);
        text_sum += strlen(source.name) + strlen(source.sha256);
    }
    for (size_t i = 0; i < na_snapshot_warning_count(snapshot); i++) {
        text_sum += strlen(na_snapshot_warning(snapshot, i));
    }
    ask_layers(snapshot);
    ask_assets(snapshot);
    ask_postcodes(snapshot);
    ask_names(snapshot);
    ask_barriers(snapshot);
    ask_tables(snapshot);
    ask_streets(snapshot);
    ask_near(snapshot);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* A copy of the exact size, so that one byte too far is seen. */
    unsigned char *copy = malloc(size > 0 ? size : 1);
    if (copy == NULL) {
        return 0;
    }
    memcpy(copy, data, size);
    if (size >= sizeof(struct na_flat_header)) {
        struct na_flat_header header;
        memcpy(&header, copy, sizeof header);
        header.length = size;
        memcpy(copy, &header, sizeof header);
        header.checksum = na_checksum(copy + NA_FLAT_UNSUMMED, size - NA_FLAT_UNSUMMED);
        memcpy(copy, &header, sizeof header);
    }
    struct na_snapshot *snapshot = NULL;
    if (na_snapshot_from_bytes(copy, size, &snapshot, NULL) == NA_OK) {
        read_all(snapshot);
        na_snapshot_unref(snapshot);
    }
    free(copy);
    return 0;
}
