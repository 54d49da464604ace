/* Hours of a week out of columns of days: every cell is read as hours of one day, and the days are
 * joined. An empty day is not taken for a closed one. */
#include "register/week.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "register/heading.h"
#include "register/value.h"

#define DAY_TEXT 64
#define WORK_DAYS 31u
#define WEEKEND 96u

static const char *const short_names[7] = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};

static bool is_word(const char *word, size_t length, const char *list)
{
    char padded[24];
    if (length + 3 > sizeof padded) {
        return false;
    }
    (void)snprintf(padded, sizeof padded, " %.*s ", (int)length, word);
    return strstr(list, padded) != NULL;
}

/* Bits of a day, 0: it is none. */
static unsigned int day_of(const char *word, size_t length)
{
    static const char *const days[7] = {" monday mon mondays ",
                                        " tuesday tue tues tuesdays ",
                                        " wednesday wed weds wednesdays ",
                                        " thursday thu thur thurs thursdays ",
                                        " friday fri fridays ",
                                        " saturday sat saturdays ",
                                        " sunday sun sundays "};
    for (unsigned int day = 0; day < 7; day++) {
        if (is_word(word, length, days[day])) {
            return 1u << day;
        }
    }
    return is_word(word, length, " weekday weekdays ")   ? WORK_DAYS
           : is_word(word, length, " weekend weekends ") ? WEEKEND
                                                         : 0;
}

/* From the first bit of `from` to that of `to`, as "mon fri" means. */
static unsigned int span_of(unsigned int from, unsigned int to)
{
    unsigned int days = 0;
    for (unsigned int bit = from; bit <= to && bit <= 64; bit *= 2) {
        days |= bit;
    }
    return days;
}

bool na_week_heading(struct na_str heading, unsigned int *ret_days, enum na_day_part *ret_part)
{
    char folded[NA_HEADING_MAX];
    unsigned int days = 0;
    enum na_day_part part = NA_DAY_WHOLE;
    na_heading_fold(heading, folded);
    for (const char *word = folded; *word != '\0';) {
        size_t length = strcspn(word, " ");
        unsigned int day = day_of(word, length);
        if (day != 0) {
            days = days != 0 ? span_of(days, day) : day;
        } else if (is_word(word, length,
                           " close closes closing closed until till end finish ends ")) {
            part = NA_DAY_CLOSES;
        } else if (is_word(word, length, " to ")) {
            /* "Mon to Fri", "Mon to": nothing after it tells which */
            part = word[length] == '\0' ? NA_DAY_CLOSES : part;
        } else if (is_word(word, length, " open opens from start ")) {
            part = NA_DAY_OPENS;
        } else if (!is_word(word, length,
                            " opening hours hour hrs times time availability access ")) {
            return false;
        }
        word += length + (word[length] == ' ');
    }
    *ret_days = days;
    *ret_part = part;
    return days != 0;
}

/* "09:00:00" of a spreadsheet is "09:00". */
static struct na_str without_seconds(struct na_str text)
{
    size_t marks = 0;
    for (size_t i = 0; i < text.length; i++) {
        marks += text.bytes[i] == ':';
    }
    bool seconds = marks == 2 && text.length <= 8 && text.length >= 7 &&
                   text.bytes[text.length - 3] == ':' &&
                   memcmp(text.bytes + text.length - 2, "00", 2) == 0;
    return seconds ? (struct na_str){text.bytes, text.length - 3} : text;
}

static bool is_closed(struct na_str text)
{
    char word[16];
    return na_text_copy_str(word, sizeof word, text) &&
           (na_text_same_fold(word, "closed") || na_text_same_fold(word, "off") ||
            na_text_same_fold(word, "shut") || na_text_same_fold(word, "not open"));
}

/* Hours of one day without a day's name: "09:00-12:00,13:00-17:00", "off". */
static bool read_day(struct na_str text, char to[DAY_TEXT])
{
    char hours[NA_HOURS_READ_MAX];
    if (is_closed(text)) {
        return na_text_copy(to, DAY_TEXT, "off");
    }
    if (!na_hours_read(text, hours)) {
        return false;
    }
    if (strcmp(hours, "24/7") == 0) {
        return na_text_copy(to, DAY_TEXT, "00:00-24:00");
    }
    size_t length = 0; /* "09:00-12:00, 13:00-17:00" without its blank */
    for (size_t i = 0; hours[i] != '\0'; i++) {
        hours[length] = hours[i];
        length += hours[i] != ' ';
    }
    hours[length] = '\0';
    return strspn(hours, "0123456789:-,") == length && na_text_copy(to, DAY_TEXT, hours);
}

/* When it opens and closes, as one text. */
static bool read_pair(struct na_str opens, struct na_str closes, char to[DAY_TEXT])
{
    char text[DAY_TEXT];
    opens = without_seconds(opens);
    closes = without_seconds(closes);
    if ((is_closed(opens) || opens.length == 0) && (is_closed(closes) || closes.length == 0)) {
        return na_text_copy(to, DAY_TEXT, "off");
    }
    if (opens.length + closes.length + 2 > sizeof text || opens.length == 0 || closes.length == 0) {
        return false;
    }
    (void)snprintf(text, sizeof text, "%.*s-%.*s", (int)opens.length, opens.bytes,
                   (int)closes.length, closes.bytes);
    return read_day(na_str_of(text), to);
}

bool na_week_is_time(struct na_str text)
{
    char day[DAY_TEXT];
    char pair[DAY_TEXT];
    text = without_seconds(na_str_trim_wide(text));
    if (na_value_is_none(text) || read_day(text, day)) {
        return true;
    }
    if (text.length > 12) {
        return false;
    }
    /* A time alone: with another it makes hours. */
    (void)snprintf(pair, sizeof pair, "%.*s-23:59", (int)text.length, text.bytes);
    bool clock = memchr(text.bytes, ':', text.length) != NULL;
    if (!clock) {
        (void)snprintf(pair, sizeof pair, "%.*s-%.*s", (int)text.length, text.bytes,
                       (int)text.length, text.bytes);
        char last = text.bytes[text.length - 1];
        const char *other = last == 'm' || last == 'M' ? "11:59pm" : "2359";
        (void)snprintf(pair, sizeof pair, "%.*s-%s", (int)text.length, text.bytes, other);
    }
    return read_day(na_str_of(pair), day);
}

/* The text of a day; with a column of closing a text of opening alone is when it opens. */
static bool take_day(const struct na_week *week, size_t day, char to[DAY_TEXT], bool *ret_empty)
{
    struct na_str whole =
        na_value_is_none(week->whole[day]) ? (struct na_str){"", 0} : week->whole[day];
    struct na_str opens =
        na_value_is_none(week->opens[day]) ? (struct na_str){"", 0} : week->opens[day];
    struct na_str closes =
        na_value_is_none(week->closes[day]) ? (struct na_str){"", 0} : week->closes[day];
    *ret_empty = whole.length + opens.length + closes.length == 0;
    if (*ret_empty) {
        return true;
    }
    if (closes.length > 0 && opens.length == 0) {
        opens = whole;
        whole.length = 0;
    }
    return whole.length > 0 ? read_day(without_seconds(whole), to) : read_pair(opens, closes, to);
}

/* "Mo-Fr 09:00-17:00; Sa off": days of the same hours together. */
static void join(char days[7][DAY_TEXT], char to[NA_HOURS_READ_MAX])
{
    size_t used = 0;
    for (size_t from = 0; from < 7;) {
        size_t next = from + 1;
        while (next < 7 && strcmp(days[next], days[from]) == 0) {
            next++;
        }
        used += (size_t)snprintf(to + used, used < NA_HOURS_READ_MAX ? NA_HOURS_READ_MAX - used : 0,
                                 "%s%s%s%s %s", used > 0 ? "; " : "", short_names[from],
                                 next > from + 1 ? "-" : "",
                                 next > from + 1 ? short_names[next - 1] : "", days[from]);
        if (used >= NA_HOURS_READ_MAX) {
            return;
        }
        from = next;
    }
}

enum na_week_read na_week_read(const struct na_week *week, char ret_hours[NA_HOURS_READ_MAX])
{
    char days[7][DAY_TEXT];
    char hours[NA_HOURS_READ_MAX] = "";
    size_t empty = 0;
    size_t unclear = 0;
    for (size_t day = 0; day < 7; day++) {
        bool none = false;
        bool good = take_day(week, day, days[day], &none);
        empty += none;
        unclear += !good;
        if (none || !good) {
            (void)na_text_copy(days[day], DAY_TEXT, "?");
        }
    }
    ret_hours[0] = '\0';
    if (empty == 7) {
        return NA_WEEK_EMPTY;
    }
    join(days, hours);
    if (empty + unclear == 0 && strcmp(hours, "Mo-Su 00:00-24:00") == 0) {
        (void)na_text_copy(hours, sizeof hours, "24/7");
    }
    if (empty + unclear == 0 && na_hours_read(na_str_of(hours), ret_hours)) {
        return NA_WEEK_READ;
    }
    (void)na_text_copy(ret_hours, NA_HOURS_READ_MAX, hours);
    return unclear == 0 && empty > 0 ? NA_WEEK_LACKING : NA_WEEK_UNCLEAR;
}
