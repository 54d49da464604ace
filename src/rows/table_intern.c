/* Texts lie in one buffer, an open hash table gives their numbers. Numbers start at 0 and never
 * change. */
#include "rows/table_intern.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* FNV-1a, then a mix, because only the low bits choose the slot. */
static uint64_t hash_of(struct na_str text)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < text.length; i++) {
        hash = (hash ^ (unsigned char)text.bytes[i]) * 1099511628211u;
    }
    return hash ^ (hash >> 29);
}

void na_table_texts_fini(struct na_table_texts *set)
{
    for (uint32_t i = 0; i < set->count; i++) {
        free(set->texts[i]);
    }
    free(set->texts);
    free(set->lengths);
    free(set->slots);
    *set = (struct na_table_texts){0};
}

struct na_str na_table_texts_get(const struct na_table_texts *set, uint32_t number)
{
    return (struct na_str){set->texts[number], set->lengths[number]};
}

/* The slot that holds `text`, or the empty one where it belongs. */
static uint32_t *slot_of(const struct na_table_texts *set, struct na_str text)
{
    uint32_t mask = 2 * set->capacity - 1;
    uint32_t at = (uint32_t)hash_of(text) & mask;
    while (set->slots[at] != 0 &&
           !na_str_equal(na_table_texts_get(set, set->slots[at] - 1), text)) {
        at = (at + 1) & mask;
    }
    return &set->slots[at];
}

static enum na_code grow(struct na_table_texts *set, struct na_error *reterr)
{
    uint32_t capacity = set->capacity == 0 ? 64 : 2 * set->capacity;
    char **texts = realloc(set->texts, capacity * sizeof *texts);
    if (texts == NULL) {
        return na_fail_memory(reterr, "collecting the values of a table");
    }
    set->texts = texts;
    uint32_t *lengths = realloc(set->lengths, capacity * sizeof *lengths);
    if (lengths == NULL) {
        return na_fail_memory(reterr, "collecting the values of a table");
    }
    set->lengths = lengths;
    uint32_t *slots = calloc((size_t)2 * capacity, sizeof *slots);
    if (slots == NULL) {
        return na_fail_memory(reterr, "collecting the values of a table");
    }
    free(set->slots);
    set->slots = slots;
    set->capacity = capacity;
    for (uint32_t i = 0; i < set->count; i++) {
        *slot_of(set, na_table_texts_get(set, i)) = i + 1;
    }
    return NA_OK;
}

enum na_code na_table_texts_put(struct na_table_texts *set, struct na_str text,
                                uint32_t *ret_number, struct na_error *reterr)
{
    if (set->count == set->capacity) {
        if (set->count == NA_TABLE_TEXTS_MAX) {
            (void)na_fail(reterr, NA_ERR_LIMIT, "More than %u different values",
                          (unsigned)NA_TABLE_TEXTS_MAX);
            return na_fail_at(reterr, NA_ERR_LIMIT, NULL, 0, NULL,
                              "Choose another column for --by");
        }
        enum na_code code = grow(set, reterr);
        if (code != NA_OK) {
            return code;
        }
    }
    uint32_t *slot = slot_of(set, text);
    if (*slot == 0) {
        char *copy = malloc(text.length + 1);
        if (copy == NULL) {
            return na_fail_memory(reterr, "collecting the values of a table");
        }
        if (text.length > 0) {
            memcpy(copy, text.bytes, text.length);
        }
        copy[text.length] = '\0';
        set->texts[set->count] = copy;
        set->lengths[set->count] = (uint32_t)text.length;
        *slot = ++set->count;
    }
    *ret_number = *slot - 1;
    return NA_OK;
}
