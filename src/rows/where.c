/* Which rows a --where keeps. */
#include "rows/where.h"

#include <string.h>

bool na_where_holds(const struct na_where *where, const char *value, size_t length)
{
    for (const char *at = where->values;;) {
        size_t end = strcspn(at, "|");
        if (end == length && memcmp(at, value, length) == 0) {
            return true;
        }
        if (at[end] == '\0') {
            return false;
        }
        at += end + 1;
    }
}
