/* The arc over a chord, with the curvature of the ellipsoid in its direction.
 *
 * A geodesic is a curve whose curvature k(s) is that of the normal section along it, so that its
 * chord c after s metres has c^2 = s^2 - k^2 s^4/12 - k k' s^5/12 + O(s^6) (do Carmo, "Differential
 * Geometry of Curves and Surfaces", 1-5 with the formulas of Frenet). With k as at the start and
 * k' left out, it is the arc of a circle: s = 2/k asin(c k/2) = c (1 + t/24 + 3 t^2/640 + ...),
 * t = (c k)^2; k' adds k k' c^4/24. By Euler k = cos^2 a/M + sin^2 a/N, with the radii M, N of the
 * meridian and across it at azimuth a. Along a geodesic the latitude f changes by cos(a) ds/M and a
 * by tan(f) sin(a) ds/N, which gives k' = -3 k e^2 sin(f) cos(f) cos(a) / (M (1 - e^2 sin^2 f)). In
 * the same way |k''| < 3.1 e^2 k^3, of which k k'' s^5/80 is left out: 1.5e-9 m at 24 km, as k <
 * a/b^2. The next term of the series, 5 t^3/7168, is 1e-17 of c there, and the chord has the
 * rounding of the coordinates, 4e-9 m. tests/property/test_geodesic_near.c finds less than
 * NA_NEAR_ERROR_M over 10^6 pairs.
 *
 * The chord's azimuth is that of the normal section, which turns from the geodesic's by at most
 * e'^2 s^2/(12 N^2) (G. Bomford, "Geodesy", 2.08): 4.6e-7 degrees at 24 km. */
#include "geo/geodesic_near.h"

#include <math.h>
#include <stddef.h>

#include "geo/earth.h"
#include "geo/geodesic.h"
#include "geo/trig.h"

#define WGS84_F (1.0 / NA_WGS84_INVERSE_FLATTENING)
#define WGS84_E2 (WGS84_F * (2.0 - WGS84_F))
/* Chords of which the series is good; shorter ones have a direction that is all rounding. */
#define CHORD_LEAST_M 10.0
#define CHORD_MOST_M 24000.0
/* Nearer to the poles the horizon has no east. */
#define LAT_MOST_DEG 89.0
/* Every figure that is told turns at a multiple of this. */
#define TURNS 20.0

void na_geodesic_near_init(struct na_geodesic_near *ret_near, struct na_lonlat from)
{
    struct na_geodesic_near near = {.at = from};
    na_geodesic_ecef(from, near.xyz_m);
    near.is_usable = fabs(from.lat_deg) <= LAT_MOST_DEG;
    if (near.is_usable) {
        const double *xyz = near.xyz_m;
        double axis_m = sqrt(xyz[0] * xyz[0] + xyz[1] * xyz[1]);
        double cos_lon = xyz[0] / axis_m;
        double sin_lon = xyz[1] / axis_m;
        /* z = N (1 - e2) sin lat, and axis = N cos lat */
        double up_m = xyz[2] / (1.0 - WGS84_E2);
        double normal_m = sqrt(axis_m * axis_m + up_m * up_m);
        double sin_lat = up_m / normal_m;
        double cos_lat = axis_m / normal_m;
        near.east[0] = -sin_lon;
        near.east[1] = cos_lon;
        near.north[0] = -sin_lat * cos_lon;
        near.north[1] = -sin_lat * sin_lon;
        near.north[2] = cos_lat;
        near.across_1m = 1.0 / normal_m;
        double w2 = 1.0 - WGS84_E2 * sin_lat * sin_lat;
        near.meridian_1m = w2 / (normal_m * (1.0 - WGS84_E2));
        near.flattens_1m = 3.0 * WGS84_E2 * sin_lat * cos_lat * near.meridian_1m / w2;
    }
    *ret_near = near;
}

/* Is the figure so near to where it turns that an error of `error` may show? */
static bool may_turn(double value, double error)
{
    double parts = value * TURNS;
    return fabs(parts - floor(parts + 0.5)) <= error * TURNS;
}

/* 0 <= azimuth < 360, of a direction that is not nothing. */
static double azimuth_deg(double east, double north)
{
    double angle = 0.0;
    if (fabs(north) >= fabs(east)) {
        angle = na_trig_atan(east / north) + (north < 0.0 ? NA_PI : 0.0);
    } else {
        angle = (east > 0.0 ? 0.5 : 1.5) * NA_PI - na_trig_atan(north / east);
    }
    return angle * NA_DEGREES_PER_RADIAN + (angle < 0.0 ? 360.0 : 0.0);
}

void na_geodesic_near_inverse(const struct na_geodesic_near *near, struct na_lonlat to,
                              const double xyz_m[3], double *ret_distance_m,
                              double *ret_bearing_deg)
{
    double x = xyz_m[0] - near->xyz_m[0];
    double y = xyz_m[1] - near->xyz_m[1];
    double z = xyz_m[2] - near->xyz_m[2];
    double chord2 = x * x + y * y + z * z;
    if (near->is_usable && chord2 >= CHORD_LEAST_M * CHORD_LEAST_M &&
        chord2 <= CHORD_MOST_M * CHORD_MOST_M) {
        double east = near->east[0] * x + near->east[1] * y;
        double north = near->north[0] * x + near->north[1] * y + near->north[2] * z;
        double east2 = east * east;
        double north2 = north * north;
        double k = (north2 * near->meridian_1m + east2 * near->across_1m) / (north2 + east2);
        double t = chord2 * k * k;
        double changes = 1.0 - near->flattens_1m * north;
        double distance_m = sqrt(chord2) * (1.0 + t * (changes / 24.0 + t * (3.0 / 640.0)));
        double bearing_deg = 0.0;
        bool may = may_turn(distance_m, NA_NEAR_ERROR_M);
        if (ret_bearing_deg != NULL && !may) {
            bearing_deg = azimuth_deg(east, north);
            may = may_turn(bearing_deg, NA_NEAR_ERROR_DEG);
        }
        if (!may) {
            *ret_distance_m = distance_m;
            if (ret_bearing_deg != NULL) {
                *ret_bearing_deg = bearing_deg;
            }
            return;
        }
    }
    if (ret_bearing_deg == NULL) {
        *ret_distance_m = na_geodesic_distance_m(near->at, to);
    } else {
        na_geodesic_inverse(near->at, to, ret_distance_m, ret_bearing_deg);
    }
}

void na_geodesic_near_once(struct na_lonlat from, struct na_lonlat to, double *ret_distance_m,
                           double *ret_bearing_deg)
{
    struct na_geodesic_near near;
    double xyz_m[3];
    na_geodesic_near_init(&near, from);
    na_geodesic_ecef(to, xyz_m);
    na_geodesic_near_inverse(&near, to, xyz_m, ret_distance_m, ret_bearing_deg);
}
