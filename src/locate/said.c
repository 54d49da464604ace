/* The text is cut twice: into items for positions and into words for names, over the same bytes. A
 * mark for each byte says whether a reader took it. So readers can run one after another and none
 * reads what another has read. */
#include "locate/said.h"

#include <string.h>

#include "base/number.h"
#include "io/fold.h"

static bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_sign_of_degrees(const struct na_said *said, size_t at)
{
    return (unsigned char)said->plain[at] == 0xC2 && (unsigned char)said->plain[at + 1] == 0xB0;
}

static bool is_letter(const struct na_said *said, size_t at)
{
    char c = said->plain[at];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           ((unsigned char)c >= 0x80 && !is_sign_of_degrees(said, at) &&
            !(at > 0 && is_sign_of_degrees(said, at - 1)));
}

/* Figures, and after a point more of them. */
static size_t number_end(const struct na_said *said, size_t at, struct na_item *item)
{
    size_t end = at;
    while (is_figure(said->plain[end])) {
        end++;
    }
    item->whole = (uint8_t)(end - at > UINT8_MAX ? UINT8_MAX : end - at);
    if (said->plain[end] == '.' && is_figure(said->plain[end + 1])) {
        size_t point = end++;
        while (is_figure(said->plain[end])) {
            end++;
        }
        size_t decimals = end - point - 1;
        item->decimals = (uint8_t)(decimals > UINT8_MAX ? UINT8_MAX : decimals);
    }
    /* What is longer than any position is no number that could be one. */
    if (!na_number_parse((struct na_str){said->plain + at, end - at}, &item->value)) {
        item->value = 1e300;
    }
    return end;
}

static bool read_items(struct na_said *said)
{
    size_t former = SIZE_MAX;
    for (size_t at = 0; at < said->length;) {
        if (said->plain[at] == ' ') {
            at++;
            continue;
        }
        if (said->item_count == NA_SAID_ITEMS_MAX) {
            return false;
        }
        struct na_item *item = &said->items[said->item_count++];
        size_t end = at + 1;
        *item = (struct na_item){.kind = NA_ITEM_MARK, .glued = former == at};
        if (is_figure(said->plain[at])) {
            item->kind = NA_ITEM_NUMBER;
            end = number_end(said, at, item);
        } else if (is_letter(said, at)) {
            item->kind = NA_ITEM_LETTERS;
            while (end < said->length && is_letter(said, end)) {
                end++;
            }
        } else if (is_sign_of_degrees(said, at)) {
            item->mark = '*';
            end = at + 2;
        } else {
            item->mark = said->plain[at];
        }
        item->start = (uint16_t)at;
        item->end = (uint16_t)end;
        former = at = end;
    }
    return true;
}

/* A point after a short word is part of it ("St. Hilda", "No. 5"), elsewhere the end of a part. */
static bool ends_segment(const struct na_said *said, size_t at, size_t word_length)
{
    char c = said->plain[at];
    if (c == '.') {
        return word_length > 3 || at + 1 >= said->length;
    }
    return c != '\0' && strchr(",;/()|\n", c) != NULL;
}

static bool add_word(struct na_said *said, size_t start, size_t end, uint8_t segment, size_t *used)
{
    if (said->word_count == NA_SAID_WORDS_MAX) {
        return false;
    }
    struct na_said_word *word = &said->words[said->word_count++];
    *word =
        (struct na_said_word){.start = (uint16_t)start, .end = (uint16_t)end, .segment = segment};
    char *to = said->letters + *used;
    for (size_t i = start; i < end && word->text.length < NA_SAID_WORD_MAX; i++) {
        if (said->plain[i] != '\'') {
            to[word->text.length++] = said->plain[i];
            word->has_figure = word->has_figure || is_figure(said->plain[i]);
            word->has_letter = word->has_letter || !is_figure(said->plain[i]);
        }
    }
    word->text.bytes = to;
    *used += word->text.length;
    return true;
}

static bool in_word(const struct na_said *said, size_t at)
{
    return is_figure(said->plain[at]) || is_letter(said, at);
}

/* Words are told apart by everything that is neither letter nor figure. */
static bool read_words(struct na_said *said)
{
    static const char conjunction[] = "and";
    uint8_t segment = 0;
    size_t used = 0;
    size_t length = 0;
    for (size_t at = 0; at < said->length;) {
        size_t end = at;
        while (end < said->length &&
               (in_word(said, end) || (said->plain[end] == '\'' && end > at &&
                                       end + 1 < said->length && in_word(said, end + 1)))) {
            end++;
        }
        if (end > at) {
            if (!add_word(said, at, end, segment, &used)) {
                return false;
            }
            length = end - at;
            at = end;
            continue;
        }
        if (said->plain[at] == '&') {
            if (!add_word(said, at, at + 1, segment, &used)) {
                return false;
            }
            struct na_said_word *word = &said->words[said->word_count - 1];
            word->text = (struct na_str){conjunction, sizeof conjunction - 1};
            word->has_letter = true;
        }
        if (segment < UINT8_MAX && length > 0 && ends_segment(said, at, length)) {
            segment++;
            length = 0;
        }
        at++;
    }
    return true;
}

bool na_said_read(struct na_str text, struct na_said *ret_said)
{
    ret_said->length = 0;
    ret_said->item_count = 0;
    ret_said->word_count = 0;
    if (text.length > NA_SAID_BYTES_MAX || !na_fold_plain(text, ret_said->plain, ret_said->from,
                                                          NA_SAID_PLAIN_MAX, &ret_said->length)) {
        return false;
    }
    ret_said->plain[ret_said->length] = '\0';
    ret_said->from[ret_said->length] = (uint16_t)text.length;
    memset(ret_said->taken, 0, ret_said->length + 1);
    return read_items(ret_said) && read_words(ret_said);
}

/* The bytes of an item. */
static struct na_str text_of(const struct na_said *said, const struct na_item *item)
{
    return (struct na_str){said->plain + item->start, (size_t)item->end - item->start};
}

bool na_said_is(const struct na_said *said, size_t i, const char *letters)
{
    return i < said->item_count && said->items[i].kind == NA_ITEM_LETTERS &&
           na_str_is(text_of(said, &said->items[i]), letters);
}

bool na_said_is_one(const struct na_said *said, size_t i, const char *choices)
{
    if (i >= said->item_count || said->items[i].kind != NA_ITEM_LETTERS) {
        return false;
    }
    struct na_str text = text_of(said, &said->items[i]);
    while (*choices != '\0') {
        size_t length = strcspn(choices, "|");
        if (length == text.length && memcmp(choices, text.bytes, length) == 0) {
            return true;
        }
        choices += length + (choices[length] == '|');
    }
    return false;
}

bool na_said_has_mark(const struct na_said *said, size_t i, char mark)
{
    return i < said->item_count && said->items[i].kind == NA_ITEM_MARK &&
           said->items[i].mark == mark;
}

void na_said_take(struct na_said *said, size_t first, size_t end)
{
    if (first < end && end <= said->item_count) {
        memset(said->taken + said->items[first].start, 1,
               (size_t)said->items[end - 1].end - said->items[first].start);
    }
}

static bool taken(const struct na_said *said, size_t start, size_t end)
{
    return memchr(said->taken + start, 1, end - start) != NULL;
}

bool na_said_item_taken(const struct na_said *said, size_t i)
{
    return i < said->item_count && taken(said, said->items[i].start, said->items[i].end);
}

bool na_said_word_taken(const struct na_said *said, size_t i)
{
    return taken(said, said->words[i].start, said->words[i].end);
}

/* Is the mark at `i` the sign of the number after it, rather than a dash between two? */
static bool is_sign(const struct na_said *said, size_t i)
{
    if (!na_said_has_mark(said, i, '-') && !na_said_has_mark(said, i, '+')) {
        return false;
    }
    bool touches = i + 1 < said->item_count && said->items[i + 1].kind == NA_ITEM_NUMBER &&
                   said->items[i + 1].glued;
    bool opens =
        !said->items[i].glued || (i > 0 && said->items[i - 1].kind == NA_ITEM_MARK &&
                                  strchr("(=:,;/|@~[{\"<>!&", said->items[i - 1].mark) != NULL);
    return touches && opens;
}

bool na_said_number(const struct na_said *said, size_t i, struct na_signed *ret_number)
{
    bool has_sign = is_sign(said, i);
    size_t at = i + has_sign;
    if (at >= said->item_count || said->items[at].kind != NA_ITEM_NUMBER ||
        na_said_item_taken(said, at)) {
        return false;
    }
    const struct na_item *item = &said->items[at];
    bool negative = has_sign && said->items[i].mark == '-';
    *ret_number = (struct na_signed){.value = negative ? -item->value : item->value,
                                     .decimals = item->decimals,
                                     .whole = item->whole,
                                     .has_sign = has_sign,
                                     .end = at + 1};
    return true;
}
