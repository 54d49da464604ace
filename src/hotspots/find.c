#include "hotspots/find.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "hotspots/stable.h"

static enum na_code refuse(const char *field, const char *message, const char *hint,
                           enum na_code code, struct na_error *reterr)
{
    (void)na_fail(reterr, code, "%s", message);
    return na_fail_at(reterr, code, NULL, 0, field, hint);
}

/* What the parts of a run hand on, beside the finding. */
struct finding_work {
    uint32_t *placed;                /* the same of the rows that are in one */
    double *weights;                 /* of these; NULL: all are 1 */
    struct na_hotspot_point *points; /* merged: of equal cells */
    size_t point_count;
};

static void work_fini(struct finding_work *work)
{
    free(work->placed);
    free(work->weights);
    free(work->points);
}

static uint32_t cell_of(const struct na_hotspot_finding *finding, const struct na_point_row *row)
{
    if (finding->set->cells.kind == NA_CELLS_WARD) {
        return row->ward == NA_AREA_NONE ? NA_CELL_NONE : row->ward;
    }
    return na_cell_set_place(finding->set, row->grid, row->at);
}

static enum na_code count_rows(struct na_hotspot_finding *finding, struct finding_work *work,
                               struct na_error *reterr)
{
    const struct na_point_rows *rows = finding->job.rows;
    finding->counts = calloc(finding->set->count + 1, sizeof *finding->counts);
    work->placed = malloc((rows->count + 1) * sizeof *work->placed);
    work->weights = malloc((rows->count + 1) * sizeof *work->weights);
    if (finding->counts == NULL || work->placed == NULL || work->weights == NULL) {
        return na_fail_memory(reterr, "counting rows");
    }
    for (size_t i = 0; i < rows->count; i++) {
        const struct na_point_row *row = &rows->items[i];
        uint32_t cell = cell_of(finding, row);
        if (cell == NA_CELL_NONE) {
            finding->rows_outside++;
            finding->weight_outside += row->weight;
            continue;
        }
        /* Exactly: what the reader gives to rows without a weight. */
        finding->weighted = finding->weighted || row->weight != 1;
        work->placed[finding->rows_placed] = cell;
        work->weights[finding->rows_placed++] = row->weight;
        finding->counts[cell] += row->weight;
    }
    if (!finding->weighted) {
        free(work->weights);
        work->weights = NULL;
    }
    return NA_OK;
}

struct counted {
    double count;
    uint32_t cell;
};

static int compare_counted(const void *left, const void *right)
{
    const struct counted *a = left, *b = right;
    if (a->count < b->count || a->count > b->count) {
        return a->count > b->count ? -1 : 1;
    }
    return a->cell < b->cell ? -1 : 1;
}

static enum na_code rank_cells(struct na_hotspot_finding *finding, struct na_error *reterr)
{
    size_t count = finding->set->count;
    struct counted *sorted = calloc(count + 1, sizeof *sorted);
    finding->order = calloc(count + 1, sizeof *finding->order);
    finding->ranks = calloc(count + 1, sizeof *finding->ranks);
    if (sorted == NULL || finding->order == NULL || finding->ranks == NULL) {
        free(sorted);
        return na_fail_memory(reterr, "ranking cells");
    }
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = (struct counted){finding->counts[i], i};
    }
    qsort(sorted, count, sizeof *sorted, compare_counted);
    for (size_t i = 0; i < count; i++) {
        uint32_t cell = sorted[i].cell;
        finding->order[i] = cell;
        finding->placed += sorted[i].count;
        finding->occupied += sorted[i].count > 0 ? 1 : 0;
        /* Ties share a rank: the very same count. */
        finding->ranks[cell] = i > 0 && sorted[i - 1].count == sorted[i].count
                                   ? finding->ranks[sorted[i - 1].cell]
                                   : (uint32_t)i + 1;
    }
    free(sorted);
    return NA_OK;
}

static enum na_code choose_top(struct na_hotspot_finding *finding, struct na_error *reterr)
{
    size_t count = finding->set->count;
    double *sorted = calloc(count + 1, sizeof *sorted);
    if (sorted == NULL) {
        return na_fail_memory(reterr, "the top cells");
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i] = finding->counts[finding->order[i]];
    }
    struct na_hotspot_share *share = &finding->share;
    share->percent = finding->job.rule.share_percent;
    share->cells = na_hotspot_share_cells(sorted, count, finding->placed, share->percent);
    for (size_t i = 0; i < share->cells; i++) {
        share->count += sorted[i];
        share->area_m2 += na_cell_set_area_m2(finding->set, finding->order[i]);
    }
    for (size_t i = share->cells; i > 0 && i < count && sorted[i] == sorted[share->cells - 1];
         i++) {
        share->tied++;
    }
    double least = na_hotspot_cutoff(&finding->job.rule, sorted, count);
    while (finding->top_count < count && sorted[finding->top_count] >= least) {
        finding->top_count++;
    }
    free(sorted);
    return NA_OK;
}

static enum na_code merge_points(struct na_hotspot_finding *finding, struct finding_work *work,
                                 struct na_error *reterr)
{
    const struct na_point_rows *rows = finding->job.rows;
    work->points = malloc((rows->count + 1) * sizeof *work->points);
    if (work->points == NULL) {
        return na_fail_memory(reterr, "the positions of rows");
    }
    for (size_t i = 0; i < rows->count; i++) {
        work->points[i] = (struct na_hotspot_point){rows->items[i].grid, rows->items[i].weight};
    }
    work->point_count = na_hotspot_points_merge(work->points, rows->count);
    finding->positions = work->point_count;
    return NA_OK;
}

static enum na_code find_density(struct na_hotspot_finding *finding, struct finding_work *work,
                                 struct na_error *reterr)
{
    const struct na_hotspot_job *job = &finding->job;
    if (job->bandwidth_m <= 0) {
        return NA_OK;
    }
    finding->densities = calloc(finding->set->count + 1, sizeof *finding->densities);
    if (finding->densities == NULL) {
        return na_fail_memory(reterr, "the density");
    }
    na_hotspot_density(finding->set, work->points, work->point_count, job->bandwidth_m,
                       job->progress, job->context, finding->densities);
    return NA_OK;
}

static enum na_code no_gi(struct na_hotspot_finding *finding, const char *reason, const char *hint,
                          struct na_error *reterr)
{
    finding->gi_reason = reason;
    return finding->job.gi == NA_HOTSPOT_GI_WANTED ? refuse("gi", reason, hint, NA_ERR_DATA, reterr)
                                                   : NA_OK;
}

static enum na_code find_gi(struct na_hotspot_finding *finding, struct na_error *reterr)
{
    if (finding->job.gi == NA_HOTSPOT_GI_NO) {
        return no_gi(finding, "not asked for", NULL, reterr);
    }
    if (finding->set->count < NA_HOTSPOT_GI_CELLS_MIN) {
        return no_gi(finding, "Gi* needs 30 cells or more: its z is not normal with fewer",
                     "Choose smaller cells, or rank the counts alone", reterr);
    }
    enum na_code code =
        na_hotspot_links_make(finding->set, finding->job.band_m, &finding->links, reterr);
    if (code != NA_OK) {
        return code;
    }
    finding->gi = calloc(finding->set->count, sizeof *finding->gi);
    if (finding->gi == NULL) {
        return na_fail_memory(reterr, "Gi*");
    }
    if (!na_hotspot_gi_star(&finding->links, finding->counts, finding->gi)) {
        free(finding->gi);
        finding->gi = NULL;
        return no_gi(finding, "Gi* needs counts that differ: all cells have the same",
                     "Is the file the right one, and --where?", reterr);
    }
    return na_hotspot_discovery(finding->gi, finding->set->count, reterr);
}

/* Of the merged points those in a cell, to the front. */
static size_t keep_placed(const struct na_hotspot_finding *finding, struct finding_work *work)
{
    size_t kept = 0;
    for (size_t i = 0; i < work->point_count; i++) {
        struct na_cell cell = na_cells_of(&finding->set->cells, work->points[i].at);
        if (na_cell_set_find(finding->set, cell) != NA_CELL_NONE) {
            work->points[kept++] = work->points[i];
        }
    }
    return kept;
}

static enum na_code find_stability(struct na_hotspot_finding *finding, struct finding_work *work,
                                   struct na_error *reterr)
{
    const struct na_hotspot_job *job = &finding->job;
    struct na_hotspot_drawn drawn = {work->placed, work->weights, finding->rows_placed};
    enum na_code code = NA_OK;
    if (job->bootstraps > 0) {
        finding->drawn = calloc(finding->set->count + 1, sizeof *finding->drawn);
        code = finding->drawn == NULL
                   ? na_fail_memory(reterr, "drawing rows again")
                   : na_hotspot_bootstrap(&drawn, finding->set->count, &job->rule, job->bootstraps,
                                          job->seed, job->progress, job->context, finding->drawn,
                                          reterr);
    }
    if (job->shift_side > 0 && code == NA_OK) {
        finding->shifted = calloc(finding->set->count + 1, sizeof *finding->shifted);
        code = finding->shifted == NULL
                   ? na_fail_memory(reterr, "shifting the grid")
                   : na_hotspot_shift(finding->set, work->points, keep_placed(finding, work),
                                      &job->rule, job->shift_side, job->progress, job->context,
                                      finding->shifted, reterr);
    }
    return code;
}

static void warn(struct na_hotspot_finding *finding)
{
    const struct na_hotspot_job *job = &finding->job;
    struct na_warnings *to = &finding->warnings;
    bool snapped = job->rows->profile[0] != '\0';
    if (snapped && na_cells_are_equal(&job->cells) && job->cells.size_m < NA_HOTSPOT_SNAP_CELL_M) {
        na_warn(to, "anonymised-positions",
                "police.uk moves each offence to one of a few snap points: cells below %.0f m show "
                "where those points are, not where the offences were",
                NA_HOTSPOT_SNAP_CELL_M);
    }
    if (snapped && job->bandwidth_m > 0 && job->bandwidth_m < NA_HOTSPOT_SNAP_CELL_M) {
        na_warn(to, "anonymised-positions",
                "police.uk moves each offence to one of a few snap points: a bandwidth below %.0f "
                "m shows where those points are",
                NA_HOTSPOT_SNAP_CELL_M);
    }
    if (finding->rows_outside > 0) {
        na_warn(to, "rows-outside", "%zu %s outside the study area and %s in no cell",
                finding->rows_outside, finding->rows_outside == 1 ? "row lies" : "rows lie",
                finding->rows_outside == 1 ? "is" : "are");
    }
    if (finding->gi != NULL && finding->placed < (double)finding->set->count) {
        na_warn(to, "sparse-counts",
                "There is less than one row a cell: the normal approximation of Gi* is rough, take "
                "a small p as a hint only");
    }
    if (finding->rows_placed == 0) {
        na_warn(to, "no-rows", "No row lies in a cell: there is nothing to find");
    }
    na_warn_of_pack(to, job->snapshot);
}

enum na_code na_hotspot_job_check(const struct na_hotspot_job *job, struct na_error *reterr)
{
    if (na_cells_are_equal(&job->cells)) {
        return NA_OK;
    }
    if (job->bandwidth_m > 0) {
        return refuse("bandwidth", "A density is taken at the centres of equal cells",
                      "Give --by grid:150 or hex:200, or leave --bandwidth out",
                      NA_ERR_PARAM_CONFLICT, reterr);
    }
    if (job->shift_side > 0) {
        return refuse("shifts", "Wards and areas cannot be shifted",
                      "Give --by grid:150 or hex:200, or --shifts 0", NA_ERR_PARAM_CONFLICT,
                      reterr);
    }
    return NA_OK;
}

static enum na_code find(struct na_hotspot_finding *finding, struct finding_work *work,
                         struct na_error *reterr)
{
    const struct na_hotspot_job *job = &finding->job;
    enum na_code code =
        na_cell_set_new(job->snapshot, &job->cells, job->rows->layer, &finding->set, reterr);
    code = code == NA_OK ? count_rows(finding, work, reterr) : code;
    code = code == NA_OK ? rank_cells(finding, reterr) : code;
    code = code == NA_OK ? choose_top(finding, reterr) : code;
    code = code == NA_OK ? merge_points(finding, work, reterr) : code;
    code = code == NA_OK ? find_density(finding, work, reterr) : code;
    code = code == NA_OK ? find_gi(finding, reterr) : code;
    code = code == NA_OK ? find_stability(finding, work, reterr) : code;
    if (code == NA_OK) {
        warn(finding);
    }
    return code;
}

enum na_code na_hotspot_find(const struct na_hotspot_job *job,
                             struct na_hotspot_finding **ret_finding, struct na_error *reterr)
{
    enum na_code code = na_hotspot_job_check(job, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct finding_work work = {.placed = NULL};
    struct na_hotspot_finding *finding = calloc(1, sizeof *finding);
    if (finding == NULL) {
        return na_fail_memory(reterr, "finding hotspots");
    }
    finding->job = *job;
    finding->gi_reason = "";
    code = find(finding, &work, reterr);
    work_fini(&work);
    if (code != NA_OK) {
        na_hotspot_finding_free(finding);
        return code;
    }
    *ret_finding = finding;
    return NA_OK;
}

void na_hotspot_finding_free(struct na_hotspot_finding *finding)
{
    if (finding == NULL) {
        return;
    }
    na_cell_set_free(finding->set);
    na_hotspot_links_fini(&finding->links);
    free(finding->counts);
    free(finding->ranks);
    free(finding->order);
    free(finding->densities);
    free(finding->gi);
    free(finding->drawn);
    free(finding->shifted);
    free(finding);
}

double na_hotspot_percent(const struct na_hotspot_finding *finding, double count)
{
    return finding->placed > 0 ? 100 * count / finding->placed : 0;
}

double na_hotspot_stability(const struct na_hotspot_finding *finding, uint32_t cell)
{
    double drawn = finding->drawn != NULL ? finding->drawn[cell] : (double)NAN;
    double shifted = finding->shifted != NULL ? finding->shifted[cell] : (double)NAN;
    return fmin(drawn, shifted);
}
