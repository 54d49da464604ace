/* Asks the tree of assets for each row and adds up by area. */
#include "coverage/points.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "data/layer_cover.h"

static enum na_code find_areas(const struct na_layer *layer, const struct na_point_row *row,
                               struct na_cover *ret_cover, struct na_error *reterr)
{
    enum na_code code = na_layer_cover(layer, row->at, &row->grid, ret_cover);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The index of areas is damaged");
}

static enum na_code make_room(struct na_coverage_points *points, struct na_error *reterr)
{
    size_t count = points->rows->count + 1;
    points->area_count = (size_t)points->coverage->question.layer->area_count + 1;
    points->by_area = calloc(points->area_count, sizeof points->by_area[0]);
    bool full = points->by_area == NULL;
    for (size_t d = 0; d < points->coverage->day_count && !full; d++) {
        struct na_coverage_points_day *day = &points->days[d];
        day->areas = calloc(count, sizeof day->areas[0]);
        day->assets = calloc(count, sizeof day->assets[0]);
        day->distances_m = calloc(count, sizeof day->distances_m[0]);
        full = day->areas == NULL || day->assets == NULL || day->distances_m == NULL;
    }
    return full ? na_fail_memory(reterr, "looking which points are covered") : NA_OK;
}

static void look(struct na_coverage_points *points, size_t d, size_t i)
{
    const struct na_coverage_question *question = &points->coverage->question;
    const struct na_point_row *row = &points->rows->items[i];
    struct na_coverage_points_day *day = &points->days[d];
    (void)na_coverage_point(points->coverage, d, row->at, question->rings_m[question->within],
                            &day->assets[i], &day->distances_m[i]);
    for (size_t ring = 0; ring < question->ring_count; ring++) {
        if (day->distances_m[i] <= question->rings_m[ring]) {
            day->covered[ring]++;
            day->covered_weight[ring] += row->weight;
        }
    }
}

static void add(struct na_coverage_points *points, size_t d, size_t i, size_t area)
{
    struct na_coverage_points_area *to = &points->by_area[area];
    double weight = points->rows->items[i].weight;
    bool covered = na_coverage_points_covered(points, d, i);
    to->points[d]++;
    to->weight[d] += weight;
    to->covered[d] += covered;
    to->covered_weight[d] += covered ? weight : 0.0;
    if (d + 1 == points->coverage->day_count) {
        enum na_coverage_turn turn = na_coverage_points_turn(points, i);
        to->lost += turn == NA_COVERAGE_LOSES;
        to->gained += turn == NA_COVERAGE_GAINS;
    }
}

/* As assets stand in areas: of wards in the first that is valid, of others in all. */
static void stand(struct na_coverage_points *points, size_t d, size_t i,
                  const struct na_cover *cover)
{
    const struct na_coverage_day *day = &points->coverage->days[d];
    bool wards = points->coverage->question.layer->role == NA_LAYER_WARDS;
    uint32_t first = NA_AREA_NONE;
    for (uint32_t c = 0; c < cover->count && !(wards && first != NA_AREA_NONE); c++) {
        uint32_t area = cover->areas[c];
        if (day->areas[area].is_valid) {
            first = first == NA_AREA_NONE ? area : first;
            add(points, d, i, area);
        }
    }
    points->days[d].areas[i] = first;
    if (first == NA_AREA_NONE) {
        add(points, d, i, points->area_count - 1);
    }
}

static enum na_code look_at_all(struct na_coverage_points *points, struct na_error *reterr)
{
    const struct na_layer *layer = points->coverage->question.layer;
    for (size_t i = 0; i < points->rows->count; i++) {
        struct na_cover cover;
        enum na_code code = find_areas(layer, &points->rows->items[i], &cover, reterr);
        if (code != NA_OK) {
            return code;
        }
        for (size_t d = 0; d < points->coverage->day_count; d++) {
            look(points, d, i);
            stand(points, d, i, &cover);
        }
    }
    return NA_OK;
}

enum na_code na_coverage_points_new(const struct na_coverage *coverage,
                                    const struct na_point_rows *rows,
                                    const struct na_coverage_points_about *about,
                                    struct na_coverage_points **ret_points, struct na_error *reterr)
{
    struct na_coverage_points *points = calloc(1, sizeof *points);
    if (points == NULL) {
        return na_fail_memory(reterr, "looking which points are covered");
    }
    points->coverage = coverage;
    points->rows = rows;
    points->about = *about;
    enum na_code code = make_room(points, reterr);
    if (code == NA_OK) {
        code = look_at_all(points, reterr);
    }
    if (code != NA_OK) {
        na_coverage_points_free(points);
        return code;
    }
    *ret_points = points;
    return NA_OK;
}

void na_coverage_points_free(struct na_coverage_points *points)
{
    if (points == NULL) {
        return;
    }
    for (size_t d = 0; d < 2; d++) {
        free(points->days[d].areas);
        free(points->days[d].assets);
        free(points->days[d].distances_m);
    }
    free(points->by_area);
    free(points);
}

bool na_coverage_points_covered(const struct na_coverage_points *points, size_t day, size_t i)
{
    const struct na_coverage_question *question = &points->coverage->question;
    return points->days[day].distances_m[i] <= question->rings_m[question->within];
}

enum na_coverage_turn na_coverage_points_turn(const struct na_coverage_points *points, size_t i)
{
    if (points->coverage->day_count < 2) {
        return NA_COVERAGE_STAYS;
    }
    bool before = na_coverage_points_covered(points, 0, i);
    bool after = na_coverage_points_covered(points, 1, i);
    return before == after ? NA_COVERAGE_STAYS : before ? NA_COVERAGE_LOSES : NA_COVERAGE_GAINS;
}

size_t na_coverage_points_turned(const struct na_coverage_points *points,
                                 enum na_coverage_turn turn)
{
    size_t count = 0;
    for (size_t i = 0; i < points->rows->count; i++) {
        count += na_coverage_points_turn(points, i) == turn;
    }
    return count;
}

struct gap {
    double distance_m;
    size_t row;
};

static int by_distance(const void *left, const void *right)
{
    const struct gap *a = left;
    const struct gap *b = right;
    if (a->distance_m > b->distance_m || a->distance_m < b->distance_m) {
        return a->distance_m > b->distance_m ? -1 : 1;
    }
    return (a->row > b->row) - (a->row < b->row);
}

enum na_code na_coverage_points_gaps(const struct na_coverage_points *points, size_t day,
                                     size_t **ret_list, size_t *ret_count)
{
    size_t count = 0;
    struct gap *gaps = calloc(points->rows->count + 1, sizeof *gaps);
    size_t *list = calloc(points->rows->count + 1, sizeof *list);
    if (gaps == NULL || list == NULL) {
        free(gaps);
        free(list);
        return NA_ERR_MEMORY;
    }
    for (size_t i = 0; i < points->rows->count; i++) {
        if (!na_coverage_points_covered(points, day, i)) {
            gaps[count++] = (struct gap){points->days[day].distances_m[i], i};
        }
    }
    qsort(gaps, count, sizeof gaps[0], by_distance);
    for (size_t i = 0; i < count; i++) {
        list[i] = gaps[i].row;
    }
    free(gaps);
    *ret_list = list;
    *ret_count = count;
    return NA_OK;
}
