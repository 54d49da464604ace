/* A list of tags is parted where it is meant to be, and nowhere else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "compile/tag_list.h"

static void a_list_is_parted_at_bare_semicolons(void **state)
{
    (void)state;
    static const struct {
        const char *list;
        const char *tags[4]; /* without their backslashes, up to NULL */
    } rows[] = {
        {"", {NULL}},
        {" ; ;;", {NULL}},
        {"a=1", {"a=1"}},
        {" a = 1 ; b=2;", {"a = 1", "b=2"}},
        {"a=1\\;2;b=3", {"a=1;2", "b=3"}},
        {"a=1\\\\;b=3", {"a=1\\", "b=3"}},
        {"a=1\\\\\\;b=3", {"a=1\\;b=3"}},
        {"a=\\x\\", {"a=\\x\\"}},
        {"a=\\;", {"a=;"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_str tag;
        size_t at = 0;
        size_t count = 0;
        while (na_tag_list_next(na_str_of(rows[i].list), &at, &tag)) {
            char plain[64];
            struct na_str text = na_tag_list_plain(tag, plain);
            assert_non_null(rows[i].tags[count]);
            assert_int_equal(text.length, strlen(rows[i].tags[count]));
            assert_memory_equal(text.bytes, rows[i].tags[count], text.length);
            count++;
        }
        assert_null(rows[i].tags[count]);
        assert_false(na_tag_list_next(na_str_of(rows[i].list), &at, &tag));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_is_parted_at_bare_semicolons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
