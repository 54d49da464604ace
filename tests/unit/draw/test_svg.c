/* draw/svg: text cut so that it fits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "draw/svg.h"

#define DOTS "\xE2\x80\xA6"

/* Of size 10 a letter is 5.3 wide by the rule of thumb. */
static void text_is_cut_to_its_width(void **state)
{
    static const struct {
        const char *text;
        double width;
        const char *fits;
    } rows[] = {{"Hartlepool", 53.1, "Hartlepool"},
                {"Hartlepool", 52.9, "Hartlepo" DOTS},
                {"Hartlepool", 26.6, "Hart" DOTS},
                {"Hartlepool", 5.4, DOTS},
                {"Hartlepool", 5.2, DOTS},
                {"", 53.0, ""},
                {"caf\xC3\xA9s", 26.6, "caf\xC3\xA9s"},
                {"caf\xC3\xA9 bar", 26.6, "caf\xC3\xA9" DOTS}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char to[64];
        na_svg_fit(rows[i].text, rows[i].width, 10.0, to, sizeof to);
        assert_string_equal(to, rows[i].fits);
    }
}

/* Nothing is written beyond the room there is, and no character is cut in two. */
static void text_is_cut_to_its_room(void **state)
{
    (void)state;
    for (size_t capacity = 6; capacity < 24; capacity++) {
        char to[32];
        memset(to, 'x', sizeof to);
        na_svg_fit("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", 1000.0, 10.0,
                   to, capacity);
        size_t length = strlen(to);
        assert_true(length < capacity && to[capacity] == 'x');
        assert_true(length == 16 || (strcmp(to + length - 3, DOTS) == 0 && length % 2 == 1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_cut_to_its_width),
        cmocka_unit_test(text_is_cut_to_its_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
