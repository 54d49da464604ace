/* A set of areas as a list and the place of each in it: put in or taken out in constant time. */
#include "geo/area_index_set.h"

#include <stdlib.h>

enum na_code na_area_set_init(struct na_area_set *set, uint32_t area_count)
{
    size_t room = (size_t)area_count + 1; /* never zero bytes */
    *set = (struct na_area_set){.members = calloc(room, sizeof *set->members),
                                .place = calloc(room, sizeof *set->place)};
    return set->members != NULL && set->place != NULL ? NA_OK : NA_ERR_MEMORY;
}

void na_area_set_fini(struct na_area_set *set)
{
    free(set->members);
    free(set->place);
    *set = (struct na_area_set){0};
}

void na_area_set_clear(struct na_area_set *set)
{
    for (uint32_t i = 0; i < set->count; i++) {
        set->place[set->members[i]] = 0;
    }
    set->count = 0;
}

void na_area_set_toggle(struct na_area_set *set, uint32_t area)
{
    uint32_t place = set->place[area];
    if (place == 0) {
        set->members[set->count++] = area;
        set->place[area] = set->count;
        return;
    }
    uint32_t last = set->members[--set->count];
    set->members[place - 1] = last;
    set->place[last] = place;
    set->place[area] = 0;
}
