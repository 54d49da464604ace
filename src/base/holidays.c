/* Easter by arithmetic, the other days by their rules, and the days that were proclaimed once. */
#include "base/holidays.h"

#include <stddef.h>

#include "base/clock_uk.h"

enum { MONDAY = 0 };

/* Days added once, and the days to which the spring or May holiday was moved. */
static const struct {
    int year, month, day;
} extra[] = {
    {1999, 12, 31}, /* millennium */
    {2002, 6, 3},   /* golden jubilee */
    {2002, 6, 4},   /* spring holiday moved */
    {2011, 4, 29},  /* royal wedding */
    {2012, 6, 4},   /* spring holiday moved */
    {2012, 6, 5},   /* diamond jubilee */
    {2020, 5, 8},   /* May holiday moved: 75 years of peace */
    {2022, 6, 2},   /* spring holiday moved */
    {2022, 6, 3},   /* platinum jubilee */
    {2022, 9, 19},  /* state funeral */
    {2023, 5, 8},   /* coronation */
};

int32_t na_easter_sunday(int year)
{
    int a = year % 19;
    int b = year / 100;
    int c = year % 100;
    int g = (b - (b + 8) / 25 + 1) / 3;
    int h = (19 * a + b - b / 4 - g + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return na_day_from_civil(year, n / 31, n % 31 + 1);
}

static bool is_extra(int year, int month, int day)
{
    for (size_t i = 0; i < sizeof extra / sizeof extra[0]; i++) {
        if (extra[i].year == year && extra[i].month == month && extra[i].day == day) {
            return true;
        }
    }
    return false;
}

/* 1 January, or the Monday after it when it falls on a weekend. */
static bool is_new_year(unsigned int weekday, int month, int day)
{
    return month == 1 && (day == 1 || (weekday == MONDAY && (day == 2 || day == 3)));
}

/* 25 and 26 December, and for each that falls on a weekend the next weekday that is free. */
static bool is_christmas(unsigned int weekday, int month, int day)
{
    if (month != 12 || day < 25 || day > 28) {
        return false;
    }
    if (day <= 26) {
        return true;
    }
    /* 27 December is a Monday: the 25th was a Saturday; a Tuesday: it was a Sunday.
     * 28 December is a Monday: the 26th was a Saturday; a Tuesday: the 26th was a Sunday. */
    return weekday == MONDAY || weekday == MONDAY + 1;
}

static bool is_monday_holiday(int year, int month, int day)
{
    if (month == 5 && day <= 7) {
        return year != 2020;
    }
    if (month == 5 && day >= 25) {
        return year != 2002 && year != 2012 && year != 2022;
    }
    return month == 8 && day >= 25;
}

bool na_is_holiday(int32_t day)
{
    int year = 0;
    int month = 0;
    int of_month = 0;
    na_civil_of(day, &year, &month, &of_month);
    if (year < NA_CLOCK_YEAR_MIN || year > NA_CLOCK_YEAR_MAX) {
        return false;
    }
    unsigned int weekday = na_weekday(day);
    int32_t easter = na_easter_sunday(year);
    return is_new_year(weekday, month, of_month) || is_christmas(weekday, month, of_month) ||
           day == easter - 2 || day == easter + 1 ||
           (weekday == MONDAY && is_monday_holiday(year, month, of_month)) ||
           is_extra(year, month, of_month);
}
