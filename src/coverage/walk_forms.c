/* Coverage on foot as JSON, text, CSV and GeoJSON: metres of street, and the covered streets as
 * lines. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"
#include "coverage/private.h"
#include "coverage/walk.h"
#include "write/geometry.h"
#include "write/render.h"
#include "write/sheet.h"

#define NAME_TEXT 48
/* 1e-7 of a degree is 11 mm. */
#define COORDINATE_DECIMALS 7

static void metres(struct na_json *json, const char *name, uint64_t mm)
{
    na_json_name(json, name);
    na_json_fixed(json, (double)mm / 1000.0, 1);
}

static double share_of(uint64_t part_mm, uint64_t whole_mm)
{
    return whole_mm > 0 ? (double)part_mm / (double)whole_mm : NAN;
}

static void share(struct na_json *json, uint64_t part_mm, uint64_t whole_mm)
{
    na_json_name(json, "share");
    na_json_fixed(json, share_of(part_mm, whole_mm), 6);
}

static void measures(struct na_json *json, const struct na_coverage *coverage,
                     const struct na_coverage_streets *streets)
{
    const struct na_coverage_question *question = &coverage->question;
    uint64_t covered_mm = streets->covered_mm[question->within];
    metres(json, "street_m", streets->mm);
    metres(json, "covered_m", covered_mm);
    share(json, covered_mm, streets->mm);
    metres(json, "gap_m", streets->mm - covered_mm);
}

static void measures_and_rings(struct na_json *json, const struct na_coverage *coverage,
                               const struct na_coverage_streets *streets)
{
    const struct na_coverage_question *question = &coverage->question;
    measures(json, coverage, streets);
    na_json_name(json, "rings");
    na_json_array_begin(json);
    for (size_t i = 0; i < question->ring_count; i++) {
        na_json_object_begin(json);
        na_json_name(json, "within_m");
        na_json_trimmed(json, question->rings_m[i], 6);
        metres(json, "covered_m", streets->covered_mm[i]);
        share(json, streets->covered_mm[i], streets->mm);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

/* Streets of an area on both days, and what changes: of the whole network with `change` of all. */
static void change_measures(struct na_json *json, const struct na_coverage *coverage,
                            const struct na_coverage_streets *from,
                            const struct na_coverage_streets *to,
                            const struct na_coverage_street_change *change)
{
    size_t within = coverage->question.within;
    metres(json, "covered_m_from", from->covered_mm[within]);
    metres(json, "covered_m_to", to->covered_mm[within]);
    metres(json, "gained_m", change->gained_mm);
    metres(json, "lost_m", change->lost_mm);
    metres(json, "street_m", from->mm > 0 ? from->mm : to->mm);
}

static void network_member(struct na_json *json, const struct na_coverage *coverage)
{
    const struct na_coverage_walk *walk = coverage->walk;
    na_json_name(json, "network");
    na_json_object_begin(json);
    na_json_name(json, "id");
    na_json_text(json, walk->network.id);
    na_render_date(json, "issued", walk->network.issued);
    na_json_name(json, "snap_m");
    na_json_trimmed(json, walk->network.snap_m, 3);
    if (walk->changes != NULL) {
        change_measures(json, coverage, &walk->days[0].all, &walk->days[1].all, &walk->all_change);
    } else {
        measures_and_rings(json, coverage, &walk->days[0].all);
    }
    na_json_object_end(json);
}

static void day_object(struct na_json *json, const struct na_coverage *coverage, size_t number)
{
    const struct na_coverage_day *day = &coverage->days[number];
    const struct na_coverage_walk_day *walk = &coverage->walk->days[number];
    size_t whole = day->area_count - 1;
    na_json_object_begin(json);
    na_render_date(json, "as_at", day->day);
    na_render_coverage_assets(json, coverage, day);
    na_json_name(json, "assets_off_network");
    na_json_integer(json, walk->off_network);
    na_json_name(json, "whole");
    na_json_object_begin(json);
    na_json_name(json, "assets");
    na_json_integer(json, day->areas[whole].assets);
    measures_and_rings(json, coverage, &walk->areas[whole]);
    na_json_object_end(json);
    na_json_name(json, "areas");
    na_json_array_begin(json);
    for (size_t i = 0; i < whole; i++) {
        na_json_object_begin(json);
        na_render_coverage_named(json, coverage, day->areas[i].area);
        na_json_name(json, "valid");
        na_json_bool(json, day->areas[i].is_valid);
        na_json_name(json, "assets");
        na_json_integer(json, day->areas[i].assets);
        measures_and_rings(json, coverage, &walk->areas[i]);
        na_json_object_end(json);
    }
    na_json_array_end(json);
    na_json_object_end(json);
}

static void area_change(struct na_json *json, const struct na_coverage *coverage, size_t i)
{
    const struct na_coverage_walk *walk = coverage->walk;
    change_measures(json, coverage, &walk->days[0].areas[i], &walk->days[1].areas[i],
                    &walk->changes[i]);
}

void na_render_coverage_walk_members(struct na_json *json, const struct na_coverage *coverage)
{
    na_render_coverage_query(json, &coverage->question);
    na_render_coverage_layer(json, coverage->question.layer);
    na_json_name(json, "days");
    na_json_array_begin(json);
    for (size_t d = 0; d < coverage->day_count; d++) {
        day_object(json, coverage, d);
    }
    na_json_array_end(json);
    na_render_coverage_changes(json, coverage,
                               coverage->walk->changes != NULL ? area_change : NULL);
    network_member(json, coverage);
    na_render_data(json, coverage->snapshot);
    na_render_warnings(json, &coverage->warnings);
}

struct table {
    struct na_sheet sheet;
    const struct na_coverage *coverage;
    char names[NA_COVERAGE_RINGS_MAX][NAME_TEXT];
    char day_names[2][NAME_TEXT];
    bool is_text;
};

static void number(struct table *table, double value, unsigned int decimals)
{
    char text[NA_NUMBER_TEXT] = "";
    if (isfinite(value)) {
        na_number_fixed(&text, value, decimals);
    }
    na_sheet_cell(&table->sheet, text[0] == '\0' && table->is_text ? "-" : text);
}

static void columns(struct table *table)
{
    const struct na_coverage_question *question = &table->coverage->question;
    struct na_sheet *sheet = &table->sheet;
    na_sheet_column(sheet, "code", "Code", false);
    na_sheet_column(sheet, "name", question->layer->role == NA_LAYER_WARDS ? "Ward" : "Area",
                    false);
    na_sheet_column(sheet, "authority_code", NULL, false);
    na_sheet_column(sheet, "authority_name", NULL, false);
    na_sheet_column(sheet, "as_at", NULL, false);
    na_sheet_column(sheet, "valid", NULL, false);
    na_sheet_column(sheet, "assets", "Assets", true);
    na_sheet_column(sheet, "street_m", "Street km", true);
    na_sheet_column(sheet, "within_m", NULL, true);
    na_sheet_column(sheet, "covered_m", "Covered km", true);
    na_sheet_column(sheet, "share", "Covered %", true);
    na_sheet_column(sheet, "gap_m", "Gap km", true);
    for (size_t i = 0; i < question->ring_count && question->ring_count > 1; i++) {
        char text[NA_NUMBER_TEXT];
        na_number_trimmed(&text, question->rings_m[i], 6);
        (void)snprintf(table->names[i], NAME_TEXT, "covered_m_%.20s", text);
        na_sheet_column(sheet, table->names[i], NULL, true);
    }
    if (question->comparing) {
        na_sheet_column(sheet, "gained_m", NULL, true);
        na_sheet_column(sheet, "lost_m", NULL, true);
    }
}

/* For people, of two days: the shares of both, and what changes. */
static void columns_compared(struct table *table)
{
    const struct na_coverage_question *question = &table->coverage->question;
    struct na_sheet *sheet = &table->sheet;
    na_sheet_column(sheet, "code", "Code", false);
    na_sheet_column(sheet, "name", question->layer->role == NA_LAYER_WARDS ? "Ward" : "Area",
                    false);
    na_sheet_column(sheet, "street_m", "Street km", true);
    for (size_t d = 0; d < 2; d++) {
        char date[NA_DATE_TEXT];
        na_date_format(date, table->coverage->days[d].day);
        (void)snprintf(table->day_names[d], NAME_TEXT, "%s %%", date);
        na_sheet_column(sheet, "share", table->day_names[d], true);
    }
    na_sheet_column(sheet, "gained_m", "Gained km", true);
    na_sheet_column(sheet, "lost_m", "Lost km", true);
}

static void metres_cell(struct table *table, uint64_t mm)
{
    number(table, (double)mm / (table->is_text ? 1e6 : 1e3), table->is_text ? 2 : 1);
}

static void put_names(struct table *table, uint32_t number, bool with_authority)
{
    const struct na_coverage *coverage = table->coverage;
    struct na_area named = {.code = table->is_text ? "" : "whole",
                            .name = table->is_text ? "The whole" : "",
                            .authority_code = "",
                            .authority_name = ""};
    if (number != NA_AREA_NONE) {
        na_snapshot_area(coverage->snapshot, coverage->question.layer, number, &named);
    }
    na_sheet_cell(&table->sheet, named.code);
    na_sheet_cell(&table->sheet, named.name);
    if (with_authority) {
        na_sheet_cell(&table->sheet, named.authority_code);
        na_sheet_cell(&table->sheet, named.authority_name);
    }
}

static void share_cell(struct table *table, uint64_t part_mm, uint64_t whole_mm)
{
    number(table, share_of(part_mm, whole_mm) * (table->is_text ? 100.0 : 1.0),
           table->is_text ? 2 : 6);
}

static void row(struct table *table, size_t d, size_t i)
{
    const struct na_coverage *coverage = table->coverage;
    const struct na_coverage_question *question = &coverage->question;
    const struct na_coverage_area *area = &coverage->days[d].areas[i];
    const struct na_coverage_streets *streets = &coverage->walk->days[d].areas[i];
    uint64_t covered_mm = streets->covered_mm[question->within];
    char text[32];
    put_names(table, area->area, true);
    na_date_format(text, coverage->days[d].day);
    na_sheet_cell(&table->sheet, text);
    na_sheet_cell(&table->sheet, area->is_valid ? "yes" : "no");
    (void)snprintf(text, sizeof text, "%" PRIu32, area->assets);
    na_sheet_cell(&table->sheet, text);
    metres_cell(table, streets->mm);
    char within[NA_NUMBER_TEXT];
    na_number_trimmed(&within, question->rings_m[question->within], 6);
    na_sheet_cell(&table->sheet, within);
    metres_cell(table, covered_mm);
    share_cell(table, covered_mm, streets->mm);
    metres_cell(table, streets->mm - covered_mm);
    for (size_t ring = 0; ring < question->ring_count && question->ring_count > 1; ring++) {
        metres_cell(table, streets->covered_mm[ring]);
    }
    if (question->comparing && d == 1) {
        metres_cell(table, coverage->walk->changes[i].gained_mm);
        metres_cell(table, coverage->walk->changes[i].lost_mm);
    } else if (question->comparing) { /* they belong to the way from the first day to the second */
        na_sheet_cell(&table->sheet, "");
        na_sheet_cell(&table->sheet, "");
    }
}

static void row_compared(struct table *table, size_t i)
{
    const struct na_coverage *coverage = table->coverage;
    const struct na_coverage_walk *walk = coverage->walk;
    const struct na_coverage_streets *from = &walk->days[0].areas[i];
    const struct na_coverage_streets *to = &walk->days[1].areas[i];
    size_t within = coverage->question.within;
    put_names(table, coverage->days[0].areas[i].area, false);
    metres_cell(table, from->mm > 0 ? from->mm : to->mm);
    share_cell(table, from->covered_mm[within], from->mm);
    share_cell(table, to->covered_mm[within], to->mm);
    metres_cell(table, walk->changes[i].gained_mm);
    metres_cell(table, walk->changes[i].lost_mm);
}

/* By the largest gap, or the largest loss, for people, by code for machines. */
struct place {
    size_t i;
    uint64_t gap_mm;
};

static int by_gap(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    if (a->gap_mm != b->gap_mm) {
        return a->gap_mm > b->gap_mm ? -1 : 1;
    }
    return (a->i > b->i) - (a->i < b->i);
}

/* Areas without a street on any of the days have nothing to say to people. */
static bool is_shown(const struct na_coverage *coverage, size_t i)
{
    bool shown = false;
    for (size_t d = 0; d < coverage->day_count; d++) {
        shown = shown ||
                (coverage->days[d].areas[i].is_valid && coverage->walk->days[d].areas[i].mm > 0);
    }
    return shown;
}

static void rows(struct table *table, const struct place *places)
{
    const struct na_coverage *coverage = table->coverage;
    bool compared = table->is_text && coverage->question.comparing;
    size_t whole = coverage->days[0].area_count - 1;
    for (size_t p = 0; p <= whole; p++) {
        size_t i = p < whole ? places[p].i : whole;
        if (i < whole && table->is_text && !is_shown(coverage, i)) {
            continue;
        }
        if (compared) {
            row_compared(table, i);
        }
        for (size_t d = 0; !compared && d < coverage->day_count; d++) {
            row(table, d, i);
        }
    }
}

static enum na_code put_table(const struct na_coverage *coverage, bool is_text, bool safe,
                              struct na_buffer *to)
{
    struct table table = {.coverage = coverage, .is_text = is_text};
    size_t areas = coverage->days[0].area_count - 1;
    size_t within = coverage->question.within;
    struct place *places = calloc(areas + 1, sizeof *places);
    if (places == NULL) {
        return NA_ERR_MEMORY;
    }
    na_sheet_init(&table.sheet);
    if (is_text && coverage->question.comparing) {
        columns_compared(&table);
    } else {
        columns(&table);
    }
    for (size_t i = 0; i < areas; i++) {
        const struct na_coverage_streets *streets = &coverage->walk->days[0].areas[i];
        places[i] = (struct place){i, coverage->walk->changes != NULL
                                          ? coverage->walk->changes[i].lost_mm
                                          : streets->mm - streets->covered_mm[within]};
    }
    if (is_text) {
        qsort(places, areas, sizeof *places, by_gap);
    }
    rows(&table, places);
    enum na_code code =
        na_sheet_render(&table.sheet, is_text ? NA_SHEET_TEXT : NA_SHEET_CSV, safe, to);
    na_sheet_fini(&table.sheet);
    free(places);
    return code;
}

enum na_code na_render_coverage_walk_csv(const struct na_coverage *coverage, bool spreadsheet_safe,
                                         struct na_buffer *to)
{
    return put_table(coverage, false, spreadsheet_safe, to);
}

static void put_day(struct na_lines *lines, const struct na_coverage *coverage, size_t d)
{
    const struct na_coverage_day *day = &coverage->days[d];
    const struct na_coverage_walk_day *walk = &coverage->walk->days[d];
    const struct na_coverage_streets *whole = &walk->areas[day->area_count - 1];
    uint64_t covered_mm = whole->covered_mm[coverage->question.within];
    char date[NA_DATE_TEXT];
    na_date_format(date, day->day);
    na_lines_put(lines, "\nOn %s  %zu of %" PRIu32 " assets count", date, day->asset_count,
                 day->existing);
    if (walk->off_network > 0) {
        na_lines_put(lines, ", %" PRIu32 " of them near no street", walk->off_network);
    }
    na_lines_put(lines, "\n               They cover %.2f of %.2f km of street in these areas",
                 (double)covered_mm / 1e6, (double)whole->mm / 1e6);
    if (whole->mm > 0) {
        na_lines_put(lines, ", %.2f%%", 100.0 * share_of(covered_mm, whole->mm));
    }
}

enum na_code na_render_coverage_walk_text(const struct na_coverage *coverage, struct na_buffer *to)
{
    struct na_lines lines = {to, NA_OK};
    const struct na_coverage_question *question = &coverage->question;
    char within[NA_NUMBER_TEXT];
    na_number_trimmed(&within, question->rings_m[question->within], 6);
    na_lines_put(&lines, "Coverage       ");
    for (size_t i = 0; i < question->kind_count; i++) {
        na_lines_put(&lines, "%s", i > 0 ? ", " : "");
        na_lines_text(&lines, question->kinds[i]->titles);
    }
    na_lines_put(&lines, " within %s m on foot", within);
    for (size_t i = 0; i < question->tags.count; i++) {
        na_lines_put(&lines, "%s", i > 0 ? ", " : ", tagged ");
        na_lines_text(&lines, question->tags.wanted[i].name);
    }
    for (size_t d = 0; d < coverage->day_count; d++) {
        put_day(&lines, coverage, d);
    }
    na_lines_put(&lines, "\n\n");
    if (lines.failed == NA_OK) {
        lines.failed = put_table(coverage, true, false, to);
    }
    na_lines_put(&lines, "\n");
    na_lines_data(&lines, coverage->snapshot);
    na_lines_warnings(&lines, &coverage->warnings);
    return lines.failed;
}

static void put_position(struct na_json *json, struct na_lonlat at)
{
    na_json_array_begin(json);
    na_json_trimmed(json, at.lon_deg, COORDINATE_DECIMALS);
    na_json_trimmed(json, at.lat_deg, COORDINATE_DECIMALS);
    na_json_array_end(json);
}

/* A part of a street as a line. */
static void put_line(struct na_json *json, const struct na_street_net *net,
                     const struct na_coverage_stretch *stretch)
{
    uint32_t end = na_street_edge_end(net, stretch->edge);
    na_json_array_begin(json);
    put_position(json, na_street_point_at(net, stretch->edge, stretch->from_mm));
    for (uint32_t v = net->edges[stretch->edge].first_vertex; v < end; v++) {
        uint32_t mm = na_street_vertex_mm(&net->vertices[v]);
        if (mm > stretch->from_mm && mm < stretch->to_mm) {
            put_position(json, na_street_lonlat(net->vertices[v].lat_e7, net->vertices[v].lon_e7));
        }
    }
    put_position(json, na_street_point_at(net, stretch->edge, stretch->to_mm));
    na_json_array_end(json);
}

static int by_area(const void *left, const void *right)
{
    const struct na_coverage_stretch *a = left;
    const struct na_coverage_stretch *b = right;
    if (a->area != b->area) {
        return a->area < b->area ? -1 : 1;
    }
    if (a->edge != b->edge) {
        return a->edge < b->edge ? -1 : 1;
    }
    return (a->from_mm > b->from_mm) - (a->from_mm < b->from_mm);
}

/* Streets of one kind. */
struct streets {
    const char *role;
    const struct na_buffer *stretches;
    bool is_change; /* from the first day to the second; else of the only day */
};

static void put_properties(struct na_json *json, const struct na_coverage *coverage,
                           const struct streets *streets, uint32_t area, uint64_t mm)
{
    const struct na_coverage_question *question = &coverage->question;
    na_json_name(json, "properties");
    na_json_object_begin(json);
    na_json_name(json, "role");
    na_json_text(json, streets->role);
    na_json_name(json, "within_m");
    na_json_trimmed(json, question->rings_m[question->within], 6);
    if (area != NA_AREA_NONE) {
        na_render_coverage_flat(json, coverage, area);
    }
    if (streets->is_change) {
        na_render_date(json, "from", coverage->days[0].day);
        na_render_date(json, "to", coverage->days[1].day);
        metres(json, "m", mm);
    } else if (area != NA_AREA_NONE) {
        measures(json, coverage, &coverage->walk->days[0].areas[area]);
    }
    na_json_object_end(json);
}

/* The streets of one area, a MultiLineString. */
static void put_area(struct na_json *json, const struct na_coverage *coverage,
                     const struct streets *streets, const struct na_coverage_stretch *stretches,
                     size_t count)
{
    const struct na_street_net *net = na_street_search_net(coverage->walk->search);
    uint64_t mm = 0;
    for (size_t i = 0; i < count; i++) {
        mm += stretches[i].to_mm - stretches[i].from_mm;
    }
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, "Feature");
    put_properties(json, coverage, streets, stretches[0].area, mm);
    na_json_name(json, "geometry");
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, "MultiLineString");
    na_json_name(json, "coordinates");
    na_json_array_begin(json);
    for (size_t i = 0; i < count; i++) {
        put_line(json, net, &stretches[i]);
    }
    na_json_array_end(json);
    na_json_object_end(json);
    na_json_object_end(json);
}

/* Area by area; what is in none comes last. */
static void put_streets(struct na_json *json, const struct na_coverage *coverage,
                        const struct streets *streets)
{
    struct na_coverage_stretch *stretches =
        (struct na_coverage_stretch *)(void *)streets->stretches->data;
    size_t count = streets->stretches->length / sizeof *stretches;
    if (count > 0) {
        qsort(stretches, count, sizeof *stretches, by_area);
    }
    for (size_t first = 0; first < count;) {
        size_t end = first + 1;
        while (end < count && stretches[end].area == stretches[first].area) {
            end++;
        }
        put_area(json, coverage, streets, stretches + first, end - first);
        first = end;
    }
}

enum na_code na_render_coverage_walk_geojson(const struct na_coverage *coverage,
                                             struct na_buffer *to)
{
    const struct na_coverage_walk *walk = coverage->walk;
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    na_json_name(&json, "type");
    na_json_text(&json, "FeatureCollection");
    na_json_name(&json, "features");
    na_json_array_begin(&json);
    if (walk->changes != NULL) {
        put_streets(&json, coverage, &(struct streets){"gained_streets", &walk->gained, true});
        put_streets(&json, coverage, &(struct streets){"lost_streets", &walk->lost, true});
    } else {
        put_streets(&json, coverage, &(struct streets){"covered_streets", &walk->stretches, false});
    }
    na_render_coverage_asset_features(&json, coverage);
    na_json_array_end(&json);
    na_render_coverage_query(&json, &coverage->question);
    na_render_coverage_layer(&json, coverage->question.layer);
    na_render_text_or_null(&json, "attribution", na_snapshot_info(coverage->snapshot)->attribution);
    network_member(&json, coverage);
    na_render_data(&json, coverage->snapshot);
    na_render_warnings(&json, &coverage->warnings);
    na_json_object_end(&json);
    return na_json_finish(&json);
}
