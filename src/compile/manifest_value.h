/* compile/manifest_value.h - values of pack.ini by type. Private to manifest*.c. Pure; any
 * thread. */
#ifndef NA_COMPILE_MANIFEST_VALUE_H
#define NA_COMPILE_MANIFEST_VALUE_H

#include <stdbool.h>

/* What a key may hold. */
enum na_key_type {
    KEY_TEXT,
    KEY_DAYS,
    KEY_DATE,
    KEY_METRES,
    KEY_SQUARE_METRES,
    KEY_CRS,
    KEY_ENCODING,
    KEY_SEPARATOR,
    KEY_FLAG,
    KEY_FORMAT,
    KEY_NETWORK_FORMAT,
    KEY_TOTAL,
    KEY_TOTAL_IS,
    KEY_QUALITY,
    KEY_ORDER,
    KEY_ON_ERROR,
    KEY_ID,
    KEY_SECRETS,
    KEY_PERCENT
};

/* Store `value` at `target`, which points to what the type says (a text is borrowed); false, with
 * nothing stored, if it cannot be understood. */
bool na_key_store(enum na_key_type type, const char *value, void *target);
/* What a value of this type looks like, for the message. */
const char *na_key_remedy(enum na_key_type type);

#endif
