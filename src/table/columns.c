/* Each thing to count by is bound to a column once, by the header. A name of the question's own
 * means the column that was added, any other name a column of the file. A missing one is refused
 * with the names that there are. */
#include "table/columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/name_fold.h"
#include "io/csv_index.h"
#include "rows/repeats.h"
#include "table/read.h"

size_t na_table_column_find(const struct na_str *names, size_t count, const char *prefix,
                            const char *name)
{
    char whole[2 * NA_COLUMN_NAME_MAX];
    (void)snprintf(whole, sizeof whole, "%s%s", prefix, name);
    char wanted[NA_FOLD_MAX];
    na_fold_column(na_str_of(whole), wanted);
    for (size_t i = 0; i < count; i++) {
        char folded[NA_FOLD_MAX];
        na_fold_column(names[i], folded);
        if (strcmp(folded, wanted) == 0) {
            return i;
        }
    }
    return NA_TABLE_NO_COLUMN;
}

bool na_table_column_is_added(struct na_str name, const char *prefix)
{
    static const char *const added[] = {"ward_code",           "ward_name", "authority_code",
                                        "authority_name",      "match",     "vintage",
                                        "boundary_distance_m", "certain",   "alternatives"};
    size_t length = strlen(prefix);
    if (length > 0) {
        return (name.length >= length && memcmp(name.bytes, prefix, length) == 0) ||
               (name.length > 5 && memcmp(name.bytes, "area_", 5) == 0);
    }
    for (size_t i = 0; i < sizeof added / sizeof added[0]; i++) {
        if (na_str_is(name, added[i])) {
            return true;
        }
    }
    return (name.length > 5 && memcmp(name.bytes, "area_", 5) == 0) ||
           (name.length > 8 && memcmp(name.bytes, "nearest_", 8) == 0);
}

/* The columns that the files of data.police.uk have had since 2013. */
static bool is_public(const struct na_str *names, size_t count)
{
    static const char *const columns[] = {"Crime ID",  "Month",    "Reported by", "Falls within",
                                          "Longitude", "Latitude", "LSOA code",   "Crime type"};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        if (na_table_column_find(names, count, "", columns[i]) == NA_TABLE_NO_COLUMN) {
            return false;
        }
    }
    return true;
}

/* Those of the file: what was added on the way, under `prefix`, nobody wrote. */
static enum na_code fail_missing(const char *prefix, const char *name, const char *field,
                                 const struct na_str *names, size_t count, struct na_error *reterr)
{
    char hint[256] = "The columns are:";
    size_t used = strlen(hint);
    size_t length = strlen(prefix);
    const char *between = " ";
    for (size_t i = 0; i < count && used < sizeof hint; i++) {
        if (length > 0 && names[i].length >= length &&
            memcmp(names[i].bytes, prefix, length) == 0) {
            continue;
        }
        used +=
            (size_t)snprintf(hint + used, sizeof hint - used, "%s%.*s", between,
                             (int)(names[i].length < 60 ? names[i].length : 60), names[i].bytes);
        between = ", ";
    }
    (void)na_fail(reterr, NA_ERR_DATA, "There is no column \"%s\"", name);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, field, hint);
}

/* `own`: a column of the file, not one that is added under `prefix`. */
static enum na_code bind_one(const char *prefix, bool own, const char *name, const char *field,
                             const struct na_str *names, size_t count, size_t *ret_column,
                             struct na_error *reterr)
{
    *ret_column = na_table_column_find(names, count, own ? "" : prefix, name);
    return *ret_column != NA_TABLE_NO_COLUMN
               ? NA_OK
               : fail_missing(prefix, name, field, names, count, reterr);
}

static enum na_code bind_dimension(const struct na_table_dimension *dimension, const char *prefix,
                                   const struct na_str *names, size_t count, size_t *ret_column,
                                   struct na_error *reterr)
{
    static const char *const added[] = {[NA_TABLE_WARD] = "ward_code",
                                        [NA_TABLE_AUTHORITY] = "authority_code",
                                        [NA_TABLE_VINTAGE] = "vintage"};
    if (dimension->what == NA_TABLE_COLUMN) {
        return bind_one(prefix, true, dimension->name, "by", names, count, ret_column, reterr);
    }
    if (dimension->what != NA_TABLE_AREA) {
        return bind_one(prefix, false, added[dimension->what], "by", names, count, ret_column,
                        reterr);
    }
    char name[NA_COLUMN_NAME_MAX + 8];
    (void)snprintf(name, sizeof name, "area_%s", dimension->name);
    return bind_one(prefix, false, name, "by", names, count, ret_column, reterr);
}

enum na_code na_table_columns_bind(const struct na_table_question *question, const char *prefix,
                                   const struct na_str *names, size_t count,
                                   struct na_table_columns *ret_columns, struct na_error *reterr)
{
    struct na_table_columns columns = {.count = count};
    enum na_code code = bind_one(prefix, false, "match", "", names, count, &columns.match, reterr);
    for (size_t i = 0; i < question->dimension_count && code == NA_OK; i++) {
        code = bind_dimension(&question->dimensions[i], prefix, names, count,
                              &columns.dimensions[i], reterr);
    }
    for (size_t i = 0; i < question->where_count && code == NA_OK; i++) {
        code = bind_one(prefix, true, question->wheres[i].column, "where", names, count,
                        &columns.wheres[i], reterr);
    }
    columns.vintage = na_table_column_find(names, count, prefix, "vintage");
    columns.month = na_table_column_find(names, count, "", "month");
    columns.crime_id = na_table_column_find(names, count, "", "Crime ID");
    columns.public_rows = is_public(names, count);
    if (code == NA_OK) {
        *ret_columns = columns;
    }
    return code;
}

bool na_table_read_is_joined(const char *bytes, size_t length, char separator)
{
    struct na_csv_rows *rows = malloc(sizeof *rows);
    struct na_str *names = calloc(NA_CSV_ROW_FIELDS_MAX, sizeof *names);
    size_t skip = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    struct na_csv_row row;
    bool joined = false;
    if (rows == NULL || names == NULL) {
        goto done;
    }
    na_csv_rows_init(rows, bytes + skip, length - skip, separator == '\0' ? ',' : separator,
                     na_csv_way_best());
    if (na_csv_rows_next(rows, &row) && row.fault == NA_CSV_GOOD) {
        for (size_t i = 0; i < row.count; i++) {
            struct na_str raw = na_csv_row_raw(&row, bytes + skip, i);
            bool quoted = raw.length >= 2 && raw.bytes[0] == '"';
            names[i] = quoted ? (struct na_str){raw.bytes + 1, raw.length - 2} : raw;
        }
        joined = na_table_column_find(names, row.count, "", "match") != NA_TABLE_NO_COLUMN &&
                 na_table_column_find(names, row.count, "", "ward_code") != NA_TABLE_NO_COLUMN;
    }
done:
    free(names);
    free(rows);
    return joined;
}
