/* Nodes of PBF extracts that stand one by one, from any bytes. Oracle: reading ends, and what is
 * told can be read (the sanitizers watch). */
#include <stdint.h>
#include <string.h>

#include "compile/street_pbf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t sum; /* keeps the reads from being optimised away */

static void take_node(void *context, int64_t id, double lat_deg, double lon_deg,
                      const struct na_street_tags *tags)
{
    (void)context;
    const char *value = tags->find(tags->tags, "barrier");
    sum += (size_t)(id > 0) + (size_t)(lat_deg > lon_deg) + (value != NULL ? strlen(value) : 0);
    sum += (size_t)na_street_blocks(tags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum na_code code = na_pbf_plain_nodes(data, size, take_node, NULL);
    sum += code == NA_OK;
    return 0;
}
