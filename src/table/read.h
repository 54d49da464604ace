/* table/read.h - joined CSV rows, from a file or straight from the batch, into counts. */
#ifndef NA_TABLE_READ_H
#define NA_TABLE_READ_H

#include <stdbool.h>

#include "rows/repeats.h"
#include "table/counts.h"

/* Is this the header of rows already joined: columns match and ward_code (folded)? `bytes` is the
 * start of a file. */
bool na_table_read_is_joined(const char *bytes, size_t length, char separator);

struct na_table_reader;
/* Read rows into `counts` (borrowed). `prefix` stands in front of the names of the columns that
 * the join added, "" in files. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_table_reader_new(struct na_table_counts *counts, const char *prefix,
                                             char separator, struct na_table_reader **ret_reader,
                                             struct na_error *reterr);
void na_table_reader_free(struct na_table_reader *reader);
/* Take the next bytes, cut anywhere; each input begins with the same header. Errors: NA_ERR_DATA (a
 * column that is not there, with those that are; a header unlike the first; a match of no known
 * kind), NA_ERR_LIMIT, NA_ERR_MEMORY. After an error the reader can only be freed. */
NA_MUST_USE enum na_code na_table_reader_feed(struct na_table_reader *reader, const char *bytes,
                                              size_t length, struct na_error *reterr);
/* One input ends. */
NA_MUST_USE enum na_code na_table_reader_end_input(struct na_table_reader *reader,
                                                   struct na_error *reterr);
/* Did no row at all pass the condition `i` of --where, though there were rows? */
bool na_table_reader_is_unmet(const struct na_table_reader *reader, size_t i);
/* The values of its column most like what was asked for, as na_where_nearest writes them. */
void na_table_reader_nearest(const struct na_table_reader *reader, size_t i, char *to, size_t size);
/* One of several values of the condition `i`, from the `*at`th on, that no row has, and the values
 * most like it; false: there is none, or the column has too many values to know. */
bool na_table_reader_unmet_value(const struct na_table_reader *reader, size_t i, size_t *at,
                                 char value[NA_COLUMN_NAME_MAX], char *nearest, size_t size);
/* Crime IDs that repeat, as long as the reader; all zero when there is no such column. */
const struct na_repeats *na_table_reader_repeats(const struct na_table_reader *reader);

#endif
