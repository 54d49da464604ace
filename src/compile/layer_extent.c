/* Where the layers and postcodes of a pack lie, compared with one another. A layer in the Irish
 * grid that is read as the British one has sound coordinates, and if its codes are somebody's own
 * nothing in the file tells: that it lies far from everything else does. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "compile/layer_parts.h"
#include "compile/places.h"
#include "geo/trig.h"

/* Farther apart than this is said, metres: areas by the sea lie beside their wards. */
#define APART_M 10000.0
/* Postcodes of a pack that are a measure of where it lies. */
#define POSTCODES_LEAST 20

/* The box of a layer on the grid, metres. */
struct extent {
    uint32_t section;
    bool is_confirmed; /* its .prj, its format or its codes say where it lies */
    double west, south, east, north;
};

static void widen(struct extent *extent, struct na_grid at)
{
    extent->west = fmin(extent->west, at.easting_m);
    extent->east = fmax(extent->east, at.easting_m);
    extent->south = fmin(extent->south, at.northing_m);
    extent->north = fmax(extent->north, at.northing_m);
}

/* A position of the layer on the grid; false: beyond it. */
static bool to_grid(struct na_compiler *compiler, const struct na_bundle *bundle, const double *xy,
                    struct na_grid *ret_grid)
{
    struct na_error ignored;
    *ret_grid = (struct na_grid){xy[0], xy[1]};
    return bundle->crs == NA_PRJ_27700 ||
           na_crs_to_grid(compiler->crs, (struct na_lonlat){xy[0], xy[1]}, ret_grid, &ignored) ==
               NA_OK;
}

enum na_code na_layer_note_extent(struct na_compiler *compiler, const struct na_layer_work *work,
                                  bool is_confirmed, struct na_error *reterr)
{
    struct extent extent = {.section = (uint32_t)(work->section - compiler->manifest.sections),
                            .is_confirmed = is_confirmed,
                            .west = INFINITY,
                            .south = INFINITY,
                            .east = -INFINITY,
                            .north = -INFINITY};
    for (size_t i = 0; i < work->count; i++) {
        const struct na_shape *shape = &work->rows[i].shape;
        double box[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY};
        for (size_t v = 0; v < shape->vertex_count; v++) {
            box[0] = fmin(box[0], shape->xy[2 * v]);
            box[1] = fmin(box[1], shape->xy[2 * v + 1]);
            box[2] = fmax(box[2], shape->xy[2 * v]);
            box[3] = fmax(box[3], shape->xy[2 * v + 1]);
        }
        for (size_t corner = 0; corner < 4 && shape->vertex_count > 0; corner++) {
            const double xy[2] = {box[corner % 2 * 2], box[corner / 2 * 2 + 1]};
            struct na_grid at;
            if (to_grid(compiler, &work->bundle, xy, &at)) {
                widen(&extent, at);
            }
        }
    }
    if (extent.west > extent.east) {
        return NA_OK;
    }
    return na_buffer_append(&compiler->extents, &extent, sizeof extent) == NA_OK
               ? NA_OK
               : na_fail_memory(reterr, "noting where the layers lie");
}

/* Between two boxes, metres; 0: they meet. */
static double apart_m(const struct extent *a, const struct extent *b)
{
    double east = fmax(0, fmax(a->west - b->east, b->west - a->east));
    double north = fmax(0, fmax(a->south - b->north, b->south - a->north));
    return na_trig_length(east, north);
}

/* The box of the pack's postcodes; false: they are too few to tell. */
static bool postcodes_extent(const struct na_compiler *compiler, struct extent *ret_extent)
{
    const struct na_postcode_row *rows =
        (const struct na_postcode_row *)(const void *)compiler->postcode_rows.data;
    size_t count = compiler->postcode_rows.length / sizeof *rows;
    size_t placed = 0;
    *ret_extent =
        (struct extent){.west = INFINITY, .south = INFINITY, .east = -INFINITY, .north = -INFINITY};
    for (size_t i = 0; i < count; i++) {
        if ((rows[i].east & (NA_POSTCODE_NO_POSITION | NA_POSTCODE_IN_DEGREES)) != 0) {
            continue;
        }
        placed++;
        widen(ret_extent, (struct na_grid){(double)(rows[i].east & NA_POSTCODE_EAST_MASK),
                                           (double)(rows[i].north & NA_POSTCODE_NORTH_MASK)});
    }
    return placed >= POSTCODES_LEAST;
}

static void say_apart(struct na_compiler *compiler, const struct na_section *section,
                      const char *other, double apart)
{
    na_compile_warning(compiler,
                       (struct na_place){.file = section->file,
                                         .field = section->crs != 0 ? "crs" : NULL,
                                         .hint = "Is its coordinate system right (is it the Irish "
                                                 "grid?), or is it of another place?"},
                       "The layer lies %.0f km from %s, and meets nothing else of the pack",
                       apart / 1000.0, other);
}

/* The layer against all others and the postcodes. */
static void check_one(struct na_compiler *compiler, const struct extent *extents, size_t count,
                      size_t one, const struct extent *postcodes)
{
    const struct na_manifest *manifest = &compiler->manifest;
    const struct na_section *section = &manifest->sections[extents[one].section];
    double nearest = INFINITY;
    bool is_surer = extents[one].is_confirmed; /* than what it is compared with */
    char other[80] = "";
    for (size_t i = 0; i < count; i++) {
        double apart = i != one ? apart_m(&extents[i], &extents[one]) : INFINITY;
        if (apart < nearest) {
            nearest = apart;
            is_surer = extents[one].is_confirmed && !extents[i].is_confirmed;
            (void)snprintf(other, sizeof other, "[%.70s]",
                           manifest->sections[extents[i].section].full);
        }
    }
    if (postcodes != NULL && apart_m(postcodes, &extents[one]) < nearest) {
        nearest = apart_m(postcodes, &extents[one]);
        is_surer = false;
        (void)snprintf(other, sizeof other, "the postcodes");
    }
    if (isinf(nearest) && section->crs != 0 && !extents[one].is_confirmed) {
        na_compile_warning(compiler,
                           (struct na_place){.file = section->file,
                                             .field = "crs",
                                             .hint = "Add Code-Point Open, or look at a map of it"},
                           "Nothing of the file or of the pack shows that EPSG:%d is right",
                           section->crs);
    } else if (!isinf(nearest) && nearest > APART_M && !is_surer) {
        say_apart(compiler, section, other, nearest);
    }
}

void na_compile_check_extents(struct na_compiler *compiler)
{
    const struct extent *extents = (const struct extent *)(const void *)compiler->extents.data;
    size_t count = compiler->extents.length / sizeof *extents;
    struct extent postcodes;
    bool has_postcodes = postcodes_extent(compiler, &postcodes);
    for (size_t i = 0; i < count; i++) {
        check_one(compiler, extents, count, i, has_postcodes ? &postcodes : NULL);
    }
}
