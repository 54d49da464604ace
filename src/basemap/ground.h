/* basemap/ground.h - what a feature of a vector tile is to us: road, water, building, a name.
 *
 * Every publisher calls its layers otherwise. One table holds the names of OS Open Zoomstack, of OS
 * Open Roads and VectorMap, and of OpenMapTiles; what stands in no row is not drawn, and the cutter
 * says which layers those were. */
#ifndef NA_BASEMAP_GROUND_H
#define NA_BASEMAP_GROUND_H

#include <stdbool.h>

#include "basemap/mvt.h"

enum na_ground {
    NA_GROUND_NONE, /* not drawn */
    /* areas, as they are laid one on another */
    NA_GROUND_GREEN,
    NA_GROUND_SITE,
    NA_GROUND_WOOD,
    NA_GROUND_SHORE,
    NA_GROUND_WATER,
    NA_GROUND_SEA,
    NA_GROUND_BUILDING,
    /* lines */
    NA_GROUND_STREAM,
    NA_GROUND_MOTORWAY,
    NA_GROUND_PRIMARY,
    NA_GROUND_A_ROAD,
    NA_GROUND_B_ROAD,
    NA_GROUND_MINOR,
    NA_GROUND_LOCAL,
    NA_GROUND_RESTRICTED,
    NA_GROUND_PATH,
    NA_GROUND_RAIL,
    NA_GROUND_BOUNDARY,
    NA_GROUND_ROAD_NAME, /* a road's name on a line of its own: drawn by its name alone */
    /* names, the most important first */
    NA_GROUND_TOWN_NAME,
    NA_GROUND_VILLAGE_NAME,
    NA_GROUND_SUBURB_NAME,
    NA_GROUND_HAMLET_NAME,
    NA_GROUND_STATION_NAME,
    NA_GROUND_WATER_NAME,
    NA_GROUND_GREEN_NAME,
    NA_GROUND_SITE_NAME,
    NA_GROUNDS
};

/* What a feature is; *ret_name is its name or number, "" if it has none; borrowed from the tile. */
enum na_ground na_ground_of(const struct na_mvt_feature *feature, struct na_str *ret_name);
/* Is anything of a layer of that name ever drawn? */
bool na_ground_layer_known(struct na_str layer);

#endif
