/* Barriers of a pack: compiled from lines and polygons, named where a straight line crosses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <shapefil.h>

#include "data/barriers.h"
#include "here/hotspots.h"
#include "lists/barriers_list.h"
#include "nearest/say.h"
#include "support/query_pack.h"

/* A railway along 450400 E in two records, a long river along 530600 N, a nameless wall around the
 * square 450550..450650, 530050..530150, in which cab-3 stands. */
static const char ini[] = "[barriers.rails]\n"
                          "file = rails.shp\n"
                          "crs = EPSG:27700\n"
                          "kind = railway\n"
                          "[barriers.walls]\n"
                          "file = walls.shp\n"
                          "crs = EPSG:27700\n"
                          "kind = wall\n"
                          "name_field = LAD23CD\n";

static struct query_pack pack;

static void write_lines(const struct query_pack *to, const char *stem)
{
    static const struct {
        const char *name;
        double xy[4];
    } rows[] = {{"Coast Line", {450400, 530000, 450400, 530300}},
                {"Coast Line", {450400, 530300, 450400, 530500}},
                {"Long Beck", {440000, 530600, 460000, 530600}}};
    char path[256];
    query_pack_path(to, stem, path, sizeof path);
    SHPHandle shp = SHPCreate(path, SHPT_ARC);
    DBFHandle dbf = DBFCreate(path);
    assert_non_null(shp);
    assert_non_null(dbf);
    assert_int_equal(DBFAddField(dbf, "NAME", FTString, 40, 0), 0);
    for (int i = 0; i < 3; i++) {
        double x[2] = {rows[i].xy[0], rows[i].xy[2]};
        double y[2] = {rows[i].xy[1], rows[i].xy[3]};
        SHPObject *line = SHPCreateSimpleObject(SHPT_ARC, 2, x, y, NULL);
        assert_int_equal(SHPWriteObject(shp, -1, line), i);
        assert_true(DBFWriteStringAttribute(dbf, i, 0, rows[i].name));
        SHPDestroyObject(line);
    }
    DBFClose(dbf);
    SHPClose(shp);
}

static void begin(struct query_pack *to)
{
    static const struct query_square new[] = {
        {"E01", "Alpha", "L1", "Low", 450000, 530000, 451000, 531000}};
    static const struct query_square walls[] = {{"W1", "", "", "", 450550, 530050, 450650, 530150}};
    query_pack_begin(to);
    query_pack_squares(to, "new", new, 1);
    query_pack_squares(to, "walls", walls, 1);
    write_lines(to, "rails");
    query_pack_put(to, "assets.csv", query_squares_assets);
}

static void put_ini(const struct query_pack *to, const char *barriers)
{
    char text[4096];
    (void)snprintf(text, sizeof text,
                   "[pack]\ntitle = Squares\n[wards.2023]\nfile = new.shp\ncrs = EPSG:27700\n"
                   "tolerance_m = 0\n[assets.all]\nfile = assets.csv\n%s",
                   barriers);
    query_pack_put(to, "pack.ini", text);
}

static int setup(void **state)
{
    (void)state;
    begin(&pack);
    put_ini(&pack, ini);
    query_pack_compile(&pack, NULL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

/* Assets at 450100, 450300 and (walled in) 450600 E, all at 530100 N. */
static void each_line_names_what_it_crosses(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        const char *asset; /* kind and number in the answer */
        size_t crosses;
        const char *first, *first_kind;
    } rows[] = {
        {"easting=450200&northing=530100", "cabinet 0", 0, "", ""},
        {"easting=450200&northing=530100", "cabinet 2", 2, "Coast Line", "railway"},
        {"easting=450500&northing=530100", "cabinet 2", 1, "Coast Line", "railway"},
        {"easting=450500&northing=530100", "cabinet 0", 1, "", "wall"},
        {"easting=450600&northing=530110", "cabinet 0", 0, "", ""},
        {"easting=450100&northing=530700", "cabinet 0", 1, "Long Beck", "railway"},
        {"easting=450500&northing=530700", "twin 0", 1, "Long Beck", "railway"},
        {"easting=450350&northing=530560", "twin 0", 0, "", ""}, /* past the railway's end */
        {"easting=450350&northing=530300", "twin 0", 1, "Coast Line", "railway"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char query[256];
        char path[64];
        char kind[16];
        (void)snprintf(kind, sizeof kind, "%.*s", (int)strcspn(rows[i].asset, " "), rows[i].asset);
        (void)snprintf(query, sizeof query, "%s&kind=%s&k=3&as_at=2025-01-01", rows[i].from, kind);
        json_t *json = query_pack_json(&pack, QUERY_NEAREST, query, NA_FORMAT_JSON);
        print_message("%s to %s\n", rows[i].from, rows[i].asset);
        (void)snprintf(path, sizeof path, "results.%s.crosses", strchr(rows[i].asset, ' ') + 1);
        assert_int_equal(query_pack_size(json, path), rows[i].crosses);
        if (rows[i].crosses > 0) {
            const json_t *first = query_pack_at(query_pack_at(json, path), "0");
            assert_string_equal(query_pack_text(first, "name"), rows[i].first);
            assert_string_equal(query_pack_text(first, "kind"), rows[i].first_kind);
        }
        json_decref(json);
    }
}

static void a_barrier_without_a_name_has_null(void **state)
{
    (void)state;
    json_t *json = query_pack_json(&pack, QUERY_NEAREST,
                                   "easting=450500&northing=530100&kind=cabinet&as_at=2025-01-01",
                                   NA_FORMAT_JSON);
    assert_true(json_is_null(query_pack_at(json, "results.0.crosses.0.name")));
    json_decref(json);
}

static void people_are_told(void **state)
{
    (void)state;
    static const char *const parts[] = {"To 1       the straight line crosses wall\n",
                                        "To 2       the straight line crosses Coast Line\n"};
    struct na_buffer text;
    struct na_error error = {.message = ""};
    struct na_say *say = NULL;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(na_say_new("A. [{crosses}.] B.", 18, "own.txt", &say, &error), NA_OK);
    na_session_set_say(pack.session, say);
    assert_int_equal(query_pack_ask(&pack, QUERY_NEAREST,
                                    "easting=450500&northing=530100&kind=cabinet&k=3"
                                    "&as_at=2025-01-01",
                                    NA_FORMAT_TEXT, &text, &error),
                     NA_OK);
    assert_int_equal(na_buffer_append(&text, "", 1), NA_OK);
    for (size_t i = 0; i < 2; i++) {
        if (strstr(text.data, parts[i]) == NULL) {
            fail_msg("no \"%s\" in\n%s", parts[i], text.data);
        }
    }
    na_session_set_say(pack.session, NULL);
    na_say_free(say);
    na_buffer_fini(&text);
}

static void barriers_are_read_out(void **state)
{
    (void)state;
    struct na_buffer text;
    struct na_error error = {.message = ""};
    struct na_say *say = NULL;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(na_say_new("A. [{crosses}.] B.", 18, "own.txt", &say, &error), NA_OK);
    na_session_set_say(pack.session, say);
    assert_int_equal(query_pack_ask(&pack, QUERY_NEAREST,
                                    "easting=450500&northing=530100&kind=cabinet&k=3"
                                    "&as_at=2025-01-01",
                                    NA_FORMAT_WORDS, &text, &error),
                     NA_OK);
    assert_int_equal(na_buffer_append(&text, "", 1), NA_OK);
    assert_non_null(strstr(text.data, ". The straight line crosses wall. "));
    assert_non_null(strstr(text.data, ". The straight line crosses Coast Line. "));
    na_session_set_say(pack.session, NULL);
    na_say_free(say);
    na_buffer_fini(&text);
}

static void here_tells_of_barriers_too(void **state)
{
    (void)state;
    json_t *json = query_pack_json(
        &pack, QUERY_HERE, "easting=450500&northing=530100&as_at=2025-01-01", NA_FORMAT_JSON);
    assert_string_equal(query_pack_text(json, "nearest.0.result.crosses.0.kind"), "wall");
    json_decref(json);
}

/* A straight line on the grid bends in degrees: vertices were added to the 20 km of Long Beck. */
static void long_lines_keep_to_the_grid(void **state)
{
    (void)state;
    assert_int_equal(na_snapshot_barrier_count(pack.snapshot), 4);
    assert_true(na_snapshot_barrier_edges(pack.snapshot)->edge_count > 3 + 4 + 8);
    for (int easting = 441000; easting < 460000; easting += 1357) {
        static const int offsets[] = {-1, 1};
        for (int o = 0; o < 2; o++) {
            char query[256];
            (void)snprintf(query, sizeof query, "easting=%d&northing=%.2f&kind=twin", easting,
                           530600 + 0.02 * offsets[o]);
            json_t *json = query_pack_json(&pack, QUERY_NEAREST, query, NA_FORMAT_JSON);
            bool crosses = false;
            for (size_t i = 0; i < query_pack_size(json, "results.0.crosses"); i++) {
                crosses =
                    crosses ||
                    strcmp(query_pack_text(
                               json_array_get(query_pack_at(json, "results.0.crosses"), i), "name"),
                           "Long Beck") == 0;
            }
            assert_int_equal(crosses, offsets[o] > 0); /* twin is south of it */
            json_decref(json);
        }
    }
}

static void faults_of_barriers_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *ini, *finding;
    } rows[] = {
        {"[barriers.a]\nfile = rails.shp\ncrs = EPSG:27700\n", "no kind"},
        {"[barriers.a]\nkind = dock\n", "names no file"},
        {"[barriers.a]\nkind = dock\nfile = assets.csv\n", "not a shapefile"},
        {"[barriers.a]\nkind = dock\nfile = rails.shp\n", "coordinate system is unknown"},
        {"[barriers.a]\nkind = dock\nfile = rails.shp\ncrs = EPSG:4326\n", "contradict"},
        {"[barriers.a]\nkind = dock\nfile = rails.shp\ncrs = EPSG:27700\nname_field = NOM\n",
         "no field NOM"},
        {"[barriers.a]\nkind = dock\nfile = none.shp\ncrs = EPSG:27700\n", "No such file"},
        {"[barriers.a]\nkind = dock\nfile = rails.shp\nvalid_from = 2020-01-01\n", "Unknown key"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct query_pack bad;
        struct na_compile_options options = {.no_grid = true};
        struct na_report report;
        bool found = false;
        begin(&bad);
        put_ini(&bad, rows[i].ini);
        na_report_init(&report);
        print_message("%s", rows[i].ini);
        assert_int_not_equal(na_compile(bad.folder, &options, &bad.bytes, &report, NULL), NA_OK);
        for (size_t f = 0; f < report.count && !found; f++) {
            found = strstr(report.findings[f].what.message, rows[i].finding) != NULL;
        }
        assert_true(found);
        na_report_fini(&report);
        query_pack_end(&bad);
    }
}

static json_t *ask_barriers(const char *bbox, enum na_format format)
{
    struct na_buffer text;
    struct na_param param = {"bbox", bbox};
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(na_answer_barriers(&(struct na_asking){.session = pack.session,
                                                            .params = &param,
                                                            .count = bbox != NULL ? 1 : 0,
                                                            .format = format},
                                        &text, NULL),
                     NA_OK);
    json_t *json = query_pack_parse(&text);
    na_buffer_fini(&text);
    assert_non_null(json);
    return json;
}

static void barriers_are_listed_with_their_lines(void **state)
{
    (void)state;
    static const struct {
        const char *name, *kind;
        double east_m, north_m; /* of the first vertex */
    } want[] = {{"Coast Line", "railway", 450400, 530000},
                {"Coast Line", "railway", 450400, 530300},
                {"Long Beck", "railway", 440000, 530600},
                {"", "wall", 450550, 530050}};
    struct na_crs *crs = NULL;
    assert_int_equal(na_crs_new(NULL, 0, &crs, NULL), NA_OK);
    json_t *json = ask_barriers(NULL, NA_FORMAT_GEOJSON);
    assert_int_equal(query_pack_size(json, "features"), 4);
    for (size_t i = 0; i < 4; i++) {
        const json_t *feature = json_array_get(json_object_get(json, "features"), i);
        struct na_lonlat at;
        assert_string_equal(query_pack_text(feature, "properties.name"), want[i].name);
        assert_string_equal(query_pack_text(feature, "properties.kind"), want[i].kind);
        assert_string_equal(query_pack_text(feature, "geometry.type"), "MultiLineString");
        assert_int_equal(query_pack_size(feature, "geometry.coordinates"), 1); /* one line */
        assert_int_equal(
            na_crs_to_lonlat(crs, (struct na_grid){want[i].east_m, want[i].north_m}, &at, NULL),
            NA_OK);
        assert_true(query_pack_close(query_pack_number(feature, "geometry.coordinates.0.0.0"),
                                     at.lon_deg, 1e-7));
        assert_true(query_pack_close(query_pack_number(feature, "geometry.coordinates.0.0.1"),
                                     at.lat_deg, 1e-7));
    }
    /* The wall goes round. */
    const json_t *ring = query_pack_at(json, "features.3.geometry.coordinates.0");
    assert_true(json_array_size(ring) >= 5);
    assert_true(
        json_equal(json_array_get(ring, 0), json_array_get(ring, json_array_size(ring) - 1)));
    json_decref(json);
    na_crs_free(crs);
}

static void barriers_are_chosen_by_a_box(void **state)
{
    (void)state;
    json_t *all = ask_barriers(NULL, NA_FORMAT_JSON);
    assert_int_equal(query_pack_size(all, "barriers"), 4);
    char box[120];
    (void)snprintf(
        box, sizeof box, "%.7f,%.7f,%.7f,%.7f", query_pack_number(all, "barriers.3.bbox.0"),
        query_pack_number(all, "barriers.3.bbox.1"), query_pack_number(all, "barriers.3.bbox.2"),
        query_pack_number(all, "barriers.3.bbox.3"));
    json_t *walled = ask_barriers(box, NA_FORMAT_JSON);
    assert_int_equal(query_pack_size(walled, "barriers"), 1);
    assert_string_equal(query_pack_text(walled, "barriers.0.kind"), "wall");
    json_decref(walled);
    json_decref(all);
    json_t *none = ask_barriers("0,0,1,1", NA_FORMAT_GEOJSON);
    assert_int_equal(query_pack_size(none, "features"), 0);
    json_decref(none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_line_names_what_it_crosses),
        cmocka_unit_test(a_barrier_without_a_name_has_null),
        cmocka_unit_test(people_are_told),
        cmocka_unit_test(barriers_are_read_out),
        cmocka_unit_test(here_tells_of_barriers_too),
        cmocka_unit_test(long_lines_keep_to_the_grid),
        cmocka_unit_test(faults_of_barriers_are_found),
        cmocka_unit_test(barriers_are_listed_with_their_lines),
        cmocka_unit_test(barriers_are_chosen_by_a_box),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
