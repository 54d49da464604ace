/* io/file and io/file_write, with the system calls made to fail.
 *
 * The system calls of the library are caught by the definitions of read, write, fsync, fstat,
 * rename and access here: they do what they are told to, else the real thing by another call. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "io/file.h"
#include "support/folder.h"

/* What the next calls do. */
static struct {
    int interruptions; /* read, write and fsync fail with EINTR so often first */
    size_t most;       /* bytes a read or write moves at most; 0: all */
    int read_errno, write_errno, fsync_errno, rename_errno;
    int fsync_at; /* which fsync fails: 1 the file's, 2 the folder's */
    int fsyncs;
    const char *touch; /* the second fstat finds this file touched */
    int fstats;
    bool no_proc; /* as if /proc were not mounted */
} fault;

static bool interrupted(void)
{
    if (fault.interruptions > 0) {
        fault.interruptions--;
        errno = EINTR;
        return true;
    }
    return false;
}

ssize_t read(int fd, void *bytes, size_t length)
{
    if (interrupted()) {
        return -1;
    }
    if (fault.read_errno != 0) {
        errno = fault.read_errno;
        return -1;
    }
    struct iovec piece = {bytes, fault.most > 0 && length > fault.most ? fault.most : length};
    return readv(fd, &piece, 1);
}

ssize_t write(int fd, const void *bytes, size_t length)
{
    if (fd > 2 && interrupted()) {
        return -1;
    }
    if (fd > 2 && fault.write_errno != 0) {
        errno = fault.write_errno;
        return -1;
    }
    size_t most = fd > 2 && fault.most > 0 && length > fault.most ? fault.most : length;
    struct iovec piece = {(void *)(uintptr_t)bytes, most};
    return writev(fd, &piece, 1);
}

int fsync(int fd)
{
    if (interrupted()) {
        return -1;
    }
    fault.fsyncs++;
    if (fault.fsync_errno != 0 && fault.fsyncs == fault.fsync_at) {
        errno = fault.fsync_errno;
        return -1;
    }
    return fdatasync(fd);
}

int fstat(int fd, struct stat *status)
{
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (++fault.fstats == 2 && fault.touch != NULL) {
        struct timespec times[2] = {{1, 1}, {1, 1}};
        (void)utimensat(AT_FDCWD, fault.touch, times, 0);
    }
    return stat(path, status);
}

int rename(const char *from, const char *to)
{
    if (fault.rename_errno != 0) {
        errno = fault.rename_errno;
        return -1;
    }
    return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

int access(const char *path, int mode)
{
    if (fault.no_proc && strncmp(path, "/proc", 5) == 0) {
        errno = ENOENT;
        return -1;
    }
    return faccessat(AT_FDCWD, path, mode, 0);
}

struct scratch {
    char folder[256];
    char path[512];
};

static int set_up(void **state)
{
    struct scratch *scratch = calloc(1, sizeof *scratch);
    if (scratch == NULL) {
        return -1;
    }
    folder_make(scratch->folder, sizeof scratch->folder);
    memset(&fault, 0, sizeof fault);
    *state = scratch;
    return 0;
}

static int tear_down(void **state)
{
    struct scratch *scratch = *state;
    memset(&fault, 0, sizeof fault);
    folder_remove(scratch->folder);
    free(scratch);
    return 0;
}

static void put(struct scratch *scratch, const char *name, const void *bytes, size_t length)
{
    folder_put(scratch->folder, name, bytes, length, scratch->path, sizeof scratch->path);
}

/* Refused, and the error names the file. */
static void refused(const char *path, size_t limit, enum na_code expected, const char *word)
{
    struct na_file file = {0};
    struct na_error error = {0};
    enum na_code code = na_file_read(path, limit, &file, &error);
    if (code != expected || error.code != expected || strstr(error.message, word) == NULL ||
        strcmp(error.file, path) != 0) {
        fail_msg("%s: code %d, %s: %s", path, (int)code, error.file, error.message);
    }
    assert_null(file.bytes);
    assert_int_equal(na_file_read(path, limit, &file, NULL), expected);
}

static void files_of_any_size_are_read_whole(void **state)
{
    struct scratch *scratch = *state;
    static const size_t sizes[] = {0, 1, 15, 16, 17, 4095, 4096, 100003};
    static unsigned char bytes[100003];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)(i * 31 + 7);
    }
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        put(scratch, "f", bytes, sizes[i]);
        struct na_file file = {0};
        assert_int_equal(na_file_read(scratch->path, sizes[i], &file, NULL), NA_OK);
        assert_int_equal(file.length, sizes[i]);
        assert_memory_equal(file.bytes, bytes, sizes[i]);
        assert_int_equal(file.bytes[sizes[i]], 0);
        assert_int_equal((uintptr_t)file.bytes % 16, 0);
        na_file_free(&file);
        assert_null(file.bytes);
    }
}

static void a_file_over_the_limit_is_refused(void **state)
{
    struct scratch *scratch = *state;
    struct na_file file = {0};
    put(scratch, "f", "12345", 5);
    assert_int_equal(na_file_read(scratch->path, 5, &file, NULL), NA_OK);
    na_file_free(&file);
    refused(scratch->path, 4, NA_ERR_LIMIT, "5 bytes");
}

static void what_is_no_file_is_refused(void **state)
{
    struct scratch *scratch = *state;
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/missing", scratch->folder);
    refused(path, 100, NA_ERR_IO, "No such file");
    refused("", 100, NA_ERR_IO, "No such file");
    refused(scratch->folder, 100, NA_ERR_IO, "folder");
    refused("/dev/null", 100, NA_ERR_IO, "device");
    (void)snprintf(path, sizeof path, "%s/fifo", scratch->folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    refused(path, 100, NA_ERR_IO, "pipe");
    put(scratch, "f", "1", 1);
    (void)snprintf(path, sizeof path, "%s/below", scratch->path);
    refused(path, 100, NA_ERR_IO, "Not a directory");
}

static void an_unreadable_file_is_refused(void **state)
{
    struct scratch *scratch = *state;
    put(scratch, "f", "1", 1);
    assert_int_equal(chmod(scratch->path, 0000), 0);
    bool root = geteuid() == 0;
    if (root) {
        assert_int_equal(seteuid(65534), 0);
    }
    struct na_error error = {0};
    struct na_file file;
    enum na_code code = na_file_read(scratch->path, 10, &file, &error);
    if (root) {
        assert_int_equal(seteuid(0), 0);
    }
    assert_int_equal(code, NA_ERR_IO);
    assert_non_null(strstr(error.message, "Permission denied"));
    assert_non_null(strstr(error.hint, "right"));
}

static void interruptions_and_short_reads_do_no_harm(void **state)
{
    struct scratch *scratch = *state;
    put(scratch, "f", "a longer text", 13);
    fault.interruptions = 3;
    fault.most = 2;
    struct na_file file = {0};
    assert_int_equal(na_file_read(scratch->path, 100, &file, NULL), NA_OK);
    assert_string_equal((const char *)file.bytes, "a longer text");
    na_file_free(&file);
}

static void a_read_error_is_told(void **state)
{
    struct scratch *scratch = *state;
    put(scratch, "f", "1", 1);
    fault.read_errno = EIO;
    refused(scratch->path, 100, NA_ERR_IO, "Cannot read");
}

static void a_file_touched_while_it_is_read_is_refused(void **state)
{
    struct scratch *scratch = *state;
    put(scratch, "f", "1", 1);
    struct na_error error = {0};
    struct na_file file;
    fault.touch = scratch->path;
    assert_int_equal(na_file_read(scratch->path, 100, &file, &error), NA_ERR_IO);
    assert_non_null(strstr(error.message, "changed"));
}

static void a_file_that_grows_while_it_is_read_is_refused(void **state)
{
    (void)state;
    /* The kernel gives this one the size 0 and content all the same. */
    refused("/proc/self/status", 1000, NA_ERR_IO, "changed");
}

static char *content(const char *path, char *to, size_t size)
{
    struct na_file file = {0};
    assert_int_equal(na_file_read(path, size - 1, &file, NULL), NA_OK);
    memcpy(to, file.bytes, file.length + 1);
    na_file_free(&file);
    return to;
}

static void a_file_is_written_and_replaced(void **state)
{
    struct scratch *scratch = *state;
    char text[100];
    (void)snprintf(scratch->path, sizeof scratch->path, "%s/out", scratch->folder);
    static const char *const versions[] = {"first", "", "third, and longer"};
    for (size_t i = 0; i < 3; i++) {
        const char *now = versions[i];
        fault.interruptions = (int)i;
        fault.most = i;
        assert_int_equal(na_file_write_atomic(scratch->path, now, strlen(now), NULL), NA_OK);
        fault.interruptions = 0;
        assert_string_equal(content(scratch->path, text, sizeof text), now);
        assert_int_equal(folder_count(scratch->folder), 1);
    }
    assert_int_equal(fault.fsyncs, 6); /* each file and each folder */
}

static void not_written(const char *path, const char *word)
{
    struct na_error error = {0};
    enum na_code code = na_file_write_atomic(path, "new", 3, &error);
    if (code != NA_ERR_IO || strstr(error.message, word) == NULL || strcmp(error.file, path) != 0) {
        fail_msg("%s: code %d: %s", path, (int)code, error.message);
    }
}

static void what_is_no_file_is_not_replaced(void **state)
{
    struct scratch *scratch = *state;
    char path[512];
    not_written(scratch->folder, "folder");
    not_written("", "folder");
    (void)snprintf(path, sizeof path, "%s/", scratch->folder);
    not_written(path, "folder");
    (void)snprintf(path, sizeof path, "%s/none/out", scratch->folder);
    not_written(path, "No such file");
    (void)snprintf(path, sizeof path, "%s/fifo", scratch->folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    not_written(path, "pipe");
    assert_int_equal(folder_count(scratch->folder), 1);
}

static void a_failure_keeps_the_old_file_and_leaves_nothing(void **state)
{
    struct scratch *scratch = *state;
    char text[100];
    put(scratch, "out", "old", 3);
    for (int i = 0; i < 3; i++) {
        memset(&fault, 0, sizeof fault);
        fault.write_errno = i == 0 ? ENOSPC : 0;
        fault.fsync_errno = i == 1 ? EIO : 0;
        fault.fsync_at = 1;
        fault.rename_errno = i == 2 ? EIO : 0;
        not_written(scratch->path, i == 0 ? "No space" : "Input/output");
        memset(&fault, 0, sizeof fault);
        assert_string_equal(content(scratch->path, text, sizeof text), "old");
        assert_int_equal(folder_count(scratch->folder), 1);
    }
}

static void a_folder_that_cannot_be_synced_is_told(void **state)
{
    struct scratch *scratch = *state;
    char text[100];
    put(scratch, "out", "old", 3);
    fault.fsync_errno = EIO;
    fault.fsync_at = 2;
    not_written(scratch->path, "durable");
    assert_string_equal(content(scratch->path, text, sizeof text), "new");
    fault.fsyncs = 0;
    fault.fsync_errno = EINVAL; /* a file system that cannot */
    assert_int_equal(na_file_write_atomic(scratch->path, "1", 1, NULL), NA_OK);
}

static void a_real_size_limit_keeps_the_old_file(void **state)
{
    struct scratch *scratch = *state;
    char text[100];
    put(scratch, "out", "old", 3);
    struct rlimit before, limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = 4096;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    static const char large[10000];
    struct na_error error = {0};
    enum na_code code = na_file_write_atomic(scratch->path, large, sizeof large, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, handler);
    assert_int_equal(code, NA_ERR_IO);
    assert_non_null(strstr(error.message, "File too large"));
    assert_string_equal(content(scratch->path, text, sizeof text), "old");
    assert_int_equal(folder_count(scratch->folder), 1);
}

/* Issue 11, fault 7: what `join -o` wrote could be lost with the power. */
static void a_file_written_in_pieces_is_on_the_disk_before_it_has_its_name(void **state)
{
    struct scratch *scratch = *state;
    char text[100];
    struct na_file_writer writer;
    put(scratch, "out", "old", 3);
    for (int i = 0; i < 2; i++) {
        memset(&fault, 0, sizeof fault);
        fault.fsync_errno = i == 0 ? EIO : 0;
        fault.fsync_at = 1;
        assert_int_equal(na_file_writer_open(scratch->path, &writer, NULL), NA_OK);
        assert_int_equal(na_file_writer_append(&writer, "ne", 2, NULL), NA_OK);
        assert_int_equal(na_file_writer_append(&writer, "w", 1, NULL), NA_OK);
        assert_int_equal(na_file_writer_commit(&writer, NULL), i == 0 ? NA_ERR_IO : NA_OK);
        assert_int_equal(fault.fsyncs, i == 0 ? 1 : 2); /* the file, the folder */
        assert_string_equal(content(scratch->path, text, sizeof text), i == 0 ? "old" : "new");
        assert_int_equal(folder_count(scratch->folder), 1);
    }
}

static void a_file_system_without_nameless_files_gets_temporary_ones(void **state)
{
    struct scratch *scratch = *state;
    char text[100];
    put(scratch, "out", "old", 3);
    fault.no_proc = true;
    struct na_file_writer writer;
    assert_int_equal(na_file_writer_open(scratch->path, &writer, NULL), NA_OK);
    assert_int_equal(folder_count(scratch->folder), 2);
    na_file_writer_abort(&writer);
    assert_int_equal(folder_count(scratch->folder), 1);
    assert_int_equal(na_file_write_atomic(scratch->path, "new", 3, NULL), NA_OK);
    assert_string_equal(content(scratch->path, text, sizeof text), "new");
    assert_int_equal(folder_count(scratch->folder), 1);
    fault.rename_errno = EIO;
    not_written(scratch->path, "Input/output");
    assert_int_equal(folder_count(scratch->folder), 1);
}

#define SCRATCH_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(files_of_any_size_are_read_whole),
        SCRATCH_TEST(a_file_over_the_limit_is_refused),
        SCRATCH_TEST(what_is_no_file_is_refused),
        SCRATCH_TEST(an_unreadable_file_is_refused),
        SCRATCH_TEST(interruptions_and_short_reads_do_no_harm),
        SCRATCH_TEST(a_read_error_is_told),
        SCRATCH_TEST(a_file_touched_while_it_is_read_is_refused),
        SCRATCH_TEST(a_file_that_grows_while_it_is_read_is_refused),
        SCRATCH_TEST(a_file_is_written_and_replaced),
        SCRATCH_TEST(what_is_no_file_is_not_replaced),
        SCRATCH_TEST(a_failure_keeps_the_old_file_and_leaves_nothing),
        SCRATCH_TEST(a_folder_that_cannot_be_synced_is_told),
        SCRATCH_TEST(a_real_size_limit_keeps_the_old_file),
        SCRATCH_TEST(a_file_written_in_pieces_is_on_the_disk_before_it_has_its_name),
        SCRATCH_TEST(a_file_system_without_nameless_files_gets_temporary_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
