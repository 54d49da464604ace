/* The word with the fewest edits, if there are few for its length: one, and one more for every
 * three letters. A word of which nothing is left is no suggestion. */
#include "cli/nearest_word.h"

#include <string.h>

#include "base/text.h"

const char *na_cli_nearest_word(const char *word, const char *const *words, size_t count)
{
    const char *nearest = NULL;
    size_t limit = 1 + strlen(word) / 3;
    for (size_t i = 0; i < count; i++) {
        size_t distance = na_text_distance(word, words[i]);
        if (distance <= limit && distance < strlen(words[i])) {
            nearest = words[i];
            limit = distance;
            if (distance == 0) {
                break;
            }
            limit--;
        }
    }
    return nearest;
}
