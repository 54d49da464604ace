/* nearest/private.h - what the files of the room share: the search with its filters, the
 * placeholders of a template, and what is known of a result when it is put into words. */
#ifndef NA_NEAREST_PRIVATE_H
#define NA_NEAREST_PRIVATE_H

#include "nearest/crosses.h"
#include "nearest/nearest.h"
#include "nearest/say.h"

struct na_nearest_filter {
    const struct na_snapshot *snapshot;
    const struct na_nearest_question *question;
    struct na_moment moment;
    bool must_be_usable; /* and known to be */
};

/* The session's room for opening hours, made at the first call. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_session_hours(struct na_session *session,
                                          struct na_hours_memo **ret_memo, struct na_error *reterr);

struct na_nearest_filter na_nearest_filter_of(const struct na_snapshot *snapshot,
                                              const struct na_nearest_question *question);
/* Why the question leaves this asset out; NA_LEFT_IN if it does not. */
enum na_left na_nearest_left(const struct na_nearest_filter *filter, uint32_t point,
                             const struct na_asset *asset);
/* The verdict on an asset at the filter's moment, without its words. */
enum na_usable_state na_nearest_state(const struct na_nearest_filter *filter, uint32_t point,
                                      const struct na_asset *asset);
/* na_point_filter on a struct na_nearest_filter: passes the question's filters. */
bool na_nearest_wanted(const void *filter, uint32_t point);

/* Search all kinds of the question; *ret_found is sorted. */
void na_nearest_search(const struct na_nearest_filter *filter, double max_m, size_t k,
                       na_point_filter *wanted, struct na_nearest *ret_found);

/* The best of the results, and who is left out: nearest/verdicts.c. */
void na_nearest_verdicts(const struct na_snapshot *snapshot, struct na_nearest_answer *answer);

/* Could another asset than the first be the nearest: nearest/order.c. `found` may hold one result
 * more than the answer will. */
void na_nearest_order(const struct na_snapshot *snapshot, struct na_nearest_answer *answer);

/* Where the position meets the streets, and whether the order follows them: by_walk.c. */
void na_nearest_walk_begin(const struct na_snapshot *snapshot, struct na_nearest_answer *answer);
/* The k nearest on foot, then, in straight order, those to which no way is known. */
void na_nearest_walk_search(const struct na_nearest_filter *filter, size_t k,
                            struct na_nearest_answer *answer);
/* The walks to results that were found in a straight line. */
void na_nearest_walk_fill(const struct na_nearest_filter *filter, struct na_nearest_answer *answer);
/* The walk to one asset, as far as ways are looked for. */
struct na_walk na_nearest_walk_to(const struct na_nearest_answer *answer, uint32_t point);
/* The first on foot of those that `wanted` lets through, within `limit_mm`; false: none. */
bool na_nearest_walk_first(const struct na_nearest_filter *filter,
                           const struct na_nearest_answer *answer, na_point_filter *wanted,
                           uint32_t limit_mm, struct na_walk_hit *ret_hit);
/* Is the kind one of those asked for? */
bool na_nearest_asks_kind(const struct na_nearest_question *question, const char *kind);
/* na_point_filter on a struct na_nearest_filter: of a kind asked for, and passes the filters. */
bool na_nearest_kind_wanted(const void *filter, uint32_t point);
/* Those left out that are nearer than the last result, by the way on foot; at most `most`. */
size_t na_nearest_walk_left_out(const struct na_nearest_filter *filter,
                                const struct na_nearest_answer *answer, size_t most,
                                struct na_left_out *ret_left_out);
/* What the streets give cause to say. */
void na_nearest_walk_warn(const struct na_snapshot *snapshot, struct na_nearest_answer *answer);
/* na_nearest_order by the streets: order_walk.c. */
void na_nearest_order_walk(const struct na_snapshot *snapshot, struct na_nearest_answer *answer);

/* X(symbol, name in a template, most words that a caller hears of it; 0: none, or not for callers,
 * may a caller hear it) */
#define NA_SAY_FIELDS(X)                                                                           \
    X(NA_SAY_KIND, "kind", 3, true)                                                                \
    X(NA_SAY_ID, "id", 0, false)                                                                   \
    X(NA_SAY_NAME, "name", 0, false)                                                               \
    X(NA_SAY_ADDRESS, "address", 0, false)                                                         \
    X(NA_SAY_STREET, "street", 0, false)                                                           \
    X(NA_SAY_POSTCODE, "postcode", 0, false)                                                       \
    X(NA_SAY_SITING, "siting", 0, false)                                                           \
    X(NA_SAY_W3W, "w3w", 0, false)                                                                 \
    X(NA_SAY_GRIDREF, "gridref", 0, false)                                                         \
    X(NA_SAY_DISTANCE, "distance", 0, false)                                                       \
    X(NA_SAY_DIRECTION, "direction", 0, false)                                                     \
    X(NA_SAY_WAY, "way", 0, false)                                                                 \
    X(NA_SAY_WALK, "walk", 0, false)                                                               \
    X(NA_SAY_AT_LEAST, "at_least", 0, false)                                                       \
    X(NA_SAY_CROSSES, "crosses", 0, false)                                                         \
    X(NA_SAY_ACCESS, "access", 0, false)                                                           \
    X(NA_SAY_USABLE, "usable", 0, false)                                                           \
    X(NA_SAY_FIRST, "first", 0, true)                                                              \
    X(NA_SAY_PLACE, "place", 8, true)                                                              \
    X(NA_SAY_PLACE_SHORT, "place_short", 3, true)                                                  \
    X(NA_SAY_RIVAL_SHORT, "rival_short", 3, true)                                                  \
    X(NA_SAY_NEXT_PLACE, "next_place", 8, true)                                                    \
    X(NA_SAY_LANDMARK, "landmark", 8, true)                                                        \
    X(NA_SAY_LOOKS, "looks", 3, true)                                                              \
    X(NA_SAY_FIND, "find", 12, true)                                                               \
    X(NA_SAY_DOUBT, "doubt", 1, true)                                                              \
    X(NA_SAY_NEXT_DOUBT, "next_doubt", 1, true)                                                    \
    X(NA_SAY_ACROSS, "across", 3, true)                                                            \
    X(NA_SAY_SHUT, "shut", 3, true)                                                                \
    X(NA_SAY_HOW_FAR, "how_far", 5, true)                                                          \
    X(NA_SAY_FAR, "far", 0, false)                                                                 \
    X(NA_SAY_METRES, "metres", 0, false)                                                           \
    X(NA_SAY_MINUTES, "minutes", 0, false)                                                         \
    X(NA_SAY_MINUTES_OVER, "minutes_over", 0, false)                                               \
    X(NA_SAY_FACTS, "facts", 0, false)                                                             \
    X(NA_SAY_STRAIGHT, "straight", 0, false)                                                       \
    X(NA_SAY_NO_WAY, "no_way", 0, false)                                                           \
    X(NA_SAY_UNSURE, "unsure", 0, false)                                                           \
    X(NA_SAY_NEXT, "next", 0, false)                                                               \
    X(NA_SAY_NEXT_FAR, "next_far", 0, false)                                                       \
    X(NA_SAY_HOLDER, "holder", 0, false)                                                           \
    X(NA_SAY_NOTE, "note", 0, false)                                                               \
    X(NA_SAY_BARRIER, "barrier", 0, false)                                                         \
    X(NA_SAY_WHICH_ONE, "which", 0, false)                                                         \
    X(NA_SAY_KEYS, "keys", 0, false)                                                               \
    X(NA_SAY_THING, "thing", 0, false)                                                             \
    X(NA_SAY_CLOSED_WHY, "closed", 0, false)                                                       \
    X(NA_SAY_POSTCODE_ASKED, "postcode_asked", 0, false)                                           \
    X(NA_SAY_ACCURACY, "accuracy", 0, false)                                                       \
    X(NA_SAY_READ_BACK, "read_back", 0, false)                                                     \
    X(NA_SAY_SOUNDS_LIKE, "sounds_like", 0, false)                                                 \
    X(NA_SAY_ORDER, "order", 0, false)                                                             \
    X(NA_SAY_DATA_AGE, "data_age", 0, false)                                                       \
    X(NA_SAY_POSITION, "position", 0, false)                                                       \
    X(NA_SAY_OFFERED, "offered", 0, false)                                                         \
    X(NA_SAY_TITLE, "title", 0, false)

enum na_say_field {
#define X(symbol, name, words, heard) symbol,
    NA_SAY_FIELDS(X)
#undef X
        NA_SAY_FIELD_COUNT
};

/* Which words fit. X(symbol, name in a template) */
#define NA_SAY_CASES(X)                                                                            \
    X(NA_CASE_USABLE, "usable")                                                                    \
    X(NA_CASE_DOUBTFUL, "doubtful")                                                                \
    X(NA_CASE_CODE_HERE, "code_here")                                                              \
    X(NA_CASE_CODE_ELSEWHERE, "code_elsewhere")                                                    \
    X(NA_CASE_ACROSS, "across")                                                                    \
    X(NA_CASE_TOO_FAR, "too_far")                                                                  \
    X(NA_CASE_WAY_UNKNOWN, "way_unknown")                                                          \
    X(NA_CASE_WHICH, "which")                                                                      \
    X(NA_CASE_DEMONSTRATION, "demonstration")                                                      \
    X(NA_CASE_CLOSED, "closed")                                                                    \
    X(NA_CASE_CLOSED_ONLY, "closed_only")                                                          \
    X(NA_CASE_POSTCODE, "postcode")                                                                \
    X(NA_CASE_VISIT, "visit")                                                                      \
    X(NA_CASE_OUTSIDE, "outside")

enum na_say_case {
#define X(symbol, name) symbol,
    NA_SAY_CASES(X)
#undef X
        NA_SAY_CASE_COUNT
};

/* The blocks of a template. Those of a case stand in pairs: caller, operator. */
enum {
    NA_SAY_BLOCK_FIRST,  /* @first */
    NA_SAY_BLOCK_ALONE,  /* @alone */
    NA_SAY_BLOCK_ALWAYS, /* @operator */
    NA_SAY_BLOCK_CASES,  /* @caller CASE, @operator CASE, of each case */
    NA_SAY_BLOCK_COUNT = NA_SAY_BLOCK_CASES + 2 * NA_SAY_CASE_COUNT
};

enum na_say_token_kind {
    NA_SAY_TOKEN_LINE, /* before those of each line */
    NA_SAY_TOKEN_TEXT,
    NA_SAY_TOKEN_FIELD,
    NA_SAY_TOKEN_OPEN, /* [ */
    NA_SAY_TOKEN_CLOSE
};

/* A piece of a template, which is not longer than 16 KiB. */
struct na_say_token {
    uint16_t at; /* its bytes in the template */
    uint16_t length;
    uint8_t kind;  /* enum na_say_token_kind */
    uint8_t field; /* enum na_say_field, of a field */
};

/* Some lines of a template; a view into it. */
struct na_say_lines {
    const char *text;
    const struct na_say_token *tokens;
    size_t count;
};

/* What the block of a template says; NULL: of the one that ships. One of the old form has the whole
 * for callers, and the shipped one's words for operators. */
struct na_say_lines na_say_block(const struct na_say *say, size_t block);
/* Is it heard by a caller? */
bool na_say_block_is_heard(size_t block);
static inline size_t na_say_caller_block(enum na_say_case which)
{
    return NA_SAY_BLOCK_CASES + 2 * (size_t)which;
}

/* One asset as it is spoken of. */
struct na_say_one {
    uint32_t point;
    struct na_asset asset;
    double distance_m, bearing_deg;
    bool walk_known;
    double reach_m; /* on foot if that is known, else in a straight line */
    struct na_usable usable;
};

/* What is known of a result. */
struct na_say_facts {
    const struct na_snapshot *snapshot;
    const struct na_nearest_answer *answer;
    size_t i;
    const struct na_kind *kind;
    struct na_moment moment;
    struct na_say_one one;
    struct na_crosses crosses;
    bool ways_known; /* the pack knows what is in the way of a straight line */
    bool is_near; /* no farther than the position asked for is good to: no direction can be told */
    enum na_say_case which;
    bool has_next; /* the nearest other that may be usable and that no barrier keeps away */
    struct na_say_one next;
    bool has_rival; /* another that may be as near */
    struct na_say_one rival;
    /* Of a place that was refused, and nothing else is known. */
    const struct na_error *refusal;
    const struct na_located *offered; /* NULL: nothing */
};

/* Choose the words: say_case.c. */
void na_say_facts_find(const struct na_snapshot *snapshot, const struct na_nearest_answer *answer,
                       size_t i, struct na_say_facts *ret_facts);

/* Say what the facts tell; as na_say_result. */
NA_MUST_USE enum na_code na_say_facts(const struct na_say *say, const struct na_say_facts *facts,
                                      struct na_say_texts *ret_said);
/* "say" of a result: caller, alone and operator. */
void na_render_say(struct na_json *json, const struct na_say *say,
                   const struct na_say_facts *facts);

/* Append what a placeholder stands for; nothing when there is nothing to say. {first} is not one of
 * them: say.c has it. */
NA_MUST_USE enum na_code na_say_field_put(enum na_say_field field, const struct na_say_facts *facts,
                                          struct na_buffer *to);
/* Those of the operator: say_operator.c. */
NA_MUST_USE enum na_code na_say_operator_put(enum na_say_field field,
                                             const struct na_say_facts *facts,
                                             struct na_buffer *to);
/* Those of the caller: say_caller.c. */
NA_MUST_USE enum na_code na_say_caller_put(enum na_say_field field,
                                           const struct na_say_facts *facts, struct na_buffer *to);

/* Can a caller be told where exactly it is? */
bool na_say_can_find(const struct na_asset *asset);
/* Does one that is closed open again on the same day? */
bool na_say_opens_today(const struct na_say_facts *facts);
/* Whole minutes of a walk in a straight line, at least 1. */
double na_say_minutes(double distance_m);

#endif
