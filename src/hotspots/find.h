/* hotspots/find.h - hotspots found in rows: counts by cell, the top set, density, Gi*,
 * stability. docs/hotspots.md has the definitions. Looking areas up is here/hotspots.h. */
#ifndef NA_HOTSPOTS_FIND_H
#define NA_HOTSPOTS_FIND_H

#include "hotspots/cell_set.h"
#include "hotspots/density.h"
#include "hotspots/gi.h"
#include "hotspots/links.h"
#include "hotspots/top.h"
#include "question/warnings.h"
#include "rows/point_rows.h"

#define NA_HOTSPOT_BOOTSTRAPS_MAX 10000
/* Smaller cells than that are no answer where positions are moved to snap points. */
#define NA_HOTSPOT_SNAP_CELL_M 100.0

enum na_hotspot_gi_wish { NA_HOTSPOT_GI_IF_POSSIBLE, NA_HOTSPOT_GI_WANTED, NA_HOTSPOT_GI_NO };

struct na_hotspot_job {
    const struct na_snapshot *snapshot;
    struct na_cells cells;
    const struct na_point_rows *rows;
    struct na_hotspot_rule rule;
    double bandwidth_m; /* 0: no density */
    double band_m;      /* 0: neighbours by contiguity */
    enum na_hotspot_gi_wish gi;
    uint32_t bootstraps; /* 0: none */
    uint32_t shift_side; /* shift_side^2 grids; even, 0: none */
    uint64_t seed;
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

/* All arrays have an entry for each cell of `set`, by its number. */
struct na_hotspot_finding {
    struct na_hotspot_job job; /* as given */
    struct na_cell_set *set;
    double *counts;
    uint32_t *ranks;       /* one more than the cells with a larger count */
    uint32_t *order;       /* cells by count, descending, then by number */
    double placed;         /* sum of the counts: the denominator of shares */
    size_t rows_placed;    /* rows in a cell */
    size_t rows_outside;   /* rows in none */
    bool weighted;         /* a row in a cell weighs other than 1 */
    double weight_outside; /* of these */
    size_t occupied;       /* cells with a count above 0 */
    size_t top_count;      /* the first so many of `order` are the top set */
    size_t positions;      /* different ones among all rows kept */
    struct na_hotspot_share share;
    double *densities; /* per km2; NULL: none */
    struct na_hotspot_links links;
    struct na_hotspot_gi *gi; /* NULL: none, see gi_reason */
    const char *gi_reason;    /* why there is no Gi*, static; "" */
    double *drawn;            /* part of the bootstraps in which the cell is at the top; NULL */
    double *shifted;          /* part of the shifted grids; NULL */
    struct na_warnings warnings;
};

/* Can what the job asks for be had of such cells? Its snapshot and rows are not read. Errors: as
 * na_hotspot_find's NA_ERR_PARAM_CONFLICT. */
NA_MUST_USE enum na_code na_hotspot_job_check(const struct na_hotspot_job *job,
                                              struct na_error *reterr);

/* Find them. `job`'s snapshot and rows must outlive the result. Errors: those of na_cell_set_new
 * and na_hotspot_links_make; NA_ERR_DATA (field "gi"): Gi* is wanted and cannot be had, with the
 * reason; NA_ERR_PARAM_CONFLICT: density (field "bandwidth") or shifts (field "shifts") of cells
 * that are not equal; NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_hotspot_find(const struct na_hotspot_job *job,
                                         struct na_hotspot_finding **ret_finding,
                                         struct na_error *reterr);
void na_hotspot_finding_free(struct na_hotspot_finding *finding);

/* 100 count / placed; 0 when nothing is placed. */
double na_hotspot_percent(const struct na_hotspot_finding *finding, double count);
/* The lower of the two stabilities of a cell that were asked for, 0..1; NAN when none was. */
double na_hotspot_stability(const struct na_hotspot_finding *finding, uint32_t cell);

#endif
