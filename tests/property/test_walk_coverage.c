/* Coverage on foot against brute force: streets made at random in two wards, ways found by trying
 * every edge again and again, and each millimetre of street asked on its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "coverage/walk.h"
#include "support/coverage_pack.h"
#include "support/random.h"
#include "support/walk_streets.h"

enum { BOXES = 7, TRIES = 6 };

/* Some end before the second day, some begin after the first, some stand near no street. */
static void put_boxes(struct test_random *random, const struct query_pack *pack)
{
    static const char *const dates[] = {
        ",", ",2026-12-31", "2027-01-01,", ",", ",2026-12-31", "2027-01-01,", ","};
    struct na_buffer text;
    na_buffer_init(&text, (size_t)1 << 20);
    assert_int_equal(na_buffer_text(&text, "id,name,lat,lon,valid_from,valid_to\n"), NA_OK);
    for (int i = 0; i < BOXES; i++) {
        assert_int_equal(
            na_buffer_printf(&text, "b%d,Box %d,%.7f,%.7f,%s\n", i, i,
                             i == 6 ? 54.6700 : 54.6604 + test_random_between(random, 0, 0.0015),
                             -1.2091 + test_random_between(random, 0, 0.0024), dates[i]),
            NA_OK);
    }
    query_pack_put(pack, "boxes.csv", na_buffer_terminate(&text));
    na_buffer_fini(&text);
}

/* Two wards whose common edge cuts the streets. */
static void open_pack(struct test_random *random, struct query_pack *pack)
{
    static const struct query_square squares[] = {
        {"E01", "Alpha", "L1", "Low", 451000, 529000, 451190, 531000},
        {"E02", "Beta", "L1", "Low", 451190, 529000, 451400, 531000}};
    query_pack_begin(pack);
    query_pack_squares(pack, "new", squares, 2);
    walk_streets_put(random, pack);
    put_boxes(random, pack);
    query_pack_put(pack, "pack.ini",
                   "[pack]\ntitle = Streets\n[wards.2023]\nfile = new.shp\ncrs = EPSG:27700\n"
                   "valid_from = 2023-05-04\n[assets.boxes]\nfile = boxes.csv\nkind = box\n"
                   "[network.roads]\nfile = roads.osm\nissued = 2026-10-01\nattribution = (c) "
                   "OpenStreetMap contributors, ODbL 1.0\n");
    query_pack_compile(pack, NULL);
}

static bool counts(const struct na_coverage_day *day, uint32_t asset)
{
    for (size_t i = 0; i < day->asset_count; i++) {
        if (day->assets[i] == asset) {
            return true;
        }
    }
    return false;
}

/* How far each node is from an asset of the day: edges are tried until nothing is shorter. */
static void slow_labels(const struct na_street_net *net, const struct na_coverage_day *day,
                        uint64_t *labels)
{
    for (uint32_t n = 0; n < net->node_count; n++) {
        labels[n] = WALK_STREETS_FAR;
    }
    for (uint32_t s = 0; s < net->stop_count; s++) {
        const struct na_street_stop *stop = &net->stops[s];
        const struct na_street_edge *on = &net->edges[stop->edge];
        if (counts(day, stop->owner)) {
            uint64_t a = (uint64_t)stop->snap_mm + stop->at_mm;
            uint64_t b = (uint64_t)stop->snap_mm + on->mm - stop->at_mm;
            labels[on->a] = a < labels[on->a] ? a : labels[on->a];
            labels[on->b] = b < labels[on->b] ? b : labels[on->b];
        }
    }
    walk_streets_relax(net, labels);
}

/* How far a point of an edge is. */
static uint64_t slow_reach(const struct na_street_net *net, const struct na_coverage_day *day,
                           const uint64_t *labels, uint32_t edge, uint32_t at_mm)
{
    const struct na_street_edge *on = &net->edges[edge];
    uint64_t best = labels[on->a] == WALK_STREETS_FAR ? WALK_STREETS_FAR : labels[on->a] + at_mm;
    if (labels[on->b] != WALK_STREETS_FAR && labels[on->b] + on->mm - at_mm < best) {
        best = labels[on->b] + on->mm - at_mm;
    }
    for (uint32_t s = 0; s < net->stop_count; s++) {
        const struct na_street_stop *stop = &net->stops[s];
        if (stop->edge == edge && counts(day, stop->owner)) {
            uint32_t along = stop->at_mm > at_mm ? stop->at_mm - at_mm : at_mm - stop->at_mm;
            uint64_t mm = (uint64_t)stop->snap_mm + along;
            best = mm < best ? mm : best;
        }
    }
    return best;
}

struct sums {
    uint64_t all, covered[2][3], gained, lost;
};

/* Every millimetre of street is covered if both of its ends are. (A gap of less than a millimetre
 * between two stretches is none.) */
static void add_up(const struct na_coverage *coverage, const struct na_street_net *net,
                   struct sums *ret_sums)
{
    uint64_t *labels[2] = {calloc(net->node_count, 8), calloc(net->node_count, 8)};
    *ret_sums = (struct sums){0};
    for (size_t d = 0; d < 2; d++) {
        slow_labels(net, &coverage->days[d], labels[d]);
    }
    for (uint32_t e = 0; e < net->edge_count; e++) {
        bool before[2][3] = {{false}};
        for (uint32_t mm = 0; mm <= net->edges[e].mm; mm++) {
            bool both[2] = {false, false};
            for (size_t d = 0; d < 2; d++) {
                uint64_t reach = slow_reach(net, &coverage->days[d], labels[d], e, mm);
                for (size_t r = 0; r < coverage->question.ring_count; r++) {
                    bool in = reach <= (uint64_t)(coverage->question.rings_m[r] * 1000.0);
                    bool cell = in && before[d][r] && mm > 0;
                    ret_sums->covered[d][r] += cell;
                    both[d] = r == coverage->question.within ? cell : both[d];
                    before[d][r] = in;
                }
            }
            ret_sums->all += mm > 0;
            ret_sums->gained += both[1] && !both[0];
            ret_sums->lost += both[0] && !both[1];
        }
    }
    free(labels[0]);
    free(labels[1]);
}

static uint64_t length_of(const struct na_buffer *stretches)
{
    const struct na_coverage_stretch *items =
        (const struct na_coverage_stretch *)(const void *)stretches->data;
    uint64_t sum = 0;
    for (size_t i = 0; i < stretches->length / sizeof *items; i++) {
        assert_true(items[i].from_mm < items[i].to_mm);
        sum += items[i].to_mm - items[i].from_mm;
    }
    return sum;
}

/* Two cells may meet where neither stretch reaches the other's: one millimetre an edge, a ring. */
static void assert_near(uint64_t got, uint64_t want, uint32_t edges)
{
    assert_in_range(got + edges, want, want + 2 * (uint64_t)edges);
}

static void check_days(const struct na_coverage *coverage, const struct sums *sums, uint32_t edges)
{
    const struct na_coverage_walk *walk = coverage->walk;
    size_t whole = coverage->days[0].area_count - 1;
    for (size_t d = 0; d < 2; d++) {
        const struct na_coverage_walk_day *day = &walk->days[d];
        assert_int_equal(day->all.mm, sums->all);
        for (size_t r = 0; r < coverage->question.ring_count; r++) {
            assert_near(day->all.covered_mm[r], sums->covered[d][r], edges);
            assert_true(r == 0 || day->all.covered_mm[r] >= day->all.covered_mm[r - 1]);
        }
        uint64_t mm = 0;
        for (size_t i = 0; i < whole; i++) {
            mm += day->areas[i].covered_mm[coverage->question.within];
        }
        assert_int_equal(mm, day->areas[whole].covered_mm[coverage->question.within]);
    }
}

static void coverage_is_that_of_each_millimetre(void **state)
{
    (void)state;
    uint64_t gained = 0;
    uint64_t lost = 0;
    struct test_random random = test_random_start("walk_coverage");
    for (int attempt = 0; attempt < TRIES; attempt++) {
        struct query_pack pack;
        struct coverage_asked asked;
        struct sums sums;
        open_pack(&random, &pack);
        const struct na_coverage *coverage = coverage_ask(
            &pack, "kind=box&within=90&ring=40,150&measure=walk&compare=2026-11-21,2027-02-01",
            &asked);
        const struct na_street_net *net = na_snapshot_streets(pack.snapshot);
        const struct na_coverage_walk *walk = coverage->walk;
        uint32_t edges = net->edge_count;
        add_up(coverage, net, &sums);
        check_days(coverage, &sums, edges);
        size_t within = coverage->question.within;
        assert_near(walk->all_change.gained_mm, sums.gained, edges);
        assert_near(walk->all_change.lost_mm, sums.lost, edges);
        /* What is gained less what is lost is the difference, to the millimetre, in all and in
         * each area. */
        assert_int_equal(walk->days[0].all.covered_mm[within] + walk->all_change.gained_mm,
                         walk->days[1].all.covered_mm[within] + walk->all_change.lost_mm);
        for (size_t i = 0; i < coverage->days[0].area_count; i++) {
            assert_int_equal(walk->days[0].areas[i].covered_mm[within] + walk->changes[i].gained_mm,
                             walk->days[1].areas[i].covered_mm[within] + walk->changes[i].lost_mm);
        }
        assert_int_equal(length_of(&walk->gained), walk->all_change.gained_mm);
        assert_int_equal(length_of(&walk->lost), walk->all_change.lost_mm);
        assert_int_equal(length_of(&walk->stretches), walk->days[1].all.covered_mm[within]);
        gained += walk->all_change.gained_mm;
        lost += walk->all_change.lost_mm;
        na_coverage_free(asked.coverage);
        query_pack_end(&pack);
    }
    assert_true(gained > 10000 && lost > 10000); /* else the test shows nothing */
}

/* More metres cover no less, of every length of step: at 90 m and up to a metre more. */
static void a_longer_way_covers_no_less(void **state)
{
    (void)state;
    struct test_random random = test_random_start("walk_coverage");
    struct query_pack pack;
    uint64_t before = 0;
    open_pack(&random, &pack);
    for (int step = 0; step < 60; step++) {
        struct coverage_asked asked;
        char query[128];
        (void)snprintf(query, sizeof query, "kind=box&within=%.3f&measure=walk&as_at=2026-11-21",
                       5.0 + 3.337 * step + 0.001 * (step % 7));
        const struct na_coverage *coverage = coverage_ask(&pack, query, &asked);
        uint64_t mm = coverage->walk->days[0].all.covered_mm[0];
        assert_true(mm >= before);
        before = mm;
        na_coverage_free(asked.coverage);
    }
    assert_true(before > 100000);
    query_pack_end(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(coverage_is_that_of_each_millimetre),
                                       cmocka_unit_test(a_longer_way_covers_no_less)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
