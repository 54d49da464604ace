/* What is added to a row, as CSV cells, as JSON members and as cells of a frame. */
#include <math.h>
#include <string.h>

#include "data/layer_cover.h"
#include "rows/private.h"
#include "write/csv.h"

enum value_type { VALUE_NULL, VALUE_TEXT, VALUE_NUMBER, VALUE_BOOL, VALUE_LIST };

struct value {
    enum value_type type;
    struct na_str text; /* VALUE_TEXT, VALUE_NUMBER */
    bool yes;
    size_t count;
    struct na_str items[NA_COVER_MAX > NA_ALTERNATIVES_MAX ? NA_COVER_MAX : NA_ALTERNATIVES_MAX];
    char number[NA_NUMBER_TEXT];
};

static void set_text(struct value *value, const char *text)
{
    value->text = na_str_of(text);
    value->type = value->text.length > 0 ? VALUE_TEXT : VALUE_NULL;
}

/* The figures that the answers of single questions show, too. */
static void set_metres(struct value *value, double metres)
{
    if (isfinite(metres)) {
        value->text = (struct na_str){value->number, na_number_fixed(&value->number, metres, 1)};
        value->type = VALUE_NUMBER;
    }
}

static void set_ward(const struct na_batch_plan *plan, const struct batch_place *place,
                     enum batch_cell cell, struct value *value)
{
    if (place->area == NA_AREA_NONE) {
        return;
    }
    struct na_area area;
    na_snapshot_area(plan->snapshot, place->layer, place->area, &area);
    set_text(value, cell == CELL_WARD_CODE        ? area.code
                    : cell == CELL_WARD_NAME      ? area.name
                    : cell == CELL_AUTHORITY_CODE ? area.authority_code
                                                  : area.authority_name);
}

static void set_alternatives(const struct batch_worker *worker, const struct batch_place *place,
                             struct value *value)
{
    value->type = VALUE_LIST;
    for (size_t i = 0; i < worker->ward.alternative_count; i++) {
        struct na_area area;
        na_snapshot_area(worker->plan->snapshot, place->layer, worker->ward.alternatives[i].area,
                         &area);
        value->items[value->count++] = na_str_of(area.code);
    }
}

static void set_areas(const struct batch_worker *worker, const struct batch_place *place,
                      const struct na_layer *layer, struct value *value)
{
    const struct na_position *position = &place->position;
    bool by_grid = na_boundary_by_grid(layer, position);
    struct na_cover cover;
    if (!by_grid && !position->has_lonlat) {
        return;
    }
    enum na_code code =
        na_layer_cover(layer, position->at, position->has_grid ? &position->grid : NULL, &cover);
    int32_t day = place->day_given ? place->day : worker->plan->today;
    value->type = VALUE_LIST;
    for (uint32_t i = 0; code == NA_OK && i < cover.count; i++) {
        struct na_area area;
        na_snapshot_area(worker->plan->snapshot, layer, cover.areas[i], &area);
        if (na_date_within(day, area.valid_from, area.valid_to) &&
            na_date_within(day, layer->valid_from, layer->valid_to)) {
            value->items[value->count++] = na_str_of(area.code);
        }
    }
}

static void set_nearest(struct batch_worker *worker, const struct batch_place *place,
                        const struct batch_add *add, struct value *value)
{
    if (!place->position.has_lonlat) {
        return;
    }
    bool by_walk = add->cell == CELL_WALK_ID || add->cell == CELL_WALK_M;
    if (worker->nearest_kind != add->kind || worker->nearest_by_walk != by_walk) {
        struct na_nearest_question *question = &worker->nearest_question;
        *question = worker->plan->nearest;
        if (worker->plan->question == NA_BATCH_WARD) {
            question->max_m = INFINITY;
            question->status_mask = ~0u;
        }
        question->position = place->position;
        question->kinds[0] = add->kind;
        question->kind_count = 1;
        question->k = 1;
        question->is_plain = true;
        question->by = by_walk ? NA_BY_WALK : NA_BY_STRAIGHT;
        question->streets = by_walk ? worker->streets : NULL;
        question->wants_line = false;
        question->as_at = place->day_given ? place->day : worker->plan->today;
        na_nearest_find(worker->plan->snapshot, question, &worker->nearest);
        worker->nearest_kind = add->kind;
        worker->nearest_by_walk = by_walk;
    }
    if (worker->nearest.found.count == 0 ||
        (by_walk && worker->nearest.walks[0].state != NA_WALK_KNOWN)) {
        return;
    }
    if (add->cell == CELL_WALK_M) {
        set_metres(value, worker->nearest.walks[0].mm / 1000.0);
        return;
    }
    if (add->cell == CELL_NEAREST_DISTANCE) {
        set_metres(value, worker->nearest.found.hits[0].distance_m);
        return;
    }
    struct na_asset asset;
    na_snapshot_asset(worker->plan->snapshot, worker->nearest.found.hits[0].point, &asset);
    set_text(value, asset.id);
}

static void set_value(const struct na_batch_plan *plan, struct batch_worker *worker,
                      const struct batch_place *place, const struct batch_add *add,
                      struct value *value)
{
    value->type = VALUE_NULL;
    value->count = 0;
    if (add->cell == CELL_MATCH) {
        set_text(value, na_batch_match_name(place->match));
        return;
    }
    if (place->match == NA_BATCH_NO_LOCATION || place->match == NA_BATCH_BAD) {
        return;
    }
    switch (add->cell) {
    case CELL_VINTAGE:
        set_text(value, place->layer->id);
        break;
    case CELL_BOUNDARY_DISTANCE:
        set_metres(value, worker->ward.boundary_distance_m);
        break;
    case CELL_CERTAIN:
        value->type = VALUE_BOOL;
        value->yes = worker->ward.certain;
        break;
    case CELL_ALTERNATIVES:
        set_alternatives(worker, place, value);
        break;
    case CELL_AREA:
        set_areas(worker, place, add->layer, value);
        break;
    case CELL_NEAREST_ID:
    case CELL_NEAREST_DISTANCE:
    case CELL_WALK_ID:
    case CELL_WALK_M:
        set_nearest(worker, place, add, value);
        break;
    default:
        set_ward(plan, place, add->cell, value);
        break;
    }
}

static bool wants_quotes(struct na_str text, char separator)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c == separator || c == '"' || c == '\n' || c == '\r') {
            return true;
        }
    }
    return false;
}

enum na_code na_batch_cell_put(const struct na_batch_plan *plan, struct na_str text, bool is_text,
                               struct na_buffer *to)
{
    bool unsafe = is_text && plan->spreadsheet_safe && na_csv_is_risky(text);
    bool quoted = wants_quotes(text, plan->separator);
    enum na_code code = NA_OK;
    if (quoted) {
        code = na_buffer_append(to, "\"", 1);
    }
    if (code == NA_OK && unsafe) {
        code = na_buffer_append(to, "'", 1);
    }
    for (size_t i = 0; i < text.length && code == NA_OK && quoted; i++) {
        code = na_buffer_append(to, text.bytes[i] == '"' ? "\"\"" : text.bytes + i,
                                text.bytes[i] == '"' ? 2 : 1);
    }
    if (code == NA_OK) {
        code =
            quoted ? na_buffer_append(to, "\"", 1) : na_buffer_append(to, text.bytes, text.length);
    }
    return code;
}

#define JOINED_MAX 4096

/* The items of a list by blanks. */
static struct na_str join_list(const struct value *value, char joined[JOINED_MAX])
{
    size_t length = 0;
    for (size_t i = 0; i < value->count; i++) {
        struct na_str item = value->items[i];
        if (length + item.length + 1 > JOINED_MAX) {
            break; /* codes of 32 characters fit 64 times */
        }
        if (i > 0) {
            joined[length++] = ' ';
        }
        memcpy(joined + length, item.bytes, item.length);
        length += item.length;
    }
    return (struct na_str){joined, length};
}

enum na_code na_batch_cells_csv(const struct na_batch_plan *plan, struct batch_worker *worker,
                                const struct batch_place *place, struct na_buffer *to)
{
    enum na_code code = NA_OK;
    char joined[JOINED_MAX];
    for (size_t i = 0; i < plan->add_count && code == NA_OK; i++) {
        struct value value;
        set_value(plan, worker, place, &plan->adds[i], &value);
        code = na_buffer_append(to, &plan->separator, 1);
        if (code != NA_OK || value.type == VALUE_NULL) {
            continue;
        }
        if (value.type == VALUE_LIST) {
            code = na_batch_cell_put(plan, join_list(&value, joined), true, to);
        } else if (value.type == VALUE_BOOL) {
            code = na_buffer_text(to, value.yes ? "true" : "false");
        } else {
            code = na_batch_cell_put(plan, value.text, value.type == VALUE_TEXT, to);
        }
    }
    return code;
}

enum na_code na_batch_frame_cell_put(const struct na_cell *cell, struct na_buffer *to)
{
    const uint32_t head[] = {(uint32_t)cell->content, (uint32_t)cell->text.length};
    bool is_text = cell->content == NA_CELL_IS_TEXT;
    enum na_code code = na_buffer_append(to, head, is_text ? sizeof head : sizeof head[0]);
    if (code == NA_OK && is_text) {
        code = na_buffer_append(to, cell->text.bytes, cell->text.length);
    } else if (code == NA_OK && cell->content == NA_CELL_IS_NUMBER) {
        code = na_buffer_append(to, &cell->number, sizeof cell->number);
    }
    return code;
}

enum na_code na_batch_cells_frame(struct batch_worker *worker, const struct batch_place *place,
                                  struct na_buffer *to)
{
    const struct na_batch_plan *plan = worker->plan;
    enum na_code code = NA_OK;
    char joined[JOINED_MAX];
    for (size_t i = 0; i < plan->add_count && code == NA_OK; i++) {
        struct value value;
        struct na_cell cell = {.content = NA_CELL_IS_EMPTY};
        set_value(plan, worker, place, &plan->adds[i], &value);
        if (value.type == VALUE_NUMBER) {
            cell = na_cell_read(NA_CELL_NUMBER, value.text);
        } else if (value.type == VALUE_BOOL) {
            cell = na_cell_number(value.yes ? 1 : 0);
        } else if (value.type != VALUE_NULL) {
            cell = na_cell_text(value.type == VALUE_LIST ? join_list(&value, joined) : value.text);
        }
        code = na_batch_frame_cell_put(&cell, to);
    }
    return code;
}

/* A list: an array, or in GeoJSON, whose properties are flat, its items by blanks. */
static void put_list(struct na_json *json, const struct value *value, bool flat)
{
    char joined[JOINED_MAX];
    if (flat) {
        na_json_string(json, join_list(value, joined));
        return;
    }
    na_json_array_begin(json);
    for (size_t i = 0; i < value->count; i++) {
        na_json_string(json, value->items[i]);
    }
    na_json_array_end(json);
}

void na_batch_cells_json(struct batch_worker *worker, const struct batch_place *place,
                         struct na_json *json)
{
    const struct na_batch_plan *plan = worker->plan;
    for (size_t i = 0; i < plan->add_count; i++) {
        struct value value;
        set_value(plan, worker, place, &plan->adds[i], &value);
        na_json_name(json, plan->adds[i].name);
        switch (value.type) {
        case VALUE_NULL:
            na_json_null(json);
            break;
        case VALUE_TEXT:
            na_json_string(json, value.text);
            break;
        case VALUE_NUMBER: {
            double number = 0.0;
            (void)na_number_parse(value.text, &number);
            na_json_fixed(json, number, 1);
            break;
        }
        case VALUE_BOOL:
            na_json_bool(json, value.yes);
            break;
        case VALUE_LIST:
            put_list(json, &value, plan->output == NA_BATCH_GEOJSON);
            break;
        }
    }
}
