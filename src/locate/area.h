/* locate/area.h - where the data of a pack are: what lies far outside is refused, not answered. */
#ifndef NA_LOCATE_AREA_H
#define NA_LOCATE_AREA_H

#include "question/session_state.h"

/* Is the point within the area of the data? Yes where no area is known. */
bool na_area_holds(struct na_session *session, struct na_lonlat at);

#endif
