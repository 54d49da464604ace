/* Every test that is made of a list of cells, or the reason why it is not made. */
#include "hotspots/judge.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/name_fold.h"

static void say_why(char to[NA_HOTSPOT_REASON], const char *format, ...) NA_PRINTF(2, 3);
static void say_why(char to[NA_HOTSPOT_REASON], const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(to, NA_HOTSPOT_REASON, format, arguments);
    va_end(arguments);
}

bool na_hotspot_too_few(const struct na_hotspot_finding *finding)
{
    return finding->effective < NA_HOTSPOT_ROWS_MIN;
}

/* Counts by cell, largest first; NULL: no memory. */
static double *sorted_counts(const struct na_hotspot_finding *finding)
{
    double *sorted = calloc(finding->set->count + 1, sizeof *sorted);
    for (size_t i = 0; sorted != NULL && i < finding->set->count; i++) {
        sorted[i] = finding->counts[finding->order[i]];
    }
    return sorted;
}

static enum na_code find_concentration(struct na_hotspot_finding *finding, struct na_error *reterr)
{
    struct na_hotspot_concentration *found = &finding->concentration;
    double *sorted = sorted_counts(finding);
    if (sorted == NULL) {
        return na_fail_memory(reterr, "the concentration");
    }
    size_t n = finding->set->count, rows = finding->rows_placed;
    found->gini = na_gini(sorted, n);
    found->general = finding->weighted || rows == 0 ? (double)NAN
                                                    : na_gini_general(found->gini, n, (double)rows);
    free(sorted);
    found->reason = rows < NA_HOTSPOT_ROWS_MIN
                        ? "with fewer than 30 rows it cannot be told from chance"
                    : finding->weighted ? "rows weigh other than 1, and weights are not scattered"
                    : !na_cells_are_equal(&finding->job.cells)
                        ? "the cells are not equally large, so rows scattered evenly are not even "
                          "by cell"
                        : "";
    if (found->reason[0] != '\0') {
        return NA_OK;
    }
    enum na_code code = na_scatter(rows, n, finding->job.rule.share_percent, finding->job.seed,
                                   &found->random, reterr);
    found->scattered = code == NA_OK;
    return code;
}

/* Why there is no exact test; "": there may be one. */
static void why_no_patches(const struct na_hotspot_finding *finding, char to[NA_HOTSPOT_REASON])
{
    size_t rows = finding->rows_placed, cells = finding->set->count;
    to[0] = '\0';
    if (rows < NA_HOTSPOT_GI_ROWS_MIN) {
        say_why(to, "%zu row%s: with fewer than 30 the places cannot be told from chance", rows,
                rows == 1 ? "" : "s");
    } else if (cells < NA_HOTSPOT_GI_CELLS_MIN) {
        say_why(to, "%zu cells: with fewer than 30 chance alone can do almost anything", cells);
    } else if (!finding->gathered->whole) {
        say_why(to, "the weights are not whole numbers, and only these are shuffled exactly");
    }
}

/* Gi* cannot be had: the reason, or the end of the run if it was insisted on. */
static enum na_code no_patches(const struct na_hotspot_finding *finding, const char *hint,
                               struct na_error *reterr)
{
    char message[NA_HOTSPOT_REASON + 32];
    (void)snprintf(message, sizeof message, "Gi* is not tested: %s", finding->patch_reason);
    return finding->job.gi == NA_HOTSPOT_GI_WANTED
               ? na_fail_field(reterr, NA_ERR_DATA, "gi", message, hint)
               : NA_OK;
}

static enum na_code test_patches(struct na_hotspot_finding *finding, struct na_error *reterr)
{
    why_no_patches(finding, finding->patch_reason);
    if (finding->patch_reason[0] != '\0') {
        return no_patches(finding, "Take more rows or smaller cells, or leave --gi out", reterr);
    }
    enum na_code code = na_hotspot_gi_test(&finding->links, finding->counts, finding->gi, reterr);
    if (code == NA_ERR_LIMIT) {
        say_why(finding->patch_reason, "the band is too wide: with so many neighbours the exact "
                                       "test is too large");
        return no_patches(finding, "Give a shorter --band, or larger cells", reterr);
    }
    for (size_t i = 0; i < finding->set->count && code == NA_OK; i++) {
        finding->patches += finding->gi[i].q <= NA_HOTSPOT_GI_Q ? 1 : 0;
    }
    return code;
}

static enum na_code find_gi(struct na_hotspot_finding *finding, struct na_error *reterr)
{
    if (finding->job.gi == NA_HOTSPOT_GI_NO) {
        say_why(finding->gi_reason, "not asked for");
        say_why(finding->patch_reason, "not asked for");
        return NA_OK;
    }
    enum na_code code =
        na_hotspot_links_make(finding->set, finding->job.band_m, &finding->links, reterr);
    if (code != NA_OK) {
        return code;
    }
    finding->gi = calloc(finding->set->count + 1, sizeof *finding->gi);
    if (finding->gi == NULL) {
        return na_fail_memory(reterr, "Gi*");
    }
    if (!na_hotspot_gi_star(&finding->links, finding->counts, finding->gi)) {
        free(finding->gi);
        finding->gi = NULL;
        say_why(finding->gi_reason, "all cells have the same count");
        say_why(finding->patch_reason, "all cells have the same count");
        return no_patches(finding, "Is the file the right one, and --where?", reterr);
    }
    return test_patches(finding, reterr);
}

static void why_no_labels(const struct na_hotspot_finding *finding, char to[NA_HOTSPOT_REASON])
{
    const struct na_gathered *gathered = finding->gathered;
    uint64_t others = 0;
    to[0] = '\0';
    for (size_t i = 0; gathered->others != NULL && i < finding->set->count; i++) {
        others += gathered->others[i];
    }
    if (gathered->others == NULL) {
        say_why(to, "all rows are counted: give --where to compare a kind with all that are read");
    } else if (finding->weighted) {
        say_why(to, "rows weigh other than 1");
    } else if (finding->rows_placed < NA_HOTSPOT_ROWS_MIN) {
        say_why(to, "%zu row%s: with fewer than 30 the places cannot be told from chance",
                finding->rows_placed, finding->rows_placed == 1 ? "" : "s");
    } else if (others < finding->rows_placed) {
        say_why(to, "--where takes more than half of the rows: the others are no background");
    }
}

static enum na_code find_labels(struct na_hotspot_finding *finding, struct na_error *reterr)
{
    why_no_labels(finding, finding->label_reason);
    if (finding->label_reason[0] != '\0') {
        return NA_OK;
    }
    finding->labels = calloc(finding->set->count + 1, sizeof *finding->labels);
    if (finding->labels == NULL) {
        return na_fail_memory(reterr, "comparing with all rows");
    }
    enum na_code code = na_label_test(finding->counts, finding->gathered->others,
                                      finding->set->count, finding->labels, reterr);
    for (size_t i = 0; i < finding->set->count && code == NA_OK; i++) {
        if (finding->labels[i].q <= NA_HOTSPOT_GI_Q) {
            finding->label_cells++;
            finding->label_rows += (size_t)finding->counts[i];
        }
    }
    return code;
}

/* The first and the last month of the list, "" when no row has one. */
static void months_of_list(const struct na_hotspot_finding *finding, const char **ret_first,
                           const char **ret_last)
{
    const struct na_gathered *gathered = finding->gathered;
    *ret_first = *ret_last = "";
    for (size_t i = 1; i < gathered->month_count; i++) {
        if (gathered->months[i] == NULL) {
            continue;
        }
        const char *month = na_table_texts_get(&finding->job.rows->months, (uint32_t)i - 1).bytes;
        *ret_first = (*ret_first)[0] == '\0' || strcmp(month, *ret_first) < 0 ? month : *ret_first;
        *ret_last = strcmp(month, *ret_last) > 0 ? month : *ret_last;
    }
}

static enum na_code check_later(const struct na_hotspot_finding *finding, struct na_error *reterr)
{
    const char *month = finding->job.test_month, *first, *last;
    char message[NA_HOTSPOT_REASON];
    months_of_list(finding, &first, &last);
    if (last[0] == '\0') {
        return na_fail_field(
            reterr, NA_ERR_DATA, "test", "No row that is left for the list has a month",
            "Rows need a column Month, YYYY-MM, of more months than the one kept out");
    }
    if (strcmp(month, last) <= 0) {
        say_why(message, "%s does not come after the months of the list, %s to %s", month, first,
                last);
        return na_fail_field(reterr, NA_ERR_DATA, "test", message,
                             "Test on a month after all others, as a plan would be");
    }
    if (finding->gathered->rows_later < NA_LATER_ROWS_MIN) {
        say_why(message, "%zu row%s of %s: too few to test a list on (%d)",
                finding->gathered->rows_later, finding->gathered->rows_later == 1 ? " is" : "s are",
                month, NA_LATER_ROWS_MIN);
        return na_fail_field(reterr, NA_ERR_DATA, "test", message,
                             "Take a month with more rows, or a wider --where");
    }
    return NA_OK;
}

static enum na_code find_later(struct na_hotspot_finding *finding, struct na_error *reterr)
{
    if (finding->job.test_month == NULL) {
        return NA_OK;
    }
    enum na_code code = check_later(finding, reterr);
    if (code != NA_OK) {
        return code;
    }
    double *sorted = calloc(finding->set->count + 1, sizeof *sorted), held = 0;
    if (sorted == NULL) {
        return na_fail_memory(reterr, "testing on a later month");
    }
    for (size_t i = 0; i < finding->top_count; i++) {
        held += finding->counts[finding->order[i]];
    }
    finding->later = na_later_judge(finding->gathered->later, finding->set->count, finding->order,
                                    finding->top_count, held, finding->placed, sorted);
    finding->has_later = true;
    free(sorted);
    return NA_OK;
}

/* Count each month's own top set. */
static enum na_code find_months(struct na_hotspot_finding *finding, struct na_error *reterr)
{
    const struct na_gathered *gathered = finding->gathered;
    struct na_hotspot_months *months = &finding->months;
    size_t cells = finding->set->count;
    for (size_t i = 1; i < gathered->month_count; i++) {
        months->count += gathered->months[i] != NULL ? 1 : 0;
    }
    if (months->count < 2) {
        return NA_OK;
    }
    double *sorted = calloc(cells + 1, sizeof *sorted);
    months->in_top = calloc(cells + 1, sizeof *months->in_top);
    if (sorted == NULL || months->in_top == NULL) {
        free(sorted);
        return na_fail_memory(reterr, "the top set of each month");
    }
    for (size_t i = 1; i < gathered->month_count; i++) {
        const double *counts = gathered->months[i];
        if (counts == NULL) {
            continue;
        }
        memcpy(sorted, counts, cells * sizeof *sorted);
        double least = na_hotspot_cutoff(&finding->job.rule, sorted, cells);
        for (size_t c = 0; c < cells; c++) {
            months->in_top[c] = (uint16_t)(months->in_top[c] + (counts[c] >= least ? 1 : 0));
        }
    }
    for (size_t i = 0; i < finding->top_count; i++) {
        months->always += months->in_top[finding->order[i]] == months->count ? 1 : 0;
    }
    free(sorted);
    return NA_OK;
}

static void warn_of_rows(struct na_hotspot_finding *finding)
{
    struct na_warnings *to = &finding->warnings;
    if (finding->rows_outside > 0) {
        na_warn(to, "rows-outside", "%zu %s outside the study area and %s in no cell",
                finding->rows_outside, finding->rows_outside == 1 ? "row lies" : "rows lie",
                finding->rows_outside == 1 ? "is" : "are");
    }
    if (finding->gathered->months_without > 0 && finding->job.test_month != NULL) {
        na_warn(to, "rows-without-month",
                "%zu %s no month and %s in the list: %s may be of the month that it is tested on",
                finding->gathered->months_without,
                finding->gathered->months_without == 1 ? "row has" : "rows have",
                finding->gathered->months_without == 1 ? "is" : "are",
                finding->gathered->months_without == 1 ? "it" : "they");
    }
    if (finding->has_later && finding->months.count < 2) {
        na_warn(to, "one-month",
                "The list is of one month: squares picked from one month hold much less of the "
                "next than those of several");
    }
    if (finding->rows_placed == 0) {
        na_warn(to, "no-rows", "No row lies in a cell: there is nothing to find");
    } else if (na_hotspot_too_few(finding)) {
        na_warn(to, "too-few-rows",
                "With fewer than 30 rows%s the order of the cells is not a ranking",
                finding->weighted ? " (an effective number, as a few weigh most)" : "");
    }
}

static bool has_small_count(const struct na_hotspot_finding *finding)
{
    for (size_t i = 0; i < finding->top_count; i++) {
        double count = finding->counts[finding->order[i]];
        if (count >= 1 && count <= 4) {
            return true;
        }
    }
    return false;
}

/* The categories of data.police.uk. */
static bool is_crime_type(const char *column)
{
    char folded[NA_FOLD_MAX];
    na_fold_column(na_str_of(column != NULL ? column : ""), folded);
    return strcmp(folded, "crimetype") == 0;
}

static void warn(struct na_hotspot_finding *finding)
{
    const struct na_hotspot_job *job = &finding->job;
    struct na_warnings *to = &finding->warnings;
    warn_of_rows(finding);
    if (job->rows->profile[0] != '\0') {
        na_warn(
            to, "anonymised-positions",
            "Positions are those of %s: moved to the nearest of a list of points. Do not name a "
            "street, a shop or a house from this list or map",
            job->rows->profile);
    }
    if (2 * finding->gathered->rows_policing > finding->rows_placed) {
        na_warn(to, "found-by-policing",
                "Found by policing: these offences are recorded where officers look. More here may "
                "mean more patrols here");
    }
    if (job->rows->weights != NULL && is_crime_type(job->weight_by)) {
        na_warn(to, "weights-by-category", "One weight for a whole category: not a harm index");
    } else if (finding->weighted && job->rows->weights == NULL) {
        na_warn(to, "weights-without-source",
                "The weights come without a source: say where they are from, or give --weights");
    }
    if (has_small_count(finding)) {
        na_warn(to, "exact-counts", "Exact counts: not for publication where a figure is 1 to 4");
    }
    na_warn_of_pack(to, job->snapshot);
}

enum na_code na_hotspot_judge(struct na_hotspot_finding *finding, struct na_error *reterr)
{
    enum na_code code = find_later(finding, reterr);
    code = code == NA_OK ? find_concentration(finding, reterr) : code;
    code = code == NA_OK ? find_gi(finding, reterr) : code;
    code = code == NA_OK ? find_labels(finding, reterr) : code;
    code = code == NA_OK ? find_months(finding, reterr) : code;
    if (code == NA_OK) {
        warn(finding);
    }
    return code;
}
