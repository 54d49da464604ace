/* register/hours.h - opening hours as people write them, as the subset of OpenStreetMap's
 * opening_hours that docs/opening-hours.md describes. Pure; any thread.
 *
 * The whole text is read, or nothing of it: "9-5" (of which half of the day?), "Mon-Fri 9am-5" and
 * "term time" stay unknown. */
#ifndef NA_REGISTER_HOURS_H
#define NA_REGISTER_HOURS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

#define NA_HOURS_READ_MAX 256

/* "Monday to Friday 9am to 5pm" is "Mo-Fr 09:00-17:00". False, nothing written, if its meaning is
 * not single. What is of the subset already comes out as it is. */
bool na_hours_read(struct na_str prose, char ret_hours[NA_HOURS_READ_MAX]);

#endif
