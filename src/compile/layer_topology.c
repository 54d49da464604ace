/* Overlaps and gaps between the wards of one vintage. */
#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"
#include "compile/layer_parts.h"
#include "geo/geodesic.h"

/* Smaller faults are rounding, not drawing, m2. */
#define SMALLEST_M2 1.0
/* More than this many of a kind are summed up in one line. */
#define LISTED_MAX 10

/* Square metres of one square unit of the layer's coordinates near `y`. */
static double square_m2(const struct na_layer_work *work, double y)
{
    double lon_m = 1;
    double lat_m = 1;
    if (work->bundle.crs == NA_PRJ_4326) {
        na_geodesic_degree_m(y, &lon_m, &lat_m);
    }
    return lon_m * lat_m;
}

static const char *name_of(const struct na_compiler *compiler, const struct na_layer_work *work,
                           size_t row)
{
    return compiler->writer.sections[NA_FLAT_STRINGS].data + work->rows[row].flat.name;
}

static void report_overlaps(struct na_compiler *compiler, const struct na_layer_work *work,
                            const struct na_overlap *overlaps, size_t count)
{
    double sum_m2 = 0;
    size_t warned = 0;
    struct na_place place = {.file = work->bundle.name,
                             .hint = "Points there are answered with the lower code"};
    for (size_t i = 0; i < count; i++) {
        double area_m2 = overlaps[i].area * square_m2(work, overlaps[i].y);
        const char *a = name_of(compiler, work, overlaps[i].a);
        const char *b = name_of(compiler, work, overlaps[i].b);
        sum_m2 += area_m2;
        place.record = (int64_t)work->rows[overlaps[i].b].record + 1;
        if (area_m2 > work->section->overlap_limit_m2) {
            struct na_place error = place;
            error.hint = "Correct the polygons, or raise overlap_limit_m2 in the section";
            na_compile_error(compiler, error, "%s overlaps %s by %.0f m2 near %.6f %.6f", b, a,
                             area_m2, overlaps[i].x, overlaps[i].y);
        } else if (area_m2 >= SMALLEST_M2 && warned++ < LISTED_MAX) {
            na_compile_warning(compiler, place, "%s overlaps %s by %.0f m2 near %.6f %.6f", b, a,
                               area_m2, overlaps[i].x, overlaps[i].y);
        }
    }
    if (warned > LISTED_MAX) {
        place.record = 0;
        na_compile_warning(compiler, place, "%zu overlaps between wards, %.0f m2 in all", count,
                           sum_m2);
    }
}

static void report_gaps(struct na_compiler *compiler, const struct na_layer_work *work,
                        const struct na_gap *gaps, size_t count)
{
    double sum_m2 = 0;
    size_t warned = 0;
    struct na_place place = {.file = work->bundle.name, .hint = "Points there are in no ward"};
    for (size_t i = 0; i < count; i++) {
        double area_m2 = gaps[i].area * square_m2(work, gaps[i].y);
        sum_m2 += area_m2;
        if (area_m2 > work->section->gap_limit_m2) {
            struct na_place error = place;
            error.hint = "Add the missing polygon, or raise gap_limit_m2 in the section";
            na_compile_error(compiler, error, "A gap of %.0f m2 between wards near %.6f %.6f",
                             area_m2, gaps[i].x, gaps[i].y);
        } else if (area_m2 >= SMALLEST_M2 && warned++ < LISTED_MAX) {
            na_compile_warning(compiler, place, "A gap of %.0f m2 between wards near %.6f %.6f",
                               area_m2, gaps[i].x, gaps[i].y);
        }
    }
    if (warned > LISTED_MAX) {
        na_compile_warning(compiler, place, "%zu gaps between wards, %.0f m2 in all", count,
                           sum_m2);
    }
}

/* A failure of GEOS on the data is a finding, one of memory ends the compilation. */
static enum na_code finding_or_failure(struct na_compiler *compiler,
                                       const struct na_layer_work *work, enum na_code code,
                                       struct na_error *error, struct na_error *reterr)
{
    if (code == NA_OK || code == NA_ERR_MEMORY) {
        return code == NA_OK ? NA_OK : na_fail(reterr, code, "%s", error->message);
    }
    (void)na_fail_at(error, code, work->bundle.name, 0, NULL, "Repair the polygons");
    na_report_add(compiler->report, NA_SEVERITY_ERROR, error);
    return NA_OK;
}

enum na_code na_layer_check_topology(struct na_compiler *compiler, const struct na_layer_work *work,
                                     struct na_error *reterr)
{
    struct na_overlap *overlaps = NULL;
    struct na_gap *gaps = NULL;
    size_t overlap_count = 0;
    size_t gap_count = 0;
    struct na_error error;
    struct na_polygon **polygons = calloc(work->count + 1, sizeof(struct na_polygon *));
    if (polygons == NULL) {
        return na_fail_memory(reterr, "looking for overlaps");
    }
    for (size_t i = 0; i < work->count; i++) {
        polygons[i] = work->rows[i].polygon;
    }
    /* Thresholds in the layer's own units; a square degree is larger than 1e9 m2 in Great Britain.
     */
    double smallest = work->bundle.crs == NA_PRJ_4326 ? SMALLEST_M2 / 1e10 : SMALLEST_M2 / 10;
    enum na_code code = na_topology_overlaps(compiler->topology, polygons, work->count, smallest,
                                             &overlaps, &overlap_count, &error);
    if (code == NA_OK) {
        report_overlaps(compiler, work, overlaps, overlap_count);
        code = na_topology_gaps(compiler->topology, polygons, work->count, smallest, &gaps,
                                &gap_count, &error);
    }
    if (code == NA_OK) {
        report_gaps(compiler, work, gaps, gap_count);
    }
    code = finding_or_failure(compiler, work, code, &error, reterr);
    free(overlaps);
    free(gaps);
    free(polygons);
    return code;
}
