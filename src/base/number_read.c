/* Reading numbers: one grammar for options, addresses, JSON, cells of tables and packs. Nearly all
 * are read by one exact division or by integers of 128 bits; what is left goes to strtod. */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/number_short.h"

/* Room for a number of 100 characters, its radix character of up to 4 bytes and a NUL. */
#define COPY_BYTES (NA_NUMBER_CHARACTERS_MAX + 8)
/* Beyond any exponent that 100 figures can bring back into range. */
#define EXPONENT_FAR 100000
#define FIGURES_EXACT 19

/* A number taken apart. */
struct decimal {
    uint64_t figures;   /* the first FIGURES_EXACT from the first that is not 0 */
    unsigned int count; /* how many those are */
    bool cut;           /* there are more, not all of them 0 */
    int exponent;       /* of ten, for `figures` */
    bool negative;
    char copy[COPY_BYTES]; /* plain: -DIGITS.DIGITSeEXPONENT */
    size_t length;
};

struct cursor {
    const char *at, *end;
};

static bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

static bool begins(struct cursor cursor, const char *mark)
{
    size_t length = strlen(mark);
    return (size_t)(cursor.end - cursor.at) >= length && memcmp(cursor.at, mark, length) == 0;
}

/* The system's radix character, which strtod reads. */
static const char *radix(void)
{
    const struct lconv *conventions = localeconv();
    return conventions->decimal_point[0] != '\0' ? conventions->decimal_point : ".";
}

/* strtod on the plain copy, whatever the locale's radix character is. */
static double read_slowly(const struct decimal *decimal)
{
    char copy[COPY_BYTES + 4];
    const char *point = radix();
    size_t n = 0;
    for (size_t i = 0; i < decimal->length; i++) {
        if (decimal->copy[i] != '.') {
            copy[n++] = decimal->copy[i];
            continue;
        }
        for (size_t j = 0; point[j] != '\0' && j < 4; j++) {
            copy[n++] = point[j];
        }
    }
    copy[n] = '\0';
    return strtod(copy, NULL);
}

static unsigned int leading_zeros(uint64_t value)
{
    return (unsigned int)__builtin_clzll(value);
}

/* figures / 10^places, correctly rounded, of figures above 0 and up to 19 places: the quotient of
 * two integers of full width has 64 or 65 bits, of which a double keeps 53; the bits beyond and the
 * remainder decide the rounding. */
static double divide(uint64_t figures, unsigned int places)
{
    uint64_t power = 1;
    for (unsigned int i = 0; i < places; i++) {
        power *= 10;
    }
    unsigned int up = leading_zeros(figures);
    unsigned int power_up = leading_zeros(power);
    __extension__ unsigned __int128 numerator = (unsigned __int128)(figures << up) << 64;
    uint64_t divisor = power << power_up;
    __extension__ unsigned __int128 quotient = numerator / divisor;
    bool rest = numerator % divisor != 0;
    unsigned int shift = (uint64_t)(quotient >> 64) != 0 ? 12 : 11;
    uint64_t mantissa = (uint64_t)(quotient >> shift);
    uint64_t beyond = (uint64_t)quotient & ((UINT64_C(1) << shift) - 1);
    uint64_t half = UINT64_C(1) << (shift - 1);
    mantissa += beyond > half || (beyond == half && (rest || (mantissa & 1) != 0));
    return ldexp((double)mantissa, (int)shift + (int)power_up - (int)up - 64);
}

static double value_of(const struct decimal *decimal)
{
    /* 10^22 is the largest power of ten a double holds exactly, and 2^53 the largest run of
     * integers: within both, one division is correctly rounded (Clinger 1990, "How to read
     * floating point numbers accurately"). */
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    int exponent = decimal->exponent;
    double value = 0.0;
    if (decimal->figures == 0) {
        value = 0.0;
    } else if (!decimal->cut && decimal->figures <= (UINT64_C(1) << 53) && exponent >= -22 &&
               exponent <= 22) {
        value = exponent < 0 ? (double)decimal->figures / powers[-exponent]
                             : (double)decimal->figures * powers[exponent];
    } else if (!decimal->cut && exponent <= 0 && exponent >= -FIGURES_EXACT) {
        value = divide(decimal->figures, (unsigned int)-exponent);
    } else {
        return read_slowly(decimal);
    }
    return decimal->negative ? -value : value;
}

static void put(struct decimal *decimal, char c)
{
    decimal->copy[decimal->length++] = c;
}

static void take_figure(struct decimal *decimal, char c, bool fraction)
{
    put(decimal, c);
    if (decimal->count < FIGURES_EXACT) {
        decimal->figures = decimal->figures * 10 + (uint64_t)(c - '0');
        decimal->count += decimal->figures > 0;
        decimal->exponent -= fraction;
    } else {
        decimal->cut = decimal->cut || c != '0';
        decimal->exponent += !fraction;
    }
}

static size_t take_figures(struct cursor *cursor, struct decimal *decimal, bool fraction)
{
    const char *from = cursor->at;
    while (cursor->at < cursor->end && is_figure(*cursor->at)) {
        take_figure(decimal, *cursor->at++, fraction);
    }
    return (size_t)(cursor->at - from);
}

/* Three figures and no fourth after the mark. */
static bool is_group(struct cursor cursor, const char *mark)
{
    if (!begins(cursor, mark)) {
        return false;
    }
    cursor.at += strlen(mark);
    size_t figures = 0;
    while (cursor.at < cursor.end && is_figure(*cursor.at)) {
        cursor.at++;
        figures++;
    }
    return figures == 3;
}

/* The mark of thousands at the cursor, if a group of three follows; else NULL. */
static const char *mark_of_thousands(struct cursor cursor, const char *comma)
{
    const char *const marks[] = {comma, "\xC2\xA0", "\xE2\x80\xAF"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (is_group(cursor, marks[i])) {
            return marks[i];
        }
    }
    return NULL;
}

/* The figures before the point, thousands parted by `comma` or a no-break space or by nothing. What
 * begins with 0 has no thousands: 0,123 is a decimal comma. */
static size_t take_whole(struct cursor *cursor, const char *comma, struct decimal *decimal)
{
    const char *from = cursor->at;
    size_t count = take_figures(cursor, decimal, false);
    bool plain =
        cursor->at == cursor->end || (*cursor->at != comma[0] && (unsigned char)*cursor->at < 0x80);
    if (plain || count == 0 || count > 3 || *from == '0') {
        return count;
    }
    const char *mark = mark_of_thousands(*cursor, comma);
    while (mark != NULL && is_group(*cursor, mark)) {
        cursor->at += strlen(mark);
        count += take_figures(cursor, decimal, false);
    }
    return count;
}

static void take_exponent(struct cursor *cursor, struct decimal *decimal)
{
    struct cursor ahead = *cursor;
    int exponent = 0;
    if (ahead.at == ahead.end || na_ascii_lower(*ahead.at) != 'e') {
        return;
    }
    ahead.at++;
    bool negative = ahead.at < ahead.end && *ahead.at == '-';
    ahead.at += negative || (ahead.at < ahead.end && *ahead.at == '+');
    if (ahead.at == ahead.end || !is_figure(*ahead.at)) {
        return; /* 1e, 1e+: the e is something that follows the number */
    }
    for (; ahead.at < ahead.end && is_figure(*ahead.at); ahead.at++) {
        exponent = exponent < EXPONENT_FAR ? exponent * 10 + (*ahead.at - '0') : exponent;
    }
    decimal->exponent += negative ? -exponent : exponent;
    decimal->length +=
        (size_t)snprintf(decimal->copy + decimal->length, 9, "e%s%d", negative ? "-" : "",
                         exponent < EXPONENT_FAR ? exponent : EXPONENT_FAR);
    *cursor = ahead;
}

/* Words and marks that programs write where there is no value. */
static bool is_no_value(struct na_str text)
{
    static const char *const words[] = {"n/a", "#n/a", "na", "nan", "null", "none", "-", "--", "?"};
    char word[8];
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (na_text_copy_str(word, sizeof word, text) && na_text_same_fold(word, words[i])) {
            return true;
        }
    }
    return false;
}

static bool is_infinity(struct na_str text)
{
    char word[12];
    if (text.length > 0 && (text.bytes[0] == '-' || text.bytes[0] == '+')) {
        text = (struct na_str){text.bytes + 1, text.length - 1};
    }
    return na_text_copy_str(word, sizeof word, text) &&
           (na_text_same_fold(word, "inf") || na_text_same_fold(word, "infinity"));
}

/* No number begins there: why? */
static enum na_number_fault fault_of_start(struct cursor cursor)
{
    if (cursor.at == cursor.end) {
        return NA_NUMBER_BLANK;
    }
    struct na_str text = {cursor.at, (size_t)(cursor.end - cursor.at)};
    if (is_no_value(text)) {
        return NA_NUMBER_NO_VALUE;
    }
    if (is_infinity(text)) {
        return NA_NUMBER_INFINITE;
    }
    /* U+2010 to U+2015: hyphens and dashes. */
    bool dash = begins(cursor, "\xE2\x80") && cursor.end - cursor.at > 3 &&
                (unsigned char)cursor.at[2] >= 0x90 && (unsigned char)cursor.at[2] <= 0x95;
    return dash ? NA_NUMBER_DASH : NA_NUMBER_NOT;
}

/* Something follows the number: is it a decimal mark of the other kind? */
static enum na_number_fault fault_of_rest(struct cursor rest, char other)
{
    if (rest.at < rest.end && *rest.at == other) {
        struct cursor after = {rest.at + 1, rest.end};
        while (after.at < after.end && is_figure(*after.at)) {
            after.at++;
        }
        if (after.at == after.end && after.at > rest.at + 1) {
            return NA_NUMBER_DECIMAL;
        }
    }
    return NA_NUMBER_TRAILING;
}

static size_t count_characters(struct cursor cursor)
{
    size_t count = 0;
    for (; cursor.at < cursor.end; cursor.at++) {
        count += ((unsigned char)*cursor.at & 0xC0u) != 0x80u;
    }
    return count;
}

static void take_sign(struct cursor *cursor, struct decimal *decimal)
{
    bool wide = begins(*cursor, "\xE2\x88\x92"); /* U+2212 */
    bool plain = cursor->at < cursor->end && (*cursor->at == '-' || *cursor->at == '+');
    decimal->negative = wide || (plain && *cursor->at == '-');
    cursor->at += wide ? 3 : plain ? 1 : 0;
    if (decimal->negative) {
        put(decimal, '-');
    }
}

/* At most 100 characters: all that is put fits the copy. */
static enum na_number_fault read_short(struct cursor cursor, enum na_number_marks marks,
                                       double *ret_value)
{
    const struct cursor whole = cursor;
    const char point = marks == NA_NUMBER_POINT ? '.' : ',';
    const char comma[] = {marks == NA_NUMBER_POINT ? ',' : '.', '\0'};
    struct decimal decimal;
    decimal.figures = 0;
    decimal.count = 0;
    decimal.cut = false;
    decimal.exponent = 0;
    decimal.length = 0;
    take_sign(&cursor, &decimal);
    size_t figures = take_whole(&cursor, comma, &decimal);
    if (cursor.at < cursor.end && *cursor.at == point) {
        struct cursor fraction = {cursor.at + 1, cursor.end};
        put(&decimal, '.');
        size_t after = take_figures(&fraction, &decimal, true);
        if (figures + after > 0) {
            figures += after;
            cursor = fraction;
        }
    }
    if (figures == 0) {
        return fault_of_start(whole);
    }
    take_exponent(&cursor, &decimal);
    if (cursor.at < cursor.end) {
        return fault_of_rest(cursor, comma[0]);
    }
    double value = value_of(&decimal);
    if (!isfinite(value)) {
        return NA_NUMBER_INFINITE;
    }
    *ret_value = value;
    return NA_NUMBER_GOOD;
}

enum na_number_fault na_number_read(struct na_str text, enum na_number_marks marks,
                                    double *ret_value)
{
    text = na_str_trim_wide(text);
    const char *bytes = text.bytes != NULL ? text.bytes : "";
    struct cursor cursor = {bytes, bytes + text.length};
    if (marks == NA_NUMBER_POINT && na_number_short(text, ret_value)) {
        return NA_NUMBER_GOOD;
    }
    if (cursor.end - cursor.at > NA_NUMBER_CHARACTERS_MAX &&
        count_characters(cursor) > NA_NUMBER_CHARACTERS_MAX) {
        return NA_NUMBER_LONG;
    }
    return read_short(cursor, marks, ret_value);
}

bool na_number_parse(struct na_str text, double *ret_value)
{
    return na_number_read(text, NA_NUMBER_POINT, ret_value) == NA_NUMBER_GOOD;
}

bool na_number_is_missing(struct na_str text)
{
    text = na_str_trim_wide(text);
    return text.length == 0 || is_no_value(text);
}

/* What follows the longest number that `text` begins with. */
static struct na_str rest_of(struct na_str text)
{
    double value = 0.0;
    size_t length = text.length < NA_NUMBER_CHARACTERS_MAX ? text.length : NA_NUMBER_CHARACTERS_MAX;
    while (length > 0 && !na_number_parse((struct na_str){text.bytes, length}, &value)) {
        length--;
    }
    return (struct na_str){text.bytes + length, text.length - length};
}

void na_number_reason(struct na_str text, enum na_number_fault fault, char *to)
{
    static const char *const reasons[] = {
        [NA_NUMBER_GOOD] = "a number",
        [NA_NUMBER_BLANK] = "blank",
        [NA_NUMBER_NO_VALUE] = "a mark for no value",
        [NA_NUMBER_NOT] = "not a number",
        [NA_NUMBER_TRAILING] = "not a number",
        [NA_NUMBER_DECIMAL] = "not a number: a comma is no decimal point",
        [NA_NUMBER_DASH] = "not a number: it begins with a dash instead of a minus sign",
        [NA_NUMBER_LONG] = "over 100 characters long",
        [NA_NUMBER_INFINITE] = "not a finite number"};
    char rest[32];
    if (fault != NA_NUMBER_TRAILING) {
        (void)snprintf(to, NA_NUMBER_REASON, "%s", reasons[fault]);
        return;
    }
    bool all = na_text_copy_str(rest, sizeof rest, rest_of(text));
    na_text_blank_controls(rest, strlen(rest), false);
    (void)snprintf(to, NA_NUMBER_REASON, "not a number: \"%s%s\" follows it", rest,
                   all ? "" : "...");
}

void na_number_explain(struct na_str text, const char *reason, char *to)
{
    char value[48];
    bool whole = na_text_copy_str(value, sizeof value, text);
    na_text_blank_controls(value, strlen(value), false);
    (void)snprintf(to, NA_NUMBER_REASON, "\"%s%s\" is %.96s", value, whole ? "" : "...", reason);
}
