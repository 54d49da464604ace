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
        cmocka_unit_test_setup_teardown(an_unknown_generalisation_is_taken_as_the_coarsest,
                                        scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
