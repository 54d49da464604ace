/* Which rows a --where keeps. */
#include "rows/where.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static bool is_same(const char *a, const char *b, size_t length, bool exact)
{
    if (exact) {
        return memcmp(a, b, length) == 0;
    }
    for (size_t i = 0; i < length; i++) {
        if (na_ascii_lower(a[i]) != na_ascii_lower(b[i])) {
            return false;
        }
    }
    return true;
}

bool na_where_holds(const struct na_where *where, const char *value, size_t length)
{
    for (const char *at = where->values;;) {
        size_t end = strcspn(at, "|");
        if (end == length && is_same(at, value, length, where->exact)) {
            return true;
        }
        if (at[end] == '\0') {
            return false;
        }
        at += end + 1;
    }
}

uint64_t na_where_met(const struct na_where *where, const char *value, size_t length)
{
    uint64_t met = 0;
    unsigned int bit = 0;
    for (const char *at = where->values; bit < NA_WHERE_VALUES_MAX; bit++) {
        size_t end = strcspn(at, "|");
        if (end == length && is_same(at, value, length, where->exact)) {
            met |= UINT64_C(1) << bit;
        }
        if (at[end] == '\0') {
            return bit > 0 ? met : 0;
        }
        at += end + 1;
    }
    return 0;
}

bool na_where_unmet(const struct na_where *where, uint64_t met, size_t *at,
                    char ret_value[NA_COLUMN_NAME_MAX])
{
    size_t number = 0;
    for (const char *value = where->values; met != 0; number++) {
        size_t end = strcspn(value, "|");
        bool is_next = number == *at && number < NA_WHERE_VALUES_MAX;
        *at += is_next ? 1 : 0;
        if (is_next && (met >> number & 1) == 0 &&
            na_text_copy_str(ret_value, NA_COLUMN_NAME_MAX, (struct na_str){value, end})) {
            return true;
        }
        if (value[end] == '\0') {
            return false;
        }
        value += end + 1;
    }
    return false;
}

/* Of the condition's value that is nearest to it. */
static size_t distance_of(const struct na_where *where, const char *text)
{
    size_t least = SIZE_MAX;
    for (const char *at = where->values;;) {
        char value[64];
        size_t end = strcspn(at, "|");
        (void)na_text_copy_str(value, sizeof value, (struct na_str){at, end});
        size_t distance = na_text_distance(value, text);
        least = distance < least ? distance : least;
        if (at[end] == '\0') {
            return least;
        }
        at += end + 1;
    }
}

void na_where_nearest(const struct na_where *where, const char *const *texts, size_t count,
                      char *to, size_t size)
{
    size_t used = 0;
    size_t last = 0;
    size_t last_at = SIZE_MAX;
    to[0] = '\0';
    for (size_t n = 0; n < NA_WHERE_NEAREST_MAX && n < count; n++) {
        size_t best = SIZE_MAX;
        size_t least = SIZE_MAX;
        for (size_t i = 0; i < count; i++) {
            size_t distance = distance_of(where, texts[i]);
            bool later =
                distance > last || (distance == last && (last_at == SIZE_MAX || i > last_at));
            if (later && distance < least) {
                best = i;
                least = distance;
            }
        }
        if (best == SIZE_MAX) {
            return;
        }
        last = least;
        last_at = best;
        const char *shown = texts[best][0] != '\0' ? texts[best] : "(blank)";
        size_t length = strlen(shown) + (n > 0 ? 2 : 0);
        if (used + length >= size) {
            return;
        }
        used += (size_t)snprintf(to + used, size - used, "%s%s", n > 0 ? ", " : "", shown);
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
