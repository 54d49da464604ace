/* table/columns.h - which column of joined rows is what. Private to table/read.c and
 * table/columns.c. */
#ifndef NA_TABLE_COLUMNS_H
#define NA_TABLE_COLUMNS_H

#include "table/question.h"

#include "base/text.h"

#define NA_TABLE_NO_COLUMN SIZE_MAX

struct na_table_columns {
    size_t count; /* of the header */
    size_t match;
    size_t vintage; /* NA_TABLE_NO_COLUMN: not there */
    size_t month;   /* the same */
    size_t dimensions[NA_TABLE_DIMENSIONS_MAX];
    size_t wheres[NA_WHERES_MAX];
    size_t crime_id;  /* as the two above */
    bool public_rows; /* the header is that of data.police.uk, whatever was added to it */
};

/* Number of the column whose folded name is that of prefix and name; NA_TABLE_NO_COLUMN. */
size_t na_table_column_find(const struct na_str *names, size_t count, const char *prefix,
                            const char *name);
/* Did the join add the column, to a file or on the way (`prefix` not ""), or was it there before?
 */
bool na_table_column_is_added(struct na_str name, const char *prefix);
/* Bind a question to a header. Errors: NA_ERR_DATA naming the column, with what is there. */
NA_MUST_USE enum na_code na_table_columns_bind(const struct na_table_question *question,
                                               const char *prefix, const struct na_str *names,
                                               size_t count, struct na_table_columns *ret_columns,
                                               struct na_error *reterr);

#endif
