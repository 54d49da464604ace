/* Makes each day that is asked for and, of two days, the change between them. */
#include "coverage/coverage.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "coverage/private.h"
#include "coverage/walk.h"
#include "geo/geodesic.h"
#include "io/topology_region.h"
#include "question/session_state.h"

static void work_fini(struct na_coverage_work *work)
{
    uint32_t count = work->question->layer->area_count;
    for (uint32_t i = 0; i < count && work->areas != NULL; i++) {
        na_polygon_free(work->topology, work->areas[i]);
    }
    for (size_t day = 0; day < 2; day++) {
        for (uint32_t i = 0; i < count && work->covered[day] != NULL; i++) {
            na_polygon_free(work->topology, work->covered[day][i]);
        }
        free(work->covered[day]);
        na_polygon_free(work->topology, work->whole[day]);
    }
    free(work->areas);
    na_topology_free(work->topology);
}

/* The areas of a day, without what is in them. */
static enum na_code day_init(const struct na_coverage_work *work, int32_t date,
                             struct na_coverage_day *day, struct na_error *reterr)
{
    const struct na_layer *layer = work->question->layer;
    day->day = date;
    day->areas = calloc((size_t)layer->area_count + 1, sizeof *day->areas);
    if (day->areas == NULL) {
        return na_fail_memory(reterr, "measuring coverage");
    }
    day->area_count = (size_t)layer->area_count + 1;
    for (uint32_t i = 0; i < layer->area_count; i++) {
        struct na_area area;
        na_snapshot_area(work->snapshot, layer, i, &area);
        day->areas[i].area = i;
        day->areas[i].is_valid = na_date_within(date, area.valid_from, area.valid_to);
        day->not_valid += !day->areas[i].is_valid;
    }
    day->areas[layer->area_count].area = NA_AREA_NONE;
    day->areas[layer->area_count].is_valid = true;
    return NA_OK;
}

static enum na_code day_make(struct na_coverage_work *work, struct na_coverage *coverage,
                             size_t number, struct na_error *reterr)
{
    const struct na_coverage_question *question = work->question;
    struct na_coverage_day *day = &coverage->days[number];
    coverage->day_count = number + 1;
    enum na_code code =
        day_init(work, number == 0 ? question->as_at : question->as_at_2, day, reterr);
    if (code == NA_OK) {
        code = na_coverage_assets_count(work, day, reterr);
    }
    if (code == NA_OK) {
        code = na_coverage_day_measure(work, number, day, reterr);
    }
    return code;
}

static enum na_code fill_walk(struct na_session *session, struct na_coverage_work *work,
                              struct na_coverage *coverage, struct na_error *reterr)
{
    const struct na_coverage_question *question = work->question;
    struct na_street_search *search = NULL;
    enum na_code code = na_session_streets(session, &search, reterr);
    for (size_t d = 0; code == NA_OK && d < (question->comparing ? 2 : 1); d++) {
        coverage->day_count = d + 1;
        code = day_init(work, d == 0 ? question->as_at : question->as_at_2, &coverage->days[d],
                        reterr);
        if (code == NA_OK) {
            code = na_coverage_assets_count(work, &coverage->days[d], reterr);
        }
    }
    if (code == NA_OK) {
        code = na_coverage_walk_new(coverage, search, &coverage->walk, reterr);
    }
    if (code == NA_OK) {
        na_coverage_warn(coverage);
    }
    return code;
}

static enum na_code fill(struct na_session *session, struct na_coverage_work *work,
                         struct na_coverage *coverage, struct na_error *reterr)
{
    enum na_code code = na_session_crs(session, &work->crs, reterr);
    if (code == NA_OK) {
        code = na_topology_new(&work->topology, reterr);
    }
    if (code == NA_OK) {
        code = na_coverage_areas_make(work, reterr);
    }
    if (code == NA_OK) {
        code = day_make(work, coverage, 0, reterr);
    }
    if (code == NA_OK && work->question->comparing) {
        code = day_make(work, coverage, 1, reterr);
        if (code == NA_OK) {
            code = na_coverage_changes_make(work, coverage, reterr);
        }
    }
    if (code == NA_OK) {
        na_coverage_warn(coverage);
    }
    return code;
}

enum na_code na_coverage_new(struct na_session *session,
                             const struct na_coverage_question *question,
                             struct na_coverage **ret_coverage, struct na_error *reterr)
{
    struct na_coverage_work work = {.snapshot = session->snapshot, .question = question};
    struct na_coverage *coverage = calloc(1, sizeof *coverage);
    if (coverage == NULL) {
        return na_fail_memory(reterr, "measuring coverage");
    }
    coverage->snapshot = session->snapshot;
    coverage->question = *question;
    enum na_code code = question->by_walk ? fill_walk(session, &work, coverage, reterr)
                                          : fill(session, &work, coverage, reterr);
    if (work.topology != NULL) {
        work_fini(&work);
    }
    if (code == NA_OK) {
        *ret_coverage = coverage;
        coverage = NULL;
    }
    na_coverage_free(coverage);
    return code;
}

static void day_fini(struct na_coverage_day *day)
{
    for (size_t i = 0; i < day->area_count; i++) {
        na_shape_fini(&day->areas[i].covered);
        na_shape_fini(&day->areas[i].gaps);
    }
    free(day->areas);
    free(day->assets);
    na_buffer_fini(&day->tree_bytes);
}

void na_coverage_free(struct na_coverage *coverage)
{
    if (coverage == NULL) {
        return;
    }
    size_t count = coverage->days[0].area_count;
    for (size_t i = 0; i < count && coverage->changes != NULL; i++) {
        na_shape_fini(&coverage->changes[i].gained);
        na_shape_fini(&coverage->changes[i].lost);
    }
    for (size_t i = 0; i < coverage->day_count; i++) {
        day_fini(&coverage->days[i]);
    }
    free(coverage->changes);
    na_coverage_walk_free(coverage->walk);
    free(coverage);
}

bool na_coverage_point(const struct na_coverage *coverage, size_t day, struct na_lonlat at,
                       double ring_m, uint32_t *ret_asset, double *ret_distance_m)
{
    struct na_nearest nearest;
    if (coverage->walk != NULL) {
        (void)na_coverage_walk_point(coverage, day, at, ret_asset, ret_distance_m);
        return *ret_distance_m <= ring_m;
    }
    nearest.count = 0;
    nearest.k = 1;
    const struct na_point_tree *tree = &coverage->days[day].tree;
    bool chosen = na_point_tree_search_near(tree, at, INFINITY, NULL, NULL, &nearest);
    if (!chosen) {
        nearest.count = 0;
        na_point_tree_search(tree, at, INFINITY, NULL, NULL, &nearest);
    }
    *ret_asset = nearest.count > 0 ? nearest.hits[0].point : NA_AREA_NONE;
    *ret_distance_m = nearest.count > 0 ? nearest.hits[0].distance_m : INFINITY;
    if (chosen && nearest.count > 0) {
        /* Chosen by the quick way; every ring is judged by the geodesic itself. */
        struct na_asset asset;
        na_snapshot_asset(coverage->snapshot, *ret_asset, &asset);
        *ret_distance_m = na_geodesic_distance_m(at, asset.at);
    }
    return *ret_distance_m <= ring_m;
}
