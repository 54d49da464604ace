/* Days to years, months and days and back, and the two plain forms of a date. */
#include "base/date.h"

#include <stdio.h>

/* 1000-01-01 and 9999-12-31. */
#define FIRST_DAY (-354285)
#define LAST_DAY 2932896

/* Days from civil and back: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"; the year
 * begins in March, so that the leap day is its last. */
static int32_t days_of(int32_t year, int32_t month, int32_t day)
{
    year -= month <= 2;
    int32_t era = (year >= 0 ? year : year - 399) / 400;
    int32_t year_of_era = year - era * 400;
    int32_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void civil_of(int32_t days, int32_t *ret_year, int32_t *ret_month, int32_t *ret_day)
{
    days += 719468;
    int32_t era = (days >= 0 ? days : days - 146096) / 146097;
    int32_t doe = days - era * 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t shifted = (5 * doy + 2) / 153;
    *ret_day = doy - (153 * shifted + 2) / 5 + 1;
    *ret_month = shifted + (shifted < 10 ? 3 : -9);
    *ret_year = yoe + era * 400 + (*ret_month <= 2);
}

static bool digits(const char *text, int count, int32_t *ret_value)
{
    int32_t value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        value = value * 10 + (text[i] - '0');
    }
    *ret_value = value;
    return true;
}

bool na_date_parse(struct na_str text, int32_t *ret_days)
{
    int32_t year = 0;
    int32_t month = 0;
    int32_t day = 0;
    if (text.length != 10 || text.bytes[4] != '-' || text.bytes[7] != '-' ||
        !digits(text.bytes, 4, &year) || !digits(text.bytes + 5, 2, &month) ||
        !digits(text.bytes + 8, 2, &day) || year < 1000 || month < 1 || month > 12 || day < 1) {
        return false;
    }
    int32_t days = days_of(year, month, day);
    int32_t same_year = 0;
    int32_t same_month = 0;
    int32_t same_day = 0;
    civil_of(days, &same_year, &same_month, &same_day);
    if (same_year != year || same_month != month || same_day != day) {
        return false;
    }
    *ret_days = days;
    return true;
}

bool na_date_parse_dbf(struct na_str text, int32_t *ret_days)
{
    char dashed[NA_DATE_TEXT];
    if (text.length != 8) {
        return na_date_parse(text, ret_days);
    }
    if (na_str_is(text, "00000000")) { /* what shapelib and GDAL write where there is no date */
        *ret_days = NA_DATE_NONE;
        return true;
    }
    (void)snprintf(dashed, sizeof dashed, "%.4s-%.2s-%.2s", text.bytes, text.bytes + 4,
                   text.bytes + 6);
    return na_date_parse(na_str_of(dashed), ret_days);
}

static void put_digits(char *to, int count, int32_t value)
{
    for (int i = count; i > 0; i--) {
        to[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
}

void na_date_format(char *to, int32_t days)
{
    to[0] = '\0';
    if (days >= FIRST_DAY && days <= LAST_DAY) { /* NA_DATE_NONE is before the first */
        int32_t year = 0;
        int32_t month = 0;
        int32_t day = 0;
        civil_of(days, &year, &month, &day);
        put_digits(to, 4, year);
        to[4] = '-';
        put_digits(to + 5, 2, month);
        to[7] = '-';
        put_digits(to + 8, 2, day);
        to[10] = '\0';
    }
}

bool na_date_is_sound(int32_t days)
{
    return days == NA_DATE_NONE || (days >= FIRST_DAY && days <= LAST_DAY);
}

bool na_date_within(int32_t day, int32_t from, int32_t to)
{
    return (from == NA_DATE_NONE || from <= day) && (to == NA_DATE_NONE || day <= to);
}
