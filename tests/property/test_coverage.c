/* Coverage against what does not use it: the geodesic at random points, the sum over the areas,
 * brute force, the ellipsoid's own area of a disc, two questions instead of one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <geodesic.h>

#include "geo/geodesic.h"
#include "query/coverage_private.h"
#include "support/coverage_pack.h"
#include "support/pack.h"
#include "support/random.h"

#define PI 3.14159265358979323846

static struct na_crs *crs_of(const struct query_pack *pack)
{
    size_t length = 0;
    const void *grid = na_snapshot_grid(pack->snapshot, &length);
    struct na_crs *crs = NULL;
    assert_int_equal(na_crs_new(grid, length, &crs, NULL), NA_OK);
    return crs;
}

/* The least geodesic to an asset that counts. */
static double brute_distance(const struct na_coverage *coverage, size_t day, struct na_lonlat at,
                             uint32_t *ret_asset)
{
    double least_m = INFINITY;
    for (size_t i = 0; i < coverage->days[day].asset_count; i++) {
        struct na_asset asset;
        na_snapshot_asset(coverage->snapshot, coverage->days[day].assets[i], &asset);
        double distance_m = na_geodesic_distance_m(at, asset.at);
        if (distance_m < least_m) {
            least_m = distance_m;
            *ret_asset = coverage->days[day].assets[i];
        }
    }
    return least_m;
}

struct tally {
    uint64_t tries, hits;
    double expected, variance; /* of the hits */
};

/* Points spread evenly over the area's box, of which those in the area count. */
static void sample_area(const struct na_coverage *coverage, struct na_crs *crs, size_t number,
                        uint64_t wanted, struct test_random *random, struct tally *tally)
{
    const struct na_layer *layer = coverage->question.layer;
    const struct na_coverage_area *area = &coverage->days[0].areas[number];
    double ring_m = coverage->question.rings_m[coverage->question.within];
    double share = area->covered_m2[coverage->question.within] / area->area_m2;
    double box[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    const struct na_shape *const shapes[2] = {&area->covered, &area->gaps};
    for (size_t s = 0; s < 2; s++) {
        for (size_t i = 0; i < shapes[s]->vertex_count; i++) {
            box[0] = fmin(box[0], shapes[s]->xy[2 * i]);
            box[1] = fmin(box[1], shapes[s]->xy[2 * i + 1]);
            box[2] = fmax(box[2], shapes[s]->xy[2 * i]);
            box[3] = fmax(box[3], shapes[s]->xy[2 * i + 1]);
        }
    }
    uint64_t tries = 0;
    uint64_t hits = 0;
    while (tries < wanted) {
        struct na_grid grid = {test_random_between(random, box[0], box[2]),
                               test_random_between(random, box[1], box[3])};
        struct na_lonlat at;
        uint32_t asset = 0;
        struct na_cover cover;
        assert_int_equal(na_area_index_cover(&layer->grid, grid.easting_m, grid.northing_m, &cover),
                         NA_OK);
        bool inside = false;
        for (uint32_t i = 0; i < cover.count; i++) {
            inside = inside || cover.areas[i] == number;
        }
        if (!inside) {
            continue;
        }
        assert_int_equal(na_crs_to_lonlat(crs, grid, &at, NULL), NA_OK);
        hits += brute_distance(coverage, 0, at, &asset) <= ring_m;
        tries++;
    }
    /* Five standard deviations of so many throws, and two hits for where the binomial is skew. */
    double expected = share * (double)tries;
    double variance = expected * fmax(0.0, 1.0 - share);
    if (!(fabs((double)hits - expected) <= 5.0 * sqrt(variance) + 2.0)) {
        print_error("area %zu: share %.6f, but %llu of %llu points\n", number, share,
                    (unsigned long long)hits, (unsigned long long)tries);
        fail();
    }
    tally->tries += tries;
    tally->hits += hits;
    tally->expected += expected;
    tally->variance += variance;
}

static void sample_pack(const struct query_pack *pack, const char *query, uint64_t wanted)
{
    struct test_random random = test_random_start(query);
    struct coverage_asked asked;
    struct na_crs *crs = crs_of(pack);
    struct tally tally = {0};
    const struct na_coverage *coverage = coverage_ask(pack, query, &asked);
    size_t partly = 0;
    for (size_t i = 0; i + 1 < coverage->days[0].area_count; i++) {
        const struct na_coverage_area *area = &coverage->days[0].areas[i];
        double share = area->covered_m2[coverage->question.within] / area->area_m2;
        bool is_partly = share > 1e-6 && share < 1.0 - 1e-6;
        partly += is_partly;
        sample_area(coverage, crs, i, is_partly ? wanted : wanted / 20 + 1, &random, &tally);
    }
    print_message("%zu areas covered in part; %llu of %llu points covered, %.1f expected, standard "
                  "deviation %.1f\n",
                  partly, (unsigned long long)tally.hits, (unsigned long long)tally.tries,
                  tally.expected, sqrt(tally.variance));
    assert_true(partly > 0);
    assert_true(fabs((double)tally.hits - tally.expected) <= 4.0 * sqrt(tally.variance));
    na_coverage_free(asked.coverage);
    na_crs_free(crs);
}

/* Wards and assets of the whole grid, compiled without its file. */
static void open_scattered(struct query_pack *pack)
{
    static const struct query_square squares[] = {
        {"S01", "Middle", "L1", "Low", 400000, 400000, 430000, 440000},
        {"S02", "Beside", "L1", "Low", 430000, 400000, 470000, 440000},
        {"S03", "West", "L1", "Low", 60000, 850000, 110000, 900000},
        {"S04", "East", "L1", "Low", 620000, 270000, 655000, 310000},
        {"S05", "South", "L1", "Low", 70000, 0, 120000, 40000},
        {"S06", "North", "L1", "Low", 430000, 1140000, 470000, 1200000},
    };
    query_pack_begin(pack);
    query_pack_squares(pack, "wards", squares, 6);
    struct test_random random = test_random_start("open_scattered");
    struct na_buffer rows;
    na_buffer_init(&rows, 1 << 20);
    assert_int_equal(
        na_buffer_text(&rows, "id,kind,name,easting_m,northing_m,valid_from,valid_to\n"), NA_OK);
    for (int i = 0; i < 120; i++) {
        const struct query_square *s = &squares[i % 6];
        assert_int_equal(
            na_buffer_printf(
                &rows, "a-%03d,thing,Thing %d,%.2f,%.2f,%s,%s\n", i, i,
                fmax(test_random_between(&random, s->west - 9000, s->east + 9000), 1.0),
                fmax(test_random_between(&random, s->south - 9000, s->north + 9000), 1.0),
                i % 5 == 0 ? "2026-01-01" : "", i % 7 == 0 ? "2026-07-31" : ""),
            NA_OK);
    }
    query_pack_put(pack, "assets.csv", na_buffer_terminate(&rows));
    na_buffer_fini(&rows);
    query_pack_put(pack, "pack.ini",
                   "[pack]\ntitle = Scattered\n[wards.2023]\nfile = wards.shp\n"
                   "crs = EPSG:27700\nvalid_from = 2023-05-04\n[assets.all]\nfile = assets.csv\n");
    query_pack_compile(pack, NULL);
}

static void points_thrown_at_random_agree_with_the_share(void **state)
{
    (void)state;
    struct query_pack pack;
    open_scattered(&pack);
    sample_pack(&pack, "kind=thing&within=2500", 1500);
    sample_pack(&pack, "kind=thing&within=8000", 500);
    query_pack_end(&pack);
}

static void points_thrown_at_real_wards_agree_with_the_share(void **state)
{
    (void)state;
    struct query_pack pack;
    if (!query_pack_open_tees(&pack)) {
        skip();
    }
    sample_pack(&pack, "kind=bleed_cabinet&within=400&vintage=2020", 600);
    query_pack_end(&pack);
}

/* What is drawn is valid and has the area that is told, but for slivers. */
static void check_shape(struct na_topology *topology, const struct na_shape *shape, double m2)
{
    struct na_polygon *polygon = NULL;
    struct na_error error = {.message = ""};
    if (shape->part_count == 0) {
        assert_true(query_pack_close(m2, 0.0, 1.0));
        return;
    }
    assert_int_equal(na_polygon_new(topology, shape, &polygon, &error), NA_OK);
    assert_int_equal(na_polygon_check(topology, polygon, &error), NA_OK);
    assert_true(query_pack_close(na_polygon_area(topology, polygon), m2, 1.0));
    na_polygon_free(topology, polygon);
}

static void check_shapes(const struct na_coverage *coverage)
{
    struct na_topology *topology = NULL;
    assert_int_equal(na_topology_new(&topology, NULL), NA_OK);
    for (size_t i = 0; i < coverage->days[0].area_count; i++) {
        const struct na_coverage_area *area = &coverage->days[0].areas[i];
        double covered_m2 = area->covered_m2[coverage->question.within];
        if (area->is_valid) {
            check_shape(topology, &area->covered, covered_m2);
            check_shape(topology, &area->gaps, area->area_m2 - covered_m2);
        }
    }
    na_topology_free(topology);
}

static void check_sum(const struct query_pack *pack, const char *query)
{
    struct coverage_asked asked;
    const struct na_coverage *coverage = coverage_ask(pack, query, &asked);
    for (size_t ring = 0; ring < coverage->question.ring_count; ring++) {
        const struct na_coverage_area *whole = coverage_whole(coverage, 0);
        double sum_m2 = 0.0;
        double area_m2 = 0.0;
        for (size_t i = 0; i + 1 < coverage->days[0].area_count; i++) {
            const struct na_coverage_area *area = &coverage->days[0].areas[i];
            sum_m2 += area->covered_m2[ring];
            area_m2 += area->is_valid ? area->area_m2 : 0.0;
            assert_true(area->covered_m2[ring] <= area->area_m2 * (1.0 + 1e-12) + 1e-6);
            assert_true(ring == 0 || area->covered_m2[ring] >= area->covered_m2[ring - 1] - 1e-3);
        }
        /* What the wards overlap is in the sum twice. */
        double overlap_m2 = area_m2 - whole->area_m2;
        print_message("%s, %.0f m: sum %.4f, whole %.4f, wards overlap by %.4f m2\n", query,
                      coverage->question.rings_m[ring], sum_m2, whole->covered_m2[ring],
                      overlap_m2);
        assert_true(overlap_m2 >= -1e-2);
        assert_true(sum_m2 - whole->covered_m2[ring] >= -1e-2);
        assert_true(sum_m2 - whole->covered_m2[ring] <= overlap_m2 + 1e-2);
    }
    check_shapes(coverage);
    na_coverage_free(asked.coverage);
}

static void the_wards_sum_up_to_the_whole(void **state)
{
    (void)state;
    struct query_pack pack;
    open_scattered(&pack);
    check_sum(&pack, "kind=thing&within=1000&ring=100,5000,20000,50000");
    query_pack_end(&pack);
    if (query_pack_open_tees(&pack)) {
        check_sum(&pack, "kind=bleed_cabinet&within=250&ring=100,1000,5000,50000&vintage=2020");
        check_sum(&pack, "kind=bleed_cabinet&within=250&ring=1000&vintage=2023");
        query_pack_end(&pack);
    }
}

/* Karney's area of the polygon on the ellipsoid, its corners taken back to degrees, against the cap
 * of a sphere that touches it there, which differs by less than r^4 / R^4. */
static void a_disc_has_the_area_of_the_circle(void **state)
{
    (void)state;
    static const struct na_lonlat places[] = {{-5.2, 49.96}, {-1.2, 54.68}, {1.75, 52.48},
                                              {-7.2, 57.6},  {-1.15, 60.4}, {-2.0, 51.0}};
    static const double radii_m[] = {1.0, 25.0, 250.0, 2000.0, 10000.0, 50000.0};
    struct na_crs *crs = NULL;
    struct geod_geodesic wgs84;
    double worst = 0.0;
    geod_init(&wgs84, 6378137.0, 1.0 / 298.257223563);
    assert_int_equal(na_crs_new(NULL, 0, &crs, NULL), NA_OK);
    for (size_t p = 0; p < sizeof places / sizeof places[0]; p++) {
        for (size_t r = 0; r < sizeof radii_m / sizeof radii_m[0]; r++) {
            double xy[2 * (NA_COVERAGE_SIDES + 1)];
            struct geod_polygon polygon;
            double area_m2 = 0.0;
            double around_m = 0.0;
            assert_int_equal(na_coverage_disc(crs, places[p], radii_m[r], xy, NULL), NA_OK);
            assert_memory_equal(xy, xy + 2 * NA_COVERAGE_SIDES, 2 * sizeof xy[0]);
            geod_polygon_init(&polygon, 0);
            for (size_t i = 0; i < NA_COVERAGE_SIDES; i++) {
                struct na_lonlat corner;
                assert_int_equal(na_crs_to_lonlat(crs, (struct na_grid){xy[2 * i], xy[2 * i + 1]},
                                                  &corner, NULL),
                                 NA_OK);
                geod_polygon_addpoint(&wgs84, &polygon, corner.lat_deg, corner.lon_deg);
            }
            geod_polygon_compute(&wgs84, &polygon, 1, 1, &area_m2, &around_m);
            double radius = radii_m[r];
            double circle_m2 =
                PI * radius * radius * (1.0 - radius * radius / (12.0 * 6371000.0 * 6371000.0));
            worst = fmax(worst, fabs(area_m2 / circle_m2 - 1.0));
            assert_true(fabs(area_m2 / circle_m2 - 1.0) <= NA_COVERAGE_DISC_ERROR);
        }
    }
    print_message("area of a disc off by at most %.2e\n", worst);
    assert_true(worst < 2e-5);
    na_crs_free(crs);
}

static void a_rim_is_at_its_distance(void **state)
{
    (void)state;
    struct na_crs *crs = NULL;
    const struct na_lonlat at = {-1.2, 54.68};
    static const double radii_m[] = {10.0, 250.0, 5000.0, 50000.0};
    assert_int_equal(na_crs_new(NULL, 0, &crs, NULL), NA_OK);
    for (size_t r = 0; r < sizeof radii_m / sizeof radii_m[0]; r++) {
        double xy[2 * (NA_COVERAGE_SIDES + 1)];
        assert_int_equal(na_coverage_disc(crs, at, radii_m[r], xy, NULL), NA_OK);
        for (size_t i = 0; i < 2 * NA_COVERAGE_SIDES; i++) {
            size_t a = i / 2; /* corners, and the middles between them */
            size_t b = (i + 1) / 2;
            struct na_lonlat rim;
            struct na_grid grid = {(xy[2 * a] + xy[2 * b]) / 2.0,
                                   (xy[2 * a + 1] + xy[2 * b + 1]) / 2.0};
            assert_int_equal(na_crs_to_lonlat(crs, grid, &rim, NULL), NA_OK);
            double off = na_geodesic_distance_m(at, rim) / radii_m[r] - 1.0;
            /* There and back by Helmert is 1 mm. */
            assert_true(fabs(off) <= 0.00021 + 0.0012 / radii_m[r]);
        }
    }
    na_crs_free(crs);
}

static void points_are_judged_as_by_brute_force(void **state)
{
    (void)state;
    struct query_pack pack;
    struct coverage_asked asked;
    struct test_random random = test_random_start("points_are_judged_as_by_brute_force");
    open_scattered(&pack);
    const struct na_coverage *coverage =
        coverage_ask(&pack, "kind=thing&compare=2026-07-31,2026-08-01", &asked);
    for (int i = 0; i < 3000; i++) {
        struct na_lonlat at = {test_random_between(&random, -8.0, 2.0),
                               test_random_between(&random, 49.5, 61.0)};
        size_t day = (size_t)(i % 2);
        double ring_m = test_random_between(&random, 100.0, 50000.0);
        uint32_t asset = 0;
        uint32_t expected = 0;
        double distance_m = 0.0;
        double least_m = brute_distance(coverage, day, at, &expected);
        bool covered = na_coverage_point(coverage, day, at, ring_m, &asset, &distance_m);
        assert_int_equal(asset, expected);
        assert_memory_equal(&distance_m, &least_m, sizeof least_m);
        assert_int_equal(covered, least_m <= ring_m);
    }
    na_coverage_free(asked.coverage);
    query_pack_end(&pack);
}

static void a_comparison_is_the_difference_of_two_answers(void **state)
{
    (void)state;
    struct query_pack pack;
    struct coverage_asked both;
    struct coverage_asked first;
    struct coverage_asked second;
    open_scattered(&pack);
    const struct na_coverage *coverage =
        coverage_ask(&pack, "kind=thing&within=4000&compare=2025-12-31,2026-08-01", &both);
    (void)coverage_ask(&pack, "kind=thing&within=4000&as_at=2025-12-31", &first);
    (void)coverage_ask(&pack, "kind=thing&within=4000&as_at=2026-08-01", &second);
    double gained_m2 = 0.0;
    double lost_m2 = 0.0;
    size_t count = coverage->days[0].area_count;
    for (size_t i = 0; i < count; i++) {
        const struct na_coverage_change *change = &coverage->changes[i];
        double from_m2 = first.coverage->days[0].areas[i].covered_m2[0];
        double to_m2 = second.coverage->days[0].areas[i].covered_m2[0];
        assert_true(query_pack_close(coverage->days[0].areas[i].covered_m2[0], from_m2, 1e-6));
        assert_true(query_pack_close(coverage->days[1].areas[i].covered_m2[0], to_m2, 1e-6));
        assert_true(query_pack_close(change->gained_m2 - change->lost_m2, to_m2 - from_m2, 1e-2));
        gained_m2 += i + 1 < count ? change->gained_m2 : 0.0;
        lost_m2 += i + 1 < count ? change->lost_m2 : 0.0;
    }
    assert_true(gained_m2 > 1e6 && lost_m2 > 1e6);
    assert_true(query_pack_close(gained_m2, coverage->changes[count - 1].gained_m2, 1e-2));
    assert_true(query_pack_close(lost_m2, coverage->changes[count - 1].lost_m2, 1e-2));
    na_coverage_free(both.coverage);
    na_coverage_free(first.coverage);
    na_coverage_free(second.coverage);
    query_pack_end(&pack);
}

/* The pack that ships: a radio whose funding ends on 2026-07-31, and patrol areas with dates. */
static void the_demonstration_shows_what_is_left_when_funding_ends(void **state)
{
    (void)state;
    struct query_pack pack = {.folder = NA_TEST_SOURCE_DIR "/data/shapefiles/tees-demo"};
    struct coverage_asked asked;
    na_buffer_init(&pack.bytes, (size_t)1 << 30);
    pack.snapshot = pack_open(pack.folder, NULL, &pack.bytes);
    assert_int_equal(na_session_new(pack.snapshot, &pack.session, NULL), NA_OK);
    const struct na_coverage *coverage = coverage_ask(
        &pack, "kind=radio_premises&tag=scheme=pubwatch&compare=2026-07-31,2026-08-01", &asked);
    const struct na_coverage_change *whole = &coverage->changes[coverage->days[0].area_count - 1];
    assert_int_equal(coverage->days[0].asset_count, coverage->days[1].asset_count + 1);
    assert_true(whole->gained_m2 < 1e-3);
    assert_true(whole->lost_m2 > 1000.0);
    assert_true(query_pack_close(coverage_whole(coverage, 0)->covered_m2[0] -
                                     coverage_whole(coverage, 1)->covered_m2[0],
                                 whole->lost_m2, 1e-2));
    na_coverage_free(asked.coverage);
    check_sum(&pack, "kind=bleed_cabinet&ring=1000");
    check_sum(&pack, "kind=bleed_cabinet&ring=1000&layer=patrols&as_at=2024-09-15");
    na_session_free(pack.session);
    na_snapshot_unref(pack.snapshot);
    na_buffer_fini(&pack.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_thrown_at_random_agree_with_the_share),
        cmocka_unit_test(points_thrown_at_real_wards_agree_with_the_share),
        cmocka_unit_test(the_wards_sum_up_to_the_whole),
        cmocka_unit_test(a_disc_has_the_area_of_the_circle),
        cmocka_unit_test(a_rim_is_at_its_distance),
        cmocka_unit_test(points_are_judged_as_by_brute_force),
        cmocka_unit_test(the_demonstration_shows_what_is_left_when_funding_ends),
        cmocka_unit_test(a_comparison_is_the_difference_of_two_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
