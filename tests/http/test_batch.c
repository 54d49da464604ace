/* Tables in, tables out: formats, parameters, and the same bytes as everywhere else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "client.h"
#include "daemon.h"
#include "upload.h"

static struct daemon server;

#define WARD "/v1/batch/ward"
#define NEAREST "/v1/batch/nearest?kind=bleed_cabinet"
#define TABLE "id,lat,lon\n1,54.6867,-1.2080\n2,,\n3,x,1\n4,10,10\n"

static int start(void **state)
{
    (void)state;
    daemon_start(&server, (const char *const[]){"--pack", NA_TEST_PACK, NULL});
    return 0;
}

static int stop(void **state)
{
    (void)state;
    daemon_stop(&server);
    return 0;
}

static void test_csv_keeps_every_row(void **state)
{
    (void)state;
    struct answer answer;
    upload_ask(server.port, WARD, UPLOAD_CSV, TABLE, &answer);
    assert_int_equal(answer.status, 200);
    assert_header(&answer, "Content-Type", "text/csv; charset=utf-8");
    assert_header(&answer, "Cache-Control", "no-store");
    assert_header(&answer, "Nearaid-Batch",
                  "read=4, inside=1, boundary=0, none=1, no_location=1, bad=1");
    assert_string_equal(answer.body,
                        "id,lat,lon,ward_code,ward_name,authority_code,authority_name,match\n"
                        "1,54.6867,-1.2080,E05013038,Burn Valley,E06000001,Hartlepool,inside\n"
                        "2,,,,,,,no_location\n3,x,1,,,,,bad\n4,10,10,,,,,none\n");
}

/* The command line on the same table. */
static void test_csv_is_that_of_join(void **state)
{
    static const struct {
        const char *query, *options;
    } rows[] = {
        {"", ""},
        {"?lat=2&lon=3&add=ward_code,match,boundary_distance_m,certain,alternatives,vintage",
         "--lat 2 --lon 3 --add ward_code,match,boundary_distance_m,certain,alternatives,vintage"},
        {"?prefix=na_&accuracy_m=200&add=certain,area:patrols,nearest:bleed_cabinet",
         "--prefix na_ --accuracy-m 200 --add certain,area:patrols,nearest:bleed_cabinet"},
        {"?as_at=2024-02", "--as-at 2024-02"},
    };
    (void)state;
    const unsigned int seed = 20261121;
    printf("seed %u\n", seed);
    char *table = upload_table(seed, 3000);
    char path[] = "/tmp/nearaid-batch-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, table, strlen(table)), strlen(table));
    close(fd);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        static char said[CLIENT_BYTES];
        char text[1024];
        struct answer answer;
        (void)snprintf(text, sizeof text,
                       NA_TEST_CLI " join --pack " NA_TEST_PACK " %s -i %s 2>/dev/null",
                       rows[i].options, path);
        FILE *pipe = popen(text, "r");
        assert_non_null(pipe);
        said[fread(said, 1, sizeof said - 1, pipe)] = '\0';
        assert_int_equal(pclose(pipe), 0);
        (void)snprintf(text, sizeof text, WARD "%s", rows[i].query);
        upload_ask(server.port, text, UPLOAD_CSV, table, &answer);
        assert_int_equal(answer.status, 200);
        assert_string_equal(answer.body, said);
    }
    unlink(path);
    free(table);
}

/* Every line holds what the question alone would have been answered. */
static void check_answers(const char *batch, const char *single, size_t rows)
{
    const unsigned int seed = 77;
    printf("seed %u\n", seed);
    char *table = upload_table(seed, rows);
    struct answer answer;
    upload_ask(server.port, batch, UPLOAD_ANSWERS, table, &answer);
    assert_int_equal(answer.status, 200);
    assert_header(&answer, "Content-Type", "application/x-ndjson");
    char *lines = strdup(answer.body);
    struct client client;
    client_open(&client, server.port);
    char *line = lines;
    const char *row = strchr(table, '\n') + 1;
    for (size_t i = 1; i <= rows; i++) {
        char target[256];
        char wanted[64];
        const char *comma = strchr(row, ',') + 1;
        (void)snprintf(target, sizeof target, "%s&lat=%.9s&lon=%.9s", single, comma, comma + 10);
        client_ask(&client, "GET", target, NULL, NULL, &answer);
        assert_int_equal(answer.status, 200);
        int length = snprintf(wanted, sizeof wanted, "{\"row\":%zu,\"ok\":true,\"result\":", i);
        char *end = strchr(line, '\n');
        assert_non_null(end);
        *end = '\0';
        assert_int_equal(strncmp(line, wanted, (size_t)length), 0);
        assert_int_equal(end[-1], '}');
        end[-1] = '\0';
        assert_string_equal(line + length, answer.body);
        line = end + 1;
        row = strchr(row, '\n') + 1;
    }
    assert_string_equal(line, "");
    client_close(&client);
    free(lines);
    free(table);
}

static void test_answers_are_those_of_the_question(void **state)
{
    (void)state;
    check_answers(WARD, "/v1/ward?accuracy_m=0", 300);
    check_answers(NEAREST "&kind=radio_premises&k=2&max_m=9000&as_at=2026-06-30&status=in_service"
                          "&status=unknown",
                  "/v1/nearest?kind=bleed_cabinet&kind=radio_premises&k=2&max_m=9000"
                  "&as_at=2026-06-30&status=in_service&status=unknown",
                  300);
}

static void test_problems_stand_in_their_rows(void **state)
{
    static const char body[] = "{\"lat\":54.6867,\"lon\":-1.208}\n{\"lat\":54.6867}\nnonsense\n"
                               "{\"lat\":\"54.6867\",\"lon\":\"-1.2080\"}\n";
    static const bool good[] = {true, false, false, true};
    (void)state;
    struct answer answer;
    upload_ask(server.port, WARD, UPLOAD_NDJSON, body, &answer);
    assert_int_equal(answer.status, 200);
    assert_header(&answer, "Content-Type", "application/x-ndjson");
    const char *line = answer.body;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        const char *end = strchr(line, '\n');
        assert_non_null(end);
        json_t *object = json_loadb(line, (size_t)(end - line), 0, NULL);
        assert_int_equal(json_integer_value(json_object_get(object, "row")), i + 1);
        assert_true(json_is_true(json_object_get(object, "ok")) == good[i]);
        assert_true(json_is_object(json_object_get(object, "result")) == good[i]);
        const char *code =
            json_string_value(json_object_get(json_object_get(object, "problem"), "code"));
        assert_true((code != NULL) != good[i]);
        json_decref(object);
        line = end + 1;
    }
    assert_string_equal(line, "");
}

static void test_geojson_is_one_document(void **state)
{
    (void)state;
    struct answer answer;
    upload_ask(server.port, WARD, UPLOAD_CSV "Accept: application/geo+json\r\n", TABLE, &answer);
    assert_int_equal(answer.status, 200);
    assert_header(&answer, "Content-Type", "application/geo+json");
    json_t *document = json_loadb(answer.body, answer.length, 0, NULL);
    assert_int_equal(json_array_size(json_object_get(document, "features")), 4);
    json_decref(document);
}

static void test_heads_are_judged(void **state)
{
    static const struct {
        const char *target, *headers, *holds; /* of the body, or of the head when 200 */
        int status;
    } rows[] = {
        {WARD, "", "unsupported-media-type", 415},
        {WARD, "Content-Type: application/json\r\n", "unsupported-media-type", 415},
        {WARD, UPLOAD_CSV "Content-Type: text/csv\r\n", "unsupported-media-type", 415},
        {WARD, UPLOAD_CSV "Content-Encoding: br\r\n", "unsupported-media-type", 415},
        {WARD, UPLOAD_CSV "Content-Encoding: gzip\r\n", "read=4", 200}, /* it is not packed */
        {WARD, "Content-Type: text/csv; charset=klingon\r\n", "unsupported-media-type", 415},
        {WARD, "Content-Type: Text/CSV; charset=\"windows-1252\"\r\n", "text/csv", 200},
        {WARD, UPLOAD_CSV "Accept: text/html\r\n", "not-acceptable", 406},
        {WARD, UPLOAD_CSV "Accept: */*\r\n", "text/csv", 200},
        {WARD, UPLOAD_CSV "Accept: text/csv;q=0.5, application/*\r\n", "application/x-ndjson", 200},
        {WARD, "Content-Type: text/csv; header=absent\r\n", "\"param\":\"columns\"", 400},
        {WARD "?columns=a,lat,lon", "Content-Type: text/csv; header=absent\r\n", "read=5", 200},
        {WARD "?colour=red", UPLOAD_CSV, "unknown-parameter", 400},
        {WARD "?lat=id&lat=id", UPLOAD_CSV, "repeated-parameter", 400},
        {WARD "?lat=lat", UPLOAD_CSV, "\"code\":\"", 400},
        {WARD "?lat=breite&lon=lon", UPLOAD_CSV, "breite", 400},
        {WARD "?add=nonsense", UPLOAD_CSV, "\"param\":\"add\"", 400},
        {WARD "?vintage=1066", UPLOAD_CSV, "unknown-vintage", 400},
        {WARD "?vintage=2023&as_at=2023-06", UPLOAD_CSV, "conflicting-parameters", 400},
        {WARD "?as_at=soon", UPLOAD_CSV, "\"param\":\"as_at\"", 400},
        {WARD "?accuracy_m=-1", UPLOAD_CSV, "parameter-out-of-range", 400},
        {WARD "?delimiter=ab", UPLOAD_CSV, "\"param\":\"delimiter\"", 400},
        {WARD "?delimiter=5", UPLOAD_CSV, "\"param\":\"delimiter\"", 400},
        {WARD "?delimiter=%22", UPLOAD_CSV, "\"param\":\"delimiter\"", 400},
        {WARD "?profile=fbi", UPLOAD_CSV, "\"param\":\"profile\"", 400},
        {WARD "?spreadsheet_safe=yes", UPLOAD_CSV, "read=4", 200},
        {WARD "?kind=bleed_cabinet", UPLOAD_CSV, "unknown-parameter", 400},
        {"/v1/batch/nearest", UPLOAD_CSV, "missing-parameter", 400},
        {"/v1/batch/nearest?kind=dragon", UPLOAD_CSV, "unknown-kind", 400},
        {NEAREST "&k=0", UPLOAD_CSV, "parameter-out-of-range", 400},
        {NEAREST "&vintage=2023&k=2", UPLOAD_CSV, "found=2", 200},
        {"/v1/batch/hotspots", UPLOAD_CSV, "no-such-route", 404},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer answer;
        upload_ask(server.port, rows[i].target, rows[i].headers, TABLE, &answer);
        const char *where = answer.status == 200 ? answer.head : answer.body;
        if (answer.status != rows[i].status || strstr(where, rows[i].holds) == NULL) {
            fail_msg("%s %s: %s%s", rows[i].target, rows[i].headers, answer.head, answer.body);
        }
    }
}

/* One reader of delimiters: what join takes, a parameter takes (%2B was refused here once). */
static void test_delimiters_are_those_of_join(void **state)
{
    static const struct {
        const char *parameter;
        char delimiter;
    } rows[] = {{"%2B", '+'}, {"%3B", ';'}, {"%7C", '|'},  {"tab", '\t'},
                {"%3A", ':'}, {"~", '~'},   {"pipe", '|'}, {"comma", ','}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char target[128];
        char table[128];
        char wanted[160];
        struct answer answer;
        char c = rows[i].delimiter;
        (void)snprintf(target, sizeof target, WARD "?add=ward_name,match&delimiter=%s",
                       rows[i].parameter);
        (void)snprintf(table, sizeof table, "id%clat%clon\n1%c54.6867%c-1.2080\n", c, c, c, c);
        (void)snprintf(wanted, sizeof wanted,
                       "id%clat%clon%cward_name%cmatch\n1%c54.6867%c-1.2080%cBurn Valley%cinside\n",
                       c, c, c, c, c, c, c, c);
        upload_ask(server.port, target, UPLOAD_CSV, table, &answer);
        assert_int_equal(answer.status, 200);
        assert_string_equal(answer.body, wanted);
    }
}

/* A client that waits for leave to send is refused at once. */
static void test_waiting_client_is_refused_first(void **state)
{
    (void)state;
    struct client client;
    struct answer answer;
    client_open(&client, server.port);
    client_text(&client, "POST " WARD "?x=1 HTTP/1.1\r\nHost: localhost\r\n" UPLOAD_CSV
                         "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n");
    client_read(&client, false, &answer);
    assert_int_equal(answer.status, 400);
    assert_true(client_ended(&client));
    client_close(&client);
}

/* One that does not is heard to its end, and the connection stays in step. */
static void test_refused_body_is_taken(void **state)
{
    (void)state;
    struct client client;
    struct answer answer;
    char *table = upload_table(5, 20000);
    client_open(&client, server.port);
    client_ask(&client, "POST", WARD "?lat=none&lon=lon", UPLOAD_CSV, table, &answer);
    assert_int_equal(answer.status, 400);
    client_ask(&client, "POST", WARD, UPLOAD_CSV, TABLE, &answer);
    assert_int_equal(answer.status, 200);
    client_close(&client);
    free(table);
}

static void test_empty_bodies(void **state)
{
    (void)state;
    struct answer answer;
    upload_ask(server.port, WARD, UPLOAD_CSV, "", &answer);
    assert_int_equal(answer.status, 400);
    assert_true(answer_holds(&answer, "bad-body"));
    upload_ask(server.port, WARD, UPLOAD_NDJSON, "", &answer);
    assert_int_equal(answer.status, 200);
    assert_int_equal(answer.length, 0);
    upload_ask(server.port, WARD, UPLOAD_CSV, "id,lat,lon\n", &answer);
    assert_int_equal(answer.status, 200);
    assert_header(&answer, "Nearaid-Batch",
                  "read=0, inside=0, boundary=0, none=0, no_location=0, bad=0");
}

static void test_only_post_is_served(void **state)
{
    static const char *const methods[] = {"GET", "HEAD", "PUT", "DELETE"};
    (void)state;
    struct client client;
    struct answer answer;
    client_open(&client, server.port);
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        client_ask(&client, methods[i], WARD, NULL, NULL, &answer);
        assert_int_equal(answer.status, 405);
        assert_header(&answer, "Allow", "POST, OPTIONS");
    }
    client_ask(&client, "OPTIONS", WARD, NULL, NULL, &answer);
    assert_int_equal(answer.status, 204);
    assert_header(&answer, "Allow", "POST, OPTIONS");
    client_close(&client);
}

static void test_contract_describes_it(void **state)
{
    (void)state;
    struct client client;
    struct answer answer;
    client_open(&client, server.port);
    client_ask(&client, "GET", "/openapi.json", NULL, NULL, &answer);
    json_t *document = json_loadb(answer.body, answer.length, 0, NULL);
    json_t *path = json_object_get(json_object_get(document, "paths"), WARD);
    assert_null(json_object_get(path, "get"));
    json_t *post = json_object_get(path, "post");
    assert_true(json_array_size(json_object_get(post, "parameters")) > 10);
    json_t *body = json_object_get(json_object_get(post, "requestBody"), "content");
    assert_non_null(json_object_get(body, "text/csv"));
    assert_non_null(json_object_get(body, "application/x-ndjson"));
    json_decref(document);
    client_close(&client);
}

/* Rows are personal data. */
static void test_log_holds_no_row(void **state)
{
    (void)state;
    struct answer answer;
    upload_ask(server.port, WARD "?lat=secretlat&lon=lon", UPLOAD_CSV, "secretlat,lon\n", &answer);
    upload_ask(server.port, WARD "?columns=secretlat,lon", UPLOAD_CSV, "secret,54.1234\n", &answer);
    daemon_wait_said(&server, "POST " WARD " 400");
    assert_null(strstr(server.said, "secret"));
    assert_null(strstr(server.said, "54.1234"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv_keeps_every_row),
        cmocka_unit_test(test_csv_is_that_of_join),
        cmocka_unit_test(test_answers_are_those_of_the_question),
        cmocka_unit_test(test_problems_stand_in_their_rows),
        cmocka_unit_test(test_geojson_is_one_document),
        cmocka_unit_test(test_heads_are_judged),
        cmocka_unit_test(test_delimiters_are_those_of_join),
        cmocka_unit_test(test_waiting_client_is_refused_first),
        cmocka_unit_test(test_refused_body_is_taken),
        cmocka_unit_test(test_empty_bodies),
        cmocka_unit_test(test_only_post_is_served),
        cmocka_unit_test(test_contract_describes_it),
        cmocka_unit_test(test_log_holds_no_row),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
