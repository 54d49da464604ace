/* Small tables go through src/tables as large ones do. Those with another delimiter are written
 * anew with commas, and their decimal commas become points, so that the readers of populations and
 * weights know one form only. Faults keep the name of the file and its own line. */
#include "cli/side_table.h"

#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "cli/command.h"
#include "io/csv.h"
#include "tables/tables.h"
#include "workbooks/workbooks.h"
#include "write/csv.h"

/* What the columns of such a table are called, folded. */
static const char *const known[] = {"wardcode",   "ward",    "wardname", "code",          "wdcd",
                                    "population", "count",   "value",    "weight",        "source",
                                    "date",       "version", "licence",  "localauthority"};

/* A header has two of them at least. */
static int judge(const void *context, const struct na_str *names, size_t count)
{
    int found = 0;
    (void)context;
    for (size_t i = 0; i < count; i++) {
        char bare[64] = "";
        size_t used = 0;
        for (size_t at = 0; at < names[i].length && used + 1 < sizeof bare; at++) {
            char c = na_ascii_lower(names[i].bytes[at]);
            bare[used] = c >= 'a' && c <= 'z' ? c : '\0';
            used += c >= 'a' && c <= 'z';
        }
        bare[used] = '\0';
        for (size_t j = 0; j < sizeof known / sizeof known[0]; j++) {
            found += strcmp(bare, known[j]) == 0;
        }
    }
    return found >= 2 ? found : 0;
}

static void say(void *context, const char *line)
{
    (void)context;
    na_cli_say("%s", line);
}

static enum na_code read_all(struct na_tables *tables, struct na_buffer *to,
                             struct na_error *reterr)
{
    char piece[8192];
    enum na_code code = NA_OK;
    for (bool more = true; more && code == NA_OK;) {
        size_t length = 0;
        code = na_tables_read(tables, piece, sizeof piece, &length, &more, reterr);
        more = length > 0; /* the first file alone: a folder is no such table */
        if (code == NA_OK && na_encoding_read(na_tables_form(tables)->encoding,
                                              (struct na_str){piece, length}, to) != NA_OK) {
            code =
                na_fail(reterr, NA_ERR_LIMIT, "The file is too large for a table beside the rows");
        }
    }
    return code;
}

/* 0,5 is 0.5 where the column has decimal commas. */
static enum na_code put_value(struct na_str value, const struct na_text_form *form, size_t column,
                              struct na_buffer *to)
{
    double number = 0.0;
    char text[NA_NUMBER_TEXT];
    bool commas =
        column < form->column_count && form->columns[column].marks == NA_NUMBER_COMMA &&
        na_number_read(na_str_trim_wide(value), NA_NUMBER_COMMA, &number) == NA_NUMBER_GOOD;
    if (commas) {
        value = (struct na_str){text, na_number_shortest(&text, number)};
    }
    return na_csv_text_put(value, false, to);
}

static enum na_code rewrite(struct na_csv *csv, const struct na_text_form *form,
                            struct na_buffer *to, struct na_error *reterr)
{
    struct na_csv_record record;
    bool more = false;
    int64_t line = 1;
    enum na_code code = na_csv_next(csv, &record, &more, reterr);
    while (code == NA_OK && more) {
        for (; line < record.line && code == NA_OK; line++) { /* lines keep their numbers */
            code = na_buffer_text(to, "\n");
        }
        for (size_t i = 0; i < record.count && code == NA_OK; i++) {
            code = i > 0 ? na_buffer_text(to, ",") : NA_OK;
            code = code == NA_OK ? put_value(record.fields[i], form, i, to) : code;
        }
        code = code == NA_OK ? na_buffer_text(to, "\n") : code;
        if (code != NA_OK) {
            return na_fail(reterr, code, "The file is too large for a table beside the rows");
        }
        line++;
        code = na_csv_next(csv, &record, &more, reterr);
    }
    return code;
}

/* The table as it stands, or with commas for what else parts its fields. */
static enum na_code take(struct na_tables *tables, size_t most_bytes,
                         struct na_cli_side_table *table, struct na_error *reterr)
{
    const struct na_text_form *form = na_tables_form(tables);
    struct na_buffer raw;
    struct na_csv *csv = NULL;
    /* Commas that part fields are no decimal marks: "12,34" is a slip then. */
    bool plain = form->separator == ',';
    na_buffer_init(&raw, most_bytes);
    enum na_code code = read_all(tables, plain ? &table->csv : &raw, reterr);
    table->lines_above = na_tables_lines_above(tables);
    if (code == NA_OK && !plain) {
        code =
            na_csv_new(raw.data != NULL ? raw.data : "", raw.length, form->separator, &csv, reterr);
        code = code == NA_OK ? rewrite(csv, form, &table->csv, reterr) : code;
        na_csv_free(csv);
    }
    na_buffer_fini(&raw);
    return code;
}

enum na_code na_cli_side_table_read(const char *path, size_t most_bytes,
                                    struct na_cli_side_table *ret_table, struct na_error *reterr)
{
    const struct na_tables_options options = {
        .text = {.header = {.judge = judge}}, .formats = &na_workbook_formats, .say = say};
    struct na_cli_side_table table = {.path = path};
    struct na_tables *tables = NULL;
    na_buffer_init(&table.csv, most_bytes);
    enum na_code code = na_tables_open(&path, 1, &options, &tables, reterr);
    if (code == NA_OK) {
        code = take(tables, most_bytes, &table, reterr);
        code = code == NA_OK ? NA_OK : na_cli_side_table_blame(&table, code, reterr);
    }
    na_tables_close(tables);
    if (code != NA_OK) {
        na_cli_side_table_fini(&table);
        return code;
    }
    *ret_table = table;
    return NA_OK;
}

void na_cli_side_table_fini(struct na_cli_side_table *table)
{
    na_buffer_fini(&table->csv);
}

enum na_code na_cli_side_table_blame(const struct na_cli_side_table *table, enum na_code code,
                                     struct na_error *reterr)
{
    if (code == NA_ERR_DATA && reterr != NULL && reterr->record > 0) {
        reterr->record += (int64_t)table->lines_above;
    }
    return na_fail_at(reterr, code, table->path, 0, NULL, NULL);
}
