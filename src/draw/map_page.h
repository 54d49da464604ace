/* draw/map_page.h - an A4 page with one map on the National Grid: outlines, shapes, points, scale
 * bar, north arrow, legend, title, date, attribution and digest. Over draw/svg.h. Prints in black
 * and white: what is told by colour is told by pattern or shape too. */
#ifndef NA_DRAW_MAP_PAGE_H
#define NA_DRAW_MAP_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "data/snapshot.h"
#include "draw/svg.h"
#include "io/shapefile.h"

/* Part of the National Grid that the map shows at least, metres. */
struct na_map_extent {
    double west, south, east, north;
};
/* An extent that holds nothing; widen it. */
struct na_map_extent na_map_extent_none(void);
void na_map_extent_add(struct na_map_extent *extent, double easting_m, double northing_m);

enum na_map_paint {
    NA_MAP_OUTLINE, /* no fill */
    NA_MAP_COVERED,
    NA_MAP_GAP,
    NA_MAP_GAINED,
    NA_MAP_LOST,
    NA_MAP_CLASS_0, /* lightest of five classes ... */
    NA_MAP_CLASS_1,
    NA_MAP_CLASS_2,
    NA_MAP_CLASS_3,
    NA_MAP_CLASS_4,
    NA_MAP_TOP, /* a thick outline: a cell of the top set */
    /* Lines: a full one, a double one, a dashed one. */
    NA_MAP_STREET,
    NA_MAP_STREET_GAINED,
    NA_MAP_STREET_LOST,
    NA_MAP_PAINTS
};
enum na_map_mark {
    NA_MAP_ASSET,
    NA_MAP_NEW,
    NA_MAP_GONE, /* an asset that counts no more */
    NA_MAP_POINT_IN,
    NA_MAP_POINT_OUT,
    NA_MAP_MARKS
};

struct na_map_about {
    const char *title;
    const char *const *lines; /* below it: what, how far, as at which day */
    size_t line_count;
    int32_t as_at; /* of the data shown, NA_DATE_NONE: not said */
};

/* Members private to map_page*.c. */
struct na_map_page {
    struct na_svg svg;
    const struct na_snapshot *snapshot;
    double scale;       /* pixels a metre */
    double denominator; /* of the scale on paper, 1 : denominator; a round number */
    double west, north, left, top, width, height;
    unsigned int paints_used, marks_used; /* bits */
    const char *paint_words[NA_MAP_PAINTS];
    const char *mark_words[NA_MAP_MARKS];
};

/* Begin: title block, frame. `extent` is widened to the page's shape, so that the scale is a round
 * number; an empty one becomes a square kilometre. All texts of `about` are
 * borrowed until the end. */
void na_map_page_begin(struct na_map_page *page, const struct na_snapshot *snapshot,
                       const struct na_map_about *about, struct na_map_extent extent,
                       struct na_buffer *to);
/* All that is said in words, unbroken, for programs and for those who cannot see it; right after
 * the beginning. */
void na_map_page_desc(struct na_map_page *page, const char *text);
/* What the legend says of a paint or mark; before or after it is used, borrowed until the end. Only
 * what is used is in the legend. */
void na_map_page_legend_paint(struct na_map_page *page, enum na_map_paint paint, const char *words);
void na_map_page_legend_mark(struct na_map_page *page, enum na_map_mark mark, const char *words);
/* A group with an id for tests and style sheets. */
void na_map_page_group(struct na_map_page *page, const char *id);
void na_map_page_group_end(struct na_map_page *page);
/* A shape in metres; `tip` may be NULL. Vertices that fall together on the page are left out. */
void na_map_page_shape(struct na_map_page *page, const struct na_shape *shape,
                       enum na_map_paint paint, const char *tip);
/* Open lines in metres, with one of the paints of lines; as above. */
void na_map_page_lines(struct na_map_page *page, const struct na_shape *shape,
                       enum na_map_paint paint);
/* The text inside the shape where it fits, on one line or two; else nothing. */
void na_map_page_name(struct na_map_page *page, const struct na_shape *shape, const char *text);
/* Does a mark there show? And where, in whole pixels of the page: marks with the same are one. */
bool na_map_page_spot(const struct na_map_page *page, double easting_m, double northing_m,
                      unsigned int *ret_x, unsigned int *ret_y);
/* A mark; nothing when it is outside the frame. */
void na_map_page_mark(struct na_map_page *page, double easting_m, double northing_m,
                      enum na_map_mark mark, const char *tip);
/* End: scale bar (round metres), north arrow, legend, attribution, pack digest, "demonstration
 * data". Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_map_page_end(struct na_map_page *page, struct na_error *reterr);

#endif
