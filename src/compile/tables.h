/* compile/tables.h - a ready table while it is compiled: tables.c and table_ward.c. */
#ifndef NA_COMPILE_TABLES_H
#define NA_COMPILE_TABLES_H

#include "compile/csv.h"
#include "data/count_columns.h"

/* Bytes of a text shown in a finding. */
#define NA_TABLE_SHOWN_MAX 80

/* One table under way. */
struct na_table_work {
    struct na_compiler *compiler;
    const struct na_section *section;
    uint32_t layer; /* number of the vintage */
    struct na_pack_csv csv;
    size_t header_count;
    struct na_count_columns columns;
    unsigned char *seen;   /* by ward: 1 once it was read */
    struct na_buffer rows; /* struct na_flat_table_row */
    uint64_t sum;
};

/* The ward of a record, by its code where there is one, else by its name; none is a finding, and
 * false, unless such rows are kept: then a warning and NA_AREA_NONE. compile/table_ward.c */
bool na_table_ward_find(const struct na_table_work *work, const struct na_csv_record *record,
                        uint32_t *ret_ward);

static inline const struct na_flat_layer *na_table_layers(const struct na_compiler *compiler,
                                                          size_t *ret_count)
{
    *ret_count = na_flat_writer_count(&compiler->writer, NA_FLAT_LAYERS);
    return (const struct na_flat_layer *)(const void *)compiler->writer.sections[NA_FLAT_LAYERS]
        .data;
}

static inline const char *na_table_text(const struct na_compiler *compiler, uint32_t offset)
{
    return compiler->writer.sections[NA_FLAT_STRINGS].data + offset;
}

static inline const struct na_flat_layer *na_table_layer(const struct na_table_work *work)
{
    size_t count = 0;
    return &na_table_layers(work->compiler, &count)[work->layer];
}

static inline const struct na_flat_area *na_table_ward(const struct na_table_work *work,
                                                       uint32_t ward)
{
    const struct na_flat_area *areas =
        (const struct na_flat_area *)(const void *)work->compiler->writer.sections[NA_FLAT_AREAS]
            .data;
    return &areas[na_table_layer(work)->first_area + ward];
}

static inline struct na_place na_table_at(const struct na_table_work *work, int64_t record,
                                          const char *field, const char *hint)
{
    return (struct na_place){work->csv.name, record, field, hint};
}

/* Field `i` of a record, trimmed; "" where there is none. */
static inline struct na_str na_table_field(const struct na_csv_record *record, size_t i)
{
    return i < record->count ? na_str_trim(record->fields[i]) : na_str_of("");
}

#endif
