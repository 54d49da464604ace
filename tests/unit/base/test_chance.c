/* Exact tails against sums written down again, and published examples. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/chance.h"
#include "support/random.h"

static double choose(unsigned int n, unsigned int k)
{
    double ways = 1;
    for (unsigned int i = 0; i < k; i++) {
        ways = ways * (n - i) / (i + 1);
    }
    return k > n ? 0 : ways;
}

static void expect_near(double ours, double theirs, double off)
{
    if (!(fabs(ours - theirs) <= off * fabs(theirs) + 1e-300)) {
        fail_msg("%.17g, wanted %.17g", ours, theirs);
    }
}

static void hypergeometric_tails_are_their_sums(void **state)
{
    (void)state;
    struct test_random random = test_random_start("hypergeometric");
    for (size_t round = 0; round < 500; round++) {
        unsigned int all = 1 + (unsigned int)test_random_below(&random, 40);
        unsigned int marked = (unsigned int)test_random_below(&random, all + 1);
        unsigned int drawn = (unsigned int)test_random_below(&random, all + 1);
        double lower = 0, upper = 0;
        unsigned int seen = (unsigned int)test_random_below(&random, drawn + 1);
        for (unsigned int k = 0; k <= drawn; k++) {
            double part =
                drawn - k > all - marked
                    ? 0
                    : choose(marked, k) * choose(all - marked, drawn - k) / choose(all, drawn);
            lower += k <= seen ? part : 0;
            upper += k >= seen ? part : 0;
        }
        struct na_tails tails = na_hypergeometric_tails(all, marked, drawn, seen);
        expect_near(tails.lower, lower, 1e-12);
        expect_near(tails.upper, upper, 1e-12);
        double parts[64], sum = 0;
        na_hypergeometric_parts(all, marked, drawn, parts);
        for (unsigned int k = 0; k <= drawn; k++) {
            sum += parts[k];
            upper -= k > seen ? parts[k] : 0;
        }
        expect_near(sum, 1, 1e-12);
        assert_true(fabs(upper - parts[seen]) < 1e-12);
    }
}

static void tiny_tails_keep_their_digits(void **state)
{
    (void)state;
    /* All 60 drawn are among 100 marked of 10,000: C(100, 60) / C(10000, 60), by logarithms. */
    long double logarithm = 0;
    for (int i = 0; i < 60; i++) {
        logarithm += logl(100.0L - i) - logl(10000.0L - i);
    }
    struct na_tails tails = na_hypergeometric_tails(10000, 100, 60, 60);
    expect_near(log(tails.upper), (double)logarithm, 1e-12);
    assert_true(tails.upper > 0 && tails.upper < 1e-100);
}

static void binomial_tails_are_their_sums(void **state)
{
    (void)state;
    struct test_random random = test_random_start("binomial");
    for (size_t round = 0; round < 300; round++) {
        unsigned int trials = 1 + (unsigned int)test_random_below(&random, 30);
        unsigned int seen = (unsigned int)test_random_below(&random, trials + 1);
        double part = test_random_between(&random, 0.01, 0.99), lower = 0, upper = 0;
        for (unsigned int k = 0; k <= trials; k++) {
            double term = choose(trials, k) * pow(part, k) * pow(1 - part, trials - k);
            lower += k <= seen ? term : 0;
            upper += k >= seen ? term : 0;
        }
        struct na_tails tails = na_binomial_tails(trials, part, seen);
        expect_near(tails.lower, lower, 1e-11);
        expect_near(tails.upper, upper, 1e-11);
    }
}

/* Wheeler 2018: 16 events, then 25, over equal times. */
static void the_e_test_gives_the_published_example(void **state)
{
    (void)state;
    assert_true(fabs(na_e_test(16, 25, 1, 1) - 0.165) < 0.0005);
    assert_true(fabs(na_e_test(25, 16, 1, 1) - na_e_test(16, 25, 1, 1)) < 1e-12);
    assert_true(na_e_test(0, 0, 1, 1) >= 1);
    assert_true(na_e_test(7, 7, 1, 1) >= 1);
    assert_true(na_e_test(10, 20, 1, 2) >= 1);
}

/* Every pair of counts, as the test is defined. */
static void the_e_test_is_its_definition(void **state)
{
    (void)state;
    struct test_random random = test_random_start("E-test");
    for (size_t round = 0; round < 60; round++) {
        uint64_t a = test_random_below(&random, 25), b = test_random_below(&random, 25);
        double time_a = 1 + (double)test_random_below(&random, 3), time_b = 1, sum = 0;
        double rate = (double)(a + b) / (time_a + time_b);
        double seen = fabs((double)a / time_a - (double)b / time_b) /
                      sqrt((double)a / (time_a * time_a) + (double)b / (time_b * time_b));
        for (int i = 0; i < 200; i++) {
            for (int k = 0; k < 200; k++) {
                double variance = i / (time_a * time_a) + k / (time_b * time_b);
                double off = variance > 0 ? fabs(i / time_a - k / time_b) / sqrt(variance) : 0;
                double part = exp(i * log(rate * time_a) - rate * time_a - lgamma(i + 1.0)) *
                              exp(k * log(rate * time_b) - rate * time_b - lgamma(k + 1.0));
                sum += off >= seen * (1 - 1e-12) ? part : 0;
            }
        }
        if (a + b > 0 && seen > 0) {
            assert_true(fabs(na_e_test(a, b, time_a, time_b) - sum) < 1e-9);
        }
    }
}

/* Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29. */
static void wilson_gives_the_published_limits(void **state)
{
    (void)state;
    static const struct {
        uint64_t hits, of;
        double low, high;
    } wanted[] = {{81, 263, 0.2553, 0.3662},
                  {15, 148, 0.0624, 0.1605},
                  {0, 20, 0, 0.1611},
                  {1, 29, 0.0061, 0.1718}};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        double low, high;
        na_wilson_limits(wanted[i].hits, wanted[i].of, &low, &high);
        assert_true(fabs(low - wanted[i].low) < 0.00006);
        assert_true(fabs(high - wanted[i].high) < 0.00006);
    }
}

/* q of the i-th is the least p_j m / r_j of all p_j not below p_i, r_j how many are not above p_j.
 */
static void q_is_its_definition(void **state)
{
    (void)state;
    struct test_random random = test_random_start("false discoveries");
    for (size_t round = 0; round < 50; round++) {
        double p[60], ours[60];
        size_t count = 1 + test_random_below(&random, 60), tests = 0;
        for (size_t i = 0; i < count; i++) {
            p[i] = pow(test_random_between(&random, 0, 1), 4);
            /* Ties, and tests without a figure. */
            p[i] = i > 0 && test_random_below(&random, 4) == 0 ? p[i - 1] : p[i];
            p[i] = test_random_below(&random, 10) == 0 ? (double)NAN : p[i];
            tests += isnan(p[i]) ? 0 : 1;
        }
        assert_int_equal(na_discoveries(p, count, ours, NULL), NA_OK);
        for (size_t i = 0; i < count; i++) {
            double q = 1;
            for (size_t j = 0; j < count; j++) {
                double rank = 0;
                for (size_t k = 0; k < count; k++) {
                    rank += p[k] <= p[j] ? 1 : 0;
                }
                if (p[j] >= p[i]) {
                    q = fmin(q, p[j] * (double)tests / rank);
                }
            }
            assert_true(isnan(p[i]) ? isnan(ours[i]) : fabs(ours[i] - q) < 1e-12);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hypergeometric_tails_are_their_sums),
        cmocka_unit_test(tiny_tails_keep_their_digits),
        cmocka_unit_test(binomial_tails_are_their_sums),
        cmocka_unit_test(the_e_test_gives_the_published_example),
        cmocka_unit_test(the_e_test_is_its_definition),
        cmocka_unit_test(wilson_gives_the_published_limits),
        cmocka_unit_test(q_is_its_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
