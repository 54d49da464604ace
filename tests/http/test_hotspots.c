/* Hotspot areas, ready tables and barriers over HTTP, from the pack that ships. */
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
#define GEOJSON "Accept: application/geo+json\r\n"
/* On the Headland. */
#define HEADLAND "/v1/hotspots?easting=452600&northing=533800"

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
        {"GET", HEADLAND "&as_at=2025-03-31", NULL, NULL, 200, "application/json",
         "\"inside\":[{\"layer\":\"patrols\",\"kind\":\"hotspot\",\"code\":\"patrol-E05013043\","
         "\"name\":\"ASB hot spot patrols, Headland and Harbour\",\"valid_from\":\"2023-10-01\","
         "\"valid_to\":\"2025-03-31\",\"valid\":true,\"on_boundary\":false"},
        {"GET", HEADLAND "&as_at=2025-04-01", NULL, NULL, 200, "application/json",
         "\"inside\":[],\"possible\":[],\"nearest\":null,\"not_valid\":[{\"layer\":\"patrols\""},
        {"GET", HEADLAND, NULL, NULL, 200, "application/json",
         "\"row\":{\"rank\":6,\"tied\":false,\"count\":147,\"share\":{\"value\":0.0376,"
         "\"numerator\":147,\"denominator\":3906,\"denominator_is\":\"approximate\"},"
         "\"name_in_source\":\"Headland and Harbour\""},
        {"GET", "/v1/hotspots?postcode=TS24+7ED", NULL, NULL, 200, "application/json",
         "\"source\":\"postcode\""},
        {"POST", "/v1/hotspots", JSON_BODY,
         "{\"lat\":54.6867,\"lon\":-1.2155,\"as_at\":\"2024-05-01\"}", 200, "application/json",
         "\"name\":\"ASB hot spot patrols, Victoria\""},
        {"POST", "/v1/hotspots", JSON_BODY,
         "{\"easting\":449300,\"northing\":514600,\"accuracy_m\":50}", 200, "application/json",
         "\"why\":\"not among the 10 listed\""},
        {"GET", "/v1/hotspots", NULL, NULL, 200, "application/json",
         "\"listed_share\":{\"value\":0.47,\"numerator\":1836,\"denominator\":3906,"},
        {"GET", "/v1/hotspots", NULL, NULL, 200, "application/json",
         "\"name\":\"Parkfield & Oxbridge\""},
        {"GET", "/v1/hotspots?f=geojson&as_at=2024-09-15", NULL, NULL, 200, "application/geo+json",
         "\"valid_from\":\"2024-09-01\",\"valid_to\":\"2025-03-31\",\"is_valid\":true}"},
        {"GET", "/v1/hotspots", GEOJSON, NULL, 200, "application/geo+json",
         "\"FeatureCollection\""},
        {"GET", "/v1/hotspots?kind=pspo", NULL, NULL, 400, "application/problem+json",
         "The pack has: hotspot"},
        {"GET", "/v1/hotspots?lat=54.6867", NULL, NULL, 400, "application/problem+json",
         "\"code\":\"missing-parameter\""},
        {"POST", "/v1/hotspots?lat=54.6867", JSON_BODY, "{\"lon\":-1.208}", 400,
         "application/problem+json", "\"code\""},
        {"GET", "/v1/barriers", NULL, NULL, 200, "application/json",
         "{\"name\":\"Hartlepool Marina\",\"kind\":\"dock\""},
        {"GET", "/v1/barriers?f=geojson&bbox=-1.3,54.6,-1.1,54.7", NULL, NULL, 200,
         "application/geo+json", "\"name\":\"Railway\""},
        {"GET", "/v1/barriers?bbox=1,2,3", NULL, NULL, 400, "application/problem+json", "bbox"},
        {"GET", "/v1/datasets", NULL, NULL, 200, "application/json",
         "\"tables\":[{\"id\":\"violence\",\"measure\":\"violence with injury\",\"period\":"
         "\"October 2017 to October 2022\""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer answer;
        client_ask(&client, rows[i].method, rows[i].target, rows[i].headers, rows[i].body, &answer);
        char type[80];
        answer_header(&answer, "Content-Type", type, sizeof type);
        if (answer.status != rows[i].status || strcmp(type, rows[i].type) != 0 ||
            !answer_holds(&answer, rows[i].holds)) {
            fail_msg("row %zu, %s: %d, %s: %.*s", i, rows[i].target, answer.status, type,
                     (int)answer.length, answer.body);
        }
    }
}

/* A position is kept nowhere; barriers may be kept, until the pack changes. */
static void test_only_barriers_are_kept(void **state)
{
    (void)state;
    struct answer answer;
    char etag[80];
    char header[120];
    client_ask(&client, "GET", HEADLAND, NULL, NULL, &answer);
    assert_header(&answer, "Cache-Control", "no-store");
    client_ask(&client, "GET", "/v1/barriers", NULL, NULL, &answer);
    answer_header(&answer, "ETag", etag, sizeof etag);
    assert_true(etag[0] != '\0');
    (void)snprintf(header, sizeof header, "If-None-Match: %s\r\n", etag);
    client_ask(&client, "GET", "/v1/barriers", header, NULL, &answer);
    assert_int_equal(answer.status, 304);
}

static void test_the_contract_has_both(void **state)
{
    (void)state;
    struct answer answer;
    client_ask(&client, "GET", "/openapi.json", NULL, NULL, &answer);
    assert_true(answer_holds(&answer, "\"/v1/hotspots\":{\"get\""));
    assert_true(answer_holds(&answer, "\"/v1/barriers\":{\"get\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_questions_are_answered),
        cmocka_unit_test(test_only_barriers_are_kept),
        cmocka_unit_test(test_the_contract_has_both),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
