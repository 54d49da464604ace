/* site/walks.h - which places are within a walk of a position, along the streets: the straight
 * reach (site/reach.h) says which may be, this which are. */
#ifndef NA_SITE_WALKS_H
#define NA_SITE_WALKS_H

#include "site/site.h"
#include "walk/walk.h"

/* By how much a walk may be shorter than the straight line: the rounding of its pieces. */
#define NA_SITE_WALK_SLACK_M 10.0

struct na_site_walks {
    struct na_street_search *search; /* NULL: straight lines are asked for */
    double snap_m;
    uint32_t within_mm;
    struct na_walk_from *existing, *candidates; /* where each meets the streets */
    struct na_walk_from spot;
};

/* With question.by_walk, of the assets that cover and the candidates of `site`; else empty. Errors:
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_site_walks_init(const struct na_site *site,
                                            struct na_site_walks *ret_walks,
                                            struct na_error *reterr);
void na_site_walks_fini(struct na_site_walks *walks);
/* Walk from a spot, up to the distance asked for. False: it is near no street. */
bool na_site_walks_from(struct na_site_walks *walks, struct na_lonlat at);
/* Keep of `numbers` of `places` (walks->existing or walks->candidates) those that the walk from the
 * spot reaches; how many. */
uint32_t na_site_walks_keep(const struct na_site_walks *walks, const struct na_walk_from *places,
                            uint32_t *numbers, uint32_t count);

#endif
