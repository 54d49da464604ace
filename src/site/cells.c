/* Spots that the very same candidates reach are one cell: a million rows are a few thousand cells,
 * and the choice among candidates does not see the difference. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "site/private.h"
#include "site/reach.h"
#include "site/walks.h"

/* Cells as they are found. `slots` is a hash table of cells by their lists: number + 1, 0 empty. */
struct cells {
    struct na_buffer weights; /* uint64_t */
    struct na_buffer starts;  /* uint32_t, one more than cells */
    struct na_buffer lists;   /* uint32_t */
    uint32_t count;
    uint32_t *slots;
    size_t slot_count; /* a power of two, twice the cells or more */
};

static void cells_init(struct cells *cells)
{
    *cells = (struct cells){.count = 0};
    na_buffer_init(&cells->weights, NA_SITE_PAIRS_MAX * sizeof(uint64_t));
    na_buffer_init(&cells->starts, (NA_SITE_PAIRS_MAX + 1) * sizeof(uint32_t));
    na_buffer_init(&cells->lists, NA_SITE_PAIRS_MAX * sizeof(uint32_t));
}

static void cells_fini(struct cells *cells)
{
    na_buffer_fini(&cells->weights);
    na_buffer_fini(&cells->starts);
    na_buffer_fini(&cells->lists);
    free(cells->slots);
}

/* FNV-1a over the numbers. */
static size_t hash_of(const uint32_t *list, uint32_t count)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (uint32_t i = 0; i < count; i++) {
        hash = (hash ^ list[i]) * UINT64_C(1099511628211);
    }
    return (size_t)(hash ^ hash >> 32);
}

static const uint32_t *list_of(const struct cells *cells, uint32_t cell, uint32_t *ret_count)
{
    const uint32_t *starts = (const uint32_t *)(const void *)cells->starts.data;
    *ret_count = starts[cell + 1] - starts[cell];
    return (const uint32_t *)(const void *)cells->lists.data + starts[cell];
}

/* The slot that holds the list, or the empty one where it belongs. */
static size_t slot_of(const struct cells *cells, const uint32_t *list, uint32_t count)
{
    size_t at = hash_of(list, count) & (cells->slot_count - 1);
    for (; cells->slots[at] != 0; at = (at + 1) & (cells->slot_count - 1)) {
        uint32_t length = 0;
        const uint32_t *other = list_of(cells, cells->slots[at] - 1, &length);
        if (length == count && memcmp(other, list, count * sizeof list[0]) == 0) {
            break;
        }
    }
    return at;
}

static enum na_code grow(struct cells *cells)
{
    if (cells->count * (size_t)2 < cells->slot_count) {
        return NA_OK;
    }
    size_t wanted = cells->slot_count == 0 ? 1024 : cells->slot_count * 2;
    uint32_t *slots = calloc(wanted, sizeof slots[0]);
    if (slots == NULL) {
        return NA_ERR_MEMORY;
    }
    free(cells->slots);
    cells->slots = slots;
    cells->slot_count = wanted;
    for (uint32_t i = 0; i < cells->count; i++) {
        uint32_t length = 0;
        const uint32_t *list = list_of(cells, i, &length);
        cells->slots[slot_of(cells, list, length)] = i + 1;
    }
    return NA_OK;
}

static enum na_code append_cell(struct cells *cells, const uint32_t *list, uint32_t count)
{
    const uint64_t nothing = 0;
    enum na_code code = na_buffer_append(&cells->lists, list, count * sizeof list[0]);
    if (code == NA_OK) {
        code = na_buffer_append(&cells->weights, &nothing, sizeof nothing);
    }
    uint32_t end = (uint32_t)(cells->lists.length / sizeof list[0]);
    return code == NA_OK ? na_buffer_append(&cells->starts, &end, sizeof end) : code;
}

/* The cell of this list, with so much more weight. */
static enum na_code put(struct cells *cells, const uint32_t *list, uint32_t count, uint64_t units,
                        uint32_t *ret_cell)
{
    enum na_code code = grow(cells);
    if (code != NA_OK) {
        return code;
    }
    size_t slot = slot_of(cells, list, count);
    if (cells->slots[slot] == 0) {
        code = append_cell(cells, list, count);
        if (code != NA_OK) {
            return code;
        }
        cells->slots[slot] = ++cells->count;
    }
    *ret_cell = cells->slots[slot] - 1;
    ((uint64_t *)(void *)cells->weights.data)[*ret_cell] += units;
    return NA_OK;
}

/* The assets that cover a spot and the candidates that would, on foot; `numbers` has room for
 * either. */
static uint32_t walk_from(struct na_site *site, struct na_site_walks *walks, size_t i,
                          struct na_site_reach *existing, struct na_site_reach *candidates,
                          uint32_t *numbers)
{
    struct na_site_spot *spot = &site->spots[i];
    if (!na_site_walks_from(walks, spot->at)) {
        site->off_network_rows += spot->rows;
        return 0;
    }
    uint32_t count = na_site_reach_all(existing, spot->at, numbers);
    if (na_site_walks_keep(walks, walks->existing, numbers, count) > 0) {
        spot->cover = NA_SITE_BEFORE;
        return 0;
    }
    count = na_site_reach_all(candidates, spot->at, numbers);
    return na_site_walks_keep(walks, walks->candidates, numbers, count);
}

static uint32_t go_straight(struct na_site_spot *spot, struct na_site_reach *existing,
                            struct na_site_reach *candidates, uint32_t *numbers)
{
    if (na_site_reach_any(existing, spot->at)) {
        spot->cover = NA_SITE_BEFORE;
        return 0;
    }
    return na_site_reach_all(candidates, spot->at, numbers);
}

static enum na_code put_spots(struct na_site *site, struct na_site_walks *walks,
                              struct na_site_reach *existing, struct na_site_reach *candidates,
                              uint32_t *numbers, struct cells *cells)
{
    const uint32_t zero = 0;
    enum na_code code = na_buffer_append(&cells->starts, &zero, sizeof zero);
    for (size_t i = 0; i < site->spot_count && code == NA_OK; i++) {
        struct na_site_spot *spot = &site->spots[i];
        uint32_t count = walks->search != NULL
                             ? walk_from(site, walks, i, existing, candidates, numbers)
                             : go_straight(spot, existing, candidates, numbers);
        if (count > 0) {
            code = put(cells, numbers, count, spot->units, &spot->cell);
        }
    }
    return code;
}

static enum na_code make_problem(const struct na_site *site, const struct cells *cells,
                                 struct na_site_problem *ret_problem, struct na_error *reterr)
{
    return na_site_problem_init((const uint64_t *)(const void *)cells->weights.data,
                                (const uint32_t *)(const void *)cells->starts.data,
                                (const uint32_t *)(const void *)cells->lists.data, cells->count,
                                site->candidate_count, ret_problem, reterr);
}

static enum na_code find_cells(struct na_site *site, struct na_site_reach *existing,
                               struct na_site_reach *candidates,
                               struct na_site_problem *ret_problem, struct na_error *reterr)
{
    struct cells cells;
    cells_init(&cells);
    enum na_code code = NA_ERR_MEMORY;
    struct na_site_walks walks = {.search = NULL};
    size_t most =
        site->existing.count > site->candidate_count ? site->existing.count : site->candidate_count;
    uint32_t *numbers = calloc(most + 1, sizeof numbers[0]);
    if (numbers != NULL) {
        code = na_site_walks_init(site, &walks, reterr);
    }
    if (code == NA_OK) {
        code = put_spots(site, &walks, existing, candidates, numbers, &cells);
    }
    na_site_walks_fini(&walks);
    if (code == NA_ERR_LIMIT) {
        (void)na_fail(reterr, code, "Too many candidates are near each other");
        (void)na_fail_at(reterr, code, NULL, 0, NULL,
                         "Take fewer candidates or a shorter distance");
    } else if (code != NA_OK) {
        code = na_fail_memory(reterr, "gathering the demand");
    } else {
        code = make_problem(site, &cells, ret_problem, reterr);
    }
    free(numbers);
    cells_fini(&cells);
    return code;
}

/* Reach of the assets that cover already, and of the candidates. */
static enum na_code make_reaches(const struct na_site *site, struct na_lonlat *places,
                                 struct na_site_reach *existing, struct na_site_reach *candidates,
                                 struct na_error *reterr)
{
    for (uint32_t i = 0; i < site->existing.count; i++) {
        struct na_asset asset;
        na_snapshot_asset(site->snapshot, site->existing.numbers[i], &asset);
        places[i] = asset.at;
    }
    /* Of walks the straight reach is a first sieve. */
    double within_m =
        site->question.within_m + (site->question.by_walk ? NA_SITE_WALK_SLACK_M : 0.0);
    enum na_code code =
        na_site_reach_init(places, site->existing.count, within_m, existing, reterr);
    if (code != NA_OK) {
        return code;
    }
    for (uint32_t i = 0; i < site->candidate_count; i++) {
        places[i] = site->candidates[i].at;
    }
    return na_site_reach_init(places, site->candidate_count, within_m, candidates, reterr);
}

enum na_code na_site_cells_make(struct na_site *site, struct na_site_problem *ret_problem,
                                struct na_error *reterr)
{
    struct na_site_reach existing = {.places = NULL};
    struct na_site_reach candidates = {.places = NULL};
    size_t most =
        site->existing.count > site->candidate_count ? site->existing.count : site->candidate_count;
    struct na_lonlat *places = calloc(most + 1, sizeof places[0]);
    if (places == NULL) {
        return na_fail_memory(reterr, "gathering the demand");
    }
    enum na_code code = make_reaches(site, places, &existing, &candidates, reterr);
    if (code == NA_OK) {
        code = find_cells(site, &existing, &candidates, ret_problem, reterr);
    }
    na_site_reach_fini(&candidates);
    na_site_reach_fini(&existing);
    free(places);
    return code;
}
