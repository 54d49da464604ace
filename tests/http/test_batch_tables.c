/* Tables as programs write them, over HTTP: what the batches find in them is what the command line
 * finds; workbooks and zip files become CSV in a child. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>
#include <zlib.h>

#include <cmocka.h>

#include "client.h"
#include "daemon.h"
#include "upload.h"

#define WARD "/v1/batch/ward?add=ward_name,match"
#define CSV "/v1/batch/csv"
#define FILE_TYPE "Content-Type: application/octet-stream\r\n"

static struct daemon server;
static char folder[] = "/tmp/nearaid-tables-XXXXXX";

static int start(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    daemon_start(&server,
                 (const char *const[]){"--pack", NA_TEST_PACK, "--batch-bytes", "6000000", NULL});
    return 0;
}

static int stop(void **state)
{
    char command[128];
    (void)state;
    daemon_stop(&server);
    (void)snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

/* Bytes that may be anything, in pieces of `step`. */
static void send_bytes(const char *target, const char *headers, const char *bytes, size_t length,
                       size_t step, struct answer *ret_answer)
{
    struct client client;
    char head[1024];
    client_open(&client, server.port);
    (void)snprintf(head, sizeof head,
                   "POST %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %zu\r\n\r\n", target,
                   headers, length);
    client_text(&client, head);
    for (size_t at = 0; at < length; at += step) {
        client_send(&client, bytes + at, length - at < step ? length - at : step);
    }
    client_read(&client, false, ret_answer);
    static char kept[CLIENT_BYTES];
    memcpy(kept, ret_answer->body, ret_answer->length);
    kept[ret_answer->length] = '\0';
    ret_answer->body = kept;
    client_close(&client);
}

static size_t pack_gzip(const char *text, size_t length, char *to, size_t size)
{
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (Bytef *)(uintptr_t)text;
    stream.avail_in = (uInt)length;
    stream.next_out = (Bytef *)to;
    stream.avail_out = (uInt)size;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t packed = stream.total_out;
    assert_int_equal(deflateEnd(&stream), Z_OK);
    return packed;
}

static size_t make_wide(const char *text, char *to)
{
    size_t used = 2;
    memcpy(to, "\xFF\xFE", 2);
    for (const char *c = text; *c != '\0'; c++) {
        to[used++] = *c;
        to[used++] = '\0';
    }
    return used;
}

#define POINT "54.6867"
#define ROW_IN "1," POINT ",-1.2080"

/* Whatever the body is packed in and however it is cut, the table is found. */
static void test_the_table_is_found(void **state)
{
    static const struct {
        const char *target, *headers, *body, *answer, *found;
    } rows[] = {
        {WARD, UPLOAD_CSV, "id;lat;lon\n1;54,6867;-1,2080\n2;54,6;\n",
         "id;lat;lon;ward_name;match\n1;54,6867;-1,2080;Burn Valley;inside\n2;54,6;;;bad\n",
         "delimiter=\";\", encoding=\"UTF-8\", decimal_commas=2"},
        {WARD, UPLOAD_CSV, "sep=;\r\nid;lat;lon\r\n1;" POINT ";-1.2080\r\n",
         "id;lat;lon;ward_name;match\r\n1;" POINT ";-1.2080;Burn Valley;inside\r\n",
         "delimiter=\";\", encoding=\"UTF-8\""},
        {WARD, UPLOAD_CSV, "A title\n\nid\tlat\tlon\n1\t" POINT "\t-1.2080\n",
         "id\tlat\tlon\tward_name\tmatch\n1\t" POINT "\t-1.2080\tBurn Valley\tinside\n",
         "delimiter=\"tab\", encoding=\"UTF-8\", titles=1"},
        {WARD, UPLOAD_CSV, "caf\xE9,lat,lon\n" ROW_IN "\n",
         "caf\xC3\xA9,lat,lon,ward_name,match\n" ROW_IN ",Burn Valley,inside\n",
         "delimiter=\",\", encoding=\"CP1252\""},
        {WARD "&decimal=point", UPLOAD_CSV, "id;lat;lon\n1;54,6867;-1,2080\n",
         "id;lat;lon;ward_name;match\n1;54,6867;-1,2080;;bad\n",
         "delimiter=\";\", encoding=\"UTF-8\""},
        {WARD, UPLOAD_CSV, "id,X,Y\n1,451200,532500\n",
         "id,X,Y,ward_name,match\n1,451200,532500,Burn Valley,inside\n",
         "delimiter=\",\", encoding=\"UTF-8\""},
        {WARD, UPLOAD_CSV, "id,X,Y\n1,-1.2080," POINT "\n",
         "id,X,Y,ward_name,match\n1,-1.2080," POINT ",Burn Valley,inside\n",
         "delimiter=\",\", encoding=\"UTF-8\""},
        {WARD, "Content-Type: text/csv; charset=utf-8\r\n", "id|lat|lon\n1|" POINT "|-1.2080\n",
         "id|lat|lon|ward_name|match\n1|" POINT "|-1.2080|Burn Valley|inside\n", "delimiter=\"|\""},
        {WARD, UPLOAD_NDJSON "Accept: text/csv;q=0, */*\r\n",
         "{\"Latitude\":\"" POINT "\",\"Longitude\":-1.208}\n", NULL, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char bodies[3][4096];
        size_t lengths[3] = {strlen(rows[i].body)};
        memcpy(bodies[0], rows[i].body, lengths[0]);
        lengths[1] = pack_gzip(rows[i].body, lengths[0], bodies[1], sizeof bodies[1]);
        bool plain =
            strchr(rows[i].body, '\xE9') == NULL && strstr(rows[i].headers, "utf-8") == NULL;
        lengths[2] = plain ? make_wide(rows[i].body, bodies[2]) : 0;
        for (size_t j = 0; j < 3; j++) {
            for (size_t step = 1; step <= 4096 && lengths[j] > 0; step *= 64) {
                struct answer answer;
                send_bytes(rows[i].target, rows[i].headers, bodies[j], lengths[j], step, &answer);
                if (answer.status != 200) {
                    fail_msg("%zu %zu %zu: %s", i, j, step, answer.body);
                }
                assert_header(&answer, "Nearaid-Table", rows[i].found);
                if (rows[i].answer != NULL) {
                    assert_string_equal(answer.body, rows[i].answer);
                } else {
                    assert_non_null(strstr(answer.body, "Burn Valley"));
                }
            }
        }
    }
}

/* More than a MiB: the table is found while it arrives. */
static void test_a_long_table_is_found(void **state)
{
    (void)state;
    size_t size = 3000000;
    char *body = malloc(size);
    assert_non_null(body);
    size_t length = (size_t)snprintf(body, size, "Title\n\nid;lat;lon\n");
    size_t count = 0;
    while (length < 1200000) {
        length += (size_t)snprintf(body + length, size - length, "%zu;54,6867;-1,2080\n", ++count);
    }
    char said[64];
    struct answer answer;
    send_bytes("/v1/batch/ward?add=match", UPLOAD_CSV, body, length, 100000, &answer);
    assert_int_equal(answer.status, 200);
    (void)snprintf(said, sizeof said, "read=%zu, inside=%zu,", count, count);
    assert_non_null(strstr(answer.head, said));
    assert_header(&answer, "Nearaid-Table",
                  "delimiter=\";\", encoding=\"UTF-8\", titles=1, decimal_commas=2");
    free(body);
}

static void test_bodies_are_refused_as_what_they_are(void **state)
{
    static char bomb[65536];
    static char grown[400000];
    const size_t size = 7000000;
    char *zeros = calloc(1, size);
    assert_non_null(zeros);
    memset(zeros, '\n', size);
    memcpy(zeros, "lat,lon", 7);
    size_t bomb_length = pack_gzip(zeros, size, bomb, sizeof bomb);
    unsigned int number = 1;
    for (size_t i = 7; i < size; i++) { /* packs less well */
        number = number * 1664525U + 1013904223U;
        zeros[i] = (number >> 16) % 100 == 0 ? ' ' : '\n';
    }
    size_t grown_length = pack_gzip(zeros, size, grown, sizeof grown);
    assert_true(grown_length > size / 200);
    free(zeros);
    const struct {
        const char *target, *headers, *body, *holds;
        size_t length;
        int status;
    } rows[] = {
        {WARD, UPLOAD_CSV, "PK\x03\x04rest", "/v1/batch/csv", 8, 400},
        {WARD, UPLOAD_CSV, "SQLite format 3\0", "GeoPackage", 16, 400},
        {WARD, UPLOAD_CSV, "%PDF-1.7\n", "PDF", 9, 400},
        {WARD, UPLOAD_CSV, "PAR1xxxxxxxx", "Parquet", 12, 400},
        {WARD, UPLOAD_CSV, "[1]", "JSON array", 3, 400},
        {WARD, UPLOAD_CSV, "\x1F\x8B\x08", "gzip", 3, 400},
        {WARD, UPLOAD_CSV, bomb, "beyond belief", bomb_length, 400},
        {WARD, UPLOAD_CSV, grown, "6000000 bytes, unpacked", grown_length, 413},
        {WARD, UPLOAD_CSV "Content-Encoding: br\r\n", "a", "gzip", 1, 415},
        {WARD, UPLOAD_CSV,
         "\xFF\xFE"
         "a",
         "UTF-16", 3, 400},
        {WARD, UPLOAD_CSV, "T\n\na;b\n1;2\n", "The columns are: T", 11, 400},
        {CSV, UPLOAD_CSV, "a,b\n", "unsupported-media-type", 4, 415},
        {CSV, FILE_TYPE "Accept: text/html\r\n", "a,b\n", "not-acceptable", 4, 406},
        {CSV "?sheets=1", FILE_TYPE, "a,b\n", "unknown-parameter", 4, 400},
        {CSV, FILE_TYPE, "PK\x03\x04rest", "zip", 8, 400},
        {CSV, FILE_TYPE, "SQLite format 3\0", "nearaid join", 16, 400},
        {CSV, FILE_TYPE, "%PDF-1.7\n", "PDF", 9, 400},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct answer answer;
        send_bytes(rows[i].target, rows[i].headers, rows[i].body, rows[i].length, 4096, &answer);
        if (answer.status != rows[i].status || strstr(answer.body, rows[i].holds) == NULL ||
            strstr(answer.body, "/proc/") != NULL) {
            fail_msg("%zu: %d %s", i, answer.status, answer.body);
        }
    }
}

static size_t read_whole(const char *path, char *to, size_t size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(to, 1, size, file);
    assert_int_equal(fclose(file), 0);
    return length;
}

static void put_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_true(file != NULL && fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

#define TABLE "id,phone,lat,lon\n1,01632 960001,54.6867,-1.2080\n02,=1+1,54.6867,-1.2081\n"

/* A workbook of our own; the child's CSV goes to the batch. */
static void test_a_workbook_becomes_csv(void **state)
{
    char csv[256];
    char book[256];
    char command[1024];
    static char bytes[65536];
    struct answer answer;
    (void)state;
    (void)snprintf(csv, sizeof csv, "%s/in.csv", folder);
    (void)snprintf(book, sizeof book, "%s/book.xlsx", folder);
    put_text(csv, TABLE);
    (void)snprintf(command, sizeof command,
                   NA_TEST_CLI " join --pack " NA_TEST_PACK " --add match %s -o %s 2>/dev/null",
                   csv, book);
    assert_int_equal(system(command), 0);
    size_t length = read_whole(book, bytes, sizeof bytes);
    send_bytes(CSV, FILE_TYPE, bytes, length, 1000, &answer);
    assert_int_equal(answer.status, 200);
    assert_header(&answer, "Content-Type", "text/csv; charset=utf-8");
    assert_header(&answer, "Cache-Control", "no-store");
    assert_header(&answer, "Nearaid-Table", "said=%\"the sheet %22rows%22 is read\"");
    assert_string_equal(answer.body,
                        "id,phone,lat,lon,match\n1,01632 960001,54.6867,-1.208,inside\n"
                        "02,=1+1,54.6867,-1.2081,inside\n");
    send_bytes(CSV "?sheet=none", FILE_TYPE, bytes, length, 4096, &answer);
    assert_int_equal(answer.status, 400);
    assert_non_null(strstr(answer.body, "rows"));
    /* cut anywhere it is refused, or said to be damaged */
    send_bytes(CSV, FILE_TYPE, bytes, length / 2, 4096, &answer);
    assert_int_equal(answer.status, 400);
}

static void add_member(zip_t *zip, const char *name, const char *text)
{
    zip_source_t *source = zip_source_buffer(zip, text, strlen(text), 0);
    assert_true(zip_file_add(zip, name, source, ZIP_FL_OVERWRITE) >= 0);
}

/* The members are one table: one header, no row run together, the odd ones named. */
static void test_a_zip_becomes_one_table(void **state)
{
    char path[256];
    static char bytes[65536];
    struct answer answer;
    int failed = 0;
    (void)state;
    (void)snprintf(path, sizeof path, "%s/crimes.zip", folder);
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &failed);
    assert_non_null(zip);
    add_member(zip, "2025-08/a-street.csv", "Month,\"Lon\n\",lat,lon\n2025-08,caf\xE9,54.6,-1.2");
    add_member(zip, "2025-08/outcomes.csv", "Crime ID,Outcome\n1,None\n");
    add_member(zip, "2025-09/a-street.csv",
               "Month,\"Lon\n\",lat,lon\n2025-09,\xE9t\xE9,54.7,-1.3\n");
    assert_int_equal(zip_close(zip), 0);
    size_t length = read_whole(path, bytes, sizeof bytes);
    send_bytes(CSV, "Content-Type: application/zip\r\n", bytes, length, 4096, &answer);
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer.body, "Month,\"Lon\n\",lat,lon\n2025-08,caf\xC3\xA9,54.6,-1.2\n"
                                     "2025-09,\xC3\xA9t\xC3\xA9,54.7,-1.3\n");
    assert_non_null(strstr(answer.head, "2025-08/outcomes.csv: left out"));
}

/* A question that is the same may not be told apart from another's file. */
static void test_answers_are_not_mixed_up(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        char body[128];
        char wanted[128];
        struct answer answer;
        (void)snprintf(body, sizeof body,
                       "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
                       "\"properties\":{\"a\":%d},\"geometry\":null}]}",
                       i);
        (void)snprintf(wanted, sizeof wanted, "longitude,latitude,a\n,,%d\n", i);
        send_bytes(CSV, "Content-Type: application/geo+json\r\n", body, strlen(body), 9, &answer);
        assert_int_equal(answer.status, 200);
        assert_string_equal(answer.body, wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_table_is_found),
        cmocka_unit_test(test_a_long_table_is_found),
        cmocka_unit_test(test_bodies_are_refused_as_what_they_are),
        cmocka_unit_test(test_a_workbook_becomes_csv),
        cmocka_unit_test(test_a_zip_becomes_one_table),
        cmocka_unit_test(test_answers_are_not_mixed_up),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
