/* Ready tables: what a pack may say of them, and what refuses it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/ready_tables.h"
#include "data/snapshot.h"
#include "support/pack.h"
#include "support/scratch.h"

/* Victoria is in two towns; the old vintage has another ward. */
static const struct pack_square new_wards[] = {
    {"N1", "Headland & Harbour", "L1", "Low", 450000, 532000, 451000, 533000},
    {"N2", "Victoria", "L1", "Low", 451000, 532000, 452000, 533000},
    {"N3", "Victoria", "L2", "Stockton-on-Tees", 452000, 532000, 453000, 533000},
    {"N4", "Hart", "L1", "Low", 453000, 532000, 454000, 533000}};
static const struct pack_square old_wards[] = {
    {"O1", "Grange", "L1", "Low", 450000, 532000, 454000, 533000}};

#define HEAD "[pack]\ntitle = Test\n[table.first]\nfile = t.csv\nmeasure = thefts\nperiod = 2022\n"
#define WARDS                                                                                      \
    "[wards.new]\nfile = new_BGC.shp\nvalid_from = 2023-05-04\n"                                   \
    "[wards.old]\nfile = old_BGC.shp\nvalid_from = 2013-05-04\n"

static int setup(void **state)
{
    (void)scratch_setup(state);
    struct scratch *scratch = *state;
    pack_put_squares(scratch->folder, "new_BGC", pack_prj_27700, new_wards, 4);
    pack_put_squares(scratch->folder, "old_BGC", pack_prj_27700, old_wards, 1);
    return 0;
}

static struct na_snapshot *open_pack(struct scratch *scratch, const char *ini, const char *csv)
{
    pack_put_text(scratch->folder, "pack.ini", ini);
    pack_put_text(scratch->folder, "t.csv", csv);
    return pack_open(scratch->folder, NULL, &scratch->bytes);
}

static void rows_come_ranked_in_the_spelling_of_the_source(void **state)
{
    struct scratch *scratch = *state;
    static const struct {
        uint32_t ward, rank;
        bool tied;
        uint64_t count;
        const char *name;
    } want[] = {{2, 1, false, 9, "VICTORIA"},
                {0, 2, true, 7, "Headland and Harbour"},
                {1, 2, true, 7, "victoria"},
                {3, 4, false, 0, "Hart"}};
    struct na_snapshot *snapshot =
        open_pack(scratch, HEAD "total = 30\nsource = A paper\n" WARDS,
                  "Ward,Local authority,count\nvictoria,LOW,7\nHart,,0\n"
                  "VICTORIA,stockton on tees,9\nHeadland and Harbour,low,7\n");
    struct na_ready_table table;
    assert_int_equal(na_snapshot_table_count(snapshot), 1);
    na_snapshot_table(snapshot, 0, &table);
    assert_string_equal(table.id, "first");
    assert_string_equal(table.file, "t.csv");
    assert_string_equal(table.measure, "thefts");
    assert_string_equal(table.period, "2022");
    assert_string_equal(table.source, "A paper");
    assert_string_equal(table.layer->id, "new");
    assert_int_equal(table.total, 30);
    assert_int_equal(table.total_is, NA_TOTAL_EXACT);
    assert_int_equal(table.sum, 23);
    assert_int_equal(table.row_count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        struct na_ready_row row;
        na_snapshot_table_row(snapshot, &table, i, &row);
        assert_int_equal(row.ward, want[i].ward);
        assert_int_equal(row.rank, want[i].rank);
        assert_int_equal(row.tied, want[i].tied);
        assert_int_equal(row.count, want[i].count);
        assert_string_equal(row.name, want[i].name);
    }
    na_snapshot_unref(snapshot);
}

static void codes_need_no_names_and_an_older_vintage_can_be_named(void **state)
{
    struct scratch *scratch = *state;
    struct na_snapshot *snapshot =
        open_pack(scratch, HEAD "vintage = old\ntotal = 12\ntotal_is = approximate\n" WARDS,
                  "ward_code,count\nO1,12\n");
    struct na_ready_table table;
    struct na_ready_row row;
    na_snapshot_table(snapshot, 0, &table);
    na_snapshot_table_row(snapshot, &table, 0, &row);
    assert_string_equal(table.layer->id, "old");
    assert_int_equal(table.total_is, NA_TOTAL_APPROXIMATE);
    assert_string_equal(row.name, "");
    assert_int_equal(row.count, 12);
    na_snapshot_unref(snapshot);
}

static void without_a_total_the_rows_are_the_whole(void **state)
{
    struct scratch *scratch = *state;
    struct na_snapshot *snapshot =
        open_pack(scratch,
                  HEAD "separator = semicolon\n[table.second]\nfile = t.csv\nmeasure = m\n"
                       "period = p\nseparator = semicolon\n" WARDS,
                  "ward;n\nHart;12\nHeadland & Harbour;3\n");
    struct na_ready_table table;
    assert_int_equal(na_snapshot_table_count(snapshot), 2);
    na_snapshot_table(snapshot, 1, &table);
    assert_string_equal(table.id, "second");
    assert_int_equal(table.total_is, NA_TOTAL_LISTED);
    assert_int_equal(table.total, 15);
    na_snapshot_unref(snapshot);
}

static void rows_of_wards_no_longer_there_may_be_kept_in_words(void **state)
{
    struct scratch *scratch = *state;
    struct na_snapshot *snapshot =
        open_pack(scratch, HEAD "keep_unknown = yes\n" WARDS,
                  "ward,ward_code,count\nHart,,5\nGrange,,7\n,O9,5\nAtlantis,,5\n");
    static const struct {
        const char *name;
        uint32_t ward, rank;
    } want[] = {{"Grange", NA_AREA_NONE, 1},
                {"Hart", 3, 2},
                {"O9", NA_AREA_NONE, 2},
                {"Atlantis", NA_AREA_NONE, 2}};
    struct na_ready_table table;
    na_snapshot_table(snapshot, 0, &table);
    assert_int_equal(table.sum, 22);
    for (uint32_t i = 0; i < 4; i++) {
        struct na_ready_row row;
        na_snapshot_table_row(snapshot, &table, i, &row);
        assert_string_equal(row.name, want[i].name);
        assert_int_equal(row.ward, want[i].ward);
        assert_int_equal(row.rank, want[i].rank);
    }
    size_t warnings = 0;
    for (size_t i = 0; i < na_snapshot_warning_count(snapshot); i++) {
        warnings += strstr(na_snapshot_warning(snapshot, i), "kept without a ward") != NULL;
    }
    assert_int_equal(warnings, 3);
    na_snapshot_unref(snapshot);
}

static void a_name_that_is_not_the_codes_is_a_warning(void **state)
{
    struct scratch *scratch = *state;
    pack_put_text(scratch->folder, "pack.ini", HEAD WARDS);
    pack_put_text(scratch->folder, "t.csv", "ward,ward_code,count\nHart,N2,1\n");
    assert_int_equal(
        pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error),
        NA_OK);
    bool warned = false;
    for (size_t i = 0; i < scratch->report.count; i++) {
        const struct na_error *what = &scratch->report.findings[i].what;
        warned = warned || (strcmp(what->file, "t.csv") == 0 && what->record == 2 &&
                            strstr(what->message, "that of Victoria") != NULL);
    }
    assert_true(warned);
}

static void bad_tables_are_refused_with_their_place(void **state)
{
    struct scratch *scratch = *state;
    static const struct {
        const char *keys, *csv, *file;
        int record;
        const char *field, *message, *hint;
    } cases[] = {
        {"", "ward,count\nHrat,1\n", "t.csv", 2, "ward", "no ward \"Hrat\"", "Hart (Low)"},
        {"", "ward,count\nHart,1\nVictoria,1\n", "t.csv", 3, "ward", "Several wards",
         "Stockton-on-Tees (N3)"},
        {"", "ward,local_authority,count\nVictoria,Nowhere,1\n", "t.csv", 2, "ward",
         "of Nowhere in vintage new", "Victoria"},
        {"", "ward,count\nGrange,1\n", "t.csv", 2, "ward", "no ward \"Grange\"", "vintage = old"},
        {"keep_unknown = yes\n", "ward,count\nGrange,1\nVictoria,1\n", "t.csv", 3, "ward",
         "Several wards", "Low (N2)"},
        {"keep_unknown = yes\n", "ward,count\nGrange,1\nGrange,1\n", "t.csv", 3, "ward",
         "Grange comes twice", "Add"},
        {"", "ward_code,count\nO1,1\n", "t.csv", 2, "ward_code", "vintage new", "vintage = ID"},
        {"", "ward,count\nHart,1\nHART,2\n", "t.csv", 3, "ward", "Hart comes twice", "Add"},
        {"", "ward,count\nHart,1.5\n", "t.csv", 2, "count", "\"1.5\" is no count", "whole"},
        {"", "ward,count\nHart,-1\n", "t.csv", 2, "count", "is no count", "whole"},
        {"", "ward,count\nHart,\"1,000\"\n", "t.csv", 2, "count", "is no count", "separators"},
        {"", "ward,count\nHart,1,000\n", "t.csv", 2, "", "3 fields, the header has 2", "quotes"},
        {"", "ward,number\nHart,1\n", "t.csv", 1, "count", "no column \"count\"", "ward_code"},
        {"", "place,count\nHart,1\n", "t.csv", 1, "ward", "no column \"ward\"", "ward_code"},
        {"", "ward,count\n", "t.csv", 0, "", "no rows", "row for each"},
        {"", "", "t.csv", 0, "", "no rows", "row for each"},
        {"", "ward,count\n\"Hart,1\n", "t.csv", 2, "", "quote", "close the quote"},
        {"total = 6\n", "ward,count\nHart,7\n", "pack.ini", 4, "total", "less than the 7", "whole"},
        {"vintage = 1066\n", "ward,count\nHart,7\n", "pack.ini", 4, "vintage", "no such vintage",
         "[wards.ID]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char ini[1000];
        (void)snprintf(ini, sizeof ini, "%s%s%s", HEAD, cases[i].keys, WARDS);
        pack_put_text(scratch->folder, "pack.ini", ini);
        pack_put_text(scratch->folder, "t.csv", cases[i].csv);
        enum na_code code =
            pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error);
        const struct na_error *error = &scratch->error;
        if (code != NA_ERR_DATA || strstr(error->file, cases[i].file) == NULL ||
            error->record != cases[i].record || strcmp(error->field, cases[i].field) != 0 ||
            strstr(error->message, cases[i].message) == NULL ||
            strstr(error->hint, cases[i].hint) == NULL) {
            fail_msg("case %zu: code %d, %s record %d field \"%s\": %s; %s", i, (int)code,
                     error->file, (int)error->record, error->field, error->message, error->hint);
        }
        na_report_fini(&scratch->report);
    }
}

static void all_faults_are_told_in_one_run(void **state)
{
    struct scratch *scratch = *state;
    pack_put_text(scratch->folder, "pack.ini", HEAD WARDS);
    pack_put_text(scratch->folder, "t.csv", "ward,count\nHrat,1\nHart,x\nHart,1\nGrange,2\n");
    assert_int_equal(
        pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error),
        NA_ERR_DATA);
    assert_int_equal(scratch->report.errors, 3);
}

static void a_pack_without_wards_has_no_tables(void **state)
{
    struct scratch *scratch = *state;
    pack_put_text(scratch->folder, "pack.ini", HEAD);
    pack_put_text(scratch->folder, "t.csv", "ward,count\nHart,1\n");
    assert_int_equal(
        pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error),
        NA_ERR_DATA);
    assert_non_null(strstr(scratch->error.message, "no wards"));
}

/* The rows of the published paper, in the wards of its years. */
static void the_published_ten_are_all_found(void **state)
{
    struct scratch *scratch = *state;
    if (!pack_put_shared_shapefile(scratch->folder, "w_BGC", "wards/WD20_BGC_tees") ||
        !pack_put_shared(scratch->folder, "t.csv", "facts/violence_top_ten.csv")) {
        print_message("skipped: no shared data\n");
        skip();
    }
    pack_put_text(scratch->folder, "pack.ini",
                  HEAD "total = 3906\ntotal_is = approximate\n[wards.2020]\nfile = w_BGC.shp\n"
                       "gap_limit_m2 = 10000000\noverlap_limit_m2 = 10000000\n");
    struct na_snapshot *snapshot = pack_open(scratch->folder, NULL, &scratch->bytes);
    struct na_ready_table table;
    struct na_ready_row row;
    struct na_area area;
    na_snapshot_table(snapshot, 0, &table);
    assert_int_equal(table.row_count, 10);
    assert_int_equal(table.sum, 1836);
    na_snapshot_table_row(snapshot, &table, 5, &row);
    na_snapshot_area(snapshot, table.layer, row.ward, &area);
    assert_string_equal(row.name, "Headland and Harbour");
    assert_string_equal(area.name, "Headland and Harbour");
    assert_int_equal(row.count, 147);
    na_snapshot_unref(snapshot);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        CASE(rows_come_ranked_in_the_spelling_of_the_source),
        CASE(codes_need_no_names_and_an_older_vintage_can_be_named),
        CASE(without_a_total_the_rows_are_the_whole),
        CASE(rows_of_wards_no_longer_there_may_be_kept_in_words),
        CASE(a_name_that_is_not_the_codes_is_a_warning),
        CASE(bad_tables_are_refused_with_their_place),
        CASE(all_faults_are_told_in_one_run),
        CASE(a_pack_without_wards_has_no_tables),
        CASE(the_published_ten_are_all_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
