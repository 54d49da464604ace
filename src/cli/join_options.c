/* The options of `nearaid join`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/number.h"
#include "cli/join.h"
#include "io/csv_index.h"
#include "io/delimiter.h"

#define THREADS_DEFAULT_MAX 16

static enum na_code refuse(const char *option, const char *message, const char *hint,
                           struct na_error *reterr)
{
    return na_fail_field(reterr, NA_ERR_USAGE, option, message, hint);
}

/* Each option once. */
static enum na_code check_repeats(const struct na_cli_options *options, struct na_error *reterr)
{
    for (size_t i = 0; i < options->param_count; i++) {
        const char *name = options->params[i].name;
        if (na_params_get(options->params, i, name) != NULL) {
            return refuse(name, "The option is given more than once", "Give it once", reterr);
        }
        if (options->params[i].value[0] == '\0') {
            return refuse(name, "The option has an empty value", NULL, reterr);
        }
    }
    return NA_OK;
}

static enum na_code read_formats(const struct na_cli_options *options, const char *input,
                                 struct na_join_options *join, struct na_error *reterr)
{
    struct na_batch_options *batch = &join->batch;
    const char *format = na_params_get(options->params, options->param_count, "format");
    join->format_is_told = format != NULL;
    if (input != NULL && strcmp(input, "csv") != 0 && strcmp(input, "ndjson") != 0) {
        return refuse("input_format", "There is no such input format", "Give csv or ndjson",
                      reterr);
    }
    bool ndjson = input != NULL && strcmp(input, "ndjson") == 0;
    join->as = ndjson ? NA_TABLES_AS_NDJSON : input != NULL ? NA_TABLES_AS_CSV : NA_TABLES_AS_FOUND;
    batch->input = ndjson ? NA_BATCH_NDJSON_IN : NA_BATCH_CSV_IN;
    batch->output = ndjson ? NA_BATCH_NDJSON : NA_BATCH_CSV;
    if (format == NULL) {
        return NA_OK;
    }
    if (strcmp(format, "csv") == 0) {
        batch->output = NA_BATCH_CSV;
    } else if (strcmp(format, "ndjson") == 0) {
        batch->output = NA_BATCH_NDJSON;
    } else if (strcmp(format, "geojson") == 0) {
        batch->output = NA_BATCH_GEOJSON;
    } else if (strcmp(format, "xlsx") == 0 || strcmp(format, "gpkg") == 0) {
        batch->output = NA_BATCH_FRAMES;
        join->book = format[0] == 'x' ? NA_BOOK_XLSX : NA_BOOK_GPKG;
    } else {
        return refuse("format", "There is no such format",
                      "Give csv, ndjson, geojson, xlsx or gpkg", reterr);
    }
    return NA_OK;
}

static enum na_code read_text_form(const char *delimiter, const char *encoding,
                                   struct na_batch_options *batch, struct na_error *reterr)
{
    if (delimiter != NULL && !na_delimiter_parse(na_str_of(delimiter), &batch->separator)) {
        return refuse("delimiter", "The delimiter is not understood", NA_DELIMITER_HINT, reterr);
    }
    if (encoding != NULL && !na_encoding_recognise(na_str_of(encoding), &batch->encoding)) {
        return refuse("encoding", "There is no such encoding", "Give UTF-8, CP1252 or ISO-8859-1",
                      reterr);
    }
    return NA_OK;
}

static enum na_code keep_columns(const char *columns, struct na_join_options *join,
                                 struct na_error *reterr)
{
    size_t size = strlen(columns) + 1;
    join->columns = malloc(size);
    if (join->columns == NULL) {
        return na_fail_memory(reterr, "reading the command line");
    }
    memcpy(join->columns, columns, size);
    join->batch.columns = join->columns;
    return NA_OK;
}

/* The first row of a file, which may be of any size. */
static enum na_code read_header(const char *path, struct na_join_options *join,
                                struct na_error *reterr)
{
    size_t size = NA_CSV_ROW_MAX + 2;
    enum na_code code = NA_OK;
    struct na_csv_rows *rows = malloc(sizeof *rows);
    FILE *file = fopen(path, "rb");
    join->columns = malloc(size + 1);
    if (rows == NULL || join->columns == NULL) {
        code = na_fail_memory(reterr, "reading a header");
        goto done;
    }
    size_t length = file != NULL ? fread(join->columns, 1, size, file) : 0;
    if (file == NULL || ferror(file) != 0) {
        (void)na_fail(reterr, NA_ERR_IO, "The file of the header cannot be read");
        code = na_fail_at(reterr, NA_ERR_IO, path, 0, NULL, NULL);
        goto done;
    }
    struct na_csv_row row;
    char separator = join->batch.separator == '\0' ? ',' : join->batch.separator;
    na_csv_rows_init(rows, join->columns, length, separator, NA_CSV_PLAIN);
    if (!na_csv_rows_next(rows, &row) || row.fault != NA_CSV_GOOD) {
        (void)na_fail(reterr, NA_ERR_DATA, "The file has no header that can be read");
        code = na_fail_at(reterr, NA_ERR_DATA, path, 1, NULL, NULL);
        goto done;
    }
    join->columns[row.end] = '\0';
    join->batch.columns = join->columns;
done:
    if (file != NULL) {
        (void)fclose(file);
    }
    free(rows);
    return code;
}

static enum na_code read_columns(const struct na_cli_options *options, struct na_join_options *join,
                                 struct na_error *reterr)
{
    const struct na_param *params = options->params;
    size_t count = options->param_count;
    bool no_header = na_params_get(params, count, "no_header") != NULL;
    const char *columns = na_params_get(params, count, "columns");
    const char *from = na_params_get(params, count, "header_from");
    bool ndjson = join->batch.input == NA_BATCH_NDJSON_IN;
    if (columns != NULL && from != NULL) {
        return refuse("columns", "Both --columns and --header-from are given", "Give one", reterr);
    }
    if (!no_header && (columns != NULL || from != NULL)) {
        return refuse("no_header", "Columns are named for an input with a header",
                      "Add --no-header if its first line is a row already", reterr);
    }
    if (no_header && !ndjson && columns == NULL && from == NULL) {
        return refuse("no_header", "The columns of an input without header are not known",
                      "Add --columns a,b,c or --header-from FILE", reterr);
    }
    if (from != NULL) {
        return read_header(from, join, reterr);
    }
    return columns != NULL ? keep_columns(columns, join, reterr) : NA_OK;
}

static enum na_code read_numbers(const struct na_cli_options *options, struct na_join_options *join,
                                 struct na_error *reterr)
{
    const char *threads = na_params_get(options->params, options->param_count, "threads");
    const char *accuracy = na_params_get(options->params, options->param_count, "accuracy_m");
    int64_t count = sysconf(_SC_NPROCESSORS_ONLN);
    count = count < 1 ? 1 : count > THREADS_DEFAULT_MAX ? THREADS_DEFAULT_MAX : count;
    if (threads != NULL && !na_integer_parse(na_str_of(threads), 1, NA_BATCH_THREADS_MAX, &count)) {
        return refuse("threads", "The number of threads is out of range", "Give 1 to 256", reterr);
    }
    join->threads = (unsigned int)count;
    if (accuracy != NULL && (!na_number_parse(na_str_of(accuracy), &join->batch.accuracy_m) ||
                             join->batch.accuracy_m < 0.0 || join->batch.accuracy_m > 100000.0)) {
        return refuse("accuracy_m", "The accuracy is out of range", "Give 0 to 100000 metres",
                      reterr);
    }
    return NA_OK;
}

enum na_code na_join_options_read(const struct na_cli_options *options, int32_t today,
                                  struct na_join_options *ret_join, struct na_error *reterr)
{
    const struct na_param *params = options->params;
    size_t count = options->param_count;
    *ret_join = (struct na_join_options){
        .batch = {.today = today,
                  .lat = na_params_get(params, count, "lat"),
                  .lon = na_params_get(params, count, "lon"),
                  .easting = na_params_get(params, count, "easting"),
                  .northing = na_params_get(params, count, "northing"),
                  .profile = na_params_get(params, count, "profile"),
                  .add = na_params_get(params, count, "add"),
                  .prefix = na_params_get(params, count, "prefix"),
                  .vintage = na_params_get(params, count, "vintage"),
                  .as_at = na_params_get(params, count, "as_at"),
                  .as_at_column = na_params_get(params, count, "as_at_column"),
                  .spreadsheet_safe = na_params_get(params, count, "spreadsheet_safe") != NULL},
        .errors = na_params_get(params, count, "errors"),
        .strict = na_params_get(params, count, "strict") != NULL,
        .bom = na_params_get(params, count, "bom") != NULL,
        .no_progress = na_params_get(params, count, "no_progress") != NULL};
    enum na_code code = check_repeats(options, reterr);
    if (code == NA_OK) {
        code =
            read_formats(options, na_params_get(params, count, "input_format"), ret_join, reterr);
    }
    if (code == NA_OK && ret_join->bom && ret_join->batch.output != NA_BATCH_CSV) {
        code = refuse("bom", "The output is not CSV, which alone has such a mark", "Leave it out",
                      reterr);
    }
    if (code == NA_OK) {
        code = read_text_form(na_params_get(params, count, "delimiter"),
                              na_params_get(params, count, "encoding"), &ret_join->batch, reterr);
    }
    if (code == NA_OK) {
        code = read_columns(options, ret_join, reterr);
    }
    return code == NA_OK ? read_numbers(options, ret_join, reterr) : code;
}

void na_join_options_fini(struct na_join_options *join)
{
    free(join->columns);
    join->columns = NULL;
}
