/* hotspots/links.h - which cells are neighbours of which: binary spatial weights. */
#ifndef NA_HOTSPOTS_LINKS_H
#define NA_HOTSPOTS_LINKS_H

#include "hotspots/cell_set.h"

/* Most links, each counted from both its ends. */
#define NA_HOTSPOT_LINKS_MAX ((size_t)64 * 1000 * 1000)

/* Neighbours of cell i are items[starts[i]] to before starts[i + 1], ascending, i itself not among
 * them. */
struct na_hotspot_links {
    const char *kind; /* "queen contiguity (8 neighbours)", ...; static */
    double band_m;    /* 0: contiguity */
    size_t count;
    size_t *starts;
    uint32_t *items;
    size_t islands; /* cells without a neighbour */
};

/* band_m 0: contiguity. Squares: a shared side or corner (queen); hexagons: a shared side; wards
 * and areas: a vertex of one lies in or on the other. Above 0: centres (of wards and areas:
 * centroids) no further apart than that. Errors: NA_ERR_LIMIT (field "band"), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_hotspot_links_make(const struct na_cell_set *set, double band_m,
                                               struct na_hotspot_links *ret_links,
                                               struct na_error *reterr);
void na_hotspot_links_fini(struct na_hotspot_links *links);

#endif
