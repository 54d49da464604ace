#include "data/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
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

/* Map a regular file read-only, and keep it open. */
static enum na_code map_file(const char *path, void **ret_bytes, size_t *ret_length, int *ret_fd,
                             struct na_error *reterr)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return na_fail_errno(reterr, errno, "open the compiled file", path);
    }
    enum na_code code = NA_OK;
    struct stat status;
    if (fstat(fd, &status) != 0) {
        code = na_fail_errno(reterr, errno, "look at the compiled file", path);
    } else if (!S_ISREG(status.st_mode)) {
        code = na_fail(reterr, NA_ERR_IO, "Not a regular file");
        code = na_fail_at(reterr, code, path, 0, NULL, "Give the file that nearaid compile wrote");
    } else if (status.st_size < (off_t)sizeof(struct na_flat_header)) {
        code = na_fail(reterr, NA_ERR_CORRUPT, "Too short to be a compiled pack");
        code = na_fail_at(reterr, code, path, 0, NULL, RECOMPILE);
    } else {
        *ret_length = (size_t)status.st_size;
        *ret_bytes = mmap(NULL, *ret_length, PROT_READ, MAP_PRIVATE, fd, 0);
        if (*ret_bytes == MAP_FAILED) {
            code = na_fail_errno(reterr, errno, "map the compiled file", path);
        }
    }
    if (code == NA_OK) {
        *ret_fd = fd;
    } else {
        (void)close(fd);
    }
    return code;
}

enum na_code na_snapshot_open(const char *path, struct na_snapshot **ret_snapshot,
                              struct na_error *reterr)
{
    void *bytes = NULL;
    size_t length = 0;
    int fd = -1;
    enum na_code code = map_file(path, &bytes, &length, &fd, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_snapshot *snapshot = NULL;
    code = na_snapshot_from_bytes(bytes, length, &snapshot, reterr);
    if (code != NA_OK) {
        (void)munmap(bytes, length);
        (void)close(fd);
        return na_fail_at(reterr, code, path, 0, NULL, NULL);
    }
    snapshot->is_mapped = true;
    snapshot->fd = fd;
    *ret_snapshot = snapshot;
    return NA_OK;
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
        (void)close(snapshot->fd);
    }
    free(snapshot->layers);
    free(snapshot->kinds);
    free(snapshot);
}
