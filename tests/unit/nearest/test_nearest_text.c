/* Answers of a pack whose texts are awkward. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/query_pack.h"

#define AT "lat=54.6&lon=-1.2&kind=box&k="

static const char assets[] = "id,name,lat,lon,accuracy_m,siting\n"
                             "a,\"Red\nBox\x1b[31m\",54.601,-1.2,1,\"By the\ndoor\x07\"\n"
                             "b,Blue,54.6012,-1.2,1,\n"
                             "c,Grey,54.6014,-1.2,500,\n"; /* 156 m, and vague */

static struct na_buffer ask(const char *query, enum na_format format)
{
    struct query_pack pack;
    struct na_buffer text;
    struct na_error error = {.message = ""};
    query_pack_begin(&pack);
    query_pack_put(&pack, "pack.ini", "[pack]\ntitle = T\n[assets.a]\nfile = a.csv\nkind = box\n");
    query_pack_put(&pack, "a.csv", assets);
    query_pack_compile(&pack, NULL);
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    if (query_pack_ask(&pack, QUERY_NEAREST, query, format, &text, &error) != NA_OK) {
        query_pack_die("cannot ask", error.message);
    }
    query_pack_end(&pack);
    if (na_buffer_terminate(&text) == NULL) {
        query_pack_die("no room", query);
    }
    return text;
}

static void texts_of_the_data_cannot_steer_a_terminal(void **state)
{
    (void)state;
    struct na_buffer text = ask(AT "3", NA_FORMAT_TEXT);
    assert_null(strchr(text.data, '\x1b'));
    assert_null(strchr(text.data, '\x07'));
    assert_non_null(strstr(text.data, "N    Red Box [31m  "));
    assert_non_null(strstr(text.data, "\nWhere      By the door \n"));
    na_buffer_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_the_data_cannot_steer_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
