/* query/nearest.h - the k nearest assets of a point: the question and its answer as values. */
#ifndef NA_QUERY_NEAREST_H
#define NA_QUERY_NEAREST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/session.h>

#include "data/snapshot.h"
#include "query/params.h"
#include "query/question_position.h"
#include "query/warnings.h"

struct na_nearest_question {
    struct na_position position;                /* has_lonlat */
    const struct na_kind *kinds[NA_PARAMS_MAX]; /* each once, in the order asked */
    size_t kind_count;
    size_t k;
    double max_m;             /* INFINITY: no limit */
    unsigned int status_mask; /* bit enum na_status; all bits when not asked */
    bool status_given;
    bool as_at_given;
    int32_t as_at;
};

/* Why there are fewer than k. */
struct na_shortfall {
    uint32_t existing;  /* assets of the kinds asked for */
    uint32_t by_status; /* of them, left out by status, */
    uint32_t by_date;   /* of the rest, not valid at as_at, */
    uint32_t by_max_m;  /* of the rest, too far away */
};

struct na_nearest_answer {
    struct na_nearest_question question;
    struct na_nearest found; /* sorted; count <= k */
    bool is_short;
    struct na_shortfall shortfall; /* only when is_short */
    struct na_warnings warnings;
};

/* Read the question (params passed na_params_check). Errors: those of na_position_read,
 * NA_ERR_KIND_UNKNOWN, NA_ERR_OUTSIDE. */
NA_MUST_USE enum na_code na_nearest_read(struct na_session *session, const struct na_param *params,
                                         size_t count, int32_t today,
                                         struct na_nearest_question *ret_question,
                                         struct na_error *reterr);

/* Answer it. */
void na_nearest_find(const struct na_snapshot *snapshot, const struct na_nearest_question *question,
                     struct na_nearest_answer *ret_answer);

/* The answer's shortfall as a sentence without a full stop, cut at `size`. */
void na_shortfall_text(const struct na_nearest_answer *answer, char *to, size_t size);

/* The kind of that name, or NULL with NA_ERR_KIND_UNKNOWN (the nearest spelling first in the hint).
 */
NA_MUST_USE enum na_code na_kind_find(const struct na_snapshot *snapshot, const char *name,
                                      const struct na_kind **ret_kind, struct na_error *reterr);

#endif
