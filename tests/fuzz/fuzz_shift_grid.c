/* A transformation grid from a hostile hand. Oracle: a block that opens answers every position with
 * a finite one or says that it is outside, and never reads beyond its bytes (the sanitizers watch).
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "geo/crs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int good)
{
    if (!good) {
        abort();
    }
}

static void ask(const struct na_crs *crs, double lon_deg, double lat_deg)
{
    struct na_lonlat at = {lon_deg, lat_deg};
    struct na_lonlat back;
    struct na_grid there;
    enum na_code code = na_crs_to_grid(crs, at, &there, NULL);
    must(code == NA_OK || code == NA_ERR_OUTSIDE);
    must(code != NA_OK || (isfinite(there.easting_m) && isfinite(there.northing_m)));
    there = code == NA_OK ? there : (struct na_grid){450000, 530000};
    code = na_crs_to_lonlat(crs, there, &back, NULL);
    must(code == NA_OK || code == NA_ERR_OUTSIDE);
    must(code != NA_OK || (isfinite(back.lon_deg) && isfinite(back.lat_deg)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct na_crs *crs = NULL;
    unsigned char *copy = malloc(size > 0 ? size : 1); /* of the exact size, and aligned */
    must(copy != NULL);
    memcpy(copy, data, size);
    if (size > 0 && na_crs_new(copy, size, &crs, NULL) == NA_OK) {
        static const double at[][2] = {{-1.2, 54.6}, {-1.25, 54.625}, {-9, 49}, {2, 61},
                                       {-1.0, 54.5}, {0, 0},          {180, 90}};
        for (size_t i = 0; i < sizeof at / sizeof at[0]; i++) {
            ask(crs, at[i][0], at[i][1]);
        }
    }
    na_crs_free(crs);
    free(copy);
    return 0;
}
