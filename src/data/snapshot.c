/* Opening copies the file into sealed memory, so that nobody can change it after it is checked. The
 * child of one question maps what the daemon has checked and sealed already. A file that changes
 * while it is read is refused. */

/* memfd_create and file seals are Linux's own. */
#define _GNU_SOURCE
#include "data/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "data/snapshot_private.h"

#define RECOMPILE "Make it again with: nearaid compile PACK"

enum na_code na_snapshot_from_bytes(const void *bytes, size_t length,
                                    struct na_snapshot **ret_snapshot, struct na_error *reterr)
{
    struct na_snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (snapshot == NULL) {
        return na_fail_memory(reterr, "opening a compiled file");
    }
    atomic_init(&snapshot->references, 1);
    snapshot->bytes = bytes;
    snapshot->length = length;
    snapshot->fd = -1;
    enum na_code code = na_snapshot_check_table(snapshot, reterr);
    if (code == NA_OK) {
        code = na_snapshot_check_records(snapshot, reterr);
    }
    if (code != NA_OK) {
        na_snapshot_unref(snapshot);
        return na_fail_at(reterr, code, NULL, 0, NULL, RECOMPILE);
    }
    *ret_snapshot = snapshot;
    return NA_OK;
}

/* Open a regular file that may be a compiled pack, and see how long it is. */
static enum na_code open_file(const char *path, int *ret_fd, struct stat *ret_status,
                              struct na_error *reterr)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return na_fail_errno(reterr, errno, "open the compiled file", path);
    }
    enum na_code code = NA_OK;
    if (fstat(fd, ret_status) != 0) {
        code = na_fail_errno(reterr, errno, "look at the compiled file", path);
    } else if (!S_ISREG(ret_status->st_mode)) {
        code = na_fail(reterr, NA_ERR_IO, "Not a regular file");
        code = na_fail_at(reterr, code, path, 0, NULL, "Give the file that nearaid compile wrote");
    } else if (ret_status->st_size < (off_t)sizeof(struct na_flat_header)) {
        code = na_fail(reterr, NA_ERR_CORRUPT, "Too short to be a compiled pack");
        code = na_fail_at(reterr, code, path, 0, NULL, RECOMPILE);
    } else if ((uint64_t)ret_status->st_size > NA_FLAT_LIMIT) {
        code = na_fail(reterr, NA_ERR_LIMIT, "Too long to be a compiled pack");
        code = na_fail_at(reterr, code, path, 0, NULL, "Give the file that nearaid compile wrote");
    }
    if (code != NA_OK) {
        (void)close(fd);
        return code;
    }
    *ret_fd = fd;
    return NA_OK;
}

/* Check `bytes`, which are mapped and, when `fd` is not -1, from there; both are let go of on
 * failure. */
static enum na_code check_mapped(void *bytes, size_t length, int fd, const char *path,
                                 struct na_snapshot **ret_snapshot, struct na_error *reterr)
{
    struct na_snapshot *snapshot = NULL;
    enum na_code code = na_snapshot_from_bytes(bytes, length, &snapshot, reterr);
    if (code != NA_OK) {
        (void)munmap(bytes, length);
        if (fd >= 0) {
            (void)close(fd);
        }
        return na_fail_at(reterr, code, path, 0, NULL, NULL);
    }
    snapshot->is_mapped = true;
    snapshot->fd = fd;
    *ret_snapshot = snapshot;
    return NA_OK;
}

/* Map `fd` for reading; it is closed on failure. */
static enum na_code map_read_only(int fd, size_t length, const char *path, void **ret_bytes,
                                  struct na_error *reterr)
{
    void *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED) {
        enum na_code code = na_fail_errno(reterr, errno, "map the compiled file", path);
        (void)close(fd);
        return code;
    }
    *ret_bytes = bytes;
    return NA_OK;
}

enum na_code na_snapshot_map(const char *path, struct na_snapshot **ret_snapshot,
                             struct na_error *reterr)
{
    int fd = -1;
    void *bytes = NULL;
    struct stat status;
    enum na_code code = open_file(path, &fd, &status, reterr);
    if (code == NA_OK) {
        code = map_read_only(fd, (size_t)status.st_size, path, &bytes, reterr);
    }
    return code == NA_OK
               ? check_mapped(bytes, (size_t)status.st_size, fd, path, ret_snapshot, reterr)
               : code;
}

static enum na_code fail_changed(const char *path, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_IO, "The compiled file was written to while it was read");
    return na_fail_at(reterr, NA_ERR_IO, path, 0, NULL,
                      "Ask again once it is whole; give a new file its name by mv, not by cp");
}

/* Read the first `length` bytes. A file that has become shorter: NA_ERR_IO. */
static enum na_code read_bytes(int fd, unsigned char *bytes, size_t length, const char *path,
                               struct na_error *reterr)
{
    while (length > 0) {
        ssize_t got = read(fd, bytes, length);
        if (got < 0 && errno != EINTR) {
            return na_fail_errno(reterr, errno, "read the compiled file", path);
        }
        if (got == 0) {
            return fail_changed(path, reterr);
        }
        bytes += got > 0 ? got : 0;
        length -= got > 0 ? (size_t)got : 0;
    }
    return NA_OK;
}

/* Is it still the file that was opened, as it was then? */
static bool is_unchanged(int fd, const struct stat *before)
{
    struct stat now;
    return fstat(fd, &now) == 0 && now.st_size == before->st_size &&
           now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == before->st_mtim.tv_nsec &&
           now.st_ctim.tv_sec == before->st_ctim.tv_sec &&
           now.st_ctim.tv_nsec == before->st_ctim.tv_nsec;
}

static enum na_code fail_room(const char *path, struct na_error *reterr)
{
    return na_fail_errno(reterr, errno, "make room in memory for the compiled file", path);
}

/* Read `from` into the mapping of `to`, or of nothing when `to` is -1. */
static enum na_code fill(int from, int to, size_t length, const char *path, void **ret_bytes,
                         struct na_error *reterr)
{
    void *bytes = mmap(NULL, length, PROT_READ | PROT_WRITE,
                       to >= 0 ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS, to, 0);
    if (bytes == MAP_FAILED) {
        return fail_room(path, reterr);
    }
    enum na_code code = read_bytes(from, bytes, length, path, reterr);
    if (code != NA_OK) {
        (void)munmap(bytes, length);
        return code;
    }
    *ret_bytes = bytes;
    return NA_OK;
}

/* A copy that nobody can change: neither this process, nor its children, nor another that is given
 * its descriptor. */
static enum na_code copy_sealed(int from, size_t length, const char *path, int *ret_fd,
                                void **ret_bytes, struct na_error *reterr)
{
    void *bytes = NULL;
    int fd = memfd_create("nearaid-pack", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) {
        return fail_room(path, reterr);
    }
    enum na_code code = ftruncate(fd, (off_t)length) == 0
                            ? fill(from, fd, length, path, &bytes, reterr)
                            : fail_room(path, reterr);
    if (code == NA_OK) {
        (void)munmap(bytes, length); /* what can be written to is not sealed */
        if (fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0) {
            code = na_fail_errno(reterr, errno, "seal the compiled file in memory", path);
        }
    }
    if (code != NA_OK) {
        (void)close(fd);
        return code;
    }
    *ret_fd = fd;
    return map_read_only(fd, length, path, ret_bytes, reterr);
}

/* Sealed memory counts as a file, and one beyond the limit of the process (ulimit -f) would cost
 * its life. Memory of its own does as well, but has no descriptor to give away. */
static enum na_code copy_file(int from, size_t length, const char *path, int *ret_fd,
                              void **ret_bytes, struct na_error *reterr)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur >= length) {
        return copy_sealed(from, length, path, ret_fd, ret_bytes, reterr);
    }
    void *bytes = NULL;
    enum na_code code = fill(from, -1, length, path, &bytes, reterr);
    if (code == NA_OK && mprotect(bytes, length, PROT_READ) != 0) {
        code = fail_room(path, reterr);
        (void)munmap(bytes, length);
    }
    if (code == NA_OK) {
        *ret_bytes = bytes;
    }
    return code;
}

enum na_code na_snapshot_open(const char *path, struct na_snapshot **ret_snapshot,
                              struct na_error *reterr)
{
    int fd = -1;
    int copy = -1;
    void *bytes = NULL;
    struct stat status;
    struct na_snapshot *snapshot = NULL;
    enum na_code code = open_file(path, &fd, &status, reterr);
    if (code != NA_OK) {
        return code;
    }
    size_t length = (size_t)status.st_size;
    code = copy_file(fd, length, path, &copy, &bytes, reterr);
    if (code == NA_OK) {
        code = check_mapped(bytes, length, copy, path, &snapshot, reterr);
    }
    /* Half of the old and half of the new is told from a damaged file. */
    if (!is_unchanged(fd, &status) && (code == NA_ERR_CORRUPT || code == NA_ERR_VERSION)) {
        code = fail_changed(path, reterr);
    }
    (void)close(fd);
    if (code == NA_OK) {
        *ret_snapshot = snapshot;
    }
    return code;
}

int na_snapshot_fd(const struct na_snapshot *snapshot)
{
    return snapshot->fd;
}

struct na_snapshot *na_snapshot_ref(struct na_snapshot *snapshot)
{
    (void)atomic_fetch_add_explicit(&snapshot->references, 1, memory_order_relaxed);
    return snapshot;
}

void na_snapshot_unref(struct na_snapshot *snapshot)
{
    if (snapshot == NULL ||
        atomic_fetch_sub_explicit(&snapshot->references, 1, memory_order_acq_rel) != 1) {
        return;
    }
    if (snapshot->is_mapped) {
        (void)munmap((void *)(uintptr_t)snapshot->bytes, snapshot->length);
    }
    if (snapshot->fd >= 0) {
        (void)close(snapshot->fd);
    }
    if (snapshot->kept != NULL) {
        snapshot->free_kept(snapshot->kept);
    }
    na_crs_free(snapshot->crs);
    na_postcode_boxes_fini(&snapshot->postcode_boxes);
    free(snapshot->layers);
    free(snapshot->kinds);
    free(snapshot);
}
