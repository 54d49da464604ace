/* What one question costs inside the process, from named parameters to JSON: the share of a request
 * that is ours.
 *
 *   bench_answer SNAPSHOT [SEED]
 *
 * Points are spread over the box of the snapshot's newest wards. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/number.h"
#include "nearest/nearest.h"
#include "question/ask.h"
#include "support/random.h"
#include "ward/ward.h"

#define QUESTIONS 200000

static double now_ns(void)
{
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static void measure(const char *name, na_answer *ask, struct na_session *session, const char *kind,
                    const struct na_area *box, struct test_random random)
{
    struct na_buffer to;
    size_t good = 0;
    size_t bytes = 0;
    double start = now_ns();
    na_buffer_init(&to, 1u << 20);
    for (int i = 0; i < QUESTIONS; i++) {
        char lat[NA_NUMBER_TEXT];
        char lon[NA_NUMBER_TEXT];
        (void)na_number_fixed(&lat, test_random_between(&random, box->south, box->north), 6);
        (void)na_number_fixed(&lon, test_random_between(&random, box->west, box->east), 6);
        const struct na_param params[] = {{"lat", lat}, {"lon", lon}, {"kind", kind}};
        na_buffer_clear(&to);
        const struct na_asking asking = {.session = session,
                                         .params = params,
                                         .count = kind != NULL ? 3 : 2,
                                         .today = 20000,
                                         .format = NA_FORMAT_JSON};
        good += ask(&asking, &to, NULL) == NA_OK;
        bytes += to.length;
    }
    double each = (now_ns() - start) / QUESTIONS;
    printf("%-8s %8.0f ns a question, %zu answered of %d, %zu bytes an answer\n", name, each, good,
           QUESTIONS, bytes / QUESTIONS);
    na_buffer_fini(&to);
}

int main(int argc, char **argv)
{
    struct na_snapshot *snapshot = NULL;
    struct na_session *session = NULL;
    struct na_error error;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 20261121;
    if (argc < 2 || na_snapshot_open(argv[1], &snapshot, &error) != NA_OK ||
        na_session_new(snapshot, &session, &error) != NA_OK) {
        (void)fprintf(stderr, "bench_answer: %s\n",
                      argc < 2 ? "give a compiled pack" : error.message);
        return 2;
    }
    const struct na_layer *layer = na_snapshot_layer(snapshot, 0);
    struct na_area box = {.west = 180, .south = 90, .east = -180, .north = -90};
    for (uint32_t i = 0; i < layer->area_count; i++) {
        struct na_area area;
        na_snapshot_area(snapshot, layer, i, &area);
        box.west = area.west < box.west ? area.west : box.west;
        box.south = area.south < box.south ? area.south : box.south;
        box.east = area.east > box.east ? area.east : box.east;
        box.north = area.north > box.north ? area.north : box.north;
    }
    printf("seed %" PRIu64 ", %d questions each\n", seed, QUESTIONS);
    measure("ward", na_answer_ward, session, NULL, &box, (struct test_random){seed});
    if (na_snapshot_kind_count(snapshot) > 0) {
        measure("nearest", na_answer_nearest, session, na_snapshot_kind(snapshot, 0)->name, &box,
                (struct test_random){seed});
    }
    na_session_free(session);
    na_snapshot_unref(snapshot);
    return 0;
}
