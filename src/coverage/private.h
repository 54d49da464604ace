/* coverage/private.h - what the files coverage*.c share. */
#ifndef NA_COVERAGE_PRIVATE_H
#define NA_COVERAGE_PRIVATE_H

#include "coverage/coverage.h"
#include "coverage/json.h"
#include "geo/crs.h"
#include "io/topology.h"

/* Sides of a drawn disc. Its corners lie on a circle so much larger that the polygon has the area
 * of the circle asked for: area of a regular polygon, n/2 R^2 sin(2 pi/n). With 128 sides its rim
 * is nowhere more than 0.02% of the distance off the circle. */
#define NA_COVERAGE_SIDES 128

/* The closed ring of a disc of `radius_m` (WGS84 geodesic) about `at`, metres of EPSG:27700,
 * clockwise. Corners beyond the transformation, far out at sea, are put where the way to them leads
 * on straight. Errors: NA_ERR_OUTSIDE when `at` itself is beyond it. */
NA_MUST_USE enum na_code na_coverage_disc(const struct na_crs *crs, struct na_lonlat at,
                                          double radius_m,
                                          double ret_xy[2 * (NA_COVERAGE_SIDES + 1)],
                                          struct na_error *reterr);

/* What an answer is made with. */
struct na_coverage_work {
    const struct na_snapshot *snapshot;
    const struct na_coverage_question *question;
    const struct na_crs *crs;
    struct na_topology *topology;
    struct na_polygon **areas;      /* of the layer, by number */
    struct na_polygon **covered[2]; /* of each by day, at the ring `within`; NULL: not valid then */
    struct na_polygon *whole[2];    /* covered of the whole */
};

/* The areas of the layer on the grid. Errors: NA_ERR_OUTSIDE, NA_ERR_DATA, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_coverage_areas_make(struct na_coverage_work *work,
                                                struct na_error *reterr);
/* All discs of a day's assets that may meet `box`, joined. */
NA_MUST_USE enum na_code na_coverage_discs_join(struct na_coverage_work *work,
                                                const struct na_coverage_day *day, double radius_m,
                                                const double box[4], struct na_polygon **ret_discs,
                                                struct na_error *reterr);
/* Who counts on day->day, where they stand, who is left out; the tree. day->areas is made. */
NA_MUST_USE enum na_code na_coverage_assets_count(struct na_coverage_work *work,
                                                  struct na_coverage_day *day,
                                                  struct na_error *reterr);
/* What they cover; fills work->covered[number] and work->whole[number] too. */
NA_MUST_USE enum na_code na_coverage_day_measure(struct na_coverage_work *work, size_t number,
                                                 struct na_coverage_day *day,
                                                 struct na_error *reterr);
/* Gained and lost from the first day to the second. */
NA_MUST_USE enum na_code na_coverage_changes_make(struct na_coverage_work *work,
                                                  struct na_coverage *coverage,
                                                  struct na_error *reterr);
void na_coverage_warn(struct na_coverage *coverage);

/* Pieces that are not drawn, square metres: what rounding leaves between two lines. They count. */
#define NA_COVERAGE_SLIVER_M2 0.01

/* Member "assets" of the object that is open. */
void na_render_coverage_assets(struct na_json *json, const struct na_coverage *coverage,
                               const struct na_coverage_day *day);

/* Pieces of the answer that its JSON and GeoJSON share. */

/* Members of the object that is open: "query"; "layer"; code, name and authority of an area; the
 * same as flat properties. */
void na_render_coverage_query(struct na_json *json, const struct na_coverage_question *question);
void na_render_coverage_layer(struct na_json *json, const struct na_layer *layer);
void na_render_coverage_named(struct na_json *json, const struct na_coverage *coverage,
                              uint32_t number);
/* The member "changes": what differs between the two days, in the whole and by area, each with the
 * members that `measures_of` writes for area `i`, the last being the whole; null without it. */
typedef void na_coverage_change_measures(struct na_json *json, const struct na_coverage *coverage,
                                         size_t i);
void na_render_coverage_changes(struct na_json *json, const struct na_coverage *coverage,
                                na_coverage_change_measures *measures_of);
void na_render_coverage_flat(struct na_json *json, const struct na_coverage *coverage,
                             uint32_t number);
/* Features of the array that is open: the assets that count on any of the days, by number. */
void na_render_coverage_asset_features(struct na_json *json, const struct na_coverage *coverage);

#endif
