/* Words within a few edits of another.
 *
 * The words are sorted, so those with the same beginning stand together. The table of edit
 * distances is filled row by row along a word; the rows of a shared beginning are kept for the next
 * word, and as soon as no cell of two successive rows can lead to a match, every word with that
 * beginning is passed over. Only the band of 2 * edits + 1 cells around the diagonal is filled. */
#include <assert.h>
#include <string.h>

#include "data/places.h"
#include "data/snapshot_private.h"

#define TEXT_MAX 64u
#define ROWS (TEXT_MAX + NA_WORD_EDITS_MAX + 2)

/* Row d: distances of the first d bytes of a word to the first j of the text. Cells outside the
 * band hold `far`. */
struct table {
    const unsigned char *text;
    unsigned int length;
    unsigned int edits;
    unsigned int far; /* edits + 1: any number above */
    unsigned char rows[ROWS][TEXT_MAX + 2];
    unsigned char least[ROWS]; /* of each row */
};

static unsigned int least_of(unsigned int a, unsigned int b)
{
    return a < b ? a : b;
}

static void table_init(struct table *table, struct na_str text, unsigned int edits)
{
    assert(text.length <= TEXT_MAX && edits <= NA_WORD_EDITS_MAX);
    table->text = (const unsigned char *)text.bytes;
    table->length = (unsigned int)text.length;
    table->edits = edits;
    table->far = edits + 1;
    for (unsigned int j = 0; j <= table->length + 1; j++) {
        table->rows[0][j] = (unsigned char)least_of(j, table->far);
    }
    table->least[0] = 0;
}

/* Fill row `d` (from 1) for the byte word[d - 1]. */
static void fill_row(struct table *table, const unsigned char *word, unsigned int d)
{
    const unsigned char *above = table->rows[d - 1];
    unsigned char *row = table->rows[d];
    unsigned char c = word[d - 1];
    unsigned int first = d > table->edits ? d - table->edits : 0;
    unsigned int last = least_of(d + table->edits, table->length);
    unsigned int least = table->far;
    if (first > 0) {
        row[first - 1] = (unsigned char)table->far;
    }
    for (unsigned int j = first; j <= last; j++) {
        unsigned int cell = table->far;
        if (j == 0) {
            cell = least_of(d, table->far);
        } else {
            bool same = table->text[j - 1] == c;
            cell = least_of(above[j - 1] + !same, least_of(row[j - 1] + 1u, above[j] + 1u));
            if (d > 1 && j > 1 && table->text[j - 2] == c && table->text[j - 1] == word[d - 2]) {
                cell = least_of(cell, table->rows[d - 2][j - 2] + 1u);
            }
            cell = least_of(cell, table->far);
        }
        row[j] = (unsigned char)cell;
        least = least_of(least, cell);
    }
    row[last + 1] = (unsigned char)table->far;
    table->least[d] = (unsigned char)least;
}

/* Can a word with these first d bytes still match? A swap leads from row d - 1 to d + 1. */
static bool is_hopeless(const struct table *table, unsigned int d)
{
    return table->least[d] > table->edits && (d == 0 || table->least[d - 1] + 1u > table->edits);
}

static unsigned int distance_at(const struct table *table, unsigned int d)
{
    bool in_band = d + table->edits >= table->length && d <= table->length + table->edits;
    return in_band ? table->rows[d][table->length] : table->far;
}

unsigned int na_word_distance(struct na_str a, struct na_str b, unsigned int edits)
{
    struct table table;
    table_init(&table, b, edits);
    if (a.length > b.length + edits) {
        return table.far;
    }
    for (unsigned int d = 1; d <= a.length; d++) {
        fill_row(&table, (const unsigned char *)a.bytes, d);
    }
    return distance_at(&table, (unsigned int)a.length);
}

void na_snapshot_words_like(const struct na_snapshot *snapshot, struct na_str text,
                            unsigned int edits, na_word_found *found, void *context)
{
    const struct na_flat_word *words = snapshot->sections[NA_FLAT_WORDS].items;
    const unsigned char *texts = snapshot->sections[NA_FLAT_WORD_TEXTS].items;
    const unsigned char *shared = snapshot->sections[NA_FLAT_WORD_SHARED].items;
    uint32_t count = na_snapshot_word_count(snapshot);
    struct table table;
    table_init(&table, text, edits);
    unsigned int longest = table.length + edits;
    unsigned int filled = 0; /* rows that hold for the current word */
    for (uint32_t i = 0; i < count;) {
        const unsigned char *word = texts + words[i].text;
        unsigned int length = words[i + 1].text - words[i].text;
        unsigned int d = filled;
        while (d < length && d < longest && !is_hopeless(&table, d)) {
            fill_row(&table, word, ++d);
        }
        bool hopeless = is_hopeless(&table, d) || (d == longest && d < length);
        if (!hopeless && d == length && distance_at(&table, d) <= edits) {
            found(context, i, distance_at(&table, d));
        }
        /* Pass over all that share the hopeless beginning. A word that ends there stands before
         * them. */
        i++;
        while (hopeless && i < count && shared[i] >= d) {
            i++;
        }
        filled = i < count ? least_of(shared[i], d) : 0;
    }
}
