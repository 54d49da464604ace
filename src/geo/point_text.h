/* geo/point_text.h - a point as GIS programs write it into a text column: well-known text, with an
 * SRID in front or not (PostGIS calls it EWKT), and well-known binary in hexadecimal digits, which
 * is what PostGIS prints of a geometry. Pure; any thread. */
#ifndef NA_GEO_POINT_TEXT_H
#define NA_GEO_POINT_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct na_point_text {
    bool is_empty; /* POINT EMPTY: no position */
    double x, y;
    uint32_t srid; /* 0: it is not said */
};

/* POINT (x y), POINT Z (x y z), SRID=4326;POINT(x y), a MULTIPOINT of one; the same as WKB or EWKB
 * in hexadecimal digits, \x in front or not. Blanks around do not matter, nor does case. NULL:
 * read; else why not: a phrase without a full stop; static. */
const char *na_point_text_read(struct na_str text, struct na_point_text *ret_point);

#endif
