/* Coverage as CSV: one line an area and day, and one for the whole. */
#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "coverage/json.h"
#include "coverage/walk.h"
#include "write/sheet.h"

/* "covered_m2_" and a distance. */
#define RING_NAME 48

struct csv {
    struct na_sheet sheet;
    const struct na_coverage *coverage;
    char ring_names[NA_COVERAGE_RINGS_MAX][RING_NAME];
};

static void columns(struct csv *csv)
{
    static const struct {
        const char *name;
        bool number;
    } fixed[] = {{"code", false},           {"name", false},   {"authority_code", false},
                 {"authority_name", false}, {"as_at", false},  {"valid", false},
                 {"assets", true},          {"area_m2", true}, {"within_m", true},
                 {"covered_m2", true},      {"share", true},   {"gap_m2", true}};
    const struct na_coverage_question *question = &csv->coverage->question;
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
        na_sheet_column(&csv->sheet, fixed[i].name, NULL, fixed[i].number);
    }
    for (size_t i = 0; i < question->ring_count && question->ring_count > 1; i++) {
        char metres[NA_NUMBER_TEXT];
        na_number_trimmed(&metres, question->rings_m[i], 6);
        (void)snprintf(csv->ring_names[i], RING_NAME, "covered_m2_%.20s", metres);
        na_sheet_column(&csv->sheet, csv->ring_names[i], NULL, true);
    }
    if (question->comparing) {
        na_sheet_column(&csv->sheet, "gained_m2", NULL, true);
        na_sheet_column(&csv->sheet, "lost_m2", NULL, true);
    }
}

/* What is no number is an empty cell. */
static void number(struct csv *csv, double value, unsigned int decimals)
{
    char text[NA_NUMBER_TEXT] = "";
    if (isfinite(value)) {
        na_number_fixed(&text, value, decimals);
    }
    na_sheet_cell(&csv->sheet, text);
}

static void names(struct csv *csv, uint32_t number_of_area)
{
    struct na_area area = {.code = "whole", .name = "", .authority_code = "", .authority_name = ""};
    if (number_of_area != NA_AREA_NONE) {
        na_snapshot_area(csv->coverage->snapshot, csv->coverage->question.layer, number_of_area,
                         &area);
    }
    na_sheet_cell(&csv->sheet, area.code);
    na_sheet_cell(&csv->sheet, area.name);
    na_sheet_cell(&csv->sheet, area.authority_code);
    na_sheet_cell(&csv->sheet, area.authority_name);
}

static void row(struct csv *csv, size_t day, size_t i)
{
    const struct na_coverage *coverage = csv->coverage;
    const struct na_coverage_question *question = &coverage->question;
    const struct na_coverage_area *area = &coverage->days[day].areas[i];
    double covered_m2 = area->is_valid ? area->covered_m2[question->within] : NAN;
    char text[32];
    names(csv, area->area);
    na_date_format(text, coverage->days[day].day);
    na_sheet_cell(&csv->sheet, text);
    na_sheet_cell(&csv->sheet, area->is_valid ? "yes" : "no");
    (void)snprintf(text, sizeof text, "%lu", (unsigned long)area->assets);
    na_sheet_cell(&csv->sheet, text);
    number(csv, area->area_m2, 1);
    char metres[NA_NUMBER_TEXT];
    na_number_trimmed(&metres, question->rings_m[question->within], 6);
    na_sheet_cell(&csv->sheet, metres);
    number(csv, covered_m2, 1);
    number(csv, area->area_m2 > 0.0 ? covered_m2 / area->area_m2 : NAN, 6);
    number(csv, area->area_m2 - covered_m2, 1);
    for (size_t ring = 0; ring < question->ring_count && question->ring_count > 1; ring++) {
        number(csv, area->is_valid ? area->covered_m2[ring] : NAN, 1);
    }
    if (question->comparing) {
        /* They belong to the way from the first day to the second. */
        number(csv, day == 1 ? coverage->changes[i].gained_m2 : NAN, 1);
        number(csv, day == 1 ? coverage->changes[i].lost_m2 : NAN, 1);
    }
}

enum na_code na_render_coverage_csv(const struct na_coverage *coverage, bool spreadsheet_safe,
                                    struct na_buffer *to)
{
    struct csv csv = {.coverage = coverage};
    if (coverage->walk != NULL) {
        return na_render_coverage_walk_csv(coverage, spreadsheet_safe, to);
    }
    na_sheet_init(&csv.sheet);
    columns(&csv);
    for (size_t i = 0; i < coverage->days[0].area_count; i++) {
        for (size_t day = 0; day < coverage->day_count; day++) {
            row(&csv, day, i);
        }
    }
    enum na_code code = na_sheet_render(&csv.sheet, NA_SHEET_CSV, spreadsheet_safe, to);
    na_sheet_fini(&csv.sheet);
    return code;
}
