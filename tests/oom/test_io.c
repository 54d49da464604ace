/* Each allocation of the io layer's text half made to fail in turn: the operation says "out of
 * memory", changes nothing and leaks nothing (which the sanitizer's run of this test shows). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "io/csv.h"
#include "io/encoding.h"
#include "io/file.h"
#include "io/geojson.h"
#include "io/ini.h"
#include "io/json_read.h"
#include "io/json_write.h"
#include "support/folder.h"
#include "support/oom.h"

struct scratch {
    char folder[256];
    char path[512];
};

typedef enum na_code (*operation)(const struct scratch *scratch, struct na_error *error);

static enum na_code read_file(const struct scratch *scratch, struct na_error *error)
{
    struct na_file file = {0};
    enum na_code code = na_file_read(scratch->path, 100, &file, error);
    na_file_free(&file);
    return code;
}

static enum na_code write_file(const struct scratch *scratch, struct na_error *error)
{
    return na_file_write_atomic(scratch->path, "new", 3, error);
}

static enum na_code read_csv(const struct scratch *scratch, struct na_error *error)
{
    (void)scratch;
    static const char text[] = "a,b\n\"1\"\"2\",2\n";
    struct na_csv *csv = NULL;
    enum na_code code = na_csv_new(text, sizeof text - 1, ',', &csv, error);
    bool more = true;
    while (code == NA_OK && more) {
        struct na_csv_record record;
        code = na_csv_next(csv, &record, &more, error);
    }
    na_csv_free(csv);
    return code;
}

static enum na_code read_ini(const struct scratch *scratch, struct na_error *error)
{
    (void)scratch;
    static const char text[] = "[a]\nx=1\ny=2\n[b]\nx=1\n";
    struct na_ini ini = {0};
    enum na_code code = na_ini_parse(text, sizeof text - 1, "p", &ini, error);
    na_ini_free(&ini);
    return code;
}

static enum na_code read_json(const struct scratch *scratch, struct na_error *error)
{
    (void)scratch;
    static const char text[] =
        "{\"a\":\"a text that is longer than what the buffer has at first, well over 64 bytes\","
        "\"b\":[1,2.5,\"x\"]}";
    struct na_json_object object = {0};
    enum na_code code = na_json_object_parse(text, sizeof text - 1, &object, error);
    na_json_object_free(&object);
    return code;
}

static enum na_code read_geojson(const struct scratch *scratch, struct na_error *error)
{
    (void)scratch;
    static const char text[] = "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":"
                               "\"Feature\",\"properties\":{\"code\":"
                               "\"A\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],["
                               "9,0],[9,9],[0,9],[0,0]],"
                               "[[1,1],[2,2],[2,1],[1,1]]]}}]}";
    struct na_report report;
    struct na_geojson *file = NULL;
    struct na_shape shape = {.xy = NULL};
    struct na_str code_text;
    na_report_init(&report);
    enum na_code code = na_geojson_open("a.geojson", na_str_of(text), &report, &file, error);
    if (code == NA_OK) {
        code = na_geojson_read_shape(file, 0, &shape, error);
    }
    if (code == NA_OK) {
        code = na_geojson_read_text(file, 0, 0, &code_text, error);
    }
    na_shape_fini(&shape);
    na_geojson_free(file);
    na_report_fini(&report);
    return code;
}

static enum na_code write_json(const struct scratch *scratch, struct na_error *error)
{
    (void)scratch;
    (void)error;
    struct na_buffer out;
    struct na_json json;
    na_buffer_init(&out, 100000);
    na_json_init(&json, &out);
    na_json_array_begin(&json);
    for (int i = 0; i < 100; i++) {
        na_json_text(&json, "a text\n");
        na_json_integer(&json, i);
    }
    na_json_array_end(&json);
    enum na_code code = na_json_finish(&json);
    na_buffer_fini(&out);
    return code;
}

static enum na_code convert(const struct scratch *scratch, struct na_error *error)
{
    (void)scratch;
    (void)error;
    char text[200];
    memset(text, '\xE9', sizeof text);
    struct na_buffer out;
    na_buffer_init(&out, 100000);
    enum na_code code =
        na_encoding_to_utf8(NA_ENCODING_CP1252, (struct na_str){text, sizeof text}, &out, NULL);
    assert_int_equal(out.length, code == NA_OK ? 400 : 0);
    na_buffer_fini(&out);
    return code;
}

static const struct {
    const char *name;
    operation run;
    bool fills_error;
} operations[] = {
    {"read_file", read_file, true},    {"write_file", write_file, true},
    {"read_csv", read_csv, true},      {"read_ini", read_ini, true},
    {"read_json", read_json, true},    {"read_geojson", read_geojson, true},
    {"write_json", write_json, false}, {"convert", convert, false},
};

static void no_failed_allocation_does_harm(void **state)
{
    (void)state;
    struct scratch scratch;
    folder_make(scratch.folder, sizeof scratch.folder);
    folder_put(scratch.folder, "f", "old", 3, scratch.path, sizeof scratch.path);
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++) {
        size_t points = 0;
        for (bool failed = true; failed; points += failed) {
            struct na_error error = {0};
            oom_arm(points);
            enum na_code code = operations[i].run(&scratch, &error);
            failed = oom_disarm();
            if (code != (failed ? NA_ERR_MEMORY : NA_OK)) {
                fail_msg("%s, allocation %zu: code %d, %s", operations[i].name, points, (int)code,
                         error.message);
            }
            assert_true(!failed || !operations[i].fills_error || error.code == code);
            assert_int_equal(folder_count(scratch.folder), 1);
        }
        printf("%s: %zu allocations\n", operations[i].name, points);
        assert_true(points > 0);
    }
    folder_remove(scratch.folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_failed_allocation_does_harm)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
