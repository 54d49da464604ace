/* Vector tiles from a hostile hand. Oracle: a tile that is taken gives each feature points that are
 * there, parts that follow one another, and words that can be looked up; twice the same. */
#include <stdint.h>
#include <stdlib.h>

#include "basemap/ground.h"
#include "basemap/mvt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int good)
{
    if (!good) {
        abort();
    }
}

static enum na_code look(void *context, const struct na_mvt_feature *feature,
                         struct na_error *reterr)
{
    uint64_t *sum = context;
    struct na_str name;
    (void)reterr;
    must(feature->extent > 0 && feature->point_count > 0 && feature->part_count > 0);
    must(feature->part_starts[0] == 0);
    must(feature->part_starts[feature->part_count] == feature->point_count);
    for (size_t i = 0; i < feature->part_count; i++) {
        must(feature->part_starts[i] < feature->part_starts[i + 1]);
    }
    for (size_t i = 0; i < 2 * feature->point_count; i++) {
        *sum = *sum * 31 + (uint32_t)feature->xy[i];
    }
    *sum = *sum * 31 + na_ground_of(feature, &name);
    must(na_utf8_valid(name.bytes, name.length));
    *sum += (uint64_t)na_mvt_integer(feature, "level", 0);
    return NA_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t first = 0;
    uint64_t second = 0;
    enum na_code code = na_mvt_read(data, size, look, &first, NULL);
    must(code == NA_OK || code == NA_ERR_DATA || code == NA_ERR_LIMIT);
    must(na_mvt_read(data, size, look, &second, NULL) == code);
    must(first == second);
    must(na_mvt_read(data, size, NULL, NULL, NULL) == code);
    return 0;
}
