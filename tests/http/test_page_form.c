/* The page's form as a browser without JavaScript sends it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "client.h"
#include "daemon.h"

#define FORM "Accept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\n"
#define LONG_50 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LONG_200 LONG_50 LONG_50 LONG_50 LONG_50

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

static void test_forms_are_answered_on_the_page(void **state)
{
    static const struct {
        const char *body;
        int status;
        const char *holds[4];
    } rows[] = {
        {"q=TS24+8AY&kind=bleed_cabinet",
         200,
         {"<h2>From TS24 8AY, good to ", "data-id=\"hartlepool-bleed-2\"",
          "<p class=\"operator\">Demonstration data: no such cabinet is known",
          "value=\"TS24 8AY\""}},
        {"q=TS24+8AY", 200, {"data-id=\"hartlepool-bleed-2\"", "card first"}},
        {"q=TS24+8AY&kind=bleed_cabinet&usable=yes",
         200,
         {"Nearer, but not to be relied on", "Nothing found: ", "value=\"yes\" checked"}},
        {"q=TS24+8AY&kind=radio_premises&usable=any",
         200,
         {"value=\"radio_premises\" checked", "class=\"cards\""}},
        {"q=54.6858%2C+-1.2140&name=The+Clock&accuracy_m=30&kind=bleed_cabinet",
         200,
         {"From The Clock, at 54.68580, -1.21400, good to 30 m"}},
        {"q=NZ+509+326", 200, {"From NZ 509 326, good to "}},
        {"q=orange+box", 200, {"Tranquillity House"}},
        {"q=example&kind=bleed_cabinet",
         422,
         {"data-code=\"ambiguous-place\"", "class=\"candidates\"", "Which is meant?",
          "<input type=\"hidden\" name=\"kind\" value=\"bleed_cabinet\">"}},
        {"q=nowhere+at+all",
         422,
         {"data-code=\"place-not-found\"", "Nothing of that name is known",
          "Give a postcode, a grid reference, or fewer words"}},
        {"q=TS24+8QQ", 422, {"data-code=\"unknown-postcode\"", "Perhaps one of these?"}},
        {"q=&kind=bleed_cabinet", 400, {"No place was given", "Type a postcode"}},
        {"", 400, {"No place was given"}},
        {"q=TS24+8AY&kind=nothing", 400, {"data-code=\"unknown-kind\""}},
        {"q=TS24+8AY&usable=perhaps", 400, {"data-code=\""}},
        {"q=TS24+8AY&colour=red", 400, {"data-code=\"unknown-parameter\""}},
        {"q=TS24+8AY&q=TS24+8AX", 400, {"data-code=\"repeated-parameter\""}},
        {"q=" LONG_200 LONG_200 LONG_200 LONG_200 LONG_200, 422, {"data-code=\"place-not-found\""}},
        {"q=" LONG_200 LONG_200 LONG_200 LONG_200 LONG_200 "a", 400, {"data-code=\""}},
        {"q=%ZZ", 400, {"data-code=\"bad-request\""}},
        {"q=91.5%2C+190", 422, {"data-code=\"bad-coordinates\""}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer answer;
        client_ask(&client, "POST", "/", FORM, rows[i].body, &answer);
        if (answer.status != rows[i].status) {
            fail_msg("%s: %d %.*s", rows[i].body, answer.status, (int)answer.length, answer.body);
        }
        assert_header(&answer, "Content-Type", "text/html; charset=utf-8");
        assert_header(&answer, "Cache-Control", "no-store");
        assert_header(&answer, "ETag", "");
        assert_true(answer_holds(&answer, "</html>"));
        for (size_t j = 0; j < 4 && rows[i].holds[j] != NULL; j++) {
            if (!answer_holds(&answer, rows[i].holds[j])) {
                fail_msg("%s: no %s in %.*s", rows[i].body, rows[i].holds[j], (int)answer.length,
                         answer.body);
            }
        }
    }
}

/* Refused as no form at all, which no browser sends from the page. */
static void test_what_is_no_form(void **state)
{
    static char longest[2050] = "q=";
    static const struct {
        const char *target, *headers, *body;
        int status;
        const char *holds;
    } rows[] = {
        {"/", "Content-Type: application/json\r\n", "{\"q\":\"TS24 8AY\"}", 415,
         "unsupported-media-type"},
        {"/", "Content-Type: text/plain\r\n", "q=TS24 8AY", 415, "unsupported-media-type"},
        {"/", "Content-Type: multipart/form-data; boundary=x\r\n", "--x--", 415,
         "unsupported-media-type"},
        {"/", "", "q=TS24+8AY", 415, "unsupported-media-type"},
        {"/", FORM "Content-Type: text/html\r\n", "q=TS24+8AY", 415, "unsupported-media-type"},
        {"/", FORM "Content-Encoding: gzip\r\n", "q=TS24+8AY", 415, "unsupported-media-type"},
        {"/?q=TS24+8AY", FORM, "kind=bleed_cabinet", 400, "bad-request"},
        {"/v1/locate", FORM, "q=TS24+8AY", 415, "unsupported-media-type"},
    };
    (void)state;
    struct answer answer;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        client_ask(&client, "POST", rows[i].target, rows[i].headers, rows[i].body, &answer);
        if (answer.status != rows[i].status || !answer_holds(&answer, rows[i].holds)) {
            fail_msg("row %zu: %d %.*s", i, answer.status, (int)answer.length, answer.body);
        }
        assert_header(&answer, "Content-Type", "application/problem+json");
    }
    memset(longest + 2, 'a', sizeof longest - 3);
    client_ask(&client, "POST", "/", FORM, longest, &answer);
    assert_int_equal(answer.status, 413);
    assert_header(&answer, "Content-Type", "text/html; charset=utf-8");
}

/* Append the text up to the next quote, each byte escaped as a browser may; returns its end. */
static const char *append_escaped(char *to, size_t size, const char *text)
{
    size_t used = strlen(to);
    for (; *text != '"'; text++) {
        used +=
            (size_t)snprintf(to + used, size - used, "%%%02X", (unsigned int)(unsigned char)*text);
    }
    return text;
}

/* What a browser sends for the hidden fields in [form, end). */
static void encode_fields(const char *form, const char *end, char *body, size_t size)
{
    static const char name[] = " name=\"";
    static const char value[] = " value=\"";
    body[0] = '\0';
    for (const char *at = form; (at = strstr(at, name)) != NULL && at < end;) {
        size_t used = strlen(body);
        (void)snprintf(body + used, size - used, "%s", used > 0 ? "&" : "");
        at = append_escaped(body, size, at + strlen(name));
        used = strlen(body);
        (void)snprintf(body + used, size - used, "=");
        at = strstr(at, value);
        assert_non_null(at);
        at = append_escaped(body, size, at + strlen(value));
    }
}

/* A candidate's button asks for that candidate: its form, sent as a browser would, is answered. */
static void test_each_candidate_can_be_chosen(void **state)
{
    static char text[CLIENT_BYTES];
    struct answer answer;
    size_t forms = 0;
    (void)state;
    client_ask(&client, "POST", "/", FORM, "q=example", &answer);
    (void)snprintf(text, sizeof text, "%.*s", (int)answer.length, answer.body);
    const char *form = strstr(text, "class=\"candidates\"");
    assert_non_null(form);
    for (; (form = strstr(form, "<form ")) != NULL; forms++) {
        char body[4096];
        const char *end = strstr(form, "</form>");
        encode_fields(form, end, body, sizeof body);
        client_ask(&client, "POST", "/", FORM, body, &answer);
        if (answer.status != 200 || !answer_holds(&answer, "From Example ")) {
            fail_msg("%s: %d", body, answer.status);
        }
        form = end;
    }
    assert_true(forms >= 2);
}

static void test_no_text_is_in_the_log(void **state)
{
    static const char *const bodies[] = {"q=TS24+8AY", "q=example", "q=nowhere+at+all",
                                         "q=%ZZxample"};
    static const char *const never[] = {"TS24", "8AY", "xample", "nowhere", "q="};
    struct daemon logging;
    struct client other;
    struct answer answer;
    (void)state;
    daemon_start(&logging, (const char *const[]){"--pack", NA_TEST_PACK, NULL});
    size_t banner = logging.said_length;
    client_open(&other, logging.port);
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        client_ask(&other, "POST", "/", FORM, bodies[i], &answer);
    }
    client_close(&other);
    daemon_stop(&logging);
    assert_non_null(strstr(logging.said + banner, "POST / 200 "));
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        if (strstr(logging.said + banner, never[i]) != NULL) {
            fail_msg("\"%s\" is in the log:\n%s", never[i], logging.said + banner);
        }
    }
}

/* The form is a question about a position like any other: with --audit-positions it is noted. */
static void test_positions_are_audited(void **state)
{
    char folder[] = "/tmp/nearaid-form-XXXXXX";
    char audit[64];
    char line[1024] = "";
    struct daemon noting;
    struct client other;
    struct answer answer;
    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(audit, sizeof audit, "%s/audit", folder);
    daemon_start(&noting, (const char *const[]){"--pack", NA_TEST_PACK, "--audit", audit,
                                                "--audit-positions", NULL});
    client_open(&other, noting.port);
    client_ask(&other, "GET", "/", FORM, NULL, &answer);
    client_ask(&other, "POST", "/", FORM, "q=nowhere+at+all", &answer);
    client_ask(&other, "POST", "/", FORM "X-Incident: CV-1\r\n", "q=NZ+509+326", &answer);
    assert_int_equal(answer.status, 200);
    client_ask(&other, "POST", "/", FORM, "q=NZ+509+326&incident=2026-11%2F0413", &answer);
    assert_int_equal(answer.status, 200);
    assert_true(answer_holds(&answer, "value=\"2026-11/0413\""));
    client_ask(&other, "POST", "/", FORM, "q=NZ+509+326&incident=54.6%2C-1.2", &answer);
    assert_int_equal(answer.status, 400);
    assert_true(answer_holds(&answer, "The number of the incident cannot be kept"));
    client_close(&other);
    daemon_stop(&noting);
    FILE *file = fopen(audit, "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    assert_non_null(strstr(line, "NZ 50 32"));
    assert_non_null(strstr(line, "CV-1"));
    assert_non_null(fgets(line, sizeof line, file));
    assert_non_null(strstr(line, "\"incident\":\"2026-11/0413\""));
    assert_null(fgets(line, sizeof line, file));
    assert_int_equal(fclose(file), 0);
    (void)unlink(audit);
    (void)rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms_are_answered_on_the_page),
        cmocka_unit_test(test_what_is_no_form),
        cmocka_unit_test(test_each_candidate_can_be_chosen),
        cmocka_unit_test(test_no_text_is_in_the_log),
        cmocka_unit_test(test_positions_are_audited),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
