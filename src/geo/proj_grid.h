/* geo/proj_grid.h - PROJ and the grid file, at compile alone. The only user of <proj.h>.
 *
 * The OSTN15 grid is a GeoTIFF (or NTv2) that PROJ and libtiff parse: only in a process that may
 * die. What serves has its shifts as plain numbers (geo/shift_grid.h), its own projection
 * (geo/mercator.h), and points that PROJ computed, to prove itself by. PROJ's network access is off
 * and the only file it can open is the grid given here, in memory. One thread. */
#ifndef NA_GEO_PROJ_GRID_H
#define NA_GEO_PROJ_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/error.h>

#include "geo/position.h"
#include "geo/shift_grid.h"

struct na_proj_grid;

/* `grid_bytes`: the whole content of uk_os_OSTN15_NTv2_OSGBtoETRS.tif (GeoTIFF) or the same as NTv2
 * .gsb, borrowed for the life of the result; NULL with length 0 for Helmert. Errors: NA_ERR_CRS
 * (the grid cannot be read, with PROJ's reason), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_proj_grid_new(const void *grid_bytes, size_t grid_length,
                                          struct na_proj_grid **ret_proj, struct na_error *reterr);
void na_proj_grid_free(struct na_proj_grid *proj);

/* The whole grid, whose shifts are taken from the file as they are asked for; NULL with Helmert. */
const struct na_shift_grid *na_proj_grid_shifts(const struct na_proj_grid *proj);
/* PROJ's own answer, by its own pipeline: what ours is held against. Errors: NA_ERR_CRS (beyond
 * what the transformation covers), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_proj_grid_oracle(struct na_proj_grid *proj, struct na_lonlat from,
                                             struct na_grid *ret_grid, struct na_error *reterr);

/* One way of PROJ's from a system's x and y to longitude and latitude (geo/system.h), by an
 * explicit pipeline and without any file. One thread. Release with na_proj_way_free; NULL does
 * nothing. */
struct na_proj_way;
NA_MUST_USE enum na_code na_proj_way_new(const char *pipeline, struct na_proj_way **ret_way,
                                         struct na_error *reterr);
void na_proj_way_free(struct na_proj_way *way);
/* Rounded as all coordinates that are computed (geo/position.h). NA_ERR_OUTSIDE: where the
 * projection does not reach; NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_proj_way_to_lonlat(struct na_proj_way *way, double x, double y,
                                               struct na_lonlat *ret_lonlat,
                                               struct na_error *reterr);

#endif
