/* A report of findings: its result, its plural, its limit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/fail.h"
#include "base/report.h"

static void add(struct na_report *report, enum na_severity severity, int number)
{
    struct na_error what;
    (void)na_fail(&what, severity == NA_SEVERITY_ERROR ? NA_ERR_DATA : NA_ERR_LIMIT, "finding %d",
                  number);
    na_report_add(report, severity, &what);
}

static void no_error_is_a_good_result(void **state)
{
    (void)state;
    struct na_report report;
    struct na_error error = {.code = NA_ERR_IO};
    na_report_init(&report);
    add(&report, NA_SEVERITY_WARNING, 1);
    assert_int_equal(na_report_result(&report, &error), NA_OK);
    assert_int_equal(error.code, NA_ERR_IO);
    assert_int_equal(report.warnings, 1);
    na_report_fini(&report);
    na_report_fini(&report);
}

static void first_error_is_the_result(void **state)
{
    (void)state;
    struct na_report report = {0};
    struct na_error error;
    add(&report, NA_SEVERITY_WARNING, 1);
    add(&report, NA_SEVERITY_ERROR, 2);
    assert_int_equal(na_report_result(&report, &error), NA_ERR_DATA);
    assert_string_equal(error.message, "finding 2");
    add(&report, NA_SEVERITY_ERROR, 3);
    add(&report, NA_SEVERITY_ERROR, 4);
    assert_int_equal(na_report_result(&report, &error), NA_ERR_DATA);
    assert_string_equal(error.message, "finding 2 (and 2 more errors)");
    assert_int_equal(na_report_result(&report, NULL), NA_ERR_DATA);
    na_report_fini(&report);
}

static void one_more_error_is_singular(void **state)
{
    (void)state;
    struct na_report report = {0};
    struct na_error error;
    add(&report, NA_SEVERITY_ERROR, 1);
    add(&report, NA_SEVERITY_ERROR, 2);
    assert_int_equal(na_report_result(&report, &error), NA_ERR_DATA);
    assert_string_equal(error.message, "finding 1 (and 1 more error)");
    na_report_fini(&report);
}

/* Each severity keeps its own first ones: a flood of warnings hides no error. */
static void keeps_the_limit_and_counts_one_above(void **state)
{
    (void)state;
    struct na_report report = {0};
    for (int i = 0; i < NA_REPORT_KEPT + 1; i++) {
        add(&report, NA_SEVERITY_WARNING, i);
    }
    assert_int_equal(report.count, NA_REPORT_KEPT);
    assert_int_equal(report.warnings, NA_REPORT_KEPT + 1);
    for (int i = 0; i < NA_REPORT_KEPT + 1; i++) {
        add(&report, NA_SEVERITY_ERROR, i);
    }
    assert_int_equal(report.count, 2 * NA_REPORT_KEPT);
    assert_int_equal(report.errors, NA_REPORT_KEPT + 1);
    assert_string_equal(report.findings[NA_REPORT_KEPT].what.message, "finding 0");
    assert_int_equal(report.findings[NA_REPORT_KEPT].severity, NA_SEVERITY_ERROR);
    na_report_fini(&report);
    assert_int_equal(report.count, 0);
}

static void long_message_is_cut_not_overrun(void **state)
{
    (void)state;
    struct na_report report = {0};
    struct na_error what;
    char text[600];
    memset(text, 'm', sizeof text);
    text[599] = '\0';
    (void)na_fail(&what, NA_ERR_DATA, "%s", text);
    na_report_add(&report, NA_SEVERITY_ERROR, &what);
    na_report_add(&report, NA_SEVERITY_ERROR, &what);
    assert_int_equal(na_report_result(&report, &what), NA_ERR_DATA);
    assert_int_equal(strlen(what.message), sizeof what.message - 1);
    na_report_fini(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_error_is_a_good_result),
        cmocka_unit_test(first_error_is_the_result),
        cmocka_unit_test(one_more_error_is_singular),
        cmocka_unit_test(keeps_the_limit_and_counts_one_above),
        cmocka_unit_test(long_message_is_cut_not_overrun),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
