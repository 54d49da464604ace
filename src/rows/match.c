/* The words for what became of a row. They call nothing, so that any part of the engine may say
 * them. */
#include "rows/batch.h"

const char *na_batch_match_name(enum na_batch_match match)
{
    static const char *const names[] = {"inside", "boundary", "none",    "no_location",
                                        "bad",    "found",    "postcode"};
    return names[match];
}
