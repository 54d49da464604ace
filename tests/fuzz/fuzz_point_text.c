/* Points as GIS programs write them: what is read is finite, and written out again it is the same.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/point_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct na_point_text point;
    struct na_point_text again;
    char text[256];
    if (na_point_text_read((struct na_str){(const char *)data, size}, &point) != NULL ||
        point.is_empty) {
        return 0;
    }
    if (!isfinite(point.x) || !isfinite(point.y)) {
        abort();
    }
    (void)snprintf(text, sizeof text, "SRID=%u;POINT(%.17g %.17g)", (unsigned int)point.srid,
                   point.x, point.y);
    /* PostGIS has no SRID of ten figures. */
    if (point.srid <= 999999999 && (na_point_text_read(na_str_of(text), &again) != NULL ||
                                    point.x != again.x || point.y != again.y)) {
        abort();
    }
    return 0;
}
