/* geo/gridref.h - National Grid references ("NZ 509 326"). Pure; any thread. */
#ifndef NA_GEO_GRIDREF_H
#define NA_GEO_GRIDREF_H

#include <stdbool.h>

#include "base/text.h"
#include "geo/position.h"

/* Longest text na_gridref_format writes, with its NUL: "NZ 50770 32587". */
#define NA_GRIDREF_TEXT 16

/* Read two letters (any case, no I) and 2 to 10 figures, an even number; blanks allowed between
 * letters and figures and between the halves (which then must be of equal length), nowhere else.
 * The letters must name a square of the grid (0..700 km by 0..1300 km). ret_centre      out  the
 * centre of the square ret_accuracy_m  out  half its diagonal: 0.7071 times the side (side 10 km ..
 * 1 m) Returns false, nothing written, if it is not such a reference. */
bool na_gridref_parse(struct na_str text, struct na_grid *ret_centre, double *ret_accuracy_m);

/* Write the reference of the square that holds `at`, `figures` 2..10 and even, truncated (not
 * rounded: a reference names a square), e.g. "NZ 50770 32587". "" if `at` is outside the grid. */
void na_gridref_format(char to[NA_GRIDREF_TEXT], struct na_grid at, unsigned int figures);

#endif
