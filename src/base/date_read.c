/* Takes a date apart into figures and names of months, then tries the orders that they can stand
 * in. */
#include "base/date_read.h"

#include <string.h>

#include "base/clock_uk.h"
#include "base/date.h"

/* Three parts at most, numbers or the name of a month, and what stood between the first two. */
struct parts {
    int values[3];
    size_t digits[3]; /* 0: a name of a month */
    size_t count;
    char mark;
};

/* Nothing stands between a number and a name: 01NOV2025, as SAS writes it. */
#define JOINED '\1'

static bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    char lower = na_ascii_lower(c);
    return lower >= 'a' && lower <= 'z';
}

/* 1 to 12 by its name or the first three letters of it (Sept too); 0: none. */
static int month_of(struct na_str name)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    char word[12];
    if (name.length < 3 || !na_text_copy_str(word, sizeof word, name)) {
        return 0;
    }
    for (int i = 0; i < 12; i++) {
        char brief[4];
        if (na_ascii_lower(word[0]) != months[i][0]) { /* nearly every word */
            continue;
        }
        (void)na_text_copy_str(brief, sizeof brief, (struct na_str){months[i], 3});
        if (na_text_same_fold(word, months[i]) || na_text_same_fold(word, brief) ||
            (i == 8 && na_text_same_fold(word, "sept"))) {
            return i + 1;
        }
    }
    return 0;
}

static bool take_part(struct na_str *text, struct parts *parts)
{
    size_t length = 0;
    size_t i = parts->count;
    if (i == 3) {
        return false;
    }
    if (text->length > 0 && is_letter(text->bytes[0])) {
        while (length < text->length && is_letter(text->bytes[length])) {
            length++;
        }
        parts->values[i] = month_of((struct na_str){text->bytes, length});
        parts->digits[i] = 0;
    } else {
        int value = 0;
        while (length < text->length && length < 4 && is_figure(text->bytes[length])) {
            value = value * 10 + (text->bytes[length++] - '0');
        }
        parts->values[i] = value;
        parts->digits[i] = length;
    }
    parts->count++;
    *text = (struct na_str){text->bytes + length, text->length - length};
    return length > 0 && parts->values[i] > 0;
}

/* All of `text` as parts, one kind of mark between them. */
static bool take_parts(struct na_str text, struct parts *parts)
{
    *parts = (struct parts){.count = 0};
    for (;;) {
        if (!take_part(&text, parts)) {
            return false;
        }
        if (text.length == 0) {
            return parts->count >= 2;
        }
        char mark = text.bytes[0];
        if (is_letter(mark) != (parts->digits[parts->count - 1] == 0) &&
            (is_letter(mark) || is_figure(mark)) &&
            (parts->mark == '\0' || parts->mark == JOINED)) {
            parts->mark = JOINED;
            continue;
        }
        bool known = mark == '-' || mark == '/' || mark == '.' || mark == ' ';
        if (!known || (parts->mark != '\0' && parts->mark != mark)) {
            return false;
        }
        parts->mark = mark;
        text = (struct na_str){text.bytes + 1, text.length - 1};
    }
}

static bool make_day(int year, size_t year_digits, int month, int day, int32_t *ret_day)
{
    if (year_digits == 2) {
        year += year < 70 ? 2000 : 1900;
    } else if (year_digits != 4) {
        return false;
    }
    if (year < 1000 || month < 1 || month > 12 || day < 1 || day > 31) {
        return false;
    }
    int32_t found = na_day_from_civil(year, month, day);
    int same_year = 0;
    int same_month = 0;
    int same_day = 0;
    na_civil_of(found, &same_year, &same_month, &same_day);
    if (same_month != month || same_day != day) {
        return false;
    }
    *ret_day = found;
    return true;
}

/* Day, month and year in which places? */
static bool arrange(const struct parts *parts, enum na_date_order order,
                    struct na_date_found *found)
{
    const int *v = parts->values;
    const size_t *d = parts->digits;
    if (parts->count == 3) {
        if (d[0] == 4) {
            return make_day(v[0], 4, v[1], v[2], &found->day);
        }
        if (d[1] == 0) {
            return make_day(v[2], d[2], v[1], v[0], &found->day);
        }
        if (d[0] == 0) { /* November 1 2025 */
            return make_day(v[2], d[2], v[0], v[1], &found->day);
        }
        bool day_first = order == NA_DATE_DAY_FIRST;
        return d[0] <= 2 && d[1] <= 2 &&
               make_day(v[2], d[2], day_first ? v[1] : v[0], day_first ? v[0] : v[1], &found->day);
    }
    found->is_month = true;
    if (d[0] == 4 && (d[1] == 2 || d[1] == 0)) {
        return make_day(v[0], 4, v[1], 1, &found->day);
    }
    return (d[0] == 0 || (d[1] == 4 && d[0] <= 2)) && d[1] != 0 &&
           make_day(v[1], d[1], v[0], 1, &found->day);
}

/* "10:30", "10:30:00.5", perhaps with am or pm: is it a time? The date before it counts. */
static bool is_time(struct na_str text)
{
    size_t colons = 0;
    size_t figures = 0;
    text = na_str_trim(text);
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        colons += c == ':';
        figures += is_figure(c);
        if (!is_figure(c) && c != ':' && c != '.' &&
            !(figures >= 3 && (c == ' ' || strchr("aApPmM", c) != NULL))) {
            return false;
        }
    }
    return colons >= 1 && figures >= 3;
}

/* " GMT", " BST": an offset by its name. */
static bool read_zone(struct na_str time, int *ret_s, size_t *ret_length)
{
    static const struct {
        const char *name;
        int offset_s;
    } zones[] = {{"GMT", 0}, {"UTC", 0}, {"BST", 3600}};
    for (size_t i = 0; i < sizeof zones / sizeof zones[0] && time.length > 3; i++) {
        struct na_str end = {time.bytes + time.length - 3, 3};
        char name[4];
        (void)na_text_copy_str(name, sizeof name, end);
        if (na_text_same_fold(name, zones[i].name)) {
            *ret_s = zones[i].offset_s;
            *ret_length = 3 + (end.bytes[-1] == ' ');
            return true;
        }
    }
    return false;
}

/* The offset of an RFC 3339 time in seconds; false: it has none. "GMT+0100" is one of JavaScript.
 */
static bool read_offset(struct na_str time, int *ret_s, size_t *ret_length)
{
    if (read_zone(time, ret_s, ret_length)) {
        return true;
    }
    if (time.length > 0 && (time.bytes[time.length - 1] | 0x20) == 'z') {
        *ret_s = 0;
        *ret_length = 1;
        return true;
    }
    static const size_t lengths[] = {6, 5, 3}; /* +01:00, +0100, +01 */
    for (size_t i = 0; i < 3; i++) {
        size_t length = lengths[i];
        const char *at = time.bytes + time.length - length;
        if (time.length <= length || (at[0] != '+' && at[0] != '-')) {
            continue;
        }
        size_t minutes = length == 6 ? 4 : 3;
        int hours = (at[1] - '0') * 10 + at[2] - '0';
        int rest = length == 3 ? 0 : (at[minutes] - '0') * 10 + at[minutes + 1] - '0';
        *ret_s = (at[0] == '-' ? -1 : 1) * (hours * 3600 + rest * 60);
        int zone_s = 0;
        size_t zone_length = 0;
        (void)read_zone((struct na_str){time.bytes, time.length - length}, &zone_s, &zone_length);
        *ret_length = length + zone_length;
        return is_figure(at[1]) && is_figure(at[2]) && hours <= 14 && rest >= 0 && rest < 60;
    }
    return false;
}

/* The day that British clocks showed at `time` of `day` in a zone `offset_s` ahead. */
static int32_t british_day(int32_t day, struct na_str time, int offset_s)
{
    int parts[3] = {0, 0, 0};
    size_t part = 0;
    for (size_t i = 0; i < time.length && part < 3 && time.bytes[i] != '.'; i++) {
        if (time.bytes[i] == ':') {
            part++;
        } else if (is_figure(time.bytes[i]) && part < 3) {
            parts[part] = parts[part] * 10 + (time.bytes[i] - '0');
        }
    }
    int64_t seconds = (int64_t)day * NA_DAY_S + parts[0] * 3600 + parts[1] * 60 + parts[2];
    return na_day_of(na_clock_uk_local(seconds - offset_s));
}

/* Split "date time" or "dateTtime". */
static struct na_str split_time(struct na_str text, struct na_str *ret_time)
{
    const char *colon = memchr(text.bytes, ':', text.length);
    *ret_time = (struct na_str){"", 0};
    if (colon == NULL) {
        return text;
    }
    size_t at = (size_t)(colon - text.bytes);
    while (at > 0 && is_figure(text.bytes[at - 1])) {
        at--;
    }
    if (at == 0 || (text.bytes[at - 1] != ' ' && (text.bytes[at - 1] | 0x20) != 't')) {
        return text;
    }
    *ret_time = (struct na_str){text.bytes + at, text.length - at};
    return na_str_trim((struct na_str){text.bytes, at - 1});
}

static bool read_plain(struct na_str text, enum na_date_order order, struct na_date_found *found)
{
    struct parts parts;
    if (text.length == 8 && na_date_parse_dbf(text, &found->day)) {
        return found->day != NA_DATE_NONE;
    }
    return take_parts(text, &parts) && arrange(&parts, order, found);
}

/* Longest date that has words around it: "Saturday, 1st of ... (Greenwich Mean Time)". */
#define WORDY_BYTES 80

/* Is it a day of the week, by its name or the first three letters? */
static bool is_weekday(struct na_str name)
{
    static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
    char word[12];
    if (name.length < 3 || !na_text_copy_str(word, sizeof word, name)) {
        return false;
    }
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        size_t length = strlen(days[i]);
        char brief[12];
        (void)na_text_copy_str(
            brief, sizeof brief,
            (struct na_str){days[i], name.length < length ? name.length : length});
        if (na_text_same_fold(word, brief)) {
            return true;
        }
    }
    return false;
}

/* Does an ordinal's ending stand there, and the word end after it? */
static bool is_ordinal(struct na_str text, size_t at)
{
    static const char *const ends[] = {"st", "nd", "rd", "th"};
    char end[3];
    char after = at + 2 < text.length ? text.bytes[at + 2] : ' ';
    bool ends_word = at + 2 <= text.length && (after == ' ' || after == ',');
    if (!ends_word) {
        return false;
    }
    (void)na_text_copy_str(end, sizeof end, (struct na_str){text.bytes + at, 2});
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (na_text_same_fold(end, ends[i])) {
            return true;
        }
    }
    return false;
}

/* What people write around a date is left out: the day of the week, the ending of 1st, a comma
 * before a blank, blanks beyond one, a note in brackets at the end. What has none is as it was. */
static struct na_str without_words(struct na_str text, char to[WORDY_BYTES])
{
    size_t used = 0;
    size_t at = 0;
    if (text.length >= WORDY_BYTES || text.length == 0) {
        return text;
    }
    if (text.bytes[text.length - 1] == ')') {
        const char *open = memchr(text.bytes, '(', text.length);
        text.length = open != NULL ? (size_t)(open - text.bytes) : text.length;
        text = na_str_trim(text);
    }
    while (at < text.length && is_letter(text.bytes[at])) {
        at++;
    }
    bool marked = at < text.length && (text.bytes[at] == ' ' || text.bytes[at] == ',');
    at = marked && is_weekday((struct na_str){text.bytes, at}) ? at + 1 : 0;
    for (; at < text.length; at++) {
        char c = text.bytes[at];
        bool blank_next = at + 1 < text.length && text.bytes[at + 1] == ' ';
        if ((c == ',' && blank_next) || (c == ' ' && (used == 0 || to[used - 1] == ' '))) {
            continue;
        }
        if (used > 0 && is_figure(to[used - 1]) && is_ordinal(text, at)) {
            at++;
            continue;
        }
        to[used++] = c;
    }
    return (struct na_str){to, used};
}

bool na_date_read(struct na_str text, enum na_date_order order, struct na_date_found *ret_found)
{
    struct na_str time;
    char plain[WORDY_BYTES];
    struct na_date_found found = {.day = NA_DATE_NONE};
    int offset_s = 0;
    size_t offset_length = 0;
    text = without_words(na_str_trim_wide(text), plain);
    if (text.length == 0) {
        return false;
    }
    struct na_str date = split_time(text, &time);
    if (!read_plain(date, order, &found)) {
        return false;
    }
    if (time.length > 0) {
        found.is_instant = read_offset(time, &offset_s, &offset_length);
        time.length -= offset_length;
        if (found.is_month || !is_time(time)) {
            return false;
        }
        found.day = found.is_instant ? british_day(found.day, time, offset_s) : found.day;
    }
    *ret_found = found;
    return true;
}

bool na_date_shows_order(struct na_str text, enum na_date_order *ret_order)
{
    struct na_str time;
    struct parts parts;
    text = na_str_trim_wide(text);
    if (text.length == 0 || !take_parts(split_time(text, &time), &parts) || parts.count != 3 ||
        parts.digits[0] == 4 || parts.digits[0] == 0 || parts.digits[1] == 0) {
        return false;
    }
    bool day = parts.values[0] > 12 && parts.values[1] <= 12;
    bool month = parts.values[1] > 12 && parts.values[0] <= 12;
    *ret_order = day ? NA_DATE_DAY_FIRST : NA_DATE_MONTH_FIRST;
    return day || month;
}
