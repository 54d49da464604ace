/* What can be used: verdicts, filters, the best, who is left out, access, and codes that stay put.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "nearest/private.h"
#include "support/query_pack.h"
#include "support/random.h"

#define AT "easting=450100&northing=530000&kind=cabinet&"
#define SECRET "C0DE-7391"

static struct query_pack pack;

static const char assets[] =
    "id,kind,name,easting_m,northing_m,accuracy_m,status,last_checked,valid_to,opening_hours,"
    "access_locked,code_holder,code_holder_phone,code_checked,access,location\n"
    "good,cabinet,Good,450100,530100,1,in_service,2026-11-01,,24/7,no,,,,,\n"
    "broken,cabinet,Broken,450100,530020,1,out_of_service,2026-11-01,,,,,,,,\n"
    "stale,cabinet,Stale,450100,530030,1,in_service,2026-05-24,,,,,,,,\n"
    "fresh,cabinet,Fresh,450100,530200,1,in_service,2026-05-25,,,,,,,,\n"
    "never,cabinet,Never,450100,530040,1,in_service,,,,,,,,,\n"
    "office,cabinet,Office,450100,530050,1,in_service,2026-11-20,,Mo-Fr 09:00-17:00,,,,,,\n"
    "odd,cabinet,Odd,450100,530060,1,in_service,2026-11-20,,by appointment,,,,,,\n"
    "shut,cabinet,Shut,450100,530070,1,in_service,2026-11-20,,,yes,,,,,\n"
    "keyed,cabinet,Keyed,450100,530300,1,in_service,2026-11-20,,,yes,Reception,01429 "
    "000000,2026-10-01,,\n"
    "noted,cabinet,Noted,450100,530310,1,in_service,2026-11-20,,,yes,,,,Ask at the bar,\n"
    "unsaid,cabinet,Unsaid,450100,530080,1,,2026-11-20,,,,,,,,\n"
    "past,cabinet,Past,450100,530010,1,in_service,2026-11-20,2026-10-31,,,,,,,\n"
    "shelf,cabinet,Shelf,450100,530320,1,in_service,2026-11-20,,,no,,,,,inside\n"
    "desk,cabinet,Desk,450100,530330,1,in_service,2026-11-20,,,no,,,,,inside_staffed_hours\n"
    "hall,cabinet,Hall,450100,530340,1,in_service,2026-11-20,,24/7,no,,,,,inside\n"
    "rusty,cabinet,Rusty,450100,530350,1,in_service,2026-11-20,,,yes,Desk,,2026-05-24,,\n";

static int setup(void **state)
{
    (void)state;
    query_pack_begin(&pack);
    query_pack_put(&pack, "assets.csv", assets);
    query_pack_put(&pack, "codes.csv", "id,code\nkeyed," SECRET "\nshut," SECRET "\n");
    char path[256];
    query_pack_path(&pack, "codes.csv", path, sizeof path);
    assert_int_equal(chmod(path, 0600), 0);
    query_pack_put(&pack, "pack.ini",
                   "[pack]\ntitle = Usable\naccess_codes = codes.csv\n[assets.a]\nfile = "
                   "assets.csv\n");
    query_pack_compile(&pack, NULL);
    na_session_set_now(pack.session, (int64_t)QUERY_TODAY * 86400 + 21 * 3600); /* a Saturday */
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

static json_t *ask(const char *query)
{
    return query_pack_json(&pack, QUERY_NEAREST, query, NA_FORMAT_JSON);
}

static const json_t *member_of(const json_t *json, const char *list, const char *id)
{
    const json_t *items = json_object_get(json, list);
    for (size_t i = 0; i < json_array_size(items); i++) {
        if (strcmp(query_pack_text(json_array_get(items, i), "id"), id) == 0) {
            return json_array_get(items, i);
        }
    }
    return NULL;
}

static void each_fact_has_its_verdict(void **state)
{
    (void)state;
    static const struct {
        const char *query, *id, *state, *why;
    } rows[] = {
        {"", "good", "yes", "in service; last checked 20 days ago; open at all hours"},
        {"", "broken", "no", "out of service"},
        {"", "stale", "unknown", "last checked 181 days ago"},
        {"", "fresh", "yes", "in service; last checked 180 days ago; hours not given"},
        {"", "never", "unknown", "no check known"},
        {"", "odd", "unknown", "opening hours not understood"},
        {"", "shut", "unknown", "locked, and nobody to ask is known"},
        {"", "keyed", "yes",
         "in service; last checked 1 day ago; hours not given; locked: code from Reception, 01429 "
         "000000"},
        {"", "noted", "yes",
         "in service; last checked 1 day ago; hours not given; locked: Ask at the bar"},
        {"", "unsaid", "unknown", "status not known"},
        {"", "office", "no", "closed until Mon 09:00"},
        {"&when=2026-11-20T12:00", "office", "yes",
         "in service; last checked 0 days ago; open until 17:00; hours not given"},
        {"&when=2026-11-19T12:00", "office", "unknown", "first known check is later"},
        {"&when=2026-11-27T16:59:59Z", "office", "yes", ""},
        {"&when=2026-11-27T17:00:00Z", "office", "no", "closed until Mon 09:00"},
        {"&as_at=2026-11-27", "office", "unknown",
         "opening hours not judged: no time of day given"},
        {"&as_at=2026-10-31&when=2026-10-31T12:00", "past", "unknown",
         "first known check is later"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char query[200];
        (void)snprintf(query, sizeof query, AT "k=30%s", rows[i].query);
        json_t *json = ask(query);
        const json_t *result = member_of(json, "results", rows[i].id);
        const char *why = query_pack_text(result, "usable.why");
        bool same = rows[i].why[0] == '\0' || strcmp(why, rows[i].why) == 0 ||
                    strstr(rows[i].why, why) == rows[i].why;
        if (strcmp(query_pack_text(result, "usable.state"), rows[i].state) != 0 || !same) {
            fail_msg("%s %s: %s, %s", rows[i].id, rows[i].query,
                     query_pack_text(result, "usable.state"), why);
        }
        json_decref(json);
    }
}

static void inside_the_hours_must_be_known_and_a_code_grows_old(void **state)
{
    (void)state;
    static const struct {
        const char *query, *id, *state, *why;
    } rows[] = {
        {"", "shelf", "unknown", "inside, and the hours are not given"},
        {"", "desk", "unknown", "inside, staffed hours only, and the hours are not given"},
        {"", "hall", "yes", "in service; last checked 1 day ago; open at all hours"},
        {"", "rusty", "unknown", "code last tried 181 days ago"},
        {"&when=2026-11-20T12:00", "rusty", "yes", ""},
        {"&when=2026-12-25T12:00", "office", "unknown",
         "bank holiday, of which the opening hours say nothing"},
        {"&when=2026-12-25T20:00", "office", "no",
         "closed until Mon 09:00 at least, a bank holiday"},
        {"&when=2026-12-25T12:00", "good", "yes", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char query[200];
        (void)snprintf(query, sizeof query, AT "k=30%s", rows[i].query);
        json_t *json = ask(query);
        const json_t *result = member_of(json, "results", rows[i].id);
        const char *why = query_pack_text(result, "usable.why");
        if (strcmp(query_pack_text(result, "usable.state"), rows[i].state) != 0 ||
            (rows[i].why[0] != '\0' && strcmp(why, rows[i].why) != 0)) {
            fail_msg("%s %s: %s, %s", rows[i].id, rows[i].query,
                     query_pack_text(result, "usable.state"), why);
        }
        json_decref(json);
    }
}

/* The pack holds the codes of two: they can be used where who asks may see them. */
static void a_code_that_is_held_here_makes_it_usable(void **state)
{
    (void)state;
    static const struct {
        const char *id, *state[2], *why[2];
        bool here;
    } rows[] = {
        {"shut",
         {"unknown", "yes"},
         {"locked, and nobody to ask is known",
          "in service; last checked 1 day ago; hours not given; locked: code held here"},
         true},
        {"keyed",
         {"yes", "yes"},
         {"in service; last checked 1 day ago; hours not given; locked: code "
          "from Reception, 01429 000000",
          "in service; last checked 1 day ago; hours not given; "
          "locked: code held here"},
         true},
        {"noted",
         {"yes", "yes"},
         {"in service; last checked 1 day ago; hours not given; locked: Ask "
          "at the bar",
          "in service; last checked 1 day ago; hours not given; locked: Ask at the "
          "bar"},
         false},
    };
    for (int sees = 0; sees < 2; sees++) {
        na_session_set_codes(pack.session, sees == 1);
        json_t *json = ask(AT "k=30");
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            const json_t *result = member_of(json, "results", rows[i].id);
            assert_string_equal(query_pack_text(result, "usable.state"), rows[i].state[sees]);
            assert_string_equal(query_pack_text(result, "usable.why"), rows[i].why[sees]);
            assert_int_equal(json_is_true(query_pack_at(result, "access.code_here")),
                             sees == 1 && rows[i].here);
        }
        json_decref(json);
    }
    na_session_set_codes(pack.session, false);
}

static void the_filter_goes_before_the_limit(void **state)
{
    (void)state;
    static const struct {
        const char *query, *first;
        int left_out;
        const char *left, *by, *why;
    } rows[] = {
        {"k=1", "broken", 1, "past", "date", "valid only until 2026-10-31"},
        {"k=1&usable=any", "broken", 1, "past", "date", "valid only until 2026-10-31"},
        {"k=1&usable=not_no", "stale", 2, "broken", "usable", "out of service"},
        {"k=1&usable=yes", "good", 5, "stale", "usable", "last checked 181 days ago"},
        {"k=1&status=out_of_service", "broken", 1, "past", "status", "in service"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char query[200];
        (void)snprintf(query, sizeof query, AT "%s", rows[i].query);
        json_t *json = ask(query);
        print_message("%s\n", rows[i].query);
        assert_string_equal(query_pack_text(json, "results.0.id"), rows[i].first);
        assert_int_equal(query_pack_size(json, "left_out"), rows[i].left_out);
        assert_true(query_pack_warns(json, "nearer-left-out"));
        const json_t *left = member_of(json, "left_out", rows[i].left);
        assert_non_null(left);
        assert_string_equal(query_pack_text(left, "by"), rows[i].by);
        assert_string_equal(query_pack_text(left, "why"), rows[i].why);
        json_decref(json);
    }
    json_t *json = ask(AT "k=30&usable=yes");
    assert_int_equal(query_pack_number(json, "reason.left_out_by_usable"), 10);
    assert_int_equal(query_pack_number(json, "reason.left_out_by_date"), 1);
    json_decref(json);
}

static void the_nearest_usable_is_the_best(void **state)
{
    (void)state;
    static const struct {
        const char *query, *best, *warning;
    } rows[] = {
        {"k=20", "good", ""},
        {"k=2", "stale", "best-unknown"},
        {"k=1", "", "none-usable"},
        {"k=5&usable=yes", "good", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char query[200];
        (void)snprintf(query, sizeof query, AT "%s", rows[i].query);
        json_t *json = ask(query);
        const char *best = "";
        for (size_t j = 0; j < query_pack_size(json, "results"); j++) {
            const json_t *result = json_array_get(json_object_get(json, "results"), j);
            if (json_is_true(json_object_get(result, "best"))) {
                assert_string_equal(best, ""); /* one only */
                best = query_pack_text(result, "id");
            }
        }
        print_message("%s\n", rows[i].query);
        assert_string_equal(best, rows[i].best);
        assert_int_equal(query_pack_warns(json, "best-unknown"),
                         strcmp(rows[i].warning, "best-unknown") == 0);
        assert_int_equal(query_pack_warns(json, "none-usable"),
                         strcmp(rows[i].warning, "none-usable") == 0);
        json_decref(json);
    }
}

static void wrong_times_are_refused(void **state)
{
    (void)state;
    static const char *const values[] = {"now",
                                         "2026-11-21",
                                         "2026-03-29T01:30",
                                         "1995-01-01T00:00",
                                         "2026-11-21T21:30Z",
                                         "2026-11-21 21:30"};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        char query[200];
        struct na_buffer text;
        struct na_error error;
        na_buffer_init(&text, NA_ANSWER_LIMIT);
        (void)snprintf(query, sizeof query, AT "when=%s", values[i]);
        assert_int_equal(query_pack_ask(&pack, QUERY_NEAREST, query, NA_FORMAT_JSON, &text, &error),
                         NA_ERR_PARAM_MALFORMED);
        assert_string_equal(error.field, "when");
        assert_null(strstr(error.message, values[i]));
        na_buffer_fini(&text);
    }
}

static void access_is_told_without_the_code(void **state)
{
    (void)state;
    json_t *json = query_pack_json(&pack, QUERY_ASSETS, "", NA_FORMAT_JSON);
    const json_t *keyed = member_of(json, "assets", "keyed");
    assert_true(json_is_true(query_pack_at(keyed, "access.locked")));
    assert_string_equal(query_pack_text(keyed, "access.holder"), "Reception");
    assert_string_equal(query_pack_text(keyed, "access.phone"), "01429 000000");
    assert_string_equal(query_pack_text(keyed, "access.checked"), "2026-10-01");
    assert_true(json_is_null(query_pack_at(keyed, "access.note")));
    assert_string_equal(query_pack_text(keyed, "usable.state"), "yes");
    const json_t *past = member_of(json, "assets", "past");
    assert_true(json_is_null(query_pack_at(past, "access")));
    assert_string_equal(query_pack_text(past, "usable.why"), "valid only until 2026-10-31");
    json_decref(json);
}

static void the_code_is_in_one_answer_only(void **state)
{
    (void)state;
    static const enum na_format formats[] = {NA_FORMAT_JSON, NA_FORMAT_GEOJSON, NA_FORMAT_TEXT};
    struct na_buffer text;
    struct na_error error;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(query_pack_ask(&pack, QUERY_ASSETS, "", formats[i], &text, &error), NA_OK);
        assert_int_equal(na_answer_asset_one(&(struct na_asking){.session = pack.session,
                                                                 .path_value = "keyed",
                                                                 .today = QUERY_TODAY,
                                                                 .format = formats[i]},
                                             &text, &error),
                         NA_OK);
        if (formats[i] != NA_FORMAT_GEOJSON) {
            assert_int_equal(
                query_pack_ask(&pack, QUERY_NEAREST, AT "k=30", formats[i], &text, &error), NA_OK);
            assert_int_equal(na_answer_datasets(
                                 &(struct na_asking){.session = pack.session, .format = formats[i]},
                                 &text, &error),
                             NA_OK);
        }
    }
    assert_int_equal(
        query_pack_ask(&pack, QUERY_NEAREST, AT "k=30", NA_FORMAT_WORDS, &text, &error), NA_OK);
    assert_non_null(na_buffer_terminate(&text));
    assert_non_null(strstr(text.data, "Keyed"));
    assert_null(strstr(text.data, SECRET));
    assert_null(strstr(text.data, "codes.csv"));
    na_buffer_clear(&text);
    assert_int_equal(na_answer_access(&(struct na_asking){.session = pack.session,
                                                          .path_value = "keyed",
                                                          .format = NA_FORMAT_JSON},
                                      &text, &error),
                     NA_OK);
    assert_non_null(na_buffer_terminate(&text));
    assert_non_null(strstr(text.data, "\"code\":\"" SECRET "\""));
    assert_int_equal(na_answer_access(&(struct na_asking){.session = pack.session,
                                                          .path_value = "good",
                                                          .format = NA_FORMAT_JSON},
                                      &text, &error),
                     NA_ERR_CODE_UNKNOWN);
    assert_int_equal(na_answer_access(&(struct na_asking){.session = pack.session,
                                                          .path_value = "none",
                                                          .format = NA_FORMAT_JSON},
                                      &text, &error),
                     NA_ERR_ASSET_UNKNOWN);
    na_buffer_fini(&text);
}

static void wrong_files_of_codes_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
        mode_t mode;
    } rows[] = {
        {"id,code\ngood," SECRET "\n", "open to others", 0604},
        {"id,code\ngood," SECRET "\n", "open to others", 0602},
        {"id,key\ngood," SECRET "\n", "not id and code", 0600},
        {"id,code\nnobody," SECRET "\n", "no asset of this id", 0600},
        {"id,code\ngood,\n", "cannot be used", 0600},
        {"id,code\ngood," SECRET "0123456789012345678901234567890\n", "cannot be used", 0600},
        {"id,code\ngood," SECRET "\ngood," SECRET "\n", "two codes", 0600},
        {"id,code\ngood," SECRET ",x\n", "two fields", 0600},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct query_pack other;
        struct na_report report;
        struct na_error error = {.message = ""};
        char path[256];
        query_pack_begin(&other);
        query_pack_put(&other, "assets.csv", assets);
        query_pack_put(&other, "codes.csv", rows[i].text);
        query_pack_path(&other, "codes.csv", path, sizeof path);
        assert_int_equal(chmod(path, rows[i].mode), 0);
        query_pack_put(&other, "pack.ini",
                       "[pack]\ntitle = Usable\naccess_codes = codes.csv\n[assets.a]\nfile = "
                       "assets.csv\n");
        struct na_compile_options options = {.no_grid = true};
        na_report_init(&report);
        assert_int_equal(na_compile(other.folder, &options, &other.bytes, &report, &error),
                         NA_ERR_DATA);
        if (strstr(error.message, rows[i].says) == NULL) {
            fail_msg("row %zu: %s", i, error.message);
        }
        assert_null(strstr(error.message, SECRET));
        na_report_fini(&report);
        query_pack_end(&other);
    }
}

/* Hours kept for a minute say what hours read anew say, whatever was asked before: of other
 * minutes, of texts that take one another's place, with the next change and without. */
static void hours_that_are_kept_say_the_same(void **state)
{
    static const char *const kinds[] = {
        "24/7", "Mo-Fr 09:00-17:00",     "Mo-Su 18:00-02:00; PH off", "by appointment",
        "",     "Apr-Sep Sa 10:00-16:00"};
    static char texts[600][40];
    struct na_hours_memo *memo = NULL;
    struct na_error error;
    struct test_random random = {20261121};
    (void)state;
    assert_int_equal(na_session_hours(pack.session, &memo, &error), NA_OK);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        (void)snprintf(texts[i], sizeof texts[i], "%s", kinds[i % 6]);
    }
    for (int i = 0; i < 20000; i++) {
        const char *text = texts[test_random_below(&random, i % 2 == 0 ? 600 : 6)];
        int64_t when = test_random_below(&random, 50) == 0
                           ? NA_INSTANT_NONE
                           : (int64_t)QUERY_TODAY * 86400 +
                                 (int64_t)test_random_below(&random, (uint64_t)3 * 86400) -
                                 (int64_t)86400 * (i / 100 % 365);
        when = i % 3 == 0 ? (int64_t)QUERY_TODAY * 86400 + i % 181 : when;
        bool with_change = test_random_below(&random, 2) == 0;
        struct na_hours_said anew;
        struct na_hours_said kept;
        na_hours_say(text, &(struct na_moment){.when = when}, true, &anew);
        na_hours_say(text, &(struct na_moment){.when = when, .hours = memo}, with_change, &kept);
        assert_int_equal(kept.is_understood, anew.is_understood);
        assert_int_equal(kept.is_open, anew.is_open);
        assert_int_equal(kept.is_untold_holiday, anew.is_untold_holiday);
        if (with_change) {
            assert_true(kept.change == anew.change);
            assert_int_equal(kept.is_change_untold, anew.is_change_untold);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fact_has_its_verdict),
        cmocka_unit_test(inside_the_hours_must_be_known_and_a_code_grows_old),
        cmocka_unit_test(a_code_that_is_held_here_makes_it_usable),
        cmocka_unit_test(hours_that_are_kept_say_the_same),
        cmocka_unit_test(the_filter_goes_before_the_limit),
        cmocka_unit_test(the_nearest_usable_is_the_best),
        cmocka_unit_test(wrong_times_are_refused),
        cmocka_unit_test(access_is_told_without_the_code),
        cmocka_unit_test(the_code_is_in_one_answer_only),
        cmocka_unit_test(wrong_files_of_codes_are_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
