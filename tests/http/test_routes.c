/* Every route, and what HTTP asks of all of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <zlib.h>

#include "client.h"
#include "daemon.h"

static struct daemon server;
static struct client client;
#define AS_JSON "Content-Type: application/json\r\n"
#define WARD "/v1/ward?lat=54.6867&lon=-1.2080"
#define NEAREST "/v1/nearest?lat=54.6867&lon=-1.2080&kind=bleed_cabinet&k=2"

static int start(void **state)
{
    (void)state;
    daemon_start(&server, (const char *const[]){"--pack", NA_TEST_PACK, "--no-access-log", NULL});
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

static void ask(const char *method, const char *target, const char *headers, struct answer *answer)
{
    client_ask(&client, method, target, headers, NULL, answer);
}

static void test_every_route_answers(void **state)
{
    static const struct {
        const char *target, *type, *cache, *holds;
    } rows[] = {
        {WARD, "application/json", "no-store", "\"ward\":{\"code\":"},
        {NEAREST, "application/json", "no-store", "\"hartlepool-bleed-4\""},
        {"/v1/wards", "application/json", "no-cache", "\"E05013038\""},
        {"/v1/wards/E05013038", "application/json", "no-cache", "\"Burn Valley\""},
        {"/v1/assets", "application/json", "no-cache", "\"example-premises-01\""},
        {"/v1/assets?kind=bleed_cabinet", "application/json", "no-cache", "\"hartlepool-bleed-1\""},
        {"/v1/assets/hartlepool-bleed-2", "application/json", "no-cache", "Civic Centre"},
        {"/v1/assets/hartlepool%2Dbleed-2", "application/json", "no-cache", "Civic Centre"},
        {"/v1/datasets", "application/json", "no-cache", "wards_2023.shp"},
        {"/healthz", "application/json", "no-store", "{\"status\":\"ok\"}"},
        {"/readyz", "application/json", "no-store", "\"ready\":true"},
        {"/metrics", "text/plain; version=0.0.4; charset=utf-8", "no-store",
         "nearaid_requests_total{route=\"/v1/ward\",status=\"200\"} "},
        {"/openapi.json", "application/json", "no-cache", "\"openapi\":\"3.1.0\""},
        {"/", "application/json", "no-cache", "/openapi.json"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer answer;
        ask("GET", rows[i].target, NULL, &answer);
        if (answer.status != 200 || !answer_holds(&answer, rows[i].holds)) {
            fail_msg("%s: %s%.500s", rows[i].target, answer.head, answer.body);
        }
        assert_header(&answer, "Content-Type", rows[i].type);
        assert_header(&answer, "Cache-Control", rows[i].cache);
        assert_header(&answer, "X-Content-Type-Options", "nosniff");
        assert_header(&answer, "Server", "");
    }
}

static void test_head_is_get_without_body(void **state)
{
    static const char *const targets[] = {WARD, "/v1/wards", "/healthz", "/nothing"};
    (void)state;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct answer get;
        struct answer head;
        char length[40];
        ask("GET", targets[i], NULL, &get);
        answer_header(&get, "Content-Length", length, sizeof length);
        ask("HEAD", targets[i], NULL, &head);
        assert_int_equal(head.status, get.status);
        assert_header(&head, "Content-Length", length);
    }
    struct answer after; /* the connection still is in step */
    ask("GET", "/healthz", NULL, &after);
    assert_int_equal(after.status, 200);
}

static void test_get_and_post_give_the_same_bytes(void **state)
{
    static const struct {
        const char *get, *route, *body;
    } rows[] = {
        {WARD, "/v1/ward", "{\"lat\":54.6867,\"lon\":\"-1.2080\"}"},
        {"/v1/ward?gridref=NZ+509+326", "/v1/ward", "{\"gridref\":\"NZ 509 326\"}"},
        {"/v1/ward?easting=451160&northing=532697&vintage=2023", "/v1/ward",
         "{\"easting\":451160,\"northing\":532697,\"vintage\":\"2023\"}"},
        {NEAREST, "/v1/nearest",
         "{\"lat\":54.6867,\"lon\":\"-1.2080\",\"kind\":\"bleed_cabinet\",\"k\":2}"},
        {"/v1/nearest?lat=54.6867&lon=-1.208&kind=bleed_cabinet&kind=reporting_centre",
         "/v1/nearest",
         "{\"lat\":54.6867,\"lon\":-1.208,\"kind\":[\"bleed_cabinet\",\"reporting_centre\"]}"},
        {"/v1/ward?lat=999&lon=1", "/v1/ward", "{\"lat\":999,\"lon\":1}"},
        {"/v1/ward?lta=54", "/v1/ward", "{\"lta\":54}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer get;
        struct answer post;
        ask("GET", rows[i].get, NULL, &get);
        char *kept = strdup(get.body);
        client_ask(&client, "POST", rows[i].route, AS_JSON, rows[i].body, &post);
        assert_int_equal(post.status, get.status);
        assert_string_equal(post.body, kept);
        free(kept);
    }
}

/* One renderer: what the command line prints, and a newline. */
static void test_cli_prints_the_same_bytes(void **state)
{
    static const struct {
        const char *target, *command;
    } rows[] = {
        {"/v1/ward?lat=54.6867&lon=-1.2080",
         NA_TEST_CLI " ward --pack " NA_TEST_PACK " --lat 54.6867 --lon -1.2080 --json"},
        {"/v1/here?lat=54.6867&lon=-1.2080&as_at=2026-11-21", NA_TEST_CLI
         " here --pack " NA_TEST_PACK " --lat 54.6867 --lon -1.2080 --as-at 2026-11-21 --json"},
        {NEAREST, NA_TEST_CLI " nearest --pack " NA_TEST_PACK
                              " --lat 54.6867 --lon -1.2080 --kind bleed_cabinet --k 2 --json"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        static char said[65536];
        FILE *pipe = popen(rows[i].command, "r");
        assert_non_null(pipe);
        size_t length = fread(said, 1, sizeof said - 1, pipe);
        assert_int_equal(pclose(pipe), 0);
        said[length] = '\0';
        assert_true(length > 0 && said[length - 1] == '\n');
        said[length > 0 ? length - 1 : 0] = '\0';
        struct answer answer;
        ask("GET", rows[i].target, NULL, &answer);
        assert_string_equal(answer.body, said);
    }
}

static void test_geojson_is_negotiated(void **state)
{
    static const struct {
        const char *target, *accept, *type;
        int status;
    } rows[] = {
        {"/v1/wards", "Accept: application/geo+json\r\n", "application/geo+json", 200},
        {"/v1/wards?f=geojson", "", "application/geo+json", 200},
        {"/v1/wards?f=geojson", "Accept: application/json\r\n", "application/geo+json", 200},
        {"/v1/wards?f=json", "Accept: application/geo+json\r\n", "application/json", 200},
        {"/v1/wards", "Accept: application/geo+json;q=0.5, application/json\r\n",
         "application/json", 200},
        {"/v1/wards", "Accept: application/json;q=0.5, application/geo+json\r\n",
         "application/geo+json", 200},
        {"/v1/wards", "Accept: application/json;q=0\r\nAccept: */*\r\n", "application/geo+json",
         200},
        {"/v1/wards", "Accept: text/html, */*;q=0.1\r\n", "application/json", 200},
        {"/v1/wards", "Accept: text/html\r\n", "application/problem+json", 406},
        {"/v1/assets", "Accept: application/geo+json\r\n", "application/geo+json", 200},
        {"/v1/assets/hartlepool-bleed-1?f=geojson", "", "application/geo+json", 200},
        {"/v1/wards/E05013038?f=geojson", "", "application/geo+json", 200},
        {"/v1/wards?f=xml", "", "application/problem+json", 400},
        {WARD, "Accept: application/geo+json\r\n", "application/problem+json", 406},
        {WARD, "Accept: application/*\r\n", "application/json", 200},
        {"/metrics", "Accept: application/openmetrics-text\r\n",
         "text/plain; version=0.0.4; charset=utf-8", 200},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer answer;
        ask("GET", rows[i].target, rows[i].accept, &answer);
        if (answer.status != rows[i].status) {
            fail_msg("%s %s: %s%s", rows[i].target, rows[i].accept, answer.head, answer.body);
        }
        assert_header(&answer, "Content-Type", rows[i].type);
        bool geojson = strcmp(rows[i].type, "application/geo+json") == 0;
        assert_true(!geojson || answer_holds(&answer, "\"coordinates\":["));
    }
}

static void test_etag_gives_304(void **state)
{
    (void)state;
    struct answer answer;
    char etag[64];
    char header[128];
    ask("GET", "/v1/wards?limit=2", NULL, &answer);
    answer_header(&answer, "ETag", etag, sizeof etag);
    assert_true(strlen(etag) > 10);
    (void)snprintf(header, sizeof header, "If-None-Match: \"x\", W/%s\r\n", etag);
    client_ask(&client, "HEAD", "/v1/wards?limit=2", header, NULL, &answer);
    assert_int_equal(answer.status, 304);
    assert_header(&answer, "ETag", etag);
    /* Another query, another form and another encoding are other representations. */
    ask("GET", "/v1/wards?limit=3", header, &answer);
    assert_int_equal(answer.status, 200);
    (void)snprintf(header, sizeof header, "If-None-Match: %s\r\nAccept: application/geo+json\r\n",
                   etag);
    ask("GET", "/v1/wards?limit=2", header, &answer);
    assert_int_equal(answer.status, 200);
    (void)snprintf(header, sizeof header, "If-None-Match: %s\r\nAccept-Encoding: gzip\r\n", etag);
    ask("GET", "/v1/wards?limit=2", header, &answer);
    assert_int_equal(answer.status, 200);
    /* A star is matched by what there is, and only by that. */
    ask("GET", "/v1/wards?limit=2", "If-None-Match: *\r\n", &answer);
    assert_int_equal(answer.status, 304);
    assert_int_equal(answer.length, 0);
    ask("GET", "/v1/wards/E00000000", "If-None-Match: *\r\n", &answer);
    assert_int_equal(answer.status, 404);
    ask("GET", "/v1/wards?vintage=1066", "If-None-Match: *\r\n", &answer);
    assert_int_equal(answer.status, 400);
    /* Positions are personal data: no tag that would tell of a repeated question. */
    ask("GET", WARD, NULL, &answer);
    assert_header(&answer, "ETag", "");
}

static void test_gzip_holds_the_plain_answer(void **state)
{
    static unsigned char plain[CLIENT_BYTES];
    (void)state;
    struct answer answer;
    ask("GET", "/v1/wards?f=geojson", NULL, &answer);
    assert_header(&answer, "Content-Encoding", "");
    char *kept = strdup(answer.body);
    ask("GET", "/v1/wards?f=geojson", "Accept-Encoding: br, gzip;q=0.5\r\n", &answer);
    assert_header(&answer, "Content-Encoding", "gzip");
    assert_header(&answer, "Vary", "Accept, Accept-Encoding");
    z_stream stream = {0};
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = (unsigned char *)answer.body;
    stream.avail_in = (unsigned int)answer.length;
    stream.next_out = plain;
    stream.avail_out = sizeof plain;
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.total_out, strlen(kept));
    assert_memory_equal(plain, kept, stream.total_out);
    assert_true(answer.length < stream.total_out / 2);
    inflateEnd(&stream);
    free(kept);
}

static void test_gzip_is_not_forced(void **state)
{
    static const struct {
        const char *target, *accept, *encoding;
    } rows[] = {
        {"/v1/wards", "Accept-Encoding: gzip;q=0\r\n", ""},
        {"/v1/wards", "Accept-Encoding: *;q=0.1\r\n", "gzip"},
        {"/v1/wards", "Accept-Encoding: gzip;q=0, *\r\n", ""},
        {"/v1/wards", "Accept-Encoding: identity\r\n", ""},
        {"/v1/wards", "Accept-Encoding: GZIP\r\n", "gzip"},
        {"/healthz", "Accept-Encoding: gzip\r\n", ""}, /* too small */
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer answer;
        ask("GET", rows[i].target, rows[i].accept, &answer);
        assert_int_equal(answer.status, 200);
        assert_header(&answer, "Content-Encoding", rows[i].encoding);
    }
}

static void test_wrong_method_names_the_right_ones(void **state)
{
    static const struct {
        const char *method, *target, *allow;
        int status;
    } rows[] = {
        {"DELETE", WARD, "GET, HEAD, POST, OPTIONS", 405},
        {"PUT", "/v1/wards", "GET, HEAD, OPTIONS", 405},
        {"TRACE", "/healthz", "GET, HEAD, OPTIONS", 405},
        {"get", "/healthz", "GET, HEAD, OPTIONS", 405},
        {"OPTIONS", "/v1/nearest", "GET, HEAD, POST, OPTIONS", 204},
        {"OPTIONS", "/v1/wards/E1", "GET, HEAD, OPTIONS", 204},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer answer;
        ask(rows[i].method, rows[i].target, NULL, &answer);
        assert_int_equal(answer.status, rows[i].status);
        assert_header(&answer, "Allow", rows[i].allow);
    }
    struct answer post;
    client_ask(&client, "POST", "/v1/wards", AS_JSON, "{}", &post);
    assert_int_equal(post.status, 405);
}

static void test_errors_are_problems(void **state)
{
    static const struct {
        const char *target, *code, *param;
        int status;
    } rows[] = {
        {"/v1/ward?lat=54&lat=55&lon=1", "repeated-parameter", "lat", 400},
        {"/v1/ward?lat=&lon=1", "empty-parameter", "lat", 400},
        {"/v1/ward?lat=1x1&lon=1", "malformed-parameter", "lat", 400},
        {"/v1/ward?lat=91&lon=100", "parameter-out-of-range", "lat", 400},
        {"/v1/ward?lat=54&lon=1&colour=red", "unknown-parameter", "colour", 400},
        {"/v1/ward?lat=0&lon=0", "null-island", NULL, 400},
        {"/v1/nearest?lat=54.6&lon=-1.2&kind=dragon", "unknown-kind", "kind", 400},
        {"/v1/nearest?lat=54.6&lon=-1.2&kind=bleed_cabinet&k=0", "parameter-out-of-range", "k",
         400},
        {"/v1/nearest?lat=54.6&lon=-1.2&kind=bleed_cabinet&k=101", "parameter-out-of-range", "k",
         400},
        {"/v1/ward?lat=54.6&lon=-1.2&vintage=1066", "unknown-vintage", "vintage", 400},
        {"/v1/datasets?x=1", "unknown-parameter", "x", 400},
        {"/healthz?x=1", "unknown-parameter", "x", 400},
        {"/v1/wards/E0", "no-such-ward", NULL, 404},
        {"/v1/assets/none", "no-such-asset", NULL, 404},
        {"/v1/wards/%zz", "bad-request", NULL, 400},
        {"/v1/wards/%ff", "bad-request", NULL, 400},
        {"/v1/wards/%1", "bad-request", NULL, 400},
        {"/v1/ward?lat=%4", "bad-request", NULL, 400},
        {"/v1/wards/", "no-such-route", NULL, 404},
        {"/v1/wards/a/b", "no-such-route", NULL, 404},
        {"/v1/Ward", "no-such-route", NULL, 404},
        {"/favicon.ico", "no-such-route", NULL, 404},
        {"//healthz", "no-such-route", NULL, 404},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer answer;
        ask("GET", rows[i].target, NULL, &answer);
        json_t *problem = json_loadb(answer.body, answer.length, 0, NULL);
        const char *code = json_string_value(json_object_get(problem, "code"));
        const char *param = json_string_value(json_object_get(problem, "param"));
        if (answer.status != rows[i].status || code == NULL || strcmp(code, rows[i].code) != 0 ||
            (rows[i].param != NULL && (param == NULL || strcmp(param, rows[i].param) != 0))) {
            fail_msg("%s: %s%s", rows[i].target, answer.head, answer.body);
        }
        assert_int_equal(json_integer_value(json_object_get(problem, "status")), rows[i].status);
        assert_header(&answer, "Content-Type", "application/problem+json");
        assert_header(&answer, "Cache-Control", "no-store");
        json_decref(problem);
    }
}

static void test_bodies_are_judged(void **state)
{
    static const struct {
        const char *headers, *target, *body, *code;
        int status;
    } rows[] = {
        {"Content-Type: text/plain\r\n", "/v1/ward", "{}", "unsupported-media-type", 415},
        {"", "/v1/ward", "{}", "unsupported-media-type", 415},
        {"Content-Type: application/json\r\nContent-Type: text/plain\r\n", "/v1/ward", "{}",
         "unsupported-media-type", 415},
        {"Content-Type: Application/JSON; charset=utf-8\r\n", "/v1/ward", "{}", "missing-parameter",
         400},
        {AS_JSON, "/v1/ward", "", "bad-body", 400},
        {AS_JSON, "/v1/ward", "[]", "bad-body", 400},
        {AS_JSON, "/v1/ward", "{\"lat\":1,\"lat\":1}", "bad-body", 400},
        {AS_JSON, "/v1/ward", "{} {}", "bad-body", 400},
        {AS_JSON, "/v1/ward", "{\"lat\":null}", "bad-body", 400},
        {AS_JSON, "/v1/ward", "{\"lat\":[[1]]}", "bad-body", 400},
        {AS_JSON, "/v1/ward?lat=54.6", "{\"lon\":-1.2}", "bad-request", 400},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer answer;
        char wanted[64];
        (void)snprintf(wanted, sizeof wanted, "\"code\":\"%s\"", rows[i].code);
        client_ask(&client, "POST", rows[i].target, rows[i].headers, rows[i].body, &answer);
        if (answer.status != rows[i].status || !answer_holds(&answer, wanted)) {
            fail_msg("%s %s: %s%s", rows[i].headers, rows[i].body, answer.head, answer.body);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_route_answers),
        cmocka_unit_test(test_head_is_get_without_body),
        cmocka_unit_test(test_get_and_post_give_the_same_bytes),
        cmocka_unit_test(test_cli_prints_the_same_bytes),
        cmocka_unit_test(test_geojson_is_negotiated),
        cmocka_unit_test(test_etag_gives_304),
        cmocka_unit_test(test_gzip_holds_the_plain_answer),
        cmocka_unit_test(test_gzip_is_not_forced),
        cmocka_unit_test(test_wrong_method_names_the_right_ones),
        cmocka_unit_test(test_errors_are_problems),
        cmocka_unit_test(test_bodies_are_judged),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
