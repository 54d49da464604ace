/* Which features a question selects: by day, by box and by property. A box selects by the geometry
 * itself and not by the box around it (/req/core/fc-bbox-response). */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "features/private.h"
#include "geo/predicate.h"

struct point {
    double x, y;
};

static bool box_holds(const struct na_bbox *box, struct point at)
{
    return at.x >= box->west_deg && at.x <= box->east_deg && at.y >= box->south_deg &&
           at.y <= box->north_deg;
}

/* Have the edge and the box a point in common? By separating axes: those of the box, then the
 * edge's own, decided exactly. */
static bool edge_meets(const struct na_bbox *box, struct point a, struct point b)
{
    if (box_holds(box, a) || box_holds(box, b)) {
        return true;
    }
    if (fmax(a.x, b.x) < box->west_deg || fmin(a.x, b.x) > box->east_deg ||
        fmax(a.y, b.y) < box->south_deg || fmin(a.y, b.y) > box->north_deg) {
        return false;
    }
    int first = na_orient(a.x, a.y, b.x, b.y, box->west_deg, box->south_deg);
    return first == 0 || first != na_orient(a.x, a.y, b.x, b.y, box->east_deg, box->south_deg) ||
           first != na_orient(a.x, a.y, b.x, b.y, box->east_deg, box->north_deg) ||
           first != na_orient(a.x, a.y, b.x, b.y, box->west_deg, box->north_deg);
}

/* Does a ray from `p` to the right cross the edge? */
static bool edge_is_crossed(struct point p, struct point a, struct point b)
{
    if ((a.y > p.y) == (b.y > p.y)) {
        return false;
    }
    int side = na_orient(a.x, a.y, b.x, b.y, p.x, p.y);
    return b.y > a.y ? side > 0 : side < 0;
}

/* A vertex in the system of the box; false where the grid does not reach. */
static bool vertex(const struct na_ring *ring, uint32_t i, const struct na_crs *crs,
                   struct point *ret_point)
{
    struct na_lonlat at = na_ring_vertex(ring, i);
    struct na_grid grid;
    if (crs == NULL) {
        *ret_point = (struct point){at.lon_deg, at.lat_deg};
        return true;
    }
    if (na_crs_to_grid(crs, at, &grid, NULL) != NA_OK) {
        return false;
    }
    *ret_point = (struct point){grid.easting_m, grid.northing_m};
    return true;
}

bool na_area_meets_box(const struct na_snapshot *snapshot, const struct na_area *area,
                       const struct na_bbox *box, const struct na_crs *crs)
{
    const struct point corner = {box->west_deg, box->south_deg};
    bool is_inside = false;
    for (uint32_t i = 0; i < area->ring_count; i++) {
        struct na_ring ring;
        struct point last = {0.0, 0.0};
        bool has_last = false;
        na_snapshot_ring(snapshot, area, i, &ring);
        for (uint32_t j = 0; j < ring.count; j++) {
            struct point here = last;
            bool has = vertex(&ring, j, crs, &here);
            if (has && has_last) {
                if (edge_meets(box, last, here)) {
                    return true;
                }
                is_inside ^= edge_is_crossed(corner, last, here);
            }
            last = here;
            has_last = has;
        }
    }
    return is_inside; /* no edge is in the box: it lies inside or outside whole */
}

static bool is_in_boxes(const struct na_snapshot *snapshot, const struct na_features_query *query,
                        const struct na_feature *feature)
{
    const struct na_crs *crs = query->box_is_grid ? na_snapshot_crs(snapshot) : NULL;
    const struct na_area *area = &feature->area;
    bool is_area = feature->collection->layer != NULL;
    const struct na_bbox around = {area->west, area->south, area->east, area->north};
    for (size_t i = 0; i < query->box_count; i++) {
        const struct na_bbox *box = &query->boxes[i];
        const struct na_asset *asset = &feature->asset;
        const struct na_bbox *first = crs == NULL           ? box
                                      : query->has_envelope ? &query->envelope
                                                            : NULL;
        if (is_area) {
            if ((first == NULL || na_bbox_meets(first, &around)) &&
                na_area_meets_box(snapshot, area, box, crs)) {
                return true;
            }
        } else if (crs == NULL ? na_bbox_holds(box, asset->at)
                               : box_holds(box, (struct point){asset->grid.easting_m,
                                                               asset->grid.northing_m})) {
            return true;
        }
    }
    return false;
}

static bool overlaps(const struct na_features_query *query, const struct na_feature *feature)
{
    bool begins_after = query->to != NA_DATE_NONE && feature->valid_from != NA_DATE_NONE &&
                        feature->valid_from > query->to;
    bool ends_before = query->from != NA_DATE_NONE && feature->valid_to != NA_DATE_NONE &&
                       feature->valid_to < query->from;
    return !begins_after && !ends_before;
}

/* Is the number written as the same text as the one asked for? */
static bool same_number(const struct na_property_value *value, const char *asked)
{
    char has[NA_NUMBER_TEXT];
    char wants[NA_NUMBER_TEXT];
    double number = 0.0;
    if (!isfinite(value->number) || !na_number_parse(na_str_of(asked), &number)) {
        return false;
    }
    na_number_trimmed(&has, value->number, value->decimals);
    na_number_trimmed(&wants, number, value->decimals);
    return strcmp(has, wants) == 0;
}

bool na_feature_is_wanted(const struct na_snapshot *snapshot,
                          const struct na_properties *properties,
                          const struct na_features_query *query, const struct na_feature *feature)
{
    if (query->has_days && !overlaps(query, feature)) {
        return false;
    }
    for (size_t i = 0; i < query->filter_count; i++) {
        struct na_property_value value;
        const struct na_features_filter *filter = &query->filters[i];
        na_property_value(snapshot, feature, &query->moment, properties, filter->property, &value);
        if (value.text != NULL ? strcmp(value.text, filter->value) != 0
                               : !same_number(&value, filter->value)) {
            return false;
        }
    }
    return !query->has_box || is_in_boxes(snapshot, query, feature);
}
