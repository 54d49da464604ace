#include "io/fold.h"

#include <string.h>

#include <utf8proc.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Short forms found in British addresses, and what they are lengthened to. Both sides of a
 * comparison go through here, so that it does not matter that "st" is a saint at times. */
static const struct {
    const char *shorter;
    const char *longer;
} abbreviations[] = {
    {"saint", "street"},   {"st", "street"},       {"str", "street"},     {"rd", "road"},
    {"ave", "avenue"},     {"av", "avenue"},       {"ln", "lane"},        {"dr", "drive"},
    {"cl", "close"},       {"ct", "court"},        {"crt", "court"},      {"cres", "crescent"},
    {"cresc", "crescent"}, {"gdn", "garden"},      {"gdns", "gardens"},   {"gr", "grove"},
    {"grn", "green"},      {"pl", "place"},        {"sq", "square"},      {"ter", "terrace"},
    {"terr", "terrace"},   {"pk", "park"},         {"hse", "house"},      {"ctr", "centre"},
    {"cntr", "centre"},    {"center", "centre"},   {"hosp", "hospital"},  {"stn", "station"},
    {"sch", "school"},     {"ch", "church"},       {"mt", "mount"},       {"blvd", "boulevard"},
    {"bldg", "building"},  {"bldgs", "buildings"}, {"ind", "industrial"}, {"est", "estate"},
    {"lib", "library"},    {"sta", "station"},     {"yd", "yard"},        {"wk", "walk"},
    {"pde", "parade"},     {"mkt", "market"},      {"cott", "cottage"},   {"cotts", "cottages"},
    {"comm", "community"}, {"rly", "railway"},     {"n", "north"},        {"s", "south"},
    {"e", "east"},         {"w", "west"},
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
};

static struct na_str lengthened(struct na_str word)
{
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
    folded->words[folded->count++] = lengthened(word);
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
    for (size_t i = 0; i < folded->count; i++) {
        if (!na_str_is(folded->words[i], "the")) {
            folded->words[kept++] = folded->words[i];
        }
    }
    if (na_str_is(folded->last, "the")) {
        folded->last = folded->words[kept - 1];
    }
    folded->count = kept;
}

void na_fold(struct na_str text, struct na_folded *ret_folded)
{
    struct work work = {.folded = ret_folded};
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.bytes;
    size_t at = 0;
    ret_folded->count = 0;
    ret_folded->cut = false;
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
}

static bool begins(const char *text, struct na_str prefix)
{
    return strncmp(text, prefix.bytes, prefix.length) == 0;
}

size_t na_fold_completions(struct na_str prefix, struct na_str *ret_forms, size_t capacity)
{
    size_t count = 0;
    for (size_t i = 0; i < COUNT(abbreviations) && count < capacity; i++) {
        struct na_str longer = na_str_of(abbreviations[i].longer);
        if (prefix.length == 0 || !begins(abbreviations[i].shorter, prefix) ||
            begins(abbreviations[i].longer, prefix)) {
            continue;
        }
        bool known = false;
        for (size_t j = 0; j < count; j++) {
            known = known || na_str_equal(ret_forms[j], longer);
        }
        if (!known) {
            ret_forms[count++] = longer;
        }
    }
    return count;
}
