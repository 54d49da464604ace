/* Where each source comes from (publisher, licence, retrieved of its section), and how many of its
 * records are left out: for /v1/datasets and the report. */
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
