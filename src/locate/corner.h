/* locate/corner.h - corners of two streets, of which the network of the pack knows where they are.
 * Borrows from the text and the snapshot; any thread. docs/locate.md has the rules. */
#ifndef NA_LOCATE_CORNER_H
#define NA_LOCATE_CORNER_H

#include "locate/certain.h"
#include "locate/names.h"

/* Streets this near to each other meet: a roundabout lies between their ends, metres. */
#define NA_CORNER_MEET_M 30.0
/* Places this near are one corner: two carriageways, an offset crossroads, metres. */
#define NA_CORNER_ONE_M 100.0
/* Good to, metres; more where several places are one corner. */
#define NA_CORNER_ACCURACY_M 30.0
#define NA_CORNERS_MAX 16

struct na_corner {
    const char *a, *b;   /* names of the streets, as the network writes them */
    struct na_lonlat at; /* the middle of its places */
    double accuracy_m;
    uint64_t said; /* words of both names */
};

struct na_corners {
    struct na_corner items[NA_CORNERS_MAX]; /* those in the locality that was said first */
    size_t count;
    bool more;
    enum na_doubt doubt; /* is the first of them meant? */
    uint64_t used;       /* words of its streets and of the locality */
    bool has_town;
    uint32_t town; /* number of the place that was said as the town */
};

/* Corners of two streets whose whole names were said, by different words, beside a word for a
 * corner; none where the text has no such word. `names` are those of the text. */
void na_corners_find(const struct na_lookup *asked, const struct na_said *said,
                     const struct na_names *names, struct na_corners *ret_corners);

#endif
