/* Orientation against integers: coordinates are lattice points k * step + origin that doubles hold
 * exactly, so the sign is that of a small integer determinant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>

#include "geo/predicate.h"
#include "support/random.h"

struct lattice {
    const char *label;
    double origin;
    double step;
    int64_t half; /* lattice coordinates are -half..half */
};

static const struct lattice lattices[] = {
    {"unit", 0.0, 1.0, 8},
    {"unit, wide", 0.0, 1.0, 1 << 28},
    {"grid metres", 450000.0, 0x1p-20, 1 << 25},
    {"degrees", 54.5, 0x1p-47, 1 << 20},
    {"last bits at 0.5", 0.5, 0x1p-53, 64},
    {"last bits at 24", 24.0, 0x1p-48, 1 << 16},
    {"tiny", 0.0, 0x1p-200, 1 << 20},
    {"huge", 0.0, 0x1p190, 1 << 20},
};

static int64_t pick(struct test_random *random, int64_t half)
{
    return (int64_t)test_random_below(random, (uint64_t)(2 * half + 1)) - half;
}

static int sign_of(int64_t value)
{
    return (value > 0) - (value < 0);
}

static double at(const struct lattice *lattice, int64_t k)
{
    return lattice->origin + (double)k * lattice->step;
}

/* Differences stay below 2^30, products below 2^60: no overflow. */
static void check(const struct lattice *lattice, const int64_t p[6])
{
    int64_t det = (p[2] - p[0]) * (p[5] - p[1]) - (p[3] - p[1]) * (p[4] - p[0]);
    double v[6];
    for (int i = 0; i < 6; i++) {
        v[i] = at(lattice, p[i]);
    }
    int sign = na_orient(v[0], v[1], v[2], v[3], v[4], v[5]);
    if (sign != sign_of(det)) {
        fail_msg("%s: (%a %a) (%a %a) (%a %a) gave %d, not %d", lattice->label, v[0], v[1], v[2],
                 v[3], v[4], v[5], sign, sign_of(det));
    }
    assert_int_equal(na_orient(v[2], v[3], v[0], v[1], v[4], v[5]), -sign);
    assert_int_equal(na_orient(v[4], v[5], v[0], v[1], v[2], v[3]), sign);
}

static void any_points(void **state)
{
    (void)state;
    struct test_random random = test_random_start("any points");
    for (size_t l = 0; l < sizeof lattices / sizeof lattices[0]; l++) {
        for (int n = 0; n < 20000; n++) {
            int64_t p[6];
            for (int i = 0; i < 6; i++) {
                p[i] = pick(&random, lattices[l].half);
            }
            check(&lattices[l], p);
        }
    }
}

/* c = a + t (b - a) on the lattice, then moved by at most one step. */
static void nearly_collinear_points(void **state)
{
    (void)state;
    struct test_random random = test_random_start("nearly collinear");
    int zeros = 0;
    for (size_t l = 0; l < sizeof lattices / sizeof lattices[0]; l++) {
        int64_t half = lattices[l].half;
        for (int n = 0; n < 20000; n++) {
            int64_t reach = half / 8 > 0 ? half / 8 : 1;
            int64_t dx = pick(&random, reach);
            int64_t dy = pick(&random, reach);
            int64_t ax = pick(&random, half / 8);
            int64_t ay = pick(&random, half / 8);
            int64_t s = pick(&random, 3);
            int64_t t = pick(&random, 3);
            int64_t p[6] = {ax,
                            ay,
                            ax + s * dx,
                            ay + s * dy,
                            ax + t * dx + pick(&random, 1),
                            ay + t * dy + pick(&random, 1)};
            check(&lattices[l], p);
            zeros += na_orient(at(&lattices[l], p[0]), at(&lattices[l], p[1]),
                               at(&lattices[l], p[2]), at(&lattices[l], p[3]),
                               at(&lattices[l], p[4]), at(&lattices[l], p[5])) == 0;
        }
    }
    assert_true(zeros > 1000); /* the hard case was met */
}

/* The picture of L. Kettner et al., "Classroom examples of robustness problems in geometric
 * computations", 2008, section 3: a 256 x 256 grid of neighbouring doubles around (0.5, 0.5) seen
 * from (12, 12) and (24, 24). Everything is a multiple of 2^-53, so the determinant divided by
 * 2^-53 * 12 is an integer: that of (1, 1) x (x - y). */
static void classroom_grid(void **state)
{
    (void)state;
    const double ulp = 0x1p-53;
    for (int i = 0; i < 256; i++) {
        for (int j = 0; j < 256; j++) {
            int sign = na_orient(0.5 + i * ulp, 0.5 + j * ulp, 12, 12, 24, 24);
            /* left of the diagonal, looking to (24, 24), is where y > x */
            assert_int_equal(sign, sign_of(j - i));
        }
    }
}

/* Three points of which two agree, or all. */
static void coinciding_points(void **state)
{
    (void)state;
    assert_int_equal(na_orient(0.1, 0.2, 0.1, 0.2, 0.1, 0.2), 0);
    assert_int_equal(na_orient(0.1, 0.2, 0.1, 0.2, 0.3, 0.7), 0);
    assert_int_equal(na_orient(0.1, 0.2, 0.3, 0.7, 0.3, 0.7), 0);
    assert_int_equal(na_orient(0.1, 0.2, 0.3, 0.7, 0.1, 0.2), 0);
}

/* A point one step of a double off a diagonal that no plain evaluation resolves. */
static void one_step_off(void **state)
{
    (void)state;
    struct test_random random = test_random_start("one step off");
    for (int n = 0; n < 20000; n++) {
        double a = (double)test_random_below(&random, 1u << 30) * 0x1p-20 + 1.0;
        double b = a + (double)test_random_below(&random, 1u << 30) * 0x1p-20 + 1.0;
        double c = (double)test_random_below(&random, UINT64_C(1) << 50) * 0x1p-40 + 1.0;
        assert_int_equal(na_orient(a, a, b, b, c, c), 0);
        assert_int_equal(na_orient(a, a, b, b, c, nextafter(c, 1e9)), 1);
        assert_int_equal(na_orient(a, a, b, b, c, nextafter(c, -1e9)), -1);
        assert_int_equal(na_orient(a, a, b, b, nextafter(c, 1e9), c), -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_points),     cmocka_unit_test(nearly_collinear_points),
        cmocka_unit_test(classroom_grid), cmocka_unit_test(coinciding_points),
        cmocka_unit_test(one_step_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
