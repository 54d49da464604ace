/* io/csv against a table of its rules, csv-spectrum, and libcsv in strict mode. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>
#include <inttypes.h>
#include <jansson.h>

#include "base/buffer.h"
#include "io/csv.h"
#include "io/file.h"
#include "support/csv_oracle.h"
#include "support/random.h"

#define FILE_LIMIT ((size_t)1 << 30)

/* Records as text: fields in <>, one record a line with its line number before it. */
static enum na_code parse(const char *bytes, size_t length, struct na_buffer *out,
                          struct na_error *error)
{
    struct na_csv *csv = NULL;
    enum na_code code = na_csv_new(bytes, length, ',', &csv, error);
    bool more = true;
    while (code == NA_OK && more) {
        struct na_csv_record record;
        code = na_csv_next(csv, &record, &more, error);
        if (code != NA_OK || !more) {
            break;
        }
        assert_int_equal(na_buffer_printf(out, "%" PRId64 ":", record.line), NA_OK);
        for (size_t i = 0; i < record.count; i++) {
            assert_int_equal(na_buffer_text(out, "<"), NA_OK);
            assert_int_equal(na_buffer_append(out, record.fields[i].bytes, record.fields[i].length),
                             NA_OK);
            assert_int_equal(na_buffer_text(out, ">"), NA_OK);
        }
        assert_int_equal(na_buffer_text(out, " "), NA_OK);
    }
    na_csv_free(csv);
    return code;
}

static void records_come_out_as_written(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"", ""},
        {"\n", ""},
        {"\r\n\r\n", ""},
        {"a", "1:<a> "},
        {"a\n", "1:<a> "},
        {"a,b\n1,2\n", "1:<a><b> 2:<1><2> "},
        {"a,b\r\n1,2\r\n", "1:<a><b> 2:<1><2> "},
        {"a,b\r1,2\r", "1:<a><b> 2:<1><2> "},
        {"a,b\n1,2", "1:<a><b> 2:<1><2> "},
        {"\xEF\xBB\xBF"
         "a,b\n1,2",
         "1:<a><b> 2:<1><2> "},
        {"\xEF\xBB\xBF", ""},
        {",\n,", "1:<><> 2:<><> "},
        {"a,b\n\n\n1,2\n\n", "1:<a><b> 4:<1><2> "},
        {"\n\na,b\n", "3:<a><b> "},
        {"a,b\r\n\r\n1,2", "1:<a><b> 3:<1><2> "},
        {"a\n\nb\n\n", "1:<a> 2:<> 3:<b> 4:<> "},
        {"a\r\n\r\nb", "1:<a> 2:<> 3:<b> "},
        {" a , b \n", "1:< a >< b > "},
        {"\"a\",\"b\"\n", "1:<a><b> "},
        {"\"a,b\",c\n", "1:<a,b><c> "},
        {"\"\"\n", "1:<> "},
        {"x,y\n\"\"\n", "1:<x><y> 2:<> "},
        {"\"\"\"\"\n", "1:<\"> "},
        {"\"\"\"a\"\"\",\"b\"\"c\",d\n", "1:<\"a\"><b\"c><d> "},
        {"\"a\nb\",c\nd,e\n", "1:<a\nb><c> 3:<d><e> "},
        {"\"a\r\nb\r\nc\",d\r\ne,f", "1:<a\r\nb\r\nc><d> 4:<e><f> "},
        {"\"a\rb\",c\nd,e\n", "1:<a\rb><c> 3:<d><e> "},
        {"\"a\n\n\nb\"\"\n\",c\nd,e\n", "1:<a\n\n\nb\"\n><c> 6:<d><e> "},
        {"\"a\r\",b\nc,d", "1:<a\r><b> 3:<c><d> "},
        {"\"a\"", "1:<a> "},
        {"a,\"b\"\r", "1:<a><b> "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_buffer out;
        struct na_error error = {0};
        na_buffer_init(&out, 4096);
        assert_int_equal(parse(cases[i].in, strlen(cases[i].in), &out, &error), NA_OK);
        assert_string_equal(na_buffer_terminate(&out), cases[i].out);
        na_buffer_fini(&out);
    }
}

static void faults_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        size_t length;
        int64_t line;
        const char *word; /* in the message */
    } cases[] = {
        {"a\"b", 3, 1, "inside a field"},
        {"a,b\n1,2\"\n", 9, 2, "inside a field"},
        {" \"a\"\n", 5, 1, "inside a field"},
        {"\"a\"b\n", 5, 1, "closing quote"},
        {"a,b\n\"1\" ,2\n", 11, 2, "closing quote"},
        {"\"a", 2, 1, "not closed"},
        {"a,b\n\"x\ny\",z\n1,\"\n\n", 17, 4, "not closed"},
        {"\"", 1, 1, "not closed"},
        {"\"a\"\"", 4, 1, "not closed"},
        {"a\0b", 3, 1, "NUL"},
        {"a,b\n\"\0\"\n", 8, 2, "NUL"},
        {"\0", 1, 1, "NUL"},
        {"a\r\n\0", 4, 2, "NUL"},
        {"\xFF\xFE"
         "a\0",
         4, 1, "NUL"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_buffer out;
        struct na_error error = {0};
        na_buffer_init(&out, 4096);
        assert_int_equal(parse(cases[i].in, cases[i].length, &out, &error), NA_ERR_DATA);
        assert_int_equal(error.record, cases[i].line);
        assert_non_null(strstr(error.message, cases[i].word));
        assert_true(error.hint[0] != '\0');
        na_buffer_fini(&out);
    }
}

static void after_a_fault_the_reader_is_at_the_end(void **state)
{
    (void)state;
    struct na_csv *csv = NULL;
    struct na_csv_record record = {0};
    bool more = true;
    assert_int_equal(na_csv_new("a\"\nb\nc\n", 7, ',', &csv, NULL), NA_OK);
    assert_int_equal(na_csv_next(csv, &record, &more, NULL), NA_ERR_DATA);
    assert_int_equal(na_csv_next(csv, &record, &more, NULL), NA_OK);
    assert_false(more);
    assert_null(record.fields);
    na_csv_free(csv);
}

static void only_known_separators_are_taken(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++) {
        struct na_csv *csv = NULL;
        char text[] = {'a', (char)c, 'b'};
        enum na_code code = na_csv_new(text, 3, (char)c, &csv, NULL);
        bool known = c == ',' || c == ';' || c == '\t' || c == '|';
        assert_int_equal(code, known ? NA_OK : NA_ERR_INTERNAL);
        struct na_csv_record record;
        bool more = false;
        if (known) {
            assert_int_equal(na_csv_next(csv, &record, &more, NULL), NA_OK);
            assert_int_equal(record.count, 2);
        }
        na_csv_free(csv);
    }
}

/* A record of `length` bytes in one field of each kind, after another record. */
static enum na_code parse_long(size_t length, int kind, struct na_error *error)
{
    char *text = malloc(length + 8);
    assert_non_null(text);
    memcpy(text, "h,i\n", 4);
    char *record = text + 4;
    memset(record, 'x', length);
    if (kind > 0) {
        record[0] = '"';
        record[length - 1] = '"';
    }
    for (size_t i = 1; kind == 2 && i + 2 < length; i += 2) {
        memcpy(record + i, "\"\"", 2);
    }
    memcpy(record + length, "\na\n", 3);
    struct na_buffer out;
    na_buffer_init(&out, FILE_LIMIT);
    enum na_code code = parse(text, length + 7, &out, error);
    na_buffer_fini(&out);
    free(text);
    return code;
}

static void the_record_limit_is_at_64_kib(void **state)
{
    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        struct na_error error = {0};
        assert_int_equal(parse_long(NA_CSV_RECORD_MAX, kind, &error), NA_OK);
        assert_int_equal(parse_long(NA_CSV_RECORD_MAX + 1, kind, &error), NA_ERR_DATA);
        assert_int_equal(error.record, 2);
        assert_non_null(strstr(error.message, "64 KiB"));
        assert_int_equal(parse_long(NA_CSV_RECORD_MAX * 9 + 1, kind, &error), NA_ERR_DATA);
    }
}

static void the_field_limit_is_1024(void **state)
{
    (void)state;
    char text[NA_CSV_FIELDS_MAX + 1];
    memset(text, ',', sizeof text);
    struct na_buffer out;
    struct na_error error = {0};
    na_buffer_init(&out, 65536);
    assert_int_equal(parse(text, NA_CSV_FIELDS_MAX - 1, &out, &error), NA_OK);
    assert_int_equal(parse(text, NA_CSV_FIELDS_MAX, &out, &error), NA_ERR_DATA);
    assert_non_null(strstr(error.message, "1,024"));
    na_buffer_fini(&out);
}

static void same_as_libcsv_on_random_texts(void **state)
{
    (void)state;
    struct test_random random = test_random_start("csv against libcsv");
    static const char alphabet[] = "aaaabc,,,\"\"\"\n\n\r \t;\xC3\xA9";
    size_t accepted = 0;
    for (int round = 0; round < 60000; round++) {
        char text[200];
        size_t length = test_random_below(&random, round % 100 == 0 ? sizeof text : 24);
        for (size_t i = 0; i < length; i++) {
            text[i] = alphabet[test_random_below(&random, sizeof alphabet - 1)];
        }
        enum csv_oracle_result result = csv_oracle_compare(text, length);
        assert_int_not_equal(result, CSV_ORACLE_DIFFERENT);
        accepted += result == CSV_ORACLE_SAME;
    }
    printf("%zu texts accepted by both\n", accepted);
    assert_true(accepted > 5000);
}

/* Reads a shared file, or skips the test saying so. */
static struct na_file shared_file(const char *name)
{
    char path[1024];
    struct na_file file = {0};
    struct na_error error = {0};
    (void)snprintf(path, sizeof path, "%s/%s", NA_TEST_SHARED_DATA, name);
    if (na_file_read(path, FILE_LIMIT, &file, &error) != NA_OK) {
        printf("skipped: no shared data: %s: %s\n", path, error.message);
        skip();
    }
    return file;
}

static void same_as_libcsv_on_offences(void **state)
{
    (void)state;
    static const char *const names[] = {
        "offences/2024-01-cleveland-street.csv", "offences/2025-01-cleveland-street.csv",
        "offences/2025-02-cleveland-street.csv", "offences/2025-03-cleveland-street.csv"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct na_file file = shared_file(names[i]);
        assert_int_equal(csv_oracle_compare((const char *)file.bytes, file.length),
                         CSV_ORACLE_SAME);
        na_file_free(&file);
    }
}

/* The records of `csv` as the suite's JSON has them: an object a record, named by the header. */
static json_t *as_json(struct na_csv *csv)
{
    json_t *all = json_array();
    json_t *header = json_array();
    bool more = true;
    while (more) {
        struct na_csv_record record;
        assert_int_equal(na_csv_next(csv, &record, &more, NULL), NA_OK);
        bool is_header = json_array_size(header) == 0;
        json_t *object = json_object();
        for (size_t i = 0; more && i < record.count; i++) {
            json_t *text = json_stringn(record.fields[i].bytes, record.fields[i].length);
            if (is_header) {
                json_array_append_new(header, text);
            } else {
                json_object_set_new(object, json_string_value(json_array_get(header, i)), text);
            }
        }
        if (more && !is_header) {
            json_array_append(all, object);
        }
        json_decref(object);
    }
    json_decref(header);
    return all;
}

/* Some copies of the suite lost the CRs of its *_crlf.csv on the way: put them back. */
static void restore_crlf(const char *name, struct na_file *file)
{
    if (strstr(name, "_crlf.csv") == NULL || memchr(file->bytes, '\r', file->length) != NULL) {
        return;
    }
    unsigned char *bytes = malloc(2 * file->length + 1);
    assert_non_null(bytes);
    size_t length = 0;
    for (size_t i = 0; i < file->length; i++) {
        if (file->bytes[i] == '\n') {
            bytes[length++] = '\r';
        }
        bytes[length++] = file->bytes[i];
    }
    na_file_free(file);
    *file = (struct na_file){bytes, length};
}

static void csv_spectrum_is_read_right(void **state)
{
    (void)state;
    static const char *const names[] = {
        "comma_in_quotes",    "empty",  "empty_crlf",    "escaped_quotes", "json",
        "newlines",           "simple", "newlines_crlf", "utf8",           "simple_crlf",
        "quotes_and_newlines"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char name[200];
        (void)snprintf(name, sizeof name, "conformance/csv-spectrum/csvs/%s.csv", names[i]);
        struct na_file file = shared_file(name);
        restore_crlf(name, &file);
        (void)snprintf(name, sizeof name, "conformance/csv-spectrum/json/%s.json", names[i]);
        struct na_file expected_file = shared_file(name);
        json_t *expected =
            json_loadb((const char *)expected_file.bytes, expected_file.length, 0, NULL);
        struct na_csv *csv = NULL;
        assert_int_equal(na_csv_new((const char *)file.bytes, file.length, ',', &csv, NULL), NA_OK);
        json_t *actual = as_json(csv);
        if (!json_equal(actual, expected)) {
            fail_msg("%s: %s", names[i], json_dumps(actual, JSON_COMPACT));
        }
        json_decref(actual);
        json_decref(expected);
        na_csv_free(csv);
        na_file_free(&file);
        na_file_free(&expected_file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_come_out_as_written),
        cmocka_unit_test(faults_are_refused_with_their_line),
        cmocka_unit_test(after_a_fault_the_reader_is_at_the_end),
        cmocka_unit_test(only_known_separators_are_taken),
        cmocka_unit_test(the_record_limit_is_at_64_kib),
        cmocka_unit_test(the_field_limit_is_1024),
        cmocka_unit_test(same_as_libcsv_on_random_texts),
        cmocka_unit_test(same_as_libcsv_on_offences),
        cmocka_unit_test(csv_spectrum_is_read_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
