/* hotspots/private.h - what the forms of an answer share. */
#ifndef NA_HOTSPOTS_PRIVATE_H
#define NA_HOTSPOTS_PRIVATE_H

#include "hotspots/cell_set.h"
#include "hotspots/forms.h"
#include "hotspots/says.h"
#include "io/json_write.h"
#include "write/sheet.h"

/* A cell as texts and numbers. */
struct na_hotspot_row {
    uint32_t cell, rank;
    char code[NA_CELL_CODE];
    const char *name;
    struct na_grid centre;
    struct na_lonlat at; /* NAN where the transformation does not reach */
    double count, share_percent, cumulative_percent;
    double density_km2;      /* NAN: none */
    struct na_hotspot_gi gi; /* NAN: none */
    struct na_label label;   /* NAN: none */
    double shifted;          /* 0..1; NAN: none */
    double in_top, months;   /* of so many months in the top set of so many; NAN: none */
};

/* The rows to be listed, in order of rank. */
struct na_hotspot_list {
    const struct na_hotspot_finding *finding;
    struct na_crs *crs;
    size_t count, next;
    double cumulative;
};
NA_MUST_USE enum na_code na_hotspot_list_init(struct na_hotspot_list *list,
                                              const struct na_hotspot_finding *finding, bool all,
                                              struct na_error *reterr);
void na_hotspot_list_fini(struct na_hotspot_list *list);
/* False when there is no further one. */
bool na_hotspot_list_next(struct na_hotspot_list *list, struct na_hotspot_row *ret_row);

/* Name of a listed cell as an area of a pack: squares and hexagons have none of their own, and not
 * all lie in a ward. Cut at a whole character. */
#define NA_HOTSPOT_NAME 121
void na_hotspot_area_name(const struct na_hotspot_finding *finding,
                          const struct na_hotspot_row *row, char to[NA_HOTSPOT_NAME]);

/* The method in words, for notes and the page of a map; to[NA_HOTSPOT_WORDS]. "" where there is
 * nothing to say. (hotspots/words.c) */
#define NA_HOTSPOT_WORDS 512
typedef void na_hotspot_words(const struct na_hotspot_finding *finding, char to[NA_HOTSPOT_WORDS]);
na_hotspot_words na_hotspot_words_rows, na_hotspot_words_cells, na_hotspot_words_share,
    na_hotspot_words_top, na_hotspot_words_density, na_hotspot_words_gi, na_hotspot_words_links,
    na_hotspot_words_shifted;
/* The same for machines, on one line: "by=grid:150;origin=0,0;vintage=2023;share=25;...". */
na_hotspot_words na_hotspot_words_method;
/* All sentences and warnings, each ended by `end`, the whole by a NUL that is not counted. Errors:
 * NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_hotspot_says_text(const struct na_hotspot_finding *finding,
                                              const struct na_hotspot_about *about, const char *end,
                                              struct na_buffer *to);
/* "rows", or "weight" when rows weigh other than 1; static. */
const char *na_hotspot_unit(const struct na_hotspot_finding *finding);
/* "1,234" of a whole number, "1234.5" else. */
void na_hotspot_count_text(double count, char to[NA_HOTSPOT_WORDS]);

/* (hotspots/json.c) */
NA_MUST_USE enum na_code na_render_hotspot_json(const struct na_hotspot_finding *finding,
                                                const struct na_hotspot_about *about, bool geojson,
                                                struct na_buffer *to, struct na_error *reterr);
/* "geometry" of a cell. (hotspots/geometry.c) */
NA_MUST_USE enum na_code na_render_cell_geometry(struct na_json *json,
                                                 const struct na_cell_set *set, uint32_t cell,
                                                 struct na_crs *crs, struct na_error *reterr);

/* What the files cell_set*.c share. */

/* Outlines of all areas of a layer in metres: `layer->area_count` shapes, to be released one by one
 * and then by free(). (cell_set_outline.c) */
NA_MUST_USE enum na_code na_layer_outlines(const struct na_snapshot *snapshot,
                                           const struct na_layer *layer,
                                           struct na_shape **ret_shapes, struct na_error *reterr);
void na_outlines_free(struct na_shape *shapes, size_t count);
/* Area and centroid: shells run counter-clockwise, holes clockwise, as a snapshot has them.
 * (cell_set_outline.c) */
void na_outline_measure(const struct na_shape *shape, double *ret_area_m2,
                        struct na_grid *ret_centroid);
/* Fill items, block and numbers with the squares or hexagons that the outlines reach into.
 * (cell_set_study.c) */
NA_MUST_USE enum na_code na_cell_set_study(struct na_cell_set *set, struct na_error *reterr);

#endif
