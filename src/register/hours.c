/* Text is cut into tokens (days, times, words), tokens into rules, and rules are written as
 * opening_hours. A token that is not known ends it: no part of a text is taken. What was made is
 * parsed once more as a check. */
#include "register/hours.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <nearaid/error.h>

#include "base/opening_hours.h"

#define TOKENS_MAX 96
#define WEEK 0x7Fu
#define HOLIDAYS 0x80u

enum token_kind {
    TOKEN_DAYS, /* days: bits */
    TOKEN_TIME,
    TOKEN_TO,
    TOKEN_AND,
    TOKEN_END, /* of a rule */
    TOKEN_CLOSED,
    TOKEN_ALWAYS /* 24 hours */
};

/* How a time is written: two that belong together are written alike. */
enum clock_form { CLOCK_HALVES, CLOCK_FULL, CLOCK_NAMED };

struct token {
    enum token_kind kind;
    unsigned int days;
    int minutes;
    enum clock_form form;
};

struct reading {
    const char *text; /* lower case */
    struct token tokens[TOKENS_MAX];
    size_t count;
    bool between; /* "between 9am and 5pm": the next "and" leads to a time */
};

struct rule {
    unsigned int days; /* 0: every day */
    int spans[8][2];
    size_t span_count;
    bool closed;
};

static bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool add(struct reading *reading, struct token token)
{
    if (reading->count == TOKENS_MAX) {
        return false;
    }
    reading->tokens[reading->count++] = token;
    return true;
}

/* Bits of a day or of several, 0: no such word. */
static unsigned int days_of(const char *word, size_t length)
{
    static const struct {
        const char *word;
        unsigned int days;
    } words[] = {{"mon", 1},       {"tue", 2},         {"tues", 2},      {"wed", 4},
                 {"weds", 4},      {"wednes", 4},      {"thu", 8},       {"thur", 8},
                 {"thurs", 8},     {"fri", 16},        {"sat", 32},      {"satur", 32},
                 {"sun", 64},      {"mo", 1},          {"tu", 2},        {"we", 4},
                 {"th", 8},        {"fr", 16},         {"sa", 32},       {"su", 64},
                 {"daily", WEEK},  {"everyday", WEEK}, {"weekdays", 31}, {"weekday", 31},
                 {"weekends", 96}, {"weekend", 96},    {"ph", HOLIDAYS}};
    size_t stem = length;
    if (stem > 3 && word[stem - 1] == 's' && strncmp(word + stem - 4, "days", 4) == 0 && stem > 4) {
        stem--; /* "mondays" */
    }
    if (stem > 5 && strncmp(word + stem - 3, "day", 3) == 0 && word[0] != 'w' && word[0] != 'e') {
        stem -= 3;
    } else if (length >= 9 && strncmp(word, "wednesday", 9) == 0) {
        stem = 6;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t known = strlen(words[i].word);
        if ((known == stem || known == length) && strncmp(words[i].word, word, known) == 0) {
            return words[i].days;
        }
    }
    return 0;
}

static bool word_is(const char *word, size_t length, const char *list)
{
    char padded[24];
    if (length + 3 > sizeof padded) {
        return false;
    }
    padded[0] = ' ';
    memcpy(padded + 1, word, length);
    memcpy(padded + 1 + length, " ", 2);
    return strstr(list, padded) != NULL;
}

/* The phrase at `at`, and its length; the end of a word follows it. */
static bool phrase_is(const char *at, const char *phrase)
{
    size_t length = strlen(phrase);
    return strncmp(at, phrase, length) == 0 && !is_letter(at[length]) && !is_figure(at[length]);
}

/* Phrases of several words; bytes taken, 0: none. */
static size_t take_phrase(struct reading *reading, const char *at, bool *ret_good)
{
    static const struct {
        const char *phrase;
        enum token_kind kind;
        unsigned int days;
    } phrases[] = {
        {"24 hours a day, 7 days a week", TOKEN_ALWAYS, 0},
        {"24 hours a day 7 days a week", TOKEN_ALWAYS, 0},
        {"24 hours a day, seven days a week", TOKEN_ALWAYS, 0},
        {"24 hours, 7 days a week", TOKEN_ALWAYS, 0},
        {"24 hours 7 days a week", TOKEN_ALWAYS, 0},
        {"24 hours per day", TOKEN_ALWAYS, 0},
        {"24 hours a day", TOKEN_ALWAYS, 0},
        {"24 hrs a day", TOKEN_ALWAYS, 0},
        {"24hrs a day", TOKEN_ALWAYS, 0},
        {"24hr a day", TOKEN_ALWAYS, 0},
        {"24 x 7", TOKEN_ALWAYS, 0},
        {"24x7", TOKEN_ALWAYS, 0},
        {"all hours", TOKEN_ALWAYS, 0},
        {"24 hours access", TOKEN_ALWAYS, 0},
        {"24 hour access", TOKEN_ALWAYS, 0},
        {"24hr access", TOKEN_ALWAYS, 0},
        {"24/7 access", TOKEN_ALWAYS, 0},
        {"24/7/365", TOKEN_ALWAYS, 0},
        {"24 / 7", TOKEN_ALWAYS, 0},
        {"24/7", TOKEN_ALWAYS, 0},
        {"24-7", TOKEN_ALWAYS, 0},
        {"24 hours", TOKEN_ALWAYS, 0},
        {"24 hour", TOKEN_ALWAYS, 0},
        {"24 hrs", TOKEN_ALWAYS, 0},
        {"24 hr", TOKEN_ALWAYS, 0},
        {"24hours", TOKEN_ALWAYS, 0},
        {"24hrs", TOKEN_ALWAYS, 0},
        {"24hr", TOKEN_ALWAYS, 0},
        {"24h", TOKEN_ALWAYS, 0},
        {"always open", TOKEN_ALWAYS, 0},
        {"always available", TOKEN_ALWAYS, 0},
        {"always accessible", TOKEN_ALWAYS, 0},
        {"at all times", TOKEN_ALWAYS, 0},
        {"round the clock", TOKEN_ALWAYS, 0},
        {"all day every day", TOKEN_ALWAYS, 0},
        {"all day", TOKEN_ALWAYS, 0},
        {"any time", TOKEN_ALWAYS, 0},
        {"anytime", TOKEN_ALWAYS, 0},
        {"always", TOKEN_ALWAYS, 0},
        {"7 days a week", TOKEN_DAYS, WEEK},
        {"7 days per week", TOKEN_DAYS, WEEK},
        {"seven days a week", TOKEN_DAYS, WEEK},
        {"seven days", TOKEN_DAYS, WEEK},
        {"7 days", TOKEN_DAYS, WEEK},
        {"365 days a year", TOKEN_DAYS, WEEK},
        {"365 days", TOKEN_DAYS, WEEK},
        {"m-f", TOKEN_DAYS, 31},
        {"m - f", TOKEN_DAYS, 31},
        {"every day", TOKEN_DAYS, WEEK},
        {"each day", TOKEN_DAYS, WEEK},
        {"all week", TOKEN_DAYS, WEEK},
        {"bank holidays", TOKEN_DAYS, HOLIDAYS},
        {"bank holiday", TOKEN_DAYS, HOLIDAYS},
        {"public holidays", TOKEN_DAYS, HOLIDAYS},
        {"b/h", TOKEN_DAYS, HOLIDAYS},
    };
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
        if (phrase_is(at, phrases[i].phrase)) {
            *ret_good =
                add(reading, (struct token){.kind = phrases[i].kind, .days = phrases[i].days});
            return strlen(phrases[i].phrase);
        }
    }
    return 0;
}

/* "am", "a.m.", "pm" after a time: -1 none, 0 am, 1 pm; *ret_used bytes. */
static int half_at(const char *at, size_t *ret_used)
{
    size_t blanks = strspn(at, " ");
    const char *half = at + blanks;
    int pm = half[0] == 'p' ? 1 : 0;
    *ret_used = 0;
    if (half[0] != 'a' && half[0] != 'p') {
        return -1;
    }
    if (half[1] == 'm' && !is_letter(half[2])) {
        *ret_used = blanks + 2;
        return pm;
    }
    if (strncmp(half + 1, ".m.", 3) == 0 || strncmp(half + 1, ".m", 2) == 0) {
        *ret_used = blanks + (half[3] == '.' ? 4 : 3);
        return pm;
    }
    return -1;
}

/* A time in figures at `at`; bytes taken, 0: it is no time. */
static size_t take_time(struct reading *reading, const char *at, bool *ret_good)
{
    size_t figures = strspn(at, "0123456789");
    int hour = 0;
    int minute = 0;
    size_t used = figures;
    bool full = false;
    if (figures == 4) {
        hour = (at[0] - '0') * 10 + at[1] - '0';
        minute = (at[2] - '0') * 10 + at[3] - '0';
        full = true;
    } else if (figures == 1 || figures == 2) {
        hour = figures == 1 ? at[0] - '0' : (at[0] - '0') * 10 + at[1] - '0';
        bool parts = (at[figures] == ':' || at[figures] == '.') && is_figure(at[figures + 1]) &&
                     is_figure(at[figures + 2]) && !is_figure(at[figures + 3]);
        if (parts) {
            minute = (at[figures + 1] - '0') * 10 + at[figures + 2] - '0';
            used += 3;
            full = true;
        }
    } else {
        return 0;
    }
    size_t more = 0;
    int half = half_at(at + used, &more);
    struct token time = {.kind = TOKEN_TIME, .form = half >= 0 ? CLOCK_HALVES : CLOCK_FULL};
    used += more;
    if (half >= 0 && (hour < 1 || hour > 12)) {
        return 0;
    }
    if (half >= 0) {
        hour = hour % 12 + (half == 1 ? 12 : 0);
    } else if (phrase_is(at + used, " noon") || phrase_is(at + used, "noon")) {
        used += at[used] == ' ' ? 5 : 4;
        time.form = CLOCK_NAMED;
    } else if (phrase_is(at + used, " midnight")) {
        used += 9;
        time.form = CLOCK_NAMED;
        hour = 0;
    } else if (!full) {
        return 0; /* "9": of which half of the day? */
    } else if (phrase_is(at + used, "hrs") || phrase_is(at + used, "h")) {
        used += at[used + 1] == 'r' ? 3 : 1;
    } else if (phrase_is(at + used, " hrs") || phrase_is(at + used, " hours")) {
        used += at[used + 2] == 'r' ? 4 : 6;
    }
    time.minutes = hour * 60 + minute;
    if (is_letter(at[used]) || is_figure(at[used]) || minute > 59 || time.minutes > 1440) {
        return 0;
    }
    *ret_good = add(reading, time);
    return used;
}

/* A word alone; bytes taken, 0: nobody knows it. */
static size_t take_word(struct reading *reading, const char *at, bool *ret_good)
{
    static const char fillers[] = " open opens opening from between hours hrs the available "
                                  "accessible times access on is only inclusive every ";
    size_t length = 0;
    while (is_letter(at[length])) {
        length++;
    }
    unsigned int days = days_of(at, length);
    struct token token = {.kind = TOKEN_DAYS, .days = days};
    if (days == 0 && word_is(at, length, " to till til until through thru ")) {
        token.kind = TOKEN_TO;
    } else if (days == 0 && word_is(at, length, " and ")) {
        bool between = reading->between && reading->count > 0 &&
                       reading->tokens[reading->count - 1].kind == TOKEN_TIME;
        token.kind = between ? TOKEN_TO : TOKEN_AND;
        reading->between = reading->between && !between;
    } else if (days == 0 && word_is(at, length, " closed shut off ")) {
        token.kind = TOKEN_CLOSED;
    } else if (days == 0 && word_is(at, length, " noon midday ")) {
        token = (struct token){.kind = TOKEN_TIME, .minutes = 720, .form = CLOCK_NAMED};
    } else if (days == 0 && word_is(at, length, " midnight ")) {
        token = (struct token){.kind = TOKEN_TIME, .minutes = 0, .form = CLOCK_NAMED};
    } else if (days == 0) {
        reading->between = reading->between || word_is(at, length, " between ");
        return word_is(at, length, fillers) ? length : 0;
    }
    *ret_good = add(reading, token);
    return length;
}

static bool cut(struct reading *reading)
{
    const char *at = reading->text;
    bool good = true;
    while (*at != '\0' && good) {
        size_t used = strspn(at, " ():");
        if (used == 0) {
            used = take_phrase(reading, at, &good);
        }
        if (used == 0 && is_figure(*at)) {
            used = take_time(reading, at, &good);
        }
        if (used == 0 && is_letter(*at)) {
            used = take_word(reading, at, &good);
        }
        if (used == 0 && strchr("-,&/+;.\n", *at) != NULL) {
            enum token_kind kind = *at == '-'                    ? TOKEN_TO
                                   : strchr(",&/+", *at) != NULL ? TOKEN_AND
                                                                 : TOKEN_END;
            good = add(reading, (struct token){.kind = kind});
            used = 1;
        }
        good = good && used > 0;
        at += used;
    }
    return good;
}

static bool is_kind(const struct reading *reading, size_t i, enum token_kind kind)
{
    return i < reading->count && reading->tokens[i].kind == kind;
}

/* Days from day a to day b, around the weekend if need be; each is one day. */
static unsigned int days_between(unsigned int a, unsigned int b)
{
    unsigned int days = a;
    while (a != b) {
        a = a == 64 ? 1 : a << 1;
        days |= a;
    }
    return days;
}

static bool is_one_day(unsigned int days)
{
    return days != 0 && days < HOLIDAYS && (days & (days - 1)) == 0;
}

/* "Mon-Fri", "Mon, Wed and Fri", "weekends"; tokens taken, 0: none. */
static size_t take_days(const struct reading *reading, size_t at, unsigned int *ret_days)
{
    size_t i = at;
    unsigned int days = 0;
    while (is_kind(reading, i, TOKEN_DAYS)) {
        unsigned int first = reading->tokens[i].days;
        i++;
        if (is_kind(reading, i, TOKEN_TO) && is_kind(reading, i + 1, TOKEN_DAYS)) {
            unsigned int last = reading->tokens[i + 1].days;
            if (!is_one_day(first) || !is_one_day(last)) {
                return 0;
            }
            first = days_between(first, last);
            i += 2;
        }
        days |= first;
        if (is_kind(reading, i, TOKEN_AND) && is_kind(reading, i + 1, TOKEN_DAYS)) {
            i++;
        }
    }
    *ret_days = days;
    return i - at;
}

/* "9am-5pm"; tokens taken, 0: none, or its meaning is not single. */
static size_t take_span(const struct reading *reading, size_t at, struct rule *rule)
{
    if (!is_kind(reading, at, TOKEN_TIME) || !is_kind(reading, at + 1, TOKEN_TO) ||
        !is_kind(reading, at + 2, TOKEN_TIME) || rule->span_count == 8) {
        return 0;
    }
    struct token from = reading->tokens[at];
    struct token to = reading->tokens[at + 2];
    bool alike = from.form == to.form || from.form == CLOCK_NAMED || to.form == CLOCK_NAMED;
    int end = to.minutes == 0 ? 1440 : to.minutes;
    /* "9:00-5:00" has lost its halves of the day; "22:00-02:00" has not. */
    bool lost = from.form == CLOCK_FULL && end <= from.minutes && from.minutes <= 720;
    /* "12am-5pm" was meant from noon; "9pm-5pm" is a slip. */
    bool from_noon = from.form == CLOCK_HALVES && from.minutes == 0 && end > 720 && end < 1439;
    bool slip = end < from.minutes && end + 1440 - from.minutes > 16 * 60;
    if (!alike || lost || from_noon || slip || end == from.minutes) {
        return 0;
    }
    rule->spans[rule->span_count][0] = from.minutes;
    rule->spans[rule->span_count][1] = end;
    rule->span_count++;
    return 3;
}

/* All spans that follow one another; tokens taken. */
static size_t take_spans(const struct reading *reading, size_t at, struct rule *rule)
{
    size_t i = at;
    if (is_kind(reading, i, TOKEN_ALWAYS)) {
        rule->spans[0][0] = 0;
        rule->spans[0][1] = 1440;
        rule->span_count = 1;
        return 1;
    }
    for (;;) {
        size_t used = take_span(reading, i, rule);
        if (used == 0) {
            return i - at;
        }
        i += used;
        if (is_kind(reading, i, TOKEN_AND) && is_kind(reading, i + 1, TOKEN_TIME)) {
            i++;
        }
    }
}

static void print(char *to, size_t *used, const char *format, ...) NA_PRINTF(3, 4);

static void print(char *to, size_t *used, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(to + *used, NA_HOURS_READ_MAX - *used, format, args);
    va_end(args);
    *used += length > 0 ? (size_t)length : 0;
    *used = *used < NA_HOURS_READ_MAX ? *used : NA_HOURS_READ_MAX - 1;
}

static void print_days(char *to, size_t *used, unsigned int days)
{
    static const char names[] = "MoTuWeThFrSaSu";
    size_t first = *used;
    for (unsigned int day = 0; day < 7 && (days & WEEK) != WEEK; day++) {
        unsigned int end = day;
        if ((days >> day & 1u) == 0) {
            continue;
        }
        while (end < 6 && (days >> (end + 1) & 1u) != 0) {
            end++;
        }
        print(to, used, "%s%.2s", *used > first ? "," : "", names + 2 * day);
        if (end > day) {
            print(to, used, "%s%.2s", end > day + 1 ? "-" : ",", names + 2 * end);
        }
        day = end;
    }
    if ((days & HOLIDAYS) != 0 && (days & WEEK) != WEEK) {
        print(to, used, "%sPH", *used > first ? "," : "");
    }
    if (*used > first) {
        print(to, used, " ");
    }
}

static void print_rule(char *to, size_t *used, const struct rule *rule)
{
    print(to, used, "%s", *used > 0 ? "; " : "");
    print_days(to, used, rule->days);
    for (size_t i = 0; i < rule->span_count; i++) {
        int from = rule->spans[i][0];
        int end = rule->spans[i][1];
        print(to, used, "%s%02d:%02d-%02d:%02d", i > 0 ? "," : "", from / 60, from % 60, end / 60,
              end % 60);
    }
    if (rule->closed) {
        print(to, used, "off");
    }
}

/* One rule from token *at on: days and times in either order, or days that are closed. */
static bool take_rule(const struct reading *reading, size_t *at, bool *times_first,
                      struct rule *rule)
{
    size_t i = *at;
    size_t days_used = 0;
    if (is_kind(reading, i, TOKEN_CLOSED)) {
        i++;
        days_used = take_days(reading, i, &rule->days);
        rule->closed = true;
        *at = i + days_used;
        return days_used > 0;
    }
    days_used = *times_first ? 0 : take_days(reading, i, &rule->days);
    i += days_used;
    if (days_used > 0 && is_kind(reading, i, TOKEN_TO)) {
        i++; /* "Mon-Fri - 9am-5pm" */
    }
    if (days_used > 0 && is_kind(reading, i, TOKEN_AND)) {
        i++; /* "Mon-Fri, 9am-5pm" */
    }
    if (is_kind(reading, i, TOKEN_CLOSED)) {
        rule->closed = true;
        *at = i + 1;
        return days_used > 0;
    }
    size_t spans_used = take_spans(reading, i, rule);
    i += spans_used;
    if (spans_used > 0 && days_used == 0) {
        size_t comma = is_kind(reading, i, TOKEN_AND) ? 1 : 0;
        size_t later = take_days(reading, i + comma, &rule->days);
        *times_first = later > 0;
        i += later > 0 ? comma + later : 0;
    }
    *at = i;
    return spans_used > 0;
}

/* "9:00-5:00" is of the subset, and would be open through the night; "1:30-4:30" would be open
 * before dawn. Both were meant for the day: halves of the day are lost where hours are written with
 * one figure and no time is past noon. A night is written "21:00-05:00". */
static bool has_lost_halves(struct na_str text, const struct na_opening_hours *hours)
{
    bool short_hour = false;
    bool lost = false;
    for (size_t i = 1; i < text.length; i++) {
        size_t half = i + 3;
        bool mark = (text.bytes[i] == ':' || text.bytes[i] == '.') && half <= text.length &&
                    is_figure(text.bytes[i + 1]) && is_figure(text.bytes[i + 2]);
        while (half < text.length && text.bytes[half] == ' ') {
            half++;
        }
        bool said = half < text.length && strchr("aApP", text.bytes[half]) != NULL;
        short_hour = short_hour || (mark && !said && is_figure(text.bytes[i - 1]) &&
                                    (i == 1 || !is_figure(text.bytes[i - 2])));
    }
    for (size_t i = 0; i < hours->rule_count; i++) {
        for (size_t j = 0; j < hours->rules[i].span_count; j++) {
            const struct na_hours_span *span = &hours->rules[i].spans[j];
            bool to_next_day = span->from <= 720 && span->to > 1440;
            lost = lost || to_next_day || (span->from < 480 && span->to <= 720);
        }
    }
    return short_hour && lost;
}

/* Do the spans follow one another through the day? "9am-5pm, 10am-4pm" are of two days. */
static bool follow_one_another(const struct rule *rule)
{
    for (size_t i = 1; i < rule->span_count; i++) {
        if (rule->spans[i][0] < rule->spans[i - 1][1] ||
            rule->spans[i - 1][1] < rule->spans[i - 1][0]) {
            return false;
        }
    }
    return true;
}

/* A rule would take days from those before it, which nobody meant: "Mon-Fri 9am-5pm; 24 hours". */
static bool takes_back(unsigned int said, const struct rule *rule)
{
    return rule->days == 0 ? said != 0 : (said & rule->days) != 0;
}

bool na_hours_read(struct na_str prose, char ret_hours[NA_HOURS_READ_MAX])
{
    char lower[NA_HOURS_TEXT_MAX];
    char out[NA_HOURS_READ_MAX] = "";
    struct na_opening_hours hours;
    struct reading reading = {.text = lower};
    prose = na_str_trim_wide(prose);
    if (prose.length == 0 || prose.length >= sizeof lower) {
        return false;
    }
    if (prose.length < NA_HOURS_READ_MAX && na_opening_hours_parse(prose, &hours)) {
        return !has_lost_halves(prose, &hours) &&
               na_text_copy_str(ret_hours, NA_HOURS_READ_MAX, prose);
    }
    size_t length = 0;
    for (size_t i = 0; i < prose.length; i++) {
        bool dash = i + 2 < prose.length && memcmp(prose.bytes + i, "\xE2\x80", 2) == 0 &&
                    ((unsigned char)prose.bytes[i + 2] >= 0x90 &&
                     (unsigned char)prose.bytes[i + 2] <= 0x95);
        lower[length++] = dash ? '-' : na_ascii_lower(prose.bytes[i]);
        i += dash ? 2 : 0;
    }
    lower[length] = '\0';
    size_t used = 0;
    size_t at = 0;
    unsigned int said = 0;
    bool all = false;
    bool times_first = false;
    bool good = cut(&reading) && reading.count > 0;
    while (good && at < reading.count) {
        struct rule rule = {.days = 0};
        if (is_kind(&reading, at, TOKEN_END) || is_kind(&reading, at, TOKEN_AND)) {
            at++;
            continue;
        }
        good = take_rule(&reading, &at, &times_first, &rule) && follow_one_another(&rule) &&
               !takes_back(said, &rule);
        if (good) {
            said |= rule.days;
            all = all || rule.days == 0;
            print_rule(out, &used, &rule);
        }
    }
    if (good && strcmp(out, "00:00-24:00") == 0) {
        (void)na_text_copy(out, sizeof out, "24/7");
    }
    /* Of holidays alone nothing is known of other days. */
    return good && (all || (said & WEEK) != 0) && used < sizeof out - 1 &&
           na_opening_hours_parse(na_str_of(out), &hours) && !has_lost_halves(prose, &hours) &&
           na_text_copy(ret_hours, NA_HOURS_READ_MAX, out);
}
