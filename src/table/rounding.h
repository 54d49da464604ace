/* table/rounding.h - figures rounded to a multiple of 5 by a secret key, so that no figure of a
 * small group can be worked back.
 *
 * Every row has a random number that the key decides; the numbers of the rows that make a figure,
 * added up modulo 2^64, decide whether that figure goes up or down (the cell-key method of the ONS
 * Census 2021; rounding to base 5 without bias: Fellegi, 1975). So the same rows give the same
 * figure in every table, month and order, and asking again averages nothing out; 0 stays 0. */
#ifndef NA_TABLE_ROUNDING_H
#define NA_TABLE_ROUNDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/text.h"

#define NA_ROUNDING_BASE 5
/* No figure is further from its count. */
#define NA_ROUNDING_OFF 4
/* A group of an authority with fewer rows is not listed by ward. */
#define NA_ROUNDING_GROUP_MIN 10
#define NA_ROUNDING_KEY_BYTES 32

/* The figure shown for `count` rows whose numbers come to `sum`: base 5 floor(count / 5), and 5
 * more if floor(5 sum / 2^64) < count mod 5. Any thread. */
uint64_t na_rounded(uint64_t count, uint64_t sum);

/* A key that is ready for use; one thread at a time. */
struct na_rounding;

/* Read a key from a file of exactly 32 bytes that nobody but its owner may read. Errors: NA_ERR_IO,
 * NA_ERR_DATA (another length; others may read it), NA_ERR_MEMORY. Release with na_rounding_free.
 */
NA_MUST_USE enum na_code na_rounding_new(const char *path, struct na_rounding **ret_rounding,
                                         struct na_error *reterr);
void na_rounding_free(struct na_rounding *rounding);
/* The number of a row: the first 8 bytes of HMAC-SHA-256(key, text), the text its Crime ID, or the
 * whole row. Errors: NA_ERR_INTERNAL. */
NA_MUST_USE enum na_code na_rounding_number(struct na_rounding *rounding, struct na_str text,
                                            uint64_t *ret_number, struct na_error *reterr);
/* What the key is called in public, "3f9ac01b22de8d47"; the key cannot be worked back from it. Its
 * first four digits are shown. As long as the key. */
const char *na_rounding_name(const struct na_rounding *rounding);

#endif
