/* locate/area.h - where the data of a pack are: what lies far outside is refused, not answered. */
#ifndef NA_LOCATE_AREA_H
#define NA_LOCATE_AREA_H

#include "question/session_state.h"

/* The box around the wards and postcodes of the pack (its assets if it has neither), larger by the
 * pack's margin on every side. False: the pack has none of them, or the postcodes cannot be placed;
 * then nothing is outside. Made at the first call for a snapshot. */
bool na_area_of(struct na_session *session, struct na_bbox *ret_box);

/* Is the point within the area of the data? Yes where no area is known. */
bool na_area_holds(struct na_session *session, struct na_lonlat at);

#endif
