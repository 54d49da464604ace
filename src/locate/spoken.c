/* Tables of words give letters and figures; a run of at least three of them spells a text. "Double"
 * and "t for tango" are read on the way. Whether the text means anything is decided by the caller
 * for it. */
#include "locate/spoken.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
/* Words that a run must have: fewer spell nothing. */
#define RUN_MIN 3

struct saying {
    const char *word;
    const char *means;
};

/* The spelling alphabet of ICAO in its usual spellings, the older one of British forces, figures.
 */
static const struct saying sayings[] = {
    {"alpha", "a"},      {"alfa", "a"},      {"able", "a"},      {"bravo", "b"},
    {"charlie", "c"},    {"delta", "d"},     {"echo", "e"},      {"foxtrot", "f"},
    {"golf", "g"},       {"hotel", "h"},     {"india", "i"},     {"juliet", "j"},
    {"juliett", "j"},    {"kilo", "k"},      {"lima", "l"},      {"mike", "m"},
    {"november", "n"},   {"oscar", "o"},     {"papa", "p"},      {"quebec", "q"},
    {"romeo", "r"},      {"sierra", "s"},    {"tango", "t"},     {"uniform", "u"},
    {"victor", "v"},     {"whiskey", "w"},   {"whisky", "w"},    {"xray", "x"},
    {"yankee", "y"},     {"zulu", "z"},      {"zero", "0"},      {"oh", "0"},
    {"nought", "0"},     {"naught", "0"},    {"nil", "0"},       {"one", "1"},
    {"two", "2"},        {"three", "3"},     {"four", "4"},      {"five", "5"},
    {"six", "6"},        {"seven", "7"},     {"eight", "8"},     {"nine", "9"},
    {"niner", "9"},      {"ten", "10"},      {"eleven", "11"},   {"twelve", "12"},
    {"thirteen", "13"},  {"fourteen", "14"}, {"fifteen", "15"},  {"sixteen", "16"},
    {"seventeen", "17"}, {"eighteen", "18"}, {"nineteen", "19"},
};
static const struct saying tens[] = {
    {"twenty", "2"}, {"thirty", "3"},  {"forty", "4"},  {"fifty", "5"},
    {"sixty", "6"},  {"seventy", "7"}, {"eighty", "8"}, {"ninety", "9"},
};
/* Said among figures; they are no letters of a postcode. */
static const struct saying signs[] = {
    {"point", "."},   {"decimal", "."}, {"minus", " -"}, {"negative", " -"}, {"comma", " "},
    {"north", " n "}, {"south", " s "}, {"east", " e "}, {"west", " w "},
};
/* Short words that are rarely two letters. */
static const char not_letters[] =
    "at in on is it to of by we he me my no so up us or an as be do go "
    "if am st rd hi ok ";

static const char *meaning(const struct saying *list, size_t count, struct na_str word)
{
    for (size_t i = 0; i < count; i++) {
        if (na_str_is(word, list[i].word)) {
            return list[i].means;
        }
    }
    return NULL;
}

/* What the words at `i` spell. */
struct piece {
    char text[12];
    size_t words;
    bool is_sign;
    bool is_said; /* in words: typed letters and figures alone are not for here */
};

static bool is_word(const struct na_said *said, size_t i, const char *word)
{
    return i < said->word_count && na_str_is(said->words[i].text, word);
}

static void set(struct piece *piece, const char *text, size_t words, bool is_said)
{
    (void)na_text_copy(piece->text, sizeof piece->text, text);
    piece->words = words;
    piece->is_said = is_said;
}

/* "t for tango", "t as in tango": the letter. */
static size_t after_letter(const struct na_said *said, size_t i)
{
    if (is_word(said, i + 1, "for") && i + 2 < said->word_count) {
        return 3;
    }
    bool as_in = is_word(said, i + 1, "as") && is_word(said, i + 2, "in");
    return as_in && i + 3 < said->word_count ? 4 : 1;
}

static bool typed_piece(const struct na_said *said, size_t i, struct piece *ret_piece)
{
    struct na_str word = said->words[i].text;
    char text[12];
    if (word.length > 7) {
        return false;
    }
    memcpy(text, word.bytes, word.length);
    text[word.length] = '\0';
    if (said->words[i].has_figure) {
        set(ret_piece, text, 1, false);
        return true;
    }
    if (word.length == 1 && text[0] >= 'a' && text[0] <= 'z') {
        size_t words = after_letter(said, i);
        set(ret_piece, text, words, words > 1);
        return true;
    }
    if (word.length == 2) {
        text[2] = ' ';
        text[3] = '\0';
        bool common = strstr(not_letters, text) != NULL;
        text[2] = '\0';
        set(ret_piece, text, 1, false);
        return !common && (unsigned char)text[0] < 0x80;
    }
    return false;
}

static bool read_one(const struct na_said *said, size_t i, struct piece *ret_piece)
{
    *ret_piece = (struct piece){.words = 0};
    if (i >= said->word_count || na_said_word_taken(said, i)) {
        return false;
    }
    struct na_str word = said->words[i].text;
    const char *means = meaning(sayings, COUNT(sayings), word);
    if (means != NULL) {
        set(ret_piece, means, 1, true);
        return true;
    }
    means = meaning(tens, COUNT(tens), word);
    if (means != NULL) {
        const char *unit = i + 1 < said->word_count
                               ? meaning(sayings, COUNT(sayings), said->words[i + 1].text)
                               : NULL;
        bool both = unit != NULL && unit[1] == '\0' && unit[0] >= '1' && unit[0] <= '9';
        char figures[3] = {means[0], both ? unit[0] : '0', '\0'};
        set(ret_piece, figures, both ? 2 : 1, true);
        return true;
    }
    means = meaning(signs, COUNT(signs), word);
    if (means != NULL) {
        set(ret_piece, means, 1, true);
        ret_piece->is_sign = true;
        return true;
    }
    return typed_piece(said, i, ret_piece);
}

/* "double four", "triple x". */
static bool read_piece(const struct na_said *said, size_t i, struct piece *ret_piece)
{
    size_t times = is_word(said, i, "double") ? 2 : is_word(said, i, "triple") ? 3 : 1;
    if (times == 1) {
        return read_one(said, i, ret_piece);
    }
    if (!read_one(said, i + 1, ret_piece) || ret_piece->text[1] != '\0') {
        return false;
    }
    char c = ret_piece->text[0];
    memset(ret_piece->text, c, times);
    ret_piece->text[times] = '\0';
    ret_piece->words++;
    ret_piece->is_said = true;
    return true;
}

static bool add_piece(struct na_spoken *spoken, const struct piece *piece, size_t word)
{
    size_t length = strlen(piece->text);
    if (spoken->length + length + 1 > NA_SPOKEN_TEXT_MAX) {
        return false;
    }
    char *to = spoken->text + spoken->length;
    memcpy(to, piece->text, length);
    spoken->length += length;
    if (!piece->is_sign) {
        spoken->pieces[spoken->piece_count] = (struct na_str){to, length};
        spoken->starts[spoken->piece_count] = word;
        spoken->ends[spoken->piece_count++] = word + piece->words;
    }
    return true;
}

bool na_spoken_next(const struct na_said *said, size_t from, struct na_spoken *ret_spoken)
{
    for (size_t i = from; i < said->word_count; i++) {
        struct piece piece;
        bool in_words = false;
        size_t at = i;
        ret_spoken->first = i;
        ret_spoken->length = 0;
        ret_spoken->piece_count = 0;
        while (read_piece(said, at, &piece) && add_piece(ret_spoken, &piece, at)) {
            in_words = in_words || piece.is_said;
            at += piece.words;
        }
        ret_spoken->end = at;
        if (in_words && ret_spoken->piece_count >= RUN_MIN) {
            return true;
        }
        i = at > i ? at - 1 : i;
    }
    return false;
}
