/* Counts words, figures and points of the compass in a text. */
#include "base/sayable.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (na_ascii_lower(c) >= 'a' && na_ascii_lower(c) <= 'z') || (unsigned char)c >= 0x80;
}

/* The end of the word that begins at or after `at`; *ret_is_word: it holds a letter or a figure. */
static size_t word_end(struct na_str text, size_t at, bool *ret_is_word)
{
    *ret_is_word = false;
    while (at < text.length && is_blank(text.bytes[at])) {
        at++;
    }
    while (at < text.length && !is_blank(text.bytes[at])) {
        *ret_is_word = *ret_is_word || is_letter(text.bytes[at]) || is_figure(text.bytes[at]);
        at++;
    }
    return at;
}

struct na_str na_sayable_first(struct na_str text, size_t most)
{
    size_t at = 0;
    size_t words = 0;
    while (at < text.length) {
        bool is_word = false;
        size_t end = word_end(text, at, &is_word);
        if (is_word && words == most) {
            break;
        }
        words += is_word;
        at = end;
    }
    return na_str_trim((struct na_str){text.bytes, at});
}

size_t na_sayable_words(struct na_str text)
{
    size_t words = 0;
    for (size_t at = 0; at < text.length;) {
        bool is_word = false;
        at = word_end(text, at, &is_word);
        words += is_word;
    }
    return words;
}

bool na_sayable_has_number(struct na_str text)
{
    size_t figures = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c == '@') {
            return true;
        }
        if (is_figure(c)) {
            figures++;
        } else if (memchr(" -().+/", c, 7) == NULL) {
            figures = 0;
        }
        if (figures >= 4) {
            return true;
        }
    }
    return false;
}

static bool is_compass(struct na_str word)
{
    static const char *const points[] = {"north", "east", "south", "west"};
    static const char *const endings[] = {"", "ern", "wards", "ward", "erly"};
    char folded[16];
    size_t length = 0;
    for (size_t i = 0; i < word.length; i++) {
        if (is_letter(word.bytes[i])) {
            if (length + 1 == sizeof folded) {
                return false;
            }
            folded[length++] = na_ascii_lower(word.bytes[i]);
        }
    }
    folded[length] = '\0';
    const char *rest = folded;
    for (size_t step = 0; step < 3; step++) { /* north, northwest, north-north-west */
        for (size_t i = 0; i < 4; i++) {
            size_t point = strlen(points[i]);
            if (strncmp(rest, points[i], point) == 0) {
                rest += point;
                break;
            }
        }
    }
    for (size_t i = 0; rest != folded && i < sizeof endings / sizeof endings[0]; i++) {
        if (strcmp(rest, endings[i]) == 0) {
            return true;
        }
    }
    static const char *const marks[] = {"NW", "NE", "SW", "SE", "NNW", "NNE", "SSW", "SSE"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (na_str_is(word, marks[i])) {
            return true;
        }
    }
    return false;
}

bool na_sayable_has_compass(struct na_str text)
{
    for (size_t at = 0; at < text.length;) {
        bool is_word = false;
        size_t from = at;
        at = word_end(text, at, &is_word);
        if (is_word && is_compass(na_str_trim((struct na_str){text.bytes + from, at - from}))) {
            return true;
        }
    }
    return false;
}
