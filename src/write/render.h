/* write/render.h - the members that several answers have in common, as JSON and as lines for
 * people. */
#ifndef NA_WRITE_RENDER_H
#define NA_WRITE_RENDER_H

#include "data/snapshot.h"
#include "io/json_write.h"
#include "question/candidate.h"
#include "question/position.h"
#include "question/warnings.h"

/* Members of the object that is open in `json`. */

/* `name`: the text, or null when it is "". */
void na_render_text_or_null(struct na_json *json, const char *name, const char *text);
/* `name`: "YYYY-MM-DD" or null. */
void na_render_date(struct na_json *json, const char *name, int32_t days);
/* `name`: "YYYY-MM" of a day. */
void na_render_month(struct na_json *json, const char *name, int32_t days);
/* What the position was given as: postcode or place, gridref, easting_m, northing_m, lat, lon,
 * source, accuracy_m. */
void na_render_position_asked(struct na_json *json, const struct na_position *position);
/* How a text was read: "read" with the words used, not used and not understood, "read_back" and
 * "sounds_like". */
void na_render_heard(struct na_json *json, const struct na_located *located);
/* "authority": its code and name, or null. */
void na_render_authority(struct na_json *json, const struct na_area *area);
/* "vintage": id, validity and tolerance of a layer. */
void na_render_vintage(struct na_json *json, const struct na_layer *layer);
/* The same of a layer of the snapshot. */
void na_render_vintage_of(struct na_json *json, const struct na_snapshot *snapshot,
                          const struct na_layer *layer);
/* "code", "name" and, if asked, "authority" of area `i` of a layer. */
void na_render_area_named(struct na_json *json, const struct na_snapshot *snapshot,
                          const struct na_layer *layer, uint32_t i, bool with_authority);
/* "data": which pack answered. */
void na_render_data(struct na_json *json, const struct na_snapshot *snapshot);
/* "warnings": an array of code and text. */
void na_render_warnings(struct na_json *json, const struct na_warnings *warnings);
/* One of them, an object. */
void na_render_warning(struct na_json *json, const struct na_warning *warning);
/* Asset number `i`: "id", "kind", "name"; from "address" to "last_checked"; "tags". */
void na_render_asset_named(struct na_json *json, const struct na_snapshot *snapshot, uint32_t i,
                           const struct na_asset *asset);
void na_render_asset_described(struct na_json *json, const struct na_snapshot *snapshot, uint32_t i,
                               const struct na_asset *asset);
void na_render_asset_tags(struct na_json *json, const struct na_snapshot *snapshot, uint32_t i,
                          const struct na_asset *asset);
/* Make ready what answers of the snapshot share (question/ready.h), before others have it; of what
 * is too much nothing is ready, and answers are the same. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_ready_make(struct na_snapshot *snapshot, struct na_error *reterr);
/* "position" of an asset. */
void na_render_asset_position(struct na_json *json, const struct na_asset *asset);
/* "tags" of an asset: an object. */
void na_render_tags(struct na_json *json, const struct na_snapshot *snapshot,
                    const struct na_asset *asset);

/* Lines for people. The first failure sticks. */
struct na_lines {
    struct na_buffer *to;
    enum na_code failed;
};
void na_lines_put(struct na_lines *lines, const char *format, ...) NA_PRINTF(2, 3);
/* `text` and blanks up to `width` characters (code points). */
void na_lines_cell(struct na_lines *lines, const char *text, size_t width);
/* A text of the data, on one line: control characters become blanks. */
void na_lines_text(struct na_lines *lines, const char *text);
size_t na_text_width(const char *text);
/* "12 m" below a kilometre, "1.4 km" to 100 km, "250 km" beyond; to[24]. */
#define NA_METRES_TEXT 24
void na_metres_text(char to[NA_METRES_TEXT], double metres);
/* What place or postcode the position was given as, in a line; nothing for coordinates. */
void na_lines_position(struct na_lines *lines, const struct na_position *position);
/* How a text was read, where there is something to say. */
void na_lines_heard(struct na_lines *lines, const struct na_located *located);
/* The data line and one line per warning; each begins with a label of 11 characters. */
void na_lines_data(struct na_lines *lines, const struct na_snapshot *snapshot);
void na_lines_warnings(struct na_lines *lines, const struct na_warnings *warnings);
/* "name (code)", either alone when the other is "", "-" when both are. */
void na_lines_named(struct na_lines *lines, const char *name, const char *code);

#endif
