/* rows/point_rows.h - rows of CSV files kept as points on the National Grid: offences, premises,
 * stations, for the questions that look at all of them together (coverage, site, hotspots).
 *
 * The rows are read by the batch engine (rows/batch.h), so what counts as a position, a bad row or
 * no location is what `join` says. Every row read is in exactly one place of the tally. */
#ifndef NA_ROWS_POINT_ROWS_H
#define NA_ROWS_POINT_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "geo/position.h"
#include "rows/batch.h"
#include "rows/repeats.h"
#include "rows/table_intern.h"
#include "rows/weights.h"
#include "rows/where.h"

/* Most rows kept. */
#define NA_POINT_ROWS_MAX ((size_t)50 * 1000 * 1000)
/* Most bytes of their ids and names. */
#define NA_POINT_LABELS_MAX_BYTES ((size_t)4 * 1024 * 1024 * 1024)
#define NA_POINT_LABEL_NONE UINT32_MAX
#define NA_POINT_MONTH_NONE UINT32_MAX

struct na_point_row {
    struct na_lonlat at;
    struct na_grid grid; /* metres, as given or by the transformation; rows that have none are not
                            kept, see `off_grid` */
    double weight;       /* of the weight column; 1 without one */
    uint64_t row;        /* 1-based among the rows read, all inputs together */
    uint32_t ward;       /* within `layer` of the rows, or NA_AREA_NONE */
    uint32_t month;      /* number in `months`, or NA_POINT_MONTH_NONE */
    uint32_t id, name;   /* for na_point_rows_label; NA_POINT_LABEL_NONE: not asked for */
    uint32_t kind;       /* number of its weight in `weights` of the rows; 0 without */
    bool policing;       /* drugs, weapons, public order: offences that are found by policing */
};

/* read == unasked + kept rows + no_location + bad + off_grid. */
struct na_point_tally {
    uint64_t read;
    uint64_t unasked;     /* left out by --where */
    uint64_t no_location; /* both coordinates blank */
    uint64_t bad;      /* no position or weight in its cell, or a row that cannot be taken apart */
    uint64_t off_grid; /* a position that the transformation does not reach */
};

/* Members may be read by anyone. Start with {0}; release with na_point_rows_fini. */
struct na_point_rows {
    struct na_point_row *items; /* in the order of the input; NULL when none */
    size_t count;
    struct na_point_tally tally;
    struct na_buffer labels, label_ends; /* private: na_point_rows_label */
    struct na_table_texts months;        /* "2025-01"; empty: no such column */
    struct na_table_texts other_months;  /* those of the rows not asked for, see the sink */
    const struct na_layer *layer;        /* vintage of `ward`; NULL: the pack has no wards */
    char profile[16];                    /* "police.uk" when recognised, else "" */
    double weight_sum;                   /* of the rows kept */
    struct na_repeats repeats;           /* Crime IDs of the rows asked for */
    /* Values of a condition's column that it does not have, of the first rows: to suggest from. */
    struct na_table_texts unmet[NA_WHERES_MAX];
    /* Of each condition with several values, those that a row asked for has: na_where_met. */
    uint64_t met[NA_WHERES_MAX];
    const struct na_weights *weights; /* as wanted */
};

/* Which rows, and what of them. Texts are borrowed. */
struct na_point_rows_wanted {
    const struct na_where *wheres;
    size_t where_count;
    const char *weight_column; /* NULL: each row weighs 1. A blank, negative or non-numeric weight
                                  makes a row bad */
    const char *id_column, *name_column; /* NULL: not kept, or `usual_labels` */
    const struct na_weights *weights; /* the weight column has values of these, not numbers. Values
                                         that are not in it fail the run, and are named; NULL */
    bool usual_labels;   /* a column not named is "id" or "name", if the rows have it */
    const char *vintage; /* of `ward`; NULL: the newest */
};

/* Takes the rows instead of the list, which stays empty, but for its count. */
struct na_point_rows_sink {
    /* Before the first row. */
    enum na_code (*begin)(void *context, const struct na_point_rows *rows, struct na_error *reterr);
    /* `asked`: it passes --where. Rows that do not are told only with `others`, and those of them
     * that have no position never. */
    enum na_code (*take)(void *context, const struct na_point_rows *rows,
                         const struct na_point_row *row, bool asked, struct na_error *reterr);
    void *context;
};

/* How they are read: beside the source of rows/batch.h. */
struct na_point_rows_reading {
    /* Where the position is: lat, lon, easting, northing, profile, separator, encoding, today; the
     * rest is set here. */
    struct na_batch_options columns;
    unsigned int threads; /* 1..NA_BATCH_THREADS_MAX */
    size_t block_bytes;   /* 0: the default; 1 upwards, for tests */
    const struct na_batch_source *source;
    const struct na_point_rows_sink *sink; /* NULL: the rows are kept */
    bool others;                           /* see the sink */
    /* Each row that is asked for and bad, or off the grid, in order; NULL: nobody is told. */
    na_batch_fault_sink *fault;
    /* As in struct na_batch_target; may be NULL. */
    enum na_code (*progress)(void *context, const struct na_batch_tally *tally,
                             struct na_error *reterr);
    void *context; /* of both */
};

/* Read all rows. Errors: as na_batch_plan_new and na_batch_run (NA_ERR_DATA: a column that is not
 * there, with those that are), NA_ERR_LIMIT (too many), NA_ERR_MEMORY. Release with
 * na_point_rows_fini. */
NA_MUST_USE enum na_code na_point_rows_read(struct na_snapshot *snapshot,
                                            const struct na_point_rows_wanted *wanted,
                                            const struct na_point_rows_reading *reading,
                                            struct na_point_rows *ret_rows,
                                            struct na_error *reterr);
void na_point_rows_fini(struct na_point_rows *rows);

/* Remember a text. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_point_label_put(struct na_point_rows *rows, struct na_str text,
                                            uint32_t *ret_label);
/* Text of an id or a name, with a NUL after it, as long as the rows; "" for NA_POINT_LABEL_NONE.
 */
struct na_str na_point_rows_label(const struct na_point_rows *rows, uint32_t label);

#endif
