/* print/print.h - a printed sheet: a finding as its title, a map true to scale on the ground that a
 * map file gives, numbered premises and the list of their names, a legend, the sources.
 *
 * The caller says what the answer is, this draws it: nothing here knows what coverage is. All is in
 * millimetres on paper. The same question gives the same bytes. Told by pattern and shape, never by
 * colour alone. */
#ifndef NA_PRINT_SHEET_H
#define NA_PRINT_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "basemap/nam.h"
#include "data/snapshot.h"
#include "geo/crs.h"
#include "io/shapefile.h"

/* Part of the National Grid, metres. */
struct na_print_extent {
    double west, south, east, north;
};
/* One that holds nothing; widen it. */
struct na_print_extent na_print_extent_none(void);
void na_print_extent_add(struct na_print_extent *extent, double easting_m, double northing_m);
void na_print_extent_shape(struct na_print_extent *extent, const struct na_shape *shape);
bool na_print_extent_holds(const struct na_print_extent *extent, struct na_grid at);

/* The one grammar of the legend, on paper as on the page. */
enum na_print_paint {
    NA_PRINT_COVERED, /* solid */
    NA_PRINT_LOST,    /* hatched */
    NA_PRINT_GAINED,  /* crossed */
    NA_PRINT_CLASS_1, /* lightest of five greys ... */
    NA_PRINT_CLASS_2,
    NA_PRINT_CLASS_3,
    NA_PRINT_CLASS_4,
    NA_PRINT_CLASS_5,
    NA_PRINT_TOP, /* a thick outline */
    /* Open lines: a full one, a dashed one, a double one. */
    NA_PRINT_STREET,
    NA_PRINT_STREET_LOST,
    NA_PRINT_STREET_GAINED,
    NA_PRINT_PAINTS
};
enum na_print_mark {
    NA_PRINT_ASSET,     /* a ringed dot */
    NA_PRINT_ASSET_NEW, /* a diamond */
    NA_PRINT_ASSET_END, /* an open square */
    NA_PRINT_LOSES,     /* a dot; its number white on black */
    NA_PRINT_GAINS,     /* a triangle; its number black on white */
    NA_PRINT_OTHER_IN,  /* a small dot */
    NA_PRINT_OTHER_OUT, /* a small open ring */
    NA_PRINT_MARKS
};

struct na_print_area {
    const struct na_shape *shape; /* metres */
    enum na_print_paint paint;
};
struct na_print_point {
    struct na_grid at;
    enum na_print_mark mark;
    bool numbered;    /* named in the list */
    const char *name; /* "": its position stands for it */
    const char *note; /* in brackets after it; "" or NULL none */
    double times;     /* the size of its mark; 0 is 1 */
    bool texture;     /* one of thousands: labels may lie over it */
};

struct na_print_paper {
    bool a3, landscape;
    double denominator; /* of the scale; 0: the roundest that shows the extent */
};

/* What a person wants to see: of the sheet, not of the answer. */
struct na_print_view {
    struct na_print_paper paper;
    const struct na_nam *map; /* NULL: no ground */
    bool has_extent;          /* else what the answer is about */
    struct na_print_extent extent;
    const char *name;    /* of the extent, for the title: "Victoria"; NULL or "" none */
    const char *warning; /* said in a band above all else; NULL none */
};

/* Outlines of the areas of a layer, by number; names are borrowed from the snapshot. */
struct na_print_layer {
    struct na_shape *shapes;
    const char **names;
    size_t count;
};
/* Parts that the transformation does not reach are left out. Errors: NA_ERR_MEMORY, NA_ERR_CRS. */
NA_MUST_USE enum na_code na_print_layer_make(const struct na_snapshot *snapshot,
                                             const struct na_layer *layer, const struct na_crs *crs,
                                             struct na_print_layer *ret_layer,
                                             struct na_error *reterr);
void na_print_layer_fini(struct na_print_layer *layer);

/* "31 July 2026"; to[32]. */
void na_print_day(int32_t day, char to[32]);

struct na_print {
    const struct na_snapshot *snapshot;
    const struct na_nam *map; /* NULL: no ground, the names of areas instead */
    const struct na_crs *crs; /* for the ground */
    struct na_print_paper paper;
    struct na_print_extent extent;
    bool named_extent;    /* a person named it: a scale that cannot show it all keeps its middle */
    const char *warning;  /* in a band above all else; NULL none */
    const char *title;    /* the finding */
    const char *headline; /* a sentence or two */
    const char *method;   /* how it was found, small */
    const char *list_title;
    const char *sources; /* of what is not the pack's or the map's; "" none */
    const struct na_print_area *areas;
    size_t area_count;
    const struct na_shape *outlines; /* of wards; those without vertices are not shown */
    const char *const *outline_names;
    size_t outline_count;
    const char *outline_word; /* "ward boundary" */
    const struct na_print_point *points;
    size_t point_count;
    const char *paint_words[NA_PRINT_PAINTS];
    const char *mark_words[NA_PRINT_MARKS];
};

enum na_print_box_kind {
    NA_PRINT_BOX_LABEL,
    NA_PRINT_BOX_LINE, /* from a label to its mark; drawn beneath all marks */
    NA_PRINT_BOX_MARK
};
/* Of what is placed, millimetres from the upper left corner. */
struct na_print_box {
    double left, top, right, bottom;
    int owner; /* boxes of one label have the same */
    enum na_print_box_kind kind;
};
/* What came of it. */
struct na_print_tally {
    double denominator;
    size_t numbered, own, shared, unplaced; /* premises on the sheet; own + shared + unplaced */
    size_t outside;                         /* numbered ones beyond the frame */
    size_t unlisted;                        /* numbered ones for which the list had no room */
    size_t streets, streets_named;          /* names in the frame */
    struct na_print_box frame;
    struct na_print_box *boxes; /* of everything placed in the frame; free with free() */
    size_t box_count;
};

/* Draw. `ret_tally` may be NULL. Errors: NA_ERR_CORRUPT (the map), NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_print_draw(const struct na_print *sheet, struct na_buffer *to,
                                       struct na_print_tally *ret_tally, struct na_error *reterr);

#endif
