/* The last Sunday of a month by arithmetic, and instants of ISO 8601 to and from it. */
#include "base/clock_uk.h"

#include "base/date.h"
#include "base/format.h"
#include "base/number.h"

#define HOUR_S 3600
#define MARCH 3
#define OCTOBER 10

int32_t na_day_of(int64_t seconds)
{
    int64_t day = seconds / NA_DAY_S;
    return (int32_t)(seconds % NA_DAY_S < 0 ? day - 1 : day);
}

unsigned int na_weekday(int32_t day)
{
    /* 1970-01-01 was a Thursday. */
    int32_t left = (day % 7 + 3) % 7;
    return (unsigned int)(left < 0 ? left + 7 : left);
}

/* The two conversions count years from 1 March, so that the leap day is the last of its year:
 * E. G. Richards, "Calendars", in the Explanatory Supplement to the Astronomical Almanac (2013). */
void na_civil_of(int32_t day, int *ret_year, int *ret_month, int *ret_day)
{
    int64_t since = (int64_t)day + 719468; /* days from 0000-03-01 */
    int64_t era = (since >= 0 ? since : since - 146096) / 146097;
    int64_t of_era = since - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153; /* 0: March */
    *ret_day = (int)(of_year - (153 * month + 2) / 5 + 1);
    *ret_month = (int)(month < 10 ? month + 3 : month - 9);
    *ret_year = (int)(year + era * 400 + (*ret_month <= 2));
}

int32_t na_day_from_civil(int year, int month, int day)
{
    int64_t shifted = (int64_t)year - (month <= 2);
    int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int64_t of_era = shifted - era * 400;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return (int32_t)(era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468);
}

int64_t na_clock_uk_change(int year, bool to_summer)
{
    /* Both months have 31 days; their last Sunday is 0 to 6 days before the 31st. */
    int32_t last = na_day_from_civil(year, to_summer ? MARCH : OCTOBER, 31);
    int32_t sunday = last - (int32_t)((na_weekday(last) + 1) % 7);
    return (int64_t)sunday * NA_DAY_S + HOUR_S;
}

static bool is_summer(int64_t utc_s)
{
    int year = 0;
    int month = 0;
    int day = 0;
    na_civil_of(na_day_of(utc_s), &year, &month, &day);
    if (month != MARCH && month != OCTOBER) {
        return month > MARCH && month < OCTOBER;
    }
    return utc_s >= na_clock_uk_change(year, true) && utc_s < na_clock_uk_change(year, false);
}

int64_t na_clock_uk_local(int64_t utc_s)
{
    return is_summer(utc_s) ? utc_s + HOUR_S : utc_s;
}

enum na_local_kind na_clock_uk_utc(int64_t local_s, int64_t *ret_utc_s)
{
    bool as_winter = !is_summer(local_s);
    bool as_summer = is_summer(local_s - HOUR_S);
    *ret_utc_s = as_summer ? local_s - HOUR_S : local_s;
    if (as_winter && as_summer) {
        return NA_LOCAL_TWICE;
    }
    return as_winter || as_summer ? NA_LOCAL_ONCE : NA_LOCAL_MISSED;
}

/* Two digits at `at` up to `high`; -1 if they are not. */
static int two_digits(struct na_str text, size_t at, int64_t high)
{
    int64_t value = 0;
    if (at + 2 > text.length || text.bytes[at] < '0' || text.bytes[at] > '9' ||
        !na_integer_parse((struct na_str){text.bytes + at, 2}, 0, high, &value)) {
        return -1;
    }
    return (int)value;
}

/* "HH:MM" at `at` in seconds, -1 if it is not. */
static int hours_minutes(struct na_str text, size_t at)
{
    int hours = two_digits(text, at, 23);
    int minutes = two_digits(text, at + 3, 59);
    if (hours < 0 || minutes < 0 || text.bytes[at + 2] != ':') {
        return -1;
    }
    return hours * HOUR_S + minutes * 60;
}

/* "Z", "+01:00" or "-00:30" from `at` to the end. */
static bool parse_offset(struct na_str text, size_t at, int *ret_offset_s)
{
    char sign = text.bytes[at];
    *ret_offset_s = 0;
    if (sign == 'Z' || sign == 'z') {
        return at + 1 == text.length;
    }
    int offset_s =
        (sign == '+' || sign == '-') && at + 6 == text.length ? hours_minutes(text, at + 1) : -1;
    *ret_offset_s = sign == '-' ? -offset_s : offset_s;
    return offset_s >= 0;
}

/* ":SS" and its fraction; moves *at after them. */
static bool parse_seconds(struct na_str text, size_t *at, int *ret_seconds)
{
    *ret_seconds = 0;
    if (*at == text.length || text.bytes[*at] != ':') {
        return true;
    }
    *ret_seconds = two_digits(text, *at + 1, 59);
    *at += 3;
    if (*ret_seconds < 0 || *at >= text.length || text.bytes[*at] != '.') {
        return *ret_seconds >= 0;
    }
    size_t digits = 0;
    while (*at + 1 + digits < text.length && text.bytes[*at + 1 + digits] >= '0' &&
           text.bytes[*at + 1 + digits] <= '9') {
        digits++;
    }
    *at += 1 + digits;
    return digits > 0;
}

static bool in_years(int64_t utc_s)
{
    return utc_s >= (int64_t)na_day_from_civil(NA_CLOCK_YEAR_MIN, 1, 1) * NA_DAY_S &&
           utc_s < (int64_t)na_day_from_civil(NA_CLOCK_YEAR_MAX + 1, 1, 1) * NA_DAY_S;
}

bool na_instant_parse(struct na_str text, int64_t *ret_utc_s)
{
    int32_t day = 0;
    if (text.length < 16 || (text.bytes[10] != 'T' && text.bytes[10] != 't') ||
        !na_date_parse((struct na_str){text.bytes, 10}, &day)) {
        return false;
    }
    int time_s = hours_minutes(text, 11);
    int seconds = 0;
    size_t at = 16;
    bool has_seconds = text.length > 16 && text.bytes[16] == ':';
    if (time_s < 0 || !parse_seconds(text, &at, &seconds)) {
        return false;
    }
    int64_t clock_s = (int64_t)day * NA_DAY_S + time_s + seconds;
    int64_t utc_s = 0;
    if (at == text.length) {
        if (na_clock_uk_utc(clock_s, &utc_s) == NA_LOCAL_MISSED) {
            return false;
        }
    } else {
        int offset_s = 0;
        if (!has_seconds || !parse_offset(text, at, &offset_s)) {
            return false;
        }
        utc_s = clock_s - offset_s;
    }
    if (!in_years(utc_s)) {
        return false;
    }
    *ret_utc_s = utc_s;
    return true;
}

void na_instant_format(char *to, int64_t utc_s)
{
    int64_t local_s = na_clock_uk_local(utc_s);
    char day[NA_DATE_TEXT];
    na_date_format(day, na_day_of(local_s));
    int left = (int)(local_s - (int64_t)na_day_of(local_s) * NA_DAY_S);
    (void)na_format(to, NA_INSTANT_TEXT, "%sT%02d:%02d:%02d+%02d:00", day, left / HOUR_S,
                    left / 60 % 60, left % 60, local_s > utc_s ? 1 : 0);
}
