/* basemap/mvt.h - a reader of vector tiles (Mapbox Vector Tile 2.1, which is protocol buffers).
 *
 * A tile is read whole, feature by feature, and every length, index and command is checked before
 * it is used: a tile that breaks a rule is refused, never half drawn. No memory beyond one
 * feature's points and one layer's words. Any thread. */
#ifndef NA_BASEMAP_MVT_H
#define NA_BASEMAP_MVT_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/text.h"

/* Bytes of an inflated tile, and points of one feature. */
#define NA_MVT_BYTES_MAX ((size_t)8 * 1024 * 1024)

enum na_mvt_type { NA_MVT_POINT = 1, NA_MVT_LINE = 2, NA_MVT_POLYGON = 3 };

struct na_mvt_words; /* keys and values of a layer */

/* One feature, borrowed while it is visited. A part is a line, or a ring without its last point
 * again; all points of a NA_MVT_POINT are one part. */
struct na_mvt_feature {
    struct na_str layer;
    uint32_t extent; /* units of a side of the tile; never 0 */
    enum na_mvt_type type;
    const int32_t *xy; /* units, from the upper left corner, y down */
    size_t point_count;
    const size_t *part_starts; /* part_count + 1 */
    size_t part_count;
    const struct na_mvt_words *words;
    const uint32_t *tags; /* pairs of indices of key and value, each within the words */
    size_t tag_count;     /* of pairs */
};

/* Anything but NA_OK ends the reading and is its result. */
typedef enum na_code na_mvt_visit(void *context, const struct na_mvt_feature *feature,
                                  struct na_error *reterr);

/* Read an inflated tile. `visit` may be NULL: then the tile is only checked. Errors: NA_ERR_DATA
 * (what is wrong, and in which layer), NA_ERR_LIMIT, NA_ERR_MEMORY, those of `visit`. */
NA_MUST_USE enum na_code na_mvt_read(const void *bytes, size_t length, na_mvt_visit *visit,
                                     void *context, struct na_error *reterr);

/* The feature's text of that key; "" if it has none or the value is no text. */
struct na_str na_mvt_text(const struct na_mvt_feature *feature, const char *key);
/* The feature's whole number of that key; `otherwise` if it has none. */
int64_t na_mvt_integer(const struct na_mvt_feature *feature, const char *key, int64_t otherwise);

#endif
