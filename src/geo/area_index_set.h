/* geo/area_index_set.h - the areas that cover a place, while building. Private. */
#ifndef NA_GEO_AREA_INDEX_SET_H
#define NA_GEO_AREA_INDEX_SET_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

/* A set of area numbers; toggling one takes constant time. */
struct na_area_set {
    uint32_t *members;
    uint32_t *place; /* of each area: its position in members + 1, or 0 */
    uint32_t count;
};

NA_MUST_USE enum na_code na_area_set_init(struct na_area_set *set, uint32_t area_count);
void na_area_set_fini(struct na_area_set *set);
void na_area_set_clear(struct na_area_set *set);
/* Add the area if it is not there, else take it out. */
void na_area_set_toggle(struct na_area_set *set, uint32_t area);

#endif
