/* The text of opening hours into rules: a cursor, and one function a part of the grammar. */
#include <string.h>

#include "base/opening_hours.h"

#define DAY_MINUTES 1440

struct cursor {
    const char *at, *end;
};

static void blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->end && *cursor->at == ' ') {
        cursor->at++;
    }
}

/* Take `c`, and blanks before it. */
static bool take(struct cursor *cursor, char c)
{
    blanks(cursor);
    if (cursor->at == cursor->end || *cursor->at != c) {
        return false;
    }
    cursor->at++;
    return true;
}

static bool is_word_byte(char c)
{
    return (na_ascii_lower(c) >= 'a' && na_ascii_lower(c) <= 'z') || (unsigned char)c >= 0x80;
}

/* The whole word at the cursor, without taking it; empty when a letter does not stand there. */
static struct na_str word_at(struct cursor *cursor)
{
    blanks(cursor);
    const char *end = cursor->at;
    while (end < cursor->end && is_word_byte(*end)) {
        end++;
    }
    return (struct na_str){cursor->at, (size_t)(end - cursor->at)};
}

static bool same_fold(struct na_str word, const char *name)
{
    if (word.length != strlen(name)) {
        return false;
    }
    for (size_t i = 0; i < word.length; i++) {
        if (na_ascii_lower(word.bytes[i]) != na_ascii_lower(name[i])) {
            return false;
        }
    }
    return true;
}

/* Take the word at the cursor if it is one of `names`; its number, else -1. */
static int take_name(struct cursor *cursor, const char *const *names, int count)
{
    struct na_str word = word_at(cursor);
    for (int i = 0; i < count; i++) {
        if (same_fold(word, names[i])) {
            cursor->at += word.length;
            return i;
        }
    }
    return -1;
}

static int take_weekday(struct cursor *cursor)
{
    static const char *const names[] = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
    return take_name(cursor, names, 7);
}

static int take_month(struct cursor *cursor)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return take_name(cursor, names, 12);
}

/* One or two digits that end there; -1 if not. */
static int take_number(struct cursor *cursor)
{
    int value = 0;
    int digits = 0;
    const char *at = cursor->at;
    for (; at < cursor->end && *at >= '0' && *at <= '9'; at++) {
        value = value * 10 + (*at - '0');
        if (++digits > 2) {
            return -1;
        }
    }
    if (digits == 0) {
        return -1;
    }
    cursor->at = at;
    return value;
}

/* "9:00", "24:00", up to "48:00"; minutes, -1 if it is not a time. */
static int take_time(struct cursor *cursor)
{
    blanks(cursor);
    int hours = take_number(cursor);
    if (hours < 0 || cursor->at == cursor->end || *cursor->at != ':') {
        return -1;
    }
    cursor->at++;
    const char *from = cursor->at;
    int minutes = take_number(cursor);
    int time = hours * 60 + minutes;
    return minutes >= 0 && minutes < 60 && cursor->at - from == 2 && time <= 2 * DAY_MINUTES ? time
                                                                                             : -1;
}

static bool next_is_digit(struct cursor *cursor)
{
    blanks(cursor);
    return cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9';
}

/* "09:00-12:00,13:00-17:00"; a comma before something else begins the next rule and is left. */
static bool take_spans(struct cursor *cursor, struct na_hours_rule *rule)
{
    for (;;) {
        int from = take_time(cursor);
        if (from < 0 || from >= DAY_MINUTES || !take(cursor, '-')) {
            return false;
        }
        int to = take_time(cursor);
        if (to < 0 || to == from || rule->span_count == NA_HOURS_SPANS_MAX) {
            return false;
        }
        to += to < from ? DAY_MINUTES : 0;
        if (to > from + DAY_MINUTES) {
            return false; /* over 24 hours: nobody means that */
        }
        rule->spans[rule->span_count++] = (struct na_hours_span){(int16_t)from, (int16_t)to};
        struct cursor ahead = *cursor;
        if (!take(&ahead, ',') || !next_is_digit(&ahead)) {
            return true;
        }
        *cursor = ahead;
    }
}

/* "Mo-Fr,PH"; false when something that cannot follow a comma is there. */
static bool take_weekdays(struct cursor *cursor, struct na_hours_rule *rule)
{
    static const char *const holiday[] = {"PH"};
    do {
        if (take_name(cursor, holiday, 1) == 0) {
            rule->on_holidays = true;
            continue;
        }
        int from = take_weekday(cursor);
        if (from < 0) {
            return false;
        }
        int to = take(cursor, '-') ? take_weekday(cursor) : from;
        if (to < 0) {
            return false;
        }
        for (int day = from;; day = (day + 1) % 7) {
            rule->weekdays = (uint8_t)(rule->weekdays | (1u << day));
            if (day == to) {
                break;
            }
        }
    } while (take(cursor, ','));
    return true;
}

static int days_in(int month)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month];
}

/* A day of the month after its name ("25"), which is no time ("25:00"); 0: none, -1: wrong. */
static int take_day(struct cursor *cursor, int month)
{
    struct cursor ahead = *cursor;
    if (!next_is_digit(&ahead)) {
        return 0;
    }
    int day = take_number(&ahead);
    if (day < 0) {
        return -1;
    }
    if (ahead.at < ahead.end && *ahead.at == ':') {
        return 0;
    }
    *cursor = ahead;
    return day >= 1 && day <= days_in(month) ? day : -1;
}

/* The end of a range after its "-": "26" of the same month, "Jan 02", or "Mar". */
static bool take_dates_end(struct cursor *cursor, int month, int day, struct na_hours_dates *dates)
{
    int last = next_is_digit(cursor) && day > 0 ? month : take_month(cursor);
    if (last < 0) {
        return false;
    }
    int end = take_day(cursor, last);
    if (end < 0 || (end == 0) != (day == 0)) {
        return false; /* "Dec-Jan 02" and "Dec 24-Jan" say only half */
    }
    end = end == 0 ? days_in(last) : end;
    dates->to = (int16_t)((last + 1) * 100 + end);
    return last != month || day == 0 || end >= day;
}

/* "Dec 25", "Dec 24-26", "Dec 24-Jan 02", "Jan-Mar", "Jul"; and "Dec 25,26": `month` carries over.
 */
static bool take_dates(struct cursor *cursor, int *month, struct na_hours_rule *rule)
{
    if (rule->date_count == NA_HOURS_DATES_MAX) {
        return false;
    }
    int named = take_month(cursor);
    *month = named >= 0 ? named : *month;
    int day = *month >= 0 ? take_day(cursor, *month) : -1;
    if (day < 0 || (named < 0 && day == 0)) {
        return false;
    }
    struct na_hours_dates *dates = &rule->dates[rule->date_count++];
    dates->from = (int16_t)((*month + 1) * 100 + (day > 0 ? day : 1));
    dates->to = (int16_t)((*month + 1) * 100 + (day > 0 ? day : days_in(*month)));
    return !take(cursor, '-') || take_dates_end(cursor, *month, day, dates);
}

static bool next_is_month(const struct cursor *cursor)
{
    struct cursor ahead = *cursor;
    return take_month(&ahead) >= 0;
}

static bool take_date_list(struct cursor *cursor, struct na_hours_rule *rule)
{
    int month = -1;
    do {
        if (!take_dates(cursor, &month, rule)) {
            return false;
        }
    } while (take(cursor, ','));
    return true;
}

/* "off", "closed" or "open" at the end of a rule, or nothing. */
static bool take_modifier(struct cursor *cursor, struct na_hours_rule *rule)
{
    static const char *const words[] = {"open", "off", "closed"};
    int word = take_name(cursor, words, 3);
    rule->is_off = word >= 1;
    return word >= 0;
}

static bool take_always(struct cursor *cursor)
{
    blanks(cursor);
    if (cursor->end - cursor->at < 4 || memcmp(cursor->at, "24/7", 4) != 0) {
        return false;
    }
    cursor->at += 4;
    return true;
}

/* Dates, weekdays and times, each or none; *ret_any: was there one? */
static bool take_selectors(struct cursor *cursor, struct na_hours_rule *rule, bool *ret_any)
{
    bool months = next_is_month(cursor);
    if (months && !take_date_list(cursor, rule)) {
        return false;
    }
    bool weekdays = word_at(cursor).length == 2;
    if (weekdays && !take_weekdays(cursor, rule)) {
        return false;
    }
    bool times = next_is_digit(cursor);
    *ret_any = months || weekdays || times;
    return !times || take_spans(cursor, rule);
}

static bool take_rule(struct cursor *cursor, struct na_hours_rule *rule)
{
    bool any = take_always(cursor);
    if (!any && !take_selectors(cursor, rule, &any)) {
        return false;
    }
    return take_modifier(cursor, rule) || any;
}

/* Rules that only say when it is closed leave the rest of the time unsaid. */
static bool says_when_open(const struct na_opening_hours *hours)
{
    for (size_t i = 0; i < hours->rule_count; i++) {
        const struct na_hours_rule *rule = &hours->rules[i];
        bool every_time = rule->date_count == 0 && rule->weekdays == 0 && !rule->on_holidays &&
                          rule->span_count == 0;
        if (!rule->is_off || every_time) {
            return true;
        }
    }
    return false;
}

bool na_opening_hours_parse(struct na_str text, struct na_opening_hours *ret_hours)
{
    text = na_str_trim(text);
    struct cursor cursor = {text.bytes, text.bytes + text.length};
    struct na_opening_hours hours = {.rule_count = 0};
    bool additional = false;
    if (text.length == 0 || text.length > NA_HOURS_TEXT_MAX) {
        return false;
    }
    while (hours.rule_count < NA_HOURS_RULES_MAX) {
        struct na_hours_rule *rule = &hours.rules[hours.rule_count];
        rule->is_additional = additional;
        if (!take_rule(&cursor, rule)) {
            return false;
        }
        hours.rule_count++;
        additional = take(&cursor, ',');
        bool more = additional || take(&cursor, ';');
        blanks(&cursor);
        if (cursor.at == cursor.end && !additional) {
            /* A ; at the very end is common and harmless. */
            if (!says_when_open(&hours)) {
                return false;
            }
            *ret_hours = hours;
            return true;
        }
        if (!more) {
            return false;
        }
    }
    return false;
}
