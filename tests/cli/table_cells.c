/* The rows of a file as src/tables reads them for a register: one JSON array a row, the header
 * first. For tests that hold them against another reader. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "io/csv.h"
#include "register/assign.h"
#include "tables/tables.h"
#include "workbooks/workbooks.h"

static enum na_code read_all(struct na_tables *tables, struct na_buffer *to, struct na_error *error)
{
    char piece[4096];
    for (;;) {
        size_t length = 0;
        bool more = false;
        enum na_code code = na_tables_read(tables, piece, sizeof piece, &length, &more, error);
        if (code != NA_OK || length == 0) {
            return code;
        }
        code =
            na_encoding_read(na_tables_form(tables)->encoding, (struct na_str){piece, length}, to);
        if (code != NA_OK) {
            return code;
        }
    }
}

static enum na_code print_rows(const struct na_buffer *text, char separator, struct na_error *error)
{
    struct na_csv *csv = NULL;
    bool more = true;
    enum na_code code =
        na_csv_new(text->data != NULL ? text->data : "", text->length, separator, &csv, error);
    while (code == NA_OK && more) {
        struct na_csv_record record;
        code = na_csv_next(csv, &record, &more, error);
        if (code != NA_OK || !more) {
            break;
        }
        json_t *row = json_array();
        for (size_t i = 0; i < record.count; i++) {
            struct na_str cell = record.fields[i];
            (void)json_array_append_new(row, json_stringn(cell.bytes, cell.length));
        }
        char *line = json_dumps(row, JSON_COMPACT);
        (void)printf("%s\n", line != NULL ? line : "null");
        free(line);
        json_decref(row);
    }
    na_csv_free(csv);
    return code;
}

int main(int argc, char **argv)
{
    struct na_error error = {.message = ""};
    struct na_tables *tables = NULL;
    struct na_buffer text;
    const char *path = argc == 2 ? argv[1] : "";
    const struct na_tables_options options = {
        .text = {.header = {.judge = na_headings_worth, .keep_numbers = true}},
        .formats = &na_workbook_formats};
    na_buffer_init(&text, (size_t)64 << 20);
    enum na_code code = na_tables_open(&path, 1, &options, &tables, &error);
    if (code == NA_OK) {
        code = read_all(tables, &text, &error);
    }
    if (code == NA_OK) {
        code = print_rows(&text, na_tables_form(tables)->separator, &error);
    }
    if (code != NA_OK) {
        (void)fprintf(stderr, "%s\n", error.message);
    }
    na_tables_close(tables);
    na_buffer_fini(&text);
    return code == NA_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
