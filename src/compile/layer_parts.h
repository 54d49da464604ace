/* compile/layer_parts.h - a layer of wards or areas while it is compiled: layer*.c. */
#ifndef NA_COMPILE_LAYER_PARTS_H
#define NA_COMPILE_LAYER_PARTS_H

#include "compile/fields.h"
#include "geo/area_index.h"

/* One polygon as read: its texts are in the flat file already. */
struct na_layer_row {
    struct na_flat_area flat;
    struct na_shape shape;
    struct na_polygon *polygon;
    size_t record; /* 0-based */
};

struct na_layer_work {
    const struct na_section *section;
    struct na_bundle bundle;
    struct na_layer_fields fields;
    struct na_layer_row *rows;
    size_t count;
    size_t *order; /* row numbers in the order of their codes */
    /* Of the polygons as they came, if na_layer_check_topology has made it: the index, its areas in
     * the order of their codes, and na_area_builder_finish's numbers. */
    struct na_buffer index;
    uint32_t *numbers;
};

/* Read and check all records into work->rows: compile/layer_rows.c. Findings go to the report. */
NA_MUST_USE enum na_code na_layer_read_rows(struct na_compiler *compiler,
                                            struct na_layer_work *work, struct na_error *reterr);
/* Add the polygon of row `b` to that of row `a` < `b`, and take `b` out of the rows, if their
 * codes, names and dates agree and they lie apart, with a warning; else nothing is done.
 * compile/layer_merge.c. */
NA_MUST_USE enum na_code na_layer_merge_pair(struct na_compiler *compiler,
                                             struct na_layer_work *work, size_t a, size_t b,
                                             struct na_error *reterr);
/* Authorities that the layer lacks, from the section's authority_lookup:
 * compile/layer_authorities.c. */
NA_MUST_USE enum na_code na_layer_fill_authorities(struct na_compiler *compiler,
                                                   struct na_layer_work *work,
                                                   struct na_error *reterr);
/* Do codes of a nation lie in it? A finding if not: compile/layer_place.c. True: it has such codes.
 */
bool na_layer_check_place(struct na_compiler *compiler, const struct na_layer_work *work);
/* Keep where the layer lies for na_compile_check_extents. `is_confirmed`: the file itself says that
 * its system is the right one. */
NA_MUST_USE enum na_code na_layer_note_extent(struct na_compiler *compiler,
                                              const struct na_layer_work *work, bool is_confirmed,
                                              struct na_error *reterr);
/* Overlaps and gaps between wards, as findings: compile/layer_topology.c. */
NA_MUST_USE enum na_code na_layer_check_topology(struct na_compiler *compiler,
                                                 struct na_layer_work *work,
                                                 struct na_error *reterr);
/* Add the polygon of area `area` (by code) as it came. */
NA_MUST_USE enum na_code na_layer_add_rings(const struct na_layer_work *work, uint32_t area,
                                            struct na_area_builder *builder,
                                            struct na_error *reterr);
/* Areas, rings, indexes and the layer's record into the flat file: compile/layer_write.c. Takes
 * work->index. */
NA_MUST_USE enum na_code na_layer_write(struct na_compiler *compiler, struct na_layer_work *work,
                                        struct na_error *reterr);

#endif
