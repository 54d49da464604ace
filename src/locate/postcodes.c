/* Pieces of the text are joined until they make a postcode. Known ones are taken first, then
 * unknown ones that are cut as people cut them, then one wrong sign. The second half finds
 * postcodes that sound or look alike, by trying signs in a fixed order. */
#include "locate/postcodes.h"

#include <string.h>

/* Signs of a unit postcode without its blank. */
#define UNIT_MAX 7
#define UNIT_MIN 5

/* Letters that are taken for each other by ear, "5" and "9" with them. */
static const char *const sounds[] = {"BCDEGPTVZ", "AJKH8", "MN", "FSX", "IY5", "QUW", "59"};
/* Signs that are taken for each other by eye. */
static const char *const looks[] = {"O0", "I1", "L1", "S5", "B8", "Z2", "G6", "A4", "D0", "Q0"};

static bool asset_has(const struct na_snapshot *snapshot, uint32_t key)
{
    char text[NA_POSTCODE_TEXT];
    char word[NA_POSTCODE_TEXT];
    size_t length = 0;
    uint32_t number = 0;
    uint32_t count = 0;
    na_postcode_format(text, key);
    for (const char *c = text; *c != '\0'; c++) {
        if (*c != ' ') {
            word[length++] = na_ascii_lower(*c);
        }
    }
    if (!na_snapshot_find_word(snapshot, (struct na_str){word, length}, &number)) {
        return false;
    }
    const uint32_t *names = na_snapshot_word_names(snapshot, number, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct na_name_view name;
        na_snapshot_name(snapshot, names[i], &name);
        if (name.role == NA_ROLE_POSTCODE) {
            return true;
        }
    }
    return false;
}

/* Is it a postcode of the pack, or one that an asset has? */
static bool is_known(const struct na_snapshot *snapshot, uint32_t key)
{
    uint32_t i = 0;
    return na_snapshot_find_postcode(snapshot, key, &i) || asset_has(snapshot, key);
}

/* ------------------------------------------------------------------ in a text */

static void add(struct na_postcodes *postcodes, const struct na_postcode_found *found)
{
    for (size_t i = 0; i < postcodes->count; i++) {
        if (postcodes->list[i].key == found->key) {
            return;
        }
    }
    if (postcodes->count == NA_POSTCODES_FOUND) {
        postcodes->more = true;
        return;
    }
    postcodes->list[postcodes->count++] = *found;
}

/* What pieces from `first` on join to. */
struct joined {
    char text[UNIT_MAX];
    size_t length;
    size_t end;       /* one after the last piece */
    size_t inward_at; /* where the last piece begins */
    size_t second_at; /* where the second begins */
};

static bool join_next(const struct na_str *pieces, size_t count, struct joined *joined)
{
    if (joined->end >= count || joined->length + pieces[joined->end].length > UNIT_MAX) {
        return false;
    }
    struct na_str piece = pieces[joined->end];
    joined->inward_at = joined->length;
    joined->second_at = joined->second_at == 0 ? joined->length : joined->second_at;
    memcpy(joined->text + joined->length, piece.bytes, piece.length);
    joined->length += piece.length;
    joined->end++;
    return true;
}

/* An unknown one is believed only if it is cut as people cut it: whole, at its outward code, after
 * its letters too, or letter by letter. */
static bool is_cut_well(const struct joined *joined, size_t first)
{
    size_t pieces = joined->end - first;
    bool at_outward = joined->inward_at == joined->length - 3;
    bool at_area = pieces == 3 && at_outward && joined->second_at == 2 && joined->text[1] > '9' &&
                   joined->text[2] <= '9';
    return at_area || pieces == 1 || (pieces == 2 && at_outward) || pieces == joined->length;
}

typedef bool accept(const struct na_snapshot *snapshot, const struct joined *joined, size_t first,
                    uint32_t *ret_key);

static bool accept_known(const struct na_snapshot *snapshot, const struct joined *joined,
                         size_t first, uint32_t *ret_key)
{
    (void)first;
    return na_postcode_unit((struct na_str){joined->text, joined->length}, ret_key) &&
           is_known(snapshot, *ret_key);
}

static bool accept_unknown(const struct na_snapshot *snapshot, const struct joined *joined,
                           size_t first, uint32_t *ret_key)
{
    (void)snapshot;
    return is_cut_well(joined, first) &&
           na_postcode_unit((struct na_str){joined->text, joined->length}, ret_key);
}

static bool mend_one(const struct na_snapshot *snapshot, const struct joined *joined,
                     uint32_t *ret_key)
{
    char text[UNIT_MAX];
    for (size_t i = 0; i < joined->length; i++) {
        for (size_t j = 0; j < sizeof looks / sizeof looks[0]; j++) {
            char c = (char)(joined->text[i] >= 'a' ? joined->text[i] - 'a' + 'A' : joined->text[i]);
            memcpy(text, joined->text, joined->length);
            text[i] = c == looks[j][0] ? looks[j][1] : c == looks[j][1] ? looks[j][0] : text[i];
            if (text[i] != joined->text[i] &&
                na_postcode_unit((struct na_str){text, joined->length}, ret_key) &&
                is_known(snapshot, *ret_key)) {
                return true;
            }
        }
    }
    return false;
}

static bool accept_broken(const struct na_snapshot *snapshot, const struct joined *joined,
                          size_t first, uint32_t *ret_key)
{
    struct na_str text = {joined->text, joined->length};
    uint32_t as_it_is = 0;
    if (!is_cut_well(joined, first) || na_postcode_unit(text, &as_it_is)) {
        return false;
    }
    return mend_one(snapshot, joined, ret_key) ||
           (na_postcode_mend(text, ret_key) && is_known(snapshot, *ret_key));
}

/* One pass over the pieces; those of `used` are left out, those found are marked there. */
static void pass(const struct na_snapshot *snapshot, const struct na_str *pieces,
                 const uint8_t *segments, size_t count, accept *accepts, bool *used,
                 struct na_postcode_found *form, struct na_postcodes *postcodes)
{
    for (size_t i = 0; i < count; i++) {
        struct joined joined = {.end = i};
        size_t end = 0;
        while (joined.end < count && !used[joined.end] &&
               (joined.end == i || segments == NULL || segments[joined.end] <= segments[i] + 1) &&
               join_next(pieces, count, &joined)) {
            uint32_t key = 0;
            if (joined.length >= UNIT_MIN && accepts(snapshot, &joined, i, &key)) {
                form->key = key;
                end = joined.end;
            }
        }
        if (end > 0) {
            form->first = i;
            form->end = end;
            add(postcodes, form);
            memset(used + i, 1, end - i);
            i = end - 1;
        }
    }
}

void na_postcodes_find(const struct na_snapshot *snapshot, const struct na_str *pieces,
                       const uint8_t *segments, size_t count, bool known_only,
                       struct na_postcodes *ret_postcodes)
{
    bool used[NA_SAID_WORDS_MAX + 1] = {false};
    struct na_postcode_found known = {.known = true};
    struct na_postcode_found unknown = {.known = false};
    struct na_postcode_found broken = {.broken = true};
    *ret_postcodes = (struct na_postcodes){.count = 0};
    pass(snapshot, pieces, segments, count, accept_known, used, &known, ret_postcodes);
    if (known_only) {
        return;
    }
    pass(snapshot, pieces, segments, count, accept_unknown, used, &unknown, ret_postcodes);
    if (ret_postcodes->count == 0) {
        pass(snapshot, pieces, segments, count, accept_broken, used, &broken, ret_postcodes);
    }
}

/* ------------------------------------------------------------------ alike */

struct alike {
    const struct na_snapshot *snapshot;
    char text[NA_POSTCODE_TEXT]; /* of the one asked, without a blank */
    size_t length;
    uint32_t *keys;
    size_t count, capacity;
};

static void alike_init(struct alike *alike, const struct na_snapshot *snapshot, uint32_t key,
                       uint32_t *keys, size_t capacity)
{
    char text[NA_POSTCODE_TEXT];
    na_postcode_format(text, key);
    *alike = (struct alike){.snapshot = snapshot, .keys = keys, .capacity = capacity};
    for (const char *c = text; *c != '\0'; c++) {
        if (*c != ' ') {
            alike->text[alike->length++] = *c;
        }
    }
}

static void try_text(struct alike *alike, const char *text, size_t length)
{
    uint32_t key = 0;
    uint32_t i = 0;
    bool same = length == alike->length && memcmp(text, alike->text, length) == 0;
    if (alike->count == alike->capacity || same ||
        !na_postcode_unit((struct na_str){text, length}, &key) ||
        !na_snapshot_find_postcode(alike->snapshot, key, &i)) {
        return;
    }
    for (size_t j = 0; j < alike->count; j++) {
        if (alike->keys[j] == key) {
            return;
        }
    }
    alike->keys[alike->count++] = key;
}

static void try_sign(struct alike *alike, size_t at, char sign)
{
    char text[NA_POSTCODE_TEXT];
    memcpy(text, alike->text, sizeof text);
    text[at] = sign;
    try_text(alike, text, alike->length);
}

static void try_groups(struct alike *alike, size_t at, const char *const *groups, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strchr(groups[i], alike->text[at]) == NULL) {
            continue;
        }
        for (const char *c = groups[i]; *c != '\0'; c++) {
            try_sign(alike, at, *c);
        }
    }
}

/* A sign too many, or one that is missing. */
static void try_lengths(struct alike *alike, const char *signs)
{
    char text[NA_POSTCODE_TEXT + 1];
    for (size_t i = 0; i < alike->length; i++) {
        memcpy(text, alike->text, i);
        memcpy(text + i, alike->text + i + 1, alike->length - i - 1);
        try_text(alike, text, alike->length - 1);
    }
    for (size_t i = 0; i <= alike->length && alike->length + 1 < NA_POSTCODE_TEXT; i++) {
        memcpy(text, alike->text, i);
        memcpy(text + i + 1, alike->text + i, alike->length - i);
        for (const char *c = signs; *c != '\0'; c++) {
            text[i] = *c;
            try_text(alike, text, alike->length + 1);
        }
    }
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The order in which signs are tried: the last two letters before the others. */
static size_t sign_at(const struct alike *alike, size_t i)
{
    return i == 0 ? alike->length - 1 : i == 1 ? alike->length - 2 : i - 2;
}

size_t na_postcodes_alike(const struct na_snapshot *snapshot, uint32_t key,
                          uint32_t ret_keys[NA_POSTCODES_ALIKE])
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    struct alike alike;
    alike_init(&alike, snapshot, key, ret_keys, NA_POSTCODES_ALIKE);
    for (size_t i = 0; i < alike.length; i++) {
        try_groups(&alike, sign_at(&alike, i), sounds, COUNT(sounds));
    }
    for (size_t i = 0; i + 1 < alike.length; i++) {
        char text[NA_POSTCODE_TEXT];
        memcpy(text, alike.text, sizeof text);
        text[i] = alike.text[i + 1];
        text[i + 1] = alike.text[i];
        try_text(&alike, text, alike.length);
    }
    for (size_t i = 0; i < alike.length; i++) {
        try_groups(&alike, sign_at(&alike, i), looks, COUNT(looks));
    }
    for (size_t i = 0; i < alike.length; i++) {
        for (const char *c = signs; *c != '\0'; c++) {
            try_sign(&alike, sign_at(&alike, i), *c);
        }
    }
    try_lengths(&alike, signs);
    return alike.count;
}

size_t na_postcodes_sound_like(const struct na_snapshot *snapshot, uint32_t key, uint32_t *ret_keys,
                               size_t capacity)
{
    struct alike alike;
    alike_init(&alike, snapshot, key, ret_keys, capacity);
    size_t last = alike.length - 1;
    try_groups(&alike, last, sounds, COUNT(sounds));
    try_groups(&alike, last - 1, sounds, COUNT(sounds));
    for (size_t i = 0; i < COUNT(sounds); i++) {
        if (strchr(sounds[i], alike.text[last - 1]) == NULL) {
            continue;
        }
        for (const char *c = sounds[i]; *c != '\0'; c++) {
            struct alike both = alike;
            both.text[last - 1] = *c;
            size_t before = both.count;
            try_groups(&both, last, sounds, COUNT(sounds));
            /* It is the one asked, not the changed one, that must not be told. */
            while (before < both.count && both.keys[before] == key) {
                both.keys[before] = both.keys[--both.count];
            }
            alike.count = both.count;
        }
    }
    return alike.count;
}
