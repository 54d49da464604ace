/* http/tls.h - the certificate and the key that the server shows, and their renewal under way.
 *
 * A process has one at most: libmicrohttpd asks for it by a function that is told nothing of us. */
#ifndef NA_HTTP_TLS_H
#define NA_HTTP_TLS_H

#include <stdbool.h>
#include <stdint.h>

#include <nearaid/error.h>

/* Which versions are spoken: TLS 1.2 and 1.3. */
#define NA_TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"
/* Limits: of a file, and of the certificates in it. */
#define NA_TLS_FILE_MAX ((size_t)256 * 1024)
#define NA_TLS_CERTIFICATES_MAX 8

/* Read the certificate with those that lead to its issuer (PEM, our own first) and its private key
 * (PEM, no password), which show from the next handshake on. What was there stays if it fails, and
 * handshakes under way end with what they began with. Errors, with the file: NA_ERR_DATA (not PEM,
 * the key is not the certificate's, or the key's file is not to be trusted, io/file_trust.h),
 * NA_ERR_IO, NA_ERR_LIMIT, NA_ERR_MEMORY. One thread. */
NA_MUST_USE enum na_code na_tls_load(const char *certificate, const char *key,
                                     struct na_error *reterr);
/* Was one loaded? */
bool na_tls_is_on(void);
/* When the certificate ends, seconds since 1970; only if one was loaded. */
int64_t na_tls_ends_at(void);
/* The address of the function that libmicrohttpd asks (MHD_OPTION_HTTPS_CERT_CALLBACK). */
void *na_tls_retriever(void);
/* Forget all of it, when no server runs. */
void na_tls_fini(void);

#endif
