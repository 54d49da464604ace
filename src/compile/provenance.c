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

/* "Example Council, Open Government Licence v3.0, retrieved 2026-11-30" */
static bool describe(const struct na_section *section, char *to, size_t size)
{
    int used = snprintf(to, size, "%s%s%s%s%s", section->publisher,
                        section->licence[0] != '\0' ? ", " : "", section->licence,
                        section->retrieved[0] != '\0' ? ", retrieved " : "", section->retrieved);
    return section->publisher[0] != '\0' && used > 0 && (size_t)used < size;
}

enum na_code na_provenance_text(struct na_compiler *compiler, struct na_buffer *to,
                                struct na_error *reterr)
{
    enum na_code code = na_buffer_text(to, compiler->manifest.attribution);
    for (size_t i = 0; code == NA_OK && i < compiler->manifest.section_count; i++) {
        char text[512];
        const char *so_far = na_buffer_terminate(to);
        if (so_far != NULL && describe(&compiler->manifest.sections[i], text, sizeof text) &&
            strstr(so_far, text) == NULL) {
            code = na_buffer_printf(to, "%s%s", to->length > 0 ? "; " : "", text);
        }
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the texts of the pack");
}
