/* Wards of both sides are walked in the order of their codes. Those of two vintages are compared
 * vertex by vertex against the other's boundary, and the verdict is kept for each ward. Only wards
 * that are the same ground get a change. */
#include "table/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* What computing in doubles and densified edges may add. */
#define SLACK_M 1.0

const char *na_compare_verdict_name(enum na_compare_verdict verdict)
{
    static const char *const names[] = {"same", "re-drawn", "only in A", "only in B"};
    return names[verdict];
}

void na_compare_free(struct na_compare *compare)
{
    if (compare != NULL) {
        free(compare->rows);
        free(compare);
    }
}

/* The row of each ward of a table's vintage. */
static const struct na_table_row **rows_by_area(const struct na_table *table)
{
    const struct na_table_row **rows = calloc((size_t)table->layer->area_count + 1, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < table->row_count; i++) {
        rows[table->labels[0][table->rows[i].labels[0]].area] = &table->rows[i];
    }
    return rows;
}

static void judge(const struct na_compare *compare, const struct na_area *a,
                  const struct na_area *b, struct na_compare_row *row)
{
    bool same = compare->a->layer == compare->b->layer ||
                na_areas_same_ground(compare->a->snapshot, a, b, compare->tolerance_m);
    if (!same) {
        row->verdict = NA_COMPARE_REDRAWN;
        return;
    }
    row->verdict = NA_COMPARE_SAME;
    row->difference = (int64_t)row->b - (int64_t)row->a;
    row->percent = row->a >= NA_CHANGE_PERCENT_MIN
                       ? 100.0 * (double)row->difference / (double)row->a
                       : (double)NAN;
}

/* Both vintages are sorted by code: walk them side by side. */
static void pair_up(struct na_compare *compare, const struct na_table_row **rows_a,
                    const struct na_table_row **rows_b)
{
    const struct na_table *a = compare->a;
    const struct na_table *b = compare->b;
    uint32_t i = 0;
    uint32_t k = 0;
    while (i < a->layer->area_count || k < b->layer->area_count) {
        struct na_area area_a, area_b;
        int order = i == a->layer->area_count ? 1 : k == b->layer->area_count ? -1 : 0;
        if (order <= 0) {
            na_snapshot_area(a->snapshot, a->layer, i, &area_a);
        }
        if (order >= 0) {
            na_snapshot_area(b->snapshot, b->layer, k, &area_b);
        }
        order = order != 0 ? order : strcmp(area_a.code, area_b.code);
        struct na_compare_row *row = &compare->rows[compare->count++];
        const struct na_table_row *of_a = order <= 0 ? rows_a[i++] : NULL;
        const struct na_table_row *of_b = order >= 0 ? rows_b[k++] : NULL;
        row->a = of_a != NULL ? of_a->count : 0;
        row->b = of_b != NULL ? of_b->count : 0;
        row->label = order <= 0 ? &a->labels[0][of_a->labels[0]] : &b->labels[0][of_b->labels[0]];
        if (order == 0) {
            judge(compare, &area_a, &area_b, row);
        } else {
            row->verdict = order < 0 ? NA_COMPARE_ONLY_A : NA_COMPARE_ONLY_B;
        }
    }
}

static int compare_rows(const void *left, const void *right)
{
    const struct na_compare_row *a = left;
    const struct na_compare_row *b = right;
    bool same_a = a->verdict == NA_COMPARE_SAME;
    bool same_b = b->verdict == NA_COMPARE_SAME;
    if (same_a != same_b) {
        return same_a ? -1 : 1;
    }
    if (same_a && a->difference != b->difference) {
        return a->difference > b->difference ? -1 : 1;
    }
    return strcmp(a->label->code, b->label->code);
}

static enum na_code check_sides(const struct na_table *a, const struct na_table *b,
                                struct na_error *reterr)
{
    if (a->layer != NULL && b->layer != NULL) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_DATA, "The rows of %s are of several ward vintages",
                  a->layer == NULL ? "A" : "B");
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "vintage",
                      "Compare sides of one vintage each: give --vintage");
}

/* Authorities are numbered in the order in which wards name them. */
static uint32_t authority_of(struct na_compare *compare, const char **seen, const char *code)
{
    for (size_t i = compare->authorities; i > 0; i--) {
        if (strcmp(seen[i - 1], code) == 0) {
            return (uint32_t)(i - 1);
        }
    }
    seen[compare->authorities++] = code;
    return (uint32_t)(compare->authorities - 1);
}

static enum na_code judge_changes(struct na_compare *compare, struct na_error *reterr)
{
    size_t count = compare->compared;
    struct na_change_ward *wards = calloc(count + 1, sizeof *wards);
    const char **seen = calloc(count + 1, sizeof *seen);
    double months_a = compare->a->about.months, months_b = compare->b->about.months;
    if (wards == NULL || seen == NULL) {
        free(wards);
        free(seen);
        return na_fail_memory(reterr, "comparing tables");
    }
    for (size_t i = 0; i < count; i++) {
        const struct na_compare_row *row = &compare->rows[i];
        wards[i].a = row->a;
        wards[i].b = row->b;
        wards[i].authority = authority_of(compare, seen, row->label->authority_code);
        compare->rows_a += row->a;
        compare->rows_b += row->b;
    }
    bool known = months_a > 0 && months_b > 0;
    enum na_code code = na_change_judge(wards, count, compare->authorities, known ? months_a : 1,
                                        known ? months_b : 1, &compare->change, reterr);
    if (code == NA_OK && !compare->periods_differ) {
        code = na_change_spread(wards, count, &compare->spread, reterr);
    }
    for (size_t i = 0; i < count; i++) {
        compare->rows[i].change = wards[i];
    }
    free(wards);
    free(seen);
    return code;
}

enum na_code na_compare_new(const struct na_table *a, const struct na_table *b,
                            struct na_compare **ret_compare, struct na_error *reterr)
{
    enum na_code code = check_sides(a, b, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_compare *compare = calloc(1, sizeof *compare);
    const struct na_table_row **rows_a = rows_by_area(a);
    const struct na_table_row **rows_b = rows_by_area(b);
    size_t most = (size_t)a->layer->area_count + b->layer->area_count;
    if (compare != NULL) {
        compare->rows = calloc(most + 1, sizeof *compare->rows);
    }
    if (compare == NULL || rows_a == NULL || rows_b == NULL || compare->rows == NULL) {
        code = na_fail_memory(reterr, "comparing tables");
        na_compare_free(compare);
        goto done;
    }
    compare->periods_differ =
        a->about.months > 0 && b->about.months > 0 && a->about.months != b->about.months;
    compare->a = a;
    compare->b = b;
    compare->tolerance_m =
        a->layer == b->layer ? 0.0 : a->layer->tolerance_m + b->layer->tolerance_m + SLACK_M;
    pair_up(compare, rows_a, rows_b);
    qsort(compare->rows, compare->count, sizeof *compare->rows, compare_rows);
    while (compare->compared < compare->count &&
           compare->rows[compare->compared].verdict == NA_COMPARE_SAME) {
        compare->compared++;
    }
    code = judge_changes(compare, reterr);
    if (code != NA_OK) {
        na_compare_free(compare);
        goto done;
    }
    *ret_compare = compare;
done:
    free(rows_a);
    free(rows_b);
    return code;
}
