/* The compiler's toolbox: findings, texts and the files of the pack. Every part of the compiler
 * uses it, and it knows none of them. */
#include "compile/compiler.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"

static void add_finding(struct na_compiler *compiler, enum na_severity severity,
                        struct na_place place, const char *message)
{
    struct na_error error;
    (void)na_fail(&error, NA_ERR_DATA, "%s", message);
    (void)na_fail_at(&error, NA_ERR_DATA, place.file, place.record, place.field, place.hint);
    na_report_add(compiler->report, severity, &error);
}

void na_compile_error(struct na_compiler *compiler, struct na_place place, const char *format, ...)
{
    char message[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (compiler->record.skips) {
        compiler->record.left_out = true;
        add_finding(compiler, NA_SEVERITY_WARNING, place, message);
        return;
    }
    add_finding(compiler, NA_SEVERITY_ERROR, place, message);
}

void na_compile_warning(struct na_compiler *compiler, struct na_place place, const char *format,
                        ...)
{
    char message[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    add_finding(compiler, NA_SEVERITY_WARNING, place, message);
}

void na_compile_progress(struct na_compiler *compiler, const char *format, ...)
{
    if (compiler->options->progress == NULL) {
        return;
    }
    char message[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    compiler->options->progress(compiler->options->progress_context, message);
}

enum na_code na_compile_text(struct na_compiler *compiler, struct na_str text, uint32_t *ret_offset,
                             struct na_error *reterr)
{
    enum na_code code = na_flat_writer_text(&compiler->writer, text, ret_offset);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the texts of the pack");
}

static enum na_code remember_source(struct na_compiler *compiler, const char *section,
                                    const char *name, const struct na_file *file,
                                    struct na_error *reterr)
{
    char sha256[NA_SHA256_TEXT];
    struct na_flat_source source = {.bytes = file->length};
    enum na_code code = na_sha256(file->bytes, file->length, sha256, reterr);
    if (code == NA_OK) {
        code = na_compile_text(compiler, na_str_of(name), &source.name, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_text(compiler, na_str_of(section), &source.section, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_text(compiler, na_str_of(sha256), &source.sha256, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    code = na_flat_writer_add(&compiler->writer, NA_FLAT_SOURCES, &source);
    if (code == NA_OK) {
        code = na_buffer_printf(&compiler->digest_lines, "%s %s\n", sha256, name);
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the list of files");
}

enum na_code na_compile_read(struct na_compiler *compiler, const char *section, const char *name,
                             size_t limit, struct na_file *ret_file, bool *ret_found,
                             struct na_error *reterr)
{
    char path[4096];
    struct na_error error;
    *ret_found = false;
    enum na_code code = na_path_join(path, sizeof path, compiler->pack_dir, name, &error);
    if (code == NA_OK) {
        code = na_file_read(path, limit, ret_file, &error);
    }
    if (code == NA_ERR_MEMORY) {
        return na_fail(reterr, code, "%s", error.message);
    }
    if (code != NA_OK) {
        na_report_add(compiler->report, NA_SEVERITY_ERROR, &error);
        return NA_OK;
    }
    *ret_found = true;
    code = remember_source(compiler, section, name, ret_file, reterr);
    if (code != NA_OK) {
        na_file_free(ret_file);
    }
    return code;
}

void na_compile_no_records(struct na_compiler *compiler, const struct na_section *section)
{
    na_compile_error(
        compiler,
        (struct na_place){.file = section->file, .hint = "Export it again, or remove its section"},
        "The file has headings, and no records");
}

struct na_section_count *na_compile_count(struct na_compiler *compiler,
                                          const struct na_section *section)
{
    return &compiler->counts[section - compiler->manifest.sections];
}

void na_compile_source_records(struct na_compiler *compiler, const char *name, size_t records)
{
    struct na_buffer *buffer = &compiler->writer.sections[NA_FLAT_SOURCES];
    struct na_flat_source *sources = (struct na_flat_source *)(void *)buffer->data;
    for (size_t i = buffer->length / sizeof *sources; i > 0; i--) {
        const char *stored = compiler->writer.sections[NA_FLAT_STRINGS].data + sources[i - 1].name;
        if (strcmp(stored, name) == 0) {
            sources[i - 1].records = (uint32_t)records;
            return;
        }
    }
}
