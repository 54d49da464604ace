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

bool na_where_is_policing(const char *values)
{
    static const char *const words[] = {"drug", "weapon", "public order"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = strlen(words[i]);
        for (const char *at = values; *at != '\0'; at++) {
            size_t same = 0;
            while (same < length && (at[same] | 0x20) == words[i][same]) {
                same++;
            }
            if (same == length) {
                return true;
            }
        }
    }
    return false;
}
