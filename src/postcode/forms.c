/* A postcode as JSON and as lines for people. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "postcode/postcode.h"
#include "write/render.h"

static void number(struct na_json *json, const char *name, double value, unsigned int decimals)
{
    na_json_name(json, name);
    na_json_trimmed(json, value, decimals);
}

static void text(struct na_json *json, const char *name, const char *value)
{
    na_json_name(json, name);
    na_json_text(json, value);
}

static void postcode_member(struct na_json *json, const struct na_postcode_answer *answer)
{
    const struct na_position *position = &answer->here.question.nearest.position;
    char part[NA_POSTCODE_TEXT];
    uint32_t key = 0;
    na_json_name(json, "postcode");
    na_json_object_begin(json);
    text(json, "postcode", position->postcode);
    if (na_postcode_unit(na_str_of(position->postcode), &key)) {
        na_postcode_format_sector(part, key);
        text(json, "sector", part);
        na_postcode_format_outward(part, key);
        text(json, "outward", part);
    }
    na_json_name(json, "in_use");
    na_json_bool(json, position->terminated == NA_DATE_NONE);
    na_json_name(json, "ended");
    if (position->terminated == NA_DATE_NONE) {
        na_json_null(json);
    } else {
        char day[NA_DATE_TEXT];
        na_date_format(day, position->terminated);
        na_json_string(json, (struct na_str){day, 7});
    }
    na_json_object_end(json);
}

static void position_member(struct na_json *json, const struct na_postcode_answer *answer)
{
    na_render_here_position(json, &answer->here.question);
    na_json_name(json, "quality");
    na_json_object_begin(json);
    number(json, "accuracy_m", answer->here.question.nearest.position.accuracy_m, 1);
    text(json, "text",
         answer->is_listed ? na_postcode_quality_text(answer->postcode.quality) : NULL);
    text(json, "source", answer->is_listed ? answer->postcode.source : NULL);
    na_json_object_end(json);
}

static void neighbours_member(struct na_json *json, const struct na_postcode_answer *answer)
{
    na_json_name(json, "neighbours");
    na_json_array_begin(json);
    for (size_t i = 0; i < answer->neighbour_count; i++) {
        const struct na_neighbour *neighbour = &answer->neighbours[i];
        char label[NA_POSTCODE_TEXT];
        na_postcode_format(label, neighbour->postcode.key);
        na_json_object_begin(json);
        text(json, "postcode", label);
        na_json_name(json, "distance_m");
        na_json_fixed(json, sqrt(neighbour->squared_m2), 1);
        number(json, "easting_m", neighbour->postcode.grid.easting_m, 3);
        number(json, "northing_m", neighbour->postcode.grid.northing_m, 3);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

enum na_code na_render_postcode(const struct na_snapshot *snapshot,
                                const struct na_postcode_answer *answer, struct na_buffer *to)
{
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    postcode_member(&json, answer);
    position_member(&json, answer);
    na_render_here_wards(&json, snapshot, &answer->here);
    neighbours_member(&json, answer);
    na_render_data(&json, snapshot);
    na_render_warnings(&json, &answer->here.warnings);
    na_json_object_end(&json);
    return na_json_finish(&json);
}

enum na_code na_render_postcode_text(const struct na_snapshot *snapshot,
                                     const struct na_postcode_answer *answer, struct na_buffer *to)
{
    struct na_lines lines = {to, NA_OK};
    na_lines_here_position(&lines, &answer->here);
    na_lines_here_wards(&lines, snapshot, &answer->here);
    for (size_t i = 0; i < answer->neighbour_count; i++) {
        char label[NA_POSTCODE_TEXT], distance[NA_METRES_TEXT];
        na_postcode_format(label, answer->neighbours[i].postcode.key);
        na_metres_text(distance, sqrt(answer->neighbours[i].squared_m2));
        na_lines_put(&lines, "%s%s, %s away\n", i == 0 ? "Near       " : "           ", label,
                     distance);
    }
    na_lines_data(&lines, snapshot);
    na_lines_warnings(&lines, &answer->here.warnings);
    return lines.failed;
}
