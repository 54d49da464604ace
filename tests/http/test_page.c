/* The page: its files and headers, its choice by Accept, its tags, and its form without JavaScript.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "client.h"
#include "daemon.h"

#define HTML "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n"
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

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

static void get(const char *target, const char *headers, struct answer *answer)
{
    client_ask(&client, "GET", target, headers, NULL, answer);
}

/* What a browser is told to allow is this and no more. */
static void assert_page_headers(const struct answer *answer)
{
    static const char *const rows[][2] = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src "
         "'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"X-Frame-Options", "DENY"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Access-Control-Allow-Origin", ""},
        {"Set-Cookie", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_header(answer, rows[i][0], rows[i][1]);
    }
}

static void test_each_kind_of_file(void **state)
{
    static const char *const rows[][2] = {
        {"/", "text/html; charset=utf-8"},
        {"/list", "text/html; charset=utf-8"},
        {"/list?kind=bleed_cabinet", "text/html; charset=utf-8"},
        {"/web/page.css", "text/css; charset=utf-8"},
        {"/web/list.css", "text/css; charset=utf-8"},
        {"/web/page.js", "text/javascript; charset=utf-8"},
        {"/web/icon.svg", "image/svg+xml"},
        {"/web/leaflet/leaflet.js", "text/javascript; charset=utf-8"},
        {"/web/leaflet/leaflet.css", "text/css; charset=utf-8"},
        {"/web/leaflet/images/layers.png", "image/png"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer answer;
        char tag[64];
        get(rows[i][0], HTML, &answer);
        if (answer.status != 200 || answer.length == 0) {
            fail_msg("%s: %d", rows[i][0], answer.status);
        }
        assert_header(&answer, "Content-Type", rows[i][1]);
        assert_header(&answer, "Cache-Control", "no-cache");
        assert_header(&answer, "Vary", i == 0 ? "Accept, Accept-Encoding" : "Accept-Encoding");
        answer_header(&answer, "ETag", tag, sizeof tag);
        assert_true(tag[0] == '"');
        assert_page_headers(&answer);
    }
}

static void test_what_is_no_file(void **state)
{
    static const struct {
        const char *target;
        int status;
    } rows[] = {
        {"/web/index.html", 404},
        {"/web/README.md", 404},
        {"/web/", 404},
        {"/web/none.js", 404},
        {"/web/page.css?v=1", 400},
        {"/web/page%2ecss", 404},
        {"/web/..%2fREADME.md", 404},
        {"/web/leaflet", 404},
        {"/web/leaflet/", 404},
        {"/web/leaflet/leaflet.min.js", 404},
        {"/web/leaflet/images/none.png", 404},
        {"/web/leaflet/images/../leaflet.js", 404},
        {"/?q=TS24+8AY", 400},
        {"/list?kind=nothing", 400},
        {"/list?x=1", 400},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer answer;
        get(rows[i].target, HTML, &answer);
        if (answer.status != rows[i].status) {
            fail_msg("%s: %d", rows[i].target, answer.status);
        }
        assert_header(&answer, "Content-Type", "application/problem+json");
        assert_header(&answer, "Cache-Control", "no-store");
    }
}

static void test_accept_chooses(void **state)
{
    static const struct {
        const char *method, *target, *headers, *body;
        int status;
        const char *type;
    } rows[] = {
        {"GET", "/", NULL, NULL, 200, "application/json"},
        {"GET", "/", "Accept: */*\r\n", NULL, 200, "application/json"},
        {"GET", "/", "Accept: application/json\r\n", NULL, 200, "application/json"},
        {"GET", "/", "Accept: text/html;q=0.5,application/json\r\n", NULL, 200, "application/json"},
        {"GET", "/", "Accept: text/html\r\n", NULL, 200, "text/html; charset=utf-8"},
        {"GET", "/", "Accept: text/*\r\n", NULL, 200, "text/html; charset=utf-8"},
        {"GET", "/", HTML, NULL, 200, "text/html; charset=utf-8"},
        {"GET", "/", "Accept: image/png\r\n", NULL, 406, "application/problem+json"},
        {"GET", "/list", NULL, NULL, 200, "text/html; charset=utf-8"},
        {"GET", "/list", "Accept: application/json\r\n", NULL, 406, "application/problem+json"},
        {"GET", "/web/page.js", "Accept: image/png\r\n", NULL, 200,
         "text/javascript; charset=utf-8"},
        {"POST", "/", FORM, "q=TS24+8AY", 200, "text/html; charset=utf-8"},
        {"POST", "/", FORM "Accept: application/json\r\n", "q=TS24+8AY", 406,
         "application/problem+json"},
        {"POST", "/list", FORM, "kind=bleed_cabinet", 405, "application/problem+json"},
        {"POST", "/web/page.js", FORM, "a=b", 405, "application/problem+json"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer answer;
        client_ask(&client, rows[i].method, rows[i].target, rows[i].headers, rows[i].body, &answer);
        if (answer.status != rows[i].status) {
            fail_msg("row %zu, %s: %d", i, rows[i].target, answer.status);
        }
        assert_header(&answer, "Content-Type", rows[i].type);
    }
}

static void test_tags(void **state)
{
    static const char *const targets[] = {"/", "/list", "/web/page.js", "/web/leaflet/leaflet.js",
                                          "/web/leaflet/images/layers.png"};
    (void)state;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct answer answer;
        char tag[64];
        char zipped[64];
        char headers[256];
        get(targets[i], HTML, &answer);
        answer_header(&answer, "ETag", tag, sizeof tag);
        (void)snprintf(headers, sizeof headers, HTML "If-None-Match: %s\r\n", tag);
        client_text(&client, "GET ");
        client_text(&client, targets[i]);
        client_text(&client, " HTTP/1.1\r\nHost: localhost\r\n");
        client_text(&client, headers);
        client_text(&client, "\r\n");
        client_read(&client, true, &answer);
        assert_int_equal(answer.status, 304);
        assert_header(&answer, "ETag", tag);
        get(targets[i], HTML "If-None-Match: \"other\"\r\n", &answer);
        assert_int_equal(answer.status, 200);
        get(targets[i], HTML "Accept-Encoding: gzip\r\n", &answer);
        answer_header(&answer, "ETag", zipped, sizeof zipped);
        assert_string_not_equal(tag, zipped);
    }
}

static void test_gzip_is_the_same(void **state)
{
    static const char *const targets[] = {"/", "/list", "/web/page.css", "/web/icon.svg",
                                          "/web/leaflet/leaflet.js"};
    static char plain[CLIENT_BYTES];
    static char unzipped[CLIENT_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct answer answer;
        get(targets[i], HTML, &answer);
        size_t length = answer.length;
        memcpy(plain, answer.body, length);
        get(targets[i], HTML "Accept-Encoding: gzip\r\n", &answer);
        assert_header(&answer, "Content-Encoding", "gzip");
        z_stream stream = {.next_in = (unsigned char *)(uintptr_t)answer.body,
                           .avail_in = (unsigned int)answer.length,
                           .next_out = (unsigned char *)unzipped,
                           .avail_out = sizeof unzipped};
        assert_int_equal(inflateInit2(&stream, 31), Z_OK);
        assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
        assert_int_equal(stream.total_out, length);
        assert_memory_equal(unzipped, plain, length);
        (void)inflateEnd(&stream);
    }
}

/* Every src and href of the page and of the list is one of ours and is there. */
static void test_what_pages_refer_to_is_served(void **state)
{
    static const char *const pages[] = {"/", "/list"};
    static const char *const names[] = {" src=\"", " href=\""};
    static char text[CLIENT_BYTES];
    size_t found = 0;
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct answer answer;
        get(pages[i / 2], HTML, &answer);
        (void)snprintf(text, sizeof text, "%.*s", (int)answer.length, answer.body);
        for (char *at = text; (at = strstr(at, names[i % 2])) != NULL; found++) {
            char target[256];
            at += strlen(names[i % 2]);
            (void)snprintf(target, sizeof target, "%.*s", (int)strcspn(at, "\""), at);
            if (target[0] == '#') {
                continue;
            }
            get(target, HTML, &answer);
            if (target[0] != '/' || target[1] == '/' || answer.status != 200) {
                fail_msg("%s refers to %s: %d", pages[i / 2], target, answer.status);
            }
        }
    }
    assert_true(found >= 6);
}

static void test_every_placeholder_is_filled(void **state)
{
    struct answer answer;
    (void)state;
    get("/", HTML, &answer);
    assert_false(answer_holds(&answer, "<!--"));
    static const char *const holds[] = {"Tees demonstration",
                                        "class=\"band\"",
                                        "Demonstration data",
                                        "value=\"bleed_cabinet\" checked",
                                        "class=\"attribution\"",
                                        "Data issued 20",
                                        "sha256:",
                                        "name=\"usable\"",
                                        "method=\"post\" action=\"/\""};
    for (size_t i = 0; i < sizeof holds / sizeof holds[0]; i++) {
        if (!answer_holds(&answer, holds[i])) {
            fail_msg("no %s in the page", holds[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_kind_of_file),
        cmocka_unit_test(test_what_is_no_file),
        cmocka_unit_test(test_accept_chooses),
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_gzip_is_the_same),
        cmocka_unit_test(test_what_pages_refer_to_is_served),
        cmocka_unit_test(test_every_placeholder_is_filled),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
