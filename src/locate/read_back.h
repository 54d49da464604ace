/* locate/read_back.h - a certain position said back to the caller, and the postcodes that sound
 * like it. A postcode that was read for certain may still have been heard wrongly: nothing in the
 * text can show that, only the caller. */
#ifndef NA_LOCATE_READ_BACK_H
#define NA_LOCATE_READ_BACK_H

#include "locate/locate.h"

/* Fill in `read_back` and `sounds_like` of an answer with a certain candidate. */
void na_read_back(struct na_session *session, struct na_located *located);

#endif
