/* register/profile.h - profiles: how the export of a publisher is read, as a file of data. Those
 * that ship are in data/profiles and the program is built with them; a pack may have its own.
 *
 * A profile is the section [profile] of an INI file: keys of [assets.ID], and `match`, the headings
 * by which such an export is known. */
#ifndef NA_REGISTER_PROFILE_H
#define NA_REGISTER_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/error.h>

#include "base/text.h"

/* One that ships. */
struct na_profile {
    const char *name; /* "fhrs" */
    struct na_str text;
};

size_t na_profile_count(void);
struct na_profile na_profile_at(size_t i);
/* False: none of this name ships. */
bool na_profile_named(const char *name, struct na_profile *ret_profile);
/* Can it be the name of a profile: lower case, figures, - and _, 1 to 40 bytes? */
bool na_profile_is_name(const char *name);

/* How many headings of `match` (with commas between) are among the file's; 0 if one is not. */
size_t na_profile_match(struct na_str match, const struct na_str *headings, size_t count);
/* The value of `match` of a profile's text into `to`; NA_ERR_DATA: it has none, or is no INI. */
NA_MUST_USE enum na_code na_profile_read_match(struct na_profile profile, char *to, size_t size,
                                               struct na_error *reterr);

#endif
