/* A comparison of two tables as text, CSV and JSON: the two counts, the change, and why some wards
 * have none. */
#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "io/json_write.h"
#include "table/compare.h"
#include "write/render.h"

static void add_columns(struct na_sheet *sheet)
{
    na_sheet_column(sheet, "ward_code", "code", false);
    na_sheet_column(sheet, "ward_name", "ward", false);
    na_sheet_column(sheet, "authority_name", "authority", false);
    na_sheet_column(sheet, "count_a", "A", true);
    na_sheet_column(sheet, "count_b", "B", true);
    na_sheet_column(sheet, "difference", "B - A", true);
    na_sheet_column(sheet, "change_percent", "change %", true);
    na_sheet_column(sheet, "beyond_chance", "beyond chance", false);
    na_sheet_column(sheet, "ground", "ground", false);
    static const char *const about[] = {
        "measure",   "side_a",      "period_a",       "vintage_a", "side_b",   "period_b",
        "vintage_b", "left_out_a",  "left_out_b",     "placed_a",  "placed_b", "rows_a",
        "rows_b",    "pack_digest", "transformation", "indicative"};
    for (size_t i = 0; i < sizeof about / sizeof about[0]; i++) {
        na_sheet_column(sheet, about[i], NULL, false);
    }
}

static void put_integer(struct na_sheet *sheet, uint64_t value)
{
    char machine[NA_THOUSANDS_TEXT], human[NA_THOUSANDS_TEXT];
    (void)snprintf(machine, sizeof machine, "%llu", (unsigned long long)value);
    na_thousands(human, value);
    na_sheet_cell_two(sheet, machine, human);
}

static void put_difference(struct na_sheet *sheet, int64_t value)
{
    char machine[NA_THOUSANDS_TEXT], digits[NA_THOUSANDS_TEXT], human[NA_THOUSANDS_TEXT + 1];
    (void)snprintf(machine, sizeof machine, "%lld", (long long)value);
    na_thousands(digits, (uint64_t)(value < 0 ? -value : value));
    (void)snprintf(human, sizeof human, "%s%s", value < 0 ? "-" : value > 0 ? "+" : "", digits);
    na_sheet_cell_two(sheet, machine, human);
}

static void put_percent(struct na_sheet *sheet, double percent)
{
    char machine[NA_NUMBER_TEXT], digits[NA_NUMBER_TEXT], human[NA_NUMBER_TEXT + 1];
    if (!isfinite(percent)) {
        na_sheet_cell(sheet, "");
        return;
    }
    (void)na_number_fixed(machine, percent, 4);
    (void)na_number_fixed(digits, percent, 1);
    (void)snprintf(human, sizeof human, "%s%s", percent > 0.0 ? "+" : "", digits);
    na_sheet_cell_two(sheet, machine, human);
}

static void put_about(const struct na_compare *compare, struct na_sheet *sheet)
{
    const struct na_table *sides[] = {compare->a, compare->b};
    const struct na_pack_info *info = na_snapshot_info(compare->a->snapshot);
    na_sheet_cell(sheet, compare->a->about.measure);
    for (size_t i = 0; i < 2; i++) {
        na_sheet_cell(sheet, sides[i]->about.inputs);
        na_sheet_cell(sheet, sides[i]->about.period);
        na_sheet_cell(sheet, sides[i]->layer->id);
    }
    for (size_t i = 0; i < 2; i++) {
        char text[NA_TABLE_BALANCE_TEXT];
        na_table_left_out(&sides[i]->tally, text);
        na_sheet_cell(sheet, text);
    }
    put_integer(sheet, compare->a->placed);
    put_integer(sheet, compare->b->placed);
    put_integer(sheet, compare->a->asked);
    put_integer(sheet, compare->b->asked);
    na_sheet_cell(sheet, info->digest);
    na_sheet_cell(sheet, na_transformation_name(info->transformation));
    na_sheet_cell(sheet, info->indicative ? "yes" : "no");
}

static void put_row(const struct na_compare *compare, const struct na_compare_row *row,
                    struct na_sheet *sheet)
{
    na_sheet_cell(sheet, row->label->code);
    na_sheet_cell(sheet, row->label->name);
    na_sheet_cell(sheet, row->label->authority_name);
    if (row->verdict == NA_COMPARE_ONLY_B) {
        na_sheet_cell(sheet, "");
    } else {
        put_integer(sheet, row->a);
    }
    if (row->verdict == NA_COMPARE_ONLY_A) {
        na_sheet_cell(sheet, "");
    } else {
        put_integer(sheet, row->b);
    }
    if (row->verdict == NA_COMPARE_SAME) {
        put_difference(sheet, row->difference);
        put_percent(sheet, row->percent);
        na_sheet_cell_two(sheet,
                          compare->periods_differ ? ""
                          : row->beyond_chance    ? "yes"
                                                  : "no",
                          row->beyond_chance ? "yes" : "");
    } else {
        na_sheet_cell(sheet, "");
        na_sheet_cell(sheet, "");
        na_sheet_cell(sheet, "");
    }
    na_sheet_cell(sheet, na_compare_verdict_name(row->verdict));
    put_about(compare, sheet);
}

static void note_side(const struct na_table *side, const char *label, const char *rows,
                      struct na_sheet *sheet)
{
    char text[NA_TABLE_BALANCE_TEXT];
    na_table_vintage_text(side, text);
    na_sheet_note(sheet, label, "%s; period: %s; wards of %s, %s", side->about.inputs,
                  side->about.period[0] != '\0' ? side->about.period : "not known", text,
                  side->about.way);
    na_table_balance(&side->tally, text);
    na_sheet_note(sheet, rows, "%s", text);
}

static void put_notes(const struct na_compare *compare, struct na_sheet *sheet)
{
    na_sheet_note(sheet, "Measure", "%s", compare->a->about.measure);
    note_side(compare->a, "A", "Rows of A", sheet);
    note_side(compare->b, "B", "Rows of B", sheet);
    uint64_t left_a = 0, left_b = 0;
    for (size_t i = compare->compared; i < compare->count; i++) {
        left_a += compare->rows[i].a;
        left_b += compare->rows[i].b;
    }
    if (compare->tolerance_m > 0.0) {
        char metres[NA_NUMBER_TEXT];
        (void)na_number_trimmed(metres, compare->tolerance_m, 1);
        na_sheet_note(sheet, "Ground",
                      "two vintages: a ward is the same when its code is and its boundaries are "
                      "within %s m of each other; a smaller change cannot be seen",
                      metres);
    }
    na_sheet_note(sheet, "Not compared", "%zu wards, with %llu rows of A and %llu of B",
                  compare->count - compare->compared, (unsigned long long)left_a,
                  (unsigned long long)left_b);
    if (compare->periods_differ) {
        na_sheet_note(sheet, "Chance",
                      "not told: A has rows of %u month%s, B of %u; take periods of equal length",
                      (unsigned int)compare->a->about.months,
                      compare->a->about.months == 1 ? "" : "s",
                      (unsigned int)compare->b->about.months);
        na_render_pack_notes(compare->a->snapshot, sheet);
        return;
    }
    na_sheet_note(sheet, "Chance",
                  "beyond chance: the difference exceeds 1.96 times the root of A + B, as two "
                  "Poisson counts over equally long periods would once in twenty wards");
    na_render_pack_notes(compare->a->snapshot, sheet);
}

static void json_side(struct na_json *json, const char *name, const struct na_table *side)
{
    na_json_name(json, name);
    na_json_object_begin(json);
    na_render_text_or_null(json, "input", side->about.inputs);
    na_render_text_or_null(json, "period", side->about.period);
    na_json_name(json, "read");
    na_json_integer(json, (int64_t)side->tally.read);
    na_json_name(json, "all");
    na_json_integer(json, (int64_t)side->asked);
    na_json_name(json, "placed");
    na_json_integer(json, (int64_t)side->placed);
    char text[NA_TABLE_BALANCE_TEXT];
    na_table_left_out(&side->tally, text);
    na_json_name(json, "left_out");
    na_json_text(json, text);
    na_render_text_or_null(json, "wards", side->about.way);
    na_render_vintage(json, side->layer);
    na_json_object_end(json);
}

static void json_row(struct na_json *json, const struct na_compare_row *row, bool periods_differ)
{
    na_json_object_begin(json);
    na_json_name(json, "ward_code");
    na_json_text(json, row->label->code);
    na_json_name(json, "ward_name");
    na_json_text(json, row->label->name);
    na_render_text_or_null(json, "authority_name", row->label->authority_name);
    na_json_name(json, "count_a");
    if (row->verdict == NA_COMPARE_ONLY_B) {
        na_json_null(json);
    } else {
        na_json_integer(json, (int64_t)row->a);
    }
    na_json_name(json, "count_b");
    if (row->verdict == NA_COMPARE_ONLY_A) {
        na_json_null(json);
    } else {
        na_json_integer(json, (int64_t)row->b);
    }
    if (row->verdict == NA_COMPARE_SAME) {
        na_json_name(json, "difference");
        na_json_integer(json, row->difference);
        na_json_name(json, "change_percent");
        na_json_trimmed(json, row->percent, 4);
        na_json_name(json, "beyond_chance");
        if (periods_differ) {
            na_json_null(json);
        } else {
            na_json_bool(json, row->beyond_chance);
        }
    }
    na_json_name(json, "ground");
    na_json_text(json, na_compare_verdict_name(row->verdict));
    na_json_object_end(json);
}

static enum na_code render_json(const struct na_compare *compare, struct na_buffer *to)
{
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    na_json_name(&json, "measure");
    na_json_text(&json, compare->a->about.measure);
    json_side(&json, "a", compare->a);
    json_side(&json, "b", compare->b);
    na_json_name(&json, "tolerance_m");
    na_json_trimmed(&json, compare->tolerance_m, 1);
    na_json_name(&json, "not_compared");
    na_json_integer(&json, (int64_t)(compare->count - compare->compared));
    na_render_data(&json, compare->a->snapshot);
    na_json_name(&json, "rows");
    na_json_array_begin(&json);
    for (size_t i = 0; i < compare->count; i++) {
        json_row(&json, &compare->rows[i], compare->periods_differ);
    }
    na_json_array_end(&json);
    na_json_object_end(&json);
    enum na_code code = na_json_finish(&json);
    return code == NA_OK ? na_buffer_text(to, "\n") : code;
}

enum na_code na_render_compare(const struct na_compare *compare, enum na_table_form form, bool safe,
                               struct na_buffer *to)
{
    if (form == NA_TABLE_JSON) {
        return render_json(compare, to);
    }
    struct na_sheet sheet;
    na_sheet_init(&sheet);
    add_columns(&sheet);
    for (size_t i = 0; i < compare->count; i++) {
        put_row(compare, &compare->rows[i], &sheet);
    }
    put_notes(compare, &sheet);
    enum na_sheet_form shape = form == NA_TABLE_CSV        ? NA_SHEET_CSV
                               : form == NA_TABLE_MARKDOWN ? NA_SHEET_MARKDOWN
                                                           : NA_SHEET_TEXT;
    enum na_code code = na_sheet_render(&sheet, shape, safe, to);
    na_sheet_fini(&sheet);
    return code;
}
