/* write/sheet.h - a table of texts with notes, as aligned text, CSV or Markdown. */
#ifndef NA_WRITE_SHEET_H
#define NA_WRITE_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/buffer.h"

#define NA_SHEET_COLUMNS_MAX 256
#define NA_SHEET_NOTES_MAX 24

struct na_sheet_column {
    const char *machine; /* "share_placed_percent"; borrowed */
    const char *human;   /* "share %"; NULL: in CSV only */
    bool number;         /* to the right, and never an unsafe cell */
};

/* Cells are put row by row, left to right. The first failure sticks. */
struct na_sheet {
    struct na_buffer texts; /* NUL-terminated one after the other */
    struct na_buffer cells; /* size_t offsets into `texts` */
    struct na_sheet_column columns[NA_SHEET_COLUMNS_MAX];
    size_t column_count;
    struct {
        const char *label; /* borrowed */
        size_t text;       /* offset into `texts` */
    } notes[NA_SHEET_NOTES_MAX];
    size_t note_count;
    enum na_code failed;
};

void na_sheet_init(struct na_sheet *sheet);
void na_sheet_fini(struct na_sheet *sheet);
void na_sheet_column(struct na_sheet *sheet, const char *machine, const char *human, bool number);
/* The next cell. */
void na_sheet_cell(struct na_sheet *sheet, const char *text);
/* A cell that machines and people read differently. */
void na_sheet_cell_two(struct na_sheet *sheet, const char *machine, const char *human);
/* A line below the table. */
void na_sheet_note(struct na_sheet *sheet, const char *label, const char *format, ...)
    NA_PRINTF(3, 4);
size_t na_sheet_rows(const struct na_sheet *sheet);
/* What machines read in a cell; borrowed. */
const char *na_sheet_text(const struct na_sheet *sheet, size_t row, size_t column);

enum na_sheet_form { NA_SHEET_TEXT, NA_SHEET_CSV, NA_SHEET_MARKDOWN };
/* Append the sheet. Control characters and bytes that are no UTF-8 are shown as U+FFFD, save in
 * CSV; `safe`: CSV cells of text that a spreadsheet would change
 * (na_csv_is_risky) get a ' in front. Errors:
 * NA_ERR_LIMIT, NA_ERR_MEMORY, also those of putting cells. */
NA_MUST_USE enum na_code na_sheet_render(const struct na_sheet *sheet, enum na_sheet_form form,
                                         bool safe, struct na_buffer *to);

/* "8,123"; to[NA_THOUSANDS_TEXT]. */
#define NA_THOUSANDS_TEXT 32
void na_thousands(char to[NA_THOUSANDS_TEXT], uint64_t value);

#endif
