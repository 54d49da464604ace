/* What one question costs inside the process, from named parameters to JSON: the share of a request
 * that is ours.
 *
 *   bench_answer SNAPSHOT [SEED [QUESTION|all [COUNT]]]
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
#include "write/render.h"

#define QUESTIONS 50000
#define TODAY 20000

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

/* Positions as a client writes them. */
struct place {
    char lat[NA_NUMBER_TEXT], lon[NA_NUMBER_TEXT];
};

static bool answer_one(const struct subject *subject, struct na_session *session,
                       const struct place *place, struct na_buffer *to)
{
    const struct na_param params[] = {
        {"lat", place->lat}, {"lon", place->lon}, {"kind", subject->kind}, {"k", subject->k}};
    const struct na_asking asking = {.session = session,
                                     .params = params,
                                     .count = subject->kind != NULL ? 4 : 2,
                                     .today = TODAY,
                                     .format = NA_FORMAT_JSON};
    na_buffer_clear(to);
    return subject->ask(&asking, to, NULL) == NA_OK;
}

/* The clock is read once before and once after all of them: reading it costs as much as a tenth of
 * a question. The sum is taken in a second round. */
static void measure(const struct subject *subject, struct na_session *session,
                    const struct place *places, size_t count)
{
    struct na_buffer to;
    size_t good = 0;
    size_t bytes = 0;
    uint64_t sum = UINT64_C(14695981039346656037);
    na_buffer_init(&to, 1u << 20);
    double start = now_ns();
    for (size_t i = 0; i < count; i++) {
        good += answer_one(subject, session, &places[i], &to);
    }
    double spent_ns = now_ns() - start;
    for (size_t i = 0; i < count; i++) {
        (void)answer_one(subject, session, &places[i], &to);
        bytes += to.length;
        sum = fold(sum, &to);
    }
    printf("%-12s %8.0f ns a question, %zu answered of %zu, %zu bytes an answer, sum %016" PRIx64
           "\n",
           subject->name, spent_ns / (double)count, good, count, bytes / count, sum);
    na_buffer_fini(&to);
}

/* Points spread over the box of the newest wards; the caller frees them. */
static struct place *make_places(const struct na_snapshot *snapshot, uint64_t seed, size_t count)
{
    struct test_random random = {seed};
    const struct na_layer *layer = na_snapshot_layer(snapshot, 0);
    struct na_area box = {.west = 180, .south = 90, .east = -180, .north = -90};
    struct place *places = calloc(count, sizeof *places);
    for (uint32_t i = 0; i < layer->area_count; i++) {
        struct na_area area;
        na_snapshot_area(snapshot, layer, i, &area);
        box.west = area.west < box.west ? area.west : box.west;
        box.south = area.south < box.south ? area.south : box.south;
        box.east = area.east > box.east ? area.east : box.east;
        box.north = area.north > box.north ? area.north : box.north;
    }
    for (size_t i = 0; places != NULL && i < count; i++) {
        (void)na_number_fixed(&places[i].lat, test_random_between(&random, box.south, box.north),
                              6);
        (void)na_number_fixed(&places[i].lon, test_random_between(&random, box.west, box.east), 6);
    }
    return places;
}

int main(int argc, char **argv)
{
    struct na_snapshot *snapshot = NULL;
    struct na_session *session = NULL;
    struct na_error error;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 20261121;
    size_t count = argc > 4 ? strtoull(argv[4], NULL, 10) : QUESTIONS;
    if (argc < 2 || count == 0 || na_snapshot_open(argv[1], &snapshot, &error) != NA_OK ||
        na_ready_make(snapshot, &error) != NA_OK ||
        na_session_new(snapshot, &session, &error) != NA_OK) {
        (void)fprintf(stderr, "bench_answer: %s\n",
                      argc < 2 || count == 0 ? "give a compiled pack" : error.message);
        return 2;
    }
    /* Noon, as a daemon has a time of day too. */
    na_session_set_now(session, (int64_t)TODAY * 86400 + 43200);
    struct place *places = make_places(snapshot, seed, count);
    if (places == NULL) {
        return 2;
    }
    printf("seed %" PRIu64 ", %zu questions each\n", seed, count);
    const char *kind =
        na_snapshot_kind_count(snapshot) > 0 ? na_snapshot_kind(snapshot, 0)->name : NULL;
    const struct subject subjects[] = {{"ward", na_answer_ward, NULL, NULL},
                                       {"here", na_answer_here, NULL, NULL},
                                       {"nearest k=1", na_answer_nearest, kind, "1"},
                                       {"nearest k=5", na_answer_nearest, kind, "5"}};
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0] - (kind == NULL ? 2 : 0); i++) {
        if (argc > 3 && strcmp(argv[3], "all") != 0 && strcmp(argv[3], subjects[i].name) != 0) {
            continue;
        }
        measure(&subjects[i], session, places, count);
    }
    free(places);
    na_session_free(session);
    na_snapshot_unref(snapshot);
    return 0;
}
