/* The box of all wards and postcodes, widened by the margin of the pack. A pack without them has
 * the box of what else it holds. The box is made once a session. Without a box nothing is
 * refused. */
#include "locate/area.h"

#include <math.h>

#include "data/places.h"
#include "geo/earth.h"

static void widen(struct na_bbox *box, struct na_lonlat at)
{
    box->west_deg = fmin(box->west_deg, at.lon_deg);
    box->east_deg = fmax(box->east_deg, at.lon_deg);
    box->south_deg = fmin(box->south_deg, at.lat_deg);
    box->north_deg = fmax(box->north_deg, at.lat_deg);
}

static void widen_by_wards(const struct na_snapshot *snapshot, struct na_bbox *box)
{
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        for (uint32_t j = 0; layer->role == NA_LAYER_WARDS && j < layer->area_count; j++) {
            struct na_area area;
            na_snapshot_area(snapshot, layer, j, &area);
            widen(box, (struct na_lonlat){area.west, area.south});
            widen(box, (struct na_lonlat){area.east, area.north});
        }
    }
}

/* By the corners of the box of the postcodes in metres: it is turned a little against degrees, far
 * less than the margin. */
static void widen_by_postcodes(struct na_session *session, struct na_bbox *box)
{
    struct na_postcode_extent extent = {.placed = 0};
    const struct na_crs *crs = NULL;
    if (na_snapshot_postcode_count(session->snapshot) == 0) {
        return;
    }
    na_snapshot_postcode_extent(session->snapshot, 0, NA_POSTCODE_KEYS, &extent);
    if (extent.placed == 0 || na_session_crs(session, &crs, NULL) != NA_OK) {
        return;
    }
    for (int corner = 0; corner < 4; corner++) {
        struct na_grid grid = {(corner & 1) != 0 ? extent.east_m : extent.west_m,
                               (corner & 2) != 0 ? extent.north_m : extent.south_m};
        struct na_lonlat at;
        if (na_crs_to_lonlat(crs, grid, &at, NULL) == NA_OK) {
            widen(box, at);
        }
    }
}

/* The box around the wards and postcodes of the pack (its assets if it has neither), larger by the
 * pack's margin on every side. False: the pack has none of them, or the postcodes cannot be placed;
 * then nothing is outside. Made at the first call for a snapshot. */
static bool area_of(struct na_session *session, struct na_bbox *ret_box)
{
    if (!session->area_known) {
        struct na_bbox box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
        widen_by_wards(session->snapshot, &box);
        widen_by_postcodes(session, &box);
        if (!(box.west_deg <= box.east_deg)) {
            (void)na_session_interest(session, &box);
        }
        session->has_area = box.west_deg <= box.east_deg;
        if (session->has_area) {
            double lat_deg =
                na_snapshot_info(session->snapshot)->area_margin_m / NA_METRES_PER_DEGREE;
            double lon_deg =
                lat_deg / cos((box.south_deg + box.north_deg) / 2 * NA_RADIANS_PER_DEGREE);
            box = (struct na_bbox){box.west_deg - lon_deg, box.south_deg - lat_deg,
                                   box.east_deg + lon_deg, box.north_deg + lat_deg};
        }
        session->area = box;
        session->area_known = true;
    }
    *ret_box = session->area;
    return session->has_area;
}

bool na_area_holds(struct na_session *session, struct na_lonlat at)
{
    struct na_bbox box;
    return !area_of(session, &box) || na_bbox_holds(&box, at);
}
