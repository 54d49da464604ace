/* geo/angle.h - one half of a position in degrees, as people and devices write it: a plain number,
 * or a number with a sign of degrees, with minutes and seconds, and with the letter that says the
 * side. */
#ifndef NA_GEO_ANGLE_H
#define NA_GEO_ANGLE_H

#include "base/number.h"

enum na_angle_axis { NA_ANGLE_LAT, NA_ANGLE_LON };

/* Read 54.6858, 54.6858 N, W1.214, 54 deg 41' 8.88" N (with any of the signs that are used for
 * degrees, minutes and seconds). A plain number is read by na_number_read with `marks`. A letter of
 * the other axis, or a sign beside a letter, is a fault: NA_NUMBER_TRAILING. The range is not
 * checked. On a fault *ret_deg is untouched. Any thread. */
enum na_number_fault na_angle_read(struct na_str text, enum na_angle_axis axis,
                                   enum na_number_marks marks, double *ret_deg);
/* As na_number_reason, for what na_angle_read refused. */
void na_angle_reason(struct na_str text, enum na_angle_axis axis, enum na_number_fault fault,
                     char *to);

#endif
