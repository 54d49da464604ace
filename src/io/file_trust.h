/* io/file_trust.h - may a file decide who is let in? */
#ifndef NA_IO_FILE_TRUST_H
#define NA_IO_FILE_TRUST_H

#include <nearaid/error.h>

/* Refuse a file whose content others may have decided, or may read: it belongs to neither root nor
 * this user, its group may write it, others may do anything with it, a folder on its way is open to
 * all, or it is reached through a link that stands in a folder open to all (even one like /tmp,
 * where each removes only his own).
 *   path    in   may be missing: then only its folders are looked at
 *   what    in   "The file of tokens", the beginning of the messages
 * Errors: NA_ERR_DATA with the path and a remedy, NA_ERR_IO. Any thread. */
NA_MUST_USE enum na_code na_file_check_trust(const char *path, const char *what,
                                             struct na_error *reterr);

#endif
