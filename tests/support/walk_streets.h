/* support/walk_streets.h - streets made at random for tests of ways on foot, and ways through them
 * found by trying every edge again and again. */
#ifndef NA_TEST_WALK_STREETS_H
#define NA_TEST_WALK_STREETS_H

#include "geo/street_net.h"
#include "support/query_pack.h"
#include "support/random.h"

#define WALK_STREETS_SIDE 4
#define WALK_STREETS_FAR UINT64_MAX

/* A crooked grid with some streets left out, about 40 m apart. */
static inline void walk_streets_put(struct test_random *random, const struct query_pack *pack)
{
    struct na_buffer text;
    na_buffer_init(&text, (size_t)1 << 20);
    assert_int_equal(na_buffer_text(&text, "<osm version=\"0.6\">\n"), NA_OK);
    for (int i = 0; i < WALK_STREETS_SIDE * WALK_STREETS_SIDE; i++) {
        assert_int_equal(
            na_buffer_printf(
                &text, "<node id=\"%d\" lat=\"%.7f\" lon=\"%.7f\"/>\n", i + 1,
                54.6605 + 0.0004 * (i / WALK_STREETS_SIDE) + test_random_between(random, 0, 1e-4),
                -1.2090 + 0.0007 * (i % WALK_STREETS_SIDE) + test_random_between(random, 0, 2e-4)),
            NA_OK);
    }
    int way = 0;
    for (int i = 0; i < WALK_STREETS_SIDE * WALK_STREETS_SIDE; i++) {
        const int to[2] = {i % WALK_STREETS_SIDE + 1 < WALK_STREETS_SIDE ? i + 1 : -1,
                           i + WALK_STREETS_SIDE < WALK_STREETS_SIDE * WALK_STREETS_SIDE
                               ? i + WALK_STREETS_SIDE
                               : -1};
        for (int k = 0; k < 2; k++) {
            if (to[k] >= 0 && test_random_below(random, 5) > 0) {
                assert_int_equal(na_buffer_printf(&text,
                                                  "<way id=\"%d\"><nd ref=\"%d\"/><nd ref=\"%d\"/>"
                                                  "<tag k=\"highway\" v=\"footway\"/></way>\n",
                                                  ++way, i + 1, to[k] + 1),
                                 NA_OK);
            }
        }
    }
    assert_int_equal(na_buffer_text(&text, "</osm>\n"), NA_OK);
    query_pack_put(pack, "roads.osm", na_buffer_terminate(&text));
    na_buffer_fini(&text);
}

/* Lower labels along every edge until nothing is shorter. */
static inline void walk_streets_relax(const struct na_street_net *net, uint64_t *labels)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t e = 0; e < net->edge_count; e++) {
            const struct na_street_edge *on = &net->edges[e];
            const uint32_t ends[2] = {on->a, on->b};
            for (int k = 0; k < 2; k++) {
                uint64_t by = labels[ends[k]];
                if (by != WALK_STREETS_FAR && by + on->mm < labels[ends[1 - k]]) {
                    labels[ends[1 - k]] = by + on->mm;
                    changed = true;
                }
            }
        }
    }
}

#endif
