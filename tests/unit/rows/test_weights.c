/* A file of weights: what it must say, and its look-up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rows/weights.h"

#define HEAD "value,weight,source,version,licence\n"

static void values_are_found(void **state)
{
    (void)state;
    static const char csv[] =
        HEAD "8/01,7.5,Office,2,OGL\n1/01,1e3,Office,2,OGL\n\"a, b\",0,Office,2,OGL\n";
    struct na_weights *weights = NULL;
    assert_int_equal(na_weights_read(csv, sizeof csv - 1, &weights, NULL), NA_OK);
    assert_int_equal(weights->count, 3);
    uint32_t number = na_weights_find(weights, na_str_of(" 8/01 "));
    assert_true(weights->items[number].weight > 7.4 && weights->items[number].weight < 7.6);
    assert_true(na_weights_find(weights, na_str_of("a, b")) != NA_WEIGHTS_NONE);
    assert_int_equal(na_weights_find(weights, na_str_of("8/0")), NA_WEIGHTS_NONE);
    assert_int_equal(na_weights_find(weights, na_str_of("8/011")), NA_WEIGHTS_NONE);
    assert_int_equal(na_weights_find(weights, na_str_of("")), NA_WEIGHTS_NONE);
    const uint64_t rows[3] = {2, 100, 50};
    char text[400];
    na_weights_words(weights, rows, 12.34, text, sizeof text);
    assert_non_null(strstr(text, "from Office, version 2, OGL. Most of the sum: 1/01 72.7%, 8/01"));
    assert_non_null(strstr(text, "12.3 equal ones"));
    na_weights_free(weights);
}

static void what_is_not_whole_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *csv, *message;
    } wanted[] = {
        {"", "empty"},
        {HEAD, "no weight"},
        {"value,weight,source\na,1,b\n", "needs a value, a weight and its origin"},
        {HEAD "a,,s,1,\n", "not a number of 0 or more"},
        {HEAD "a,-1,s,1,\n", "not a number of 0 or more"},
        {HEAD "a,1e13,s,1,\n", "not a number of 0 or more"},
        {HEAD ",1,s,1,\n", "value is blank"},
        {HEAD "a,1,,1,\n", "where it is from"},
        {HEAD "a,1,s,,\n", "where it is from"},
        {HEAD "a,1,s,1,\nb,1,t,1,\n", "two origins"},
        {HEAD "a,1,s,1,\nb,1,s,2,\n", "two origins"},
        {HEAD "a,1,s,1,\na,2,s,1,\n", "two weights"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct na_weights *weights = NULL;
        struct na_error error = {.message = ""};
        assert_int_equal(na_weights_read(wanted[i].csv, strlen(wanted[i].csv), &weights, &error),
                         NA_ERR_DATA);
        if (strstr(error.message, wanted[i].message) == NULL) {
            fail_msg("%s: %s", wanted[i].csv, error.message);
        }
        assert_null(weights);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_found),
        cmocka_unit_test(what_is_not_whole_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
