/* question/bbox.h - boxes in degrees. Pure; any thread. */
#ifndef NA_QUESTION_BBOX_H
#define NA_QUESTION_BBOX_H

#include <stdbool.h>

#include "base/text.h"
#include "geo/position.h"

/* Never across the meridian of 180 degrees: west <= east. */
struct na_bbox {
    double west_deg, south_deg, east_deg, north_deg;
};

/* Read "west,south,east,north", degrees by the grammar of parameters, in range and in order.
 * Returns false, nothing written, if it is not such a text. */
bool na_bbox_parse(struct na_str text, struct na_bbox *ret_box);
/* Read 4 or 6 numbers with commas between, in any range and order. False if it is not such a text.
 */
#define NA_BOX_NUMBERS 6
bool na_box_numbers(struct na_str text, double ret_numbers[NA_BOX_NUMBERS], size_t *ret_count);
/* Does the box, its edge included, hold the point? */
bool na_bbox_holds(const struct na_bbox *box, struct na_lonlat at);
/* Have the two boxes a point in common? */
bool na_bbox_meets(const struct na_bbox *a, const struct na_bbox *b);
/* The box, `margin_deg` larger on every side. */
struct na_bbox na_bbox_grow(const struct na_bbox *box, double margin_deg);

#endif
