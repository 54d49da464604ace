/* release/release.h - two compiled packs side by side: what is new, gone, moved and changed, and
 * what should not go live without a person's word.
 *
 * Assets are matched by their ids; those left over by name and postcode, by name within 500 m, by
 * postcode and a like name, and by place and a like name, each stage one to one, nearest first. */
#ifndef NA_RELEASE_RELEASE_H
#define NA_RELEASE_RELEASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "data/snapshot.h"

/* Blocks: more of a kind gone than this part, and at least so many. Of 18 real releases of one
 * register 10 in 100 would have stopped five, 20 none: 18 in 100 was the most. */
#define NA_RELEASE_GONE_PERCENT 20.0
#define NA_RELEASE_GONE_LEAST 3
#define NA_RELEASE_STATUS_PERCENT 5.0
/* Metres: not said below the first, listed above the second, blocks above the third. */
#define NA_RELEASE_MOVED_M 10.0
#define NA_RELEASE_LISTED_M 50.0
#define NA_RELEASE_FAR_M 1000.0

/* What became of an asset; several may hold. */
enum na_change {
    NA_CHANGE_NEW = 1,
    NA_CHANGE_GONE = 2,
    NA_CHANGE_MOVED = 4,
    NA_CHANGE_RENAMED = 8,
    NA_CHANGE_RENUMBERED = 16, /* another id */
    NA_CHANGE_STATUS = 32,
    NA_CHANGE_LOCKED = 64,
    NA_CHANGE_UNLOCKED = 128, /* it was locked, or that was unknown */
    NA_CHANGE_HOURS = 256,
    NA_CHANGE_SITING = 512,
    NA_CHANGE_ADDRESS = 1024
};

#define NA_RELEASE_NONE UINT32_MAX

struct na_release_change {
    uint32_t before, after; /* numbers of the asset, or NA_RELEASE_NONE */
    unsigned int what;      /* bits of enum na_change */
    double moved_m;
};

/* A kind before and after. */
struct na_release_kind {
    const char *name;
    uint32_t before, after, gone, added, moved;
    uint32_t served_before, served_lost; /* in service, and no longer */
};

/* A reason why somebody has to say that it is meant. */
struct na_release_block {
    char text[256];
};

struct na_release_diff {
    const struct na_snapshot *before, *after;
    struct na_release_change *changes; /* owned; by kind, then id */
    size_t change_count;
    struct na_release_kind *kinds; /* owned */
    size_t kind_count;
    struct na_release_block *blocks; /* owned */
    size_t block_count;
};

struct na_release_limits {
    double gone_percent;
};

/* Compare. Both snapshots outlive the result; release it with na_release_diff_fini. Errors:
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_release_compare(const struct na_snapshot *before,
                                            const struct na_snapshot *after,
                                            const struct na_release_limits *limits,
                                            struct na_release_diff *ret_diff,
                                            struct na_error *reterr);
void na_release_diff_fini(struct na_release_diff *diff);

/* The difference for a meeting, or for a program. Appends to `to`. */
NA_MUST_USE enum na_code na_release_text(const struct na_release_diff *diff, struct na_buffer *to);
NA_MUST_USE enum na_code na_release_json(const struct na_release_diff *diff, struct na_buffer *to);

/* Pairs of assets: ret_pairs (room for every asset of `before`) has the number of the same asset
 * after, or NA_RELEASE_NONE. Private to release. */
NA_MUST_USE enum na_code na_release_match(const struct na_snapshot *before,
                                          const struct na_snapshot *after, uint32_t *ret_pairs,
                                          struct na_error *reterr);

#endif
