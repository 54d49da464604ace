/* The forms that a postcode can have, as figures of a mixed radix, and letters and figures taken
 * for each other. */
#include "data/postcode.h"

#include <string.h>

#define LETTERS 26u
#define SUFFIXES 37u /* after the first figure of a district: nothing, 0-9, A-Z */

/* Characters of a postcode without blanks, in capitals. */
struct squeezed {
    char text[8];
    size_t length;
};

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

static bool squeeze(struct na_str text, struct squeezed *ret_squeezed)
{
    struct squeezed squeezed = {.length = 0};
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c == ' ') {
            continue;
        }
        c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        if (squeezed.length == 7 || (!is_letter(c) && !is_figure(c))) {
            return false;
        }
        squeezed.text[squeezed.length++] = c;
    }
    *ret_squeezed = squeezed;
    return true;
}

/* The first key of an outward code. */
static bool read_outward(const char *text, size_t length, uint32_t *ret_first)
{
    size_t letters = length > 1 && is_letter(text[1]) ? 2 : 1;
    size_t rest = length - letters;
    if (length < 2 || !is_letter(text[0]) || rest < 1 || rest > 2 || !is_figure(text[letters])) {
        return false;
    }
    uint32_t second = letters == 2 ? (uint32_t)(text[1] - 'A') + 1 : 0;
    uint32_t suffix = 0;
    if (rest == 2) {
        char c = text[letters + 1];
        suffix = is_figure(c) ? (uint32_t)(c - '0') + 1 : (uint32_t)(c - 'A') + 11;
    }
    uint32_t area = (uint32_t)(text[0] - 'A') * (LETTERS + 1) + second;
    uint32_t figure = (uint32_t)(text[letters] - '0');
    *ret_first = ((area * 10 + figure) * SUFFIXES + suffix) * NA_POSTCODE_OUTWARD_KEYS;
    return true;
}

static bool read_unit(const struct squeezed *squeezed, uint32_t *ret_key)
{
    uint32_t first = 0;
    if (squeezed->length < 5) {
        return false;
    }
    const char *inward = squeezed->text + squeezed->length - 3;
    if (!is_figure(inward[0]) || !is_letter(inward[1]) || !is_letter(inward[2]) ||
        !read_outward(squeezed->text, squeezed->length - 3, &first)) {
        return false;
    }
    *ret_key = first + (uint32_t)(inward[0] - '0') * NA_POSTCODE_SECTOR_KEYS +
               (uint32_t)(inward[1] - 'A') * LETTERS + (uint32_t)(inward[2] - 'A');
    return true;
}

bool na_postcode_unit(struct na_str text, uint32_t *ret_key)
{
    struct squeezed squeezed;
    return squeeze(text, &squeezed) && read_unit(&squeezed, ret_key);
}

bool na_postcode_sector(struct na_str text, uint32_t *ret_first)
{
    struct squeezed squeezed;
    uint32_t first = 0;
    if (!squeeze(text, &squeezed) || squeezed.length < 3 ||
        !is_figure(squeezed.text[squeezed.length - 1]) ||
        !read_outward(squeezed.text, squeezed.length - 1, &first)) {
        return false;
    }
    uint32_t figure = (uint32_t)(squeezed.text[squeezed.length - 1] - '0');
    *ret_first = first + figure * NA_POSTCODE_SECTOR_KEYS;
    return true;
}

bool na_postcode_outward(struct na_str text, uint32_t *ret_first)
{
    struct squeezed squeezed;
    return squeeze(text, &squeezed) && read_outward(squeezed.text, squeezed.length, ret_first);
}

bool na_postcode_short(struct na_str text, uint32_t *ret_first)
{
    struct squeezed whole;
    if (!squeeze(text, &whole) || whole.length == 7) {
        return false;
    }
    whole.text[whole.length++] = 'A';
    return read_unit(&whole, ret_first);
}

/* Letters and figures that are taken for each other, heard or read. */
static char as_letter(char c)
{
    static const char figures[] = "01258", letters[] = "OIZSB";
    const char *at = c != '\0' ? strchr(figures, c) : NULL;
    return at != NULL ? letters[at - figures] : c;
}

static char as_figure(char c)
{
    static const char letters[] = "OILZSB", figures[] = "011258";
    const char *at = c != '\0' ? strchr(letters, c) : NULL;
    return at != NULL ? figures[at - letters] : c;
}

bool na_postcode_mend(struct na_str text, uint32_t *ret_key)
{
    struct squeezed squeezed;
    uint32_t typed = UINT32_MAX;
    if (!squeeze(text, &squeezed) || squeezed.length < 5) {
        return false;
    }
    (void)read_unit(&squeezed, &typed);
    char *inward = squeezed.text + squeezed.length - 3;
    inward[0] = as_figure(inward[0]);
    inward[1] = as_letter(inward[1]);
    inward[2] = as_letter(inward[2]);
    squeezed.text[0] = as_letter(squeezed.text[0]);
    /* After the first letter: one more letter or none, then figures. The first reading of that
     * kind is taken. */
    size_t outward = squeezed.length - 3;
    for (size_t letters = 2; letters >= 1; letters--) {
        struct squeezed reading = squeezed;
        for (size_t i = 1; i < outward; i++) {
            reading.text[i] = i < letters ? as_letter(reading.text[i]) : as_figure(reading.text[i]);
        }
        uint32_t key = 0;
        if (letters < outward && read_unit(&reading, &key) && key != typed) {
            *ret_key = key;
            return true;
        }
    }
    return false;
}

void na_postcode_format_outward(char to[NA_POSTCODE_TEXT], uint32_t key)
{
    uint32_t outward = key / NA_POSTCODE_OUTWARD_KEYS;
    uint32_t suffix = outward % SUFFIXES;
    uint32_t figure = outward / SUFFIXES % 10;
    uint32_t area = outward / SUFFIXES / 10;
    size_t n = 0;
    to[n++] = (char)('A' + area / (LETTERS + 1));
    if (area % (LETTERS + 1) > 0) {
        to[n++] = (char)('A' + area % (LETTERS + 1) - 1);
    }
    to[n++] = (char)('0' + figure);
    if (suffix > 0) {
        to[n++] = suffix <= 10 ? (char)('0' + suffix - 1) : (char)('A' + suffix - 11);
    }
    to[n] = '\0';
}

void na_postcode_format_sector(char to[NA_POSTCODE_TEXT], uint32_t key)
{
    na_postcode_format_outward(to, key);
    size_t n = strlen(to);
    to[n++] = ' ';
    to[n++] = (char)('0' + key / NA_POSTCODE_SECTOR_KEYS % 10);
    to[n] = '\0';
}

void na_postcode_format(char to[NA_POSTCODE_TEXT], uint32_t key)
{
    na_postcode_format_sector(to, key);
    size_t n = strlen(to);
    uint32_t unit = key % NA_POSTCODE_SECTOR_KEYS;
    to[n++] = (char)('A' + unit / LETTERS);
    to[n++] = (char)('A' + unit % LETTERS);
    to[n] = '\0';
}

bool na_postcode_key_ok(uint32_t key)
{
    return key < NA_POSTCODE_KEYS;
}

static const struct {
    unsigned int quality;
    double accuracy_m;
    const char *text;
} qualities[] = {
    {10, 100, "the building nearest to the mean of its addresses"},
    {20, 100, "the building nearest to the mean of its addresses, found by eye"},
    {30, 150, "within 50 m of that building"},
    {40, 150, "the mean of its addresses, not moved to a building"},
    {50, 200, "estimated from the postcodes around it"},
    {60, 2000, "the mean of its sector"},
    {80, 1000, "the last position of a postcode that ended before 2000"},
    {NA_POSTCODE_QUALITY_NONE, 0, "no position"},
};

double na_postcode_accuracy_m(unsigned int quality)
{
    for (size_t i = 0; i < sizeof qualities / sizeof qualities[0]; i++) {
        if (qualities[i].quality == quality) {
            return qualities[i].accuracy_m;
        }
    }
    return 2000; /* a number that is not published: as the worst of those that are */
}

const char *na_postcode_quality_text(unsigned int quality)
{
    for (size_t i = 0; i < sizeof qualities / sizeof qualities[0]; i++) {
        if (qualities[i].quality == quality) {
            return qualities[i].text;
        }
    }
    return "of a quality that is not described";
}
