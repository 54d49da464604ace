/* table/question.h - what a table counts by, and which rows. Pure; any thread. */
#ifndef NA_TABLE_QUESTION_H
#define NA_TABLE_QUESTION_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/error.h>

#include "base/buffer.h"
#include "rows/where.h"

#define NA_TABLE_DIMENSIONS_MAX 3

enum na_table_what {
    NA_TABLE_WARD,
    NA_TABLE_AUTHORITY,
    NA_TABLE_VINTAGE,
    NA_TABLE_AREA,  /* of the layer `name` */
    NA_TABLE_COLUMN /* the input's own column `name` */
};

struct na_table_dimension {
    enum na_table_what what;
    char name[NA_COLUMN_NAME_MAX]; /* as shown: "ward", "patrols", "crime-type" */
};

struct na_table_question {
    struct na_table_dimension dimensions[NA_TABLE_DIMENSIONS_MAX];
    size_t dimension_count;
    struct na_where wheres[NA_WHERES_MAX];
    size_t where_count;
};

/* Add "ward,month,crime-type" to the dimensions. Errors: NA_ERR_PARAM_MALFORMED (empty, too long),
 * NA_ERR_PARAM_CONFLICT (too many, the same twice); field "by". */
NA_MUST_USE enum na_code na_table_question_by(struct na_table_question *question, const char *by,
                                              struct na_error *reterr);
/* Add "COLUMN=VALUE|VALUE". Errors: NA_ERR_PARAM_MALFORMED; field "where". */
NA_MUST_USE enum na_code na_table_question_where(struct na_table_question *question,
                                                 const char *where, struct na_error *reterr);
/* The question in words, "rows where Crime type is Drugs or Robbery". Errors: NA_ERR_MEMORY,
 * NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_table_question_words(const struct na_table_question *question,
                                                 struct na_buffer *to);

#endif
