/* The generator itself. */
#include "base/random.h"

static uint64_t splitmix(uint64_t *state)
{
    *state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

struct na_random na_random_seeded(uint64_t seed, uint64_t stream)
{
    struct na_random random;
    /* Neighbouring seeds and streams must not begin alike: each goes through splitmix by itself. */
    uint64_t state = seed;
    uint64_t mixed = splitmix(&state);
    state = stream ^ mixed;
    for (int i = 0; i < 4; i++) {
        random.s[i] = splitmix(&state);
    }
    return random;
}
