/* io/json_read: what a body may hold, and the parsing cases y_ (valid JSON) and n_ (not). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>

#include "base/buffer.h"
#include "io/file.h"
#include "io/json_read.h"

/* Parameters as text: name=value| */
static enum na_code parse(const char *bytes, size_t length, struct na_buffer *out,
                          struct na_error *error)
{
    struct na_json_object object = {0};
    enum na_code code = na_json_object_parse(bytes, length, &object, error);
    for (size_t i = 0; i < object.count; i++) {
        assert_int_equal(
            na_buffer_printf(out, "%s=%s|", object.params[i].name, object.params[i].value), NA_OK);
    }
    na_json_object_free(&object);
    return code;
}

static void members_come_out_in_order(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"{}", ""},
        {" \t\r\n{ } \n", ""},
        {"{\"lat\":54.6867416,\"lon\":-1.2079518}", "lat=54.6867416|lon=-1.2079518|"},
        {"{\"k\":5}", "k=5|"},
        {"{\"z\":1,\"a\":2,\"m\":3}", "z=1|a=2|m=3|"},
        {"{\"kind\":[\"a\",\"b\",3],\"k\":1}", "kind=a|kind=b|kind=3|k=1|"},
        {"{\"a\":\"\"}", "a=|"},
        {"{\"\":1}", "=1|"},
        {"{\"a\":\"\\u00e9\\n\\ud83d\\ude00\"}", "a=\xC3\xA9\n\xF0\x9F\x98\x80|"},
        {"{\"a\":0}", "a=0|"},
        {"{\"a\":-0}", "a=0|"},
        {"{\"a\":1e3}", "a=1000|"},
        {"{\"a\":1.50E-3}", "a=0.0015|"},
        {"{\"a\":0.1}", "a=0.1|"},
        {"{\"a\":9007199254740992}", "a=9007199254740992|"},
        {"{\"a\":-9007199254740992}", "a=-9007199254740992|"},
        {"{\"a\":1e20}", "a=100000000000000000000|"},
        {"{\"a\":\"[[[[[[[[[[{{{\"}", "a=[[[[[[[[[[{{{|"},
        {"{\"a\":\"\\\"[[[[[[[[[[\"}", "a=\"[[[[[[[[[[|"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_buffer out;
        struct na_error error = {0};
        na_buffer_init(&out, 4096);
        enum na_code code = parse(cases[i].in, strlen(cases[i].in), &out, &error);
        if (code != NA_OK || strcmp(na_buffer_terminate(&out), cases[i].out) != 0) {
            fail_msg("%s: %s %s", cases[i].in, error.message, na_buffer_terminate(&out));
        }
        na_buffer_fini(&out);
    }
}

static void other_bodies_are_refused(void **state)
{
    (void)state;
#define CASE(in, field, word)                                                                      \
    {                                                                                              \
        in, sizeof(in) - 1, field, word                                                            \
    }
    static const struct {
        const char *in;
        size_t length;
        const char *field, *word;
    } cases[] = {
        CASE("", "", "empty"),
        CASE(" ", "", "not valid JSON"),
        CASE("[]", "", "not a JSON object"),
        CASE("1", "", "not a JSON object"),
        CASE("null", "", "not a JSON object"),
        CASE("\"a\"", "", "not a JSON object"),
        CASE("\xEF\xBB\xBF{}", "", "byte order mark"),
        CASE("{\"a\":1,\"a\":2}", "", "more than once"),
        CASE("{\"a\":1,\"\\u0061\":2}", "", "more than once"),
        CASE("{\"a\":null}", "a", "null"),
        CASE("{\"b\":1,\"a\":true}", "a", "true or false"),
        CASE("{\"a\":false}", "a", "true or false"),
        CASE("{\"a\":{}}", "a", "object"),
        CASE("{\"a\":[1,{}]}", "a", "object"),
        CASE("{\"a\":[[1]]}", "a", "array inside"),
        CASE("{\"a\":[]}", "a", "empty"),
        CASE("{\"a\":[null]}", "a", "null"),
        CASE("{\"a\":\"x\\u0000y\"}", "a", "NUL"),
        CASE("{\"x\\u0000y\":1}", "", "NUL"),
        CASE("{\"a\":\"x\0y\"}", "", "not valid JSON"),
        CASE("{}\0", "", "not valid JSON"),
        CASE("{\"a\":9007199254740993}", "a", "out of range"),
        CASE("{\"a\":-9007199254740993}", "a", "out of range"),
        CASE("{\"a\":9223372036854775808}", "", "out of range"),
        CASE("{\"a\":1e999}", "", "out of range"),
        CASE("{\"a\":1} x", "", "not valid JSON"),
        CASE("{\"a\":1}{}", "", "not valid JSON"),
        CASE("{\"a\":1,}", "", "not valid JSON"),
        CASE("{\"a\":01}", "", "not valid JSON"),
        CASE("{\"a\":NaN}", "", "not valid JSON"),
        CASE("{'a':1}", "", "not valid JSON"),
        CASE("{\"a\":\"\xFF\"}", "", "not valid JSON"),
        CASE("{\"a\":\"\\ud800\"}", "", "not valid JSON"),
        CASE("{\"a\":1 /* c */}", "", "not valid JSON"),
        CASE("{\"a\":[[[[[[[1]]]]]]]}", "a", "array inside"),
        CASE("{\"a\":[[[[[[[[1]]]]]]]]}", "", "deeper than 8"),
        CASE("[[[[[[[[", "", "not valid JSON"),
        CASE("[[[[[[[[[", "", "deeper than 8"),
    };
#undef CASE
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_buffer out;
        struct na_error error = {0};
        na_buffer_init(&out, 4096);
        enum na_code code = parse(cases[i].in, cases[i].length, &out, &error);
        if (code != NA_ERR_BODY || strcmp(error.field, cases[i].field) != 0 ||
            strstr(error.message, cases[i].word) == NULL || error.hint[0] == '\0') {
            fail_msg("%s: \"%s\": %s", cases[i].in, error.field, error.message);
        }
        assert_int_equal(na_json_object_parse(cases[i].in, cases[i].length, NULL, NULL),
                         NA_ERR_BODY);
        na_buffer_fini(&out);
    }
}

/* {"p0":0,...} or {"p":[0,...]} of `count` values. */
static enum na_code parse_many(size_t count, bool as_array)
{
    struct na_buffer text, out;
    na_buffer_init(&text, 65536);
    na_buffer_init(&out, 65536);
    assert_int_equal(na_buffer_text(&text, as_array ? "{\"p\":[" : "{"), NA_OK);
    for (size_t i = 0; i < count; i++) {
        const char *comma = i > 0 ? "," : "";
        if (as_array) {
            assert_int_equal(na_buffer_printf(&text, "%s%zu", comma, i), NA_OK);
        } else {
            assert_int_equal(na_buffer_printf(&text, "%s\"p%zu\":0", comma, i), NA_OK);
        }
    }
    assert_int_equal(na_buffer_text(&text, as_array ? "]}" : "}"), NA_OK);
    enum na_code code = parse(text.data, text.length, &out, NULL);
    na_buffer_fini(&text);
    na_buffer_fini(&out);
    return code;
}

static void members_and_elements_are_limited_to_64(void **state)
{
    (void)state;
    for (int as_array = 0; as_array < 2; as_array++) {
        assert_int_equal(parse_many(64, as_array), NA_OK);
        assert_int_equal(parse_many(65, as_array), NA_ERR_BODY);
        assert_int_equal(parse_many(3000, as_array), NA_ERR_BODY);
    }
}

static void long_numbers_and_texts_all_fit(void **state)
{
    (void)state;
    struct na_buffer text, out;
    na_buffer_init(&text, 1 << 20);
    na_buffer_init(&out, 1 << 20);
    assert_int_equal(na_buffer_text(&text, "{\"p\":["), NA_OK);
    for (int i = 0; i < 63; i++) {
        assert_int_equal(na_buffer_text(&text, "-1e308,"), NA_OK);
    }
    assert_int_equal(na_buffer_text(&text, "0]}"), NA_OK);
    assert_int_equal(parse(text.data, text.length, &out, NULL), NA_OK);
    assert_true(out.length > (size_t)63 * 309);
    na_buffer_fini(&text);
    na_buffer_fini(&out);
}

static void check_case(const char *name, const struct na_file *file)
{
    struct na_json_object object = {0};
    struct na_error error = {0};
    enum na_code code =
        na_json_object_parse((const char *)file->bytes, file->length, &object, &error);
    bool must_fail = strncmp(name, "n_", 2) == 0;
    if (must_fail && code == NA_OK) {
        fail_msg("%s was accepted", name);
    }
    if (code != NA_OK && code != NA_ERR_BODY) {
        fail_msg("%s: code %d", name, (int)code);
    }
    /* What is valid JSON may be refused for its shape, never as no JSON. */
    if (!must_fail && code != NA_OK && strstr(error.message, "not valid JSON") != NULL) {
        fail_msg("%s: %s", name, error.message);
    }
    na_json_object_free(&object);
}

static void conformance_cases(void **state)
{
    (void)state;
    const char *folder = NA_TEST_SHARED_DATA "/conformance/json";
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        printf("skipped: no shared data in %s\n", folder);
        skip();
    }
    int valid = 0, invalid = 0;
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        bool is_valid = strncmp(entry->d_name, "y_", 2) == 0;
        if (!is_valid && strncmp(entry->d_name, "n_", 2) != 0) {
            continue;
        }
        char path[1024];
        struct na_file file = {0};
        assert_int_equal(na_path_join(path, sizeof path, folder, entry->d_name, NULL), NA_OK);
        assert_int_equal(na_file_read(path, 1 << 20, &file, NULL), NA_OK);
        check_case(entry->d_name, &file);
        na_file_free(&file);
        valid += is_valid;
        invalid += !is_valid;
    }
    (void)closedir(dir);
    printf("%d valid, %d invalid cases\n", valid, invalid);
    assert_true(valid > 50 && invalid > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_come_out_in_order),
        cmocka_unit_test(other_bodies_are_refused),
        cmocka_unit_test(members_and_elements_are_limited_to_64),
        cmocka_unit_test(long_numbers_and_texts_all_fit),
        cmocka_unit_test(conformance_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
