/* Boxes around rows of postcodes: the nearest box first gives a bound, by which nearly all others
 * are passed over. */
#include "data/postcode_near.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"

#define ROW 64u

static uint32_t rows_of(uint32_t count)
{
    return count / ROW + (count % ROW != 0);
}

static bool is_fit(const struct na_flat_postcode *postcode)
{
    return (postcode->east &
            (NA_POSTCODE_NO_POSITION | NA_POSTCODE_IN_DEGREES | NA_POSTCODE_TERMINATED)) == 0;
}

static const struct na_postcode_box empty = {INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN};

static void widen(struct na_postcode_box *box, const struct na_postcode_box *by)
{
    box->west = by->west < box->west ? by->west : box->west;
    box->south = by->south < box->south ? by->south : box->south;
    box->east = by->east > box->east ? by->east : box->east;
    box->north = by->north > box->north ? by->north : box->north;
}

enum na_code na_postcode_boxes_init(struct na_postcode_boxes *ret_boxes,
                                    const struct na_flat_postcode *postcodes, uint32_t count,
                                    struct na_error *reterr)
{
    uint32_t rows = rows_of(count);
    uint32_t all = rows + rows_of(rows);
    struct na_postcode_box *boxes = malloc(((size_t)all + 1) * sizeof *boxes);
    if (boxes == NULL) {
        return na_fail_memory(reterr, "opening postcodes");
    }
    for (uint32_t i = 0; i < all; i++) {
        boxes[i] = empty;
    }
    for (uint32_t i = 0; i < count; i++) {
        int32_t east_m = (int32_t)(postcodes[i].east & NA_POSTCODE_EAST_MASK);
        int32_t north_m = (int32_t)(postcodes[i].north & NA_POSTCODE_NORTH_MASK);
        const struct na_postcode_box place = {east_m, north_m, east_m, north_m};
        if (is_fit(&postcodes[i])) {
            widen(&boxes[i / ROW], &place);
        }
    }
    for (uint32_t i = 0; i < rows; i++) {
        widen(&boxes[rows + i / ROW], &boxes[i]);
    }
    *ret_boxes = (struct na_postcode_boxes){boxes, rows};
    return NA_OK;
}

void na_postcode_boxes_fini(struct na_postcode_boxes *boxes)
{
    free(boxes->boxes);
    boxes->boxes = NULL;
}

struct search {
    const struct na_postcode_boxes *boxes;
    const struct na_flat_postcode *postcodes;
    uint32_t count;
    struct na_grid from;
    uint32_t best;
    double best_m2;
};

/* The square of the distance: rounded, it is no more than that of any place in the box, as each
 * step of it keeps the order. */
static double box_m2(const struct search *search, const struct na_postcode_box *box)
{
    double west = box->west - search->from.easting_m;
    double east = search->from.easting_m - box->east;
    double south = box->south - search->from.northing_m;
    double north = search->from.northing_m - box->north;
    double dx = west > east ? west : east;
    double dy = south > north ? south : north;
    dx = dx > 0.0 ? dx : 0.0;
    dy = dy > 0.0 ? dy : 0.0;
    return box->west > box->east ? INFINITY : dx * dx + dy * dy;
}

static void look_at_row(struct search *search, uint32_t row)
{
    uint32_t end = search->count - row * ROW < ROW ? search->count : (row + 1) * ROW;
    for (uint32_t i = row * ROW; i < end; i++) {
        const struct na_flat_postcode *postcode = &search->postcodes[i];
        double east_m = (postcode->east & NA_POSTCODE_EAST_MASK) - search->from.easting_m;
        double north_m = (postcode->north & NA_POSTCODE_NORTH_MASK) - search->from.northing_m;
        double m2 = east_m * east_m + north_m * north_m;
        /* == on doubles: as near is as near, and the first is taken. */
        if ((m2 < search->best_m2 || (m2 == search->best_m2 && i < search->best)) &&
            is_fit(postcode)) {
            search->best_m2 = m2;
            search->best = i;
        }
    }
}

/* The nearest of the boxes from `first` up to `end`. */
static uint32_t nearest_box(const struct search *search, uint32_t first, uint32_t end)
{
    uint32_t best = first;
    double best_m2 = INFINITY;
    for (uint32_t i = first; i < end; i++) {
        double m2 = box_m2(search, &search->boxes->boxes[i]);
        best = m2 < best_m2 ? i : best;
        best_m2 = m2 < best_m2 ? m2 : best_m2;
    }
    return best;
}

bool na_postcode_boxes_nearest(const struct na_postcode_boxes *boxes,
                               const struct na_flat_postcode *postcodes, uint32_t count,
                               struct na_grid from, uint32_t *ret_i)
{
    struct search search = {boxes, postcodes, count, from, count, INFINITY};
    uint32_t rows = boxes->rows;
    uint32_t groups = rows_of(rows);
    if (count == 0) {
        return false;
    }
    uint32_t near = nearest_box(&search, rows, rows + groups) - rows;
    uint32_t end = (near + 1) * ROW < rows ? (near + 1) * ROW : rows;
    look_at_row(&search, nearest_box(&search, near * ROW, end));
    for (uint32_t group = 0; group < groups; group++) {
        if (box_m2(&search, &boxes->boxes[rows + group]) > search.best_m2) {
            continue;
        }
        end = (group + 1) * ROW < rows ? (group + 1) * ROW : rows;
        for (uint32_t row = group * ROW; row < end; row++) {
            double m2 = box_m2(&search, &boxes->boxes[row]);
            if (m2 <= search.best_m2 && m2 < (double)INFINITY) {
                look_at_row(&search, row);
            }
        }
    }
    *ret_i = search.best < count ? search.best : *ret_i;
    return search.best < count;
}
