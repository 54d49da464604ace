/* Rows of small squares through the batch: every rule by a table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/batch_squares.h"

/* Where a row may be, and what is said of it. */
static void every_row_has_a_match(void **state)
{
    static const struct {
        const char *row, *added, *fault;
    } cases[] = {
        {"450500,530500", "E01,Alpha,L1,Low,inside", ""},
        {"451000,530500", "E01,Alpha,L1,Low,boundary", ""},
        {"451000.0,530500.00", "E01,Alpha,L1,Low,boundary", ""},
        {"453950,530500", "E03,Gamma,L2,High,inside", ""},
        {"454500,530500", "E04,Delta,,,inside", ""},
        {" 450500 ,\t530500", "E01,Alpha,L1,Low,inside", ""},
        {"\"450500\",\"530500\"", "E01,Alpha,L1,Low,inside", ""},
        {"460000,540000", ",,,,none", "1 none [] [] the position lies in no ward\n"},
        {",", ",,,,no_location", "1 no_location [] [] no position\n"},
        {" ,\"\"", ",,,,no_location", "1 no_location [] [] no position\n"},
        {"450500,", ",,,,bad", "1 bad [northing] [] half a position: this one is blank\n"},
        {",530500", ",,,,bad", "1 bad [easting] [] half a position: this one is blank\n"},
        {"x,530500", ",,,,bad", "1 bad [easting] [x] "},
        {"450500,5x5", ",,,,bad", "1 bad [northing] [5x5] "},
        {"0,0", ",,,,bad", "1 bad [easting] [0] "},
        {"-1,530500", ",,,,bad", "1 bad [easting] [-1] "},
        {"800000,530500", ",,,,bad", "1 bad [easting] [800000] "},
        {"450500,1300001", ",,,,bad", "1 bad [northing] [1300001] "},
        {"-1.25,54.65", ",,,,bad", "1 bad [easting] [-1.25] "},
        {"530500,450500", ",,,,bad", "1 bad [easting] [530500] "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_batch_options options = options_of(NULL);
        struct batch_joined joined;
        char input[256];
        char output[512];
        (void)snprintf(input, sizeof input, "easting,northing\n%s\n", cases[i].row);
        (void)snprintf(output, sizeof output,
                       "easting,northing,ward_code,ward_name,authority_code,authority_name,match\n"
                       "%s,%s\n",
                       cases[i].row, cases[i].added);
        join_text(&options, input, &joined);
        assert_int_equal(joined.code, NA_OK);
        assert_string_equal(joined.output.data, output);
        const char *faults = joined.faults.data != NULL ? joined.faults.data : "";
        if (strncmp(faults, cases[i].fault, strlen(cases[i].fault)) != 0 ||
            (cases[i].fault[0] == '\0') != (faults[0] == '\0')) {
            fail_msg("row %s: %s", cases[i].row, faults);
        }
        assert_int_equal(joined.tally.read, 1);
        batch_joined_fini(&joined);
    }
}

/* The bytes of malformed rows stay, and the added columns stand under their names. */
static void malformed_rows_are_kept(void **state)
{
    static const struct {
        const char *rows, *output;
    } cases[] = {
        {"450500,530500\n", "450500,530500,,,bad\n"},
        {"450500,530500,a,b\n", "450500,530500,a,b,,bad\n"},
        {"450500,530500,\"open\n450500,530500,b\n",
         "450500,530500,\"open\",,bad\n450500,530500,b,E01,inside\n"},
        {"450500,\"530500\n450500,530500,b\n",
         "450500,\"530500\",,,bad\n450500,530500,b,E01,inside\n"},
        {"450500,530500,b", "450500,530500,b,E01,inside\n"},
        {"450500,530500,b\r\n\r\n450500,530500,b\n",
         "450500,530500,b,E01,inside\r\n\r\n450500,530500,b,E01,inside\n"},
        {"450500,530500,\"a\nb\"\"c\"\r\n", "450500,530500,\"a\nb\"\"c\",E01,inside\r\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_batch_options options = options_of("ward_code,match");
        char input[256];
        char output[512];
        (void)snprintf(input, sizeof input, "easting,northing,note\n%s", cases[i].rows);
        (void)snprintf(output, sizeof output, "easting,northing,note,ward_code,match\n%s",
                       cases[i].output);
        expect(&options, input, output);
    }
}

static void a_nul_makes_a_row_bad(void **state)
{
    (void)state;
    struct na_batch_options options = options_of("match");
    static const char input[] = "easting,northing,a\n450500,530500,x\0y\n450500,530500,z\n";
    static const char wanted[] =
        "easting,northing,a,match\n450500,530500,x\0y,bad\n450500,530500,z,inside\n";
    struct na_str text = {input, sizeof input - 1};
    struct batch_joined joined;
    batch_join(pack.snapshot, &options, &text, 1, 0, &joined);
    assert_int_equal(joined.code, NA_OK);
    assert_int_equal(joined.output.length, sizeof wanted - 1);
    assert_memory_equal(joined.output.data, wanted, sizeof wanted - 1);
    batch_joined_fini(&joined);
}

/* A line of 200 KB in the middle: kept whole, marked, and nothing after it is lost. */
static void a_long_line_is_kept(void **state)
{
    (void)state;
    struct na_batch_options options = options_of("match");
    size_t length = 200000;
    struct na_buffer input;
    struct na_buffer wanted;
    na_buffer_init(&input, BATCH_TEXT_LIMIT);
    na_buffer_init(&wanted, BATCH_TEXT_LIMIT);
    char *line = malloc(length);
    assert_non_null(line);
    memset(line, 'x', length);
    batch_must(na_buffer_text(&input, "easting,northing,a\n"));
    batch_must(na_buffer_append(&input, line, length));
    batch_must(na_buffer_text(&input, "\n450500,530500,z\n"));
    batch_must(na_buffer_text(&wanted, "easting,northing,a,match\n"));
    batch_must(na_buffer_append(&wanted, line, length));
    batch_must(na_buffer_text(&wanted, ",,,bad\n450500,530500,z,inside\n"));
    static const size_t chunks[] = {0, 1000, 70001};
    for (size_t i = 0; i < 3; i++) {
        struct na_str text = {input.data, input.length};
        struct batch_joined joined;
        batch_join(pack.snapshot, &options, &text, 1, chunks[i], &joined);
        assert_int_equal(joined.output.length, wanted.length);
        assert_memory_equal(joined.output.data, wanted.data, wanted.length);
        assert_string_equal(joined.faults.data, "1 bad [] [] line over 64 KiB\n");
        assert_int_equal(joined.tally.read, 2);
        batch_joined_fini(&joined);
    }
    free(line);
    na_buffer_fini(&input);
    na_buffer_fini(&wanted);
}

static void columns_are_found(void **state)
{
    static const struct {
        const char *header;
        struct na_batch_options options;
    } cases[] = {
        {"Easting,Northing", {.today = QUERY_TODAY}},
        {"\"EASTING\",\" northing \"", {.today = QUERY_TODAY}},
        {"easting_m,northing_m", {.today = QUERY_TODAY}},
        {"Grid East,grid-north", {.easting = "grid_east", .northing = "GridNorth"}},
        {"a,b", {.easting = "1", .northing = "2"}},
        {"2,1", {.easting = "2", .northing = "1"}}, /* a name before a number */
        {"\xEF\xBB\xBF"
         "easting,northing",
         {.today = QUERY_TODAY}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_batch_options options = cases[i].options;
        options.add = "ward_code";
        options.today = QUERY_TODAY;
        char input[256];
        char output[256];
        (void)snprintf(input, sizeof input, "%s\n450500,530500\n", cases[i].header);
        (void)snprintf(output, sizeof output, "%s,ward_code\n450500,530500,E01\n", cases[i].header);
        expect(&options, input, output);
    }
}

static void wrong_headers_are_refused(void **state)
{
    static const struct {
        const char *input, *message;
        struct na_batch_options options;
    } cases[] = {
        {"a,b\n1,2\n", "The columns are: a, b", {.today = QUERY_TODAY}},
        {"a,b\n1,2\n", "no column \"c\"", {.easting = "c", .northing = "b"}},
        {"a,b\n1,2\n", "no column number \"3\"", {.easting = "1", .northing = "3"}},
        {"a,b\n1,2\n", "one column", {.easting = "1", .northing = "a"}},
        {"a,A b,a_b\n", "more than one column like", {.easting = "a", .northing = "AB"}},
        {"easting,northing,match\n", "--prefix na_", {.today = QUERY_TODAY}},
        {"easting,northing,Ward Code\n", "ward_code already", {.today = QUERY_TODAY}},
        {"easting,northing,x,x\n", "both called \"x\"", {.today = QUERY_TODAY}},
        {"", "empty", {.today = QUERY_TODAY}},
        {"easting,northing\n", "profile", {.profile = "police.uk"}},
        {"\xFF\xFE"
         "e\0",
         "UTF-16",
         {.today = QUERY_TODAY}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        expect_error(&cases[i].options, cases[i].input, NA_ERR_DATA, cases[i].message);
    }
}

static void options_that_do_not_go_together(void **state)
{
    static const struct {
        struct na_batch_options options;
        enum na_code code;
        const char *message;
    } cases[] = {
        {{.lat = "a"}, NA_ERR_PARAM_MISSING, "half"},
        {{.northing = "a"}, NA_ERR_PARAM_MISSING, "half"},
        {{.lat = "a", .lon = "b", .easting = "c", .northing = "d"}, NA_ERR_PARAM_CONFLICT, "both"},
        {{.profile = "met"}, NA_ERR_PARAM_RANGE, "police.uk"},
        {{.profile = "police.uk", .lat = "a", .lon = "b"}, NA_ERR_PARAM_CONFLICT, "profile"},
        {{.vintage = "2023", .as_at = "2023-01"}, NA_ERR_PARAM_CONFLICT, "one"},
        {{.vintage = "1066"}, NA_ERR_VINTAGE_UNKNOWN, "2015"},
        {{.as_at = "2023-02-30"}, NA_ERR_PARAM_MALFORMED, "YYYY-MM"},
        {{.add = "ward"}, NA_ERR_PARAM_RANGE, "ward_code"},
        {{.add = "match,match"}, NA_ERR_PARAM_REPEATED, "twice"},
        {{.add = "nearest:fire"}, NA_ERR_KIND_UNKNOWN, "cabinet"},
        {{.add = "area:patrols"}, NA_ERR_PARAM_RANGE, "no layer of areas"},
        {{.separator = '"'}, NA_ERR_PARAM_RANGE, "separate"},
        {{.separator = '1'}, NA_ERR_PARAM_RANGE, "separate"},
        {{.input = NA_BATCH_NDJSON_IN}, NA_ERR_PARAM_CONFLICT, "NDJSON"},
        {{.question = NA_BATCH_NEAREST}, NA_ERR_PARAM_MISSING, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        expect_error(&cases[i].options, "easting,northing\n", cases[i].code, cases[i].message);
    }
}

static void vintages_are_chosen(void **state)
{
    (void)state;
    struct na_batch_options newest = options_of("ward_name,vintage");
    expect(&newest, "easting,northing\n450500,530500\n",
           "easting,northing,ward_name,vintage\n450500,530500,Alpha,2023\n");
    struct na_batch_options named = options_of("ward_name,vintage");
    named.vintage = "2015";
    expect(&named, "easting,northing\n450500,530500\n451500,530500\n",
           "easting,northing,ward_name,vintage\n450500,530500,Old Alpha,2015\n"
           "451500,530500,,2015\n");
    struct na_batch_options day = options_of("ward_name");
    day.as_at = "2023-05"; /* its first day: the old one still */
    expect(&day, "easting,northing\n450500,530500\n",
           "easting,northing,ward_name\n450500,530500,Old Alpha\n");
}

static void each_row_has_its_day(void **state)
{
    (void)state;
    struct na_batch_options options = options_of("ward_name,match,vintage");
    options.as_at_column = "month";
    struct batch_joined joined;
    join_text(&options,
              "easting,northing,month\n450500,530500,2023-05\n450500,530500,2023-06\n"
              "450500,530500,2023-05-04\n450500,530500,1066-10\n450500,530500,\n"
              "450500,530500,May\n",
              &joined);
    assert_string_equal(joined.output.data, "easting,northing,month,ward_name,match,vintage\n"
                                            "450500,530500,2023-05,Old Alpha,inside,2015\n"
                                            "450500,530500,2023-06,Alpha,inside,2023\n"
                                            "450500,530500,2023-05-04,Alpha,inside,2023\n"
                                            "450500,530500,1066-10,Alpha,inside,2023\n"
                                            "450500,530500,,Alpha,inside,2023\n"
                                            "450500,530500,May,,bad,\n");
    assert_int_equal(joined.tally.none_valid, 1);
    assert_string_equal(
        joined.faults.data,
        "6 bad [month] [May] not a day or month that is understood: write YYYY-MM-DD or YYYY-MM\n");
    batch_joined_fini(&joined);
}

static void more_columns_on_request(void **state)
{
    (void)state;
    struct na_batch_options options =
        options_of("boundary_distance_m,certain,alternatives,nearest:cabinet");
    expect(&options, "easting,northing\n450100,530500\n451000,530500\n,\n",
           "easting,northing,boundary_distance_m,certain,alternatives,nearest_cabinet_id,"
           "nearest_cabinet_distance_m\n"
           "450100,530500,100.0,true,,cab-1,400.1\n"
           "451000,530500,0.0,false,E02,cab-4,721.4\n"
           ",,,,,,\n");
}

static void accuracy_decides_what_is_certain(void **state)
{
    (void)state;
    struct na_batch_options options = options_of("certain,alternatives");
    options.accuracy_m = 150;
    expect(&options, "easting,northing\n450900,530500\n",
           "easting,northing,certain,alternatives\n450900,530500,false,E02\n");
}

static void cells_are_safe_for_spreadsheets(void **state)
{
    (void)state;
    struct na_batch_options options = options_of("ward_code");
    options.prefix = "=x";
    expect(&options, "easting,northing\n450500,530500\n",
           "easting,northing,=xward_code\n450500,530500,E01\n");
    options.spreadsheet_safe = true;
    expect(&options, "easting,northing\n450500,530500\n",
           "easting,northing,'=xward_code\n450500,530500,E01\n");
}

static void other_separators_and_encodings(void **state)
{
    (void)state;
    struct na_batch_options options = options_of("ward_code,match");
    options.separator = ';';
    expect(&options, "easting;northing;a,b\n450500;530500;\"x;y\"\n",
           "easting;northing;a,b;ward_code;match\n450500;530500;\"x;y\";E01;inside\n");
    options.separator = ',';
    options.encoding = NA_ENCODING_CP1252;
    expect(&options, "easting,northing,caf\xE9\n450500,530500,\x80\x81\n",
           "easting,northing,caf\xC3\xA9,ward_code,match\n"
           "450500,530500,\xE2\x82\xAC\xC2\x81,E01,inside\n");
}

/* A byte that contradicts what the table is otherwise: its row is bad, and keeps its bytes. */
static void a_row_of_another_encoding_is_bad(void **state)
{
    (void)state;
    struct na_batch_options options = options_of("match");
    static const char rows[] = "easting,northing,a\n450500,530500,caf\xC3\xA9\n"
                               "450500,530500,caf\xE9\n450500,530500,\xC3\n450500,530500,b\n";
    expect(&options, rows,
           "easting,northing,a,match\n450500,530500,caf\xC3\xA9,inside\n"
           "450500,530500,caf\xE9,bad\n450500,530500,\xC3,bad\n450500,530500,b,inside\n");
    options.any_bytes = true;
    expect(&options, rows,
           "easting,northing,a,match\n450500,530500,caf\xC3\xA9,inside\n"
           "450500,530500,caf\xE9,inside\n450500,530500,\xC3,inside\n450500,530500,b,inside\n");
}

static void columns_may_be_told(void **state)
{
    (void)state;
    struct na_batch_options options = options_of("ward_code");
    options.columns = "note,easting,northing\n";
    expect(&options, "a,450500,530500\nb,451500,530500\n",
           "a,450500,530500,E01\nb,451500,530500,E02\n");
    expect(&options, "", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_has_a_match),
        cmocka_unit_test(malformed_rows_are_kept),
        cmocka_unit_test(a_nul_makes_a_row_bad),
        cmocka_unit_test(a_long_line_is_kept),
        cmocka_unit_test(columns_are_found),
        cmocka_unit_test(wrong_headers_are_refused),
        cmocka_unit_test(options_that_do_not_go_together),
        cmocka_unit_test(vintages_are_chosen),
        cmocka_unit_test(each_row_has_its_day),
        cmocka_unit_test(more_columns_on_request),
        cmocka_unit_test(accuracy_decides_what_is_certain),
        cmocka_unit_test(cells_are_safe_for_spreadsheets),
        cmocka_unit_test(other_separators_and_encodings),
        cmocka_unit_test(a_row_of_another_encoding_is_bad),
        cmocka_unit_test(columns_may_be_told),
    };
    return cmocka_run_group_tests_name("batch", tests, open_pack, close_pack);
}
