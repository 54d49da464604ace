/* The logarithm of plain arithmetic against that of the C library. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(logarithms)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
