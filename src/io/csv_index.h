/* io/csv_index.h - rows and fields of CSV bytes, fast and forgiving: what the batch runs on.
 *
 * Where io/csv.h refuses, this keeps: it finds the separators and the ends of rows outside quotes
 * and leaves the bytes alone. Fields are those of libcsv, not strict and without its trimming:
 *   - a quote directly at the start of a field opens a quoted field; in it a doubled quote is one
 *     quote, a quote before a separator, LF, CR or the end closes it, and any other quote is data;
 *   - a quote anywhere else is data.
 * LF and CR LF end a row, and so does a CR alone. A row without a byte is a blank line.
 *
 * 64 bytes at a time (AVX2 where the CPU has it, else SSE2 or plain C) by the parity of the quotes
 * as long as each quote is where a well-formed file has it; 64 bytes with another quote go through
 * the exact machine.
 *
 * No row swallows the rest of the file: a quote still open NA_CSV_ROW_MAX bytes after the start of
 * its row, or at the end, ends that row at its first line end (NA_CSV_UNCLOSED), and reading goes
 * on after it. Plain values; any thread, each value from one at a time. */
#ifndef NA_IO_CSV_INDEX_H
#define NA_IO_CSV_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Most bytes of a row, its line end not counted, and most fields. */
#define NA_CSV_ROW_MAX ((size_t)64 * 1024)
#define NA_CSV_ROW_FIELDS_MAX 1024

/* How 64 bytes are looked at. */
enum na_csv_way { NA_CSV_PLAIN, NA_CSV_SSE2, NA_CSV_AVX2 };
#define NA_CSV_WAY_COUNT 3
/* The fastest way this CPU has. */
enum na_csv_way na_csv_way_best(void);
/* Can this CPU go that way? (tests) */
bool na_csv_way_there(enum na_csv_way way);

/* What is wrong with a row. */
enum na_csv_fault {
    NA_CSV_GOOD,
    NA_CSV_UNCLOSED, /* a quote is never closed, or not within NA_CSV_ROW_MAX */
    NA_CSV_LONG,     /* a line over NA_CSV_ROW_MAX */
    NA_CSV_FIELDS,   /* more than NA_CSV_ROW_FIELDS_MAX fields */
    NA_CSV_NUL       /* a byte 0 */
};
/* "unclosed quote", "line over 64 KiB", ...; "" for NA_CSV_GOOD; static. */
const char *na_csv_fault_text(enum na_csv_fault fault);

/* A row of a text; offsets count from the start of the text. */
struct na_csv_row {
    size_t from;          /* first byte */
    size_t end;           /* after the last byte of the last field: the line end, or the end */
    size_t next;          /* after the line end */
    const uint32_t *ends; /* end of each field, in order; the last is `end`. Valid until the next
                             call. NA_CSV_FIELDS, _LONG: the first NA_CSV_ROW_FIELDS_MAX */
    size_t count;         /* fields, however many there are; 1 for a blank line */
    bool open;            /* a quote is open at `end`: with NA_CSV_UNCLOSED, perhaps _LONG */
    enum na_csv_fault fault;
};

/* Offsets found ahead: of one window of the text and of the row under way. */
#define NA_CSV_WINDOW ((size_t)8 * 1024)
#define NA_CSV_MARKS_MAX (NA_CSV_WINDOW + NA_CSV_ROW_FIELDS_MAX + 64)

/* A reader over a text in memory (borrowed, at most 1 GiB). Members are private. */
struct na_csv_rows {
    const char *bytes;
    size_t length;
    size_t at;       /* everything before was looked at */
    size_t row;      /* start of the row under way */
    size_t known_at; /* rows that start before here and are in quotes at a line end are in
                        `known_state` here, with no row's end on the way */
    unsigned int known_state;
    bool jumped; /* the row under way made use of that */
    unsigned int state;
    size_t first, count; /* of `marks`, those not handed out */
    size_t dropped;      /* marks of the row under way beyond NA_CSV_ROW_FIELDS_MAX */
    bool nul;            /* the text has a NUL somewhere after `row` */
    bool high;           /* a byte above ASCII was seen: none if false is in a row handed out */
    char separator;
    enum na_csv_way way;
    uint32_t marks[NA_CSV_MARKS_MAX];
};

/* Start on a text that begins a row. `separator` is none of quote, CR, LF and NUL. */
void na_csv_rows_init(struct na_csv_rows *rows, const char *bytes, size_t length, char separator,
                      enum na_csv_way way);
/* The next row; false at the end. A text that ends in a line end has no blank line after it. */
bool na_csv_rows_next(struct na_csv_rows *rows, struct na_csv_row *ret_row);

/* The bytes of field `i` (below count and NA_CSV_ROW_FIELDS_MAX) as they stand in the text. */
static inline struct na_str na_csv_row_raw(const struct na_csv_row *row, const char *bytes,
                                           size_t i)
{
    size_t from = i == 0 ? row->from : (size_t)row->ends[i - 1] + 1;
    return (struct na_str){bytes + from, (size_t)row->ends[i] - from};
}

/* The value of a field: `raw` itself when it is not quoted, or has no quote inside its quotes; else
 * unquoted into `to`, which has room for raw.length bytes. */
struct na_str na_csv_unquote(struct na_str raw, char *to);

/* A row letter by letter, without the quotes around its fields, so that headers can be compared
 * that differ in nothing else. */
struct na_csv_letters {
    struct na_str left;
    char separator;
    bool begun, quoted; /* the field */
};
#define NA_CSV_LETTERS_FIELD (-1) /* a field ends, another follows */
#define NA_CSV_LETTERS_END (-2)
/* The next letter, or one of these. */
int na_csv_letters_next(struct na_csv_letters *letters);
/* Have both rows the same values? */
bool na_csv_same_values(struct na_str a, struct na_str b, char separator);

/* Cuts a stream into pieces of whole rows, so that other threads can read them: rows of a piece,
 * read by na_csv_rows, are the rows of the stream. A line over NA_CSV_ROW_MAX comes in parts, so
 * that any stream needs no more than the memory given here. */
enum na_csv_piece_kind {
    NA_CSV_PIECE_ROWS,    /* whole rows */
    NA_CSV_PIECE_LONG,    /* a part of a line over NA_CSV_ROW_MAX, more follows */
    NA_CSV_PIECE_LONG_END /* its last part with its line end, which may be empty at the end */
};
struct na_csv_piece {
    enum na_csv_piece_kind kind;
    size_t length;   /* bytes from the start of what was given */
    bool first;      /* NA_CSV_PIECE_LONG: the line begins here; over NA_CSV_ROW_MAX bytes */
    size_t line_end; /* NA_CSV_PIECE_LONG_END: bytes of the line end, 0 to 2 */
    size_t fields;   /* NA_CSV_PIECE_LONG_END: fields of the line */
    bool open;       /* NA_CSV_PIECE_LONG_END: a quote is open at its end */
};
/* Plain value. Members are private. */
struct na_csv_cutter {
    char separator;
    enum na_csv_way way;
    bool lines; /* a row is a line up to its LF; quotes and CR are nothing special */
    bool in_long;
    unsigned int state;
    size_t fields;
};
void na_csv_cutter_init(struct na_csv_cutter *cutter, char separator, enum na_csv_way way);
/* For NDJSON: the same with lines for rows. */
void na_csv_cutter_init_lines(struct na_csv_cutter *cutter);
/* The next piece of `length` bytes that begin where the last piece ended; `final`: the stream ends
 * with them. False: more bytes are wanted (never when final and length > 0, and never with 2 *
 * NA_CSV_ROW_MAX bytes or more). `rows` is work space. */
bool na_csv_cutter_next(struct na_csv_cutter *cutter, const char *bytes, size_t length, bool final,
                        struct na_csv_rows *rows, struct na_csv_piece *ret_piece);

#endif
