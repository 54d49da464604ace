/* Packs into flat files: what comes back out of them, and how bad packs are refused. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/snapshot.h"
#include "support/pack.h"
#include "support/scratch.h"

#define WARDS                                                                                      \
    "[pack]\ntitle = Test\nissued = 2026-01-02\n[wards.2023]\nfile = wards_BGC.shp\n"              \
    "valid_from = 2023-05-04\n"
#define ASSETS "[assets.c]\nfile = c.csv\nkind = bleed_cabinet\n"
#define HEADER "id,name,easting_m,northing_m\n"

static const struct pack_square two_squares[] = {
    {"E05000002", "Beta & Co", "E06000001", "Town", 451000, 532000, 452000, 533000},
    {"E05000001", "Alpha", "E06000001", "Town", 450000, 532000, 451000, 533000}};

static void wards_come_back_sorted_with_their_texts(void **state)
{
    struct scratch *scratch = *state;
    pack_put_squares(scratch->folder, "wards_BGC", pack_prj_27700, two_squares, 2);
    pack_put_text(scratch->folder, "pack.ini", WARDS);
    struct na_snapshot *snapshot = pack_open(scratch->folder, NULL, &scratch->bytes);
    assert_string_equal(na_snapshot_info(snapshot)->title, "Test");
    assert_int_equal(na_snapshot_info(snapshot)->transformation, NA_TRANSFORMATION_HELMERT);
    assert_int_equal(na_snapshot_layer_count(snapshot), 1);
    const struct na_layer *layer = na_snapshot_layer(snapshot, 0);
    assert_string_equal(layer->id, "2023");
    assert_string_equal(layer->kind, "ward");
    assert_string_equal(layer->generalisation, "BGC");
    assert_true(layer->is_grid && layer->tolerance_m == 20);
    struct na_area area;
    na_snapshot_area(snapshot, layer, 1, &area);
    assert_string_equal(area.code, "E05000002");
    assert_string_equal(area.name, "Beta & Co");
    assert_string_equal(area.authority_name, "Town");
    struct na_ring ring;
    na_snapshot_ring(snapshot, &area, 0, &ring);
    assert_false(ring.is_hole);
    assert_true(ring.count >= 5);
    assert_true(na_ring_vertex(&ring, 0).lon_deg > -1.3);
    assert_true(na_ring_vertex(&ring, 0).lon_deg < -1.1);
    assert_true(area.west < area.east && area.south > 54.6 && area.north < 54.8);
    assert_int_equal(na_area_index_lowest(&layer->grid, 450500, 532500), 0);
    assert_int_equal(na_area_index_lowest(&layer->grid, 451500, 532500), 1);
    assert_int_equal(na_area_index_lowest(&layer->grid, 451000, 532500), 0); /* shared edge */
    assert_int_equal(na_area_index_lowest(&layer->grid, 449999, 532500), NA_AREA_NONE);
    na_snapshot_unref(snapshot);
}

static void equal_packs_give_equal_bytes(void **state)
{
    struct scratch *scratch = *state;
    pack_put_squares(scratch->folder, "wards_BGC", pack_prj_27700, two_squares, 2);
    pack_put_text(scratch->folder, "c.csv", HEADER "a1,Cabinet,450500,532500\n");
    pack_put_text(scratch->folder, "pack.ini", WARDS ASSETS);
    struct na_buffer again;
    na_buffer_init(&again, (size_t)1 << 30);
    assert_int_equal(
        pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error),
        NA_OK);
    assert_int_equal(pack_compile(scratch->folder, NULL, &again, &scratch->report, &scratch->error),
                     NA_OK);
    assert_int_equal(again.length, scratch->bytes.length);
    assert_memory_equal(again.data, scratch->bytes.data, again.length);
    na_buffer_fini(&again);
}

static void the_digest_follows_the_content(void **state)
{
    struct scratch *scratch = *state;
    char first[80];
    pack_put_text(scratch->folder, "c.csv", HEADER "a1,Cabinet,450500,532500\n");
    pack_put_text(scratch->folder, "pack.ini", "[pack]\ntitle = T\n" ASSETS);
    struct na_snapshot *snapshot = pack_open(scratch->folder, NULL, &scratch->bytes);
    (void)snprintf(first, sizeof first, "%s", na_snapshot_digest(snapshot));
    assert_int_equal(strlen(first), 7 + 64);
    na_snapshot_unref(snapshot);
    na_buffer_fini(&scratch->bytes);
    pack_put_text(scratch->folder, "c.csv", HEADER "a1,Cabinet,450500,532501\n");
    snapshot = pack_open(scratch->folder, NULL, &scratch->bytes);
    assert_string_not_equal(first, na_snapshot_digest(snapshot));
    na_snapshot_unref(snapshot);
}

static void assets_come_back_with_every_field(void **state)
{
    struct scratch *scratch = *state;
    pack_put_text(
        scratch->folder, "c.csv",
        "\xEF\xBB\xBFID,Name,Aliases,Lat,Lon,Position quality,status,last-checked,valid_to,"
        "tags,Radio,siting,w3w\r\n"
        "b,\"Hub, \"\"The\"\" Old\",Orange Box|Box,54.6867416,-1.2079518,building,"
        "in_service,2025-03-03,2026-07-31,scheme=pubwatch; savi_stars=5,apex,"
        "\"left of\nthe door\",a.b.c\r\n"
        "a,Plain,,54.69,-1.21,,,,,,,,\r\n");
    pack_put_text(scratch->folder, "pack.ini",
                  "[pack]\ntitle = T\n[assets.p]\nfile = c.csv\nkind = radio_premises\n");
    struct na_snapshot *snapshot = pack_open(scratch->folder, NULL, &scratch->bytes);
    struct na_asset asset;
    struct na_tag tag;
    uint32_t number = 9;
    assert_true(na_snapshot_find_asset(snapshot, "b", &number));
    assert_int_equal(number, 1);
    na_snapshot_asset(snapshot, number, &asset);
    assert_string_equal(asset.name, "Hub, \"The\" Old");
    assert_string_equal(asset.siting, "left of the door");
    assert_string_equal(asset.kind, "radio_premises");
    assert_int_equal(asset.status, NA_STATUS_IN_SERVICE);
    assert_int_equal(asset.quality, NA_QUALITY_BUILDING);
    assert_true(asset.accuracy_m == 10);
    assert_true(asset.at.lat_deg == 54.6867416 && asset.at.lon_deg == -1.2079518);
    assert_true(fabs(asset.grid.easting_m - 451160) < 200);
    assert_int_equal(asset.tag_count, 3);
    na_snapshot_tag(snapshot, &asset, 0, &tag);
    assert_string_equal(tag.name, "radio");
    na_snapshot_tag(snapshot, &asset, 1, &tag);
    assert_string_equal(tag.name, "savi_stars");
    assert_string_equal(tag.value, "5");
    na_snapshot_asset(snapshot, 0, &asset);
    assert_int_equal(asset.status, NA_STATUS_UNKNOWN);
    assert_int_equal(asset.last_checked, NA_DATE_NONE);
    assert_int_equal(asset.tag_count, 0);
    assert_int_equal(na_snapshot_kind_count(snapshot), 1);
    assert_int_equal(na_snapshot_kind(snapshot, 0)->asset_count, 2);
    na_snapshot_unref(snapshot);
}

/* Packs of one CSV of assets: content, and the first finding expected. */
static void bad_csv_is_refused_with_its_place(void **state)
{
    struct scratch *scratch = *state;
    static const struct {
        const char *csv;
        int line;
        const char *field;
        const char *message; /* part of it */
    } cases[] = {
        {"", 0, "", "empty"},
        {"id,easting_m,northing_m\nA,1,2\n", 1, "name", "missing"},
        {"id,name\na,A\n", 1, "lat", "no positions"},
        {"id,name,lat\na,A,54\n", 1, "lat", "no positions"},
        {"id,name,name,lat,lon\na,A,B,54,-1\n", 1, "name", "twice"},
        {"id,name,lat,latitude,lon\na,A,54,54,-1\n", 1, "lat", "Two columns"},
        {HEADER "a,A,450500\n", 2, "northing_m", "this field is blank"},
        {HEADER "a,A,450500,532500,x\n", 2, "", "5 fields, the header 4"},
        {HEADER ",A,450500,532500\n", 2, "id", "empty"},
        {HEADER "a\x01,A,450500,532500\n", 2, "id", "cannot be used"},
        {HEADER "a,,450500,532500\n", 2, "name", "empty"},
        {HEADER "a,A,450500,532500\n\na,B,450500,532500\n", 4, "id", "already used"},
        {HEADER "a,A,,\n", 2, "lat", "position is missing"},
        {HEADER "a,A,450500,\n", 2, "northing_m", "this field is blank"},
        {HEADER "a,A,4.505x5,532500\n", 2, "easting_m", "\"4.505x5\" is not a number"},
        {HEADER "a,A,54.68,-1.2\n", 2, "easting_m", "not on the British National Grid"},
        {HEADER "a,A,750000,532500\n", 2, "easting_m", "not on the British National Grid"},
        {"id,name,lat,lon\na,A,532500,450500\n", 2, "lat", "looks like easting and northing"},
        {"id,name,lat,lon\na,A,532,450\n", 2, "lat", "looks like easting and northing"},
        {"id,name,lat,lon\na,A,0,0\n", 2, "lat", "0,0"},
        {"id,name,lat,lon\na,A,nan,0\n", 2, "lat", "this field is blank"},
        {"id,name,lat,lon\na,A,91,0\n", 2, "lat", "not on Earth"},
        {"id,name,lat,lon,easting,northing\na,A,54.68,-1.2,500000,200000\n", 2, "lat",
         "two different places"},
        {"id,kind,name,lat,lon\na,defibrillator,A,54,-1\n", 2, "kind", "pack.ini"},
        {"id,name,lat,lon,position_quality\na,A,54,-1,good\n", 2, "position_quality", "Unknown"},
        {"id,name,lat,lon,accuracy_m\na,A,54,-1,-5\n", 2, "accuracy_m", "Not a number"},
        {"id,name,lat,lon,last_checked\na,A,54,-1,33/03/2025\n", 2, "last_checked", "Not a date"},
        {"id,name,lat,lon,valid_from,valid_to\na,A,54,-1,2025-02-01,2025-01-01\n", 2, "valid_to",
         "before"},
        {"id,name,lat,lon,tags\na,A,54,-1,pubwatch\n", 2, "tags", "name=value"},
        {"id,name,lat,lon,tags,radio\na,A,54,-1,radio=x,y\n", 2, "radio", "twice"},
        {"id,name,lat,lon\na,\"A,54,-1\n", 2, "", ""},
    };
    pack_put_text(scratch->folder, "pack.ini", "[pack]\ntitle = T\n" ASSETS);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        pack_put_text(scratch->folder, "c.csv", cases[i].csv);
        enum na_code code =
            pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error);
        if (code != NA_ERR_DATA || scratch->error.record != cases[i].line ||
            strcmp(scratch->error.field, cases[i].field) != 0 ||
            strstr(scratch->error.message, cases[i].message) == NULL ||
            scratch->error.hint[0] == '\0' || strcmp(scratch->error.file, "c.csv") != 0) {
            fail_msg("case %zu %s: code %d, %s record %d field \"%s\": %s; %s", i, cases[i].csv,
                     (int)code, scratch->error.file, (int)scratch->error.record,
                     scratch->error.field, scratch->error.message, scratch->error.hint);
        }
        assert_int_equal(scratch->bytes.length, 0);
        na_report_fini(&scratch->report);
    }
}

static void other_encodings_and_separators_are_read_when_named(void **state)
{
    struct scratch *scratch = *state;
    pack_put_text(scratch->folder, "c.csv", "id;name;lat;lon\na;Caf\xE9;54;-1\n");
    pack_put_text(scratch->folder, "pack.ini",
                  "[pack]\ntitle = T\n" ASSETS "encoding = CP1252\nseparator = semicolon\n");
    struct na_snapshot *snapshot = pack_open(scratch->folder, NULL, &scratch->bytes);
    struct na_asset asset;
    na_snapshot_asset(snapshot, 0, &asset);
    assert_string_equal(asset.name, "Caf\xC3\xA9");
    na_snapshot_unref(snapshot);
}

static void missing_files_are_named(void **state)
{
    struct scratch *scratch = *state;
    assert_int_equal(
        pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error),
        NA_ERR_IO);
    assert_non_null(strstr(scratch->error.file, "pack.ini"));
    na_report_fini(&scratch->report);
    pack_put_text(scratch->folder, "pack.ini", WARDS ASSETS);
    assert_int_equal(
        pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error),
        NA_ERR_IO);
    assert_int_equal(scratch->report.errors, 4); /* .shp, .shx, .dbf and the CSV: all at once */
    assert_non_null(strstr(scratch->error.file, "wards_BGC.shp"));
}

static void a_grid_that_is_named_must_be_good(void **state)
{
    struct scratch *scratch = *state;
    char path[300];
    pack_put_text(scratch->folder, "c.csv", HEADER "a1,Cabinet,450500,532500\n");
    pack_put_text(scratch->folder, "pack.ini", "[pack]\ntitle = T\n" ASSETS);
    folder_put(scratch->folder, "bad.tif", "II*\0garbage", 11, path, sizeof path);
    assert_int_equal(
        pack_compile(scratch->folder, path, &scratch->bytes, &scratch->report, &scratch->error),
        NA_ERR_CRS);
    assert_non_null(strstr(scratch->error.file, "bad.tif"));
    na_report_fini(&scratch->report);
    assert_int_equal(pack_compile(scratch->folder, "/nonexistent/grid.tif", &scratch->bytes,
                                  &scratch->report, &scratch->error),
                     NA_ERR_IO);
}

static void real_wards_of_three_vintages_compile(void **state)
{
    struct scratch *scratch = *state;
    if (!pack_put_shared_shapefile(scratch->folder, "WD20_BGC", "wards/WD20_BGC_tees") ||
        !pack_put_shared_shapefile(scratch->folder, "WD23_BSC", "wards/WD23_BSC_tees") ||
        !pack_put_shared_shapefile(scratch->folder, "WD13_BGC", "wards/WD13_BGC_tees") ||
        !pack_put_shared(scratch->folder, "c.csv", "facts/bleed_cabinets.csv")) {
        print_message("skipped: the shared data are not there\n");
        skip();
    }
    pack_put_text(scratch->folder, "pack.ini",
                  "[pack]\ntitle = Tees\n[wards.2020]\nfile = WD20_BGC.shp\n"
                  "valid_from = 2020-12-31\n[wards.2023]\nfile = WD23_BSC.shp\n"
                  "valid_from = 2023-05-04\n[wards.2013]\nfile = WD13_BGC.shp\n" ASSETS);
    struct na_snapshot *snapshot = pack_open(scratch->folder, pack_shared_grid(), &scratch->bytes);
    static const struct {
        uint32_t areas;
        double tolerance_m;
    } expected[] = {{81, 20}, {83, 200}, {82, 20}};
    for (size_t i = 0; i < 3; i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        assert_int_equal(layer->area_count, expected[i].areas);
        assert_true(layer->tolerance_m == expected[i].tolerance_m);
    }
    struct na_area area;
    const struct na_layer *wards_2020 = na_snapshot_layer(snapshot, 0);
    uint32_t ward = na_area_index_lowest(&wards_2020->grid, 451160, 532697);
    assert_int_not_equal(ward, NA_AREA_NONE);
    na_snapshot_area(snapshot, wards_2020, ward, &area);
    assert_string_equal(area.name, "Headland and Harbour");
    assert_int_equal(na_snapshot_asset_count(snapshot), 4);
    assert_int_equal(na_snapshot_info(snapshot)->transformation, NA_TRANSFORMATION_OSTN15);
    for (size_t i = 0; i < na_snapshot_warning_count(snapshot); i++) {
        print_message("%s\n", na_snapshot_warning(snapshot, i));
    }
    na_snapshot_unref(snapshot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(wards_come_back_sorted_with_their_texts, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(equal_packs_give_equal_bytes, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(the_digest_follows_the_content, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(assets_come_back_with_every_field, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(bad_csv_is_refused_with_its_place, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(other_encodings_and_separators_are_read_when_named,
                                        scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(missing_files_are_named, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_grid_that_is_named_must_be_good, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(real_wards_of_three_vintages_compile, scratch_setup,
                                        scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
