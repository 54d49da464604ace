/* query/params_query: a URL's query string into parameters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "question/params.h"

/* Parse with exactly the memory the contract asks for, so that the sanitizer sees an overrun. The
 * result as "name=value;" pieces. */
static enum na_code parse(const char *query, size_t capacity, char *to, size_t size)
{
    char *memory = malloc(2 * strlen(query) + 2);
    struct na_param params[NA_PARAMS_MAX];
    size_t count = 0;
    struct na_error error = {.message = ""};
    assert_non_null(memory);
    to[0] = '\0';
    enum na_code code = na_params_from_query(query, memory, params, capacity, &count, &error);
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        size_t used = strlen(to);
        (void)snprintf(to + used, size - used, "%s=%s;", params[i].name, params[i].value);
    }
    if (code != NA_OK) {
        assert_true(error.message[0] != '\0');
        assert_int_equal(error.code, code);
    }
    free(memory);
    return code;
}

static void each_query_is_decoded_or_refused(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        enum na_code code;
        const char *result;
    } rows[] = {
        {"", NA_OK, ""},
        {"a=b", NA_OK, "a=b;"},
        {"lat=54.6&lon=-1.2", NA_OK, "lat=54.6;lon=-1.2;"},
        {"gridref=NZ+509%20326", NA_OK, "gridref=NZ 509 326;"},
        {"a=1&a=2", NA_OK, "a=1;a=2;"},
        {"a=b=c", NA_OK, "a=b=c;"},
        {"a=%26%3D%2B%25", NA_OK, "a=&=+%;"},
        {"n=caf%C3%A9", NA_OK, "n=caf\xC3\xA9;"},
        {"n=caf\xC3\xA9", NA_OK, "n=caf\xC3\xA9;"},
        {"%61=b", NA_OK, "a=b;"},
        {"a=%e2%82%AC", NA_OK, "a=\xE2\x82\xAC;"},
        {"a", NA_ERR_PARAM_MALFORMED, ""},
        {"a=1&", NA_ERR_PARAM_MALFORMED, ""},
        {"&a=1", NA_ERR_PARAM_MALFORMED, ""},
        {"&", NA_ERR_PARAM_MALFORMED, ""},
        {"54.6,-1.2", NA_ERR_PARAM_MALFORMED, ""},
        {"a=", NA_ERR_PARAM_EMPTY, ""},
        {"=b", NA_ERR_PARAM_EMPTY, ""},
        {"a=1&b=&c=2", NA_ERR_PARAM_EMPTY, ""},
        {"a=%", NA_ERR_REQUEST, ""},
        {"a=%4", NA_ERR_REQUEST, ""},
        {"a=%4&b=1", NA_ERR_REQUEST, ""},
        {"a=%zz", NA_ERR_REQUEST, ""},
        {"a=%+1", NA_ERR_REQUEST, ""},
        {"a=%00", NA_ERR_REQUEST, ""},
        {"a=b%00c", NA_ERR_REQUEST, ""},
        {"%00=b", NA_ERR_REQUEST, ""},
        {"a=%0A", NA_ERR_REQUEST, ""},
        {"a=%7f", NA_ERR_REQUEST, ""},
        {"a=%FF", NA_ERR_REQUEST, ""},
        {"a=%C3", NA_ERR_REQUEST, ""},
        {"a=%ED%A0%80", NA_ERR_REQUEST, ""},
        {"a=%C0%AF", NA_ERR_REQUEST, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char result[256];
        enum na_code code = parse(rows[i].query, NA_PARAMS_MAX, result, sizeof result);
        if (code != rows[i].code) {
            print_error("%s gives %s\n", rows[i].query, na_code_slug(code));
        }
        assert_int_equal(code, rows[i].code);
        assert_string_equal(result, rows[i].result);
    }
}

static void capacity_is_a_limit(void **state)
{
    (void)state;
    char result[64];
    assert_int_equal(parse("a=1&b=2&c=3", 3, result, sizeof result), NA_OK);
    assert_int_equal(parse("a=1&b=2&c=3", 2, result, sizeof result), NA_ERR_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_query_is_decoded_or_refused),
        cmocka_unit_test(capacity_is_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
