/* Opening looks at every input once: what it is, how its text holds a table, whether it fits the
 * first. Reading then opens them one after another, each from its header on. What was found is said
 * in plain lines, so that nobody has to guess how a file was read. */
#include "tables/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/csv_index.h"
#include "tables/decode.h"
#include "tables/inputs.h"
#include "tables/kind.h"
#include "tables/sheets.h"

#define LINE_BYTES 1024

struct na_tables {
    struct na_tables_options options;
    struct na_inputs inputs;
    size_t at;             /* the input being read or to be read */
    bool is_open;          /* `bytes` is input `at` */
    struct na_bytes bytes; /* from its header on */
    struct na_buffer peek; /* the first bytes of the first */
    struct na_text_form form;
    bool is_ndjson;
    char name[LINE_BYTES]; /* of the input being read */
    size_t lines_above;
    bool has_name;
    char sheet[NA_SHEET_NAME_MAX]; /* of the first input */
    int epsg;                      /* its layer was transformed from there; 0: none */
};

/* An input looked at. */
struct opened {
    struct na_bytes bytes;
    struct na_buffer head; /* its first bytes, read again by `bytes` */
    struct na_text_form form;
    enum na_tables_kind kind;
    bool is_ndjson;
    size_t titles; /* rows above the header of a sheet */
    int epsg;      /* a layer was transformed from there; 0: none */
    char sheet[NA_SHEET_NAME_MAX];
};

static void say(const struct na_tables *table, const char *name, const char *what)
{
    char line[LINE_BYTES + 256];
    if (table->options.say != NULL) {
        (void)snprintf(line, sizeof line, "%s: %s", name, what);
        na_text_blank_controls(line, strlen(line), false);
        table->options.say(table->options.say_context, line);
    }
}

/* Look at the first `wanted` bytes of `bytes` and put them back. */
static enum na_code look(struct na_bytes *bytes, size_t wanted, struct na_buffer *head,
                         bool *ret_ended, struct na_error *reterr)
{
    struct na_buffer again;
    struct na_bytes joined;
    na_buffer_clear(head);
    na_buffer_init(&again, wanted);
    enum na_code code = na_bytes_fill(bytes, wanted, head, ret_ended, reterr);
    if (code == NA_OK && na_buffer_append(&again, head->data, head->length) != NA_OK) {
        code = na_fail_memory(reterr, "looking at the input");
    }
    if (code == NA_OK) {
        struct na_bytes rest = *bytes;
        *bytes = (struct na_bytes){NULL, NULL, NULL};
        code = na_bytes_join(&again, rest, &joined, reterr);
        if (code == NA_OK) {
            *bytes = joined;
        }
    }
    na_buffer_fini(&again);
    return code;
}

static enum na_code refuse_other(struct na_str start, struct na_error *reterr)
{
    const char *what = NULL;
    const char *remedy = NULL;
    na_tables_kind_refusal(start, &what, &remedy);
    (void)na_fail(reterr, NA_ERR_DATA, "This is %s, which is not read here", what);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, remedy);
}

static enum na_code refuse_here(const char *what, const char *remedy, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_DATA, "This is %s", what);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, remedy);
}

/* Bytes of a kind that is packed or encoded, until it is neither: gzip, then UTF-16. */
static enum na_code unwrap(const struct na_tables *table, struct opened *opened,
                           struct na_error *reterr)
{
    bool ended = false;
    enum na_code code = look(&opened->bytes, NA_TABLES_KIND_BYTES, &opened->head, &ended, reterr);
    for (int depth = 0; code == NA_OK; depth++) {
        struct na_str start = {opened->head.data, opened->head.length};
        enum na_tables_kind kind = na_tables_kind_of(start);
        opened->kind = kind;
        bool gzip = kind == NA_TABLES_GZIP;
        if (!gzip && kind != NA_TABLES_UTF16) {
            break;
        }
        if (gzip && depth > 0) {
            return refuse_here("gzip inside gzip", "Unpack it once", reterr);
        }
        struct na_bytes inner = opened->bytes;
        opened->bytes = (struct na_bytes){NULL, NULL, NULL};
        code = gzip ? na_bytes_gunzip(inner, &opened->bytes, reterr)
                    : na_bytes_from_utf16(inner, &opened->bytes, reterr);
        if (code == NA_OK) {
            code = look(&opened->bytes, NA_TABLES_KIND_BYTES, &opened->head, &ended, reterr);
        }
    }
    bool text_asked = table->options.as != NA_TABLES_AS_FOUND;
    bool is_text = opened->kind == NA_TABLES_CSV || opened->kind == NA_TABLES_NDJSON ||
                   opened->kind == NA_TABLES_GEOJSON || opened->kind == NA_TABLES_GEOJSON_LINES ||
                   opened->kind == NA_TABLES_OTHER;
    if (code == NA_OK && text_asked && is_text) {
        opened->kind = table->options.as == NA_TABLES_AS_CSV ? NA_TABLES_CSV : NA_TABLES_NDJSON;
    }
    return code;
}

/* The sheet with the best headings, if none is named. */
static enum na_code choose_sheet(const struct na_tables *table, const char *path,
                                 char ret_sheet[NA_SHEET_NAME_MAX], struct na_error *reterr)
{
    char doubt[NA_SHEET_NAME_MAX] = "";
    char hint[NA_SHEET_NAME_MAX + 40];
    size_t count = 0;
    enum na_code code = na_sheets_choose(path, table->options.formats, &table->options.text.header,
                                         ret_sheet, doubt, &count, reterr);
    if (code != NA_OK || doubt[0] == '\0') {
        return code;
    }
    if (table->options.doubt != NULL) {
        table->options.doubt(table->options.say_context, ret_sheet, doubt);
    }
    (void)na_fail(reterr, NA_ERR_DATA, "Two sheets could be meant: \"%s\" and \"%s\"", ret_sheet,
                  doubt);
    (void)snprintf(hint, sizeof hint, "Add to its section: sheet = %s", ret_sheet);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "sheet", hint);
}

static enum na_code open_sheet(const struct na_tables *table, const struct na_input *input,
                               struct opened *opened, struct na_rows *ret_rows,
                               struct na_error *reterr)
{
    const struct na_tables_formats *formats = table->options.formats;
    bool workbook = opened->kind == NA_TABLES_ZIP;
    const char *what = workbook ? "a zip file or an Excel workbook" : "a GeoPackage";
    if (formats == NULL) {
        return refuse_here(what, "Read it with nearaid on the command line, or save it as CSV",
                           reterr);
    }
    if (input->zip != NULL) {
        return refuse_here(what, "Take it out of the zip file and name it alone", reterr);
    }
    if (strcmp(input->path, "-") == 0) {
        return refuse_here(what, "It is not read from a pipe: name the file", reterr);
    }
    struct na_sheet_wanted wanted = {input->path, table->options.sheet};
    char chosen[NA_SHEET_NAME_MAX] = "";
    na_bytes_close(&opened->bytes);
    if (workbook && wanted.sheet == NULL && table->options.chooses_sheet) {
        enum na_code code = choose_sheet(table, input->path, chosen, reterr);
        if (code != NA_OK) {
            return code;
        }
        wanted.sheet = chosen[0] != '\0' ? chosen : NULL;
    }
    return workbook
               ? formats->workbook_open(&wanted, opened->sheet, ret_rows, reterr)
               : formats->geopackage_open(&wanted, opened->sheet, &opened->epsg, ret_rows, reterr);
}

/* Rows that are no text, as CSV. */
static enum na_code open_rows(const struct na_tables *table, const struct na_input *input,
                              struct opened *opened, struct na_error *reterr)
{
    struct na_rows rows = {NULL, NULL, NULL};
    enum na_code code = NA_OK;
    if (opened->kind == NA_TABLES_ZIP || opened->kind == NA_TABLES_SQLITE) {
        code = open_sheet(table, input, opened, &rows, reterr);
    } else {
        struct na_bytes bytes = opened->bytes;
        enum na_objects kind = opened->kind == NA_TABLES_GEOJSON         ? NA_OBJECTS_FEATURES
                               : opened->kind == NA_TABLES_GEOJSON_LINES ? NA_OBJECTS_FEATURE_LINES
                                                                         : NA_OBJECTS_LINES;
        opened->bytes = (struct na_bytes){NULL, NULL, NULL};
        code = na_rows_of_objects(bytes, kind, &rows, reterr);
    }
    if (code == NA_OK) {
        struct na_header_wanted header = table->options.text.header;
        if (opened->kind != NA_TABLES_ZIP || table->options.text.headless) {
            header.judge = NULL;
        }
        header.keep_blanks = opened->kind != NA_TABLES_ZIP;
        code = na_rows_as_csv(rows, &header, &opened->bytes, &opened->titles, reterr);
    }
    return code;
}

/* `sample_bytes` of its text that are looked at. */
static enum na_code open_input(const struct na_tables *table, const struct na_input *input,
                               size_t sample_bytes, struct opened *ret_opened,
                               struct na_error *reterr)
{
    struct opened opened = {.form = {.columns = NULL}};
    bool ended = false;
    na_buffer_init(&opened.head, NA_TABLES_SAMPLE_BYTES);
    enum na_code code = na_input_open(&table->inputs, input, &opened.bytes, reterr);
    if (code == NA_OK) {
        code = unwrap(table, &opened, reterr);
    }
    struct na_text_wanted wanted = table->options.text;
    opened.is_ndjson = opened.kind == NA_TABLES_NDJSON && table->options.keep_ndjson;
    bool rows = opened.kind != NA_TABLES_CSV && !opened.is_ndjson;
    if (code == NA_OK && opened.kind == NA_TABLES_NDJSON) {
        code = look(&opened.bytes, sample_bytes, &opened.head, &ended, reterr);
        struct na_str sample = {opened.head.data, opened.head.length};
        code = code == NA_OK && ended ? na_objects_refuse_one(sample, reterr) : code;
        ended = false;
    }
    if (code == NA_OK && opened.kind == NA_TABLES_OTHER) {
        code = refuse_other((struct na_str){opened.head.data, opened.head.length}, reterr);
    } else if (code == NA_OK && rows) {
        code = open_rows(table, input, &opened, reterr);
        wanted.separator = ',';
        wanted.has_encoding = true;
        wanted.encoding = NA_ENCODING_UTF8;
    }
    if (code == NA_OK && !opened.is_ndjson) {
        code = look(&opened.bytes, sample_bytes, &opened.head, &ended, reterr);
        struct na_str sample = {opened.head.data, opened.head.length};
        code =
            code == NA_OK ? na_text_form_find(sample, ended, &wanted, &opened.form, reterr) : code;
    }
    if (code != NA_OK) {
        na_bytes_close(&opened.bytes);
        na_buffer_fini(&opened.head);
        na_text_form_fini(&opened.form);
        return na_fail_at(reterr, code, input->name, 0, NULL, NULL);
    }
    *ret_opened = opened;
    return NA_OK;
}

static void close_opened(struct opened *opened)
{
    na_bytes_close(&opened->bytes);
    na_buffer_fini(&opened->head);
    na_text_form_fini(&opened->form);
}

/* Read `count` bytes away. */
static enum na_code skip_bytes(struct na_bytes *bytes, size_t count, struct na_error *reterr)
{
    char piece[4096];
    enum na_code code = NA_OK;
    while (count > 0 && code == NA_OK) {
        size_t got = 0;
        code = bytes->read(bytes->state, piece, count < sizeof piece ? count : sizeof piece, &got,
                           reterr);
        count -= got;
        if (got == 0) {
            break;
        }
    }
    return code;
}

static const char *separator_name(char separator)
{
    return separator == ','    ? "comma"
           : separator == ';'  ? "semicolon"
           : separator == '\t' ? "tab"
           : separator == '|'  ? "bar"
                               : "sign that --delimiter names";
}

/* Names of the columns that `has` picks, after a text; nothing when there are none. */
static void say_columns(const struct na_tables *table, const struct opened *opened,
                        const char *name, const char *what,
                        bool (*has)(const struct na_column_form *column))
{
    char line[LINE_BYTES];
    size_t used = (size_t)snprintf(line, sizeof line, "%s", what);
    size_t found = 0;
    for (size_t i = 0; i < opened->form.column_count && used < sizeof line - 80; i++) {
        if (has(&opened->form.columns[i])) {
            used += (size_t)snprintf(line + used, sizeof line - used, "%s%s",
                                     found++ > 0 ? ", " : "", opened->form.columns[i].name);
        }
    }
    if (found > 0) {
        say(table, name, line);
    }
}

static bool has_commas(const struct na_column_form *column)
{
    return column->marks == NA_NUMBER_COMMA && !column->dots;
}

static bool has_dots(const struct na_column_form *column)
{
    return column->dots;
}

static bool has_thousands(const struct na_column_form *column)
{
    return column->thousands;
}

static bool has_month_first(const struct na_column_form *column)
{
    return column->order == NA_DATE_MONTH_FIRST;
}

static void say_form(const struct na_tables *table, const struct opened *opened, const char *name)
{
    const struct na_text_form *form = &opened->form;
    const struct na_text_wanted *wanted = &table->options.text;
    char line[LINE_BYTES];
    if (opened->sheet[0] != '\0') {
        (void)snprintf(line, sizeof line, "the %s \"%s\" is read",
                       opened->kind == NA_TABLES_SQLITE ? "layer" : "sheet", opened->sheet);
        say(table, name, line);
    }
    if (opened->epsg != 0) {
        (void)snprintf(line, sizeof line, "the layer is in EPSG:%d: its positions become WGS84",
                       opened->epsg);
        say(table, name, line);
    }
    if (wanted->separator == '\0' && form->separator != ',' && !opened->is_ndjson) {
        (void)snprintf(line, sizeof line, "the delimiter is a %s", separator_name(form->separator));
        say(table, name, line);
    }
    if (!wanted->has_encoding && form->encoding != NA_ENCODING_UTF8) {
        (void)snprintf(line, sizeof line, "the encoding is %s, by its bytes",
                       na_encoding_name(form->encoding));
        say(table, name, line);
    }
    size_t titles = form->titles + opened->titles;
    if (titles > 0) {
        (void)snprintf(line, sizeof line, "%zu %s above the header %s skipped", titles,
                       titles == 1 ? "row" : "rows", titles == 1 ? "is" : "are");
        say(table, name, line);
    }
    say_columns(table, opened, name, "numbers have decimal commas in the column ", has_commas);
    say_columns(table, opened, name, "commas part the thousands in the column ", has_thousands);
    say_columns(table, opened, name, "dots part the thousands in the column ", has_dots);
    say_columns(table, opened, name, "dates begin with the month in the column ", has_month_first);
}

/* The later inputs are read as the first: how does this one differ? */
static enum na_code check_form(struct na_tables *table, struct opened *opened,
                               const struct na_input *input, struct na_error *reterr)
{
    const struct na_text_form *first = &table->form;
    const struct na_text_form *form = &opened->form;
    const char *other = NULL;
    if (opened->is_ndjson != table->is_ndjson) {
        other = "format";
    } else if (form->separator != first->separator) {
        other = "delimiter";
    } else if (form->encoding != NA_ENCODING_UTF8 && form->encoding != first->encoding) {
        struct na_bytes raw = opened->bytes;
        opened->bytes = (struct na_bytes){NULL, NULL, NULL};
        say(table, input->name, "the encoding is CP1252, by its bytes: it becomes UTF-8");
        return na_bytes_from_encoding(raw, form->encoding, &opened->bytes, reterr);
    }
    for (size_t i = 0; i < form->column_count && i < first->column_count && other == NULL; i++) {
        bool marks = form->columns[i].marks != first->columns[i].marks;
        bool order = form->columns[i].order != first->columns[i].order &&
                     form->columns[i].order_seen && first->columns[i].order_seen;
        other = marks ? "decimal mark" : order ? "order of day and month" : NULL;
    }
    if (other == NULL) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_DATA, "The %s is not that of the first input", other);
    return na_fail_at(reterr, NA_ERR_DATA, input->name, 0, NULL,
                      "Read files of different kinds one by one");
}

/* Have input `at` open, from its header on. */
static enum na_code open_next(struct na_tables *table, struct na_error *reterr)
{
    const struct na_input *input = &table->inputs.items[table->at];
    struct opened opened;
    enum na_code code = open_input(table, input, NA_TABLES_SAMPLE_BYTES, &opened, reterr);
    if (code != NA_OK) {
        return code;
    }
    bool is_first = table->at == 0;
    if (is_first) {
        (void)na_text_copy(table->sheet, sizeof table->sheet, opened.sheet);
        table->epsg = opened.epsg;
        say_form(table, &opened, input->name);
    } else {
        code = check_form(table, &opened, input, reterr);
    }
    size_t skip = opened.form.skip;
    if (code == NA_OK && skip > 0) {
        code = skip_bytes(&opened.bytes, skip, reterr);
    }
    if (code == NA_OK && table->options.drop_empty_tail && opened.kind == NA_TABLES_CSV) {
        struct na_bytes whole = opened.bytes;
        opened.bytes = (struct na_bytes){NULL, NULL, NULL};
        code = na_bytes_without_tail(whole, opened.form.separator, &opened.bytes, reterr);
    }
    if (code != NA_OK) {
        close_opened(&opened);
        return code;
    }
    table->lines_above = table->options.text.header.keep_numbers ? 0 : opened.titles;
    for (size_t i = 0; i < skip && i < opened.head.length; i++) {
        table->lines_above += opened.head.data[i] == '\n';
    }
    (void)snprintf(table->name, sizeof table->name, "%s%s%s", input->name,
                   opened.sheet[0] != '\0' ? ": " : "", opened.sheet);
    table->has_name = strcmp(input->path, "-") != 0;
    table->bytes = opened.bytes;
    table->is_open = true;
    if (is_first) {
        table->peek = opened.head;
        memmove(table->peek.data, table->peek.data + skip, table->peek.length - skip);
        table->peek.length -= skip;
        table->form = opened.form;
        table->is_ndjson = opened.is_ndjson;
    } else {
        na_buffer_fini(&opened.head);
        na_text_form_fini(&opened.form);
    }
    return NA_OK;
}

/* How a file of a folder or zip begins. */
struct header {
    int worth;                /* -1: it is no table */
    uint64_t hash;            /* of its names; two that differ share one once in 10^19 */
    char why[LINE_BYTES / 4]; /* it is no table */
};

/* Of the names, quoted or not, and of what parts them. */
static uint64_t hash_of(struct na_str text, char separator)
{
    struct na_csv_letters letters = {.left = text, .separator = separator};
    uint64_t hash = UINT64_C(0xCBF29CE484222325) ^ (unsigned char)separator; /* FNV-1a */
    for (int letter = 0; letter != NA_CSV_LETTERS_END;) {
        letter = na_csv_letters_next(&letters);
        hash = (hash ^ (uint64_t)(letter & 0xFFFF)) * UINT64_C(0x100000001B3);
    }
    return hash;
}

/* Can its first bytes be read? A file that is damaged is not one of other columns. */
static enum na_code check_start(const struct na_tables *table, const struct na_input *input,
                                struct na_error *reterr)
{
    struct opened opened = {.form = {.columns = NULL}};
    na_buffer_init(&opened.head, NA_TABLES_KIND_BYTES);
    enum na_code code = na_input_open(&table->inputs, input, &opened.bytes, reterr);
    if (code == NA_OK) {
        code = unwrap(table, &opened, reterr);
    }
    close_opened(&opened);
    return code == NA_OK ? NA_OK : na_fail_at(reterr, code, input->name, 0, NULL, NULL);
}

static enum na_code read_header(const struct na_tables *table, const struct na_input *input,
                                struct header *ret_header, struct na_error *reterr)
{
    struct opened opened;
    struct na_error fault = {.code = NA_OK};
    *ret_header = (struct header){.worth = -1};
    enum na_code code = check_start(table, input, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = open_input(table, input, NA_TABLES_KIND_BYTES, &opened, &fault);
    if (code == NA_ERR_DATA) { /* no table at all: left out like those of other columns */
        (void)na_text_copy(ret_header->why, sizeof ret_header->why, fault.message);
        return NA_OK;
    }
    if (code != NA_OK) {
        if (reterr != NULL) {
            *reterr = fault;
        }
        return code;
    }
    struct na_str head = {opened.head.data, opened.head.length};
    size_t from = opened.form.skip;
    size_t length = from;
    while (length < head.length && head.bytes[length] != '\n') {
        length++;
    }
    while (length > from && head.bytes[length - 1] == '\r') {
        length--;
    }
    if (from == 0 && length >= 3 && memcmp(head.bytes, "\xEF\xBB\xBF", 3) == 0) {
        from = 3;
    }
    struct na_str names = {head.bytes + from, length - from};
    ret_header->worth = opened.form.worth;
    ret_header->hash = hash_of(names, opened.form.separator);
    close_opened(&opened);
    return NA_OK;
}

/* Files left out that are named; the others are counted. */
#define LEFT_NAMED 12

/* In the order of the inputs: `names` are the first of `count` there are. */
static void say_left_out(const struct na_tables *table, char names[LEFT_NAMED][256],
                         const struct header *const *headers, size_t count)
{
    for (size_t i = 0; i < count && i < LEFT_NAMED; i++) {
        char line[LINE_BYTES];
        (void)snprintf(line, sizeof line, "left out: %s",
                       headers[i]->why[0] != '\0' ? headers[i]->why : "its columns are others");
        say(table, names[i], line);
    }
    if (count > LEFT_NAMED) {
        char line[96];
        (void)snprintf(line, sizeof line, "and %zu more files are left out like it",
                       count - LEFT_NAMED);
        say(table, names[LEFT_NAMED - 1], line);
    }
}

static bool is_like(const struct header *header, const struct header *chosen)
{
    return chosen->worth >= 0 && header->worth == chosen->worth && header->hash == chosen->hash;
}

/* Drop those found whose columns are others, and name them. */
static void drop_others(struct na_tables *table, const struct header *headers,
                        const struct header *chosen)
{
    struct na_inputs *inputs = &table->inputs;
    char names[LEFT_NAMED][256];
    const struct header *left[LEFT_NAMED] = {NULL};
    size_t left_out = 0;
    for (size_t i = 0; i < inputs->count; i++) {
        if (inputs->items[i].found && !is_like(&headers[i], chosen)) {
            if (left_out < LEFT_NAMED) {
                (void)na_text_copy(names[left_out], sizeof names[0], inputs->items[i].name);
                left[left_out] = &headers[i];
            }
            left_out++;
        }
    }
    for (size_t i = inputs->count; i-- > 0;) {
        if (inputs->items[i].found && !is_like(&headers[i], chosen)) {
            na_inputs_drop(inputs, i);
        }
    }
    say_left_out(table, names, left, left_out);
}

/* Of the files found in folders and zips those with the best header stay, and the first one's
 * columns; the others are named. */
static enum na_code sort_out(struct na_tables *table, struct na_error *reterr)
{
    struct na_inputs *inputs = &table->inputs;
    enum na_code code = NA_OK;
    const struct header *best = NULL;
    struct header *headers = calloc(inputs->count + 1, sizeof *headers);
    if (headers == NULL) {
        return na_fail_memory(reterr, "listing the inputs");
    }
    for (size_t i = 0; i < inputs->count && code == NA_OK; i++) {
        if (inputs->items[i].found) {
            code = read_header(table, &inputs->items[i], &headers[i], reterr);
            best = best == NULL || headers[i].worth > best->worth ? &headers[i] : best;
        }
    }
    struct header chosen = best != NULL ? *best : (struct header){.worth = -1};
    if (code == NA_OK) {
        drop_others(table, headers, &chosen);
    }
    free(headers);
    return code;
}

static enum na_code check_same(struct na_tables *table, struct na_error *reterr)
{
    const struct na_inputs *inputs = &table->inputs;
    size_t first = 0;
    size_t second = 0;
    bool found = false;
    if (table->options.allow_same_twice || inputs->count < 2) {
        return NA_OK;
    }
    enum na_code code = na_inputs_find_same(inputs, &first, &second, &found, reterr);
    if (code != NA_OK || !found) {
        return code;
    }
    const char *name = inputs->items[second].name;
    bool named_twice = strcmp(name, inputs->items[first].name) == 0;
    (void)na_fail(reterr, NA_ERR_DATA,
                  "The same file is given twice%s%.200s: its rows would count "
                  "twice",
                  named_twice ? "" : ": it has the bytes of ",
                  named_twice ? "" : inputs->items[first].name);
    return na_fail_at(reterr, NA_ERR_DATA, name, 0, NULL,
                      "Leave one out, or add --allow-repeats if that is meant");
}

enum na_code na_tables_check_differ(const char *const paths[2],
                                    const struct na_tables_formats *formats,
                                    struct na_error *reterr)
{
    struct na_inputs inputs;
    size_t first = 0;
    size_t second = 0;
    bool found = false;
    enum na_code code = na_inputs_list(paths, 2, formats, &inputs, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = na_inputs_find_same(&inputs, &first, &second, &found, reterr);
    if (code == NA_OK && found) {
        (void)na_fail(reterr, NA_ERR_DATA,
                      "The same file is given twice: it has the bytes of %.200s",
                      inputs.items[first].name);
        code = na_fail_at(reterr, NA_ERR_DATA, inputs.items[second].name, 0, NULL,
                          "Give the other file, or add --allow-repeats if that is meant");
    }
    na_inputs_fini(&inputs);
    return code;
}

enum na_code na_tables_open(const char *const *paths, size_t count,
                            const struct na_tables_options *options, struct na_tables **ret_table,
                            struct na_error *reterr)
{
    struct na_tables *table = calloc(1, sizeof *table);
    if (table == NULL) {
        return na_fail_memory(reterr, "opening the input");
    }
    table->options = *options;
    na_buffer_init(&table->peek, 0);
    enum na_code code = na_inputs_list(paths, count, options->formats, &table->inputs, reterr);
    if (code == NA_OK && table->inputs.left_out > 0) {
        char line[LINE_BYTES] = "left out: it is no table by its name";
        if (table->inputs.left_out > 1) {
            (void)snprintf(line, sizeof line, "left out, and %zu more: no tables by their names",
                           table->inputs.left_out - 1);
        }
        say(table, table->inputs.left_name, line);
    }
    if (code == NA_OK) {
        code = sort_out(table, reterr);
    }
    if (code == NA_OK) {
        code = check_same(table, reterr);
    }
    if (code == NA_OK && table->inputs.count == 0) {
        (void)na_fail(reterr, NA_ERR_DATA, "None of the files in it is a table");
        code = na_fail_at(reterr, NA_ERR_DATA, paths[0], 0, NULL,
                          "Name one of them alone to see what is wrong with it");
    }
    if (code == NA_OK) {
        code = open_next(table, reterr);
    }
    if (code != NA_OK) {
        na_tables_close(table);
        return code;
    }
    *ret_table = table;
    return NA_OK;
}

void na_tables_close(struct na_tables *table)
{
    if (table != NULL) {
        na_bytes_close(&table->bytes);
        na_text_form_fini(&table->form);
        na_buffer_fini(&table->peek);
        na_inputs_fini(&table->inputs);
        free(table);
    }
}

const struct na_text_form *na_tables_form(const struct na_tables *table)
{
    return &table->form;
}

void na_tables_say_to(struct na_tables *table, void (*say_line)(void *context, const char *line),
                      void *context)
{
    table->options.say = say_line;
    table->options.say_context = context;
}

bool na_tables_is_ndjson(const struct na_tables *table)
{
    return table->is_ndjson;
}

struct na_str na_tables_peek(const struct na_tables *table)
{
    return (struct na_str){table->peek.data, table->peek.length};
}

enum na_code na_tables_read(void *context, char *to, size_t size, size_t *ret_length,
                            bool *ret_more, struct na_error *reterr)
{
    struct na_tables *table = context;
    enum na_code code = table->is_open ? NA_OK : open_next(table, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = table->bytes.read(table->bytes.state, to, size, ret_length, reterr);
    if (code != NA_OK) {
        return na_fail_at(reterr, code, na_tables_input_name(table), 0, NULL, NULL);
    }
    if (*ret_length == 0) {
        na_bytes_close(&table->bytes);
        table->is_open = false;
        table->at++;
        *ret_more = table->at < table->inputs.count;
    }
    return NA_OK;
}

const char *na_tables_input_name(const struct na_tables *table)
{
    return table->has_name ? table->name : NULL;
}

int na_tables_epsg(const struct na_tables *table)
{
    return table->epsg;
}

const char *na_tables_sheet(const struct na_tables *table)
{
    return table->sheet;
}

size_t na_tables_lines_above(const struct na_tables *table)
{
    return table->lines_above;
}

uint64_t na_tables_bytes_total(const struct na_tables *table)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < table->inputs.count; i++) {
        if (table->inputs.items[i].bytes == 0) {
            return 0;
        }
        sum += table->inputs.items[i].bytes;
    }
    return sum;
}
