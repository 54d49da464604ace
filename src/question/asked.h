/* question/asked.h - what a session's last question was about, for the audit log. One thread. */
#ifndef NA_QUESTION_ASKED_H
#define NA_QUESTION_ASKED_H

#include "geo/gridref.h"
#include "question/position.h"

/* Before a question: nothing was asked for. */
void na_session_asked_clear(struct na_session *session);
/* While it is read: for this position. */
void na_session_asked(struct na_session *session, const struct na_position *position);
/* And with this kind, which is asked for or stands there; it may be sensitive. */
void na_session_asked_kind(struct na_session *session, const char *kind);

/* Was a position asked for? Then *ret_square is the reference of its square of 1 km, "NZ 50 32", or
 * "" when a sensitive kind was involved or it is not on the grid. */
bool na_session_asked_square(struct na_session *session, char ret_square[NA_GRIDREF_TEXT]);

#endif
