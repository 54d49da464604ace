/* table/question.h - what a table counts by, and which rows. Pure; any thread. */
#ifndef NA_TABLE_QUESTION_H
#define NA_TABLE_QUESTION_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/error.h>

#include "base/buffer.h"

#define NA_TABLE_DIMENSIONS_MAX 3
#define NA_TABLE_WHERES_MAX 16
#define NA_TABLE_NAME_MAX 96

enum na_table_what {
    NA_TABLE_WARD,
    NA_TABLE_AUTHORITY,
    NA_TABLE_VINTAGE,
    NA_TABLE_AREA,  /* of the layer `name` */
    NA_TABLE_COLUMN /* the input's own column `name` */
};

struct na_table_dimension {
    enum na_table_what what;
    char name[NA_TABLE_NAME_MAX]; /* as shown: "ward", "patrols", "crime-type" */
};

/* Rows whose column has one of the values, exactly. */
struct na_table_where {
    char column[NA_TABLE_NAME_MAX];
    const char *values; /* separated by '|'; borrowed */
};

struct na_table_question {
    struct na_table_dimension dimensions[NA_TABLE_DIMENSIONS_MAX];
    size_t dimension_count;
    struct na_table_where wheres[NA_TABLE_WHERES_MAX];
    size_t where_count;
};

/* Add "ward,month,crime-type" to the dimensions. Errors: NA_ERR_PARAM_MALFORMED (empty, too long),
 * NA_ERR_PARAM_CONFLICT (too many, the same twice); field "by". */
NA_MUST_USE enum na_code na_table_question_by(struct na_table_question *question, const char *by,
                                              struct na_error *reterr);
/* Add "COLUMN=VALUE|VALUE". Errors: NA_ERR_PARAM_MALFORMED; field "where". */
NA_MUST_USE enum na_code na_table_question_where(struct na_table_question *question,
                                                 const char *where, struct na_error *reterr);
/* Is `value` one of the values of a --where? */
bool na_table_where_holds(const struct na_table_where *where, const char *value, size_t length);
/* The question in words, "rows where Crime type is Drugs or Robbery". Errors: NA_ERR_MEMORY,
 * NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_table_question_words(const struct na_table_question *question,
                                                 struct na_buffer *to);

#endif
