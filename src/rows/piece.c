/* A piece of rows to output: CSV in, CSV or objects out. */
#include <string.h>

#include "base/fail.h"
#include "rows/private.h"

/* Output of one piece, and faults of one: a row of 3 bytes may become 10 times as many. */
#define OUTPUT_LIMIT ((size_t)1 << 30)

void na_batch_output_init(struct batch_output *output)
{
    na_buffer_init(&output->bytes, OUTPUT_LIMIT);
    na_buffer_init(&output->faults, OUTPUT_LIMIT);
    output->tally = (struct na_batch_tally){0};
}

void na_batch_output_fini(struct batch_output *output)
{
    na_buffer_fini(&output->bytes);
    na_buffer_fini(&output->faults);
}

void na_batch_output_clear(struct batch_output *output)
{
    na_buffer_clear(&output->bytes);
    na_buffer_clear(&output->faults);
    output->tally = (struct na_batch_tally){0};
}

/* The cells that are added, ready made. */
static struct na_str ready_cells(struct batch_worker *worker, const struct batch_place *place)
{
    const struct na_batch_plan *plan = worker->plan;
    const struct batch_ready *ready = &plan->other;
    size_t i = place->match == NA_BATCH_NO_LOCATION ? 0 : 1;
    if (place->layer != NULL) {
        if (worker->last_layer != place->layer) {
            worker->last_layer = place->layer;
            worker->last_number = na_batch_layer_number(plan, place->layer);
        }
        ready = &plan->ready[worker->last_number];
        i = place->match == NA_BATCH_NONE
                ? 2 * (size_t)place->layer->area_count
                : 2 * (size_t)place->area + (place->match == NA_BATCH_BOUNDARY);
    }
    return (struct na_str){ready->bytes + ready->offsets[i],
                           ready->offsets[i + 1] - ready->offsets[i]};
}

static enum na_code put_cells(struct batch_worker *worker, const struct batch_place *place,
                              struct na_buffer *to)
{
    if (!na_batch_is_simple(worker)) {
        return na_batch_cells_csv(worker->plan, worker, place, to);
    }
    struct na_str cells = ready_cells(worker, place);
    return na_buffer_append(to, cells.bytes, cells.length);
}

/* Close what is open and fill up what is missing after a malformed row. */
static enum na_code put_repair(const struct batch_worker *worker, bool open, size_t fields,
                               struct na_buffer *to)
{
    enum na_code code = open ? na_buffer_append(to, "\"", 1) : NA_OK;
    for (size_t i = fields; i < worker->binding->count && code == NA_OK; i++) {
        code = na_buffer_append(to, &worker->plan->separator, 1);
    }
    return code;
}

static enum na_code put_line_end(const struct batch_worker *worker, const char *bytes,
                                 size_t length, struct na_buffer *to)
{
    return length > 0 ? na_buffer_append(to, bytes, length)
                      : na_buffer_text(to, worker->binding->line_end);
}

static enum na_code put_csv(struct batch_worker *worker, const struct batch_place *place,
                            const struct na_csv_row *row, const char *bytes, struct na_buffer *to)
{
    size_t length = row->end - row->from;
    size_t end = row->end; /* where its line end begins: after empty fields that were left out */
    while (end < row->next && bytes[end] != '\r' && bytes[end] != '\n') {
        end++;
    }
    size_t line_end = row->next - end;
    bool whole = row->count == worker->binding->count && !row->open && line_end > 0;
    if (na_batch_is_simple(worker) && whole) {
        /* Nearly every row: its bytes, its cells, its line end, room for all asked for once. */
        struct na_str cells = ready_cells(worker, place);
        enum na_code room = na_buffer_reserve(to, length + cells.length + line_end);
        if (room != NA_OK) {
            return room;
        }
        char *at = to->data + to->length;
        memcpy(at, bytes + row->from, length);
        memcpy(at + length, cells.bytes, cells.length);
        memcpy(at + length + cells.length, bytes + end, line_end);
        to->length += length + cells.length + line_end;
        return NA_OK;
    }
    enum na_code code = na_buffer_append(to, bytes + row->from, length);
    if (code == NA_OK && (row->open || row->count < worker->binding->count)) {
        code = put_repair(worker, row->open, row->count, to);
    }
    if (code == NA_OK) {
        code = put_cells(worker, place, to);
    }
    return code == NA_OK ? put_line_end(worker, bytes + end, line_end, to) : code;
}

static struct na_str value_of(struct batch_worker *worker, const struct na_csv_row *row,
                              const char *bytes, size_t column, size_t *used)
{
    struct na_str raw = na_csv_row_raw(row, bytes, column);
    if (raw.length == 0 || raw.bytes[0] != '"') {
        return raw;
    }
    struct na_str value = na_csv_unquote(raw, worker->cell + *used);
    *used += raw.length;
    return value;
}

/* Is the row UTF-8 where it must be? */
static inline bool is_right_utf8(const struct batch_worker *worker, const char *bytes,
                                 const struct na_csv_row *row)
{
    return !worker->must_be_utf8 || !worker->rows.high ||
           na_utf8_valid(bytes + row->from, row->end - row->from);
}

static enum na_code place_row(struct batch_worker *worker, const struct na_csv_row *row,
                              const char *bytes, struct batch_place *ret_place,
                              struct na_error *reterr)
{
    const struct batch_binding *binding = worker->binding;
    if (row->fault != NA_CSV_GOOD) {
        na_batch_place_bad(ret_place, na_csv_fault_text(row->fault));
        return NA_OK;
    }
    if (!is_right_utf8(worker, bytes, row)) {
        na_batch_place_bad(ret_place,
                           "bytes that are no UTF-8, as the table is otherwise: if all of "
                           "it has another encoding, say which (CP1252)");
        return NA_OK;
    }
    if (row->count != binding->count) {
        na_batch_place_bad(ret_place, row->count < binding->count ? "fewer fields than the header"
                                                                  : "more fields than the header");
        return NA_OK;
    }
    size_t used = 0;
    struct na_str x = value_of(worker, row, bytes, binding->x, &used);
    struct na_str y = value_of(worker, row, bytes, binding->y, &used);
    struct na_str as_at = {"", 0};
    if (binding->as_at != BATCH_COLUMN_NONE) {
        as_at = value_of(worker, row, bytes, binding->as_at, &used);
    }
    return na_batch_place(worker, x, y, as_at, ret_place, reterr);
}

/* All fields of a well-formed row, unquoted; NULL of another. */
static const struct na_str *take_apart(struct batch_worker *worker, const struct na_csv_row *row,
                                       const char *bytes)
{
    if (row->fault != NA_CSV_GOOD || row->count != worker->binding->count) {
        return NULL;
    }
    size_t used = 0;
    for (size_t i = 0; i < row->count; i++) {
        struct na_str raw = na_csv_row_raw(row, bytes, i);
        worker->fields[i] = na_csv_unquote(raw, worker->text + used);
        used += raw.length;
    }
    return worker->fields;
}

static enum na_code work_row(struct batch_worker *worker, const struct na_csv_row *row,
                             const char *bytes, struct batch_output *output,
                             struct na_error *reterr)
{
    enum na_batch_output kind = worker->plan->output;
    struct batch_place place;
    enum na_code code = place_row(worker, row, bytes, &place, reterr);
    if (code == NA_OK) {
        code = na_batch_count(worker, &place, output, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    if (worker->recorder != NULL) {
        return na_batch_record_row(worker, &place, row, bytes, output, reterr);
    }
    uint64_t number = worker->row_base + output->tally.read;
    bool is_object = kind == NA_BATCH_NDJSON || kind == NA_BATCH_GEOJSON ||
                     kind == NA_BATCH_ANSWERS || kind == NA_BATCH_FRAMES;
    if (kind == NA_BATCH_CSV) {
        code = put_csv(worker, &place, row, bytes, &output->bytes);
    } else if (is_object) {
        const struct na_str *fields = take_apart(worker, row, bytes);
        struct na_str raw = {bytes + row->from, row->end - row->from};
        code =
            na_batch_object_put(worker, &place, raw, fields, row->count, 0, number, &output->bytes);
    }
    return code == NA_OK ? NA_OK
                         : na_fail(reterr, code, "The output of a block does not fit in memory");
}

/* Leave out empty fields beyond the header: spreadsheets write them for cells that were once used.
 */
static void forget_empty_extras(const struct batch_worker *worker, const char *bytes,
                                struct na_csv_row *row)
{
    size_t count = worker->binding->count;
    if (row->count <= count || count == 0 || row->fault != NA_CSV_GOOD) {
        return;
    }
    for (size_t i = count; i < row->count; i++) {
        if (na_csv_row_raw(row, bytes, i).length > 0) {
            return;
        }
    }
    row->count = count;
    row->end = row->ends[count - 1];
}

static enum na_code work_rows(struct batch_worker *worker, const char *bytes, size_t length,
                              struct batch_output *output, struct na_error *reterr)
{
    struct na_csv_row row;
    enum na_code code = NA_OK;
    struct batch_usual usual;
    na_batch_usual_init(worker, &usual);
    worker->must_be_utf8 = worker->plan->encoding == NA_ENCODING_UTF8 && !worker->plan->any_bytes;
    na_csv_rows_init(&worker->rows, bytes, length, worker->plan->separator, worker->way);
    while (code == NA_OK && na_csv_rows_next(&worker->rows, &row)) {
        if (usual.layer != NULL && is_right_utf8(worker, bytes, &row) &&
            na_batch_usual_put(worker, &usual, &row, bytes, output)) {
            continue;
        }
        forget_empty_extras(worker, bytes, &row);
        if (row.end > row.from) {
            code = work_row(worker, &row, bytes, output, reterr);
        } else if (worker->plan->output == NA_BATCH_CSV && /* a blank line */
                   na_buffer_append(&output->bytes, bytes + row.end, row.next - row.end) != NA_OK) {
            code = na_fail_memory(reterr, "writing a block");
        }
    }
    return code;
}

/* A line over the limit, in parts: its bytes as CSV, or the first of them as an object. */
static enum na_code work_long(struct batch_worker *worker, const struct na_csv_piece *piece,
                              const char *bytes, struct batch_output *output,
                              struct na_error *reterr)
{
    const struct na_batch_plan *plan = worker->plan;
    size_t length = piece->length - piece->line_end;
    struct na_buffer *to = &output->bytes;
    struct batch_place place;
    enum na_code code = NA_OK;
    na_batch_place_bad(&place, na_csv_fault_text(NA_CSV_LONG));
    if (plan->output == NA_BATCH_CSV) {
        code = na_buffer_append(to, bytes, length);
    } else if (piece->first && plan->output != NA_BATCH_NOTHING) {
        code = na_batch_object_put(worker, &place, (struct na_str){bytes, length}, NULL, 0, 0,
                                   worker->row_base + 1, to);
    }
    if (code == NA_OK && piece->kind == NA_CSV_PIECE_LONG_END) {
        if (plan->output == NA_BATCH_CSV) {
            code = put_repair(worker, piece->open, piece->fields, to);
        }
        if (code == NA_OK && plan->output == NA_BATCH_CSV) {
            code = put_cells(worker, &place, to);
        }
        if (code == NA_OK && plan->output == NA_BATCH_CSV) {
            code = put_line_end(worker, bytes + length, piece->line_end, to);
        }
    }
    if (code != NA_OK) {
        return na_fail(reterr, code, "The output of a block does not fit in memory");
    }
    if (piece->kind != NA_CSV_PIECE_LONG_END) {
        return NA_OK;
    }
    code = na_batch_count(worker, &place, output, reterr);
    if (code == NA_OK && worker->recorder != NULL) {
        return na_batch_record_row(worker, &place, NULL, bytes, output, reterr);
    }
    return code;
}

enum na_code na_batch_piece_work(struct batch_worker *worker, const struct na_csv_piece *piece,
                                 const char *bytes, struct batch_output *output,
                                 struct na_error *reterr)
{
    if (piece->kind != NA_CSV_PIECE_ROWS) {
        return work_long(worker, piece, bytes, output, reterr);
    }
    if (worker->plan->input == NA_BATCH_NDJSON_IN) {
        return na_batch_lines_work(worker, bytes, piece->length, output, reterr);
    }
    return work_rows(worker, bytes, piece->length, output, reterr);
}

void na_batch_tally_add(struct na_batch_tally *sum, const struct na_batch_tally *piece)
{
    sum->read += piece->read;
    for (size_t i = 0; i < NA_BATCH_MATCHES; i++) {
        sum->matches[i] += piece->matches[i];
    }
    for (size_t i = 0; i < NA_BATCH_VINTAGES_MAX; i++) {
        sum->vintages[i] += piece->vintages[i];
    }
    sum->none_valid += piece->none_valid;
}

enum na_code na_batch_faults_tell(const struct batch_output *output,
                                  const struct batch_binding *binding, uint64_t rows_before,
                                  na_batch_fault_sink *sink, void *context, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    size_t next = 0;
    while (sink != NULL && code == NA_OK && next < output->faults.length) {
        struct batch_fault_record record;
        const char *at = output->faults.data + next;
        memcpy(&record, at, sizeof record);
        at += sizeof record;
        struct na_batch_fault fault = {.row = rows_before + record.row,
                                       .match = (enum na_batch_match)record.match,
                                       .column = {"", 0},
                                       .value = {at, record.value_length},
                                       .reason = at + record.value_length};
        if (record.column != BATCH_FAULT_NO_COLUMN) {
            fault.column = binding->names[record.column];
        }
        next += sizeof record + (size_t)record.value_length + record.reason_length + 1;
        code = sink(context, &fault, reterr);
    }
    return code;
}
