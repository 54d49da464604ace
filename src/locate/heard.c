/* Which words of a text made the answer, which were not used, and which nothing is known of: in the
 * words of the text, for the person who typed it. */
#include <string.h>

#include "locate/reading.h"

enum heard { HEARD_USED, HEARD_NOT_USED, HEARD_UNKNOWN, HEARD_TALK };

/* A stretch of the text as one more part of a list. */
static void append(char *to, struct na_str text)
{
    size_t length = strlen(to);
    size_t gap = length > 0 ? 1 : 0;
    if (length + gap + text.length + 1 > NA_LOCATED_WORDS) {
        return; /* a text of a thousand bytes is no answer to repeat */
    }
    if (gap > 0) {
        to[length] = NA_LOCATED_DIVIDER;
    }
    memcpy(to + length + gap, text.bytes, text.length);
    to[length + gap + text.length] = '\0';
    na_text_blank_controls(to + length + gap, text.length, false);
}

static enum heard heard_of(const struct na_reading *reading, size_t word, uint64_t used)
{
    const struct na_lookup *asked = &reading->asked;
    if (na_said_word_taken(&reading->said, word)) {
        return HEARD_USED;
    }
    for (size_t i = 0; i < asked->count; i++) {
        if (word < asked->words[i].first || word >= asked->words[i].end) {
            continue;
        }
        uint64_t bit = (uint64_t)1 << i;
        if ((used & bit) != 0) {
            return HEARD_USED;
        }
        if ((asked->unknown & bit) != 0) {
            return HEARD_UNKNOWN;
        }
        return (asked->filler & bit) != 0 ? HEARD_TALK : HEARD_NOT_USED;
    }
    return HEARD_TALK; /* "the", "and" */
}

/* The bytes of the text from word `first` up to `end`, a sign before them too. */
static struct na_str stretch(const struct na_said *said, struct na_str text, size_t first,
                             size_t end)
{
    size_t from = said->from[said->words[first].start];
    size_t to = said->from[said->words[end - 1].end];
    from -= from > 0 && (text.bytes[from - 1] == '-' || text.bytes[from - 1] == '+') ? 1 : 0;
    return to > from && to <= text.length ? (struct na_str){text.bytes + from, to - from}
                                          : (struct na_str){"", 0};
}

void na_located_words(const struct na_reading *reading, struct na_str text, uint64_t used,
                      struct na_located *located)
{
    char *const lists[] = {located->used, located->not_used, located->not_understood};
    const struct na_said *said = &reading->said;
    for (size_t i = 0; i < said->word_count;) {
        enum heard heard = heard_of(reading, i, used);
        size_t end = i + 1;
        while (end < said->word_count && heard_of(reading, end, used) == heard) {
            end++;
        }
        struct na_str part = stretch(said, text, i, end);
        if (heard != HEARD_TALK && part.length > 0) {
            append(lists[heard], part);
        }
        i = end;
    }
}
