/* What changed between two releases, kind by kind, and what of it stops a release. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "geo/geodesic.h"
#include "release/release.h"

#define BLOCKS_MOST 64

static unsigned int compare_assets(const struct na_asset *a, const struct na_asset *b,
                                   double *ret_moved_m)
{
    unsigned int what = 0;
    *ret_moved_m = na_geodesic_distance_m(a->at, b->at);
    what |= *ret_moved_m > NA_RELEASE_MOVED_M ? NA_CHANGE_MOVED : 0u;
    what |= strcmp(a->name, b->name) != 0 ? NA_CHANGE_RENAMED : 0u;
    what |= strcmp(a->id, b->id) != 0 ? NA_CHANGE_RENUMBERED : 0u;
    what |= a->status != b->status ? NA_CHANGE_STATUS : 0u;
    what |= a->locked != b->locked ? NA_CHANGE_LOCKED : 0u;
    what |= a->locked != b->locked && b->locked == NA_LOCKED_NO ? NA_CHANGE_UNLOCKED : 0u;
    what |= strcmp(a->opening_hours, b->opening_hours) != 0 ? NA_CHANGE_HOURS : 0u;
    what |= strcmp(a->siting, b->siting) != 0 ? NA_CHANGE_SITING : 0u;
    what |= strcmp(a->address, b->address) != 0 || strcmp(a->postcode, b->postcode) != 0
                ? NA_CHANGE_ADDRESS
                : 0u;
    return what;
}

static struct na_release_kind *kind_of(struct na_release_diff *diff, const char *name)
{
    for (size_t i = 0; i < diff->kind_count; i++) {
        if (strcmp(diff->kinds[i].name, name) == 0) {
            return &diff->kinds[i];
        }
    }
    diff->kinds[diff->kind_count] = (struct na_release_kind){.name = name};
    return &diff->kinds[diff->kind_count++];
}

static void add_change(struct na_release_diff *diff, struct na_release_change change)
{
    if (change.what != 0) {
        diff->changes[diff->change_count++] = change;
    }
}

/* An asset of the release before. */
static void see_before(struct na_release_diff *diff, uint32_t i, uint32_t pair)
{
    struct na_asset a, b;
    na_snapshot_asset(diff->before, i, &a);
    struct na_release_kind *kind = kind_of(diff, a.kind);
    kind->before++;
    kind->served_before += a.status == NA_STATUS_IN_SERVICE;
    if (pair == NA_RELEASE_NONE) {
        kind->gone++;
        add_change(diff, (struct na_release_change){i, NA_RELEASE_NONE, NA_CHANGE_GONE, 0});
        return;
    }
    double moved_m = 0;
    na_snapshot_asset(diff->after, pair, &b);
    unsigned int what = compare_assets(&a, &b, &moved_m);
    kind->moved += (what & NA_CHANGE_MOVED) != 0;
    kind->served_lost += a.status == NA_STATUS_IN_SERVICE && b.status != NA_STATUS_IN_SERVICE;
    add_change(diff, (struct na_release_change){i, pair, what, moved_m});
}

static void block(struct na_release_diff *diff, const char *format, ...) NA_PRINTF(2, 3);

static void block(struct na_release_diff *diff, const char *format, ...)
{
    if (diff->block_count < BLOCKS_MOST) {
        va_list args;
        va_start(args, format);
        (void)vsnprintf(diff->blocks[diff->block_count++].text, sizeof diff->blocks[0].text, format,
                        args);
        va_end(args);
    }
}

/* Parts of an asset that a column may hold, by which it is seen that the column is gone. */
static const char *part_of(const struct na_asset *asset, size_t part, const char **ret_name)
{
    const struct {
        const char *name, *text;
    } parts[] = {{"address", asset->address},
                 {"postcode", asset->postcode},
                 {"siting", asset->siting},
                 {"opening_hours", asset->opening_hours},
                 {"access", asset->access},
                 {"code_holder", asset->code_holder},
                 {"code_holder_phone", asset->code_holder_phone},
                 {"access_locked", asset->locked != NA_LOCKED_UNKNOWN ? "x" : ""},
                 {"last_checked", asset->last_checked != NA_DATE_NONE ? "x" : ""}};
    if (part >= sizeof parts / sizeof parts[0]) {
        return NULL;
    }
    *ret_name = parts[part].name;
    return parts[part].text;
}

static size_t count_part(const struct na_snapshot *snapshot, const char *kind, size_t part)
{
    size_t filled = 0;
    for (uint32_t i = 0; i < na_snapshot_asset_count(snapshot); i++) {
        struct na_asset asset;
        const char *name = NULL;
        na_snapshot_asset(snapshot, i, &asset);
        const char *text = part_of(&asset, part, &name);
        filled += text != NULL && text[0] != '\0' && strcmp(asset.kind, kind) == 0;
    }
    return filled;
}

static void block_columns(struct na_release_diff *diff, const struct na_release_kind *kind)
{
    struct na_asset none;
    const char *name = NULL;
    memset(&none, 0, sizeof none);
    none.address = none.postcode = none.siting = none.opening_hours = none.access = "";
    none.code_holder = none.code_holder_phone = "";
    for (size_t part = 0; kind->after > 0 && part_of(&none, part, &name) != NULL; part++) {
        size_t filled = count_part(diff->before, kind->name, part);
        if (filled >= NA_RELEASE_GONE_LEAST && count_part(diff->after, kind->name, part) == 0) {
            block(diff, "%s: the column %s is gone, which %zu of %u had", kind->name, name, filled,
                  (unsigned int)kind->before);
        }
    }
}

static void find_blocks(struct na_release_diff *diff, double gone_percent)
{
    for (size_t i = 0; i < diff->kind_count; i++) {
        const struct na_release_kind *kind = &diff->kinds[i];
        unsigned int before = kind->before;
        if (before > 0 && kind->after == 0) {
            block(diff, "%s: all %u are gone", kind->name, before);
        } else if (kind->gone >= NA_RELEASE_GONE_LEAST &&
                   kind->gone * 100.0 > before * gone_percent) {
            block(diff, "%s: %u of %u are gone", kind->name, (unsigned int)kind->gone, before);
        }
        if (kind->served_lost * 100.0 > kind->served_before * NA_RELEASE_STATUS_PERCENT &&
            kind->served_lost > 1) {
            block(diff, "%s: %u of %u are no longer in service", kind->name,
                  (unsigned int)kind->served_lost, (unsigned int)kind->served_before);
        }
        block_columns(diff, kind);
    }
    for (size_t i = 0; i < diff->change_count; i++) {
        const struct na_release_change *change = &diff->changes[i];
        struct na_asset asset;
        if ((change->what & NA_CHANGE_MOVED) != 0 && change->moved_m > NA_RELEASE_FAR_M) {
            na_snapshot_asset(diff->after, change->after, &asset);
            block(diff, "%.60s, %.80s, moved %.1f km", asset.id, asset.name,
                  change->moved_m / 1000.0);
        }
    }
    int32_t issued = na_snapshot_info(diff->after)->issued;
    bool changed =
        strcmp(na_snapshot_info(diff->after)->digest, na_snapshot_info(diff->before)->digest) != 0;
    if (changed && issued != NA_DATE_NONE && issued == na_snapshot_info(diff->before)->issued) {
        block(diff, "issued in [pack] is the day of the release before");
    }
}

static const struct na_snapshot *side_of(const struct na_release_diff *diff,
                                         const struct na_release_change *change, uint32_t *ret_i)
{
    bool after = change->after != NA_RELEASE_NONE;
    *ret_i = after ? change->after : change->before;
    return after ? diff->after : diff->before;
}

/* By kind, then id. Plain insertion by a key array would be no shorter. */
struct sorted {
    struct na_release_change change;
    const char *kind, *id;
};

static int by_kind(const void *a, const void *b)
{
    const struct sorted *x = a;
    const struct sorted *y = b;
    int order = strcmp(x->kind, y->kind);
    return order != 0 ? order : strcmp(x->id, y->id);
}

static enum na_code sort_changes(struct na_release_diff *diff, struct na_error *reterr)
{
    struct sorted *sorted = calloc(diff->change_count + 1, sizeof *sorted);
    if (sorted == NULL) {
        return na_fail_memory(reterr, "sorting the changes");
    }
    for (size_t i = 0; i < diff->change_count; i++) {
        struct na_asset asset;
        uint32_t number = 0;
        const struct na_snapshot *side = side_of(diff, &diff->changes[i], &number);
        na_snapshot_asset(side, number, &asset);
        sorted[i] = (struct sorted){diff->changes[i], asset.kind, asset.id};
    }
    qsort(sorted, diff->change_count, sizeof *sorted, by_kind);
    for (size_t i = 0; i < diff->change_count; i++) {
        diff->changes[i] = sorted[i].change;
    }
    free(sorted);
    return NA_OK;
}

enum na_code na_release_compare(const struct na_snapshot *before, const struct na_snapshot *after,
                                const struct na_release_limits *limits,
                                struct na_release_diff *ret_diff, struct na_error *reterr)
{
    size_t before_count = na_snapshot_asset_count(before);
    size_t after_count = na_snapshot_asset_count(after);
    size_t kinds = na_snapshot_kind_count(before) + na_snapshot_kind_count(after);
    struct na_release_diff diff = {.before = before, .after = after};
    uint32_t *pairs = calloc(before_count + 1, sizeof *pairs);
    bool *taken = calloc(after_count + 1, sizeof *taken);
    diff.changes = calloc(before_count + after_count + 1, sizeof *diff.changes);
    diff.kinds = calloc(kinds + 1, sizeof *diff.kinds);
    diff.blocks = calloc(BLOCKS_MOST, sizeof *diff.blocks);
    enum na_code code = NA_ERR_MEMORY;
    if (pairs == NULL || taken == NULL || diff.changes == NULL || diff.kinds == NULL ||
        diff.blocks == NULL) {
        (void)na_fail_memory(reterr, "comparing the releases");
        goto done;
    }
    code = na_release_match(before, after, pairs, reterr);
    for (uint32_t i = 0; code == NA_OK && i < before_count; i++) {
        see_before(&diff, i, pairs[i]);
        if (pairs[i] != NA_RELEASE_NONE) {
            taken[pairs[i]] = true;
        }
    }
    for (uint32_t i = 0; code == NA_OK && i < after_count; i++) {
        struct na_asset asset;
        na_snapshot_asset(after, i, &asset);
        struct na_release_kind *kind = kind_of(&diff, asset.kind);
        kind->after++;
        kind->added += !taken[i];
        add_change(&diff, (struct na_release_change){NA_RELEASE_NONE, i,
                                                     taken[i] ? 0u : NA_CHANGE_NEW, 0});
    }
    if (code == NA_OK) {
        code = sort_changes(&diff, reterr);
    }
    if (code == NA_OK) {
        find_blocks(&diff, limits != NULL ? limits->gone_percent : NA_RELEASE_GONE_PERCENT);
        *ret_diff = diff;
        diff = (struct na_release_diff){.changes = NULL};
    }
done:
    free(pairs);
    free(taken);
    na_release_diff_fini(&diff);
    return code;
}

void na_release_diff_fini(struct na_release_diff *diff)
{
    free(diff->changes);
    free(diff->kinds);
    free(diff->blocks);
    *diff = (struct na_release_diff){.changes = NULL};
}
