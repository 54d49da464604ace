/* `send_radius_m = bleed_cabinet=500 defibrillator=300` and `say_first = bleed_cabinet` in [pack]:
 * for which kinds a caller sends somebody, how far, and with which the words begin with what comes
 * first. Without the keys both hold for kinds named bleed_cabinet: 500 m is the upper end of what
 * published guidance has a second person walk. */
#include "compile/sending.h"

#include <string.h>

#include "base/number.h"

#define DEFAULT_KIND "bleed_cabinet"
#define DEFAULT_RADIUS_M 500
#define RADIUS_MAX 10000

/* The kinds being given what the key says. */
struct kinds {
    struct na_compiler *compiler;
    struct na_flat_kind *items;
    size_t count;
    const char *key;
};

static struct kinds kinds_of(struct na_compiler *compiler, const char *key)
{
    struct na_buffer *section = &compiler->writer.sections[NA_FLAT_KINDS];
    struct na_flat_kind *items = (struct na_flat_kind *)(void *)section->data;
    return (struct kinds){compiler, items, section->length / sizeof *items, key};
}

static void complain(const struct kinds *kinds, const char *what, struct na_str about,
                     const char *hint)
{
    struct na_place place = {"pack.ini", 0, kinds->key, hint};
    na_compile_error(kinds->compiler, place, "%s: %.*s", what,
                     (int)(about.length > 80 ? 80 : about.length), about.bytes);
}

static struct na_flat_kind *find(const struct kinds *kinds, struct na_str name)
{
    const char *texts = kinds->compiler->writer.sections[NA_FLAT_STRINGS].data;
    for (size_t i = 0; i < kinds->count; i++) {
        if (na_str_is(name, texts + kinds->items[i].name)) {
            return &kinds->items[i];
        }
    }
    return NULL;
}

/* The next word of a list that is parted by blanks or commas; empty at its end. */
static struct na_str next_word(const char **at)
{
    *at += strspn(*at, " ,\t");
    struct na_str word = {*at, strcspn(*at, " ,\t")};
    *at += word.length;
    return word;
}

static void give_radius(const struct kinds *kinds, struct na_str word)
{
    const char *equals = memchr(word.bytes, '=', word.length);
    int64_t metres = 0;
    size_t length = equals != NULL ? (size_t)(equals - word.bytes) : word.length;
    struct na_str value = {word.bytes + length + 1, equals != NULL ? word.length - length - 1 : 0};
    if (equals == NULL || !na_integer_parse(value, 0, RADIUS_MAX, &metres)) {
        complain(kinds, "Not a kind and metres", word,
                 "Write send_radius_m = bleed_cabinet=500: whole metres up to 10000, 0 for nobody "
                 "is sent");
        return;
    }
    struct na_flat_kind *kind = find(kinds, (struct na_str){word.bytes, length});
    if (kind == NULL) {
        complain(kinds, "No asset of the pack is of this kind", word, "Correct it, or remove it");
        return;
    }
    kind->send_radius_m = (uint32_t)metres;
}

static void give_radii(struct na_compiler *compiler)
{
    struct kinds kinds = kinds_of(compiler, "send_radius_m");
    const char *at = compiler->manifest.send_radius_m;
    struct na_flat_kind *usual = find(&kinds, na_str_of(DEFAULT_KIND));
    if (usual != NULL) {
        usual->send_radius_m = DEFAULT_RADIUS_M;
    }
    for (struct na_str word = next_word(&at); word.length > 0; word = next_word(&at)) {
        give_radius(&kinds, word);
    }
}

static void give_first(struct na_compiler *compiler)
{
    struct kinds kinds = kinds_of(compiler, "say_first");
    const char *at = compiler->manifest.say_first;
    struct na_flat_kind *usual = find(&kinds, na_str_of(DEFAULT_KIND));
    if (at[0] == '\0') {
        if (usual != NULL) {
            usual->says_first = 1;
        }
        return;
    }
    for (struct na_str word = next_word(&at); word.length > 0; word = next_word(&at)) {
        struct na_flat_kind *kind = find(&kinds, word);
        if (kind != NULL) {
            kind->says_first = 1;
        } else if (!na_str_is(word, "none")) {
            complain(&kinds, "No asset of the pack is of this kind", word,
                     "Name kinds of the pack, or write say_first = none");
        }
    }
}

void na_compile_sending(struct na_compiler *compiler)
{
    give_radii(compiler);
    give_first(compiler);
}
