/* register/heading.h - the headings of a table: folded, and what they mean by the table of words in
 * data/profiles/headings.txt. Pure; any thread. */
#ifndef NA_REGISTER_HEADING_H
#define NA_REGISTER_HEADING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "register/role.h"

#define NA_HEADING_MAX 96

/* Words in lower case with one blank between: capitals inside a word and figures part it, marks are
 * blanks, "the" is dropped. "Location (Lat/Long)" becomes "location lat long". Cut if too long. */
void na_heading_fold(struct na_str heading, char ret_folded[NA_HEADING_MAX]);

/* What a heading may mean; `weight` 0: nothing that is known. */
struct na_heading_meaning {
    enum na_register_role role;
    int weight;
};
/* The surest meaning of the heading. */
struct na_heading_meaning na_heading_meaning_of(struct na_str heading);
/* Is it the name that docs/pack.md gives to a column? */
#define NA_HEADING_OWN 12
/* A known heading that `folded` may be a misspelling of; NULL if none is near. */
const char *na_heading_misspelt(struct na_str heading, struct na_heading_meaning *ret_meaning);
/* Are two headings the same, or the same once folded? */
bool na_heading_same(struct na_str a, struct na_str b);
/* The next of a list of headings that is parted by `mark`. A heading that has the mark in it stands
 * in brackets, "Name (A, B)", or in quotes, "A, B". False at the end. */
bool na_heading_list_next(struct na_str *list, char mark, struct na_str *ret_heading);

#endif
