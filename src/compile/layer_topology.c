/* Overlaps and gaps between the wards of one vintage. */
#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"
#include "compile/layer_parts.h"
#include "geo/area_index_net.h"
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

/* What is found, or to be found, of one layer. */
struct topology_check {
    struct na_compiler *compiler;
    struct na_polygon **polygons;
    size_t count;
    double smallest; /* in the layer's own units */
    struct na_overlap *overlaps;
    struct na_gap *gaps;
    size_t overlap_count, gap_count;
};

/* Make the index of the layer, by which its boundaries are judged and which is written later. Not
 * made: for GEOS to judge; why it cannot be made is said when it is written. */
static enum na_code make_index(struct na_layer_work *work, struct na_area_index *ret_index,
                               bool *ret_made)
{
    struct na_area_builder *builder = NULL;
    uint32_t count = (uint32_t)work->count;
    na_buffer_init(&work->index, NA_FLAT_LIMIT);
    enum na_code code = na_area_builder_new(count, &builder, NULL);
    for (uint32_t i = 0; i < count && code == NA_OK; i++) {
        code = na_layer_add_rings(work, i, builder, NULL);
    }
    if (code == NA_OK) {
        code = na_area_builder_finish(builder, &work->index, &work->numbers, NULL);
    }
    na_area_builder_free(builder);
    if (code == NA_OK) {
        code = na_area_index_open(work->index.data, work->index.length, count, ret_index, NULL);
    }
    *ret_made = code == NA_OK;
    return code == NA_ERR_MEMORY ? code : NA_OK;
}

/* The pairs of a net, by rows instead of areas. */
static enum na_code among_pairs(struct topology_check *check, const struct na_layer_work *work,
                                const struct na_area_net *net, struct na_error *reterr)
{
    const struct na_area_pair *pairs = (const void *)net->pairs.data;
    size_t count = net->pairs.length / sizeof *pairs;
    struct na_candidates *candidates = calloc(count + 1, sizeof *candidates);
    if (candidates == NULL) {
        return na_fail_memory(reterr, "looking for overlaps");
    }
    for (size_t i = 0; i < count; i++) {
        size_t a = work->order[pairs[i].a];
        size_t b = work->order[pairs[i].b];
        candidates[i] = (struct na_candidates){a < b ? a : b, a < b ? b : a};
    }
    enum na_code code = na_topology_overlaps_among(check->compiler->topology, check->polygons,
                                                   candidates, count, check->smallest,
                                                   &check->overlaps, &check->overlap_count, reterr);
    free(candidates);
    return code;
}

static enum na_code gaps_of(struct topology_check *check, const struct na_area_net *net,
                            struct na_error *reterr)
{
    const struct na_area_hole *holes = (const void *)net->holes.data;
    size_t count = net->holes.length / sizeof *holes;
    struct na_shape shape = {.xy = (double *)(void *)net->xy.data,
                             .vertex_count = net->xy.length / (2 * sizeof(double)),
                             .part_starts = calloc(count + 1, sizeof *shape.part_starts),
                             .part_count = count};
    if (shape.part_starts == NULL) {
        return na_fail_memory(reterr, "looking for gaps");
    }
    for (size_t i = 0; i < count; i++) { /* they stand one after another */
        shape.part_starts[i] = holes[i].first;
        shape.part_starts[i + 1] = holes[i].first + holes[i].count;
    }
    enum na_code code = na_topology_gaps_of(check->compiler->topology, &shape, check->smallest,
                                            &check->gaps, &check->gap_count, reterr);
    free(shape.part_starts);
    return code;
}

/* Where the net of boundaries tells, GEOS is asked about the rest alone; else about all. */
static enum na_code find_faults(struct topology_check *check, const struct na_layer_work *work,
                                const struct na_area_net *net, struct na_error *reterr)
{
    struct na_topology *topology = check->compiler->topology;
    enum na_code code =
        net->is_net ? among_pairs(check, work, net, reterr)
                    : na_topology_overlaps(topology, check->polygons, check->count, check->smallest,
                                           &check->overlaps, &check->overlap_count, reterr);
    if (code != NA_OK) {
        return code;
    }
    report_overlaps(check->compiler, work, check->overlaps, check->overlap_count);
    return net->is_net && net->has_holes
               ? gaps_of(check, net, reterr)
               : na_topology_gaps(topology, check->polygons, check->count, check->smallest,
                                  &check->gaps, &check->gap_count, reterr);
}

enum na_code na_layer_check_topology(struct na_compiler *compiler, struct na_layer_work *work,
                                     struct na_error *reterr)
{
    /* Thresholds in the layer's own units; a square degree is larger than 1e9 m2 in Great Britain.
     */
    struct topology_check check = {.compiler = compiler,
                                   .polygons = calloc(work->count + 1, sizeof(struct na_polygon *)),
                                   .count = work->count,
                                   .smallest = work->bundle.crs == NA_PRJ_4326 ? SMALLEST_M2 / 1e10
                                                                               : SMALLEST_M2 / 10};
    struct na_error error;
    struct na_area_index index;
    struct na_area_net net = {.is_net = false};
    bool made = false;
    if (check.polygons == NULL) {
        return na_fail_memory(reterr, "looking for overlaps");
    }
    for (size_t i = 0; i < work->count; i++) {
        check.polygons[i] = work->rows[i].polygon;
    }
    enum na_code code = make_index(work, &index, &made);
    if (code == NA_OK && made) {
        code = na_area_net_find(&index, &net);
    }
    if (code != NA_OK) {
        (void)na_fail_memory(&error, "looking for overlaps");
    } else {
        code = find_faults(&check, work, &net, &error);
    }
    if (code == NA_OK) {
        report_gaps(compiler, work, check.gaps, check.gap_count);
    }
    code = finding_or_failure(compiler, work, code, &error, reterr);
    na_area_net_fini(&net);
    free(check.overlaps);
    free(check.gaps);
    free(check.polygons);
    return code;
}
