/* Hotspot areas at a place and on a day, and the ready tables, as lines for people. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/date.h"
#include "base/number.h"
#include "geo/geodesic.h"
#include "here/hotspots_json.h"
#include "question/area_dates.h"
#include "write/render.h"

/* ", from 2023-10-01 to 2025-03-31"; of one that is not valid, why. */
static void dates_of(struct na_lines *lines, const struct na_area_dates *dates, int32_t day)
{
    char from[NA_DATE_TEXT];
    char to[NA_DATE_TEXT];
    char why[NA_NOT_VALID_TEXT];
    na_date_format(from, dates->valid_from);
    na_date_format(to, dates->valid_to);
    na_not_valid_words(dates, day, why);
    if (from[0] != '\0') {
        na_lines_put(lines, ", from %s", from);
    }
    if (to[0] != '\0') {
        na_lines_put(lines, "%s to %s", from[0] != '\0' ? "" : ",", to);
    }
    if (why[0] != '\0') {
        na_lines_put(lines, ": %s", why);
    }
}

static void area_line(struct na_lines *lines, const struct na_snapshot *snapshot,
                      const struct na_hotspots_answer *answer, const struct na_layer *layer,
                      uint32_t number)
{
    struct na_area area;
    na_snapshot_area(snapshot, layer, number, &area);
    struct na_area_dates dates = na_area_dates(layer, &area, answer->question.as_at);
    na_lines_named(lines, area.name, area.code);
    na_lines_put(lines, ", ");
    na_lines_text(lines, layer->kind);
    dates_of(lines, &dates, answer->question.as_at);
}

static void away(struct na_lines *lines, const struct na_hotspot *hotspot)
{
    char distance[NA_METRES_TEXT];
    na_metres_text(distance, hotspot->boundary_distance_m);
    na_lines_put(lines, ", %s away%s%s", distance, isnan(hotspot->bearing_deg) ? "" : " to the ",
                 isnan(hotspot->bearing_deg) ? "" : na_geodesic_compass(hotspot->bearing_deg));
}

static void inside_lines(struct na_lines *lines, const struct na_snapshot *snapshot,
                         const struct na_hotspots_answer *answer)
{
    char day[NA_DATE_TEXT];
    na_date_format(day, answer->question.as_at);
    if (answer->inside.count == 0) {
        na_lines_put(lines, "Inside     none valid on %s\n", day);
    }
    for (size_t i = 0; i < answer->inside.count; i++) {
        const struct na_hotspot *hotspot = &answer->inside.items[i];
        char distance[NA_METRES_TEXT];
        na_metres_text(distance, hotspot->boundary_distance_m);
        na_lines_put(lines, "Inside     ");
        area_line(lines, snapshot, answer, hotspot->layer, hotspot->area);
        na_lines_put(lines, "\n           (");
        if (hotspot->on_boundary) {
            na_lines_put(lines, "on its boundary)\n");
        } else {
            na_lines_put(lines, "its boundary is %s away, certain: %s)\n", distance,
                         hotspot->certain ? "yes" : "no");
        }
    }
}

static void other_lines(struct na_lines *lines, const struct na_snapshot *snapshot,
                        const struct na_hotspots_answer *answer)
{
    for (size_t i = 0; i < answer->possible.count; i++) {
        const struct na_hotspot *hotspot = &answer->possible.items[i];
        na_lines_put(lines, "Possible   ");
        area_line(lines, snapshot, answer, hotspot->layer, hotspot->area);
        away(lines, hotspot);
        na_lines_put(lines, "\n");
    }
    if (answer->has_nearest) {
        na_lines_put(lines, "Nearest    ");
        area_line(lines, snapshot, answer, answer->nearest.layer, answer->nearest.area);
        away(lines, &answer->nearest);
        na_lines_put(lines, "\n");
    }
    for (size_t i = 0; i < answer->not_valid.count; i++) {
        const struct na_hotspot *hotspot = &answer->not_valid.items[i];
        na_lines_put(lines, "Not valid  ");
        area_line(lines, snapshot, answer, hotspot->layer, hotspot->area);
        na_lines_put(lines, "\n");
    }
}

static void ward_line(struct na_lines *lines, const struct na_snapshot *snapshot,
                      const struct na_hotspots_answer *answer)
{
    if (!answer->has_ward) {
        return;
    }
    na_lines_put(lines, "Ward       ");
    if (answer->ward.ward == NA_AREA_NONE) {
        na_lines_put(lines, "none");
    } else {
        struct na_area area;
        na_snapshot_area(snapshot, answer->question.wards, answer->ward.ward, &area);
        na_lines_named(lines, area.name, area.code);
    }
    na_lines_put(lines, ", vintage %s, certain: %s\n", answer->question.wards->id,
                 answer->ward.certain ? "yes" : "no");
}

/* "147 of about 3906 (3.8%)" */
static void share_words(struct na_lines *lines, const struct na_ready_table *table, uint64_t part)
{
    na_lines_put(lines, "%" PRIu64 " of %s%" PRIu64, part,
                 table->total_is == NA_TOTAL_APPROXIMATE ? "about " : "", table->total);
    if (table->total > 0) {
        char percent[NA_NUMBER_TEXT];
        na_number_trimmed(&percent, 100.0 * (double)part / (double)table->total, 1);
        na_lines_put(lines, " (%s%%)", percent);
    }
}

static void about_line(struct na_lines *lines, const struct na_ready_table *table)
{
    na_lines_put(lines, "Table      ");
    na_lines_text(lines, table->measure);
    na_lines_put(lines, ", ");
    na_lines_text(lines, table->period);
    na_lines_put(lines, ": %u wards listed, together ", (unsigned int)table->row_count);
    share_words(lines, table, table->sum);
    na_lines_put(lines, "%s\n",
                 table->total_is == NA_TOTAL_LISTED ? "; the whole is not known" : "");
    if (table->source[0] != '\0') {
        na_lines_put(lines, "           (source: ");
        na_lines_text(lines, table->source);
        na_lines_put(lines, ")\n");
    }
}

static void row_words(struct na_lines *lines, const struct na_ready_table *table,
                      const struct na_ready_row *row)
{
    na_lines_put(lines, "rank %u%s of %u listed, ", (unsigned int)row->rank,
                 row->tied ? " (shared)" : "", (unsigned int)table->row_count);
    share_words(lines, table, row->count);
}

static void ward_row_line(struct na_lines *lines, const struct na_snapshot *snapshot,
                          const struct na_hotspots_answer *answer,
                          const struct na_ready_table *table)
{
    struct na_ready_row row;
    struct na_area area;
    uint32_t ward = NA_AREA_NONE;
    bool certain = false;
    bool listed = na_hotspots_table_row(snapshot, answer, table, &ward, &row, &certain);
    na_lines_put(lines, "           ");
    if (ward == NA_AREA_NONE) {
        na_lines_put(lines, "the position is in no ward of vintage %s\n", table->layer->id);
        return;
    }
    na_snapshot_area(snapshot, table->layer, ward, &area);
    na_lines_text(lines, listed && row.name[0] != '\0' ? row.name : area.name);
    na_lines_put(lines, ": ");
    if (listed) {
        row_words(lines, table, &row);
    } else {
        na_lines_put(lines, "not among the %u listed", (unsigned int)table->row_count);
    }
    na_lines_put(lines, "%s\n", certain ? "" : "; the ward is not certain");
}

static void all_rows(struct na_lines *lines, const struct na_snapshot *snapshot,
                     const struct na_ready_table *table)
{
    for (uint32_t i = 0; i < table->row_count; i++) {
        struct na_ready_row row;
        struct na_area area = {.name = ""};
        na_snapshot_table_row(snapshot, table, i, &row);
        if (row.ward != NA_AREA_NONE) {
            na_snapshot_area(snapshot, table->layer, row.ward, &area);
        }
        na_lines_put(lines, "%4u%s ", (unsigned int)row.rank, row.tied ? "=" : " ");
        na_lines_cell(lines, row.name[0] != '\0' ? row.name : area.name, 34);
        share_words(lines, table, row.count);
        na_lines_put(lines, "%s\n", row.ward == NA_AREA_NONE ? ", no ward of this vintage" : "");
    }
}

static void list_lines(struct na_lines *lines, const struct na_snapshot *snapshot,
                       const struct na_hotspots_answer *answer)
{
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        for (uint32_t a = 0; na_hotspots_has_layer(answer, layer) && a < layer->area_count; a++) {
            na_lines_put(lines, "Area       ");
            area_line(lines, snapshot, answer, layer, a);
            na_lines_put(lines, "\n");
        }
    }
}

enum na_code na_render_hotspot_lookup_text(const struct na_snapshot *snapshot,
                                           const struct na_hotspots_answer *answer,
                                           struct na_buffer *to)
{
    struct na_lines lines = {to, NA_OK};
    if (answer->question.has_position) {
        inside_lines(&lines, snapshot, answer);
        other_lines(&lines, snapshot, answer);
        na_lines_position(&lines, &answer->question.position);
        ward_line(&lines, snapshot, answer);
    } else {
        list_lines(&lines, snapshot, answer);
    }
    for (size_t i = 0; i < na_snapshot_table_count(snapshot); i++) {
        struct na_ready_table table;
        na_snapshot_table(snapshot, i, &table);
        about_line(&lines, &table);
        if (answer->question.has_position) {
            ward_row_line(&lines, snapshot, answer, &table);
        } else {
            all_rows(&lines, snapshot, &table);
        }
    }
    na_lines_data(&lines, snapshot);
    na_lines_warnings(&lines, &answer->warnings);
    return lines.failed;
}
