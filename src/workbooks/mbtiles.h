/* workbooks/mbtiles.h - tiles out of an MBTiles file, which is a SQLite database of a stranger.
 *
 * For a process that may die and is limited (cli/map_child.h). The file is opened to be read only,
 * with nothing in its schema that runs by itself: tables and indexes, and one view called "tiles"
 * at most, which must find a tile by an index. */
#ifndef NA_WORKBOOKS_MBTILES_H
#define NA_WORKBOOKS_MBTILES_H

#include "basemap/cut.h"

struct na_mbtiles;

/* What the file says of itself, in plain words; the zooms that its metadata names, else 0 to 16. */
struct na_mbtiles_about {
    char name[201];
    char attribution[801];
    unsigned int zoom_min, zoom_max;
};

/* Errors: NA_ERR_IO, NA_ERR_DATA (what is wrong with the file), NA_ERR_MEMORY; each names it. */
NA_MUST_USE enum na_code na_mbtiles_open(const char *path, struct na_mbtiles **ret_mbtiles,
                                         struct na_error *reterr);
void na_mbtiles_close(struct na_mbtiles *mbtiles);
/* Is the file still the one that was opened? NA_ERR_IO: it was changed meanwhile. */
NA_MUST_USE enum na_code na_mbtiles_same(const struct na_mbtiles *mbtiles, struct na_error *reterr);
const struct na_mbtiles_about *na_mbtiles_about(const struct na_mbtiles *mbtiles);
/* The SHA-256 of the file as 64 digits. */
NA_MUST_USE enum na_code na_mbtiles_digest(const struct na_mbtiles *mbtiles, char ret_text[65],
                                           struct na_error *reterr);
/* A tile; `state` is the struct na_mbtiles. */
na_cut_tile na_mbtiles_tile;

#endif
