/* Which texts of a .prj are which system: every spelling, every cut, other parameters, and PROJ's
 * own projinfo as a second opinion. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "geo/crs.h"
#include "geo/wkt.h"
#include "support/prj_texts.h"
#include "support/random.h"

static const char *prj_name(enum na_prj prj)
{
    return prj == NA_PRJ_27700 ? "27700" : prj == NA_PRJ_4326 ? "4326" : "unknown";
}

static void assert_prj(const char *text, enum na_prj wanted)
{
    /* On the heap without a NUL, so that a read past its end is seen. */
    size_t length = strlen(text);
    char *copy = malloc(length + (length == 0));
    assert_non_null(copy);
    memcpy(copy, text, length);
    enum na_prj got = na_prj_recognise(copy, length);
    free(copy);
    if (got != wanted) {
        fail_msg("%s instead of %s for %.200s", prj_name(got), prj_name(wanted), text);
    }
}

/* `text` with its first `from` replaced by `to`, on the heap. */
static char *replaced(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    assert_non_null(at);
    size_t size = strlen(text) + strlen(to) + 1;
    char *result = malloc(size);
    assert_non_null(result);
    (void)snprintf(result, size, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return result;
}

struct change {
    const char *text, *from, *to;
};

static void assert_changed(const struct change *changes, size_t count, enum na_prj wanted)
{
    for (size_t i = 0; i < count; i++) {
        char *text = replaced(changes[i].text, changes[i].from, changes[i].to);
        assert_prj(text, wanted);
        free(text);
    }
}
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void every_spelling_is_recognised(void **state)
{
    (void)state;
    assert_prj(grid_esri, NA_PRJ_27700);
    assert_prj(grid_ogc, NA_PRJ_27700);
    assert_prj(grid_wkt2, NA_PRJ_27700);
    assert_prj(wgs84_esri, NA_PRJ_4326);
    assert_prj(wgs84_ogc, NA_PRJ_4326);
    assert_prj(wgs84_wkt2, NA_PRJ_4326);
    assert_prj(etrs89_esri, NA_PRJ_4326);
    assert_prj(etrs89_ogc, NA_PRJ_4326);
    assert_prj(etrs89_wkt2, NA_PRJ_4326);
}

static void harmless_differences_are_the_same_system(void **state)
{
    (void)state;
    static const struct change grid_changes[] = {
        {grid_esri, "PROJCS[\"British_National_Grid\"", "PROJCS[\"whatever\""},
        {grid_esri, "PROJCS", "\xEF\xBB\xBFPROJCS"},
        {grid_esri, "PROJCS[", "  projcs [\r\n\t"},
        {grid_esri, "400000.0", "4e5"},
        {grid_esri, "400000.0", "+4.0E+05"},
        {grid_esri, "400000.0", "400000."},
        {grid_esri, "0.9996012717", "0.99960127"},
        {grid_esri, "0.9996012717", "9996.012717e-4"},
        {grid_esri, "299.3249646", "299.32496"},
        {grid_esri, "D_OSGB_1936", "OSGB 1936"},
        {grid_ogc, "AXIS[\"Easting\",EAST],AXIS[\"Northing\",NORTH],", ""},
        {grid_ogc, "299.3249646,AUTHORITY[\"EPSG\",\"7001\"]]",
         "299.3249646],TOWGS84[446.448,-125.157,542.06,0.15,0.247,0.842,-20.489]"},
        {grid_wkt2, "PRIMEM[\"Greenwich\",0,ANGLEUNIT[\"degree\",0.0174532925199433]],", ""},
    };
    static const struct change degree_changes[] = {
        {wgs84_esri, "GCS_WGS_1984", "a \"\"quoted\"\" name"},
        {wgs84_esri, "0.0174532925199433", "0.017453292519943295"},
        {wgs84_esri, "298.257223563", "298.257222101"},
        {wgs84_wkt2, "GEOGCRS", "GEODCRS"},
    };
    assert_changed(grid_changes, COUNT(grid_changes), NA_PRJ_27700);
    assert_changed(degree_changes, COUNT(degree_changes), NA_PRJ_4326);
}

static void round_brackets_are_brackets(void **state)
{
    (void)state;
    char text[sizeof grid_ogc];
    memcpy(text, grid_ogc, sizeof text);
    for (char *c = text; *c != '\0'; c++) {
        *c = *c == '[' ? '(' : *c == ']' ? ')' : *c;
    }
    assert_prj(text, NA_PRJ_27700);
}

static void another_parameter_is_another_system(void **state)
{
    (void)state;
    static const struct change changes[] = {
        {grid_esri, "400000.0", "500000.0"},
        {grid_esri, "400000.0", "400000.1"},
        {grid_esri, "-100000.0", "100000.0"},
        {grid_esri, "0.9996012717", "0.9996"},
        {grid_esri, "-2.0", "-2.1"},
        {grid_esri, "\"Latitude_Of_Origin\",49.0", "\"Latitude_Of_Origin\",50.0"},
        {grid_esri, "6377563.396", "6378137.0"},
        {grid_esri, "6377563.396", "6377340.189"},
        {grid_esri, "D_OSGB_1936", "D_WGS_1984"},
        {grid_esri, "D_OSGB_1936", "D_OSGB_1970_SN"},
        {grid_esri, "\"Greenwich\",0.0", "\"Paris\",2.337229167"},
        {grid_esri, "UNIT[\"Meter\",1.0]", "UNIT[\"Foot\",0.3048]"},
        {grid_esri, "UNIT[\"Meter\",1.0]", "UNIT[\"Kilometre\",1000]"},
        {grid_esri, ",UNIT[\"Meter\",1.0]", ""},
        {grid_esri, "UNIT[\"Degree\",0.0174532925199433]", "UNIT[\"Grad\",0.015707963267949]"},
        {grid_esri, "PARAMETER[\"False_Easting\",400000.0],", ""},
        {grid_esri, "PARAMETER[\"False_Easting\",400000.0],",
         "PARAMETER[\"False_Easting\",400000.0],PARAMETER[\"False_Easting\",400000.0],"},
        {grid_esri, "PARAMETER[\"False_Easting\",400000.0],",
         "PARAMETER[\"False_Easting\",400000.0],PARAMETER[\"Azimuth\",0.0],"},
        {grid_esri, "Transverse_Mercator", "Mercator"},
        {grid_esri, "400000.0", "\"400000.0\""},
        {grid_esri, "400000.0", "0x61A80"},
        {grid_esri, "400000.0", "4e5e"},
        {grid_esri, "400000.0", "nan"},
        {grid_ogc, "AXIS[\"Easting\",EAST]", "AXIS[\"Westing\",WEST]"},
        {grid_wkt2, "LENGTHUNIT[\"metre\",1],ID[\"EPSG\",8806]", "LENGTHUNIT[\"foot\",0.3048]"},
        {grid_wkt2, "METHOD[\"Transverse Mercator\"",
         "METHOD[\"Transverse Mercator (South Orientated)\""},
        {wgs84_esri, "D_WGS_1984", "D_North_American_1983"},
        {wgs84_esri, "6378137.0", "6378206.4"},
        {wgs84_esri, "298.257223563", "298.26"},
        {wgs84_esri, "0.0174532925199433", "1.0"},
        {wgs84_esri, "\"Greenwich\",0.0", "\"Greenwich\",1.0"},
        {wgs84_esri, ",UNIT[\"Degree\",0.0174532925199433]", ""},
        {wgs84_esri, "GEOGCS", "GEOCCS"},
        {wgs84_esri, "GEOGCS", "PROJCS"},
        {grid_esri, "PROJCS", "GEOGCS"},
    };
    assert_changed(changes, COUNT(changes), NA_PRJ_UNKNOWN);
}

static void other_systems_are_unknown(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        " ",
        "27700",
        "EPSG:27700",
        "British_National_Grid",
        "\"PROJCS\"[\"x\"]",
        "PROJCS[]",
        "PROJCS[",
        "[",
        "]",
        "PROJCS[\"x\"",
        "PROJCS[\"x]",
        "PROJCS(\"x\"]",
        "PROJCS[\"x\",]",
        "GEOGCS[\"GCS_OSGB_1936\",DATUM[\"D_OSGB_1936\",SPHEROID[\"Airy_1830\",6377563.396,"
        "299.3249646]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]",
        "GEOGCS[\"GCS_North_American_1983\",DATUM[\"D_North_American_1983\",SPHEROID[\"GRS_1980\","
        "6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]",
        "LOCAL_CS[\"British National Grid\",UNIT[\"metre\",1]]",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_prj(texts[i], NA_PRJ_UNKNOWN);
    }
}

static void nothing_may_follow_the_text(void **state)
{
    (void)state;
    char text[sizeof wgs84_esri + 8];
    (void)snprintf(text, sizeof text, "%s x", wgs84_esri);
    assert_prj(text, NA_PRJ_UNKNOWN);
    (void)snprintf(text, sizeof text, "%s\r\n", wgs84_esri);
    assert_prj(text, NA_PRJ_4326);
    assert_int_equal(na_prj_recognise(wgs84_esri, sizeof wgs84_esri), NA_PRJ_4326); /* its NUL */
    memcpy(text, wgs84_esri, sizeof wgs84_esri);
    memcpy(text + sizeof wgs84_esri, "x", 2); /* text after the NUL */
    assert_int_equal(na_prj_recognise(text, sizeof wgs84_esri + 1), NA_PRJ_UNKNOWN);
}

static void every_cut_is_unknown(void **state)
{
    (void)state;
    for (size_t length = 0; length + 1 < sizeof grid_wkt2; length++) {
        char *copy = malloc(length + 1);
        assert_non_null(copy);
        memcpy(copy, grid_wkt2, length);
        assert_int_equal(na_prj_recognise(copy, length), NA_PRJ_UNKNOWN);
        free(copy);
    }
}

/* A well-formed text of `depth` nested brackets, or of `nodes` nodes. */
static bool reads(size_t depth, size_t nodes)
{
    static struct na_wkt wkt;
    static char text[8192];
    size_t n = 0;
    for (size_t i = 0; i < depth; i++) {
        text[n++] = 'A';
        text[n++] = '[';
    }
    text[n++] = '1';
    for (size_t i = depth + 1; i < nodes; i++) {
        text[n++] = ',';
        text[n++] = '1';
    }
    for (size_t i = 0; i < depth; i++) {
        text[n++] = ']';
    }
    return na_wkt_read(text, n, &wkt);
}

static void limits_hold_at_the_limit_and_one_above(void **state)
{
    (void)state;
    assert_true(reads(NA_WKT_DEPTH_MAX, 0));
    assert_false(reads(NA_WKT_DEPTH_MAX + 1, 0));
    assert_true(reads(1, NA_WKT_NODES_MAX));
    assert_false(reads(1, NA_WKT_NODES_MAX + 1));
    static char text[NA_WKT_TEXT_MAX_BYTES + 1];
    memset(text, ' ', sizeof text);
    memcpy(text, wgs84_esri, sizeof wgs84_esri - 1);
    assert_int_equal(na_prj_recognise(text, NA_WKT_TEXT_MAX_BYTES), NA_PRJ_4326);
    assert_int_equal(na_prj_recognise(text, NA_WKT_TEXT_MAX_BYTES + 1), NA_PRJ_UNKNOWN);
}

/* A changed byte never makes one of the systems into the other. */
static void damaged_text_is_never_the_other_system(void **state)
{
    (void)state;
    struct test_random random = test_random_start("prj");
    for (int i = 0; i < 20000; i++) {
        char text[sizeof grid_ogc];
        memcpy(text, grid_ogc, sizeof text);
        for (uint64_t n = 1 + test_random_below(&random, 3); n > 0; n--) {
            text[test_random_below(&random, sizeof text - 1)] = (char)test_random_bits(&random);
        }
        assert_int_not_equal(na_prj_recognise(text, sizeof text - 1), NA_PRJ_4326);
    }
}

static void files_of_the_data_are_recognised(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        enum na_prj prj;
    } rows[] = {
        {"wards/WD13_BGC_tees.prj", NA_PRJ_27700},
        {"wards/WD20_BGC_tees.prj", NA_PRJ_27700},
        {"wards/WD23_BSC_tees.prj", NA_PRJ_27700},
        {"conformance/shapelib/CoHI_GCS12.prj", NA_PRJ_UNKNOWN},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char path[512];
        char text[4096];
        (void)snprintf(path, sizeof path, "%s/%s", NA_TEST_SHARED_DATA, rows[i].path);
        FILE *file = fopen(path, "rb");
        if (file == NULL) {
            printf("skipped: %s is not there\n", path);
            skip();
        }
        text[fread(text, 1, sizeof text - 1, file)] = '\0';
        (void)fclose(file);
        assert_prj(text, rows[i].prj);
    }
}

/* What projinfo writes today, other systems of Britain among them. */
static void agrees_with_projinfo(void **state)
{
    (void)state;
    static const struct {
        int code;
        enum na_prj prj;
    } rows[] = {
        {27700, NA_PRJ_27700},   {4326, NA_PRJ_4326},    {4258, NA_PRJ_4326},
        {4277, NA_PRJ_UNKNOWN},  {3857, NA_PRJ_UNKNOWN}, {32630, NA_PRJ_UNKNOWN},
        {29903, NA_PRJ_UNKNOWN}, {2157, NA_PRJ_UNKNOWN}, {4269, NA_PRJ_UNKNOWN},
        {4979, NA_PRJ_UNKNOWN},  {4978, NA_PRJ_UNKNOWN}, {7405, NA_PRJ_UNKNOWN},
    };
    static const char *const forms[] = {"WKT1_ESRI", "WKT1_GDAL", "WKT2:2015", "WKT2:2019"};
    if (system("command -v projinfo >/dev/null") != 0) {
        printf("skipped: projinfo is not installed\n");
        skip();
    }
    for (size_t i = 0; i < COUNT(rows) * COUNT(forms); i++) {
        char command[200];
        static char text[16384];
        const char *form = forms[i % COUNT(forms)];
        int code = rows[i / COUNT(forms)].code;
        (void)snprintf(command, sizeof command, "projinfo -q -o %s EPSG:%d 2>/dev/null", form,
                       code);
        FILE *pipe = popen(command, "r");
        assert_non_null(pipe);
        text[fread(text, 1, sizeof text - 1, pipe)] = '\0';
        (void)pclose(pipe);
        /* ESRI's WKT1 has no heights: 4979 is written as the plain 4326, and 7405 as two texts. */
        bool flattened = code == 4979 && strcmp(form, "WKT1_ESRI") == 0;
        assert_prj(text, flattened && text[0] != '\0' ? NA_PRJ_4326 : rows[i / COUNT(forms)].prj);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_spelling_is_recognised),
        cmocka_unit_test(harmless_differences_are_the_same_system),
        cmocka_unit_test(round_brackets_are_brackets),
        cmocka_unit_test(another_parameter_is_another_system),
        cmocka_unit_test(other_systems_are_unknown),
        cmocka_unit_test(nothing_may_follow_the_text),
        cmocka_unit_test(every_cut_is_unknown),
        cmocka_unit_test(limits_hold_at_the_limit_and_one_above),
        cmocka_unit_test(damaged_text_is_never_the_other_system),
        cmocka_unit_test(files_of_the_data_are_recognised),
        cmocka_unit_test(agrees_with_projinfo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
