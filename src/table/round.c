/* A table whose figures are all rounded, and whose smallest groups are not listed by ward: with a
 * total known from elsewhere, ten rows in many wards would be worked back from their figures. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "table/private.h"

/* The dimension that is the ward; NA_TABLE_DIMENSIONS_MAX: none. */
static size_t ward_dimension(const struct na_table *table)
{
    for (size_t d = 0; d < table->question.dimension_count; d++) {
        if (table->question.dimensions[d].what == NA_TABLE_WARD) {
            return d;
        }
    }
    return NA_TABLE_DIMENSIONS_MAX;
}

/* Of each row the labels that make its group: the ward's replaced by the first label of its
 * authority. */
struct keyed {
    uint32_t labels[NA_TABLE_DIMENSIONS_MAX];
    size_t row;
};

static int compare_keyed(const void *left, const void *right)
{
    const struct keyed *a = left, *b = right;
    for (size_t d = 0; d < NA_TABLE_DIMENSIONS_MAX; d++) {
        if (a->labels[d] != b->labels[d]) {
            return a->labels[d] < b->labels[d] ? -1 : 1;
        }
    }
    return a->row < b->row ? -1 : 1;
}

static bool same_group(const struct keyed *a, const struct keyed *b)
{
    return memcmp(a->labels, b->labels, sizeof a->labels) == 0;
}

/* The first label with the same authority, of each label of dimension `d`; NULL: no memory. */
static uint32_t *authorities_of(const struct na_table *table, size_t d)
{
    uint32_t count = table->label_counts[d], seen = 0;
    uint32_t *firsts = calloc(2 * (size_t)count + 1, sizeof *firsts);
    uint32_t *distinct = firsts != NULL ? firsts + count : NULL;
    for (uint32_t i = 0; firsts != NULL && i < count; i++) {
        const char *code = table->labels[d][i].authority_code;
        uint32_t k = 0;
        while (k < seen && strcmp(table->labels[d][distinct[k]].authority_code, code) != 0) {
            k++;
        }
        if (k == seen) {
            distinct[seen++] = i;
        }
        firsts[i] = distinct[k];
    }
    return firsts;
}

/* A group of rows keyed[from] to before keyed[until]: too small, it is put apart and its rows are
 * marked by a rank that none has. */
static void judge_group(struct na_table *table, struct keyed *keyed, size_t from, size_t until)
{
    uint64_t count = 0, key = 0;
    for (size_t i = from; i < until; i++) {
        count += table->rows[keyed[i].row].exact;
        key += table->rows[keyed[i].row].key;
    }
    if (count >= NA_ROUNDING_GROUP_MIN) {
        return;
    }
    struct na_table_group *group = &table->groups[table->group_count++];
    memcpy(group->labels, keyed[from].labels, sizeof group->labels);
    group->count = na_rounded(count, key);
    for (size_t i = from; i < until; i++) {
        table->rows[keyed[i].row].rank = UINT32_MAX;
    }
}

/* Take the wards of small groups out. */
static enum na_code part_groups(struct na_table *table, struct na_error *reterr)
{
    size_t d = ward_dimension(table);
    if (d == NA_TABLE_DIMENSIONS_MAX) {
        return NA_OK;
    }
    uint32_t *authorities = authorities_of(table, d);
    struct keyed *keyed = calloc(table->row_count + 1, sizeof *keyed);
    table->groups = calloc(table->row_count + 1, sizeof *table->groups);
    if (authorities == NULL || keyed == NULL || table->groups == NULL) {
        free(authorities);
        free(keyed);
        return na_fail_memory(reterr, "rounding a table");
    }
    for (size_t i = 0; i < table->row_count; i++) {
        memcpy(keyed[i].labels, table->rows[i].labels, sizeof keyed[i].labels);
        keyed[i].labels[d] = authorities[keyed[i].labels[d]];
        keyed[i].row = i;
    }
    qsort(keyed, table->row_count, sizeof *keyed, compare_keyed);
    for (size_t from = 0, until; from < table->row_count; from = until) {
        until = from + 1;
        while (until < table->row_count && same_group(&keyed[from], &keyed[until])) {
            until++;
        }
        judge_group(table, keyed, from, until);
    }
    free(authorities);
    free(keyed);
    return NA_OK;
}

/* Combinations without a row are not listed where several things are counted by, and columns have
 * no others; so one whose figure is 0 must not be listed either: it would tell that it has one. */
static bool is_listed(const struct na_table *table, const struct na_table_row *row,
                      const struct na_table_options *options)
{
    bool by_ward =
        table->question.dimension_count == 1 && table->question.dimensions[0].what == NA_TABLE_WARD;
    return row->count > 0 || (by_ward && options->zeros);
}

static struct na_table_tally round_tally(const struct na_table_tally *tally,
                                         const struct na_table_tally *keys)
{
    /* Of the rows placed one figure: that of each match is printed nowhere. */
    struct na_table_tally shown = {.read = na_rounded(tally->read, keys->read),
                                   .unasked = na_rounded(tally->unasked, keys->unasked),
                                   .outside = na_rounded(tally->outside, keys->outside)};
    static const enum na_batch_match matches[] = {NA_BATCH_NONE, NA_BATCH_NO_LOCATION,
                                                  NA_BATCH_BAD};
    for (size_t i = 0; i < sizeof matches / sizeof matches[0]; i++) {
        shown.matches[matches[i]] =
            na_rounded(tally->matches[matches[i]], keys->matches[matches[i]]);
    }
    uint64_t placed = na_rounded(na_table_tally_placed(tally), na_table_tally_placed(keys));
    shown.matches[NA_BATCH_INSIDE] = placed + shown.outside;
    return shown;
}

enum na_code na_table_round(struct na_table *table, const struct na_table_counts *counts,
                            const struct na_table_options *options, struct na_error *reterr)
{
    const struct na_table_tally *tally = &counts->tally, *keys = &counts->keys;
    table->key_name = na_rounding_name(counts->rounding);
    table->tally = round_tally(tally, keys);
    table->placed = na_table_tally_placed(&table->tally);
    table->asked = na_rounded(na_table_tally_asked(tally), na_table_tally_asked(keys));
    enum na_code code = part_groups(table, reterr);
    size_t kept = 0;
    for (size_t i = 0; i < table->row_count && code == NA_OK; i++) {
        struct na_table_row row = table->rows[i];
        row.count = na_rounded(row.exact, row.key);
        if (row.rank != UINT32_MAX && is_listed(table, &row, options)) {
            table->rows[kept++] = row;
        }
    }
    table->row_count = kept;
    return code;
}
