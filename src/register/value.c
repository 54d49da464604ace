/* One reader for each kind of value, over text folded to lower case with single blanks. A reader
 * that is not sure says no, and the text stays as it was. Mended text is taken only if undoing the
 * damage gives valid UTF-8. */
#include "register/value.h"

#include <string.h>

#include "base/number.h"
#include "data/postcode.h"
#include "geo/angle.h"
#include "io/encoding.h"
#include "io/fold.h"

/* In lower case with one blank between words; false if it does not fit. */
static bool fold_words(struct na_str text, char *to, size_t size)
{
    size_t length = 0;
    text = na_str_trim_wide(text);
    for (size_t i = 0; i < text.length; i++) {
        char c = na_ascii_lower(text.bytes[i]);
        bool mark = c == ' ' || c == '\t' || c == '_' || c == '-' || c == '.' || c == ',' ||
                    c == '(' || c == ')' || c == '!' || c == ':' || c == '/';
        if (mark && (length == 0 || to[length - 1] == ' ')) {
            continue;
        }
        if (length + 2 > size) {
            return false;
        }
        to[length++] = mark ? ' ' : c;
    }
    while (length > 0 && to[length - 1] == ' ') {
        length--;
    }
    to[length] = '\0';
    return true;
}

/* Is `word` one of the words between bars? */
static bool is_one_of(const char *word, const char *list)
{
    size_t length = strlen(word);
    for (const char *at = length > 0 ? strstr(list, word) : NULL; at != NULL;
         at = strstr(at + 1, word)) {
        if (at > list && at[-1] == '|' && at[length] == '|') {
            return true;
        }
    }
    return false;
}

bool na_value_is_none(struct na_str text)
{
    char word[32];
    text = na_str_trim_wide(text);
    if (text.length == 0) {
        return true;
    }
    bool marks = true;
    for (size_t i = 0; i < text.length; i++) {
        marks = marks && strchr("-?.*/", text.bytes[i]) != NULL;
    }
    return marks || (fold_words(text, word, sizeof word) &&
                     is_one_of(word, "|n a|na|none|nil|null|nan|tbc|tba|unknown|not known|"
                                     "not applicable|not available|no data|blank|empty|to be "
                                     "confirmed|x x|undefined|not recorded|not provided|n k|nk|"
                                     "not stated|<null>|(null)|0000 00 00|"));
}

bool na_value_is_damage(struct na_str text)
{
    static const char *const words[] = {"#NO VALUE!", "#VALUE!", "#N/A",  "#REF!",   "#NAME?",
                                        "#DIV/0!",    "#NULL!",  "#NUM!", "#ERROR!", "#SPILL!"};
    text = na_str_trim_wide(text);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (text.length == strlen(words[i]) && strncmp(text.bytes, words[i], text.length) == 0) {
            return true;
        }
    }
    size_t hashes = 0;
    while (hashes < text.length && text.bytes[hashes] == '#') {
        hashes++;
    }
    return hashes >= 3 && hashes == text.length;
}

bool na_value_is_exponent(struct na_str text)
{
    double value = 0;
    text = na_str_trim_wide(text);
    bool has = false;
    for (size_t i = 1; i + 1 < text.length; i++) {
        has = has || ((text.bytes[i] == 'E' || text.bytes[i] == 'e') && text.bytes[i + 1] == '+');
    }
    return has && na_number_parse(text, &value);
}

enum na_answer na_value_answer(struct na_str text)
{
    static const char yes[] =
        "|y|yes|true|1|t|x|tick|locked|coded|required|needed|key|code|code required|code needed|"
        "keypad|padlock|padlocked|yes locked|yes code|yes coded|key required|locked cabinet|"
        "\xE2\x9C\x93|\xE2\x9C\x94|\xE2\x9C\x93 yes|yes code required|code locked|coded lock|"
        "keycode|pin|pin required|combination|combination lock|key lock|lock|locked code required|"
        "yes call 999|locked call 999|call 999|";
    static const char no[] =
        "|n|no|false|0|f|unlocked|not locked|open|no code|no lock|not required|not needed|"
        "no code required|no code needed|none required|unlocked cabinet|no unlocked|no key|"
        "not coded|free access|open access|no not locked|\xE2\x9C\x97|\xE2\x9C\x98|none|";
    char word[48];
    if (!fold_words(text, word, sizeof word) || word[0] == '\0') {
        return NA_ANSWER_UNKNOWN;
    }
    return is_one_of(word, no)    ? NA_ANSWER_NO
           : is_one_of(word, yes) ? NA_ANSWER_YES
                                  : NA_ANSWER_UNKNOWN;
}

static bool has_phrase(const char *text, const char *const *phrases)
{
    for (size_t i = 0; phrases[i] != NULL; i++) {
        size_t length = strlen(phrases[i]);
        for (const char *at = strstr(text, phrases[i]); at != NULL;
             at = strstr(at + 1, phrases[i])) {
            bool begins = at == text || at[-1] == ' ';
            if (begins && (at[length] == ' ' || at[length] == '\0')) {
                return true;
            }
        }
    }
    return false;
}

/* Is one of the two words before `at` a no: "not OK", "non operational", "isn't yet live"? */
static bool is_denied(const char *words, const char *at)
{
    static const char *const no[] = {"not",     "non",  "never",  "cannot",    "hardly",
                                     "without", "isn",  "isnt",   "isn't",     "aren",
                                     "aren't",  "wasn", "wasn't", "doesn",     "doesnt",
                                     "doesn't", "cant", "can't",  "no longer", NULL};
    const char *from = at;
    for (int back = 0; back < 3 && from > words; back++) {
        from--;
        while (from > words && from[-1] != ' ') {
            from--;
        }
    }
    char before[96];
    (void)na_text_copy_str(before, sizeof before, (struct na_str){from, (size_t)(at - from)});
    size_t length = strlen(before);
    while (length > 0 && before[length - 1] == ' ') {
        before[--length] = '\0';
    }
    return has_phrase(before, no);
}

static const char *const out_words[] = {"out of service",
                                        "out of order",
                                        "out of use",
                                        "oos",
                                        "faulty",
                                        "fault",
                                        "missing",
                                        "removed",
                                        "awaiting",
                                        "expired",
                                        "closed",
                                        "broken",
                                        "stolen",
                                        "not working",
                                        "not ready",
                                        "not in service",
                                        "not in use",
                                        "not operational",
                                        "unavailable",
                                        "not available",
                                        "offline",
                                        "decommissioned",
                                        "withdrawn",
                                        "inactive",
                                        "not active",
                                        "disabled",
                                        "damaged",
                                        "vandalised",
                                        "under repair",
                                        "in repair",
                                        "away",
                                        "off",
                                        "no",
                                        "n",
                                        "false",
                                        "retired",
                                        "dead",
                                        "failed",
                                        "fail",
                                        "used",
                                        "suspended",
                                        "temporarily closed",
                                        "not rescue ready",
                                        "needs attention",
                                        "not emergency ready",
                                        "pending",
                                        "proposed",
                                        "planned",
                                        NULL};
static const char *const in_words[] = {"in service",  "ready",       "active",
                                       "ok",          "okay",        "working",
                                       "operational", "available",   "good",
                                       "live",        "in use",      "online",
                                       "functional",  "serviceable", "rescue ready",
                                       "yes",         "y",           "true",
                                       "open",        "installed",   "emergency ready",
                                       "fine",        "pass",        "passed",
                                       "in place",    "checked",     "enabled",
                                       "current",     NULL};
/* "To be installed", "was working": not so now, or nobody knows. */
static const char *const doubt_words[] = {
    "to be",       "soon",      "until",  "was",         "were",     "partly",
    "partial",     "partially", "tbc",    "due",         "expected", "unless",
    "unconfirmed", "maybe",     "may be", "not checked", "unsure",   NULL};

enum na_service na_value_service(struct na_str text)
{
    char words[96];
    if (!fold_words(text, words, sizeof words) || words[0] == '\0' || na_value_is_none(text)) {
        return NA_SERVICE_UNKNOWN;
    }
    if (has_phrase(words, out_words)) {
        return NA_SERVICE_OUT;
    }
    bool negated = false;
    bool plain = false;
    for (size_t i = 0; in_words[i] != NULL; i++) {
        const char *const one[] = {in_words[i], NULL};
        if (has_phrase(words, one)) {
            bool denied = is_denied(words, strstr(words, in_words[i]));
            negated = negated || denied;
            plain = plain || !denied;
        }
    }
    return has_phrase(words, doubt_words) ? NA_SERVICE_UNKNOWN
           : negated                      ? NA_SERVICE_OUT
           : plain                        ? NA_SERVICE_IN
                                          : NA_SERVICE_UNKNOWN;
}

const char *na_value_gone_words(struct na_str text)
{
    static const char *const words[] = {"decommissioned",
                                        "removed",
                                        "stolen",
                                        "do not use",
                                        "out of order",
                                        "out of service",
                                        "out of use",
                                        "faulty",
                                        "no longer here",
                                        "no longer in use",
                                        "no longer available",
                                        "not working",
                                        "not in use",
                                        "temporarily closed",
                                        "permanently closed",
                                        "closed down",
                                        "relocated",
                                        "has moved",
                                        "moved to",
                                        "to be installed",
                                        "not yet installed",
                                        "awaiting installation",
                                        "awaiting parts",
                                        "awaiting pads",
                                        NULL};
    char folded[NA_GONE_TEXT_MAX];
    size_t length = 0;
    for (size_t i = 0; i < text.length && length + 1 < sizeof folded; i++) {
        char c = na_ascii_lower(text.bytes[i]);
        bool letter = c >= 'a' && c <= 'z';
        if (letter || (length > 0 && folded[length - 1] != ' ')) {
            folded[length++] = letter ? c : ' '; /* "[REMOVED] Hall" */
        }
    }
    folded[length] = '\0';
    for (size_t i = 0; words[i] != NULL; i++) {
        const char *const one[] = {words[i], NULL};
        if (has_phrase(folded, one)) {
            return words[i];
        }
    }
    return NULL;
}

bool na_value_phone(struct na_str text, char to[NA_PHONE_MAX], bool *ret_lost)
{
    char figures[24];
    size_t count = 0;
    text = na_str_trim_wide(text);
    bool plus = text.length > 0 && text.bytes[0] == '+';
    *ret_lost = false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c >= '0' && c <= '9') {
            if (count + 1 >= sizeof figures) {
                return false;
            }
            figures[count++] = c;
        } else if (strchr(" ()-./+", c) == NULL) {
            return false;
        }
    }
    figures[count] = '\0';
    const char *at = figures;
    if (strncmp(at, "0044", 4) == 0) {
        at += 2;
        plus = true;
    }
    if (strncmp(at, "44", 2) == 0 && (plus || count >= 12)) {
        at += 2;
        at += *at == '0' ? 1 : 0;
    } else if (*at == '0') {
        at++;
    } else {
        *ret_lost = true;
    }
    size_t rest = strlen(at);
    if ((rest != 10 && rest != 9) || strchr("123578", *at) == NULL) {
        *ret_lost = false;
        return false;
    }
    to[0] = '0';
    (void)na_text_copy(to + 1, NA_PHONE_MAX - 1, at);
    return true;
}

/* Where the first of two numbers ends; 0: there are not two. */
static size_t halves_at(struct na_str text)
{
    static const char *const marks[] = {";", "|", ", ", ",", " "};
    for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++) {
        size_t length = strlen(marks[m]);
        size_t found = 0;
        size_t at = 0;
        for (size_t i = 1; i + length < text.length; i++) {
            if (memcmp(text.bytes + i, marks[m], length) == 0) {
                at = found == 0 ? i : at;
                found++;
            }
        }
        if (found == 1) {
            return at;
        }
    }
    return 0;
}

static bool read_number(struct na_str text, enum na_angle_axis axis, double *ret_value)
{
    return na_number_read(text, NA_NUMBER_POINT, ret_value) == NA_NUMBER_GOOD ||
           na_angle_read(text, axis, NA_NUMBER_POINT, ret_value) == NA_NUMBER_GOOD ||
           na_number_read(text, NA_NUMBER_COMMA, ret_value) == NA_NUMBER_GOOD;
}

bool na_value_pair(struct na_str text, struct na_value_pair *ret_pair)
{
    struct na_value_pair pair = {.is_point = false};
    double number = 0;
    text = na_str_trim_wide(text);
    if (na_number_read(text, NA_NUMBER_POINT, &number) == NA_NUMBER_GOOD ||
        na_number_read(text, NA_NUMBER_COMMA, &number) == NA_NUMBER_GOOD) {
        return false; /* "54,68" is one number */
    }
    if (text.length > 5 &&
        (strncmp(text.bytes, "POINT", 5) == 0 || strncmp(text.bytes, "Point", 5) == 0)) {
        pair.is_point = true;
        text = na_str_trim((struct na_str){text.bytes + 5, text.length - 5});
    }
    if (text.length > 2 && (text.bytes[0] == '(' || text.bytes[0] == '[') &&
        (text.bytes[text.length - 1] == ')' || text.bytes[text.length - 1] == ']')) {
        text = na_str_trim((struct na_str){text.bytes + 1, text.length - 2});
    }
    size_t at = halves_at(text);
    if (at == 0 || text.length > 80) {
        return false;
    }
    struct na_str first = na_str_trim_wide((struct na_str){text.bytes, at});
    struct na_str second =
        na_str_trim_wide((struct na_str){text.bytes + at + 1, text.length - at - 1});
    if (!read_number(first, NA_ANGLE_LAT, &pair.first) ||
        !read_number(second, NA_ANGLE_LON, &pair.second)) {
        return false;
    }
    /* "3, 4" is no position. */
    bool metres = pair.first > 1000 && pair.second > 1000;
    bool parts = memchr(text.bytes, '.', text.length) != NULL ||
                 memchr(text.bytes, '\xC2', text.length) != NULL;
    if (!metres && !parts && !(pair.first == 0 && pair.second == 0)) {
        return false;
    }
    *ret_pair = pair;
    return true;
}

bool na_value_find_postcode(struct na_str address, uint32_t *ret_key)
{
    enum { SHORTEST = 5, LONGEST = 8 };
    for (size_t i = 0; i < address.length; i++) {
        bool begins = i == 0 || address.bytes[i - 1] == ' ' || address.bytes[i - 1] == ',';
        for (size_t length = SHORTEST; begins && length <= LONGEST && i + length <= address.length;
             length++) {
            bool ends = i + length == address.length || address.bytes[i + length] == ' ' ||
                        address.bytes[i + length] == ',';
            if (ends && na_postcode_unit((struct na_str){address.bytes + i, length}, ret_key)) {
                return true;
            }
        }
    }
    return false;
}

/* Bytes of a blank of any kind at `at`: white space, no-break spaces, en and em spaces; of a
 * zero-width one *ret_width is false. 0: none. */
static size_t blank_at(const char *at, size_t left, bool *ret_width)
{
    const unsigned char *u = (const unsigned char *)at;
    *ret_width = true;
    if (u[0] == ' ' || u[0] == '\t' || u[0] == '\n' || u[0] == '\r' || u[0] == '\f' ||
        u[0] == '\v') {
        return 1;
    }
    if (left >= 2 && u[0] == 0xC2 && (u[1] == 0xA0 || u[1] == 0xAD)) {
        *ret_width = u[1] == 0xA0; /* a soft hyphen has none */
        return 2;
    }
    if (left >= 3 && u[0] == 0xE2 && u[1] == 0x80) {
        bool none = u[2] >= 0x8B && u[2] <= 0x8F;
        *ret_width = !none;
        return u[2] <= 0x8F || u[2] == 0xAF ? 3 : 0;
    }
    if (left >= 3 && u[0] == 0xEF && u[1] == 0xBB && u[2] == 0xBF) {
        *ret_width = false;
        return 3;
    }
    return 0;
}

enum na_code na_value_clean(struct na_str cell, struct na_buffer *to)
{
    bool plain = true;
    bool blank = true;
    enum na_code code = NA_OK;
    na_buffer_clear(to);
    for (size_t i = 0; i < cell.length && code == NA_OK;) {
        bool width = true;
        size_t bytes = blank_at(cell.bytes + i, cell.length - i, &width);
        plain = plain && (unsigned char)cell.bytes[i] < 0x80;
        if (bytes == 0) {
            code = na_buffer_append(to, cell.bytes + i, 1);
            blank = false;
        } else if (width && !blank) {
            code = na_buffer_append(to, " ", 1);
            blank = true;
        }
        i += bytes == 0 ? 1 : bytes;
    }
    while (to->length > 0 && to->data[to->length - 1] == ' ') {
        to->length--;
    }
    return code == NA_OK && !plain ? na_fold_compose(to) : code;
}

/* One character of UTF-8 at `at`, which is valid; bytes taken. */
static size_t point_at(const char *at, unsigned int *ret_point)
{
    const unsigned char *u = (const unsigned char *)at;
    if (u[0] < 0x80) {
        *ret_point = u[0];
        return 1;
    }
    size_t bytes = u[0] >= 0xF0 ? 4 : u[0] >= 0xE0 ? 3 : 2;
    unsigned int point = u[0] & (0xFFu >> (bytes + 1));
    for (size_t i = 1; i < bytes; i++) {
        point = point << 6 | (u[i] & 0x3Fu);
    }
    *ret_point = point;
    return bytes;
}

/* The byte that CP1252 has for the character; the five that it does not have stand for themselves.
 * -1: none. */
static int cp1252_of(unsigned int point)
{
    static const unsigned short high[32] = {
        0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
        0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
    if (point < 0x80 || (point >= 0xA0 && point <= 0xFF)) {
        return (int)point;
    }
    for (int i = 0; i < 32; i++) {
        if (high[i] == point) {
            return 0x80 + i;
        }
    }
    return -1;
}

/* Does the text have what only damage makes: U+00C2 or U+00C3 before a sign of 80-BF, U+00E2 before
 * that of 80 or 82? Capitals as in "CH\u00C2TEAU" stand before a letter. */
static bool looks_damaged(struct na_str text)
{
    unsigned int point = 0;
    for (size_t i = 0; i < text.length;) {
        size_t bytes = point_at(text.bytes + i, &point);
        if ((point >= 0xC2 && point <= 0xC5) || point == 0xE2) {
            unsigned int next = 0;
            if (i + bytes < text.length) {
                (void)point_at(text.bytes + i + bytes, &next);
                int byte = cp1252_of(next);
                if (byte >= 0x80 && byte <= 0xBF && next >= 0x80) {
                    return true;
                }
            }
        }
        i += bytes;
    }
    return false;
}

/* The text as the bytes of CP1252; false if it lacks a character, or they are no UTF-8. */
static enum na_code undo(struct na_str text, struct na_buffer *to, bool *ret_good)
{
    enum na_code code = NA_OK;
    bool good = true;
    na_buffer_clear(to);
    for (size_t i = 0; i < text.length && good && code == NA_OK;) {
        unsigned int point = 0;
        i += point_at(text.bytes + i, &point);
        int byte = cp1252_of(point);
        char c = (char)byte;
        good = byte >= 0;
        code = good ? na_buffer_append(to, &c, 1) : NA_OK;
    }
    *ret_good = good && code == NA_OK && na_utf8_valid(to->data, to->length);
    for (size_t i = 0; i < to->length && *ret_good;) {
        unsigned int point = 0;
        i += point_at(to->data + i, &point);
        *ret_good = point < 0x80 || point > 0x9F;
    }
    return code;
}

enum na_code na_value_mend(struct na_str text, struct na_buffer *to, bool *ret_mended)
{
    enum { TIMES_MOST = 3 };
    struct na_buffer work;
    enum na_code code = NA_OK;
    *ret_mended = false;
    na_buffer_clear(to);
    na_buffer_init(&work, to->limit);
    for (int i = 0; i < TIMES_MOST && code == NA_OK; i++) {
        bool good = false;
        struct na_str from = *ret_mended ? (struct na_str){to->data, to->length} : text;
        if (from.length == 0 || !na_utf8_valid(from.bytes, from.length) || !looks_damaged(from)) {
            break;
        }
        code = undo(from, &work, &good);
        if (code != NA_OK || !good) {
            break;
        }
        na_buffer_clear(to);
        code = na_buffer_append(to, work.data, work.length);
        *ret_mended = code == NA_OK;
    }
    na_buffer_fini(&work);
    return code;
}
