/* An invented layer of England's size: 7,681 areas on a jittered grid, their shared edges wiggly
 * polylines, about 750,000 vertices counting each ring's own. A third of the areas are small ones
 * in "towns" (the grid lines crowd there), as wards are. */
#ifndef NA_BENCH_ENGLAND_H
#define NA_BENCH_ENGLAND_H

#include <math.h>

#include "support/layer.h"
#include "support/random.h"

enum { ENGLAND_COLUMNS = 98, ENGLAND_ROWS = 79, ENGLAND_AREAS = 7681, ENGLAND_STEPS = 24 };

/* Grid line number n of `count` on [0, 1], crowded around three places. */
static inline double england_line(double n, double count)
{
    double t = n / count;
    return t - 0.03 * sin(t * 6.0 * 3.14159265358979) + 0.015 * sin(t * 13.0);
}

/* Corner (i, j) of the grid in metres, to the millimetre, as map data is. */
static inline void england_corner(uint64_t seed, int i, int j, double ret[2])
{
    struct test_random state = {seed + (uint64_t)(i * 1000 + j) * UINT64_C(0xa0761d6478bd642f) + 1};
    double u = i + 0.4 * (test_random_between(&state, -0.5, 0.5));
    double v = j + 0.4 * (test_random_between(&state, -0.5, 0.5));
    ret[0] = round(1e3 * (100000.0 + 550000.0 * england_line(u, ENGLAND_COLUMNS))) / 1e3;
    ret[1] = round(1e3 * (10000.0 + 640000.0 * england_line(v, ENGLAND_ROWS))) / 1e3;
}

/* Add the wiggly way from corner a to corner b without its last vertex. The same in either
 * direction, so that neighbours share it. */
static inline void england_side(struct layer *layer, uint64_t seed, int steps, const int a[2],
                                const int b[2])
{
    bool back = b[0] < a[0] || b[1] < a[1];
    double from[2];
    double to[2];
    england_corner(seed, back ? b[0] : a[0], back ? b[1] : a[1], from);
    england_corner(seed, back ? a[0] : b[0], back ? a[1] : b[1], to);
    int i = back ? b[0] : a[0];
    int j = back ? b[1] : a[1];
    double dx = to[0] - from[0];
    double dy = to[1] - from[1];
    for (int n = 0; n < steps; n++) {
        int step = back ? steps - n : n;
        struct test_random state = {
            seed ^ (((uint64_t)(i * 1000 + j) * 2 + (a[0] == b[0])) * 64 + (uint64_t)step) *
                       UINT64_C(0xd1342543de82ef95)};
        double t = (double)step / steps;
        double wave = 0.04 * sin(t * 9.0 + i + j) * sin(t * 3.14159265358979);
        bool end = step == 0 || step == steps;
        double off = end ? 0.0 : wave + 0.008 * (test_random_between(&state, -0.5, 0.5));
        double x = end ? (step == 0 ? from[0] : to[0]) : from[0] + t * dx - off * dy;
        double y = end ? (step == 0 ? from[1] : to[1]) : from[1] + t * dy + off * dx;
        layer_add(layer, round(1e3 * x) / 1e3, round(1e3 * y) / 1e3);
    }
}

/* The same with `steps` edges a side: about 31,000 vertices for each. */
static inline void england_make_of(struct layer *layer, uint64_t seed, int steps)
{
    for (int area = 0; area < ENGLAND_AREAS; area++) {
        int i = area % ENGLAND_COLUMNS;
        int j = area / ENGLAND_COLUMNS;
        const int corner[4][2] = {{i, j}, {i, j + 1}, {i + 1, j + 1}, {i + 1, j}};
        layer_begin_ring(layer, (uint32_t)area);
        for (int side = 0; side < 4; side++) {
            england_side(layer, seed, steps, corner[side], corner[(side + 1) % 4]);
        }
        layer_close_ring(layer);
    }
}

static inline void england_make(struct layer *layer, uint64_t seed)
{
    england_make_of(layer, seed, ENGLAND_STEPS);
}

#endif
