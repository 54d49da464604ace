/* Which asset of one release is which of the next: by id, and those left over as register/same.h
 * finds them. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "register/same.h"
#include "release/release.h"

/* The assets that no id matches, and their numbers. */
struct left {
    struct na_same_item *items; /* owned */
    uint32_t *numbers;          /* owned */
    size_t count;
};

static bool left_init(struct left *left, size_t count)
{
    left->items = calloc(count + 1, sizeof *left->items);
    left->numbers = calloc(count + 1, sizeof *left->numbers);
    return left->items != NULL && left->numbers != NULL;
}

static void left_add(struct left *left, const struct na_snapshot *snapshot, uint32_t number)
{
    struct na_asset asset;
    na_snapshot_asset(snapshot, number, &asset);
    left->numbers[left->count] = number;
    left->items[left->count++] =
        (struct na_same_item){asset.kind, asset.name, asset.postcode, asset.at};
}

static void left_fini(struct left *left)
{
    free(left->items);
    free(left->numbers);
}

/* Those of one id and kind; the others are left over. */
static void match_ids(const struct na_snapshot *before, const struct na_snapshot *after,
                      uint32_t *pairs, bool *taken, struct left *left)
{
    uint32_t count = na_snapshot_asset_count(before);
    for (uint32_t i = 0; i < count; i++) {
        struct na_asset a;
        struct na_asset b;
        uint32_t found = 0;
        na_snapshot_asset(before, i, &a);
        bool same = na_snapshot_find_asset(after, a.id, &found);
        if (same) {
            na_snapshot_asset(after, found, &b);
            same = strcmp(a.kind, b.kind) == 0;
        }
        pairs[i] = same ? found : NA_RELEASE_NONE;
        if (same) {
            taken[found] = true;
        } else {
            left_add(left, before, i);
        }
    }
}

enum na_code na_release_match(const struct na_snapshot *before, const struct na_snapshot *after,
                              uint32_t *ret_pairs, struct na_error *reterr)
{
    uint32_t before_count = na_snapshot_asset_count(before);
    uint32_t after_count = na_snapshot_asset_count(after);
    struct left first = {NULL, NULL, 0};
    struct left second = {NULL, NULL, 0};
    bool *taken = calloc((size_t)after_count + 1, sizeof *taken);
    uint32_t *pairs = calloc((size_t)before_count + 1, sizeof *pairs);
    bool room = left_init(&first, before_count);
    room = left_init(&second, after_count) && room && taken != NULL && pairs != NULL;
    enum na_code code = room ? NA_OK : na_fail_memory(reterr, "matching the assets");
    if (code == NA_OK) {
        match_ids(before, after, ret_pairs, taken, &first);
        for (uint32_t i = 0; i < after_count; i++) {
            if (!taken[i]) {
                left_add(&second, after, i);
            }
        }
        code = na_same_find(first.items, first.count, second.items, second.count, pairs, reterr);
    }
    for (size_t i = 0; code == NA_OK && i < first.count; i++) {
        if (pairs[i] != NA_SAME_NONE) {
            ret_pairs[first.numbers[i]] = second.numbers[pairs[i]];
        }
    }
    left_fini(&first);
    left_fini(&second);
    free(taken);
    free(pairs);
    return code;
}
