/* Which coordinate system a layer is in, by its .prj and its section, and its shapes in that of the
 * compiled file. A system that is neither the National Grid nor degrees of WGS84 is transformed by
 * its own pipeline, and the report says so with the accuracy; one that is not known, or two that
 * contradict, refuse the pack: a layer in the wrong place looks as good as one in the right. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compile/compiler.h"
#include "geo/densify.h"

/* So many records of a layer that contradict its system are listed. */
#define LISTED_MAX 3
#define CONVERT "ogr2ogr -t_srs EPSG:27700 new.shp "

/* Take `system`; what is not kept as it is will be transformed, which is said. */
static enum na_code take(struct na_compiler *compiler, const struct na_section *section,
                         struct na_bundle *bundle, const struct na_system *system,
                         struct na_error *reterr)
{
    bundle->system = system;
    bundle->crs = system->epsg == 27700 ? NA_PRJ_27700 : NA_PRJ_4326;
    if (system->epsg == 27700 || system->epsg == 4326) {
        return NA_OK;
    }
    char good[32];
    (void)snprintf(good, sizeof good, system->accuracy_m > 0 ? "good to %g m" : "exact",
                   system->accuracy_m);
    na_compile_warning(compiler,
                       (struct na_place){.file = bundle->name,
                                         .field = section->crs != 0 ? "crs" : NULL,
                                         .hint = "Nothing, if that is its system"},
                       "The layer is in EPSG:%d (%s) and was %s WGS84: %s", system->epsg,
                       system->name, system->pipeline != NULL ? "transformed to" : "taken as",
                       good);
    return system->pipeline != NULL ? na_proj_way_new(system->pipeline, &bundle->way, reterr)
                                    : NA_OK;
}

/* "EPSG:29903 (TM75 / Irish Grid)", or what the text calls itself. */
static void name_said(const struct na_prj_text *said, char *to, size_t size)
{
    if (said->system != NULL) {
        (void)snprintf(to, size, "EPSG:%d (%s)", said->system->epsg, said->system->name);
    } else {
        (void)snprintf(to, size, "\"%s\"", said->name);
    }
}

/* The two systems are one for our purpose: ETRS89 and WGS84 are taken as one, and the two datums of
 * the Irish grid have one shift. */
static bool same_place(const struct na_system *a, const struct na_system *b)
{
    bool degrees = a->kind == NA_SYSTEM_DEGREES && b->kind == NA_SYSTEM_DEGREES;
    bool piped =
        a->pipeline != NULL && b->pipeline != NULL && strcmp(a->pipeline, b->pipeline) == 0;
    return a == b || degrees || piped;
}

/* Only a shapefile has a .prj: a GeoPackage says its system itself. */
static bool has_prj(const struct na_bundle *bundle)
{
    return na_is_shapefile_name(bundle->name);
}

static void refuse_contradiction(struct na_compiler *compiler, const struct na_section *section,
                                 const struct na_bundle *bundle, const struct na_prj_text *said)
{
    char name[128];
    char hint[400];
    name_said(said, name, sizeof name);
    (void)snprintf(hint, sizeof hint, "%s" CONVERT "%s%s",
                   said->system != NULL ? "Remove crs = from the section, or convert the layer: "
                                        : "Convert the layer: ",
                   bundle->name, has_prj(bundle) ? ". If the .prj is wrong, remove it" : "");
    na_compile_error(compiler,
                     (struct na_place){.file = bundle->name,
                                       .field = has_prj(bundle) ? ".prj" : NULL,
                                       .hint = hint},
                     "%s says %s, but the section says crs = EPSG:%d",
                     has_prj(bundle) ? "The .prj" : "The layer", name, section->crs);
}

static void refuse_unknown(struct na_compiler *compiler, const struct na_bundle *bundle,
                           const struct na_prj_text *said, bool is_said)
{
    char hint[400] =
        "Add crs = EPSG:27700 or crs = EPSG:4326 to its section, if that is what it is";
    struct na_place place = {
        .file = bundle->name, .field = has_prj(bundle) ? ".prj" : NULL, .hint = hint};
    if (!is_said) {
        na_compile_error(compiler, place, "There is no .prj, so the coordinate system is unknown");
    } else if (!said->is_whole) {
        na_compile_error(compiler, place, "The .prj names no coordinate system that is known");
    } else {
        (void)snprintf(hint, sizeof hint, "Convert the layer: " CONVERT "%s", bundle->name);
        na_compile_error(compiler, place,
                         "%s says \"%s\", which is none of the coordinate systems that are read",
                         has_prj(bundle) ? "The .prj" : "The layer", said->name);
    }
}

enum na_code na_bundle_decide_system(struct na_compiler *compiler, const struct na_section *section,
                                     struct na_bundle *bundle, const struct na_file *prj,
                                     bool *ret_usable, struct na_error *reterr)
{
    struct na_prj_text said = {.system = NULL};
    const struct na_system *named = na_system_of_epsg(section->crs);
    *ret_usable = false;
    if (prj != NULL) {
        na_prj_read((const char *)prj->bytes, prj->length, &said);
    }
    if (said.system == NULL && named == NULL) {
        refuse_unknown(compiler, bundle, &said, prj != NULL);
        return NA_OK;
    }
    bool agrees = named == NULL ||
                  (said.system != NULL ? same_place(said.system, named)
                                       : !said.is_whole || na_prj_may_be((const char *)prj->bytes,
                                                                         prj->length, named));
    if (!agrees) {
        refuse_contradiction(compiler, section, bundle, &said);
        return NA_OK;
    }
    if (prj != NULL && said.system == NULL && !said.is_whole) {
        na_compile_warning(compiler,
                           (struct na_place){.file = bundle->name,
                                             .field = ".prj",
                                             .hint = "Make sure that crs = is right, and remove "
                                                     "the .prj"},
                           "The .prj is not understood: EPSG:%d is taken, as the section says",
                           section->crs);
    }
    *ret_usable = true;
    return take(compiler, section, bundle, named != NULL ? named : said.system, reterr);
}

enum na_code na_bundle_take_epsg(struct na_compiler *compiler, const struct na_section *section,
                                 struct na_bundle *bundle, int epsg, bool *ret_usable,
                                 struct na_error *reterr)
{
    const struct na_system *named = na_system_of_epsg(section->crs);
    struct na_prj_text said = {.system = na_system_of_epsg(epsg), .is_whole = true};
    (void)snprintf(said.name, sizeof said.name, "EPSG:%d", epsg);
    *ret_usable = false;
    if (said.system == NULL) {
        refuse_unknown(compiler, bundle, &said, true);
        return NA_OK;
    }
    if (named != NULL && !same_place(said.system, named)) {
        refuse_contradiction(compiler, section, bundle, &said);
        return NA_OK;
    }
    *ret_usable = true;
    return take(compiler, section, bundle, said.system, reterr);
}

/* Where Great Britain would be with its latitudes given as longitudes: in the Indian Ocean. */
static bool looks_swapped(const struct na_shape *shape)
{
    for (size_t i = 0; i < shape->vertex_count; i++) {
        double x = shape->xy[2 * i];
        double y = shape->xy[2 * i + 1];
        if (!(x >= 49 && x <= 61.5 && y >= -9 && y <= 2.5)) {
            return false;
        }
    }
    return shape->vertex_count > 0;
}

/* A record contradicts the system; of a layer the first are told, and all counted. */
static void contradict(struct na_compiler *compiler, struct na_bundle *bundle,
                       struct na_place place, const char *format, ...) NA_PRINTF(4, 5);
static void contradict(struct na_compiler *compiler, struct na_bundle *bundle,
                       struct na_place place, const char *format, ...)
{
    if (bundle->misplaced++ >= LISTED_MAX && bundle->is_layer) {
        return;
    }
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    na_compile_error(compiler, place, "%s", text);
}

static bool is_degrees(double x, double y)
{
    return fabs(x) <= 180 && fabs(y) <= 90;
}

/* Are the numbers what the system allows? `place` says where they stand. */
static bool numbers_ok(struct na_compiler *compiler, struct na_bundle *bundle,
                       struct na_place place, const struct na_shape *shape)
{
    bool is_grid = bundle->crs == NA_PRJ_27700;
    bool metres = is_grid || bundle->way != NULL;
    bool degrees_like = metres && shape->vertex_count > 0;
    for (size_t i = 0; i < shape->vertex_count; i++) {
        double x = shape->xy[2 * i];
        double y = shape->xy[2 * i + 1];
        bool inside =
            is_grid  ? x >= 0 && x <= NA_GRID_EASTING_MAX_M && y >= 0 && y <= NA_GRID_NORTHING_MAX_M
            : metres ? isfinite(x) && isfinite(y)
                     : is_degrees(x, y);
        degrees_like = degrees_like && is_degrees(x, y);
        if (!inside && !(is_grid && is_degrees(x, y))) {
            contradict(compiler, bundle, place,
                       "Coordinates %.3f %.3f contradict the coordinate system (%s)", x, y,
                       is_grid ? "British National Grid" : "degrees of WGS84");
            return false;
        }
    }
    if (degrees_like) {
        contradict(compiler, bundle, place,
                   "The coordinates look like degrees, but the coordinate system is %s",
                   is_grid ? "British National Grid" : bundle->system->name);
        return false;
    }
    if (!metres && looks_swapped(shape)) {
        contradict(compiler, bundle, place,
                   "The coordinates look swapped: the latitude comes first");
        return false;
    }
    return true;
}

static enum na_code by_way(void *context, struct na_grid from, struct na_lonlat *ret_lonlat,
                           struct na_error *reterr)
{
    return na_proj_way_to_lonlat(context, from.easting_m, from.northing_m, ret_lonlat, reterr);
}

/* The shape in degrees, with vertices where a straight edge bends; the parts' starts follow. */
static enum na_code to_degrees(struct na_bundle *bundle, struct na_shape *shape,
                               struct na_error *reterr)
{
    struct na_buffer to;
    na_buffer_init(&to, NA_SHAPE_FILE_MAX);
    enum na_code code = NA_OK;
    size_t first = 0;
    for (size_t p = 0; code == NA_OK && p < shape->part_count; p++) {
        size_t end = shape->part_starts[p + 1];
        shape->part_starts[p] = to.length / (2 * sizeof(double));
        code = na_densify_by((struct na_to_lonlat){by_way, bundle->way}, shape->xy + 2 * first,
                             end - first, &to, reterr);
        first = end;
    }
    if (code == NA_OK && shape->part_count > 0) {
        shape->vertex_count = to.length / (2 * sizeof(double));
        shape->part_starts[shape->part_count] = shape->vertex_count;
        free(shape->xy);
        shape->xy = (double *)(void *)na_buffer_take(&to);
    }
    na_buffer_fini(&to);
    return code;
}

/* Does all of it lie where the system is for? */
static bool place_ok(struct na_compiler *compiler, struct na_bundle *bundle, struct na_place place,
                     const struct na_shape *shape)
{
    const struct na_system *system = bundle->system;
    for (size_t i = 0; i < shape->vertex_count; i++) {
        double lon_deg = shape->xy[2 * i];
        double lat_deg = shape->xy[2 * i + 1];
        if (!(lon_deg >= system->west && lon_deg <= system->east && lat_deg >= system->south &&
              lat_deg <= system->north)) {
            contradict(compiler, bundle, place,
                       "The coordinates contradict EPSG:%d (%s): in it they lie at longitude "
                       "%.4f, latitude %.4f",
                       system->epsg, system->name, lon_deg, lat_deg);
            return false;
        }
    }
    return true;
}

enum na_code na_bundle_settle_shape(struct na_compiler *compiler, struct na_bundle *bundle,
                                    size_t record, struct na_shape *shape, bool *ret_ok,
                                    struct na_error *reterr)
{
    struct na_place place = {.file = bundle->name,
                             .record = (int64_t)record + 1,
                             .hint = bundle->geojson != NULL && bundle->way == NULL
                                         ? "Export the layer again in WGS84, longitude first"
                                         : "Correct the .prj or crs =, or export the layer again"};
    *ret_ok = numbers_ok(compiler, bundle, place, shape);
    if (!*ret_ok || bundle->way == NULL) {
        return NA_OK;
    }
    struct na_error error;
    enum na_code code = to_degrees(bundle, shape, &error);
    if (code == NA_ERR_OUTSIDE) {
        contradict(compiler, bundle, place, "The coordinates contradict EPSG:%d (%s): %s",
                   bundle->system->epsg, bundle->system->name, error.message);
        *ret_ok = false;
        return NA_OK;
    }
    if (code != NA_OK) {
        return na_fail(reterr, code, "%s", error.message);
    }
    *ret_ok = place_ok(compiler, bundle, place, shape);
    return NA_OK;
}
