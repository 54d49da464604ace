/* Days and kinds as a sheet says them. */
#include <stdio.h>
#include <string.h>

#include "base/clock_uk.h"
#include "base/text.h"
#include "print/print.h"

void na_print_day(int32_t day, char to[32])
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    int year = 0;
    int month = 1;
    int date = 1;
    na_civil_of(day, &year, &month, &date);
    (void)snprintf(to, 32, "%d %s %d", date, months[(month + 11) % 12], year);
}

void na_print_kind(const char *kind, bool many, char *to, size_t size)
{
    (void)na_text_copy(to, size, kind);
    for (char *c = to; *c != '\0'; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
    size_t length = strlen(to);
    bool is_plural = length > 0 && to[length - 1] == 's';
    if (many && !is_plural && length + 2 < size) {
        (void)snprintf(to + length, size - length, "s");
    }
}
