/* nearaid/snapshot.h - a compiled pack, read-only.
 *
 * A snapshot is immutable and reference counted. Any thread may ref, unref and read it.
 */
#ifndef NEARAID_SNAPSHOT_H
#define NEARAID_SNAPSHOT_H

#include <nearaid/error.h>

struct na_snapshot;

/* Copy the compiled file `path` into memory that nobody can change afterwards, and check every byte
 * range and the checksum in it. Whatever happens to the file later does not matter: it may be
 * overwritten, shortened or removed. The copy costs about 0.5 ms a megabyte.
 *   path         in   a file written by `nearaid compile`; not NULL
 *   ret_snapshot out  a snapshot with one reference, to be released by na_snapshot_unref
 *   reterr       out  may be NULL
 * Errors: NA_ERR_IO (also a file that is being written to), NA_ERR_CORRUPT, NA_ERR_VERSION,
 * NA_ERR_LIMIT, NA_ERR_MEMORY. Any thread. */
NA_API NA_MUST_USE enum na_code
na_snapshot_open(const char *path, struct na_snapshot **ret_snapshot, struct na_error *reterr);

/* As na_snapshot_open, but the file itself is mapped: many processes share one copy of it. Only for
 * who can promise that nobody changes the file while the snapshot lives. If somebody does, answers
 * are wrong or the process is ended by SIGBUS. A file that is replaced by a rename is not changed.
 */
NA_API NA_MUST_USE enum na_code na_snapshot_map(const char *path, struct na_snapshot **ret_snapshot,
                                                struct na_error *reterr);

/* Take one more reference; returns `snapshot`, which must not be NULL. Any thread. */
NA_API struct na_snapshot *na_snapshot_ref(struct na_snapshot *snapshot);

/* Give a reference back; the last one gives its memory back. NULL does nothing. Any thread. */
NA_API void na_snapshot_unref(struct na_snapshot *snapshot);

/* The pack's digest, "sha256:" and 64 hexadecimal digits; lives as long as the snapshot. */
NA_API const char *na_snapshot_digest(const struct na_snapshot *snapshot);

#endif
