/* walk/circle.h - is one asset the first on foot from every place of a circle, wherever in it the
 * question really is?
 *
 * What a place has on foot is decided by the point of the streets that it meets. So the streets
 * that places of the circle can meet are looked at, and where along them another is the first; the
 * answer is yes if no place of the circle meets such a stretch. */
#ifndef NA_WALK_CIRCLE_H
#define NA_WALK_CIRCLE_H

#include "walk/walk.h"

/* Millimetres that the position of an asset, `snap_mm` off its street, may be off along them. */
typedef double na_walk_blur(const void *context, uint32_t point, uint32_t snap_mm);

struct na_walk_circle {
    const struct na_walk_from *from; /* its centre, with a network */
    double radius_m;
    double snap_m;           /* how far from a street a place may be */
    uint32_t limit_mm;       /* ways that are longer are not known */
    na_point_filter *filter; /* assets that count */
    na_walk_blur *blur;
    const void *context;  /* of both */
    double first_blur_mm; /* of the first */
    double worst_blur_mm; /* none is more */
};

/* True only if, from every place of the circle, the way to `first` is known and that to any other
 * is longer, by more than what their positions may be off. False: another may be as near, or more
 * is to be looked at than the limits in circle.c allow. *ret_rival, when false: an asset that may
 * be as near, or NA_STREET_NONE. Begins and runs the search. */
bool na_walk_circle_agrees(const struct na_walk_circle *circle, uint32_t first,
                           uint32_t *ret_rival);

#endif
