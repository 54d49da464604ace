/* pack.ini: what is understood, and what is refused with line, key and remedy. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "compile/manifest.h"

static enum na_code parse(const char *text, struct na_manifest *manifest, struct na_report *report)
{
    na_report_init(report);
    return na_manifest_parse(text, strlen(text), "pack.ini", manifest, report, NULL);
}

static void reads_the_example_of_the_design(void **state)
{
    (void)state;
    struct na_manifest manifest;
    struct na_report report;
    assert_int_equal(
        parse("[pack]\ntitle = Cleveland\nissued = 2026-11-21\n"
              "attribution = Contains National Statistics data\nindicative = no\n"
              "[wards.2023]\nfile = wards_2023.shp ; comment\nvalid_from = 2023-05-04\n"
              "[areas.patrols]\nfile = hotspot_patrols.shp\nkind = hotspot\n"
              "[assets.bleed_cabinets]\nfile = bleed_cabinets.csv\n"
              "kind = bleed_cabinet\n"
              "[places.postcodes]\nfile = codepoint_ts.csv\nformat = codepoint-open\n",
              &manifest, &report),
        NA_OK);
    assert_string_equal(manifest.title, "Cleveland");
    assert_false(manifest.indicative);
    assert_int_equal(manifest.section_count, 4);
    assert_int_equal(manifest.sections[0].type, NA_SECTION_WARDS);
    assert_string_equal(manifest.sections[0].id, "2023");
    assert_string_equal(manifest.sections[0].file, "wards_2023.shp");
    char date[NA_DATE_TEXT];
    na_date_format(date, manifest.sections[0].valid_from);
    assert_string_equal(date, "2023-05-04");
    assert_int_equal(manifest.sections[0].valid_to, NA_DATE_NONE);
    assert_true(isnan(manifest.sections[0].tolerance_m));
    assert_string_equal(manifest.sections[2].kind, "bleed_cabinet");
    na_manifest_fini(&manifest);
    na_report_fini(&report);
}

static void refuses_what_it_does_not_know(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int line;
        const char *field;
        const char *hint; /* part of it */
    } cases[] = {
        {"[pack]\ntitle = T\ntitel = U\n", 3, "titel", "title"},
        {"[pack]\ntitle = T\n[wards.a]\nfile = a.shp\nvalid_form = 2020-01-01\n", 5, "valid_form",
         "valid_from"},
        {"[pack]\ntitle = T\n[wards.a]\nfile = a.shp\nkind = ward\n", 5, "kind", "Did you mean"},
        {"[pack]\ntitle = T\n[assets.a]\nfile = a.csv\nvalid_from = 2020-01-01\n", 5, "valid_from",
         "Did you mean"},
        {"[pack]\ntitle = T\n[ward.a]\nfile = a.shp\n", 4, "file", "[wards.ID]"},
        {"[pack]\ntitle = T\n[wards.]\nfile = a.shp\n", 4, "file", "[wards.ID]"},
        {"[pack]\ntitle = T\n[wards.a]\nfile = a.shp\nvalid_from = 2025-02-29\n", 5, "valid_from",
         "YYYY-MM-DD"},
        {"[pack]\ntitle = T\n[wards.a]\nfile = a.shp\ntolerance_m = -1\n", 5, "tolerance_m",
         "not negative"},
        {"[pack]\ntitle = T\n[wards.a]\nfile = a.shp\ntolerance_m = 1x3\n", 5, "tolerance_m",
         "not negative"},
        {"[pack]\ntitle = T\n[wards.a]\nfile = a.shp\ncrs = EPSG:3395\n", 5, "crs", "EPSG:27700"},
        {"[pack]\ntitle = T\n[wards.a]\nfile = a.shp\nencoding = klingon\n", 5, "encoding",
         "UTF-8"},
        {"[pack]\ntitle = T\nindicative = perhaps\n", 3, "indicative", "yes or no"},
        {"[pack]\ntitle = T\n[wards.a]\nfile = a.shp\ngeneralisation = XYZ\n", 4, "generalisation",
         "BGC"},
        {"[pack]\ntitle = T\n[wards.a]\nvalid_from = 2020-01-01\n", 4, "file", "file = NAME"},
        {"[pack]\ntitle = T\n[areas.a]\nfile = a.shp\n", 4, "kind", "kind = hotspot"},
        {"[pack]\ntitle = T\n[table.a]\nfile = a.csv\nperiod = p\n", 4, "measure", "measure ="},
        {"[pack]\ntitle = T\n[table.a]\nfile = a.csv\nmeasure = m\n", 4, "period", "period ="},
        {"[pack]\ntitle = T\n[table.a]\nfile = a.csv\nmeasure = m\nperiod = p\ntotal = 0\n", 7,
         "total", "above 0"},
        {"[pack]\ntitle = T\n[table.a]\nfile = a.csv\nmeasure = m\nperiod = p\ntotal = 3,906\n", 7,
         "total", "separators"},
        {"[pack]\ntitle = T\n[table.a]\nfile = a.csv\nmeasure = m\nperiod = p\ntotal_is = about\n",
         7, "total_is", "approximate"},
        {"[pack]\ntitle = T\n[table.a]\nfile = a.csv\nmeasure = m\nperiod = p\ntotal_is = exact\n",
         4, "total_is", "total = NUMBER"},
        {"[pack]\ntitle = T\n[table.a]\nfile = a.csv\nmeasure = m\nperiod = p\nkind = k\n", 7,
         "kind", "Did you mean"},
        {"[pack]\ntitle = T\n[wards.a]\nfile = a.shp\nmeasure = m\n", 5, "measure", "Did you mean"},
        {"[pack]\ntitle = T\n[wards.a]\nfile = a.shp\nvalid_from = 2021-01-02\n"
         "valid_to = 2021-01-01\n",
         4, "valid_to", "Exchange"},
        {"[pack]\nissued = 2020-01-01\n", 0, "title", "title = NAME"},
        {"", 0, "title", "title = NAME"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_manifest manifest;
        struct na_report report;
        assert_int_equal(parse(cases[i].text, &manifest, &report), NA_ERR_DATA);
        assert_int_equal(report.errors, 1);
        const struct na_error *what = &report.findings[0].what;
        assert_string_equal(what->file, "pack.ini");
        assert_int_equal(what->record, cases[i].line);
        assert_string_equal(what->field, cases[i].field);
        assert_non_null(strstr(what->hint, cases[i].hint));
        na_report_fini(&report);
    }
}

/* Is the value understood? What else such a section lacks is said in other words. */
static bool is_understood(const char *section, const char *key, const char *value)
{
    struct na_manifest manifest;
    struct na_report report;
    char text[256];
    bool understood = true;
    (void)snprintf(text, sizeof text, "[%s]\n%s = %s\n", section, key, value);
    assert_int_equal(parse(text, &manifest, &report), NA_ERR_DATA); /* it has no title */
    for (size_t i = 0; i < report.count; i++) {
        understood = understood &&
                     strcmp(report.findings[i].what.message, "The value is not understood") != 0;
    }
    na_report_fini(&report);
    return understood;
}

/* At the limit, and one above; each word of a choice, and one that is none. */
static void values_have_their_limits_and_words(void **state)
{
    (void)state;
    static const struct {
        const char *section, *key;
        const char *good[7], *bad[6]; /* up to NULL */
    } rows[] = {
        {"pack", "stale_days", {"1", "36500"}, {"0", "36501", "1.5", "-1"}},
        {"pack", "ward_limit_m", {"0", "0.5", "1e9"}, {"-0.1", "1000000000.1", "x", "5m"}},
        {"pack", "indicative", {"yes", "no"}, {"Yes", "true", "1"}},
        {"wards.a", "gap_limit_m2", {"0", "1e13"}, {"-1", "1.1e13", "x"}},
        {"wards.a",
         "crs",
         {"EPSG:27700", "27700", "EPSG:4326"},
         {"EPSG:", "EPSG", "0", "EPSG:99999"}},
        {"wards.a", "valid_from", {"2020-02-29"}, {"2021-02-29", "2021"}},
        {"assets.a",
         "max_skipped",
         {"0", "100", "5%", "100%"},
         {"-1", "100.1", "101%", "%", "five"}},
        {"assets.a", "quality", {"surveyed", "building", "postcode", "approximate"}, {"exact"}},
        {"assets.a", "date_order", {"auto", "dmy", "mdy", "ymd"}, {"ydm"}},
        {"assets.a", "on_error", {"refuse", "skip"}, {"stop"}},
        {"assets.a", "id", {"make", "column"}, {"made"}},
        {"assets.a", "secrets", {"leave_out", "move"}, {"keep"}},
        {"assets.a", "header_row", {"1", "36500"}, {"0"}},
        {"places.a",
         "format",
         {"codepoint-open", "os-open-names", "onspd", "csv", "addresses", "os-open-uprn"},
         {"osm"}},
        {"network.a", "format", {"osm", "geofabrik", "os-open-roads"}, {"csv"}},
        {"network.a", "snap_m", {"1", "200"}, {"-1"}},
        {"table.a", "total", {"1", "9007199254740992"}, {"0", "9007199254740993", "1.5"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (size_t j = 0; rows[i].good[j] != NULL; j++) {
            if (!is_understood(rows[i].section, rows[i].key, rows[i].good[j])) {
                fail_msg("%s = %s is good", rows[i].key, rows[i].good[j]);
            }
        }
        for (size_t j = 0; rows[i].bad[j] != NULL; j++) {
            if (is_understood(rows[i].section, rows[i].key, rows[i].bad[j])) {
                fail_msg("%s = %s is bad", rows[i].key, rows[i].bad[j]);
            }
        }
    }
}

/* Each word of a choice has a meaning of its own. */
static void words_mean_what_they_say(void **state)
{
    (void)state;
    struct na_manifest manifest;
    struct na_report report;
    assert_int_equal(parse("[pack]\ntitle = T\nindicative = yes\n"
                           "[assets.a]\nfile = a.csv\nquality = postcode\ndate_order = mdy\n"
                           "on_error = skip\nid = make\nsecrets = move\nsensitive = yes\n"
                           "[assets.b]\nfile = b.csv\ndate_order = ymd\non_error = refuse\n"
                           "id = column\nsecrets = leave_out\nsensitive = no\n"
                           "[places.c]\nfile = c.csv\nformat = onspd\n"
                           "[table.d]\nfile = d.csv\nmeasure = m\nperiod = p\ntotal = 5\n"
                           "total_is = approximate\n",
                           &manifest, &report),
                     NA_OK);
    const struct na_section *a = &manifest.sections[0], *b = &manifest.sections[1];
    assert_true(manifest.indicative);
    assert_string_equal(a->quality, "postcode");
    assert_int_equal(a->order, NA_ORDER_MDY);
    assert_int_equal(a->on_error, NA_ON_ERROR_SKIP);
    assert_true(a->makes_ids && a->moves_codes && a->sensitive);
    assert_string_equal(b->quality, "");
    assert_int_equal(b->order, NA_ORDER_YMD);
    assert_int_equal(b->on_error, NA_ON_ERROR_REFUSE);
    assert_false(b->makes_ids || b->moves_codes || b->sensitive);
    assert_int_equal(manifest.sections[2].format, NA_PLACES_ONSPD);
    assert_int_equal(manifest.sections[3].total_is, NA_TOTAL_APPROXIMATE);
    assert_int_equal(manifest.sections[3].total, 5);
    na_manifest_fini(&manifest);
    na_report_fini(&report);
}

static void finds_the_generalisation_in_file_names(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *found;
        double tolerance_m;
    } cases[] = {
        {"WD20_BGC_tees.shp", "BGC", 20},
        {"Wards_December_2023_Boundaries_UK_BSC_123.shp", "BSC", 200},
        {"WD_DEC_2022_UK_BFC.shp", "BFC", 0},
        {"wd22-bfe.shp", "BFE", 0},
        {"dir_BGC/wards_buc.shp", "BUC", 500},
        {"dir_BGC/wards.shp", "", NAN},
        {"wards_2023.shp", "", NAN},
        {"ABGC.shp", "", NAN},
        {"BGCX.shp", "", NAN},
        {"BG", "", NAN},
        {"", "", NAN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *found = na_generalisation_find(cases[i].name);
        assert_string_equal(found, cases[i].found);
        double tolerance_m = na_generalisation_tolerance_m(found);
        assert_true(isnan(cases[i].tolerance_m) ? isnan(tolerance_m)
                                                : tolerance_m == cases[i].tolerance_m);
    }
}

static void holds_at_most_256_sections(void **state)
{
    (void)state;
    for (size_t count = 256; count <= 257; count++) {
        struct na_buffer text;
        struct na_manifest manifest;
        struct na_report report;
        na_buffer_init(&text, 1u << 20);
        assert_int_equal(na_buffer_text(&text, "[pack]\ntitle = T\n"), NA_OK);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(na_buffer_printf(&text, "[assets.a%zu]\nfile = a.csv\n", i), NA_OK);
        }
        assert_int_equal(parse(na_buffer_terminate(&text), &manifest, &report),
                         count == 256 ? NA_OK : NA_ERR_DATA);
        if (count == 256) {
            na_manifest_fini(&manifest);
        }
        na_report_fini(&report);
        na_buffer_fini(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_example_of_the_design),
        cmocka_unit_test(refuses_what_it_does_not_know),
        cmocka_unit_test(values_have_their_limits_and_words),
        cmocka_unit_test(words_mean_what_they_say),
        cmocka_unit_test(finds_the_generalisation_in_file_names),
        cmocka_unit_test(holds_at_most_256_sections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
