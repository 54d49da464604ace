/* http/server.h - the HTTP server: threads, sockets, guard, routes. */
#ifndef NA_HTTP_SERVER_H
#define NA_HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "basemap/nam.h"
#include "data/slot.h"
#include "http/batch.h"
#include "http/errand.h"

/* Limits, each tested at and one above. */
struct na_server_options {
    const char *listen_address; /* numeric, "127.0.0.1" or "::1" by default */
    uint16_t port;              /* 0: any free one, see na_server_port */
    unsigned int threads;       /* event loops; 0: one a core, or one a socket given */
    unsigned int given; /* listening sockets that were given, from descriptor 3 on; 0: none, listen
                           at the address and port */
    unsigned int connections; /* most at once, all threads together; default 4096 */
    unsigned int per_address; /* most from one address; default 1024 */
    size_t body_limit;        /* bytes; default 64 KiB */
    unsigned int deadline_ms; /* a request must have arrived whole by then; default 10000 */
    unsigned int idle_ms;     /* from an answer to the next request's first line; default 30000 */
    const char *const
        *hosts; /* allowed Host names besides the listen address, localhost and loopback */
    size_t host_count;
    bool access_log;
    const char *tokens;           /* file of http/tokens.h; NULL: nobody may see codes */
    const char *audit;            /* file of http/audit.h; needed with tokens */
    bool audit_positions;         /* note there answers about positions too */
    const char *tls_certificate;  /* file in PEM; NULL: no TLS */
    const char *tls_key;          /* its key's file; needed with it */
    const char *templates;        /* folder of say.en.txt; NULL: the one that ships */
    struct na_batch_limits batch; /* 1,000,000 rows, 256 MiB, 2 GiB, 600 s, 8 at once, /var/tmp */
    struct na_errand_limits errands; /* 2 at once, 20 s, 2 GiB, 64 MiB */
    const char *errand_program;      /* NULL: the running one; borrowed for the server's life */
};

/* State of the last reload, shown in /readyz and /metrics. Set by the app, read by handlers;
 * guarded by a mutex inside. */
struct na_server;

/* Fill in the defaults. */
void na_server_options_init(struct na_server_options *options);
/* Bind, listen and start the threads. `slot` is borrowed and may be empty at first (503 not-ready
 * until it is set). Errors: NA_ERR_IO (address in use, with the remedy), NA_ERR_USAGE (bad
 * address), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_server_start(const struct na_server_options *options,
                                         struct na_slot *slot, struct na_server **ret_server,
                                         struct na_error *reterr);
uint16_t na_server_port(const struct na_server *server);
/* Tell how a reload ended: NULL error = well. The text is kept for /readyz. Any thread. */
void na_server_reloaded(struct na_server *server, const struct na_error *error);
/* Serve another map: `nam`, whose reference is taken over; or, with NULL, say in /readyz why there
 * is none: the former map stays. Any thread. */
void na_server_set_map(struct na_server *server, struct na_nam *nam, const struct na_error *error);
/* Go on with the audit log in a new file of its name `path`; nothing without one. Errors: as
 * na_audit_open. One thread. */
NA_MUST_USE enum na_code na_server_audit_reopen(struct na_server *server, const char *path,
                                                struct na_error *reterr);
/* Show the certificate that the files hold now; nothing without TLS. Errors: as na_tls_load; the
 * former stays. One thread. */
NA_MUST_USE enum na_code na_server_renew_tls(const struct na_server_options *options,
                                             struct na_error *reterr);
/* Stop listening, let requests under way end for at most `drain_ms`, join the threads, free. */
void na_server_stop(struct na_server *server, unsigned int drain_ms);

#endif
