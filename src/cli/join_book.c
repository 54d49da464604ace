/* Joined rows into a workbook or a GeoPackage. Every column of the input stays text, as it was; in
 * a sheet the two columns of the position are numbers where they are numbers. In a GeoPackage the
 * position is the shape, in the system that it was given in. */
#include "cli/join.h"

static enum na_code begin(struct na_join_output *output, struct na_error *reterr)
{
    struct na_batch_frame *frame = &output->frame;
    for (size_t i = 0; output->is_sheet && i < 2; i++) {
        struct na_cell_column *column = &frame->columns[i == 0 ? frame->x : frame->y];
        column->type = NA_CELL_NUMBER;
        column->decimals = frame->by_grid ? 2 : 6;
    }
    struct na_gpkg_layer part = {.name = "rows",
                                 .description = "",
                                 .shape = NA_GPKG_POINT,
                                 .srid = frame->by_grid ? 27700 : 4326,
                                 .columns = frame->columns,
                                 .column_count = frame->column_count};
    return na_book_part(output->book, &part, reterr);
}

static enum na_code put_row(struct na_join_output *output, struct na_error *reterr)
{
    struct na_batch_frame *frame = &output->frame;
    struct na_gpkg_ring point = {.xy = frame->position, .count = 1};
    for (size_t i = 0; output->is_sheet && i < 2; i++) {
        struct na_cell *cell = &frame->cells[i == 0 ? frame->x : frame->y];
        if (cell->content == NA_CELL_IS_TEXT) {
            *cell = na_cell_read(NA_CELL_NUMBER, cell->text);
        }
    }
    return na_book_row(output->book, frame->cells, &point, frame->has_position ? 1 : 0, reterr);
}

enum na_code na_join_book_write(struct na_join_output *output, const char *bytes, size_t length,
                                struct na_error *reterr)
{
    enum na_code code = NA_OK;
    for (size_t at = 0; at < length && code == NA_OK;) {
        size_t used = 0;
        enum na_batch_frame_kind kind = NA_BATCH_FRAME_ROW;
        code = na_batch_frame_read(&output->frame, bytes + at, length - at, &used, &kind, reterr);
        if (code == NA_OK) {
            code = kind == NA_BATCH_FRAME_HEADER ? begin(output, reterr) : put_row(output, reterr);
        }
        at += used;
    }
    return code;
}
