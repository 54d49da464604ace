/* rows/table_intern.h - a set of texts, numbered in the order they came. One thread at a time. */
#ifndef NA_ROWS_TABLE_INTERN_H
#define NA_ROWS_TABLE_INTERN_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/text.h"

/* Most different texts. */
#define NA_TABLE_TEXTS_MAX ((uint32_t)1 << 20)

/* Start with {0}; release with na_table_texts_fini. Members are private, save count. */
struct na_table_texts {
    uint32_t count;
    char **texts; /* NUL-terminated, stay where they are */
    uint32_t *lengths;
    uint32_t capacity;
    uint32_t *slots; /* number + 1, 0 empty; twice as many as `capacity` */
};

void na_table_texts_fini(struct na_table_texts *set);
/* The number of `text`, which is added if it is new. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_table_texts_put(struct na_table_texts *set, struct na_str text,
                                            uint32_t *ret_number, struct na_error *reterr);
/* Text `number` (below count); as long as the set. */
struct na_str na_table_texts_get(const struct na_table_texts *set, uint32_t number);

#endif
