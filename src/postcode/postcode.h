/* postcode/postcode.h - one postcode: where it is and how well that is known, its ward in every
 * vintage, and the postcodes around it. */
#ifndef NA_POSTCODE_POSTCODE_H
#define NA_POSTCODE_POSTCODE_H

#include "data/places.h"
#include "here/here.h"
#include "question/question.h"

#define NA_NEIGHBOURS_MAX 20

/* A postcode in use near the one asked for. */
struct na_neighbour {
    struct na_postcode_view postcode; /* its position is on the grid */
    double
        squared_m2; /* its distance in the plane of the National Grid, squared: exact for the whole
                       metres of the registers, so that equally near ones are seen to be so */
};

struct na_postcode_answer {
    struct na_here_answer here;       /* of its position */
    bool is_listed;                   /* the pack lists it; else an asset alone has it */
    struct na_postcode_view postcode; /* where it is listed */
    struct na_neighbour neighbours[NA_NEIGHBOURS_MAX]; /* nearest first; equally near by key */
    size_t neighbour_count;
};

/* as_at, neighbours. The postcode stands in the path: a whole one, in any case, blanks anywhere.
 * Errors: NA_ERR_PARAM_MALFORMED (a part of one, or none), NA_ERR_POSTCODE_UNKNOWN and
 * NA_ERR_POSTCODE_NO_POSITION, with which the session keeps what may be offered instead. */
extern const struct na_param_specs na_postcode_params;
extern const struct na_question na_question_postcode;
na_answer na_answer_postcode;

NA_MUST_USE enum na_code na_render_postcode(const struct na_snapshot *snapshot,
                                            const struct na_postcode_answer *answer,
                                            struct na_buffer *to);
NA_MUST_USE enum na_code na_render_postcode_text(const struct na_snapshot *snapshot,
                                                 const struct na_postcode_answer *answer,
                                                 struct na_buffer *to);

#endif
