/* One loop waits for signals and for the child that loads. Requests are served by threads of the
 * server, which this loop only starts and stops. SIGHUP loads anew, SIGUSR1 opens the audit log
 * anew, SIGTERM and SIGINT end the daemon. A load that fails leaves the former data in place; only
 * the first one ends the daemon. */
#include "daemon_run.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/log.h"
#include "basemap/nam.h"
#include "daemon_load.h"
#include "daemon_tell.h"
#include "data/slot.h"
#include "data/snapshot.h"
#include "write/render.h"

/* SIGTERM is answered within 5 s: half a second of that is for what comes after draining. */
#define DRAIN_MS 4500
/* How often a child that overstays is looked at; its end is told by SIGCHLD. */
#define LOAD_POLL_MS 1000
/* Descriptors besides those of connections. */
#define OTHER_FDS 256

struct daemon {
    const struct na_daemon_settings *settings;
    int signal_fd;
    struct na_slot *slot;
    struct na_server *server; /* NULL until the first load went well */
    struct na_load load;
    bool again; /* load once more when this load is over */
    bool stop;
};

/* Raise the limit of descriptors to what `connections` need. Returns how many can be served: at the
 * limit of descriptors libmicrohttpd would let the next one wait without an answer, and wake all
 * the while. */
static unsigned int raise_descriptor_limit(unsigned int connections)
{
    struct rlimit limit;
    rlim_t wanted = (rlim_t)connections + OTHER_FDS;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) {
        return connections;
    }
    limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur >= wanted) {
        return connections;
    }
    rlim_t spare = limit.rlim_cur < (rlim_t)2 * OTHER_FDS ? limit.rlim_cur / 2 : OTHER_FDS;
    unsigned int served = (unsigned int)(limit.rlim_cur - spare);
    if (served >= connections) {
        return connections;
    }
    na_log(NA_LOG_WARNING,
           "only %llu descriptors are allowed: %u connections are served, not %u; raise "
           "LimitNOFILE or ulimit -n",
           (unsigned long long)limit.rlim_cur, served, connections);
    return served;
}

static enum na_code catch_signals(int *ret_fd, struct na_error *reterr)
{
    static const int caught[] = {SIGHUP, SIGTERM, SIGINT, SIGCHLD, SIGUSR1};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof caught / sizeof caught[0]; i++) {
        sigaddset(&set, caught[i]);
    }
    int fd = -1;
    if (sigaction(SIGPIPE, &ignore, NULL) != 0 || sigprocmask(SIG_BLOCK, &set, NULL) != 0 ||
        (fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)) < 0) {
        return na_fail_errno(reterr, errno, "catch signals", NULL);
    }
    *ret_fd = fd;
    return NA_OK;
}

/* The former file was moved away; on failure it is gone on with. */
static void reopen_audit(struct daemon *daemon)
{
    struct na_error error;
    if (daemon->server == NULL) {
        return;
    }
    if (na_server_audit_reopen(daemon->server, daemon->settings->server.audit, &error) != NA_OK) {
        char line[1024];
        na_error_format(&error, line, sizeof line);
        na_log(NA_LOG_ERROR, "the former audit log stays: %s", line);
    } else if (daemon->settings->server.audit != NULL) {
        na_log(NA_LOG_INFO, "audit log opened anew");
    }
}

static void take_signals(struct daemon *daemon)
{
    struct signalfd_siginfo info;
    while (read(daemon->signal_fd, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo == SIGHUP) {
            daemon->again = true;
        } else if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT) {
            daemon->stop = true;
        } else if (info.ssi_signo == SIGUSR1) {
            reopen_audit(daemon);
        } /* SIGCHLD has woken us, which is all it is for */
    }
}

/* The map is apart from the data: a bad one costs a line, and the former one stays. */
static void load_map(struct daemon *daemon)
{
    struct na_nam *nam = NULL;
    struct na_error error = {.code = NA_OK};
    const char *path = daemon->settings->map;
    if (path == NULL) {
        return;
    }
    if (na_nam_load(path, &nam, &error) == NA_OK) {
        const struct na_nam_about *about = na_nam_about(nam);
        na_log(NA_LOG_INFO, "map %s: %u tiles, %zu bytes", path, (unsigned int)about->tile_count,
               about->bytes);
        na_server_set_map(daemon->server, nam, NULL);
    } else {
        char line[1024];
        na_error_format(&error, line, sizeof line);
        na_server_set_map(daemon->server, NULL, &error);
        na_log(NA_LOG_ERROR, "the map is not loaded: %s", line);
    }
}

/* A bad one costs a line, and the former one shows on. */
static void renew_certificate(struct daemon *daemon)
{
    struct na_error error = {.code = NA_OK};
    if (na_server_renew_tls(&daemon->settings->server, &error) != NA_OK) {
        char line[1024];
        na_error_format(&error, line, sizeof line);
        na_log(NA_LOG_ERROR, "the former certificate stays: %s", line);
    } else {
        na_tell_certificate();
    }
}

static enum na_code start_serving(struct daemon *daemon, struct na_snapshot *snapshot,
                                  struct na_error *reterr)
{
    struct na_server_options options = daemon->settings->server;
    options.connections = raise_descriptor_limit(options.connections);
    enum na_code code = na_server_start(&options, daemon->slot, &daemon->server, reterr);
    if (code == NA_OK) {
        load_map(daemon); /* before anybody is told where to ask */
        na_tell_certificate();
        na_tell_started(daemon->settings->server.listen_address, na_server_port(daemon->server),
                        snapshot);
        if (geteuid() == 0) {
            na_log(NA_LOG_WARNING, "nearaidd runs as root: give it a user of its own, as the unit "
                                   "of the package does (docs/operating.md)");
        }
        na_tell_manager("READY=1");
    }
    return code;
}

static void reload_failed(struct daemon *daemon, const struct na_error *error)
{
    char line[1024];
    na_error_format(error, line, sizeof line);
    na_server_reloaded(daemon->server, error);
    na_log(NA_LOG_ERROR, "reload failed, the former data stays: %s", line);
}

/* A load is over. An error only of the first one. */
static enum na_code loaded(struct daemon *daemon, enum na_code outcome,
                           struct na_snapshot *snapshot, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    if (outcome == NA_OK) {
        outcome = na_ready_make(snapshot, reterr);
        if (outcome != NA_OK) {
            na_snapshot_unref(snapshot);
        }
    }
    if (outcome == NA_OK) {
        na_tell_readable_codes(daemon->settings->snapshot, snapshot);
        na_slot_set(daemon->slot, snapshot);
        if (daemon->server == NULL) {
            code = start_serving(daemon, snapshot, reterr);
        } else {
            na_server_reloaded(daemon->server, NULL);
            na_tell_reloaded(snapshot);
            load_map(daemon);
        }
        na_snapshot_unref(snapshot);
    } else if (daemon->server == NULL) {
        code = outcome;
    } else {
        reload_failed(daemon, reterr);
        load_map(daemon);
    }
    return code;
}

/* Start a load if one is wanted. An error only of the first one. */
static enum na_code begin_load(struct daemon *daemon, struct na_error *reterr)
{
    daemon->again = false;
    enum na_code code = na_load_start(&daemon->load, daemon->settings, reterr);
    if (code != NA_OK && daemon->server != NULL) {
        reload_failed(daemon, reterr);
        code = NA_OK;
    }
    return code;
}

/* The first data: a pack needs its child. A compiled file is loaded here and now, when nobody is
 * served yet and a second start of the program would take most of the time. */
static enum na_code begin(struct daemon *daemon, struct na_error *reterr)
{
    if (daemon->settings->snapshot == NULL) {
        return begin_load(daemon, reterr);
    }
    struct na_snapshot *snapshot = NULL;
    enum na_code code = na_snapshot_open(daemon->settings->snapshot, &snapshot, reterr);
    if (code == NA_OK && na_snapshot_fd(snapshot) < 0) { /* there would be no slow questions */
        na_snapshot_unref(snapshot);
        code = na_fail(reterr, NA_ERR_LIMIT,
                       "This process may not write files as large as the "
                       "compiled file, which its copy in memory counts as");
        code = na_fail_at(reterr, code, daemon->settings->snapshot, 0, NULL,
                          "Raise the limit: LimitFSIZE, or ulimit -f");
    }
    return loaded(daemon, code, snapshot, reterr);
}

static enum na_code live(struct daemon *daemon, struct na_error *reterr)
{
    enum na_code code = begin(daemon, reterr);
    while (code == NA_OK && !daemon->stop) {
        struct pollfd polled[] = {{.fd = daemon->signal_fd, .events = POLLIN},
                                  {.fd = daemon->load.said_fd, .events = POLLIN}};
        bool loading = daemon->load.pid != 0;
        (void)poll(polled, loading ? 2 : 1, loading ? LOAD_POLL_MS : -1);
        take_signals(daemon);
        if (loading) {
            struct na_snapshot *snapshot = NULL;
            enum na_code outcome = na_load_finish(&daemon->load, &snapshot, reterr);
            if (outcome != NA_ERR_BUSY || daemon->load.pid == 0) {
                code = loaded(daemon, outcome, snapshot, reterr);
            }
        }
        if (code == NA_OK && daemon->again && daemon->load.pid == 0 && !daemon->stop) {
            renew_certificate(daemon);
            code = begin_load(daemon, reterr);
        }
    }
    return code;
}

enum na_code na_daemon_run(const struct na_daemon_settings *settings, struct na_error *reterr)
{
    struct daemon daemon = {.settings = settings, .signal_fd = -1};
    enum na_code code = catch_signals(&daemon.signal_fd, reterr);
    if (code == NA_OK) {
        code = na_slot_new(&daemon.slot, reterr);
    }
    if (code == NA_OK) {
        code = live(&daemon, reterr);
    }
    if (daemon.server != NULL) {
        na_tell_manager("STOPPING=1");
        na_log(NA_LOG_INFO, "nearaidd: ending, requests under way are finished first");
    }
    na_load_abandon(&daemon.load);
    na_server_stop(daemon.server, DRAIN_MS);
    na_slot_free(daemon.slot);
    if (daemon.signal_fd >= 0) {
        close(daemon.signal_fd);
    }
    return code;
}
