/* write/csv.h - cells of CSV (RFC 4180; UTF-8, lines end in LF). */
#ifndef NA_WRITE_CSV_H
#define NA_WRITE_CSV_H

#include <stdbool.h>

#include "write/cells.h"

/* The mark by which Excel knows UTF-8. */
#define NA_CSV_BOM "\xEF\xBB\xBF"

/* Would a spreadsheet that opens the text from CSV make something else of it: a formula (= + - @
 * TAB CR in front), a number that is not the same text ("01429", "1E5", more than 15 figures) or a
 * date
 * ("3-4", "1/2")? */
bool na_csv_is_risky(struct na_str text);
/* Append a text, quoted when it must be; `guard`: with a ' in front when it is risky. Errors:
 * NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_csv_text_put(struct na_str text, bool guard, struct na_buffer *to);
/* Append a cell of a column of that type: numbers by the shortest decimal that reads back, dates as
 * YYYY-MM-DD. `guard` is for texts alone. Errors as above. */
NA_MUST_USE enum na_code na_csv_cell_put(enum na_cell_type type, const struct na_cell *cell,
                                         bool guard, struct na_buffer *to);

#endif
