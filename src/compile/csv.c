#include "compile/csv.h"

#include "base/fail.h"

void na_pack_csv_fini(struct na_pack_csv *csv)
{
    na_csv_free(csv->csv);
    na_buffer_fini(&csv->utf8);
    na_file_free(&csv->file);
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

/* The content as UTF-8; a byte of another encoding is a finding. */
static enum na_code decode(struct na_compiler *compiler, const struct na_section *section,
                           struct na_pack_csv *csv, bool *ret_usable, struct na_error *reterr)
{
    struct na_str raw = {(const char *)csv->file.bytes, csv->file.length};
    size_t at = 0;
    enum na_code code = na_encoding_to_utf8(
        section->has_encoding ? section->encoding : NA_ENCODING_UTF8, raw, &csv->utf8, &at);
    *ret_usable = code == NA_OK;
    if (code == NA_ERR_DATA) {
        na_compile_error(compiler,
                         (struct na_place){.file = csv->name,
                                           .record = line_of(raw, at),
                                           .hint = "Save it as UTF-8, or add encoding = CP1252 to "
                                                   "its section"},
                         "A byte is not of the file's encoding");
        return NA_OK;
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the file");
}

enum na_code na_pack_csv_open(struct na_compiler *compiler, const struct na_section *section,
                              const char *name, struct na_pack_csv *ret_csv, bool *ret_usable,
                              struct na_error *reterr)
{
    *ret_csv = (struct na_pack_csv){.name = name};
    na_buffer_init(&ret_csv->utf8, 2 * NA_PACK_CSV_MAX);
    enum na_code code = na_compile_read(compiler, section->full, name, NA_PACK_CSV_MAX,
                                        &ret_csv->file, ret_usable, reterr);
    if (code == NA_OK && *ret_usable) {
        code = decode(compiler, section, ret_csv, ret_usable, reterr);
    }
    if (code == NA_OK && *ret_usable) {
        na_compile_progress(compiler, "%s: %zu bytes", name, ret_csv->file.length);
        na_file_free(&ret_csv->file);
        ret_csv->file = (struct na_file){NULL, 0};
        code = na_csv_new(ret_csv->utf8.data, ret_csv->utf8.length, section->separator,
                          &ret_csv->csv, reterr);
    }
    return code;
}

enum na_code na_pack_csv_next(struct na_compiler *compiler, struct na_pack_csv *csv,
                              struct na_csv_record *ret_record, bool *ret_more,
                              struct na_error *reterr)
{
    struct na_error error;
    *ret_more = false;
    enum na_code code = na_csv_next(csv->csv, ret_record, ret_more, &error);
    if (code == NA_OK) {
        csv->records += *ret_more;
        return NA_OK;
    }
    *ret_more = false;
    if (code == NA_ERR_MEMORY) {
        return na_fail(reterr, code, "%s", error.message);
    }
    (void)na_fail_at(&error, code, csv->name, 0, NULL,
                     "Correct the line, or export the file again");
    na_report_add(compiler->report, NA_SEVERITY_ERROR, &error);
    return NA_OK;
}
