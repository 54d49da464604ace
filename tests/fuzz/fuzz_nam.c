/* A map file from a hostile hand. Its digest is put right first, so that what comes after it is
 * reached. Oracle: a file that opens gives tiles within its bytes, and every one can be asked for.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "basemap/nam.h"
#include "io/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int good)
{
    if (!good) {
        abort();
    }
}

static unsigned int hex(char digit)
{
    return (unsigned int)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

static void sign(unsigned char *bytes, size_t size)
{
    char digest[NA_SHA256_TEXT];
    if (size < 56) {
        return;
    }
    for (size_t i = 0; i < 8; i++) {
        bytes[48 + i] = (unsigned char)((uint64_t)size >> (8 * i));
    }
    must(na_sha256(bytes + 48, size - 48, digest, NULL) == NA_OK);
    for (size_t i = 0; i < 32; i++) {
        bytes[16 + i] = (unsigned char)(hex(digest[2 * i]) << 4 | hex(digest[2 * i + 1]));
    }
}

static void ask(const struct na_nam *nam, const unsigned char *bytes, size_t size)
{
    const struct na_nam_about *about = na_nam_about(nam);
    for (unsigned int z = about->zoom_min; z <= about->zoom_max; z++) {
        struct na_tile_range range = na_nam_range(nam, z);
        struct na_str tile = na_nam_tile(nam, z, range.x_min, range.y_min);
        must(tile.bytes == NULL || (tile.bytes >= (const char *)bytes &&
                                    tile.bytes + tile.length <= (const char *)bytes + size));
        struct na_buffer plain;
        na_buffer_init(&plain, (size_t)1 << 20);
        enum na_code code = na_nam_tile_plain(nam, z, range.x_min, range.y_min, &plain, NULL);
        must(code == NA_OK || code == NA_ERR_DATA || code == NA_ERR_LIMIT);
        na_buffer_fini(&plain);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct na_nam *nam = NULL;
    unsigned char *copy = malloc(size > 0 ? size : 1);
    must(copy != NULL);
    memcpy(copy, data, size);
    sign(copy, size);
    if (na_nam_from_bytes(copy, size, &nam, NULL) == NA_OK) {
        ask(nam, copy, size);
        na_nam_unref(nam);
    }
    free(copy);
    return 0;
}
