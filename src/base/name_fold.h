/* base/name_fold.h - names as people write them, made equal. Pure; any thread. */
#ifndef NA_BASE_NAME_FOLD_H
#define NA_BASE_NAME_FOLD_H

#include "base/text.h"

/* Room for a folded name; longer ones are cut, which makes none of the names in use equal. */
#define NA_FOLD_MAX 192

/* A column: ASCII lower case without blanks, '_' and '-', so that "crime-type" is "Crime type". */
void na_fold_column(struct na_str name, char ret_folded[NA_FOLD_MAX]);

/* A ward or an authority: as a column, and '&' is "and", and there are no apostrophes, hyphens,
 * dashes, full stops and commas, straight or typographic: "St. Germain's" is "St Germains". */
void na_fold_name(struct na_str name, char ret_folded[NA_FOLD_MAX]);

#endif
