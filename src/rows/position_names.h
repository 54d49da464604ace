/* rows/position_names.h - which columns of a table say where a row is, by the names that programs
 * and people give them. docs/join.md lists the names. Pure; any thread. */
#ifndef NA_ROWS_POSITION_NAMES_H
#define NA_ROWS_POSITION_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* How the position of a row is written. */
enum na_position_form {
    NA_POSITION_DEGREES,
    NA_POSITION_METRES,
    NA_POSITION_XY,   /* degrees or metres: X and Y, which the values tell */
    NA_POSITION_PAIR, /* both in one column, `x`: "54.68, -1.21" */
    NA_POSITION_WKT,  /* POINT (-1.21 54.68), in degrees or metres */
    NA_POSITION_IN_POSTCODE,
    NA_POSITION_IN_GRIDREF
};

struct na_position_columns {
    enum na_position_form form;
    size_t x, y; /* x alone of the last four */
};

enum na_position_names {
    NA_POSITION_NAMES_NONE,
    NA_POSITION_NAMES_FOUND,
    NA_POSITION_NAMES_BOTH /* degrees and metres: somebody must choose */
};

/* Find the columns. The first form there is, in the order of the enum, is taken. */
enum na_position_names na_position_names_find(const struct na_str *names, size_t count,
                                              struct na_position_columns *ret_columns);
/* Equal but for case, blanks, '_' and '-'? */
bool na_column_same_name(struct na_str a, struct na_str b);

#endif
