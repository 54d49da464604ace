/* geo/predicate.h - exact sign of the orientation of three points. Pure; any thread. */
#ifndef NA_GEO_PREDICATE_H
#define NA_GEO_PREDICATE_H

/* Sign of (b-a) x (c-a): +1 when a, b, c turn left, -1 right, 0 exactly collinear. Exact for all
 * finite doubles whose products neither overflow nor underflow (|v| in {0} or 1e-70..1e70): a
 * filter decides nearly all, an expansion the rest (J. R. Shewchuk, "Adaptive Precision
 * Floating-Point Arithmetic and Fast Robust Geometric Predicates", 1997). */
int na_orient(double ax, double ay, double bx, double by, double cx, double cy);

#endif
