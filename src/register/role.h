/* register/role.h - what a column of a register may hold. */
#ifndef NA_REGISTER_ROLE_H
#define NA_REGISTER_ROLE_H

#include <stdbool.h>

#include "base/text.h"

/* The first are the columns of docs/pack.md, in the order of enum na_column (compile/columns.h). */
enum na_register_role {
    NA_REGISTER_ID,
    NA_REGISTER_KIND,
    NA_REGISTER_NAME,
    NA_REGISTER_ALIASES,
    NA_REGISTER_ADDRESS,
    NA_REGISTER_POSTCODE,
    NA_REGISTER_SITING,
    NA_REGISTER_W3W,
    NA_REGISTER_OPENING_HOURS,
    NA_REGISTER_UPRN,
    NA_REGISTER_ACCESS,
    NA_REGISTER_LOCKED,
    NA_REGISTER_HOLDER,
    NA_REGISTER_PHONE, /* of the people who hold the code */
    NA_REGISTER_CODE_CHECKED,
    NA_REGISTER_LAT,
    NA_REGISTER_LON,
    NA_REGISTER_EASTING,
    NA_REGISTER_NORTHING,
    NA_REGISTER_QUALITY,
    NA_REGISTER_ACCURACY,
    NA_REGISTER_STATUS,
    NA_REGISTER_LAST_CHECKED,
    NA_REGISTER_VALID_FROM,
    NA_REGISTER_VALID_TO,
    NA_REGISTER_TAGS,
    NA_REGISTER_LOCATION,
    NA_REGISTER_SPOKEN,
    NA_REGISTER_LANDMARK,
    NA_REGISTER_LOOKS,
    NA_REGISTER_OWN_COUNT, /* how many columns docs/pack.md has */
    NA_REGISTER_LAT_LON = NA_REGISTER_OWN_COUNT,
    NA_REGISTER_GRID_REF,
    NA_REGISTER_CRS,
    NA_REGISTER_X, /* degrees or metres: its values tell */
    NA_REGISTER_Y,
    NA_REGISTER_DAY_HOURS,  /* hours of a weekday, or when it opens or closes on one */
    NA_REGISTER_NOTES,      /* free text, kept as a tag */
    NA_REGISTER_SITE_PHONE, /* kept as a tag */
    NA_REGISTER_IGNORED,
    NA_REGISTER_SECRET, /* left out: it holds codes */
    NA_REGISTER_TAG,
    NA_REGISTER_COUNT
};

/* "access_locked", as in column.access_locked = and data/profiles; static. */
const char *na_role_name(enum na_register_role role);
bool na_role_named(struct na_str name, enum na_register_role *ret_role);

#endif
