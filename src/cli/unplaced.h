/* cli/unplaced.h - what no table may be silent about: conditions that no row meets, records that
 * repeat, and rows most of which have no place. Private to src/cli. */
#ifndef NA_CLI_UNPLACED_H
#define NA_CLI_UNPLACED_H

#include "base/buffer.h"
#include "cli/options.h"
#include "rows/repeats.h"
#include "rows/where.h"
#include "write/sheet.h"

/* Tell --match-case to the conditions. */
void na_cli_match_case(const struct na_param *params, size_t param_count, struct na_where *wheres,
                       size_t count);
/* No row meets a condition: NA_ERR_PARAM_RANGE, naming `nearest` values. */
enum na_code na_cli_fail_unmet(const struct na_where *where, const char *nearest,
                               struct na_error *reterr);
/* Say how many rows repeat a Crime ID, if any do. `what` in front, or NULL. */
void na_cli_say_repeats(const char *what, const struct na_repeats *repeats);
/* If so, put a first line into an answer in text or CSV, or a first member into one in JSON.
 * Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_cli_put_unplaced(uint64_t placed, uint64_t asked, bool csv,
                                             struct na_buffer *text);
/* The sentence, to[NA_CLI_UNPLACED_TEXT]; false: there is nothing to say. */
#define NA_CLI_UNPLACED_TEXT 256
bool na_cli_unplaced_words(uint64_t placed, uint64_t asked, char to[NA_CLI_UNPLACED_TEXT]);
/* Write a drawing (SVG) to `path`; in that case with the sentence in a band at its top, because a
 * drawing is passed on alone. Errors: NA_ERR_IO, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_cli_write_drawing(const char *path, uint64_t placed, uint64_t asked,
                                              struct na_buffer *drawing, struct na_error *reterr);
/* The same as the first note of a sheet that becomes a workbook or a GeoPackage. */
void na_cli_note_unplaced(uint64_t placed, uint64_t asked, struct na_sheet *sheet);
/* And end with NA_ERR_ROWS, unless --lenient is among the params. */
NA_MUST_USE enum na_code na_cli_check_unplaced(uint64_t placed, uint64_t asked,
                                               const struct na_param *params, size_t param_count,
                                               struct na_error *reterr);

#endif
