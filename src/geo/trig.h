/* geo/trig.h - sine, cosine, arctangent and logarithm by series of plain arithmetic, for the
 * transformation and for whatever else is stored in a compiled file or decides what is.
 *
 * The C library's own differ in the last bit from version to version and from processor to
 * processor, so that one pack would compile to different bytes. These do not: additions,
 * multiplications, divisions and square roots are the same everywhere (IEEE 754, and the build
 * forbids contraction). Errors are within 4e-16. Pure; any thread. */
#ifndef NA_GEO_TRIG_H
#define NA_GEO_TRIG_H

/* Both of an angle in radians, |x| <= 1.6. */
void na_trig_sincos(double x, double *ret_sin, double *ret_cos);
/* Both of a part of a full turn, 0 to 1. */
void na_trig_turn(double turns, double *ret_sin, double *ret_cos);
/* Of any finite number, radians. */
double na_trig_atan(double x);
/* The natural logarithm of a finite number >= 1. */
double na_trig_log(double x);
/* The length of (x, y), both below 1e150: hypot() differs in its last bit, too, a root does not. */
double na_trig_length(double x, double y);

#endif
