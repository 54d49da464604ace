/* Only assets with these tags: the filter itself, and in the nearest assets, one and many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "question/tag_filter.h"
#include "rows/batch.h"
#include "support/query_pack.h"

static struct query_pack pack;

static int open_pack(void **state)
{
    (void)state;
    static const struct query_square wards[] = {
        {"E01", "Alpha", "L1", "Low", 450000, 530000, 451000, 531000}};
    query_pack_begin(&pack);
    query_pack_squares(&pack, "new", wards, 1);
    query_pack_put(&pack, "assets.csv",
                   "id,kind,name,easting_m,northing_m,scheme,Radio,stars\n"
                   "a,pub,A,450100,530100,pubwatch,apex,5\n"
                   "b,pub,B,450200,530100,Pubwatch,,5\n"
                   "c,pub,C,450300,530100,shopwatch,apex,4\n"
                   "d,pub,D,450400,530100,,other,\n"
                   "e,shop,E,450500,530100,pubwatch,,\n");
    query_pack_put(&pack, "pack.ini",
                   "[pack]\ntitle = Tags\n[wards.2023]\nfile = new.shp\ncrs = EPSG:27700\n"
                   "valid_from = 2023-05-04\n[assets.all]\nfile = assets.csv\n");
    query_pack_compile(&pack, NULL);
    return 0;
}

static int close_pack(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

static size_t params_of(const char *tags, char memory[256], struct na_param params[8])
{
    struct na_error error;
    size_t count = 0;
    assert_int_equal(na_params_from_query(tags, memory, params, 8, &count, &error), NA_OK);
    return count;
}

static void values_of_one_name_are_alternatives(void **state)
{
    (void)state;
    static const struct {
        const char *tags;
        const char *passing;
    } rows[] = {
        {"", "abcde"},
        {"tag=scheme=pubwatch", "abe"},
        {"tag=SCHEME=PubWatch", "abe"},
        {"tag=scheme=pubwatch&tag=scheme=shopwatch", "abce"},
        {"tag=scheme=pubwatch&tag=radio=apex", "a"},
        {"tag=radio=apex&tag=scheme=pubwatch&tag=radio=other&tag=Scheme=shopwatch", "ac"},
        {"tag=scheme=none", ""},
        {"tag=scheme=pub", ""},
        {"tag=stars=5", "ab"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char memory[256];
        struct na_param params[8];
        struct na_error error = {.message = ""};
        struct na_tag_filter filter;
        size_t count = params_of(rows[i].tags, memory, params);
        print_message("%s\n", rows[i].tags);
        assert_int_equal(na_tag_filter_read(pack.snapshot, params, count, &filter, &error), NA_OK);
        char passing[8] = "";
        for (uint32_t j = 0; j < na_snapshot_asset_count(pack.snapshot); j++) {
            struct na_asset asset;
            na_snapshot_asset(pack.snapshot, j, &asset);
            if (na_tag_filter_passes(&filter, pack.snapshot, &asset)) {
                passing[strlen(passing) + 1] = '\0';
                passing[strlen(passing)] = asset.id[0];
            }
        }
        assert_string_equal(passing, rows[i].passing);
    }
}

static void a_slip_of_the_pen_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *tags;
        enum na_code code;
        const char *hint;
    } rows[] = {
        {"tag=pubwatch", NA_ERR_PARAM_MALFORMED, "tag=scheme=pubwatch"},
        {"tag==pubwatch", NA_ERR_PARAM_MALFORMED, "tag=scheme=pubwatch"},
        {"tag=scheme=", NA_ERR_PARAM_MALFORMED, "tag=scheme=pubwatch"},
        {"tag=shceme=pubwatch", NA_ERR_PARAM_RANGE, "There are: radio, scheme, stars"},
        {"tag=schem=pubwatch", NA_ERR_PARAM_RANGE, "scheme"},
        {"tag=schemes=pubwatch", NA_ERR_PARAM_RANGE, "scheme"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char memory[256];
        struct na_param params[8];
        struct na_error error = {.message = ""};
        struct na_tag_filter filter;
        size_t count = params_of(rows[i].tags, memory, params);
        print_message("%s\n", rows[i].tags);
        assert_int_equal(na_tag_filter_read(pack.snapshot, params, count, &filter, &error),
                         rows[i].code);
        assert_string_equal(error.field, "tag");
        assert_non_null(strstr(error.hint, rows[i].hint));
    }
}

static void words_are_those_asked_for(void **state)
{
    (void)state;
    char memory[256];
    struct na_param params[8];
    struct na_tag_filter filter;
    struct na_buffer words;
    na_buffer_init(&words, 256);
    size_t count = params_of("tag=scheme=pubwatch&tag=radio=apex", memory, params);
    assert_int_equal(na_tag_filter_read(pack.snapshot, params, count, &filter, NULL), NA_OK);
    assert_int_equal(na_tag_filter_words(&filter, &words), NA_OK);
    assert_string_equal(na_buffer_terminate(&words), "scheme=pubwatch, radio=apex");
    na_buffer_fini(&words);
}

static void the_nearest_are_of_the_tag_and_say_what_is_not(void **state)
{
    (void)state;
    json_t *json = query_pack_json(
        &pack, QUERY_NEAREST, "easting=450400&northing=530100&kind=pub&k=4&tag=scheme=pubwatch",
        NA_FORMAT_JSON);
    assert_string_equal(query_pack_text(json, "query.tag.0"), "scheme=pubwatch");
    assert_int_equal(query_pack_size(json, "results"), 2);
    assert_string_equal(query_pack_text(json, "results.0.id"), "b");
    assert_string_equal(query_pack_text(json, "results.1.id"), "a");
    assert_int_equal(query_pack_number(json, "reason.existing"), 4);
    assert_int_equal(query_pack_number(json, "reason.left_out_by_tag"), 2);
    assert_int_equal(query_pack_number(json, "reason.left_out_by_status"), 0);
    assert_string_equal(query_pack_text(json, "reason.text"),
                        "2 of the 4 asked for: the data have 4 of kind pub, 2 left out by tag");
    assert_string_equal(query_pack_text(json, "left_out.0.id"), "d");
    assert_string_equal(query_pack_text(json, "left_out.0.by"), "tag");
    assert_string_equal(query_pack_text(json, "left_out.0.why"), "not tagged scheme=pubwatch");
    json_decref(json);
}

/* The plan outlives the texts it was made of. */
static void rows_are_asked_for_the_tag(void **state)
{
    (void)state;
    char value[] = "scheme=shopwatch";
    struct na_param params[] = {{"kind", "pub"}, {"tag", value}, {"k", "1"}};
    struct na_batch_options options = {.question = NA_BATCH_NEAREST,
                                       .output = NA_BATCH_ANSWERS,
                                       .today = QUERY_TODAY,
                                       .params = params,
                                       .param_count = 3};
    struct na_batch_plan *plan = NULL;
    struct na_error error = {.message = ""};
    assert_int_equal(na_batch_plan_new(pack.snapshot, &options, &plan, &error), NA_OK);
    memset(value, 'x', sizeof value - 1);
    struct na_buffer to;
    na_buffer_init(&to, 1 << 20);
    static const char rows[] = "easting,northing\n450100,530100\n";
    struct na_batch *batch = NULL;
    assert_int_equal(na_batch_new(plan, &batch, &error), NA_OK);
    assert_int_equal(na_batch_feed(batch, rows, sizeof rows - 1, &to, &error), NA_OK);
    assert_int_equal(na_batch_end_input(batch, &to, &error), NA_OK);
    assert_int_equal(na_batch_finish(batch, &to, &error), NA_OK);
    na_batch_free(batch);
    assert_non_null(strstr(na_buffer_terminate(&to), "\"id\":\"c\""));
    na_buffer_fini(&to);
    na_batch_plan_free(plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_one_name_are_alternatives),
        cmocka_unit_test(a_slip_of_the_pen_is_refused),
        cmocka_unit_test(words_are_those_asked_for),
        cmocka_unit_test(the_nearest_are_of_the_tag_and_say_what_is_not),
        cmocka_unit_test(rows_are_asked_for_the_tag),
    };
    return cmocka_run_group_tests(tests, open_pack, close_pack);
}
