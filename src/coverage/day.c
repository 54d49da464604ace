/* What the assets of one day cover. */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "coverage/private.h"
#include "io/topology_region.h"

/* The areas that are valid on the day, side by side. */
struct valid {
    struct na_polygon **polygons; /* borrowed */
    struct na_polygon **parts;    /* of each, what is covered, */
    struct na_polygon **rests;    /* and at the ring `within` what is not */
    uint32_t *numbers;
    size_t count;
    struct na_polygon *whole; /* all together */
};

static void parts_free(struct na_coverage_work *work, struct valid *valid)
{
    for (size_t i = 0; i < valid->count; i++) {
        na_polygon_free(work->topology, valid->parts[i]);
        na_polygon_free(work->topology, valid->rests[i]);
        valid->parts[i] = NULL;
        valid->rests[i] = NULL;
    }
}

static void valid_fini(struct na_coverage_work *work, struct valid *valid)
{
    if (valid->parts != NULL && valid->rests != NULL) {
        parts_free(work, valid);
    }
    na_polygon_free(work->topology, valid->whole);
    free(valid->polygons);
    free(valid->parts);
    free(valid->rests);
    free(valid->numbers);
}

static enum na_code valid_init(struct na_coverage_work *work, const struct na_coverage_day *day,
                               struct valid *ret_valid, struct na_error *reterr)
{
    struct valid valid = {.count = 0};
    valid.polygons = calloc(day->area_count, sizeof(struct na_polygon *));
    valid.parts = calloc(day->area_count, sizeof(struct na_polygon *));
    valid.rests = calloc(day->area_count, sizeof(struct na_polygon *));
    valid.numbers = calloc(day->area_count, sizeof *valid.numbers);
    enum na_code code = NA_OK;
    if (valid.polygons == NULL || valid.parts == NULL || valid.rests == NULL ||
        valid.numbers == NULL) {
        code = na_fail_memory(reterr, "measuring coverage");
        goto done;
    }
    for (uint32_t i = 0; i + 1 < day->area_count; i++) {
        if (day->areas[i].is_valid) {
            valid.numbers[valid.count] = i;
            valid.polygons[valid.count++] = work->areas[i];
        }
    }
    code = na_region_union_adjoining(work->topology, valid.polygons, valid.count, &valid.whole,
                                     reterr);
done:
    if (code != NA_OK) {
        valid_fini(work, &valid);
    } else {
        *ret_valid = valid;
    }
    return code;
}

static enum na_code draw(struct na_coverage_work *work, const struct na_polygon *covered,
                         const struct na_polygon *gaps, struct na_coverage_area *area,
                         struct na_error *reterr)
{
    enum na_code code =
        na_region_shape(work->topology, covered, NA_COVERAGE_SLIVER_M2, &area->covered, reterr);
    return code == NA_OK
               ? na_region_shape(work->topology, gaps, NA_COVERAGE_SLIVER_M2, &area->gaps, reterr)
               : code;
}

/* The whole is not the sum of its areas but the discs cut to all of them together. */
static enum na_code measure_whole(struct na_coverage_work *work, size_t number,
                                  const struct valid *valid, const struct na_polygon *discs,
                                  size_t ring, struct na_coverage_area *area,
                                  struct na_error *reterr)
{
    struct na_polygon *covered = NULL;
    struct na_polygon *gaps = NULL;
    enum na_code code =
        na_region_intersection(work->topology, valid->whole, discs, &covered, reterr);
    if (code == NA_OK) {
        code = na_region_area(work->topology, covered, &area->covered_m2[ring], reterr);
        area->covered_m2[ring] = fmin(area->covered_m2[ring], area->area_m2);
    }
    if (code == NA_OK && ring == work->question->within) {
        code = na_region_difference(work->topology, valid->whole, discs, &gaps, reterr);
        code = code == NA_OK ? draw(work, covered, gaps, area, reterr) : code;
        work->whole[number] = covered;
        covered = NULL;
    }
    na_polygon_free(work->topology, gaps);
    na_polygon_free(work->topology, covered);
    return code;
}

static enum na_code measure_areas(struct na_coverage_work *work, size_t number,
                                  const struct valid *valid, size_t ring,
                                  struct na_coverage_day *day, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    for (size_t i = 0; i < valid->count && code == NA_OK; i++) {
        struct na_coverage_area *area = &day->areas[valid->numbers[i]];
        code = na_region_area(work->topology, valid->parts[i], &area->covered_m2[ring], reterr);
        area->covered_m2[ring] = fmin(area->covered_m2[ring], area->area_m2); /* but for rounding */
        if (code == NA_OK && ring == work->question->within) {
            code = draw(work, valid->parts[i], valid->rests[i], area, reterr);
            work->covered[number][valid->numbers[i]] = valid->parts[i];
            valid->parts[i] = NULL;
        }
    }
    return code;
}

static enum na_code measure_ring(struct na_coverage_work *work, size_t number, struct valid *valid,
                                 size_t ring, struct na_coverage_day *day, struct na_error *reterr)
{
    struct na_polygon *discs = NULL;
    enum na_code code = na_coverage_discs_join(work, day, work->question->rings_m[ring],
                                               na_region_box(valid->whole), &discs, reterr);
    if (code == NA_OK) {
        code = na_region_cut(work->topology, discs, valid->polygons, valid->count, valid->parts,
                             ring == work->question->within ? valid->rests : NULL, reterr);
    }
    if (code == NA_OK) {
        code = measure_areas(work, number, valid, ring, day, reterr);
    }
    if (code == NA_OK) {
        code = measure_whole(work, number, valid, discs, ring, &day->areas[day->area_count - 1],
                             reterr);
    }
    parts_free(work, valid);
    na_polygon_free(work->topology, discs);
    return code;
}

static enum na_code measure_ground(struct na_coverage_work *work, const struct valid *valid,
                                   struct na_coverage_day *day, struct na_error *reterr)
{
    enum na_code code = na_region_area(work->topology, valid->whole,
                                       &day->areas[day->area_count - 1].area_m2, reterr);
    for (size_t i = 0; i + 1 < day->area_count && code == NA_OK; i++) {
        code = na_region_area(work->topology, work->areas[i], &day->areas[i].area_m2, reterr);
    }
    return code;
}

enum na_code na_coverage_day_measure(struct na_coverage_work *work, size_t number,
                                     struct na_coverage_day *day, struct na_error *reterr)
{
    struct valid valid;
    work->covered[number] = calloc(day->area_count, sizeof(struct na_polygon *));
    if (work->covered[number] == NULL) {
        return na_fail_memory(reterr, "measuring coverage");
    }
    enum na_code code = valid_init(work, day, &valid, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = measure_ground(work, &valid, day, reterr);
    for (size_t ring = 0; ring < work->question->ring_count && code == NA_OK; ring++) {
        code = measure_ring(work, number, &valid, ring, day, reterr);
    }
    valid_fini(work, &valid);
    return code;
}
