/* Decimal numbers as tables have them: our reader beside strtod, and whether both say the same, to
 * the last bit.
 *
 *   bench_number [SEED] */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/number.h"
#include "base/number_short.h"
#include "support/random.h"

enum { NUMBERS = 1000000, ROUNDS = 5 };

static char texts[NUMBERS][24];
static unsigned char lengths[NUMBERS];
static double values[3][NUMBERS];

static double now_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static double read_one(int way, size_t i)
{
    double value = 0.0;
    struct na_str text = {texts[i], lengths[i]};
    if (way == 2) {
        return strtod(texts[i], NULL);
    }
    if (way == 0 && na_number_short(text, &value)) {
        return value;
    }
    (void)na_number_read(text, NA_NUMBER_POINT, &value);
    return value;
}

static void time_them(const char *what)
{
    static const char *const names[] = {"the join's", "na_number_read", "strtod"};
    printf("%-34s", what);
    for (int way = 0; way < 3; way++) {
        double best = 1e18;
        for (int round = 0; round < ROUNDS; round++) {
            double start = now_ns();
            for (size_t i = 0; i < NUMBERS; i++) {
                values[way][i] = read_one(way, i);
            }
            double spent = now_ns() - start;
            best = spent < best ? spent : best;
        }
        printf(" %s %.1f ns,", names[way], best / NUMBERS);
    }
    size_t differ = 0;
    for (size_t i = 0; i < NUMBERS; i++) {
        differ += memcmp(&values[0][i], &values[2][i], sizeof(double)) != 0 ||
                  memcmp(&values[1][i], &values[2][i], sizeof(double)) != 0;
    }
    printf(" %zu of %d differ\n", differ, NUMBERS);
}

int main(int argc, char **argv)
{
    struct test_random random = {argc > 1 ? strtoull(argv[1], NULL, 10) : 20261121};
    static const struct {
        const char *what;
        double low, high;
        int places;
    } kinds[] = {{"longitudes of six decimals", -8.2, 1.8, 6},
                 {"latitudes of six decimals", 49.9, 60.9, 6},
                 {"longitudes of fifteen decimals", -8.2, 1.8, 15},
                 {"eastings in metres", 0.0, 700000.0, 0},
                 {"northings to the centimetre", 0.0, 1300000.0, 2}};
    printf("seed %" PRIu64 "\n", random.state);
    for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
        for (size_t i = 0; i < NUMBERS; i++) {
            double value = test_random_between(&random, kinds[kind].low, kinds[kind].high);
            lengths[i] = (unsigned char)snprintf(texts[i], sizeof texts[i], "%.*f",
                                                 kinds[kind].places, value);
        }
        time_them(kinds[kind].what);
    }
    return 0;
}
