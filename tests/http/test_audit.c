/* The audit of positions: one line an answer, to 1 km, never near what is sensitive; and no
 * position in any other line that is written. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "client.h"
#include "daemon.h"

#define LINES_MAX 64
#define JSON_BODY "Content-Type: application/json\r\n"

static struct daemon server;
static struct client client;
static char folder[64];
static char audit[128];
static char tokens[128];

static void run_shell(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void run_shell(const char *format, ...)
{
    char command[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(command, sizeof command, format, args);
    va_end(args);
    assert_int_equal(system(command), 0);
}

static int start(void **state)
{
    (void)state;
    char pack[128];
    (void)snprintf(folder, sizeof folder, "/tmp/nearaid-audit-XXXXXX");
    assert_non_null(mkdtemp(folder));
    (void)snprintf(pack, sizeof pack, "%s/pack", folder);
    (void)snprintf(audit, sizeof audit, "%s/audit.log", folder);
    (void)snprintf(tokens, sizeof tokens, "%s/tokens", folder);
    run_shell("cp -R '%s' '%s'", NA_TEST_PACK, pack);
    run_shell("chmod -R u+w '%s'", pack);
    run_shell("(printf 'desk-1:view:' && printf 'night-watch' | sha256sum | cut -c1-64) > '%s' && "
              "chmod 600 '%s'",
              tokens, tokens);
    daemon_start(&server, (const char *const[]){"--pack", pack, "--audit", audit,
                                                "--audit-positions", "--tokens", tokens, NULL});
    client_open(&client, server.port);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    client_close(&client);
    daemon_stop(&server);
    run_shell("rm -rf '%s'", folder);
    return 0;
}

/* All lines of a file, as JSON. */
static size_t read_lines(const char *path, json_t **lines)
{
    char line[4096];
    size_t count = 0;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        assert_true(count < LINES_MAX);
        lines[count] = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(lines[count]);
        count++;
    }
    (void)fclose(file);
    return count;
}

static void ask(const char *method, const char *target, const char *headers, const char *body,
                int status)
{
    struct answer answer;
    client_ask(&client, method, target, headers, body, &answer);
    if (answer.status != status) {
        fail_msg("%s: %s%s", target, answer.head, answer.body);
    }
}

static const char *text_or_null(const json_t *line, const char *name)
{
    const json_t *value = json_object_get(line, name);
    assert_non_null(value);
    return json_is_null(value) ? "null" : json_string_value(value);
}

/* The station, NZ 51160 32697. */
#define STATION "lat=54.6867416&lon=-1.2079518"

static const struct {
    const char *method, *target, *headers, *body;
    int status;
    const char *route; /* NULL: no line */
    const char *token, *incident, *square;
} rows[] = {
    {"GET", "/v1/ward?" STATION, NULL, NULL, 200, "ward", "null", "null", "NZ 51 32"},
    {"GET", "/v1/ward?easting=451160&northing=532697", "X-Incident: 2026-11-21/0413\r\n", NULL, 200,
     "ward", "null", "2026-11-21/0413", "NZ 51 32"},
    {"POST", "/v1/nearest", JSON_BODY "Authorization: Bearer night-watch\r\nX-Incident: A_7\r\n",
     "{\"lat\":54.6867416,\"lon\":-1.2079518,\"kind\":\"bleed_cabinet\"}", 200, "nearest", "desk-1",
     "A_7", "NZ 51 32"},
    {"GET", "/v1/ward?" STATION, "Authorization: Bearer somebody\r\n", NULL, 200, "ward", "null",
     "null", "NZ 51 32"},
    {"GET", "/v1/ward?postcode=TS24+8AY", NULL, NULL, 200, "ward", "null", "null", "NZ 50 32"},
    {"GET", "/v1/ward?q=orange+box", NULL, NULL, 200, "ward", "null", "null", "NZ 51 33"},
    /* What is sensitive: asked for, among others, stood at, in everything. */
    {"GET", "/v1/nearest?" STATION "&kind=reporting_centre", NULL, NULL, 200, "nearest", "null",
     "null", "null"},
    {"GET", "/v1/nearest?" STATION "&kind=bleed_cabinet&kind=reporting_centre", NULL, NULL, 200,
     "nearest", "null", "null", "null"},
    {"GET", "/v1/ward?q=example+library", NULL, NULL, 200, "ward", "null", "null", "null"},
    {"GET", "/v1/here?" STATION, NULL, NULL, 200, "here", "null", "null", "null"},
    /* No answer about a position. */
    {"GET", "/v1/wards?limit=1", NULL, NULL, 200, NULL, "", "", ""},
    {"GET", "/v1/locate?q=TS24+8AY", NULL, NULL, 200, NULL, "", "", ""},
    {"GET", "/v1/nearest?" STATION "&kind=dragon", NULL, NULL, 400, NULL, "", "", ""},
    {"GET", "/healthz", NULL, NULL, 200, NULL, "", "", ""},
    /* A position where a reference should be, two of them. */
    {"GET", "/v1/ward?" STATION, "X-Incident: 54.6867,-1.2079\r\n", NULL, 400, NULL, "", "", ""},
    {"GET", "/v1/ward?" STATION, "X-Incident: a\r\nX-Incident: b\r\n", NULL, 400, NULL, "", "", ""},
    {"GET", "/v1/ward?" STATION, "X-Incident: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", NULL,
     400, NULL, "", "", ""},
};

static void each_position_answer_gets_its_line(void **state)
{
    (void)state;
    json_t *lines[LINES_MAX];
    size_t wanted = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ask(rows[i].method, rows[i].target, rows[i].headers, rows[i].body, rows[i].status);
    }
    size_t count = read_lines(audit, lines);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].route == NULL) {
            continue;
        }
        assert_true(wanted < count);
        const json_t *line = lines[wanted++];
        print_message("%s\n", rows[i].target);
        assert_string_equal(text_or_null(line, "event"), "position");
        assert_string_equal(text_or_null(line, "route"), rows[i].route);
        assert_string_equal(text_or_null(line, "token"), rows[i].token);
        assert_string_equal(text_or_null(line, "incident"), rows[i].incident);
        assert_string_equal(text_or_null(line, "square"), rows[i].square);
        assert_int_equal(strlen(text_or_null(line, "time")), strlen("2026-11-21T21:30:00Z"));
        assert_int_equal(json_object_size(line), 6);
    }
    assert_int_equal(count, wanted);
    for (size_t i = 0; i < count; i++) {
        json_decref(lines[i]);
    }
}

/* Neither what was asked nor where it lies is in a line of either log. */
static void no_line_holds_a_position(void **state)
{
    (void)state;
    static const char *const never[] = {"54.68",  "1.2079",  "20795",      "68674", "451160",
                                        "532697", "51160",   "32697",      "TS24",  "8AY",
                                        "orange", "library", "night-watch"};
    char said[65536];
    FILE *file = fopen(audit, "r");
    assert_non_null(file);
    size_t length = fread(said, 1, sizeof said - 1, file);
    (void)fclose(file);
    said[length] = '\0';
    daemon_wait_said(&server, "GET /v1/here 200");
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        if (strstr(said, never[i]) != NULL || strstr(server.said, never[i]) != NULL) {
            fail_msg("\"%s\" is in a log:\n%s\n%s", never[i], said, server.said);
        }
    }
}

/* Moved away, then SIGUSR1: the next line is in a new file, for its owner alone. */
static void a_moved_log_is_opened_anew(void **state)
{
    (void)state;
    char moved[160];
    json_t *lines[LINES_MAX];
    struct stat seen;
    (void)snprintf(moved, sizeof moved, "%s.1", audit);
    assert_int_equal(rename(audit, moved), 0);
    size_t before = read_lines(moved, lines);
    for (size_t i = 0; i < before; i++) {
        json_decref(lines[i]);
    }
    ask("GET", "/v1/ward?" STATION, NULL, NULL, 200); /* still into the moved one */
    assert_int_equal(kill(server.pid, SIGUSR1), 0);
    daemon_wait_said(&server, "audit log opened anew");
    ask("GET", "/v1/ward?" STATION, "X-Incident: after\r\n", NULL, 200);
    assert_int_equal(stat(audit, &seen), 0);
    assert_int_equal(seen.st_mode & 0777, 0600);
    assert_int_equal(read_lines(audit, lines), 1);
    assert_string_equal(text_or_null(lines[0], "incident"), "after");
    json_decref(lines[0]);
    size_t after = read_lines(moved, lines);
    assert_int_equal(after, before + 1);
    for (size_t i = 0; i < after; i++) {
        json_decref(lines[i]);
    }
}

/* A file that others could read is not gone on with: the former is. */
static void a_log_open_to_others_is_not_taken(void **state)
{
    (void)state;
    char moved[160];
    json_t *lines[LINES_MAX];
    (void)snprintf(moved, sizeof moved, "%s.2", audit);
    assert_int_equal(rename(audit, moved), 0);
    run_shell("touch '%s' && chmod 644 '%s'", audit, audit);
    assert_int_equal(kill(server.pid, SIGUSR1), 0);
    daemon_wait_said(&server, "the former audit log stays");
    ask("GET", "/v1/ward?" STATION, NULL, NULL, 200);
    assert_int_equal(read_lines(audit, lines), 0);
    size_t count = read_lines(moved, lines);
    assert_int_equal(count, 2);
    json_decref(lines[0]);
    json_decref(lines[1]);
}

static void positions_need_a_log(void **state)
{
    (void)state;
    static struct daemon other;
    daemon_spawn(&other,
                 (const char *const[]){"--pack", NA_TEST_PACK, "--listen", "127.0.0.1:0",
                                       "--audit-positions", NULL},
                 NULL);
    assert_int_equal(daemon_wait_end(&other), 2);
    assert_non_null(strstr(other.said, "no audit log"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_position_answer_gets_its_line),
        cmocka_unit_test(no_line_holds_a_position),
        cmocka_unit_test(a_moved_log_is_opened_anew),
        cmocka_unit_test(a_log_open_to_others_is_not_taken),
        cmocka_unit_test(positions_need_a_log),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
