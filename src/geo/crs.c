/* The two transformations step by step: Helmert by way of earth-centred coordinates, OSTN15 by its
 * shifts, and the projection below both. */
#include "geo/crs.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/fail.h"
#include "geo/earth.h"
#include "geo/mercator.h"
#include "geo/trig.h"

/* EPSG:1314, OSGB36 to WGS84, position vector: metres, seconds of arc, millionths. */
#define MOVE_X_M 446.448
#define MOVE_Y_M (-125.157)
#define MOVE_Z_M 542.06
#define SECOND_RAD (NA_PI / 648000.0)
#define TURN_X (0.15 * SECOND_RAD)
#define TURN_Y (0.247 * SECOND_RAD)
#define TURN_Z (0.842 * SECOND_RAD)
#define STRETCH (1.0 - 20.489e-6)

struct na_crs {
    struct na_shift_grid grid; /* only with OSTN15 */
    enum na_transformation transformation;
};

/* Earth-centred metres. */
struct centred {
    double x, y, z;
};

static enum na_code new_crs(const struct na_shift_grid *grid, struct na_crs **ret_crs,
                            struct na_error *reterr)
{
    struct na_crs *crs = calloc(1, sizeof *crs);
    if (crs == NULL) {
        return na_fail_memory(reterr, "making a coordinate transformation");
    }
    if (grid != NULL) {
        crs->grid = *grid;
        crs->transformation = NA_TRANSFORMATION_OSTN15;
    }
    *ret_crs = crs;
    return NA_OK;
}

enum na_code na_crs_new(const void *block, size_t length, struct na_crs **ret_crs,
                        struct na_error *reterr)
{
    struct na_shift_grid grid;
    if (block == NULL) {
        return new_crs(NULL, ret_crs, reterr);
    }
    enum na_code code = na_shift_grid_open(block, length, &grid, reterr);
    return code == NA_OK ? new_crs(&grid, ret_crs, reterr) : code;
}

enum na_code na_crs_of_grid(const struct na_shift_grid *grid, struct na_crs **ret_crs,
                            struct na_error *reterr)
{
    return new_crs(grid, ret_crs, reterr);
}

void na_crs_free(struct na_crs *crs)
{
    free(crs);
}

enum na_transformation na_crs_transformation(const struct na_crs *crs)
{
    return crs->transformation;
}

const char *na_transformation_name(enum na_transformation transformation)
{
    return transformation == NA_TRANSFORMATION_OSTN15 ? "OSTN15" : "Helmert";
}

double na_transformation_accuracy_m(enum na_transformation transformation)
{
    return transformation == NA_TRANSFORMATION_OSTN15 ? 0.1 : 5.0;
}

static double e2_of(double inverse_flattening)
{
    double f = 1.0 / inverse_flattening;
    return f * (2.0 - f);
}

/* At height 0. */
static struct centred centre(struct na_lonlat at, double a_m, double e2)
{
    double sin_lat, cos_lat, sin_lon, cos_lon;
    na_trig_sincos(at.lat_deg * NA_RADIANS_PER_DEGREE, &sin_lat, &cos_lat);
    na_trig_sincos(at.lon_deg * NA_RADIANS_PER_DEGREE, &sin_lon, &cos_lon);
    double n = a_m / sqrt(1.0 - e2 * sin_lat * sin_lat);
    return (struct centred){n * cos_lat * cos_lon, n * cos_lat * sin_lon, n * (1.0 - e2) * sin_lat};
}

/* The way back; the height is dropped. By Bowring's formula (B. R. Bowring, Survey Review 23,
 * 1976), twice: some hundred metres above or below, once is exact already. */
static struct na_lonlat surface(struct centred at, double a_m, double e2)
{
    double across = sqrt(at.x * at.x + at.y * at.y);
    double ratio = sqrt(1.0 - e2); /* b / a */
    double tan_reduced = at.z / (across * ratio);
    double tan_lat = 0.0;
    for (int i = 0; i < 2; i++) {
        double c = 1.0 / sqrt(1.0 + tan_reduced * tan_reduced);
        double s = tan_reduced * c;
        tan_lat =
            (at.z + e2 / (1.0 - e2) * a_m * ratio * s * s * s) / (across - e2 * a_m * c * c * c);
        tan_reduced = ratio * tan_lat;
    }
    return (struct na_lonlat){na_trig_atan(at.y / at.x) * NA_DEGREES_PER_RADIAN,
                              na_trig_atan(tan_lat) * NA_DEGREES_PER_RADIAN};
}

/* The turns are small and taken as such, in both directions: 0.1 mm against the 5 m. */
static struct na_lonlat helmert_to_osgb(struct na_lonlat from)
{
    struct centred at = centre(from, NA_WGS84_A_M, e2_of(NA_WGS84_INVERSE_FLATTENING));
    struct centred moved = {(at.x - MOVE_X_M) / STRETCH, (at.y - MOVE_Y_M) / STRETCH,
                            (at.z - MOVE_Z_M) / STRETCH};
    struct centred turned = {moved.x + TURN_Z * moved.y - TURN_Y * moved.z,
                             -TURN_Z * moved.x + moved.y + TURN_X * moved.z,
                             TURN_Y * moved.x - TURN_X * moved.y + moved.z};
    return surface(turned, NA_AIRY_A_M, e2_of(NA_AIRY_INVERSE_FLATTENING));
}

static struct na_lonlat helmert_to_wgs(struct na_lonlat from)
{
    struct centred at = centre(from, NA_AIRY_A_M, e2_of(NA_AIRY_INVERSE_FLATTENING));
    struct centred turned = {at.x - TURN_Z * at.y + TURN_Y * at.z,
                             TURN_Z * at.x + at.y - TURN_X * at.z,
                             -TURN_Y * at.x + TURN_X * at.y + at.z};
    struct centred moved = {MOVE_X_M + STRETCH * turned.x, MOVE_Y_M + STRETCH * turned.y,
                            MOVE_Z_M + STRETCH * turned.z};
    return surface(moved, NA_WGS84_A_M, e2_of(NA_WGS84_INVERSE_FLATTENING));
}

static enum na_code fail_outside(const struct na_crs *crs, enum na_code code,
                                 struct na_error *reterr)
{
    if (code != NA_ERR_OUTSIDE) {
        return na_fail(reterr, code, "The transformation grid could not be read");
    }
    return na_fail(reterr, code, "The position is outside the %s transformation",
                   na_transformation_name(crs->transformation));
}

/* May the formulas be asked at all? The box of the projection, and what the shifts move. */
static bool is_near(struct na_lonlat at)
{
    return at.lon_deg >= NA_MERCATOR_WEST_DEG - 1.0 && at.lon_deg <= NA_MERCATOR_EAST_DEG + 1.0 &&
           at.lat_deg >= NA_MERCATOR_SOUTH_DEG - 1.0 && at.lat_deg <= NA_MERCATOR_NORTH_DEG + 1.0;
}

enum na_code na_crs_to_grid(const struct na_crs *crs, struct na_lonlat from,
                            struct na_grid *ret_grid, struct na_error *reterr)
{
    if (!(fabs(from.lon_deg) <= 180.0 && fabs(from.lat_deg) <= 90.0)) {
        return na_fail(reterr, NA_ERR_PARAM_RANGE, "Not a longitude and latitude");
    }
    struct na_lonlat osgb;
    enum na_code code = is_near(from) ? NA_OK : NA_ERR_OUTSIDE;
    if (code == NA_OK && crs->transformation == NA_TRANSFORMATION_OSTN15) {
        code = na_shift_grid_from_etrs(&crs->grid, from, &osgb);
    } else if (code == NA_OK) {
        osgb = helmert_to_osgb(from);
    }
    struct na_grid grid;
    if (code == NA_OK && !na_mercator_to_grid(osgb, &grid)) {
        code = NA_ERR_OUTSIDE;
    }
    if (code != NA_OK) {
        return fail_outside(crs, code, reterr);
    }
    *ret_grid = na_grid_rounded(grid);
    return NA_OK;
}

enum na_code na_crs_to_lonlat(const struct na_crs *crs, struct na_grid from,
                              struct na_lonlat *ret_lonlat, struct na_error *reterr)
{
    if (!isfinite(from.easting_m) || !isfinite(from.northing_m)) {
        return na_fail(reterr, NA_ERR_PARAM_RANGE, "Not an easting and northing");
    }
    struct na_lonlat osgb;
    if (!na_mercator_to_lonlat(from, &osgb)) {
        return fail_outside(crs, NA_ERR_OUTSIDE, reterr);
    }
    if (crs->transformation == NA_TRANSFORMATION_HELMERT) {
        *ret_lonlat = na_lonlat_rounded(helmert_to_wgs(osgb));
        return NA_OK;
    }
    struct na_lonlat etrs;
    enum na_code code = na_shift_grid_to_etrs(&crs->grid, osgb, &etrs);
    if (code != NA_OK) {
        return fail_outside(crs, code, reterr);
    }
    *ret_lonlat = na_lonlat_rounded(etrs);
    return NA_OK;
}
