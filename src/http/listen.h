/* http/listen.h - listening sockets. */
#ifndef NA_HTTP_LISTEN_H
#define NA_HTTP_LISTEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

/* Open `count` non-blocking listening sockets on one numeric address and port, among which the
 * kernel shares the connections out (SO_REUSEPORT). Refused when any other program listens there.
 *   address     in   "127.0.0.1", "::1", ...
 *   port        in   0: any free one
 *   ret_fds     out  `count` descriptors, to be closed by the caller
 *   ret_port    out  the port
 * Errors: NA_ERR_USAGE (no numeric address), NA_ERR_IO. */
NA_MUST_USE enum na_code na_listen(const char *address, uint16_t port, size_t count, int *ret_fds,
                                   uint16_t *ret_port, struct na_error *reterr);
/* Bytes of a numeric address and its NUL. */
#define NA_ADDRESS_TEXT 64

/* Take over `count` listening sockets that the program which started us opened, the descriptors
 * from `first` on, all of one address and port: made non-blocking and kept from programs that are
 * started. Errors: NA_ERR_USAGE (no listening TCP sockets, or of several addresses), NA_ERR_IO. */
NA_MUST_USE enum na_code na_listen_given(int first, size_t count, char ret_address[NA_ADDRESS_TEXT],
                                         uint16_t *ret_port, struct na_error *reterr);
/* Is it the address that means all of the machine's? */
bool na_listen_any(const char *address);

#endif
