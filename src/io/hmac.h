/* io/hmac.h - numbers that a secret key gives to texts: HMAC-SHA-256 (RFC 2104; GnuTLS, in
 * io/digest.c). */
#ifndef NA_IO_HMAC_H
#define NA_IO_HMAC_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

/* A key ready for use; one thread at a time. */
struct na_hmac;

/* Copies the key. Errors: NA_ERR_INTERNAL, NA_ERR_MEMORY. Release with na_hmac_free. */
NA_MUST_USE enum na_code na_hmac_new(const void *key, size_t length, struct na_hmac **ret_hmac,
                                     struct na_error *reterr);
void na_hmac_free(struct na_hmac *hmac);
/* The first 8 bytes of the text's HMAC, the first of them the highest. Errors: NA_ERR_INTERNAL. */
NA_MUST_USE enum na_code na_hmac_number(struct na_hmac *hmac, const void *text, size_t length,
                                        uint64_t *ret_number, struct na_error *reterr);

#endif
