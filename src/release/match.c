/* Which asset of one release is which of the next. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "geo/earth.h"
#include "release/release.h"

/* Pairs looked at in one stage; more are not compared (ten thousand assets without ids, all new).
 */
#define PAIRS_MOST ((size_t)4000000)
#define NAME_NEAR_M 500.0
#define PLACE_NEAR_M 25.0

/* A stage: which pairs may be the same. */
enum stage { STAGE_NAME_POSTCODE, STAGE_NAME_NEAR, STAGE_POSTCODE_LIKE, STAGE_PLACE_LIKE, STAGES };

/* An asset that is not matched yet. */
struct left {
    uint32_t number;
    const char *kind;
    const char *postcode;
    char name[64]; /* letters and figures in lower case */
    struct na_lonlat at;
};

struct candidate {
    uint32_t before, after; /* places in the lists */
    double apart_m;
};

struct matching {
    struct left *before, *after;
    size_t before_count, after_count;
    struct candidate *candidates;
    size_t count, capacity;
};

static double apart_m(struct na_lonlat a, struct na_lonlat b)
{
    double x = (a.lon_deg - b.lon_deg) * cos(b.lat_deg * NA_RADIANS_PER_DEGREE);
    return hypot(x, a.lat_deg - b.lat_deg) * NA_METRES_PER_DEGREE;
}

static void fold(const char *text, char to[64])
{
    size_t length = 0;
    for (; *text != '\0' && length + 1 < 64; text++) {
        char c = na_ascii_lower(*text);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80) {
            to[length++] = c;
        }
    }
    to[length] = '\0';
}

/* 1: the same, 0: nothing in common. */
static double likeness(const char *a, const char *b)
{
    size_t longer = strlen(a) > strlen(b) ? strlen(a) : strlen(b);
    return longer == 0 ? 1.0 : 1.0 - (double)na_text_distance(a, b) / (double)longer;
}

static bool may_be_same(enum stage stage, const struct left *a, const struct left *b, double off_m)
{
    bool postcode = a->postcode[0] != '\0' && strcmp(a->postcode, b->postcode) == 0;
    switch (stage) {
    case STAGE_NAME_POSTCODE:
        return postcode && strcmp(a->name, b->name) == 0;
    case STAGE_NAME_NEAR:
        return off_m <= NAME_NEAR_M && strcmp(a->name, b->name) == 0;
    case STAGE_POSTCODE_LIKE:
        return postcode && likeness(a->name, b->name) >= 0.6;
    case STAGE_PLACE_LIKE:
        return off_m <= PLACE_NEAR_M && likeness(a->name, b->name) >= 0.5;
    case STAGES:
        break;
    }
    return false;
}

static int nearest_first(const void *a, const void *b)
{
    const struct candidate *x = a;
    const struct candidate *y = b;
    if (x->apart_m != y->apart_m) {
        return x->apart_m < y->apart_m ? -1 : 1;
    }
    if (x->before != y->before) {
        return x->before < y->before ? -1 : 1;
    }
    return (x->after > y->after) - (x->after < y->after);
}

static enum na_code add(struct matching *matching, struct candidate candidate)
{
    if (matching->count == matching->capacity) {
        size_t capacity = matching->capacity == 0 ? 256 : 2 * matching->capacity;
        struct candidate *grown = realloc(matching->candidates, capacity * sizeof *grown);
        if (grown == NULL) {
            return NA_ERR_MEMORY;
        }
        matching->candidates = grown;
        matching->capacity = capacity;
    }
    matching->candidates[matching->count++] = candidate;
    return NA_OK;
}

/* Drop from a list what is matched: its number is NA_RELEASE_NONE. */
static size_t shrink(struct left *items, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (items[i].number != NA_RELEASE_NONE) {
            items[kept++] = items[i];
        }
    }
    return kept;
}

static enum na_code do_stage(struct matching *matching, enum stage stage, uint32_t *pairs)
{
    matching->count = 0;
    if (matching->before_count * matching->after_count > PAIRS_MOST * 25) {
        return NA_OK;
    }
    for (size_t i = 0; i < matching->before_count; i++) {
        for (size_t j = 0; j < matching->after_count; j++) {
            const struct left *a = &matching->before[i];
            const struct left *b = &matching->after[j];
            double off_m = apart_m(a->at, b->at);
            if (strcmp(a->kind, b->kind) == 0 && may_be_same(stage, a, b, off_m) &&
                matching->count < PAIRS_MOST &&
                add(matching, (struct candidate){(uint32_t)i, (uint32_t)j, off_m}) != NA_OK) {
                return NA_ERR_MEMORY;
            }
        }
    }
    if (matching->count > 0) {
        qsort(matching->candidates, matching->count, sizeof *matching->candidates, nearest_first);
    }
    for (size_t c = 0; c < matching->count; c++) {
        struct left *a = &matching->before[matching->candidates[c].before];
        struct left *b = &matching->after[matching->candidates[c].after];
        if (a->number != NA_RELEASE_NONE && b->number != NA_RELEASE_NONE) {
            pairs[a->number] = b->number;
            a->number = NA_RELEASE_NONE;
            b->number = NA_RELEASE_NONE;
        }
    }
    matching->before_count = shrink(matching->before, matching->before_count);
    matching->after_count = shrink(matching->after, matching->after_count);
    return NA_OK;
}

static struct left left_of(const struct na_snapshot *snapshot, uint32_t number)
{
    struct na_asset asset;
    struct left left = {.number = number};
    na_snapshot_asset(snapshot, number, &asset);
    left.kind = asset.kind;
    left.postcode = asset.postcode;
    left.at = asset.at;
    fold(asset.name, left.name);
    return left;
}

enum na_code na_release_match(const struct na_snapshot *before, const struct na_snapshot *after,
                              uint32_t *ret_pairs, struct na_error *reterr)
{
    uint32_t before_count = na_snapshot_asset_count(before);
    uint32_t after_count = na_snapshot_asset_count(after);
    struct matching matching = {.candidates = NULL};
    bool *taken = calloc((size_t)after_count + 1, sizeof *taken);
    matching.before = calloc((size_t)before_count + 1, sizeof *matching.before);
    matching.after = calloc((size_t)after_count + 1, sizeof *matching.after);
    enum na_code code = taken == NULL || matching.before == NULL || matching.after == NULL
                            ? na_fail_memory(reterr, "matching the assets")
                            : NA_OK;
    for (uint32_t i = 0; code == NA_OK && i < before_count; i++) {
        struct na_asset a, b;
        uint32_t found = 0;
        na_snapshot_asset(before, i, &a);
        bool same = na_snapshot_find_asset(after, a.id, &found);
        if (same) {
            na_snapshot_asset(after, found, &b);
            same = strcmp(a.kind, b.kind) == 0;
        }
        ret_pairs[i] = same ? found : NA_RELEASE_NONE;
        if (same) {
            taken[found] = true;
        } else {
            matching.before[matching.before_count++] = left_of(before, i);
        }
    }
    for (uint32_t i = 0; code == NA_OK && i < after_count; i++) {
        if (!taken[i]) {
            matching.after[matching.after_count++] = left_of(after, i);
        }
    }
    for (int stage = 0; code == NA_OK && stage < STAGES; stage++) {
        code = do_stage(&matching, (enum stage)stage, ret_pairs);
        code = code == NA_OK ? NA_OK : na_fail_memory(reterr, "matching the assets");
    }
    free(taken);
    free(matching.before);
    free(matching.after);
    free(matching.candidates);
    return code;
}
