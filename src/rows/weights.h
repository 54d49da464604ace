/* rows/weights.h - what each kind of offence weighs, from a file that says where the weights are
 * from. The program ships no values: none that it could ship is open and fits data.police.uk's
 * categories. Constant once read; any thread. */
#ifndef NA_ROWS_WEIGHTS_H
#define NA_ROWS_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/text.h"

#define NA_WEIGHTS_NONE UINT32_MAX
/* Most values, and most bytes of the file. */
#define NA_WEIGHTS_MAX 10000
#define NA_WEIGHTS_FILE_MAX_BYTES ((size_t)4 * 1024 * 1024)

struct na_weight {
    char *value; /* "8/01" */
    double weight;
};

struct na_weights {
    struct na_weight *items; /* by value */
    size_t count;
    char source[160], version[64], licence[96]; /* of all rows */
};

/* Read a CSV of value, weight, source, version and licence. Every row needs all but the licence;
 * source and version are the same in all. A weight is 0 or more. Errors: NA_ERR_DATA naming row and
 * column (a column that is not there; a value twice or blank; a weight that is no number; two
 * sources), NA_ERR_LIMIT, NA_ERR_MEMORY. Release with na_weights_free. */
NA_MUST_USE enum na_code na_weights_read(const char *bytes, size_t length,
                                         struct na_weights **ret_weights, struct na_error *reterr);
void na_weights_free(struct na_weights *weights);
/* Number of a value, blanks around it aside, or NA_WEIGHTS_NONE. */
uint32_t na_weights_find(const struct na_weights *weights, struct na_str value);

/* Source and version, the five values that carry most of the sum, and the effective number of rows,
 * in words; `rows` of each value. */
void na_weights_words(const struct na_weights *weights, const uint64_t *rows, double effective,
                      char *to, size_t size);

#endif
