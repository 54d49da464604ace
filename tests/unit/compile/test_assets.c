/* Faults of asset files that once went unseen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "compile/columns.h"
#include "data/snapshot.h"
#include "io/shapefile.h"
#include "support/pack.h"
#include "support/scratch.h"

#define PACK "[pack]\ntitle = T\n"
#define CSV PACK "[assets.c]\nfile = c.csv\nkind = cabinet\n"
#define POINTS PACK "[assets.p]\nfile = p.shp\nkind = cabinet\n"

static enum na_code compile(struct scratch *scratch)
{
    na_buffer_clear(&scratch->bytes);
    na_report_fini(&scratch->report);
    return pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error);
}

/* The pack as it is served: it must compile. */
static struct na_snapshot *served(struct scratch *scratch)
{
    struct na_snapshot *snapshot = NULL;
    if (compile(scratch) != NA_OK ||
        na_snapshot_from_bytes(scratch->bytes.data, scratch->bytes.length, &snapshot,
                               &scratch->error) != NA_OK) {
        fail_msg("%s", scratch->error.message);
    }
    return snapshot;
}

/* The pack as it is served, or NULL if it is refused for this fault, as it must be. */
static struct na_snapshot *served_unless(struct scratch *scratch, const char *fault)
{
    if (fault == NULL) {
        return served(scratch);
    }
    assert_int_equal(compile(scratch), NA_ERR_DATA);
    assert_string_equal(scratch->report.findings[0].what.message, fault);
    return NULL;
}

__attribute__((format(printf, 3, 4))) static void put(struct scratch *scratch, const char *name,
                                                      const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    assert_true(length > 0 && (size_t)length < sizeof text);
    pack_put_text(scratch->folder, name, text);
}

/* One point with an id, a name and a third field. */
static void put_point(struct scratch *scratch, const char *field, const char *text)
{
    const struct na_shape_field fields[] = {{"id", 20}, {"name", 40}, {field, 20}};
    const char *const texts[] = {"p1", "Point", text};
    double xy[] = {-1.2, 54.6};
    size_t parts[] = {0, 1};
    const struct na_shape shape = {
        .xy = xy, .vertex_count = 1, .part_starts = parts, .part_count = 1};
    const struct na_shape_row row = {&shape, texts};
    char path[512];
    struct na_error error;
    (void)snprintf(path, sizeof path, "%s/p", scratch->folder);
    if (na_shapefile_write(path, NA_SHAPE_POINT, fields, 3, &row, 1, pack_prj_4326, &error) !=
        NA_OK) {
        fail_msg("%s", error.message);
    }
    pack_put_text(scratch->folder, "pack.ini", POINTS);
}

/* The box in the header was made of other points: one of the two is not of this file. */
static void a_point_outside_the_box_of_its_file_is_refused(void **state)
{
    struct scratch *scratch = *state;
    const double west = -1.1;
    char path[512];
    put_point(scratch, "siting", "by the door");
    na_snapshot_unref(served(scratch));
    (void)snprintf(path, sizeof path, "%s/p.shp", scratch->folder);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 36, SEEK_SET), 0);
    assert_int_equal(fwrite(&west, sizeof west, 1, file), 1);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(compile(scratch), NA_ERR_DATA);
    assert_non_null(strstr(scratch->report.findings[0].what.message,
                           "lies outside the box given in the header"));
}

static void letters_are_given_to_kinds_the_pack_has(void **state)
{
    struct scratch *scratch = *state;
    static const struct {
        const char *letters, *fault; /* NULL: none */
    } rows[] = {
        {"c=cabinet", NULL},
        {"x=hut, c=cabinet", NULL},
        {"c=cabinet c=hut", "The letter of two kinds: c=hut"},
        {"c=cabinet d=cabinet", "A kind with two letters: d=cabinet"},
        {"d=shed", "No asset of the pack is of this kind: d=shed"},
        {"C=cabinet", "Not a letter and a kind: C=cabinet"},
        {"cabinet", "Not a letter and a kind: cabinet"},
        {"c=", "Not a letter and a kind: c="},
    };
    pack_put_text(scratch->folder, "c.csv",
                  "id,kind,name,lat,lon\na,cabinet,A,54.6,-1.2\nb,hut,B,54.6,-1.2\n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        put(scratch, "pack.ini", PACK "kind_letters = %s\n[assets.c]\nfile = c.csv\n",
            rows[i].letters);
        struct na_snapshot *snapshot = served_unless(scratch, rows[i].fault);
        if (snapshot == NULL) {
            continue;
        }
        assert_int_equal(na_snapshot_kind(snapshot, 0)->letter, 'c');
        assert_int_equal(na_snapshot_kind(snapshot, 1)->letter,
                         rows[i].letters[0] == 'x' ? 'x' : 0);
        na_snapshot_unref(snapshot);
    }
}

static void kinds_are_called_what_the_pack_says(void **state)
{
    struct scratch *scratch = *state;
    static const struct {
        const char *sections, *fault; /* NULL: none */
        const char *title, *titles;   /* of the fire_refinery; the hut is a hut */
    } rows[] = {
        {"", NULL, "fire refinery", "fire refineries"},
        {"[kind.fire_refinery]\ntitle = Caf\xC3\xA9 bus\n", NULL, "Caf\xC3\xA9 bus",
         "Caf\xC3\xA9 bus"},
        {"[kind.fire_refinery]\ntitle = box\n", NULL, "box", "boxes"},
        {"[kind.fire_refinery]\ntitle = day\n", NULL, "day", "days"},
        {"[kind.fire_refinery]\ntitle = chapel of rest\ntitles = chapels of rest\n", NULL,
         "chapel of rest", "chapels of rest"},
        {"[kind.shed]\ntitle = shed\n", "No asset of the pack is of the kind shed", NULL, NULL},
        {"[kind.hut]\ntitles = huts\n", "The kind has no title", NULL, NULL},
        {"[kind.hut]\ntitle = "
         "1234567890123456789012345678901234567890123456789012345678901\n",
         "The title is too long", NULL, NULL},
        {"[kind.hut]\ntitle = hut\nfile = c.csv\n", "Unknown key in this section", NULL, NULL},
    };
    pack_put_text(scratch->folder, "c.csv",
                  "id,kind,name,lat,lon\na,fire_refinery,A,54.6,-1.2\nb,hut,B,54.6,-1.2\n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        put(scratch, "pack.ini", PACK "[assets.c]\nfile = c.csv\n%s", rows[i].sections);
        struct na_snapshot *snapshot = served_unless(scratch, rows[i].fault);
        if (snapshot == NULL) {
            continue;
        }
        assert_string_equal(na_snapshot_kind(snapshot, 0)->title, rows[i].title);
        assert_string_equal(na_snapshot_kind(snapshot, 0)->titles, rows[i].titles);
        assert_string_equal(na_snapshot_kind(snapshot, 1)->title, "hut");
        assert_string_equal(na_snapshot_kind(snapshot, 1)->titles, "huts");
        na_snapshot_unref(snapshot);
    }
}

static void kinds_are_sent_for_as_the_pack_says(void **state)
{
    struct scratch *scratch = *state;
    static const struct {
        const char *keys, *fault; /* NULL: none */
        unsigned int bleed_m, hut_m;
        bool bleed_first, hut_first;
    } rows[] = {
        {"", NULL, 500, 0, true, false},
        {"send_radius_m = hut=300\nsay_first = hut\n", NULL, 500, 300, false, true},
        {"send_radius_m = bleed_cabinet=0 hut=10000\nsay_first = none\n", NULL, 0, 10000, false,
         false},
        {"say_first = hut bleed_cabinet\n", NULL, 500, 0, true, true},
        {"send_radius_m = 400\n", "Not a kind and metres: 400", 0, 0, false, false},
        {"send_radius_m = hut=10001\n", "Not a kind and metres: hut=10001", 0, 0, false, false},
        {"send_radius_m = hut=1.5\n", "Not a kind and metres: hut=1.5", 0, 0, false, false},
        {"send_radius_m = shed=5\n", "No asset of the pack is of this kind: shed=5", 0, 0, false,
         false},
        {"say_first = shed\n", "No asset of the pack is of this kind: shed", 0, 0, false, false},
    };
    pack_put_text(scratch->folder, "c.csv",
                  "id,kind,name,lat,lon\na,bleed_cabinet,A,54.6,-1.2\nb,hut,B,54.6,-1.2\n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        put(scratch, "pack.ini", PACK "%s[assets.c]\nfile = c.csv\n", rows[i].keys);
        struct na_snapshot *snapshot = served_unless(scratch, rows[i].fault);
        if (snapshot == NULL) {
            continue;
        }
        const struct na_kind *bleed = na_snapshot_kind(snapshot, 0);
        const struct na_kind *hut = na_snapshot_kind(snapshot, 1);
        assert_int_equal(bleed->send_radius_m, rows[i].bleed_m);
        assert_int_equal(hut->send_radius_m, rows[i].hut_m);
        assert_int_equal(bleed->says_first, rows[i].bleed_first);
        assert_int_equal(hut->says_first, rows[i].hut_first);
        na_snapshot_unref(snapshot);
    }
}

/* A caller is told few words and no numbers; a location of no known kind is kept as a tag. */
static void what_is_said_of_an_asset_is_checked(void **state)
{
    struct scratch *scratch = *state;
    static const struct {
        const char *columns, *values, *fault;
    } rows[] = {
        {"spoken_name", "the library on York Road", NULL},
        {"spoken_name", "one two three four five six seven eight nine",
         "The caller cannot take in"},
        {"landmark", "one two three four five six seven eight", "The caller cannot take in"},
        {"looks", "very bright red box", "The caller cannot take in"},
        {"landmark", "ring 01632 960000", "A number of 4 figures"},
        {"spoken_name", "code C1234Z", "holds an access code"},
    };
    pack_put_text(scratch->folder, "pack.ini", CSV);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        put(scratch, "c.csv", "id,name,lat,lon,%s\na,A,54,-1,%s\n", rows[i].columns,
            rows[i].values);
        enum na_code code = compile(scratch);
        assert_int_equal(code, rows[i].fault == NULL ? NA_OK : NA_ERR_DATA);
        if (rows[i].fault != NULL) {
            assert_non_null(strstr(scratch->error.message, rows[i].fault));
            assert_string_equal(scratch->error.field, rows[i].columns);
        }
    }
}

static void a_location_that_is_none_is_kept_as_a_tag(void **state)
{
    struct scratch *scratch = *state;
    struct na_asset asset;
    struct na_tag tag;
    pack_put_text(scratch->folder, "pack.ini", CSV);
    pack_put_text(scratch->folder, "c.csv",
                  "id,name,lat,lon,location\na,A,54,-1,Town centre\nb,B,54,-1,inside\n");
    struct na_snapshot *snapshot = served(scratch);
    na_snapshot_asset(snapshot, 0, &asset);
    assert_int_equal(asset.location, NA_LOCATION_UNKNOWN);
    assert_int_equal(asset.tag_count, 1);
    na_snapshot_tag(snapshot, &asset, 0, &tag);
    assert_string_equal(tag.name, "location");
    assert_string_equal(tag.value, "Town centre");
    na_snapshot_asset(snapshot, 1, &asset);
    assert_int_equal(asset.location, NA_LOCATION_INSIDE);
    assert_int_equal(asset.tag_count, 0);
    na_snapshot_unref(snapshot);
}

/* Is `code` in any byte of the compiled file or of the report? */
static bool is_served(struct scratch *scratch, const char *code)
{
    size_t length = strlen(code);
    for (size_t i = 0; i + length <= scratch->bytes.length; i++) {
        if (memcmp(scratch->bytes.data + i, code, length) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < scratch->report.count; i++) {
        const struct na_error *what = &scratch->report.findings[i].what;
        if (strstr(what->message, code) != NULL || strstr(what->hint, code) != NULL ||
            strstr(what->field, code) != NULL) {
            return true;
        }
    }
    return false;
}

static void access_codes_are_left_out_of_tags_and_columns(void **state)
{
    struct scratch *scratch = *state;
    static const char *const names[] = {"access_cod", "keysafe_co", "PIN"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        put_point(scratch, names[i], "C159X");
        assert_int_equal(compile(scratch), NA_OK);
        assert_non_null(strstr(scratch->report.findings[0].what.message, "access codes"));
        assert_false(is_served(scratch, "C159X"));
    }
    static const char *const tags[] = {"code=C159X", "radio=apex;Access Code=C159X", "pin=C159X",
                                       "door=C159X", "radio=C159X"};
    pack_put_text(scratch->folder, "pack.ini", CSV);
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        put(scratch, "c.csv", "id,name,lat,lon,tags\na,A,54,-1,%s\n", tags[i]);
        assert_int_equal(compile(scratch), NA_OK);
        assert_string_equal(scratch->report.findings[0].what.field, "tags");
        assert_int_equal(scratch->report.findings[0].what.record, 2);
        assert_false(is_served(scratch, "C159X"));
    }
    pack_put_text(scratch->folder, "c.csv", "id,name,lat,lon,pint,tags\na,A,54,-1,x,postcode=y\n");
    assert_int_equal(compile(scratch), NA_OK);
    assert_int_equal(scratch->report.warnings, 0);
}

/* The guard judged the value with its backslashes, and withheld on the second way in what had come
 * through on the first. */
static void a_tag_is_judged_as_it_is_served(void **state)
{
    struct scratch *scratch = *state;
    struct na_asset asset;
    struct na_tag tag;
    pack_put_text(scratch->folder, "pack.ini", CSV);
    put(scratch, "c.csv", "id,name,lat,lon,tags\na,A,54,-1,%s\n",
        "other=\\\\01429\\\\\\;01429\\;;radio=apex");
    struct na_snapshot *snapshot = served(scratch);
    na_snapshot_asset(snapshot, 0, &asset);
    assert_int_equal(asset.tag_count, 2);
    na_snapshot_tag(snapshot, &asset, 0, &tag);
    assert_string_equal(tag.value, "\\01429\\;01429;");
    na_snapshot_unref(snapshot);
}

/* A code in a name or address is an error; with on_error = skip it is cut out and the row kept. */
static void a_code_in_a_name_never_loads(void **state)
{
    struct scratch *scratch = *state;
    pack_put_text(scratch->folder, "c.csv", "id,name,lat,lon\na,Hall (code C382Y),54,-1\n");
    pack_put_text(scratch->folder, "pack.ini", CSV);
    assert_int_equal(compile(scratch), NA_ERR_DATA);
    assert_false(is_served(scratch, "C382Y"));
    pack_put_text(scratch->folder, "pack.ini", CSV "on_error = skip\n");
    assert_int_equal(compile(scratch), NA_OK);
    assert_false(is_served(scratch, "C382Y"));
    assert_true(is_served(scratch, "Hall"));
}

static void dates_of_a_point_shapefile_are_read(void **state)
{
    struct scratch *scratch = *state;
    static const struct {
        const char *text;
        int32_t days;
    } rows[] = {{"20250102", 20090}, {"2025-01-02", 20090}, {"00000000", NA_DATE_NONE}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        put_point(scratch, "last_check", rows[i].text);
        struct na_snapshot *snapshot = served(scratch);
        struct na_asset asset;
        na_snapshot_asset(snapshot, 0, &asset);
        assert_int_equal(asset.last_checked, rows[i].days);
        na_snapshot_unref(snapshot);
    }
    put_point(scratch, "last_check", "20250230");
    assert_int_equal(compile(scratch), NA_ERR_DATA);
    assert_string_equal(scratch->error.field, "last_checked");
    pack_put_text(scratch->folder, "pack.ini", CSV);
}

static void a_swapped_asset_is_refused(void **state)
{
    struct scratch *scratch = *state;
    pack_put_text(scratch->folder, "pack.ini", CSV);
    pack_put_text(scratch->folder, "c.csv", "id,name,lat,lon\na,A,54.6,-1.2\nb,B,-1.2,54.6\n");
    assert_int_equal(compile(scratch), NA_ERR_DATA);
    assert_int_equal(scratch->error.record, 3);
    assert_non_null(strstr(scratch->error.message, "swapped"));
    pack_put_text(scratch->folder, "c.csv", "id,name,lat,lon\na,A,54.6,-1.2\nb,B,48.9,2.3\n");
    assert_int_equal(compile(scratch), NA_OK);
}

/* The last meridian and the poles are on Earth; what is beyond them is not. */
static void the_edges_of_the_earth_are_on_it(void **state)
{
    struct scratch *scratch = *state;
    static const struct {
        const char *lat, *lon;
        enum na_code code;
    } rows[] = {{"54", "180", NA_OK},
                {"54", "-180", NA_OK},
                {"54", "180.0001", NA_ERR_DATA},
                {"54", "-180.0001", NA_ERR_DATA},
                {"90", "-1", NA_OK},
                {"-90", "-1", NA_OK},
                {"90.0001", "-1", NA_ERR_DATA},
                {"-90.0001", "-1", NA_ERR_DATA}};
    pack_put_text(scratch->folder, "pack.ini", CSV);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        put(scratch, "c.csv", "id,name,lat,lon\na,A,%s,%s\n", rows[i].lat, rows[i].lon);
        if (compile(scratch) != rows[i].code) {
            fail_msg("%s, %s: %s", rows[i].lat, rows[i].lon, scratch->error.message);
        }
        if (rows[i].code != NA_OK) {
            assert_string_equal(scratch->error.message, "The position is not on Earth");
        }
    }
}

static void accuracies_have_their_limits(void **state)
{
    struct scratch *scratch = *state;
    static const struct {
        const char *text;
        enum na_code code;
    } rows[] = {
        {"0", NA_OK}, {"1000000", NA_OK}, {"1000000.1", NA_ERR_DATA}, {"-0.1", NA_ERR_DATA}};
    pack_put_text(scratch->folder, "pack.ini", CSV);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        put(scratch, "c.csv", "id,name,lat,lon,accuracy_m\na,A,54,-1,%s\n", rows[i].text);
        assert_int_equal(compile(scratch), rows[i].code);
    }
}

/* Registers as they are sent: the table in them is found. */
static void other_tables_are_read(void **state)
{
    struct scratch *scratch = *state;
    static const char *const files[] = {
        "id;name;lat;lon\na;Caf\xC3\xA9;54;-1\n",
        "id\tname\tlat\tlon\na\tCaf\xC3\xA9\t54\t-1\n",
        "id|name|lat|lon\na|Caf\xC3\xA9|54|-1\n",
        "id,name,lat,lon\na,Caf\xE9,54,-1\n", /* CP1252 by its byte */
        "Council register,,,\n,,,\nid,name,lat,lon\na,Caf\xC3\xA9,54,-1\n",
        "id,name,lat,lon,,\na,Caf\xC3\xA9,54,-1,,\n,,,,,\n",
        "id;name;lat;lon\na;Caf\xC3\xA9;54,0;-1,00\n",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{"
        "\"id\":"
        "\"a\",\"name\":\"Caf\xC3\xA9\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[-1,54]}}"
        "]}",
    };
    pack_put_text(scratch->folder, "pack.ini", CSV);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct na_asset asset;
        pack_put_text(scratch->folder, "c.csv", files[i]);
        struct na_snapshot *snapshot = served(scratch);
        assert_int_equal(na_snapshot_asset_count(snapshot), 1);
        na_snapshot_asset(snapshot, 0, &asset);
        assert_string_equal(asset.name, "Caf\xC3\xA9");
        assert_true(asset.at.lat_deg == 54.0 && asset.at.lon_deg == -1.0);
        na_snapshot_unref(snapshot);
    }
    /* What is wrong is at its line of the file. */
    pack_put_text(scratch->folder, "c.csv", "Title,,,\n,,,\nid,name,lat,lon\na,A,x,-1\n");
    assert_int_equal(compile(scratch), NA_ERR_DATA);
    assert_int_equal(scratch->error.record, 4);
}

/* An export that failed must not go live. */
static void a_file_without_assets_is_refused(void **state)
{
    struct scratch *scratch = *state;
    pack_put_text(scratch->folder, "pack.ini", CSV);
    pack_put_text(scratch->folder, "c.csv", "id,name,lat,lon\n");
    assert_int_equal(compile(scratch), NA_ERR_DATA);
    assert_int_equal(scratch->report.errors, 1);
    assert_string_equal(scratch->report.findings[0].what.file, "c.csv");
    assert_non_null(strstr(scratch->report.findings[0].what.message, "no assets"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(a_point_outside_the_box_of_its_file_is_refused),
        SCRATCH_TEST(letters_are_given_to_kinds_the_pack_has),
        SCRATCH_TEST(kinds_are_called_what_the_pack_says),
        SCRATCH_TEST(kinds_are_sent_for_as_the_pack_says),
        SCRATCH_TEST(what_is_said_of_an_asset_is_checked),
        SCRATCH_TEST(a_location_that_is_none_is_kept_as_a_tag),
        SCRATCH_TEST(access_codes_are_left_out_of_tags_and_columns),
        SCRATCH_TEST(a_tag_is_judged_as_it_is_served),
        SCRATCH_TEST(a_code_in_a_name_never_loads),
        SCRATCH_TEST(dates_of_a_point_shapefile_are_read),
        SCRATCH_TEST(a_swapped_asset_is_refused),
        SCRATCH_TEST(the_edges_of_the_earth_are_on_it),
        SCRATCH_TEST(accuracies_have_their_limits),
        SCRATCH_TEST(other_tables_are_read),
        SCRATCH_TEST(a_file_without_assets_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
