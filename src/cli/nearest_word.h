/* cli/nearest_word.h - "did you mean". */
#ifndef NA_CLI_NEAREST_WORD_H
#define NA_CLI_NEAREST_WORD_H

#include <stddef.h>

/* The word of `words` most like `word`, the first of equals, ignoring ASCII case; NULL when more
 * letters than one and a third of those typed would have to change. */
const char *na_cli_nearest_word(const char *word, const char *const *words, size_t count);

#endif
