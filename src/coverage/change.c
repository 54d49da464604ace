/* What is gained and lost between two days. */
#include <stdlib.h>

#include "base/fail.h"
#include "coverage/private.h"
#include "io/topology_region.h"

/* What of `a` is not in `b`, either of which may be NULL: nothing. */
static enum na_code less(struct na_coverage_work *work, const struct na_polygon *a,
                         const struct na_polygon *b, double *ret_m2, struct na_shape *ret_shape,
                         struct na_error *reterr)
{
    struct na_polygon *none = NULL;
    struct na_polygon *rest = NULL;
    enum na_code code = na_region_union(work->topology, NULL, 0, &none, reterr);
    if (code == NA_OK) {
        code = na_region_difference(work->topology, a != NULL ? a : none, b != NULL ? b : none,
                                    &rest, reterr);
    }
    if (code == NA_OK) {
        code = na_region_area(work->topology, rest, ret_m2, reterr);
    }
    if (code == NA_OK) {
        code = na_region_shape(work->topology, rest, NA_COVERAGE_SLIVER_M2, ret_shape, reterr);
    }
    na_polygon_free(work->topology, rest);
    na_polygon_free(work->topology, none);
    return code;
}

static enum na_code change_make(struct na_coverage_work *work, const struct na_polygon *first,
                                const struct na_polygon *second, struct na_coverage_change *change,
                                struct na_error *reterr)
{
    enum na_code code = less(work, second, first, &change->gained_m2, &change->gained, reterr);
    return code == NA_OK ? less(work, first, second, &change->lost_m2, &change->lost, reterr)
                         : code;
}

enum na_code na_coverage_changes_make(struct na_coverage_work *work, struct na_coverage *coverage,
                                      struct na_error *reterr)
{
    size_t count = coverage->days[0].area_count;
    coverage->changes = calloc(count, sizeof *coverage->changes);
    if (coverage->changes == NULL) {
        return na_fail_memory(reterr, "comparing two days");
    }
    enum na_code code = NA_OK;
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        bool is_whole = i + 1 == count;
        coverage->changes[i].area = coverage->days[0].areas[i].area;
        code = change_make(work, is_whole ? work->whole[0] : work->covered[0][i],
                           is_whole ? work->whole[1] : work->covered[1][i], &coverage->changes[i],
                           reterr);
    }
    return code;
}
