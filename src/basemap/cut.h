/* basemap/cut.h - the part of a set of tiles that a pack needs, checked tile by tile.
 *
 * Where the tiles come from is the caller's (a SQLite file, in a process that may die): this asks
 * for each tile of the area by its place and never for a list, so that a file of a hostile hand
 * decides neither how long it takes nor what is read. The first bad tile is named and ends it. */
#ifndef NA_BASEMAP_CUT_H
#define NA_BASEMAP_CUT_H

#include "basemap/nam.h"

/* Tiles asked for at most: Great Britain at zoom 14 has about 400,000. */
#define NA_CUT_TILES_MAX 4000000u
#define NA_CUT_LAYERS 64

/* The bytes of a tile, gzip, zlib or bare, borrowed until the next is asked; rows are counted from
 * the north. No bytes: there is none. */
typedef enum na_code na_cut_tile(void *state, unsigned int zoom, uint32_t x, uint32_t y,
                                 struct na_str *ret_bytes, struct na_error *reterr);

struct na_cut {
    na_cut_tile *tile;
    void *state;
    struct na_nam_about about; /* name, attribution, source_sha256, box, zooms */
};

/* What came of it, for a person. */
struct na_cut_tally {
    uint32_t tiles[NA_NAM_ZOOM_MAX + 1]; /* by zoom */
    uint64_t bytes[NA_NAM_ZOOM_MAX + 1];
    struct {
        char name[64];
        bool used;
    } layers[NA_CUT_LAYERS];
    size_t layer_count; /* those beyond the room are not told */
    uint64_t points;
};

/* Cut, and append the map file to `to`. Same tiles, same bytes. Errors: NA_ERR_DATA (the tile by
 * its zoom, column and row, and what is wrong; no tile at all), NA_ERR_LIMIT, NA_ERR_MEMORY, those
 * of the source. */
NA_MUST_USE enum na_code na_cut_run(const struct na_cut *cut, struct na_cut_tally *ret_tally,
                                    struct na_buffer *to, struct na_error *reterr);

/* A publisher's attribution is a piece of HTML by custom: its words alone, in plain text. */
void na_cut_plain_words(const char *html, char *to, size_t size);

#endif
