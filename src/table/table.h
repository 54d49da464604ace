/* table/table.h - the table made of counts: order, ranks, shares, rates, rounding.
 *
 * Order: count descending, then the values by bytes. Rank: standard competition ranking ("1224"),
 * one more than the number of rows with a larger count. With rounding every figure of the table is
 * rounded (table/rounding.h), and order, ranks, shares and rates are made of the figures shown: the
 * exact ones are in no member that can be read. */
#ifndef NA_TABLE_TABLE_H
#define NA_TABLE_TABLE_H

#include "data/snapshot.h"
#include "table/counts.h"

/* What a value of a dimension is called. Texts are borrowed from the snapshot and the counts; "" is
 * unknown. */
struct na_table_label {
    const char *code; /* ward, authority, area; the text itself of a column */
    const char *name; /* of a ward as the counts' source spells it; "" for a column */
    const char *authority_code, *authority_name;
    const struct na_layer *layer; /* of a ward or an area; NULL */
    uint32_t area;                /* number of a ward in `layer`; NA_AREA_NONE */
};

/* Events for each thousand people and a 95% interval. */
struct na_table_rate {
    double population; /* 0: no rate */
    double rate, low, high;
    double smoothed; /* drawn towards that of all wards: na_table_rates_smooth */
    const char *source, *date;
};

struct na_table_row {
    uint32_t labels[NA_TABLE_DIMENSIONS_MAX];
    uint64_t count;
    uint64_t cumulative; /* of the counts down to here */
    uint32_t rank;
    bool tied; /* another row has the same rank */
    struct na_table_rate rate;
    uint64_t exact, key; /* private, 0 in a table that is made: of the rows that are not listed */
};

/* A group of an authority that is too small to be listed by ward. */
struct na_table_group {
    uint32_t
        labels[NA_TABLE_DIMENSIONS_MAX]; /* as a row's; of the ward only the authority counts */
    uint64_t count;                      /* rounded, as every figure */
};

struct na_across;

/* What is printed with every table; texts are borrowed, "" where there is nothing to say. */
struct na_table_about {
    const char *measure; /* what was counted */
    const char *period;
    const char *inputs;  /* the files */
    const char *way;     /* how the wards came to the rows */
    const char *profile; /* "police.uk" or "" */
    uint32_t months;     /* that have rows; 0: not known */
};

struct na_table {
    const struct na_snapshot *snapshot;
    struct na_table_question question;
    struct na_table_about about;
    struct na_table_label *labels[NA_TABLE_DIMENSIONS_MAX];
    uint32_t label_counts[NA_TABLE_DIMENSIONS_MAX];
    struct na_table_row *rows;
    size_t row_count;
    size_t listed; /* the first so many are to be listed; the others are one line */
    struct na_table_tally tally;
    uint64_t placed; /* the sum of all counts */
    uint64_t asked;  /* rows asked for, placed or not; of ready counts: the total given */
    bool ready;      /* made of ready counts: nothing is known of wards that are not in it */
    bool has_rates;
    const struct na_layer *layer; /* the vintage of all rows; NULL: several */
    bool several_vintages;
    const struct na_table_texts *vintages; /* those that the rows say; of the counts */
    const char *key_name; /* of the rounding: its first digits are shown; NULL: figures are exact */
    struct na_table_group *groups; /* not listed by ward */
    size_t group_count;
    uint64_t rest;                  /* of the rows that are not listed */
    const struct na_across *across; /* table/across.h: columns for one thing more; NULL */
    bool public_rows;               /* as of the counts */
};

struct na_table_rates; /* table/rate.h */

struct na_table_options {
    const struct na_layer *layer;       /* vintage of wards whose rows do not say theirs */
    bool zeros;                         /* list the wards without a row */
    uint64_t top;                       /* 0: all; ties with the last one are listed too */
    const struct na_table_rates *rates; /* NULL: none */
    bool ready;
    uint64_t total;               /* ready counts: the whole, 0: their sum */
    const char *const *spellings; /* ready counts: the source's name of each ward value; NULL */
    struct na_table_about about;
};

/* Make a table of counts. `counts` and `snapshot` must outlive it. Errors: NA_ERR_DATA (a ward that
 * the vintage does not have; a population file that does not match), NA_ERR_PARAM_CONFLICT,
 * NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_table_new(const struct na_table_counts *counts,
                                      const struct na_snapshot *snapshot,
                                      const struct na_table_options *options,
                                      struct na_table **ret_table, struct na_error *reterr);
void na_table_free(struct na_table *table);

/* Of the rows that are not listed, as one line: how many, their sum. */
struct na_table_rest {
    size_t rows;
    uint64_t count;
};
struct na_table_rest na_table_get_rest(const struct na_table *table);
/* 100 part / whole; NAN when whole is 0. */
double na_table_percent(uint64_t part, uint64_t whole);

#endif
