/* What is ready is what would be written: every answer of a snapshot that keeps ready pieces has
 * the bytes of one that does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/number.h"
#include "nearest/nearest.h"
#include "question/ready.h"
#include "support/query_pack.h"
#include "support/random.h"
#include "ward/ward.h"
#include "write/render.h"

#define QUESTIONS 400

static struct query_pack pack = {.folder = NA_TEST_SOURCE_DIR "/data/shapefiles/tees-demo"};
static struct na_snapshot *ready;
static struct na_session *session;

static int setup(void **state)
{
    struct na_error error = {.message = ""};
    (void)state;
    na_buffer_init(&pack.bytes, (size_t)1 << 30);
    query_pack_compile(&pack, NULL);
    assert_int_equal(na_snapshot_from_bytes(pack.bytes.data, pack.bytes.length, &ready, &error),
                     NA_OK);
    assert_int_equal(na_ready_make(ready, &error), NA_OK);
    assert_int_equal(na_session_new(ready, &session, &error), NA_OK);
    na_session_set_now(pack.session, (int64_t)QUERY_TODAY * 86400 + 43200);
    na_session_set_now(session, (int64_t)QUERY_TODAY * 86400 + 43200);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    na_session_free(session);
    na_snapshot_unref(ready);
    na_session_free(pack.session);
    na_snapshot_unref(pack.snapshot);
    na_buffer_fini(&pack.bytes);
    return 0;
}

static enum na_code ask(na_answer *question, struct na_session *of, const struct na_param *params,
                        size_t count, struct na_buffer *to)
{
    const struct na_asking asking = {.session = of,
                                     .params = params,
                                     .count = count,
                                     .today = QUERY_TODAY,
                                     .format = NA_FORMAT_JSON};
    na_buffer_clear(to);
    return question(&asking, to, NULL);
}

static void assert_same(na_answer *question, const struct na_param *params, size_t count)
{
    struct na_buffer with;
    struct na_buffer without;
    na_buffer_init(&with, 1u << 20);
    na_buffer_init(&without, 1u << 20);
    enum na_code code = ask(question, pack.session, params, count, &without);
    assert_int_equal(ask(question, session, params, count, &with), code);
    assert_int_equal(with.length, without.length);
    assert_memory_equal(with.data, without.data, with.length);
    na_buffer_fini(&with);
    na_buffer_fini(&without);
}

static void answers_are_the_same_without(void **state)
{
    struct test_random random = {20261121};
    (void)state;
    assert_null(na_ready_of(pack.snapshot));
    assert_non_null(na_ready_of(ready));
    for (int i = 0; i < QUESTIONS; i++) {
        char lat[NA_NUMBER_TEXT];
        char lon[NA_NUMBER_TEXT];
        (void)na_number_fixed(&lat, test_random_between(&random, 54.45, 54.75), 6);
        (void)na_number_fixed(&lon, test_random_between(&random, -1.45, -0.75), 6);
        struct na_param params[] = {
            {"lat", lat}, {"lon", lon},     {"kind", "bleed_cabinet"}, {"kind", "radio_premises"},
            {"k", "5"},   {"usable", "yes"}};
        struct na_param old[] = {{"lat", lat}, {"lon", lon}, {"vintage", "2020"}};
        assert_same(na_answer_ward, params, 2);
        assert_same(na_answer_ward, old, 3);
        assert_same(na_answer_here, params, 2);
        assert_same(na_answer_nearest, params, 3 + (size_t)i % 4);
    }
}

/* Each area and asset, by the function that answers call. */
static void pieces_are_what_would_be_written(void **state)
{
    struct na_buffer bytes[2];
    (void)state;
    for (int which = 0; which < 2; which++) {
        const struct na_snapshot *of = which == 0 ? ready : pack.snapshot;
        struct na_json json;
        na_buffer_init(&bytes[which], 1u << 24);
        na_json_init(&json, &bytes[which]);
        na_json_array_begin(&json);
        for (size_t i = 0; i < na_snapshot_layer_count(of); i++) {
            const struct na_layer *layer = na_snapshot_layer(of, i);
            for (uint32_t area = 0; area < layer->area_count; area++) {
                na_json_object_begin(&json);
                na_render_area_named(&json, of, layer, area, area % 2 == 0);
                na_render_vintage_of(&json, of, layer);
                na_json_object_end(&json);
            }
        }
        for (uint32_t i = 0; i < na_snapshot_asset_count(of); i++) {
            struct na_asset asset;
            na_snapshot_asset(of, i, &asset);
            na_json_object_begin(&json);
            na_render_asset_tags(&json, of, i, &asset);
            na_render_asset_described(&json, of, i, &asset);
            na_render_asset_named(&json, of, i, &asset);
            na_json_object_end(&json);
        }
        na_json_array_end(&json);
        assert_int_equal(na_json_finish(&json), NA_OK);
    }
    assert_int_equal(bytes[0].length, bytes[1].length);
    assert_memory_equal(bytes[0].data, bytes[1].data, bytes[0].length);
    na_buffer_fini(&bytes[0]);
    na_buffer_fini(&bytes[1]);
}

/* One asset more than are made ready: none of them is, and answers are the same. */
static void too_many_assets_are_written_as_asked(void **state)
{
    (void)state;
    for (int more = 0; more <= 1; more++) {
        struct query_pack many;
        struct na_buffer rows;
        struct na_error error;
        query_pack_begin(&many);
        na_buffer_init(&rows, 1u << 24);
        assert_int_equal(na_buffer_text(&rows, "id,kind,name,easting_m,northing_m\n"), NA_OK);
        for (int i = 0; i < 10000 + more; i++) {
            assert_int_equal(na_buffer_printf(&rows, "a%d,box,Box %d,%d,%d\n", i, i,
                                              450000 + i % 100 * 10, 530000 + i / 100 * 10),
                             NA_OK);
        }
        query_pack_put(&many, "assets.csv", na_buffer_terminate(&rows));
        query_pack_put(&many, "pack.ini", "[pack]\ntitle = Many\n[assets.a]\nfile = assets.csv\n");
        query_pack_compile(&many, NULL);
        struct na_param params[] = {
            {"easting", "450100"}, {"northing", "530100"}, {"kind", "box"}, {"k", "5"}};
        struct na_buffer before;
        struct na_buffer after;
        na_buffer_init(&before, 1u << 20);
        na_buffer_init(&after, 1u << 20);
        assert_int_equal(ask(na_answer_nearest, many.session, params, 4, &before), NA_OK);
        assert_int_equal(na_ready_make(many.snapshot, &error), NA_OK);
        assert_int_equal(na_ready_of(many.snapshot)->asset_count, more == 0 ? 10000 : 0);
        assert_int_equal(ask(na_answer_nearest, many.session, params, 4, &after), NA_OK);
        assert_int_equal(before.length, after.length);
        assert_memory_equal(before.data, after.data, after.length);
        na_buffer_fini(&before);
        na_buffer_fini(&after);
        na_buffer_fini(&rows);
        query_pack_end(&many);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_the_same_without),
        cmocka_unit_test(pieces_are_what_would_be_written),
        cmocka_unit_test(too_many_assets_are_written_as_asked),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
