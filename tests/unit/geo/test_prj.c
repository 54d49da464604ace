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

#include "geo/system.h"
#include "geo/wkt.h"
#include "support/prj_texts.h"
#include "support/random.h"

/* EPSG's number of what is recognised; 0: nothing. */
static int prj_epsg(const char *text, size_t length)
{
    struct na_prj_text said;
    na_prj_read(text, length, &said);
    return said.system != NULL ? said.system->epsg : 0;
}

static void assert_prj(const char *text, int wanted)
{
    /* On the heap without a NUL, so that a read past its end is seen. */
    size_t length = strlen(text);
    char *copy = malloc(length + (length == 0));
    assert_non_null(copy);
    memcpy(copy, text, length);
    int got = prj_epsg(copy, length);
    free(copy);
    if (got != wanted) {
        fail_msg("%d instead of %d for %.200s", got, wanted, text);
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

static void assert_changed(const struct change *changes, size_t count, int wanted)
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
    assert_prj(grid_esri, 27700);
    assert_prj(grid_ogc, 27700);
    assert_prj(grid_wkt2, 27700);
    assert_prj(wgs84_esri, 4326);
    assert_prj(wgs84_ogc, 4326);
    assert_prj(wgs84_wkt2, 4326);
    assert_prj(etrs89_esri, 4258);
    assert_prj(etrs89_ogc, 4258);
    assert_prj(etrs89_wkt2, 4258);
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
    assert_changed(grid_changes, COUNT(grid_changes), 27700);
    assert_changed(degree_changes, COUNT(degree_changes), 4326);
}

static void round_brackets_are_brackets(void **state)
{
    (void)state;
    char text[sizeof grid_ogc];
    memcpy(text, grid_ogc, sizeof text);
    for (char *c = text; *c != '\0'; c++) {
        *c = *c == '[' ? '(' : *c == ']' ? ')' : *c;
    }
    assert_prj(text, 27700);
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
    assert_changed(changes, COUNT(changes), 0);
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
        assert_prj(texts[i], 0);
    }
}

static void nothing_may_follow_the_text(void **state)
{
    (void)state;
    char text[sizeof wgs84_esri + 8];
    (void)snprintf(text, sizeof text, "%s x", wgs84_esri);
    assert_prj(text, 0);
    (void)snprintf(text, sizeof text, "%s\r\n", wgs84_esri);
    assert_prj(text, 4326);
    assert_int_equal(prj_epsg(wgs84_esri, sizeof wgs84_esri), 4326); /* its NUL */
    memcpy(text, wgs84_esri, sizeof wgs84_esri);
    memcpy(text + sizeof wgs84_esri, "x", 2); /* text after the NUL */
    assert_int_equal(prj_epsg(text, sizeof wgs84_esri + 1), 0);
}

static void every_cut_is_unknown(void **state)
{
    (void)state;
    for (size_t length = 0; length + 1 < sizeof grid_wkt2; length++) {
        char *copy = malloc(length + 1);
        assert_non_null(copy);
        memcpy(copy, grid_wkt2, length);
        assert_int_equal(prj_epsg(copy, length), 0);
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
    assert_int_equal(prj_epsg(text, NA_WKT_TEXT_MAX_BYTES), 4326);
    assert_int_equal(prj_epsg(text, NA_WKT_TEXT_MAX_BYTES + 1), 0);
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
        assert_int_not_equal(prj_epsg(text, sizeof text - 1), 4326);
    }
}

static void files_of_the_data_are_recognised(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        int prj;
    } rows[] = {
        {"wards/WD13_BGC_tees.prj", 27700},
        {"wards/WD20_BGC_tees.prj", 27700},
        {"wards/WD23_BSC_tees.prj", 27700},
        {"conformance/shapelib/CoHI_GCS12.prj", 0},
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

/* As GDAL writes a MapInfo table of the grid, and with the datums that users define there. */
static const char grid_mapinfo[] =
    "PROJCS[\"unnamed\",GEOGCS[\"GCS_unnamed\",DATUM[\"D_OSGB_1936\",SPHEROID[\"Airy_1930\","
    "6377563.396,299.3249646]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],"
    "PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",400000.0],"
    "PARAMETER[\"False_Northing\",-100000.0],PARAMETER[\"Central_Meridian\",-2.0],"
    "PARAMETER[\"Scale_Factor\",0.9996012717],PARAMETER[\"Latitude_Of_Origin\",49.0],"
    "UNIT[\"Meter\",1.0]]";

static void mapinfo_spells_the_grid_in_its_own_way(void **state)
{
    (void)state;
    static const char *const datums[] = {
        "D_MIF_999_9_375_-111_431", "D_MIF_999_9_446_448_-125_157_542_06",
        "D_MIF_9999_9_446_448_-125_157_542_06_-0_15_-0_247_-0_842_-20_489_0",
        "MIF 9999,9,446.448,-125.157,542.06,-0.15,-0.247,-0.842,-20.489,0"};
    assert_prj(grid_mapinfo, 27700);
    for (size_t i = 0; i < COUNT(datums); i++) {
        char *text = replaced(grid_mapinfo, "D_OSGB_1936", datums[i]);
        assert_prj(text, 27700);
        free(text);
    }
    char *text = replaced(grid_mapinfo, "D_OSGB_1936", "D_MIF_999_9_1_2_3");
    assert_prj(text, 0);
    assert_true(na_prj_may_be(text, strlen(text), na_system_of_epsg(27700)));
    assert_false(na_prj_may_be(text, strlen(text), na_system_of_epsg(29901)));
    free(text);
}

/* A text that names no datum may be the grid if somebody says so; one that names another may not.
 */
static void a_nameless_datum_may_be_what_a_person_says(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        bool may;
    } rows[] = {{"D_OSGB_1936", "D_Unknown_based_on_Airy_1830_ellipsoid", true},
                {"D_OSGB_1936", "unnamed", true},
                {"D_OSGB_1936", "D_European_1950", false},
                {"D_OSGB_1936", "D_TM65", false},
                {"400000.0", "200000.0", false},
                {"6377563.396", "6377340.189", false}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *text = replaced(grid_esri, rows[i].from, rows[i].to);
        struct na_prj_text said;
        na_prj_read(text, strlen(text), &said);
        assert_null(said.system);
        assert_true(said.is_whole);
        assert_string_equal(said.name, "British_National_Grid");
        assert_int_equal(na_prj_may_be(text, strlen(text), na_system_of_epsg(27700)), rows[i].may);
        free(text);
    }
}

/* ESRI writes heights as a second text; anything else there, and two of them, are not understood.
 */
static void only_a_height_may_follow(void **state)
{
    (void)state;
    static const char *const tails[] = {
        ",VERTCS[\"Newlyn\",VDATUM[\"Ordnance_Datum_Newlyn\"],UNIT[\"Meter\",1.0]]",
        ",GEOGCS[\"x\"]", ",", ",VERTCS", ",VERTCS[\"a\"],VERTCS[\"b\"]"};
    for (size_t i = 0; i < COUNT(tails); i++) {
        char text[sizeof grid_esri + 100];
        (void)snprintf(text, sizeof text, "%s%s", grid_esri, tails[i]);
        assert_prj(text, i == 0 ? 27700 : 0);
    }
}

/* What projinfo writes today, other systems of Britain among them. */
static void agrees_with_projinfo(void **state)
{
    (void)state;
    static const struct {
        int code;
        int prj;
    } rows[] = {
        {27700, 27700}, {4326, 4326},   {4258, 4258},   {3857, 3857},   {29901, 29901},
        {29902, 29902}, {29903, 29903}, {2157, 2157},   {25829, 25829}, {25830, 25830},
        {25831, 25831}, {32629, 32629}, {32630, 32630}, {32631, 32631}, {7405, 27700},
        {29900, 29902}, {4277, 0},      {4269, 0},      {4979, 0},      {4978, 0},
        {32730, 0},     {3395, 0},      {23030, 0},     {2100, 0},      {2193, 0},
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
        /* ESRI's WKT1 has no heights: 4979 is written as the plain 4326. */
        bool flattened = code == 4979 && strcmp(form, "WKT1_ESRI") == 0;
        assert_prj(text, flattened && text[0] != '\0' ? 4326 : rows[i / COUNT(forms)].prj);
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
        cmocka_unit_test(mapinfo_spells_the_grid_in_its_own_way),
        cmocka_unit_test(a_nameless_datum_may_be_what_a_person_says),
        cmocka_unit_test(only_a_height_may_follow),
        cmocka_unit_test(agrees_with_projinfo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
