/* Which transformation a pack is compiled with. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "compile/compiler.h"
#include "geo/earth.h"
#include "geo/trig.h"

#define GRID_NAME "uk_os_OSTN15_NTv2_OSGBtoETRS.tif"

/* Where PROJ's data packages put the grid, and our own place. */
static const char *const system_places[] = {
    "/usr/local/share/nearaid/" GRID_NAME, "/usr/share/nearaid/" GRID_NAME,
    "/usr/local/share/proj/" GRID_NAME, "/usr/share/proj/" GRID_NAME};

/* Points of the Ordnance Survey's own test file for OSTN15
 * (OSTN15_OSGM15_TestInput/Output_ETRStoOSGB.txt, TP01 and TP02): a grid that misses them by more
 * than 10 mm is another grid. */
static const struct {
    struct na_lonlat from;
    struct na_grid to;
} ostn15_points[] = {{{-6.29977752014, 49.92226393730}, {91492.146, 11318.804}},
                     {{-5.20304609998, 49.96006137820}, {170370.718, 11572.405}}};

static enum na_code is_ostn15(struct na_crs *crs, struct na_error *reterr)
{
    for (size_t i = 0; i < sizeof ostn15_points / sizeof ostn15_points[0]; i++) {
        struct na_grid got;
        enum na_code code = na_crs_to_grid(crs, ostn15_points[i].from, &got, reterr);
        if (code != NA_OK) {
            return code;
        }
        if (na_trig_length(got.easting_m - ostn15_points[i].to.easting_m,
                           got.northing_m - ostn15_points[i].to.northing_m) > 0.010) {
            return na_fail(reterr, NA_ERR_CRS,
                           "The grid is not OSTN15: it misses the Ordnance Survey's test points");
        }
    }
    return NA_OK;
}

static enum na_code make_crs(struct na_compiler *compiler, const void *bytes, size_t length,
                             struct na_error *reterr)
{
    enum na_code code = na_proj_grid_new(bytes, length, &compiler->proj, reterr);
    return code == NA_OK
               ? na_crs_of_grid(na_proj_grid_shifts(compiler->proj), &compiler->crs, reterr)
               : code;
}

/* Load the grid at `path` and make the transformer from it. */
static enum na_code load(struct na_compiler *compiler, const char *path, struct na_error *reterr)
{
    enum na_code code = na_file_read(path, NA_PACK_GRID_MAX, &compiler->grid, reterr);
    if (code == NA_OK) {
        code = make_crs(compiler, compiler->grid.bytes, compiler->grid.length, reterr);
    }
    if (code == NA_OK) {
        code = is_ostn15(compiler->crs, reterr);
    }
    if (code == NA_OK) {
        code =
            na_sha256(compiler->grid.bytes, compiler->grid.length, compiler->grid_sha256, reterr);
    }
    return na_fail_at(reterr, code, path, 0, NULL,
                      code == NA_OK ? NULL : "Give the file " GRID_NAME ", or --no-grid");
}

static enum na_code helmert(struct na_compiler *compiler, bool chosen, struct na_error *reterr)
{
    if (!chosen) {
        na_compile_warning(
            compiler,
            (struct na_place){.hint = "Give the OSTN15 grid by --grid, NEARAID_GRID or "
                                      "grid = in pack.ini"},
            "The OSTN15 grid was not found: the Helmert transformation is used, good to 5 m");
    }
    return make_crs(compiler, NULL, 0, reterr);
}

/* A grid that somebody named must be there and good: a finding if not. */
static enum na_code load_named(struct na_compiler *compiler, const char *path,
                               struct na_error *reterr)
{
    struct na_error error;
    memset(&error, 0, sizeof error);
    enum na_code code = load(compiler, path, &error);
    if (code == NA_ERR_MEMORY) {
        if (reterr != NULL) {
            *reterr = error;
        }
        return code;
    }
    if (code != NA_OK) {
        na_report_add(compiler->report, NA_SEVERITY_ERROR, &error);
        na_crs_free(compiler->crs);
        na_proj_grid_free(compiler->proj);
        compiler->crs = NULL;
        compiler->proj = NULL;
    } else {
        na_compile_progress(compiler, "grid %s sha256 %s", path, compiler->grid_sha256);
    }
    return NA_OK;
}

enum na_code na_compile_choose_grid(struct na_compiler *compiler, struct na_error *reterr)
{
    const struct na_compile_options *options = compiler->options;
    if (options->no_grid) {
        return helmert(compiler, true, reterr);
    }
    if (options->grid_path != NULL) {
        return load_named(compiler, options->grid_path, reterr);
    }
    char path[4096];
    const char *name = compiler->manifest.grid[0] != '\0' ? compiler->manifest.grid : GRID_NAME;
    enum na_code code = na_path_join(path, sizeof path, compiler->pack_dir, name, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (compiler->manifest.grid[0] != '\0' || access(path, F_OK) == 0) {
        return load_named(compiler, path, reterr);
    }
    for (size_t i = 0; i < sizeof system_places / sizeof system_places[0]; i++) {
        if (access(system_places[i], F_OK) == 0) {
            return load_named(compiler, system_places[i], reterr);
        }
    }
    return helmert(compiler, false, reterr);
}

/* The pack and so much around it: positions that are asked about lie near what there is, and rows
 * of the neighbours come with those of the pack. */
#define MARGIN_M 25000.0
/* Points that prove the transformation, along each side of the piece. */
#define CHECKS_SIDE 8
/* PROJ and we differ by 0.0033 mm at most; what is written is rounded to 0.01 mm. */
#define PROVED_M 0.00002
#define PROVED_PER_M 1e5

struct extent {
    double west, south, east, north;
    bool is_empty;
};

static void widen(struct extent *extent, double lon_deg, double lat_deg)
{
    if (extent->is_empty) {
        *extent = (struct extent){lon_deg, lat_deg, lon_deg, lat_deg, false};
    }
    extent->west = fmin(extent->west, lon_deg);
    extent->east = fmax(extent->east, lon_deg);
    extent->south = fmin(extent->south, lat_deg);
    extent->north = fmax(extent->north, lat_deg);
}

/* Postcodes are many, and the box around them is enough. */
static enum na_code widen_by_postcodes(const struct na_compiler *compiler, struct extent *extent,
                                       struct na_error *reterr)
{
    const struct na_buffer *section = &compiler->writer.sections[NA_FLAT_POSTCODES];
    const struct na_flat_postcode *postcode = (const void *)section->data;
    struct extent box = {.is_empty = true};
    for (size_t i = 0; i < section->length / sizeof *postcode; i++) {
        if ((postcode[i].east & (NA_POSTCODE_NO_POSITION | NA_POSTCODE_IN_DEGREES)) == 0) {
            widen(&box, postcode[i].east & NA_POSTCODE_EAST_MASK,
                  postcode[i].north & NA_POSTCODE_NORTH_MASK);
        }
    }
    for (int i = 0; !box.is_empty && i < 4; i++) {
        struct na_grid corner = {(i & 1) != 0 ? box.east : box.west,
                                 (i & 2) != 0 ? box.north : box.south};
        struct na_lonlat at;
        enum na_code code = na_crs_to_lonlat(compiler->crs, corner, &at, reterr);
        if (code == NA_OK) {
            widen(extent, at.lon_deg, at.lat_deg);
        } else if (code != NA_ERR_OUTSIDE) {
            return code;
        }
    }
    return NA_OK;
}

/* Everything that has a position. */
static enum na_code find_extent(const struct na_compiler *compiler, struct extent *ret_extent,
                                struct na_error *reterr)
{
    const struct na_buffer *sections = compiler->writer.sections;
    struct extent extent = {.is_empty = true};
    const struct na_flat_area *area = (const void *)sections[NA_FLAT_AREAS].data;
    for (size_t i = 0; i < sections[NA_FLAT_AREAS].length / sizeof *area; i++) {
        widen(&extent, area[i].west, area[i].south);
        widen(&extent, area[i].east, area[i].north);
    }
    const struct na_flat_asset *asset = (const void *)sections[NA_FLAT_ASSETS].data;
    for (size_t i = 0; i < sections[NA_FLAT_ASSETS].length / sizeof *asset; i++) {
        widen(&extent, asset[i].lon_deg, asset[i].lat_deg);
    }
    const struct na_flat_place *place = (const void *)sections[NA_FLAT_PLACES].data;
    for (size_t i = 0; i < sections[NA_FLAT_PLACES].length / sizeof *place; i++) {
        widen(&extent, place[i].lon_deg, place[i].lat_deg);
    }
    *ret_extent = extent;
    return widen_by_postcodes(compiler, ret_extent, reterr);
}

static double clamp(double value, double low, double high)
{
    return fmin(fmax(value, low), high);
}

/* With its margin, within what the projection and the grid reach. */
static struct extent grow(struct extent extent)
{
    double lat_deg = MARGIN_M / NA_METRES_PER_DEGREE;
    double sin_north, cos_north;
    na_trig_sincos(clamp(extent.north, 49.0, 61.0) * NA_RADIANS_PER_DEGREE, &sin_north, &cos_north);
    double lon_deg = lat_deg / cos_north;
    return (struct extent){
        clamp(extent.west - lon_deg, -8.9, 1.8), clamp(extent.south - lat_deg, 49.1, 60.8),
        clamp(extent.east + lon_deg, -8.8, 1.9), clamp(extent.north + lat_deg, 49.2, 60.9), false};
}

/* PROJ's place of a point, to 0.01 mm. Its last digits (2e-9 m) differ from version to version, so
 * ours are written, which do not, if PROJ is within what a file is held to. */
static enum na_code prove(struct na_compiler *compiler, struct na_lonlat at,
                          struct na_grid *ret_there, struct na_error *reterr)
{
    struct na_grid theirs, ours;
    enum na_code code = na_proj_grid_oracle(compiler->proj, at, &theirs, reterr);
    if (code == NA_OK) {
        code = na_crs_to_grid(compiler->crs, at, &ours, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    /* Written so that NaN is refused. */
    if (!(na_trig_length(ours.easting_m - theirs.easting_m, ours.northing_m - theirs.northing_m) <=
          PROVED_M)) {
        return na_fail(reterr, NA_ERR_CRS, "Our transformation and PROJ's differ near the pack");
    }
    *ret_there = (struct na_grid){rint(ours.easting_m * PROVED_PER_M) / PROVED_PER_M,
                                  rint(ours.northing_m * PROVED_PER_M) / PROVED_PER_M};
    return NA_OK;
}

/* A lattice that meets no node of the grid. */
static enum na_code write_checks(struct na_compiler *compiler, const struct extent *piece,
                                 struct na_error *reterr)
{
    for (size_t i = 0; i < CHECKS_SIDE * CHECKS_SIDE; i++) {
        double east = ((double)(i % CHECKS_SIDE) + 0.618) / CHECKS_SIDE;
        double north = ((double)(i / CHECKS_SIDE) + 0.382) / CHECKS_SIDE;
        struct na_lonlat at = {piece->west + east * (piece->east - piece->west),
                               piece->south + north * (piece->north - piece->south)};
        struct na_grid there = {0, 0};
        enum na_code code = prove(compiler, at, &there, reterr);
        if (code != NA_OK) {
            return code;
        }
        struct na_flat_grid_check check = {at.lon_deg, at.lat_deg, there.easting_m,
                                           there.northing_m};
        code = na_flat_writer_add(&compiler->writer, NA_FLAT_GRID_CHECKS, &check);
        if (code != NA_OK) {
            return na_fail(reterr, code, "No room for the compiled file");
        }
    }
    return NA_OK;
}

enum na_code na_compile_write_grid(struct na_compiler *compiler, struct na_error *reterr)
{
    struct extent extent;
    enum na_code code = find_extent(compiler, &extent, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct extent piece =
        extent.is_empty ? (struct extent){-8.9, 49.1, 1.9, 60.9, false} : grow(extent);
    const struct na_shift_grid *grid = na_proj_grid_shifts(compiler->proj);
    if (grid != NULL) {
        code = na_shift_grid_write(grid, piece.west, piece.south, piece.east, piece.north,
                                   &compiler->writer.sections[NA_FLAT_GRID], reterr);
    }
    return code == NA_OK ? write_checks(compiler, &piece, reterr) : code;
}
