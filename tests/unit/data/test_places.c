/* [places.*]: each published format becomes the postcodes and places it holds; faults are named. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "data/places.h"
#include "support/folder.h"
#include "support/pack.h"

static char folder[256];

static int setup(void **state)
{
    (void)state;
    folder_make(folder, sizeof folder);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    folder_remove(folder);
    return 0;
}

/* A pack of one section of places. */
static void put_pack(const char *keys, const char *content)
{
    char ini[512];
    (void)snprintf(ini, sizeof ini, "[pack]\ntitle = T\n[places.p]\nfile = p.csv\n%s", keys);
    pack_put_text(folder, "pack.ini", ini);
    pack_put_text(folder, "p.csv", content);
}

struct opened {
    struct na_buffer bytes;
    struct na_snapshot *snapshot;
};

static void opened_start(struct opened *opened)
{
    na_buffer_init(&opened->bytes, (size_t)1 << 28);
    opened->snapshot = pack_open(folder, NULL, &opened->bytes);
}

static void opened_end(struct opened *opened)
{
    na_snapshot_unref(opened->snapshot);
    na_buffer_fini(&opened->bytes);
}

static void get_postcode(const struct na_snapshot *snapshot, const char *text,
                         struct na_postcode_view *ret_view)
{
    uint32_t key = 0;
    uint32_t i = 0;
    assert_true(na_postcode_unit(na_str_of(text), &key));
    assert_true(na_snapshot_find_postcode(snapshot, key, &i));
    na_snapshot_postcode(snapshot, i, ret_view);
}

/* Whole metres are exact in a double. */
static void expect_grid(const struct na_postcode_view *view, double easting_m, double northing_m)
{
    assert_true(view->has_position && !view->in_degrees);
    assert_true(view->grid.easting_m == easting_m && view->grid.northing_m == northing_m);
}

static void codepoint_is_read_without_a_header(void **state)
{
    (void)state;
    struct opened opened;
    struct na_postcode_view view;
    put_pack("format = codepoint-open\n",
             "\"TS24 8AY\",10,450770,532587,E92000001,,,,,\nTS240UX,50,451385,533393,,,,,,\n"
             "AB101AA,90,0,0,,,,,,\n");
    opened_start(&opened);
    assert_int_equal(na_snapshot_postcode_count(opened.snapshot), 3);
    get_postcode(opened.snapshot, "ts24 8ay", &view);
    expect_grid(&view, 450770, 532587);
    assert_int_equal(view.quality, 10);
    assert_int_equal(view.terminated, NA_DATE_NONE);
    assert_string_equal(view.source, "places.p");
    get_postcode(opened.snapshot, "TS24 0UX", &view);
    assert_int_equal(view.quality, 50);
    get_postcode(opened.snapshot, "AB10 1AA", &view);
    assert_false(view.has_position);
    opened_end(&opened);
}

static void codepoint_columns_are_found_by_the_header_file(void **state)
{
    (void)state;
    struct opened opened;
    struct na_postcode_view view;
    put_pack("format = codepoint-open\nheaders = h.csv\n", "532587,450770,10,TS24 8AY\n");
    pack_put_text(folder, "h.csv",
                  "NO,EA,PQ,PC\nNorthings,Eastings,Positional_quality_indicator,Postcode\n");
    opened_start(&opened);
    get_postcode(opened.snapshot, "TS24 8AY", &view);
    expect_grid(&view, 450770, 532587);
    opened_end(&opened);
}

static void both_spellings_of_onspd_are_read(void **state)
{
    (void)state;
    static const char *const headers[] = {
        "pcd,pcd2,pcds,dointr,doterm,oseast1m,osnrth1m,osgrdind,lat,long",
        "PCD7,PCD8,PCDS,DOINTR,DOTERM,EAST1M,NORTH1M,GRIDIND,LAT,LONG"};
    for (size_t i = 0; i < 2; i++) {
        char text[1024];
        struct opened opened;
        struct na_postcode_view view;
        (void)snprintf(text, sizeof text,
                       "%s\n"
                       "TS248AY,TS24 8AY,TS24 8AY,198001,,450770,0532587,1,54.68,-1.21\n"
                       "TS248ZZ,TS24 8ZZ,TS24 8ZZ,198001,202005,450700,0532500,8,54.68,-1.21\n"
                       "BT1 1AA,BT1  1AA,BT1 1AA,198001,199606,333800,374200,1,54.6,-5.93\n"
                       "JE2 3AA,JE2  3AA,JE2 3AA,198001,,,,9,99.999999,0.000000\n"
                       "GIR0AA,GIR 0AA,GIR 0AA,198001,199306,,,9,99.999999,0.000000\n",
                       headers[i]);
        put_pack("format = onspd\n", text);
        opened_start(&opened);
        assert_int_equal(na_snapshot_postcode_count(opened.snapshot), 4);
        get_postcode(opened.snapshot, "TS24 8AY", &view);
        expect_grid(&view, 450770, 532587);
        assert_int_equal(view.terminated, NA_DATE_NONE);
        get_postcode(opened.snapshot, "TS24 8ZZ", &view);
        char day[NA_DATE_TEXT];
        na_date_format(day, view.terminated);
        assert_string_equal(day, "2020-05-01");
        assert_int_equal(view.quality, 80);
        get_postcode(opened.snapshot, "BT1 1AA", &view);
        assert_true(view.in_degrees && view.has_position);
        assert_true(fabs(view.at.lat_deg - 54.6) < 1e-9 && fabs(view.at.lon_deg + 5.93) < 1e-9);
        assert_true(view.terminated != NA_DATE_NONE);
        get_postcode(opened.snapshot, "JE2 3AA", &view);
        assert_false(view.has_position);
        assert_true(na_snapshot_warning_count(opened.snapshot) >= 1); /* GIR 0AA */
        opened_end(&opened);
    }
}

/* One in use beats one that ended, a position beats none, then the first section wins. */
static void of_two_sources_the_better_record_is_kept(void **state)
{
    (void)state;
    struct opened opened;
    struct na_postcode_view view;
    pack_put_text(folder, "pack.ini",
                  "[pack]\ntitle = T\n[places.a]\nfile = a.csv\nformat = onspd\n"
                  "[places.b]\nfile = b.csv\nformat = codepoint-open\n");
    pack_put_text(folder, "a.csv",
                  "pcds,doterm,oseast1m,osnrth1m,osgrdind\nTS1 1AA,202001,450001,532001,1\n"
                  "TS1 1AB,,,,9\nTS1 1AD,,450003,532003,1\n");
    pack_put_text(folder, "b.csv",
                  "TS1 1AA,10,450011,532011\nTS1 1AB,10,450012,532012\nTS1 1AD,10,450013,532013\n");
    opened_start(&opened);
    assert_int_equal(na_snapshot_postcode_count(opened.snapshot), 3);
    get_postcode(opened.snapshot, "TS1 1AA", &view);
    expect_grid(&view, 450011, 532011);
    assert_int_equal(view.terminated, NA_DATE_NONE);
    get_postcode(opened.snapshot, "TS1 1AB", &view);
    assert_string_equal(view.source, "places.b");
    get_postcode(opened.snapshot, "TS1 1AD", &view);
    assert_string_equal(view.source, "places.a");
    opened_end(&opened);
}

static void open_names_are_read_as_published(void **state)
{
    (void)state;
    struct opened opened;
    struct na_place_view place;
    put_pack("format = os-open-names\n",
             "\xEF\xBB\xBFosgb1,http://x/1,Victoria Road,eng,,,transportNetwork,Named "
             "Road,450700,532600,1,2,450400,532400,450800,532700,TS24,u,Hartlepool,u,Town,"
             "Hartlepool,u,UA,,,,North East,u,England,u,,,\n"
             "osgb2,http://x/2,Swansea,eng,Abertawe,cym,populatedPlace,City,265700,192900,1,2,,,,,"
             "SA1,u,,,,Abertawe - Swansea,u,UA,,,,Wales,u,Wales,u,,,\n"
             "TS248AY,http://x/3,TS24 8AY,,,,other,Postcode,450770,532587,1,2,,,,,TS24,u,"
             "Hartlepool,u,Town,Hartlepool,u,UA,,,,North East,u,England,u,,,\n");
    opened_start(&opened);
    assert_int_equal(na_snapshot_place_count(opened.snapshot), 2);
    na_snapshot_place(opened.snapshot, 0, &place);
    assert_string_equal(place.name, "Victoria Road");
    assert_string_equal(place.kind, "Named Road");
    assert_string_equal(place.place, "Hartlepool");
    assert_true(fabs(place.accuracy_m - 250) < 1e-9);
    na_snapshot_place(opened.snapshot, 1, &place);
    assert_string_equal(place.aliases, "Abertawe");
    assert_string_equal(place.place, "Abertawe - Swansea");
    assert_true(place.accuracy_m >= 100);
    assert_int_equal(na_snapshot_postcode_count(opened.snapshot), 0);
    assert_non_null(strstr(na_snapshot_warning(opened.snapshot, 0), "1 postcodes"));
    opened_end(&opened);
}

static void a_plain_file_has_either_kind_of_coordinates(void **state)
{
    (void)state;
    struct opened opened;
    struct na_place_view place;
    put_pack("format = csv\nkind = pub\nseparator = semicolon\n",
             "Name;Aliases;Locality;lat;lon;Easting M;northing-m;accuracy_m\n"
             "Ship;The Boat|Old Ship;Seaton;;;452000;529600;25\nAnchor;;;54.68;-1.21;;;\n");
    opened_start(&opened);
    na_snapshot_place(opened.snapshot, 0, &place);
    assert_string_equal(place.kind, "pub");
    assert_string_equal(place.place, "Seaton");
    assert_true(place.accuracy_m == 25.0); /* read from text, nothing computed */
    assert_true(place.at.lat_deg > 54.6 && place.at.lat_deg < 54.7);
    na_snapshot_place(opened.snapshot, 1, &place);
    assert_true(place.grid.easting_m > 450000 && place.grid.easting_m < 452000);
    opened_end(&opened);
}

static void faults_name_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *keys, *content;
        int64_t record;
        const char *message;
    } rows[] = {
        {"format = codepoint-open\n", "TS24 8AY,10,450770,532587\nTS24,10,1,1\n", 2,
         "Not a postcode"},
        {"format = codepoint-open\n", "TS24 8AY,10,450770,x\n", 1, "Not a whole number"},
        {"format = codepoint-open\n", "TS24 8AY,10,800000,532587\n", 1, "Not a whole number"},
        {"format = codepoint-open\n", "TS24 8AY,,450770,532587\n", 1, "Not a positional quality"},
        {"format = codepoint-open\n", "TS24 8AY,10\n", 1, "fields"},
        {"format = codepoint-open\n", "TS24 8AY,10,1000,1000\nts248ay,10,1000,1000\n", 2,
         "already in line 1"},
        {"format = codepoint-open\n", "", 0, "empty"},
        {"format = onspd\n", "pcds,doterm,oseast1m,osnrth1m\n", 0, "no column osgrdind"},
        {"format = onspd\n", "pcds,doterm,oseast1m,osnrth1m,osgrdind\nTS24 8AY,20xx,1,1,1\n", 2,
         "month of ending"},
        {"format = csv\n", "name\nShip\n", 0, "no columns of a position"},
        {"format = csv\n", "name,lat,lon\nShip,,\n", 2, "position is missing"},
        {"format = csv\n", "name,lat,lon\nShip,0,0\n", 2, "0,0"},
        {"format = csv\n", "name,lat,lon\n,54,-1\n", 2, "name is empty"},
        {"format = csv\n", "name,easting,northing\nShip,54,-1\n", 2, "British National Grid"},
        {"format = csv\n", "name,lat,lon,accuracy_m\nShip,54,-1,x\n", 2, "Not an accuracy"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_buffer bytes;
        struct na_report report;
        struct na_error error = {.code = NA_OK};
        na_buffer_init(&bytes, (size_t)1 << 28);
        na_report_init(&report);
        put_pack(rows[i].keys, rows[i].content);
        assert_int_equal(pack_compile(folder, NULL, &bytes, &report, &error), NA_ERR_DATA);
        assert_non_null(strstr(error.message, rows[i].message));
        assert_int_equal(error.record, rows[i].record);
        na_report_fini(&report);
        na_buffer_fini(&bytes);
    }
}

static void an_extent_is_around_those_in_use(void **state)
{
    (void)state;
    struct opened opened;
    struct na_postcode_extent extent;
    uint32_t first = 0;
    put_pack("format = onspd\n",
             "pcds,doterm,oseast1m,osnrth1m,osgrdind\nTS24 8AA,,450000,532000,1\n"
             "TS24 8AB,,450400,532300,1\nTS24 8AD,202001,400000,500000,1\nTS24 8AE,,,,9\n"
             "TS24 9AA,202001,460000,540000,1\nTS2 4AA,,1000,1000,1\n");
    opened_start(&opened);
    assert_true(na_postcode_sector(na_str_of("TS24 8"), &first));
    na_snapshot_postcode_extent(opened.snapshot, first, first + NA_POSTCODE_SECTOR_KEYS, &extent);
    assert_int_equal(extent.count, 4);
    assert_int_equal(extent.placed, 2);
    assert_true(extent.west_m == 450000 && extent.east_m == 450400 && extent.south_m == 532000 &&
                extent.north_m == 532300); /* integers */
    assert_true(na_postcode_sector(na_str_of("TS24 9"), &first));
    na_snapshot_postcode_extent(opened.snapshot, first, first + NA_POSTCODE_SECTOR_KEYS, &extent);
    assert_int_equal(extent.placed, 1);
    assert_true(na_postcode_sector(na_str_of("TS24 7"), &first));
    na_snapshot_postcode_extent(opened.snapshot, first, first + NA_POSTCODE_SECTOR_KEYS, &extent);
    assert_int_equal(extent.count, 0);
    assert_int_equal(extent.placed, 0);
    opened_end(&opened);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codepoint_is_read_without_a_header),
        cmocka_unit_test(codepoint_columns_are_found_by_the_header_file),
        cmocka_unit_test(both_spellings_of_onspd_are_read),
        cmocka_unit_test(of_two_sources_the_better_record_is_kept),
        cmocka_unit_test(open_names_are_read_as_published),
        cmocka_unit_test(a_plain_file_has_either_kind_of_coordinates),
        cmocka_unit_test(faults_name_their_line),
        cmocka_unit_test(an_extent_is_around_those_in_use),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
