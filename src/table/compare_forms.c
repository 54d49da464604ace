/* A comparison of two tables as text, CSV and JSON: the two counts, the change, and why some wards
 * have none. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "io/json_write.h"
#include "table/compare.h"
#include "write/render.h"

#define SAYS_LIMIT ((size_t)16 * 1024)

static void add_columns(struct na_sheet *sheet)
{
    na_sheet_column(sheet, "ward_code", "code", false);
    na_sheet_column(sheet, "ward_name", "ward", false);
    na_sheet_column(sheet, "authority_name", "authority", false);
    na_sheet_column(sheet, "count_a", "A", true);
    na_sheet_column(sheet, "count_b", "B", true);
    na_sheet_column(sheet, "difference", "B - A", true);
    na_sheet_column(sheet, "change_percent", "change %", true);
    na_sheet_column(sheet, "ratio_of_ratios", "against the rest", true);
    na_sheet_column(sheet, "p_relative", "p", true);
    na_sheet_column(sheet, "p_own", "own p", true);
    na_sheet_column(sheet, "stands_out", "stands out", false);
    na_sheet_column(sheet, "ground", "ground", false);
    static const char *const about[] = {
        "measure",   "side_a",      "period_a",       "vintage_a",  "side_b",     "period_b",
        "vintage_b", "left_out_a",  "left_out_b",     "placed_a",   "placed_b",   "rows_a",
        "rows_b",    "pack_digest", "transformation", "indicative", "dispersion", "says"};
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
    (void)na_number_fixed(&machine, percent, 4);
    (void)na_number_fixed(&digits, percent, 1);
    (void)snprintf(human, sizeof human, "%s%s", percent > 0.0 ? "+" : "", digits);
    na_sheet_cell_two(sheet, machine, human);
}

static void put_about(const struct na_compare *compare, const char *says, struct na_sheet *sheet)
{
    char dispersion[NA_NUMBER_TEXT] = "";
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
    if (isfinite(compare->change.measured)) {
        (void)na_number_fixed(&dispersion, compare->change.measured, 6);
    }
    na_sheet_cell(sheet, dispersion);
    na_sheet_cell(sheet, says);
}

static void put_number(struct na_sheet *sheet, double value, unsigned int human_decimals)
{
    char machine[NA_NUMBER_TEXT], human[NA_NUMBER_TEXT];
    if (!isfinite(value)) {
        na_sheet_cell(sheet, "");
        return;
    }
    (void)na_number_shortest(&machine, value);
    (void)na_number_fixed(&human, value, human_decimals);
    na_sheet_cell_two(sheet, machine, human);
}

/* Of wards with too few rows nothing is said. */
static void put_change(const struct na_change_ward *change, struct na_sheet *sheet)
{
    bool said = change->judged;
    put_number(sheet, said ? change->ratio : (double)NAN, 2);
    put_number(sheet, said ? change->p_relative : (double)NAN, 3);
    put_number(sheet, said ? change->p_own : (double)NAN, 3);
    na_sheet_cell_two(sheet,
                      !said                ? ""
                      : change->stands_out ? "yes"
                                           : "no",
                      change->stands_out ? "yes" : "");
}

static void put_row(const struct na_compare *compare, const struct na_compare_row *row,
                    const char *says, struct na_sheet *sheet)
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
        put_change(&row->change, sheet);
    } else {
        for (int i = 0; i < 6; i++) {
            na_sheet_cell(sheet, "");
        }
    }
    na_sheet_cell(sheet, na_compare_verdict_name(row->verdict));
    put_about(compare, says, sheet);
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
        (void)na_number_trimmed(&metres, compare->tolerance_m, 1);
        na_sheet_note(sheet, "Ground",
                      "two vintages: a ward is the same when its code is and its boundaries are "
                      "within %s m of each other; a smaller change cannot be seen",
                      metres);
    }
    na_sheet_note(sheet, "Not compared", "%zu wards, with %llu rows of A and %llu of B",
                  compare->count - compare->compared, (unsigned long long)left_a,
                  (unsigned long long)left_b);
    na_sheet_note(sheet, "Against the rest",
                  "(B / A of the ward) / (B / A of the rest of its authority); p: exact, given the "
                  "margins (Fisher), two-sided; own p: of the ward alone (E-test of two Poisson "
                  "counts%s)",
                  compare->periods_differ ? " over periods of these lengths" : "");
    na_sheet_note(sheet, "Stands out",
                  "the logarithm of that ratio is more than 1.96 standard errors from 0, the "
                  "dispersion allowed for; wards with fewer than %d rows in A and B are not judged",
                  NA_CHANGE_ROWS_MIN);
    if (compare->periods_differ) {
        na_sheet_note(sheet, "Periods",
                      "of unequal length: A has rows of %u month%s, B of %u; B - A is not a change",
                      (unsigned int)compare->a->about.months,
                      compare->a->about.months == 1 ? "" : "s",
                      (unsigned int)compare->b->about.months);
    }
    na_render_pack_notes(compare->a->snapshot, sheet);
}

/* "rose by 22%", "fell by 3%", "did not change"; of few rows no percentage. */
static void whole_words(const struct na_compare *compare, char to[96])
{
    double a = (double)compare->rows_a, b = (double)compare->rows_b;
    char number[NA_NUMBER_TEXT], text_a[NA_THOUSANDS_TEXT], text_b[NA_THOUSANDS_TEXT];
    const char *verb = b > a ? "rose" : b < a ? "fell" : "did not change";
    na_thousands(text_a, compare->rows_a);
    na_thousands(text_b, compare->rows_b);
    (void)na_number_fixed(&number, a > 0 ? fabs(100 * (b - a) / a) : 0, 0);
    if (compare->rows_a >= NA_CHANGE_PERCENT_MIN && compare->rows_a != compare->rows_b) {
        (void)snprintf(to, 96, "%s by %.12s%%, from %.20s to %.20s rows", verb, number, text_a,
                       text_b);
    } else {
        (void)snprintf(to, 96, "%s, from %.20s to %.20s rows", verb, text_a, text_b);
    }
}

static enum na_code say_standing_out(const struct na_compare *compare, const char *end,
                                     struct na_buffer *to)
{
    const struct na_change *change = &compare->change;
    char expected[NA_NUMBER_TEXT];
    (void)na_number_fixed(&expected, change->expected, change->expected < 3 ? 1 : 0);
    if (change->judged == 0) {
        return na_buffer_printf(to,
                                "No ward has %d rows or more beside the rest of its authority: "
                                "no change is judged.%s",
                                NA_CHANGE_ROWS_MIN, end);
    }
    return na_buffer_printf(
        to,
        "%zu of %zu wards changed by more than the rest of their authority at the 1-in-20 level; "
        "about %s would by chance. %s%s",
        change->stand_out, change->judged, expected,
        change->more ? "That is more than chance gives, but not every one of them need be real."
                     : "Nothing here stands out.",
        end);
}

/* Drugs, weapons and public order are asked for. */
static bool is_policing(const struct na_table_question *question)
{
    for (size_t i = 0; i < question->where_count; i++) {
        if (na_where_is_policing(question->wheres[i].values)) {
            return true;
        }
    }
    return false;
}

static bool has_small_count(const struct na_compare *compare)
{
    for (size_t i = 0; i < compare->count; i++) {
        const struct na_compare_row *row = &compare->rows[i];
        if ((row->a >= 1 && row->a <= 4) || (row->b >= 1 && row->b <= 4)) {
            return true;
        }
    }
    return false;
}

static enum na_code say_warnings(const struct na_compare *compare, const char *end,
                                 struct na_buffer *to)
{
    enum na_code code = NA_OK;
    if (compare->periods_differ) {
        code = na_buffer_printf(to,
                                "Warning. The periods are of unequal length: read the ratio, "
                                "not the difference.%s",
                                end);
    }
    if (code == NA_OK && is_policing(&compare->a->question)) {
        code = na_buffer_printf(to,
                                "Warning. Found by policing: these offences are recorded where "
                                "officers look. More here may mean more patrols here.%s",
                                end);
    }
    if (code == NA_OK && has_small_count(compare)) {
        code = na_buffer_printf(
            to, "Warning. Exact counts: not for publication where a figure is 1 to 4.%s", end);
    }
    return code;
}

/* Sentences for those who must act on it, and warnings, each ended by `end`. */
static enum na_code put_says(const struct na_compare *compare, const char *end,
                             struct na_buffer *to)
{
    const struct na_change *change = &compare->change;
    char whole[96], dispersion[NA_NUMBER_TEXT];
    whole_words(compare, whole);
    enum na_code code = compare->authorities == 1
                            ? na_buffer_printf(to, "The authority as a whole %s.%s", whole, end)
                            : na_buffer_printf(to, "The %zu authorities as a whole %s.%s",
                                               compare->authorities, whole, end);
    code = code == NA_OK ? say_standing_out(compare, end, to) : code;
    if (code == NA_OK && isfinite(change->measured)) {
        (void)na_number_fixed(&dispersion, change->measured, 2);
        code =
            na_buffer_printf(to,
                             "Dispersion %s: offences come in runs, so counts scatter that "
                             "many times as much as single ones would; the test %s.%s",
                             dispersion, change->measured > 1 ? "allows for it" : "takes 1", end);
    }
    if (code == NA_OK && compare->spread > 0) {
        code = na_buffer_printf(to,
                                "The rise is spread over %zu of %zu wards: so many, largest rise "
                                "first, must be taken out before the others together rise no "
                                "more.%s",
                                compare->spread, compare->compared, end);
    }
    code = code == NA_OK ? say_warnings(compare, end, to) : code;
    return code == NA_OK && na_buffer_terminate(to) == NULL ? NA_ERR_MEMORY : code;
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

static void json_number(struct na_json *json, const char *name, double value)
{
    na_json_name(json, name);
    na_json_shortest(json, value);
}

static void json_row(struct na_json *json, const struct na_compare_row *row)
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
        bool said = row->change.judged;
        json_number(json, "ratio_of_ratios", said ? row->change.ratio : (double)NAN);
        json_number(json, "p_relative", said ? row->change.p_relative : (double)NAN);
        json_number(json, "p_own", said ? row->change.p_own : (double)NAN);
        na_json_name(json, "stands_out");
        if (said) {
            na_json_bool(json, row->change.stands_out);
        } else {
            na_json_null(json);
        }
    }
    na_json_name(json, "ground");
    na_json_text(json, na_compare_verdict_name(row->verdict));
    na_json_object_end(json);
}

static void json_change(struct na_json *json, const struct na_compare *compare, const char *says)
{
    na_json_name(json, "change");
    na_json_object_begin(json);
    json_number(json, "dispersion", compare->change.measured);
    na_json_name(json, "judged");
    na_json_integer(json, (int64_t)compare->change.judged);
    na_json_name(json, "stand_out");
    na_json_integer(json, (int64_t)compare->change.stand_out);
    json_number(json, "expected_by_chance", compare->change.expected);
    na_json_name(json, "more_than_chance");
    na_json_bool(json, compare->change.more);
    na_json_name(json, "wards_of_the_rise");
    if (compare->spread > 0) {
        na_json_integer(json, (int64_t)compare->spread);
    } else {
        na_json_null(json);
    }
    na_json_object_end(json);
    na_json_name(json, "says");
    na_json_array_begin(json);
    while (*says != '\0') {
        size_t length = strcspn(says, "\n");
        na_json_string(json, (struct na_str){says, length});
        says += length + (says[length] == '\n' ? 1 : 0);
    }
    na_json_array_end(json);
}

static enum na_code render_json(const struct na_compare *compare, const char *says,
                                struct na_buffer *to)
{
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    na_json_name(&json, "measure");
    na_json_text(&json, compare->a->about.measure);
    json_change(&json, compare, says);
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
        json_row(&json, &compare->rows[i]);
    }
    na_json_array_end(&json);
    na_json_object_end(&json);
    enum na_code code = na_json_finish(&json);
    return code == NA_OK ? na_buffer_text(to, "\n") : code;
}

static enum na_code render_sheet(const struct na_compare *compare, const char *says,
                                 enum na_table_form form, bool safe, struct na_buffer *to)
{
    struct na_sheet sheet;
    na_sheet_init(&sheet);
    add_columns(&sheet);
    for (size_t i = 0; i < compare->count; i++) {
        put_row(compare, &compare->rows[i], says, &sheet);
    }
    put_notes(compare, &sheet);
    enum na_sheet_form shape = form == NA_TABLE_CSV        ? NA_SHEET_CSV
                               : form == NA_TABLE_MARKDOWN ? NA_SHEET_MARKDOWN
                                                           : NA_SHEET_TEXT;
    enum na_code code = NA_OK;
    if (form != NA_TABLE_CSV) {
        code = na_buffer_text(to, says);
        code = code == NA_OK ? na_buffer_text(to, "\n") : code;
    }
    code = code == NA_OK ? na_sheet_render(&sheet, shape, safe, to) : code;
    na_sheet_fini(&sheet);
    return code;
}

enum na_code na_render_compare(const struct na_compare *compare, enum na_table_form form, bool safe,
                               struct na_buffer *to)
{
    /* In CSV one cell, in Markdown paragraphs. */
    const char *end = form == NA_TABLE_CSV ? " " : form == NA_TABLE_MARKDOWN ? "\n\n" : "\n";
    struct na_buffer says;
    na_buffer_init(&says, SAYS_LIMIT);
    enum na_code code = put_says(compare, end, &says);
    if (code == NA_OK) {
        code = form == NA_TABLE_JSON ? render_json(compare, says.data, to)
                                     : render_sheet(compare, says.data, form, safe, to);
    }
    na_buffer_fini(&says);
    return code;
}
