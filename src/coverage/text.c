/* Coverage as tables for people: what has most premises without cover, or else the largest gap or
 * loss, first. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"
#include "coverage/authorities.h"
#include "coverage/json.h"
#include "coverage/walk.h"
#include "write/render.h"
#include "write/sheet.h"

#define M2_PER_KM2 1e6
#define RING_NAME 32

struct text {
    struct na_lines lines;
    struct na_sheet sheet;
    const struct na_coverage *coverage;
    const struct na_coverage_points *points; /* NULL: none */
    char days[2][NA_DATE_TEXT];
    char ring_names[NA_COVERAGE_RINGS_MAX][RING_NAME];
    char day_names[2][RING_NAME];
};

/* An area in the order of the table. */
struct place {
    size_t i;
    struct na_coverage_weight weight;
};

static int by_weight(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    int order = na_coverage_weight_compare(a->weight, b->weight);
    return order != 0 ? order : a->i < b->i ? -1 : a->i > b->i;
}

static void percent(char (*to)[NA_NUMBER_TEXT], double part_m2, double whole_m2)
{
    if (whole_m2 > 0.0) {
        na_number_fixed(to, 100.0 * part_m2 / whole_m2, 2);
    } else {
        (void)snprintf(*to, sizeof *to, "-");
    }
}

static void cell_percent(struct text *text, double part_m2, double whole_m2)
{
    char number[NA_NUMBER_TEXT];
    percent(&number, part_m2, whole_m2);
    na_sheet_cell(&text->sheet, number);
}

static void cell_km2(struct text *text, double value_m2)
{
    char number[NA_NUMBER_TEXT];
    na_number_fixed(&number, value_m2 / M2_PER_KM2, 3);
    na_sheet_cell(&text->sheet, number);
}

static void put_kinds(struct text *text)
{
    const struct na_coverage_question *question = &text->coverage->question;
    for (size_t i = 0; i < question->kind_count; i++) {
        na_lines_put(&text->lines, "%s", i > 0 ? ", " : "");
        na_lines_text(&text->lines, question->kinds[i]->titles);
    }
    char metres[NA_NUMBER_TEXT];
    na_number_trimmed(&metres, question->rings_m[question->within], 6);
    na_lines_put(&text->lines, " within %s m", metres);
    for (size_t i = 0; i < question->tags.count; i++) {
        na_lines_put(&text->lines, "%s", i > 0 ? ", " : ", tagged ");
        na_lines_text(&text->lines, question->tags.wanted[i].name);
    }
}

static void put_left_out(struct text *text, const struct na_coverage_day *day)
{
    const struct {
        uint32_t count;
        const char *why;
    } rows[] = {{day->by_tag, "left out by tag"},
                {day->by_status, "left out by status"},
                {day->by_date, "not valid then"},
                {day->off_grid, "beyond the National Grid"},
                {day->outside, "counted, yet in none of the areas"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].count > 0) {
            na_lines_put(&text->lines, ", %" PRIu32 " %s", rows[i].count, rows[i].why);
        }
    }
}

/* "They cover 3.9%, 23.288 of 597.123 km2 (100 m 0.8%, 500 m 10.2%)" */
static void put_shares(struct text *text, const struct na_coverage_area *whole)
{
    const struct na_coverage_question *question = &text->coverage->question;
    char share[NA_NUMBER_TEXT];
    char area[NA_NUMBER_TEXT];
    char covered[NA_NUMBER_TEXT];
    na_lines_put(&text->lines, "\n               ");
    if (!(whole->area_m2 > 0.0)) {
        na_lines_put(&text->lines, "None of the areas is valid then: there is no share\n");
        return;
    }
    percent(&share, whole->covered_m2[question->within], whole->area_m2);
    na_number_fixed(&area, whole->area_m2 / M2_PER_KM2, 3);
    na_number_fixed(&covered, whole->covered_m2[question->within] / M2_PER_KM2, 3);
    na_lines_put(&text->lines, "They cover %s%%, %s of %s km2", share, covered, area);
    for (size_t i = 0; i < question->ring_count && question->ring_count > 1; i++) {
        char metres[NA_NUMBER_TEXT];
        na_number_trimmed(&metres, question->rings_m[i], 6);
        percent(&share, whole->covered_m2[i], whole->area_m2);
        na_lines_put(&text->lines, "%s%s m %s%%", i == 0 ? " (" : ", ", metres, share);
    }
    na_lines_put(&text->lines, "%s\n", question->ring_count > 1 ? ")" : "");
}

static void put_whole(struct text *text, size_t number)
{
    const struct na_coverage_day *day = &text->coverage->days[number];
    na_lines_put(&text->lines, "On %s  %zu of %" PRIu32 " assets count", text->days[number],
                 day->asset_count, day->existing);
    put_left_out(text, day);
    put_shares(text, &day->areas[day->area_count - 1]);
}

static void head(struct text *text)
{
    const struct na_coverage *coverage = text->coverage;
    const struct na_layer *layer = coverage->question.layer;
    na_lines_put(&text->lines, "Coverage       ");
    put_kinds(text);
    na_lines_put(&text->lines, "\nAreas          %s %s, %" PRIu32 " of them\n",
                 layer->role == NA_LAYER_WARDS ? "wards" : "layer", layer->id, layer->area_count);
    for (size_t i = 0; i < coverage->day_count; i++) {
        put_whole(text, i);
    }
    na_lines_put(&text->lines, "\n");
}

static void columns(struct text *text, const char *what)
{
    const struct na_coverage_question *question = &text->coverage->question;
    struct na_sheet *sheet = &text->sheet;
    na_sheet_column(sheet, "area", what, false);
    na_sheet_column(sheet, "code", "Code", false);
    if (text->points != NULL) {
        na_sheet_column(sheet, "points", "Points", true);
        na_sheet_column(sheet, "lost", question->comparing ? "Lose cover" : "Not covered", true);
    }
    if (text->points != NULL && question->comparing) {
        na_sheet_column(sheet, "gained", "Gain cover", true);
    }
    na_sheet_column(sheet, "area_km2", "km2", true);
    if (question->comparing) {
        for (size_t i = 0; i < 2; i++) {
            (void)snprintf(text->day_names[i], RING_NAME, "%s %%", text->days[i]);
            na_sheet_column(sheet, "share", text->day_names[i], true);
        }
        na_sheet_column(sheet, "gained", "Gained km2", true);
        na_sheet_column(sheet, "lost", "Lost km2", true);
        return;
    }
    na_sheet_column(sheet, "assets", "Assets", true);
    na_sheet_column(sheet, "covered", "Covered km2", true);
    na_sheet_column(sheet, "gap", "Gap km2", true);
    na_sheet_column(sheet, "share", "Covered %", true);
    for (size_t i = 0; i < question->ring_count && question->ring_count > 1; i++) {
        char metres[NA_NUMBER_TEXT];
        na_number_trimmed(&metres, question->rings_m[i], 6);
        (void)snprintf(text->ring_names[i], RING_NAME, "%.16s m %%", metres);
        na_sheet_column(sheet, "ring", text->ring_names[i], true);
    }
}

static void cell_count(struct text *text, uint64_t count)
{
    char number[24];
    (void)snprintf(number, sizeof number, "%" PRIu64, count);
    na_sheet_cell(&text->sheet, number);
}

/* Points of the last day; of the whole, of all areas and of none. */
static void count_points(struct text *text, size_t i, bool is_whole)
{
    size_t last = text->coverage->day_count - 1;
    struct na_coverage_points_area sum = {.lost = 0};
    if (text->points == NULL) {
        return;
    }
    for (size_t k = is_whole ? 0 : i; k < (is_whole ? text->points->area_count : i + 1); k++) {
        const struct na_coverage_points_area *of = &text->points->by_area[k];
        sum.points[0] += of->points[last];
        sum.covered[0] += of->covered[last];
        sum.lost += of->lost;
        sum.gained += of->gained;
    }
    cell_count(text, sum.points[0]);
    cell_count(text, text->coverage->changes != NULL ? sum.lost : sum.points[0] - sum.covered[0]);
    if (text->coverage->changes != NULL) {
        cell_count(text, sum.gained);
    }
}

static void compared(struct text *text, size_t i)
{
    const struct na_coverage *coverage = text->coverage;
    size_t within = coverage->question.within;
    for (size_t day = 0; day < 2; day++) {
        const struct na_coverage_area *area = &coverage->days[day].areas[i];
        cell_percent(text, area->covered_m2[within], area->is_valid ? area->area_m2 : 0.0);
    }
    cell_km2(text, coverage->changes[i].gained_m2);
    cell_km2(text, coverage->changes[i].lost_m2);
}

static void row(struct text *text, size_t i)
{
    const struct na_coverage *coverage = text->coverage;
    const struct na_coverage_question *question = &coverage->question;
    const struct na_coverage_area *area = &coverage->days[0].areas[i];
    struct na_area named = {.name = "The whole", .code = ""};
    if (area->area != NA_AREA_NONE) {
        na_snapshot_area(coverage->snapshot, question->layer, area->area, &named);
    }
    na_sheet_cell(&text->sheet, named.name);
    na_sheet_cell(&text->sheet, named.code);
    count_points(text, i, area->area == NA_AREA_NONE);
    cell_km2(text, area->area_m2);
    if (question->comparing) {
        compared(text, i);
        return;
    }
    double covered_m2 = area->covered_m2[question->within];
    cell_count(text, area->assets);
    cell_km2(text, covered_m2);
    cell_km2(text, area->area_m2 - covered_m2);
    cell_percent(text, covered_m2, area->area_m2);
    for (size_t ring = 0; ring < question->ring_count && question->ring_count > 1; ring++) {
        cell_percent(text, area->covered_m2[ring], area->area_m2);
    }
}

/* Areas that are valid on no day have nothing to say. */
static bool is_shown(const struct na_coverage *coverage, size_t i)
{
    bool shown = false;
    for (size_t day = 0; day < coverage->day_count; day++) {
        shown = shown || coverage->days[day].areas[i].is_valid;
    }
    return shown;
}

static enum na_code table(struct text *text)
{
    const struct na_coverage *coverage = text->coverage;
    size_t areas = coverage->days[0].area_count - 1;
    struct place *places = calloc(areas + 1, sizeof *places);
    if (places == NULL) {
        return NA_ERR_MEMORY;
    }
    for (size_t i = 0; i < areas; i++) {
        places[i] = (struct place){i, na_coverage_weight_of(coverage, text->points, i)};
    }
    qsort(places, areas, sizeof *places, by_weight);
    columns(text, coverage->question.layer->role == NA_LAYER_WARDS ? "Ward" : "Area");
    for (size_t i = 0; i < areas; i++) {
        if (is_shown(coverage, places[i].i)) {
            row(text, places[i].i);
        }
    }
    row(text, areas);
    free(places);
    return na_sheet_render(&text->sheet, NA_SHEET_TEXT, false, text->lines.to);
}

static void authority_row(struct text *text, const struct na_coverage_authority *of)
{
    bool two = text->coverage->changes != NULL;
    na_sheet_cell(&text->sheet, of->name[0] != '\0' ? of->name : of->code);
    na_sheet_cell(&text->sheet, of->code);
    if (text->points != NULL) {
        cell_count(text, of->points);
        cell_count(text, two ? of->lost : of->bare);
    }
    if (text->points != NULL && two) {
        cell_count(text, of->gained);
    }
    cell_km2(text, of->area_m2[0]);
    if (two) {
        cell_percent(text, of->covered_m2[0], of->area_m2[0]);
        cell_percent(text, of->covered_m2[1], of->area_m2[1]);
        cell_km2(text, of->gained_m2);
        cell_km2(text, of->lost_m2);
        return;
    }
    cell_count(text, of->assets);
    cell_km2(text, of->covered_m2[0]);
    cell_km2(text, of->area_m2[0] - of->covered_m2[0]);
    cell_percent(text, of->covered_m2[0], of->area_m2[0]);
    size_t rings = text->coverage->question.ring_count;
    for (size_t r = 0; r < rings && rings > 1; r++) {
        cell_percent(text, of->rings_m2[r], of->area_m2[0]);
    }
}

/* Sums by authority, before hundreds of wards. */
static enum na_code authorities(struct text *text)
{
    struct na_coverage_authority *list = NULL;
    size_t count = 0;
    enum na_code code = na_coverage_authorities_new(text->coverage, text->points, &list, &count);
    if (code != NA_OK || count == 0) {
        free(list);
        return code;
    }
    na_sheet_init(&text->sheet);
    columns(text, "Authority");
    for (size_t i = 0; i < count; i++) {
        authority_row(text, &list[i]);
    }
    free(list);
    code = na_sheet_render(&text->sheet, NA_SHEET_TEXT, false, text->lines.to);
    na_sheet_fini(&text->sheet);
    na_lines_put(&text->lines, "\n");
    return code;
}

enum na_code na_render_coverage_text(const struct na_coverage *coverage,
                                     const struct na_coverage_points *points, struct na_buffer *to)
{
    struct text text = {.lines = {to, NA_OK}, .coverage = coverage, .points = points};
    if (coverage->walk != NULL) {
        return na_render_coverage_walk_text(coverage, to);
    }
    for (size_t i = 0; i < coverage->day_count; i++) {
        na_date_format(text.days[i], coverage->days[i].day);
    }
    head(&text);
    if (text.lines.failed == NA_OK) {
        text.lines.failed = authorities(&text);
    }
    na_sheet_init(&text.sheet);
    if (text.lines.failed == NA_OK) {
        text.lines.failed = table(&text);
    }
    na_lines_put(&text.lines, "\n");
    na_lines_data(&text.lines, coverage->snapshot);
    na_lines_warnings(&text.lines, &coverage->warnings);
    na_sheet_fini(&text.sheet);
    return text.lines.failed;
}
