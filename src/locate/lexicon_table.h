/* locate/lexicon_table.h - the table of words, which tools/cmake/words.cmake makes of
 * data/words/locate.txt. For lexicon.c and that table alone. */
#ifndef NA_LOCATE_LEXICON_TABLE_H
#define NA_LOCATE_LEXICON_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "locate/lexicon.h"

struct na_lexicon_row {
    const char *word;
    uint32_t flags;
};

/* Ascending by bytes. */
extern const struct na_lexicon_row na_lexicon_rows[];
extern const size_t na_lexicon_rows_length;

#endif
