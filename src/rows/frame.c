/* Rows as frames: a kind, then values each with its length, in the byte order of the machine. The
 * workers put them, one thread at the end takes them apart. */
#include "rows/frame.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "rows/private.h"

/* Of a row that cannot be taken apart: what a cell of a sheet has room for. */
#define RAW_MAX 32000

static enum na_code put_u32(struct na_buffer *to, uint32_t value)
{
    return na_buffer_append(to, &value, sizeof value);
}

static enum na_code put_text(struct na_buffer *to, struct na_str text)
{
    enum na_code code = put_u32(to, (uint32_t)text.length);
    return code == NA_OK ? na_buffer_append(to, text.bytes, text.length) : code;
}

static enum na_cell_type type_of(enum batch_cell cell)
{
    return cell == CELL_BOUNDARY_DISTANCE || cell == CELL_NEAREST_DISTANCE || cell == CELL_WALK_M
               ? NA_CELL_NUMBER
           : cell == CELL_CERTAIN ? NA_CELL_TRUTH
                                  : NA_CELL_TEXT;
}

/* Are positions given out in metres? Those of a text may be either: they come in degrees. */
static bool is_grid(const struct batch_binding *binding)
{
    return binding->form == NA_POSITION_METRES || binding->form == NA_POSITION_IN_GRIDREF;
}

enum na_code na_batch_frame_header_put(const struct na_batch_plan *plan,
                                       const struct batch_binding *binding, struct na_buffer *to)
{
    const uint32_t head[] = {NA_BATCH_FRAME_HEADER, (uint32_t)(binding->count + plan->add_count),
                             is_grid(binding), (uint32_t)binding->x, (uint32_t)binding->y};
    enum na_code code = na_buffer_append(to, head, sizeof head);
    for (size_t i = 0; i < binding->count && code == NA_OK; i++) {
        code = put_u32(to, NA_CELL_TEXT);
        code = code == NA_OK ? put_text(to, binding->names[i]) : code;
    }
    for (size_t i = 0; i < plan->add_count && code == NA_OK; i++) {
        code = put_u32(to, (uint32_t)type_of(plan->adds[i].cell));
        code = code == NA_OK ? put_text(to, na_str_of(plan->adds[i].name)) : code;
    }
    return code;
}

static struct na_str cut(struct na_str raw)
{
    if (raw.length > RAW_MAX) {
        raw.length = RAW_MAX;
        while (raw.length > 0 && ((unsigned char)raw.bytes[raw.length] & 0xC0u) == 0x80u) {
            raw.length--;
        }
    }
    return raw;
}

enum na_code na_batch_frame_put(struct batch_worker *worker, const struct batch_place *place,
                                struct na_str raw, const struct na_str *fields, size_t count,
                                struct na_buffer *to)
{
    const struct batch_binding *binding = worker->binding;
    double position[2] = {0, 0};
    bool has_position = place->has_position && place->match != NA_BATCH_BAD &&
                        (is_grid(binding) || place->position.has_lonlat);
    if (has_position && is_grid(binding)) {
        position[0] = place->position.grid.easting_m;
        position[1] = place->position.grid.northing_m;
    } else if (has_position) {
        position[0] = place->position.at.lon_deg;
        position[1] = place->position.at.lat_deg;
    }
    const uint32_t head[] = {NA_BATCH_FRAME_ROW, has_position};
    enum na_code code = na_buffer_append(to, head, sizeof head);
    code = code == NA_OK ? na_buffer_append(to, position, sizeof position) : code;
    for (size_t i = 0; i < binding->count && code == NA_OK; i++) {
        struct na_str text = fields != NULL && i < count ? fields[i]
                             : fields == NULL && i == 0  ? cut(raw)
                                                         : (struct na_str){"", 0};
        struct na_cell cell = na_cell_text(text);
        code = na_batch_frame_cell_put(&cell, to);
    }
    return code == NA_OK ? na_batch_cells_frame(worker, place, to) : code;
}

/* Bytes taken one value after another; they are our own, so they are whole. */
struct taking {
    const char *at;
};

static void take(struct taking *taking, void *to, size_t length)
{
    memcpy(to, taking->at, length);
    taking->at += length;
}

static uint32_t take_u32(struct taking *taking)
{
    uint32_t value = 0;
    take(taking, &value, sizeof value);
    return value;
}

static struct na_str take_text(struct taking *taking)
{
    size_t length = take_u32(taking);
    struct na_str text = {taking->at, length};
    taking->at += length;
    return text;
}

void na_batch_frame_fini(struct na_batch_frame *frame)
{
    for (size_t i = 0; frame->names != NULL && i < frame->column_count; i++) {
        free(frame->names[i]);
    }
    free(frame->names);
    free(frame->columns);
    free(frame->cells);
    *frame = (struct na_batch_frame){.columns = NULL};
}

static enum na_code read_header(struct na_batch_frame *frame, struct taking *taking,
                                struct na_error *reterr)
{
    size_t count = take_u32(taking);
    na_batch_frame_fini(frame);
    frame->column_count = count;
    frame->by_grid = take_u32(taking) != 0;
    frame->x = take_u32(taking);
    frame->y = take_u32(taking);
    frame->columns = calloc(count + 1, sizeof *frame->columns);
    frame->names = calloc(count + 1, sizeof *frame->names);
    frame->cells = calloc(count + 1, sizeof *frame->cells);
    if (frame->columns == NULL || frame->names == NULL || frame->cells == NULL) {
        return na_fail_memory(reterr, "reading the columns");
    }
    for (size_t i = 0; i < count; i++) {
        enum na_cell_type type = (enum na_cell_type)take_u32(taking);
        struct na_str name = take_text(taking);
        frame->names[i] = malloc(name.length + 1);
        if (frame->names[i] == NULL) {
            return na_fail_memory(reterr, "reading the columns");
        }
        memcpy(frame->names[i], name.bytes, name.length);
        frame->names[i][name.length] = '\0';
        frame->columns[i] =
            (struct na_cell_column){.name = frame->names[i], .type = type, .decimals = 1};
    }
    return NA_OK;
}

static void read_row(struct na_batch_frame *frame, struct taking *taking)
{
    frame->has_position = take_u32(taking) != 0;
    take(taking, frame->position, sizeof frame->position);
    for (size_t i = 0; i < frame->column_count; i++) {
        struct na_cell *cell = &frame->cells[i];
        cell->content = (enum na_cell_content)take_u32(taking);
        if (cell->content == NA_CELL_IS_TEXT) {
            cell->text = take_text(taking);
        } else if (cell->content == NA_CELL_IS_NUMBER) {
            take(taking, &cell->number, sizeof cell->number);
        }
    }
}

enum na_code na_batch_frame_read(struct na_batch_frame *frame, const char *bytes, size_t length,
                                 size_t *ret_used, enum na_batch_frame_kind *ret_kind,
                                 struct na_error *reterr)
{
    struct taking taking = {bytes};
    enum na_code code = NA_OK;
    *ret_kind = (enum na_batch_frame_kind)take_u32(&taking);
    if (*ret_kind == NA_BATCH_FRAME_HEADER) {
        code = read_header(frame, &taking, reterr);
    } else {
        read_row(frame, &taking);
    }
    *ret_used = (size_t)(taking.at - bytes);
    return code == NA_OK && *ret_used > length
               ? na_fail(reterr, NA_ERR_INTERNAL, "A frame is longer than its bytes")
               : code;
}
