/* base/number_short.h - the number that nearly every cell of a table holds: a sign or none, and at
 * most 15 figures, with a point among them or not. Its figures are an integer below 2^53 and its
 * scale a power of ten below 10^22, both exact as doubles, so that one division rounds correctly
 * (Clinger 1990, "How to read floating point numbers accurately"). Everything else is
 * na_number_read's. */
#ifndef NA_BASE_NUMBER_SHORT_H
#define NA_BASE_NUMBER_SHORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

#define NA_NUMBER_SHORT_FIGURES 15

/* The first of eight bytes is the lowest, whatever the machine's order: compilers make one load of
 * it. */
static inline uint64_t na_number_eight(const char *bytes)
{
    unsigned char b[8];
    memcpy(b, bytes, sizeof b);
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
           (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
           (uint64_t)b[7] << 56;
}

/* The value of eight bytes if all are figures; else UINT64_MAX. Pairs, fours and eights are summed
 * within one word. */
static inline uint64_t na_number_eight_figures(uint64_t eight)
{
    const uint64_t high = UINT64_C(0xF0F0F0F0F0F0F0F0);
    const uint64_t zeros = UINT64_C(0x3030303030303030);
    const uint64_t six = UINT64_C(0x0606060606060606);
    if ((eight & high) != zeros || ((eight + six) & high) != zeros) {
        return UINT64_MAX;
    }
    eight -= zeros;
    eight = eight * 10 + (eight >> 8);
    return (((eight & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064) +
             ((eight >> 16) & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001)) >>
            32) &
           UINT32_MAX;
}

/* Add the figures [at, end) to *digits; false: there is something else. Of 1 to 8 figures that end
 * a text of 8 bytes and more all are read at once: `text` is that text. */
static inline bool na_number_take(const char *text, const char *at, const char *end,
                                  uint64_t *digits)
{
    static const uint64_t scales[] = {1,      10,      100,      1000,     10000,
                                      100000, 1000000, 10000000, 100000000};
    size_t count = (size_t)(end - at);
    if (count >= 1 && count <= 8 && end - text >= 8) {
        uint64_t mask = UINT64_MAX << (64 - 8 * count);
        uint64_t eight = na_number_eight(end - 8);
        uint64_t value =
            na_number_eight_figures((eight & mask) | (UINT64_C(0x3030303030303030) & ~mask));
        *digits = *digits * scales[count] + value;
        return value != UINT64_MAX;
    }
    for (; at < end && (unsigned char)(*at - '0') < 10; at++) {
        *digits = *digits * 10 + (uint64_t)(*at - '0');
    }
    return at == end;
}

/* False, and nothing written: not of that form, ask na_number_read with a decimal point, whose
 * value this is otherwise. A text of blanks around a number is not of that form, nor is one of
 * "+1". */
static inline bool na_number_short(struct na_str text, double *ret_value)
{
    static const double powers[NA_NUMBER_SHORT_FIGURES + 1] = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    if (text.length == 0 || text.length > NA_NUMBER_SHORT_FIGURES + 2) {
        return false;
    }
    const char *at = text.bytes;
    const char *end = at + text.length;
    bool negative = *at == '-';
    at += negative;
    const char *from = at;
    uint64_t digits = 0;
    for (; at < end && (unsigned char)(*at - '0') < 10; at++) {
        digits = digits * 10 + (uint64_t)(*at - '0');
    }
    size_t whole = (size_t)(at - from);
    size_t fraction = at < end ? (size_t)(end - at) - 1 : 0;
    if (whole == 0 || whole + fraction > NA_NUMBER_SHORT_FIGURES) {
        return false;
    }
    if (at < end &&
        (*at != '.' || fraction == 0 || !na_number_take(text.bytes, at + 1, end, &digits))) {
        return false;
    }
    double value = (double)digits / powers[fraction];
    *ret_value = negative ? -value : value;
    return true;
}

#endif
