/* geo/earth.h - every constant of the earth, once; and those of the circle. */
#ifndef NA_GEO_EARTH_H
#define NA_GEO_EARTH_H

#define NA_PI 3.14159265358979323846
#define NA_RADIANS_PER_DEGREE (NA_PI / 180.0)
#define NA_DEGREES_PER_RADIAN 57.29577951308232

/* WGS84: the semi-major axis and the inverse of the flattening (EPSG:7030). */
#define NA_WGS84_A_M 6378137.0
#define NA_WGS84_INVERSE_FLATTENING 298.257223563
/* The mean radius of a sphere of about the earth's size, for what need not be exact. */
#define NA_EARTH_RADIUS_M 6371000.0
/* A degree of latitude on a sphere with the semi-major axis as its radius, to the nearest 10 m. */
#define NA_METRES_PER_DEGREE 111320.0

#endif
