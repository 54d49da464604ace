/* site/site.h - where to put the next ones: of the candidates, those that cover the most demand
 * which no asset covers yet (the maximal covering location problem, site/problem.h).
 *
 * Covered is what lies within a WGS84 geodesic of `within_m`, or by_walk within such a walk. The
 * answer is the best choice of this model, of these candidates, for this demand, and of nothing
 * else. */
#ifndef NA_SITE_SITE_H
#define NA_SITE_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/snapshot.h"
#include "question/params.h"
#include "question/tag_filter.h"
#include "question/warnings.h"
#include "rows/point_rows.h"
#include "site/problem.h"

/* All but out of service: assets that cover when nothing is said, and assets as candidates. */
#define NA_SITE_STATUSES ((1u << NA_STATUS_UNKNOWN) | (1u << NA_STATUS_IN_SERVICE))
/* Most sites asked for, greatest distance. */
#define NA_SITE_SITES_MAX 1000
#define NA_SITE_WITHIN_MAX_M 50000.0
/* Most sites of a question that asks for the smaller numbers as well. */
#define NA_SITE_CURVE_MAX 100
/* As many nodes as take a few seconds, at most 100,000: the number hangs on the problem alone, not
 * on the machine. */
#define NA_SITE_NODES_AUTO UINT64_MAX
#define NA_SITE_NODES_AUTO_MAX 100000

struct na_site_question {
    const struct na_kind *kinds[NA_PARAMS_MAX]; /* whose assets cover already */
    size_t kind_count;
    struct na_tag_filter tags;
    unsigned int status_mask; /* bit enum na_status: assets that cover */
    int32_t as_at;
    double within_m;
    bool by_walk; /* on foot, along the streets of the data, which must have some */
    uint32_t sites;
    uint64_t node_limit; /* NA_SITE_NODES_AUTO becomes what was chosen in the answer */
    const struct na_kind *candidate_kind; /* its assets are the candidates; NULL: rows are */
    /* Names of candidates as the answer prints them: the id, or "row 12" of one without. */
    const char *must[NA_PARAMS_MAX], *never[NA_PARAMS_MAX];
    size_t must_count, never_count;
    bool curve; /* what each smaller number covers, too */
};

/* What was read, in words; borrowed. */
struct na_site_about {
    const char *demand;        /* "rows where Crime type is Drugs" */
    const char *demand_input;  /* files */
    const char *weight_column; /* NULL: each row weighs 1 */
    const char *candidates;    /* files, or "" */
};

/* Assets of kinds, and which of them count. existing == by_tag + by_status + by_date + count. */
struct na_site_assets {
    uint32_t *numbers; /* ascending */
    uint32_t count;
    uint32_t existing, by_tag, by_status, by_date;
};

struct na_site_candidate {
    const char *id, *name; /* "" where there are none */
    struct na_lonlat at;
    struct na_grid grid; /* NAN where there is none */
    uint64_t row;        /* of the file; of an asset, its number + 1 */
    bool must;           /* is to be among the sites */
};

/* Demand. Weights are counted in units of 1 / scale. */
struct na_site_sum {
    uint64_t units, rows, spots;
};

enum na_site_cover {
    NA_SITE_BEFORE, /* by an asset there is */
    NA_SITE_NEW,    /* by a new site */
    NA_SITE_NOT,
    NA_SITE_COVERS
};

/* All rows at one position. */
struct na_site_spot {
    struct na_lonlat at;
    struct na_grid grid;
    uint64_t units, rows;
    uint32_t cell; /* UINT32_MAX: covered before, or no candidate reaches it */
    uint32_t site; /* that covers it first, when `cover` is NA_SITE_NEW */
    enum na_site_cover cover;
};

struct na_site_chosen {
    uint32_t candidate;
    struct na_site_sum adds;       /* to what stands and the sites before it */
    struct na_site_sum cumulative; /* all that is covered then */
};

/* The best choice of so many, in units: no choice covers more than `upper`. */
struct na_site_curve_point {
    uint32_t sites;
    uint64_t value, upper;
};

struct na_site {
    const struct na_snapshot *snapshot;
    struct na_site_question question;
    struct na_site_about about;
    struct na_point_tally demand_tally, candidate_tally; /* the latter of rows */
    const struct na_layer *layer; /* of wards, for the map; NULL: the pack has none */
    char profile[16];
    char period[64];            /* "2024-01 to 2025-03 (4 months have rows)", or "" */
    uint64_t scale;             /* 1 when all weights are whole numbers, else 1,000,000 */
    struct na_site_spot *spots; /* by latitude, then longitude */
    size_t spot_count;
    struct na_site_sum all, covers[NA_SITE_COVERS];
    struct na_site_sum beyond; /* not covered before, and out of reach of every candidate */
    uint64_t off_network_rows; /* by_walk: rows of demand that no street is near */
    struct na_site_assets existing, candidate_assets;
    struct na_site_candidate *candidates; /* by id (bytes), then row */
    uint32_t candidate_count;
    uint32_t idle_candidates;  /* those that add nothing to what is covered before */
    uint32_t never_candidates; /* left out by `never`, not counted above */
    struct na_site_chosen *chosen;
    uint32_t chosen_count;
    struct na_site_curve_point *curve; /* ascending, up to the number asked for */
    uint32_t curve_count;
    struct na_site_solution solution; /* its `chosen` is by number */
    struct na_warnings warnings;      /* without those of the pack */
};

/* Answer. Everything is borrowed: `snapshot`, `about`, the texts of the question, and the rows
 * `candidates` (NULL with a candidate_kind); `demand` only for the call. Errors:
 * NA_ERR_PARAM_CONFLICT for `must` and `never` that name no candidate or contradict, NA_ERR_LIMIT,
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_site_new(const struct na_snapshot *snapshot,
                                     const struct na_site_question *question,
                                     const struct na_site_about *about,
                                     const struct na_point_rows *demand,
                                     const struct na_point_rows *candidates,
                                     struct na_site **ret_site, struct na_error *reterr);
void na_site_free(struct na_site *site);

#endif
