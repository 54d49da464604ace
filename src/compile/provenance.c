/* Where each source comes from (publisher, licence, retrieved of its section), and how many of its
 * records are left out: for /v1/datasets and the report. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "compile/compiler.h"

static const char *text_at(const struct na_compiler *compiler, uint32_t offset)
{
    return compiler->writer.sections[NA_FLAT_STRINGS].data + offset;
}

static const struct na_section *section_of(const struct na_compiler *compiler, const char *full)
{
    for (size_t i = 0; i < compiler->manifest.section_count; i++) {
        if (strcmp(compiler->manifest.sections[i].full, full) == 0) {
            return &compiler->manifest.sections[i];
        }
    }
    return NULL;
}

static enum na_code add(struct na_compiler *compiler, uint32_t source,
                        const struct na_section *section, struct na_error *reterr)
{
    struct na_flat_provenance said = {
        .source = source, .left_out = (uint32_t)na_compile_count(compiler, section)->left_out};
    if (said.left_out == 0 && section->publisher[0] == '\0' && section->licence[0] == '\0' &&
        section->retrieved[0] == '\0') {
        return NA_OK;
    }
    enum na_code code =
        na_compile_text(compiler, na_str_of(section->publisher), &said.publisher, reterr);
    if (code == NA_OK) {
        code = na_compile_text(compiler, na_str_of(section->licence), &said.licence, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_text(compiler, na_str_of(section->retrieved), &said.retrieved, reterr);
    }
    if (code == NA_OK &&
        na_flat_writer_add(&compiler->writer, NA_FLAT_PROVENANCE, &said) != NA_OK) {
        code = na_fail_memory(reterr, "writing where the sources come from");
    }
    return code;
}

enum na_code na_compile_provenance(struct na_compiler *compiler, struct na_error *reterr)
{
    size_t count = na_flat_writer_count(&compiler->writer, NA_FLAT_SOURCES);
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        const struct na_flat_source *sources =
            (const struct na_flat_source *)(const void *)compiler->writer.sections[NA_FLAT_SOURCES]
                .data;
        const struct na_section *section =
            section_of(compiler, text_at(compiler, sources[i].section));
        if (section != NULL) {
            code = add(compiler, (uint32_t)i, section, reterr);
        }
    }
    return code;
}

/* What na_compile_source_records noted of the section's file; false: it was not read. */
static bool records_of(const struct na_compiler *compiler, const struct na_section *section,
                       const struct na_flat_source **ret_source)
{
    size_t count = na_flat_writer_count(&compiler->writer, NA_FLAT_SOURCES);
    const struct na_flat_source *sources =
        (const struct na_flat_source *)(const void *)compiler->writer.sections[NA_FLAT_SOURCES]
            .data;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text_at(compiler, sources[i].section), section->full) == 0 &&
            strcmp(text_at(compiler, sources[i].name), section->file) == 0) {
            *ret_source = &sources[i];
            return true;
        }
    }
    return false;
}

void na_compile_check_records(struct na_compiler *compiler)
{
    for (size_t i = 0; i < compiler->manifest.section_count; i++) {
        const struct na_section *section = &compiler->manifest.sections[i];
        const struct na_flat_source *source = NULL;
        if (section->records == 0 || !records_of(compiler, section, &source) ||
            source->records == 0 || source->records == section->records) {
            continue;
        }
        na_compile_error(compiler,
                         (struct na_place){.file = section->file,
                                           .field = "records",
                                           .hint = "Was the file cut short? Get it again, or "
                                                   "correct records = in its section"},
                         "The file has %u records, and its publisher says %llu", source->records,
                         (unsigned long long)section->records);
    }
}

/* "Example Council, Open Government Licence v3.0, retrieved 2026-11-30, sha256 5b21c0de" */
static bool describe(const struct na_compiler *compiler, const struct na_section *section, char *to,
                     size_t size)
{
    const struct na_flat_source *source = NULL;
    bool read = records_of(compiler, section, &source);
    int used = snprintf(to, size, "%s%s%s%s%s%s%.8s", section->publisher,
                        section->licence[0] != '\0' ? ", " : "", section->licence,
                        section->retrieved[0] != '\0' ? ", retrieved " : "", section->retrieved,
                        read ? ", sha256 " : "", read ? text_at(compiler, source->sha256) : "");
    return section->publisher[0] != '\0' && used > 0 && (size_t)used < size;
}

enum na_code na_provenance_text(struct na_compiler *compiler, struct na_buffer *to,
                                struct na_error *reterr)
{
    enum na_code code = na_buffer_text(to, compiler->manifest.attribution);
    for (size_t i = 0; code == NA_OK && i < compiler->manifest.section_count; i++) {
        char text[512];
        const char *so_far = na_buffer_terminate(to);
        if (so_far != NULL &&
            describe(compiler, &compiler->manifest.sections[i], text, sizeof text) &&
            strstr(so_far, text) == NULL) {
            code = na_buffer_printf(to, "%s%s", to->length > 0 ? "; " : "", text);
        }
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the texts of the pack");
}
