/* A word is found by binary search or in a short list; nothing is guessed from a word's letters.
 * The table is made at build time from data/words/locate.txt. Kinds of asset have words of their
 * own, beside the name of the kind. */
#include "locate/lexicon.h"

#include <string.h>

#include "locate/lexicon_table.h"

uint32_t na_lexicon_flags(struct na_str word)
{
    size_t low = 0;
    size_t high = na_lexicon_rows_length;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = na_str_compare(na_str_of(na_lexicon_rows[middle].word), word);
        if (order == 0) {
            return na_lexicon_rows[middle].flags;
        }
        low = order < 0 ? middle + 1 : low;
        high = order > 0 ? middle : high;
    }
    return 0;
}

/* What people call things, beside the words of the kind itself. */
static const struct {
    const char *kind;
    const char *words; /* separated by '|' */
} callings[] = {
    {"licensed_premises", "pub|inn|bar|tavern|club|hotel|nightclub|premises|licensed"},
    {"pub", "inn|bar|tavern|hotel"},
    {"bleed_cabinet", "bleed|cabinet|kit|box|control"},
    {"defibrillator", "defib|aed|box|cabinet"},
    {"shop", "store|supermarket"},
    {"supermarket", "shop|store"},
    {"shopping centre", "shops|mall"},
    {"school", "academy|college"},
    {"hospital", "infirmary"},
    {"town", "centre|city"},
    {"station", "railway|train"},
};

static bool is_among(struct na_str word, const char *list, const char *separators)
{
    while (*list != '\0') {
        size_t length = strcspn(list, separators);
        if (length == word.length && memcmp(list, word.bytes, length) == 0) {
            return true;
        }
        list += length + (list[length] != '\0');
    }
    return false;
}

bool na_lexicon_is_kind(struct na_str word, const char *kind)
{
    char folded[64];
    size_t length = 0;
    for (; kind[length] != '\0' && length + 1 < sizeof folded; length++) {
        folded[length] = na_ascii_lower(kind[length]);
    }
    folded[length] = '\0';
    if (is_among(word, folded, " _-")) {
        return true;
    }
    for (size_t i = 0; i < sizeof callings / sizeof callings[0]; i++) {
        if (strcmp(callings[i].kind, folded) == 0 && is_among(word, callings[i].words, "|")) {
            return true;
        }
    }
    return false;
}
