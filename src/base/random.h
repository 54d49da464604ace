/* base/random.h - random numbers that are the same everywhere for the same seed: xoshiro256** 1.0
 * (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), its state filled
 * by splitmix64 as they advise. For resampling, not for secrets. */
#ifndef NA_BASE_RANDOM_H
#define NA_BASE_RANDOM_H

#include <stdint.h>

/* A plain value; use from one thread at a time. */
struct na_random {
    uint64_t s[4];
};

/* `stream` 0, 1, 2, ...: independent sequences of one seed. */
struct na_random na_random_seeded(uint64_t seed, uint64_t stream);
/* Inline, as is na_random_below: called for each row of each bootstrap. */
static inline uint64_t na_random_next(struct na_random *random)
{
    uint64_t *s = random->s;
    uint64_t x = s[1] * 5;
    uint64_t result = ((x << 7) | (x >> 57)) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 45) | (s[3] >> 19);
    return result;
}

/* 0..below-1, each as likely as another, of 32 random bits; below > 0. By multiplication; what
 * would be biased is drawn again (Lemire, "Fast random integer generation in an interval", 2019).
 */
static inline uint32_t na_random_below_of(struct na_random *random, uint32_t bits, uint32_t below)
{
    uint64_t product = (uint64_t)bits * below;
    if ((uint32_t)product < below) {
        uint32_t threshold = (uint32_t)(-below) % below;
        while ((uint32_t)product < threshold) {
            product = (na_random_next(random) >> 32) * below;
        }
    }
    return (uint32_t)(product >> 32);
}

static inline uint32_t na_random_below(struct na_random *random, uint32_t below)
{
    return na_random_below_of(random, (uint32_t)(na_random_next(random) >> 32), below);
}

#endif
