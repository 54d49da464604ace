/* question/ask.h - what asks and answers share: the forms of an answer, the session it is asked in,
 * and what is rendered when there is none. */
#ifndef NA_QUESTION_ASK_H
#define NA_QUESTION_ASK_H

#include <nearaid/session.h>

#include "base/buffer.h"
#include "data/snapshot.h"

/* NA_FORMAT_WORDS: what is read out, which only nearest has. NA_FORMAT_HTML: page/page.h. */
enum na_format {
    NA_FORMAT_JSON,
    NA_FORMAT_GEOJSON,
    NA_FORMAT_TEXT,
    NA_FORMAT_WORDS,
    NA_FORMAT_HTML
};

/* Largest answer, bytes. */
#define NA_ANSWER_LIMIT ((size_t)256 * 1024 * 1024)

/* Bind an existing session to another snapshot (takes its own reference, gives the former back).
 * Cheap when it is the same one: a daemon's thread calls it for every request. */
NA_MUST_USE enum na_code na_session_bind(struct na_session *session, struct na_snapshot *snapshot,
                                         struct na_error *reterr);
/* Say by this template (nearest/say.h), which is borrowed; NULL: by the one that ships. */
struct na_say;
void na_session_set_say(struct na_session *session, const struct na_say *say);
/* May who asks the next questions see the codes that the pack holds? At first nobody may. */
void na_session_set_codes(struct na_session *session, bool sees_codes);
bool na_session_sees_codes(const struct na_session *session);
const struct na_snapshot *na_session_snapshot(const struct na_session *session);

/* With NA_ERR_PLACE_UNKNOWN, NA_ERR_AMBIGUOUS_PLACE, NA_ERR_POSTCODE_UNKNOWN,
 * NA_ERR_POSTCODE_NO_POSITION and NA_ERR_W3W_NOT_STORED the session keeps what may be offered
 * instead until the next question. This is na_render_problem with the member `candidates` when it
 * keeps some of that error; `session` may be NULL. */
NA_MUST_USE enum na_code na_render_refusal(const struct na_session *session,
                                           const struct na_error *error, struct na_buffer *to);
/* Those candidates as a table for people; nothing when there are none. */
NA_MUST_USE enum na_code na_render_refusal_text(const struct na_session *session,
                                                enum na_code refusal, struct na_buffer *to);

/* An error as RFC 9457 JSON: type, title, status, detail, code, and where known param and hint. */
NA_MUST_USE enum na_code na_render_problem(const struct na_error *error, struct na_buffer *to);
/* A report of a check or compilation: JSON ({"errors":n,"warnings":n,"findings":[...]}) or text
 * lines. */
struct na_report;
NA_MUST_USE enum na_code na_render_report(const struct na_report *report, enum na_format format,
                                          struct na_buffer *to);

#endif
