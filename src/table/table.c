/* Counts are rounded first, if that is asked for, and then ordered, ranked and divided. So no
 * figure that is shown can be used to work an exact one out. */
#include "table/table.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "table/private.h"
#include "table/rate.h"

double na_table_percent(uint64_t part, uint64_t whole)
{
    return whole == 0 ? NAN : 100.0 * (double)part / (double)whole;
}

/* The one vintage of the rows, if there is one: that of the wards listed, else what the rows say,
 * else what was chosen for all. */
static void find_layer(struct na_table *table, const struct na_table_options *options)
{
    const struct na_table_texts *vintages = table->vintages;
    table->layer = options->layer;
    if (vintages->count == 1 && na_table_texts_get(vintages, 0).length > 0) {
        table->layer =
            na_table_find_layer(table->snapshot, NA_LAYER_WARDS, na_table_texts_get(vintages, 0));
    }
    table->several_vintages = vintages->count > 1;
    for (size_t d = 0; d < table->question.dimension_count; d++) {
        const struct na_table_label *labels = table->labels[d];
        bool wards = table->question.dimensions[d].what == NA_TABLE_WARD;
        for (uint32_t i = 1; wards && i < table->label_counts[d]; i++) {
            table->several_vintages |= labels[i].layer != labels[0].layer;
        }
    }
    if (table->several_vintages) {
        table->layer = NULL;
    }
}

static enum na_code add_rates(struct na_table *table, const struct na_table_options *options,
                              struct na_error *reterr)
{
    bool by_ward =
        table->question.dimension_count == 1 && table->question.dimensions[0].what == NA_TABLE_WARD;
    if (!by_ward || table->layer == NULL) {
        (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT, "Rates need a table by ward of one vintage");
        return na_fail_at(reterr, NA_ERR_PARAM_CONFLICT, NULL, 0, "rate",
                          "Use --by ward alone, and --vintage");
    }
    enum na_code code = na_table_rates_check(options->rates, table->snapshot, table->layer, reterr);
    for (size_t i = 0; i < table->row_count && code == NA_OK; i++) {
        struct na_table_row *row = &table->rows[i];
        uint32_t area = table->labels[0][row->labels[0]].area;
        na_table_rates_apply(options->rates, area, row->count,
                             table->key_name != NULL ? NA_ROUNDING_OFF : 0, &row->rate);
    }
    if (code == NA_OK) {
        na_table_rates_smooth(table->rows, table->row_count);
    }
    table->has_rates = code == NA_OK;
    return code;
}

static enum na_code make(struct na_table *table, const struct na_table_counts *counts,
                         const struct na_table_options *options, struct na_error *reterr)
{
    enum na_code code = na_table_label(table, counts, options, reterr);
    if (code != NA_OK) {
        return code;
    }
    find_layer(table, options);
    code = na_table_fill(table, counts, options, reterr);
    if (code == NA_OK && counts->rounding != NULL) {
        code = na_table_round(table, counts, options, reterr);
    }
    if (code == NA_OK && options->rates != NULL) {
        code = add_rates(table, options, reterr);
    }
    if (code == NA_OK && !na_table_rank(table, options->top)) {
        code = na_fail_memory(reterr, "ranking the rows of a table");
    }
    return code;
}

enum na_code na_table_new(const struct na_table_counts *counts, const struct na_snapshot *snapshot,
                          const struct na_table_options *options, struct na_table **ret_table,
                          struct na_error *reterr)
{
    struct na_table *table = calloc(1, sizeof *table);
    if (table == NULL) {
        return na_fail_memory(reterr, "making a table");
    }
    table->snapshot = snapshot;
    table->question = counts->question;
    table->vintages = &counts->vintages;
    table->about = options->about;
    table->tally = counts->tally;
    table->public_rows = counts->public_rows;
    table->ready = options->ready;
    table->placed = na_table_tally_placed(&counts->tally);
    table->asked = options->total > 0 ? options->total : na_table_tally_asked(&counts->tally);
    enum na_code code = make(table, counts, options, reterr);
    if (code != NA_OK) {
        na_table_free(table);
        return code;
    }
    *ret_table = table;
    return NA_OK;
}

void na_table_free(struct na_table *table)
{
    if (table == NULL) {
        return;
    }
    for (size_t i = 0; i < NA_TABLE_DIMENSIONS_MAX; i++) {
        free(table->labels[i]);
    }
    free(table->rows);
    free(table->groups);
    free(table);
}

struct na_table_rest na_table_get_rest(const struct na_table *table)
{
    return (struct na_table_rest){table->row_count - table->listed, table->rest};
}
