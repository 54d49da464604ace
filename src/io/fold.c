/* Takes a name apart into words, letter by letter, then settles articles and saints. */
#include "io/fold.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Short forms found in British addresses, and what they are lengthened to, on both sides of a
 * comparison. "st" is not among them: what it is depends on where it stands. */
static const struct {
    const char *shorter;
    const char *longer;
} abbreviations[] = {
    {"str", "street"},     {"rd", "road"},        {"ave", "avenue"},     {"av", "avenue"},
    {"ln", "lane"},        {"dr", "drive"},       {"cl", "close"},       {"ct", "court"},
    {"crt", "court"},      {"cres", "crescent"},  {"cresc", "crescent"}, {"gdn", "garden"},
    {"gdns", "gardens"},   {"gr", "grove"},       {"grn", "green"},      {"pl", "place"},
    {"sq", "square"},      {"ter", "terrace"},    {"terr", "terrace"},   {"pk", "park"},
    {"hse", "house"},      {"ctr", "centre"},     {"cntr", "centre"},    {"center", "centre"},
    {"hosp", "hospital"},  {"stn", "station"},    {"sch", "school"},     {"ch", "church"},
    {"mt", "mount"},       {"blvd", "boulevard"}, {"bldg", "building"},  {"bldgs", "buildings"},
    {"ind", "industrial"}, {"est", "estate"},     {"lib", "library"},    {"sta", "station"},
    {"yd", "yard"},        {"wk", "walk"},        {"pde", "parade"},     {"mkt", "market"},
    {"cott", "cottage"},   {"cotts", "cottages"}, {"comm", "community"}, {"rly", "railway"},
    {"n", "north"},        {"s", "south"},        {"e", "east"},         {"w", "west"},
};

/* Letters with a stroke through them do not decompose. */
static utf8proc_int32_t without_stroke(utf8proc_int32_t c)
{
    switch (c) {
    case 0x00F8:
        return 'o';
    case 0x0142:
        return 'l';
    case 0x0111:
    case 0x00F0:
        return 'd';
    case 0x0127:
        return 'h';
    case 0x0131:
        return 'i';
    default:
        return c;
    }
}

static bool is_apostrophe(utf8proc_int32_t c)
{
    return c == '\'' || c == '`' || c == 0x2018 || c == 0x2019 || c == 0x02BC || c == 0x00B4;
}

static bool is_word_character(utf8proc_int32_t c)
{
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

/* A fold under way: the word being made is text[start, used). */
struct work {
    struct na_folded *folded;
    size_t start, used;
    bool begins; /* the next word is the first of its part */
};

struct na_str na_fold_lengthen(struct na_str word)
{
    if (word.length < 1 || word.length > 6) {
        return word; /* no short form is longer */
    }
    for (size_t i = 0; i < COUNT(abbreviations); i++) {
        if (na_str_is(word, abbreviations[i].shorter)) {
            return na_str_of(abbreviations[i].longer);
        }
    }
    return word;
}

static void end_word(struct work *work)
{
    struct na_folded *folded = work->folded;
    struct na_str word = {folded->text + work->start, work->used - work->start};
    if (word.length == 0) {
        return;
    }
    if (folded->count == NA_FOLD_WORDS_MAX) {
        folded->cut = true;
        work->used = work->start;
        return;
    }
    folded->begins |= work->begins ? 1u << folded->count : 0u;
    work->begins = false;
    folded->words[folded->count++] = na_fold_lengthen(word);
    folded->last = word;
    work->start = work->used;
}

static void put(struct work *work, utf8proc_int32_t c)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t length = utf8proc_encode_char(without_stroke(c), bytes);
    size_t word = work->used - work->start;
    if (length <= 0 || word + (size_t)length > NA_FOLD_WORD_MAX ||
        work->used + (size_t)length > sizeof work->folded->text) {
        work->folded->cut = true;
        return;
    }
    memcpy(work->folded->text + work->used, bytes, (size_t)length);
    work->used += (size_t)length;
}

static bool ends_part(utf8proc_int32_t c)
{
    return c == ',' || c == ';' || c == '/' || c == '|' || c == '(' || c == ')' || c == '\n';
}

static void take(struct work *work, utf8proc_int32_t c)
{
    /* Ligatures of one code point become at most 18 (U+FDFA). */
    utf8proc_int32_t parts[32];
    int boundary = 0;
    const utf8proc_option_t options =
        UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK;
    if (is_apostrophe(c)) { /* before folding: U+00B4 folds to a blank */
        return;
    }
    utf8proc_ssize_t count =
        utf8proc_decompose_char(c, parts, (utf8proc_ssize_t)COUNT(parts), options, &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < (utf8proc_ssize_t)COUNT(parts); i++) {
        if (is_word_character(parts[i])) {
            put(work, parts[i]);
        } else if (parts[i] == '&') {
            end_word(work);
            put(work, 'a');
            put(work, 'n');
            put(work, 'd');
            end_word(work);
        } else {
            end_word(work);
            work->begins = work->begins || ends_part(parts[i]);
        }
    }
}

/* "the" says nothing, unless it is all there is. */
static void drop_articles(struct na_folded *folded)
{
    size_t kept = 0;
    size_t articles = 0;
    for (size_t i = 0; i < folded->count; i++) {
        articles += na_str_is(folded->words[i], "the");
    }
    if (articles == folded->count) {
        return;
    }
    uint32_t begins = 0;
    bool owed = false; /* the first word of a part was an article */
    for (size_t i = 0; i < folded->count; i++) {
        owed = owed || (folded->begins >> i & 1u) != 0;
        if (!na_str_is(folded->words[i], "the")) {
            begins |= owed ? 1u << kept : 0u;
            owed = false;
            folded->words[kept++] = folded->words[i];
        }
    }
    folded->begins = begins;
    if (na_str_is(folded->last, "the")) {
        folded->last = folded->words[kept - 1];
    }
    folded->count = kept;
}

/* "st" by where it stands. */
static void settle_saints(struct na_folded *folded)
{
    static const char *const followers[] = {"and", "in", "near", "meets"};
    for (size_t i = 0; i < folded->count; i++) {
        if (!na_str_is(folded->words[i], "st")) {
            continue;
        }
        bool first = i == 0 || (folded->begins >> i & 1u) != 0;
        bool last = i + 1 == folded->count || (folded->begins >> (i + 1) & 1u) != 0;
        for (size_t j = 0; !last && j < COUNT(followers); j++) {
            last = na_str_is(folded->words[i + 1], followers[j]);
        }
        folded->words[i] = na_str_of(!first && last ? "street" : "saint");
    }
}

void na_fold(struct na_str text, struct na_folded *ret_folded)
{
    struct work work = {.folded = ret_folded, .begins = true};
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.bytes;
    size_t at = 0;
    ret_folded->count = 0;
    ret_folded->cut = false;
    ret_folded->begins = 0;
    ret_folded->last = (struct na_str){"", 0};
    while (at < text.length) {
        utf8proc_int32_t c = 0;
        utf8proc_ssize_t length =
            utf8proc_iterate(bytes + at, (utf8proc_ssize_t)(text.length - at), &c);
        if (length <= 0) {
            end_word(&work);
            at++;
            continue;
        }
        take(&work, c);
        at += (size_t)length;
    }
    end_word(&work);
    drop_articles(ret_folded);
    settle_saints(ret_folded);
}

/* Marks that are written in many ways, as the one that readers of figures know. */
static const char *plain_mark(utf8proc_int32_t c)
{
    switch (c) {
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0xFE63:
    case 0xFF0D:
        return "-";
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x2035:
    case 0x02B9:
    case 0x02BC:
    case 0x02C8:
    case 0x02CA:
    case 0x00B4:
    case 0x0060:
        return "'";
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0x2036:
    case 0x02BA:
        return "\"";
    case 0x00B0:
    case 0x00BA:
    case 0x02DA:
    case 0x2218:
        return "\xc2\xb0";
    case 0x00B1:
        return "+/-";
    default:
        return NULL;
    }
}

/* A text being written, and where each byte came from. */
struct plain {
    char *to;
    uint16_t *from;
    size_t size, length, at;
    bool full;
};

static void put_plain(struct plain *plain, const char *bytes, size_t length)
{
    if (length > plain->size - plain->length) {
        plain->full = true;
        return;
    }
    for (size_t i = 0; i < length; i++) {
        plain->from[plain->length] = (uint16_t)plain->at;
        plain->to[plain->length++] = bytes[i];
    }
}

static void put_plain_part(struct plain *plain, utf8proc_int32_t part)
{
    utf8proc_uint8_t bytes[4];
    if (is_word_character(part)) {
        utf8proc_ssize_t length = utf8proc_encode_char(without_stroke(part), bytes);
        put_plain(plain, (const char *)bytes, length > 0 ? (size_t)length : 0);
    } else if (part > ' ' && part < 0x7F) {
        char mark = (char)part;
        put_plain(plain, &mark, 1);
    } else if (utf8proc_category(part) != UTF8PROC_CATEGORY_CF) {
        put_plain(plain, part == '\n' || part == '\r' ? "\n" : " ", 1);
    }
}

static void take_plain(struct plain *plain, utf8proc_int32_t c)
{
    utf8proc_int32_t parts[32];
    int boundary = 0;
    const utf8proc_option_t options =
        UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK;
    const char *mark = plain_mark(c);
    if (mark != NULL) {
        put_plain(plain, mark, strlen(mark));
        return;
    }
    if (c < 0x80) { /* most texts are of these alone */
        put_plain_part(plain, c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        return;
    }
    utf8proc_ssize_t count =
        utf8proc_decompose_char(c, parts, (utf8proc_ssize_t)COUNT(parts), options, &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < (utf8proc_ssize_t)COUNT(parts); i++) {
        put_plain_part(plain, parts[i]);
    }
}

bool na_fold_plain(struct na_str text, char *to, uint16_t *ret_from, size_t size,
                   size_t *ret_length)
{
    struct plain plain = {.to = to, .from = ret_from, .size = size};
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.bytes;
    while (plain.at < text.length && plain.at <= UINT16_MAX) {
        utf8proc_int32_t c = 0;
        utf8proc_ssize_t length =
            utf8proc_iterate(bytes + plain.at, (utf8proc_ssize_t)(text.length - plain.at), &c);
        if (length <= 0) {
            return false;
        }
        take_plain(&plain, c);
        plain.at += (size_t)length;
    }
    *ret_length = plain.length;
    return !plain.full && plain.at == text.length;
}

enum na_code na_fold_compose(struct na_buffer *text)
{
    utf8proc_uint8_t *composed = NULL;
    if (text->length == 0 || !na_utf8_valid(text->data, text->length)) {
        return NA_OK;
    }
    utf8proc_ssize_t length =
        utf8proc_map((const utf8proc_uint8_t *)text->data, (utf8proc_ssize_t)text->length,
                     &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (length < 0) {
        return length == UTF8PROC_ERROR_NOMEM ? NA_ERR_MEMORY : NA_OK;
    }
    na_buffer_clear(text);
    enum na_code code = na_buffer_append(text, composed, (size_t)length);
    free(composed);
    return code;
}
