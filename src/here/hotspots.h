/* here/hotspots.h - areas of a kind (hotspots, patrol areas, orders) looked up by place and by
 * day, and the ready tables of the pack with the ward's place in them. Finding hotspots in rows is
 * another question: hotspots/find.h. */
#ifndef NA_HERE_HOTSPOTS_H
#define NA_HERE_HOTSPOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/ready_tables.h"
#include "data/snapshot.h"
#include "question/question.h"
#include "question/warnings.h"
#include "ward/ward.h"

/* The kind asked for when none is named. */
#define NA_HOTSPOT_KIND "hotspot"
/* Most areas at a position that are listed; more is a warning. */
#define NA_HOTSPOTS_MAX 64

struct na_hotspots_question {
    bool has_position; /* false: the list of all */
    struct na_position position;
    bool as_at_given;
    int32_t as_at;
    const char *kind;
    const struct na_layer *wards; /* vintage of the day, or the newest; NULL: the pack has none */
    bool none_valid;              /* no vintage is valid on the day */
};

/* An area at or near the position. */
struct na_hotspot {
    const struct na_layer *layer;
    uint32_t area; /* within the layer */
    bool on_boundary;
    double boundary_distance_m; /* WGS84 geodesic to the nearest point of its own boundary */
    double bearing_deg;         /* towards that point; NAN when it is the position */
    bool certain;               /* the boundary is farther than position and drawing may be off */
};

struct na_hotspots_list {
    struct na_hotspot items[NA_HOTSPOTS_MAX]; /* by layer, then code */
    size_t count;
};

struct na_hotspots_answer {
    struct na_hotspots_question question;
    struct na_hotspots_list inside;    /* covers the position, valid on the day */
    struct na_hotspots_list possible;  /* valid, does not cover it, but may: see `certain` */
    struct na_hotspots_list not_valid; /* covers it, not valid on the day */
    bool has_nearest;                  /* inside is empty, and an area is valid on the day */
    struct na_hotspot nearest;
    bool certain;         /* every valid area that may cover the position does for certain */
    double uncertainty_m; /* of the position and the most roughly drawn of these layers */
    bool has_ward;        /* there are wards, and the position is where they are indexed */
    struct na_ward_answer ward;
    struct na_warnings warnings;
};

extern const struct na_param_specs na_hotspots_params; /* a position or none, as_at, kind, f */
extern const struct na_question na_question_hotspots;

/* Read the question (params passed na_params_check). Errors: those of na_position_read;
 * NA_ERR_KIND_UNKNOWN when a kind is named that no layer of areas has. */
NA_MUST_USE enum na_code na_hotspots_read(struct na_session *session, const struct na_param *params,
                                          size_t count, int32_t today,
                                          struct na_hotspots_question *ret_question,
                                          struct na_error *reterr);
/* Answer it; with a position, find the areas. Errors: NA_ERR_OUTSIDE (easting/northing beyond the
 * transformation), NA_ERR_CORRUPT. */
NA_MUST_USE enum na_code na_hotspots_find(const struct na_snapshot *snapshot,
                                          const struct na_hotspots_question *question,
                                          struct na_hotspots_answer *ret_answer,
                                          struct na_error *reterr);

/* The row of the position's ward in a table, by the table's own vintage: *ret_ward is that ward's
 * number or NA_AREA_NONE, *ret_row the row. Returns false when there is no ward or it is not
 * listed. *ret_certain: as of the ward. */
bool na_hotspots_table_row(const struct na_snapshot *snapshot,
                           const struct na_hotspots_answer *answer,
                           const struct na_ready_table *table, uint32_t *ret_ward,
                           struct na_ready_row *ret_row, bool *ret_certain);

/* What the pack has of hotspots: JSON, GeoJSON (the areas of the kind), text. */
extern const struct na_question na_question_hotspots;
na_answer na_answer_hotspots;
#endif
