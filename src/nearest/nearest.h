/* nearest/nearest.h - the k nearest assets of a point: the question and its answer as values. */
#ifndef NA_NEAREST_NEAREST_H
#define NA_NEAREST_NEAREST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/session.h>

#include "data/snapshot.h"
#include "geo/geodesic_near.h"
#include "io/json_write.h"
#include "locate/question_position.h"
#include "nearest/usable.h"
#include "question/question.h"
#include "question/tag_filter.h"
#include "question/warnings.h"
#include "walk/walk.h"

/* Which verdicts (nearest/usable.h) a question lets through. */
enum na_usable_filter { NA_USABLE_ANY, NA_USABLE_NOT_NO, NA_USABLE_ONLY_YES };

/* What rank, max_m, best and left_out follow: the way on foot unless it cannot be known. */
enum na_nearest_by { NA_BY_DEFAULT, NA_BY_WALK, NA_BY_STRAIGHT };

/* No asset: nobody knows who else may be the nearest. */
#define NA_RIVAL_NONE UINT32_MAX

struct na_say;

/* Whatever a status is or will be. */
#define NA_STATUSES_ALL (~0u)

struct na_nearest_question {
    struct na_position position;                /* has_lonlat */
    const struct na_kind *kinds[NA_PARAMS_MAX]; /* each once, in the order asked */
    size_t kind_count;
    size_t k;
    double max_m;             /* INFINITY: no limit */
    unsigned int status_mask; /* bit enum na_status; NA_STATUSES_ALL when not asked */
    bool status_given;
    bool as_at_given;
    int32_t as_at;
    enum na_usable_filter usable;
    bool usable_given;
    bool when_given;
    int64_t when;             /* instant of the opening hours; NA_INSTANT_NONE: not known */
    const struct na_say *say; /* template of the words; NULL: the one that ships */
    struct na_tag_filter tags;
    bool sees_codes; /* who asks may see the codes that the pack holds */
    enum na_nearest_by by;
    bool wants_line;                  /* the way to each result as a line */
    struct na_street_search *streets; /* the session's; NULL: the pack has none */
    struct na_hours_memo *hours;      /* the session's; NULL: of many, asked by other threads */
    struct na_geodesic_near near;     /* the position, see na_nearest_make_ready */
    bool is_plain; /* only the results are wanted: no verdicts, no order, no warnings of them */
};

/* Why an asset is left out. */
enum na_left { NA_LEFT_IN, NA_LEFT_BY_TAG, NA_LEFT_BY_STATUS, NA_LEFT_BY_DATE, NA_LEFT_BY_USABLE };

#define NA_LEFT_OUT_MAX 5
struct na_left_out {
    struct na_point_hit hit;
    enum na_left left;
    struct na_walk walk;
};

/* Why there are fewer than k. */
struct na_shortfall {
    uint32_t existing;  /* assets of the kinds asked for */
    uint32_t by_tag;    /* of them, left out by tag, */
    uint32_t by_status; /* of the rest, left out by status, */
    uint32_t by_date;   /* of the rest, not valid at as_at, */
    uint32_t by_usable; /* of the rest, not usable as asked, */
    uint32_t by_max_m;  /* of the rest, too far away */
};

#define NA_BEST_NONE SIZE_MAX

struct na_nearest_answer {
    struct na_nearest_question question;
    struct na_nearest found;              /* in order; count <= k */
    bool tells_walk;                      /* the pack has streets, or they were asked for */
    bool by_walk;                         /* the order is that of the ways on foot */
    struct na_network network;            /* only if question.streets is not NULL */
    struct na_walk_from from;             /* where the position meets the streets */
    struct na_walk walks[NA_NEAREST_MAX]; /* of each result; only if tells_walk */
    bool is_short;
    struct na_shortfall shortfall; /* only when is_short */
    size_t best;                   /* among found; NA_BEST_NONE */
    bool is_too_far;               /* to send anybody: the best, else the first */
    bool order_stable;             /* nearest/order.c has the claim */
    uint32_t rival; /* an asset that may be the nearest, or NA_RIVAL_NONE; only when not stable */
    struct na_left_out left_out[NA_LEFT_OUT_MAX]; /* nearer than the last result */
    size_t left_out_count;
    bool more_left_out;
    struct na_warnings warnings;
};

/* Read the question (params passed na_params_check), whose tags borrow from the params. Errors:
 * those of na_position_read and na_tag_filter_read, NA_ERR_KIND_UNKNOWN, NA_ERR_OUTSIDE. */
NA_MUST_USE enum na_code na_nearest_read(struct na_session *session, const struct na_param *params,
                                         size_t count, int32_t today,
                                         struct na_nearest_question *ret_question,
                                         struct na_error *reterr);

/* The same without a position, which the caller puts into each of many questions. */
NA_MUST_USE enum na_code na_nearest_read_for_many(struct na_session *session,
                                                  const struct na_param *params, size_t count,
                                                  int32_t today,
                                                  struct na_nearest_question *ret_question,
                                                  struct na_error *reterr);

/* Make the position ready to be measured from, for one that is asked of many kinds. */
void na_nearest_make_ready(struct na_nearest_question *question);
/* Answer it. `asked` may be the question in the answer. */
void na_nearest_find(const struct na_snapshot *snapshot, const struct na_nearest_question *asked,
                     struct na_nearest_answer *ret_answer);

/* How far result `i` is to go: on foot where that is known, else in a straight line. */
double na_nearest_reach_m(const struct na_nearest_answer *answer, size_t i);

/* Is this asset farther away than anybody is sent for its kind? */
bool na_is_too_far(const struct na_snapshot *snapshot, const struct na_asset *asset,
                   double distance_m);
/* What verdicts of this question are about. */
struct na_moment na_nearest_moment(const struct na_snapshot *snapshot,
                                   const struct na_nearest_question *question);
/* "tag", "status", "date" or "usable"; static. */
const char *na_left_name(enum na_left left);
/* Why, in words, cut at `size`. */
void na_left_text(const struct na_snapshot *snapshot, const struct na_nearest_question *question,
                  const struct na_left_out *left_out, char *to, size_t size);

/* The answer's shortfall as a sentence without a full stop, cut at `size`. */
void na_shortfall_text(const struct na_nearest_answer *answer, char *to, size_t size);

/* A position, kind, k, max_m, status, tag, as_at, usable, when. */
extern const struct na_param_specs na_nearest_params;
extern const struct na_question na_question_nearest;
na_answer na_answer_nearest;

/* A whole answer, as JSON and as text. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_render_nearest(const struct na_snapshot *snapshot,
                                           const struct na_nearest_answer *answer,
                                           struct na_buffer *to);
NA_MUST_USE enum na_code na_render_nearest_text(const struct na_snapshot *snapshot,
                                                const struct na_nearest_answer *answer,
                                                struct na_buffer *to);
/* Members "by" and "network", where the answer has them. */
void na_render_nearest_network(struct na_json *json, const struct na_nearest_answer *answer);
/* Result `i` of an answer, an object. */
void na_render_nearest_result(struct na_json *json, const struct na_snapshot *snapshot,
                              const struct na_nearest_answer *answer, size_t i);

#endif
