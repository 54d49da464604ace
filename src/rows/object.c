/* A row as a JSON object in a line of its own. */
#include <string.h>

#include "base/fail.h"
#include "question/ask.h"
#include "rows/private.h"
#include "write/render.h"

/* What of a malformed row is shown, whole characters. */
static struct na_str cut_raw(struct na_str raw)
{
    if (raw.length > NA_CSV_ROW_MAX) {
        raw.length = NA_CSV_ROW_MAX;
        while (raw.length > 0 && ((unsigned char)raw.bytes[raw.length] & 0xC0u) == 0x80u) {
            raw.length--;
        }
    }
    return raw;
}

/* The row's own columns and what is added. */
static enum na_code put_columns(struct batch_worker *worker, const struct batch_place *place,
                                struct na_str raw, const struct na_str *fields, size_t count,
                                struct na_buffer *to)
{
    struct na_json json;
    char name[NA_CSV_ROW_MAX / 16];
    na_json_init(&json, to);
    na_json_object_begin(&json);
    if (fields == NULL) {
        na_json_name(&json, "raw");
        na_json_string(&json, cut_raw(raw));
    }
    for (size_t i = 0; fields != NULL && i < count; i++) {
        (void)na_text_copy_str(name, sizeof name, worker->binding->names[i]);
        na_json_name(&json, name);
        na_json_string(&json, fields[i]);
    }
    na_batch_cells_json(worker, place, &json);
    na_json_object_end(&json);
    return na_json_finish(&json);
}

/* The object as it stands, with what is added before its closing brace. */
static enum na_code put_members(struct batch_worker *worker, const struct batch_place *place,
                                struct na_str raw, size_t close, bool empty, struct na_buffer *to)
{
    struct na_json json;
    enum na_code code = na_buffer_append(to, raw.bytes, close);
    if (code != NA_OK) {
        return code;
    }
    size_t brace = to->length;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    na_batch_cells_json(worker, place, &json);
    na_json_object_end(&json);
    code = na_json_finish(&json);
    if (code != NA_OK) {
        return code;
    }
    if (empty) {
        memmove(to->data + brace, to->data + brace + 1, to->length - brace - 1);
        to->length--;
    } else {
        to->data[brace] = ',';
    }
    to->length--;
    return na_buffer_append(to, raw.bytes + close, raw.length - close);
}

static enum na_code put_properties(struct batch_worker *worker, const struct batch_place *place,
                                   struct na_str raw, const struct na_str *fields, size_t count,
                                   size_t close, struct na_buffer *to)
{
    return close > 0 ? put_members(worker, place, raw, close, count == 0, to)
                     : put_columns(worker, place, raw, fields, count, to);
}

static enum na_code put_feature(struct batch_worker *worker, const struct batch_place *place,
                                struct na_str raw, const struct na_str *fields, size_t count,
                                size_t close, struct na_buffer *to)
{
    enum na_code code = na_buffer_text(to, ",\n{\"type\":\"Feature\",\"geometry\":");
    if (code == NA_OK && place->has_position && place->position.has_lonlat) {
        struct na_json json;
        na_json_init(&json, to);
        na_json_object_begin(&json);
        na_json_name(&json, "type");
        na_json_text(&json, "Point");
        na_json_name(&json, "coordinates");
        na_json_array_begin(&json);
        na_json_trimmed(&json, place->position.at.lon_deg, 9);
        na_json_trimmed(&json, place->position.at.lat_deg, 9);
        na_json_array_end(&json);
        na_json_object_end(&json);
        code = na_json_finish(&json);
    } else if (code == NA_OK) {
        code = na_buffer_text(to, "null");
    }
    if (code == NA_OK) {
        code = na_buffer_text(to, ",\"properties\":");
    }
    if (code == NA_OK) {
        code = put_properties(worker, place, raw, fields, count, close, to);
    }
    return code == NA_OK ? na_buffer_text(to, "}") : code;
}

static enum na_code put_problem(const struct batch_worker *worker, const struct batch_place *place,
                                struct na_buffer *to)
{
    struct na_error error;
    int quoted =
        (int)(place->value.length < BATCH_VALUE_MAX ? place->value.length : BATCH_VALUE_MAX);
    (void)na_fail(&error, place->code, quoted > 0 ? "\"%.*s\": %s" : "%.*s%s", quoted,
                  quoted > 0 ? place->value.bytes : "", place->reason);
    if (place->column != BATCH_COLUMN_NONE) {
        (void)na_text_copy_str(error.field, sizeof error.field,
                               worker->binding->names[place->column]);
    }
    return na_render_problem(&error, to);
}

static enum na_code put_answer(struct batch_worker *worker, const struct batch_place *place,
                               uint64_t row, struct na_buffer *to)
{
    const struct na_batch_plan *plan = worker->plan;
    bool ok = place->match != NA_BATCH_NO_LOCATION && place->match != NA_BATCH_BAD;
    enum na_code code =
        na_buffer_printf(to, "{\"row\":%llu,\"ok\":%s,\"%s\":", (unsigned long long)row,
                         ok ? "true" : "false", ok ? "result" : "problem");
    if (code == NA_OK) {
        code = !ok ? put_problem(worker, place, to)
               : plan->question == NA_BATCH_WARD
                   ? na_render_ward(plan->snapshot, &worker->ward, to)
                   : na_render_nearest(plan->snapshot, &worker->nearest, to);
    }
    return code == NA_OK ? na_buffer_text(to, "}\n") : code;
}

enum na_code na_batch_object_put(struct batch_worker *worker, const struct batch_place *place,
                                 struct na_str raw, const struct na_str *fields, size_t count,
                                 size_t close, uint64_t row, struct na_buffer *to)
{
    if (worker->plan->output == NA_BATCH_ANSWERS) {
        return put_answer(worker, place, row, to);
    }
    if (worker->plan->output == NA_BATCH_FRAMES) {
        return na_batch_frame_put(worker, place, raw, fields, count, to);
    }
    if (worker->plan->output == NA_BATCH_GEOJSON) {
        return put_feature(worker, place, raw, fields, count, close, to);
    }
    enum na_code code = put_properties(worker, place, raw, fields, count, close, to);
    return code == NA_OK ? na_buffer_append(to, "\n", 1) : code;
}
