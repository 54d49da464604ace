/* What the data hold is text and nothing else, wherever a page shows it; and the list has every
 * asset once. Pages are read by Python's own parser (read_page.py). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "client.h"
#include "daemon.h"

#define HTML "Accept: text/html\r\n"
#define FORM HTML "Content-Type: application/x-www-form-urlencoded\r\n"

/* Names of assets, and every other text of theirs. */
static const char *const payloads[] = {
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    "\"><svg onload=alert(4)>",
    "' onmouseover='alert(5)",
    "\" autofocus onfocus=\"alert(6)",
    "<a href=\"javascript:alert(7)\">x</a>",
    "<iframe src=\"//example.org\"></iframe>",
    "<style>*{display:none}</style>",
    "<!-- comment -->",
    "<!--answer-->",
    "--><b>bold</b>",
    "<![CDATA[x]]>",
    "<?php x ?>",
    "</title></head><body>",
    "</li></ol></section></main></body></html>",
    "&lt;b&gt; &amp; &#60;i&#62; &quot;",
    "<math><mtext></mtext></math>",
    "<form action=//example.org><input name=q>",
    "<base href=//example.org/>",
    "<template><p>x</template>",
    "\xE2\x80\xAE<b>backwards</b>",
    "`${alert(8)}`{{alert(9)}}",
};
#define PAYLOADS (sizeof payloads / sizeof payloads[0])

static char folder[] = "/tmp/nearaid-markup-XXXXXX";
static struct daemon server;
static struct client client;

static void path_of(const char *name, char *to, size_t size)
{
    (void)snprintf(to, size, "%s/%s", folder, name);
}

static FILE *create(const char *name)
{
    char path[128];
    path_of(name, path, sizeof path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    return file;
}

/* As a field of a CSV. */
static void put_field(FILE *file, const char *text)
{
    assert_true(fputs(",\"", file) >= 0);
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            assert_int_equal(fputc('"', file), '"');
        }
        assert_int_equal(fputc(*text, file), (unsigned char)*text);
    }
    assert_int_equal(fputc('"', file), '"');
}

static void put_assets(void)
{
    FILE *file = create("assets.csv");
    assert_true(fputs("id,kind,lat,lon,status,last_checked,access_locked,name,address,siting,w3w,"
                      "access,code_holder,code_holder_phone,aliases\n",
                      file) >= 0);
    for (size_t i = 0; i < PAYLOADS; i++) {
        assert_true(fprintf(file, "p%02zu,%s,54.%zu,-1.2,%s,2026-11-01,%s", i,
                            i % 2 == 0 ? "cabinet" : "box", 6800 + i,
                            i % 3 == 0 ? "out_of_service" : "in_service",
                            i % 4 == 0 ? "yes" : "no") > 0);
        for (int field = 0; field < 7; field++) {
            put_field(file, field == 3 ? "" : payloads[i]);
        }
        assert_true(fprintf(file, ",alias%02zu\n", i) > 0);
    }
    assert_int_equal(fclose(file), 0);
}

static int start(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    FILE *file = create("pack.ini");
    assert_true(fputs("[pack]\ntitle = <b>Title</b> \"&'\nattribution = <script>x</script>\n"
                      "[assets.a]\nfile = assets.csv\n",
                      file) >= 0);
    assert_int_equal(fclose(file), 0);
    put_assets();
    daemon_start(&server, (const char *const[]){"--pack", folder, NULL});
    client_open(&client, server.port);
    return 0;
}

static int stop(void **state)
{
    static const char *const names[] = {"pack.ini", "assets.csv", "page.html", "read"};
    (void)state;
    client_close(&client);
    daemon_stop(&server);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[128];
        path_of(names[i], path, sizeof path);
        (void)unlink(path);
    }
    (void)rmdir(folder);
    return 0;
}

/* The page as Python reads it, its items in lines; fails where it holds more than ours may. */
static void read_page(const struct answer *answer, char *to, size_t size)
{
    char command[512];
    FILE *file = create("page.html");
    assert_int_equal(fwrite(answer->body, 1, answer->length, file), answer->length);
    assert_int_equal(fclose(file), 0);
    (void)snprintf(
        command, sizeof command,
        "PATH=/usr/bin:$PATH python3 '%s/tests/http/read_page.py' < %s/page.html > %s/read",
        NA_TEST_SOURCE_DIR, folder, folder);
    if (system(command) != 0) {
        fail_msg("read_page.py refuses %.*s", (int)answer->length, answer->body);
    }
    char path[128];
    path_of("read", path, sizeof path);
    file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(to, 1, size - 1, file);
    to[length] = '\0';
    assert_int_equal(fclose(file), 0);
}

static size_t count_lines(const char *text, const char *line)
{
    size_t length = strlen(line);
    size_t count = 0;
    for (const char *at = text; *at != '\0'; at += strcspn(at, "\n") + 1) {
        count += strncmp(at, line, length) == 0 && at[length] == '\n';
        if (at[strcspn(at, "\n")] == '\0') {
            break;
        }
    }
    return count;
}

static void test_the_list_has_every_asset_once_and_inert(void **state)
{
    static char items[64 * 1024];
    struct answer answer;
    (void)state;
    client_ask(&client, "GET", "/list", HTML, NULL, &answer);
    assert_int_equal(answer.status, 200);
    read_page(&answer, items, sizeof items);
    for (size_t i = 0; i < PAYLOADS; i++) {
        char line[256];
        (void)snprintf(line, sizeof line, "id p%02zu", i);
        assert_int_equal(count_lines(items, line), 1);
        (void)snprintf(line, sizeof line, "name %s", payloads[i]);
        if (count_lines(items, line) != 1) {
            fail_msg("\"%s\" is not once in:\n%s", line, items);
        }
    }
}

static void test_answers_are_inert(void **state)
{
    static char items[64 * 1024];
    static const char *const usable[] = {"any", "not_no", "yes"};
    (void)state;
    for (size_t i = 0; i < PAYLOADS * 3; i++) {
        char body[256];
        char line[256];
        struct answer answer;
        size_t payload = i / 3;
        (void)snprintf(body, sizeof body, "q=54.%zu%%2C+-1.2&kind=%s&usable=%s", 6800 + payload,
                       payload % 2 == 0 ? "cabinet" : "box", usable[i % 3]);
        client_ask(&client, "POST", "/", FORM, body, &answer);
        assert_int_equal(answer.status, 200);
        read_page(&answer, items, sizeof items);
        (void)snprintf(line, sizeof line, "name %s", payloads[payload]);
        /* On its card and, if nearer than the first, among those not to be relied on. */
        if (count_lines(items, line) == 0) {
            fail_msg("%s: no \"%s\" in:\n%s", body, line, items);
        }
    }
}

/* What was typed comes back in the box and in the candidates. */
static void test_what_is_typed_is_inert(void **state)
{
    static char items[64 * 1024];
    (void)state;
    for (size_t i = 0; i < PAYLOADS; i++) {
        char fields[3][256] = {"", "", "q=alias"};
        struct answer answer;
        for (size_t field = 0; field < 2; field++) {
            size_t used = (size_t)snprintf(fields[field], sizeof fields[field], "%s",
                                           field == 0 ? "q=" : "q=54.68%2C-1.2&name=");
            for (const char *c = payloads[i]; *c != '\0'; c++) {
                used += (size_t)snprintf(fields[field] + used, sizeof fields[field] - used,
                                         "%%%02x", (unsigned int)(unsigned char)*c);
            }
        }
        (void)snprintf(fields[2], sizeof fields[2], "q=alias%02zu", i);
        for (size_t field = 0; field < 3; field++) {
            client_ask(&client, "POST", "/", FORM, fields[field], &answer);
            assert_true(answer.status == 200 || answer.status == 422);
            read_page(&answer, items, sizeof items);
        }
    }
}

/* The reader itself must be able to refuse. */
static void test_the_reader_refuses_markup(void **state)
{
    char command[512];
    (void)state;
    for (size_t i = 0; i < PAYLOADS; i++) {
        bool is_text = strchr(payloads[i], '<') == NULL;
        FILE *file = create("page.html");
        assert_true(fprintf(file, "<html><body><p>%s</p></body></html>", payloads[i]) > 0);
        assert_int_equal(fclose(file), 0);
        (void)snprintf(command, sizeof command,
                       "PATH=/usr/bin:$PATH python3 '%s/tests/http/read_page.py' < %s/page.html > "
                       "%s/read 2>&1",
                       NA_TEST_SOURCE_DIR, folder, folder);
        bool refused = system(command) != 0;
        if (refused == is_text) {
            fail_msg("%s: %s", payloads[i], refused ? "refused" : "taken");
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_list_has_every_asset_once_and_inert),
        cmocka_unit_test(test_answers_are_inert),
        cmocka_unit_test(test_what_is_typed_is_inert),
        cmocka_unit_test(test_the_reader_refuses_markup),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
