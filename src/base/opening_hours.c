/* Rules of opening hours at an instant. A span belongs to the day it begins on. */
#include "base/opening_hours.h"

#include "base/clock_uk.h"
#include "base/holidays.h"

#define DAY_MINUTES 1440
/* How far the next change is looked for: a week repeats itself, but for what a clock change makes
 * of it; holidays and seasons need a year, and some. */
#define WEEK_AHEAD 15
#define YEAR_AHEAD 400
/* A day's changes: both ends of every span of two days, midnight, and the clock change; each may
 * be shown twice. */
#define CHANGES_MAX (2 * (4 * NA_HOURS_RULES_MAX * NA_HOURS_SPANS_MAX + 4))

/* A day as the rules see it. */
struct day {
    int32_t number;
    int month_day; /* month * 100 + day */
    unsigned int weekday;
};

static struct day day_of(int32_t number)
{
    int year = 0;
    int month = 0;
    int of_month = 0;
    na_civil_of(number, &year, &month, &of_month);
    return (struct day){number, month * 100 + of_month, na_weekday(number)};
}

static bool has_date(const struct na_hours_rule *rule, const struct day *day)
{
    for (size_t i = 0; i < rule->date_count; i++) {
        const struct na_hours_dates *dates = &rule->dates[i];
        bool after = day->month_day >= dates->from;
        bool before = day->month_day <= dates->to;
        if (dates->from <= dates->to ? after && before : after || before) {
            return true;
        }
    }
    return rule->date_count == 0;
}

static bool is_about(const struct na_hours_rule *rule, const struct day *day)
{
    bool every_day = rule->weekdays == 0 && !rule->on_holidays;
    return has_date(rule, day) && (every_day || (rule->weekdays & (1u << day->weekday)) != 0 ||
                                   (rule->on_holidays && na_is_holiday(day->number)));
}

/* Is `minute` (0 to 2879 from 00:00 of the day the span begins on) in one of the rule's spans? */
static bool has_minute(const struct na_hours_rule *rule, int minute)
{
    if (rule->span_count == 0) {
        return minute < DAY_MINUTES;
    }
    for (size_t i = 0; i < rule->span_count; i++) {
        if (minute >= rule->spans[i].from && minute < rule->spans[i].to) {
            return true;
        }
    }
    return false;
}

/* Do the rules about `day` have it open at `minute`? Later rules go before earlier ones: one that
 * opens, unless it is additional, is the only one of its day; one that closes takes away its time.
 */
static bool day_open(const struct na_opening_hours *hours, const struct day *day, int minute)
{
    bool open = false;
    for (size_t i = 0; i < hours->rule_count; i++) {
        const struct na_hours_rule *rule = &hours->rules[i];
        if (!is_about(rule, day)) {
            continue;
        }
        bool has = has_minute(rule, minute);
        if (rule->is_off) {
            open = open && !has && rule->span_count > 0;
        } else {
            open = has || (open && rule->is_additional);
        }
    }
    return open;
}

/* Is `minute` of `day` closed by name ("12:00-13:00 off")? That holds for what reaches into it from
 * the day before, too. */
static bool closed_by_time(const struct na_opening_hours *hours, const struct day *day, int minute)
{
    for (size_t i = 0; i < hours->rule_count; i++) {
        const struct na_hours_rule *rule = &hours->rules[i];
        if (rule->is_off && rule->span_count > 0 && is_about(rule, day) &&
            has_minute(rule, minute)) {
            return true;
        }
    }
    return false;
}

static bool open_at(const struct na_opening_hours *hours, int64_t utc_s)
{
    int64_t local_s = na_clock_uk_local(utc_s);
    struct day today = day_of(na_day_of(local_s));
    struct day before = day_of(today.number - 1);
    int minute = (int)((local_s - (int64_t)today.number * NA_DAY_S) / 60);
    return day_open(hours, &today, minute) || (day_open(hours, &before, minute + DAY_MINUTES) &&
                                               !closed_by_time(hours, &today, minute));
}

struct changes {
    int64_t at[CHANGES_MAX]; /* UTC */
    size_t count;
};

static void add_change(struct changes *changes, int32_t day, int minute)
{
    int64_t utc_s = 0;
    enum na_local_kind kind =
        na_clock_uk_utc((int64_t)day * NA_DAY_S + (int64_t)minute * 60, &utc_s);
    changes->at[changes->count++] = utc_s;
    if (kind == NA_LOCAL_TWICE) {
        changes->at[changes->count++] = utc_s + 3600;
    }
}

/* Every instant of `day` at which it may open or close, in no order. */
static void find_changes(const struct na_opening_hours *hours, int32_t number,
                         struct changes *ret_changes)
{
    ret_changes->count = 0;
    add_change(ret_changes, number, 0);
    int year = 0;
    int month = 0;
    int of_month = 0;
    na_civil_of(number, &year, &month, &of_month);
    int64_t clock_change = na_clock_uk_change(year, month < 7);
    if (na_day_of(clock_change) == number) {
        ret_changes->at[ret_changes->count++] = clock_change;
    }
    for (size_t i = 0; i < hours->rule_count; i++) {
        for (size_t j = 0; j < hours->rules[i].span_count; j++) {
            const struct na_hours_span *span = &hours->rules[i].spans[j];
            add_change(ret_changes, number, span->from % DAY_MINUTES);
            add_change(ret_changes, number, span->to % DAY_MINUTES);
        }
    }
}

static int days_ahead(const struct na_opening_hours *hours)
{
    for (size_t i = 0; i < hours->rule_count; i++) {
        if (hours->rules[i].date_count > 0 || hours->rules[i].on_holidays) {
            return YEAR_AHEAD;
        }
    }
    return WEEK_AHEAD;
}

bool na_opening_hours_open(const struct na_opening_hours *hours, int64_t utc_s, int64_t *ret_change)
{
    bool open = open_at(hours, utc_s);
    if (ret_change == NULL) {
        return open;
    }
    *ret_change = NA_INSTANT_NONE;
    int32_t first = na_day_of(na_clock_uk_local(utc_s));
    int32_t last = first + days_ahead(hours);
    struct changes changes;
    for (int32_t day = first; day <= last && *ret_change == NA_INSTANT_NONE; day++) {
        find_changes(hours, day, &changes);
        for (size_t i = 0; i < changes.count; i++) {
            int64_t at = changes.at[i];
            if (at > utc_s && (*ret_change == NA_INSTANT_NONE || at < *ret_change) &&
                open_at(hours, at) != open) {
                *ret_change = at;
            }
        }
    }
    return open;
}

/* "Dec 25", "Dec 24-Jan 02": days by name. "Apr-Sep" is a season, which says nothing of holidays.
 */
static bool names_days(const struct na_hours_rule *rule)
{
    for (size_t i = 0; i < rule->date_count; i++) {
        if (rule->dates[i].from % 100 == 1 && rule->dates[i].to % 100 >= 28) {
            return false;
        }
    }
    return rule->date_count > 0;
}

static bool is_always(const struct na_hours_rule *rule)
{
    return rule->weekdays == 0 && rule->date_count == 0 && rule->span_count == 0 &&
           !rule->on_holidays;
}

bool na_opening_hours_tells_holiday(const struct na_opening_hours *hours, int64_t utc_s)
{
    struct day today = day_of(na_day_of(na_clock_uk_local(utc_s)));
    for (size_t i = 0; i < hours->rule_count; i++) {
        const struct na_hours_rule *rule = &hours->rules[i];
        if (rule->on_holidays || is_always(rule) || (names_days(rule) && has_date(rule, &today))) {
            return true;
        }
    }
    return false;
}
