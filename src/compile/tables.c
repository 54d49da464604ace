/* [table.*]: counts by ward as somebody published them. After all layers, so that the wards are
 * there wherever the table stands in pack.ini. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "compile/tables.h"

/* Largest count of a row. */
#define COUNT_MAX (INT64_C(1) << 40)

static struct na_place in_manifest(const struct na_table_work *work, const char *field,
                                   const char *hint)
{
    return (struct na_place){"pack.ini", work->section->line, field, hint};
}

/* The vintage named, or the newest: the greatest valid_from, of equal ones the last. False, with a
 * finding unless the vintage was itself refused, when there is none. */
static bool find_layer(struct na_table_work *work)
{
    size_t count = 0;
    const struct na_flat_layer *layers = na_table_layers(work->compiler, &count);
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        const char *id = na_table_text(work->compiler, layers[i].id);
        bool named = work->section->vintage[0] != '\0';
        if (layers[i].role == NA_LAYER_WARDS &&
            (named ? strcmp(id, work->section->vintage) == 0
                   : !found || layers[i].valid_from >= layers[work->layer].valid_from)) {
            work->layer = (uint32_t)i;
            found = true;
        }
    }
    if (!found && work->compiler->report->errors == 0) {
        na_compile_error(work->compiler,
                         in_manifest(work, "vintage", "Give the ID of a [wards.ID] of the pack"),
                         count == 0 ? "The pack has no wards for the table's rows"
                                    : "The pack has no such vintage of wards");
    }
    return found;
}

static bool read_count(const struct na_table_work *work, const struct na_csv_record *record,
                       uint64_t *ret_count)
{
    struct na_str text = na_table_field(record, work->columns.count);
    int64_t count = 0;
    if (!na_integer_parse(text, 0, COUNT_MAX, &count)) {
        na_compile_error(
            work->compiler,
            na_table_at(work, record->line, "count", "Write a whole number without separators"),
            "\"%.*s\" is no count", (int)(text.length < 40 ? text.length : 40), text.bytes);
        return false;
    }
    *ret_count = (uint64_t)count;
    return true;
}

/* As the source spells them; a row that has neither ward nor name is called by its code. */
static enum na_code write_names(struct na_table_work *work, const struct na_csv_record *record,
                                struct na_flat_table_row *row, struct na_error *reterr)
{
    struct na_str name = na_table_field(record, work->columns.ward);
    if (name.length == 0 && row->ward == NA_AREA_NONE) {
        name = na_table_field(record, work->columns.code);
    }
    enum na_code code = na_compile_text(work->compiler, name, &row->name, reterr);
    if (code == NA_OK) {
        code = na_compile_text(work->compiler, na_table_field(record, work->columns.authority),
                               &row->authority, reterr);
    }
    return code;
}

/* Is there such a row already? A finding, then. */
static bool is_repeated(struct na_table_work *work, const struct na_csv_record *record,
                        const struct na_flat_table_row *row)
{
    const struct na_flat_table_row *rows =
        (const struct na_flat_table_row *)(const void *)work->rows.data;
    size_t count = work->rows.length / sizeof *rows;
    const char *name = na_table_text(work->compiler, row->name);
    bool repeated = false;
    if (row->ward != NA_AREA_NONE) {
        name = na_table_text(work->compiler, na_table_ward(work, row->ward)->name);
        repeated = work->seen[row->ward] != 0;
        work->seen[row->ward] = 1;
    }
    for (size_t i = 0; i < count && row->ward == NA_AREA_NONE && !repeated; i++) {
        repeated = rows[i].ward == NA_AREA_NONE && rows[i].name == row->name &&
                   rows[i].authority == row->authority;
    }
    if (repeated) {
        na_compile_error(work->compiler,
                         na_table_at(work, record->line, "ward", "Add its counts up"),
                         "Ward %s comes twice", name);
    }
    return repeated;
}

static enum na_code add_row(struct na_table_work *work, const struct na_csv_record *record,
                            struct na_error *reterr)
{
    struct na_flat_table_row row = {.ward = 0};
    if (record->count != work->header_count) {
        na_compile_error(
            work->compiler,
            na_table_at(work, record->line, NULL, "Put quotes around a field with a comma"),
            "The line has %zu fields, the header has %zu", record->count, work->header_count);
        return NA_OK;
    }
    if (!read_count(work, record, &row.count) || !na_table_ward_find(work, record, &row.ward)) {
        return NA_OK;
    }
    enum na_code code = write_names(work, record, &row, reterr);
    if (code == NA_OK && is_repeated(work, record, &row)) {
        return NA_OK;
    }
    work->sum += row.count;
    if (code == NA_OK) {
        code = na_buffer_append(&work->rows, &row, sizeof row);
        code = code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for a table");
    }
    return code;
}

static enum na_code read_rows(struct na_table_work *work, struct na_error *reterr)
{
    struct na_csv_record record;
    struct na_error error;
    bool more = false;
    enum na_code code = na_pack_csv_next(work->compiler, &work->csv, &record, &more, reterr);
    if (code != NA_OK || !more) {
        return code; /* an empty file is found to have no rows */
    }
    work->header_count = record.count;
    if (na_count_columns_find(record.fields, record.count, true, &work->columns, &error) != NA_OK) {
        (void)na_fail_at(&error, error.code, work->csv.name, 0, NULL, NULL);
        na_report_add(work->compiler->report, NA_SEVERITY_ERROR, &error);
        return NA_OK;
    }
    while (code == NA_OK) {
        code = na_pack_csv_next(work->compiler, &work->csv, &record, &more, reterr);
        if (code != NA_OK || !more) {
            return code;
        }
        code = add_row(work, &record, reterr);
    }
    return code;
}

static int by_count(const void *a, const void *b)
{
    const struct na_flat_table_row *first = a;
    const struct na_flat_table_row *second = b;
    int order = (first->count < second->count) - (first->count > second->count);
    order = order != 0 ? order : (first->ward > second->ward) - (first->ward < second->ward);
    /* Of rows without a ward, that read first: its texts were stored before the other's. */
    order = order != 0 ? order : (first->name > second->name) - (first->name < second->name);
    return order != 0
               ? order
               : (first->authority > second->authority) - (first->authority < second->authority);
}

static void rank_rows(struct na_flat_table_row *rows, size_t count)
{
    if (count > 1) {
        qsort(rows, count, sizeof *rows, by_count);
    }
    for (size_t i = 0; i < count; i++) {
        bool tied = i > 0 && rows[i].count == rows[i - 1].count;
        rows[i].rank = tied ? rows[i - 1].rank : (uint32_t)(i + 1);
    }
}

static enum na_code write_texts(struct na_table_work *work, struct na_flat_table *table,
                                struct na_error *reterr)
{
    const struct na_section *section = work->section;
    const struct {
        const char *text;
        uint32_t *offset;
    } texts[] = {{section->id, &table->id},
                 {section->file, &table->file},
                 {section->measure, &table->measure},
                 {section->period, &table->period},
                 {section->source, &table->source}};
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < sizeof texts / sizeof texts[0]; i++) {
        code = na_compile_text(work->compiler, na_str_of(texts[i].text), texts[i].offset, reterr);
    }
    return code;
}

static enum na_code write_table(struct na_table_work *work, struct na_error *reterr)
{
    struct na_flat_writer *writer = &work->compiler->writer;
    struct na_flat_table_row *rows = (struct na_flat_table_row *)(void *)work->rows.data;
    uint64_t total = work->section->total;
    struct na_flat_table table = {
        .layer = work->layer,
        .first_row = (uint32_t)na_flat_writer_count(writer, NA_FLAT_TABLE_ROWS),
        .row_count = (uint32_t)(work->rows.length / sizeof *rows),
        .sum = work->sum,
        .total = total > 0 ? total : work->sum,
        .total_is =
            (uint32_t)(total == 0                                        ? NA_TOTAL_LISTED
                       : work->section->total_is == NA_TOTAL_APPROXIMATE ? NA_TOTAL_APPROXIMATE
                                                                         : NA_TOTAL_EXACT)};
    rank_rows(rows, table.row_count);
    enum na_code code = write_texts(work, &table, reterr);
    if (code == NA_OK) {
        code = na_flat_writer_add(writer, NA_FLAT_TABLES, &table);
    }
    if (code == NA_OK) {
        code = na_buffer_append(&writer->sections[NA_FLAT_TABLE_ROWS], rows, work->rows.length);
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for a table");
}

/* Findings about the table as a whole. */
static void check_whole(const struct na_table_work *work)
{
    if (work->rows.length == 0) {
        na_compile_error(work->compiler,
                         na_table_at(work, 0, NULL, "Give a header and a row for each ward"),
                         "The table has no rows");
    }
    if (work->section->total != 0 && work->section->total < work->sum) {
        na_compile_error(work->compiler,
                         in_manifest(work, "total", "Give the whole that the rows are part of"),
                         "The total is less than the %" PRIu64 " of the rows", work->sum);
    }
}

static enum na_code compile_table(struct na_compiler *compiler, const struct na_section *section,
                                  struct na_error *reterr)
{
    struct na_table_work work = {.compiler = compiler, .section = section};
    size_t errors = compiler->report->errors;
    bool usable = false;
    if (!find_layer(&work)) {
        return NA_OK;
    }
    na_buffer_init(&work.rows, NA_FLAT_LIMIT);
    work.seen = calloc((size_t)na_table_layer(&work)->area_count + 1, sizeof *work.seen);
    enum na_code code = work.seen != NULL ? NA_OK : na_fail_memory(reterr, "reading a table");
    if (code == NA_OK) {
        code = na_pack_csv_open(compiler, section, section->file, &work.csv, &usable, reterr);
    }
    if (code == NA_OK && usable) {
        code = read_rows(&work, reterr);
    }
    if (code == NA_OK && usable && compiler->report->errors == errors) {
        check_whole(&work);
    }
    if (code == NA_OK && usable && compiler->report->errors == errors) {
        na_compile_source_records(compiler, section->file, work.csv.records - 1);
        code = write_table(&work, reterr);
    }
    na_pack_csv_fini(&work.csv);
    na_buffer_fini(&work.rows);
    free(work.seen);
    return code;
}

enum na_code na_compile_tables(struct na_compiler *compiler, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < compiler->manifest.section_count; i++) {
        const struct na_section *section = &compiler->manifest.sections[i];
        if (section->type == NA_SECTION_TABLE && compiler->crs != NULL) {
            code = compile_table(compiler, section, reterr);
        }
    }
    return code;
}
