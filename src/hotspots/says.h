/* hotspots/says.h - what the figures mean, in sentences for those who must act on them. Every form
 * carries the same ones, in the same order, before the list. */
#ifndef NA_HOTSPOTS_SAYS_H
#define NA_HOTSPOTS_SAYS_H

#include "hotspots/find.h"

#define NA_HOTSPOT_SAYS_MAX 8
#define NA_HOTSPOT_SAY_TEXT 768

struct na_hotspot_say {
    const char *code;  /* "concentration"; static */
    const char *label; /* "How concentrated"; static */
    char text[NA_HOTSPOT_SAY_TEXT];
};

struct na_hotspot_says {
    size_t count;
    struct na_hotspot_say items[NA_HOTSPOT_SAYS_MAX];
};

/* `measure` and `period` as they are printed; "" where not known. */
void na_hotspot_says_make(const struct na_hotspot_finding *finding, const char *measure,
                          const char *period, struct na_hotspot_says *ret_says);
/* "square", "hexagon", "ward" or "area", or their plural; static. */
const char *na_hotspot_cell_word(const struct na_hotspot_finding *finding, bool plural);
/* Says and warnings one after the other, "Label. Text", each ended by `end`. Errors: NA_ERR_LIMIT,
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_hotspot_says_all(const struct na_hotspot_says *says,
                                             const struct na_warnings *warnings, const char *end,
                                             struct na_buffer *to);

#endif
