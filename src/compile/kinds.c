/* What pack.ini says of the kinds of asset, once all assets are there:
 *
 *   [pack]
 *   kind_letters = b=bleed_cabinet h=reporting_centre   a letter that a code may begin with
 *   send_radius_m = bleed_cabinet=500 defibrillator=300 for which a caller sends somebody, how far
 *   say_first = bleed_cabinet                           whose words begin with what comes first
 *   [kind.radio_premises]
 *   title = Pubwatch radio                              what people call one of them, and several
 *   titles = Pubwatch radios
 *
 * Without send_radius_m and say_first both hold for kinds named bleed_cabinet: 500 m is the upper
 * end of what published guidance has a second person walk. Of a kind without a section its name
 * says it: bleed_cabinet is a bleed cabinet, and two are bleed cabinets. */
#include "compile/kinds.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

#define DEFAULT_KIND "bleed_cabinet"
#define DEFAULT_RADIUS_M 500
#define RADIUS_MAX 10000
#define TITLE_ROOM 160

/* The kinds as they are written so far; their names move when a text is added. */
struct kinds {
    struct na_compiler *compiler;
    struct na_flat_kind *items;
    size_t count;
};

static struct kinds kinds_of(struct na_compiler *compiler)
{
    struct na_buffer *section = &compiler->writer.sections[NA_FLAT_KINDS];
    struct na_flat_kind *items = (struct na_flat_kind *)(void *)section->data;
    return (struct kinds){compiler, items, section->length / sizeof *items};
}

static const char *name_of(const struct kinds *kinds, size_t i)
{
    return kinds->compiler->writer.sections[NA_FLAT_STRINGS].data + kinds->items[i].name;
}

static struct na_flat_kind *find(const struct kinds *kinds, struct na_str name)
{
    for (size_t i = 0; i < kinds->count; i++) {
        if (na_str_is(name, name_of(kinds, i))) {
            return &kinds->items[i];
        }
    }
    return NULL;
}

static void complain(const struct kinds *kinds, const char *key, const char *what,
                     struct na_str about, const char *hint)
{
    struct na_place place = {"pack.ini", 0, key, hint};
    na_compile_error(kinds->compiler, place, "%s: %.*s", what,
                     (int)(about.length > 80 ? 80 : about.length), about.bytes);
}

/* The next word of a list with blanks or commas between; empty at its end. */
static struct na_str next_word(const char **at)
{
    *at += strspn(*at, " ,\t");
    struct na_str word = {*at, strcspn(*at, " ,\t")};
    *at += word.length;
    return word;
}

static void give_letter(const struct kinds *kinds, struct na_str word)
{
    static const char key[] = "kind_letters";
    if (word.length < 3 || word.bytes[0] < 'a' || word.bytes[0] > 'z' || word.bytes[1] != '=') {
        complain(
            kinds, key, "Not a letter and a kind", word,
            "Write kind_letters = b=bleed_cabinet h=reporting_centre: a letter from a to z each");
        return;
    }
    uint32_t letter = (uint32_t)word.bytes[0];
    struct na_flat_kind *named = find(kinds, (struct na_str){word.bytes + 2, word.length - 2});
    for (size_t i = 0; i < kinds->count; i++) {
        if (kinds->items[i].letter == letter) {
            complain(kinds, key, "The letter of two kinds", word,
                     "Give each kind a letter of its own");
            return;
        }
    }
    if (named == NULL || named->letter != 0) {
        complain(kinds, key,
                 named == NULL ? "No asset of the pack is of this kind" : "A kind with two letters",
                 word, "Give each kind that the pack has one letter");
        return;
    }
    named->letter = letter;
}

static void give_radius(const struct kinds *kinds, struct na_str word)
{
    static const char key[] = "send_radius_m";
    const char *equals = memchr(word.bytes, '=', word.length);
    int64_t metres = 0;
    size_t length = equals != NULL ? (size_t)(equals - word.bytes) : word.length;
    struct na_str value = {word.bytes + length + 1, equals != NULL ? word.length - length - 1 : 0};
    if (equals == NULL || !na_integer_parse(value, 0, RADIUS_MAX, &metres)) {
        complain(kinds, key, "Not a kind and metres", word,
                 "Write send_radius_m = bleed_cabinet=500: whole metres up to 10000, 0 for nobody "
                 "is sent");
        return;
    }
    struct na_flat_kind *kind = find(kinds, (struct na_str){word.bytes, length});
    if (kind == NULL) {
        complain(kinds, key, "No asset of the pack is of this kind", word,
                 "Correct it, or remove it");
        return;
    }
    kind->send_radius_m = (uint32_t)metres;
}

static void give_first(const struct kinds *kinds, struct na_str word)
{
    struct na_flat_kind *kind = find(kinds, word);
    if (kind != NULL) {
        kind->says_first = 1;
    } else if (!na_str_is(word, "none")) {
        complain(kinds, "say_first", "No asset of the pack is of this kind", word,
                 "Name kinds of the pack, or write say_first = none");
    }
}

static void give_each(const struct kinds *kinds, const char *list,
                      void (*give)(const struct kinds *kinds, struct na_str word))
{
    for (struct na_str word = next_word(&list); word.length > 0; word = next_word(&list)) {
        give(kinds, word);
    }
}

static void give_usual(const struct kinds *kinds)
{
    struct na_flat_kind *usual = find(kinds, na_str_of(DEFAULT_KIND));
    if (usual != NULL) {
        usual->send_radius_m = DEFAULT_RADIUS_M;
        usual->says_first = kinds->compiler->manifest.say_first[0] == '\0';
    }
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

static void in_words(const char *kind, char to[TITLE_ROOM])
{
    (void)na_text_copy(to, TITLE_ROOM, kind);
    for (char *c = to; *c != '\0'; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
}

/* "cabinet" -> "cabinets", "premises" as it is, "refinery" -> "refineries". */
static void several(const char *title, char to[TITLE_ROOM])
{
    size_t length = strlen(title);
    char last = length > 0 ? title[length - 1] : '\0';
    char before = length > 1 ? title[length - 2] : 'a';
    if (last == 's') {
        (void)snprintf(to, TITLE_ROOM, "%s", title);
    } else if (last == 'y' && strchr("aeiou", before) == NULL) {
        (void)snprintf(to, TITLE_ROOM, "%.*sies", (int)(length - 1), title);
    } else if (last == 'x' || (last == 'h' && (before == 'c' || before == 's'))) {
        (void)snprintf(to, TITLE_ROOM, "%.150ses", title);
    } else {
        (void)snprintf(to, TITLE_ROOM, "%.150ss", title);
    }
}

static enum na_code give_titles(struct na_compiler *compiler, size_t i, struct na_error *reterr)
{
    struct kinds kinds = kinds_of(compiler);
    char name[TITLE_ROOM], one[TITLE_ROOM], many[TITLE_ROOM];
    (void)na_text_copy(name, TITLE_ROOM, name_of(&kinds, i));
    const struct na_section *section = section_of(compiler, name);
    if (section != NULL) {
        (void)na_text_copy(one, TITLE_ROOM, section->title);
    } else {
        in_words(name, one);
    }
    if (section != NULL && section->titles[0] != '\0') {
        (void)na_text_copy(many, TITLE_ROOM, section->titles);
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
        kinds.items[i].title = title;
        kinds.items[i].titles = titles;
    }
    return code;
}

static void check_sections(const struct kinds *kinds)
{
    const struct na_manifest *manifest = &kinds->compiler->manifest;
    for (size_t i = 0; i < manifest->section_count; i++) {
        const struct na_section *section = &manifest->sections[i];
        if (section->type == NA_SECTION_KIND && find(kinds, na_str_of(section->id)) == NULL) {
            struct na_place place = {"pack.ini", section->line, section->full,
                                     "Write [kind.ID] with a kind that an [assets.ID] has"};
            na_compile_error(kinds->compiler, place, "No asset of the pack is of the kind %.80s",
                             section->id);
        }
    }
}

enum na_code na_compile_kinds(struct na_compiler *compiler, struct na_error *reterr)
{
    struct kinds kinds = kinds_of(compiler);
    /* A pack without assets may keep these keys for the day that it has some. */
    if (kinds.count > 0) {
        give_each(&kinds, compiler->manifest.kind_letters, give_letter);
        give_usual(&kinds);
        give_each(&kinds, compiler->manifest.send_radius_m, give_radius);
        give_each(&kinds, compiler->manifest.say_first, give_first);
    }
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < kinds.count; i++) {
        code = give_titles(compiler, i, reterr);
    }
    if (code == NA_OK) {
        check_sections(&kinds);
    }
    return code;
}
