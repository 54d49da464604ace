/* The position that an answer is about, as JSON and as lines for people: where it is, where it came
 * from, and how its text was read. Of a text the words used and not used stand there, the position
 * said back, and the postcodes that sound like it. */
#include <string.h>

#include "write/render.h"

/* 1e-9 of a degree is 0.1 mm. */
#define DEGREE_DECIMALS 9

static void number(struct na_json *json, const char *name, double value, unsigned int decimals)
{
    na_json_name(json, name);
    na_json_trimmed(json, value, decimals);
}

static void words_member(struct na_json *json, const char *name, const char *words)
{
    na_json_name(json, name);
    na_json_array_begin(json);
    while (*words != '\0') {
        const char *end = strchr(words, NA_LOCATED_DIVIDER);
        size_t length = end != NULL ? (size_t)(end - words) : strlen(words);
        na_json_string(json, (struct na_str){words, length});
        words += end != NULL ? length + 1 : length;
    }
    na_json_array_end(json);
}

void na_render_heard(struct na_json *json, const struct na_located *located)
{
    na_json_name(json, "read");
    na_json_object_begin(json);
    words_member(json, "used", located->used);
    words_member(json, "not_used", located->not_used);
    words_member(json, "not_understood", located->not_understood);
    na_json_object_end(json);
    na_render_text_or_null(json, "read_back", located->read_back);
    na_json_name(json, "sounds_like");
    na_json_array_begin(json);
    for (size_t i = 0; i < located->sounds_like_count; i++) {
        na_json_object_begin(json);
        na_json_name(json, "postcode");
        na_json_text(json, located->sounds_like[i].postcode);
        na_json_name(json, "distance_m");
        na_json_trimmed(json, located->sounds_like[i].distance_m, 0);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

static void line_if(struct na_lines *lines, const char *label, const char *text)
{
    if (text[0] == '\0') {
        return;
    }
    na_lines_put(lines, "%s", label);
    while (*text != '\0') {
        const char *end = strchr(text, NA_LOCATED_DIVIDER);
        size_t length = end != NULL ? (size_t)(end - text) : strlen(text);
        na_lines_put(lines, "%.*s%s", (int)length, text, end != NULL ? "; " : "\n");
        text += end != NULL ? length + 1 : length;
    }
}

void na_lines_heard(struct na_lines *lines, const struct na_located *located)
{
    /* A text that was used as a whole is no news. */
    if (located->not_used[0] != '\0' || located->not_understood[0] != '\0') {
        line_if(lines, "Used       ", located->used);
    }
    line_if(lines, "Not used   ", located->not_used);
    line_if(lines, "Not known  ", located->not_understood);
    line_if(lines, "Read back  ", located->read_back);
    for (size_t i = 0; i < located->sounds_like_count; i++) {
        char distance[NA_METRES_TEXT];
        na_metres_text(distance, located->sounds_like[i].distance_m);
        na_lines_put(lines, "%s%s, %s off\n", i == 0 ? "Sounds as  " : "           ",
                     located->sounds_like[i].postcode, distance);
    }
}

void na_render_position_asked(struct na_json *json, const struct na_position *position)
{
    if (position->source == NA_POSITION_GRIDREF) {
        na_json_name(json, "gridref");
        na_json_text(json, position->gridref);
    }
    if (position->source == NA_POSITION_POSTCODE) {
        na_json_name(json, "postcode");
        na_json_text(json, position->postcode);
        if (position->terminated != NA_DATE_NONE) {
            na_render_month(json, "terminated", position->terminated);
        }
    }
    if (position->source == NA_POSITION_PLACE) {
        na_json_name(json, "place");
        na_json_object_begin(json);
        na_json_name(json, "kind");
        na_json_text(json, position->place.kind);
        na_json_name(json, "name");
        na_json_text(json, position->place.name);
        na_render_text_or_null(json, "place", position->place.place);
        na_render_text_or_null(json, "id", position->place.id);
        na_json_object_end(json);
    }
    if (position->has_grid) {
        number(json, "easting_m", position->grid.easting_m, 6);
        number(json, "northing_m", position->grid.northing_m, 6);
    }
    number(json, "lat", position->at.lat_deg, DEGREE_DECIMALS);
    number(json, "lon", position->at.lon_deg, DEGREE_DECIMALS);
    na_json_name(json, "source");
    na_json_text(json, na_position_source_name(position->source));
    number(json, "accuracy_m", position->accuracy_m, 3);
    if (position->heard != NULL) {
        na_render_heard(json, position->heard);
    }
}

void na_lines_position(struct na_lines *lines, const struct na_position *position)
{
    char accuracy[NA_METRES_TEXT];
    na_metres_text(accuracy, position->accuracy_m);
    if (position->source == NA_POSITION_POSTCODE) {
        na_lines_put(lines, "Position   %s, good to %s\n", position->postcode, accuracy);
    } else if (position->source == NA_POSITION_PLACE) {
        na_lines_put(lines, "Position   %s%s%s, good to %s\n", position->place.name,
                     position->place.place[0] != '\0' ? ", " : "", position->place.place, accuracy);
    }
    if (position->heard != NULL) {
        na_lines_heard(lines, position->heard);
    }
}
