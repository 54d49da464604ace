/* The ward of a point and its boundary distance, asked by longitude and latitude and by easting and
 * northing: two indexes, two kinds of measuring, one answer. On the real wards of 2020 with OSTN15.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "question/session_state.h"
#include "support/query_pack.h"
#include "support/random.h"
#include "ward/ward.h"

#define POINTS 100000
/* Nearer to an edge than this the two ways may differ: a straight grid edge is drawn in degrees to
 * within 1 cm, and the transformation goes there and back. */
#define EDGE_M 0.1
/* How far apart the two distances may be: 1 cm of drawing and 2 of transforming; the share by which
 * the National Grid differs over Teesside from the mean scale that boundary.h allows for; and what
 * the flat metric that finds the edge in degrees can be wrong by when another edge of the same ward
 * is as near, tan(lat) distance^2 / 2R. */
#define APART_M 0.03
#define APART_SHARE 4e-5
#define APART_SQUARE_PER_M 1.2e-7

struct tally {
    size_t inside;
    size_t near_edge;
    double worst_m;
    double worst_share;
};

static struct na_ward_answer find(const struct query_pack *pack,
                                  const struct na_ward_question *question)
{
    struct na_ward_answer answer;
    assert_int_equal(na_ward_find(pack->snapshot, question, &answer, NULL), NA_OK);
    return answer;
}

/* The same point as two questions of the vintage "2020". */
static void make_questions(const struct query_pack *pack, const struct na_crs *crs,
                           struct na_grid grid, struct na_ward_question *by_grid,
                           struct na_ward_question *by_degrees)
{
    *by_grid = (struct na_ward_question){.layer = na_snapshot_layer(pack->snapshot, 0)};
    by_grid->position = (struct na_position){
        .source = NA_POSITION_EASTING_NORTHING, .has_lonlat = true, .has_grid = true, .grid = grid};
    assert_int_equal(na_crs_to_lonlat(crs, grid, &by_grid->position.at, NULL), NA_OK);
    *by_degrees = *by_grid;
    by_degrees->position.source = NA_POSITION_LAT_LON;
    by_degrees->position.has_grid = false;
}

static void compare(const struct query_pack *pack, const struct na_crs *crs, struct na_grid grid,
                    struct tally *tally)
{
    struct na_ward_question by_grid;
    struct na_ward_question by_degrees;
    make_questions(pack, crs, grid, &by_grid, &by_degrees);
    struct na_ward_answer a = find(pack, &by_grid);
    struct na_ward_answer b = find(pack, &by_degrees);
    double apart_m = fabs(a.boundary_distance_m - b.boundary_distance_m);
    double share = apart_m / fmax(a.boundary_distance_m, 1000.0);
    tally->inside += a.match == NA_MATCH_INSIDE;
    tally->worst_m = fmax(tally->worst_m, a.boundary_distance_m < 1000.0 ? apart_m : 0.0);
    tally->worst_share = fmax(tally->worst_share, share);
    if (a.boundary_distance_m <= EDGE_M) {
        tally->near_edge++;
        return;
    }
    double distance_m = a.boundary_distance_m;
    double allowed_m = APART_M + distance_m * (APART_SHARE + APART_SQUARE_PER_M * distance_m);
    if (a.ward != b.ward || a.match != b.match || apart_m > allowed_m) {
        print_error("easting=%.6f northing=%.6f: ward %u or %u, distance %.4f or %.4f\n",
                    grid.easting_m, grid.northing_m, a.ward, b.ward, a.boundary_distance_m,
                    b.boundary_distance_m);
    }
    assert_int_equal(a.ward, b.ward);
    assert_int_equal(a.match, b.match);
    assert_true(apart_m <= allowed_m);
}

static void both_ways_agree_away_from_edges(void **state)
{
    (void)state;
    struct query_pack pack;
    if (!query_pack_open_tees(&pack)) {
        skip();
    }
    struct test_random random = test_random_start("ward_ways");
    const struct na_crs *crs = NULL;
    struct tally tally = {0};
    assert_int_equal(na_session_crs(pack.session, &crs, NULL), NA_OK);
    for (size_t i = 0; i < POINTS; i++) {
        struct na_grid grid = {test_random_between(&random, 433000.0, 479000.0),
                               test_random_between(&random, 505000.0, 541000.0)};
        compare(&pack, crs, grid, &tally);
    }
    print_message("%d points, %zu in a ward, %zu at an edge; distances apart at most %.4f m below "
                  "1 km, %.2e of it beyond\n",
                  POINTS, tally.inside, tally.near_edge, tally.worst_m, tally.worst_share);
    assert_true(tally.inside > POINTS / 4);
    assert_true(tally.near_edge < POINTS / 1000);
    query_pack_end(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ways_agree_away_from_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
