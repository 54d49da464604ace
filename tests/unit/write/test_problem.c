/* Errors as problem+json, reports as JSON and text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/fail.h"
#include "base/report.h"
#include "question/ask.h"

static void check(const char *expected, enum na_code code, struct na_buffer *text)
{
    assert_int_equal(code, NA_OK);
    assert_non_null(na_buffer_terminate(text));
    assert_string_equal(text->data, expected);
    na_buffer_fini(text);
}

static void a_problem_has_all_that_is_known(void **state)
{
    (void)state;
    struct na_error error;
    struct na_buffer text;
    na_buffer_init(&text, 4096);
    (void)na_fail(&error, NA_ERR_PARAM_RANGE, "The parameter k must be from 1 to 100");
    (void)na_fail_at(&error, NA_ERR_PARAM_RANGE, NULL, 0, "k", "For example k=5");
    check("{\"type\":\"urn:nearaid:problem:parameter-out-of-range\",\"title\":\"Parameter out of "
          "range\",\"status\":400,\"detail\":\"The parameter k must be from 1 to 100\","
          "\"code\":\"parameter-out-of-range\",\"param\":\"k\",\"hint\":\"For example k=5\"}",
          na_render_problem(&error, &text), &text);
}

static void a_problem_omits_what_is_not_known(void **state)
{
    (void)state;
    struct na_error error = {.code = NA_ERR_BUSY};
    struct na_buffer text;
    na_buffer_init(&text, 4096);
    check("{\"type\":\"urn:nearaid:problem:busy\",\"title\":\"Too busy\",\"status\":503,"
          "\"code\":\"busy\"}",
          na_render_problem(&error, &text), &text);
}

/* Whatever is in the message, the text is JSON. */
static void a_problem_is_always_json(void **state)
{
    (void)state;
    for (int code = 1; code < NA_CODE_COUNT; code++) {
        struct na_error error;
        struct na_buffer text;
        json_error_t reason;
        na_buffer_init(&text, 4096);
        (void)na_fail(&error, (enum na_code)code, "%s", "quote \" slash \\ bell \a bad \xff\xc3");
        assert_int_equal(na_render_problem(&error, &text), NA_OK);
        json_t *json = json_loadb(text.data, text.length, 0, &reason);
        assert_non_null(json);
        assert_int_equal(json_integer_value(json_object_get(json, "status")),
                         na_code_http_status((enum na_code)code));
        json_decref(json);
        na_buffer_fini(&text);
    }
}

static void a_problem_that_does_not_fit_leaves_nothing(void **state)
{
    (void)state;
    struct na_error error = {.code = NA_ERR_BUSY};
    struct na_buffer text;
    na_buffer_init(&text, 40);
    assert_int_equal(na_render_problem(&error, &text), NA_ERR_LIMIT);
    assert_int_equal(text.length, 0);
    na_buffer_fini(&text);
}

static void fill(struct na_report *report)
{
    struct na_error what;
    na_report_init(report);
    (void)na_fail(&what, NA_ERR_DATA, "The ring is open");
    (void)na_fail_at(&what, NA_ERR_DATA, "wards.shp", 7, "WD23CD", "Close the ring");
    na_report_add(report, NA_SEVERITY_ERROR, &what);
    (void)na_fail(&what, NA_ERR_DATA, "There is a gap");
    na_report_add(report, NA_SEVERITY_WARNING, &what);
}

static void a_report_is_json(void **state)
{
    (void)state;
    struct na_report report;
    struct na_buffer text;
    fill(&report);
    na_buffer_init(&text, 4096);
    check("{\"errors\":1,\"warnings\":1,\"findings\":["
          "{\"severity\":\"error\",\"code\":\"bad-data\",\"file\":\"wards.shp\",\"record\":7,"
          "\"field\":\"WD23CD\",\"message\":\"The ring is open\",\"hint\":\"Close the ring\"},"
          "{\"severity\":\"warning\",\"code\":\"bad-data\",\"message\":\"There is a gap\"}]}",
          na_render_report(&report, NA_FORMAT_JSON, &text), &text);
    na_report_fini(&report);
}

static void a_report_is_lines(void **state)
{
    (void)state;
    struct na_report report;
    struct na_buffer text;
    fill(&report);
    na_buffer_init(&text, 4096);
    check("error: wards.shp: record 7, field \"WD23CD\": The ring is open; Close the ring\n"
          "warning: There is a gap\n"
          "1 error, 1 warning\n",
          na_render_report(&report, NA_FORMAT_TEXT, &text), &text);
    na_report_fini(&report);
}

static void a_report_counts_what_it_did_not_keep(void **state)
{
    (void)state;
    struct na_report report;
    struct na_buffer text;
    struct na_error what;
    na_report_init(&report);
    (void)na_fail(&what, NA_ERR_DATA, "Again");
    for (size_t i = 0; i < NA_REPORT_KEPT + 5; i++) {
        na_report_add(&report, NA_SEVERITY_ERROR, &what);
    }
    na_buffer_init(&text, 65536);
    assert_int_equal(na_render_report(&report, NA_FORMAT_TEXT, &text), NA_OK);
    assert_non_null(na_buffer_terminate(&text));
    assert_non_null(strstr(text.data, "and 5 more of these\n205 errors, 0 warnings\n"));
    na_buffer_fini(&text);
    na_report_fini(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_problem_has_all_that_is_known),
        cmocka_unit_test(a_problem_omits_what_is_not_known),
        cmocka_unit_test(a_problem_is_always_json),
        cmocka_unit_test(a_problem_that_does_not_fit_leaves_nothing),
        cmocka_unit_test(a_report_is_json),
        cmocka_unit_test(a_report_is_lines),
        cmocka_unit_test(a_report_counts_what_it_did_not_keep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
