/* compile/tag_list.h - "scheme=pubwatch;radio=apex": the tags of one cell. In it \; is a semicolon
 * that ends no tag, and two backslashes are one. Pure; any thread. */
#ifndef NA_COMPILE_TAG_LIST_H
#define NA_COMPILE_TAG_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* The next tag of `list` from *at on, which moves on: as it is written, without blanks around
 * it, and never empty. False at the end. */
bool na_tag_list_next(struct na_str list, size_t *at, struct na_str *ret_tag);
/* The tag without its backslashes, in `to`, which has room for tag.length bytes. */
struct na_str na_tag_list_plain(struct na_str tag, char *to);

#endif
