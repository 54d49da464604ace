/* coverage/points.h - which points of files the assets cover: by the WGS84 geodesic,
 * not by the drawn discs. */
#ifndef NA_COVERAGE_POINTS_H
#define NA_COVERAGE_POINTS_H

#include "coverage/coverage.h"
#include "rows/point_rows.h"

/* By day the points of an area of the layer, none when it is not valid then, and of them those
 * covered at the ring `within`; of two days those that lose and gain cover. Of areas that overlap,
 * each has the point. */
struct na_coverage_points_area {
    uint64_t points[2], covered[2], lost, gained;
    double weight[2], covered_weight[2];
};

struct na_coverage_points_day {
    uint32_t *areas;     /* of each row: the first valid area it is in, or NA_AREA_NONE */
    uint32_t *assets;    /* the nearest asset that counts, or NA_AREA_NONE */
    double *distances_m; /* to it; INFINITY: none counts */
    /* By the rings of the question. */
    uint64_t covered[NA_COVERAGE_RINGS_MAX];
    double covered_weight[NA_COVERAGE_RINGS_MAX];
};

/* What the rows were, in words; borrowed. */
struct na_coverage_points_about {
    const char *inputs;        /* "premises.csv" */
    const char *wheres;        /* "rows where ...", "" all */
    const char *weight_column; /* NULL: each counts 1 */
};

struct na_coverage_points {
    const struct na_coverage *coverage;
    const struct na_point_rows *rows;
    struct na_coverage_points_about about;
    struct na_coverage_points_area *by_area; /* of the layer, then those in none of it */
    size_t area_count;                       /* with the last */
    struct na_coverage_points_day days[2];
};

/* Look at each row. `coverage` and `rows` are borrowed for the life of the result. Errors:
 * NA_ERR_MEMORY, NA_ERR_CORRUPT. */
NA_MUST_USE enum na_code na_coverage_points_new(const struct na_coverage *coverage,
                                                const struct na_point_rows *rows,
                                                const struct na_coverage_points_about *about,
                                                struct na_coverage_points **ret_points,
                                                struct na_error *reterr);
void na_coverage_points_free(struct na_coverage_points *points);

/* Is row `i` covered on that day, at the ring `within`. */
bool na_coverage_points_covered(const struct na_coverage_points *points, size_t day, size_t i);
/* What two days do to a row; with one day nothing. */
enum na_coverage_turn { NA_COVERAGE_STAYS, NA_COVERAGE_LOSES, NA_COVERAGE_GAINS };
enum na_coverage_turn na_coverage_points_turn(const struct na_coverage_points *points, size_t i);
size_t na_coverage_points_turned(const struct na_coverage_points *points,
                                 enum na_coverage_turn turn);
/* Numbers of the rows not covered on that day, the farthest from an asset first, then by row.
 * *ret_list is the caller's to free. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_coverage_points_gaps(const struct na_coverage_points *points,
                                                 size_t day, size_t **ret_list, size_t *ret_count);

#endif
