/* `kind_letters = b=bleed_cabinet h=reporting_centre` in [pack]. */
#include "compile/letters.h"

#include <string.h>

/* "b=bleed_cabinet" at the start of a text. */
struct letter_of {
    char letter;
    struct na_str kind;
};

static void complain(struct na_compiler *compiler, const char *what, struct na_str about,
                     const char *hint)
{
    struct na_place place = {"pack.ini", 0, "kind_letters", hint};
    na_compile_error(compiler, place, "%s: %.*s", what,
                     (int)(about.length > 80 ? 80 : about.length), about.bytes);
}

static bool read_letter(struct na_str item, struct letter_of *ret_letter)
{
    if (item.length < 3 || item.bytes[0] < 'a' || item.bytes[0] > 'z' || item.bytes[1] != '=') {
        return false;
    }
    *ret_letter = (struct letter_of){item.bytes[0], {item.bytes + 2, item.length - 2}};
    return true;
}

static bool is_kind(const struct na_compiler *compiler, const struct na_flat_kind *kind,
                    struct na_str name)
{
    const char *text = compiler->writer.sections[NA_FLAT_STRINGS].data + kind->name;
    return strlen(text) == name.length && memcmp(text, name.bytes, name.length) == 0;
}

static void give(struct na_compiler *compiler, struct na_str item)
{
    struct na_buffer *section = &compiler->writer.sections[NA_FLAT_KINDS];
    struct na_flat_kind *kinds = (struct na_flat_kind *)(void *)section->data;
    struct na_flat_kind *named = NULL;
    struct letter_of letter;
    if (!read_letter(item, &letter)) {
        complain(
            compiler, "Not a letter and a kind", item,
            "Write kind_letters = b=bleed_cabinet h=reporting_centre: a letter from a to z each");
        return;
    }
    for (size_t i = 0; i < section->length / sizeof *kinds; i++) {
        if (kinds[i].letter == (uint32_t)letter.letter) {
            complain(compiler, "The letter of two kinds", item,
                     "Give each kind a letter of its own");
            return;
        }
        if (is_kind(compiler, &kinds[i], letter.kind)) {
            named = &kinds[i];
        }
    }
    if (named == NULL || named->letter != 0) {
        complain(compiler,
                 named == NULL ? "No asset of the pack is of this kind" : "A kind with two letters",
                 item, "Give each kind that the pack has one letter");
        return;
    }
    named->letter = (uint32_t)letter.letter;
}

void na_compile_letters(struct na_compiler *compiler)
{
    const char *at = compiler->manifest.kind_letters;
    for (;;) {
        at += strspn(at, " ,\t");
        size_t length = strcspn(at, " ,\t");
        if (length == 0) {
            return;
        }
        give(compiler, (struct na_str){at, length});
        at += length;
    }
}
