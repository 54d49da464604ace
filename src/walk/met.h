/* walk/met.h - which parts of the streets the places of a circle meet, each of them meeting the
 * nearest part of each component (na_street_snap).
 *
 * All is worked in the plane of the radii of curvature at the centre, in metres from it; `eps_m`
 * allows for what that is off, and for roundings to whole millimetres. */
#ifndef NA_WALK_MET_H
#define NA_WALK_MET_H

#include "geo/street_net.h"

#define NA_WALK_PARTS_MAX 2048
#define NA_WALK_EDGES_MAX 512

struct na_walk_line {
    double x, y, dx, dy;
};

/* A straight part of an edge within reach. */
struct na_walk_part {
    struct na_walk_line line;
    uint32_t mm, length_mm; /* where it begins along its edge */
    uint16_t component;     /* its number among the snaps */
    bool is_covered;
    bool is_met; /* from `low` to `high` of 0 to 1 at most */
    double low, high;
};

/* Its parts stand together, up to the first of the next. */
struct na_walk_near_edge {
    uint32_t edge;
    uint32_t first_part;
};

struct na_walk_met {
    const struct na_street_net *net;
    struct na_lonlat at;
    double radius_m, snap_m;
    double lon_m, lat_m, eps_m;
    struct na_street_snaps snaps;        /* a component each, as far as a place may meet it */
    double reach_m[NA_STREET_SNAPS_MAX]; /* of a component, from the centre */
    struct na_walk_part parts[NA_WALK_PARTS_MAX];
    size_t part_count;
    struct na_walk_near_edge edges[NA_WALK_EDGES_MAX];
    size_t edge_count;
    bool is_doubtful; /* they are too many, or a bridge that hangs on nothing is among them */
};

/* All that a place within `radius_m` of `at` may meet, within `snap_m` of it. */
void na_walk_met_gather(const struct na_street_net *net, struct na_lonlat at, double radius_m,
                        double snap_m, struct na_walk_met *ret_met);
/* Look closer: unmark what no place meets after all. */
void na_walk_met_mark(struct na_walk_met *met);
/* One past the last part of an edge, by its number among the edges. */
size_t na_walk_met_part_end(const struct na_walk_met *met, size_t edge);
/* The part of an edge that is met, in millimetres along it, and its component; false: none. */
bool na_walk_met_of_edge(const struct na_walk_met *met, size_t edge, uint32_t *ret_from_mm,
                         uint32_t *ret_to_mm, size_t *ret_component);

/* How far each component is from a point, for whoever stands within `h_m` of it: less than that,
 * and h_m more, at most. INFINITY: it may be met by none. */
void na_walk_met_near(const struct na_walk_met *met, double x, double y, double h_m,
                      double ret_near_m[NA_STREET_SNAPS_MAX]);
/* How far from the point the parts of a component may be that those meet. */
double na_walk_met_reach_m(const struct na_walk_met *met, double near_m, double h_m,
                           bool is_covered);

/* How far a point is from a line. */
double na_walk_line_off_m(const struct na_walk_line *line, double x, double y);
/* Which of a line is within `radius_m` of a point, from 0 to 1; false: nothing. */
bool na_walk_line_clip(const struct na_walk_line *line, double x, double y, double radius_m,
                       double *ret_low, double *ret_high);

#endif
