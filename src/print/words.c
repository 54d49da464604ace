/* Days as a sheet says them. */
#include <stdio.h>

#include "base/clock_uk.h"
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
