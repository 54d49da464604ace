/* support/grid_crs.h - transformers from the bytes of a grid file, as the compiler makes them. */
#ifndef NA_TEST_SUPPORT_GRID_CRS_H
#define NA_TEST_SUPPORT_GRID_CRS_H

#include <stdlib.h>

#include "geo/crs.h"
#include "geo/proj_grid.h"

#define GRID_CRS_MAX 8

/* Those in use, each with the grid that it reads. */
static struct {
    struct na_proj_grid *proj;
    struct na_crs *crs;
} grid_crs_all[GRID_CRS_MAX];

/* NULL and 0: Helmert. Let go of with grid_crs_free. */
static inline enum na_code grid_crs_new(const void *bytes, size_t length, struct na_crs **ret_crs,
                                        struct na_error *reterr)
{
    size_t slot = 0;
    while (slot < GRID_CRS_MAX && grid_crs_all[slot].crs != NULL) {
        slot++;
    }
    if (slot == GRID_CRS_MAX) {
        abort();
    }
    struct na_proj_grid *proj = NULL;
    enum na_code code = na_proj_grid_new(bytes, length, &proj, reterr);
    if (code == NA_OK) {
        code = na_crs_of_grid(na_proj_grid_shifts(proj), ret_crs, reterr);
    }
    if (code != NA_OK) {
        na_proj_grid_free(proj);
        return code;
    }
    grid_crs_all[slot].proj = proj;
    grid_crs_all[slot].crs = *ret_crs;
    return NA_OK;
}

static inline void grid_crs_free(struct na_crs *crs)
{
    for (size_t i = 0; i < GRID_CRS_MAX; i++) {
        if (crs != NULL && grid_crs_all[i].crs == crs) {
            na_crs_free(crs);
            na_proj_grid_free(grid_crs_all[i].proj);
            grid_crs_all[i].crs = NULL;
            grid_crs_all[i].proj = NULL;
        }
    }
}

#endif
