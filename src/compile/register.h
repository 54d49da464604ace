/* compile/register.h - a council's list as it is sent, read as docs/registers.md says: its columns
 * are found by their headings and values, codes are taken out, values become those of docs/pack.md.
 *
 *   open -> see every record -> decide -> take every record
 *
 * What comes out is a record with the columns of docs/pack.md, as compile/asset_row.h takes it. */
#ifndef NA_COMPILE_REGISTER_H
#define NA_COMPILE_REGISTER_H

#include "compile/asset_record.h"
#include "compile/made_ids.h"
#include "register/assign.h"

/* Figures of the digest that texts_read begins with. */
#define NA_TEXTS_DIGEST 8
/* And of a record in skip =. */
#define NA_RECORD_DIGEST 8

/* Columns that are worked out from others. */
enum na_register_made {
    NA_MADE_ADDRESS,
    NA_MADE_LAT,
    NA_MADE_LON,
    NA_MADE_EASTING,
    NA_MADE_NORTHING,
    NA_MADE_QUALITY,
    NA_MADE_ACCURACY,
    NA_MADE_ID,
    NA_MADE_HOURS, /* of columns of days */
    NA_MADE_COUNT
};

struct na_register {
    struct na_compiler *compiler;
    const struct na_section *section;
    const char *file;
    struct na_register_column *columns; /* of the file */
    size_t count;
    struct na_buffer headings; /* their texts */
    struct na_register_facts facts;
    const struct na_column_form *forms; /* of the file's columns; NULL: not known */
    size_t form_count;
    struct na_columns out; /* of the file, then those made */
    struct na_column_form *out_forms;
    struct na_str *fields;   /* one record, as `out` */
    struct na_buffer *texts; /* what `fields` point to */
    struct na_buffer scratch;
    struct na_buffer unread; /* texts withheld until somebody has read them, a line each */
    int64_t header_line;
    bool tells;          /* the listener hears of this pass */
    bool has_read_texts; /* texts_read is the digest of `unread` */
    bool makes_position;
    bool is_export; /* the file is an export of ours, which has all columns */
    size_t rows, seen_rows;
    size_t left_out; /* rows, by on_error = skip or approval */
    size_t approved; /* of these, by approval */
    size_t lost_noughts, slashes;
    struct na_made_ids ids;
    size_t code_column;          /* secrets = move; `count`: none */
    char code[NA_FLAT_CODE_MAX]; /* of the record being taken; never shown */
};

/* Release with na_register_fini. `line`: of the headings. */
NA_MUST_USE enum na_code na_register_open(struct na_compiler *compiler,
                                          const struct na_section *section, const char *file,
                                          const struct na_str *headings, size_t count, int64_t line,
                                          struct na_register *ret_register,
                                          struct na_error *reterr);
void na_register_fini(struct na_register *reg);
/* Look at a record. */
NA_MUST_USE enum na_code na_register_see(struct na_register *reg, const struct na_str *fields,
                                         size_t count, struct na_error *reterr);
/* Which column is what; findings forbid to go on if *ret_usable is false. */
NA_MUST_USE enum na_code na_register_decide(struct na_register *reg, bool *ret_usable,
                                            struct na_error *reterr);
/* The record at `line`: `record` is filled, its texts live until the next call. *ret_is_asset: it
 * is one; totals, notes and repeated headings do not count. */
NA_MUST_USE enum na_code na_register_take(struct na_register *reg, const struct na_str *fields,
                                          size_t count, int64_t line,
                                          struct na_asset_record *ret_record, bool *ret_is_asset,
                                          struct na_error *reterr);
/* Has a person approved that the record at `line` is left out? Then it is said. */
NA_MUST_USE enum na_code na_register_skips(struct na_register *reg, const struct na_str *fields,
                                           size_t count, int64_t line, bool *ret_skips,
                                           struct na_error *reterr);
/* Findings about the whole of it. */
NA_MUST_USE enum na_code na_register_end(struct na_register *reg, struct na_error *reterr);

/* First value of a role in the record being taken, before it is read; empty without one. */
struct na_str na_register_value(const struct na_register *reg, enum na_register_role role);
/* Number of the first column of a role; reg->count without one. */
size_t na_register_find(const struct na_register *reg, enum na_register_role role);

#endif
