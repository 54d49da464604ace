/* workbooks/zip.h - members of a zip file, checked before any is read (libzip). Private to
 * workbooks. */
#ifndef NA_WORKBOOKS_ZIP_H
#define NA_WORKBOOKS_ZIP_H

#include "tables/formats.h"

/* Members, bytes of one unpacked, and how many times its packed size one may be: deflate gives
 * 1,032 at most, and no table comes near 200 but one that is made to. Small ones may. */
#define NA_ZIP_MEMBERS_MAX 100000
#define NA_ZIP_BYTES_MAX ((uint64_t)64 << 30)
#define NA_ZIP_RATIO_MAX 200
#define NA_ZIP_SMALL_BYTES ((uint64_t)16 << 20)

/* As struct na_tables_formats has them. */
NA_MUST_USE enum na_code na_zip_open(const char *path, struct na_zip **ret_zip,
                                     struct na_error *reterr);
void na_zip_free(struct na_zip *zip);
size_t na_zip_count(const struct na_zip *zip);
void na_zip_get(const struct na_zip *zip, size_t i, struct na_zip_member *ret_member);
NA_MUST_USE enum na_code na_zip_read(struct na_zip *zip, size_t i, struct na_bytes *ret_bytes,
                                     struct na_error *reterr);
/* The member of that name; SIZE_MAX: there is none. */
size_t na_zip_find(const struct na_zip *zip, const char *name);

#endif
