/* Starting: settings and their order, refusals and their exit status, the access log. */
#include <setjmp.h>
#include <signal.h>
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

#define PACK "--pack", NA_TEST_PACK
#define ANY_PORT "--listen", "127.0.0.1:0"

static struct daemon server;

static void test_refused_starts(void **state)
{
    static const struct {
        int status;
        const char *says;
        const char *args[8];
    } rows[] = {
        {2, "give --pack DIR or --snapshot FILE", {ANY_PORT}},
        {2, "both given", {PACK, "--snapshot", "x.nad"}},
        {2, "given more than once", {PACK, PACK}},
        {2, "add --allow-remote", {PACK, "--listen", "0.0.0.0:0"}},
        {2, "add --allow-remote", {PACK, "--listen", "[::]:0"}},
        {2, "for example 127.0.0.1:8080", {PACK, "--listen", "localhost:80"}},
        {2, "for example 127.0.0.1:8080", {PACK, "--listen", "127.0.0.1:65536"}},
        {2, "for example 127.0.0.1:8080", {PACK, "--listen", "127.0.0.1"}},
        {2, "a whole number from 0 to 64", {PACK, "--threads", "65"}},
        {2, "a whole number from 256 to 16777216", {PACK, "--body-limit", "1e9"}},
        {2, "Unexpected argument", {PACK, "more"}},
        {2, "unrecognized option", {"--colour"}},
        {3, "pack.ini", {"--pack", "/nonexistent", ANY_PORT}},
        {3, "nonexistent", {"--snapshot", "/nonexistent", ANY_PORT}},
        {4, "nonexistent.ini", {PACK, "--config", "/nonexistent.ini"}},
        {4, "not one of this machine's", {PACK, "--listen", "192.0.2.1:1", "--allow-remote"}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        daemon_spawn(&server, rows[i].args, NULL);
        int status = daemon_wait_end(&server);
        /* Missing data is bad data or bad input, as the layer that finds it sees it. */
        bool right = status == rows[i].status || (rows[i].status == 3 && status == 4);
        /* Root may not listen on such an address at all. */
        bool remote = rows[i].status == 4 && i + 1 == sizeof rows / sizeof rows[0];
        const char *says = remote && geteuid() == 0 ? "runs as root" : rows[i].says;
        if (remote && geteuid() == 0) {
            right = status == 2;
        }
        if (!right || strstr(server.said, says) == NULL) {
            fail_msg("row %zu: status %d, said:\n%s", i, status, server.said);
        }
    }
}

static void test_help_and_version(void **state)
{
    static const struct {
        const char *option, *says;
    } rows[] = {{"--version", "nearaidd 0."},
                {"--help", "nearaidd --pack data/shapefiles/tees-demo"},
                {"--help", "--allow-remote"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char command[512];
        static char said[16384];
        (void)snprintf(command, sizeof command, "'%s' %s", NA_TEST_DAEMON, rows[i].option);
        FILE *pipe = popen(command, "r");
        assert_non_null(pipe);
        said[fread(said, 1, sizeof said - 1, pipe)] = '\0';
        assert_int_equal(pclose(pipe), 0);
        if (strstr(said, rows[i].says) == NULL || strstr(said, "build-to-fd") != NULL) {
            fail_msg("%s says:\n%s", rows[i].option, said);
        }
    }
}

static void test_port_in_use_is_refused(void **state)
{
    struct daemon second;
    char listen[40];
    (void)state;
    daemon_start(&server, (const char *const[]){PACK, NULL});
    (void)snprintf(listen, sizeof listen, "127.0.0.1:%u", (unsigned int)server.port);
    daemon_spawn(&second, (const char *const[]){PACK, "--listen", listen, NULL}, NULL);
    assert_int_equal(daemon_wait_end(&second), 4);
    assert_non_null(strstr(second.said, "another program listens there"));
    daemon_stop(&server);
}

static void test_banner_names_the_data(void **state)
{
    (void)state;
    daemon_start(&server, (const char *const[]){PACK, NULL});
    daemon_wait_said(&server, "pack \"Tees demonstration\" sha256:");
    daemon_wait_said(&server, ", 83 wards (2023), ");
    daemon_wait_said(&server, "transformation ");
    daemon_stop(&server);
}

/* Option beats variable beats file; seen by which limit a body meets. */
static void test_order_of_settings(void **state)
{
    char path[] = "/tmp/nearaidd-test-XXXXXX";
    char config[64];
    static const struct {
        const char *variable, *option;
        size_t limit;
    } rows[] = {{NULL, NULL, 300},
                {"NEARAID_BODY_LIMIT=400", NULL, 400},
                {"NEARAID_BODY_LIMIT=400", "500", 500}};
    (void)state;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_true(dprintf(fd, "[nearaidd]\npack = %s\nlisten = 127.0.0.1:0\nbody-limit = 300\n",
                        NA_TEST_PACK) > 0);
    close(fd);
    (void)snprintf(config, sizeof config, "NEARAID_CONFIG=%s", path);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *args[] = {rows[i].option != NULL ? "--body-limit" : NULL, rows[i].option, NULL};
        const char *variables[] = {config, rows[i].variable, NULL};
        daemon_spawn(&server, args, variables);
        daemon_wait_said(&server, "listening on http://127.0.0.1:");
        server.port = (uint16_t)strtoul(server.said + server.seen, NULL, 10);
        for (size_t more = 0; more < 2; more++) {
            char body[600];
            memset(body, ' ', sizeof body);
            body[rows[i].limit + more] = '\0';
            struct client client;
            struct answer answer;
            client_open(&client, server.port);
            client_ask(&client, "POST", "/v1/ward", "Content-Type: application/json\r\n", body,
                       &answer);
            assert_int_equal(answer.status, more == 0 ? 400 : 413);
            client_close(&client);
        }
        daemon_stop(&server);
    }
    assert_int_equal(unlink(path), 0);
}

static void test_bad_configuration_names_file_and_line(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"[nearaidd]\ncolour = red\n", "line 2"},
        {"[other]\npack = x\n", "Unknown section [other]"},
        {"pack = x\n", "Unknown section []"},
        {"[nearaidd]\nconfig = x\n", "Unknown key"},
        {"[nearaidd]\nallow-remote = maybe\npack = x\n", "yes or no"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char path[] = "/tmp/nearaidd-test-XXXXXX";
        int fd = mkstemp(path);
        assert_true(fd >= 0);
        assert_true(dprintf(fd, "%s", rows[i].text) > 0);
        close(fd);
        daemon_spawn(&server, (const char *const[]){"--config", path, NULL}, NULL);
        int status = daemon_wait_end(&server);
        if ((status != 3 && status != 2) || strstr(server.said, rows[i].says) == NULL) {
            fail_msg("row %zu: status %d, said:\n%s", i, status, server.said);
        }
        assert_int_equal(unlink(path), 0);
    }
}

/* Positions are personal data. */
static void test_access_log_tells_no_position(void **state)
{
    static const char *const targets[] = {"/v1/ward?lat=54.6867416&lon=-1.2079518",
                                          "/v1/nearest?gridref=NZ50773258&kind=bleed_cabinet",
                                          "/v1/wards/E05013038",
                                          "/v1/assets/hartlepool-bleed-2",
                                          "/secret/place",
                                          "/v1/ward?lat=54.6867416&lon=x"};
    static const char *const never[] = {
        "54.68", "1.2079", "NZ5077", "E05013038", "hartlepool-bleed", "secret", "?"};
    (void)state;
    daemon_start(&server, (const char *const[]){PACK, NULL});
    size_t banner = server.said_length;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct client client;
        struct answer answer;
        client_open(&client, server.port);
        client_ask(&client, "GET", targets[i], NULL, NULL, &answer);
        client_ask(&client, "POST", "/v1/ward", "Content-Type: application/json\r\n",
                   "{\"lat\":54.6867416,\"lon\":-1.2079518}", &answer);
        client_close(&client);
    }
    daemon_stop(&server);
    const char *log = server.said + banner;
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        if (strstr(log, never[i]) != NULL) {
            fail_msg("\"%s\" is in the log:\n%s", never[i], log);
        }
    }
    assert_non_null(strstr(log, "GET /v1/ward 200 "));
    assert_non_null(strstr(log, "POST /v1/ward 200 "));
    assert_non_null(strstr(log, "GET /v1/wards/{code} 200 "));
    assert_non_null(strstr(log, "GET none 404 "));
}

/* What is documented is served, and what is served documented. */
/* The path with an x for each pair of braces, and the parameter. */
static void put_target(char *to, size_t size, const char *path, const char *name)
{
    size_t length = 0;
    while (*path != '\0' && length + 1 < size) {
        bool braces = *path == '{';
        to[length++] = braces ? 'x' : *path;
        path += braces ? strcspn(path, "}") + 1 : 1;
    }
    (void)snprintf(to + length, size - length, "?%s=x", name);
}

static void test_openapi_is_the_route_table(void **state)
{
    struct client client;
    struct answer answer;
    (void)state;
    daemon_start(&server, (const char *const[]){PACK, "--no-access-log", NULL});
    client_open(&client, server.port);
    client_ask(&client, "GET", "/openapi.json", NULL, NULL, &answer);
    json_t *document = json_loadb(answer.body, answer.length, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(document);
    json_t *paths = json_object_get(document, "paths");
    client_ask(&client, "GET", "/", NULL, NULL, &answer);
    json_t *index = json_loadb(answer.body, answer.length, 0, NULL);
    assert_int_equal(json_object_size(paths), json_array_size(json_object_get(index, "routes")));
    const char *path;
    json_t *item;
    json_object_foreach(paths, path, item)
    {
        char allow[80];
        client_ask(&client, "OPTIONS", path, NULL, NULL, &answer);
        assert_int_equal(answer.status, 204);
        answer_header(&answer, "Allow", allow, sizeof allow);
        assert_true((strstr(allow, "POST") != NULL) == (json_object_get(item, "post") != NULL));
        json_t *get = json_object_get(item, "get");
        assert_true((strstr(allow, "GET") != NULL) == (get != NULL));
        const char *method = get != NULL ? "GET" : "POST"; /* of a table */
        const char *headers = get != NULL ? NULL : "Content-Type: text/csv\r\n";
        json_t *operation = get != NULL ? get : json_object_get(item, "post");
        assert_non_null(json_object_get(json_object_get(operation, "responses"), "200"));
        /* Each parameter is known to its route: its example draws no "unknown". */
        size_t i;
        json_t *parameter;
        json_array_foreach(json_object_get(operation, "parameters"), i, parameter)
        {
            char target[160];
            const char *name = json_string_value(json_object_get(parameter, "name"));
            if (strcmp(json_string_value(json_object_get(parameter, "in")), "query") == 0) {
                put_target(target, sizeof target, path, name);
                client_ask(&client, method, target, headers, get != NULL ? NULL : "", &answer);
                assert_false(answer_holds(&answer, "unknown-parameter"));
            }
        }
    }
    json_decref(index);
    json_decref(document);
    client_close(&client);
    daemon_stop(&server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused_starts),
        cmocka_unit_test(test_help_and_version),
        cmocka_unit_test(test_port_in_use_is_refused),
        cmocka_unit_test(test_banner_names_the_data),
        cmocka_unit_test(test_order_of_settings),
        cmocka_unit_test(test_bad_configuration_names_file_and_line),
        cmocka_unit_test(test_access_log_tells_no_position),
        cmocka_unit_test(test_openapi_is_the_route_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
