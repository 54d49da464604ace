/* Layers of wards: faults that refuse the pack, faults that are warnings. */
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

static const struct pack_square two_squares[] = {
    {"E05000002", "Beta & Co", "E06000001", "Town", 451000, 532000, 452000, 533000},
    {"E05000001", "Alpha", "E06000001", "Town", 450000, 532000, 451000, 533000}};

/* Packs of one shapefile. */
static void bad_layers_are_refused_with_their_place(void **state)
{
    struct scratch *scratch = *state;
    static const struct pack_square good = {"E05000001", "A",    "E06000001", "T",
                                            450000,      532000, 451000,      533000};
    static const struct pack_square twin = {"E05000001", "B",    "E06000001", "T",
                                            451000,      532000, 452000,      533000};
    static const struct pack_square nameless = {"E05000003", "",     "E06000001", "T",
                                                451000,      532000, 452000,      533000};
    static const struct pack_square overlapping = {"E05000004", "B",    "E06000001", "T",
                                                   450500,      532000, 451500,      533000};
    static const struct pack_square degrees = {"E05000005", "B",  "E06000001", "T",
                                               -1.3,        54.6, -1.2,        54.7};
    static const struct pack_square beyond = {"E05000006", "B",    "E06000001", "T",
                                              699000,      532000, 701000,      533000};
    static const struct {
        const struct pack_square *second;
        const char *prj;
        int record;
        const char *field;
        const char *message;
    } cases[] = {
        {&twin, pack_prj_27700, 2, "WD23CD", "already that of record 1"},
        {&nameless, pack_prj_27700, 2, "WD23NM", "empty"},
        {&overlapping, pack_prj_27700, 2, "", "overlaps A by 500000 m2"},
        {&degrees, pack_prj_27700, 2, "", "look like degrees"},
        {&beyond, pack_prj_27700, 2, "", "contradict"},
        {&twin, pack_prj_4326, 1, "", "contradict"},
        {&twin, NULL, 0, ".prj", "no .prj"},
        {&twin, "LOCAL_CS[\"somewhere\"]", 0, ".prj", "names no coordinate system"},
    };
    pack_put_text(scratch->folder, "pack.ini", WARDS);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct pack_square squares[2] = {good, *cases[i].second};
        char prj[300];
        (void)snprintf(prj, sizeof prj, "%s/wards_BGC.prj", scratch->folder);
        (void)remove(prj);
        pack_put_squares(scratch->folder, "wards_BGC", cases[i].prj, squares, 2);
        enum na_code code =
            pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error);
        if (code != NA_ERR_DATA || scratch->error.record != cases[i].record ||
            strcmp(scratch->error.field, cases[i].field) != 0 ||
            strstr(scratch->error.message, cases[i].message) == NULL ||
            scratch->error.hint[0] == '\0') {
            fail_msg("case %zu: code %d, %s record %d field \"%s\": %s; %s", i, (int)code,
                     scratch->error.file, (int)scratch->error.record, scratch->error.field,
                     scratch->error.message, scratch->error.hint);
        }
        na_report_fini(&scratch->report);
    }
}

static void small_overlaps_and_gaps_are_warnings(void **state)
{
    struct scratch *scratch = *state;
    static const struct pack_square squares[] = {
        {"E1", "A", "L", "T", 450000, 532000, 451000, 533000},
        {"E2", "B", "L", "T", 450999, 532000, 452000, 533000},
        {"E3", "C", "L", "T", 450000, 533010, 452000, 534000},
        {"E4", "D", "L", "T", 450000, 533000, 450100, 533010},
        {"E5", "E", "L", "T", 451900, 533000, 452000, 533010}};
    pack_put_squares(scratch->folder, "wards_BGC", pack_prj_27700, squares, 5);
    pack_put_text(scratch->folder, "pack.ini", WARDS);
    assert_int_equal(
        pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error),
        NA_OK);
    assert_int_equal(scratch->report.errors, 0);
    assert_int_equal(scratch->report.warnings, 2);
    assert_non_null(strstr(scratch->report.findings[0].what.message, "overlaps A by 1000 m2"));
    assert_non_null(strstr(scratch->report.findings[1].what.message, "gap of 18000 m2"));
    struct na_snapshot *snapshot = NULL;
    assert_int_equal(na_snapshot_from_bytes(scratch->bytes.data, scratch->bytes.length, &snapshot,
                                            &scratch->error),
                     NA_OK);
    assert_int_equal(na_snapshot_warning_count(snapshot), 2);
    assert_non_null(strstr(na_snapshot_warning(snapshot, 0), "overlaps"));
    na_snapshot_unref(snapshot);
}

/* ONS, December 2022, E05014284: an island of a ward in a record of its own. */
static void one_ward_in_two_records_is_one(void **state)
{
    struct scratch *scratch = *state;
    static const struct pack_square squares[] = {
        {"E05000001", "Alpha", "L", "T", 450000, 532000, 451000, 533000},
        {"E05000001", "Alpha", "L", "T", 453000, 532000, 454000, 533000},
        {"E05000002", "Beta", "L", "T", 451000, 532000, 452000, 533000},
        {"E05000001", "Alpha", "L", "T", 455000, 532000, 456000, 533000}};
    pack_put_squares(scratch->folder, "wards_BGC", pack_prj_27700, squares, 4);
    pack_put_text(scratch->folder, "pack.ini", WARDS);
    struct na_snapshot *snapshot = pack_open(scratch->folder, NULL, &scratch->bytes);
    const struct na_layer *layer = na_snapshot_layer(snapshot, 0);
    assert_int_equal(layer->area_count, 2);
    assert_non_null(
        strstr(na_snapshot_warning(snapshot, 0), "E05000001 Alpha stands in record 1, too"));
    static const struct {
        double x;
        bool inside;
    } points[] = {{450500, true}, {453500, true}, {455500, true}, {452500, false}};
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        struct na_cover cover;
        assert_int_equal(na_area_index_cover(&layer->grid, points[i].x, 532500, &cover), NA_OK);
        assert_int_equal(cover.count, points[i].inside ? 1 : 0);
        assert_true(cover.count == 0 || cover.areas[0] == 0);
    }
    na_snapshot_unref(snapshot);
}

static void two_records_that_are_no_one_ward_are_refused(void **state)
{
    struct scratch *scratch = *state;
    static const struct pack_square first = {"E05000001", "Alpha", "L",    "T",
                                             450000,      532000,  451000, 533000};
    static const struct pack_square seconds[] = {
        {"E05000001", "Alpha", "L", "T", 451000, 532000, 452000, 533000}, /* an edge in common */
        {"E05000001", "Alpha", "L", "T", 450900, 532000, 452000, 533000}, /* an overlap */
        {"E05000001", "Alpha", "L", "T", 450400, 532400, 450600,
         532600}, /* would pass for a hole */
        {"E05000001", "Alpha", "L", "T", 450000, 532000, 451000, 533000}, /* the same */
        {"E05000001", "Omega", "L", "T", 453000, 532000, 454000, 533000}};
    pack_put_text(scratch->folder, "pack.ini", WARDS);
    for (size_t i = 0; i < sizeof seconds / sizeof seconds[0]; i++) {
        const struct pack_square squares[2] = {first, seconds[i]};
        pack_put_squares(scratch->folder, "wards_BGC", pack_prj_27700, squares, 2);
        assert_int_equal(
            pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error),
            NA_ERR_DATA);
        assert_non_null(strstr(scratch->error.message, "already that of record 1"));
        assert_int_equal(scratch->error.record, 2);
        na_report_fini(&scratch->report);
    }
}

static void authorities_come_from_a_lookup(void **state)
{
    struct scratch *scratch = *state;
    static const struct pack_square squares[] = {
        {"E05000002", "Beta", "", "", 451000, 532000, 452000, 533000},
        {"E05000001", "Alpha", "", "", 450000, 532000, 451000, 533000},
        {"E05000003", "Gamma", "E06000009", "Kept", 452000, 532000, 453000, 533000}};
    static const struct {
        const char *table;
        int64_t record;
        const char *message; /* NULL: none */
    } cases[] = {
        {"\xEF\xBB\xBFWD22CD,WD22NM,LAD22CD,LAD22NM,FID\r\nE05000001,Alpha,E06000001,Town,1\r\n"
         "E05000002,Beta,E06000002,\"City, North\",2\r\nE05000099,Far,E06000003,Else,3\r\n"
         "E05000001,Alpha,E06000001,Town,4\r\n",
         0, NULL},
        {"ward_code,authority_code,authority_name\nE05000001,E06000001,Town\n"
         "E05000002,E06000002,\"City, North\"\n",
         0, NULL},
        {"WD22CD,LAD22CD,LAD22NM\nE05000001,E06000001,Town\n", 0,
         "The table has no ward E05000002"},
        {"WD22CD,LAD22CD,LAD22NM\nE05000001,E06000001,Town\nE05000002,E06000002,City\n"
         "E05000001,E06000004,Other\n",
         4, "The ward E05000001 has two authorities"},
        {"WD22CD,LAD22NM\nE05000001,Town\n", 1, "no column of authorities"},
        {"WD22CD,LAD22CD,LAD22NM\nE05000001,E06000001\n", 2, "fewer fields than the header"},
        {"", 0, "The table has no rows"},
        {"WD22CD,LAD22CD,LAD22NM\n", 0, "The table has no rows"},
    };
    pack_put_squares(scratch->folder, "wards_BGC", pack_prj_27700, squares, 3);
    pack_put_text(scratch->folder, "pack.ini", WARDS "authority_lookup = lookup.csv\n");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        pack_put_text(scratch->folder, "lookup.csv", cases[i].table);
        if (cases[i].message == NULL) {
            struct na_snapshot *snapshot = pack_open(scratch->folder, NULL, &scratch->bytes);
            struct na_area area;
            na_snapshot_area(snapshot, na_snapshot_layer(snapshot, 0), 1, &area);
            assert_string_equal(area.code, "E05000002");
            assert_string_equal(area.authority_code, "E06000002");
            assert_string_equal(area.authority_name, "City, North");
            na_snapshot_area(snapshot, na_snapshot_layer(snapshot, 0), 2, &area);
            assert_string_equal(area.authority_code, "E06000009");
            na_snapshot_unref(snapshot);
            continue;
        }
        assert_int_equal(
            pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error),
            NA_ERR_DATA);
        if (strstr(scratch->error.message, cases[i].message) == NULL ||
            scratch->error.record != cases[i].record ||
            strcmp(scratch->error.file, "lookup.csv") != 0) {
            fail_msg("case %zu: %s record %d: %s", i, scratch->error.file,
                     (int)scratch->error.record, scratch->error.message);
        }
        na_report_fini(&scratch->report);
    }
}

static void an_unknown_generalisation_is_taken_as_the_coarsest(void **state)
{
    struct scratch *scratch = *state;
    pack_put_squares(scratch->folder, "wards", pack_prj_27700, two_squares, 2);
    pack_put_text(scratch->folder, "pack.ini", "[pack]\ntitle = T\n[wards.x]\nfile = wards.shp\n");
    struct na_snapshot *snapshot = pack_open(scratch->folder, NULL, &scratch->bytes);
    assert_true(na_snapshot_layer(snapshot, 0)->tolerance_m == 500);
    assert_int_equal(na_snapshot_warning_count(snapshot), 1);
    na_snapshot_unref(snapshot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(bad_layers_are_refused_with_their_place, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(small_overlaps_and_gaps_are_warnings, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(one_ward_in_two_records_is_one, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(two_records_that_are_no_one_ward_are_refused, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(authorities_come_from_a_lookup, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(an_unknown_generalisation_is_taken_as_the_coarsest,
                                        scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
