/* Names folded, and ready counts found by them. */
#include "support/table_fixture.h"

#include "base/name_fold.h"
#include "table/names.h"

static struct query_pack pack;
static const struct na_layer *layer;

/* Two wards called Victoria; an & and an apostrophe. */
static int setup(void **state)
{
    (void)state;
    static const struct query_square wards[] = {
        {"N01", "Victoria", "L1", "Low", 450000, 530000, 451000, 531000},
        {"N02", "Victoria", "L2", "High & Dry", 451000, 530000, 452000, 531000},
        {"N03", "Headland & Harbour", "L1", "Low", 452000, 530000, 453000, 531000},
        {"N04", "St. Germain's", "L1", "Low", 453000, 530000, 454000, 531000},
    };
    static const struct query_square old[] = {
        {"O01", "Grange", "L1", "Low", 450000, 530000, 451000, 531000}};
    query_pack_begin(&pack);
    query_pack_squares(&pack, "new", wards, 4);
    query_pack_squares(&pack, "old", old, 1);
    query_pack_put(&pack, "pack.ini",
                   "[pack]\ntitle = Names\n[wards.old]\nfile = old.shp\ncrs = EPSG:27700\n"
                   "valid_from = 2001-01-01\n[wards.new]\nfile = new.shp\ncrs = EPSG:27700\n"
                   "valid_from = 2020-01-01\n");
    query_pack_compile(&pack, NULL);
    bool none_valid = false;
    return na_vintage_choose(pack.snapshot, "new", 0, &layer, &none_valid, NULL) == NA_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

static void spellings_of_one_name_are_one(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } wanted[] = {
        {"Headland & Harbour", "Headland and Harbour", true},
        {"HEADLAND AND HARBOUR", "headland&harbour", true},
        {"St. Germain's", "St Germains", true},
        {"St Germain\xE2\x80\x99s", "St Germain's", true},
        {"Stockton-on-Tees", "Stockton on Tees", true},
        {"Stockton\xE2\x80\x93on\xE2\x80\x91Tees", "STOCKTON ON TEES", true},
        {"Park\xC2\xA0"
         "End",
         "Park End", true},
        {"Hart", "Hartburn", false},
        {"Norton North", "Norton South", false},
        {"Caf\xC3\xA9", "Cafe", false},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        char a[NA_FOLD_MAX], b[NA_FOLD_MAX];
        na_fold_name(na_str_of(wanted[i].a), a);
        na_fold_name(na_str_of(wanted[i].b), b);
        assert_int_equal(strcmp(a, b) == 0, wanted[i].same);
    }
}

static void a_long_name_is_cut_not_overrun(void **state)
{
    (void)state;
    char name[400], folded[NA_FOLD_MAX];
    memset(name, '&', sizeof name);
    na_fold_name((struct na_str){name, sizeof name}, folded);
    assert_true(strlen(folded) < NA_FOLD_MAX);
}

static void ready_counts_find_their_wards(void **state)
{
    (void)state;
    static const char csv[] = "Ward,Local Authority,Count\nvictoria,high and dry,5\n"
                              "VICTORIA,Low,7\nHeadland and Harbour,,9\nSt Germains,Low,0\n";
    struct na_table_ready ready;
    struct na_error error = {.message = ""};
    assert_int_equal(na_table_ready_read(csv, strlen(csv), pack.snapshot, layer, &ready, &error),
                     NA_OK);
    static const char *const codes[] = {"N02", "N01", "N03", "N04"};
    static const char *const spellings[] = {"victoria", "VICTORIA", "Headland and Harbour",
                                            "St Germains"};
    static const uint64_t counts[] = {5, 7, 9, 0};
    assert_int_equal(ready.counts.cell_count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_string_equal(na_table_texts_get(&ready.counts.values[0], i).bytes, codes[i]);
        assert_string_equal(ready.spellings[i], spellings[i]);
        assert_int_equal(ready.counts.cells[i].count, counts[i]);
    }
    na_table_ready_fini(&ready);
}

static void what_is_not_one_ward_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *csv, *message, *hint;
    } wanted[] = {
        {"ward,count\nVictoria,5\n", "Several wards of vintage new are called \"Victoria\"",
         "Low (N01) High & Dry (N02)"},
        {"ward,count\nHedland & Harbour,5\n", "There is no ward \"Hedland & Harbour\"",
         "are Headland & Harbour (Low)"},
        {"ward,authority,count\nHeadland & Harbour,High & Dry,5\n",
         "There is no ward \"Headland & Harbour\" of High & Dry", "Headland & Harbour (Low)"},
        {"ward,count\nGrange,5\n", "There is no ward \"Grange\" in vintage new",
         "Vintage old has it: give --vintage old"},
        {"ward,count\nSt Germains,5\nst germain's,6\n", "comes twice", "Add its counts up"},
        {"ward,count\nSt Germains,1.5\n", "\"1.5\" is no count", "whole number"},
        {"ward,count\nSt Germains,\n", "\"\" is no count", "whole number"},
        {"place,count\nSt Germains,5\n", "There is no column \"ward\"", "Name the columns"},
        {"ward,number\nSt Germains,5\n", "There is no column \"count\"", "Name the columns"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct na_table_ready ready;
        struct na_error error = {.message = ""};
        assert_int_equal(na_table_ready_read(wanted[i].csv, strlen(wanted[i].csv), pack.snapshot,
                                             layer, &ready, &error),
                         NA_ERR_DATA);
        print_message("%s; %s\n", error.message, error.hint);
        assert_non_null(strstr(error.message, wanted[i].message));
        assert_non_null(strstr(error.hint, wanted[i].hint));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_one_name_are_one),
        cmocka_unit_test(a_long_name_is_cut_not_overrun),
        cmocka_unit_test(ready_counts_find_their_wards),
        cmocka_unit_test(what_is_not_one_ward_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
