/* compile/columns.h - the columns of a file of assets, and what each holds. Private to compile.
 */
#ifndef NA_COMPILE_COLUMNS_H
#define NA_COMPILE_COLUMNS_H

#include "base/text.h"
#include "compile/compiler.h"

enum na_column {
    NA_COLUMN_ID,
    NA_COLUMN_KIND,
    NA_COLUMN_NAME,
    NA_COLUMN_ALIASES,
    NA_COLUMN_ADDRESS,
    NA_COLUMN_POSTCODE,
    NA_COLUMN_SITING,
    NA_COLUMN_W3W,
    NA_COLUMN_OPENING_HOURS,
    NA_COLUMN_UPRN,
    NA_COLUMN_ACCESS,
    NA_COLUMN_LOCKED,
    NA_COLUMN_HOLDER,
    NA_COLUMN_PHONE,
    NA_COLUMN_CODE_CHECKED,
    NA_COLUMN_LAT,
    NA_COLUMN_LON,
    NA_COLUMN_EASTING,
    NA_COLUMN_NORTHING,
    NA_COLUMN_QUALITY,
    NA_COLUMN_ACCURACY,
    NA_COLUMN_STATUS,
    NA_COLUMN_LAST_CHECKED,
    NA_COLUMN_VALID_FROM,
    NA_COLUMN_VALID_TO,
    NA_COLUMN_TAGS,
    NA_COLUMN_LOCATION,
    NA_COLUMN_SPOKEN,
    NA_COLUMN_LANDMARK,
    NA_COLUMN_LOOKS,
    NA_COLUMN_COUNT,
    NA_COLUMN_OTHER = NA_COLUMN_COUNT, /* becomes a tag of the column's name */
    NA_COLUMN_WORKED_OUT               /* of an export: worked out anew, not read */
};

#define NA_COLUMN_NAME_MAX 64

/* Columns of one record; release with na_columns_fini. */
struct na_columns {
    enum na_column *roles;             /* per field of the file */
    char (*names)[NA_COLUMN_NAME_MAX]; /* folded: lower case, blanks and dashes as _ */
    size_t count;
    bool present[NA_COLUMN_COUNT];
};

void na_columns_fini(struct na_columns *columns);
/* Does a column or tag of this name seem to hold access codes? */
bool na_column_is_secret(struct na_str name);
#define NA_SECRET_HINT "Remove it; codes go into a file of their own: access_codes in [pack]"
/* Would a column called `name` give tags of exactly this name? */
bool na_column_makes_tag(const char *name);
/* Columns that `nearaid export` adds to those of a register. A file with the first three is such an
 * export: these columns are not read, the compiler works them out anew. */
#define NA_COLUMNS_WORKED_OUT                                                                      \
    {                                                                                              \
        "gridref", "usable", "indicative", "distance_m", "fid"                                     \
    }
#define NA_COLUMNS_OF_EXPORT 3
/* Name of a known column, "last_checked". */
const char *na_column_name(enum na_column column);

#endif
