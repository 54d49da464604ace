/* nearaid/session.h - ask questions of a snapshot.
 *
 * A session holds what one thread needs to ask (its own PROJ context among it). Use each session
 * from one thread at a time; any number of sessions may share a snapshot.
 */
#ifndef NEARAID_SESSION_H
#define NEARAID_SESSION_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>
#include <nearaid/snapshot.h>

struct na_session;

/* One named parameter of a question, as typed by the caller. Both texts UTF-8, NUL-terminated. */
struct na_param {
    const char *name;
    const char *value;
};

/* Make a session on `snapshot` (takes its own reference).
 * Errors: NA_ERR_MEMORY. Free with na_session_free. */
NA_API NA_MUST_USE enum na_code na_session_new(struct na_snapshot *snapshot,
                                               struct na_session **ret_session,
                                               struct na_error *reterr);

/* Release a session and its reference. NULL does nothing. */
NA_API void na_session_free(struct na_session *session);

/* Tell the session what time it is, seconds since 1970-01-01 00:00 UTC: the default of `when`.
 * Without it, opening hours are not judged unless a question gives `when`. */
NA_API void na_session_set_now(struct na_session *session, int64_t utc_s);

/* Ask any question that is answered in JSON or GeoJSON; {"f", "geojson"} asks for the latter.
 *   session   in   bound to the data; used by one thread at a time
 *   name      in   of the question: "coverage", "here", ... (docs/reference.md has them)
 *   params    in   `count` parameters, at most 64; what stands in a path is one of them:
 *                  {"code", "E05013038"} of "wardByCode". May be NULL if `count` is 0
 *   today     in   today's date "YYYY-MM-DD", the default of as_at
 *   ret_json  out  NUL-terminated UTF-8, freed by the caller with na_free
 *   ret_length out its length in bytes without the NUL; may be NULL
 *   reterr    out  filled on failure; may be NULL
 * Errors: NA_ERR_ROUTE (no such question), NA_ERR_ACCEPT (it has no JSON, or works on files), any
 * of the 4xx codes, NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_API NA_MUST_USE enum na_code na_ask(struct na_session *session, const char *name,
                                       const struct na_param *params, size_t count,
                                       const char *today, char **ret_json, size_t *ret_length,
                                       struct na_error *reterr);

/* The ward of a point, as JSON (docs/answers.md has its fields).
 *   params    in   `count` parameters: lat+lon, easting+northing or gridref, and optionally
 *                  accuracy_m, vintage, as_at
 *   today     in   today's date "YYYY-MM-DD", the default of as_at
 *   ret_json  out  NUL-terminated UTF-8, freed by the caller with na_free
 *   ret_length out its length in bytes without the NUL; may be NULL
 * Errors: any of the 4xx codes, NA_ERR_MEMORY. */
NA_API NA_MUST_USE enum na_code na_ask_ward(struct na_session *session,
                                            const struct na_param *params, size_t count,
                                            const char *today, char **ret_json, size_t *ret_length,
                                            struct na_error *reterr);

/* The nearest assets of a point, as JSON. Parameters: a position as above, kind (repeatable), and
 * optionally k, max_m, status (repeatable), usable, when, as_at, accuracy_m. Otherwise as
 * na_ask_ward. */
NA_API NA_MUST_USE enum na_code na_ask_nearest(struct na_session *session,
                                               const struct na_param *params, size_t count,
                                               const char *today, char **ret_json,
                                               size_t *ret_length, struct na_error *reterr);

/* Free a text returned by this library. NULL does nothing. Any thread. */
NA_API void na_free(void *text);

#endif
