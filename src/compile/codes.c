/* The codes that open assets: secret, so they come from a file of their own, and neither they nor
 * a digest of them (four digits are soon guessed) are in anything that is shown. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "compile/compiler.h"
#include "io/csv.h"

#define CODES_FILE_MAX ((size_t)16 << 20)

struct codes_work {
    struct na_compiler *compiler;
    const char *file;
    size_t id_field, code_field; /* 0 or 1 */
};

static void complain(const struct codes_work *work, int64_t record, const char *field,
                     const char *hint, const char *what)
{
    na_compile_error(
        work->compiler,
        (struct na_place){.file = work->file, .record = record, .field = field, .hint = hint}, "%s",
        what);
}

bool na_compile_is_private(struct na_compiler *compiler, const char *name)
{
    struct codes_work work = {.compiler = compiler, .file = name};
    char path[4096];
    struct stat seen;
    if (na_path_join(path, sizeof path, compiler->pack_dir, name, NULL) == NA_OK &&
        stat(path, &seen) == 0 && (seen.st_mode & S_IRWXO) != 0) {
        complain(&work, 0, NULL, "chmod o= the file", "The file of access codes is open to others");
        return false;
    }
    return true;
}

/* Number of the asset with this id; assets are written in the order of their ids. */
static bool find_asset(const struct na_compiler *compiler, struct na_str id, uint32_t *ret_asset)
{
    const struct na_flat_asset *assets =
        (const struct na_flat_asset *)(const void *)compiler->writer.sections[NA_FLAT_ASSETS].data;
    const char *texts = compiler->writer.sections[NA_FLAT_STRINGS].data;
    size_t low = 0;
    size_t high = na_flat_writer_count(&compiler->writer, NA_FLAT_ASSETS);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = na_str_compare(na_str_of(texts + assets[middle].texts[NA_ASSET_ID]), id);
        if (order == 0) {
            *ret_asset = (uint32_t)middle;
            return true;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return false;
}

bool na_compile_is_code(struct na_str code)
{
    for (size_t i = 0; i < code.length; i++) {
        if ((unsigned char)code.bytes[i] < 0x20 || code.bytes[i] == 0x7F) {
            return false;
        }
    }
    return code.length > 0 && code.length < NA_FLAT_CODE_MAX &&
           na_utf8_valid(code.bytes, code.length);
}

/* One record into `codes`; faults are findings, which never repeat a code. */
static enum na_code add_record(const struct codes_work *work, const struct na_csv_record *record,
                               struct na_buffer *codes, struct na_error *reterr)
{
    struct na_flat_code row = {0};
    if (record->count != 2) {
        complain(work, record->line, NULL, "Every line is an id and a code",
                 "The line has not two fields");
        return NA_OK;
    }
    struct na_str code = na_str_trim(record->fields[work->code_field]);
    if (!find_asset(work->compiler, na_str_trim(record->fields[work->id_field]), &row.asset)) {
        complain(work, record->line, "id", "Remove the line, or correct the id",
                 "The pack has no asset of this id");
        return NA_OK;
    }
    if (!na_compile_is_code(code)) {
        complain(work, record->line, "code", "A code is 1 to 31 bytes, without control characters",
                 "The code cannot be used");
        return NA_OK;
    }
    memcpy(row.code, code.bytes, code.length);
    enum na_code added = na_buffer_append(codes, &row, sizeof row);
    return added == NA_OK ? NA_OK : na_fail(reterr, added, "No room for the access codes");
}

static struct na_flat_asset *assets_of(struct na_compiler *compiler)
{
    return (struct na_flat_asset *)(void *)compiler->writer.sections[NA_FLAT_ASSETS].data;
}

static int by_asset(const void *a, const void *b)
{
    const struct na_flat_code *first = a;
    const struct na_flat_code *second = b;
    return (first->asset > second->asset) - (first->asset < second->asset);
}

static enum na_code write_codes(const struct codes_work *work, struct na_buffer *codes,
                                struct na_error *reterr)
{
    struct na_flat_code *rows = (struct na_flat_code *)(void *)codes->data;
    size_t count = codes->length / sizeof *rows;
    enum na_code code = NA_OK;
    if (count > 0) {
        qsort(rows, count, sizeof *rows, by_asset);
    }
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        if (i > 0 && rows[i].asset == rows[i - 1].asset) {
            complain(work, 0, "id", "Keep the line that is right", "An id has two codes");
        } else {
            code = na_flat_writer_add(&work->compiler->writer, NA_FLAT_CODES, &rows[i]);
            assets_of(work->compiler)[rows[i].asset].has_code = 1;
        }
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the access codes");
}

static bool read_header(struct codes_work *work, const struct na_csv_record *header)
{
    for (size_t i = 0; header->count == 2 && i < 2; i++) {
        if (na_str_is(na_str_trim(header->fields[i]), "id") &&
            na_str_is(na_str_trim(header->fields[1 - i]), "code")) {
            work->id_field = i;
            work->code_field = 1 - i;
            return true;
        }
    }
    complain(work, 1, NULL, "The first line is: id,code", "The columns are not id and code");
    return false;
}

static enum na_code read_records(struct codes_work *work, struct na_csv *csv,
                                 struct na_buffer *codes, struct na_error *reterr)
{
    struct na_csv_record record = {0};
    struct na_error error;
    bool first = true;
    bool more = true;
    while (more) {
        enum na_code code = na_csv_next(csv, &record, &more, &error);
        if (code == NA_ERR_DATA) {
            complain(work, error.record, NULL, error.hint, error.message);
            return NA_OK;
        }
        if (code == NA_OK && more && !first) {
            code = add_record(work, &record, codes, &error);
        }
        if (code != NA_OK) {
            return na_fail(reterr, code, "%s", error.message);
        }
        if (more && first && !read_header(work, &record)) {
            return NA_OK;
        }
        first = false;
    }
    return NA_OK;
}

static enum na_code read_bytes(struct codes_work *work, const struct na_file *file,
                               struct na_buffer *codes, struct na_error *reterr)
{
    struct na_csv *csv = NULL;
    enum na_code code = na_csv_new((const char *)file->bytes, file->length, ',', &csv, reterr);
    if (code == NA_OK) {
        code = read_records(work, csv, codes, reterr);
    }
    na_csv_free(csv);
    return code;
}

/* Those that stood in registers with secrets = move. */
static enum na_code add_moved(struct na_compiler *compiler, struct na_buffer *codes,
                              struct na_error *reterr)
{
    const struct na_asset_row *rows =
        (const struct na_asset_row *)(const void *)compiler->asset_rows.data;
    size_t count = compiler->asset_rows.length / sizeof *rows;
    const char *texts = compiler->writer.sections[NA_FLAT_STRINGS].data;
    enum na_code code = NA_OK;
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        struct na_flat_code row = {0};
        if (rows[i].code[0] != '\0' &&
            find_asset(compiler, na_str_of(texts + rows[i].flat.texts[NA_ASSET_ID]), &row.asset)) {
            memcpy(row.code, rows[i].code, sizeof row.code);
            code = na_buffer_append(codes, &row, sizeof row);
        }
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the access codes");
}

/* The file access_codes of [pack], if it names one. */
static enum na_code read_file(struct codes_work *work, struct na_buffer *codes,
                              struct na_error *reterr)
{
    char path[4096];
    struct na_file file = {NULL, 0};
    struct na_error error;
    if (work->file[0] == '\0' || !na_compile_is_private(work->compiler, work->file)) {
        return NA_OK;
    }
    enum na_code code =
        na_path_join(path, sizeof path, work->compiler->pack_dir, work->file, &error);
    if (code == NA_OK) {
        code = na_file_read(path, CODES_FILE_MAX, &file, &error);
    }
    if (code == NA_ERR_MEMORY) {
        return na_fail_memory(reterr, "reading the access codes");
    }
    if (code != NA_OK) {
        na_report_add(work->compiler->report, NA_SEVERITY_ERROR, &error);
        return NA_OK;
    }
    code = read_bytes(work, &file, codes, reterr);
    na_file_free(&file);
    return code;
}

enum na_code na_compile_codes(struct na_compiler *compiler, struct na_error *reterr)
{
    struct codes_work work = {.compiler = compiler, .file = compiler->manifest.access_codes};
    struct na_buffer codes;
    na_buffer_init(&codes, 2 * NA_PACK_ASSETS_MAX * sizeof(struct na_flat_code));
    enum na_code code = read_file(&work, &codes, reterr);
    code = code == NA_OK ? add_moved(compiler, &codes, reterr) : code;
    code = code == NA_OK ? write_codes(&work, &codes, reterr) : code;
    if (codes.data != NULL) {
        memset(codes.data, 0, codes.capacity);
    }
    na_buffer_fini(&codes);
    return code;
}
