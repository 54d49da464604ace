/* SHA-256 as text. The only user of GnuTLS. */
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "base/fail.h"
#include "io/file.h"

#define SHA256_BYTES 32

enum na_code na_sha256(const void *bytes, size_t length, char ret_text[NA_SHA256_TEXT],
                       struct na_error *reterr)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[SHA256_BYTES];
    /* A NULL text with length 0 is the empty message; the library wants a pointer all the same. */
    int result = gnutls_hash_fast(GNUTLS_DIG_SHA256, length > 0 ? bytes : "", length, digest);
    if (result == GNUTLS_E_MEMORY_ERROR) {
        return na_fail_memory(reterr, "computing a SHA-256");
    }
    if (result < 0) {
        return na_fail(reterr, NA_ERR_INTERNAL, "Cannot compute a SHA-256: %s",
                       gnutls_strerror(result));
    }
    for (size_t i = 0; i < SHA256_BYTES; i++) {
        ret_text[2 * i] = digits[digest[i] >> 4];
        ret_text[2 * i + 1] = digits[digest[i] & 0x0F];
    }
    ret_text[NA_SHA256_TEXT - 1] = '\0';
    return NA_OK;
}
