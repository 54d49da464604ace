/* SHA-256 as text. The only user of GnuTLS. */
#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/fail.h"
#include "io/file.h"
#include "io/hmac.h"

#define SHA256_BYTES 32

static void write_digest(const unsigned char digest[SHA256_BYTES], char ret_text[NA_SHA256_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < SHA256_BYTES; i++) {
        ret_text[2 * i] = digits[digest[i] >> 4];
        ret_text[2 * i + 1] = digits[digest[i] & 0x0F];
    }
    ret_text[NA_SHA256_TEXT - 1] = '\0';
}

enum na_code na_sha256(const void *bytes, size_t length, char ret_text[NA_SHA256_TEXT],
                       struct na_error *reterr)
{
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
    write_digest(digest, ret_text);
    return NA_OK;
}

enum na_code na_sha256_file(int fd, char ret_text[NA_SHA256_TEXT], struct na_error *reterr)
{
    gnutls_hash_hd_t hash = NULL;
    unsigned char digest[SHA256_BYTES];
    static const size_t piece = (size_t)1024 * 1024;
    char *bytes = malloc(piece);
    enum na_code code = NA_OK;
    if (bytes == NULL || gnutls_hash_init(&hash, GNUTLS_DIG_SHA256) < 0) {
        code = na_fail_memory(reterr, "computing a SHA-256");
        goto done;
    }
    off_t at = 0;
    for (;;) {
        ssize_t got = pread(fd, bytes, piece, at);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            code = na_fail_errno(reterr, errno, "read the file", NULL);
            goto done;
        }
        if (got == 0) {
            break;
        }
        if (gnutls_hash(hash, bytes, (size_t)got) < 0) {
            code = na_fail(reterr, NA_ERR_INTERNAL, "Cannot compute a SHA-256");
            goto done;
        }
        at += got;
    }
    gnutls_hash_output(hash, digest);
    write_digest(digest, ret_text);
done:
    if (hash != NULL) {
        gnutls_hash_deinit(hash, NULL);
    }
    free(bytes);
    return code;
}

/* The handle is reset by each output, which saves setting the key up for each text. */
struct na_hmac {
    gnutls_hmac_hd_t handle;
};

static enum na_code fail_hmac(int result, struct na_error *reterr)
{
    return result == GNUTLS_E_MEMORY_ERROR
               ? na_fail_memory(reterr, "computing an HMAC")
               : na_fail(reterr, NA_ERR_INTERNAL, "Cannot compute an HMAC: %s",
                         gnutls_strerror(result));
}

enum na_code na_hmac_new(const void *key, size_t length, struct na_hmac **ret_hmac,
                         struct na_error *reterr)
{
    struct na_hmac *hmac = calloc(1, sizeof *hmac);
    if (hmac == NULL) {
        return na_fail_memory(reterr, "computing an HMAC");
    }
    int result = gnutls_hmac_init(&hmac->handle, GNUTLS_MAC_SHA256, key, length);
    if (result < 0) {
        free(hmac);
        return fail_hmac(result, reterr);
    }
    *ret_hmac = hmac;
    return NA_OK;
}

void na_hmac_free(struct na_hmac *hmac)
{
    if (hmac != NULL) {
        gnutls_hmac_deinit(hmac->handle, NULL);
        free(hmac);
    }
}

enum na_code na_hmac_number(struct na_hmac *hmac, const void *text, size_t length,
                            uint64_t *ret_number, struct na_error *reterr)
{
    unsigned char digest[SHA256_BYTES];
    int result = length > 0 ? gnutls_hmac(hmac->handle, text, length) : 0;
    if (result < 0) {
        return fail_hmac(result, reterr);
    }
    gnutls_hmac_output(hmac->handle, digest);
    uint64_t number = 0;
    for (size_t i = 0; i < 8; i++) {
        number = number << 8 | digest[i];
    }
    *ret_number = number;
    return NA_OK;
}
