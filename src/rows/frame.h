/* rows/frame.h - rows of the output NA_BATCH_FRAMES, taken apart again: for a writer of a
 * file that has cells and shapes instead of bytes. A frame never leaves the process. */
#ifndef NA_ROWS_FRAME_H
#define NA_ROWS_FRAME_H

#include "rows/batch.h"
#include "write/cells.h"

enum na_batch_frame_kind { NA_BATCH_FRAME_HEADER, NA_BATCH_FRAME_ROW };

/* The frame last read. Texts are borrowed from its bytes; the arrays belong to this and grow with
 * the header. A row that cannot be taken apart has its text, at most 32,000 bytes of it, in its
 * first cell, and its own other cells are empty. */
struct na_batch_frame {
    struct na_cell_column *columns; /* of the input, as texts; then those added, by their types */
    char **names;                   /* what columns[].name points to */
    struct na_cell *cells;
    size_t column_count;
    bool by_grid;       /* positions are easting and northing, else longitude and latitude */
    size_t x, y;        /* columns of the position */
    bool has_position;  /* of the row */
    double position[2]; /* x, y */
};

void na_batch_frame_fini(struct na_batch_frame *frame);
/* Read the frame at `bytes`, of which whole frames are there (as they come to a target's `write`).
 * The header comes first, once. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_batch_frame_read(struct na_batch_frame *frame, const char *bytes,
                                             size_t length, size_t *ret_used,
                                             enum na_batch_frame_kind *ret_kind,
                                             struct na_error *reterr);

#endif
