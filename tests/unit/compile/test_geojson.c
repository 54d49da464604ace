/* Layers that are GeoJSON: the same wards as those of a shapefile, and what refuses a pack. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/snapshot.h"
#include "support/pack.h"
#include "support/scratch.h"

#define PACK "[pack]\ntitle = T\n[areas.a]\nkind = hotspot\ntolerance_m = 1\nfile = "
#define FEATURES(more)                                                                             \
    "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{"         \
    "\"code\":"                                                                                    \
    "\"A\",\"name\":\"Alpha\",\"valid_from\":\"2026-01-01\",\"valid_to\":null},\"geometry\":{"     \
    "\"type\":\"Polygon\",\"coordinates\":[[[-1.23,54.68],[-1.22,54.68],[-1.22,54.69],[-1.23,"     \
    "54.68]]]}}" more "]}"
#define SECOND(properties, coordinates)                                                            \
    FEATURES(",{\"type\":\"Feature\",\"properties\":" properties                                   \
             ",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":" coordinates "}}")
#define GOOD "[[[-1.2,54.6],[-1.1,54.6],[-1.1,54.7],[-1.2,54.6]]]"

static void bad_geojson_refuses_the_pack_with_its_place(void **state)
{
    struct scratch *scratch = *state;
    static const struct {
        const char *ini;
        const char *text;
        const char *file;
        int record;
        const char *field;
        const char *message;
    } cases[] = {
        {PACK "a.geojson\n", "{", "a.geojson", 0, "", "Not valid JSON"},
        {PACK "a.geojson\n", "{\"type\":\"FeatureCollection\",\"features\":[]}", "a.geojson", 0, "",
         "no records"},
        {PACK "a.geojson\n", SECOND("{\"code\":\"A\",\"name\":\"B\"}", GOOD), "a.geojson", 2,
         "code", "already that of record 1"},
        {PACK "a.geojson\n", SECOND("{\"code\":\"B\",\"name\":null}", GOOD), "a.geojson", 2, "name",
         "empty"},
        {PACK "a.geojson\n", SECOND("{\"name\":\"B\"}", GOOD), "a.geojson", 2, "code", "empty"},
        {PACK "a.geojson\n", SECOND("{\"code\":\"B\",\"name\":[1]}", GOOD), "a.geojson", 2, "name",
         "object or a list"},
        {PACK "a.geojson\n",
         SECOND("{\"code\":\"B\",\"name\":\"B\",\"valid_from\":\"1/2/2026\"}", GOOD), "a.geojson",
         2, "valid_from", "Not a date"},
        {PACK "a.geojson\n",
         SECOND("{\"code\":\"B\",\"name\":\"B\"}", "[[[0,0],[2,2],[2,0],[0,2],[0,0]]]"),
         "a.geojson", 2, "", "Self-intersection"},
        {PACK "a.geojson\n",
         SECOND("{\"code\":\"B\",\"name\":\"B\"}",
                "[[[450000,530000],[451000,530000],[451000,531000],[450000,530000]]]"),
         "a.geojson", 2, "", "contradict"},
        {PACK "a.geojson\n",
         SECOND("{\"code\":\"B\",\"name\":\"B\"}",
                "[[[54.6,-1.2],[54.7,-1.2],[54.7,-1.1],[54.6,-1.2]]]"),
         "a.geojson", 2, "", "look swapped"},
        {PACK "a.geojson\n", SECOND("{\"code\":\"B\",\"name\":\"B\"}", "[[[1,1],[2,2],[1,1]]]"),
         "a.geojson", 2, "geometry", "3 positions"},
        {PACK "a.geojson\ncrs = EPSG:27700\n", FEATURES(""), "pack.ini", 4, "crs", "WGS84"},
        {PACK "a.geojson\nencoding = CP1252\n", FEATURES(""), "pack.ini", 4, "encoding", "UTF-8"},
        {PACK "a.kml\n", FEATURES(""), "pack.ini", 4, "file", "neither a shapefile nor GeoJSON"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        pack_put_text(scratch->folder, "pack.ini", cases[i].ini);
        pack_put_text(scratch->folder, "a.geojson", cases[i].text);
        enum na_code code =
            pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error);
        if (code == NA_OK || strcmp(scratch->error.file, cases[i].file) != 0 ||
            scratch->error.record != cases[i].record ||
            strcmp(scratch->error.field, cases[i].field) != 0 ||
            strstr(scratch->error.message, cases[i].message) == NULL) {
            fail_msg("case %zu: code %d, %s record %d field \"%s\": %s; %s", i, (int)code,
                     scratch->error.file, (int)scratch->error.record, scratch->error.field,
                     scratch->error.message, scratch->error.hint);
        }
        na_report_fini(&scratch->report);
    }
}

static void dates_and_names_come_from_properties(void **state)
{
    struct scratch *scratch = *state;
    pack_put_text(scratch->folder, "pack.ini",
                  PACK "A.GeoJSON\ncrs = EPSG:4326\nencoding = UTF-8\n");
    pack_put_text(scratch->folder, "A.GeoJSON",
                  SECOND("{\"code\":12,\"name\":\"Caf\\u00e9\"}", GOOD));
    struct na_snapshot *snapshot = pack_open(scratch->folder, NULL, &scratch->bytes);
    struct na_area area;
    const struct na_layer *layer = na_snapshot_layer(snapshot, 0);
    assert_int_equal(layer->area_count, 2);
    na_snapshot_area(snapshot, layer, 0, &area);
    assert_string_equal(area.code, "12");
    assert_string_equal(area.name, "Caf\xC3\xA9");
    na_snapshot_area(snapshot, layer, 1, &area);
    assert_string_equal(area.name, "Alpha");
    char date[16];
    na_date_format(date, area.valid_from);
    assert_string_equal(date, "2026-01-01");
    na_snapshot_unref(snapshot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(bad_geojson_refuses_the_pack_with_its_place, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(dates_and_names_come_from_properties, scratch_setup,
                                        scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
