/* Discs of a geodesic radius on the National Grid. */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "coverage/private.h"
#include "geo/earth.h"
#include "geo/geodesic.h"
#include "io/topology_region.h"

#define VERTICES (NA_COVERAGE_SIDES + 1)

/* How often the way to a corner is halved in search of the transformation. */
#define HALVINGS 24

/* By how much a disc on the grid may be larger than its radius: the grid's scale, at most 1.002 in
 * Great Britain, and the corners. */
#define DISC_SLACK 1.01

static enum na_code corner_find(const struct na_crs *crs, struct na_lonlat at,
                                struct na_grid centre, double bearing_deg, double radius_m,
                                double ret_xy[2], struct na_error *reterr)
{
    double way_m = radius_m;
    struct na_grid corner = {0.0, 0.0};
    enum na_code code = NA_ERR_OUTSIDE;
    for (int i = 0; i < HALVINGS && code == NA_ERR_OUTSIDE; i++) {
        way_m = i > 0 ? way_m / 2.0 : way_m;
        code = na_crs_to_grid(crs, na_geodesic_direct(at, bearing_deg, way_m), &corner, reterr);
    }
    if (code == NA_OK) {
        double longer = radius_m / way_m;
        ret_xy[0] = centre.easting_m + (corner.easting_m - centre.easting_m) * longer;
        ret_xy[1] = centre.northing_m + (corner.northing_m - centre.northing_m) * longer;
    }
    return code;
}

enum na_code na_coverage_disc(const struct na_crs *crs, struct na_lonlat at, double radius_m,
                              double ret_xy[2 * VERTICES], struct na_error *reterr)
{
    static const double turn = 2.0 * NA_PI / NA_COVERAGE_SIDES;
    double corner_m = radius_m * sqrt(turn / sin(turn));
    struct na_grid centre;
    enum na_code code = na_crs_to_grid(crs, at, &centre, reterr);
    for (size_t i = 0; i < NA_COVERAGE_SIDES && code == NA_OK; i++) {
        double bearing_deg = 360.0 * (double)i / NA_COVERAGE_SIDES;
        code = corner_find(crs, at, centre, bearing_deg, corner_m, ret_xy + 2 * i, reterr);
    }
    ret_xy[2 * NA_COVERAGE_SIDES] = ret_xy[0];
    ret_xy[2 * NA_COVERAGE_SIDES + 1] = ret_xy[1];
    return code;
}

static bool may_meet(const struct na_asset *asset, double radius_m, const double box[4])
{
    double reach_m = DISC_SLACK * radius_m;
    return asset->grid.easting_m + reach_m >= box[0] && asset->grid.easting_m - reach_m <= box[2] &&
           asset->grid.northing_m + reach_m >= box[1] && asset->grid.northing_m - reach_m <= box[3];
}

static enum na_code disc_make(struct na_coverage_work *work, const struct na_asset *asset,
                              double radius_m, struct na_polygon **ret_disc,
                              struct na_error *reterr)
{
    double xy[2 * VERTICES] = {0.0};
    size_t starts[2] = {0, VERTICES};
    struct na_shape shape = {xy, VERTICES, starts, 1, false};
    enum na_code code = na_coverage_disc(work->crs, asset->at, radius_m, xy, reterr);
    return code == NA_OK ? na_polygon_new(work->topology, &shape, ret_disc, reterr) : code;
}

enum na_code na_coverage_discs_join(struct na_coverage_work *work,
                                    const struct na_coverage_day *day, double radius_m,
                                    const double box[4], struct na_polygon **ret_discs,
                                    struct na_error *reterr)
{
    enum na_code code = NA_OK;
    size_t count = 0;
    struct na_polygon **discs = calloc(day->asset_count + 1, sizeof(struct na_polygon *));
    if (discs == NULL) {
        return na_fail_memory(reterr, "drawing discs");
    }
    for (size_t i = 0; i < day->asset_count && code == NA_OK; i++) {
        struct na_asset asset;
        na_snapshot_asset(work->snapshot, day->assets[i], &asset);
        if (may_meet(&asset, radius_m, box)) {
            code = disc_make(work, &asset, radius_m, &discs[count], reterr);
            count += code == NA_OK;
        }
    }
    if (code == NA_OK) {
        code = na_region_union(work->topology, discs, count, ret_discs, reterr);
    }
    for (size_t i = 0; i < count; i++) {
        na_polygon_free(work->topology, discs[i]);
    }
    free(discs);
    return code;
}
