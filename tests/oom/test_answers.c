/* Each allocation of an answer to a quick question, from its session to its last byte, made to fail
 * in turn. Either the answer is that of a good run, or it is want of memory: never another answer,
 * and never a refusal of the question (issue 11, fault 4). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/oom.h"
#include "support/squares.h"

static const struct {
    na_answer *answer;
    const char *query, *path_value;
} questions[] = {
    {na_answer_ward, "lat=54.665&lon=-1.222", NULL},
    {na_answer_ward, "easting=450500&northing=530500&accuracy_m=50", NULL},
    {na_answer_ward, "q=zzz", NULL},
    {na_answer_nearest, "easting=450500&northing=530500&kind=cabinet&kind=pub&limit=5", NULL},
    {na_answer_nearest, "q=first&kind=cabinet&usable=any", NULL},
    {na_answer_here, "easting=450500&northing=530500", NULL},
    {na_answer_here, "lat=54.665&lon=-1.222&accuracy_m=100", NULL},
    {na_answer_hotspots, "easting=450500&northing=530500", NULL},
    {na_answer_locate, "q=first", NULL},
    {na_answer_locate, "q=NZ+505+305", NULL},
    {na_answer_wards, "", NULL},
    {na_answer_assets, "", NULL},
    {na_answer_barriers, "", NULL},
    {na_answer_datasets, "", NULL},
    {na_answer_ward_one, "", "E01"},
    {na_answer_asset_one, "", "cab-1"},
};

static const enum na_format formats[] = {NA_FORMAT_JSON, NA_FORMAT_TEXT, NA_FORMAT_GEOJSON,
                                         NA_FORMAT_WORDS};

/* A session of its own: nothing is there yet that an earlier question made. */
static enum na_code ask(size_t i, enum na_format format, struct na_buffer *to)
{
    char memory[512];
    struct na_param params[NA_PARAMS_MAX];
    size_t count = 0;
    struct na_session *session = NULL;
    struct na_error error = {.code = NA_OK};
    assert_int_equal(
        na_params_from_query(questions[i].query, memory, params, NA_PARAMS_MAX, &count, NULL),
        NA_OK);
    enum na_code code = na_session_new(pack.snapshot, &session, &error);
    if (code == NA_OK) {
        const struct na_asking asking = {.session = session,
                                         .params = params,
                                         .count = count,
                                         .path_value = questions[i].path_value,
                                         .today = QUERY_TODAY,
                                         .format = format};
        code = questions[i].answer(&asking, to, &error);
    }
    na_session_free(session);
    return code;
}

/* Returns how many allocations there were. */
static size_t fail_each(size_t i, enum na_format format)
{
    struct na_buffer good;
    na_buffer_init(&good, NA_ANSWER_LIMIT);
    enum na_code right = ask(i, format, &good);
    size_t before = 0;
    for (bool failed = true; failed; before += failed) {
        struct na_buffer to;
        na_buffer_init(&to, NA_ANSWER_LIMIT);
        oom_arm(before);
        enum na_code code = ask(i, format, &to);
        failed = oom_disarm();
        bool same = code == right && to.length == good.length &&
                    (to.length == 0 || memcmp(to.data, good.data, to.length) == 0);
        if (!same && !(failed && code == NA_ERR_MEMORY && to.length == 0)) {
            fail_msg("%s in form %d, allocation %zu: code %d, %zu bytes of %zu", questions[i].query,
                     (int)format, before, (int)code, to.length, good.length);
        }
        na_buffer_fini(&to);
    }
    na_buffer_fini(&good);
    return before;
}

static void answers_fail_cleanly(void **state)
{
    (void)state;
    size_t all = 0;
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        for (size_t f = 0; f < sizeof formats / sizeof formats[0]; f++) {
            all += fail_each(i, formats[f]);
        }
    }
    print_message("%zu allocations\n", all);
    assert_true(all > 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(answers_fail_cleanly)};
    return cmocka_run_group_tests(tests, squares_setup, squares_teardown);
}
