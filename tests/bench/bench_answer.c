/* What one question costs inside the process, from named parameters to JSON: the share of a request
 * that is ours.
 *
 *   bench_answer SNAPSHOT [SEED [QUESTION]]
 *
 * Points are spread over the box of the snapshot's newest wards. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/number.h"
#include "here/here.h"
#include "nearest/nearest.h"
#include "question/ask.h"
#include "support/random.h"
#include "ward/ward.h"

#define QUESTIONS 50000

/* FNV-1a of all answers, so that two builds can be seen to say the same. */
static uint64_t fold(uint64_t sum, const struct na_buffer *bytes)
{
    for (size_t i = 0; i < bytes->length; i++) {
        sum = (sum ^ (unsigned char)bytes->data[i]) * UINT64_C(1099511628211);
    }
    return sum;
}

static double now_ns(void)
{
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

struct subject {
    const char *name;
    na_answer *ask;
    const char *kind; /* NULL: the question has none */
    const char *k;
};

static void measure(const struct subject *subject, struct na_session *session,
                    const struct na_area *box, struct test_random random)
{
    struct na_buffer to;
    size_t good = 0;
    size_t bytes = 0;
    uint64_t sum = UINT64_C(14695981039346656037);
    double spent_ns = 0;
    na_buffer_init(&to, 1u << 20);
    for (int i = 0; i < QUESTIONS; i++) {
        char lat[NA_NUMBER_TEXT];
        char lon[NA_NUMBER_TEXT];
        (void)na_number_fixed(&lat, test_random_between(&random, box->south, box->north), 6);
        (void)na_number_fixed(&lon, test_random_between(&random, box->west, box->east), 6);
        const struct na_param params[] = {
            {"lat", lat}, {"lon", lon}, {"kind", subject->kind}, {"k", subject->k}};
        na_buffer_clear(&to);
        const struct na_asking asking = {.session = session,
                                         .params = params,
                                         .count = subject->kind != NULL ? 4 : 2,
                                         .today = 20000,
                                         .format = NA_FORMAT_JSON};
        double start = now_ns();
        good += subject->ask(&asking, &to, NULL) == NA_OK;
        spent_ns += now_ns() - start;
        bytes += to.length;
        sum = fold(sum, &to);
    }
    printf("%-12s %8.0f ns a question, %zu answered of %d, %zu bytes an answer, sum %016" PRIx64
           "\n",
           subject->name, spent_ns / QUESTIONS, good, QUESTIONS, bytes / QUESTIONS, sum);
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
    const char *kind =
        na_snapshot_kind_count(snapshot) > 0 ? na_snapshot_kind(snapshot, 0)->name : NULL;
    const struct subject subjects[] = {{"ward", na_answer_ward, NULL, NULL},
                                       {"here", na_answer_here, NULL, NULL},
                                       {"nearest k=1", na_answer_nearest, kind, "1"},
                                       {"nearest k=5", na_answer_nearest, kind, "5"}};
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0] - (kind == NULL ? 2 : 0); i++) {
        if (argc > 3 && strcmp(argv[3], subjects[i].name) != 0) {
            continue;
        }
        measure(&subjects[i], session, &box, (struct test_random){seed});
    }
    na_session_free(session);
    na_snapshot_unref(snapshot);
    return 0;
}
