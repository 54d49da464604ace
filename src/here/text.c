/* Everything about a point as lines for people. */
#include <math.h>

#include "base/date.h"
#include "geo/geodesic.h"
#include "here/here.h"
#include "nearest/crosses.h"
#include "write/render.h"

static void warning_lines(struct na_lines *lines, const char *about,
                          const struct na_warnings *warnings)
{
    for (size_t i = 0; i < warnings->count; i++) {
        na_lines_put(lines, "           (%s: %s)\n", about, warnings->items[i].text);
    }
}

static void span(struct na_lines *lines, int32_t from, int32_t to, bool is_valid)
{
    char first[NA_DATE_TEXT];
    char last[NA_DATE_TEXT];
    na_date_format(first, from);
    na_date_format(last, to);
    if (first[0] != '\0' || last[0] != '\0') {
        na_lines_put(lines, ", %s%s%s%s%s", first[0] != '\0' ? "from " : "", first,
                     first[0] != '\0' && last[0] != '\0' ? " " : "", last[0] != '\0' ? "to " : "",
                     last);
    }
    na_lines_put(lines, "%s\n", is_valid ? "" : ", not valid on the day");
}

static void ward_lines(struct na_lines *lines, const struct na_snapshot *snapshot,
                       const struct na_here_answer *answer, const struct na_layer *layer)
{
    struct na_ward_answer ward;
    enum na_code code = na_here_ward(snapshot, answer, layer, &ward);
    if (code != NA_OK) {
        lines->failed = lines->failed == NA_OK ? code : lines->failed;
        return;
    }
    na_lines_put(lines, "Ward       ");
    if (ward.ward == NA_AREA_NONE) {
        na_lines_put(lines, "none");
    } else {
        struct na_area area;
        na_snapshot_area(snapshot, layer, ward.ward, &area);
        na_lines_named(lines, area.name, area.code);
        if (area.authority_name[0] != '\0' || area.authority_code[0] != '\0') {
            na_lines_put(lines, ", ");
            na_lines_put(lines, "%s",
                         area.authority_name[0] != '\0' ? area.authority_name
                                                        : area.authority_code);
        }
    }
    na_lines_put(lines, ", vintage %s", layer->id);
    span(lines, layer->valid_from, layer->valid_to,
         na_date_within(answer->question.nearest.as_at, layer->valid_from, layer->valid_to));
    warning_lines(lines, layer->id, &ward.warnings);
}

static void area_lines(struct na_lines *lines, const struct na_snapshot *snapshot,
                       const struct na_here_answer *answer, const struct na_layer *layer)
{
    struct na_cover cover;
    enum na_code code = na_here_cover(answer, layer, &cover);
    if (code != NA_OK) {
        lines->failed = lines->failed == NA_OK ? code : lines->failed;
        return;
    }
    for (uint32_t i = 0; i < cover.count; i++) {
        struct na_here_area area;
        na_here_area(snapshot, answer, layer, &cover, i, &area);
        na_lines_put(lines, "Area       ");
        na_lines_named(lines, area.area.name, area.area.code);
        na_lines_put(lines, ", %s", layer->kind);
        span(lines, area.valid_from, area.valid_to, area.is_valid);
    }
}

static void layer_lines(struct na_lines *lines, const struct na_snapshot *snapshot,
                        const struct na_here_answer *answer, enum na_layer_role role)
{
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        if (layer->role == role && role == NA_LAYER_WARDS) {
            ward_lines(lines, snapshot, answer, layer);
        } else if (layer->role == role) {
            area_lines(lines, snapshot, answer, layer);
        }
    }
}

void na_lines_here_wards(struct na_lines *lines, const struct na_snapshot *snapshot,
                         const struct na_here_answer *answer)
{
    layer_lines(lines, snapshot, answer, NA_LAYER_WARDS);
}

static void nearest_lines(struct na_lines *lines, const struct na_snapshot *snapshot,
                          const struct na_here_answer *answer, const struct na_kind *kind)
{
    struct na_nearest_answer nearest;
    struct na_asset asset;
    char distance[NA_METRES_TEXT];
    na_here_nearest(snapshot, answer, kind, &nearest);
    na_lines_put(lines, "Nearest    %s: ", kind->title);
    if (nearest.found.count == 0) {
        na_lines_put(lines, "none valid on the day\n");
        return;
    }
    double same_m = 0.0;
    double bearing_deg = 0.0;
    na_snapshot_asset(snapshot, nearest.found.hits[0].point, &asset);
    na_geodesic_inverse(answer->question.nearest.position.at, asset.at, &same_m, &bearing_deg);
    na_metres_text(distance, nearest.found.hits[0].distance_m);
    struct na_moment moment = na_nearest_moment(snapshot, &nearest.question);
    struct na_usable usable;
    na_usable_judge(&asset, &moment, &usable);
    if (nearest.tells_walk && nearest.walks[0].state == NA_WALK_KNOWN) {
        char walk[NA_METRES_TEXT];
        na_metres_text(walk, nearest.walks[0].mm / 1000.0);
        na_lines_put(lines, "%s, %s on foot, %s %s in a straight line\n", asset.name, walk,
                     distance, na_geodesic_compass(bearing_deg));
    } else {
        na_lines_put(lines, "%s, %s %s%s\n", asset.name, distance, na_geodesic_compass(bearing_deg),
                     nearest.tells_walk ? ", the way on foot is not known" : "");
    }
    na_lines_put(lines, "           (usable: %s: %s)\n", na_usable_name(usable.state), usable.why);
    struct na_crosses crosses;
    char names[512];
    na_crosses_find(snapshot, answer->question.nearest.position.at, asset.at, &crosses);
    na_crosses_text(snapshot, &crosses, names, sizeof names);
    if (crosses.count > 0 && !(nearest.tells_walk && nearest.walks[0].state == NA_WALK_KNOWN)) {
        na_lines_put(lines, "           (the straight line crosses %s)\n", names);
    }
    warning_lines(lines, kind->title, &nearest.warnings);
}

void na_lines_here_position(struct na_lines *lines, const struct na_here_answer *answer)
{
    const struct na_grid grid = answer->question.grid;
    char gridref[NA_GRIDREF_TEXT] = "";
    if (isfinite(grid.easting_m) && isfinite(grid.northing_m)) {
        na_gridref_format(gridref, grid, 10);
    }
    na_lines_put(lines, "Grid       %s\n", gridref[0] != '\0' ? gridref : "outside the grid");
    na_lines_position(lines, &answer->question.nearest.position);
}

static void near_lines(struct na_lines *lines, const struct na_here_answer *answer)
{
    char distance[NA_METRES_TEXT];
    if (answer->has_postcode) {
        char postcode[NA_POSTCODE_TEXT];
        na_postcode_format(postcode, answer->postcode.key);
        na_metres_text(distance, answer->postcode_m);
        na_lines_put(lines, "Postcode   %s, %s away\n", postcode, distance);
    }
    if (answer->has_place) {
        na_metres_text(distance, answer->place_m);
        na_lines_put(lines, "Place      %s%s%s, %s away\n", answer->place.name,
                     answer->place.place[0] != '\0' ? ", " : "", answer->place.place, distance);
    }
}

enum na_code na_render_here_text(const struct na_snapshot *snapshot,
                                 const struct na_here_answer *answer, struct na_buffer *to)
{
    struct na_lines lines = {to, NA_OK};
    na_lines_here_position(&lines, answer);
    na_lines_here_wards(&lines, snapshot, answer);
    layer_lines(&lines, snapshot, answer, NA_LAYER_AREAS);
    for (size_t i = 0; i < na_snapshot_kind_count(snapshot); i++) {
        nearest_lines(&lines, snapshot, answer, na_snapshot_kind(snapshot, i));
    }
    near_lines(&lines, answer);
    na_lines_data(&lines, snapshot);
    na_lines_warnings(&lines, &answer->warnings);
    return lines.failed;
}
