/* The names that such columns go by. */
#include "data/count_columns.h"

#include <string.h>

#include "base/fail.h"
#include "base/name_fold.h"

#define WANTED_MAX 4

/* The column of the first of `wanted` that there is. */
static size_t find_any(const struct na_str *names, size_t name_count,
                       const char *const wanted[WANTED_MAX])
{
    for (size_t w = 0; w < WANTED_MAX && wanted[w] != NULL; w++) {
        char sought[NA_FOLD_MAX];
        na_fold_column(na_str_of(wanted[w]), sought);
        for (size_t i = 0; i < name_count; i++) {
            char folded[NA_FOLD_MAX];
            na_fold_column(na_str_trim(names[i]), folded);
            if (strcmp(folded, sought) == 0) {
                return i;
            }
        }
    }
    return NA_COUNT_NO_COLUMN;
}

enum na_code na_count_columns_find(const struct na_str *names, size_t name_count, bool codes,
                                   struct na_count_columns *ret_columns, struct na_error *reterr)
{
    static const char *const wards[WANTED_MAX] = {"ward", "ward_name", "name"};
    static const char *const ward_codes[WANTED_MAX] = {"ward_code", "code"};
    static const char *const authorities[WANTED_MAX] = {"local_authority", "authority",
                                                        "authority_name", "lad_name"};
    static const char *const counts[WANTED_MAX] = {"count", "offences", "n"};
    struct na_count_columns columns = {
        find_any(names, name_count, wards), find_any(names, name_count, ward_codes),
        find_any(names, name_count, authorities), find_any(names, name_count, counts)};
    bool no_ward =
        columns.ward == NA_COUNT_NO_COLUMN && (!codes || columns.code == NA_COUNT_NO_COLUMN);
    if (no_ward || columns.count == NA_COUNT_NO_COLUMN) {
        const char *missing = no_ward ? "ward" : "count";
        (void)na_fail(reterr, NA_ERR_DATA, "There is no column \"%s\"", missing);
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 1, missing,
                          codes ? "Name the columns ward (or ward_code), local_authority (if "
                                  "known) and count"
                                : "Name the columns ward, local_authority (if known) and count");
    }
    *ret_columns = columns;
    return NA_OK;
}
