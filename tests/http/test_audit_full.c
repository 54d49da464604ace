/* The audit log on a file system that is truly full (issue 11, fault 3): a line is in it whole or
 * not at all, and when there is room again every line can be read. */
/* unshare is Linux's own. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "client.h"
#include "daemon.h"

#define PAGE 4096
#define STATION "/v1/ward?lat=54.6867416&lon=-1.2079518"

static char folder[] = "/tmp/nearaid-full-XXXXXX";
static char audit[64];
static char ballast[64];
static struct daemon server;
static struct client client;

/* A memory file system of 16 pages in a name space of this test and its children. */
static int mount_small(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(audit, sizeof audit, "%s/audit.log", folder);
    (void)snprintf(ballast, sizeof ballast, "%s/ballast", folder);
    if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("nearaid", folder, "tmpfs", 0, "size=64k,mode=0700") != 0) {
        (void)rmdir(folder);
        print_message("skipped: only root may mount a small file system\n");
        folder[0] = '\0';
    }
    return 0;
}

static int unmount_small(void **state)
{
    (void)state;
    if (folder[0] != '\0') {
        (void)umount(folder);
        (void)rmdir(folder);
    }
    return 0;
}

static void fill(void)
{
    static const char zeros[PAGE];
    int fd = open(ballast, O_WRONLY | O_CREAT | O_APPEND, 0600);
    assert_true(fd >= 0);
    while (write(fd, zeros, sizeof zeros) > 0) {
    }
    assert_int_equal(close(fd), 0);
}

/* Lines as the daemon writes them, until the last page has room for `room` bytes. */
static void put_lines(size_t room)
{
    static const char form[] =
        "{\"time\":\"2026-11-21T21:30:00Z\",\"event\":\"position\",\"token\":"
        "null,\"route\":\"ward\",\"incident\":\"%0*d\",\"square\":null}\n";
    FILE *file = fopen(audit, "wb");
    assert_non_null(file);
    size_t length = (size_t)snprintf(NULL, 0, form, 1, 0);
    size_t left = PAGE - room;
    while (left > 2 * length) {
        assert_int_equal(fprintf(file, form, 1, 0), length);
        left -= length;
    }
    assert_int_equal(fprintf(file, form, (int)(left - length + 1), 0), left);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(audit, 0600), 0);
}

static size_t count_lines(void)
{
    char line[PAGE];
    size_t count = 0;
    FILE *file = fopen(audit, "rb");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        json_t *read = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
        if (read == NULL || strchr(line, '\n') == NULL) {
            fail_msg("line %zu cannot be read: %s", count + 1, line);
        }
        json_decref(read);
        count++;
    }
    assert_int_equal(fclose(file), 0);
    return count;
}

static void ask(int status)
{
    struct answer answer;
    client_ask(&client, "GET", STATION, NULL, NULL, &answer);
    if (answer.status != status) {
        fail_msg("%d: %s%s", status, answer.head, answer.body);
    }
}

static void start(void)
{
    daemon_start(&server, (const char *const[]){"--pack", NA_TEST_PACK, "--audit", audit,
                                                "--audit-positions", "--threads", "2", NULL});
    client_open(&client, server.port);
}

static void stop(void)
{
    client_close(&client);
    daemon_stop(&server);
}

static void a_full_disk_leaves_no_half_line(void **state)
{
    static const size_t rooms[] = {1, 20, 60, 0};
    (void)state;
    if (folder[0] == '\0') {
        skip();
    }
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        put_lines(rooms[i]);
        size_t before = count_lines();
        fill();
        start();
        for (int j = 0; j < 3; j++) {
            ask(500); /* no line, no answer */
            assert_int_equal(count_lines(), before);
        }
        daemon_wait_said(&server, "Cannot write the audit log: No space left on device");
        assert_int_equal(unlink(ballast), 0);
        ask(200);
        ask(200);
        assert_int_equal(count_lines(), before + 2);
        stop();
        assert_int_equal(unlink(audit), 0);
    }
}

/* The half line that a power cut or an older version left is cut off at the start; what is no line
 * of an audit log is not touched. */
static void a_half_line_is_cut_off_at_the_start(void **state)
{
    static const char *const halves[] = {"{\"time\":\"2026-11-21T2", "{\"ti", "{"};
    static const char not_ours[] = "some notes of somebody's";
    char text[64];
    (void)state;
    if (folder[0] == '\0') {
        skip();
    }
    for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++) {
        put_lines(2000);
        size_t before = count_lines();
        FILE *file = fopen(audit, "ab");
        assert_non_null(file);
        assert_true(fputs(halves[i], file) >= 0);
        assert_int_equal(fclose(file), 0);
        start();
        ask(200);
        assert_int_equal(count_lines(), before + 1);
        stop();
    }
    FILE *file = fopen(audit, "wb");
    assert_non_null(file);
    assert_true(fputs(not_ours, file) >= 0);
    assert_int_equal(fclose(file), 0);
    daemon_spawn(&server,
                 (const char *const[]){"--listen", "127.0.0.1:0", "--pack", NA_TEST_PACK, "--audit",
                                       audit, "--audit-positions", NULL},
                 NULL);
    assert_int_equal(daemon_wait_end(&server), 3);
    assert_non_null(strstr(server.said, "not of an audit log"));
    file = fopen(audit, "rb");
    assert_non_null(file);
    size_t length = fread(text, 1, sizeof text, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(length, strlen(not_ours));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_leaves_no_half_line),
        cmocka_unit_test(a_half_line_is_cut_off_at_the_start),
    };
    return cmocka_run_group_tests(tests, mount_small, unmount_small);
}
