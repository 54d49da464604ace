/* Rows shaped like police.uk's street-level crime, to standard output; repeatable.
 *
 *   bench_join_make ROWS [SEED] [NOISE]
 *
 * Positions gather around places in the Tees valley, as crime does, on six decimals. One row in
 * NOISE (0: none, the default) has a fault: blank or half a position, letters, a field too many, a
 * quoted field with a comma, or a quote that is never closed. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/random.h"

#define PLACES 3000
#define ROW_MAX 512

static const char *const kinds[] = {"Anti-social behaviour",
                                    "Violence and sexual offences",
                                    "Criminal damage and arson",
                                    "Shoplifting",
                                    "Public order",
                                    "Burglary",
                                    "Other theft",
                                    "Vehicle crime",
                                    "Drugs"};
static const char *const outcomes[] = {
    "Unable to prosecute suspect", "Investigation complete; no suspect identified",
    "Under investigation", "Awaiting court outcome", "Status update unavailable"};
static const char *const streets[] = {"Park/Open Space", "Supermarket",    "Victoria Road",
                                      "York Road",       "Linthorpe Road", "High Street",
                                      "Church Street",   "Parking Area"};

struct place {
    double lon, lat;
    unsigned int lsoa;
};

static size_t put_row(char *to, struct test_random *random, const struct place *place)
{
    char id[65] = "";
    size_t kind = test_random_below(random, 9);
    if (kind > 0) { /* anti-social behaviour has no id */
        for (int i = 0; i < 4; i++) {
            (void)snprintf(id + 16 * i, 17, "%016" PRIx64, test_random_bits(random));
        }
    }
    double lon = place->lon +
                 0.004 * (test_random_between(random, -1, 1) + test_random_between(random, -1, 1));
    double lat = place->lat +
                 0.002 * (test_random_between(random, -1, 1) + test_random_between(random, -1, 1));
    int length =
        snprintf(to, ROW_MAX,
                 "%s,2025-%02u,Cleveland Police,Cleveland Police,%.6f,%.6f,On or near %s,E%08u,"
                 "Hartlepool %03uA,%s,%s,\n",
                 id, 1 + (unsigned)test_random_below(random, 12), lon, lat,
                 streets[test_random_below(random, 8)], 1011949 + place->lsoa, place->lsoa % 999,
                 kinds[kind], kind > 0 ? outcomes[test_random_below(random, 5)] : "");
    return (size_t)length;
}

static const char *faulty_row(struct test_random *random)
{
    static const char *const rows[] = {
        ",2025-01,Cleveland Police,Cleveland Police,,,No Location,,,Drugs,,\n",
        ",2025-01,Cleveland Police,Cleveland Police,-1.2,,On or near A,E01,B,Drugs,,\n",
        ",2025-01,Cleveland Police,Cleveland Police,west,north,On or near A,E01,B,Drugs,,\n",
        ",2025-01,Cleveland Police,Cleveland Police,-1.2,54.6,On or near A,E01,B,Drugs,,,,\n",
        "x,2025-01,\"Police, Cleveland\",\"a \"\"b\"\"\",-1.2101,54.6862,\"At\r\nA\",E01,B,C,,\r\n",
        "x,2025-01,\"open,Cleveland Police,-1.2,54.6,On or near A,E01,B,Drugs,,\n"};
    return rows[test_random_below(random, 6)];
}

int main(int argc, char **argv)
{
    uint64_t rows = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    struct test_random random = {argc > 2 ? strtoull(argv[2], NULL, 10) : 20261121};
    uint64_t noise = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;
    static struct place places[PLACES];
    static char buffer[1 << 16];
    char row[ROW_MAX];
    if (rows == 0) {
        (void)fprintf(stderr, "usage: bench_join_make ROWS [SEED] [NOISE]\n");
        return 2;
    }
    for (unsigned int i = 0; i < PLACES; i++) {
        places[i] = (struct place){test_random_between(&random, -1.33, -1.02),
                                   test_random_between(&random, 54.50, 54.60), i};
    }
    (void)setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    (void)fputs("Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,"
                "LSOA name,Crime type,Last outcome category,Context\n",
                stdout);
    for (uint64_t i = 0; i < rows; i++) {
        size_t place = test_random_below(&random, 1 + test_random_below(&random, PLACES));
        size_t length = put_row(row, &random, &places[place]);
        if (noise > 0 && test_random_below(&random, noise) == 0) {
            (void)fputs(faulty_row(&random), stdout);
        } else {
            (void)fwrite(row, 1, length, stdout);
        }
    }
    return fflush(stdout) == 0 && ferror(stdout) == 0 ? 0 : 4;
}
