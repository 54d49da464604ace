/* A text is cut into tokens once. Then each explanation walks over them and marks the figures that
 * it accounts for. At the end a figure that is announced as a code loses its explanation. A new
 * explanation is one function. */
#include "register/figures.h"

#include <string.h>

#include "data/postcode.h"
#include "io/fold.h"

/* Areas of British postcodes: "C159XY" is of none. */
static const char postcode_areas[] =
    " ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy "
    "e "
    "ec en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln "
    "ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn "
    "so "
    "sp sr ss st sw sy ta td tf tn tq tr ts tw ub uxb w wa wc wd wf wn wr ws wv yo ze ";

static const char months[] =
    " jan january feb february mar march apr april may jun june jul july aug "
    "august sep sept september oct october nov november dec december ";
/* What a number after it names; the number itself opens nothing. */
static const char numbered[] =
    " serial ref reference stop column unit flat room floor level block suite plot bay platform "
    "studio shed lamppost post lamp junction route bus no number nos hut ward wing building house "
    "apartment phase stand hall court pitch gate area zone stage site store shop stall jn jct "
    "model "
    "asset id item version part sn shops units rooms flats gates platforms pillar pier berth "
    "terminal wall lift stair staircase stairwell pole marker aisle tee bin gritbin mile numbers "
    "entrance exit door rm ";
static const char streets[] =
    " street st road rd lane ln avenue ave drive dr close cl crescent cres way terrace court place "
    "square row walk grove gardens green hill bank parade mews view rise park gate wynd quay "
    "boulevard broadway highway promenade front esplanade wharf yard fields meadows market chare "
    "approach estate house cottages villas buildings centre ";
static const char measures[] =
    " m metre metres meter meters km cm mm mtrs mtr ft feet foot yards yard yds yd miles mile inch "
    "inches kg litre litres mph percent steps stairs minutes minute mins min seconds secs paces "
    "storey storeys storeyed floors people persons pupils places spaces seats beds bays doors "
    "sites "
    "units cabinets joules v volts years yrs months weeks week days day pm am st nd rd th ";
static const char dated[] = " built installed since opened est established in fitted replaced "
                            "checked inspected serviced issued until from by year expires expiry "
                            "expired updated of ";
/* What is said directly before a code. */
static const char announcing[] = " code codes pin passcode password keycode combination combo "
                                 "passkey pincode doorcode ";
static const char bridging[] = " is are the of no number numbers then for door cabinet box to open "
                               "opens now set as lock key safe access entry gate was ";

bool na_figures_is(const struct na_figures *figures, size_t i, const char *list)
{
    char word[32];
    const struct na_figures_token *token = &figures->tokens[i];
    size_t length = (size_t)(token->to - token->from);
    if (i >= figures->count || length + 3 > sizeof word) {
        return false;
    }
    word[0] = ' ';
    memcpy(word + 1, figures->plain + token->from, length);
    word[length + 1] = ' ';
    word[length + 2] = '\0';
    return strstr(list, word) != NULL;
}

struct na_str na_figures_gap(const struct na_figures *figures, size_t i)
{
    if (i + 1 >= figures->count) {
        return (struct na_str){"", 0};
    }
    size_t from = figures->tokens[i].to;
    return (struct na_str){figures->plain + from, figures->tokens[i + 1].from - from};
}

static bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool begins(struct na_str text, const char *with)
{
    size_t length = strlen(with);
    return text.length >= length && memcmp(text.bytes, with, length) == 0;
}

/* Figures of other scripts that stand in runs of ten, by the first of each run. */
static bool other_figure(const unsigned char *at, size_t left, char *ret_figure, size_t *ret_bytes)
{
    static const unsigned int zeros[] = {0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66,
                                         0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20};
    unsigned int point = 0;
    size_t bytes = at[0] >= 0xE0 && at[0] < 0xF0 ? 3 : at[0] >= 0xC0 && at[0] < 0xE0 ? 2 : 0;
    if (bytes == 0 || bytes > left) {
        return false;
    }
    point = bytes == 2 ? (at[0] & 0x1Fu) << 6 | (at[1] & 0x3Fu)
                       : (at[0] & 0x0Fu) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
    for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++) {
        if (point >= zeros[i] && point <= zeros[i] + 9) {
            *ret_figure = (char)('0' + (point - zeros[i]));
            *ret_bytes = bytes;
            return true;
        }
    }
    return false;
}

/* Figures of other scripts as ASCII, signs of money as '$'. `to` has room for the text. */
static size_t write_ascii(struct na_str text, char *to, uint16_t *from)
{
    size_t length = 0;
    for (size_t i = 0; i < text.length;) {
        char figure = '\0';
        size_t bytes = 1;
        bool other =
            (unsigned char)text.bytes[i] >= 0xC0 &&
            other_figure((const unsigned char *)text.bytes + i, text.length - i, &figure, &bytes);
        struct na_str rest = {text.bytes + i, text.length - i};
        if (begins(rest, "\xC2\xA3") || begins(rest, "\xE2\x82\xAC")) {
            other = true;
            figure = '$';
            bytes = rest.bytes[0] == '\xC2' ? 2 : 3;
        }
        from[length] = (uint16_t)i;
        to[length++] = other ? figure : text.bytes[i];
        i += other ? bytes : 1;
    }
    return length;
}

static void add_token(struct na_figures *figures, size_t from, size_t to)
{
    struct na_figures_token token = {.from = (uint16_t)from, .to = (uint16_t)to};
    for (size_t i = from; i < to; i++) {
        token.figures = (uint16_t)(token.figures + is_figure(figures->plain[i]));
        token.letters = (uint16_t)(token.letters + !is_figure(figures->plain[i]));
    }
    figures->tokens[figures->count++] = token;
}

bool na_figures_cut(struct na_str text, struct na_figures *ret_figures)
{
    char ascii[NA_FIGURES_TEXT_MAX / 2];
    uint16_t first[NA_FIGURES_TEXT_MAX / 2];
    ret_figures->count = 0;
    ret_figures->length = 0;
    if (text.length >= sizeof ascii || text.length == 0) {
        return text.length == 0;
    }
    size_t length = write_ascii(text, ascii, first);
    if (!na_fold_plain((struct na_str){ascii, length}, ret_figures->plain, ret_figures->origin,
                       sizeof ret_figures->plain, &ret_figures->length)) {
        return false;
    }
    size_t from = 0;
    for (size_t i = 0; i <= ret_figures->length; i++) {
        char c = i < ret_figures->length ? ret_figures->plain[i] : ' ';
        bool inside = is_figure(c) || is_letter(c) || (unsigned char)c >= 0x80;
        if (inside) {
            continue;
        }
        if (i > from && ret_figures->count == NA_FIGURES_TOKENS_MAX) {
            return false;
        }
        if (i > from) {
            add_token(ret_figures, from, i);
        }
        from = i + 1;
    }
    for (size_t i = 0; i < ret_figures->length; i++) {
        ret_figures->origin[i] = first[ret_figures->origin[i]];
    }
    return true;
}

static bool is_number(const struct na_figures *figures, size_t i)
{
    return i < figures->count && figures->tokens[i].figures > 0 && figures->tokens[i].letters == 0;
}

/* Its figures as a number of at most 4; -1 for others. */
static int value_of(const struct na_figures *figures, size_t i)
{
    int value = 0;
    if (!is_number(figures, i) || figures->tokens[i].figures > 4) {
        return -1;
    }
    for (size_t at = figures->tokens[i].from; at < figures->tokens[i].to; at++) {
        value = 10 * value + (figures->plain[at] - '0');
    }
    return value;
}

static bool gap_is(const struct na_figures *figures, size_t i, char c)
{
    struct na_str gap = na_figures_gap(figures, i);
    return gap.length == 1 && gap.bytes[0] == c;
}

static char before(const struct na_figures *figures, size_t i)
{
    size_t from = figures->tokens[i].from;
    return from > 0 ? figures->plain[from - 1] : ' ';
}

static void mark(struct na_figures *figures, size_t from, size_t count, bool always)
{
    for (size_t i = from; i < from + count && i < figures->count; i++) {
        figures->tokens[i].explained = true;
        figures->tokens[i].always = figures->tokens[i].always || always;
    }
}

/* A telephone number from token i on: groups of figures that make 10 or 11 with a nought, or 44. */
static void explain_phone(struct na_figures *figures, size_t i)
{
    char all[16];
    size_t used = 0;
    if (!is_number(figures, i)) {
        return;
    }
    for (size_t end = i; is_number(figures, end); end++) {
        struct na_figures_token token = figures->tokens[end];
        if (used + token.figures >= sizeof all) {
            return;
        }
        memcpy(all + used, figures->plain + token.from, token.figures);
        used += token.figures;
        struct na_str gap = na_figures_gap(figures, end);
        bool joined = is_number(figures, end + 1) && gap.length <= 2 && gap.length > 0 &&
                      memchr(gap.bytes, ',', gap.length) == NULL &&
                      memchr(gap.bytes, '\n', gap.length) == NULL;
        size_t lead = used > 1 && all[0] == '0'                                     ? 1
                      : used > 3 && all[0] == '4' && all[1] == '4' && all[2] == '0' ? 3
                      : used > 2 && all[0] == '4' && all[1] == '4'                  ? 2
                                                                                    : 0;
        bool plus = lead < 2 || before(figures, i) == '+' || used >= 12;
        size_t rest = used - lead;
        if (lead > 0 && plus && (rest == 10 || rest == 9) && !(joined && rest == 9) &&
            strchr("1235789", all[lead]) != NULL) {
            mark(figures, i, end + 1 - i, true);
            return;
        }
        if (!joined) {
            return;
        }
    }
}

static void explain_postcode(struct na_figures *figures, size_t i)
{
    char area[8] = " ";
    size_t letters = 0;
    uint32_t key = 0;
    const struct na_figures_token *token = &figures->tokens[i];
    while (letters < 3 && is_letter(figures->plain[token->from + letters])) {
        area[1 + letters] = figures->plain[token->from + letters];
        letters++;
    }
    area[1 + letters] = ' ';
    if (letters == 0 || token->figures == 0 || strstr(postcode_areas, area) == NULL) {
        return;
    }
    const char *start = figures->plain + token->from;
    if (na_postcode_unit((struct na_str){start, (size_t)(token->to - token->from)}, &key)) {
        mark(figures, i, 1, true);
    } else if (i + 1 < figures->count && na_figures_gap(figures, i).length <= 2 &&
               na_figures_gap(figures, i).bytes[0] == ' ' &&
               na_postcode_unit(
                   (struct na_str){start, (size_t)(figures->tokens[i + 1].to - token->from)},
                   &key)) {
        mark(figures, i, 2, true);
    }
}

static bool is_year(int value)
{
    return value >= 1800 && value <= 2069;
}

static void explain_date(struct na_figures *figures, size_t i)
{
    int first = value_of(figures, i);
    int second = value_of(figures, i + 1);
    int third = value_of(figures, i + 2);
    struct na_str gap = na_figures_gap(figures, i);
    bool marks = gap.length == 1 && strchr("/.-", gap.bytes[0]) != NULL;
    bool ordinal = figures->tokens[i].figures > 0 && figures->tokens[i].letters == 2 &&
                   figures->tokens[i].figures <= 2;
    bool day = first >= 1 && first <= 31;
    if (marks && gap_is(figures, i + 1, gap.bytes[0]) && second >= 1 && second <= 31 &&
        ((day && (is_year(third) ||
                  (third >= 0 && figures->tokens[i + 2].figures == 2 && second <= 12))) ||
         (is_year(first) && third >= 1 && third <= 31))) {
        mark(figures, i, 3, false);
    } else if (first >= 1 && first <= 12 && is_year(second) && gap_is(figures, i, '/') &&
               !gap_is(figures, i + 1, '/')) {
        mark(figures, i, 2, false); /* "06/2027" */
    } else if (is_year(first) && gap_is(figures, i, '-') && second >= 1 && second <= 12 &&
               figures->tokens[i + 1].figures == 2) {
        mark(figures, i, 2, false); /* "2024-01" */
    } else if ((day || ordinal) && i + 1 < figures->count &&
               na_figures_is(figures, i + 1, months)) {
        mark(figures, i, is_year(third) ? 3 : 1, false);
    } else if (na_figures_is(figures, i, months) &&
               (is_year(second) || (second >= 1 && second <= 31))) {
        mark(figures, i, second <= 31 && is_year(third) ? 3 : 2, false);
    }
}

static bool is_clock(int value)
{
    return value >= 0 && value <= 2400 && value % 100 < 60;
}

/* Is the token a time with its half of the day, "9am", "10pm", "30am" of 9.30am, "0900hrs"? */
static bool is_hour_word(const struct na_figures *figures, size_t i)
{
    const struct na_figures_token *token = &figures->tokens[i];
    if (i >= figures->count || token->figures == 0 || token->figures > 4 || token->letters < 1) {
        return false;
    }
    char tail[8] = "";
    size_t from = (size_t)token->from + token->figures;
    size_t length = (size_t)(token->to - from);
    if (length >= sizeof tail) {
        return false;
    }
    memcpy(tail, figures->plain + from, length);
    return strcmp(tail, "am") == 0 || strcmp(tail, "pm") == 0 || strcmp(tail, "hrs") == 0 ||
           strcmp(tail, "hr") == 0 || strcmp(tail, "h") == 0 || strcmp(tail, "hours") == 0 ||
           strcmp(tail, "noon") == 0;
}

static void explain_clock(struct na_figures *figures, size_t i)
{
    static const char after[] = " am pm noon hrs hr hours hour a.m p.m oclock o ";
    int first = value_of(figures, i);
    int second = value_of(figures, i + 1);
    size_t digits = figures->tokens[i].figures;
    if (first == 24 && (second == 7 || second == 365)) {
        mark(figures, i, second == 7 && value_of(figures, i + 2) == 365 ? 3 : 2, true);
    } else if (is_hour_word(figures, i)) {
        mark(figures, i, 1, true);
    } else if (first >= 0 && first <= 24 && (gap_is(figures, i, ':') || gap_is(figures, i, '.')) &&
               (is_hour_word(figures, i + 1) ||
                (second >= 0 && second < 60 && figures->tokens[i + 1].figures == 2 &&
                 (gap_is(figures, i, ':') || na_figures_is(figures, i + 2, after))))) {
        mark(figures, i, 2, is_hour_word(figures, i + 1));
    } else if (first >= 0 && na_figures_is(figures, i + 1, after) &&
               is_clock(digits > 2 ? first : 100 * first)) {
        mark(figures, i, 1, true);
    } else if (digits == 4 && i + 1 < figures->count && figures->tokens[i + 1].figures == 4 &&
               is_clock(first) && is_clock(second) && first % 5 == 0 && second % 5 == 0 &&
               gap_is(figures, i, '-')) {
        mark(figures, i, 2, false);
    } else if (digits == 4 && is_clock(first) && first % 5 == 0 &&
               na_figures_is(figures, i + 1, " to until till ") &&
               is_clock(value_of(figures, i + 2)) && value_of(figures, i + 2) % 5 == 0 &&
               figures->tokens[i + 2].figures == 4) {
        mark(figures, i, 3, false);
    }
}

static void explain_emergency(struct na_figures *figures, size_t i)
{
    int value = value_of(figures, i);
    bool joined = i + 1 < figures->count && figures->tokens[i + 1].figures > 0 &&
                  na_figures_gap(figures, i).length == 1 && !gap_is(figures, i, '/');
    if (figures->tokens[i].figures == 3 &&
        (value == 999 || value == 112 || value == 101 || value == 111 || value == 105) && !joined) {
        mark(figures, i, 1, value == 999 || value == 112);
    }
}

/* Is the token one to four figures after one of a, b, m, as roads are called? */
static bool is_road(const struct na_figures *figures, size_t i)
{
    const struct na_figures_token *token = &figures->tokens[i];
    return token->letters == 1 && token->figures >= 1 && token->figures <= 4 &&
           strchr("abm", figures->plain[token->from]) != NULL;
}

bool na_figures_names_road(const struct na_figures *figures, size_t i)
{
    static const char before_road[] = " the off along via onto on near by ";
    static const char after_road[] = " road northbound southbound eastbound westbound services "
                                     "roundabout layby bypass slip junction ";
    return is_road(figures, i) && ((i > 0 && na_figures_is(figures, i - 1, before_road)) ||
                                   na_figures_is(figures, i + 1, after_road));
}

/* A road ("A689", "B1380", "M62"), a model ("CR2", "G5"), a code of ONS, a UPRN, a year. */
static void explain_named(struct na_figures *figures, size_t i)
{
    const struct na_figures_token *token = &figures->tokens[i];
    const char *at = figures->plain + token->from;
    bool letter_first = is_letter(at[0]);
    size_t lead = 0;
    while (lead < token->letters && is_letter(at[lead])) {
        lead++;
    }
    bool plain = lead == token->letters;
    if (is_road(figures, i)) {
        mark(figures, i, 1, false);
    } else if (letter_first && token->figures > 0 && token->figures <= 2 && token->letters >= 1) {
        mark(figures, i, 1, false);
    } else if (letter_first && plain && token->letters == 1 && token->figures == 8 &&
               strchr("enswkj", at[0]) != NULL) {
        mark(figures, i, 1, false);
    } else if (token->letters == 0 && (token->figures == 12 || token->figures == 11) &&
               (at[0] == '1' || (i > 0 && na_figures_is(figures, i - 1, " uprn ")))) {
        mark(figures, i, 1, false);
    } else if (is_year(value_of(figures, i)) && i > 0 && na_figures_is(figures, i - 1, dated)) {
        mark(figures, i, 1, false);
    }
}

/* Words with a figure in them, and what makers call their devices: "Lifepak CR2". */
static bool is_known_word(const struct na_figures *figures, size_t i)
{
    static const char words[] = " w3w what3words co2 ";
    static const char makers[] = " lifepak zoll philips heartstart heartsine samaritan mindray "
                                 "beneheart powerheart schiller fred defibtech primedic aed ";
    const struct na_figures_token *token = &figures->tokens[i];
    bool model = i > 0 && token->figures + token->letters <= 3 && token->figures <= 2 &&
                 na_figures_gap(figures, i - 1).length == 1;
    return na_figures_is(figures, i, words) || (model && na_figures_is(figures, i - 1, makers));
}

/* "12 metres", "12m", "2nd". */
static bool is_measured(const struct na_figures *figures, size_t i)
{
    const struct na_figures_token *token = &figures->tokens[i];
    if (token->letters == 0) {
        return token->figures <= 4 && na_figures_is(figures, i + 1, measures);
    }
    if (token->figures == 0 || token->figures > 3 || token->letters > 6 ||
        !is_figure(figures->plain[token->from])) {
        return false;
    }
    char unit[16] = " ";
    memcpy(unit + 1, figures->plain + token->from + token->figures, token->letters);
    unit[1 + token->letters] = ' ';
    return strstr(measures, unit) != NULL;
}

/* A length, a sum of money, the number of a thing, of a house. */
static void explain_counted(struct na_figures *figures, size_t i)
{
    const struct na_figures_token *token = &figures->tokens[i];
    char sign = before(figures, i);
    struct na_str gap = na_figures_gap(figures, i);
    if (token->figures == 0) {
        return;
    }
    int low = value_of(figures, i);
    int high = value_of(figures, i + 1);
    if (low >= 0 && low < 1000 && gap_is(figures, i, '.') && i + 1 < figures->count &&
        figures->tokens[i + 1].figures > 0 && is_measured(figures, i + 1)) {
        mark(figures, i, 2, false); /* "10.5m" */
        return;
    }
    if (low > 0 && low < 1000 && high > low && high <= low + 20 && gap_is(figures, i, '-') &&
        !gap_is(figures, i + 1, '-') && (i == 0 || !gap_is(figures, i - 1, '-'))) {
        mark(figures, i, 2, false); /* "55-57 Westgate" */
        return;
    }
    bool after_thing = i > 0 && na_figures_is(figures, i - 1, numbered) &&
                       na_figures_gap(figures, i - 1).length <= 2;
    bool pair = low > 0 && token->figures <= 3 && na_figures_is(figures, i + 1, " and to ") &&
                value_of(figures, i + 2) > low && value_of(figures, i + 2) <= low + 20;
    if (after_thing && token->letters <= 1) {
        mark(figures, i, pair ? 3 : 1, false); /* "shops 12 and 14" */
    } else if (is_measured(figures, i)) {
        mark(figures, i, 1, false);
    } else if (sign == '$' || (gap.length > 0 && gap.bytes[0] == '%')) {
        mark(figures, i, is_number(figures, i + 1) && gap_is(figures, i, '.') ? 2 : 1, false);
    } else if (token->figures <= 3 && token->letters <= 1 &&
               is_figure(figures->plain[token->from])) {
        bool opposite =
            (i > 0 && na_figures_is(figures, i - 1,
                                    " opposite opp outside near by at beside next behind ")) ||
            (i > 1 && na_figures_is(figures, i - 2, " next ") &&
             na_figures_is(figures, i - 1, " to "));
        bool street = opposite;
        for (size_t word = i + 1; word <= i + 4 && word < figures->count && !street; word++) {
            street = figures->tokens[word].figures == 0 && na_figures_is(figures, word, streets);
            if (figures->tokens[word].figures > 0) {
                break;
            }
        }
        if (street) {
            mark(figures, i, 1, false);
        }
    }
}

/* Is token i what is announced as a code: "code 1905", "pin is 12/05/66"? */
static bool is_announced(const struct na_figures *figures, size_t i)
{
    for (size_t back = 1; back <= 5 && back <= i; back++) {
        struct na_str gap = na_figures_gap(figures, i - back);
        if (gap.length > 0 && (memchr(gap.bytes, ';', gap.length) != NULL ||
                               (memchr(gap.bytes, '.', gap.length) != NULL && gap.length > 1))) {
            return false;
        }
        if (na_figures_is(figures, i - back, announcing)) {
            return true;
        }
        bool figures_between = figures->tokens[i - back].figures > 0;
        if (!figures_between && !na_figures_is(figures, i - back, bridging)) {
            return false;
        }
    }
    return false;
}

/* "09:05#": a key of a pad. */
static bool is_starred(const struct na_figures *figures, size_t i)
{
    size_t to = figures->tokens[i].to;
    char right = to < figures->length ? figures->plain[to] : ' ';
    return strchr("*#", before(figures, i)) != NULL || strchr("*#", right) != NULL;
}

/* Tokens of a time of the day without its half at `i`, "9", "8.30"; 0: there is none. */
static size_t bare_time(const struct na_figures *figures, size_t i)
{
    int hour = value_of(figures, i);
    if (hour < 1 || hour > 24 || figures->tokens[i].figures > 2) {
        return 0;
    }
    int minute = value_of(figures, i + 1);
    bool parts = (gap_is(figures, i, '.') || gap_is(figures, i, ':')) && minute >= 0 &&
                 minute < 60 && figures->tokens[i + 1].figures == 2;
    return parts ? 2 : 1;
}

/* "9-5", "8.30 to 5": hours, though nobody can tell which. Tokens that they take, 0: none. */
static size_t bare_hours(const struct na_figures *figures, size_t i)
{
    size_t from = bare_time(figures, i);
    bool chained = i > 0 && gap_is(figures, i - 1, '-') && is_number(figures, i - 1);
    if (from == 0 || chained) {
        return 0;
    }
    size_t at = i + from;
    bool dash = at < figures->count && na_figures_gap(figures, at - 1).length <= 3 &&
                memchr(na_figures_gap(figures, at - 1).bytes, '-',
                       na_figures_gap(figures, at - 1).length) != NULL;
    at += !dash && na_figures_is(figures, at, " to til till until ") ? 1 : 0;
    size_t to = dash || at > i + from ? bare_time(figures, at) : 0;
    bool goes_on = to > 0 && gap_is(figures, at + to - 1, '-') && is_number(figures, at + to);
    return to > 0 && !goes_on ? at + to - i : 0;
}

/* What explains a little number where something is locked: not enough for a long one. */
static void explain_minor(struct na_figures *figures)
{
    for (size_t i = 0; i < figures->count; i++) {
        explain_counted(figures, i);
    }
    for (size_t i = 0; i < figures->count; i++) {
        struct na_figures_token *token = &figures->tokens[i];
        mark(figures, i, bare_hours(figures, i), false);
        token->minor = (token->explained && token->figures <= 3) || is_known_word(figures, i) ||
                       na_figures_names_road(figures, i);
        token->explained = false;
    }
}

void na_figures_explain(struct na_figures *figures, bool strict)
{
    if (strict) {
        explain_minor(figures);
    }
    for (size_t i = 0; i < figures->count; i++) {
        explain_phone(figures, i);
        explain_emergency(figures, i);
        explain_postcode(figures, i);
        explain_date(figures, i);
        explain_clock(figures, i);
        if (!strict) {
            explain_named(figures, i);
            explain_counted(figures, i);
            mark(figures, i, bare_hours(figures, i), false);
        }
    }
    for (size_t i = 0; i < figures->count; i++) {
        struct na_figures_token *token = &figures->tokens[i];
        if (token->explained && !token->always && token->figures > 0 &&
            (is_announced(figures, i) || (strict && is_starred(figures, i)))) {
            token->explained = false;
        }
    }
}
