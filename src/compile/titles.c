/* `[kind.radio_premises]` with `title = Pubwatch radio` and `titles = Pubwatch radios`: what people
 * call one asset of a kind, and several. Of a kind without such a section its name says it:
 * bleed_cabinet is a bleed cabinet, and two are bleed cabinets. */
#include "compile/titles.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define ROOM 160

static const struct na_flat_kind *kinds_of(const struct na_compiler *compiler, size_t *ret_count)
{
    const struct na_buffer *section = &compiler->writer.sections[NA_FLAT_KINDS];
    *ret_count = section->length / sizeof(struct na_flat_kind);
    return (const struct na_flat_kind *)(const void *)section->data;
}

static const char *text_at(const struct na_compiler *compiler, uint32_t offset)
{
    return compiler->writer.sections[NA_FLAT_STRINGS].data + offset;
}

static const struct na_section *section_of(const struct na_compiler *compiler, const char *kind)
{
    for (size_t i = 0; i < compiler->manifest.section_count; i++) {
        const struct na_section *section = &compiler->manifest.sections[i];
        if (section->type == NA_SECTION_KIND && strcmp(section->id, kind) == 0) {
            return section;
        }
    }
    return NULL;
}

static bool is_kind(const struct na_compiler *compiler, const char *name)
{
    size_t count = 0;
    const struct na_flat_kind *kinds = kinds_of(compiler, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text_at(compiler, kinds[i].name), name) == 0) {
            return true;
        }
    }
    return false;
}

static void in_words(const char *kind, char to[ROOM])
{
    (void)na_text_copy(to, ROOM, kind);
    for (char *c = to; *c != '\0'; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
}

/* "cabinet" -> "cabinets", "premises" as it is, "refinery" -> "refineries". */
static void several(const char *title, char to[ROOM])
{
    size_t length = strlen(title);
    char last = length > 0 ? title[length - 1] : '\0';
    char before = length > 1 ? title[length - 2] : 'a';
    if (last == 's') {
        (void)snprintf(to, ROOM, "%s", title);
    } else if (last == 'y' && strchr("aeiou", before) == NULL) {
        (void)snprintf(to, ROOM, "%.*sies", (int)(length - 1), title);
    } else if (last == 'x' || (last == 'h' && (before == 'c' || before == 's'))) {
        (void)snprintf(to, ROOM, "%.150ses", title);
    } else {
        (void)snprintf(to, ROOM, "%.150ss", title);
    }
}

static enum na_code give(struct na_compiler *compiler, size_t i, struct na_error *reterr)
{
    size_t count = 0;
    char name[ROOM], one[ROOM], many[ROOM];
    (void)na_text_copy(name, ROOM, text_at(compiler, kinds_of(compiler, &count)[i].name));
    const struct na_section *section = section_of(compiler, name);
    if (section != NULL) {
        (void)na_text_copy(one, ROOM, section->title);
    } else {
        in_words(name, one);
    }
    if (section != NULL && section->titles[0] != '\0') {
        (void)na_text_copy(many, ROOM, section->titles);
    } else {
        several(one, many);
    }
    uint32_t title = 0;
    uint32_t titles = 0;
    enum na_code code = na_compile_text(compiler, na_str_of(one), &title, reterr);
    if (code == NA_OK) {
        code = na_compile_text(compiler, na_str_of(many), &titles, reterr);
    }
    if (code == NA_OK) {
        struct na_flat_kind *kinds =
            (struct na_flat_kind *)(void *)compiler->writer.sections[NA_FLAT_KINDS].data;
        kinds[i].title = title;
        kinds[i].titles = titles;
    }
    return code;
}

enum na_code na_compile_titles(struct na_compiler *compiler, struct na_error *reterr)
{
    size_t count = 0;
    (void)kinds_of(compiler, &count);
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        code = give(compiler, i, reterr);
    }
    for (size_t i = 0; code == NA_OK && i < compiler->manifest.section_count; i++) {
        const struct na_section *section = &compiler->manifest.sections[i];
        if (section->type == NA_SECTION_KIND && !is_kind(compiler, section->id)) {
            struct na_place place = {"pack.ini", section->line, section->full,
                                     "Write [kind.ID] with a kind that an [assets.ID] has"};
            na_compile_error(compiler, place, "No asset of the pack is of the kind %.80s",
                             section->id);
        }
    }
    return code;
}
