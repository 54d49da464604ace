/* The usual row, in one go: plain numbers where the position stands, in a ward, and nothing added
 * but what the ward decides. Its bytes, the ready cells of its ward and its line end go out as they
 * are. Any other row is left to piece.c, which says the same of a usual one, only slower. */
#include <math.h>
#include <string.h>

#include "base/number_short.h"
#include "data/layer_cover.h"
#include "rows/private.h"

/* Cells up to this length are copied at a fixed length, without a call. */
#define CELLS_SHORT 64
_Static_assert(BATCH_READY_SLACK >= CELLS_SHORT, "ready cells can be read beyond their end");

void na_batch_usual_init(const struct batch_worker *worker, struct batch_usual *ret_usual)
{
    const struct na_batch_plan *plan = worker->plan;
    const struct batch_binding *binding = worker->binding;
    bool metres = binding->form == NA_POSITION_METRES;
    *ret_usual = (struct batch_usual){.layer = NULL, .columns = binding->count};
    if (!na_batch_is_simple(worker) || worker->recorder != NULL || plan->input != NA_BATCH_CSV_IN ||
        plan->layer == NULL || binding->as_at != BATCH_COLUMN_NONE ||
        binding->x_marks != NA_NUMBER_POINT || binding->y_marks != NA_NUMBER_POINT ||
        (metres && !plan->layer->is_grid)) {
        return;
    }
    ret_usual->layer = plan->layer;
    ret_usual->number = na_batch_layer_number(plan, plan->layer);
    ret_usual->ready = &plan->ready[ret_usual->number];
    ret_usual->metres = metres;
}

/* As na_batch_position_read has it. */
static inline bool is_good(bool metres, double x, double y)
{
    if (metres) {
        return x >= 0.0 && x <= NA_GRID_EASTING_MAX_M && y >= 0.0 && y <= NA_GRID_NORTHING_MAX_M &&
               (x > 180.0 || y > 180.0);
    }
    /* Exactly zero by intention: that is what an empty field becomes. */
    return fabs(x) <= 180.0 && fabs(y) <= 90.0 && !(x == 0.0 && y == 0.0);
}

static inline void put_row(const char *bytes, const struct na_csv_row *row, const char *cells,
                           size_t cells_length, struct na_buffer *to)
{
    size_t length = row->end - row->from;
    size_t line_end = row->next - row->end;
    char *at = to->data + to->length;
    memcpy(at, bytes + row->from, length);
    at += length;
    if (cells_length <= CELLS_SHORT) {
        memcpy(at, cells, CELLS_SHORT);
    } else {
        memcpy(at, cells, cells_length);
    }
    at += cells_length;
    at[0] = bytes[row->end];
    at[line_end - 1] = bytes[row->next - 1];
    to->length += length + cells_length + line_end;
}

bool na_batch_usual_put(const struct batch_worker *worker, const struct batch_usual *usual,
                        const struct na_csv_row *row, const char *bytes,
                        struct batch_output *output)
{
    double x = 0.0;
    double y = 0.0;
    size_t line_end = row->next - row->end;
    if (row->fault != NA_CSV_GOOD || row->count != usual->columns || line_end - 1 > 1 ||
        !na_number_short(na_csv_row_raw(row, bytes, worker->binding->x), &x) ||
        !na_number_short(na_csv_row_raw(row, bytes, worker->binding->y), &y) ||
        !is_good(usual->metres, x, y)) {
        return false;
    }
    bool on_boundary = false;
    const struct na_grid grid = {x, y};
    uint32_t area = na_layer_lowest(usual->layer, (struct na_lonlat){x, y},
                                    usual->metres ? &grid : NULL, &on_boundary);
    if (area == NA_AREA_NONE) {
        return false;
    }
    const uint32_t *offsets = usual->ready->offsets + 2 * (size_t)area + on_boundary;
    size_t cells_length = offsets[1] - offsets[0];
    size_t room = row->next - row->from + cells_length + CELLS_SHORT;
    struct na_buffer *to = &output->bytes;
    if (to->capacity - to->length <= room && na_buffer_reserve(to, room) != NA_OK) {
        return false; /* it has less slack there, and says what is wrong */
    }
    put_row(bytes, row, usual->ready->bytes + offsets[0], cells_length, to);
    struct na_batch_tally *tally = &output->tally;
    tally->read++;
    tally->matches[on_boundary ? NA_BATCH_BOUNDARY : NA_BATCH_INSIDE]++;
    tally->vintages[usual->number < NA_BATCH_VINTAGES_MAX ? usual->number : 0] +=
        usual->number < NA_BATCH_VINTAGES_MAX;
    tally->none_valid += worker->plan->none_valid;
    return true;
}
