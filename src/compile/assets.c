/* [assets.*]: files of assets, CSV or shapefiles of points, record by record. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compile/asset_row.h"
#include "compile/csv.h"
#include "compile/register.h"
#include "io/file.h"
#include "register/assign.h"
#include "register/heading.h"
#include "tables/rows.h"

/* A register under way: of its records one pass sees what its columns hold, another takes them. */
enum pass {
    PASS_SEE,
    PASS_TEXTS, /* which texts somebody has to read */
    PASS_TAKE
};

static void refuse_empty(struct na_compiler *compiler, const char *file, size_t records)
{
    if (records == 0) {
        na_compile_error(
            compiler,
            (struct na_place){.file = file, .hint = "Export it again, or remove its section"},
            "The file has no assets");
    }
}

/* What one pass finds is found by the last again: only that is kept. */
static void forget_findings(struct na_compiler *compiler, const struct na_report *before)
{
    compiler->report->count = before->count;
    compiler->report->errors = before->errors;
    compiler->report->warnings = before->warnings;
}

/* One record of the register, in a pass. `point` is that of a shapefile, or NULL. */
static enum na_code do_record(struct na_register *reg, enum pass pass, const struct na_str *fields,
                              size_t count, int64_t line, const struct na_asset_record *point,
                              struct na_error *reterr)
{
    struct na_compiler *compiler = reg->compiler;
    struct na_asset_record record;
    bool is_asset = false;
    if (pass == PASS_SEE) {
        return na_register_see(reg, fields, count, reterr);
    }
    bool skips = false;
    enum na_code asked = na_register_skips(reg, fields, count, line, &skips, reterr);
    if (asked != NA_OK || skips) {
        reg->rows += skips;
        reg->left_out += skips;
        return asked;
    }
    compiler->record = (struct na_open_record){.skips = reg->section->on_error == NA_ON_ERROR_SKIP};
    enum na_code code = na_register_take(reg, fields, count, line, &record, &is_asset, reterr);
    if (code == NA_OK && is_asset && pass == PASS_TAKE) {
        if (point != NULL) {
            record.has_point = true;
            record.point_is_grid = point->point_is_grid;
            record.x = point->x;
            record.y = point->y;
        }
        code = na_asset_row_add(compiler, &record, reterr);
        reg->left_out += compiler->record.left_out;
    }
    compiler->record = (struct na_open_record){.skips = false};
    return code;
}

/* Has somebody read the texts that are to be read? texts_read begins with their digest. */
static enum na_code compare_texts(struct na_register *reg, struct na_error *reterr)
{
    char sha256[NA_SHA256_TEXT];
    enum na_code code = na_sha256(reg->unread.data, reg->unread.length, sha256, reterr);
    reg->has_read_texts =
        code == NA_OK && strncmp(sha256, reg->section->texts_read, NA_TEXTS_DIGEST) == 0;
    na_buffer_clear(&reg->unread);
    na_made_ids_fini(&reg->ids);
    code = code == NA_OK ? na_made_ids_init(&reg->ids, reg->seen_rows, reterr) : code;
    reg->rows = 0;
    reg->left_out = 0;
    reg->approved = 0;
    reg->lost_noughts = 0;
    return code;
}

/* Fields beyond the last heading that hold something. */
static bool is_too_wide(const struct na_register *reg, const struct na_csv_record *record)
{
    for (size_t i = reg->count; i < record->count; i++) {
        if (na_str_trim_wide(record->fields[i]).length > 0) {
            return true;
        }
    }
    return false;
}

/* All records after the headings. */
static enum na_code pass_csv(struct na_register *reg, struct na_pack_csv *csv, enum pass pass,
                             struct na_error *reterr)
{
    struct na_compiler *compiler = reg->compiler;
    struct na_csv_record record;
    bool more = true;
    enum na_code code = na_pack_csv_rewind(csv, reterr);
    while (code == NA_OK && more) {
        code = na_pack_csv_next(compiler, csv, &record, &more, reterr);
        if (code != NA_OK || !more || record.line <= reg->header_line) {
            continue;
        }
        if (pass != PASS_SEE && is_too_wide(reg, &record)) {
            compiler->record.skips = reg->section->on_error == NA_ON_ERROR_SKIP;
            na_compile_error(compiler,
                             (struct na_place){.file = reg->file,
                                               .record = record.line,
                                               .hint = "Quote fields that hold a separator"},
                             "The line has %zu fields, the header %zu", record.count, reg->count);
            reg->left_out += compiler->record.skips;
            reg->rows++;
            compiler->record = (struct na_open_record){.skips = false};
            continue;
        }
        code = do_record(reg, pass, record.fields, record.count, record.line, NULL, reterr);
    }
    return code;
}

static enum na_code take_csv(struct na_compiler *compiler, struct na_register *reg,
                             struct na_pack_csv *csv, struct na_error *reterr)
{
    bool usable = false;
    struct na_report before = *compiler->report;
    enum na_code code = pass_csv(reg, csv, PASS_SEE, reterr);
    forget_findings(compiler, &before);
    if (code == NA_OK) {
        code = na_register_decide(reg, &usable, reterr);
    }
    if (code != NA_OK || !usable) {
        return code;
    }
    if (reg->section->texts_read[0] != '\0') {
        before = *compiler->report;
        code = pass_csv(reg, csv, PASS_TEXTS, reterr);
        forget_findings(compiler, &before);
        code = code == NA_OK ? compare_texts(reg, reterr) : code;
    }
    size_t errors = compiler->report->errors;
    reg->tells = true;
    code = code == NA_OK ? pass_csv(reg, csv, PASS_TAKE, reterr) : code;
    if (code == NA_OK) {
        na_compile_source_records(compiler, reg->file, reg->rows);
        if (compiler->report->errors == errors) {
            refuse_empty(compiler, reg->file, reg->rows);
        }
        code = na_register_end(reg, reterr);
    }
    return code;
}

/* A first line of one column that holds another separator; NULL if it does not. */
static const char *other_separator(const struct na_csv_record *header)
{
    static const struct {
        char separator;
        const char *hint;
    } others[] = {{';', "Add separator = semicolon to its section"},
                  {'\t', "Add separator = tab to its section"},
                  {'|', "Add separator = pipe to its section"},
                  {',', "Remove separator = from its section"}};
    for (size_t i = 0; header->count == 1 && i < sizeof others / sizeof others[0]; i++) {
        if (memchr(header->fields[0].bytes, others[i].separator, header->fields[0].length) !=
            NULL) {
            return others[i].hint;
        }
    }
    return NULL;
}

/* The row of headings: the first that is read, or that of header_row. */
static enum na_code find_header(struct na_compiler *compiler, const struct na_section *section,
                                struct na_pack_csv *csv, struct na_csv_record *ret_header,
                                bool *ret_found, struct na_error *reterr)
{
    size_t errors = compiler->report->errors;
    bool more = true;
    enum na_code code = NA_OK;
    struct na_headings_named named;
    na_pack_headings(section, &named);
    *ret_found = false;
    while (code == NA_OK && more && !*ret_found) {
        code = na_pack_csv_next(compiler, csv, ret_header, &more, reterr);
        *ret_found = code == NA_OK && more && ret_header->line >= (int64_t)section->header_row;
    }
    struct na_place place = {.file = section->file, .record = *ret_found ? ret_header->line : 0};
    if (code == NA_OK && !*ret_found && compiler->report->errors == errors) {
        place.hint = section->header_row > 0 ? "Correct header_row in its section"
                                             : "The first line must name the columns";
        na_compile_error(compiler, place, "The file is empty");
    } else if (*ret_found && other_separator(ret_header) != NULL) {
        place.hint = other_separator(ret_header);
        na_compile_error(compiler, place,
                         "The first line is a single column: the file has another separator");
        *ret_found = false;
    } else if (*ret_found && section->header_row == 0 &&
               na_headings_worth(&named, ret_header->fields, ret_header->count) == 0) {
        place.hint =
            "Add to its section: header_row = LINE, and column.name = HEADING; or columns = "
            "A, B, C if it has no headings";
        na_compile_error(compiler, place, "No row of headings is found in the first 25 rows");
        *ret_found = false;
    }
    return code;
}

/* `columns =`: the headings of a file that has none. */
static size_t named_header(const struct na_section *section, struct na_str *headings)
{
    struct na_str rest = na_str_of(section->headings);
    size_t count = 0;
    while (count < NA_ROW_FIELDS_MAX && na_heading_list_next(&rest, ',', &headings[count])) {
        count++;
    }
    return count;
}

static enum na_code read_csv(struct na_compiler *compiler, const struct na_section *section,
                             struct na_pack_csv *csv, struct na_error *reterr)
{
    struct na_csv_record header;
    struct na_register reg;
    struct na_str headings[NA_ROW_FIELDS_MAX];
    bool found = section->headings[0] != '\0';
    enum na_code code = NA_OK;
    if (found) {
        header = (struct na_csv_record){headings, named_header(section, headings), 0};
    } else {
        code = find_header(compiler, section, csv, &header, &found, reterr);
    }
    if (code != NA_OK || !found) {
        return code;
    }
    code = na_register_open(compiler, section, section->file, header.fields, header.count,
                            header.line, &reg, reterr);
    if (code == NA_OK) {
        reg.forms = csv->forms;
        reg.form_count = csv->form_count;
        code = take_csv(compiler, &reg, csv, reterr);
        na_register_fini(&reg);
    }
    return code;
}

static enum na_code assets_from_csv(struct na_compiler *compiler, const struct na_section *section,
                                    struct na_error *reterr)
{
    struct na_pack_csv csv;
    bool usable = false;
    enum na_code code = na_pack_csv_open(compiler, section, section->file, &csv, &usable, reterr);
    if (code == NA_OK && usable) {
        code = read_csv(compiler, section, &csv, reterr);
    }
    na_pack_csv_fini(&csv);
    return code;
}

/* A shapefile of points under way. */
struct points_work {
    struct na_bundle *bundle;
    struct na_register reg;
    struct na_str *fields;
    struct na_buffer *texts;
};

/* One record of a shapefile: all attributes as texts, then the point. */
static enum na_code do_point(struct points_work *work, enum pass pass, size_t i,
                             struct na_error *reterr)
{
    struct na_compiler *compiler = work->reg.compiler;
    struct na_bundle *bundle = work->bundle;
    struct na_asset_record point = {.point_is_grid = bundle->crs == NA_PRJ_27700};
    int64_t record = (int64_t)i + 1;
    enum na_code code = NA_OK;
    for (size_t f = 0; code == NA_OK && f < work->reg.count; f++) {
        code = na_bundle_text(compiler, bundle, i, f, &work->texts[f], reterr);
        work->fields[f] = (struct na_str){work->texts[f].data, work->texts[f].length};
    }
    if (code != NA_OK || pass == PASS_SEE) {
        return code == NA_OK ? do_record(&work->reg, pass, work->fields, work->reg.count, record,
                                         NULL, reterr)
                             : code;
    }
    struct na_shape shape = {0};
    struct na_error error;
    code = na_bundle_read_shape(bundle, i, &shape, &error);
    if (code != NA_OK) {
        return na_fail(reterr, code, "%s", error.message);
    }
    bool placed = false;
    if (shape.is_null || shape.vertex_count != 1) {
        na_compile_error(compiler,
                         (struct na_place){.file = bundle->name,
                                           .record = record,
                                           .hint = "Draw the point, or remove the record"},
                         "The record has no point");
    } else {
        code = na_bundle_settle_shape(compiler, bundle, i, &shape, &placed, reterr);
    }
    if (code == NA_OK && placed) {
        point.x = shape.xy[0];
        point.y = shape.xy[1];
        code = do_record(&work->reg, pass, work->fields, work->reg.count, record, &point, reterr);
    }
    na_shape_fini(&shape);
    return code;
}

static enum na_code pass_points(struct points_work *work, enum pass pass, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    size_t count = na_bundle_record_count(work->bundle);
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        code = do_point(work, pass, i, reterr);
    }
    return code;
}

static enum na_code take_points(struct points_work *work, struct na_error *reterr)
{
    struct na_compiler *compiler = work->reg.compiler;
    struct na_report before = *compiler->report;
    bool usable = false;
    enum na_code code = pass_points(work, PASS_SEE, reterr);
    forget_findings(compiler, &before);
    if (code == NA_OK) {
        code = na_register_decide(&work->reg, &usable, reterr);
    }
    if (code == NA_OK && usable && work->reg.section->texts_read[0] != '\0') {
        before = *compiler->report;
        code = pass_points(work, PASS_TEXTS, reterr);
        forget_findings(compiler, &before);
        code = code == NA_OK ? compare_texts(&work->reg, reterr) : code;
    }
    if (code == NA_OK && usable) {
        refuse_empty(compiler, work->bundle->name, na_bundle_record_count(work->bundle));
        work->reg.tells = true;
        code = pass_points(work, PASS_TAKE, reterr);
        code = code == NA_OK ? na_register_end(&work->reg, reterr) : code;
    }
    return code;
}

static enum na_code read_points(struct na_compiler *compiler, const struct na_section *section,
                                struct na_bundle *bundle, struct na_error *reterr)
{
    struct na_str headings[NA_SHAPE_FIELDS_MAX];
    size_t count = na_bundle_field_count(bundle);
    struct points_work work = {.bundle = bundle};
    for (size_t f = 0; f < count; f++) {
        headings[f] = na_str_of(na_bundle_field_name(bundle, f));
    }
    enum na_code code =
        na_register_open(compiler, section, bundle->name, headings, count, 1, &work.reg, reterr);
    if (code != NA_OK) {
        return code;
    }
    work.reg.facts.has_point = true;
    work.reg.facts.cut = true;
    work.fields = calloc(count + 1, sizeof *work.fields);
    work.texts = calloc(count + 1, sizeof *work.texts);
    if (work.fields == NULL || work.texts == NULL) {
        code = na_fail_memory(reterr, "reading the points");
    }
    for (size_t f = 0; code == NA_OK && f < count; f++) {
        na_buffer_init(&work.texts[f], (size_t)1 << 16);
    }
    code = code == NA_OK ? take_points(&work, reterr) : code;
    for (size_t f = 0; work.texts != NULL && f < count; f++) {
        na_buffer_fini(&work.texts[f]);
    }
    free(work.fields);
    free(work.texts);
    na_register_fini(&work.reg);
    return code;
}

static enum na_code assets_from_points(struct na_compiler *compiler,
                                       const struct na_section *section, struct na_error *reterr)
{
    struct na_bundle bundle;
    bool usable = false;
    enum na_code code = na_bundle_open(compiler, section, &bundle, &usable, reterr);
    if (code == NA_OK && usable && na_bundle_kind(&bundle) != NA_SHAPE_POINT) {
        na_compile_error(compiler,
                         (struct na_place){.file = bundle.name, .hint = "Give a layer of points"},
                         "The file does not hold points");
    } else if (code == NA_OK && usable) {
        code = read_points(compiler, section, &bundle, reterr);
    }
    na_bundle_fini(&bundle);
    return code;
}

/* Remember the kinds of the rows from `first` on. Equal texts are stored once, so that offsets tell
 * kinds apart. */
static enum na_code note_sensitive(struct na_compiler *compiler, size_t first,
                                   struct na_error *reterr)
{
    const struct na_asset_row *rows =
        (const struct na_asset_row *)(const void *)compiler->asset_rows.data;
    size_t count = compiler->asset_rows.length / sizeof *rows;
    uint32_t last = 0;
    enum na_code code = NA_OK;
    for (size_t i = first; code == NA_OK && i < count; i++) {
        uint32_t kind = rows[i].flat.texts[NA_ASSET_KIND];
        if (kind != last) {
            code = na_buffer_append(&compiler->sensitive, &kind, sizeof kind);
            last = kind;
        }
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the kinds");
}

enum na_code na_compile_assets(struct na_compiler *compiler, const struct na_section *section,
                               struct na_error *reterr)
{
    size_t length = strlen(section->file);
    size_t first = compiler->asset_rows.length / sizeof(struct na_asset_row);
    bool points = (length > 4 && na_text_same_fold(section->file + length - 4, ".shp")) ||
                  na_zip_holds_shapefile(compiler, section);
    enum na_code code = points ? assets_from_points(compiler, section, reterr)
                               : assets_from_csv(compiler, section, reterr);
    return code == NA_OK && section->sensitive ? note_sensitive(compiler, first, reterr) : code;
}
