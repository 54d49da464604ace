/* Neighbours are kept as one list with a start for each cell. Grids and hexagons know their
 * neighbours by number; areas are neighbours if one covers a vertex of the other. The list has a
 * limit, and the message says what to make larger or shorter. */
#include "hotspots/links.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* Cells are linked one after another. */
struct linking {
    const struct na_cell_set *set;
    struct na_buffer items; /* uint32_t */
    size_t *starts;
    enum na_code failed;
};

static void link_to(struct linking *linking, uint32_t to)
{
    if (linking->failed == NA_OK) {
        linking->failed = na_buffer_append(&linking->items, &to, sizeof to);
    }
}

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b ? 1 : 0;
}

/* The links of cell `i` are all there: in order. */
static void end_cell(struct linking *linking, uint32_t i)
{
    size_t end = linking->items.length / sizeof(uint32_t);
    size_t start = linking->starts[i];
    if (end > start) {
        qsort(linking->items.data + start * sizeof(uint32_t), end - start, sizeof(uint32_t),
              compare_numbers);
    }
    linking->starts[i + 1] = end;
}

static void link_touching(struct linking *linking, uint32_t i)
{
    struct na_plane_cell neighbours[NA_CELL_NEIGHBOURS_MAX];
    const struct na_cell_set *set = linking->set;
    size_t count = na_cells_neighbours(&set->cells, set->items[i], neighbours);
    for (size_t n = 0; n < count; n++) {
        uint32_t number = na_cell_set_find(set, neighbours[n]);
        if (number != NA_CELL_NONE) {
            link_to(linking, number);
        }
    }
}

static bool is_within(struct na_grid a, struct na_grid b, double band_m)
{
    double east_m = a.easting_m - b.easting_m, north_m = a.northing_m - b.northing_m;
    return east_m * east_m + north_m * north_m <= band_m * band_m;
}

static void link_band(struct linking *linking, uint32_t i, double band_m)
{
    const struct na_cell_set *set = linking->set;
    struct na_grid centre = na_cell_set_centre(set, i);
    if (!na_cells_are_equal(&set->cells)) {
        for (uint32_t j = 0; j < set->count; j++) {
            if (j != i && is_within(centre, na_cell_set_centre(set, j), band_m)) {
                link_to(linking, j);
            }
        }
        return;
    }
    struct na_cell_block block = na_cells_block(&set->cells, centre, centre, band_m);
    for (int32_t row = block.low.row; row <= block.high.row; row++) {
        for (int32_t column = block.low.column; column <= block.high.column; column++) {
            uint32_t j = na_cell_set_find(set, (struct na_plane_cell){column, row});
            if (j != NA_CELL_NONE && j != i &&
                is_within(centre, na_cell_set_centre(set, j), band_m)) {
                link_to(linking, j);
            }
        }
    }
}

/* Pairs of areas, both ways, sorted and each once. */
static int compare_pairs(const void *left, const void *right)
{
    int first = compare_numbers(left, right);
    return first != 0 ? first
                      : compare_numbers((const uint32_t *)left + 1, (const uint32_t *)right + 1);
}

/* Every area that covers a vertex of area `i` is its neighbour, and the other way round. */
static enum na_code pair_area(const struct na_cell_set *set, uint32_t i, struct na_buffer *pairs)
{
    struct na_area area;
    struct na_ring ring;
    enum na_code code = NA_OK;
    uint32_t last[2] = {NA_AREA_NONE, NA_AREA_NONE};
    na_snapshot_area(set->snapshot, set->layer, i, &area);
    for (uint32_t r = 0; r < area.ring_count; r++) {
        na_snapshot_ring(set->snapshot, &area, r, &ring);
        for (uint32_t v = 0; v < ring.count && code == NA_OK; v++) {
            struct na_cover cover = {.count = 0};
            struct na_lonlat at = na_ring_vertex(&ring, v);
            code = na_area_index_cover(&set->layer->lonlat, at.lon_deg, at.lat_deg, &cover);
            for (uint32_t c = 0; c < cover.count && code == NA_OK; c++) {
                uint32_t there[2] = {i, cover.areas[c]}, back[2] = {cover.areas[c], i};
                /* A long common boundary says the same again and again. */
                if (there[1] == i || memcmp(there, last, sizeof last) == 0) {
                    continue;
                }
                memcpy(last, there, sizeof last);
                code = na_buffer_append(pairs, there, sizeof there);
                code = code == NA_OK ? na_buffer_append(pairs, back, sizeof back) : code;
            }
        }
    }
    return code;
}

static void link_areas(struct linking *linking)
{
    const struct na_cell_set *set = linking->set;
    struct na_buffer pairs;
    na_buffer_init(&pairs, 4 * NA_HOTSPOT_LINKS_MAX * sizeof(uint32_t));
    for (uint32_t i = 0; i < set->count && linking->failed == NA_OK; i++) {
        linking->failed = pair_area(set, i, &pairs);
    }
    size_t count = pairs.length / (2 * sizeof(uint32_t));
    const uint32_t *pair = (const uint32_t *)(const void *)pairs.data;
    if (count > 0) {
        qsort(pairs.data, count, 2 * sizeof(uint32_t), compare_pairs);
    }
    size_t at = 0;
    for (uint32_t i = 0; i < set->count && linking->failed == NA_OK; i++) {
        for (; at < count && pair[2 * at] == i; at++) {
            if (at == 0 || compare_pairs(&pair[2 * at - 2], &pair[2 * at]) != 0) {
                link_to(linking, pair[2 * at + 1]);
            }
        }
        end_cell(linking, i);
    }
    na_buffer_fini(&pairs);
}

static void link_all(struct linking *linking, double band_m)
{
    const struct na_cell_set *set = linking->set;
    if (band_m <= 0 && !na_cells_are_equal(&set->cells)) {
        link_areas(linking);
        return;
    }
    for (uint32_t i = 0; i < set->count && linking->failed == NA_OK; i++) {
        if (band_m > 0) {
            link_band(linking, i, band_m);
        } else {
            link_touching(linking, i);
        }
        end_cell(linking, i);
    }
}

static const char *kind_of(const struct na_cell_set *set, double band_m)
{
    if (band_m > 0) {
        return na_cells_are_equal(&set->cells) ? "distance band between centres"
                                               : "distance band between centroids";
    }
    return set->cells.kind == NA_CELLS_GRID  ? "queen contiguity (a shared side or corner)"
           : set->cells.kind == NA_CELLS_HEX ? "contiguity of hexagons (a shared side)"
                                             : "contiguity (a shared boundary or point)";
}

enum na_code na_hotspot_links_make(const struct na_cell_set *set, double band_m,
                                   struct na_hotspot_links *ret_links, struct na_error *reterr)
{
    struct linking linking = {.set = set, .failed = NA_OK};
    na_buffer_init(&linking.items, NA_HOTSPOT_LINKS_MAX * sizeof(uint32_t));
    linking.starts = calloc(set->count + 1, sizeof *linking.starts);
    linking.failed = linking.starts == NULL ? NA_ERR_MEMORY : NA_OK;
    if (linking.failed == NA_OK) {
        link_all(&linking, band_m);
    }
    if (linking.failed != NA_OK) {
        na_buffer_fini(&linking.items);
        free(linking.starts);
        (void)na_fail(reterr, linking.failed, "The neighbours of %zu cells do not fit", set->count);
        return na_fail_at(reterr, linking.failed, NULL, 0, band_m > 0 ? "band" : "by",
                          "Choose larger cells or a shorter band");
    }
    struct na_hotspot_links links = {
        kind_of(set, band_m),           band_m, set->count, linking.starts,
        na_buffer_take(&linking.items), 0};
    for (size_t i = 0; i < set->count; i++) {
        links.islands += links.starts[i + 1] == links.starts[i] ? 1 : 0;
    }
    *ret_links = links;
    return NA_OK;
}

void na_hotspot_links_fini(struct na_hotspot_links *links)
{
    free(links->starts);
    free(links->items);
    *links = (struct na_hotspot_links){.kind = ""};
}
