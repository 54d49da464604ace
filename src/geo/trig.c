/* Series of Taylor, an arctangent from the nearest quarter, and a logarithm from the nearest power
 * of two. */
#include "geo/trig.h"

#include <math.h>
#include <stddef.h>

#include "geo/earth.h"

/* Terms of the series of Taylor: 1.6^30 / 30! is 5e-27. */
#define TERMS 15

void na_trig_sincos(double x, double *ret_sin, double *ret_cos)
{
    /* 1 / ((2k) (2k + 1)) and 1 / ((2k - 1) (2k)), by which each term follows from the one before.
     */
    static const double sine[TERMS] = {1.0 / 6,   1.0 / 20,  1.0 / 42,  1.0 / 72,  1.0 / 110,
                                       1.0 / 156, 1.0 / 210, 1.0 / 272, 1.0 / 342, 1.0 / 420,
                                       1.0 / 506, 1.0 / 600, 1.0 / 702, 1.0 / 812, 1.0 / 930};
    static const double cosine[TERMS] = {1.0 / 2,   1.0 / 12,  1.0 / 30,  1.0 / 56,  1.0 / 90,
                                         1.0 / 132, 1.0 / 182, 1.0 / 240, 1.0 / 306, 1.0 / 380,
                                         1.0 / 462, 1.0 / 552, 1.0 / 650, 1.0 / 756, 1.0 / 870};
    double square = x * x;
    double s = 1.0;
    double c = 1.0;
    for (size_t k = TERMS; k-- > 0;) {
        s = 1.0 - square * sine[k] * s;
        c = 1.0 - square * cosine[k] * c;
    }
    *ret_sin = x * s;
    *ret_cos = c;
}

void na_trig_turn(double turns, double *ret_sin, double *ret_cos)
{
    /* From the nearest quarter of a turn: the rest is at most an eighth. */
    double quarter = floor(4.0 * turns + 0.5);
    double s, c;
    na_trig_sincos((turns - 0.25 * quarter) * 2.0 * NA_PI, &s, &c);
    switch ((int)quarter & 3) {
    case 0:
        *ret_sin = s, *ret_cos = c;
        return;
    case 1:
        *ret_sin = c, *ret_cos = -s;
        return;
    case 2:
        *ret_sin = -s, *ret_cos = -c;
        return;
    default:
        *ret_sin = -c, *ret_cos = s;
        return;
    }
}

double na_trig_atan(double x)
{
    /* atan x = atan c + atan((x - c) / (1 + x c)), c the nearest quarter: the rest is at most 1/8.
     */
    static const double quarters[] = {0.0, 0.24497866312686415417, 0.46364760900080611621,
                                      0.64350110879328438680, 0.78539816339744830962};
    double size = fabs(x);
    double inverted = size > 1.0 ? 1.0 / size : size;
    size_t nearest = (size_t)(inverted * 4.0 + 0.5);
    double c = 0.25 * (double)nearest;
    double rest = (inverted - c) / (1.0 + inverted * c);
    static const double odd[] = {1.0,      1.0 / 3,  1.0 / 5,  1.0 / 7, 1.0 / 9,
                                 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17};
    double square = rest * rest;
    double sum = 0.0;
    for (size_t k = sizeof odd / sizeof odd[0]; k-- > 0;) { /* (1/8)^18 / 19 is 3e-18 */
        sum = odd[k] - square * sum;
    }
    double angle = quarters[nearest] + rest * sum;
    angle = size > 1.0 ? 0.5 * NA_PI - angle : angle;
    return x < 0.0 ? -angle : angle;
}

double na_trig_log(double x)
{
    /* ln x = e ln 2 + 2 artanh((m - 1) / (m + 1)), x = m 2^e: the argument is at most 0.172. */
    static const double ln2 = 0.69314718055994530942;
    int exponent = 0;
    double m = frexp(x, &exponent); /* exact */
    if (m < 0.70710678118654752440) {
        m *= 2.0;
        exponent--;
    }
    double s = (m - 1.0) / (m + 1.0);
    double square = s * s;
    double sum = 0.0;
    for (int k = 12; k >= 0; k--) { /* 0.172^26 / 27 is 5e-22 */
        sum = 1.0 / (2 * k + 1) + square * sum;
    }
    return exponent * ln2 + 2.0 * s * sum;
}

double na_trig_length(double x, double y)
{
    return sqrt(x * x + y * y);
}
