/* question/tag_filter.h - only assets with these tags: `tag=scheme=pubwatch`, repeatable. */
#ifndef NA_QUESTION_TAG_FILTER_H
#define NA_QUESTION_TAG_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "data/snapshot.h"
#include "question/params.h"

/* Texts borrow from the params: `name` is the whole NAME=VALUE, `value` its end. A tag given twice
 * is satisfied by either value; different tags must all be satisfied. Names and values compare
 * without regard to ASCII case. */
struct na_tag_filter {
    struct na_tag_wanted {
        const char *name;
        size_t name_length;
        const char *value;
    } wanted[NA_PARAMS_MAX];
    size_t count;
};

/* The params named "tag", each NAME=VALUE. Errors: NA_ERR_PARAM_MALFORMED (field "tag"); a name
 * that no asset of the snapshot has (NA_ERR_PARAM_RANGE, with those there are in the hint): a slip
 * of the pen must not look like no coverage. */
NA_MUST_USE enum na_code na_tag_filter_read(const struct na_snapshot *snapshot,
                                            const struct na_param *params, size_t count,
                                            struct na_tag_filter *ret_filter,
                                            struct na_error *reterr);
bool na_tag_filter_passes(const struct na_tag_filter *filter, const struct na_snapshot *snapshot,
                          const struct na_asset *asset);
/* "scheme=pubwatch, radio=apex" or "". */
NA_MUST_USE enum na_code na_tag_filter_words(const struct na_tag_filter *filter,
                                             struct na_buffer *to);

#endif
