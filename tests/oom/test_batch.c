/* The batch with every one of its allocations failed in turn: an error each time, and nothing lost
 * or leaked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "rows/batch.h"
#include "support/oom.h"
#include "support/query_pack.h"

static const char rows[] = "easting,northing,month\n450500,530500,2023-06\n,,\nx,y,z\n"
                           "451000,530500,2020-01\n\"450500\",\"530500\",\"2020-01\"\n1,2\n";

static enum na_code feed(struct query_pack *pack, const struct na_batch_options *options,
                         struct na_error *error)
{
    struct na_batch_plan *plan = NULL;
    struct na_batch *batch = NULL;
    struct na_buffer to;
    na_buffer_init(&to, (size_t)1 << 20);
    enum na_code code = na_batch_plan_new(pack->snapshot, options, &plan, error);
    if (code == NA_OK) {
        code = na_batch_new(plan, &batch, error);
    }
    if (code == NA_OK) {
        code = na_batch_feed(batch, rows, sizeof rows - 1, &to, error);
    }
    if (code == NA_OK) {
        code = na_batch_end_input(batch, &to, error);
    }
    if (code == NA_OK) {
        code = na_batch_finish(batch, &to, error);
    }
    if (code == NA_OK) {
        assert_int_equal(na_batch_get_tally(batch)->read, 6);
    }
    na_batch_free(batch);
    na_batch_plan_free(plan);
    na_buffer_fini(&to);
    return code;
}

static enum na_code read_rows(void *context, char *to, size_t size, size_t *ret_length,
                              bool *ret_more, struct na_error *reterr)
{
    size_t *at = context;
    (void)reterr;
    size_t left = sizeof rows - 1 - *at;
    *ret_length = left < size ? left : size;
    memcpy(to, rows + *at, *ret_length);
    *at += *ret_length;
    *ret_more = false;
    return NA_OK;
}

static enum na_code drop_rows(void *context, const char *bytes, size_t length,
                              struct na_error *reterr)
{
    (void)context;
    (void)bytes;
    (void)length;
    (void)reterr;
    return NA_OK;
}

static enum na_code run(struct query_pack *pack, const struct na_batch_options *options,
                        struct na_error *error)
{
    struct na_batch_plan *plan = NULL;
    size_t at = 0;
    struct na_batch_source source = {read_rows, &at};
    struct na_batch_target target = {.write = drop_rows};
    struct na_batch_run_options one = {.threads = 1, .block_bytes = 50};
    struct na_batch_result result;
    enum na_code code = na_batch_plan_new(pack->snapshot, options, &plan, error);
    if (code == NA_OK) {
        code = na_batch_run(plan, &one, &source, &target, &result, error);
    }
    na_batch_plan_free(plan);
    return code;
}

static void fail_each(struct query_pack *pack, const struct na_batch_options *options,
                      enum na_code (*operation)(struct query_pack *,
                                                const struct na_batch_options *, struct na_error *))
{
    size_t points = 0;
    for (bool failed = true; failed; points += failed) {
        struct na_error error = {.message = ""};
        oom_arm(points);
        enum na_code code = operation(pack, options, &error);
        failed = oom_disarm();
        if (code != (failed ? NA_ERR_MEMORY : NA_OK) || error.code != code) {
            fail_msg("allocation %zu: code %d, %s", points, (int)code, error.message);
        }
    }
    printf("%zu allocations\n", points);
    assert_true(points > 5);
}

static void no_failed_allocation_does_harm(void **state)
{
    (void)state;
    struct query_pack pack;
    query_pack_open_squares(&pack);
    static const enum na_batch_output outputs[] = {NA_BATCH_CSV, NA_BATCH_NDJSON, NA_BATCH_GEOJSON,
                                                   NA_BATCH_ANSWERS};
    for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++) {
        struct na_batch_options options = {
            .today = QUERY_TODAY, .output = outputs[i], .as_at_column = "month"};
        fail_each(&pack, &options, feed);
        fail_each(&pack, &options, run);
    }
    query_pack_end(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_failed_allocation_does_harm)};
    return cmocka_run_group_tests_name("oom_batch", tests, NULL, NULL);
}
