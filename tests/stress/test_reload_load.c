/* Readers ask while good, corrupt and truncated packs are swapped: no request fails, and no answer
 * mixes two of them. The packs are the demonstration pack in two compiled versions that differ in
 * every ward's name; an answer must name the digest of the pack that its ward's name is from. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/report.h"
#include "compile/compile.h"
#include "data/slot.h"
#include "data/snapshot.h"
#include "http/server.h"
#include "io/file.h"

#define READERS 4
#define RELOADS 200
#define REPLY_BYTES 65536

/* A place well inside Victoria in the demonstration pack. */
#define PLACE "lat=54.6887&lon=-1.2228"

struct pack {
    struct na_buffer bytes;
    char digest[80];
    char name[32]; /* what its wards are called */
};

static struct pack packs[2];
static struct na_slot *slot;
static struct na_server *server;
static atomic_bool over;
static atomic_ulong answered[2];
static atomic_ulong failed;

static const char *const files[] = {"wards_2023.shp",       "wards_2023.shx",
                                    "wards_2023.cpg",       "wards_2023.prj",
                                    "hotspot_patrols.shp",  "hotspot_patrols.shx",
                                    "wards_2023.dbf",       "hotspot_patrols.dbf",
                                    "hotspot_patrols.cpg",  "pack.ini",
                                    "hotspot_patrols.prj",  "bleed_cabinets.csv",
                                    "radio_premises.csv",   "reporting_centres.csv",
                                    "postcodes.csv",        "towns.csv",
                                    "violence_top_ten.csv", "wards_2020.shp",
                                    "wards_2020.shx",       "wards_2020.dbf",
                                    "wards_2020.prj",       "wards_2020.cpg",
                                    "barrier_dock.shp",     "barrier_dock.shx",
                                    "barrier_dock.dbf",     "barrier_dock.prj",
                                    "barrier_dock.cpg",     "barrier_river.shp",
                                    "barrier_river.shx",    "barrier_river.dbf",
                                    "barrier_river.prj",    "barrier_river.cpg",
                                    "barrier_railway.shp",  "barrier_railway.shx",
                                    "barrier_railway.dbf",  "barrier_railway.prj",
                                    "barrier_railway.cpg"};
#define FILE_COUNT (sizeof files / sizeof files[0])

/* Victoria becomes Vict000A or Vict000B wherever it stands in the table of wards. */
static void rename_ward(struct na_file *file, const char *name)
{
    size_t length = strlen(name);
    size_t found = 0;
    for (size_t i = 0; i + length <= file->length; i++) {
        if (memcmp(file->bytes + i, "Victoria", length) == 0) {
            memcpy(file->bytes + i, name, length);
            found++;
        }
    }
    assert_true(found > 0);
}

static void make_pack(struct pack *pack, const char *name)
{
    char folder[] = "/tmp/nearaid-stress-XXXXXX";
    char path[512];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(pack->name, sizeof pack->name, "%s", name);
    for (size_t i = 0; i < FILE_COUNT; i++) {
        struct na_file file;
        (void)snprintf(path, sizeof path, NA_TEST_PACK "/%s", files[i]);
        assert_int_equal(na_file_read(path, 1 << 24, &file, NULL), NA_OK);
        if (strcmp(files[i], "wards_2023.dbf") == 0) {
            rename_ward(&file, name);
        }
        (void)snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        assert_int_equal(na_file_write_atomic(path, file.bytes, file.length, NULL), NA_OK);
        na_file_free(&file);
    }
    struct na_compile_options options = {.no_grid = true};
    struct na_report report;
    struct na_error error = {0};
    na_report_init(&report);
    na_buffer_init(&pack->bytes, 1 << 28);
    if (na_compile(folder, &options, &pack->bytes, &report, &error) != NA_OK) {
        fail_msg("%s: %s", error.file, error.message);
    }
    na_report_fini(&report);
    for (size_t i = 0; i < FILE_COUNT; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(rmdir(folder), 0);
}

/* Send a request and read the answer; false if it is not a whole 200. */
static bool ask(int fd, char *reply)
{
    static const char request[] = "GET /v1/ward?" PLACE " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    if (send(fd, request, sizeof request - 1, MSG_NOSIGNAL) != (ssize_t)sizeof request - 1) {
        return false;
    }
    size_t length = 0;
    for (;;) {
        ssize_t got = recv(fd, reply + length, REPLY_BYTES - 1 - length, 0);
        if (got <= 0) {
            return false;
        }
        length += (size_t)got;
        reply[length] = '\0';
        const char *end = strstr(reply, "\r\n\r\n");
        const char *size = strstr(reply, "Content-Length: ");
        if (end != NULL && size != NULL &&
            length >= (size_t)(end + 4 - reply) + strtoul(size + 16, NULL, 10)) {
            return strncmp(reply, "HTTP/1.1 200", 12) == 0;
        }
    }
}

static int open_connection(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(na_server_port(server))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static void *read_on(void *unused)
{
    char *reply = malloc(REPLY_BYTES);
    int fd = open_connection();
    (void)unused;
    while (reply != NULL && fd >= 0 && !atomic_load(&over)) {
        if (!ask(fd, reply)) {
            atomic_fetch_add(&failed, 1);
            break;
        }
        size_t which = strstr(reply, packs[0].digest) != NULL ? 0 : 1;
        bool whole = strstr(reply, packs[which].digest) != NULL &&
                     strstr(reply, packs[which].name) != NULL &&
                     strstr(reply, packs[1 - which].name) == NULL &&
                     strstr(reply, packs[1 - which].digest) == NULL;
        if (!whole) {
            atomic_fetch_add(&failed, 1);
            break;
        }
        atomic_fetch_add(&answered[which], 1);
    }
    if (reply == NULL || fd < 0) {
        atomic_fetch_add(&failed, 1);
    }
    if (fd >= 0) {
        close(fd);
    }
    free(reply);
    return NULL;
}

/* As the daemon does: verify, then swap; a failure leaves the old. */
static enum na_code reload(const void *bytes, size_t length)
{
    struct na_snapshot *snapshot = NULL;
    struct na_error error = {0};
    enum na_code code = na_snapshot_from_bytes(bytes, length, &snapshot, &error);
    if (code == NA_OK) {
        na_slot_set(slot, snapshot);
        na_snapshot_unref(snapshot);
    }
    na_server_reloaded(server, code == NA_OK ? NULL : &error);
    return code;
}

/* Good, corrupt and truncated in turn; which byte and which length differ every time. */
static void reload_in_turn(unsigned int i, char *spoilt, unsigned int *random)
{
    struct pack *pack = &packs[(i / 3) % 2];
    size_t length = pack->bytes.length;
    *random = *random * 1103515245U + 12345U;
    size_t at = (*random >> 8) % length;
    switch (i % 3) {
    case 0:
        assert_int_equal(reload(pack->bytes.data, length), NA_OK);
        break;
    case 1:
        memcpy(spoilt, pack->bytes.data, length);
        spoilt[at] = (char)(spoilt[at] ^ 0x20);
        assert_int_not_equal(reload(spoilt, length), NA_OK);
        break;
    default:
        memcpy(spoilt, pack->bytes.data, length);
        assert_int_not_equal(reload(spoilt, at), NA_OK);
        break;
    }
}

static void start(void)
{
    struct na_server_options options;
    struct na_error error = {0};
    make_pack(&packs[0], "Vict000A");
    make_pack(&packs[1], "Vict000B");
    assert_int_equal(na_slot_new(&slot, NULL), NA_OK);
    for (size_t i = 0; i < 2; i++) {
        struct na_snapshot *snapshot = NULL;
        assert_int_equal(
            na_snapshot_from_bytes(packs[i].bytes.data, packs[i].bytes.length, &snapshot, &error),
            NA_OK);
        (void)snprintf(packs[i].digest, sizeof packs[i].digest, "%s", na_snapshot_digest(snapshot));
        na_slot_set(slot, snapshot);
        na_snapshot_unref(snapshot);
    }
    assert_string_not_equal(packs[0].digest, packs[1].digest);
    na_server_options_init(&options);
    options.port = 0;
    options.threads = 2;
    options.access_log = false;
    assert_int_equal(na_server_start(&options, slot, &server, &error), NA_OK);
}

static void test_reload_under_load(void **state)
{
    pthread_t readers[READERS];
    unsigned int random = 20261121;
    (void)state;
    print_message("seed %u\n", random);
    start();
    char *spoilt =
        aligned_alloc(64, (packs[0].bytes.length + packs[1].bytes.length) / 64 * 64 + 64);
    assert_non_null(spoilt);
    for (size_t i = 0; i < READERS; i++) {
        assert_int_equal(pthread_create(&readers[i], NULL, read_on, NULL), 0);
    }
    for (unsigned int i = 0; i < RELOADS; i++) {
        reload_in_turn(i, spoilt, &random);
        /* Let readers see this state: at least one more answer before the next. */
        unsigned long before = atomic_load(&answered[0]) + atomic_load(&answered[1]);
        while (atomic_load(&answered[0]) + atomic_load(&answered[1]) < before + READERS &&
               atomic_load(&failed) == 0) {
            (void)sched_yield();
        }
    }
    atomic_store(&over, true);
    for (size_t i = 0; i < READERS; i++) {
        assert_int_equal(pthread_join(readers[i], NULL), 0);
    }
    print_message("%lu answers of one pack, %lu of the other, %lu failed\n",
                  atomic_load(&answered[0]), atomic_load(&answered[1]), atomic_load(&failed));
    assert_int_equal(atomic_load(&failed), 0);
    assert_true(atomic_load(&answered[0]) > 0 && atomic_load(&answered[1]) > 0);
    na_server_stop(server, 5000);
    na_slot_free(slot);
    free(spoilt);
    na_buffer_fini(&packs[0].bytes);
    na_buffer_fini(&packs[1].bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_reload_under_load)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
