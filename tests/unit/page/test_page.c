/* What the page says: verdicts in words, who nearer is left out, old data, no data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock_uk.h"
#include "page/page.h"
#include "support/query_pack.h"

/* 2026-11-21 12:00 */
#define NOON ((int64_t)QUERY_TODAY * 86400 + 43200)

static struct query_pack pack;
static struct na_buffer text;
static int32_t today = QUERY_TODAY;

static const char pack_ini[] =
    "[pack]\ntitle = Words & all\nissued = 2026-11-01\n"
    "attribution = <nobody>\nstale_days = 100\n"
    "[wards.2023]\nfile = wards.shp\ncrs = EPSG:27700\ntolerance_m = 0\nvalid_from = 2023-05-04\n"
    "[assets.a]\nfile = assets.csv\n[barriers.b]\nfile = walls.shp\n"
    "crs = EPSG:27700\nkind = water\nname_field = LAD23CD\n"
    "[places.p]\nfile = postcodes.csv\nformat = onspd\n";

/* NZ53 is a square of the National Grid too. */
static const char postcodes_csv[] =
    "pcds,doterm,oseast1m,osnrth1m,osgrdind\nNZ53 1AA,,450500,530000,1\n";

/* On a line to the east of 450000, 530000. */
static const char assets_csv[] =
    "id,kind,name,siting,easting,northing,status,last_checked,opening_hours,valid_from,valid_to,"
    "access_locked,code_holder,code_holder_phone\n"
    "a1,cabinet,Broken,,450050,530000,out_of_service,2026-11-01,,,,,,\n"
    "a2,cabinet,Shut,,450060,530000,in_service,2026-11-01,Mo-Su 18:00-20:00,,,,,\n"
    "a3,cabinet,Over,,450070,530000,in_service,2026-11-01,,,2026-01-31,,,\n"
    "a4,cabinet,Untested,,450100,530000,in_service,2026-01-01,,,,,,\n"
    "a5,cabinet,Unsure,,450200,530000,unknown,2026-11-01,,,,,,\n"
    "a6,cabinet,Good,Left of the door,450300,530000,in_service,2026-11-01,,,,yes,The Desk,01429 "
    "000000\n"
    "z1,aardvark,Never locked,,450300,530000,in_service,2026-11-01,,,,,,\n"
    "b1,box,Alone,,450300,530000,in_service,2026-11-01,,,,no,,\n";

static int start(void **state)
{
    /* Between a5 and a6. */
    static const struct query_square walls[] = {
        {"W1", "", "Marina", "", 450210, 529990, 450220, 530010}};
    /* Around a1 and a2; around a3 and a4. */
    static const struct query_square wards[] = {
        {"E01", "Zeta", "L1", "Low", 450040, 529990, 450065, 530010},
        {"E02", "Alpha", "L2", "Mean", 450065, 529990, 450110, 530010}};
    (void)state;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    query_pack_begin(&pack);
    query_pack_squares(&pack, "walls", walls, 1);
    query_pack_squares(&pack, "wards", wards, 2);
    query_pack_put(&pack, "pack.ini", pack_ini);
    query_pack_put(&pack, "assets.csv", assets_csv);
    query_pack_put(&pack, "postcodes.csv", postcodes_csv);
    query_pack_compile(&pack, NULL);
    na_session_set_now(pack.session, NOON);
    return 0;
}

static int end(void **state)
{
    (void)state;
    query_pack_end(&pack);
    na_buffer_fini(&text);
    return 0;
}

static const char skeleton[] = "<!--title-->|<!--band-->|<!--q-->|<!--kinds-->|<!--usable-->|"
                               "<!--answer-->|<!--foot-->|<!--other-->|<!--q-->";

/* The page for a form, as text; `form` NULL: the empty page. */
static const char *page(struct na_session *session, const char *form, enum na_code *ret_outcome)
{
    struct na_param params[NA_PARAMS_MAX];
    char memory[2048];
    struct na_error error = {.message = ""};
    struct na_page_request request = {.skeleton = na_str_of(skeleton), .is_asked = form != NULL};
    if (form != NULL) {
        assert_int_equal(
            na_params_from_query(form, memory, params, NA_PARAMS_MAX, &request.count, &error),
            NA_OK);
        request.params = params;
    }
    na_buffer_clear(&text);
    assert_int_equal(na_answer_page(session, &request, today, &text, ret_outcome, &error), NA_OK);
    assert_non_null(na_buffer_terminate(&text));
    return text.data;
}

static void assert_holds(const char *html, const char *part)
{
    if (strstr(html, part) == NULL) {
        fail_msg("no %s in %s", part, html);
    }
}

static void assert_before(const char *html, const char *first, const char *second)
{
    assert_holds(html, first);
    assert_holds(html, second);
    if (strstr(html, first) > strstr(html, second)) {
        fail_msg("%s after %s in %s", first, second, html);
    }
}

static void test_the_empty_page(void **state)
{
    enum na_code outcome = NA_ERR_INTERNAL;
    (void)state;
    const char *html = page(pack.session, NULL, &outcome);
    assert_int_equal(outcome, NA_OK);
    assert_holds(html, "Words &amp; all: nearaid|");
    assert_holds(html, "||<fieldset class=\"kinds\">");
    assert_holds(html, "value=\"aardvark\" checked");
    assert_holds(html, "<p class=\"attribution\">&lt;nobody&gt;</p>");
    assert_holds(html, "|<!--other-->|");
}

static void test_the_best_is_first_and_the_nearer_are_named(void **state)
{
    enum na_code outcome;
    (void)state;
    const char *html = page(pack.session, "q=450000+530000&kind=cabinet", &outcome);
    assert_int_equal(outcome, NA_OK);
    assert_holds(html, "<li class=\"card first\" data-id=\"a6\" data-state=\"yes\">");
    assert_before(html, "data-id=\"a6\"", "data-id=\"a4\"");
    assert_before(html, "data-id=\"a4\"", "data-id=\"a5\"");
    assert_holds(html, "<strong>USABLE</strong>");
    assert_holds(html, "<strong>STALE</strong>: last checked 324 days ago");
    assert_holds(html, "<strong>UNKNOWN</strong>: status not known");
    assert_holds(html, "<p class=\"siting\">Left of the door</p>");
    assert_holds(html, "<dt>Lock</dt><dd>locked</dd>");
    assert_holds(html, "<dt>Code</dt><dd>code from The Desk, 01429 000000</dd>");
    assert_holds(html, "<span class=\"distance\">300 metres</span> <span "
                       "class=\"direction\">east</span>, <span class=\"minutes\">about 3 "
                       "minutes&#39; walk each way</span>");
    assert_holds(html, "<h3>Nearer, but not to be relied on</h3>");
    assert_holds(html, "<span class=\"name\">Broken</span> (a1), 50 m: out of service.");
    assert_holds(html, "<span class=\"name\">Shut</span> (a2), 60 m: closed until 18:00.");
    assert_holds(html, "<span class=\"name\">Over</span> (a3), 70 m: valid only until 2026-01-31.");
    assert_holds(html, "<li data-code=\"crosses\">The straight line crosses Marina: the way there "
                       "is longer than it looks.</li>");
    assert_holds(html, "<p class=\"crosses\">The straight line crosses Marina.</p>");
    assert_before(html, "class=\"warnings\"", "class=\"say\"");
    assert_before(html, "class=\"say\"", "class=\"cards\"");
}

static void test_verdicts_in_words(void **state)
{
    enum na_code outcome;
    (void)state;
    const char *html = page(pack.session, "q=450000+530000&kind=cabinet&usable=any", &outcome);
    assert_int_equal(outcome, NA_OK);
    assert_holds(html, "<strong>OUT OF SERVICE</strong>: out of service");
    assert_holds(html, "<strong>CLOSED</strong>: closed until 18:00");
}

static void test_nothing_found_says_why(void **state)
{
    enum na_code outcome;
    (void)state;
    const char *html = page(pack.session, "q=450000+530000&kind=box&usable=yes", &outcome);
    assert_int_equal(outcome, NA_OK);
    assert_holds(html, "<p class=\"short\">Only 1 of the 3 asked for");
    assert_holds(html, "<dt>Lock</dt><dd>not locked</dd>");
}

static void test_what_was_asked_is_shown_back_inert(void **state)
{
    enum na_code outcome;
    (void)state;
    const char *html = page(pack.session, "q=%22%3E%3Cscript%3E&kind=cabinet", &outcome);
    assert_int_equal(outcome, NA_ERR_PLACE_UNKNOWN);
    assert_holds(html, "|&quot;&gt;&lt;script&gt;|");
    assert_holds(html, "value=\"cabinet\" checked");
    assert_null(strstr(html, "<script>"));
}

static void test_without_data_the_page_comes(void **state)
{
    enum na_code outcome;
    (void)state;
    const char *html = page(NULL, NULL, &outcome);
    assert_int_equal(outcome, NA_OK);
    assert_holds(html, "No data is loaded");
    html = page(NULL, "q=TS24+8AY", &outcome);
    assert_int_equal(outcome, NA_ERR_NOT_READY);
    assert_holds(html, "data-code=\"not-ready\"");
    assert_holds(html, "|TS24 8AY|");
}

static const char *list(struct na_session *session, const struct na_param *params, size_t count)
{
    struct na_error error = {.message = ""};
    na_buffer_clear(&text);
    assert_int_equal(na_answer_list(session, params, count, today, &text, &error), NA_OK);
    assert_non_null(na_buffer_terminate(&text));
    return text.data;
}

/* Each candidate's button asks for what that text alone cannot: by position, as sure as it is. */
static void test_a_choice_is_never_offered_twice(void **state)
{
    enum na_code outcome = NA_OK;
    char form[600];
    size_t used = 0;
    (void)state;
    const char *html = page(pack.session, "q=NZ53&kind=cabinet", &outcome);
    assert_int_equal(outcome, NA_ERR_AMBIGUOUS_PLACE);
    for (const char *at = strstr(strstr(html, "candidates"), "<input "); at != NULL;
         at = strstr(at + 1, "<input ")) {
        const char *name = strstr(at, "name=\"") + 6;
        const char *value = strstr(at, "value=\"") + 7;
        used +=
            (size_t)snprintf(form + used, sizeof form - used, "%s%.*s=%.*s", used > 0 ? "&" : "",
                             (int)strcspn(name, "\""), name, (int)strcspn(value, "\""), value);
        if (strncmp(name, "kind", 4) == 0) {
            break; /* the end of the first form */
        }
    }
    assert_non_null(strstr(form, "accuracy_m="));
    (void)page(pack.session, form, &outcome);
    assert_int_equal(outcome, NA_OK);
}

static void test_the_list_says_what_a_person_needs(void **state)
{
    (void)state;
    const char *html = list(pack.session, NULL, 0);
    assert_holds(html, "List as at 2026-11-21, 8 entries, by wards of 2023");
    assert_holds(html, "<td>Locked: code from The Desk, 01429 000000</td>");
    assert_holds(html, "<strong>OUT OF SERVICE</strong>");
    assert_holds(html, "<strong>ENDED 2026-01-31</strong>");
    assert_holds(html, "<strong>STATUS NOT KNOWN</strong>");
    assert_holds(html, "2026-01-01 <strong>STALE</strong>");
    assert_holds(html, "In service. Open Mo-Su 18:00-20:00");
    assert_holds(html, "In no ward");
    assert_holds(html, "sha256:");
}

/* Above the page and the list; checks are never later than the data, so they are stale as well. */
static void test_old_data_are_said_first(void **state)
{
    enum na_code outcome = NA_ERR_INTERNAL;
    (void)state;
    today = QUERY_TODAY + 365;
    na_session_set_now(pack.session, NOON + INT64_C(365) * 86400);
    assert_holds(page(pack.session, NULL, &outcome),
                 "<p class=\"band\">Old data: issued 2026-11-01, 385 days ago");
    assert_holds(list(pack.session, NULL, 0), "Old data");
    today = QUERY_TODAY;
    na_session_set_now(pack.session, NOON);
    assert_null(strstr(page(pack.session, NULL, &outcome), "Old data"));
}

/* What is opened first, then the rest; wards by authority, what is in none last. */
static void test_the_order_of_the_list(void **state)
{
    static const char *const order[] = {
        "<h2>box (1)</h2>",      "data-id=\"b1\"",   "<h2>cabinet (6)</h2>", ">Zeta, Low</th>",
        "data-id=\"a1\"",        "data-id=\"a2\"",   ">Alpha, Mean</th>",    "data-id=\"a3\"",
        "data-id=\"a4\"",        ">In no ward</th>", "data-id=\"a6\"",       "data-id=\"a5\"",
        "<h2>aardvark (1)</h2>", "data-id=\"z1\""};
    (void)state;
    const char *at = strstr(list(pack.session, NULL, 0), "<main>");
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        const char *found = strstr(at, order[i]);
        if (found == NULL) {
            fail_msg("no %s after %s", order[i], i > 0 ? order[i - 1] : "the start");
        }
        at = found;
    }
}

/* 2026-06-30T23:30Z is the first of July on British calendars. */
static void test_the_day_is_the_british_one(void **state)
{
    (void)state;
    na_session_set_now(pack.session, INT64_C(1782862200));
    assert_holds(list(pack.session, NULL, 0), "List as at 2026-07-01");
    na_session_set_now(pack.session, NOON);
}

static void test_the_list_may_be_of_a_kind(void **state)
{
    const struct na_param box = {"kind", "box"};
    (void)state;
    const char *html = list(pack.session, &box, 1);
    assert_holds(html, "data-id=\"b1\"");
    assert_null(strstr(html, "data-id=\"a1\""));
    assert_holds(list(NULL, NULL, 0), "No data is loaded");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_empty_page),
        cmocka_unit_test(test_the_best_is_first_and_the_nearer_are_named),
        cmocka_unit_test(test_verdicts_in_words),
        cmocka_unit_test(test_nothing_found_says_why),
        cmocka_unit_test(test_what_was_asked_is_shown_back_inert),
        cmocka_unit_test(test_without_data_the_page_comes),
        cmocka_unit_test(test_a_choice_is_never_offered_twice),
        cmocka_unit_test(test_the_list_says_what_a_person_needs),
        cmocka_unit_test(test_old_data_are_said_first),
        cmocka_unit_test(test_the_order_of_the_list),
        cmocka_unit_test(test_the_day_is_the_british_one),
        cmocka_unit_test(test_the_list_may_be_of_a_kind),
    };
    return cmocka_run_group_tests(tests, start, end);
}
