/* Logarithm and turns of plain arithmetic against those of the C library. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "geo/trig.h"
#include "support/random.h"

static void logarithms(void **state)
{
    (void)state;
    struct test_random random = test_random_start("logarithms");
    double before = 0.0;
    assert_true(na_trig_log(1.0) == 0.0);
    for (int i = 0; i < 200000; i++) {
        double x = exp(test_random_between(&random, 0.0, 23.0));
        x = i % 2 == 0 ? floor(x) : x;
        assert_true(fabs(na_trig_log(x) - log(x)) <= 4e-16 * fmax(1.0, log(x)));
    }
    for (double x = 1.0; x < 70000.0; x += 0.25) { /* it never falls */
        double now = na_trig_log(x);
        assert_true(now >= before);
        before = now;
    }
}

static void turns(void **state)
{
    (void)state;
    for (int i = 0; i <= 4800; i++) {
        double sine, cosine;
        na_trig_turn(i / 4800.0, &sine, &cosine);
        assert_true(fabs(sine - sin(i / 4800.0 * 6.283185307179586)) < 1e-15);
        assert_true(fabs(cosine - cos(i / 4800.0 * 6.283185307179586)) < 1e-15);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(logarithms), cmocka_unit_test(turns)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
