/* Forms of the batch's output, and several inputs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/batch_squares.h"

static void objects_from_csv(void **state)
{
    (void)state;
    struct na_batch_options options = options_of("ward_code,match,certain,boundary_distance_m,"
                                                 "alternatives");
    options.output = NA_BATCH_NDJSON;
    expect(&options, "easting,northing,say\n450500,530500,\"a \"\"b\"\"\nc\"\nx,y,z\n1,2\n\n",
           "{\"easting\":\"450500\",\"northing\":\"530500\",\"say\":\"a \\\"b\\\"\\nc\","
           "\"ward_code\":\"E01\",\"match\":\"inside\",\"certain\":true,"
           "\"boundary_distance_m\":500.2,\"alternatives\":[]}\n"
           "{\"easting\":\"x\",\"northing\":\"y\",\"say\":\"z\",\"ward_code\":null,"
           "\"match\":\"bad\",\"certain\":null,\"boundary_distance_m\":null,"
           "\"alternatives\":null}\n"
           "{\"raw\":\"1,2\",\"ward_code\":null,\"match\":\"bad\",\"certain\":null,"
           "\"boundary_distance_m\":null,\"alternatives\":null}\n");
}

static void objects_from_objects(void **state)
{
    (void)state;
    struct na_batch_options options = options_of("ward_code,match");
    options.input = NA_BATCH_NDJSON_IN;
    options.output = NA_BATCH_NDJSON;
    options.easting = "e";
    options.northing = "n";
    expect(&options,
           "{\"e\": 450500, \"n\": \"530500\" , \"x\":[1,{\"y\":2}]} \n"
           "{\"e\":null,\"n\":null}\r\n{}\n\n[1]\n{\"e\":1,\"e\":2}\n{\"e\":true,\"n\":1}\n"
           "{\"\\u0065\":451500,\"n\":530500}\n{\"match\":1}",
           "{\"e\": 450500, \"n\": \"530500\" , \"x\":[1,{\"y\":2}],\"ward_code\":\"E01\","
           "\"match\":\"inside\"} \n"
           "{\"e\":null,\"n\":null,\"ward_code\":null,\"match\":\"no_location\"}\r\n"
           "{\"ward_code\":null,\"match\":\"no_location\"}\n"
           "{\"raw\":\"[1]\",\"ward_code\":null,\"match\":\"bad\"}\n"
           "{\"raw\":\"{\\\"e\\\":1,\\\"e\\\":2}\",\"ward_code\":null,\"match\":\"bad\"}\n"
           "{\"e\":true,\"n\":1,\"ward_code\":null,\"match\":\"bad\"}\n"
           "{\"\\u0065\":451500,\"n\":530500,\"ward_code\":\"E02\",\"match\":\"inside\"}\n"
           "{\"raw\":\"{\\\"match\\\":1}\",\"ward_code\":null,\"match\":\"bad\"}\n");
}

static void features(void **state)
{
    (void)state;
    struct na_batch_options options = options_of("match");
    options.output = NA_BATCH_GEOJSON;
    options.vintage = "degrees";
    expect(&options, "lat,lon,a\n54.65,-1.25,1\n,,2\n",
           "{\"type\":\"FeatureCollection\",\"features\":[\n"
           "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[-1.25,54.65]},"
           "\"properties\":{\"lat\":\"54.65\",\"lon\":\"-1.25\",\"a\":\"1\",\"match\":\"inside\"}},"
           "\n{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"lat\":\"\",\"lon\":\"\","
           "\"a\":\"2\",\"match\":\"no_location\"}}\n]}\n");
    expect(&options, "lat,lon\n", "{\"type\":\"FeatureCollection\",\"features\":[\n]}\n");
}

/* Each answer is that of the single question. */
static void answers_are_those_of_single_questions(void **state)
{
    (void)state;
    struct na_batch_options options = options_of(NULL);
    options.output = NA_BATCH_ANSWERS;
    options.as_at = "2026-11-21";
    struct batch_joined joined;
    join_text(&options, "easting,northing\n450900,530500\n,\nx,1\n", &joined);
    struct na_buffer single;
    struct na_error error;
    na_buffer_init(&single, NA_ANSWER_LIMIT);
    batch_must(na_buffer_text(&single, "{\"row\":1,\"ok\":true,\"result\":"));
    batch_must(query_pack_ask(&pack, QUERY_WARD, "easting=450900&northing=530500&as_at=2026-11-21",
                              NA_FORMAT_JSON, &single, &error));
    batch_must(na_buffer_text(&single, "}\n{\"row\":2,\"ok\":false,\"problem\":{"));
    assert_memory_equal(joined.output.data, single.data, single.length);
    const char *third = strstr(joined.output.data, "{\"row\":3,\"ok\":false,\"problem\":{");
    assert_non_null(third);
    assert_non_null(strstr(third, "\"code\":\"malformed-parameter\""));
    na_buffer_fini(&single);
    batch_joined_fini(&joined);
}

static void nearest_assets(void **state)
{
    (void)state;
    static const struct na_param params[] = {{"kind", "pub"}, {"max_m", "1000"}};
    struct na_batch_options options = options_of(NULL);
    options.question = NA_BATCH_NEAREST;
    options.params = params;
    options.param_count = 2;
    expect(&options, "easting,northing\n450200,530500\n490200,530500\n,\n",
           "easting,northing,nearest_pub_id,nearest_pub_distance_m,match\n"
           "450200,530500,pub-2,100.0,found\n490200,530500,,,none\n,,,,no_location\n");
}

/* The two numbers of a point are its own, each on its axis. */
static void points_of_one_column_have_two_axes(void **state)
{
    (void)state;
    struct na_batch_options options = options_of("ward_code,match");
    expect(&options, "geometry\nPOINT (450500 530500)\nSRID=27700;POINT(451500 530500)\n",
           "geometry,ward_code,match\nPOINT (450500 530500),E01,inside\n"
           "SRID=27700;POINT(451500 530500),E02,inside\n");
}

/* What is added is quoted where it must be, and its quotes are doubled. */
static void added_cells_are_quoted(void **state)
{
    (void)state;
    struct na_batch_options options = options_of("match,vintage");
    options.prefix = "the \"same\", ";
    expect(&options, "easting,northing\n450500,530500\n",
           "easting,northing,\"the \"\"same\"\", match\",\"the \"\"same\"\", vintage\"\n"
           "450500,530500,inside,2023\n");
}

static void several_inputs_are_one_table(void **state)
{
    (void)state;
    struct na_batch_options options = options_of("ward_code");
    const struct na_str inputs[] = {na_str_of("easting,northing\n450500,530500"),
                                    na_str_of("easting,northing\r\n451500,530500\r\n"),
                                    na_str_of("\xEF\xBB\xBF"
                                              "easting,northing\n"),
                                    na_str_of("easting,northing\n453500,530500\n")};
    for (unsigned int threads = 0; threads < 3; threads++) {
        struct batch_joined joined;
        if (threads == 0) {
            batch_join(pack.snapshot, &options, inputs, 4, 1, &joined);
        } else {
            batch_run(pack.snapshot, &options, inputs, 4, 0, threads, 7, &joined);
        }
        assert_int_equal(joined.code, NA_OK);
        assert_string_equal(joined.output.data, "easting,northing,ward_code\n450500,530500,E01\n"
                                                "451500,530500,E02\r\n453500,530500,E03\n");
        batch_joined_fini(&joined);
    }
    const struct na_str unlike[] = {na_str_of("easting,northing\n"),
                                    na_str_of("easting,nothing\n")};
    struct batch_joined joined;
    batch_join(pack.snapshot, &options, unlike, 2, 0, &joined);
    assert_int_equal(joined.code, NA_ERR_DATA);
    assert_non_null(strstr(joined.error.message, "from character 11"));
    batch_joined_fini(&joined);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_from_csv),
        cmocka_unit_test(objects_from_objects),
        cmocka_unit_test(features),
        cmocka_unit_test(answers_are_those_of_single_questions),
        cmocka_unit_test(nearest_assets),
        cmocka_unit_test(added_cells_are_quoted),
        cmocka_unit_test(points_of_one_column_have_two_axes),
        cmocka_unit_test(several_inputs_are_one_table),
    };
    return cmocka_run_group_tests_name("batch_output", tests, open_pack, close_pack);
}
