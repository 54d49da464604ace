/* support/random.h - repeatable random numbers for tests: the seed is printed first and can be
 * given again as NA_TEST_SEED. */
#ifndef NA_TEST_RANDOM_H
#define NA_TEST_RANDOM_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* SplitMix64 (S. Vigna, public domain description): passes any seed, zero too. */
struct test_random {
    uint64_t state;
};

/* A seed from the environment, else from the clock; prints it. */
static inline struct test_random test_random_start(const char *what)
{
    const char *given = getenv("NA_TEST_SEED");
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    uint64_t seed = given != NULL ? strtoull(given, NULL, 10)
                                  : (uint64_t)now.tv_sec * 1000003u ^ (uint64_t)now.tv_nsec;
    printf("%s: NA_TEST_SEED=%" PRIu64 "\n", what, seed);
    (void)fflush(stdout);
    return (struct test_random){seed};
}

static inline uint64_t test_random_bits(struct test_random *random)
{
    uint64_t z = random->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* 0 <= result < limit; limit > 0. */
static inline uint64_t test_random_below(struct test_random *random, uint64_t limit)
{
    return test_random_bits(random) % limit;
}

/* low <= result < high. */
static inline double test_random_between(struct test_random *random, double low, double high)
{
    return low + (high - low) * (double)(test_random_bits(random) >> 11) * 0x1p-53;
}

#endif
