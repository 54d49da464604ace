/* Accept, Accept-Encoding and If-None-Match, header by header. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "http/negotiate.h"

static void test_accept_quality(void **state)
{
    static const struct {
        const char *accept;
        int json, geojson;
    } rows[] = {
        {"", 1000, 1000},
        {"*/*", 1000, 1000},
        {"application/json", 1000, 0},
        {"application/geo+json", 0, 1000},
        {"application/*;q=0.3", 300, 300},
        {"APPLICATION/JSON ; Q=0.25", 250, 0},
        {"*/*;q=0.1, application/json;q=0", 0, 100},
        {"application/json;charset=utf-8;q=0.5", 500, 0},
        {"application/json;q=2", 0, 0},
        {"application/json;q=0.1234", 0, 0},
        {"application/json;q=", 0, 0},
        {"text/html", 0, 0},
        {",,application/json,", 1000, 0},
        {"application", 0, 0},
        {"text/html, *; q=.2, */*; q=.2", 200, 200},
        {"*/*;q=.2345", 0, 0},
        {"*/*;q=.", 0, 0},
        {"*/*;q=1.", 0, 0},
        {";q=1", 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(na_accept_quality(rows[i].accept, "application/json"), rows[i].json);
        assert_int_equal(na_accept_quality(rows[i].accept, "application/geo+json"),
                         rows[i].geojson);
    }
}

static void test_accept_gzip(void **state)
{
    static const struct {
        const char *accept;
        bool gzip;
    } rows[] = {{"", false},         {"gzip", true},         {"x-gzip", true},
                {"gzip;q=0", false}, {"gzip;q=0.001", true}, {"*", true},
                {"*;q=0", false},    {"gzip;q=0, *", false}, {"*;q=0, gzip", true},
                {"identity", false}, {"gzipped", false},     {"br, deflate, GZip", true},
                {"gzip;q=x", false}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_true(na_accept_gzip(rows[i].accept) == rows[i].gzip);
    }
}

static void test_etag_listed(void **state)
{
    static const struct {
        const char *list;
        bool listed;
    } rows[] = {{"", false},
                {"\"a\"", true},
                {"W/\"a\"", true},
                {"\"b\", \"a\"", true},
                {"\"b\",W/\"a\"", true},
                {"*", false},
                {"a", false},
                {"\"A\"", false},
                {"\"a", false},
                {"W/", false}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_true(na_etag_listed(rows[i].list, "\"a\"") == rows[i].listed);
    }
}

static void test_etag_any(void **state)
{
    (void)state;
    assert_true(na_etag_any("*"));
    assert_true(na_etag_any(" * "));
    assert_false(na_etag_any(""));
    assert_false(na_etag_any("\"*\""));
    assert_false(na_etag_any("**"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_etag_any),
        cmocka_unit_test(test_accept_quality),
        cmocka_unit_test(test_accept_gzip),
        cmocka_unit_test(test_etag_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
