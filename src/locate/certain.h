/* locate/certain.h - is it certain which name is meant? The ten conditions of docs/locate.md; each
 * is necessary, none is mended by another. Pure; any thread. */
#ifndef NA_LOCATE_CERTAIN_H
#define NA_LOCATE_CERTAIN_H

#include "locate/names.h"

/* Why it is not; NA_DOUBT_NONE: it is. */
enum na_doubt {
    NA_DOUBT_NONE,
    NA_DOUBT_NO_NAME,    /* nothing of the kind is known */
    NA_DOUBT_PART,       /* not every word of the name was said */
    NA_DOUBT_SPELLING,   /* spelt otherwise */
    NA_DOUBT_WORDS,      /* words are left that say something else */
    NA_DOUBT_LOCALITY,   /* another locality was said, or two */
    NA_DOUBT_SEVERAL,    /* others are called so, too */
    NA_DOUBT_GENERIC,    /* a name that many places have */
    NA_DOUBT_STREET,     /* a street without its town */
    NA_DOUBT_ELSEWHERE,  /* "two miles from" */
    NA_DOUBT_QUALIFIED,  /* "old", "north": another place may be called so */
    NA_DOUBT_CROSSING,   /* two streets */
    NA_DOUBT_UNFINISHED, /* a bound was reached */
    NA_DOUBTS
};

/* Is the first of the names meant? */
enum na_doubt na_names_doubt(const struct na_lookup *asked, const struct na_names *names);

/* As it stands in answers: "several-names"; static. */
const char *na_doubt_name(enum na_doubt doubt);
/* What to ask the caller next, a sentence without a full stop; static. */
const char *na_doubt_ask(enum na_doubt doubt);

#endif
