#include <stdlib.h>

#include "base/fail.h"
#include "base/number.h"
#include "io/topology_parts.h"

#define GAPS_BYTES_MAX ((size_t)64 * 1024 * 1024)

/* Largest first; by place among equals, so that the order is one. */
static int by_gap(const void *left, const void *right)
{
    const struct na_gap *a = left;
    const struct na_gap *b = right;
    double keys[3][2] = {{b->area, a->area}, {a->x, b->x}, {a->y, b->y}};
    for (size_t i = 0; i < 3; i++) {
        if (keys[i][0] < keys[i][1]) {
            return -1;
        }
        if (keys[i][0] > keys[i][1]) {
            return 1;
        }
    }
    return 0;
}

enum na_code na_topology_gaps(struct na_topology *topology, struct na_polygon *const *polygons,
                              size_t count, double min_area, struct na_gap **ret_gaps,
                              size_t *ret_count, struct na_error *reterr)
{
    struct na_buffer gaps;
    na_buffer_init(&gaps, GAPS_BYTES_MAX);
    enum na_code code = na_topology_holes(topology, polygons, count, min_area, &gaps, reterr);
    if (code == NA_OK) {
        *ret_count = gaps.length / sizeof(struct na_gap);
        if (*ret_count > 0) {
            qsort(gaps.data, *ret_count, sizeof(struct na_gap), by_gap);
        }
        *ret_gaps = na_buffer_take(&gaps);
    }
    na_buffer_fini(&gaps);
    return code;
}

enum na_code na_fail_place(struct na_error *reterr, const char *reason, double x, double y)
{
    char x_text[NA_NUMBER_TEXT];
    char y_text[NA_NUMBER_TEXT];
    unsigned int decimals = x >= -180 && x <= 180 && y >= -90 && y <= 90 ? 7 : 2;
    (void)na_number_trimmed(x_text, x, decimals);
    (void)na_number_trimmed(y_text, y, decimals);
    return na_fail(reterr, NA_ERR_DATA, "%s at %s %s", reason, x_text, y_text);
}
