/* tables/inputs.h - which tables a list of paths means: patterns and folders expanded, members of
 * zip files one by one. Private to tables. */
#ifndef NA_TABLES_INPUTS_H
#define NA_TABLES_INPUTS_H

#include "tables/tables.h"

struct na_input {
    char *path;         /* owned */
    char *name;         /* for people, owned; path, or "crimes.zip: 2025-08/street.csv" */
    struct na_zip *zip; /* it is `member` of it; borrowed from the list */
    size_t member;
    uint64_t bytes; /* 0: not known */
    uint32_t crc;   /* of a member */
    bool found;     /* in a folder or zip: left out if it is no table of this kind */
};

struct na_inputs {
    struct na_input *items;
    size_t count;
    struct na_zip **zips; /* owned */
    size_t zip_count;
    const struct na_tables_formats *formats;
    size_t left_out;    /* files in folders and zips that are no tables by their names */
    char left_name[96]; /* one of them */
};

/* List them. Errors: as na_tables_open. Release with na_inputs_fini. */
NA_MUST_USE enum na_code na_inputs_list(const char *const *paths, size_t count,
                                        const struct na_tables_formats *formats,
                                        struct na_inputs *ret_inputs, struct na_error *reterr);
void na_inputs_fini(struct na_inputs *inputs);
/* Take input `i` off the list. */
void na_inputs_drop(struct na_inputs *inputs, size_t i);
/* Open it, unpacked if it is gzip is not looked at. */
NA_MUST_USE enum na_code na_input_open(const struct na_inputs *inputs, const struct na_input *input,
                                       struct na_bytes *ret_bytes, struct na_error *reterr);
/* Are two inputs the same, byte for byte? Looks into the files only if their sizes are equal. */
NA_MUST_USE enum na_code na_inputs_find_same(const struct na_inputs *inputs, size_t *ret_first,
                                             size_t *ret_second, bool *ret_found,
                                             struct na_error *reterr);

#endif
