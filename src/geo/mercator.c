/* The series of Krueger, with sums by recurrence instead of a sine for each term. */
#include "geo/mercator.h"

#include <math.h>
#include <stddef.h>

#include "geo/earth.h"
#include "geo/trig.h"

/* Of the National Grid (EPSG:27700). */
#define CENTRAL_LON_DEG (-2.0)
#define SCALE 0.9996012717
#define FALSE_EASTING_M 400000.0
#define FALSE_NORTHING_M (-100000.0)

#define F (1.0 / NA_AIRY_INVERSE_FLATTENING)
#define E2 (F * (2.0 - F))
/* The third flattening and its powers. */
#define N1 (F / (2.0 - F))
#define N2 (N1 * N1)
#define N3 (N2 * N1)
#define N4 (N2 * N2)
#define N5 (N4 * N1)
#define N6 (N3 * N3)
/* Radius of the circle as long as a meridian, scaled. */
#define RADIUS_M (SCALE * NA_AIRY_A_M / (1.0 + N1) * (1.0 + N2 / 4.0 + N4 / 64.0 + N6 / 256.0))

#define ORDER 6
/* Karney 2011, equations 35 and 36. */
static const double alpha[ORDER] = {
    N1 / 2 - 2 * N2 / 3 + 5 * N3 / 16 + 41 * N4 / 180 - 127 * N5 / 288 + 7891 * N6 / 37800,
    13 * N2 / 48 - 3 * N3 / 5 + 557 * N4 / 1440 + 281 * N5 / 630 - 1983433 * N6 / 1935360,
    61 * N3 / 240 - 103 * N4 / 140 + 15061 * N5 / 26880 + 167603 * N6 / 181440,
    49561 * N4 / 161280 - 179 * N5 / 168 + 6601661 * N6 / 7257600,
    34729 * N5 / 80640 - 3418889 * N6 / 1995840,
    212378941 * N6 / 319334400};
static const double beta[ORDER] = {
    N1 / 2 - 2 * N2 / 3 + 37 * N3 / 96 - N4 / 360 - 81 * N5 / 512 + 96199 * N6 / 604800,
    N2 / 48 + N3 / 15 - 437 * N4 / 1440 + 46 * N5 / 105 - 1118711 * N6 / 3870720,
    17 * N3 / 480 - 37 * N4 / 840 - 209 * N5 / 4480 + 5569 * N6 / 90720,
    4397 * N4 / 161280 - 11 * N5 / 504 - 830251 * N6 / 7257600,
    4583 * N5 / 161280 - 108847 * N6 / 3991680,
    20648693 * N6 / 638668800};

/* An angle and a hyperbolic one, with their functions. */
struct place {
    double xi, eta;
    double sin_xi, cos_xi, sinh_eta, cosh_eta;
};

/* Sum of c[j] sin(2 (j+1) xi) cosh(2 (j+1) eta), and of cos and sinh. The functions of the
 * multiples follow from those of the double. */
static void add_series(const double c[ORDER], const struct place *at, double *ret_xi,
                       double *ret_eta)
{
    double s2 = 2.0 * at->sin_xi * at->cos_xi;
    double c2 = at->cos_xi * at->cos_xi - at->sin_xi * at->sin_xi;
    double sh2 = 2.0 * at->sinh_eta * at->cosh_eta;
    double ch2 = 1.0 + 2.0 * at->sinh_eta * at->sinh_eta;
    double s = s2, k = c2, sh = sh2, ch = ch2;
    double xi = 0.0, eta = 0.0;
    for (size_t j = 0; j < ORDER; j++) {
        xi += c[j] * s * ch;
        eta += c[j] * k * sh;
        double next_s = s * c2 + k * s2;
        double next_sh = sh * ch2 + ch * sh2;
        k = k * c2 - s * s2;
        ch = ch * ch2 + sh * sh2;
        s = next_s;
        sh = next_sh;
    }
    *ret_xi = xi;
    *ret_eta = eta;
}

/* sinh of a number of at most 0.5: each term of the series from the one before. */
static double small_sinh(double x)
{
    static const double steps[] = {1.0 / 6,   1.0 / 20,  1.0 / 42,  1.0 / 72,
                                   1.0 / 110, 1.0 / 156, 1.0 / 210, 1.0 / 272};
    double square = x * x;
    double sum = 1.0;
    for (size_t k = sizeof steps / sizeof steps[0]; k-- > 0;) {
        sum = 1.0 + square * steps[k] * sum;
    }
    return x * sum;
}

/* 1, 1/3, 1/5 ... */
static const double odd[] = {1.0,      1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9,
                             1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19,
                             1.0 / 21, 1.0 / 23, 1.0 / 25, 1.0 / 27, 1.0 / 29};

/* The inverse, of at most 0.5: twice the area tangent of half of it. */
static double small_asinh(double x)
{
    double t = x / (1.0 + sqrt(1.0 + x * x));
    double square = t * t;
    double sum = 0.0;
    for (size_t k = sizeof odd / sizeof odd[0]; k-- > 0;) {
        sum = odd[k] + square * sum;
    }
    return 2.0 * t * sum;
}

/* Tangent of the conformal latitude from that of the latitude (equations 7 to 9). */
static double conformal(double tau)
{
    double s = tau / sqrt(1.0 + tau * tau);
    double square = E2 * s * s;
    double sum = 0.0;
    for (size_t k = 8; k-- > 0;) { /* e atanh(e s) = e2 s (1 + e2 s2 / 3 + ...); e2^8 is 4e-18 */
        sum = odd[k] + square * sum;
    }
    double sigma = small_sinh(E2 * s * sum);
    return tau * sqrt(1.0 + sigma * sigma) - sigma * sqrt(1.0 + tau * tau);
}

/* The other way round by Newton's method (equations 19 to 21), which doubles the figures: the start
 * has four, so three steps are enough. */
static double geographic(double conformal_tau)
{
    double tau = conformal_tau / (1.0 - E2);
    for (int i = 0; i < 3; i++) {
        double now = conformal(tau);
        tau += (conformal_tau - now) / sqrt(1.0 + now * now) * (1.0 + (1.0 - E2) * tau * tau) /
               ((1.0 - E2) * sqrt(1.0 + tau * tau));
    }
    return tau;
}

/* xi and eta of a place; `lon` counts from the central meridian, radians. */
static void project(double lat, double lon, double *ret_xi, double *ret_eta)
{
    double sin_lat, cos_lat, sin_lon, cos_lon;
    na_trig_sincos(lat, &sin_lat, &cos_lat);
    na_trig_sincos(lon, &sin_lon, &cos_lon);
    double tau = conformal(sin_lat / cos_lat);
    double across = sqrt(tau * tau + cos_lon * cos_lon);
    struct place at = {.sin_xi = tau / across, .cos_xi = cos_lon / across};
    at.sinh_eta = sin_lon / across;
    at.cosh_eta = sqrt(1.0 + at.sinh_eta * at.sinh_eta);
    at.xi = na_trig_atan(tau / cos_lon);
    at.eta = small_asinh(at.sinh_eta);
    double more_xi, more_eta;
    add_series(alpha, &at, &more_xi, &more_eta);
    *ret_xi = at.xi + more_xi;
    *ret_eta = at.eta + more_eta;
}

static bool is_within(struct na_lonlat at)
{
    /* NaN fails each comparison. */
    return at.lon_deg >= NA_MERCATOR_WEST_DEG && at.lon_deg <= NA_MERCATOR_EAST_DEG &&
           at.lat_deg >= NA_MERCATOR_SOUTH_DEG && at.lat_deg <= NA_MERCATOR_NORTH_DEG;
}

/* What project() gives for the latitude of the origin, 49 degrees, on the central meridian
 * (tests/unit/geo/test_mercator.c). */
#define ORIGIN_XI 0.8527252107808595

bool na_mercator_to_grid(struct na_lonlat from, struct na_grid *ret_grid)
{
    double xi, eta;
    if (!is_within(from)) {
        return false;
    }
    project(from.lat_deg * NA_RADIANS_PER_DEGREE,
            (from.lon_deg - CENTRAL_LON_DEG) * NA_RADIANS_PER_DEGREE, &xi, &eta);
    *ret_grid = (struct na_grid){FALSE_EASTING_M + RADIUS_M * eta,
                                 FALSE_NORTHING_M + RADIUS_M * (xi - ORIGIN_XI)};
    return true;
}

bool na_mercator_to_lonlat(struct na_grid from, struct na_lonlat *ret_lonlat)
{
    struct place at = {.xi = (from.northing_m - FALSE_NORTHING_M) / RADIUS_M + ORIGIN_XI,
                       .eta = (from.easting_m - FALSE_EASTING_M) / RADIUS_M};
    /* More than the box; the series below are made for this. */
    if (!(at.xi >= 0.6 && at.xi <= 1.3 && fabs(at.eta) <= 0.4)) {
        return false;
    }
    na_trig_sincos(at.xi, &at.sin_xi, &at.cos_xi);
    at.sinh_eta = small_sinh(at.eta);
    at.cosh_eta = sqrt(1.0 + at.sinh_eta * at.sinh_eta);
    double less_xi, less_eta;
    add_series(beta, &at, &less_xi, &less_eta);
    double sin_xi, cos_xi;
    na_trig_sincos(at.xi - less_xi, &sin_xi, &cos_xi);
    double sinh_eta = small_sinh(at.eta - less_eta);
    double tau = geographic(sin_xi / sqrt(sinh_eta * sinh_eta + cos_xi * cos_xi));
    struct na_lonlat result = {CENTRAL_LON_DEG +
                                   na_trig_atan(sinh_eta / cos_xi) * NA_DEGREES_PER_RADIAN,
                               na_trig_atan(tau) * NA_DEGREES_PER_RADIAN};
    if (!is_within(result)) {
        return false;
    }
    *ret_lonlat = result;
    return true;
}
