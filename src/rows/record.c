/* Rows as they are counted, listed as faults, and shown to recorders: what the caller learns of a
 * row beside the bytes of the output. */
#include "base/fail.h"
#include "rows/private.h"

/* The row but for its fields. */
static void show_row(const struct batch_worker *worker, const struct batch_place *place,
                     uint64_t number, struct na_batch_row *ret_row)
{
    bool is_fault = place->match == NA_BATCH_NONE || place->match == NA_BATCH_NO_LOCATION ||
                    place->match == NA_BATCH_BAD;
    bool has_position = place->has_position && place->match != NA_BATCH_BAD;
    *ret_row = (struct na_batch_row){.row = number,
                                     .match = place->match,
                                     .layer = place->layer,
                                     .area = place->area,
                                     .position = has_position ? &place->position : NULL,
                                     .fault_column = {"", 0},
                                     .fault_value = {"", 0},
                                     .fault_reason = "",
                                     .session = worker->session};
    if (!is_fault) {
        return;
    }
    ret_row->fault_value = place->value;
    ret_row->fault_value.length =
        place->value.length < BATCH_VALUE_MAX ? place->value.length : BATCH_VALUE_MAX;
    ret_row->fault_reason = place->reason;
    if (place->column != BATCH_COLUMN_NONE) {
        ret_row->fault_column = worker->binding->names[place->column];
    }
}

/* Values of the columns kept; NULL of a row that is malformed. */
static const struct na_str *take_kept(struct batch_worker *worker, const struct na_csv_row *row,
                                      const char *bytes)
{
    const struct batch_binding *binding = worker->binding;
    if (row == NULL || row->fault != NA_CSV_GOOD || row->count != binding->count) {
        return NULL;
    }
    size_t used = 0;
    for (size_t i = 0; i < worker->plan->kept_count; i++) {
        worker->fields[i] = (struct na_str){NULL, 0};
        if (binding->kept[i] == BATCH_COLUMN_NONE) {
            continue;
        }
        /* A column kept under several names is unquoted once: the room is that of a row. */
        size_t same = 0;
        while (binding->kept[same] != binding->kept[i]) {
            same++;
        }
        struct na_str raw = na_csv_row_raw(row, bytes, binding->kept[i]);
        bool quoted = same == i && raw.length > 0 && raw.bytes[0] == '"';
        worker->fields[i] = same < i ? worker->fields[same]
                            : quoted ? na_csv_unquote(raw, worker->text + used)
                                     : raw;
        used += quoted ? raw.length : 0;
    }
    return worker->fields;
}

enum na_code na_batch_record_row(struct batch_worker *worker, const struct batch_place *place,
                                 const struct na_csv_row *row, const char *bytes,
                                 struct batch_output *output, struct na_error *reterr)
{
    struct na_batch_row shown;
    show_row(worker, place, output->tally.read, &shown);
    shown.kept = take_kept(worker, row, bytes);
    shown.kept_forms = worker->binding->kept_forms;
    return worker->recorder(worker->recorder_context, &shown, &output->bytes, reterr);
}

static enum na_code keep_fault(const struct batch_place *place, struct batch_output *output)
{
    size_t reason_length = strlen(place->reason);
    size_t value_length =
        place->value.length < BATCH_VALUE_MAX ? place->value.length : BATCH_VALUE_MAX;
    struct batch_fault_record record = {.row = (uint32_t)output->tally.read,
                                        .column = place->column < BATCH_FAULT_NO_COLUMN
                                                      ? (uint16_t)place->column
                                                      : BATCH_FAULT_NO_COLUMN,
                                        .match = (uint8_t)place->match,
                                        .value_length = (uint8_t)value_length,
                                        .reason_length = (uint16_t)reason_length};
    enum na_code code = na_buffer_append(&output->faults, &record, sizeof record);
    if (code == NA_OK) {
        code = na_buffer_append(&output->faults, place->value.bytes, value_length);
    }
    return code == NA_OK ? na_buffer_append(&output->faults, place->reason, reason_length + 1)
                         : code;
}

enum na_code na_batch_count(struct batch_worker *worker, const struct batch_place *place,
                            struct batch_output *output, struct na_error *reterr)
{
    struct na_batch_tally *tally = &output->tally;
    tally->read++;
    tally->matches[place->match]++;
    if (place->layer != NULL) {
        if (worker->last_layer != place->layer) {
            worker->last_layer = place->layer;
            worker->last_number = na_batch_layer_number(worker->plan, place->layer);
        }
        if (worker->last_number < NA_BATCH_VINTAGES_MAX) {
            tally->vintages[worker->last_number]++;
        }
        tally->none_valid += place->none_valid;
    }
    bool is_fault = place->match == NA_BATCH_NONE || place->match == NA_BATCH_NO_LOCATION ||
                    place->match == NA_BATCH_BAD;
    if (is_fault && worker->wants_faults && keep_fault(place, output) != NA_OK) {
        return na_fail_memory(reterr, "listing rows that cannot be placed");
    }
    return NA_OK;
}
