/* coverage/walk.h - what the assets of a kind cover on foot: metres of street, never an area.
 */
#ifndef NA_COVERAGE_WALK_H
#define NA_COVERAGE_WALK_H

#include "coverage/coverage.h"
#include "geo/crs.h"
#include "io/json_write.h"
#include "walk/spread.h"
#include "walk/walk.h"

/* Longest piece of street that is of one area, by its middle, millimetres. */
#define NA_COVERAGE_PIECE_MM 20000u

/* Streets of an area, or of all of them. */
struct na_coverage_streets {
    uint64_t mm;
    uint64_t covered_mm[NA_COVERAGE_RINGS_MAX]; /* by question.rings_m */
};

/* A covered part of a street, at the ring `within`. */
struct na_coverage_stretch {
    uint32_t edge, from_mm, to_mm;
    uint32_t area; /* the first that it is of; NA_AREA_NONE: none */
};

/* One day on foot. */
struct na_coverage_walk_day {
    unsigned char *counts;             /* of each asset: it counts on the day */
    uint32_t off_network;              /* of those that count, near no street */
    struct na_coverage_streets *areas; /* as many as the day has, the whole last */
    struct na_coverage_streets all;    /* of the network, in an area or not */
};

/* From the first day to the second, at the ring `within`. */
struct na_coverage_street_change {
    uint64_t gained_mm, lost_mm;
};

struct na_coverage_walk {
    struct na_network network;
    struct na_street_search *search; /* borrowed of the session */
    struct na_coverage_walk_day days[2];
    struct na_buffer stretches; /* struct na_coverage_stretch: covered on the last day */
    /* When comparing; else NULL and empty. */
    struct na_coverage_street_change *changes; /* of each area, the whole last */
    struct na_coverage_street_change all_change;
    struct na_buffer gained, lost; /* struct na_coverage_stretch */
};

/* Measure the days of `coverage`, whose assets are counted. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_coverage_walk_new(struct na_coverage *coverage,
                                              struct na_street_search *search,
                                              struct na_coverage_walk **ret_walk,
                                              struct na_error *reterr);
void na_coverage_walk_free(struct na_coverage_walk *walk);
/* The nearest asset that counts on that day, on foot; false: none within the limit of the search.
 */
bool na_coverage_walk_point(const struct na_coverage *coverage, size_t day, struct na_lonlat at,
                            uint32_t *ret_asset, double *ret_distance_m);

/* Its forms: walk_forms.c. As those of coverage/json.h. */
void na_render_coverage_walk_members(struct na_json *json, const struct na_coverage *coverage);
NA_MUST_USE enum na_code na_render_coverage_walk_text(const struct na_coverage *coverage,
                                                      struct na_buffer *to);
NA_MUST_USE enum na_code na_render_coverage_walk_csv(const struct na_coverage *coverage,
                                                     bool spreadsheet_safe, struct na_buffer *to);
NA_MUST_USE enum na_code na_render_coverage_walk_geojson(const struct na_coverage *coverage,
                                                         struct na_buffer *to);
/* Its pieces of street as lines on the grid, metres: walk_shape.c. `ret_shape` is to be freed by
 * na_shape_fini. Errors: NA_ERR_MEMORY, NA_ERR_OUTSIDE. */
NA_MUST_USE enum na_code na_coverage_walk_shape(const struct na_coverage *coverage,
                                                const struct na_crs *crs,
                                                const struct na_buffer *stretches,
                                                struct na_shape *ret_shape,
                                                struct na_error *reterr);

#endif
