/* The answer about a ward as lines for people. */
#include <math.h>

#include "base/date.h"
#include "base/number.h"
#include "ward/ward.h"
#include "write/render.h"

static void ward_lines(struct na_lines *lines, const struct na_snapshot *snapshot,
                       const struct na_ward_answer *answer)
{
    const struct na_layer *layer = answer->question.layer;
    struct na_area area;
    char distance[NA_METRES_TEXT];
    if (answer->ward != NA_AREA_NONE) {
        na_snapshot_area(snapshot, layer, answer->ward, &area);
        na_lines_put(lines, "Ward       ");
        na_lines_named(lines, area.name, area.code);
        na_lines_put(lines, "\nAuthority  ");
        na_lines_named(lines, area.authority_name, area.authority_code);
        na_lines_put(lines, "\n");
        return;
    }
    na_lines_put(lines, "Ward       none\n");
    if (answer->nearest.area != NA_AREA_NONE) {
        na_snapshot_area(snapshot, layer, answer->nearest.area, &area);
        na_metres_text(distance, answer->nearest.distance_m);
        na_lines_put(lines, "Nearest    ");
        na_lines_named(lines, area.name, area.code);
        na_lines_put(lines, ", %s away\n", distance);
    }
}

static void certainty_lines(struct na_lines *lines, const struct na_snapshot *snapshot,
                            const struct na_ward_answer *answer)
{
    char boundary[NA_METRES_TEXT];
    char sum[NA_NUMBER_TEXT];
    na_metres_text(boundary, answer->boundary_distance_m);
    na_number_trimmed(&sum, answer->uncertainty_m, 1);
    na_lines_put(lines, "Certain    %s: ", answer->certain ? "yes" : "no");
    if (answer->match == NA_MATCH_BOUNDARY) {
        na_lines_put(lines, "on the boundary\n");
    } else if (isnan(answer->boundary_distance_m)) {
        na_lines_put(lines, "there is no boundary\n");
    } else {
        na_lines_put(lines, "the boundary is %s away, position and boundaries are good to %s m\n",
                     boundary, sum);
    }
    for (size_t i = 0; i < answer->alternative_count; i++) {
        struct na_area area;
        char distance[NA_METRES_TEXT];
        na_snapshot_area(snapshot, answer->question.layer, answer->alternatives[i].area, &area);
        na_metres_text(distance, answer->alternatives[i].distance_m);
        na_lines_put(lines, "%s", i == 0 ? "Or         " : "           ");
        na_lines_named(lines, area.name, area.code);
        na_lines_put(lines, ", %s\n", distance);
    }
}

static void vintage_line(struct na_lines *lines, const struct na_layer *layer)
{
    char from[NA_DATE_TEXT];
    char to[NA_DATE_TEXT];
    char tolerance[NA_NUMBER_TEXT];
    na_date_format(from, layer->valid_from);
    na_date_format(to, layer->valid_to);
    na_number_trimmed(&tolerance, layer->tolerance_m, 1);
    na_lines_put(lines, "Vintage    %s%s%s%s%s, boundaries drawn to %s m\n", layer->id,
                 from[0] != '\0' ? ", from " : "", from, to[0] != '\0' ? ", to " : "", to,
                 tolerance);
}

enum na_code na_render_ward_text(const struct na_snapshot *snapshot,
                                 const struct na_ward_answer *answer, struct na_buffer *to)
{
    struct na_lines lines = {to, NA_OK};
    ward_lines(&lines, snapshot, answer);
    certainty_lines(&lines, snapshot, answer);
    vintage_line(&lines, answer->question.layer);
    na_lines_position(&lines, &answer->question.position);
    na_lines_data(&lines, snapshot);
    na_lines_warnings(&lines, &answer->warnings);
    return lines.failed;
}
