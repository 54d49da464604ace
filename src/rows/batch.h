/* rows/batch.h - the same question about every row of a stream: N rows in, N rows out, in order.
 *
 *   options --na_batch_plan_new--> plan     what is asked, resolved against a snapshot; constant,
 *                                           shared by any number of threads
 *   plan ----na_batch_new-------> batch     one stream of rows, one thread: feed bytes, take bytes
 *   plan ----na_batch_run-------> result    a whole stream from a source to a sink on N threads
 *
 * Rows and columns. The input is CSV (io/csv_index.h says what a row is) or NDJSON (one object a
 * line). Every byte of a row's own fields is kept in CSV output, and of its own members in NDJSON
 * output from NDJSON. Blank lines are no rows: CSV output keeps them, the others leave them out. A
 * row whose line end is missing gets one. The output depends on the bytes of the input alone, never
 * on how they are cut into chunks nor on the number of threads.
 *
 * A row is never lost: what cannot be placed is marked in the column `match`.
 *   inside       in a ward                  boundary     on the edge of one; the lowest code
 *   none         in no ward                 no_location  both coordinates are blank
 *   bad          half a position, not a number, out of range, 0 and 0, coordinates that
 *                `nearaid ward` refuses, a text that is no day, wrong number of fields, a NUL, an
 *                unclosed quote, a line over 64 KiB, not an object, bytes that are no UTF-8 where
 *                the table is
 *   found        (question nearest) there is an asset; else none
 *   postcode     in a ward, by the position of a postcode: as good as that is
 * In CSV output a bad row is put right after its own bytes, so that the added columns stand under
 * their names: an open quote is closed, missing fields are added empty.
 *
 * Input in another encoding than UTF-8 becomes UTF-8, a byte without a
 * meaning what CP1252 makes of it. */
#ifndef NA_ROWS_BATCH_H
#define NA_ROWS_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/session.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/text.h"
#include "data/snapshot.h"
#include "io/encoding.h"
#include "question/question.h"
#include "tables/text_form.h"

enum na_batch_question { NA_BATCH_WARD, NA_BATCH_NEAREST };
enum na_batch_input { NA_BATCH_CSV_IN, NA_BATCH_NDJSON_IN };
enum na_batch_output {
    NA_BATCH_CSV,
    NA_BATCH_NDJSON,  /* an object a row: its columns (from CSV: as strings), then what is added */
    NA_BATCH_GEOJSON, /* one FeatureCollection; null geometry where there is no position */
    NA_BATCH_ANSWERS, /* an object a row: row, ok, and result (as /v1/ward, /v1/nearest) or problem
                       */
    NA_BATCH_FRAMES,  /* a frame for the header and for each row (rows/frame.h); CSV input */
    NA_BATCH_NOTHING  /* for a recorder, which sees the rows */
};
enum na_batch_match {
    NA_BATCH_INSIDE,
    NA_BATCH_BOUNDARY,
    NA_BATCH_NONE,
    NA_BATCH_NO_LOCATION,
    NA_BATCH_BAD,
    NA_BATCH_FOUND,
    NA_BATCH_POSTCODE,
    NA_BATCH_MATCHES
};
/* "inside", "no_location", ...; static. */
const char *na_batch_match_name(enum na_batch_match match);

/* A column whose values a recorder sees. */
struct na_batch_kept {
    const char *name; /* as `lat` of the options */
    bool optional;    /* it need not be there */
};
#define NA_BATCH_KEPT_MAX 24

/* Columns named in `lat`, `lon`, ..., `as_at_column` are names (case, blanks, '_' and '-' folded)
 * or 1-based numbers (CSV only). Texts are borrowed during na_batch_plan_new only; NULL: not given.
 * Zeros are the defaults, but today must be set. */
struct na_batch_options {
    enum na_batch_question question;
    enum na_batch_input input;
    enum na_batch_output output;
    const char *lat, *lon, *easting, *northing; /* one pair, or none with a profile */
    const char *profile;      /* "police.uk"; NULL: recognised by the header when no pair is given,
                                 then the names of columns in docs/join.md */
    const char *add;          /* "ward_code,match,area:patrols,nearest:bleed_cabinet"; NULL: the
                                 default of the question. docs/join.md lists them all */
    const char *prefix;       /* in front of the names of added columns */
    const char *vintage;      /* at most one of vintage, as_at and as_at_column; none: the newest */
    const char *as_at;        /* YYYY-MM-DD or YYYY-MM, which is its first day */
    const char *as_at_column; /* values as as_at; blank: the newest vintage */
    const char *columns;      /* not NULL: the input has no header, this line is it, its names
                                 parted by the separator or by commas */
    const struct na_param *params; /* question nearest: kind, k, max_m, status */
    size_t param_count;
    int32_t today;     /* day at which assets and areas must be valid when no as_at is given */
    double accuracy_m; /* of the positions, for `certain` and `alternatives` */
    char separator;    /* 0: ',' */
    enum na_encoding encoding;
    bool any_bytes; /* rows of CSV need not be UTF-8, though `encoding` says so: their bytes stay */
    const struct na_column_form *forms; /* of the columns, as src/tables found them; NULL: none */
    size_t form_count;
    const struct na_batch_kept *kept; /* for a recorder; CSV input */
    size_t kept_count;                /* at most NA_BATCH_KEPT_MAX */
    bool wards_optional;   /* question ward: a pack without wards leaves every row in none */
    bool spreadsheet_safe; /* added text cells that start with = + - @ TAB CR get a ' in front */
};

struct na_batch_plan;

/* How well do these names do as the header of rows with a position: 0 not at all; 1 with an address
 * of a kind (postcode, grid reference, both halves in one column); 2 with a position; 3 as asked
 * for, or of a known layout. A na_header_wanted.judge, of a struct na_batch_options. */
int na_batch_header_worth(const void *options, const struct na_str *names, size_t count);

/* Resolve options against a snapshot (a reference is taken). Errors, with what to do in the hint:
 * NA_ERR_PARAM_* (field: the member's name), NA_ERR_VINTAGE_UNKNOWN, NA_ERR_KIND_UNKNOWN,
 * NA_ERR_NO_WARDS, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_batch_plan_new(struct na_snapshot *snapshot,
                                           const struct na_batch_options *options,
                                           struct na_batch_plan **ret_plan,
                                           struct na_error *reterr);
/* Free a plan that no batch uses any more. NULL does nothing. */
void na_batch_plan_free(struct na_batch_plan *plan);
/* The vintage that every row is looked up in; NULL: by each row's own day, or there are no wards.
 */
const struct na_layer *na_batch_plan_layer(const struct na_batch_plan *plan);

/* How many rows came to what. read == the sum of `matches`. */
#define NA_BATCH_VINTAGES_MAX 64
struct na_batch_tally {
    uint64_t read;
    uint64_t matches[NA_BATCH_MATCHES];
    uint64_t vintages[NA_BATCH_VINTAGES_MAX]; /* rows looked up, by number of the layer in the
                                                 snapshot; layers beyond are not counted */
    uint64_t none_valid;                      /* rows at whose day no vintage was valid */
    uint64_t bytes_in;                        /* uncompressed, headers too */
};

/* A row that could not be placed (no_location, bad), or lies in no ward (none). Texts are borrowed
 * for the call. */
struct na_batch_fault {
    uint64_t row; /* 1-based among the rows of the output */
    enum na_batch_match match;
    struct na_str column; /* name of the column it is about; empty: the row as a whole */
    struct na_str value;  /* as found, at most 64 bytes */
    const char *reason;   /* a sentence without a full stop */
};
typedef enum na_code na_batch_fault_sink(void *context, const struct na_batch_fault *fault,
                                         struct na_error *reterr);

/* A row as a recorder sees it; valid for the call. */
struct na_batch_row {
    uint64_t row; /* 1-based within its block */
    enum na_batch_match match;
    const struct na_layer *layer;       /* vintage looked up; NULL when the row has no position */
    uint32_t area;                      /* ward within `layer`, or NA_AREA_NONE */
    const struct na_position *position; /* NULL: none, or a bad one. The grid is known where the row
                                           gives it, longitude and latitude where it gives them */
    /* With no_location, bad and none, as struct na_batch_fault has them. */
    struct na_str fault_column, fault_value;
    const char *fault_reason;
    const struct na_column_form *const *kept_forms; /* of the columns kept; each may be NULL */
    /* Values of the columns kept, unquoted, in their order; of one that is not
     * there `bytes` is NULL. NULL when the row cannot be taken apart. */
    const struct na_str *kept;
    struct na_session *session; /* of the calling thread, for its transformation */
};

/* One stream. Use from one thread at a time. Memory: below 1 MiB and what `to` holds, whatever is
 * fed. */
struct na_batch;
NA_MUST_USE enum na_code na_batch_new(const struct na_batch_plan *plan, struct na_batch **ret_batch,
                                      struct na_error *reterr);
void na_batch_free(struct na_batch *batch);
/* Tell faults to `sink`; before the first feed. NULL: nobody. */
void na_batch_set_fault_sink(struct na_batch *batch, na_batch_fault_sink *sink, void *context);
/* Take the next bytes of the input, cut anywhere; complete rows of output are appended to `to`
 * (nothing, or all that became complete). Errors: NA_ERR_DATA (no header; a column that is not
 * there, with those that are; an added column that the input has, with the remedy; a header unlike
 * the first input's; UTF-16), what the sinks return, NA_ERR_LIMIT of `to`, NA_ERR_MEMORY. After an
 * error the batch can only be freed. */
NA_MUST_USE enum na_code na_batch_feed(struct na_batch *batch, const char *bytes, size_t length,
                                       struct na_buffer *to, struct na_error *reterr);
/* One input ends: what is left of it is its last row. Further inputs may follow; each then begins
 * with the same header. */
NA_MUST_USE enum na_code na_batch_end_input(struct na_batch *batch, struct na_buffer *to,
                                            struct na_error *reterr);
/* The whole ends (after na_batch_end_input): the header if no row came, the end of GeoJSON. */
NA_MUST_USE enum na_code na_batch_finish(struct na_batch *batch, struct na_buffer *to,
                                         struct na_error *reterr);
const struct na_batch_tally *na_batch_get_tally(const struct na_batch *batch);

/* Where a run gets its bytes. */
struct na_batch_source {
    /* Read up to `size` bytes. *ret_length 0: this input ends; then *ret_more says whether another
     * follows. Called from any thread of the run, one at a time. */
    enum na_code (*read)(void *context, char *to, size_t size, size_t *ret_length, bool *ret_more,
                         struct na_error *reterr);
    void *context;
};
/* Where it puts them: called in order, from any thread of the run, one at a time; but a source may
 * be read meanwhile. */
struct na_batch_target {
    enum na_code (*write)(void *context, const char *bytes, size_t length, struct na_error *reterr);
    na_batch_fault_sink *fault; /* may be NULL */
    /* After each block, with what was done so far; may be NULL. An error ends the run. */
    enum na_code (*progress)(void *context, const struct na_batch_tally *tally,
                             struct na_error *reterr);
    void *context;
};
/* Turns a row into bytes of the output, which come to `write` in the order of the rows, a block at
 * a time; `progress` follows each block. Called from all workers at once: `context` is constant. */
typedef enum na_code na_batch_recorder(const void *context, const struct na_batch_row *row,
                                       struct na_buffer *to, struct na_error *reterr);
#define NA_BATCH_THREADS_MAX 256
struct na_batch_run_options {
    unsigned int threads;        /* 1..NA_BATCH_THREADS_MAX, the caller's among them */
    size_t block_bytes;          /* 0: the default; 1 upwards, for tests */
    na_batch_recorder *recorder; /* of the output "nothing"; NULL: none */
    const void *recorder_context;
};
/* What a run came to. */
struct na_batch_result {
    struct na_batch_tally tally;
    const char *profile; /* "police.uk" when that profile was recognised on its own, else "" */
};
/* Run a stream: each thread reads a block, works on it and writes it in its turn. As many blocks
 * are in memory as there are threads. Bytes are those of na_batch_feed. Errors: those of
 * na_batch_feed and of the callbacks; all threads have ended when it returns (a read that blocks is
 * waited for). */
NA_MUST_USE enum na_code na_batch_run(const struct na_batch_plan *plan,
                                      const struct na_batch_run_options *options,
                                      const struct na_batch_source *source,
                                      const struct na_batch_target *target,
                                      struct na_batch_result *ret_result, struct na_error *reterr);

/* Columns and options; kind, k, status and tag besides. */
extern const struct na_param_specs na_batch_ward_params;
extern const struct na_param_specs na_batch_nearest_params;
extern const struct na_question na_question_batch_ward;
extern const struct na_question na_question_batch_nearest;

#endif
