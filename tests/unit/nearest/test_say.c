/* The words: templates and what the placeholders become. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "nearest/say.h"
#include "support/query_pack.h"

#define AT "kind=bleed_cabinet&k=1&easting="

static struct query_pack pack;

static int setup(void **state)
{
    (void)state;
    query_pack_begin(&pack);
    query_pack_put(
        &pack, "assets.csv",
        "id,kind,name,address,easting_m,northing_m,status,last_checked,position_quality,"
        "siting,access_locked,"
        "code_holder,w3w\n"
        "civic,bleed_cabinet,Hartlepool Civic Centre,\"Victoria Road, Hartlepool\",450770,532587,"
        "in_service,2026-11-01,surveyed,\"At the front of the building, at the top of the steps on "
        "the "
        "front "
        "entrance concourse, next to the defibrillator cabinet.\",,,handle.boot.twigs\n"
        "bare,lock_box,Bare,,451770,532587,unknown,,,,yes,Desk,\n");
    query_pack_put(&pack, "pack.ini", "[pack]\ntitle = Words\n[assets.a]\nfile = assets.csv\n");
    query_pack_compile(&pack, NULL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

static void assert_words(const char *query, const char *wanted)
{
    struct na_buffer text;
    struct na_error error = {.message = ""};
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    if (query_pack_ask(&pack, QUERY_NEAREST, query, NA_FORMAT_WORDS, &text, &error) != NA_OK ||
        na_buffer_terminate(&text) == NULL) {
        fail_msg("%s", error.message);
    }
    assert_string_equal(text.data, wanted);
    na_buffer_fini(&text);
}

static void the_shipped_template_speaks(void **state)
{
    (void)state;
    struct na_say *say = NULL;
    struct na_error error = {.message = ""};
    struct na_str shipped = na_say_shipped();
    assert_int_equal(na_say_new(shipped.bytes, shipped.length, "say.en.txt", &say, &error), NA_OK);
    na_say_free(say);
    assert_non_null(strstr(shipped.bytes, "SIGN-OFF OF THE MEDICAL LEAD"));
    assert_true(memchr(shipped.bytes, '\n', 100) != NULL); /* in its first line */
    assert_words(AT "450883&northing=532474",
                 "Say: Press hard on the wound and do not stop. Send someone else to Hartlepool "
                 "Civic Centre, Victoria Road. At the front of the building.\n"
                 "If alone: Press hard on the wound and do not stop. Stay with them. Help is "
                 "coming.\n"
                 "Operator: Hartlepool Civic Centre, Victoria Road, 160 m NW, at least 2 min each "
                 "way. Checked 20 days ago. Straight line, no path network in this pack: it may be "
                 "longer.\n");
    assert_words(AT "450883&northing=532474&max_m=5",
                 "Nothing found: 0 of the 1 asked for: the data have 1 of kind bleed_cabinet, 1 "
                 "farther away than 5 m.\n");
}

/* The words of before there were two texts. */
static void a_template_of_the_old_form_speaks_as_before(void **state)
{
    (void)state;
    static const char template[] =
        "# A comment\n{kind} at {name}[, {street}].\n{way}[, {walk} each way].\n[{crosses}.]\n"
        "[{siting}.]\n[{access}.]\n[{usable}.]\n[{at_least}.]\n";
    struct na_say *say = NULL;
    struct na_error error = {.message = ""};
    assert_int_equal(na_say_new(template, sizeof template - 1, "own.txt", &say, &error), NA_OK);
    na_session_set_say(pack.session, say);
    assert_words(AT "450883&northing=532474",
                 "Bleed cabinet at Hartlepool Civic Centre, Victoria Road. 160 metres north-west, "
                 "about 2 minutes' walk each way. At the front of the building, at the top of the "
                 "steps on the front entrance concourse, next to the defibrillator cabinet. The "
                 "walk takes at least that long, for it is measured in a straight line.\n");
    assert_words(
        AT "450772&northing=532587",
        "Bleed cabinet at Hartlepool Civic Centre, Victoria Road. Less than 10 metres "
        "away. At the front of the building, at the top of the steps on the front entrance "
        "concourse, next to the defibrillator cabinet.\n");
    assert_words(
        "kind=lock_box&k=1&easting=450770&northing=532587",
        "Lock box at Bare. 1 kilometre east, about 10 minutes' walk each way. Locked: code "
        "from Desk. Not known to be usable: status not known; no check known. The walk "
        "takes at least that long, for it is measured in a straight line.\n");
    assert_words(AT "450883&northing=532474&max_m=5",
                 "Nothing found: 0 of the 1 asked for: the data have 1 of kind bleed_cabinet, 1 "
                 "farther away than 5 m.\n");
    json_t *json =
        query_pack_json(&pack, QUERY_NEAREST, AT "450883&northing=532474", NA_FORMAT_JSON);
    const json_t *said =
        json_object_get(json_array_get(json_object_get(json, "results"), 0), "say");
    assert_non_null(strstr(query_pack_text(said, "caller"), "about 2 minutes' walk each way"));
    assert_non_null(strstr(query_pack_text(said, "operator"), "at least 2 min each way"));
    json_decref(json);
    na_session_set_say(pack.session, NULL);
    na_say_free(say);
}

/* A template of blocks that is whole but for one line of the block @caller usable, or with another
 * block in place of it. */
static void what_a_caller_may_not_hear_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *line, *says;
    } rows[] = {
        {"@caller usable\nRing {holder}.", "{holder} is for the operator"},
        {"@caller usable\nRing 01632 960000.", "A number of 4 figures or more"},
        {"@caller usable\nOne.\nTwo.\nThree.\nFour.", "at most three sentences"},
        {"@caller usable\nPlease do now send somebody who is fit to run to {place}.",
         "more than 12 words"},
        {"@caller usable\nPlease send[ somebody who is fit enough to run that far] to {place}.",
         NULL},
        {"@caller usable\nGo.\n@caller usable\nGo.", "The block is there twice"},
        {"@caller useable\nGo.", "Unknown block"},
        {"", "The template has no block @caller usable"},
        {"@caller usable\nGo.\n@operator usable\nGo {first}.", "{first} stands in a block"},
    };
    struct na_str shipped = na_say_shipped();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[NA_SAY_TEMPLATE_MAX];
        struct na_say *say = NULL;
        struct na_error error = {.message = ""};
        (void)snprintf(text, sizeof text, "%.*s", (int)shipped.length, shipped.bytes);
        char *from = strstr(text, "@caller usable");
        char *to = strstr(text, i == 8 ? "@caller doubtful" : "@operator usable");
        assert_non_null(from);
        char rest[NA_SAY_TEMPLATE_MAX];
        (void)snprintf(rest, sizeof rest, "%s", to);
        (void)snprintf(from, sizeof text - (size_t)(from - text), "%s\n%s", rows[i].line, rest);
        enum na_code code = na_say_new(text, strlen(text), "own.txt", &say, &error);
        if (rows[i].says == NULL) {
            assert_int_equal(code, NA_OK);
            na_say_free(say);
        } else if (code != NA_ERR_DATA || strstr(error.message, rows[i].says) == NULL) {
            fail_msg("row %zu: %d %s", i, code, error.message);
        }
    }
}

/* It was said to be less than 10 metres away when both were positions of the same postcode. */
static void what_is_not_known_is_not_near(void **state)
{
    (void)state;
    static const struct {
        const char *question, *words;
    } rows[] = {
        {"450772&northing=532587&accuracy_m=100", "Within about 110 metres.\n"},
        {"450772&northing=532587&accuracy_m=5", "Less than 10 metres away.\n"},
        {"450772&northing=532587&accuracy_m=9", "Within about 20 metres.\n"},
        {"450883&northing=532474&accuracy_m=100",
         "160 metres north-west, about 2 minutes' walk each way.\n"},
        {"450883&northing=532474&accuracy_m=200", "Within about 370 metres.\n"},
        {"450883&northing=532474&accuracy_m=2000", "Within about 2.2 kilometres.\n"},
    };
    static const char template[] = "{way}[, {walk} each way].";
    struct na_say *say = NULL;
    struct na_error error = {.message = ""};
    assert_int_equal(na_say_new(template, sizeof template - 1, "own.txt", &say, &error), NA_OK);
    na_session_set_say(pack.session, say);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char query[128];
        (void)snprintf(query, sizeof query, AT "%s", rows[i].question);
        assert_words(query, rows[i].words);
    }
    na_session_set_say(pack.session, NULL);
    na_say_free(say);
}

static void distances_are_rounded(void **state)
{
    (void)state;
    static const struct {
        double metres;
        const char *distance, *walk;
    } rows[] = {{0.0, "less than 10 metres", "about 1 minute's walk"},
                {9.99, "less than 10 metres", "about 1 minute's walk"},
                {10.0, "10 metres", "about 1 minute's walk"},
                {107.4, "110 metres", "about 1 minute's walk"},
                {107.5, "110 metres", "about 2 minutes' walk"},
                {160.4, "160 metres", "about 2 minutes' walk"},
                {994.9, "990 metres", "about 10 minutes' walk"},
                {995.0, "1 kilometre", "about 10 minutes' walk"},
                {1240.0, "1.2 kilometres", "about 12 minutes' walk"},
                {9949.0, "9.9 kilometres", ""},
                {9666.0, "9.7 kilometres", "about 90 minutes' walk"},
                {9950.0, "10 kilometres", ""},
                {123456.0, "123 kilometres", ""}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char words[NA_SAY_WORDS];
        na_say_distance(rows[i].metres, words);
        assert_string_equal(words, rows[i].distance);
        na_say_walk(rows[i].metres, words);
        assert_string_equal(words, rows[i].walk);
    }
}

static void directions_are_words(void **state)
{
    (void)state;
    static const char *const rows[][2] = {{"N", "north"},
                                          {"NNE", "north-north-east"},
                                          {"SW", "south-west"},
                                          {"WNW", "west-north-west"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char words[NA_SAY_WORDS];
        na_say_direction(rows[i][0], words);
        assert_string_equal(words, rows[i][1]);
    }
}

static void wrong_templates_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int line;
        const char *says, *hint;
    } rows[] = {
        {"{kind}\n{nmae}\n", 2, "Unknown placeholder {nmae}", "Did you mean {name}?"},
        {"{}", 1, "Unknown placeholder {}", "docs/say.md"},
        {"# {never}\n\n{ name}", 3, "Unknown placeholder { name}", "{name}"},
        {"a {name", 1, "A { without its }", "{{"},
        {"a name}", 1, "A } without its {", "}}"},
        {"[{name}", 1, "A [ without its ]", "same line"},
        {"{name}]", 1, "A ] without its [", "]]"},
        {"[a [{name}]]", 1, "A [ within [ ]", "[["},
        {"a\tb", 1, "A control character", "blanks"},
        {"a\xff", 1, "not UTF-8", "UTF-8"},
        {"", 0, "says nothing", "sentence"},
        {"# only this\n", 1, "says nothing", "sentence"},
        {"  \n", 1, "says nothing", "sentence"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_say *say = NULL;
        struct na_error error = {.message = ""};
        assert_int_equal(na_say_new(rows[i].text, strlen(rows[i].text), "own.txt", &say, &error),
                         NA_ERR_DATA);
        if (strstr(error.message, rows[i].says) == NULL ||
            strstr(error.hint, rows[i].hint) == NULL || error.record != rows[i].line ||
            strcmp(error.file, "own.txt") != 0) {
            fail_msg("row %zu: %s line %d: %s; %s", i, error.file, (int)error.record, error.message,
                     error.hint);
        }
    }
}

static void the_customer_words_it(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } rows[] = {
        {"{id}: {w3w}", "civic: handle.boot.twigs\n"},
        {"# left out\r\n{name}\r\n\r\n[[{postcode}]] {{x}}\n", "Hartlepool Civic Centre [] {x}\n"},
        {"[post {postcode}]{distance}[, {postcode}][ {direction}].", "160 metres north-west.\n"},
        {"{siting}.", "At the front of the building, at the top of the steps on the front entrance "
                      "concourse, next to the defibrillator cabinet.\n"},
        {"{gridref}", "NZ 50770 32587\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_say *say = NULL;
        struct na_error error = {.message = ""};
        if (na_say_new(rows[i].text, strlen(rows[i].text), "own.txt", &say, &error) != NA_OK) {
            fail_msg("row %zu: %s", i, error.message);
        }
        na_session_set_say(pack.session, say);
        assert_words(AT "450883&northing=532474", rows[i].words);
        na_session_set_say(pack.session, NULL);
        na_say_free(say);
    }
}

static void a_template_has_a_limit(void **state)
{
    (void)state;
    static char text[NA_SAY_TEMPLATE_MAX + 1];
    struct na_say *say = NULL;
    struct na_error error = {.message = ""};
    memset(text, 'a', sizeof text);
    assert_int_equal(na_say_new(text, sizeof text - 1, "own.txt", &say, &error), NA_OK);
    na_say_free(say);
    assert_int_equal(na_say_new(text, sizeof text, "own.txt", &say, &error), NA_ERR_DATA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_template_speaks),
        cmocka_unit_test(a_template_of_the_old_form_speaks_as_before),
        cmocka_unit_test(what_a_caller_may_not_hear_is_refused),
        cmocka_unit_test(what_is_not_known_is_not_near),
        cmocka_unit_test(distances_are_rounded),
        cmocka_unit_test(directions_are_words),
        cmocka_unit_test(wrong_templates_are_refused),
        cmocka_unit_test(the_customer_words_it),
        cmocka_unit_test(a_template_has_a_limit),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
