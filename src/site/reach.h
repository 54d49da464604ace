/* site/reach.h - which of a set of places lie within a distance, by WGS84 geodesic, for many
 * positions asked in the order of their latitudes. Private to this room. */
#ifndef NA_SITE_REACH_H
#define NA_SITE_REACH_H

#include <stdbool.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "geo/position.h"

/* Members are private. */
struct na_site_reach {
    struct na_site_place {
        struct na_lonlat at;
        double xyz_m[3];
        uint32_t number;
    } * places; /* by latitude */
    uint32_t count;
    uint32_t low, high; /* those that can be within reach of the latitude last asked for */
    double within_m, band_deg;
    double inner2_m2, outer2_m2; /* squared chords: surely within, surely not */
};

/* Place i is known as i. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_site_reach_init(const struct na_lonlat *places, uint32_t count,
                                            double within_m, struct na_site_reach *ret_reach,
                                            struct na_error *reterr);
void na_site_reach_fini(struct na_site_reach *reach);
/* Is any place within reach? Latitudes must not fall from call to call, here and below. */
bool na_site_reach_any(struct na_site_reach *reach, struct na_lonlat from);
/* The numbers of those that are, ascending; ret_numbers has room for them all. */
uint32_t na_site_reach_all(struct na_site_reach *reach, struct na_lonlat from,
                           uint32_t *ret_numbers);

#endif
