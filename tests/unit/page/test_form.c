/* Bodies of HTML forms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "page/form.h"
#include "question/params.h"

/* Fields as "name=value;" one after another. */
static enum na_code parse(const char *body, size_t length, char *to, size_t size)
{
    struct na_param params[4];
    struct na_error error;
    size_t count = 0;
    size_t used = 0;
    char *bytes = malloc(length > 0 ? length : 1); /* its end is the heap's, for the sanitizer */
    char *memory = malloc(NA_FORM_MEMORY(length));
    assert_non_null(bytes);
    assert_non_null(memory);
    memcpy(bytes, body, length);
    enum na_code code = na_form_parse(bytes, length, memory, params, 4, &count, &error);
    to[0] = '\0';
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        used += (size_t)snprintf(to + used, size - used, "%s=%s;", params[i].name, params[i].value);
    }
    if (code != NA_OK) {
        assert_int_equal(error.code, code);
        assert_true(error.message[0] != '\0');
    }
    free(memory);
    free(bytes);
    return code;
}

static void test_forms(void **state)
{
    static const struct {
        const char *body;
        enum na_code code;
        const char *fields;
    } rows[] = {
        {"q=TS24+8AY&kind=bleed_cabinet", NA_OK, "q=TS24 8AY;kind=bleed_cabinet;"},
        {"q=a%26b%3Dc%2B", NA_OK, "q=a&b=c+;"},
        {"q=caf%C3%A9", NA_OK, "q=caf\xC3\xA9;"},
        {"q=a%09b", NA_OK, "q=a b;"},
        {"", NA_OK, ""},
        {"q=", NA_OK, ""},
        {"q=&kind=&usable=yes", NA_OK, "usable=yes;"},
        {"usable=yes&q=", NA_OK, "usable=yes;"},
        {"q=a=b", NA_OK, "q=a=b;"},
        {"q", NA_ERR_PARAM_MALFORMED, ""},
        {"q=a&&kind=b", NA_ERR_PARAM_MALFORMED, ""},
        {"=a", NA_ERR_PARAM_EMPTY, ""},
        {"q=%", NA_ERR_REQUEST, ""},
        {"q=%4", NA_ERR_REQUEST, ""},
        {"q=%zz", NA_ERR_REQUEST, ""},
        {"q=%00", NA_ERR_REQUEST, ""},
        {"q=%0D%0A", NA_ERR_REQUEST, ""},
        {"q=%E9", NA_ERR_REQUEST, ""},
        {"q=a b", NA_ERR_REQUEST, ""},
        {"q=a\r\n", NA_ERR_REQUEST, ""},
        {"q=caf\xC3\xA9", NA_ERR_REQUEST, ""},
        {"a=1&b=2&c=3&d=4", NA_OK, "a=1;b=2;c=3;d=4;"},
        {"a=1&b=2&c=3&d=4&e=5", NA_ERR_LIMIT, ""},
        {"a=1&b=2&c=3&d=4&e=", NA_OK, "a=1;b=2;c=3;d=4;"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char fields[256];
        enum na_code code = parse(rows[i].body, strlen(rows[i].body), fields, sizeof fields);
        if (code != rows[i].code || strcmp(fields, rows[i].fields) != 0) {
            fail_msg("\"%s\": %s, \"%s\"", rows[i].body, na_code_slug(code), fields);
        }
    }
}

static void test_a_nul_is_refused(void **state)
{
    char fields[64];
    (void)state;
    assert_int_equal(parse("q=a\0b", 5, fields, sizeof fields), NA_ERR_REQUEST);
}

static void test_the_length_has_a_limit(void **state)
{
    static char body[NA_FORM_LIMIT + 1];
    static char fields[NA_FORM_LIMIT + 16];
    (void)state;
    memset(body, 'a', sizeof body);
    memcpy(body, "q=", 2);
    assert_int_equal(parse(body, NA_FORM_LIMIT, fields, sizeof fields), NA_OK);
    assert_int_equal(strlen(fields), NA_FORM_LIMIT + 1);
    assert_int_equal(parse(body, NA_FORM_LIMIT + 1, fields, sizeof fields), NA_ERR_BODY_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_a_nul_is_refused),
        cmocka_unit_test(test_the_length_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
