/* The table as rows of texts: its columns, its rows, the sums below and the notes. */
#include "table/forms.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "table/rounding.h"

/* Lines that are no row of the table: of the rows that are not listed; without cells. */
#define ACROSS_REST SIZE_MAX
#define ACROSS_NONE (SIZE_MAX - 1)

static void add_dimension_columns(const struct na_table *table,
                                  const struct na_table_dimension *dimension,
                                  struct na_sheet *sheet)
{
    switch (dimension->what) {
    case NA_TABLE_WARD:
        na_sheet_column(sheet, "ward_code", "code", false);
        na_sheet_column(sheet, "ward_name", "ward", false);
        na_sheet_column(sheet, "authority_name", "authority", false);
        if (table->several_vintages) {
            na_sheet_column(sheet, "ward_vintage", "vintage", false);
        }
        break;
    case NA_TABLE_AUTHORITY:
        na_sheet_column(sheet, "authority_code", "code", false);
        na_sheet_column(sheet, "authority_name", "authority", false);
        break;
    case NA_TABLE_AREA:
        na_sheet_column(sheet, "area_code", "area code", false);
        na_sheet_column(sheet, "area_name", "area", false);
        break;
    case NA_TABLE_VINTAGE:
    case NA_TABLE_COLUMN:
        na_sheet_column(sheet, dimension->name, dimension->name, false);
        break;
    }
}

static void add_share_columns(const struct na_table *table, struct na_sheet *sheet)
{
    na_sheet_column(sheet, "share_placed_percent", table->ready ? "share %" : "of placed %", true);
    na_sheet_column(sheet, "share_all_percent", "of all %", true);
    na_sheet_column(sheet, "cumulative_placed_percent", "cumulative %", true);
    na_sheet_column(sheet, "cumulative_all_percent", "of all %", true);
    if (table->has_rates) {
        na_sheet_column(sheet, "population", "population", true);
        na_sheet_column(sheet, "rate_per_1000", "per 1,000", true);
        na_sheet_column(sheet, "rate_low", "95% low", true);
        na_sheet_column(sheet, "rate_high", "95% high", true);
        na_sheet_column(sheet, "rate_smoothed", "smoothed", true);
    }
}

static void add_across_columns(const struct na_across *across, struct na_sheet *sheet)
{
    for (size_t c = 0; c < across->column_count; c++) {
        na_sheet_column(sheet, across->columns[c].machine, across->columns[c].human, true);
    }
}

static void add_about_columns(struct na_sheet *sheet)
{
    static const char *const about[] = {"measure",       "period",  "rows_placed", "rows_all",
                                        "rows_left_out", "vintage", "pack_digest", "transformation",
                                        "indicative",    "says"};
    for (size_t i = 0; i < sizeof about / sizeof about[0]; i++) {
        na_sheet_column(sheet, about[i], NULL, false);
    }
}

static void add_columns(const struct na_table *table, struct na_sheet *sheet)
{
    na_sheet_column(sheet, "rank", "rank", true);
    for (size_t d = 0; d < table->question.dimension_count; d++) {
        add_dimension_columns(table, &table->question.dimensions[d], sheet);
    }
    na_sheet_column(sheet, "count", "count", true);
    if (table->across != NULL) {
        add_across_columns(table->across, sheet);
    } else {
        add_share_columns(table, sheet);
    }
    add_about_columns(sheet);
}

static void put_integer(struct na_sheet *sheet, uint64_t value)
{
    char machine[NA_THOUSANDS_TEXT], human[NA_THOUSANDS_TEXT];
    (void)snprintf(machine, sizeof machine, "%llu", (unsigned long long)value);
    na_thousands(human, value);
    na_sheet_cell_two(sheet, machine, human);
}

static void put_decimal(struct na_sheet *sheet, double value, unsigned int machine_decimals,
                        unsigned int human_decimals)
{
    if (!isfinite(value)) {
        na_sheet_cell(sheet, "");
        return;
    }
    char machine[NA_NUMBER_TEXT], human[NA_NUMBER_TEXT];
    (void)na_number_fixed(&machine, value, machine_decimals);
    (void)na_number_fixed(&human, value, human_decimals);
    na_sheet_cell_two(sheet, machine, human);
}

/* People come in ones, but estimates may not. */
static void put_population(struct na_sheet *sheet, double population)
{
    char machine[NA_NUMBER_TEXT], human[NA_THOUSANDS_TEXT];
    (void)na_number_trimmed(&machine, population, 6);
    na_thousands(human, (uint64_t)(population + 0.5));
    na_sheet_cell_two(sheet, machine, human);
}

static void put_label(const struct na_table *table, size_t d, const struct na_table_label *label,
                      struct na_sheet *sheet)
{
    switch (table->question.dimensions[d].what) {
    case NA_TABLE_WARD:
        na_sheet_cell(sheet, label->code);
        na_sheet_cell(sheet, label->name);
        na_sheet_cell(sheet, label->authority_name);
        if (table->several_vintages) {
            na_sheet_cell(sheet, label->layer->id);
        }
        break;
    case NA_TABLE_AUTHORITY:
    case NA_TABLE_AREA:
        na_sheet_cell(sheet, label->code);
        na_sheet_cell(sheet, label->name);
        break;
    case NA_TABLE_VINTAGE:
    case NA_TABLE_COLUMN:
        na_sheet_cell_two(sheet, label->code, label->code[0] != '\0' ? label->code : "(blank)");
        break;
    }
}

static void put_about(const struct na_table *table, struct na_sheet *sheet)
{
    char text[NA_TABLE_BALANCE_TEXT];
    const struct na_pack_info *info = na_snapshot_info(table->snapshot);
    na_sheet_cell(sheet, table->about.measure);
    na_sheet_cell(sheet, table->about.period);
    put_integer(sheet, table->placed);
    put_integer(sheet, table->asked);
    na_table_left_out(&table->tally, text);
    na_sheet_cell(sheet, text);
    na_sheet_cell(sheet, table->layer != NULL      ? table->layer->id
                         : table->several_vintages ? "several"
                                                   : "");
    na_sheet_cell(sheet, info->digest);
    na_sheet_cell(sheet, na_transformation_name(info->transformation));
    na_sheet_cell(sheet, info->indicative ? "yes" : "no");
    char says[NA_TABLE_SAYS_TEXT];
    na_table_says_text(table, says);
    na_sheet_cell(sheet, says);
}

/* The cells of a row, of ACROSS_REST or of ACROSS_NONE. */
static void put_across(const struct na_across *across, size_t row, struct na_sheet *sheet)
{
    for (size_t c = 0; c < across->column_count; c++) {
        uint64_t figure = across->columns[c].rest;
        if (row == ACROSS_REST || (row != ACROSS_NONE && na_across_cell(across, row, c, &figure))) {
            put_integer(sheet, figure);
        } else {
            na_sheet_cell(sheet, "");
        }
    }
}

static void put_shares(const struct na_table *table, const struct na_table_row *row,
                       struct na_sheet *sheet)
{
    put_decimal(sheet, na_table_percent(row->count, table->placed), 4, 1);
    put_decimal(sheet, na_table_percent(row->count, table->asked), 4, 1);
    put_decimal(sheet, na_table_percent(row->cumulative, table->placed), 4, 1);
    put_decimal(sheet, na_table_percent(row->cumulative, table->asked), 4, 1);
    if (table->has_rates) {
        put_population(sheet, row->rate.population);
        put_decimal(sheet, row->rate.rate, 4, 2);
        put_decimal(sheet, row->rate.low, 4, 2);
        put_decimal(sheet, row->rate.high, 4, 2);
        put_decimal(sheet, row->rate.smoothed, 6, 2);
    }
}

static void put_row(const struct na_table *table, size_t number, struct na_sheet *sheet)
{
    const struct na_table_row *row = &table->rows[number];
    char rank[16], shown[20];
    (void)snprintf(rank, sizeof rank, "%u", (unsigned)row->rank);
    (void)snprintf(shown, sizeof shown, "%u%s", (unsigned)row->rank, row->tied ? "=" : " ");
    na_sheet_cell_two(sheet, rank, shown);
    for (size_t d = 0; d < table->question.dimension_count; d++) {
        put_label(table, d, &table->labels[d][row->labels[d]], sheet);
    }
    put_integer(sheet, row->count);
    if (table->across != NULL) {
        put_across(table->across, number, sheet);
    } else {
        put_shares(table, row, sheet);
    }
    put_about(table, sheet);
}

/* The cells before the count. */
static void put_sum_names(const struct na_table *table, const char *name, struct na_sheet *sheet)
{
    size_t before = 1;
    na_sheet_cell(sheet, "");
    while (strcmp(sheet->columns[before].machine, "count") != 0) {
        bool first_text = before == (table->question.dimensions[0].what == NA_TABLE_VINTAGE ||
                                             table->question.dimensions[0].what == NA_TABLE_COLUMN
                                         ? 1
                                         : 2);
        na_sheet_cell(sheet, first_text ? name : "");
        before++;
    }
}

static void put_sum_shares(const struct na_table *table, const struct na_table_rest *rest,
                           struct na_sheet *sheet)
{
    /* What is not in a file of ready counts is no part of what is. */
    put_decimal(sheet, rest->rows > 0 ? na_table_percent(rest->count, table->placed) : NAN, 4, 1);
    put_decimal(sheet, na_table_percent(rest->count, table->asked), 4, 1);
    na_sheet_cell(sheet, "");
    na_sheet_cell(sheet, "");
    for (int i = 0; table->has_rates && i < 5; i++) {
        na_sheet_cell(sheet, "");
    }
}

/* A line for several rows: it stands under the first name, whatever that column is. */
static void put_sum(const struct na_table *table, const char *name,
                    const struct na_table_rest *rest, struct na_sheet *sheet)
{
    put_sum_names(table, name, sheet);
    put_integer(sheet, rest->count);
    if (table->across != NULL) {
        put_across(table->across, ACROSS_REST, sheet);
    } else {
        put_sum_shares(table, rest, sheet);
    }
    put_about(table, sheet);
}

static void put_group_shares(const struct na_table *table, const struct na_table_group *group,
                             struct na_sheet *sheet)
{
    put_decimal(sheet, na_table_percent(group->count, table->placed), 4, 1);
    put_decimal(sheet, na_table_percent(group->count, table->asked), 4, 1);
    for (int i = 0; i < (table->has_rates ? 7 : 2); i++) {
        na_sheet_cell(sheet, "");
    }
}

/* A group that is too small to be listed by ward. */
static void put_group(const struct na_table *table, const struct na_table_group *group,
                      struct na_sheet *sheet)
{
    na_sheet_cell(sheet, "");
    for (size_t d = 0; d < table->question.dimension_count; d++) {
        struct na_table_label label = table->labels[d][group->labels[d]];
        if (table->question.dimensions[d].what == NA_TABLE_WARD) {
            label.code = "";
            label.name = "(not listed by ward)";
        }
        put_label(table, d, &label, sheet);
    }
    put_integer(sheet, group->count);
    if (table->across != NULL) {
        put_across(table->across, ACROSS_NONE, sheet);
    } else {
        put_group_shares(table, group, sheet);
    }
    put_about(table, sheet);
}

static void put_sums(const struct na_table *table, struct na_sheet *sheet)
{
    struct na_table_rest rest = na_table_get_rest(table);
    char name[64];
    for (size_t i = 0; i < table->group_count; i++) {
        put_group(table, &table->groups[i], sheet);
    }
    if (rest.rows > 0) {
        (void)snprintf(name, sizeof name, "(others: %zu)", rest.rows);
        put_sum(table, name, &rest, sheet);
    }
    if (table->ready && table->asked > table->placed) {
        struct na_table_rest beyond = {0, table->asked - table->placed};
        put_sum(table, "(not in the file)", &beyond, sheet);
    }
}

/* The last line of a table with columns across: all rows, column by column. */
static void put_totals(const struct na_table *table, struct na_sheet *sheet)
{
    const struct na_across *across = table->across;
    put_sum_names(table, "(all)", sheet);
    put_integer(sheet, table->placed);
    for (size_t c = 0; c < across->column_count; c++) {
        put_integer(sheet, across->columns[c].total);
    }
    put_about(table, sheet);
}

void na_table_sheet_make(const struct na_table *table, struct na_sheet *ret_sheet)
{
    na_sheet_init(ret_sheet);
    add_columns(table, ret_sheet);
    for (size_t i = 0; i < table->listed; i++) {
        put_row(table, i, ret_sheet);
    }
    put_sums(table, ret_sheet);
    if (table->across != NULL) {
        put_totals(table, ret_sheet);
    }
    na_render_table_notes(table, ret_sheet);
    if (table->across != NULL && table->across->has_hidden) {
        na_sheet_note(ret_sheet, "Empty",
                      "where an authority has fewer than %d rows in a column, they are not listed "
                      "by ward",
                      NA_ROUNDING_GROUP_MIN);
    }
}
