/* The inputs, one after another: mark, header, then pieces of rows. */
#include <string.h>

#include "base/fail.h"
#include "rows/private.h"

#define HEADER_LIMIT (NA_CSV_ROW_MAX + 16)

void na_batch_front_init(struct batch_front *front, const struct na_batch_plan *plan)
{
    front->plan = plan;
    front->binding = (struct batch_binding){.names = NULL};
    front->bound = false;
    front->header_done = false;
    front->bom_done = false;
    if (plan->input == NA_BATCH_NDJSON_IN) {
        na_csv_cutter_init_lines(&front->cutter);
    } else {
        na_csv_cutter_init(&front->cutter, plan->separator, na_csv_way_best());
    }
    na_buffer_init(&front->header, HEADER_LIMIT);
}

void na_batch_front_fini(struct batch_front *front)
{
    na_batch_binding_fini(&front->binding);
    na_buffer_fini(&front->header);
}

void na_batch_front_end_input(struct batch_front *front)
{
    front->header_done = false;
    front->bom_done = false;
}

static bool begins(const char *bytes, size_t length, const char *mark, size_t mark_length)
{
    return length >= mark_length && memcmp(bytes, mark, mark_length) == 0;
}

/* A byte order mark. That of the first header is kept with it. */
static enum na_code take_mark(struct batch_front *front, const char *bytes, size_t length,
                              size_t *ret_skip, struct na_error *reterr)
{
    front->bom_done = true;
    if (begins(bytes, length, "\xFF\xFE", 2) || begins(bytes, length, "\xFE\xFF", 2)) {
        (void)na_fail(reterr, NA_ERR_DATA, "The input is UTF-16");
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, "Save it as UTF-8");
    }
    if (!begins(bytes, length, "\xEF\xBB\xBF", 3)) {
        return NA_OK;
    }
    *ret_skip = 3;
    if (front->bound || !front->plan->has_header) {
        return NA_OK;
    }
    return na_buffer_append(&front->header, bytes, 3) == NA_OK
               ? NA_OK
               : na_fail_memory(reterr, "reading a header");
}

/* The first row, if it is whole. */
static bool find_header(struct batch_front *front, const char *bytes, size_t length, bool final,
                        struct na_csv_row *ret_row)
{
    struct na_csv_row row;
    na_csv_rows_init(&front->rows, bytes, length, front->plan->separator, front->cutter.way);
    if (!na_csv_rows_next(&front->rows, &row)) {
        return false;
    }
    bool ended = row.next > row.end && (row.next < length || bytes[length - 1] == '\n');
    if (!final && !ended && length < NA_CSV_ROW_MAX + 2) {
        return false;
    }
    *ret_row = row;
    return true;
}

static enum na_code fail_other_header(const struct na_str first, const struct na_str other,
                                      struct na_error *reterr)
{
    size_t at = 0;
    while (at < first.length && at < other.length && first.bytes[at] == other.bytes[at]) {
        at++;
    }
    size_t left = other.length - at < 40 ? other.length - at : 40;
    size_t wanted = first.length - at < 40 ? first.length - at : 40;
    (void)na_fail(reterr, NA_ERR_DATA,
                  "The header is not that of the first input: from character %zu on it has "
                  "\"%.*s\" where the first has \"%.*s\"",
                  at + 1, (int)left, other.bytes + at, (int)wanted, first.bytes + at);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 1, NULL,
                      "Join files of different columns one by one");
}

static struct na_str without_line_end(struct na_str line)
{
    while (line.length > 0 &&
           (line.bytes[line.length - 1] == '\n' || line.bytes[line.length - 1] == '\r')) {
        line.length--;
    }
    return line;
}

static enum na_code take_first_header(struct batch_front *front, const char *bytes,
                                      const struct na_csv_row *row, struct na_error *reterr)
{
    if (row->fault != NA_CSV_GOOD) {
        (void)na_fail(reterr, NA_ERR_DATA, "The header cannot be read: %s",
                      na_csv_fault_text(row->fault));
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 1, NULL, NULL);
    }
    if (na_buffer_append(&front->header, bytes, row->end) != NA_OK) {
        return na_fail_memory(reterr, "reading a header");
    }
    struct na_str line = {bytes, row->end};
    enum na_code code = na_batch_bind(front->plan, line, &front->binding, reterr);
    if (code != NA_OK) {
        return na_fail_at(reterr, code, NULL, 1, NULL, NULL);
    }
    size_t line_end = row->next - row->end;
    if (line_end > 0) {
        memcpy(front->binding.line_end, bytes + row->end, line_end);
        front->binding.line_end[line_end] = '\0';
    }
    front->bound = true;
    return NA_OK;
}

static enum na_code take_header(struct batch_front *front, const char *bytes,
                                const struct na_csv_row *row, struct na_error *reterr)
{
    if (!front->bound) {
        return take_first_header(front, bytes, row, reterr);
    }
    struct na_str first = {front->header.data, front->header.length};
    if (begins(first.bytes, first.length, "\xEF\xBB\xBF", 3)) {
        first = (struct na_str){first.bytes + 3, first.length - 3};
    }
    struct na_str other = {bytes, row->end};
    return na_csv_same_values(first, other, front->plan->separator)
               ? NA_OK
               : fail_other_header(first, other, reterr);
}

/* Columns that are told, not read. */
static enum na_code bind_told(struct batch_front *front, struct na_error *reterr)
{
    struct na_str columns = na_str_of(front->plan->columns);
    if (begins(columns.bytes, columns.length, "\xEF\xBB\xBF", 3)) {
        columns = (struct na_str){columns.bytes + 3, columns.length - 3};
    }
    enum na_code code =
        na_batch_bind(front->plan, without_line_end(columns), &front->binding, reterr);
    front->bound = code == NA_OK;
    return code;
}

/* The members of NDJSON, by its first line that is not blank. False in *ret_done: it is cut. */
static enum na_code bind_first_line(struct batch_front *front, struct na_str bytes, bool final,
                                    bool *ret_done, struct na_error *reterr)
{
    struct na_str line = {bytes.bytes, 0};
    for (size_t at = 0; at < bytes.length && na_str_trim(line).length == 0;) {
        const char *from = bytes.bytes + at;
        const char *lf = memchr(from, '\n', bytes.length - at);
        line = (struct na_str){from, lf != NULL ? (size_t)(lf - from) : bytes.length - at};
        *ret_done = lf != NULL || final || line.length > NA_CSV_ROW_MAX;
        if (!*ret_done) {
            return NA_OK;
        }
        at += line.length + 1;
    }
    *ret_done = final || na_str_trim(line).length > 0;
    if (!*ret_done) {
        return NA_OK;
    }
    enum na_code code = na_batch_bind(front->plan, line, &front->binding, reterr);
    front->bound = code == NA_OK;
    return code;
}

enum na_code na_batch_front_next(struct batch_front *front, const char *bytes, size_t length,
                                 bool final, size_t *ret_skip, struct na_csv_piece *ret_piece,
                                 bool *ret_has, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    *ret_skip = 0;
    *ret_has = false;
    if (!front->bom_done) {
        if (length < 3 && !final) {
            return NA_OK;
        }
        code = take_mark(front, bytes, length, ret_skip, reterr);
        if (code != NA_OK) {
            return code;
        }
    }
    if (!front->header_done && front->plan->has_header) {
        struct na_csv_row row;
        if (!find_header(front, bytes + *ret_skip, length - *ret_skip, final, &row)) {
            if (!final) {
                return NA_OK;
            }
            (void)na_fail(reterr, NA_ERR_DATA, "The input is empty: there is no header");
            return na_fail_at(reterr, NA_ERR_DATA, NULL, 1, NULL, NULL);
        }
        code = take_header(front, bytes + *ret_skip, &row, reterr);
        *ret_skip += row.next;
    } else if (!front->bound && front->plan->input == NA_BATCH_NDJSON_IN) {
        bool done = false;
        struct na_str rest = {bytes + *ret_skip, length - *ret_skip};
        code = bind_first_line(front, rest, final, &done, reterr);
        if (code == NA_OK && !done) {
            return NA_OK;
        }
    } else if (!front->bound) {
        code = bind_told(front, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    front->header_done = true;
    *ret_has = na_csv_cutter_next(&front->cutter, bytes + *ret_skip, length - *ret_skip, final,
                                  &front->rows, ret_piece);
    return NA_OK;
}

enum na_code na_batch_begin_put(const struct batch_front *front, struct na_buffer *to)
{
    const struct na_batch_plan *plan = front->plan;
    if (plan->output == NA_BATCH_GEOJSON) {
        return na_buffer_text(to, "{\"type\":\"FeatureCollection\",\"features\":[");
    }
    if (plan->output == NA_BATCH_FRAMES) {
        return na_batch_frame_header_put(plan, &front->binding, to);
    }
    if (plan->output != NA_BATCH_CSV || !plan->has_header) {
        return NA_OK;
    }
    enum na_code code = na_buffer_append(to, front->header.data, front->header.length);
    for (size_t i = 0; i < plan->add_count && code == NA_OK; i++) {
        code = na_buffer_append(to, &plan->separator, 1);
        if (code == NA_OK) {
            code = na_batch_cell_put(plan, na_str_of(plan->adds[i].name), true, to);
        }
    }
    return code == NA_OK ? na_buffer_text(to, front->binding.line_end) : code;
}

enum na_code na_batch_end_put(const struct na_batch_plan *plan, struct na_buffer *to)
{
    return plan->output == NA_BATCH_GEOJSON ? na_buffer_text(to, "\n]}\n") : NA_OK;
}

size_t na_batch_output_skip(const struct na_batch_plan *plan, const struct batch_output *output,
                            bool *first_done)
{
    bool skip = plan->output == NA_BATCH_GEOJSON && !*first_done && output->bytes.length > 0;
    *first_done = *first_done || output->bytes.length > 0;
    return skip ? 1 : 0;
}
