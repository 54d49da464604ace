/* Names of streets, and where streets of a name meet others: what a corner of two streets is found
 * by. A name is kept by its folded words; "St. John's Rd" and "St Johns Road" are one. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compile/streets.h"
#include "data/flat.h"
#include "io/fold.h"

/* A text of the source and what it folds to, as offsets. */
struct entry {
    const char *text;
    size_t key; /* in the keys; NO_KEY: it has no word */
    uint32_t order;
};
#define NO_KEY SIZE_MAX

struct naming {
    const struct na_streets *streets;
    struct entry *entries; /* as many as there are texts */
    size_t count;
    uint32_t *numbers;      /* of each text by its place: its name; NA_STREET_NONE none */
    struct na_buffer keys;  /* each with its NUL */
    unsigned char *degrees; /* of each point: segments that end there, 3 for more */
    struct corner *corners;
    size_t corner_count;
};

struct corner {
    uint32_t name;
    struct na_street_point at;
};

static enum na_code fold_key(struct naming *naming, const char *text, size_t *ret_key)
{
    struct na_folded folded;
    size_t start = naming->keys.length;
    enum na_code code = NA_OK;
    na_fold(na_str_of(text), &folded);
    for (size_t i = 0; code == NA_OK && i < folded.count; i++) {
        if (na_str_is(folded.words[i], "and")) {
            continue;
        }
        if (naming->keys.length > start) {
            code = na_buffer_append(&naming->keys, " ", 1);
        }
        if (code == NA_OK) {
            code = na_buffer_append(&naming->keys, folded.words[i].bytes, folded.words[i].length);
        }
    }
    *ret_key = naming->keys.length > start ? start : NO_KEY;
    return code == NA_OK && *ret_key != NO_KEY ? na_buffer_append(&naming->keys, "", 1) : code;
}

/* Every text with its key; what is not UTF-8 names nothing. */
static enum na_code list_entries(struct naming *naming)
{
    const struct na_buffer *names = &naming->streets->names;
    enum na_code code = NA_OK;
    for (size_t at = 0; code == NA_OK && at < names->length;) {
        const char *text = names->data + at;
        size_t length = strlen(text);
        struct entry *entry = &naming->entries[naming->count];
        *entry = (struct entry){.text = text, .key = NO_KEY, .order = (uint32_t)naming->count};
        if (na_utf8_valid(text, length)) {
            code = fold_key(naming, text, &entry->key);
        }
        naming->count++;
        at += length + 1;
    }
    return code;
}

/* By key, then by text, the longest first: it is written out. qsort hands its comparison no keys:
 * they are put in as pointers. */
struct sorted {
    const char *key, *text;
    uint32_t order;
};

static int by_key(const void *left, const void *right)
{
    const struct sorted *a = left;
    const struct sorted *b = right;
    size_t a_length = strlen(a->text);
    size_t b_length = strlen(b->text);
    int order = strcmp(a->key, b->key);
    order = order != 0 ? order : (a_length < b_length) - (a_length > b_length);
    order = order != 0 ? order : strcmp(a->text, b->text);
    return order != 0 ? order : (a->order > b->order) - (a->order < b->order);
}

static int by_corner(const void *left, const void *right)
{
    const struct corner *a = left;
    const struct corner *b = right;
    if (a->name != b->name) {
        return a->name < b->name ? -1 : 1;
    }
    if (a->at.lat_e7 != b->at.lat_e7) {
        return a->at.lat_e7 < b->at.lat_e7 ? -1 : 1;
    }
    return (a->at.lon_e7 > b->at.lon_e7) - (a->at.lon_e7 < b->at.lon_e7);
}

/* Number the names by their keys. `sorted` comes out in that order, the first text of each name at
 * its place. */
static void number_names(struct naming *naming, struct sorted *sorted)
{
    size_t named = 0;
    size_t names = 0;
    for (size_t i = 0; i < naming->count; i++) {
        const struct entry *entry = &naming->entries[i];
        naming->numbers[i] = NA_STREET_NONE;
        if (entry->key != NO_KEY) {
            sorted[named++] =
                (struct sorted){naming->keys.data + entry->key, entry->text, entry->order};
        }
    }
    if (named > 0) {
        qsort(sorted, named, sizeof *sorted, by_key);
    }
    for (size_t i = 0; i < named; i++) {
        bool is_new = names == 0 || strcmp(sorted[names - 1].key, sorted[i].key) != 0;
        uint32_t order = sorted[i].order;
        if (is_new) {
            sorted[names++] = sorted[i];
        }
        naming->numbers[order] = (uint32_t)(names - 1);
    }
}

static void count_degrees(struct naming *naming)
{
    const struct na_street_segment *segments =
        (const struct na_street_segment *)(const void *)naming->streets->segments.data;
    for (size_t i = 0; i < naming->streets->segments.length / sizeof *segments; i++) {
        const uint32_t ends[2] = {segments[i].a, segments[i].b};
        for (size_t k = 0; k < 2; k++) {
            unsigned char *degree = &naming->degrees[ends[k]];
            *degree = (unsigned char)(*degree < 3 ? *degree + 1 : 3);
        }
    }
}

static int by_point(const void *left, const void *right)
{
    const struct na_street_named *a = left;
    const struct na_street_named *b = right;
    if (a->point != b->point) {
        return a->point < b->point ? -1 : 1;
    }
    return (a->name > b->name) - (a->name < b->name);
}

/* A corner is where three pieces of street meet, or streets of two names. */
static void find_corners(struct naming *naming, struct na_street_named *named, size_t count)
{
    const struct na_street_point *points =
        (const struct na_street_point *)(const void *)naming->streets->points.data;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct na_street_named one = {named[i].point, naming->numbers[named[i].name]};
        if (one.name != NA_STREET_NONE) {
            named[kept++] = one;
        }
    }
    if (kept > 0) {
        qsort(named, kept, sizeof *named, by_point);
    }
    for (size_t first = 0; first < kept;) {
        size_t end = first + 1;
        while (end < kept && named[end].point == named[first].point) {
            end++;
        }
        bool corner =
            naming->degrees[named[first].point] >= 3 || named[end - 1].name != named[first].name;
        for (; first < end; first++) {
            if (corner && (naming->corner_count == 0 || first == 0 ||
                           named[first - 1].point != named[first].point ||
                           named[first - 1].name != named[first].name)) {
                naming->corners[naming->corner_count++] =
                    (struct corner){named[first].name, points[named[first].point]};
            }
        }
    }
    if (naming->corner_count > 0) {
        qsort(naming->corners, naming->corner_count, sizeof *naming->corners, by_corner);
    }
}

/* Names that have a corner, and their corners, each place once. */
static enum na_code put(struct na_compiler *compiler, const struct naming *naming,
                        const struct sorted *names, struct na_error *reterr)
{
    struct na_flat_writer *writer = &compiler->writer;
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < naming->corner_count; i++) {
        const struct corner *corner = &naming->corners[i];
        if (i == 0 || naming->corners[i - 1].name != corner->name) {
            struct na_flat_street_name name = {
                .first_corner = (uint32_t)na_flat_writer_count(writer, NA_FLAT_NET_CORNERS)};
            code = na_compile_text(compiler, na_str_of(names[corner->name].key), &name.key, reterr);
            code = code == NA_OK ? na_compile_text(compiler, na_str_of(names[corner->name].text),
                                                   &name.text, reterr)
                                 : code;
            code = code == NA_OK ? na_flat_writer_add(writer, NA_FLAT_NET_NAMES, &name) : code;
        } else if (naming->corners[i - 1].at.lat_e7 == corner->at.lat_e7 &&
                   naming->corners[i - 1].at.lon_e7 == corner->at.lon_e7) {
            continue;
        }
        code = code == NA_OK ? na_flat_writer_add(writer, NA_FLAT_NET_CORNERS, &corner->at) : code;
    }
    return code;
}

enum na_code na_streets_put_names(struct na_compiler *compiler, const struct na_streets *streets,
                                  struct na_error *reterr)
{
    struct naming naming = {.streets = streets};
    size_t texts = 0;
    size_t count = streets->named.length / sizeof(struct na_street_named);
    struct na_street_named *named = malloc(streets->named.length + sizeof *named);
    for (size_t i = 0; i < streets->names.length; i++) {
        texts += streets->names.data[i] == '\0';
    }
    struct sorted *sorted = calloc(texts + 1, sizeof *sorted);
    naming.entries = calloc(texts + 1, sizeof *naming.entries);
    naming.numbers = calloc(texts + 1, sizeof *naming.numbers);
    naming.corners = calloc(count + 1, sizeof *naming.corners);
    naming.degrees = calloc(streets->points.length / sizeof(struct na_street_point) + 1, 1);
    na_buffer_init(&naming.keys, NA_FLAT_LIMIT);
    enum na_code code = NA_OK;
    if (named == NULL || sorted == NULL || naming.entries == NULL || naming.numbers == NULL ||
        naming.corners == NULL || naming.degrees == NULL) {
        code = NA_ERR_MEMORY;
        goto done;
    }
    if (count > 0) {
        memcpy(named, streets->named.data, count * sizeof *named);
    }
    code = list_entries(&naming);
    if (code == NA_OK) {
        number_names(&naming, sorted);
        count_degrees(&naming);
        find_corners(&naming, named, count);
        code = put(compiler, &naming, sorted, reterr);
    }
done:
    free(named);
    free(sorted);
    free(naming.entries);
    free(naming.numbers);
    free(naming.corners);
    free(naming.degrees);
    na_buffer_fini(&naming.keys);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the names of streets");
}
