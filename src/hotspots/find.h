/* hotspots/find.h - where rows are many: counts by cell, the top set, density, and what of it
 * holds against chance, other rows and a later month. docs/hotspots.md has the definitions. Looking
 * areas up is here/hotspots.h. */
#ifndef NA_HOTSPOTS_FIND_H
#define NA_HOTSPOTS_FIND_H

#include "hotspots/cell_set.h"
#include "hotspots/concentration.h"
#include "hotspots/density.h"
#include "hotspots/gather.h"
#include "hotspots/gi.h"
#include "hotspots/labelling.h"
#include "hotspots/later.h"
#include "hotspots/links.h"
#include "hotspots/top.h"
#include "question/warnings.h"
#include "rows/point_rows.h"

/* Below so many rows (of an effective number, with weights) the order of cells is no ranking. */
#define NA_HOTSPOT_ROWS_MIN 30
/* Largest seed, 2^53: a JSON number holds it exactly. */
#define NA_HOTSPOT_SEED_MAX 9007199254740992.0
/* Room for why something is not there. */
#define NA_HOTSPOT_REASON 160

enum na_hotspot_gi_wish { NA_HOTSPOT_GI_IF_POSSIBLE, NA_HOTSPOT_GI_WANTED, NA_HOTSPOT_GI_NO };

struct na_hotspot_job {
    const struct na_snapshot *snapshot;
    struct na_cells cells;
    const struct na_point_rows *rows;
    struct na_gather *gather; /* the rows, gathered as this job wants them; NULL: those of `rows` */
    struct na_hotspot_rule rule;
    double bandwidth_m; /* 0: no density */
    double band_m;      /* 0: neighbours by contiguity */
    enum na_hotspot_gi_wish gi;
    uint32_t shift_side;           /* shift_side^2 grids; even, 0: none */
    uint64_t seed;                 /* of the rows scattered at random */
    bool labelled;                 /* --where is given: compare with the rows that it leaves out */
    const char *test_month;        /* "2025-10": kept out of the list, and held against it; NULL */
    const char *weight_by;         /* column whose values have weights; NULL */
    na_hotspot_progress *progress; /* may be NULL */
    void *context;
};

/* The smallest set of cells that holds a share. */
struct na_hotspot_share {
    double percent; /* asked for */
    size_t cells;
    double count; /* what they hold */
    double area_m2;
    size_t tied; /* further cells whose count is that of its last */
};

/* Beside what chance would give. NAN: none, see `reason`. */
struct na_hotspot_concentration {
    double gini, general; /* Gini, generalised Gini */
    bool scattered;       /* there is a random expectation */
    struct na_scattered random;
    const char *reason; /* why there is none, static; "" */
};

/* In how many months a cell is in that month's own top set. */
struct na_hotspot_months {
    size_t count;     /* months with a row in a cell, without the test month */
    uint16_t *in_top; /* of each cell; NULL: less than two months */
    size_t always;    /* cells of the top set that are in each month's */
};

/* All arrays have an entry for each cell of `set`, by its number. */
struct na_hotspot_finding {
    struct na_hotspot_job job; /* as given */
    struct na_gather *own;     /* made here; NULL */
    struct na_gathered *gathered;
    const struct na_cell_set *set; /* of `gathered` */
    const double *counts;          /* the same */
    uint32_t *ranks;               /* one more than the cells with a larger count */
    uint32_t *order;               /* cells by count, descending, then by number */
    double placed;                 /* sum of the counts: the denominator of shares */
    double effective;    /* rows that weigh: their weights' squared sum over the sum of squares */
    size_t rows_placed;  /* rows in a cell */
    size_t rows_outside; /* rows in none */
    bool weighted;       /* a row in a cell weighs other than 1 */
    size_t occupied;     /* cells with a count above 0 */
    size_t top_count;    /* the first so many of `order` are the top set */
    size_t positions;    /* different ones among all rows kept; 0: not looked for */
    struct na_hotspot_share share;
    struct na_hotspot_concentration concentration;
    double *densities; /* per km2; NULL: none */
    struct na_hotspot_links links;
    struct na_hotspot_gi *gi;             /* NULL: none, see gi_reason */
    char gi_reason[NA_HOTSPOT_REASON];    /* why there is no Gi* */
    char patch_reason[NA_HOTSPOT_REASON]; /* why there is no p; "": there is */
    size_t patches;                       /* cells with a q that is small enough */
    struct na_label *labels;              /* NULL: none, see label_reason */
    char label_reason[NA_HOTSPOT_REASON];
    size_t label_cells, label_rows; /* cells that stand out of all rows, and their rows */
    double *shifted;                /* part of the shifted grids, 0..1; NULL */
    bool has_later;
    struct na_later later;
    struct na_hotspot_months months;
    struct na_warnings warnings;
};

/* Can what the job asks for be had of such cells? Its snapshot and rows are not read. Errors: as
 * na_hotspot_find's NA_ERR_PARAM_CONFLICT. */
NA_MUST_USE enum na_code na_hotspot_job_check(const struct na_hotspot_job *job,
                                              struct na_error *reterr);
/* What to gather for a job. */
struct na_gather_wanted na_hotspot_gather_wanted(const struct na_hotspot_job *job);

/* Find them. `job`'s snapshot, rows and gather must outlive the result. Errors: those of
 * na_cell_set_new and na_hotspot_links_make; NA_ERR_DATA (field "gi"): Gi* is wanted and cannot be
 * had, with the reason; NA_ERR_DATA (field "test"): the test month does not come after the others,
 * or has too few rows; NA_ERR_PARAM_CONFLICT: density (field "bandwidth") or shifts (field
 * "shifts") of cells that are not equal; NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_hotspot_find(const struct na_hotspot_job *job,
                                         struct na_hotspot_finding **ret_finding,
                                         struct na_error *reterr);
void na_hotspot_finding_free(struct na_hotspot_finding *finding);

/* 100 count / placed; 0 when nothing is placed. */
double na_hotspot_percent(const struct na_hotspot_finding *finding, double count);

#endif
