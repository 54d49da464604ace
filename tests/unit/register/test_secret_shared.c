/* No text of real open data is taken for a code: names and addresses of premises, what the police
 * write, facts of published papers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "io/csv.h"
#include "io/file.h"
#include "register/secret.h"

static const struct {
    const char *file;
    const char *columns; /* with bars around each */
} tables[] = {
    {"premises/fhrs_pubs_tees_2020-11_derived.csv",
     "|business_name|business_type|address|postcode|lad_name|extract_date|"},
    {"offences/2024-01-cleveland-street.csv",
     "|Month|Reported by|Location|LSOA name|LSOA code|Crime type|Last outcome category|"},
    {"facts/bleed_cabinets.csv", "|name|address|siting|postcode|source|kind|"},
    {"facts/hotspot_patrols.csv", "|name|ward|source|from|to|"},
    {"rates/lookup_lsoa21_ward24_ltla24_tees.csv", "|LSOA21NM|WD24NM|LAD24NM|WD24CD|LSOA21CD|"},
};

/* Is the heading among those of the table? */
static bool is_wanted(const char *columns, struct na_str heading)
{
    char name[80];
    (void)snprintf(name, sizeof name, "|%.*s|", (int)heading.length, heading.bytes);
    return strstr(columns, name) != NULL;
}

static size_t judge_table(const char *path, const char *columns, size_t *ret_texts)
{
    struct na_file file = {NULL, 0};
    struct na_csv *csv = NULL;
    struct na_csv_record record;
    bool wanted[64] = {false};
    bool more = true;
    size_t alarms = 0;
    assert_int_equal(na_file_read(path, (size_t)1 << 28, &file, NULL), NA_OK);
    assert_int_equal(na_csv_new((const char *)file.bytes, file.length, ',', &csv, NULL), NA_OK);
    assert_int_equal(na_csv_next(csv, &record, &more, NULL), NA_OK);
    for (size_t i = 0; i < record.count && i < 64; i++) {
        wanted[i] = is_wanted(columns, record.fields[i]);
    }
    while (na_csv_next(csv, &record, &more, NULL) == NA_OK && more) {
        for (size_t i = 0; i < record.count && i < 64; i++) {
            if (!wanted[i] || record.fields[i].length == 0) {
                continue;
            }
            ++*ret_texts;
            for (int mode = NA_SECRET_NAME; mode <= NA_SECRET_TEXT; mode++) {
                if (na_secret_judge(record.fields[i], (enum na_secret_mode)mode).tier !=
                    NA_SECRET_NONE) {
                    printf("mode %d: %.*s\n", mode, (int)record.fields[i].length,
                           record.fields[i].bytes);
                    alarms++;
                }
            }
        }
    }
    na_csv_free(csv);
    na_file_free(&file);
    return alarms;
}

static void no_real_text_is_taken_for_a_code(void **state)
{
    size_t texts = 0;
    size_t alarms = 0;
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        char path[512];
        (void)snprintf(path, sizeof path, NA_TEST_SHARED_DATA "/%s", tables[i].file);
        FILE *there = fopen(path, "r");
        if (there == NULL) {
            printf("skipped: %s is not there\n", path);
            skip();
        }
        (void)fclose(there);
        alarms += judge_table(path, tables[i].columns, &texts);
    }
    printf("%zu texts, %zu alarms\n", texts, alarms);
    assert_true(texts > 1000);
    assert_int_equal(alarms, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_real_text_is_taken_for_a_code)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
