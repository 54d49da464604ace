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

/* Every coordinate that is computed, to be stored or to be asked about, is rounded: to 1e-12
 * degrees (0.1 um), to 1e-7 metres, the nearest double to that decimal, half to even. What a file
 * gives is stored as it is. With arithmetic that is the same everywhere (geo/trig.h) equal packs
 * give equal bytes on every machine. NaN stays. */
struct na_lonlat na_lonlat_rounded(struct na_lonlat at);
struct na_grid na_grid_rounded(struct na_grid at);

#endif
