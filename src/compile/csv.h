/* compile/csv.h - a CSV file of the pack, record by record, its faults as findings. Private to
 * data. */
#ifndef NA_COMPILE_CSV_H
#define NA_COMPILE_CSV_H

#include "compile/compiler.h"
#include "io/csv.h"
#include "register/assign.h"
#include "tables/tables.h"

struct na_pack_csv {
    const char *name; /* of the file */
    struct na_tables *tables;
    struct na_buffer utf8;
    struct na_csv *csv;
    const struct na_column_form *forms; /* of the columns: decimal marks, order of dates */
    size_t form_count;
    int64_t lines_above; /* the header */
    enum na_encoding encoding;
    char separator;
    bool trims;     /* blank records and blank columns at the end are left out */
    size_t width;   /* of the header then; 0: not read */
    size_t records; /* given out, for na_compile_source_records */
};

/* Read file `name` by the encoding and separator of `section`. *ret_usable is false when findings
 * forbid to go on. Release with na_pack_csv_fini, in either case. */
NA_MUST_USE enum na_code na_pack_csv_open(struct na_compiler *compiler,
                                          const struct na_section *section, const char *name,
                                          struct na_pack_csv *ret_csv, bool *ret_usable,
                                          struct na_error *reterr);
void na_pack_csv_fini(struct na_pack_csv *csv);
/* The next record; a fault of the file is a finding and ends it. */
NA_MUST_USE enum na_code na_pack_csv_next(struct na_compiler *compiler, struct na_pack_csv *csv,
                                          struct na_csv_record *ret_record, bool *ret_more,
                                          struct na_error *reterr);

/* The headings that the section and its profile name. */
void na_pack_headings(const struct na_section *section, struct na_headings_named *ret_named);
/* Begin again with the first record. */
NA_MUST_USE enum na_code na_pack_csv_rewind(struct na_pack_csv *csv, struct na_error *reterr);

#endif
