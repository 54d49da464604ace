/* Starts in one order and stops in the other: files, sockets, loops, threads. A failure on the way
 * takes back what was started. Stopping gives requests under way some time, tells those that wait
 * for a child, and then ends. */
#include "http/server.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/text.h"
#include "http/listen.h"
#include "http/mhd_loop.h"
#include "http/route_table.h"
#include "http/service.h"
#include "http/tls.h"
#include "nearest/say.h"

#define MAX_THREADS 64
#define SENDING_MS 300000
/* What is left of draining to tell those who wait for a child that it was ended. */
#define TELL_MS 500

struct na_server {
    struct na_service service;
    uint16_t port;
    size_t count; /* of threads that run */
    struct na_loop *loops[MAX_THREADS];
    pthread_t threads[MAX_THREADS];
    struct na_metrics *metrics[MAX_THREADS];
    char listen_address[64];
    char **hosts; /* own copies */
    char *batch_folder;
};

void na_server_options_init(struct na_server_options *options)
{
    *options =
        (struct na_server_options){.listen_address = "127.0.0.1",
                                   .port = 8080,
                                   .connections = 4096,
                                   .per_address = 1024,
                                   .body_limit = (size_t)64 * 1024,
                                   .deadline_ms = 10000,
                                   .idle_ms = 30000,
                                   .access_log = true,
                                   .batch = {.rows = 1000000,
                                             .bytes = (uint64_t)256 * 1024 * 1024,
                                             .answer_bytes = (uint64_t)2 * 1024 * 1024 * 1024,
                                             .seconds = 600,
                                             .at_once = 8,
                                             .folder = "/var/tmp"},
                                   .errands = {.at_once = 2,
                                               .seconds = 20,
                                               .memory_bytes = (uint64_t)2 * 1024 * 1024 * 1024,
                                               .cache_bytes = (uint64_t)64 * 1024 * 1024}};
}

/* The first descriptor given. */
#define GIVEN_FIRST 3

static unsigned int thread_count(const struct na_server_options *options)
{
    if (options->given > 0) { /* none of them may be left without a loop */
        unsigned int most = options->threads > options->given ? options->threads : options->given;
        return most > MAX_THREADS ? MAX_THREADS : most;
    }
    long count = options->threads > 0 ? (long)options->threads : sysconf(_SC_NPROCESSORS_ONLN);
    if (count < 1) {
        return 1;
    }
    return count > MAX_THREADS ? MAX_THREADS : (unsigned int)count;
}

static void free_server(struct na_server *server)
{
    if (server->hosts != NULL) {
        for (size_t i = 0; i < server->service.guard.host_count; i++) {
            free(server->hosts[i]);
        }
        free(server->hosts);
    }
    free(server->batch_folder);
    na_errands_free(server->service.errands);
    na_tokens_fini(&server->service.tokens);
    na_audit_fini(&server->service.audit);
    na_say_free(server->service.say);
    na_census_free(server->service.census);
    na_map_slot_fini(&server->service.map);
    pthread_mutex_destroy(&server->service.mutex);
    na_tls_fini();
    free(server);
}

/* Who may see codes, where that is noted, and the words of answers. */
static enum na_code open_files(const struct na_server_options *options, struct na_service *service,
                               struct na_error *reterr)
{
    enum na_code code = NA_OK;
    if (options->tokens != NULL && options->audit == NULL) {
        (void)na_fail(reterr, NA_ERR_USAGE, "Tokens are given, but no audit log");
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, "audit",
                          "Add --audit FILE: each code revealed is noted there");
    }
    if (options->audit_positions && options->audit == NULL) {
        (void)na_fail(reterr, NA_ERR_USAGE, "Positions are to be noted, but there is no audit log");
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, "audit", "Add --audit FILE");
    }
    if ((options->tls_certificate == NULL) != (options->tls_key == NULL)) {
        (void)na_fail(reterr, NA_ERR_USAGE, "TLS needs a certificate and its key");
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0,
                          options->tls_key == NULL ? "tls-key" : "tls-cert",
                          "Give both --tls-cert FILE and --tls-key FILE");
    }
    service->audit_positions = options->audit_positions;
    code = na_server_renew_tls(options, reterr);
    if (code == NA_OK && options->tokens != NULL) {
        code = na_tokens_load(options->tokens, &service->tokens, reterr);
    }
    if (code == NA_OK && options->audit != NULL) {
        code = na_audit_open(&service->audit, options->audit, reterr);
    }
    if (code == NA_OK && options->templates != NULL) {
        code = na_say_load(options->templates, &service->say, reterr);
    }
    return code;
}

/* Copies of all that outlives the options. */
static enum na_code new_server(const struct na_server_options *options, struct na_slot *slot,
                               struct na_server **ret_server, struct na_error *reterr)
{
    struct na_server *server = calloc(1, sizeof *server);
    if (server == NULL) {
        return na_fail_memory(reterr, "starting the server");
    }
    struct na_service *service = &server->service;
    enum na_code code = na_audit_init(&service->audit, reterr);
    if (code != NA_OK) {
        free(server);
        return code;
    }
    code = na_map_slot_init(&service->map, reterr);
    if (code != NA_OK) {
        na_audit_fini(&service->audit);
        free(server);
        return code;
    }
    if (pthread_mutex_init(&service->mutex, NULL) != 0) {
        na_map_slot_fini(&service->map);
        na_audit_fini(&service->audit);
        free(server);
        return na_fail_memory(reterr, "starting the server");
    }
    code = na_census_new(options->connections, options->per_address, &service->census, reterr);
    (void)na_text_copy(server->listen_address, sizeof server->listen_address,
                       options->listen_address);
    service->slot = slot;
    service->routes = &na_route_table;
    service->access_log = options->access_log;
    service->metrics = server->metrics;
    service->guard.listen_address = server->listen_address;
    service->guard.any_address = na_listen_any(options->listen_address);
    service->guard.body_limit = options->body_limit;
    service->guard.batch_limit = options->batch.bytes;
    service->batch = options->batch;
    service->batch.folder = server->batch_folder = strdup(options->batch.folder);
    if (server->batch_folder == NULL) {
        code = na_fail_memory(reterr, "starting the server");
    }
    if (code == NA_OK) {
        code = open_files(options, service, reterr);
    }
    if (code == NA_OK) {
        code =
            na_errands_new(&options->errands, options->errand_program, &service->errands, reterr);
    }
    if (code == NA_OK && options->host_count > 0) {
        server->hosts = calloc(options->host_count, sizeof *server->hosts);
        for (size_t i = 0; server->hosts != NULL && i < options->host_count; i++) {
            server->hosts[i] = strdup(options->hosts[i]);
            code = server->hosts[i] == NULL ? NA_ERR_MEMORY : code;
        }
        service->guard.hosts = (const char *const *)server->hosts;
        service->guard.host_count = server->hosts != NULL ? options->host_count : 0;
        if (server->hosts == NULL || code != NA_OK) {
            code = na_fail_memory(reterr, "starting the server");
        }
    }
    if (code != NA_OK) {
        free_server(server);
        return code;
    }
    *ret_server = server;
    return NA_OK;
}

static void *run_loop(void *loop)
{
    na_loop_run(loop);
    return NULL;
}

/* The sockets given as descriptors of our own; more loops than sockets share them. */
static enum na_code take_given(const struct na_server_options *options, unsigned int count,
                               int *ret_fds, uint16_t *ret_port, struct na_error *reterr)
{
    char address[NA_ADDRESS_TEXT];
    enum na_code code = na_listen_given(GIVEN_FIRST, options->given, address, ret_port, reterr);
    for (unsigned int i = 0; i < count && code == NA_OK; i++) {
        ret_fds[i] = fcntl(GIVEN_FIRST + (int)(i % options->given), F_DUPFD_CLOEXEC, GIVEN_FIRST);
        if (ret_fds[i] < 0) {
            code = na_fail_errno(reterr, errno, "take over a socket", NULL);
            while (i > 0) {
                close(ret_fds[--i]);
            }
            return code;
        }
    }
    for (unsigned int i = 0; i < options->given && code == NA_OK; i++) {
        close(GIVEN_FIRST + (int)i);
    }
    return code;
}

/* Loops first, all of them: their metrics must be there before the first request. */
static enum na_code start_loops(struct na_server *server, const struct na_server_options *options,
                                struct na_error *reterr)
{
    int fds[MAX_THREADS];
    unsigned int count = thread_count(options);
    const struct na_loop_waits waits = {.arrival_ms = options->deadline_ms,
                                        .idle_ms = options->idle_ms,
                                        .sending_ms = SENDING_MS,
                                        .batch_ms = options->batch.seconds * 1000};
    enum na_code code = options->given > 0 ? take_given(options, count, fds, &server->port, reterr)
                                           : na_listen(options->listen_address, options->port,
                                                       count, fds, &server->port, reterr);
    if (code != NA_OK) {
        return code;
    }
    size_t made = 0;
    while (made < count && code == NA_OK) {
        code = na_loop_new(&server->service, fds[made], &waits, options->connections,
                           &server->loops[made], reterr);
        if (code == NA_OK) {
            server->metrics[made] = na_loop_metrics(server->loops[made]);
            made++;
        }
    }
    for (size_t i = made; i < count; i++) {
        close(fds[i]);
    }
    server->service.metrics_count = made;
    while (code == NA_OK && server->count < made) {
        if (pthread_create(&server->threads[server->count], NULL, run_loop,
                           server->loops[server->count]) != 0) {
            code = na_fail(reterr, NA_ERR_MEMORY, "A thread could not be started");
        } else {
            server->count++;
        }
    }
    return code;
}

enum na_code na_server_start(const struct na_server_options *options, struct na_slot *slot,
                             struct na_server **ret_server, struct na_error *reterr)
{
    struct na_server *server = NULL;
    enum na_code code = new_server(options, slot, &server, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_snapshot *snapshot = na_slot_get(slot);
    server->service.reloads.loaded_us = snapshot != NULL ? na_monotonic_us() : 0;
    na_snapshot_unref(snapshot);
    code = start_loops(server, options, reterr);
    if (code != NA_OK) {
        na_server_stop(server, 0);
        return code;
    }
    *ret_server = server;
    return NA_OK;
}

uint16_t na_server_port(const struct na_server *server)
{
    return server->port;
}

void na_server_set_map(struct na_server *server, struct na_nam *nam, const struct na_error *error)
{
    na_map_slot_set(&server->service.map, nam, error);
}

void na_server_reloaded(struct na_server *server, const struct na_error *error)
{
    struct na_reloads *reloads = &server->service.reloads;
    pthread_mutex_lock(&server->service.mutex);
    reloads->last_ok = error == NULL;
    reloads->last_at = time(NULL);
    reloads->last_error[0] = '\0';
    if (error == NULL) {
        reloads->succeeded++;
        reloads->loaded_us = na_monotonic_us();
    } else {
        reloads->failed++;
        na_error_format(error, reloads->last_error, sizeof reloads->last_error);
    }
    pthread_mutex_unlock(&server->service.mutex);
    if (error == NULL) {
        na_errands_forget(server->service.errands);
    }
    for (size_t i = 0; error == NULL && i < server->count; i++) {
        na_loop_wake(server->loops[i]);
    }
}

void na_server_stop(struct na_server *server, unsigned int drain_ms)
{
    if (server == NULL) {
        return;
    }
    na_errands_end(server->service.errands, drain_ms > TELL_MS ? drain_ms - TELL_MS : 0);
    for (size_t i = 0; i < server->count; i++) {
        na_loop_stop(server->loops[i], drain_ms);
    }
    for (size_t i = 0; i < server->count; i++) {
        (void)pthread_join(server->threads[i], NULL);
    }
    na_errands_stop(server->service.errands);
    for (size_t i = 0; i < MAX_THREADS; i++) {
        na_loop_free(server->loops[i]);
    }
    free_server(server);
}

enum na_code na_server_renew_tls(const struct na_server_options *options, struct na_error *reterr)
{
    return options->tls_certificate != NULL
               ? na_tls_load(options->tls_certificate, options->tls_key, reterr)
               : NA_OK;
}

enum na_code na_server_audit_reopen(struct na_server *server, const char *path,
                                    struct na_error *reterr)
{
    return path != NULL ? na_audit_open(&server->service.audit, path, reterr) : NA_OK;
}
