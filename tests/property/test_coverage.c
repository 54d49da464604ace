/* Coverage against what does not use it: the geodesic at random points, the sum over the areas,
 * brute force, two questions instead of one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "geo/geodesic.h"
#include "io/topology.h"
#include "support/coverage_pack.h"
#include "support/pack.h"
#include "support/random.h"

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
static void sample_area(const struct na_coverage *coverage, const struct na_crs *crs, size_t number,
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
    const struct na_crs *crs = na_snapshot_crs(pack->snapshot);
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
    query_pack_put(
        pack, "pack.ini",
        "[pack]\ntitle = Scattered\nward_limit_m = 20000\n[wards.2023]\nfile = wards.shp\n"
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

/* The pack that ships: 14 radios in service whose funding ends on 2026-07-31, and patrol areas with
 * dates. */
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
    assert_int_equal(coverage->days[0].asset_count, coverage->days[1].asset_count + 14);
    assert_true(whole->gained_m2 < 1e-3);
    assert_true(whole->lost_m2 > 1000000.0);
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
        cmocka_unit_test(points_are_judged_as_by_brute_force),
        cmocka_unit_test(the_demonstration_shows_what_is_left_when_funding_ends),
        cmocka_unit_test(a_comparison_is_the_difference_of_two_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
