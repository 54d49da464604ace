/* register/same.h - which thing of one list is which of another, later one that has no ids, or
 * other ones: by name and postcode; by name within 500 m; by postcode and a like name; by place and
 * a like name. Each stage is one to one, nearest first. Pure; any thread. */
#ifndef NA_REGISTER_SAME_H
#define NA_REGISTER_SAME_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "geo/position.h"

struct na_same_item {
    const char *kind, *name, *postcode; /* borrowed; "" without */
    struct na_lonlat at;                /* NAN: not known */
};
#define NA_SAME_NONE UINT32_MAX

/* ret_pairs (room for `before_count`) has the number of the same thing in `after`, or NA_SAME_NONE.
 * Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_same_find(const struct na_same_item *before, size_t before_count,
                                      const struct na_same_item *after, size_t after_count,
                                      uint32_t *ret_pairs, struct na_error *reterr);

#endif
