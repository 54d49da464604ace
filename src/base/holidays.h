/* base/holidays.h - the bank and public holidays of England and Wales. Pure; any thread. */
#ifndef NA_BASE_HOLIDAYS_H
#define NA_BASE_HOLIDAYS_H

#include <stdbool.h>
#include <stdint.h>

/* Is `day` (since 1970, years 1996 to 2100; otherwise false) a bank or public holiday in England
 * and Wales? Christmas Day, Boxing Day and New Year's Day at the weekend count themselves, and so
 * does the weekday that stands in for them.
 *
 * Source: Banking and Financial Dealings Act 1971, schedule 1 (Easter Monday, the last Mondays of
 * May and August, 26 December, 27 December when 25 or 26 December is a Sunday) and the royal
 * proclamations under its section 1 (New Year's Day, the first Monday of May, the substitute days,
 * and the days moved or added once, as published on gov.uk/bank-holidays). A day added or moved by
 * a proclamation after 2023 is not known here. */
bool na_is_holiday(int32_t day);

/* Easter Sunday of a Gregorian year: J. Meeus, "Astronomical Algorithms" (1991), chapter 8. */
int32_t na_easter_sunday(int year);

#endif
