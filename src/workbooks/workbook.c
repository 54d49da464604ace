/* Three small parts are read whole: the list of sheets, the styles, the strings. The sheet itself
 * is parsed until a row is complete and then paused. A cell that names a string that is not there
 * is refused. */
#include "workbooks/workbook.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "workbooks/strings.h"
#include "workbooks/styles.h"
#include "workbooks/xml.h"

#define SHEETS_MAX 1024
#define ID_BYTES 32
#define TARGET_BYTES 256

struct sheet {
    char name[NA_SHEET_NAME_MAX];
    char id[ID_BYTES]; /* of the relation to its part */
    bool hidden;
};

/* How the value of a cell is written. */
enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOLEAN };

struct book {
    struct na_zip *zip;
    struct na_xml *xml;
    struct na_styles styles;
    struct na_strings strings;
    struct sheet *sheets;
    size_t sheet_count;
    bool since_1904;
    char wanted_id[ID_BYTES]; /* relation to look for, and its target */
    char target[TARGET_BYTES];
    /* Of the part under way. */
    struct na_buffer value; /* text of a cell or shared string */
    bool in_value;          /* within v or t */
    bool is_unknown;        /* a formula without the value that it had, as yet */
    bool in_phonetic;
    struct na_error error;
    /* Of the sheet. */
    struct na_row *row;
    bool row_done;
    int64_t row_number;
    enum cell_type type;
    size_t style, column;
};

static void fail_with(struct book *book, enum na_code code, const char *message)
{
    na_xml_fail(book->xml, code, message);
}

static void take_text(void *context, struct na_str text)
{
    struct book *book = context;
    if (book->in_value && !book->in_phonetic &&
        na_buffer_append(&book->value, text.bytes, text.length) != NA_OK) {
        fail_with(book, NA_ERR_LIMIT, "A cell of the workbook is too long");
    }
}

/* xl/workbook.xml */
static void start_workbook(void *context, const char *name, const char **attributes)
{
    struct book *book = context;
    if (strcmp(name, "workbookPr") == 0) {
        const char *date = na_xml_attribute(attributes, "date1904");
        book->since_1904 = date != NULL && (strcmp(date, "1") == 0 || strcmp(date, "true") == 0);
    }
    if (strcmp(name, "sheet") != 0) {
        return;
    }
    if (book->sheet_count == SHEETS_MAX) {
        fail_with(book, NA_ERR_LIMIT, "The workbook has more than 1,024 sheets");
        return;
    }
    const char *title = na_xml_attribute(attributes, "name");
    const char *id = na_xml_attribute(attributes, "id");
    const char *state = na_xml_attribute(attributes, "state");
    struct sheet *sheet = &book->sheets[book->sheet_count++];
    (void)na_text_copy(sheet->name, sizeof sheet->name, title != NULL ? title : "");
    (void)na_text_copy(sheet->id, sizeof sheet->id, id != NULL ? id : "");
    sheet->hidden = state != NULL && strcmp(state, "visible") != 0;
}

/* xl/_rels/workbook.xml.rels */
static void start_relation(void *context, const char *name, const char **attributes)
{
    struct book *book = context;
    const char *id = na_xml_attribute(attributes, "Id");
    const char *target = na_xml_attribute(attributes, "Target");
    if (strcmp(name, "Relationship") == 0 && id != NULL && target != NULL &&
        strcmp(id, book->wanted_id) == 0) {
        bool absolute = target[0] == '/';
        (void)snprintf(book->target, sizeof book->target, "%s%s", absolute ? "" : "xl/",
                       absolute ? target + 1 : target);
    }
}

/* xl/sharedStrings.xml */
static void start_string(void *context, const char *name, const char **attributes)
{
    struct book *book = context;
    (void)attributes;
    if (strcmp(name, "si") == 0) {
        na_buffer_clear(&book->value);
    }
    book->in_value = book->in_value || strcmp(name, "t") == 0;
    book->in_phonetic = book->in_phonetic || strcmp(name, "rPh") == 0;
}

static void end_string(void *context, const char *name)
{
    struct book *book = context;
    struct na_str text = {book->value.data, book->value.length};
    book->in_value = book->in_value && strcmp(name, "t") != 0;
    book->in_phonetic = book->in_phonetic && strcmp(name, "rPh") != 0;
    if (strcmp(name, "si") == 0) {
        enum na_code code = na_strings_add(&book->strings, text, &book->error);
        if (code != NA_OK) {
            fail_with(book, code, book->error.message);
        }
    }
}

/* "AB12": column 27, counted from 0. False: no such. */
static bool column_of(const char *reference, size_t *ret_column)
{
    size_t column = 0;
    size_t i = 0;
    for (; i < 4 && na_ascii_lower(reference[i]) >= 'a' && na_ascii_lower(reference[i]) <= 'z';
         i++) {
        column = column * 26 + (size_t)(na_ascii_lower(reference[i]) - 'a' + 1);
    }
    *ret_column = column - 1;
    return i > 0;
}

/* A sheet's part. */
static void start_sheet(void *context, const char *name, const char **attributes)
{
    struct book *book = context;
    if (strcmp(name, "c") == 0) {
        const char *reference = na_xml_attribute(attributes, "r");
        const char *type = na_xml_attribute(attributes, "t");
        const char *style = na_xml_attribute(attributes, "s");
        int64_t number = 0;
        if (reference == NULL || !column_of(reference, &book->column)) {
            book->column = book->row->count;
        }
        (void)(style != NULL && na_integer_parse(na_str_of(style), 0, INT32_MAX, &number));
        book->style = (size_t)number;
        book->type = type == NULL || strcmp(type, "n") == 0 ? CELL_NUMBER
                     : strcmp(type, "s") == 0               ? CELL_SHARED
                     : strcmp(type, "b") == 0               ? CELL_BOOLEAN
                                                            : CELL_TEXT;
        book->is_unknown = false;
        na_buffer_clear(&book->value);
    } else if (strcmp(name, "f") == 0) {
        book->is_unknown = true;
    } else if (strcmp(name, "v") == 0) {
        book->is_unknown = false;
    } else if (strcmp(name, "row") == 0) {
        const char *number = na_xml_attribute(attributes, "r");
        if (number == NULL ||
            !na_integer_parse(na_str_of(number), 1, INT32_MAX, &book->row_number)) {
            book->row_number++;
        }
        book->row->number = book->row_number;
    }
    book->in_value = book->in_value || strcmp(name, "v") == 0 || strcmp(name, "t") == 0;
    book->in_phonetic = book->in_phonetic || strcmp(name, "rPh") == 0;
}

/* A number as text: by its style, else as short as it reads back. */
static struct na_str number_text(const struct book *book, struct na_str raw, char *to)
{
    double value = 0.0;
    if (!na_number_parse(raw, &value)) {
        return raw;
    }
    struct na_cell_style style = na_styles_get(&book->styles, book->style);
    if (style.look != NA_CELL_PLAIN && na_serial_format(value, book->since_1904, style.look, to)) {
        return na_str_of(to);
    }
    char number[NA_NUMBER_TEXT];
    size_t length = na_number_shortest(&number, value);
    memcpy(to, number, length + 1);
    if (style.figures > length && value >= 0.0 && memchr(to, '.', length) == NULL) {
        size_t zeros = style.figures - length;
        memmove(to + zeros, to, length + 1);
        memset(to, '0', zeros);
        length += zeros;
    }
    return (struct na_str){to, length};
}

static enum na_code cell_text(struct book *book, char *scratch, struct na_str *ret_text)
{
    struct na_str raw = {book->value.data, book->value.length};
    int64_t number = 0;
    *ret_text = raw;
    if (raw.length == 0) {
        return NA_OK;
    }
    if (book->type == CELL_SHARED) {
        if (!na_integer_parse(raw, 0, INT32_MAX, &number)) {
            return na_fail(&book->error, NA_ERR_DATA, "A cell names no shared string");
        }
        return na_strings_get(&book->strings, (size_t)number, ret_text, &book->error);
    }
    if (book->type == CELL_BOOLEAN) {
        *ret_text = na_str_of(na_str_is(raw, "1") ? "TRUE" : "FALSE");
    } else if (book->type == CELL_NUMBER) {
        *ret_text = number_text(book, raw, scratch);
    }
    return NA_OK;
}

static void end_cell(struct book *book)
{
    char scratch[NA_NUMBER_TEXT + 32];
    struct na_str text;
    enum na_code code = cell_text(book, scratch, &text);
    if (code == NA_OK && book->is_unknown) {
        text = na_str_of(NA_WORKBOOK_NO_VALUE);
    }
    if (code == NA_OK && text.length > 0) {
        if (book->column < book->row->count) {
            code = na_fail(&book->error, NA_ERR_DATA, "The cells of a row are out of order");
        } else {
            code = na_row_pad(book->row, book->column);
        }
        code = code == NA_OK ? na_row_put(book->row, text) : code;
    }
    if (code != NA_OK) {
        fail_with(book, code, book->error.message);
    }
}

static void end_sheet(void *context, const char *name)
{
    struct book *book = context;
    bool value = strcmp(name, "v") == 0 || strcmp(name, "t") == 0;
    book->in_value = book->in_value && !value;
    book->in_phonetic = book->in_phonetic && strcmp(name, "rPh") != 0;
    if (strcmp(name, "c") == 0) {
        end_cell(book);
    } else if (strcmp(name, "row") == 0) {
        book->row_done = true;
        na_xml_pause(book->xml);
    }
}

/* A whole part of the workbook. `optional`: it need not be there. */
static enum na_code read_part(struct book *book, const char *part, bool optional,
                              const struct na_xml_handler *handler, struct na_error *reterr)
{
    struct na_bytes bytes;
    bool ended = false;
    size_t member = na_zip_find(book->zip, part);
    if (member == SIZE_MAX) {
        return optional ? NA_OK : na_fail(reterr, NA_ERR_DATA, "The workbook has no part %s", part);
    }
    enum na_code code = na_zip_read(book->zip, member, &bytes, reterr);
    if (code == NA_OK) {
        code = na_xml_new(bytes, handler, book, &book->xml, reterr);
    }
    if (code == NA_OK) {
        code = na_xml_run(book->xml, &ended, reterr);
    }
    na_xml_free(book->xml);
    book->xml = NULL;
    return code;
}

static void close_book(void *state)
{
    struct book *book = state;
    na_xml_free(book->xml);
    na_zip_free(book->zip);
    na_styles_fini(&book->styles);
    na_strings_fini(&book->strings);
    na_buffer_fini(&book->value);
    free(book->sheets);
    free(book);
}

static enum na_code next_row(void *state, struct na_row *row, bool *ret_more,
                             struct na_error *reterr)
{
    struct book *book = state;
    bool ended = false;
    book->row = row;
    book->row_done = false;
    enum na_code code = na_xml_run(book->xml, &ended, reterr);
    *ret_more = code == NA_OK && book->row_done;
    return code;
}

/* What a zip with the parts of a document is, if it is no workbook. */
static enum na_code refuse_other(const struct na_zip *zip, struct na_error *reterr)
{
    static const struct {
        const char *part, *what;
    } others[] = {{"word/document.xml", "a Word document (.docx)"},
                  {"ppt/presentation.xml", "a presentation (.pptx)"},
                  {"xl/workbook.bin", "a binary Excel workbook (.xlsb)"},
                  {"content.xml", "an OpenDocument file (.ods or .odt)"},
                  {"Index/Document.iwa", "a Numbers or Pages document"}};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (na_zip_find(zip, others[i].part) != SIZE_MAX) {
            (void)na_fail(reterr, NA_ERR_DATA, "This is %s, which is not read here",
                          others[i].what);
            return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL,
                              "Save its table as CSV, or as an Excel workbook (.xlsx)");
        }
    }
    (void)na_fail(reterr, NA_ERR_DATA, "This zip file is no Excel workbook");
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, "Unpack it and name the files in it");
}

static enum na_code fail_sheet(const struct book *book, const char *wanted, struct na_error *reterr)
{
    char hint[256];
    size_t used = (size_t)snprintf(hint, sizeof hint, "The sheets are: ");
    for (size_t i = 0; i < book->sheet_count && used < sizeof hint; i++) {
        used += (size_t)snprintf(hint + used, sizeof hint - used, "%s%s", i > 0 ? ", " : "",
                                 book->sheets[i].name);
    }
    (void)na_fail(reterr, NA_ERR_DATA, "The workbook has no sheet \"%.100s\"",
                  wanted != NULL ? wanted : "");
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, hint);
}

/* By its name (case folded), else its number; none is asked for: the first that is not hidden. */
static const struct sheet *choose(const struct book *book, const char *wanted)
{
    int64_t number = 0;
    for (size_t i = 0; i < book->sheet_count && wanted != NULL; i++) {
        if (na_text_same_fold(book->sheets[i].name, wanted)) {
            return &book->sheets[i];
        }
    }
    if (wanted != NULL) {
        bool known = na_integer_parse(na_str_of(wanted), 1, (int64_t)book->sheet_count, &number);
        return known ? &book->sheets[number - 1] : NULL;
    }
    for (size_t i = 0; i < book->sheet_count; i++) {
        if (!book->sheets[i].hidden) {
            return &book->sheets[i];
        }
    }
    return book->sheet_count > 0 ? &book->sheets[0] : NULL;
}

static enum na_code read_parts(struct book *book, const struct na_sheet_wanted *wanted,
                               const struct sheet **ret_sheet, struct na_error *reterr)
{
    static const struct na_xml_handler workbook = {start_workbook, NULL, NULL};
    static const struct na_xml_handler relations = {start_relation, NULL, NULL};
    static const struct na_xml_handler strings = {start_string, end_string, take_text};
    enum na_code code = read_part(book, "xl/workbook.xml", false, &workbook, reterr);
    const struct sheet *sheet = code == NA_OK ? choose(book, wanted->sheet) : NULL;
    if (code != NA_OK || sheet == NULL) {
        return code != NA_OK ? code : fail_sheet(book, wanted->sheet, reterr);
    }
    (void)na_text_copy(book->wanted_id, sizeof book->wanted_id, sheet->id);
    code = read_part(book, "xl/_rels/workbook.xml.rels", false, &relations, reterr);
    if (code == NA_OK) {
        code = read_part(book, "xl/sharedStrings.xml", true, &strings, reterr);
    }
    if (code == NA_OK) {
        code = na_styles_read(&book->styles, book->zip, reterr);
    }
    *ret_sheet = sheet;
    return code;
}

static enum na_code open_book(struct book *book, const struct na_sheet_wanted *wanted,
                              char *ret_sheet, struct na_error *reterr)
{
    static const struct na_xml_handler rows = {start_sheet, end_sheet, take_text};
    const struct sheet *sheet = NULL;
    struct na_bytes bytes;
    enum na_code code = na_zip_open(wanted->path, &book->zip, reterr);
    if (code == NA_OK && na_zip_find(book->zip, "xl/workbook.xml") == SIZE_MAX) {
        code = refuse_other(book->zip, reterr);
    }
    if (code == NA_OK) {
        code = read_parts(book, wanted, &sheet, reterr);
    }
    size_t member = code == NA_OK ? na_zip_find(book->zip, book->target) : SIZE_MAX;
    if (code == NA_OK && member == SIZE_MAX) {
        code = na_fail(reterr, NA_ERR_DATA, "The sheet \"%.100s\" is not in the workbook",
                       sheet->name);
    }
    if (code == NA_OK) {
        code = na_zip_read(book->zip, member, &bytes, reterr);
    }
    if (code == NA_OK) {
        na_buffer_clear(&book->value);
        book->in_value = false;
        book->in_phonetic = false;
        code = na_xml_new(bytes, &rows, book, &book->xml, reterr);
    }
    if (code == NA_OK) {
        (void)na_text_copy(ret_sheet, NA_SHEET_NAME_MAX, sheet->name);
    }
    return code;
}

enum na_code na_workbook_sheets(const char *path,
                                void (*take)(void *context, const char *name, bool is_hidden),
                                void *context, struct na_error *reterr)
{
    static const struct na_xml_handler workbook = {start_workbook, NULL, NULL};
    struct book *book = calloc(1, sizeof *book);
    if (book == NULL) {
        return na_fail_memory(reterr, "opening a workbook");
    }
    na_styles_init(&book->styles);
    na_strings_init(&book->strings);
    na_buffer_init(&book->value, NA_STRING_BYTES_MAX);
    book->sheets = calloc(SHEETS_MAX, sizeof book->sheets[0]);
    enum na_code code = book->sheets != NULL ? na_zip_open(path, &book->zip, reterr)
                                             : na_fail_memory(reterr, "opening a workbook");
    if (code == NA_OK && na_zip_find(book->zip, "xl/workbook.xml") == SIZE_MAX) {
        code = refuse_other(book->zip, reterr);
    }
    code = code == NA_OK ? read_part(book, "xl/workbook.xml", false, &workbook, reterr) : code;
    for (size_t i = 0; i < book->sheet_count && code == NA_OK; i++) {
        take(context, book->sheets[i].name, book->sheets[i].hidden);
    }
    close_book(book);
    return code;
}

enum na_code na_workbook_open(const struct na_sheet_wanted *wanted, char *ret_sheet,
                              struct na_rows *ret_rows, struct na_error *reterr)
{
    struct book *book = calloc(1, sizeof *book);
    if (book == NULL) {
        return na_fail_memory(reterr, "opening a workbook");
    }
    na_styles_init(&book->styles);
    na_strings_init(&book->strings);
    na_buffer_init(&book->value, NA_STRING_BYTES_MAX);
    book->sheets = calloc(SHEETS_MAX, sizeof book->sheets[0]);
    enum na_code code = book->sheets != NULL ? open_book(book, wanted, ret_sheet, reterr)
                                             : na_fail_memory(reterr, "opening a workbook");
    if (code != NA_OK) {
        close_book(book);
        return code;
    }
    *ret_rows = (struct na_rows){next_row, close_book, book};
    return NA_OK;
}
