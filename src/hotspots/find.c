/* The order of the work: gather the rows, count and rank the cells, choose the top, then judge it
 * by what the job asks for. Most steps have a file of their own. Rows are merged and let go as soon
 * as nothing more needs them. */
#include "hotspots/find.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "hotspots/judge.h"
#include "hotspots/stable.h"

struct na_gather_wanted na_hotspot_gather_wanted(const struct na_hotspot_job *job)
{
    return (struct na_gather_wanted){.snapshot = job->snapshot,
                                     .cells = job->cells,
                                     .points = job->bandwidth_m > 0 || job->shift_side > 0,
                                     .others = job->labelled,
                                     .test_month = job->test_month};
}

/* Of a job that has the rows themselves. */
static enum na_code gather_rows(struct na_hotspot_finding *finding, struct na_error *reterr)
{
    const struct na_point_rows *rows = finding->job.rows;
    struct na_gather_wanted wanted = na_hotspot_gather_wanted(&finding->job);
    enum na_code code = na_gather_new(&wanted, &finding->own, reterr);
    code = code == NA_OK ? na_gather_begin(finding->own, rows, reterr) : code;
    for (size_t i = 0; i < rows->count && code == NA_OK; i++) {
        code = na_gather_take(finding->own, rows, &rows->items[i], true, reterr);
    }
    return code;
}

static enum na_code take_gathered(struct na_hotspot_finding *finding, struct na_error *reterr)
{
    struct na_gather *gather = finding->job.gather;
    if (gather == NULL) {
        enum na_code code = gather_rows(finding, reterr);
        if (code != NA_OK) {
            return code;
        }
        gather = finding->own;
    }
    struct na_gathered *gathered = na_gather_end(gather);
    finding->gathered = gathered;
    finding->set = gathered->set;
    finding->counts = gathered->counts;
    finding->rows_placed = gathered->rows_placed;
    finding->rows_outside = gathered->rows_outside;
    finding->weighted = gathered->weighted;
    finding->positions = gathered->point_count;
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
    double squares = finding->gathered->squares;
    finding->effective = squares > 0 ? finding->placed * finding->placed / squares : 0;
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
    /* A few rows that weigh most make no set (docs/hotspots.md). */
    if (finding->job.rows->weights != NULL && na_hotspot_too_few(finding)) {
        finding->top_count = 0;
    }
    free(sorted);
    return NA_OK;
}

static enum na_code find_density(struct na_hotspot_finding *finding, struct na_error *reterr)
{
    const struct na_hotspot_job *job = &finding->job;
    if (job->bandwidth_m <= 0) {
        return NA_OK;
    }
    finding->densities = calloc(finding->set->count + 1, sizeof *finding->densities);
    if (finding->densities == NULL) {
        return na_fail_memory(reterr, "the density");
    }
    na_hotspot_density(finding->set, finding->gathered->points, finding->gathered->point_count,
                       job->bandwidth_m, job->progress, job->context, finding->densities);
    return NA_OK;
}

/* Of the merged points those in a cell, to the front: nothing needs the others any more. */
static size_t keep_placed(struct na_gathered *gathered)
{
    size_t kept = 0;
    for (size_t i = 0; i < gathered->point_count; i++) {
        struct na_plane_cell cell = na_cells_of(&gathered->set->cells, gathered->points[i].at);
        if (na_cell_set_find(gathered->set, cell) != NA_CELL_NONE) {
            gathered->points[kept++] = gathered->points[i];
        }
    }
    return kept;
}

static enum na_code find_shifted(struct na_hotspot_finding *finding, struct na_error *reterr)
{
    const struct na_hotspot_job *job = &finding->job;
    if (job->shift_side == 0) {
        return NA_OK;
    }
    finding->shifted = calloc(finding->set->count + 1, sizeof *finding->shifted);
    if (finding->shifted == NULL) {
        return na_fail_memory(reterr, "shifting the grid");
    }
    return na_hotspot_shift(finding->set, finding->gathered->points, keep_placed(finding->gathered),
                            &job->rule, job->shift_side, job->progress, job->context,
                            finding->shifted, reterr);
}

enum na_code na_hotspot_job_check(const struct na_hotspot_job *job, struct na_error *reterr)
{
    if (na_cells_are_equal(&job->cells)) {
        return NA_OK;
    }
    if (job->bandwidth_m > 0) {
        return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "bandwidth",
                             "A density is taken at the centres of equal cells",
                             "Give --by grid:150 or hex:200, or leave --bandwidth out");
    }
    if (job->shift_side > 0) {
        return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "shifts",
                             "Wards and areas cannot be shifted",
                             "Give --by grid:150 or hex:200, or --shifts 0");
    }
    return NA_OK;
}

static enum na_code find(struct na_hotspot_finding *finding, struct na_error *reterr)
{
    enum na_code code = take_gathered(finding, reterr);
    code = code == NA_OK ? rank_cells(finding, reterr) : code;
    code = code == NA_OK ? choose_top(finding, reterr) : code;
    code = code == NA_OK ? find_density(finding, reterr) : code;
    code = code == NA_OK ? find_shifted(finding, reterr) : code;
    return code == NA_OK ? na_hotspot_judge(finding, reterr) : code;
}

enum na_code na_hotspot_find(const struct na_hotspot_job *job,
                             struct na_hotspot_finding **ret_finding, struct na_error *reterr)
{
    enum na_code code = na_hotspot_job_check(job, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_hotspot_finding *finding = calloc(1, sizeof *finding);
    if (finding == NULL) {
        return na_fail_memory(reterr, "finding hotspots");
    }
    finding->job = *job;
    finding->concentration.reason = "";
    code = find(finding, reterr);
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
    na_gather_free(finding->own);
    na_hotspot_links_fini(&finding->links);
    free(finding->ranks);
    free(finding->order);
    free(finding->densities);
    free(finding->gi);
    free(finding->labels);
    free(finding->shifted);
    free(finding->months.in_top);
    free(finding);
}

double na_hotspot_percent(const struct na_hotspot_finding *finding, double count)
{
    return finding->placed > 0 ? 100 * count / finding->placed : 0;
}
