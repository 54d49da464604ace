/* data/count_columns.h - the columns of a published table of counts by ward. Pure; any thread. */
#ifndef NA_DATA_COUNT_COLUMNS_H
#define NA_DATA_COUNT_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/text.h"

#define NA_COUNT_NO_COLUMN SIZE_MAX

struct na_count_columns {
    size_t ward;      /* its name: ward, ward_name or name */
    size_t code;      /* ward_code or code */
    size_t authority; /* local_authority, authority, authority_name or lad_name */
    size_t count;     /* count, offences or n */
};

/* Find them in a header; case, blanks, _ and - do not matter. Those that are not there are
 * NA_COUNT_NO_COLUMN. Errors: NA_ERR_DATA when there is no count, or no ward (a code is enough when
 * `codes`), with record 1 and the column's name. */
NA_MUST_USE enum na_code na_count_columns_find(const struct na_str *names, size_t name_count,
                                               bool codes, struct na_count_columns *ret_columns,
                                               struct na_error *reterr);

#endif
