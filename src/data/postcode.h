/* data/postcode.h - postcodes as numbers in the order of their parts. Pure; any thread.
 *
 * A unit postcode ("TS24 8AY") is an outward code (area TS, district 24) and an inward one (sector
 * 8, unit AY). Its key is a mixed-radix number of these parts, so that the units of a sector, of an
 * outward code and of an area are each one run of keys. Forms: A9, A99, A9A, AA9, AA99, AA9A before
 * 9AA (Royal Mail, "PAF programmers' guide"; the lone GIR 0AA is not among them). */
#ifndef NA_DATA_POSTCODE_H
#define NA_DATA_POSTCODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* "TS24 8AY" and its NUL. */
#define NA_POSTCODE_TEXT 9

/* Keys in a run; every key is below NA_POSTCODE_KEYS. */
#define NA_POSTCODE_SECTOR_KEYS 676u
#define NA_POSTCODE_OUTWARD_KEYS 6760u
#define NA_POSTCODE_AREA_KEYS (10u * 37u * NA_POSTCODE_OUTWARD_KEYS)
#define NA_POSTCODE_KEYS (26u * 27u * NA_POSTCODE_AREA_KEYS)

/* Each reads a whole text in any case, blanks anywhere, and gives the first key of the run; false,
 * nothing written, if it is not of that form. */
bool na_postcode_unit(struct na_str text, uint32_t *ret_key);
bool na_postcode_sector(struct na_str text, uint32_t *ret_first);
bool na_postcode_outward(struct na_str text, uint32_t *ret_first);
/* "TS24 8A", a unit without its last letter: the first of NA_POSTCODE_SHORT_KEYS keys. */
#define NA_POSTCODE_SHORT_KEYS 26u
bool na_postcode_short(struct na_str text, uint32_t *ret_first);

/* Is `text` a unit postcode, and another than as it is, once O and 0, I and 1, Z and 2, S and 5, B
 * and 8 are each read as what is likeliest to stand there? */
bool na_postcode_mend(struct na_str text, uint32_t *ret_key);

/* "TS24 8AY", "TS24 8", "TS24", "TS" of a key below NA_POSTCODE_KEYS. */
void na_postcode_format(char to[NA_POSTCODE_TEXT], uint32_t key);
void na_postcode_format_sector(char to[NA_POSTCODE_TEXT], uint32_t key);
void na_postcode_format_outward(char to[NA_POSTCODE_TEXT], uint32_t key);

/* Is `key` that of a postcode of one of the forms? */
bool na_postcode_key_ok(uint32_t key);

/* Positional quality, in the numbers of Code-Point Open (10, 20, ... 90); docs/locate.md says where
 * the metres come from. */
#define NA_POSTCODE_QUALITY_NONE 90u
double na_postcode_accuracy_m(unsigned int quality);
/* "the building nearest to the postcode's mean position", ...; static. */
const char *na_postcode_quality_text(unsigned int quality);

#endif
