/* nearaid map: the part of a published set of map tiles that a pack needs, in one checked file. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/number.h"
#include "basemap/nam.h"
#include "cli/command.h"
#include "cli/map_child.h"
#include "geo/earth.h"
#include "question/bbox.h"

#define MARGIN_M 2000.0
#define MARGIN_MAX_M 100000.0

static const struct na_param_spec specs[] = {
    {.name = "bbox",
     .type = NA_PARAM_BBOX,
     .example = "-1.45,54.45,-0.78,54.73",
     .summary = "The area instead of that of a pack: west,south,east,north in degrees"},
    {.name = "margin",
     .type = NA_PARAM_METRES,
     .low = 0.0,
     .high = MARGIN_MAX_M,
     .default_text = "2000",
     .example = "5000",
     .summary = "How far around the wards and assets of the pack, in metres"},
    {.name = "attribution",
     .type = NA_PARAM_TEXT,
     .example = "Contains OS data (c) Crown copyright and database right 2026",
     .summary = "The words of the source, instead of those in the file"},
};
static const struct na_param_specs params = {specs, sizeof specs / sizeof specs[0]};

static const struct na_cli_form form = {
    .name = "map",
    .summary = "The map for the page and the sheets, from a file of map tiles",
    .arguments = "FILE.mbtiles",
    .argument_count = 1,
    .wants = NA_CLI_WANTS_SOURCE | NA_CLI_WANTS_GRID | NA_CLI_WANTS_OUTPUT,
    .params = &params,
    .about = "Cut the part that a pack needs out of a file of vector tiles in MBTiles (OS Open "
             "Zoomstack is free and one file for Great Britain), check every tile, and write one "
             "file for \"nearaidd --map\" and for the sheets. Same tiles, same bytes.",
    .examples = "  nearaid map zoomstack.mbtiles --pack data/shapefiles/tees-demo -o tees.nam\n"
                "  nearaid map zoomstack.mbtiles --bbox -1.45,54.45,-0.78,54.73 -o tees.nam\n",
};

static void widen(struct na_box_deg *box, double west, double south, double east, double north)
{
    box->west = fmin(box->west, west);
    box->south = fmin(box->south, south);
    box->east = fmax(box->east, east);
    box->north = fmax(box->north, north);
}

/* Wards, other areas and assets; postcodes reach farther than the pack is asked about. */
static struct na_box_deg box_of(const struct na_snapshot *snapshot)
{
    struct na_box_deg box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t l = 0; l < na_snapshot_layer_count(snapshot); l++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, l);
        for (uint32_t i = 0; i < layer->area_count; i++) {
            struct na_area area;
            na_snapshot_area(snapshot, layer, i, &area);
            widen(&box, area.west, area.south, area.east, area.north);
        }
    }
    for (uint32_t i = 0; i < na_snapshot_asset_count(snapshot); i++) {
        struct na_asset asset;
        na_snapshot_asset(snapshot, i, &asset);
        widen(&box, asset.at.lon_deg, asset.at.lat_deg, asset.at.lon_deg, asset.at.lat_deg);
    }
    return box;
}

static enum na_code box_of_pack(const struct na_cli_options *options, struct na_box_deg *ret_box,
                                struct na_error *reterr)
{
    struct na_cli_source source;
    enum na_code code = na_cli_source_open(options, &source, reterr);
    if (code != NA_OK) {
        return code;
    }
    *ret_box = box_of(source.snapshot);
    na_cli_source_close(&source);
    return ret_box->west <= ret_box->east
               ? NA_OK
               : na_fail_field(reterr, NA_ERR_DATA, NULL, "The pack has neither wards nor assets",
                               "Give --bbox");
}

/* From metres to degrees of about the same length. */
static void grow(struct na_box_deg *box, double margin_m)
{
    double up = margin_m / NA_METRES_PER_DEGREE;
    double widest = fmin(fmax(fabs(box->south), fabs(box->north)), 80.0);
    double across = up / cos(widest * NA_RADIANS_PER_DEGREE);
    /* To whole millionths of a degree, so that no machine's last bit of a cosine is in the file. */
    box->west = fmax(floor((box->west - across) * 1e6) / 1e6, -180.0);
    box->east = fmin(ceil((box->east + across) * 1e6) / 1e6, 180.0);
    box->south = fmax(floor((box->south - up) * 1e6) / 1e6, -85.0);
    box->north = fmin(ceil((box->north + up) * 1e6) / 1e6, 85.0);
}

static enum na_code choose_box(const struct na_cli_options *options, struct na_box_deg *ret_box,
                               struct na_error *reterr)
{
    const char *bbox = na_params_get(options->params, options->param_count, "bbox");
    const char *margin = na_params_get(options->params, options->param_count, "margin");
    double margin_m = MARGIN_M;
    struct na_bbox box;
    if (bbox != NULL && na_bbox_parse(na_str_of(bbox), &box)) {
        if (margin != NULL) {
            return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "margin",
                                 "The margin is about a pack, and --bbox names the area itself",
                                 "Give one of the two");
        }
        *ret_box = (struct na_box_deg){box.west_deg, box.south_deg, box.east_deg, box.north_deg};
        return NA_OK;
    }
    if (margin != NULL) {
        (void)na_number_parse(na_str_of(margin), &margin_m);
    }
    enum na_code code = box_of_pack(options, ret_box, reterr);
    if (code == NA_OK) {
        grow(ret_box, margin_m);
    }
    return code;
}

/* "layers not used: contours, etl" */
static void say_layers(const struct na_cut_tally *tally, bool used)
{
    char words[600] = "";
    for (size_t i = 0; i < tally->layer_count; i++) {
        size_t length = strlen(words);
        if (tally->layers[i].used == used &&
            length + sizeof tally->layers[i].name + 3 < sizeof words) {
            (void)snprintf(words + length, sizeof words - length, "%s%s", length > 0 ? ", " : "",
                           tally->layers[i].name);
        }
    }
    if (words[0] != '\0') {
        na_cli_say("  layers %s: %s", used ? "drawn" : "not drawn", words);
    }
}

static void say_cut(const char *output, const struct na_nam_about *about,
                    const struct na_cut_tally *tally)
{
    na_cli_say("%s: %zu bytes, %u tiles, %llu points",
               strcmp(output, "-") == 0 ? "standard output" : output, about->bytes,
               (unsigned)about->tile_count, (unsigned long long)tally->points);
    for (unsigned int z = about->zoom_min; z <= about->zoom_max; z++) {
        if (tally->tiles[z] > 0) {
            na_cli_say("  zoom %2u: %6u tile%s, %llu bytes", z, (unsigned)tally->tiles[z],
                       tally->tiles[z] == 1 ? "" : "s", (unsigned long long)tally->bytes[z]);
        } else {
            na_cli_say("  zoom %2u: none", z);
        }
    }
    say_layers(tally, true);
    say_layers(tally, false);
    if (about->attribution[0] == '\0') {
        na_cli_say("  the file names no source: give --attribution TEXT, most licences ask for it");
    } else {
        na_cli_say("  source: %s", about->attribution);
    }
}

/* Read back before it gets its name: what could not be served is never written. */
static enum na_code write_cut(const char *output, const struct na_cli_map_cut *cut,
                              struct na_error *reterr)
{
    struct na_nam *nam = NULL;
    enum na_code code = na_nam_from_bytes(cut->bytes, cut->length, &nam, reterr);
    code = code == NA_OK ? na_cli_write(output, cut->bytes, cut->length, reterr) : code;
    if (code == NA_OK) {
        say_cut(output, na_nam_about(nam), &cut->tally);
    }
    na_nam_unref(nam);
    return code;
}

static enum na_code check_options(const struct na_cli_options *options, struct na_error *reterr)
{
    enum na_code code = na_params_check(&params, options->params, options->param_count, reterr);
    if (code != NA_OK) {
        return code;
    }
    const char *output = options->output;
    if (output == NULL) {
        return na_fail_field(reterr, NA_ERR_USAGE, NULL, "No file to write the map to",
                             "Give -o FILE.nam");
    }
    if (strcmp(output, options->argument) == 0) {
        return na_fail_field(reterr, NA_ERR_USAGE, NULL, "The map would replace the tiles",
                             "Give another file to -o");
    }
    if (strcmp(output, "-") == 0 && isatty(STDOUT_FILENO) == 1) {
        return na_fail(reterr, NA_ERR_USAGE, "A map file is not written to a terminal");
    }
    return NA_OK;
}

/* The child reads it as an argument. */
static enum na_code check_path(const char *path, struct na_error *reterr)
{
    return path[0] != '-'
               ? NA_OK
               : na_fail_field(reterr, NA_ERR_USAGE, NULL, "The tiles cannot come from a pipe",
                               "Name the file; one that begins with - as ./-NAME");
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    struct na_cli_map_job job = {.path = options->argument};
    struct na_cli_map_cut cut = {.bytes = NULL};
    (void)today;
    enum na_code code = check_options(options, reterr);
    code = code == NA_OK ? choose_box(options, &job.box, reterr) : code;
    if (code != NA_OK) {
        return code;
    }
    job.attribution = na_params_get(options->params, options->param_count, "attribution");
    code = check_path(job.path, reterr);
    code = code == NA_OK ? na_cli_map_child(&job, &cut, reterr) : code;
    if (code == NA_OK) {
        code = write_cut(options->output, &cut, reterr);
    }
    na_cli_map_release(&cut);
    return code;
}

const struct na_cli_command na_cli_map = {.form = &form, .run = run};
