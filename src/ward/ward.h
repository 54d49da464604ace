/* ward/ward.h - the ward of a point: the question and its answer as values. */
#ifndef NA_WARD_WARD_H
#define NA_WARD_WARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/session.h>

#include "data/snapshot.h"
#include "io/json_write.h"
#include "locate/question_position.h"
#include "question/question.h"
#include "question/warnings.h"
#include "ward/boundary.h"

/* Most alternatives in an answer. */
#define NA_ALTERNATIVES_MAX 64

struct na_ward_question {
    struct na_position position;
    const struct na_layer *layer;
    const char *vintage; /* as given, or NULL */
    bool as_at_given;
    int32_t as_at;
    bool none_valid; /* no vintage is valid at as_at: `layer` is the newest */
};

enum na_match { NA_MATCH_INSIDE, NA_MATCH_BOUNDARY, NA_MATCH_NONE };

struct na_ward_answer {
    struct na_ward_question question;
    enum na_match match;
    uint32_t ward;                  /* number within the layer, or NA_AREA_NONE */
    double boundary_distance_m;     /* NAN: the layer has no edge */
    double uncertainty_m;           /* accuracy + tolerance + transformation, where it takes part */
    bool certain;                   /* no other answer within uncertainty_m */
    struct na_boundary_hit nearest; /* with match none: the ward of the nearest boundary */
    struct na_boundary_hit alternatives[NA_ALTERNATIVES_MAX];
    size_t alternative_count;
    struct na_warnings warnings;
};

/* Read the question (params passed na_params_check). Errors: those of na_position_read and
 * na_vintage_choose. */
NA_MUST_USE enum na_code na_ward_read(struct na_session *session, const struct na_param *params,
                                      size_t count, int32_t today,
                                      struct na_ward_question *ret_question,
                                      struct na_error *reterr);

/* Answer it. Errors: NA_ERR_OUTSIDE (easting/northing beyond the transformation asked of a layer in
 * degrees), NA_ERR_CORRUPT. */
NA_MUST_USE enum na_code na_ward_find(const struct na_snapshot *snapshot,
                                      const struct na_ward_question *question,
                                      struct na_ward_answer *ret_answer, struct na_error *reterr);

/* "inside", "boundary" or "none"; static. */
const char *na_match_name(enum na_match match);

/* A position, vintage, as_at. */
extern const struct na_param_specs na_ward_params;
extern const struct na_question na_question_ward;
na_answer na_answer_ward;

/* A whole answer, as JSON and as text. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_render_ward(const struct na_snapshot *snapshot,
                                        const struct na_ward_answer *answer, struct na_buffer *to);
NA_MUST_USE enum na_code na_render_ward_text(const struct na_snapshot *snapshot,
                                             const struct na_ward_answer *answer,
                                             struct na_buffer *to);
/* "ward" of an answer: code, name and authority, or null. */
void na_render_ward_found(struct na_json *json, const struct na_snapshot *snapshot,
                          const struct na_ward_answer *answer);

#endif
