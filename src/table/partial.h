/* table/partial.h - counts of a part of the rows, made on one machine to be put together on
 * another.
 *
 * Counts by key add up, and so do the numbers that rounding goes by (table/rounding.h): the table
 * of all parts is, byte for byte, that of one run over all rows. A partial holds exact counts, so
 * it is written for its owner alone and says that it is not for publication.
 *
 * The file is CSV, a record a fact, its kind first: "nearaid partial", the format and a warning;
 * pack, vintage, way, profile, key, public; by and where; input; month; row_vintage; tally; value
 * (of a dimension, numbered as they come); cell; and end, with the number of cells. */
#ifndef NA_TABLE_PARTIAL_H
#define NA_TABLE_PARTIAL_H

#include "base/buffer.h"
#include "table/counts.h"

/* Most bytes of a partial, most parts, and most names of inputs in all. */
#define NA_PARTIAL_MAX_BYTES ((size_t)512 * 1024 * 1024)
#define NA_PARTIALS_MAX 4096

/* Beside the counts. Texts are borrowed, "" where not known. */
struct na_partial_about {
    const char *pack;    /* digest */
    const char *vintage; /* of wards whose rows do not say theirs */
    const char *way, *profile;
    const char *const *inputs; /* names of the files */
    size_t input_count;
};

/* Append a partial. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_partial_write(const struct na_table_counts *counts,
                                          const struct na_partial_about *about,
                                          struct na_buffer *to);

/* Partials put together. Members may be read by anyone after the first part. */
struct na_merge {
    struct na_table_counts counts; /* its texts are of the merge */
    char pack[160], vintage[64], way[128], profile[32], key[32];
    char **inputs;
    size_t input_count;
    size_t parts;
    /* Private. */
    char (*seen)[65]; /* SHA-256 of each part */
    struct na_table_texts wheres;
};

NA_MUST_USE enum na_code na_merge_new(struct na_merge **ret_merge, struct na_error *reterr);
void na_merge_free(struct na_merge *merge);
/* Add a part. Errors: NA_ERR_DATA (no partial, cut off, of another question, pack, vintage or key
 * than the first, or the same part again; with the line), NA_ERR_LIMIT, NA_ERR_MEMORY. After an
 * error the merge can only be freed. */
NA_MUST_USE enum na_code na_merge_add(struct na_merge *merge, const char *bytes, size_t length,
                                      struct na_error *reterr);

#endif
