/* question/session_state.h - what is inside a session. Use from one thread at a time. */
#ifndef NA_QUESTION_SESSION_STATE_H
#define NA_QUESTION_SESSION_STATE_H

#include <stdbool.h>

#include <nearaid/session.h>

#include "base/clock_uk.h"
#include "data/snapshot.h"
#include "geo/crs.h"
#include "geo/street_search.h"
#include "question/bbox.h"

struct na_located;
struct na_reading;
struct na_hours_memo;

struct na_say;

struct na_asked {
    bool has_position, has_lonlat, has_grid, is_sensitive;
    struct na_lonlat at;
    struct na_grid grid;
};

struct na_session {
    struct na_snapshot *snapshot;
    bool interest_known;
    bool has_interest;
    struct na_bbox interest;
    struct na_asked asked;       /* question/asked.h */
    struct na_located *refused;  /* what the last place asked for may have been; NULL at first */
    struct na_reading *reading;  /* room of locate/ for a text taken apart; NULL at first */
    struct na_hours_memo *hours; /* room of nearest/ for opening hours; NULL at first */
    bool area_known, has_area;
    struct na_bbox area;              /* locate/area.h */
    bool has_refused;                 /* the last one was refused, with these candidates */
    int64_t now;                      /* UTC seconds; NA_INSTANT_NONE: not known */
    bool sees_codes;                  /* who asks may see the codes of the pack */
    const struct na_say *say;         /* borrowed; NULL: the template that ships */
    struct na_street_search *streets; /* made at the first walk; NULL before */
};

/* The transformer of the session's data. Always NA_OK. */
NA_MUST_USE enum na_code na_session_crs(struct na_session *session, const struct na_crs **ret_crs,
                                        struct na_error *reterr);

/* The session's room for candidates, made at the first call. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_session_room(struct na_session *session,
                                         struct na_located **ret_located, struct na_error *reterr);

/* The session's workspace for ways through the streets, made at the first call; NULL if the data
 * has no network. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_session_streets(struct na_session *session,
                                            struct na_street_search **ret_search,
                                            struct na_error *reterr);

/* The box around all wards and assets of the pack; false when it has neither. */
bool na_session_interest(struct na_session *session, struct na_bbox *ret_box);

#endif
