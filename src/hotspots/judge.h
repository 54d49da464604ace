/* hotspots/judge.h - what of the counts holds against chance, other rows and other months. */
#ifndef NA_HOTSPOTS_JUDGE_H
#define NA_HOTSPOTS_JUDGE_H

#include "hotspots/find.h"

/* Of a finding whose counts, order and top set are there, fill everything else: concentration, Gi*,
 * labels, later, months and the warnings. Errors: as na_hotspot_find. */
NA_MUST_USE enum na_code na_hotspot_judge(struct na_hotspot_finding *finding,
                                          struct na_error *reterr);
/* Are there too few rows for their order to be a ranking? */
bool na_hotspot_too_few(const struct na_hotspot_finding *finding);

#endif
