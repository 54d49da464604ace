/* What single values of a register mean: states, and texts that say that a thing is gone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "register/value.h"

/* A no before a good word turns it round; what is not yet or was once is not known. */
static void states_are_read_with_their_noes(void **state)
{
    static const struct {
        const char *text;
        enum na_service service;
    } rows[] = {{"OK", NA_SERVICE_IN},
                {"Not OK", NA_SERVICE_OUT},
                {"Operational", NA_SERVICE_IN},
                {"Non-operational", NA_SERVICE_OUT},
                {"Not fully operational", NA_SERVICE_OUT},
                {"Isn't working", NA_SERVICE_OUT},
                {"No longer in place", NA_SERVICE_OUT},
                {"Not yet installed", NA_SERVICE_OUT},
                {"OK - not locked", NA_SERVICE_IN},
                {"Working, code not needed", NA_SERVICE_IN},
                {"Installed and working", NA_SERVICE_IN},
                {"Operational but pads missing", NA_SERVICE_OUT},
                {"To be installed", NA_SERVICE_UNKNOWN},
                {"Was working in May", NA_SERVICE_UNKNOWN},
                {"Not checked", NA_SERVICE_UNKNOWN},
                {"Partially working", NA_SERVICE_UNKNOWN},
                {"Ready?", NA_SERVICE_UNKNOWN},
                {"?", NA_SERVICE_UNKNOWN}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        enum na_service service = na_value_service(na_str_of(rows[i].text));
        if (service != rows[i].service) {
            fail_msg("%s: %d", rows[i].text, service);
        }
    }
}

static void texts_say_that_a_thing_is_gone(void **state)
{
    static const struct {
        const char *text, *words;
    } rows[] = {{"[REMOVED] Anchor Hall", "removed"},
                {"Anchor Hall (decommissioned)", "decommissioned"},
                {"DO NOT USE!", "do not use"},
                {"Moved to the Town Hall in June", "moved to"},
                {"Left of the door", NULL},
                {"Removable panel on the wall", NULL},
                {"", NULL}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *words = na_value_gone_words(na_str_of(rows[i].text));
        if ((words == NULL) != (rows[i].words == NULL) ||
            (words != NULL && strcmp(words, rows[i].words) != 0)) {
            fail_msg("%s: %s", rows[i].text, words != NULL ? words : "nothing");
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(states_are_read_with_their_noes),
                                       cmocka_unit_test(texts_say_that_a_thing_is_gone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
