/* query/session_state.h - what is inside a session. Use from one thread at a time. */
#ifndef NA_QUERY_SESSION_STATE_H
#define NA_QUERY_SESSION_STATE_H

#include <stdbool.h>

#include <nearaid/session.h>

#include "base/clock_uk.h"
#include "data/snapshot.h"
#include "geo/crs.h"
#include "query/bbox.h"

struct na_session {
    struct na_snapshot *snapshot;
    struct na_crs *crs; /* NULL until first needed; reads the snapshot's grid bytes */
    bool interest_known;
    bool has_interest;
    struct na_bbox interest;
    int64_t now; /* UTC seconds; NA_INSTANT_NONE: not known */
};

/* The session's transformer, made at the first call. Errors as na_crs_new. */
NA_MUST_USE enum na_code na_session_crs(struct na_session *session, struct na_crs **ret_crs,
                                        struct na_error *reterr);

/* The box around all wards and assets of the pack; false when it has neither. */
bool na_session_interest(struct na_session *session, struct na_bbox *ret_box);

#endif
