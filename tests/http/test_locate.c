/* Places over HTTP: found, refused with candidates, and never in the log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client.h"
#include "daemon.h"

#define JSON_BODY "Content-Type: application/json\r\n"

static struct daemon server;
static struct client client;

static int start(void **state)
{
    (void)state;
    daemon_start(&server, (const char *const[]){"--pack", NA_TEST_PACK, NULL});
    client_open(&client, server.port);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    client_close(&client);
    daemon_stop(&server);
    return 0;
}

static void test_questions_are_answered(void **state)
{
    static const struct {
        const char *method, *target, *headers, *body;
        int status;
        const char *type, *holds;
    } rows[] = {
        {"GET", "/v1/locate?q=orange%20box", NULL, NULL, 200, "application/json",
         "\"id\":\"hartlepool-bleed-3\""},
        {"GET", "/v1/locate?q=ts248ay&f=geojson", NULL, NULL, 200, "application/geo+json",
         "\"FeatureCollection\""},
        {"POST", "/v1/locate", JSON_BODY, "{\"q\":\"TS24 8AY\",\"limit\":1}", 200,
         "application/json", "\"name\":\"TS24 8AY\""},
        {"GET", "/v1/ward?postcode=TS24+8AY", NULL, NULL, 200, "application/json",
         "\"source\":\"postcode\""},
        {"POST", "/v1/nearest", JSON_BODY, "{\"q\":\"Orange Box\",\"kind\":\"bleed_cabinet\"}", 200,
         "application/json",
         "\"place\":{\"kind\":\"bleed_cabinet\",\"name\":\"Tranquillity House\""},
        {"GET", "/v1/ward?q=example", NULL, NULL, 422, "application/problem+json",
         "\"code\":\"ambiguous-place\""},
        {"GET", "/v1/ward?q=example", NULL, NULL, 422, "application/problem+json",
         "\"candidates\":[{\"rank\":1,"},
        {"GET", "/v1/locate?q=TS24+8QQ", NULL, NULL, 422, "application/problem+json",
         "\"name\":\"TS24 8\""},
        {"GET", "/v1/locate?q=losers.report.dock", NULL, NULL, 422, "application/problem+json",
         "\"code\":\"w3w-not-stored\""},
        {"GET", "/v1/ward?q=losers.report.dock", NULL, NULL, 422, "application/problem+json",
         "\"id\":\"hartlepool-bleed-1\""},
        {"GET", "/v1/locate?q=nowhere+at+all", NULL, NULL, 422, "application/problem+json",
         "\"candidates\":[]"},
        {"GET", "/v1/locate", NULL, NULL, 400, "application/problem+json", "missing-parameter"},
        {"GET", "/v1/locate?q=a&limit=0", NULL, NULL, 400, "application/problem+json",
         "parameter-out-of-range"},
        {"GET", "/v1/ward?q=a&postcode=b", NULL, NULL, 400, "application/problem+json",
         "conflicting-parameters"},
        {"GET", "/v1/ward?postcode=what", NULL, NULL, 400, "application/problem+json",
         "malformed-parameter"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer answer;
        client_ask(&client, rows[i].method, rows[i].target, rows[i].headers, rows[i].body, &answer);
        if (answer.status != rows[i].status || !answer_holds(&answer, rows[i].holds)) {
            fail_msg("%s: %d %.*s", rows[i].target, answer.status, (int)answer.length, answer.body);
        }
        assert_header(&answer, "Content-Type", rows[i].type);
        assert_header(&answer, "Cache-Control", "no-store");
    }
}

/* Candidates of one request are not shown to the next. */
static void test_candidates_belong_to_their_request(void **state)
{
    struct answer answer;
    (void)state;
    client_ask(&client, "GET", "/v1/ward?q=example", NULL, NULL, &answer);
    assert_true(answer_holds(&answer, "candidates"));
    client_ask(&client, "GET", "/v1/ward?q=", NULL, NULL, &answer);
    assert_int_equal(answer.status, 400);
    assert_false(answer_holds(&answer, "candidates"));
    client_ask(&client, "GET", "/v1/ward?lat=91&lon=0", NULL, NULL, &answer);
    assert_false(answer_holds(&answer, "candidates"));
}

static void test_no_text_is_in_the_log(void **state)
{
    static const char *const targets[] = {
        "/v1/locate?q=TS24+8AY",   "/v1/locate?q=TS24+8QQ",     "/v1/ward?q=orange+box",
        "/v1/ward?q=example+arms", "/v1/ward?postcode=ts248qq", "/v1/locate?q=loser.report.dockk"};
    static const char *const never[] = {"TS24",   "ts24",  "8AY", "range",
                                        "xample", "loser", "?",   "Tranq"};
    struct daemon logging;
    (void)state;
    daemon_start(&logging, (const char *const[]){"--pack", NA_TEST_PACK, NULL});
    size_t banner = logging.said_length;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct client other;
        struct answer answer;
        client_open(&other, logging.port);
        client_ask(&other, "GET", targets[i], NULL, NULL, &answer);
        client_close(&other);
    }
    daemon_stop(&logging);
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        if (strstr(logging.said + banner, never[i]) != NULL) {
            fail_msg("\"%s\" is in the log:\n%s", never[i], logging.said + banner);
        }
    }
    assert_non_null(strstr(logging.said + banner, "GET /v1/locate 200 "));
    assert_non_null(strstr(logging.said + banner, "GET /v1/locate 422 "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_questions_are_answered),
        cmocka_unit_test(test_candidates_belong_to_their_request),
        cmocka_unit_test(test_no_text_is_in_the_log),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
