/* What a text may mean: docs/locate.md has the members. */
#include "locate/forms.h"

#include <math.h>

#include "geo/gridref.h"
#include "write/geometry.h"

static void number(struct na_json *json, const char *name, double value, unsigned int decimals)
{
    na_json_name(json, name);
    na_json_trimmed(json, value, decimals);
}

static void position_members(struct na_json *json, const struct na_candidate *candidate)
{
    char gridref[NA_GRIDREF_TEXT] = "";
    if (isfinite(candidate->grid.easting_m) && isfinite(candidate->grid.northing_m)) {
        na_gridref_format(gridref, candidate->grid, 10);
    }
    number(json, "lat", candidate->at.lat_deg, 9);
    number(json, "lon", candidate->at.lon_deg, 9);
    number(json, "easting_m", candidate->grid.easting_m, 3);
    number(json, "northing_m", candidate->grid.northing_m, 3);
    na_render_text_or_null(json, "gridref", gridref);
}

static void candidate_members(struct na_json *json, const struct na_candidate *candidate,
                              size_t rank)
{
    na_json_name(json, "rank");
    na_json_integer(json, (int64_t)rank);
    na_json_name(json, "kind");
    na_json_text(json, candidate->kind);
    na_json_name(json, "name");
    na_json_text(json, na_candidate_name(candidate));
    na_render_text_or_null(json, "place", candidate->place);
    na_render_text_or_null(json, "id", candidate->id);
}

static void match_members(struct na_json *json, const struct na_candidate *candidate)
{
    number(json, "accuracy_m", candidate->accuracy_m, 1);
    na_json_name(json, "source");
    na_json_text(json, candidate->source);
    na_json_name(json, "match");
    na_json_text(json, na_candidate_match_name(candidate->match));
    na_json_name(json, "why");
    na_json_text(json, candidate->why);
    if (candidate->type == NA_CANDIDATE_POSTCODE) {
        if (candidate->terminated != NA_DATE_NONE) {
            na_render_month(json, "terminated", candidate->terminated);
        } else {
            na_json_name(json, "terminated");
            na_json_null(json);
        }
    }
}

void na_render_candidates(struct na_json *json, const struct na_located *located)
{
    na_json_name(json, "candidates");
    na_json_array_begin(json);
    for (size_t i = 0; i < located->count; i++) {
        na_json_object_begin(json);
        candidate_members(json, &located->candidates[i], i + 1);
        na_json_name(json, "position");
        na_json_object_begin(json);
        position_members(json, &located->candidates[i]);
        na_json_object_end(json);
        match_members(json, &located->candidates[i]);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

void na_render_read(struct na_json *json, const struct na_located *located)
{
    na_render_text_or_null(json, "reason", located->reason);
    na_render_text_or_null(json, "ask", located->ask);
    na_render_heard(json, located);
}

static void features(struct na_json *json, const struct na_located *located)
{
    na_json_name(json, "type");
    na_json_text(json, "FeatureCollection");
    na_json_name(json, "features");
    na_json_array_begin(json);
    for (size_t i = 0; i < located->count; i++) {
        const struct na_candidate *candidate = &located->candidates[i];
        na_json_object_begin(json);
        na_json_name(json, "type");
        na_json_text(json, "Feature");
        if (candidate->has_lonlat) {
            na_render_point_geometry(json, candidate->at);
        } else {
            na_json_name(json, "geometry");
            na_json_null(json);
        }
        na_json_name(json, "properties");
        na_json_object_begin(json);
        candidate_members(json, candidate, i + 1);
        match_members(json, candidate);
        na_json_object_end(json);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

static enum na_code locate_json(const struct na_snapshot *snapshot,
                                const struct na_locate_answer *answer, bool geojson,
                                struct na_buffer *to)
{
    const struct na_located *located = answer->located;
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    na_json_name(&json, "query");
    na_json_object_begin(&json);
    na_json_name(&json, "q");
    na_json_text(&json, answer->q);
    na_json_name(&json, "limit");
    na_json_integer(&json, (int64_t)answer->limit);
    na_json_object_end(&json);
    na_json_name(&json, "recognised");
    na_json_text(&json, located->recognised);
    if (geojson) {
        features(&json, located);
    } else {
        na_render_candidates(&json, located);
    }
    na_json_name(&json, "found");
    na_json_integer(&json, (int64_t)located->count);
    na_json_name(&json, "more");
    na_json_bool(&json, located->more);
    na_json_name(&json, "confident");
    if (located->confident == NA_CANDIDATES_NONE) {
        na_json_null(&json);
    } else {
        na_json_integer(&json, (int64_t)located->confident + 1);
    }
    na_render_read(&json, located);
    na_render_data(&json, snapshot);
    na_render_warnings(&json, &answer->warnings);
    na_json_object_end(&json);
    return na_json_finish(&json);
}

static void candidate_line(struct na_lines *lines, const struct na_candidate *candidate,
                           size_t rank)
{
    char gridref[NA_GRIDREF_TEXT] = "";
    char accuracy[NA_METRES_TEXT];
    if (isfinite(candidate->grid.easting_m) && isfinite(candidate->grid.northing_m)) {
        na_gridref_format(gridref, candidate->grid, 10);
    }
    na_metres_text(accuracy, candidate->accuracy_m);
    na_lines_put(lines, "%2zu  ", rank);
    na_lines_cell(lines, gridref[0] != '\0' ? gridref : "-", 17);
    na_lines_cell(lines, accuracy, 9);
    na_lines_cell(lines, candidate->kind, 20);
    na_lines_put(lines, "%s%s%s\n    %s.\n", na_candidate_name(candidate),
                 candidate->place[0] != '\0' ? ", " : "", candidate->place, candidate->why);
}

void na_lines_candidates(struct na_lines *lines, const struct na_located *located)
{
    na_lines_put(lines, " #  ");
    na_lines_cell(lines, "Grid reference", 17);
    na_lines_cell(lines, "Good to", 9);
    na_lines_cell(lines, "Kind", 20);
    na_lines_put(lines, "Name\n");
    for (size_t i = 0; i < located->count; i++) {
        candidate_line(lines, &located->candidates[i], i + 1);
    }
}

/* The reason, what to ask, and how the text was read, as lines. */
static void put_read_lines(struct na_lines *lines, const struct na_located *located)
{
    if (located->reason[0] != '\0') {
        na_lines_put(lines, "Because    %s\n", located->reason);
    }
    if (located->ask[0] != '\0') {
        na_lines_put(lines, "Ask        %s\n", located->ask);
    }
    na_lines_heard(lines, located);
}

static enum na_code locate_text(const struct na_snapshot *snapshot,
                                const struct na_locate_answer *answer, struct na_buffer *to)
{
    const struct na_located *located = answer->located;
    struct na_lines lines = {to, NA_OK};
    na_lines_candidates(&lines, located);
    na_lines_put(&lines, "\nRead as    %s\n", located->recognised);
    if (located->confident == NA_CANDIDATES_NONE) {
        na_lines_put(&lines, "Certain    no: choose one%s\n",
                     located->more ? ", or give more words: there are others" : "");
    } else {
        na_lines_put(&lines, "Certain    yes: number %zu\n", located->confident + 1);
    }
    put_read_lines(&lines, located);
    na_lines_data(&lines, snapshot);
    na_lines_warnings(&lines, &answer->warnings);
    return lines.failed;
}

enum na_code na_render_locate(const struct na_snapshot *snapshot,
                              const struct na_locate_answer *answer, enum na_format format,
                              struct na_buffer *to)
{
    return format == NA_FORMAT_TEXT
               ? locate_text(snapshot, answer, to)
               : locate_json(snapshot, answer, format == NA_FORMAT_GEOJSON, to);
}
