/* register/value.h - single values of registers as people and spreadsheets write them. Pure; any
 * thread. */
#ifndef NA_REGISTER_VALUE_H
#define NA_REGISTER_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/text.h"
#include "geo/position.h"

/* Blank, or a word for nothing: n/a, none, tbc, unknown, -, ?, null, nil. */
bool na_value_is_none(struct na_str text);
/* What a spreadsheet leaves of a value: #VALUE!, #N/A, #REF!, #NAME?, ####. */
bool na_value_is_damage(struct na_str text);
/* A number that a spreadsheet rounded: 1.00110E+11. */
bool na_value_is_exponent(struct na_str text);

enum na_answer { NA_ANSWER_UNKNOWN, NA_ANSWER_NO, NA_ANSWER_YES };
/* Y, Yes, TRUE, 1, tick, locked, "code required" ... */
enum na_answer na_value_answer(struct na_str text);

enum na_service { NA_SERVICE_UNKNOWN, NA_SERVICE_IN, NA_SERVICE_OUT };
/* "Emergency ready", "Not working"; words for out of service win. */
enum na_service na_value_service(struct na_str text);

/* What a name or a text says of a thing that is gone or cannot be used, "decommissioned"; NULL:
 * nothing. Longer texts than this are not looked at. */
#define NA_GONE_TEXT_MAX 4096
const char *na_value_gone_words(struct na_str text);

/* A telephone number in figures with its nought. *ret_lost: it has lost the nought, as in a
 * spreadsheet. False if it is no British number. `to` has room for NA_PHONE_MAX bytes. */
#define NA_PHONE_MAX 32
bool na_value_phone(struct na_str text, char to[NA_PHONE_MAX], bool *ret_lost);

/* "54.67, -1.21", "(54.67 -1.21)", "POINT (-1.21 54.67)", "450464, 531518": as it stands, the first
 * number first. `POINT` has the longitude first. */
struct na_value_pair {
    double first, second;
    bool is_point; /* well-known text */
};
bool na_value_pair(struct na_str text, struct na_value_pair *ret_pair);

/* The first whole postcode within an address: "1 High Street, Hartlepool, TS24 8AA". */
bool na_value_find_postcode(struct na_str address, uint32_t *ret_key);

/* The cell with its blanks made plain (no-break and zero-width ones, runs, line ends) and its
 * letters composed (NFC), appended to the emptied `to`. What is no UTF-8 comes out as it is. */
NA_MUST_USE enum na_code na_value_clean(struct na_str cell, struct na_buffer *to);

/* Letters that were written as UTF-8, read as CP1252 and written again. True: they are mended into
 * `to`, which is emptied first; also twice damaged ones. */
NA_MUST_USE enum na_code na_value_mend(struct na_str text, struct na_buffer *to, bool *ret_mended);

#endif
