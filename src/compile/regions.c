/* Wards, areas and barriers as places that can be asked for by name: the middle of the box around
 * each, good to half its diagonal. They stand after all other places and in no tree: nothing is
 * "near a ward". A ward of several vintages is there once, as the newest of them has it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "compile/compiler.h"
#include "compile/word_pool.h"
#include "geo/earth.h"
#include "geo/edge_set.h"
#include "geo/trig.h"
#include "io/fold.h"

/* A box in degrees. */
struct box {
    double west, south, east, north;
};

struct regions {
    struct na_compiler *compiler;
    struct na_word_pool seen; /* "kind|name" */
    struct na_buffer boxes;   /* struct box: of the first of each */
};

static const char *text_at(const struct na_compiler *compiler, uint32_t offset)
{
    return compiler->writer.sections[NA_FLAT_STRINGS].data + offset;
}

static bool overlap(const struct box *a, const struct box *b)
{
    return a->west < b->east && b->west < a->east && a->south < b->north && b->south < a->north;
}

/* Is none of that kind and name there, about the same ground? Wards of one name in two towns are
 * two; those of two vintages are one. */
static enum na_code is_new(struct regions *regions, const struct na_flat_place *place,
                           const struct box *box, bool *ret_new)
{
    char key[256];
    struct na_folded words;
    uint32_t before = regions->seen.count;
    uint32_t number = 0;
    int length = snprintf(key, sizeof key, "%.60s", text_at(regions->compiler, place->kind));
    na_fold(na_str_of(text_at(regions->compiler, place->name)), &words);
    for (size_t i = 0; i < words.count && length > 0 && length < (int)sizeof key - 60; i++) {
        length += snprintf(key + length, sizeof key - (size_t)length, "|%.*s",
                           (int)words.words[i].length, words.words[i].bytes);
    }
    enum na_code code =
        length > 0 ? na_word_pool_add(&regions->seen, (struct na_str){key, (size_t)length}, &number)
                   : NA_ERR_LIMIT;
    if (code != NA_OK) {
        return code;
    }
    const struct box *boxes = (const struct box *)(const void *)regions->boxes.data;
    *ret_new = number >= before || !overlap(&boxes[number], box);
    return number >= before ? na_buffer_append(&regions->boxes, box, sizeof *box) : NA_OK;
}

static enum na_code add_region(struct regions *regions, struct na_flat_place *place,
                               const struct box *box)
{
    struct na_compiler *compiler = regions->compiler;
    bool wanted = false;
    enum na_code code = is_new(regions, place, box, &wanted);
    if (code != NA_OK || !wanted || text_at(compiler, place->name)[0] == '\0') {
        return code;
    }
    struct na_lonlat middle = {(box->west + box->east) / 2, (box->south + box->north) / 2};
    struct na_grid grid = {NAN, NAN};
    double north_m = (box->north - box->south) * NA_METRES_PER_DEGREE;
    double sin_lat, cos_lat;
    na_trig_sincos(middle.lat_deg * NA_RADIANS_PER_DEGREE, &sin_lat, &cos_lat);
    double east_m = (box->east - box->west) * NA_METRES_PER_DEGREE * cos_lat;
    if (na_crs_to_grid(compiler->crs, middle, &grid, NULL) != NA_OK ||
        !(grid.easting_m >= 0 && grid.easting_m <= NA_GRID_EASTING_MAX_M && grid.northing_m >= 0 &&
          grid.northing_m <= NA_GRID_NORTHING_MAX_M)) {
        grid = (struct na_grid){NAN, NAN};
    }
    place->flags = NA_FLAT_PLACE_REGION;
    place->accuracy_m = na_trig_length(north_m, east_m) / 2;
    place->lon_deg = middle.lon_deg;
    place->lat_deg = middle.lat_deg;
    place->easting_m = grid.easting_m;
    place->northing_m = grid.northing_m;
    return na_flat_writer_add(&compiler->writer, NA_FLAT_PLACES, place);
}

/* A source of places more: its number. */
static enum na_code add_source(struct na_compiler *compiler, const char *text, uint32_t *ret_number)
{
    uint32_t offset = 0;
    *ret_number = (uint32_t)na_flat_writer_count(&compiler->writer, NA_FLAT_PLACE_SOURCES);
    enum na_code code = na_flat_writer_text(&compiler->writer, na_str_of(text), &offset);
    return code == NA_OK ? na_flat_writer_add(&compiler->writer, NA_FLAT_PLACE_SOURCES, &offset)
                         : code;
}

static struct na_flat_layer layer_at(const struct na_compiler *compiler, size_t i)
{
    const struct na_flat_layer *layers =
        (const struct na_flat_layer *)(const void *)compiler->writer.sections[NA_FLAT_LAYERS].data;
    return layers[i];
}

static enum na_code add_layer(struct regions *regions, size_t number)
{
    struct na_compiler *compiler = regions->compiler;
    struct na_flat_layer layer = layer_at(compiler, number);
    char source[200];
    uint32_t source_number = 0;
    (void)snprintf(source, sizeof source, "%s.%.150s",
                   layer.role == NA_LAYER_WARDS ? "wards" : "areas", text_at(compiler, layer.id));
    enum na_code code = add_source(compiler, source, &source_number);
    for (uint32_t i = 0; code == NA_OK && i < layer.area_count; i++) {
        const struct na_flat_area *areas =
            (const struct na_flat_area *)(const void *)compiler->writer.sections[NA_FLAT_AREAS]
                .data;
        struct na_flat_area area = areas[layer.first_area + i];
        struct box box = {area.west, area.south, area.east, area.north};
        struct na_flat_place place = {.name = area.name,
                                      .aliases = area.name_welsh,
                                      .kind = layer.kind,
                                      .place = area.authority_name,
                                      .source = source_number};
        code = add_region(regions, &place, &box);
    }
    return code;
}

/* The newest layer that has not been added, UINT32_MAX without. */
static size_t newest_layer(const struct na_compiler *compiler, const bool *added, size_t count)
{
    size_t newest = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        if (!added[i] && (newest == SIZE_MAX || layer_at(compiler, i).valid_from >
                                                    layer_at(compiler, newest).valid_from)) {
            newest = i;
        }
    }
    return newest;
}

static enum na_code add_layers(struct regions *regions)
{
    bool added[NA_MANIFEST_SECTIONS_MAX] = {false};
    size_t count = na_flat_writer_count(&regions->compiler->writer, NA_FLAT_LAYERS);
    enum na_code code = count <= NA_MANIFEST_SECTIONS_MAX ? NA_OK : NA_ERR_LIMIT;
    for (size_t n = 0; code == NA_OK && n < count; n++) {
        size_t i = newest_layer(regions->compiler, added, count);
        added[i] = true;
        code = add_layer(regions, i);
    }
    return code;
}

static void widen(struct box *box, struct na_lonlat at)
{
    box->west = fmin(box->west, at.lon_deg);
    box->east = fmax(box->east, at.lon_deg);
    box->south = fmin(box->south, at.lat_deg);
    box->north = fmax(box->north, at.lat_deg);
}

/* Edges stand together by their owners, in the order of the barriers. */
static enum na_code add_barriers(struct regions *regions)
{
    struct na_compiler *compiler = regions->compiler;
    const struct na_edge *edges =
        (const struct na_edge *)(const void *)compiler->barrier_edges.data;
    size_t edge_count = compiler->barrier_edges.length / sizeof *edges;
    size_t count = na_flat_writer_count(&compiler->writer, NA_FLAT_BARRIERS);
    size_t at = 0;
    uint32_t source = 0;
    enum na_code code = count > 0 ? add_source(compiler, "barriers", &source) : NA_OK;
    for (uint32_t i = 0; code == NA_OK && i < count; i++) {
        const struct na_flat_barrier *barriers =
            (const struct na_flat_barrier *)(const void *)compiler->writer
                .sections[NA_FLAT_BARRIERS]
                .data;
        struct na_flat_place place = {
            .name = barriers[i].name, .kind = barriers[i].kind, .source = source};
        struct box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
        for (; at < edge_count && edges[at].owner == i; at++) {
            widen(&box, edges[at].a);
            widen(&box, edges[at].b);
        }
        if (box.west <= box.east) {
            code = add_region(regions, &place, &box);
        }
    }
    return code;
}

enum na_code na_compile_regions(struct na_compiler *compiler, struct na_error *reterr)
{
    struct regions regions = {.compiler = compiler};
    size_t sources = na_flat_writer_count(&compiler->writer, NA_FLAT_PLACE_SOURCES) +
                     na_flat_writer_count(&compiler->writer, NA_FLAT_LAYERS) + 1;
    if (sources > NA_POSTCODE_SOURCES_MAX) {
        return NA_OK; /* no room for more sources of places: they cannot be asked for by name */
    }
    na_word_pool_init(&regions.seen);
    na_buffer_init(&regions.boxes, NA_FLAT_LIMIT);
    enum na_code code = add_layers(&regions);
    if (code == NA_OK) {
        code = add_barriers(&regions);
    }
    na_word_pool_fini(&regions.seen);
    na_buffer_fini(&regions.boxes);
    return code == NA_OK ? NA_OK
                         : na_fail(reterr, code, "No room for the names of wards and areas");
}
