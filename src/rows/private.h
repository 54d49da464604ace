/* rows/private.h - what is inside a plan, and how its parts work together. Private to
 * this room.
 *
 *   plan.c     options and snapshot -> plan        header.c  first line -> binding
 *   front.c    bytes -> header, pieces of rows     piece.c   a piece -> output
 *   place.c    texts of a row -> its place         cells.c   a place -> added cells
 *   position.c the position among them             adds.c    what is added, ready made
 *   object.c   rows out as JSON                    line.c    rows in from NDJSON
 *   usual.c    the usual row, in one go
 *   record.c   rows out as a recorder likes them       frame.c   rows out as frames
 *   batch.c    one stream in one thread            run.c     blocks over threads
 *                                                  read.c    filling the blocks */
#ifndef NA_ROWS_PRIVATE_H
#define NA_ROWS_PRIVATE_H

#include "base/number.h"
#include "geo/area_index.h"
#include "io/csv_index.h"
#include "io/json_line.h"
#include "io/json_write.h"
#include "nearest/nearest.h"
#include "question/bbox.h"
#include "rows/batch.h"
#include "rows/point_rows.h"
#include "rows/position_names.h"
#include "ward/ward.h"
#include "write/cells.h"

#define BATCH_ADDS_MAX 64
#define BATCH_NAME_MAX 128
#define BATCH_COLUMN_NONE SIZE_MAX
/* Bytes of a value that a fault shows. */
#define BATCH_VALUE_MAX 64

enum batch_cell {
    CELL_WARD_CODE,
    CELL_WARD_NAME,
    CELL_AUTHORITY_CODE,
    CELL_AUTHORITY_NAME,
    CELL_MATCH,
    CELL_VINTAGE,
    CELL_BOUNDARY_DISTANCE,
    CELL_CERTAIN,
    CELL_ALTERNATIVES,
    CELL_AREA,
    CELL_NEAREST_ID,
    CELL_NEAREST_DISTANCE,
    CELL_WALK_ID,
    CELL_WALK_M
};

/* One added column. */
struct batch_add {
    enum batch_cell cell;
    const struct na_layer *layer; /* CELL_AREA */
    const struct na_kind *kind;   /* CELL_NEAREST_*, CELL_WALK_* */
    char name[BATCH_NAME_MAX];    /* prefix and all */
};

/* Added cells, ready made, of everything that a ward alone decides: for each area of a layer
 * inside, then boundary; then none. Text i is bytes [offsets[i], offsets[i + 1]). */
struct batch_ready {
    char *bytes; /* BATCH_READY_SLACK more than all texts */
    uint32_t *offsets;
};
#define BATCH_READY_SLACK 64

struct na_batch_plan {
    struct na_snapshot *snapshot;
    enum na_batch_question question;
    enum na_batch_input input;
    enum na_batch_output output;
    enum na_encoding encoding;
    bool any_bytes;
    char separator;
    bool spreadsheet_safe;
    bool has_header;
    double accuracy_m;
    int32_t today;
    /* Texts as given, NULL or owned. */
    char *lat, *lon, *easting, *northing, *profile, *as_at_column, *columns, *vintage;
    char *kept[NA_BATCH_KEPT_MAX];
    bool kept_optional[NA_BATCH_KEPT_MAX];
    size_t kept_count;
    bool wards_optional;
    struct batch_add adds[BATCH_ADDS_MAX];
    size_t add_count;
    const struct na_layer *layer;  /* when every row has the same; else NULL: as_at_column */
    const struct na_layer *newest; /* NULL: question nearest of a pack without wards */
    bool none_valid;               /* `layer` is the newest since none is valid at as_at */
    bool as_at_given;
    int32_t as_at;
    struct na_nearest_question nearest; /* question nearest: all but its position */
    char *tag_texts;                    /* what its tags borrow from, owned */
    bool wants_answer;                  /* of na_ward_find: more than the index knows */
    bool wants_lonlat;
    bool wants_walks;             /* the streets are needed */
    struct na_column_form *forms; /* owned */
    size_t form_count;
    bool simple;               /* `ready` holds all that is added */
    struct batch_ready *ready; /* a layer of the snapshot each */
    struct batch_ready other;  /* no_location, bad */
    struct na_bbox swap_box;   /* positions in there are not swapped */
    bool has_box;
};

/* Columns of this input, found in its header. Constant once made. */
struct batch_binding {
    enum na_position_form form; /* never NA_POSITION_XY */
    enum na_number_marks x_marks, y_marks;
    enum na_date_order order; /* of `as_at` */
    const struct na_column_form *kept_forms[NA_BATCH_KEPT_MAX];
    struct na_str *names; /* unquoted; borrow from `text` */
    size_t count;
    char *text;
    char *kept_names; /* of members that the first object named; owned */
    size_t x, y;      /* lon and lat, or easting and northing; their members' names for NDJSON: */
    size_t as_at;     /* or BATCH_COLUMN_NONE */
    const char *x_name, *y_name, *as_at_name; /* borrow from the plan or from `names` */
    size_t kept[NA_BATCH_KEPT_MAX];           /* or BATCH_COLUMN_NONE */
    bool found_profile;
    char line_end[3]; /* for rows that lack one */
};

/* Where a row is: made by batch_place from its texts. */
struct batch_place {
    enum na_batch_match match;
    bool has_position;
    struct na_position position;
    const struct na_layer *layer; /* looked up; NULL without a position */
    uint32_t area;
    bool none_valid;
    bool day_given;
    int32_t day;
    /* With no_location, none and bad. */
    size_t column; /* BATCH_COLUMN_NONE: the row */
    struct na_str value;
    const char *reason; /* static, or in the worker's error */
    enum na_code code;  /* what `nearaid ward` would say */
};

/* What one thread needs to work. */
struct batch_worker {
    const struct na_batch_plan *plan;
    const struct batch_binding *binding;
    struct na_session *session;
    bool by_grid;      /* the row under way is in metres */
    bool must_be_utf8; /* what is not ASCII in rows of CSV */
    struct na_csv_rows rows;
    enum na_csv_way way;
    struct na_error error;
    char day_text[40]; /* the last as_at, and the day that it is */
    size_t day_length;
    bool day_known, day_good, day_none_valid;
    int32_t day;
    const struct na_layer *day_layer;
    struct na_ward_answer ward;
    struct na_nearest_answer nearest;
    struct na_nearest_question nearest_question;
    struct na_json_line line;
    struct na_str fields[NA_CSV_ROW_FIELDS_MAX];
    char text[NA_CSV_ROW_MAX + 16];      /* unquoted fields */
    char cell[NA_CSV_ROW_MAX + 16];      /* one unquoted field */
    char point_texts[2][NA_NUMBER_TEXT]; /* of a point in well-known text or binary */
    na_batch_recorder *recorder;
    const void *recorder_context;
    uint64_t row_base; /* rows before this piece: known in sequence only */
    bool wants_faults;
    const struct na_layer *last_layer; /* of the last row, and its number */
    size_t last_number;
    const struct na_kind *nearest_kind; /* `nearest` is of that kind and this row, */
    bool nearest_by_walk;               /* in this order */
    struct na_street_search *streets;   /* the session's; NULL: the data have none */
};

/* Are all added cells ready made? A postcode's match is not among them. */
static inline bool na_batch_is_simple(const struct batch_worker *worker)
{
    return worker->plan->simple && worker->binding->form <= NA_POSITION_METRES;
}

/* What a piece came to. */
struct batch_output {
    struct na_buffer bytes;
    struct na_buffer faults; /* struct batch_fault_record and its texts, one after another */
    struct na_batch_tally tally;
};
struct batch_fault_record {
    uint32_t row; /* 1-based within the piece */
    uint16_t column;
    uint8_t match;
    uint8_t value_length;
    uint16_t reason_length;
    uint16_t reserved;
};
#define BATCH_FAULT_NO_COLUMN UINT16_MAX

/* adds.c */
NA_MUST_USE enum na_code na_batch_adds_read(struct na_batch_plan *plan,
                                            const struct na_batch_options *options,
                                            struct na_error *reterr);
NA_MUST_USE enum na_code na_batch_ready_make(struct na_batch_plan *plan, struct na_error *reterr);
void na_batch_ready_free(struct na_batch_plan *plan);
size_t na_batch_layer_number(const struct na_batch_plan *plan, const struct na_layer *layer);
/* YYYY-MM-DD, or YYYY-MM for its first day. */
bool na_batch_day_parse(struct na_str text, int32_t *ret_day);

/* rows/header.c: bind the columns of a header line (without its line end). */
NA_MUST_USE enum na_code na_batch_bind(const struct na_batch_plan *plan, struct na_str header,
                                       struct batch_binding *ret_binding, struct na_error *reterr);
void na_batch_binding_fini(struct batch_binding *binding);

/* rows/place.c */
NA_MUST_USE enum na_code na_batch_worker_init(struct batch_worker *worker,
                                              const struct na_batch_plan *plan,
                                              const struct batch_binding *binding,
                                              struct na_error *reterr);
void na_batch_worker_fini(struct batch_worker *worker);
/* The texts are trimmed here. `as_at` is looked at only when the binding has one. Errors:
 * NA_ERR_CRS, NA_ERR_MEMORY, NA_ERR_CORRUPT; all else is in the place. */
NA_MUST_USE enum na_code na_batch_place(struct batch_worker *worker, struct na_str x,
                                        struct na_str y, struct na_str as_at,
                                        struct batch_place *ret_place, struct na_error *reterr);
/* A place of a row that is not in a ward, and why. */
void na_batch_place_mark(struct batch_place *place, enum na_batch_match match, enum na_code code,
                         size_t column, struct na_str value, const char *reason);
/* rows/position.c: the position by its trimmed texts, or a bad row. Errors as na_batch_place. */
NA_MUST_USE enum na_code na_batch_position_read(struct batch_worker *worker, struct na_str x,
                                                struct na_str y, struct batch_place *place,
                                                struct na_error *reterr);
/* rows/position.c: the position by the one text that says it, or a bad row. Errors as
 * na_batch_place.
 */
NA_MUST_USE enum na_code na_batch_text_read(struct batch_worker *worker, struct na_str text,
                                            struct batch_place *place, struct na_error *reterr);
/* A position in no ward: would a single question have refused it for looking swapped? */
NA_MUST_USE enum na_code na_batch_position_check(struct batch_worker *worker, struct na_str x,
                                                 struct na_str y, struct batch_place *place,
                                                 struct na_error *reterr);
/* A place of a row that cannot be taken apart. */
void na_batch_place_bad(struct batch_place *place, const char *reason);

/* rows/cells.c: everything that is added, as CSV cells (each with its separator in front). */
/* `worker` may be NULL when the plan is simple. */
NA_MUST_USE enum na_code na_batch_cells_csv(const struct na_batch_plan *plan,
                                            struct batch_worker *worker,
                                            const struct batch_place *place, struct na_buffer *to);
/* The same as members of the object open in `json`. */
void na_batch_cells_json(struct batch_worker *worker, const struct batch_place *place,
                         struct na_json *json);
/* The same as cells of a frame. */
NA_MUST_USE enum na_code na_batch_cells_frame(struct batch_worker *worker,
                                              const struct batch_place *place,
                                              struct na_buffer *to);
/* One cell as CSV, quoted when it must be. */
NA_MUST_USE enum na_code na_batch_cell_put(const struct na_batch_plan *plan, struct na_str text,
                                           bool is_text, struct na_buffer *to);

/* rows/object.c: a row as a JSON object and a line end, by the plan's output. `fields` NULL: the
 * row cannot be taken apart, `raw` is its bytes. From NDJSON `raw` is the object, whose members are
 * kept, and `close` the offset of its closing brace. */
NA_MUST_USE enum na_code na_batch_object_put(struct batch_worker *worker,
                                             const struct batch_place *place, struct na_str raw,
                                             const struct na_str *fields, size_t count,
                                             size_t close, uint64_t row, struct na_buffer *to);

/* rows/frame.c: the header and a row (as na_batch_object_put has it) as frames. */
NA_MUST_USE enum na_code na_batch_frame_header_put(const struct na_batch_plan *plan,
                                                   const struct batch_binding *binding,
                                                   struct na_buffer *to);
NA_MUST_USE enum na_code na_batch_frame_put(struct batch_worker *worker,
                                            const struct batch_place *place, struct na_str raw,
                                            const struct na_str *fields, size_t count,
                                            struct na_buffer *to);
/* rows/cells.c: one cell of a frame. */
NA_MUST_USE enum na_code na_batch_frame_cell_put(const struct na_cell *cell, struct na_buffer *to);

/* rows/piece.c */
void na_batch_output_init(struct batch_output *output);
void na_batch_output_fini(struct batch_output *output);
void na_batch_output_clear(struct batch_output *output);
NA_MUST_USE enum na_code na_batch_piece_work(struct batch_worker *worker,
                                             const struct na_csv_piece *piece, const char *bytes,
                                             struct batch_output *output, struct na_error *reterr);
/* rows/usual.c: what rows of this worker's stream can be written in one go. */
struct batch_usual {
    const struct na_layer *layer; /* of every row; NULL: none can */
    size_t number;                /* of the layer */
    const struct batch_ready *ready;
    size_t columns;
    bool metres;
};
void na_batch_usual_init(const struct batch_worker *worker, struct batch_usual *ret_usual);
/* The row with its line end into the output; false: it is not a usual row, nothing was done. Only
 * with a layer. */
bool na_batch_usual_put(const struct batch_worker *worker, const struct batch_usual *usual,
                        const struct na_csv_row *row, const char *bytes,
                        struct batch_output *output);
/* Count a row that is done, and remember its fault. */
NA_MUST_USE enum na_code na_batch_count(struct batch_worker *worker,
                                        const struct batch_place *place,
                                        struct batch_output *output, struct na_error *reterr);
/* A row to the recorder; `row` NULL: a line over the limit. */
NA_MUST_USE enum na_code na_batch_record_row(struct batch_worker *worker,
                                             const struct batch_place *place,
                                             const struct na_csv_row *row, const char *bytes,
                                             struct batch_output *output, struct na_error *reterr);
/* rows/line.c: a piece of NDJSON lines. */
NA_MUST_USE enum na_code na_batch_lines_work(struct batch_worker *worker, const char *bytes,
                                             size_t length, struct batch_output *output,
                                             struct na_error *reterr);

/* rows/front.c: bytes of the inputs, one after another, to header and pieces. */
struct batch_front {
    const struct na_batch_plan *plan;
    struct batch_binding binding;
    bool bound;       /* `binding` is there */
    bool header_done; /* of this input */
    bool bom_done;
    struct na_csv_cutter cutter;
    struct na_csv_rows rows;
    struct na_buffer header; /* bytes of the first header, its line end too */
};
void na_batch_front_init(struct batch_front *front, const struct na_batch_plan *plan);
void na_batch_front_fini(struct batch_front *front);
/* Take a piece off the front of `bytes`; `final`: this input ends with them. *ret_skip bytes come
 * before it (mark and header). False in *ret_has: all else waits for more bytes, or is done. */
NA_MUST_USE enum na_code na_batch_front_next(struct batch_front *front, const char *bytes,
                                             size_t length, bool final, size_t *ret_skip,
                                             struct na_csv_piece *ret_piece, bool *ret_has,
                                             struct na_error *reterr);
/* The input ended; the next begins. */
void na_batch_front_end_input(struct batch_front *front);
/* What stands before the first row and after the last. */
NA_MUST_USE enum na_code na_batch_begin_put(const struct batch_front *front, struct na_buffer *to);
NA_MUST_USE enum na_code na_batch_end_put(const struct na_batch_plan *plan, struct na_buffer *to);
/* Bytes of the output to leave out: features are parted by commas, each in front of its feature. */
size_t na_batch_output_skip(const struct na_batch_plan *plan, const struct batch_output *output,
                            bool *first_done);
/* Add the counts of a piece to those of the whole; hand its faults to the sink. */
void na_batch_tally_add(struct na_batch_tally *sum, const struct na_batch_tally *piece);
NA_MUST_USE enum na_code na_batch_faults_tell(const struct batch_output *output,
                                              const struct batch_binding *binding,
                                              uint64_t rows_before, na_batch_fault_sink *sink,
                                              void *context, struct na_error *reterr);

#endif
