/* geo/position.h - the two kinds of coordinates, as types that cannot be swapped. */
#ifndef NA_GEO_POSITION_H
#define NA_GEO_POSITION_H

/* WGS84 (taken as equal to ETRS89, see docs/accuracy.md) geographic position. */
struct na_lonlat {
    double lon_deg; /* -180..180, east positive */
    double lat_deg; /* -90..90, north positive */
};

/* British National Grid, EPSG:27700. */
struct na_grid {
    double easting_m;
    double northing_m;
};

/* Where numbers that claim to be British National Grid must lie: the grid's letters cover
 * 0..700 km by 0..1300 km. */
#define NA_GRID_EASTING_MAX_M 700000.0
#define NA_GRID_NORTHING_MAX_M 1300000.0

#endif
