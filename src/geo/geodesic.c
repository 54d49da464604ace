/* The calls of GeographicLib, and what follows from an angle of the ellipsoid alone. */
#include "geo/geodesic.h"
#include "geo/earth.h"
#include "geo/trig.h"

#include <math.h>
#include <stddef.h>

#include <geodesic.h>

/* WGS84: semi-major axis in metres and flattening (NIMA TR8350.2). */
#define WGS84_F (1.0 / 298.257223563)
#define WGS84_E2 (WGS84_F * (2.0 - WGS84_F))
#define RADIANS_PER_DEGREE 0.017453292519943295

/* The series of the ellipsoid cost 166 ns to set up, a quarter of an inverse: so once, when the
 * program is loaded, before main and any thread; only read ever after. */
static struct geod_geodesic wgs84;

__attribute__((constructor)) static void wgs84_init(void)
{
    geod_init(&wgs84, NA_WGS84_A_M, WGS84_F);
}

double na_geodesic_distance_m(struct na_lonlat from, struct na_lonlat to)
{
    double distance_m = 0.0;
    (void)geod_geninverse(&wgs84, from.lat_deg, from.lon_deg, to.lat_deg, to.lon_deg, &distance_m,
                          NULL, NULL, NULL, NULL, NULL, NULL);
    return distance_m;
}

/* -180..180 to 0 <= bearing < 360; a tiny negative angle rounds to 360, which is 0. */
static double full_circle(double azimuth_deg)
{
    double bearing_deg = azimuth_deg < 0.0 ? azimuth_deg + 360.0 : azimuth_deg;
    return bearing_deg >= 360.0 || bearing_deg <= 0.0 ? 0.0 : bearing_deg;
}

void na_geodesic_inverse(struct na_lonlat from, struct na_lonlat to, double *ret_distance_m,
                         double *ret_bearing_deg)
{
    double distance_m = 0.0;
    double azimuth_deg = 0.0;
    geod_inverse(&wgs84, from.lat_deg, from.lon_deg, to.lat_deg, to.lon_deg, &distance_m,
                 &azimuth_deg, NULL);
    *ret_distance_m = distance_m;
    *ret_bearing_deg = distance_m > 0.0 ? full_circle(azimuth_deg) : 0.0;
}

struct na_lonlat na_geodesic_direct(struct na_lonlat from, double bearing_deg, double distance_m)
{
    struct na_lonlat to = {0.0, 0.0};
    geod_direct(&wgs84, from.lat_deg, from.lon_deg, bearing_deg, distance_m, &to.lat_deg,
                &to.lon_deg, NULL);
    return to;
}

const char *na_geodesic_compass(double bearing_deg)
{
    static const char *const points[16] = {"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
                                           "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"};
    double circle_deg = fmod(bearing_deg, 360.0);
    circle_deg = circle_deg < 0.0 ? circle_deg + 360.0 : circle_deg;
    if (!(circle_deg >= 0.0)) {
        return points[0]; /* not a number */
    }
    return points[(unsigned int)((circle_deg + 11.25) / 22.5) % 16u];
}

/* Radius of curvature in the prime vertical in metres. */
static double prime_vertical_m(double sin_lat)
{
    return NA_WGS84_A_M / sqrt(1.0 - WGS84_E2 * sin_lat * sin_lat);
}

void na_geodesic_ecef(struct na_lonlat at, double ret_xyz_m[3])
{
    double sin_lat, cos_lat, sin_half, cos_half;
    na_trig_sincos(at.lat_deg * RADIANS_PER_DEGREE, &sin_lat, &cos_lat);
    na_trig_sincos(at.lon_deg * RADIANS_PER_DEGREE / 2.0, &sin_half, &cos_half);
    double normal_m = prime_vertical_m(sin_lat);
    double axis_m = normal_m * cos_lat;
    ret_xyz_m[0] = axis_m * (cos_half * cos_half - sin_half * sin_half);
    ret_xyz_m[1] = axis_m * 2.0 * sin_half * cos_half;
    ret_xyz_m[2] = normal_m * (1.0 - WGS84_E2) * sin_lat;
}

void na_geodesic_degree_m(double lat_deg, double *ret_lon_m, double *ret_lat_m)
{
    double sin_lat, cos_lat;
    na_trig_sincos(lat_deg * RADIANS_PER_DEGREE, &sin_lat, &cos_lat);
    double normal_m = prime_vertical_m(sin_lat);
    /* M = N (1 - e2) / (1 - e2 sin2 lat) */
    double meridian_m = normal_m * (1.0 - WGS84_E2) / (1.0 - WGS84_E2 * sin_lat * sin_lat);
    *ret_lon_m = normal_m * cos_lat * RADIANS_PER_DEGREE;
    *ret_lat_m = meridian_m * RADIANS_PER_DEGREE;
}
