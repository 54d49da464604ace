/* Which thing of one list is which of another, stage by stage. The first stage sorts, so that lists
 * of any length are done; the others compare all that is left over. */
#include "register/same.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "geo/earth.h"
#include "geo/trig.h"

/* Pairs looked at in one stage; more are not compared (ten thousand assets without ids, all new).
 */
#define PAIRS_MOST ((size_t)4000000)
#define NAME_NEAR_M 500.0
#define PLACE_NEAR_M 25.0
#define UNKNOWN_M 1e9

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
    double sine = 0;
    double cosine = 0;
    if (isnan(a.lon_deg + a.lat_deg + b.lon_deg + b.lat_deg)) {
        return UNKNOWN_M; /* without a position it comes last */
    }
    na_trig_sincos(b.lat_deg * NA_RADIANS_PER_DEGREE, &sine, &cosine);
    return na_trig_length((a.lon_deg - b.lon_deg) * cosine, a.lat_deg - b.lat_deg) *
           NA_METRES_PER_DEGREE;
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

/* Drop from a list what is matched: its number is NA_SAME_NONE. */
static size_t shrink(struct left *items, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (items[i].number != NA_SAME_NONE) {
            items[kept++] = items[i];
        }
    }
    return kept;
}

/* By kind, name, postcode, then as they came. */
static int by_key(const void *a, const void *b)
{
    const struct left *x = *(const struct left *const *)a;
    const struct left *y = *(const struct left *const *)b;
    int order = strcmp(x->kind, y->kind);
    order = order != 0 ? order : strcmp(x->name, y->name);
    return order != 0 ? order : strcmp(x->postcode, y->postcode);
}

static struct left **sorted(struct left *items, size_t count)
{
    struct left **order = calloc(count + 1, sizeof *order);
    for (size_t i = 0; order != NULL && i < count; i++) {
        order[i] = &items[i];
    }
    if (order != NULL && count > 0) {
        qsort(order, count, sizeof *order, by_key);
    }
    return order;
}

/* Pairs of one name and postcode: found by sorting, so that lists of any length are done. */
static enum na_code pair_equal(struct matching *matching)
{
    struct left **a = sorted(matching->before, matching->before_count);
    struct left **b = sorted(matching->after, matching->after_count);
    enum na_code code = a != NULL && b != NULL ? NA_OK : NA_ERR_MEMORY;
    for (size_t i = 0, j = 0;
         code == NA_OK && i < matching->before_count && j < matching->after_count;) {
        int order = by_key(&a[i], &b[j]);
        i += order < 0;
        j += order > 0;
        for (size_t k = j;
             code == NA_OK && order == 0 && k < matching->after_count && by_key(&a[i], &b[k]) == 0;
             k++) {
            if (a[i]->postcode[0] != '\0' && matching->count < PAIRS_MOST) {
                code = add(matching, (struct candidate){(uint32_t)(a[i] - matching->before),
                                                        (uint32_t)(b[k] - matching->after),
                                                        apart_m(a[i]->at, b[k]->at)});
            }
        }
        i += order == 0;
    }
    free(a);
    free(b);
    return code;
}

/* Pairs of another stage: all are compared, up to a limit. */
static enum na_code pair_alike(struct matching *matching, enum stage stage)
{
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
    return NA_OK;
}

static enum na_code do_stage(struct matching *matching, enum stage stage, uint32_t *pairs)
{
    matching->count = 0;
    enum na_code code =
        stage == STAGE_NAME_POSTCODE ? pair_equal(matching) : pair_alike(matching, stage);
    if (code != NA_OK) {
        return code;
    }
    if (matching->count > 0) {
        qsort(matching->candidates, matching->count, sizeof *matching->candidates, nearest_first);
    }
    for (size_t c = 0; c < matching->count; c++) {
        struct left *a = &matching->before[matching->candidates[c].before];
        struct left *b = &matching->after[matching->candidates[c].after];
        if (a->number != NA_SAME_NONE && b->number != NA_SAME_NONE) {
            pairs[a->number] = b->number;
            a->number = NA_SAME_NONE;
            b->number = NA_SAME_NONE;
        }
    }
    matching->before_count = shrink(matching->before, matching->before_count);
    matching->after_count = shrink(matching->after, matching->after_count);
    return NA_OK;
}

static void fill(struct left *lefts, const struct na_same_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        lefts[i] = (struct left){.number = (uint32_t)i,
                                 .kind = items[i].kind,
                                 .postcode = items[i].postcode,
                                 .at = items[i].at};
        fold(items[i].name, lefts[i].name);
    }
}

enum na_code na_same_find(const struct na_same_item *before, size_t before_count,
                          const struct na_same_item *after, size_t after_count, uint32_t *ret_pairs,
                          struct na_error *reterr)
{
    struct matching matching = {.before = calloc(before_count + 1, sizeof *matching.before),
                                .after = calloc(after_count + 1, sizeof *matching.after),
                                .before_count = before_count,
                                .after_count = after_count};
    enum na_code code = matching.before == NULL || matching.after == NULL ? NA_ERR_MEMORY : NA_OK;
    if (code == NA_OK) {
        fill(matching.before, before, before_count);
        fill(matching.after, after, after_count);
    }
    for (size_t i = 0; i < before_count; i++) {
        ret_pairs[i] = NA_SAME_NONE;
    }
    for (int stage = 0; code == NA_OK && stage < STAGES; stage++) {
        code = do_stage(&matching, (enum stage)stage, ret_pairs);
    }
    free(matching.before);
    free(matching.after);
    free(matching.candidates);
    return code == NA_OK ? NA_OK : na_fail_memory(reterr, "matching the assets");
}
