/* Which transformation a pack is compiled with. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "compile/compiler.h"

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
        if (hypot(got.easting_m - ostn15_points[i].to.easting_m,
                  got.northing_m - ostn15_points[i].to.northing_m) > 0.010) {
            return na_fail(reterr, NA_ERR_CRS,
                           "The grid is not OSTN15: it misses the Ordnance Survey's test points");
        }
    }
    return NA_OK;
}

/* Load the grid at `path` and make the transformer from it. */
static enum na_code load(struct na_compiler *compiler, const char *path, struct na_error *reterr)
{
    enum na_code code = na_file_read(path, NA_PACK_GRID_MAX, &compiler->grid, reterr);
    if (code == NA_OK) {
        code = na_crs_new(compiler->grid.bytes, compiler->grid.length, &compiler->crs, reterr);
    }
    if (code == NA_OK) {
        code = is_ostn15(compiler->crs, reterr);
    }
    if (code == NA_OK) {
        code =
            na_sha256(compiler->grid.bytes, compiler->grid.length, compiler->grid_sha256, reterr);
    }
    if (code == NA_OK) {
        code = na_buffer_append(&compiler->writer.sections[NA_FLAT_GRID], compiler->grid.bytes,
                                compiler->grid.length);
        code = code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the grid");
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
    return na_crs_new(NULL, 0, &compiler->crs, reterr);
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
        compiler->crs = NULL;
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
