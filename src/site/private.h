/* site/private.h - the steps of na_site_new. Private to this room. */
#ifndef NA_SITE_PRIVATE_H
#define NA_SITE_PRIVATE_H

#include "site/site.h"

/* Demand of one position each, by latitude. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. (site/spots.c) */
NA_MUST_USE enum na_code na_site_spots_make(struct na_site *site,
                                            const struct na_point_rows *demand,
                                            struct na_error *reterr);
/* Which assets of these kinds count; `tags` may be NULL. Errors: NA_ERR_MEMORY. (site/places.c) */
NA_MUST_USE enum na_code
na_site_assets_find(const struct na_site *site, const struct na_kind *const *kinds, size_t count,
                    const struct na_tag_filter *tags, unsigned int status_mask,
                    struct na_site_assets *ret_assets, struct na_error *reterr);
/* The candidates in order. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. (site/places.c) */
NA_MUST_USE enum na_code na_site_candidates_make(struct na_site *site,
                                                 const struct na_point_rows *rows,
                                                 struct na_error *reterr);
/* Set what is covered before, and the cells of the other spots. Errors: NA_ERR_LIMIT,
 * NA_ERR_MEMORY. (site/cells.c) */
NA_MUST_USE enum na_code na_site_cells_make(struct na_site *site,
                                            struct na_site_problem *ret_problem,
                                            struct na_error *reterr);
/* Fill the solution, with the sites of `must`, and the curve if it is asked for; the node limit
 * becomes what was chosen. The weights of the problem change meanwhile. Errors: NA_ERR_MEMORY.
 * (site/choose.c) */
NA_MUST_USE enum na_code na_site_choose(struct na_site *site, struct na_site_problem *problem,
                                        struct na_error *reterr);

#endif
