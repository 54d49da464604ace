/* geo/predicate.h - exact sign of the orientation of three points. Pure; any thread. */
#ifndef NA_GEO_PREDICATE_H
#define NA_GEO_PREDICATE_H

#include <math.h>

/* What na_orient says, at a hundred times its cost. */
int na_orient_exact(double ax, double ay, double bx, double by, double cx, double cy);

/* Bound of the rounding error of the plain evaluation, (3 + 16 u) u with u = 2^-53 (Shewchuk 1997,
 * section 4.1, stage A). */
#define NA_ORIENT_FILTER 3.3306690738754716e-16

/* Sign of (b-a) x (c-a): +1 when a, b, c turn left, -1 right, 0 exactly collinear. Exact for all
 * finite doubles whose products neither overflow nor underflow (|v| in {0} or 1e-70..1e70): a
 * filter decides nearly all, an expansion the rest (J. R. Shewchuk, "Adaptive Precision
 * Floating-Point Arithmetic and Fast Robust Geometric Predicates", 1997). */
static inline int na_orient(double ax, double ay, double bx, double by, double cx, double cy)
{
    double left = (bx - ax) * (cy - ay);
    double right = (by - ay) * (cx - ax);
    double det = left - right;
    /* A difference of doubles is zero only if they are equal, so zero products are exact. */
    if (fabs(det) > NA_ORIENT_FILTER * (fabs(left) + fabs(right)) || left == 0.0 || right == 0.0) {
        return (det > 0.0) - (det < 0.0);
    }
    return na_orient_exact(ax, ay, bx, by, cx, cy);
}

#endif
