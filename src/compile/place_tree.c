/* Which place is near a position: a tree over the positions of all of them. */
#include <stdlib.h>

#include "base/fail.h"
#include "compile/compiler.h"

enum na_code na_compile_place_tree(struct na_compiler *compiler, struct na_error *reterr)
{
    struct na_flat_writer *writer = &compiler->writer;
    const struct na_flat_place *places =
        (const struct na_flat_place *)(const void *)writer->sections[NA_FLAT_PLACES].data;
    size_t count = na_flat_writer_count(writer, NA_FLAT_PLACES);
    if (count == 0) {
        return NA_OK;
    }
    if (count > UINT32_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "Too many places");
    }
    enum na_code code = NA_OK;
    struct na_lonlat *points = calloc(count, sizeof *points);
    uint32_t *numbers = calloc(count, sizeof *numbers);
    if (points == NULL || numbers == NULL) {
        code = na_fail_memory(reterr, "indexing the places");
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        points[i] = (struct na_lonlat){places[i].lon_deg, places[i].lat_deg};
        numbers[i] = (uint32_t)i;
    }
    code = na_point_tree_build(points, numbers, (uint32_t)count,
                               &writer->sections[NA_FLAT_PLACE_TREE], reterr);
done:
    free(points);
    free(numbers);
    return code;
}
