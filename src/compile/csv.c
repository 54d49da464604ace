/* A table of the pack is read through src/tables and held as UTF-8 in memory. It is read twice:
 * once to see what its columns hold, once for its rows. What cannot be read is a finding, never the
 * end of the compilation. */
#include "compile/csv.h"

#include <stdio.h>

#include "base/fail.h"
#include "geo/system.h"
#include "io/encoding.h"

void na_pack_csv_fini(struct na_pack_csv *csv)
{
    na_csv_free(csv->csv);
    na_buffer_fini(&csv->utf8);
    na_tables_close(csv->tables);
}

/* 1-based line of byte `at`. */
static int64_t line_of(struct na_str content, size_t at)
{
    int64_t line = 1;
    for (size_t i = 0; i < at; i++) {
        line += content.bytes[i] == '\n';
    }
    return line;
}

/* Letters beyond ASCII, all of them UTF-8: chance text almost never is. */
static bool is_utf8_after_all(struct na_str raw)
{
    bool beyond = false;
    for (size_t i = 0; i < raw.length && !beyond; i++) {
        beyond = (unsigned char)raw.bytes[i] >= 0x80;
    }
    return beyond && na_utf8_valid(raw.bytes, raw.length);
}

/* The content as UTF-8; a byte of another encoding is a finding. */
static enum na_code decode(struct na_compiler *compiler, struct na_str raw, struct na_pack_csv *csv,
                           bool *ret_usable, struct na_error *reterr)
{
    size_t at = 0;
    if (csv->encoding != NA_ENCODING_UTF8 && is_utf8_after_all(raw)) {
        na_compile_warning(
            compiler,
            (struct na_place){.file = csv->name, .hint = "Remove encoding = from its section"},
            "The file is UTF-8, whatever its section says: it is read as such");
        csv->encoding = NA_ENCODING_UTF8;
    }
    enum na_code code = na_encoding_to_utf8(csv->encoding, raw, &csv->utf8, &at);
    *ret_usable = code == NA_OK;
    if (code == NA_ERR_DATA) {
        na_compile_error(compiler,
                         (struct na_place){.file = csv->name,
                                           .record = line_of(raw, at) + csv->lines_above,
                                           .hint = "Save it as UTF-8, or add encoding = CP1252 to "
                                                   "its section"},
                         "A byte is not of the file's encoding");
        return NA_OK;
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the file");
}

/* What src/tables found of the file, for the reader of the log. */
static void say(void *context, const char *line)
{
    struct na_compiler *compiler = context;
    na_compile_progress(compiler, "%s", line);
}

/* A layer of points that is not in WGS84 or on the grid was transformed: said as for polygons. */
static void say_system(struct na_compiler *compiler, const char *file, int epsg)
{
    const struct na_system *system = na_system_of_epsg(epsg);
    char good[32];
    if (system == NULL || epsg == 0) {
        return;
    }
    (void)snprintf(good, sizeof good, system->accuracy_m > 0 ? "good to %g m" : "exact",
                   system->accuracy_m);
    na_compile_warning(
        compiler, (struct na_place){.file = file, .hint = "Nothing, if that is its system"},
        "The layer is in EPSG:%d (%s) and was transformed to WGS84: %s", epsg, system->name, good);
}

static void tell_sheet(const struct na_compiler *compiler, const char *sheet)
{
    const struct na_compile_listener *listener = compiler->options->listener;
    if (listener != NULL && listener->sheet != NULL && sheet[0] != '\0') {
        listener->sheet(listener->context, compiler->section, sheet);
    }
}

/* Two sheets could be meant: a person decides. */
static void doubt(void *context, const char *first, const char *second)
{
    const struct na_compiler *compiler = context;
    const struct na_compile_listener *listener = compiler->options->listener;
    if (listener != NULL && listener->doubt != NULL) {
        listener->doubt(listener->context, compiler->section, "sheet", na_str_of(first),
                        na_str_of(second));
    }
}

/* A file that cannot be read as a table is a finding. */
static enum na_code refuse(struct na_compiler *compiler, const struct na_pack_csv *csv,
                           enum na_code code, struct na_error *error, struct na_error *reterr)
{
    if (code == NA_ERR_MEMORY) {
        return na_fail(reterr, code, "%s", error->message);
    }
    (void)na_text_copy(error->file, sizeof error->file, csv->name);
    na_report_add(compiler->report, NA_SEVERITY_ERROR, error);
    return NA_OK;
}

/* The whole of the table into `raw`. */
static enum na_code read_all(struct na_tables *tables, struct na_buffer *raw,
                             struct na_error *reterr)
{
    enum { PIECE = 65536 };
    for (bool more = true;;) {
        size_t length = 0;
        enum na_code code = na_buffer_reserve(raw, PIECE);
        if (code != NA_OK) {
            return code == NA_ERR_MEMORY ? na_fail_memory(reterr, "reading a table")
                                         : na_fail(reterr, code, "The table is too large");
        }
        code = na_tables_read(tables, raw->data + raw->length, PIECE, &length, &more, reterr);
        if (code != NA_OK || length == 0) {
            return code;
        }
        raw->length += length;
    }
}

void na_pack_headings(const struct na_section *section, struct na_headings_named *ret_named)
{
    const char *lists[] = {
        section->ignore,       section->tags,           section->left_out,
        section->keep,         section->profile_ignore, section->profile_tags,
        section->profile_keep, section->match,          section->profile_left_out};
    ret_named->count = 0;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (lists[i][0] != '\0') {
            ret_named->lists[ret_named->count].list = lists[i];
            ret_named->lists[ret_named->count++].mark = ',';
        }
    }
    for (size_t role = 0; role < NA_REGISTER_COUNT; role++) {
        const char *both[] = {section->columns[role], section->profile_columns[role]};
        for (size_t i = 0; i < 2; i++) {
            if (both[i] != NULL) {
                ret_named->lists[ret_named->count].list = both[i];
                ret_named->lists[ret_named->count++].mark = '+';
            }
        }
    }
}

/* Through src/tables: a workbook, a GeoPackage, GeoJSON, UTF-16, and CSV whose form is found. */
static enum na_code read_table(struct na_compiler *compiler, const struct na_section *section,
                               struct na_pack_csv *csv, bool *ret_usable, struct na_error *reterr)
{
    char path[4096];
    const char *paths[] = {path};
    struct na_error error = {.message = ""};
    struct na_tables *tables = NULL;
    bool assets = section->type == NA_SECTION_ASSETS;
    struct na_headings_named named;
    na_pack_headings(section, &named);
    const struct na_tables_options options = {
        .text = {.header = {.judge = assets ? na_headings_worth : NULL,
                            .context = &named,
                            .keep_numbers = true},
                 .separator = assets || section->separator != '\0' ? section->separator : ',',
                 .has_encoding = section->has_encoding || !assets,
                 .encoding = section->has_encoding ? section->encoding : NA_ENCODING_UTF8,
                 .headless = section->header_row > 0 || section->headings[0] != '\0'},
        .sheet = section->sheet[0] != '\0' ? section->sheet : NULL,
        .chooses_sheet = assets,
        .doubt = doubt,
        .formats = compiler->options->formats,
        .say = say,
        .say_context = compiler};
    compiler->section = section->full;
    enum na_code code = na_path_join(path, sizeof path, compiler->pack_dir, csv->name, &error);
    code = code == NA_OK ? na_tables_open(paths, 1, &options, &tables, &error) : code;
    struct na_buffer raw;
    na_buffer_init(&raw, 2 * NA_PACK_CSV_MAX);
    code = code == NA_OK ? read_all(tables, &raw, &error) : code;
    *ret_usable = code == NA_OK;
    if (code != NA_OK) {
        code = refuse(compiler, csv, code, &error, reterr);
    } else {
        const struct na_text_form *form = na_tables_form(tables);
        csv->lines_above = (int64_t)na_tables_lines_above(tables);
        csv->forms = form->columns;
        csv->form_count = form->column_count;
        csv->tables = tables;
        csv->encoding = form->encoding;
        csv->separator = form->separator;
        csv->trims = assets;
        tell_sheet(compiler, na_tables_sheet(tables));
        say_system(compiler, csv->name, na_tables_epsg(tables));
        code = decode(compiler, (struct na_str){raw.data, raw.length}, csv, ret_usable, reterr);
    }
    if (csv->tables == NULL) {
        na_tables_close(tables);
    }
    na_buffer_fini(&raw);
    return code;
}

enum na_code na_pack_csv_open(struct na_compiler *compiler, const struct na_section *section,
                              const char *name, struct na_pack_csv *ret_csv, bool *ret_usable,
                              struct na_error *reterr)
{
    struct na_file file = {NULL, 0};
    *ret_csv = (struct na_pack_csv){.name = name};
    na_buffer_init(&ret_csv->utf8, 2 * NA_PACK_CSV_MAX);
    enum na_code code =
        na_compile_read(compiler, section->full, name, NA_PACK_CSV_MAX, &file, ret_usable, reterr);
    if (code == NA_OK && *ret_usable) {
        na_compile_progress(compiler, "%s: %zu bytes", name, file.length);
    }
    na_file_free(&file); /* its digest was taken */
    if (code == NA_OK && *ret_usable) {
        code = read_table(compiler, section, ret_csv, ret_usable, reterr);
    }
    if (code == NA_OK && *ret_usable) {
        code = na_csv_new(ret_csv->utf8.data, ret_csv->utf8.length, ret_csv->separator,
                          &ret_csv->csv, reterr);
    }
    return code;
}

static bool is_blank(const struct na_csv_record *record, size_t i)
{
    return na_str_trim_wide(record->fields[i]).length == 0;
}

/* Blank fields after the header's last name are left out; a record of blanks does not count. */
static bool is_record(struct na_pack_csv *csv, struct na_csv_record *record)
{
    if (!csv->trims) {
        return true;
    }
    while (record->count > 1 && (csv->width == 0 || record->count > csv->width) &&
           is_blank(record, record->count - 1)) {
        record->count--;
    }
    bool blank = record->count > 1 || csv->width > 1;
    for (size_t i = 0; i < record->count && blank; i++) {
        blank = is_blank(record, i);
    }
    if (csv->width == 0 && !blank) {
        csv->width = record->count;
    }
    return !blank;
}

enum na_code na_pack_csv_next(struct na_compiler *compiler, struct na_pack_csv *csv,
                              struct na_csv_record *ret_record, bool *ret_more,
                              struct na_error *reterr)
{
    struct na_error error;
    enum na_code code = NA_OK;
    do {
        *ret_more = false;
        code = na_csv_next(csv->csv, ret_record, ret_more, &error);
    } while (code == NA_OK && *ret_more && !is_record(csv, ret_record));
    if (code == NA_OK) {
        ret_record->line += *ret_more ? csv->lines_above : 0;
        csv->records += *ret_more;
        return NA_OK;
    }
    *ret_more = false;
    if (code == NA_ERR_MEMORY) {
        return na_fail(reterr, code, "%s", error.message);
    }
    error.record += error.record > 0 ? csv->lines_above : 0;
    (void)na_fail_at(&error, code, csv->name, 0, NULL,
                     "Correct the line, or export the file again");
    na_report_add(compiler->report, NA_SEVERITY_ERROR, &error);
    return NA_OK;
}

enum na_code na_pack_csv_rewind(struct na_pack_csv *csv, struct na_error *reterr)
{
    na_csv_free(csv->csv);
    csv->csv = NULL;
    csv->width = 0;
    csv->records = 0;
    return na_csv_new(csv->utf8.data, csv->utf8.length, csv->separator, &csv->csv, reterr);
}
