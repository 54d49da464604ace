/* print/private.h - what the files of the room share: the page under work, the ground in it, the
 * labels placed. */
#ifndef NA_PRINT_PRIVATE_H
#define NA_PRINT_PRIVATE_H

#include "basemap/ground.h"
#include "draw/svg.h"
#include "print/print.h"

struct print_at {
    double x, y; /* millimetres on paper */
};

/* A line or ring of the ground, in the frame and some millimetres about it. */
struct print_line {
    enum na_ground ground;
    int level;
    size_t first, count; /* of points */
    uint32_t name;       /* number in names; 0: none */
    struct na_print_box
        inner;        /* of its tile's own square: outlines beyond it are the neighbour's */
    uint32_t ring_of; /* rings of one area have the same number; from 1 */
};
struct print_name {
    enum na_ground ground;
    struct print_at at;
    uint32_t name;
};
struct print_ground {
    struct print_at *points;
    size_t point_count, point_room;
    struct print_line *lines;
    size_t line_count, line_room;
    struct print_name *labels;
    size_t label_count, label_room;
    char **names; /* 0 is "" */
    size_t name_count, name_room;
    uint32_t areas;
    size_t houses; /* rings of buildings */
};

struct print_work {
    const struct na_print *sheet;
    struct na_svg svg;
    double page_width, page_height, margin;
    struct na_print_box frame;
    double denominator, mm_a_m; /* millimetres a metre */
    double west, north;         /* of the frame */
    struct print_ground ground;
    struct na_print_box *boxes;
    size_t box_count, box_room;
    int *cells; /* lists of boxes by field of the page */
    int *next;  /* of each box's place in such a list */
    size_t next_count, next_room;
    size_t columns, rows;
    int owners;
    unsigned int paints_used, marks_used;
    bool rail_used, boundary_used;
    size_t *numbered; /* points that are, north to south */
    size_t numbered_count;
    struct na_print_tally tally;
    enum na_code failed; /* memory, sticks */
};

/* Place of a point of the grid. */
struct print_at na_print_place(const struct print_work *work, double easting_m, double northing_m);
bool na_print_in_frame(const struct print_work *work, struct print_at at, double margin);

/* widths.c: of a text in Arial, in millimetres at `size`; of other letters than ASCII's a guess
 * that is never too small. */
double na_print_width(const char *text, double size, bool bold);
/* As much of `text` as fits in `width`, at a blank; the rest begins at the result. */
const char *na_print_fit_line(const char *text, double size, bool bold, double width, char *to,
                              size_t capacity);

/* put.c: markup in millimetres. */
struct print_text {
    double size;
    bool bold, italic, halo;
    enum na_svg_anchor anchor;
    const char *fill; /* NULL: black */
    double spacing;   /* between letters */
    double turn_deg;  /* about its place */
};
void na_print_put_text(struct print_work *work, double x, double y, const struct print_text *style,
                       const char *text);
void na_print_put_line(struct print_work *work, struct print_at from, struct print_at to,
                       double width, const char *colour);
void na_print_put_box(struct print_work *work, double x, double y, double width, double height,
                      double round, const char *fill, double stroke);
void na_print_put_circle(struct print_work *work, struct print_at at, double radius,
                         const char *fill, const char *stroke, double width);
void na_print_put_polygon(struct print_work *work, const struct print_at *points, size_t count,
                          const char *fill, const char *stroke, double width);
/* A group of hundredths of a millimetre with these attributes; paths in it are whole numbers. */
void na_print_put_fine(struct print_work *work, const char *attributes);
void na_print_put_end(struct print_work *work);
void na_print_path_begin(struct print_work *work);
void na_print_path_points(struct print_work *work, const struct print_at *points, size_t count,
                          bool close);
void na_print_path_end(struct print_work *work);

/* clip.c: parts of a line within a box; a ring cut to it. `to` has room for what is needed and is
 * grown; points of the result are returned. */
struct print_points {
    struct print_at *items;
    size_t count, room;
    bool full; /* no memory */
};
void na_print_points_add(struct print_points *points, struct print_at at);
void na_print_clip_ring(const struct print_at *ring, size_t count, const struct na_print_box *box,
                        struct print_points *scratch, struct print_points *to);
/* The part of a segment in the box; false: none. */
bool na_print_clip_segment(struct print_at *from, struct print_at *to,
                           const struct na_print_box *box);
/* Lines across rings (even-odd), `slope` 1, -1 or 0 in paper's terms, `step` apart: segments, two
 * points each. */
void na_print_hatch(const struct print_at *points, const size_t *starts, size_t rings, int slope,
                    double step, struct print_points *to);

/* edges.c: edges drawn already. Begin with zeros. */
struct print_edge;
struct print_edges {
    struct print_edge *items;
    size_t count;
    size_t *places;
    size_t place_count;
};
/* `ret_new`: it is none of those before. False: no memory. */
NA_MUST_USE bool na_print_edges_add(struct print_edges *edges, struct print_at from,
                                    struct print_at to, bool *ret_new);
void na_print_edges_fini(struct print_edges *edges);

/* ground.c */
NA_MUST_USE enum na_code na_print_ground_load(struct print_work *work, struct na_error *reterr);
void na_print_ground_fini(struct print_ground *ground);

/* base.c: below what is ours, and above it. */
void na_print_base_areas(struct print_work *work);
void na_print_base_lines(struct print_work *work);
/* ours.c: fills under the streets, lines along them, outlines above them, marks. */
void na_print_fills(struct print_work *work);
void na_print_our_lines(struct print_work *work);
void na_print_outlines(struct print_work *work);
void na_print_marks_place(struct print_work *work);
void na_print_marks_draw(struct print_work *work);
void na_print_symbol(struct print_work *work, struct print_at at, enum na_print_mark mark,
                     double times);
void na_print_swatch(struct print_work *work, double x, double y, double width, double height,
                     enum na_print_paint paint);

/* place.c: boxes that may not meet. */
bool na_print_boxes_free(const struct print_work *work, const struct na_print_box *boxes,
                         size_t count);
/* Of owners before `first_owner` only; `beneath`: marks do not count. */
bool na_print_boxes_clear(const struct print_work *work, const struct na_print_box *boxes,
                          size_t count, int first_owner, bool beneath);
void na_print_boxes_add(struct print_work *work, const struct na_print_box *boxes, size_t count,
                        int owner, enum na_print_box_kind kind);
/* The owner's boxes that stand in a row from `first` on. */
void na_print_boxes_drop(struct print_work *work, int owner, size_t first);
int na_print_owner(struct print_work *work);
/* Small boxes along a segment, `height` thick. Returns their number, at most `most`. */
size_t na_print_chain(struct print_at from, struct print_at to, double height,
                      struct na_print_box *boxes, size_t most);

/* crowd.c: places of a number's label about its mark. */
#define PRINT_SPOT_HEIGHT 3.3
#define PRINT_SPOT_LINE 140 /* boxes of a line, at most */
#define PRINT_SPOTS_NEAR 320
struct print_spot {
    struct print_at mark, at; /* `at`: the label's middle */
    double half;              /* of its width */
    bool placed;
};
/* Put it at its place `k`, from near to far. */
void na_print_spot_try(struct print_spot *spot, size_t k);
struct na_print_box na_print_spot_box(const struct print_spot *spot);
/* Boxes along the line from the label to a mark; how many. */
size_t na_print_spot_line(const struct print_spot *spot, struct print_at mark,
                          struct na_print_box boxes[PRINT_SPOT_LINE]);
/* Two lines that touch do not cross. */
bool na_print_lines_cross(struct print_at a, struct print_at a_end, struct print_at b,
                          struct print_at b_end);
/* Find places for those that have none, moving the others. Boxes of `first_owner` and later are
 * those of the spots themselves. False: no memory. */
NA_MUST_USE bool na_print_crowd_settle(const struct print_work *work, struct print_spot *spots,
                                       size_t count, int first_owner);

/* numbers.c: place before the names, draw after them. */
struct print_numbers;
NA_MUST_USE enum na_code na_print_numbers_place(struct print_work *work,
                                                struct print_numbers **ret_numbers);
/* Lines first, under the marks; then the labels. */
void na_print_numbers_leaders(struct print_work *work, const struct print_numbers *numbers);
void na_print_numbers_draw(struct print_work *work, const struct print_numbers *numbers);
void na_print_numbers_free(struct print_numbers *numbers);
/* Has the point (in order of numbers) a number on the map? */
bool na_print_number_placed(const struct print_numbers *numbers, size_t i);

/* names.c: towns first, the rest after the numbers; drawn as they are placed, into a buffer of
 * their own, so that they lie above everything. */
void na_print_names_towns(struct print_work *work);
void na_print_names_rest(struct print_work *work);
/* streets.c */
void na_print_street_names(struct print_work *work);

/* foot.c: what stands below the frame, from `y` on. */
double na_print_foot_height(const struct print_work *work);
void na_print_foot(struct print_work *work, const struct print_numbers *numbers);

#endif
