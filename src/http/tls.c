/* A renewed certificate must show without a restart, and a handshake under way keeps pointers into
 * the former one. So each identity that was loaded stays until the process ends or eight newer ones
 * are there: a handshake is cut long before an administrator renews that often. */
#include "http/tls.h"

#include <gnutls/abstract.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/file.h"
#include "io/file_trust.h"

#define KEPT 8

struct identity {
    gnutls_pcert_st certificates[NA_TLS_CERTIFICATES_MAX];
    unsigned int count;
    gnutls_privkey_t key;
    int64_t ends_at;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards `kept` and `newest` */
static struct identity *kept[KEPT];
static size_t newest;

static void free_identity(struct identity *identity)
{
    if (identity == NULL) {
        return;
    }
    for (unsigned int i = 0; i < identity->count; i++) {
        gnutls_pcert_deinit(&identity->certificates[i]);
    }
    if (identity->key != NULL) {
        gnutls_privkey_deinit(identity->key);
    }
    free(identity);
}

static enum na_code refuse(const char *path, const char *what, int result, const char *remedy,
                           struct na_error *reterr)
{
    enum na_code code = result == GNUTLS_E_MEMORY_ERROR ? NA_ERR_MEMORY : NA_ERR_DATA;
    (void)na_fail(reterr, code, "%s: %s", what, gnutls_strerror(result));
    return na_fail_at(reterr, code, path, 0, NULL, remedy);
}

static enum na_code read_certificates(const char *path, struct identity *identity,
                                      struct na_error *reterr)
{
    struct na_file file = {NULL, 0};
    enum na_code code = na_file_read(path, NA_TLS_FILE_MAX, &file, reterr);
    if (code != NA_OK) {
        return code;
    }
    gnutls_datum_t text = {(unsigned char *)(uintptr_t)file.bytes, (unsigned int)file.length};
    unsigned int count = NA_TLS_CERTIFICATES_MAX;
    int result = gnutls_pcert_list_import_x509_raw(identity->certificates, &count, &text,
                                                   GNUTLS_X509_FMT_PEM, 0);
    na_file_free(&file);
    if (result < 0) {
        return refuse(path, "The certificate cannot be read", result,
                      "Give the certificate in PEM, then those that lead to its issuer, at most 8",
                      reterr);
    }
    identity->count = count;
    gnutls_x509_crt_t own = NULL;
    result = gnutls_pcert_export_x509(&identity->certificates[0], &own);
    if (result < 0) {
        return refuse(path, "The certificate cannot be read", result, NULL, reterr);
    }
    identity->ends_at = (int64_t)gnutls_x509_crt_get_expiration_time(own);
    gnutls_x509_crt_deinit(own);
    return NA_OK;
}

static enum na_code read_key(const char *path, struct identity *identity, struct na_error *reterr)
{
    struct na_file file = {NULL, 0};
    enum na_code code = na_file_check_trust(path, "The file of the private key", reterr);
    if (code == NA_OK) {
        code = na_file_read(path, NA_TLS_FILE_MAX, &file, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    gnutls_datum_t text = {(unsigned char *)(uintptr_t)file.bytes, (unsigned int)file.length};
    int result = gnutls_privkey_init(&identity->key);
    if (result >= 0) {
        result = gnutls_privkey_import_x509_raw(identity->key, &text, GNUTLS_X509_FMT_PEM, NULL, 0);
    }
    gnutls_memset((void *)(uintptr_t)file.bytes, 0, file.length);
    na_file_free(&file);
    return result >= 0 ? NA_OK
                       : refuse(path, "The private key cannot be read", result,
                                "Give a key in PEM without a password", reterr);
}

/* Is the key the first certificate's? */
static enum na_code check_pair(const char *path, const struct identity *identity,
                               struct na_error *reterr)
{
    unsigned char ids[2][64];
    size_t lengths[2] = {sizeof ids[0], sizeof ids[1]};
    gnutls_pubkey_t public = NULL;
    int result = gnutls_pubkey_init(&public);
    if (result >= 0) {
        result = gnutls_pubkey_import_privkey(public, identity->key, 0, 0);
    }
    if (result >= 0) {
        result = gnutls_pubkey_get_key_id(public, GNUTLS_KEYID_USE_SHA256, ids[0], &lengths[0]);
    }
    if (result >= 0) {
        result = gnutls_pubkey_get_key_id(identity->certificates[0].pubkey, GNUTLS_KEYID_USE_SHA256,
                                          ids[1], &lengths[1]);
    }
    gnutls_pubkey_deinit(public);
    if (result >= 0 && (lengths[0] != lengths[1] || memcmp(ids[0], ids[1], lengths[0]) != 0)) {
        result = GNUTLS_E_CERTIFICATE_KEY_MISMATCH;
    }
    return result >= 0 ? NA_OK
                       : refuse(path, "The private key does not belong to the certificate", result,
                                "Our own certificate must stand first in its file", reterr);
}

enum na_code na_tls_load(const char *certificate, const char *key, struct na_error *reterr)
{
    struct identity *identity = calloc(1, sizeof *identity);
    if (identity == NULL) {
        return na_fail_memory(reterr, "reading the certificate");
    }
    enum na_code code = read_certificates(certificate, identity, reterr);
    if (code == NA_OK) {
        code = read_key(key, identity, reterr);
    }
    if (code == NA_OK) {
        code = check_pair(key, identity, reterr);
    }
    if (code != NA_OK) {
        free_identity(identity);
        return code;
    }
    pthread_mutex_lock(&mutex);
    newest = (newest + 1) % KEPT;
    struct identity *oldest = kept[newest];
    kept[newest] = identity;
    pthread_mutex_unlock(&mutex);
    free_identity(oldest);
    return NA_OK;
}

static struct identity *current(void)
{
    pthread_mutex_lock(&mutex);
    struct identity *identity = kept[newest];
    pthread_mutex_unlock(&mutex);
    return identity;
}

bool na_tls_is_on(void)
{
    return current() != NULL;
}

int64_t na_tls_ends_at(void)
{
    return current()->ends_at;
}

/* As gnutls_certificate_retrieve_function2 wants it: what it gives stays ours. */
static int retrieve(gnutls_session_t session, const gnutls_datum_t *issuers, int issuer_count,
                    const gnutls_pk_algorithm_t *algorithms, int algorithm_count,
                    gnutls_pcert_st **ret_certificates, unsigned int *ret_count,
                    gnutls_privkey_t *ret_key)
{
    (void)session;
    (void)issuers;
    (void)issuer_count;
    (void)algorithms;
    (void)algorithm_count;
    struct identity *identity = current();
    if (identity == NULL) {
        return -1;
    }
    *ret_certificates = identity->certificates;
    *ret_count = identity->count;
    *ret_key = identity->key;
    return 0;
}

void *na_tls_retriever(void)
{
    return (void *)(uintptr_t)&retrieve;
}

void na_tls_fini(void)
{
    for (size_t i = 0; i < KEPT; i++) {
        free_identity(kept[i]);
        kept[i] = NULL;
    }
}
