/* Small letters, without blanks, points and the ornaments that people put around a name. */
#include "base/name_fold.h"

#include <string.h>

/* What people put between the letters of a name, beyond ASCII: no-break space, the hyphens and
 * dashes U+2010 to U+2015, the quotes U+2018 and U+2019, the soft hyphen. */
static size_t ornament_length(const char *bytes, size_t left)
{
    if (left >= 2 && (memcmp(bytes, "\xC2\xA0", 2) == 0 || memcmp(bytes, "\xC2\xAD", 2) == 0)) {
        return 2;
    }
    if (left < 3 || memcmp(bytes, "\xE2\x80", 2) != 0) {
        return 0;
    }
    unsigned char last = (unsigned char)bytes[2];
    return (last >= 0x90 && last <= 0x95) || last == 0x98 || last == 0x99 ? 3 : 0;
}

static void fold(struct na_str name, const char *dropped, bool of_place,
                 char ret_folded[NA_FOLD_MAX])
{
    size_t used = 0;
    for (size_t i = 0; i < name.length && used < NA_FOLD_MAX - 4;) {
        char c = name.bytes[i];
        size_t ornament = of_place ? ornament_length(name.bytes + i, name.length - i) : 0;
        if (ornament > 0) {
            i += ornament;
            continue;
        }
        i++;
        if (c == '\0' || strchr(dropped, c) != NULL) {
            continue;
        }
        if (of_place && c == '&') {
            memcpy(ret_folded + used, "and", 3);
            used += 3;
        } else {
            ret_folded[used++] = na_ascii_lower(c);
        }
    }
    ret_folded[used] = '\0';
}

void na_fold_column(struct na_str name, char ret_folded[NA_FOLD_MAX])
{
    fold(name, " \t_-", false, ret_folded);
}

void na_fold_name(struct na_str name, char ret_folded[NA_FOLD_MAX])
{
    fold(name, " \t\r\n_-'`.,", true, ret_folded);
}
