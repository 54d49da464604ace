/* Who may see a code, what is noted of it, and where it never comes; and words as text/plain. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "client.h"
#include "daemon.h"

#define SECRET "C0DE-7391"
#define ACCESS "/v1/assets/cab%201/access"
#define ANY_PORT "--listen", "127.0.0.1:0"

static char folder[] = "/tmp/nearaid-access-XXXXXX";
static char paths[6][128]; /* pack.ini, assets, codes, tokens, audit, template */
static struct daemon server;
static struct client client;

static void put(size_t i, const char *name, const char *text, mode_t mode)
{
    (void)snprintf(paths[i], sizeof paths[i], "%s/%s", folder, name);
    FILE *file = fopen(paths[i], "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(paths[i], mode), 0);
}

/* "desk:control:" and "page:view:" with the digests that the system's tool gives. */
static void put_tokens(void)
{
    char command[300];
    char text[512] = "# who may see codes\n";
    static const char *const names[][2] = {{"desk:control:", "control-token"},
                                           {"page:view:", "view-token"}};
    for (size_t i = 0; i < 2; i++) {
        char digest[65] = "";
        (void)snprintf(command, sizeof command, "printf %%s %s | sha256sum", names[i][1]);
        FILE *pipe = popen(command, "r");
        assert_non_null(pipe);
        assert_int_equal(fread(digest, 1, 64, pipe), 64);
        assert_int_equal(pclose(pipe), 0);
        size_t used = strlen(text);
        (void)snprintf(text + used, sizeof text - used, "%s%s\n", names[i][0], digest);
    }
    put(3, "tokens", text, 0600);
}

static int start(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    put(0, "pack.ini",
        "[pack]\ntitle = Access\naccess_codes = codes.csv\n[assets.a]\nfile = assets.csv\n", 0644);
    put(1, "assets.csv",
        "id,kind,name,lat,lon,access_locked,code_holder\ncab 1,cabinet,One,54.68,-1.21,yes,Desk\n"
        "cab 2,cabinet,Two,54.69,-1.21,yes,Desk\n",
        0644);
    put(2, "codes.csv", "id,code\ncab 1," SECRET "\n", 0600);
    put(5, "say.en.txt", "{name} of {kind}\n", 0644);
    put_tokens();
    (void)snprintf(paths[4], sizeof paths[4], "%s/audit", folder);
    daemon_start(&server, (const char *const[]){"--pack", folder, "--tokens", paths[3], "--audit",
                                                paths[4], "--templates", folder, NULL});
    client_open(&client, server.port);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    client_close(&client);
    daemon_stop(&server);
    for (size_t i = 0; i < 6; i++) {
        (void)unlink(paths[i]);
    }
    (void)rmdir(folder);
    return 0;
}

static size_t audit_lines(const char *text)
{
    char line[4096];
    size_t count = 0;
    FILE *file = fopen(paths[4], "rb");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        assert_null(strstr(line, SECRET));
        assert_null(strstr(line, "control-token"));
        count += strstr(line, text) != NULL;
    }
    assert_int_equal(fclose(file), 0);
    return count;
}

static void test_codes_are_for_the_control_room(void **state)
{
    static const struct {
        const char *headers, *target;
        int status;
        const char *holds;
    } rows[] = {
        {"", ACCESS, 401, "\"unauthorized\""},
        {"Authorization: Bearer wrong\r\n", ACCESS, 401, "\"unauthorized\""},
        {"Authorization: Bearer \r\n", ACCESS, 401, "\"unauthorized\""},
        {"Authorization: Basic control-token\r\n", ACCESS, 401, "\"unauthorized\""},
        {"Authorization: Bearer control-token\r\nAuthorization: Bearer control-token\r\n", ACCESS,
         401, "\"unauthorized\""},
        {"Authorization: Bearer view-token\r\n", ACCESS, 403, "\"forbidden\""},
        {"Authorization: Bearer view-token\r\n", "/v1/assets/none/access", 403, "\"forbidden\""},
        {"Authorization: Bearer control-token\r\n", "/v1/assets/none/access", 404,
         "\"no-such-asset\""},
        {"Authorization: Bearer control-token\r\n", "/v1/assets/cab%202/access", 404,
         "\"no-access-code\""},
        {"Authorization: Bearer control-token\r\n", ACCESS "?x=1", 400, "\"unknown-parameter\""},
        {"Authorization: Bearer control-token\r\n", "/v1/assets//access", 404, "\"no-such-route\""},
        {"Authorization: Bearer control-token\r\n", "/v1/assets/a/b/access", 404,
         "\"no-such-route\""},
    };
    (void)state;
    struct answer answer;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        client_ask(&client, "GET", rows[i].target, rows[i].headers, NULL, &answer);
        if (answer.status != rows[i].status || !answer_holds(&answer, rows[i].holds)) {
            fail_msg("row %zu: %d %.*s", i, answer.status, (int)answer.length, answer.body);
        }
        assert_false(answer_holds(&answer, SECRET));
        assert_header(&answer, "WWW-Authenticate", rows[i].status == 401 ? "Bearer" : "");
        assert_int_equal(audit_lines("access-code"), 0);
    }
    client_ask(&client, "GET", ACCESS, "Authorization: bearer control-token\r\n", NULL, &answer);
    assert_int_equal(answer.status, 200);
    assert_true(answer_holds(&answer, "\"code\":\"" SECRET "\""));
    assert_header(&answer, "Cache-Control", "no-store");
    assert_int_equal(audit_lines("\"token\":\"desk\",\"asset\":\"cab 1\"}"), 1);
    struct stat seen;
    assert_int_equal(stat(paths[4], &seen), 0);
    assert_int_equal(seen.st_mode & 0777, 0600);
}

static void test_the_code_is_nowhere_else(void **state)
{
    static const char *const targets[] = {"/v1/nearest?lat=54.68&lon=-1.21&kind=cabinet",
                                          "/v1/assets",
                                          "/v1/assets?f=geojson",
                                          "/v1/assets/cab%201",
                                          "/v1/datasets",
                                          "/healthz",
                                          "/readyz",
                                          "/metrics",
                                          "/openapi.json",
                                          "/"};
    (void)state;
    struct answer answer;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        client_ask(&client, "GET", targets[i], "Authorization: Bearer control-token\r\n", NULL,
                   &answer);
        assert_int_equal(answer.status, 200);
        assert_false(answer_holds(&answer, SECRET));
    }
    assert_null(strstr(server.said, SECRET));
    assert_null(strstr(server.said, "control-token"));
}

/* A room whose token may see the code that the pack holds can use what it opens. */
static void test_a_code_held_here_is_told_to_the_control_room_alone(void **state)
{
    static const struct {
        const char *headers;
        bool here;
    } rows[] = {{"", false},
                {"Authorization: Bearer wrong\r\n", false},
                {"Authorization: Bearer view-token\r\n", false},
                {"Authorization: Bearer control-token\r\n", true},
                {"", false}};
    static const char target[] = "/v1/nearest?lat=54.68&lon=-1.21&kind=cabinet&k=1";
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer answer;
        client_ask(&client, "GET", target, rows[i].headers, NULL, &answer);
        assert_int_equal(answer.status, 200);
        assert_int_equal(answer_holds(&answer, "\"code_here\":true"), rows[i].here);
        assert_int_equal(answer_holds(&answer, "Code held here: F4"),
                         false); /* none is sent for it */
        assert_false(answer_holds(&answer, SECRET));
    }
}

/* What the list says of codes depends on the token, and so does what a cache may keep of it. */
static void test_a_cache_keeps_apart_what_a_token_sees(void **state)
{
    static const char *const targets[] = {"/v1/assets", "/v1/assets?f=geojson",
                                          "/v1/assets/cab%201"};
    static const char token[] = "Authorization: Bearer control-token\r\n";
    (void)state;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct answer answer;
        char nobodys[48], rooms[48], headers[160];
        client_ask(&client, "GET", targets[i], NULL, NULL, &answer);
        assert_header(&answer, "Vary", "Accept, Accept-Encoding, Authorization");
        assert_false(answer_holds(&answer, "\"code_here\":true"));
        answer_header(&answer, "ETag", nobodys, sizeof nobodys);
        client_ask(&client, "GET", targets[i], token, NULL, &answer);
        assert_true(answer_holds(&answer, "\"code_here\":true"));
        answer_header(&answer, "ETag", rooms, sizeof rooms);
        assert_string_not_equal(nobodys, rooms);
        (void)snprintf(headers, sizeof headers, "%sIf-None-Match: %s\r\n", token, nobodys);
        client_ask(&client, "GET", targets[i], headers, NULL, &answer);
        assert_int_equal(answer.status, 200);
        assert_true(answer_holds(&answer, "\"code_here\":true"));
    }
    struct answer answer;
    client_ask(&client, "GET", "/v1/wards", token, NULL, &answer);
    assert_int_equal(answer.status, 422); /* the pack has none */
}

static void test_words_are_plain_text(void **state)
{
    (void)state;
    struct answer answer;
    static const char target[] = "/v1/nearest?lat=54.68&lon=-1.21&kind=cabinet&k=2";
    client_ask(&client, "GET", target, "Accept: text/plain\r\n", NULL, &answer);
    assert_int_equal(answer.status, 200);
    assert_header(&answer, "Content-Type", "text/plain; charset=utf-8");
    assert_int_equal(answer.length, strlen("One of Cabinet\nTwo of Cabinet\n"));
    assert_memory_equal(answer.body, "One of Cabinet\nTwo of Cabinet\n", answer.length);
    client_ask(&client, "GET", target, "Accept: */*\r\n", NULL, &answer);
    assert_header(&answer, "Content-Type", "application/json");
    assert_true(answer_holds(&answer, "\"say\":{\"caller\":\"Two of Cabinet\""));
    client_ask(&client, "GET", "/v1/assets", "Accept: text/plain\r\n", NULL, &answer);
    assert_int_equal(answer.status, 406);
}

static void test_wrong_files_are_refused(void **state)
{
    (void)state;
    static struct daemon other;
    static const struct {
        const char *text;
        mode_t mode;
        bool audit;
        int status;
        const char *says;
    } rows[] = {
        {"desk:control:00\n", 0600, true, 3, "64 hexadecimal digits"},
        {"desk:boss:00\n", 0600, true, 3, "neither view nor control"},
        {":control:00\n", 0600, true, 3, "name is missing"},
        {"", 0604, true, 3, "open to others"},
        {"", 0620, true, 3, "written by its group"},
        {"", 0600, false, 2, "--audit FILE"},
    };
    char path[160];
    (void)snprintf(path, sizeof path, "%s/other", folder);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_true(fputs(rows[i].text, file) >= 0);
        assert_int_equal(fclose(file), 0);
        assert_int_equal(chmod(path, rows[i].mode), 0);
        daemon_spawn(&other,
                     (const char *const[]){"--pack", folder, ANY_PORT, "--tokens", path,
                                           rows[i].audit ? "--audit" : NULL, paths[4], NULL},
                     NULL);
        int status = daemon_wait_end(&other);
        if (status != rows[i].status || strstr(other.said, rows[i].says) == NULL) {
            fail_msg("row %zu: status %d, said:\n%s", i, status, other.said);
        }
    }
    (void)unlink(path);
}

/* Issue 11, fault 7: who can decide what the file of tokens holds decides who sees codes. */
static void test_tokens_that_others_may_have_written_are_refused(void **state)
{
    static struct daemon other;
    char path[160];
    char link[160];
    (void)state;
    (void)snprintf(path, sizeof path, "%s/of-another", folder);
    (void)snprintf(link, sizeof link, "/tmp/nearaid-link-%ld", (long)getpid());
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(symlink(paths[3], link), 0);
    const struct {
        const char *path, *says;
    } rows[] = {{link, "through a link in a folder that all may write to"},
                {path, "belongs to another user"}};
    size_t count = chown(path, 1, 1) == 0 ? 2 : 1; /* only root gives files away */
    for (size_t i = 0; i < count; i++) {
        daemon_spawn(&other,
                     (const char *const[]){"--pack", folder, ANY_PORT, "--tokens", rows[i].path,
                                           "--audit", paths[4], NULL},
                     NULL);
        int status = daemon_wait_end(&other);
        if (status != 3 || strstr(other.said, rows[i].says) == NULL) {
            fail_msg("%s: status %d, said:\n%s", rows[i].path, status, other.said);
        }
    }
    (void)unlink(link);
    (void)unlink(path);
}

/* Issue 11, fault 7: such a file was served without a word. */
static void test_a_compiled_file_with_codes_that_others_can_read_is_told(void **state)
{
    static struct daemon other;
    char path[160];
    char command[600];
    (void)state;
    (void)snprintf(path, sizeof path, "%s/codes.nad", folder);
    (void)snprintf(command, sizeof command, NA_TEST_CLI " compile %s -o %s 2>/dev/null", folder,
                   path);
    assert_int_equal(system(command), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(chmod(path, i == 0 ? 0640 : 0644), 0);
        daemon_start(&other, (const char *const[]){"--snapshot", path, NULL});
        assert_int_equal(strstr(other.said, "holds access codes, and others can read it") != NULL,
                         i);
        daemon_stop(&other);
    }
    (void)unlink(path);
}

/* Issue 11, fault 7: refusals of a token were counted as status 0. */
static void test_refused_tokens_are_counted_by_their_status(void **state)
{
    struct answer answer;
    (void)state;
    client_ask(&client, "GET", ACCESS, "", NULL, &answer);
    assert_int_equal(answer.status, 401);
    client_ask(&client, "GET", ACCESS, "Authorization: Bearer view-token\r\n", NULL, &answer);
    assert_int_equal(answer.status, 403);
    client_ask(&client, "GET", "/metrics", NULL, NULL, &answer);
    assert_non_null(strstr(
        answer.body, "nearaid_requests_total{route=\"/v1/assets/{id}/access\",status=\"401\"}"));
    assert_non_null(strstr(
        answer.body, "nearaid_requests_total{route=\"/v1/assets/{id}/access\",status=\"403\"}"));
    assert_null(strstr(answer.body, "status=\"0\""));
    static const char *const names[] = {"nearaid_build_info{version=\"",
                                        "\nprocess_cpu_seconds_total ",
                                        "\nprocess_start_time_seconds ",
                                        "\nprocess_resident_memory_bytes ",
                                        "\nprocess_virtual_memory_bytes ",
                                        "\nprocess_open_fds ",
                                        "\nprocess_max_fds "};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strstr(answer.body, names[i]) == NULL) {
            fail_msg("no %s in the metrics:\n%s", names[i], answer.body);
        }
    }
    const char *start = strstr(answer.body, "\nprocess_start_time_seconds ");
    int64_t age = (int64_t)time(NULL) - (int64_t)strtoull(start + 28, NULL, 10);
    assert_true(age >= -2 && age < 3600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes_are_for_the_control_room),
        cmocka_unit_test(test_the_code_is_nowhere_else),
        cmocka_unit_test(test_a_code_held_here_is_told_to_the_control_room_alone),
        cmocka_unit_test(test_a_cache_keeps_apart_what_a_token_sees),
        cmocka_unit_test(test_words_are_plain_text),
        cmocka_unit_test(test_wrong_files_are_refused),
        cmocka_unit_test(test_tokens_that_others_may_have_written_are_refused),
        cmocka_unit_test(test_a_compiled_file_with_codes_that_others_can_read_is_told),
        cmocka_unit_test(test_refused_tokens_are_counted_by_their_status),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
