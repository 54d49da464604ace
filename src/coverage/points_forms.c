/* Covered points as JSON, as lines and as CSV. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "coverage/json.h"
#include "coverage/points_forms.h"
#include "write/geometry.h"
#include "write/render.h"

/* Rows that the text lists; the CSV has all. */
#define GAPS_SHOWN 20
#define SHARE_DECIMALS 6

static void integer(struct na_json *json, const char *name, uint64_t value)
{
    na_json_name(json, name);
    na_json_integer(json, (int64_t)value);
}

/* A share of nothing is null. */
static void share(struct na_json *json, const char *name, double part, double whole)
{
    na_json_name(json, name);
    na_json_fixed(json, whole > 0.0 ? part / whole : NAN, SHARE_DECIMALS);
}

static void weight(struct na_json *json, const char *name, double value)
{
    na_json_name(json, name);
    na_json_trimmed(json, value, 6);
}

static void label(struct na_json *json, const struct na_coverage_points *points, const char *name,
                  uint32_t number)
{
    na_json_name(json, name);
    if (number == NA_POINT_LABEL_NONE) {
        na_json_null(json);
    } else {
        na_json_string(json, na_point_rows_label(points->rows, number));
    }
}

static void tally(struct na_json *json, const struct na_coverage_points *points)
{
    const struct na_point_tally *rows = &points->rows->tally;
    na_json_name(json, "rows");
    na_json_object_begin(json);
    integer(json, "read", rows->read);
    integer(json, "placed", points->rows->count);
    integer(json, "left_out_by_where", rows->unasked);
    integer(json, "no_location", rows->no_location);
    integer(json, "bad", rows->bad);
    integer(json, "off_grid", rows->off_grid);
    na_json_object_end(json);
}

static void rings(struct na_json *json, const struct na_coverage_points *points, size_t d)
{
    const struct na_coverage_question *question = &points->coverage->question;
    const struct na_coverage_points_day *day = &points->days[d];
    na_json_name(json, "rings");
    na_json_array_begin(json);
    for (size_t i = 0; i < question->ring_count; i++) {
        na_json_object_begin(json);
        na_json_name(json, "within_m");
        na_json_trimmed(json, question->rings_m[i], 6);
        integer(json, "covered", day->covered[i]);
        share(json, "share", (double)day->covered[i], (double)points->rows->count);
        share(json, "weighted_share", day->covered_weight[i], points->rows->weight_sum);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

/* The nearest asset's id; NULL: none counts. */
static const char *nearest(const struct na_coverage_points *points, size_t d, size_t i)
{
    uint32_t number = points->days[d].assets[i];
    struct na_asset asset;
    if (number == NA_AREA_NONE) {
        return NULL;
    }
    na_snapshot_asset(points->coverage->snapshot, number, &asset);
    return asset.id;
}

static const char *area_code(const struct na_coverage_points *points, size_t d, size_t i)
{
    struct na_area area;
    uint32_t number = points->days[d].areas[i];
    if (number == NA_AREA_NONE) {
        return NULL;
    }
    na_snapshot_area(points->coverage->snapshot, points->coverage->question.layer, number, &area);
    return area.code;
}

static void gap(struct na_json *json, const struct na_coverage_points *points, size_t d, size_t i)
{
    const struct na_point_row *row = &points->rows->items[i];
    na_json_object_begin(json);
    integer(json, "row", row->row);
    label(json, points, "id", row->id);
    label(json, points, "name", row->name);
    na_json_name(json, "lat");
    na_json_fixed(json, row->at.lat_deg, 7);
    na_json_name(json, "lon");
    na_json_fixed(json, row->at.lon_deg, 7);
    na_json_name(json, "easting_m");
    na_json_fixed(json, row->grid.easting_m, 2);
    na_json_name(json, "northing_m");
    na_json_fixed(json, row->grid.northing_m, 2);
    weight(json, "weight", row->weight);
    na_json_name(json, "area_code");
    na_json_text(json, area_code(points, d, i));
    na_json_name(json, "nearest_asset");
    na_json_text(json, nearest(points, d, i));
    na_json_name(json, "distance_m");
    na_json_fixed(json, points->days[d].distances_m[i], 1);
    na_json_object_end(json);
}

/* Rows that lose or gain cover, in the order of the input, with what was nearest before. */
static void turned(struct na_json *json, const struct na_coverage_points *points,
                   enum na_coverage_turn turn)
{
    na_json_name(json, turn == NA_COVERAGE_LOSES ? "lost" : "gained");
    na_json_array_begin(json);
    for (size_t i = 0; i < points->rows->count; i++) {
        const struct na_point_row *row = &points->rows->items[i];
        if (na_coverage_points_turn(points, i) != turn) {
            continue;
        }
        na_json_object_begin(json);
        integer(json, "row", row->row);
        label(json, points, "id", row->id);
        label(json, points, "name", row->name);
        na_json_name(json, "area_code");
        na_json_text(json, area_code(points, 1, i));
        na_json_name(json, "asset_before");
        na_json_text(json, nearest(points, 0, i));
        na_json_name(json, "distance_before_m");
        na_json_fixed(json, points->days[0].distances_m[i], 1);
        na_json_name(json, "asset_after");
        na_json_text(json, nearest(points, 1, i));
        na_json_name(json, "distance_after_m");
        na_json_fixed(json, points->days[1].distances_m[i], 1);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

static void areas(struct na_json *json, const struct na_coverage_points *points, size_t d)
{
    na_json_name(json, "areas");
    na_json_array_begin(json);
    for (size_t i = 0; i < points->area_count; i++) {
        const struct na_coverage_points_area *area = &points->by_area[i];
        struct na_area named = {.code = NULL};
        if (i + 1 < points->area_count) {
            na_snapshot_area(points->coverage->snapshot, points->coverage->question.layer,
                             (uint32_t)i, &named);
        }
        na_json_object_begin(json);
        na_json_name(json, "code"); /* null: in none of the areas */
        na_json_text(json, named.code);
        integer(json, "points", area->points[d]);
        integer(json, "covered", area->covered[d]);
        share(json, "share", (double)area->covered[d], (double)area->points[d]);
        share(json, "weighted_share", area->covered_weight[d], area->weight[d]);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

static enum na_code day(struct na_json *json, const struct na_coverage_points *points, size_t d)
{
    const struct na_coverage_points_day *of = &points->days[d];
    size_t within = points->coverage->question.within;
    size_t *list = NULL;
    size_t count = 0;
    enum na_code code = na_coverage_points_gaps(points, d, &list, &count);
    if (code != NA_OK) {
        return code;
    }
    na_json_object_begin(json);
    na_render_date(json, "as_at", points->coverage->days[d].day);
    integer(json, "covered", of->covered[within]);
    integer(json, "not_covered", count);
    share(json, "share", (double)of->covered[within], (double)points->rows->count);
    weight(json, "covered_weight", of->covered_weight[within]);
    share(json, "weighted_share", of->covered_weight[within], points->rows->weight_sum);
    rings(json, points, d);
    areas(json, points, d);
    na_json_name(json, "gaps"); /* the farthest first */
    na_json_array_begin(json);
    for (size_t i = 0; i < count; i++) {
        gap(json, points, d, list[i]);
    }
    na_json_array_end(json);
    na_json_object_end(json);
    free(list);
    return NA_OK;
}

enum na_code na_render_coverage_points_json(const struct na_coverage_points *points,
                                            struct na_buffer *to)
{
    struct na_json json;
    enum na_code code = NA_OK;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    na_render_coverage_members(&json, points->coverage);
    na_json_name(&json, "points");
    na_json_object_begin(&json);
    na_json_name(&json, "inputs");
    na_json_text(&json, points->about.inputs);
    na_render_text_or_null(&json, "where", points->about.wheres);
    na_json_name(&json, "weight_column");
    na_json_text(&json, points->about.weight_column);
    tally(&json, points);
    weight(&json, "weight", points->rows->weight_sum);
    na_json_name(&json, "days");
    na_json_array_begin(&json);
    for (size_t d = 0; d < points->coverage->day_count && code == NA_OK; d++) {
        code = day(&json, points, d);
    }
    na_json_array_end(&json);
    if (points->coverage->day_count == 2) {
        turned(&json, points, NA_COVERAGE_LOSES);
        turned(&json, points, NA_COVERAGE_GAINS);
    }
    na_json_object_end(&json);
    na_json_object_end(&json);
    return code == NA_OK ? na_json_finish(&json) : code;
}

static void percent(char (*to)[NA_NUMBER_TEXT], double part, double whole)
{
    if (whole > 0.0) {
        (void)na_number_fixed(to, 100.0 * part / whole, 2);
    } else {
        (void)snprintf(*to, sizeof *to, "-");
    }
}

void na_render_coverage_points_line(const struct na_coverage_points *points, size_t d, char *to,
                                    size_t size)
{
    const struct na_coverage_points_day *of = &points->days[d];
    size_t within = points->coverage->question.within;
    char date[NA_DATE_TEXT], share_text[NA_NUMBER_TEXT];
    na_date_format(date, points->coverage->days[d].day);
    percent(&share_text, (double)of->covered[within], (double)points->rows->count);
    int used = snprintf(to, size, "On %s %" PRIu64 " of %zu points are covered (%s%%)", date,
                        of->covered[within], points->rows->count, share_text);
    if (points->about.weight_column != NULL && used > 0 && (size_t)used < size) {
        percent(&share_text, of->covered_weight[within], points->rows->weight_sum);
        char column[61];
        (void)na_text_copy(column, sizeof column, points->about.weight_column);
        (void)snprintf(to + used, size - (size_t)used, ", weighted by %s %s%%", column, share_text);
    }
}

static void gap_line(struct na_lines *lines, const struct na_coverage_points *points, size_t d,
                     size_t i)
{
    const struct na_point_row *row = &points->rows->items[i];
    const char *id = na_point_rows_label(points->rows, row->id).bytes;
    const char *name = na_point_rows_label(points->rows, row->name).bytes;
    const char *asset = nearest(points, d, i);
    char metres[NA_METRES_TEXT], number[32];
    (void)snprintf(number, sizeof number, "row %" PRIu64, row->row);
    na_metres_text(metres, points->days[d].distances_m[i]);
    na_lines_put(lines, "  %9s  ", asset == NULL ? "-" : metres);
    na_lines_cell(lines, number, 12);
    na_lines_named(lines, name, id[0] != '\0' ? id : (name[0] != '\0' ? "" : "no name"));
    na_lines_put(lines, "%s", asset == NULL ? "" : ", nearest ");
    na_lines_text(lines, asset == NULL ? "" : asset);
    na_lines_put(lines, "\n");
}

static enum na_code day_lines(struct na_lines *lines, const struct na_coverage_points *points,
                              size_t d)
{
    char line[256];
    size_t *list = NULL;
    size_t count = 0;
    enum na_code code = na_coverage_points_gaps(points, d, &list, &count);
    if (code != NA_OK) {
        return code;
    }
    na_render_coverage_points_line(points, d, line, sizeof line);
    na_lines_put(lines, "\n");
    na_lines_text(lines, line);
    na_lines_put(lines, "\n");
    if (count > 0) {
        na_lines_put(lines, "Not covered, the farthest from an asset first:\n");
    }
    for (size_t i = 0; i < count && i < GAPS_SHOWN; i++) {
        gap_line(lines, points, d, list[i]);
    }
    if (count > GAPS_SHOWN) {
        na_lines_put(lines, "  and %zu more: --points-out FILE and --format json list all\n",
                     count - GAPS_SHOWN);
    }
    free(list);
    return NA_OK;
}

/* What the two days change comes before what was never covered: it is what is asked about. */
static void turn_lines(struct na_lines *lines, const struct na_coverage_points *points,
                       enum na_coverage_turn turn)
{
    size_t count = na_coverage_points_turned(points, turn);
    if (count == 0) {
        return;
    }
    na_lines_put(lines,
                 "\n%zu %s%s cover, with the distance to the nearest asset before and after:\n",
                 count, turn == NA_COVERAGE_LOSES ? "lose" : "gain", count == 1 ? "s" : "");
    for (size_t i = 0, shown = 0; i < points->rows->count && shown < GAPS_SHOWN; i++) {
        char before[NA_METRES_TEXT], after[NA_METRES_TEXT], number[32];
        const struct na_point_row *row = &points->rows->items[i];
        const char *id = na_point_rows_label(points->rows, row->id).bytes;
        const char *name = na_point_rows_label(points->rows, row->name).bytes;
        if (na_coverage_points_turn(points, i) != turn) {
            continue;
        }
        na_metres_text(before, points->days[0].distances_m[i]);
        na_metres_text(after, points->days[1].distances_m[i]);
        (void)snprintf(number, sizeof number, "row %" PRIu64, row->row);
        na_lines_put(lines, "  %9s  %9s  ", nearest(points, 0, i) == NULL ? "-" : before,
                     nearest(points, 1, i) == NULL ? "-" : after);
        na_lines_cell(lines, number, 12);
        na_lines_named(lines, name, id[0] != '\0' ? id : (name[0] != '\0' ? "" : "no name"));
        na_lines_put(lines, "\n");
        shown++;
    }
    if (count > GAPS_SHOWN) {
        na_lines_put(lines, "  and %zu more: --points-out FILE and --format json list all\n",
                     count - GAPS_SHOWN);
    }
}

enum na_code na_render_coverage_points_text(const struct na_coverage_points *points,
                                            struct na_buffer *to)
{
    const struct na_point_tally *rows = &points->rows->tally;
    struct na_lines lines = {to, NA_OK};
    enum na_code code = NA_OK;
    na_lines_put(&lines, "\nPoints         ");
    na_lines_text(&lines, points->about.inputs);
    na_lines_put(&lines, "%s", points->about.wheres[0] != '\0' ? ", " : "");
    na_lines_text(&lines, points->about.wheres);
    na_lines_put(&lines,
                 "\n               read %" PRIu64 " = placed %zu + left out by --where %" PRIu64
                 " + no location %" PRIu64 " + bad %" PRIu64 " + off the grid %" PRIu64 "\n",
                 rows->read, points->rows->count, rows->unasked, rows->no_location, rows->bad,
                 rows->off_grid);
    turn_lines(&lines, points, NA_COVERAGE_LOSES);
    turn_lines(&lines, points, NA_COVERAGE_GAINS);
    for (size_t d = 0; d < points->coverage->day_count && code == NA_OK; d++) {
        code = day_lines(&lines, points, d);
    }
    return code == NA_OK ? lines.failed : code;
}

/* A text as a cell: quoted when it must be. */
static enum na_code cell(struct na_buffer *to, struct na_str text, bool safe)
{
    bool formula = safe && text.length > 0 && memchr("=+-@\t\r", text.bytes[0], 6) != NULL;
    bool quoted = formula;
    for (size_t i = 0; i < text.length && !quoted; i++) {
        quoted = memchr(",\"\r\n", text.bytes[i], 4) != NULL;
    }
    enum na_code code = quoted ? na_buffer_text(to, formula ? "\"'" : "\"") : NA_OK;
    for (size_t i = 0; i < text.length && code == NA_OK; i++) {
        code = na_buffer_append(to, text.bytes[i] == '"' ? "\"\"" : text.bytes + i,
                                text.bytes[i] == '"' ? 2 : 1);
    }
    return code == NA_OK ? na_buffer_text(to, quoted ? "\"," : ",") : code;
}

static enum na_code fixed_cell(struct na_buffer *to, double value, unsigned int decimals)
{
    char text[NA_NUMBER_TEXT];
    (void)na_number_fixed(&text, value, decimals);
    return na_buffer_printf(to, "%s,", text);
}

static enum na_code csv_row(const struct na_coverage_points *points, size_t d, size_t i, bool safe,
                            struct na_buffer *to)
{
    const struct na_point_row *row = &points->rows->items[i];
    const char *asset = nearest(points, d, i);
    const char *code_text = area_code(points, d, i);
    char date[NA_DATE_TEXT], amount[NA_NUMBER_TEXT], metres[NA_NUMBER_TEXT] = "";
    na_date_format(date, points->coverage->days[d].day);
    (void)na_number_trimmed(&amount, row->weight, 6);
    if (asset != NULL) {
        (void)na_number_fixed(&metres, points->days[d].distances_m[i], 1);
    }
    enum na_code code = na_buffer_printf(to, "%" PRIu64 ",", row->row);
    code = code == NA_OK ? cell(to, na_point_rows_label(points->rows, row->id), safe) : code;
    code = code == NA_OK ? cell(to, na_point_rows_label(points->rows, row->name), safe) : code;
    code = code == NA_OK ? fixed_cell(to, row->at.lat_deg, 7) : code;
    code = code == NA_OK ? fixed_cell(to, row->at.lon_deg, 7) : code;
    code = code == NA_OK ? fixed_cell(to, row->grid.easting_m, 2) : code;
    code = code == NA_OK ? fixed_cell(to, row->grid.northing_m, 2) : code;
    code = code == NA_OK ? na_buffer_printf(to, "%s,", amount) : code;
    code = code == NA_OK ? cell(to, na_str_of(code_text != NULL ? code_text : ""), safe) : code;
    if (code == NA_OK) {
        code = na_buffer_printf(to, "%s,%s,", date,
                                na_coverage_points_covered(points, d, i) ? "yes" : "no");
    }
    code = code == NA_OK ? cell(to, na_str_of(asset != NULL ? asset : ""), safe) : code;
    if (code != NA_OK || points->coverage->day_count < 2) {
        return code == NA_OK ? na_buffer_printf(to, "%s\n", metres) : code;
    }
    static const char *const turns[] = {"", "lost", "gained"};
    return na_buffer_printf(to, "%s,%s\n", metres, turns[na_coverage_points_turn(points, i)]);
}

enum na_code na_render_coverage_points_csv(const struct na_coverage_points *points,
                                           bool spreadsheet_safe, struct na_buffer *to)
{
    enum na_code code =
        na_buffer_text(to, "row,id,name,lat,lon,easting_m,northing_m,weight,area_code,as_at,"
                           "covered,nearest_asset,distance_m");
    if (code == NA_OK) {
        code = na_buffer_text(to, points->coverage->day_count == 2 ? ",change\n" : "\n");
    }
    for (size_t i = 0; i < points->rows->count && code == NA_OK; i++) {
        for (size_t d = 0; d < points->coverage->day_count && code == NA_OK; d++) {
            code = csv_row(points, d, i, spreadsheet_safe, to);
        }
    }
    return code;
}

static void point_features(const void *context, struct na_json *json)
{
    const struct na_coverage_points *points = context;
    size_t last = points->coverage->day_count - 1;
    for (size_t i = 0; i < points->rows->count; i++) {
        const struct na_point_row *row = &points->rows->items[i];
        enum na_coverage_turn turn = na_coverage_points_turn(points, i);
        bool bare = points->coverage->day_count == 1 && !na_coverage_points_covered(points, 0, i);
        if (turn == NA_COVERAGE_STAYS && !bare) {
            continue;
        }
        na_json_object_begin(json);
        na_json_name(json, "type");
        na_json_text(json, "Feature");
        na_render_point_geometry(json, row->at);
        na_json_name(json, "properties");
        na_json_object_begin(json);
        na_json_name(json, "role");
        na_json_text(json, bare                        ? "point not covered"
                           : turn == NA_COVERAGE_LOSES ? "point lost"
                                                       : "point gained");
        label(json, points, "id", row->id);
        label(json, points, "name", row->name);
        integer(json, "row", row->row);
        na_json_name(json, "distance_before_m");
        na_json_fixed(json, bare ? NAN : points->days[0].distances_m[i], 1);
        na_json_name(json, "distance_m");
        na_json_fixed(json, points->days[last].distances_m[i], 1);
        na_json_object_end(json);
        na_json_object_end(json);
    }
}

enum na_code na_render_coverage_points_geojson(struct na_session *session,
                                               const struct na_coverage_points *points,
                                               struct na_buffer *to, struct na_error *reterr)
{
    return na_render_coverage_geojson_with(session, points->coverage, point_features, points, to,
                                           reterr);
}
