/* locate/lookup.h - the words of a text that may name a place, looked up in the index of names.
 * Borrows from the text and the snapshot; any thread.
 *
 * A word stands for words of the index: for itself, or, if the index does not have it, for those
 * spelt nearly alike. Words are numbered from 0 without "the" and "and", so that a set of them is a
 * bit set and a name in order is a shift. */
#ifndef NA_LOCATE_LOOKUP_H
#define NA_LOCATE_LOOKUP_H

#include "data/places.h"
#include "locate/lexicon.h"
#include "locate/said.h"

#define NA_LOOKUP_MAX 64
#define NA_LOOKUP_SLOTS 4096u

struct na_lookup_word {
    struct na_str text; /* short forms lengthened */
    uint32_t flags;     /* of the lexicon */
    uint8_t first, end; /* words of the text that it is made of */
    uint8_t segment;
    bool known;      /* the index has it, spelt so */
    bool number;     /* of a house, or no name: figures */
    bool road;       /* "A19" */
    bool unfinished; /* perhaps the beginning of a word: the last one */
    bool opens;      /* "the" or the end of a part of the text stands before it */
    double idf;      /* how much it tells, from its postings */
};

/* What a word of the index answers to. */
struct na_lookup_slot {
    uint32_t word; /* number in the index, plus one; 0: free */
    uint8_t edits; /* of `near` */
    uint64_t exact, near;
    double idf;
};

struct na_lookup {
    const struct na_snapshot *snapshot;
    struct na_lookup_word words[NA_LOOKUP_MAX];
    size_t count;
    bool truncated;  /* a bound was reached: nothing may be certain */
    bool has_and;    /* "and" was said */
    uint64_t filler; /* words that cost nothing */
    uint64_t idle;   /* of these, words that alone name nothing: talk and relations */
    uint64_t opens;  /* nothing before them belongs to them */
    uint64_t displacing, crossing, relation, type, numbers, unknown;
    char joined[NA_LOOKUP_MAX * 8];
    size_t joined_length;
    struct na_lookup_slot slots[NA_LOOKUP_SLOTS];
    size_t slot_count;
};

/* Look up what no reader of figures has taken. */
void na_lookup_read(struct na_lookup *asked, const struct na_snapshot *snapshot,
                    const struct na_said *said);

/* Which words asked a word of the index answers to; NULL: none. */
const struct na_lookup_slot *na_lookup_find(const struct na_lookup *asked, uint32_t word);
/* How much a word of the index tells. */
double na_lookup_idf(const struct na_lookup *asked, uint32_t word);

#endif
