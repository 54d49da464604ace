/* basemap/nam.h - the map file, NAME.nam: the tiles of an area in one flat, checksummed file.
 *
 * Little-endian, no pointers:
 *   0    "NEARAIDM", version (u32), four bytes 0
 *   16   SHA-256 of all that follows, 32 bytes
 *   48   length of the file (u64), west, south, east, north in degrees (f64 each)
 *   88   number of tiles (u32), length of the texts (u32)
 *   96   zoom_min and zoom_max (u32 each)
 *   104  by zoom: first and last column, first and last row (u32 each), rows counted from the north
 *   ...  texts: name, attribution, SHA-256 of the source, each with its NUL
 *   ...  by tile, sorted: zoom (8 bits), column (28), row (28) as one u64, offset (u64), length
 * (u32)
 *   ...  tiles, each gzip
 * Opened whole and checked before anything of it is served, as a compiled pack is. Any thread. */
#ifndef NA_BASEMAP_NAM_H
#define NA_BASEMAP_NAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/buffer.h"
#include "base/text.h"
#include "geo/position.h"

#define NA_NAM_VERSION 1u
#define NA_NAM_ZOOM_MAX 20u
/* Largest map file: Great Britain's Zoomstack is some 2.6 GB. */
#define NA_NAM_BYTES_MAX ((size_t)4 * 1024 * 1024 * 1024)
#define NA_NAM_TEXT_MAX 1000

struct na_box_deg {
    double west, south, east, north;
};

/* Columns and rows from first to last; rows are counted from the north. */
struct na_tile_range {
    uint32_t x_min, x_max, y_min, y_max;
};

struct na_nam;

/* What a map file says of itself; borrowed from it. */
struct na_nam_about {
    const char *name, *attribution, *source_sha256;
    const char *digest; /* 64 hexadecimal digits: that of the file's content */
    struct na_box_deg box;
    unsigned int zoom_min, zoom_max;
    uint32_t tile_count;
    size_t bytes;
};

/* Tiles of a zoom that touch the box; Web Mercator. */
struct na_tile_range na_tiles_of(struct na_box_deg box, unsigned int zoom);
/* The place of a point of a tile, `across` and `down` in parts of its side from the upper left. */
struct na_lonlat na_tile_place(unsigned int zoom, uint32_t x, uint32_t y, double across,
                               double down);

/* Map a file. Errors: NA_ERR_IO, NA_ERR_CORRUPT (what is wrong with it), NA_ERR_VERSION,
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_nam_open(const char *path, struct na_nam **ret_nam,
                                     struct na_error *reterr);
/* The same in memory of our own: whatever happens to the file later, this stays as it was. */
NA_MUST_USE enum na_code na_nam_load(const char *path, struct na_nam **ret_nam,
                                     struct na_error *reterr);
/* The same from bytes, borrowed for its life. */
NA_MUST_USE enum na_code na_nam_from_bytes(const void *bytes, size_t length,
                                           struct na_nam **ret_nam, struct na_error *reterr);
/* One more, or one fewer, who holds it. */
struct na_nam *na_nam_ref(struct na_nam *nam);
void na_nam_unref(struct na_nam *nam);

const struct na_nam_about *na_nam_about(const struct na_nam *nam);
/* The range of a zoom from zoom_min to zoom_max. */
struct na_tile_range na_nam_range(const struct na_nam *nam, unsigned int zoom);
/* The gzip bytes of a tile, borrowed; no bytes when it is empty or not in the file. */
struct na_str na_nam_tile(const struct na_nam *nam, unsigned int zoom, uint32_t x, uint32_t y);
/* Append the inflated tile; nothing when there is none. Errors: NA_ERR_CORRUPT, NA_ERR_LIMIT,
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_nam_tile_plain(const struct na_nam *nam, unsigned int zoom, uint32_t x,
                                           uint32_t y, struct na_buffer *to,
                                           struct na_error *reterr);

/* Writing: tiles in order of zoom, column, row. */
struct na_nam_tile_entry {
    uint64_t key, offset;
    uint32_t length;
};
struct na_nam_writer {
    struct na_nam_about about; /* borrowed texts */
    struct na_nam_tile_entry *entries;
    size_t count, room;
    struct na_buffer tiles;
};
void na_nam_writer_init(struct na_nam_writer *writer, const struct na_nam_about *about);
void na_nam_writer_fini(struct na_nam_writer *writer);
/* Add a tile's gzip bytes. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_nam_writer_add(struct na_nam_writer *writer, unsigned int zoom,
                                           uint32_t x, uint32_t y, struct na_str gzip,
                                           struct na_error *reterr);
/* Append the file. */
NA_MUST_USE enum na_code na_nam_writer_end(struct na_nam_writer *writer, struct na_buffer *to,
                                           struct na_error *reterr);

#endif
