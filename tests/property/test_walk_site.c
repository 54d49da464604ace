/* Sites on foot against every choice there is: ways are found by trying every edge again and again,
 * and all sets of so many candidates are weighed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "data/streets.h"
#include "question/kind.h"
#include "site/site.h"
#include "support/site_rows.h"
#include "support/walk_streets.h"

enum { DEMAND = 30, CANDIDATES = 8, BOXES = 2, TRIES = 12 };
#define SNAP_M 75.0

struct case_of {
    struct query_pack pack;
    struct na_lonlat boxes[BOXES], demand[DEMAND], candidates[CANDIDATES];
    double weights[DEMAND];
    uint32_t within_mm;
};

static struct na_lonlat any_place(struct test_random *random)
{
    return (struct na_lonlat){-1.2093 + test_random_between(random, 0, 0.0028),
                              54.6602 + test_random_between(random, 0, 0.0019)};
}

static void open_case(struct test_random *random, struct case_of *of)
{
    struct na_buffer text;
    query_pack_begin(&of->pack);
    walk_streets_put(random, &of->pack);
    na_buffer_init(&text, (size_t)1 << 16);
    assert_int_equal(na_buffer_text(&text, "id,name,lat,lon\n"), NA_OK);
    for (int i = 0; i < BOXES; i++) {
        of->boxes[i] = any_place(random);
        assert_int_equal(na_buffer_printf(&text, "b%d,Box %d,%.17g,%.17g\n", i, i,
                                          of->boxes[i].lat_deg, of->boxes[i].lon_deg),
                         NA_OK);
    }
    query_pack_put(&of->pack, "boxes.csv", na_buffer_terminate(&text));
    na_buffer_fini(&text);
    query_pack_put(&of->pack, "pack.ini",
                   "[pack]\ntitle = Streets\n[assets.boxes]\nfile = boxes.csv\nkind = box\n"
                   "[network.roads]\nfile = roads.osm\nissued = 2026-10-01\nattribution = (c) "
                   "OpenStreetMap contributors, ODbL 1.0\n");
    query_pack_compile(&of->pack, NULL);
    for (int i = 0; i < DEMAND; i++) {
        of->demand[i] = any_place(random);
        of->weights[i] = (double)(1 + test_random_below(random, 9));
    }
    for (int i = 0; i < CANDIDATES; i++) {
        of->candidates[i] = any_place(random);
    }
    of->within_mm = 30000 + (uint32_t)test_random_below(random, 70000);
}

/* Is the way from one position to another within the distance? */
static bool is_within(const struct na_street_net *net, struct na_lonlat from, struct na_lonlat to,
                      uint32_t within_mm)
{
    struct na_street_snaps starts;
    struct na_street_snaps ends;
    uint64_t best = WALK_STREETS_FAR;
    uint64_t *labels = malloc((net->node_count + 1) * sizeof *labels);
    assert_non_null(labels);
    na_street_snap(net, from, SNAP_M, &starts);
    na_street_snap(net, to, SNAP_M, &ends);
    for (size_t s = 0; s < starts.count; s++) {
        const struct na_street_snap *start = &starts.items[s];
        const struct na_street_edge *on = &net->edges[start->edge];
        for (uint32_t n = 0; n < net->node_count; n++) {
            labels[n] = WALK_STREETS_FAR;
        }
        uint64_t a = (uint64_t)start->snap_mm + start->at_mm;
        uint64_t b = (uint64_t)start->snap_mm + on->mm - start->at_mm;
        labels[on->a] = a;
        labels[on->b] = b < labels[on->b] ? b : labels[on->b];
        walk_streets_relax(net, labels);
        for (size_t e = 0; e < ends.count; e++) {
            const struct na_street_snap *end = &ends.items[e];
            const struct na_street_edge *at = &net->edges[end->edge];
            const uint64_t ways[2] = {labels[at->a], labels[at->b]};
            const uint32_t rests[2] = {end->at_mm, at->mm - end->at_mm};
            for (int k = 0; k < 2; k++) {
                uint64_t way = ways[k] == WALK_STREETS_FAR ? WALK_STREETS_FAR
                                                           : ways[k] + rests[k] + end->snap_mm;
                best = way < best ? way : best;
            }
            if (end->edge == start->edge) {
                uint32_t along = end->at_mm > start->at_mm ? end->at_mm - start->at_mm
                                                           : start->at_mm - end->at_mm;
                uint64_t way = (uint64_t)start->snap_mm + along + end->snap_mm;
                best = way < best ? way : best;
            }
        }
    }
    free(labels);
    return best <= within_mm;
}

/* Weight that the boxes cover, and the most that two candidates add to it. */
static void best_of_all(const struct case_of *of, double *ret_before, double *ret_most)
{
    const struct na_street_net *net = na_snapshot_streets(of->pack.snapshot);
    bool reached[DEMAND][CANDIDATES];
    bool before[DEMAND];
    *ret_before = *ret_most = 0.0;
    for (int d = 0; d < DEMAND; d++) {
        before[d] = false;
        for (int b = 0; b < BOXES; b++) {
            before[d] = before[d] || is_within(net, of->demand[d], of->boxes[b], of->within_mm);
        }
        *ret_before += before[d] ? of->weights[d] : 0.0;
        for (int c = 0; c < CANDIDATES; c++) {
            reached[d][c] = is_within(net, of->demand[d], of->candidates[c], of->within_mm);
        }
    }
    for (int one = 0; one < CANDIDATES; one++) {
        for (int two = one + 1; two < CANDIDATES; two++) {
            double sum = 0.0;
            for (int d = 0; d < DEMAND; d++) {
                bool added = !before[d] && (reached[d][one] || reached[d][two]);
                sum += added ? of->weights[d] : 0.0;
            }
            *ret_most = sum > *ret_most ? sum : *ret_most;
        }
    }
}

static void sites_on_foot_are_the_best_of_all_choices(void **state)
{
    (void)state;
    struct test_random random = test_random_start("walk_site");
    double added = 0.0;
    for (int attempt = 0; attempt < TRIES; attempt++) {
        struct case_of of;
        struct na_site *site = NULL;
        double before = 0.0;
        double most = 0.0;
        open_case(&random, &of);
        struct na_point_rows demand = site_rows_new(DEMAND);
        struct na_point_rows candidates = site_rows_new(CANDIDATES);
        for (int i = 0; i < DEMAND; i++) {
            site_rows_add(&demand, of.demand[i], of.weights[i], NULL);
        }
        for (int i = 0; i < CANDIDATES; i++) {
            char id[8];
            (void)snprintf(id, sizeof id, "c%d", i);
            site_rows_add(&candidates, of.candidates[i], 1.0, id);
        }
        struct na_site_question question = {.kind_count = 1,
                                            .status_mask = NA_SITE_STATUSES,
                                            .as_at = QUERY_TODAY,
                                            .within_m = of.within_mm / 1000.0,
                                            .by_walk = true,
                                            .sites = 2,
                                            .node_limit = 100000};
        size_t kinds = 0;
        assert_int_equal(na_kinds_add(of.pack.snapshot, "box", question.kinds, &kinds, NULL),
                         NA_OK);
        const struct na_site_about about = {"rows", "demand.csv", NULL, "candidates.csv"};
        assert_int_equal(
            na_site_new(of.pack.snapshot, &question, &about, &demand, &candidates, &site, NULL),
            NA_OK);
        best_of_all(&of, &before, &most);
        assert_true(site->solution.is_proven);
        assert_int_equal(site->covers[NA_SITE_BEFORE].units, (uint64_t)before);
        assert_int_equal(site->covers[NA_SITE_NEW].units, (uint64_t)most);
        added += most;
        na_site_free(site);
        na_point_rows_fini(&demand);
        na_point_rows_fini(&candidates);
        query_pack_end(&of.pack);
    }
    assert_true(added > 100.0); /* else the test shows nothing */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sites_on_foot_are_the_best_of_all_choices)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
