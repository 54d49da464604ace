/* Four numbers of degrees: west, south, east, north. na_box_numbers also reads six, with heights. A
 * box that is upside down or outside the earth is none. West may not exceed east: Britain does not
 * need the antimeridian. */
#include "question/bbox.h"

#include <string.h>

#include "base/number.h"

bool na_bbox_parse(struct na_str text, struct na_bbox *ret_box)
{
    double values[4] = {0};
    const char *at = text.bytes;
    size_t left = text.length;
    for (size_t i = 0; i < 4; i++) {
        const char *comma = left > 0 ? memchr(at, ',', left) : NULL;
        if ((comma == NULL) != (i == 3)) {
            return false;
        }
        struct na_str piece = {at, comma != NULL ? (size_t)(comma - at) : left};
        double limit = i % 2 == 0 ? 180.0 : 90.0;
        if (!na_number_parse(piece, &values[i]) || values[i] < -limit || values[i] > limit) {
            return false;
        }
        if (comma != NULL) {
            at = comma + 1;
            left -= piece.length + 1;
        }
    }
    if (values[0] > values[2] || values[1] > values[3]) {
        return false;
    }
    *ret_box = (struct na_bbox){values[0], values[1], values[2], values[3]};
    return true;
}

bool na_box_numbers(struct na_str text, double ret_numbers[NA_BOX_NUMBERS], size_t *ret_count)
{
    size_t count = 0;
    struct na_str left = text;
    bool more = true;
    while (more) {
        const char *comma = left.length > 0 ? memchr(left.bytes, ',', left.length) : NULL;
        struct na_str piece = {left.bytes,
                               comma != NULL ? (size_t)(comma - left.bytes) : left.length};
        if (count == NA_BOX_NUMBERS || !na_number_parse(piece, &ret_numbers[count])) {
            return false;
        }
        count++;
        more = comma != NULL;
        if (more) {
            left = (struct na_str){comma + 1, left.length - piece.length - 1};
        }
    }
    *ret_count = count;
    return count == 4 || count == NA_BOX_NUMBERS;
}

bool na_bbox_holds(const struct na_bbox *box, struct na_lonlat at)
{
    return at.lon_deg >= box->west_deg && at.lon_deg <= box->east_deg &&
           at.lat_deg >= box->south_deg && at.lat_deg <= box->north_deg;
}

bool na_bbox_meets(const struct na_bbox *a, const struct na_bbox *b)
{
    return a->west_deg <= b->east_deg && b->west_deg <= a->east_deg &&
           a->south_deg <= b->north_deg && b->south_deg <= a->north_deg;
}

struct na_bbox na_bbox_grow(const struct na_bbox *box, double margin_deg)
{
    return (struct na_bbox){box->west_deg - margin_deg, box->south_deg - margin_deg,
                            box->east_deg + margin_deg, box->north_deg + margin_deg};
}
