/* Sites chosen from rows, against brute force over na_geodesic_distance_m and every choice there
 * is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/geodesic.h"
#include "nearest/nearest.h"
#include "question/kind.h"
#include "support/query_pack.h"
#include "support/random.h"
#include "support/site_rows.h"

#define DEMAND_MAX 60
#define CANDIDATES_MAX 9
#define ROUNDS 150

static struct test_random rng;

struct point {
    struct na_lonlat at;
    uint32_t weight; /* of demand; of a candidate its number in its id */
};

struct world {
    struct point demand[DEMAND_MAX], candidates[CANDIDATES_MAX];
    uint32_t demand_count, candidate_count, sites;
    double within_m;
    uint32_t must, never; /* bits by the letter of the id */
    bool curve;
};

static uint32_t below(uint32_t limit)
{
    return (uint32_t)test_random_below(&rng, limit);
}

/* Some 2 km around the cabinets of the pack; a third of the positions repeat. */
static struct na_lonlat somewhere(const struct point *before, uint32_t count)
{
    if (count > 0 && below(3) == 0) {
        return before[below(count)].at;
    }
    return (struct na_lonlat){test_random_between(&rng, -1.24, -1.19),
                              test_random_between(&rng, 54.655, 54.67)};
}

static struct world some_world(void)
{
    struct world world = {.demand_count = below(DEMAND_MAX + 1),
                          .candidate_count = below(CANDIDATES_MAX + 1),
                          .sites = 1 + below(4),
                          .within_m = test_random_between(&rng, 50.0, 900.0)};
    for (uint32_t i = 0; i < world.demand_count; i++) {
        world.demand[i] = (struct point){somewhere(world.demand, i), below(5)};
    }
    for (uint32_t j = 0; j < world.candidate_count; j++) {
        world.candidates[j] = (struct point){somewhere(world.candidates, j), j};
    }
    /* exactly as far as one of them */
    if (world.demand_count > 0 && world.candidate_count > 0 && below(2) == 0) {
        double apart_m = na_geodesic_distance_m(world.demand[below(world.demand_count)].at,
                                                world.candidates[below(world.candidate_count)].at);
        world.within_m = apart_m >= 1.0 ? apart_m : world.within_m;
    }
    return world;
}

static void shuffle(struct point *points, uint32_t count)
{
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = below(i);
        struct point kept = points[i - 1];
        points[i - 1] = points[j];
        points[j] = kept;
    }
}

struct fixture {
    struct query_pack pack;
    const struct na_kind *cabinet;
};

/* Candidates are chosen from by the letter of their id. */
struct result {
    struct na_site *site;
    struct na_point_rows candidates;
};

static struct result solve(const struct fixture *fixture, const struct world *world)
{
    struct result result = {.candidates = site_rows_new(world->candidate_count)};
    struct na_point_rows demand = site_rows_new(world->demand_count);
    for (uint32_t i = 0; i < world->demand_count; i++) {
        site_rows_add(&demand, world->demand[i].at, (double)world->demand[i].weight, NULL);
    }
    for (uint32_t j = 0; j < world->candidate_count; j++) {
        const char id[2] = {(char)('a' + (int)world->candidates[j].weight), '\0'};
        site_rows_add(&result.candidates, world->candidates[j].at, 1.0, id);
    }
    struct na_site_question question = {.kinds = {fixture->cabinet},
                                        .kind_count = 1,
                                        .status_mask = NA_SITE_STATUSES,
                                        .as_at = QUERY_TODAY,
                                        .within_m = world->within_m,
                                        .sites = world->sites,
                                        .node_limit = 100000,
                                        .curve = world->curve};
    static const char *const letters[CANDIDATES_MAX] = {"a", "b", "c", "d", "e",
                                                        "f", "g", "h", "i"};
    for (uint32_t j = 0; j < CANDIDATES_MAX; j++) {
        if ((world->must >> j & 1) != 0) {
            question.must[question.must_count++] = letters[j];
        } else if ((world->never >> j & 1) != 0) {
            question.never[question.never_count++] = letters[j];
        }
    }
    const struct na_site_about about = {"rows", "demand.csv", NULL, "candidates.csv"};
    assert_int_equal(na_site_new(fixture->pack.snapshot, &question, &about, &demand,
                                 &result.candidates, &result.site, NULL),
                     NA_OK);
    na_point_rows_fini(&demand);
    return result;
}

static void result_fini(struct result *result)
{
    na_site_free(result->site);
    na_point_rows_fini(&result->candidates);
}

/* Of the cabinets one is out of service and one no longer valid. */
static bool is_covered_before(const struct fixture *fixture, const struct world *world,
                              struct na_lonlat at)
{
    static const char *const ids[] = {"cab-1", "cab-4"};
    for (size_t i = 0; i < 2; i++) {
        uint32_t number = 0;
        struct na_asset asset;
        assert_true(na_snapshot_find_asset(fixture->pack.snapshot, ids[i], &number));
        na_snapshot_asset(fixture->pack.snapshot, number, &asset);
        if (na_geodesic_distance_m(at, asset.at) <= world->within_m) {
            return true;
        }
    }
    return false;
}

/* Weight that a set of candidates (bits by the letter of the id) covers and nothing did before. */
static uint64_t newly(const struct fixture *fixture, const struct world *world, uint32_t set)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < world->demand_count; i++) {
        bool covered = false;
        for (uint32_t j = 0; j < world->candidate_count; j++) {
            covered =
                covered || ((set >> world->candidates[j].weight & 1) != 0 &&
                            na_geodesic_distance_m(world->demand[i].at, world->candidates[j].at) <=
                                world->within_m);
        }
        if (covered && !is_covered_before(fixture, world, world->demand[i].at)) {
            sum += world->demand[i].weight;
        }
    }
    return sum;
}

static uint32_t size_of(uint32_t set)
{
    uint32_t size = 0;
    for (; set != 0; set &= set - 1) {
        size++;
    }
    return size;
}

static uint32_t letter_of(const struct na_site *site, uint32_t k)
{
    return (uint32_t)(site->candidates[site->chosen[k].candidate].id[0] - 'a');
}

static void gains_are_those_of_brute_force(void **state)
{
    const struct fixture *fixture = *state;
    for (unsigned int round = 0; round < ROUNDS; round++) {
        struct world world = some_world();
        struct result result = solve(fixture, &world);
        const struct na_site *site = result.site;
        uint32_t set = 0;
        uint64_t before = 0, all = 0;
        for (uint32_t i = 0; i < world.demand_count; i++) {
            bool covered = is_covered_before(fixture, &world, world.demand[i].at);
            all += world.demand[i].weight;
            before += covered ? world.demand[i].weight : 0;
        }
        for (uint32_t k = 0; k < site->chosen_count; k++) {
            uint64_t without = newly(fixture, &world, set);
            set |= 1u << letter_of(site, k);
            uint64_t with = newly(fixture, &world, set);
            assert_true(site->chosen[k].adds.units == with - without && with > without);
            assert_true(site->chosen[k].cumulative.units == before + with);
            assert_true(k == 0 || site->chosen[k].adds.units <= site->chosen[k - 1].adds.units);
        }
        assert_true(site->all.units == all && site->all.rows == world.demand_count);
        assert_true(site->covers[NA_SITE_BEFORE].units == before);
        assert_true(site->covers[NA_SITE_NEW].units == newly(fixture, &world, set));
        assert_true(site->covers[NA_SITE_NOT].units ==
                    all - before - site->covers[NA_SITE_NEW].units);
        uint32_t every = (1u << CANDIDATES_MAX) - 1;
        assert_true(site->beyond.units == all - before - newly(fixture, &world, every));
        result_fini(&result);
    }
}

static void no_choice_covers_more(void **state)
{
    const struct fixture *fixture = *state;
    for (unsigned int round = 0; round < ROUNDS / 3; round++) {
        struct world world = some_world();
        struct result result = solve(fixture, &world);
        uint64_t best = 0;
        for (uint32_t set = 0; set < 1u << world.candidate_count; set++) {
            uint64_t value = size_of(set) <= world.sites ? newly(fixture, &world, set) : 0;
            best = value > best ? value : best;
        }
        assert_true(result.site->solution.is_proven);
        assert_true(result.site->covers[NA_SITE_NEW].units == best);
        result_fini(&result);
    }
}

/* Some are given, some left out: the best of the choices that are left, for each number. */
static void what_must_be_there_is_and_the_rest_is_best(void **state)
{
    const struct fixture *fixture = *state;
    for (unsigned int round = 0; round < ROUNDS / 3; round++) {
        struct world world = some_world();
        world.sites = 3;
        world.curve = true;
        uint32_t all = (1u << world.candidate_count) - 1;
        do {
            world.must = below(512) & below(512) & all;
        } while (size_of(world.must) > world.sites);
        world.never = below(512) & below(512) & all & ~world.must;
        struct result result = solve(fixture, &world);
        const struct na_site *site = result.site;
        uint64_t best[4] = {0};
        for (uint32_t set = 0; set <= all; set++) {
            bool fits = (set & world.must) == world.must && (set & world.never) == 0;
            for (uint32_t n = size_of(set); fits && n <= world.sites; n++) {
                uint64_t value = newly(fixture, &world, set);
                best[n] = value > best[n] ? value : best[n];
            }
        }
        uint32_t set = 0;
        for (uint32_t k = 0; k < site->chosen_count; k++) {
            set |= 1u << letter_of(site, k);
        }
        assert_true((set & world.must) == world.must && (set & world.never) == 0);
        assert_int_equal(site->never_candidates, size_of(world.never));
        assert_true(site->solution.is_proven && site->covers[NA_SITE_NEW].units == best[3]);
        for (uint32_t k = 0; k < site->curve_count; k++) {
            assert_true(site->curve[k].value == best[site->curve[k].sites]);
            assert_true(site->curve[k].upper == site->curve[k].value);
        }
        assert_int_equal(site->curve[site->curve_count - 1].sites, world.sites);
        result_fini(&result);
    }
}

static void the_order_of_the_rows_does_not_matter(void **state)
{
    const struct fixture *fixture = *state;
    for (unsigned int round = 0; round < ROUNDS; round++) {
        struct world world = some_world();
        struct result first = solve(fixture, &world);
        shuffle(world.demand, world.demand_count);
        shuffle(world.candidates, world.candidate_count);
        struct result second = solve(fixture, &world);
        assert_int_equal(first.site->chosen_count, second.site->chosen_count);
        for (uint32_t k = 0; k < first.site->chosen_count; k++) {
            assert_int_equal(letter_of(first.site, k), letter_of(second.site, k));
            assert_true(first.site->chosen[k].adds.units == second.site->chosen[k].adds.units);
        }
        assert_true(first.site->solution.greedy_value == second.site->solution.greedy_value);
        assert_true(first.site->solution.nodes == second.site->solution.nodes);
        result_fini(&first);
        result_fini(&second);
    }
}

static int open_fixture(void **state)
{
    static struct fixture fixture;
    query_pack_open_squares(&fixture.pack);
    *state = &fixture;
    return na_kind_find(fixture.pack.snapshot, "cabinet", &fixture.cabinet, NULL) == NA_OK ? 0 : -1;
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    query_pack_end(&fixture->pack);
    return 0;
}

int main(void)
{
    rng = test_random_start("site");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gains_are_those_of_brute_force),
        cmocka_unit_test(no_choice_covers_more),
        cmocka_unit_test(what_must_be_there_is_and_the_rest_is_best),
        cmocka_unit_test(the_order_of_the_rows_does_not_matter),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
