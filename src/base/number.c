/* Writes numbers with a point whatever the locale says; number_read.c reads what people write. */
#include "base/number.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The 17 digits of the least double, 5e-324, end at the 340th decimal. */
#define DECIMALS_MAX 340

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The system's radix character, which strtod and printf use. */
static const char *radix(void)
{
    const struct lconv *conventions = localeconv();
    return conventions->decimal_point[0] != '\0' ? conventions->decimal_point : ".";
}

bool na_integer_parse(struct na_str text, int64_t low, int64_t high, int64_t *ret_value)
{
    bool negative = text.length > 0 && text.bytes[0] == '-';
    size_t i = negative ? 1 : 0;
    if (text.length - i == 0 || text.length - i > 18) {
        return false;
    }
    int64_t value = 0;
    for (; i < text.length; i++) {
        if (!is_digit(text.bytes[i])) {
            return false;
        }
        value = value * 10 + (text.bytes[i] - '0');
    }
    value = negative ? -value : value;
    if (value < low || value > high) {
        return false;
    }
    *ret_value = value;
    return true;
}

/* Put '.' where printf put the locale's radix character. */
static size_t radix_to_point(char *to, size_t length)
{
    const char *point = radix();
    size_t width = strlen(point);
    char *found = strstr(to, point);
    if (found == NULL || (width == 1 && *found == '.')) {
        return length;
    }
    *found = '.';
    memmove(found + 1, found + width, strlen(found + width) + 1);
    return length - width + 1;
}

static bool only_zeros(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text >= '1' && *text <= '9') {
            return false;
        }
    }
    return true;
}

_Static_assert(DBL_MANT_DIG == 53 && DBL_MAX_EXP == 1024, "double is IEEE 754 binary64");

/* |value| * 10^decimals as an integer, rounded half to even on the exact binary value. False when
 * it does not fit the arithmetic (then printf does it): value = m 2^e with m < 2^53, and m 10^12 <
 * 2^93 fits 128 bits. */
static bool scaled(double value, unsigned int decimals, uint64_t *ret_scaled)
{
    static const uint64_t powers[] = {
        1,        10,        100,        1000,        10000,        100000,       1000000,
        10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000};
    /* IEEE 754 binary64: 52 bits of the mantissa below the exponent, which is biased by 1023. */
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    int exponent = (int)(bits >> 52 & 0x7FF);
    uint64_t implied = exponent > 0 ? UINT64_C(1) << 52 : 0;
    uint64_t mantissa = (bits & UINT64_C(0xFFFFFFFFFFFFF)) | implied;
    int shift = 1075 - exponent;
    if (mantissa == 0) {
        *ret_scaled = 0;
        return true;
    }
    if (shift < 1 || shift > 126) {
        return false;
    }
    __extension__ unsigned __int128 product = (unsigned __int128)mantissa * powers[decimals];
    __extension__ unsigned __int128 whole = product >> shift;
    __extension__ unsigned __int128 rest = product - (whole << shift);
    __extension__ unsigned __int128 half = (unsigned __int128)1 << (shift - 1);
    if (whole > UINT64_MAX / 2) {
        return false;
    }
    *ret_scaled = (uint64_t)whole + (rest > half || (rest == half && (whole & 1) != 0));
    return true;
}

/* Digits of scaled / 10^decimals, with a minus sign unless it is zero. Written from the end, two at
 * a time: division is what this costs. */
static size_t put_scaled(char *to, uint64_t digits, unsigned int decimals, bool negative)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                                "25262728293031323334353637383940414243444546474849"
                                "50515253545556575859606162636465666768697071727374"
                                "75767778798081828384858687888990919293949596979899";
    char text[40];
    size_t at = sizeof text;
    bool minus = negative && digits != 0;
    while (digits >= 100) {
        at -= 2;
        memcpy(text + at, pairs + 2 * (digits % 100), 2);
        digits /= 100;
    }
    at -= 2;
    memcpy(text + at, pairs + 2 * digits, 2);
    at += digits < 10 ? 1 : 0;
    while (sizeof text - at < decimals + 1) {
        text[--at] = '0';
    }
    size_t whole = sizeof text - at - decimals;
    size_t length = 0;
    if (minus) {
        to[length++] = '-';
    }
    memcpy(to + length, text + at, whole);
    length += whole;
    if (decimals > 0) {
        to[length++] = '.';
        memcpy(to + length, text + at + whole, decimals);
        length += decimals;
    }
    to[length] = '\0';
    return length;
}

size_t na_number_fixed(char (*to)[NA_NUMBER_TEXT], double value, unsigned int decimals)
{
    uint64_t digits = 0;
    if (!isfinite(value)) {
        memcpy(*to, "null", 5);
        return 4;
    }
    decimals = decimals > 12 ? 12 : decimals;
    if (scaled(value, decimals, &digits)) {
        return put_scaled(*to, digits, decimals, value < 0);
    }
    int printed = snprintf(*to, sizeof *to, "%.*f", (int)decimals, value);
    size_t length = radix_to_point(*to, (size_t)printed);
    if ((*to)[0] == '-' && only_zeros(*to)) {
        memmove(*to, *to + 1, length);
        length--;
    }
    return length;
}

/* Zeros off the end of decimals, and a point that is left alone. */
static size_t trim_zeros(char *to, size_t length)
{
    while (to[length - 1] == '0') {
        length--;
    }
    if (to[length - 1] == '.') {
        length--;
    }
    to[length] = '\0';
    return length;
}

size_t na_number_trimmed(char (*to)[NA_NUMBER_TEXT], double value, unsigned int decimals)
{
    size_t length = na_number_fixed(to, value, decimals);
    bool has_point = decimals > 0 && isfinite(value);
    return has_point ? trim_zeros(*to, length) : length;
}

size_t na_number_shortest(char (*to)[NA_NUMBER_TEXT], double value)
{
    if (!isfinite(value)) {
        return na_number_fixed(to, value, 0);
    }
    /* value != 0 compares with an exact constant: log10 of it would be -infinity. */
    int magnitude = value != 0.0 ? (int)floor(log10(fabs(value))) : 0;
    /* Any 15 digits survive a double; subnormal ones hold fewer. */
    int first = fabs(value) < DBL_MIN ? 1 : DBL_DIG;
    for (int significant = first; significant <= DBL_DECIMAL_DIG + 1; significant++) {
        int decimals = significant - 1 - magnitude;
        decimals = decimals < 0 ? 0 : decimals > DECIMALS_MAX ? DECIMALS_MAX : decimals;
        int printed = snprintf(*to, sizeof *to, "%.*f", decimals, value);
        bool same = strtod(*to, NULL) == value; /* exact by intention: it must read back */
        size_t length = radix_to_point(*to, (size_t)printed);
        if (same || significant > DBL_DECIMAL_DIG) {
            return decimals > 0 ? trim_zeros(*to, length) : length;
        }
    }
    return 0;
}
