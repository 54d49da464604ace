/* Tables as programs write them: what comes out is CSV, and what was decided is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fail.h"
#include "support/folder.h"
#include "tables/kind.h"
#include "tables/tables.h"

struct scratch {
    char folder[256];
};

static int set_up(void **state)
{
    static struct scratch scratch;
    folder_make(scratch.folder, sizeof scratch.folder);
    *state = &scratch;
    return 0;
}

static int tear_down(void **state)
{
    struct scratch *scratch = *state;
    folder_remove(scratch->folder);
    return 0;
}

/* A header of rows with a position. */
static int judge(const void *context, const struct na_str *names, size_t count)
{
    (void)context;
    bool lat = false;
    bool lon = false;
    for (size_t i = 0; i < count; i++) {
        lat = lat || na_str_is(names[i], "lat") || na_str_is(names[i], "latitude");
        lon = lon || na_str_is(names[i], "lon") || na_str_is(names[i], "longitude");
    }
    return lat && lon ? 2 : 0;
}

struct read {
    char text[8192];
    char said[1024];
    struct na_error error;
    enum na_code code;
    char separator;
    enum na_encoding encoding;
    bool commas;
    bool month_first;
};

static void say(void *context, const char *line)
{
    struct read *read = context;
    const char *what = strstr(line, ": ");
    size_t used = strlen(read->said);
    (void)snprintf(read->said + used, sizeof read->said - used, "%s;",
                   what != NULL ? what + 2 : line);
}

static void read_paths(const char *const *paths, size_t count, bool keep_ndjson, struct read *read)
{
    struct na_tables *tables = NULL;
    const struct na_tables_options options = {.text = {.header = {.judge = judge}},
                                              .keep_ndjson = keep_ndjson,
                                              .say = say,
                                              .say_context = read};
    *read = (struct read){.text = ""};
    read->code = na_tables_open(paths, count, &options, &tables, &read->error);
    size_t used = 0;
    bool more = read->code == NA_OK;
    if (more) {
        const struct na_text_form *form = na_tables_form(tables);
        read->separator = form->separator;
        read->encoding = form->encoding;
        read->commas = form->column_count > 1 && form->columns[1].marks == NA_NUMBER_COMMA;
        read->month_first = form->column_count > 1 && form->columns[1].order == NA_DATE_MONTH_FIRST;
    }
    while (more && read->code == NA_OK) {
        size_t length = 0;
        read->code = na_tables_read(tables, read->text + used, sizeof read->text - 1 - used,
                                    &length, &more, &read->error);
        used += length;
        more = more || length > 0;
        if (length == 0 && more) {
            read->text[used++] = '~'; /* an input ends, another follows */
        }
    }
    na_tables_close(tables);
}

static void read_file(struct scratch *scratch, const char *name, const char *bytes, size_t length,
                      struct read *read)
{
    char path[512];
    const char *paths[] = {path};
    folder_put(scratch->folder, name, bytes, length, path, sizeof path);
    read_paths(paths, 1, false, read);
}

static void texts_and_their_forms(void **state)
{
    static const struct {
        const char *in, *out, *said;
        char separator;
    } rows[] = {
        {"id,lat,lon\n1,54.6,-1.2\n", "id,lat,lon\n1,54.6,-1.2\n", "", ','},
        {"\xEF\xBB\xBFid,lat,lon\r\n1,54.6,-1.2", "\xEF\xBB\xBFid,lat,lon\r\n1,54.6,-1.2", "", ','},
        {"id;lat;lon\n1;54.6;-1.2\n", "id;lat;lon\n1;54.6;-1.2\n", "the delimiter is a semicolon;",
         ';'},
        {"id\tlat\tlon\n1\t54.6\t-1.2\n", "id\tlat\tlon\n1\t54.6\t-1.2\n",
         "the delimiter is a tab;", '\t'},
        {"id|lat|lon\n1|54.6|-1.2\n", "id|lat|lon\n1|54.6|-1.2\n", "the delimiter is a bar;", '|'},
        {"sep=;\r\nid;lat;lon\r\n1;54.6;-1.2\r\n", "id;lat;lon\r\n1;54.6;-1.2\r\n",
         "the delimiter is a semicolon;", ';'},
        {"Offences,,\nRun on 03/11/2025,,\n,,\nid,lat,lon\n1,54.6,-1.2\n",
         "id,lat,lon\n1,54.6,-1.2\n", "3 rows above the header are skipped;", ','},
        {"id,place,lat,lon\n1,Caf\xE9,54.6,-1.2\n", "id,place,lat,lon\n1,Caf\xE9,54.6,-1.2\n",
         "the encoding is CP1252, by its bytes;", ','},
        {"id;lat;lon\n1;54,61;-1,2\n2;54,6;-1,25\n", "id;lat;lon\n1;54,61;-1,2\n2;54,6;-1,25\n",
         "the delimiter is a semicolon;numbers have decimal commas in the column lat, lon;", ';'},
        {"id,date,lat,lon\n1,12/25/2025,54.6,-1.2\n", "id,date,lat,lon\n1,12/25/2025,54.6,-1.2\n",
         "dates begin with the month in the column date;", ','},
        {"id,n,lat,lon\n1,\"450,900\",54.6,-1.2\n", "id,n,lat,lon\n1,\"450,900\",54.6,-1.2\n",
         "commas part the thousands in the column n;", ','},
        {"id;Easting;Northing\n1;450.770;532.587\n2;451.160;532.697\n",
         "id;Easting;Northing\n1;450.770;532.587\n2;451.160;532.697\n",
         "the delimiter is a semicolon;dots part the thousands in the column Easting, Northing;",
         ';'},
        /* Kilometres of one place and metres of another: nothing is taken for granted. */
        {"id;Easting;Northing\n1;450.770;532.587\n2;451160;532697\n",
         "id;Easting;Northing\n1;450.770;532.587\n2;451160;532697\n",
         "the delimiter is a semicolon;", ';'},
        {"id,what\n1,x\n", "id,what\n1,x\n", "", ','}, /* no position: the first row it is */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct read read;
        read_file(*state, "in.csv", rows[i].in, strlen(rows[i].in), &read);
        if (read.code != NA_OK || strcmp(read.text, rows[i].out) != 0 ||
            strcmp(read.said, rows[i].said) != 0 || read.separator != rows[i].separator) {
            fail_msg("%zu: %s | %s | %s", i, read.text, read.said, read.error.message);
        }
    }
}

static void rows_inside_one_object_are_refused(void **state)
{
    static const struct {
        const char *in, *member;
    } rows[] = {
        {"{\"columns\":[\"lat\",\"lon\"],\"data\":[[54.6,-1.2]]}", "data"},
        {"{\"schema\":{},\n\"data\":[ {\"lat\":54.6,\"lon\":-1.2}]}\n", "data"},
        {"{\"results\":[{\"lat\":54.6,\"lon\":-1.2}]}", "results"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct read read;
        char wanted[64];
        (void)snprintf(wanted, sizeof wanted, "The rows lie inside \"%s\" of one object",
                       rows[i].member);
        read_file(*state, "in.json", rows[i].in, strlen(rows[i].in), &read);
        assert_int_equal(read.code, NA_ERR_DATA);
        assert_string_equal(read.error.message, wanted);
    }
    static const char one[] = "{\"lat\":54.6,\"lon\":-1.2,\"data\":[1,2]}\n";
    struct read read;
    read_file(*state, "in.json", one, sizeof one - 1, &read);
    assert_int_equal(read.code, NA_OK);
}

static void utf16_becomes_utf8(void **state)
{
    struct read read;
    static const char little[] = "\xFF\xFE"
                                 "l\0a\0t\0\t\0l\0o\0n\0\t\0n\0\n\0"
                                 "5\0\t\0"
                                 "1\0\t\0"
                                 "\xE9\0\x3D\xD8\x00\xDE\n\0";
    read_file(*state, "in.txt", little, sizeof little - 1, &read);
    assert_int_equal(read.code, NA_OK);
    assert_string_equal(read.text, "lat\tlon\tn\n5\t1\t\xC3\xA9\xF0\x9F\x98\x80\n");
    read_file(*state, "in.txt", little + 2, sizeof little - 3, &read); /* without its mark */
    assert_int_equal(read.code, NA_OK);
    assert_string_equal(read.text, "lat\tlon\tn\n5\t1\t\xC3\xA9\xF0\x9F\x98\x80\n");
    static const char big[] = "\0l\0a\0t\0,\0l\0o\0n\0\n\0"
                              "5\0,\0"
                              "1\0\n";
    read_file(*state, "in.txt", big, sizeof big - 1, &read);
    assert_int_equal(read.code, NA_OK);
    assert_string_equal(read.text, "lat,lon\n5,1\n");
    static const char cut[] = "\xFE\xFF\0l\0a\0t\0,\0l\0o\0n\0\n\xD8\x3D";
    read_file(*state, "in.txt", cut, sizeof cut - 1, &read);
    assert_int_equal(read.code, NA_ERR_DATA);
    assert_non_null(strstr(read.error.message, "UTF-16"));
}

static void objects_become_rows(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"{\"id\":1,\"lat\":54.6,\"lon\":-1.2}\n\n{\"lon\":-1.3,\"lat\":\"54.7\",\"note\":\"a, "
         "\\\"b\\\"\"}\n",
         "id,lat,lon,note\n1,54.6,-1.2,\n,54.7,-1.3,\"a, \"\"b\"\"\"\n"},
        {"{\"lat\":1,\"lon\":2}\nnot json\n", "lat,lon\n1,2\n,,not json\n"},
        {"{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"id\":7,"
         "\"properties\":{\"kind\":\"Drugs\",\"n\":null},\"geometry\":{\"type\":\"Point\","
         "\"coordinates\":[-1.2,54.6,3]}},{\"type\":\"Feature\",\"properties\":null,"
         "\"geometry\":null}]}",
         "longitude,latitude,id,kind,n\n-1.2,54.6,7,Drugs,\n,,,,\n"},
        {"{\"features\":[{\"type\":\"Feature\",\"properties\":{\"Latitude\":9},\"geometry\":{"
         "\"coordinates\":[450900,532600],\"type\":\"Point\"}}],\"type\":\"FeatureCollection\"}",
         "easting,northing,Latitude\n450900,532600,9\n"},
        {"\x1E{\"type\":\"Feature\",\"properties\":{\"a\":1},\"geometry\":{\"type\":\"MultiPoint\","
         "\"coordinates\":[[1,2]]}}\n\x1E{\"type\":\"Feature\",\"properties\":{\"a\":2},"
         "\"geometry\":{\"type\":\"MultiPoint\",\"coordinates\":[[1,2],[3,4]]}}\n",
         "longitude,latitude,a\n1,2,1\n,,2\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct read read;
        read_file(*state, "in.json", rows[i].in, strlen(rows[i].in), &read);
        if (read.code != NA_OK || strcmp(read.text, rows[i].out) != 0) {
            fail_msg("%zu: %s | %s", i, read.text, read.error.message);
        }
    }
    struct read read;
    static const char cut[] = "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\"";
    read_file(*state, "in.json", cut, sizeof cut - 1, &read);
    assert_int_equal(read.code, NA_ERR_DATA);
    assert_non_null(strstr(read.error.message, "cut short"));
}

static void ndjson_stays_where_it_may(void **state)
{
    struct scratch *scratch = *state;
    char path[512];
    const char *paths[] = {path};
    static const char text[] = "{\"lat\":1,\"lon\":2}\n";
    struct read read;
    folder_put(scratch->folder, "in.csv", text, sizeof text - 1, path, sizeof path);
    read_paths(paths, 1, true, &read);
    assert_string_equal(read.text, text);
}

static void several_files_are_one_table(void **state)
{
    struct scratch *scratch = *state;
    char one[512];
    char two[512];
    const char *paths[] = {one, two};
    struct read read;
    folder_put(scratch->folder, "1.csv", "lat,lon,n\n1,2,x\n", 16, one, sizeof one);
    folder_put(scratch->folder, "2.csv", "lat,lon,n\n1,2,\xE9\n", 16, two, sizeof two);
    read_paths(paths, 2, false, &read);
    assert_int_equal(read.code, NA_OK);
    assert_string_equal(read.text, "lat,lon,n\n1,2,x\n~lat,lon,n\n1,2,\xC3\xA9\n");
    folder_put(scratch->folder, "2.csv", "lat;lon;n\n1;2;x\n", 16, two, sizeof two);
    read_paths(paths, 2, false, &read);
    assert_int_equal(read.code, NA_ERR_DATA);
    assert_non_null(strstr(read.error.message, "delimiter"));
    assert_string_equal(read.error.file, two);
}

static void one_file_twice_is_an_error(void **state)
{
    struct scratch *scratch = *state;
    char one[512];
    char two[512];
    const char *paths[] = {one, two};
    struct read read;
    folder_put(scratch->folder, "1.csv", "lat,lon\n1,2\n", 12, one, sizeof one);
    folder_put(scratch->folder, "2.csv", "lat,lon\n1,2\n", 12, two, sizeof two);
    read_paths(paths, 2, false, &read);
    assert_int_equal(read.code, NA_ERR_DATA);
    assert_non_null(strstr(read.error.message, "given twice"));
    assert_non_null(strstr(read.error.hint, "--allow-repeats"));
    folder_put(scratch->folder, "2.csv", "lat,lon\n1,3\n", 12, two, sizeof two);
    read_paths(paths, 2, false, &read);
    assert_int_equal(read.code, NA_OK);
}

static void a_folder_is_its_tables_of_one_header(void **state)
{
    struct scratch *scratch = *state;
    char path[512];
    const char *paths[] = {scratch->folder};
    struct read read;
    folder_put(scratch->folder, "2025-08-street.csv", "lat,lon,kind\n1,2,a\n", 19, path,
               sizeof path);
    folder_put(scratch->folder, "2025-08-outcomes.csv", "id,outcome\n1,x\n", 15, path, sizeof path);
    folder_put(scratch->folder, "2025-09-street.csv", "lat,lon,kind\n3,4,b\n", 19, path,
               sizeof path);
    folder_put(scratch->folder, "notes.md", "hello", 5, path, sizeof path);
    read_paths(paths, 1, false, &read);
    assert_int_equal(read.code, NA_OK);
    assert_string_equal(read.text, "lat,lon,kind\n1,2,a\n~lat,lon,kind\n3,4,b\n");
    assert_non_null(strstr(read.said, "left out: it is no table by its name"));
    assert_non_null(strstr(read.said, "left out: its columns are others"));
}

static void what_is_not_read_is_named(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *what;
    } rows[] = {
        {"PAR1....", 8, "a Parquet file"},
        {"NEARAID\0....", 12, "a compiled pack"},
        {"\x03\x7E\x0B\x15S\0\0\0\xC1\x01\x5C\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32,
         "a dBase table"},
        {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, "an old Excel workbook"},
        {"%PDF-1.7", 8, "a PDF"},
        {"\0\0\x27\x0A", 4, "a shapefile"},
        {"[{\"lat\":1}]", 11, "a JSON array"},
        {"<?xml version=\"1.0\"?><kml/>", 27, "XML"},
        {"PK\x03\x04....", 8, "a zip file or an Excel workbook"}, /* no formats handed in */
        {"SQLite format 3\0", 16, "a GeoPackage"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct read read;
        read_file(*state, "in.dat", rows[i].bytes, rows[i].length, &read);
        if (read.code != NA_ERR_DATA || strstr(read.error.message, rows[i].what) == NULL ||
            read.error.hint[0] == '\0' || read.error.file[0] == '\0') {
            fail_msg("%zu: %s | %s", i, read.error.message, read.error.hint);
        }
    }
}

/* A table that somebody cuts or empties while it is read is no table: half of it would look whole.
 */
static void a_file_that_becomes_shorter_is_an_error(void **state)
{
    struct scratch *scratch = *state;
    static const off_t lengths[] = {0, 1000000, 1999999, 2000000, 2000001};
    static char rows[2000000];
    memcpy(rows, "id,lat,lon\n", 11);
    for (size_t i = 11; i < sizeof rows; i++) {
        rows[i] = "1,54.6,-1.2\n"[(i - 11) % 12];
    }
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        char path[512];
        const char *const paths[] = {path};
        const struct na_tables_options options = {.text = {.header = {.judge = judge}}};
        struct na_tables *tables = NULL;
        struct na_error error;
        static char to[65536];
        size_t length = 1;
        size_t sum = 0;
        bool more = false;
        folder_put(scratch->folder, "in.csv", rows, sizeof rows, path, sizeof path);
        assert_int_equal(na_tables_open(paths, 1, &options, &tables, &error), NA_OK);
        assert_int_equal(truncate(path, lengths[i]), 0);
        enum na_code code = NA_OK;
        while (code == NA_OK && length > 0) {
            code = na_tables_read(tables, to, sizeof to, &length, &more, &error);
            sum += code == NA_OK ? length : 0;
        }
        if (lengths[i] < (off_t)sizeof rows) {
            assert_int_equal(code, NA_ERR_IO);
            assert_non_null(strstr(error.message, "became shorter while it was read"));
            assert_string_equal(error.file, path);
            assert_true(error.hint[0] != '\0');
        } else {
            assert_int_equal(code, NA_OK);
            assert_int_equal(sum, lengths[i]);
        }
        na_tables_close(tables);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(texts_and_their_forms, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_inside_one_object_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(utf16_becomes_utf8, set_up, tear_down),
        cmocka_unit_test_setup_teardown(objects_become_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ndjson_stays_where_it_may, set_up, tear_down),
        cmocka_unit_test_setup_teardown(several_files_are_one_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_file_twice_is_an_error, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_folder_is_its_tables_of_one_header, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_read_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_becomes_shorter_is_an_error, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
