/* Is the first result the nearest from wherever the question and the assets may really be?
 *
 * The claim, when the order is called stable: for every point q' within r metres of the position
 * asked for, every point i' within a_i of the first asset i and every point j' within a_j of any
 * other asset j that the filters let through, d(q', j') > d(q', i').
 *
 * Two tests, either of which is enough for j. With d_i, d_j the distances from the position asked:
 *   1. d_j - d_i > a_i + a_j + 2 r: the triangle inequality.
 *   2. min over q' of (d(q', j) - d(q', i)) > a_i + a_j. The difference has its least value on the
 *      rim of the circle (inside it has no stationary point but on the ray from i through j beyond
 *      j, where it is constant and which leaves the circle through the rim), and changes by at most
 *      twice what q' moves: so its values at RIM points of the rim, less 2 pi r / RIM, bound it.
 *      Worked in the plane of azimuth and distance around the position, whose error over PLANE_M
 *      is below DISTORTION of the distances (d^2 / 3 R^2, twice over).
 * Not stable means that neither test could exclude j: it may be the nearest, not that it is. */
#include <math.h>

#include "geo/earth.h"
#include "geo/geodesic.h"
#include "nearest/private.h"

#define RIM 128
#define PLANE_M 50000.0
#define DISTORTION 5e-5

struct plane_point {
    double east_m, north_m;
};

static struct plane_point in_plane(struct na_lonlat from, const struct na_asset *asset)
{
    double distance_m = 0.0;
    double bearing_deg = 0.0;
    na_geodesic_inverse(from, asset->at, &distance_m, &bearing_deg);
    double angle = bearing_deg * (NA_PI / 180.0);
    return (struct plane_point){distance_m * sin(angle), distance_m * cos(angle)};
}

/* hypot() takes care of sizes that a plane of PLANE_M does not have, at ten times the cost. */
static double length_m(double east_m, double north_m)
{
    return sqrt(east_m * east_m + north_m * north_m);
}

/* A lower bound of how much farther `second` is than `first`, from anywhere in the circle. */
static double least_difference_m(struct na_lonlat from, double radius_m,
                                 const struct na_asset *first, const struct na_asset *second)
{
    struct plane_point a = in_plane(from, first);
    struct plane_point b = in_plane(from, second);
    double far_m = hypot(a.east_m, a.north_m) + hypot(b.east_m, b.north_m) + radius_m;
    double least_m = INFINITY;
    if (far_m > PLANE_M) {
        return -INFINITY; /* too far for the plane: the first test has to do */
    }
    for (int i = 0; i < RIM; i++) {
        double east_m = radius_m * sin(2.0 * NA_PI * i / RIM);
        double north_m = radius_m * cos(2.0 * NA_PI * i / RIM);
        least_m = fmin(least_m, length_m(b.east_m - east_m, b.north_m - north_m) -
                                    length_m(a.east_m - east_m, a.north_m - north_m));
    }
    return least_m - 2.0 * NA_PI * radius_m / RIM - DISTORTION * far_m;
}

static bool may_be_nearest(const struct na_nearest_answer *answer, const struct na_asset *first,
                           double first_m, const struct na_asset *second, double second_m)
{
    double radius_m = answer->question.position.accuracy_m;
    double assets_m = first->accuracy_m + second->accuracy_m;
    if (second_m - first_m > assets_m + 2.0 * radius_m) {
        return false;
    }
    /* So it is from the position asked for already, as with postcodes in a town. */
    if (second_m - first_m <= assets_m) {
        return true;
    }
    return radius_m <= 0.0 ||
           least_difference_m(answer->question.position.at, radius_m, first, second) <= assets_m;
}

static double worst_accuracy_m(const struct na_nearest_question *question)
{
    double worst_m = 0.0;
    for (size_t i = 0; i < question->kind_count; i++) {
        worst_m = fmax(worst_m, question->kinds[i]->worst_accuracy_m);
    }
    return worst_m;
}

/* The first of `hits` after the first that may be nearest; false: none. */
static bool find_rival(const struct na_snapshot *snapshot, const struct na_nearest_answer *answer,
                       const struct na_nearest *found, uint32_t *ret_rival)
{
    struct na_asset first;
    const struct na_point_hit *nearest = &answer->found.hits[0];
    na_snapshot_asset(snapshot, nearest->point, &first);
    for (size_t i = 0; i < found->count; i++) {
        struct na_asset second;
        if (found->hits[i].point == nearest->point) {
            continue;
        }
        na_snapshot_asset(snapshot, found->hits[i].point, &second);
        if (may_be_nearest(answer, &first, nearest->distance_m, &second,
                           found->hits[i].distance_m)) {
            *ret_rival = found->hits[i].point;
            return true;
        }
    }
    return false;
}

/* Among all assets within reach, however far down the list: one whose position is hardly known may
 * be nearer than many that are known well. */
static bool find_far_rival(const struct na_snapshot *snapshot,
                           const struct na_nearest_answer *answer, uint32_t *ret_rival)
{
    struct na_asset first;
    na_snapshot_asset(snapshot, answer->found.hits[0].point, &first);
    double reach_m = answer->found.hits[0].distance_m + first.accuracy_m +
                     worst_accuracy_m(&answer->question) +
                     2.0 * answer->question.position.accuracy_m;
    if (answer->found.count > 1 &&
        answer->found.hits[answer->found.count - 1].distance_m > reach_m) {
        return false; /* the results have them all */
    }
    struct na_nearest_filter filter = na_nearest_filter_of(snapshot, &answer->question);
    struct na_nearest near;
    na_nearest_search(&filter, reach_m, NA_NEAREST_MAX, na_nearest_wanted, &near);
    if (find_rival(snapshot, answer, &near, ret_rival)) {
        return true;
    }
    if (near.count == NA_NEAREST_MAX) {
        *ret_rival = near.hits[near.count - 1].point; /* what lies beyond it was not looked at */
        return true;
    }
    return false;
}

static void warn_of_rival(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    struct na_asset first;
    struct na_asset second;
    na_snapshot_asset(snapshot, answer->found.hits[0].point, &first);
    na_snapshot_asset(snapshot, answer->rival, &second);
    double radius_m = answer->question.position.accuracy_m;
    bool blurred = first.accuracy_m + second.accuracy_m > 0.0;
    if (blurred) {
        na_warn(&answer->warnings, "position-approximate",
                "%.150s could be nearer than %.150s: their positions are known to %.0f m and %.0f "
                "m only",
                second.name, first.name, second.accuracy_m, first.accuracy_m);
    }
    if (radius_m > 0.0) {
        na_warn(
            &answer->warnings, "query-approximate",
            "%.150s could be nearer than %.150s: the position asked for is known to %.0f m only",
            second.name, first.name, radius_m);
    }
    if (!blurred && radius_m <= 0.0) {
        na_warn(&answer->warnings, "equally-near", "%.150s is as near as %.150s", second.name,
                first.name);
    }
}

void na_nearest_order(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    answer->order_stable = true;
    if (answer->found.count == 0) {
        return;
    }
    if (find_rival(snapshot, answer, &answer->found, &answer->rival) ||
        find_far_rival(snapshot, answer, &answer->rival)) {
        answer->order_stable = false;
        warn_of_rival(snapshot, answer);
    }
}
