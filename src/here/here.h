/* here/here.h - everything about a point: the question and its answer as values. What there may be
 * many of (vintages, areas, kinds) is found one by one while the answer is written. */
#ifndef NA_HERE_HERE_H
#define NA_HERE_HERE_H

#include "data/places.h"
#include "nearest/nearest.h"
#include "question/question.h"
#include "ward/ward.h"

struct na_here_question {
    struct na_nearest_question nearest; /* position, day and instant; k is 1, no kinds */
    struct na_grid grid;                /* NAN, NAN where the transformation does not reach */
};

struct na_here_answer {
    struct na_here_question question;
    bool has_postcode, has_place;
    struct na_postcode_view postcode; /* nearest one in use */
    double postcode_m;
    struct na_place_view place; /* nearest one */
    double place_m;
    struct na_warnings warnings; /* about position and pack, hence about every part */
};

/* An area that covers the point. */
struct na_here_area {
    const struct na_layer *layer;
    struct na_area area;
    int32_t valid_from, valid_to; /* its own, or its layer's where it has none */
    bool is_valid;                /* on the day of the question */
    bool on_boundary;             /* the point lies on the boundary of an area of this layer */
};

/* Read the question (params passed na_params_check). Errors: as na_nearest_read. */
NA_MUST_USE enum na_code na_here_read(struct na_session *session, const struct na_param *params,
                                      size_t count, int32_t today,
                                      struct na_here_question *ret_question,
                                      struct na_error *reterr);
/* Find what there is one of. Errors: as na_session_crs. */
NA_MUST_USE enum na_code na_here_find(struct na_session *session,
                                      const struct na_here_question *question,
                                      struct na_here_answer *ret_answer, struct na_error *reterr);

/* The parts, of the answer's question. Their warnings are those that are not the answer's own. */

/* The ward in a vintage (`layer` of role wards). Errors: NA_ERR_CORRUPT. */
NA_MUST_USE enum na_code na_here_ward(const struct na_snapshot *snapshot,
                                      const struct na_here_answer *answer,
                                      const struct na_layer *layer,
                                      struct na_ward_answer *ret_ward);
/* The areas of a layer that cover the point. Errors: NA_ERR_CORRUPT. */
NA_MUST_USE enum na_code na_here_cover(const struct na_here_answer *answer,
                                       const struct na_layer *layer, struct na_cover *ret_cover);
/* Area `i` of that cover. */
void na_here_area(const struct na_snapshot *snapshot, const struct na_here_answer *answer,
                  const struct na_layer *layer, const struct na_cover *cover, uint32_t i,
                  struct na_here_area *ret_area);
/* The nearest asset of a kind; none when none is valid on the day. */
void na_here_nearest(const struct na_snapshot *snapshot, const struct na_here_answer *answer,
                     const struct na_kind *kind, struct na_nearest_answer *ret_nearest);

NA_MUST_USE enum na_code na_render_here(const struct na_snapshot *snapshot,
                                        const struct na_here_answer *answer, struct na_buffer *to);
NA_MUST_USE enum na_code na_render_here_text(const struct na_snapshot *snapshot,
                                             const struct na_here_answer *answer,
                                             struct na_buffer *to);

/* Parts of it that other answers have too: "position" and "wards" of the object that is open; their
 * lines. */
void na_render_here_position(struct na_json *json, const struct na_here_question *question);
void na_render_here_wards(struct na_json *json, const struct na_snapshot *snapshot,
                          const struct na_here_answer *answer);
struct na_lines;
void na_lines_here_position(struct na_lines *lines, const struct na_here_answer *answer);
void na_lines_here_wards(struct na_lines *lines, const struct na_snapshot *snapshot,
                         const struct na_here_answer *answer);

/* A position, as_at. */
extern const struct na_param_specs na_here_params;
extern const struct na_question na_question_here;
na_answer na_answer_here;

#endif
