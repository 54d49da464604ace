/* nearaid/snapshot.h - a compiled pack, mapped read-only.
 *
 * A snapshot is immutable and reference counted. Any thread may ref, unref and read it.
 */
#ifndef NEARAID_SNAPSHOT_H
#define NEARAID_SNAPSHOT_H

#include <nearaid/error.h>

struct na_snapshot;

/* Map the compiled file `path` and check every byte range and the checksum in it.
 *   path         in   a file written by `nearaid compile`; not NULL
 *   ret_snapshot out  a snapshot with one reference, to be released by na_snapshot_unref
 *   reterr       out  may be NULL
 * Errors: NA_ERR_IO, NA_ERR_CORRUPT, NA_ERR_VERSION, NA_ERR_MEMORY. Any thread. */
NA_API NA_MUST_USE enum na_code
na_snapshot_open(const char *path, struct na_snapshot **ret_snapshot, struct na_error *reterr);

/* Take one more reference; returns `snapshot`, which must not be NULL. Any thread. */
NA_API struct na_snapshot *na_snapshot_ref(struct na_snapshot *snapshot);

/* Give a reference back; the last one unmaps the file. NULL does nothing. Any thread. */
NA_API void na_snapshot_unref(struct na_snapshot *snapshot);

/* The pack's digest, "sha256:" and 64 hexadecimal digits; lives as long as the snapshot. */
NA_API const char *na_snapshot_digest(const struct na_snapshot *snapshot);

#endif
