/* Labels of points: each text is kept once, in one buffer, and a point has its number. The rows
 * come from rows/point_rows_read.c. */
#include "rows/point_rows.h"

#include <stdlib.h>
#include <string.h>

#include "rows/private.h"

void na_point_rows_fini(struct na_point_rows *rows)
{
    free(rows->items);
    na_buffer_fini(&rows->labels);
    na_buffer_fini(&rows->label_ends);
    na_table_texts_fini(&rows->months);
    na_repeats_fini(&rows->repeats);
    for (size_t i = 0; i < NA_WHERES_MAX; i++) {
        na_table_texts_fini(&rows->unmet[i]);
    }
    na_table_texts_fini(&rows->other_months);
    rows->items = NULL;
    rows->count = 0;
}

enum na_code na_point_label_put(struct na_point_rows *rows, struct na_str text, uint32_t *ret_label)
{
    size_t number = rows->label_ends.length / sizeof(uint64_t);
    uint64_t end = rows->labels.length + text.length + 1;
    if (number == NA_POINT_LABEL_NONE) {
        return NA_ERR_LIMIT;
    }
    enum na_code code = na_buffer_reserve(&rows->labels, text.length + 1);
    if (code == NA_OK) {
        code = na_buffer_append(&rows->label_ends, &end, sizeof end);
    }
    if (code == NA_OK) {
        code = na_buffer_append(&rows->labels, text.bytes, text.length);
    }
    if (code == NA_OK) {
        code = na_buffer_append(&rows->labels, "", 1);
    }
    if (code == NA_OK) {
        *ret_label = (uint32_t)number;
    }
    return code;
}

static uint64_t label_end(const struct na_point_rows *rows, size_t label)
{
    uint64_t end = 0;
    memcpy(&end, rows->label_ends.data + label * sizeof end, sizeof end);
    return end;
}

struct na_str na_point_rows_label(const struct na_point_rows *rows, uint32_t label)
{
    if (label == NA_POINT_LABEL_NONE) {
        return (struct na_str){"", 0};
    }
    uint64_t from = label > 0 ? label_end(rows, (size_t)label - 1) : 0;
    return (struct na_str){rows->labels.data + from, (size_t)(label_end(rows, label) - from - 1)};
}
