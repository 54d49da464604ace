/* The transformation of a compiled file: opened once, and held against the points that PROJ
 * computed when the file was made. A projection, a shift or an interpolation that is not what it
 * was then is found here, before the first answer. */
#include <math.h>

#include "base/fail.h"
#include "data/snapshot_private.h"

/* PROJ and we differ by 0.0033 mm at most; a wrong node by far more. */
#define MISS_MAX_M 0.0001
#define MISS_MAX_DEG 1e-9
/* Points there and back by the small turns of Helmert differ by 3 mm (geo/crs.c). */
#define MISS_MAX_HELMERT_DEG 5e-8

static enum na_code corrupt(struct na_error *reterr, const char *what)
{
    return na_fail(reterr, NA_ERR_CORRUPT, "The compiled file is damaged: %s", what);
}

static bool proves(const struct na_snapshot *snapshot, const struct na_flat_grid_check *check)
{
    struct na_grid grid;
    struct na_lonlat back;
    double miss_deg = snapshot->info.transformation == NA_TRANSFORMATION_OSTN15
                          ? MISS_MAX_DEG
                          : MISS_MAX_HELMERT_DEG;
    struct na_lonlat at = {check->lon_deg, check->lat_deg};
    return na_flat_lonlat_ok(at.lon_deg, at.lat_deg) &&
           na_crs_to_grid(snapshot->crs, at, &grid, NULL) == NA_OK &&
           /* Written so that NaN is refused. */
           fabs(grid.easting_m - check->easting_m) <= MISS_MAX_M &&
           fabs(grid.northing_m - check->northing_m) <= MISS_MAX_M &&
           na_crs_to_lonlat(snapshot->crs, grid, &back, NULL) == NA_OK &&
           fabs(back.lon_deg - at.lon_deg) <= miss_deg &&
           fabs(back.lat_deg - at.lat_deg) <= miss_deg;
}

enum na_code na_snapshot_check_crs(struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *grid = &snapshot->sections[NA_FLAT_GRID];
    const struct na_flat_view *checks = &snapshot->sections[NA_FLAT_GRID_CHECKS];
    const struct na_flat_grid_check *check = checks->items;
    enum na_code code = na_crs_new(grid->items, grid->count, &snapshot->crs, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (checks->count < NA_FLAT_GRID_CHECKS_MIN || checks->count > NA_FLAT_GRID_CHECKS_MAX) {
        return corrupt(reterr, "the points that prove its transformation are missing");
    }
    for (size_t i = 0; i < checks->count; i++) {
        if (!proves(snapshot, &check[i])) {
            return corrupt(reterr, "its transformation misses the points that prove it");
        }
    }
    return NA_OK;
}
