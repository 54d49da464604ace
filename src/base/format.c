/* Walks the format once. What it cannot write itself it finds out before it has spoiled anything:
 * the arguments are a copy, and vsnprintf begins again from the first. */
#include "base/format.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"

/* Digits of the greatest 64 bits, and a sign. */
#define INTEGER_TEXT 24

/* What has been written, and how long the whole is: past `size` bytes are counted only. */
struct text {
    char *to;
    size_t size;
    size_t length;
};

static void put(struct text *text, const char *bytes, size_t length)
{
    if (text->length < text->size) {
        size_t room = text->size - text->length;
        memcpy(text->to + text->length, bytes, length < room ? length : room);
    }
    text->length += length;
}

/* One directive as it was read. */
struct directive {
    bool has_precision;
    size_t precision;
    bool two_digits; /* %02 */
    char length;     /* 0, 'l', 'L' for ll, 'z', 'j' */
    char type;
};

/* The directive after a %; false: not one of ours. Moves *at past it. */
static bool read_directive(const char **at, struct directive *ret_read)
{
    struct directive read = {0};
    const char *c = *at;
    if (c[0] == '0' && c[1] == '2') {
        read.two_digits = true;
        c += 2;
    }
    if (c[0] == '.' && c[1] >= '0' && c[1] <= '9') {
        read.has_precision = true;
        for (c++; *c >= '0' && *c <= '9' && read.precision < 10000; c++) {
            read.precision = read.precision * 10 + (size_t)(*c - '0');
        }
    } else if (c[0] == '.' && c[1] == '*') {
        read.has_precision = true;
        read.precision = SIZE_MAX; /* told by an argument */
        c += 2;
    }
    if (*c == 'l' || *c == 'z' || *c == 'j') {
        read.length = *c == 'l' && c[1] == 'l' ? 'L' : *c;
        c += read.length == 'L' ? 2 : 1;
    }
    read.type = *c;
    *at = c + 1;
    *ret_read = read;
    bool is_number = read.type == 'd' || read.type == 'u';
    bool is_text = read.type == 's' || read.type == 'c';
    bool is_rounded = read.type == 'f' && read.has_precision && read.precision == 0;
    return (is_number && !read.has_precision) ||
           (is_rounded && read.length == '\0' && !read.two_digits) ||
           (is_text && read.length == '\0' && !read.two_digits &&
            !(read.type == 'c' && read.has_precision));
}

static void put_integer(struct text *text, uint64_t magnitude, bool negative, bool two_digits)
{
    char digits[INTEGER_TEXT];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + magnitude % 10);
        magnitude /= 10;
    } while (magnitude > 0);
    if (two_digits && !negative && at == sizeof digits - 1) {
        digits[--at] = '0';
    }
    if (negative) {
        digits[--at] = '-';
    }
    put(text, digits + at, sizeof digits - at);
}

/* A va_list that can be handed on by reference: as a parameter it may be an array or not. */
struct arguments {
    va_list list;
};

static void put_number(struct text *text, const struct directive *read, struct arguments *args)
{
    if (read->type == 'u') {
        uint64_t value = read->length == 'L'   ? va_arg(args->list, unsigned long long)
                         : read->length == 'l' ? va_arg(args->list, unsigned long)
                         : read->length == 'z' ? va_arg(args->list, size_t)
                         : read->length == 'j' ? va_arg(args->list, uintmax_t)
                                               : va_arg(args->list, unsigned int);
        put_integer(text, value, false, read->two_digits);
        return;
    }
    int64_t value = read->length == 'L'   ? va_arg(args->list, long long)
                    : read->length == 'l' ? va_arg(args->list, long)
                    : read->length == 'z' ? (int64_t)va_arg(args->list, size_t)
                    : read->length == 'j' ? va_arg(args->list, intmax_t)
                                          : va_arg(args->list, int);
    uint64_t magnitude = value < 0 ? UINT64_C(0) - (uint64_t)value : (uint64_t)value;
    put_integer(text, magnitude, value < 0, read->two_digits);
}

/* %.0f; false: the number has a sign, or is NaN or infinite. */
static bool put_rounded(struct text *text, double value)
{
    char digits[NA_NUMBER_TEXT];
    if (!isfinite(value) || signbit(value)) {
        return false;
    }
    put(text, digits, na_number_fixed(&digits, value, 0));
    return true;
}

/* False: NULL where a text should be, or a negative precision; vsnprintf knows what that is. */
static bool put_directive(struct text *text, const struct directive *read, struct arguments *args)
{
    if (read->type == 'c') {
        char c = (char)va_arg(args->list, int);
        put(text, &c, 1);
        return true;
    }
    if (read->type == 'f') {
        return put_rounded(text, va_arg(args->list, double));
    }
    if (read->type != 's') {
        put_number(text, read, args);
        return true;
    }
    size_t most = read->precision;
    if (read->has_precision && most == SIZE_MAX) {
        int told = va_arg(args->list, int);
        if (told < 0) {
            return false;
        }
        most = (size_t)told;
    }
    const char *bytes = va_arg(args->list, const char *);
    if (bytes == NULL) {
        return false;
    }
    put(text, bytes, read->has_precision ? strnlen(bytes, most) : strlen(bytes));
    return true;
}

/* False: the format is not one of ours. */
static bool write_simple(struct text *text, const char *format, struct arguments *args)
{
    while (*format != '\0') {
        const char *percent = strchr(format, '%');
        size_t plain = percent != NULL ? (size_t)(percent - format) : strlen(format);
        put(text, format, plain);
        format += plain;
        if (*format == '\0') {
            break;
        }
        format++;
        if (*format == '%') {
            put(text, format++, 1);
            continue;
        }
        struct directive read;
        if (!read_directive(&format, &read) || !put_directive(text, &read, args)) {
            return false;
        }
    }
    return text->length <= INT_MAX;
}

int na_vformat(char *to, size_t size, const char *format, va_list args)
{
    struct arguments copy;
    struct text text = {to, size, 0};
    va_copy(copy.list, args);
    bool is_written = write_simple(&text, format, &copy);
    va_end(copy.list);
    if (!is_written) {
        return vsnprintf(to, size, format, args);
    }
    if (size > 0) {
        to[text.length < size ? text.length : size - 1] = '\0';
    }
    return (int)text.length;
}

int na_format(char *to, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = na_vformat(to, size, format, args);
    va_end(args);
    return length;
}
