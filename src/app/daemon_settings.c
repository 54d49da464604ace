/* Texts become typed settings here, and settings that are dangerous together are refused: an
 * address that others reach without --allow-remote, or root on such an address. All that the
 * settings point to lives in one block, which na_daemon_settings_free gives back. */
#include "daemon_settings.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/number.h"
#include "base/text.h"
#include "daemon_sources.h"
#include "http/listen.h"

/* Most sockets taken over. */
#define SOCKETS_MAX 64

/* What the settings point into. */
struct memory {
    struct na_sources sources;
    char address[NA_ADDRESS_TEXT];
    const char *hosts[NA_DAEMON_HOSTS];
};

static enum na_code malformed(enum na_setting setting, const char *text, const char *hint,
                              struct na_error *reterr)
{
    enum na_code code = na_fail(reterr, NA_ERR_USAGE, "%s \"%.80s\" is not understood",
                                na_setting_name(setting), text);
    return na_fail_at(reterr, code, NULL, 0, na_setting_name(setting), hint);
}

static enum na_code read_number(const struct memory *memory, enum na_setting setting, int64_t low,
                                int64_t high, int64_t *ret_value, struct na_error *reterr)
{
    const char *text = memory->sources.values[setting];
    if (text == NULL || na_integer_parse(na_str_of(text), low, high, ret_value)) {
        return NA_OK;
    }
    char hint[80];
    (void)snprintf(hint, sizeof hint, "a whole number from %" PRId64 " to %" PRId64, low, high);
    return malformed(setting, text, hint, reterr);
}

static enum na_code read_switch(const struct memory *memory, enum na_setting setting,
                                bool *ret_value, struct na_error *reterr)
{
    const char *text = memory->sources.values[setting];
    if (text == NULL) {
        return NA_OK;
    }
    if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0) {
        return malformed(setting, text, "yes or no", reterr);
    }
    *ret_value = text[0] == 'y';
    return NA_OK;
}

/* Will only this machine reach it? */
static bool is_loopback(const char *address)
{
    unsigned char bytes[sizeof(struct in6_addr)];
    if (inet_pton(AF_INET, address, bytes) == 1) {
        return bytes[0] == 127;
    }
    return inet_pton(AF_INET6, address, bytes) == 1 &&
           memcmp(bytes, &in6addr_loopback, sizeof bytes) == 0;
}

/* "127.0.0.1:8080" or "[::1]:8080". */
static enum na_code read_listen(struct memory *memory, struct na_server_options *server,
                                struct na_error *reterr)
{
    static const char hint[] = "for example 127.0.0.1:8080 or [::1]:8080";
    const char *text = memory->sources.values[NA_SETTING_LISTEN];
    if (text == NULL) {
        return NA_OK;
    }
    const char *colon = strrchr(text, ':');
    int64_t port;
    if (colon == NULL || !na_integer_parse(na_str_of(colon + 1), 0, 65535, &port)) {
        return malformed(NA_SETTING_LISTEN, text, hint, reterr);
    }
    struct na_str address = {text, (size_t)(colon - text)};
    if (address.length > 2 && text[0] == '[' && colon[-1] == ']') {
        address = (struct na_str){text + 1, address.length - 2};
    }
    unsigned char bytes[sizeof(struct in6_addr)];
    if (!na_text_copy_str(memory->address, sizeof memory->address, address) ||
        (inet_pton(AF_INET, memory->address, bytes) != 1 &&
         inet_pton(AF_INET6, memory->address, bytes) != 1)) {
        return malformed(NA_SETTING_LISTEN, text, hint, reterr);
    }
    server->listen_address = memory->address;
    server->port = (uint16_t)port;
    return NA_OK;
}

/* Sockets that the service manager opened and hands over; what says so is not
 * for our children. */
static unsigned int sockets_given(void)
{
    const char *pid = getenv("LISTEN_PID");
    const char *fds = getenv("LISTEN_FDS");
    int64_t number = 0;
    int64_t count = 0;
    bool ours = pid != NULL && fds != NULL &&
                na_integer_parse(na_str_of(pid), 1, INT32_MAX, &number) && number == getpid() &&
                na_integer_parse(na_str_of(fds), 1, SOCKETS_MAX, &count);
    (void)unsetenv("LISTEN_PID");
    (void)unsetenv("LISTEN_FDS");
    (void)unsetenv("LISTEN_FDNAMES");
    return ours ? (unsigned int)count : 0;
}

/* The address of sockets that were given stands for --listen, which may name no other. */
static enum na_code take_sockets(struct memory *memory, struct na_server_options *server,
                                 struct na_error *reterr)
{
    char address[NA_ADDRESS_TEXT];
    uint16_t port = 0;
    server->given = sockets_given();
    if (server->given == 0) {
        return NA_OK;
    }
    enum na_code code = na_listen_given(3, server->given, address, &port, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (memory->sources.values[NA_SETTING_LISTEN] != NULL &&
        (strcmp(address, server->listen_address) != 0 || port != server->port)) {
        (void)na_fail(reterr, NA_ERR_USAGE,
                      "The sockets given listen on %s port %u, but listen says otherwise", address,
                      (unsigned int)port);
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, "listen",
                          "Leave listen out: ListenStream= of the socket unit says where");
    }
    memcpy(memory->address, address, sizeof address);
    server->listen_address = memory->address;
    server->port = port;
    return NA_OK;
}

/* What root listens for, root is attacked through. */
static enum na_code check_root(const struct na_server_options *server, struct na_error *reterr)
{
    if (geteuid() != 0 || is_loopback(server->listen_address)) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_USAGE,
                  "nearaidd runs as root and would listen on %s, which other machines reach",
                  server->listen_address);
    return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL,
                      "Run it as a user of its own, as the unit of the package does");
}

static enum na_code check_remote(const struct memory *memory,
                                 const struct na_server_options *server, struct na_error *reterr)
{
    bool allowed = false;
    enum na_code code = read_switch(memory, NA_SETTING_ALLOW_REMOTE, &allowed, reterr);
    if (code != NA_OK || allowed || is_loopback(server->listen_address)) {
        return code;
    }
    bool tls = memory->sources.values[NA_SETTING_TLS_CERT] != NULL;
    code = na_fail(reterr, NA_ERR_USAGE,
                   "%s can be reached by other machines, and there is no password%s here",
                   server->listen_address, tls ? "" : " and no encryption");
    return na_fail_at(reterr, code, NULL, 0, NULL,
                      tls ? "listen on 127.0.0.1 behind a proxy that has one, or add --allow-remote"
                          : "listen on 127.0.0.1 behind a proxy that has both, or add "
                            "--allow-remote, and --tls-cert and --tls-key");
}

static enum na_code read_hosts(struct memory *memory, struct na_server_options *server,
                               struct na_error *reterr)
{
    char *at = memory->sources.values[NA_SETTING_HOST];
    while (at != NULL && *at != '\0') {
        size_t length = strcspn(at, " ,");
        bool more = at[length] != '\0';
        at[length] = '\0';
        if (length > 0) {
            if (server->host_count == NA_DAEMON_HOSTS) {
                return na_fail(reterr, NA_ERR_USAGE, "More than %d hosts", NA_DAEMON_HOSTS);
            }
            memory->hosts[server->host_count++] = at;
        }
        at += length + (more ? 1 : 0);
    }
    server->hosts = memory->hosts;
    return NA_OK;
}

/* A batch that cannot be put aside would be refused when it is asked: better at the start. */
static enum na_code read_batch_folder(const struct memory *memory, struct na_server_options *server,
                                      struct na_error *reterr)
{
    const char *folder = memory->sources.values[NA_SETTING_BATCH_FOLDER];
    struct stat status;
    if (folder == NULL) {
        return NA_OK;
    }
    server->batch.folder = folder;
    if (stat(folder, &status) == 0 && S_ISDIR(status.st_mode) && access(folder, W_OK | X_OK) == 0) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_USAGE, "\"%.200s\" is not a folder to write in", folder);
    return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, na_setting_name(NA_SETTING_BATCH_FOLDER),
                      "Give one that is there and that the daemon may write to");
}

static enum na_code read_numbers(const struct memory *memory, struct na_server_options *server,
                                 struct na_error *reterr)
{
    struct {
        enum na_setting setting;
        int64_t low, high, value;
    } rows[] = {
        {NA_SETTING_THREADS, 0, 64, server->threads},
        {NA_SETTING_CONNECTIONS, 1, 100000, server->connections},
        {NA_SETTING_PER_ADDRESS, 1, 100000, server->per_address},
        {NA_SETTING_BODY_LIMIT, 256, 16777216, (int64_t)server->body_limit},
        {NA_SETTING_DEADLINE_MS, 100, 600000, server->deadline_ms},
        {NA_SETTING_IDLE_MS, 100, 600000, server->idle_ms},
        {NA_SETTING_BATCH_ROWS, 1, INT64_C(1000000000000), (int64_t)server->batch.rows},
        {NA_SETTING_BATCH_BYTES, 1, INT64_C(1000000000000000), (int64_t)server->batch.bytes},
        {NA_SETTING_BATCH_ANSWER_BYTES, 1, INT64_C(1000000000000000),
         (int64_t)server->batch.answer_bytes},
        {NA_SETTING_BATCH_SECONDS, 1, 86400, server->batch.seconds},
        {NA_SETTING_BATCHES, 1, 1000, server->batch.at_once}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        enum na_code code =
            read_number(memory, rows[i].setting, rows[i].low, rows[i].high, &rows[i].value, reterr);
        if (code != NA_OK) {
            return code;
        }
    }
    server->threads = (unsigned int)rows[0].value;
    server->connections = (unsigned int)rows[1].value;
    server->per_address = (unsigned int)rows[2].value;
    server->body_limit = (size_t)rows[3].value;
    server->deadline_ms = (unsigned int)rows[4].value;
    server->idle_ms = (unsigned int)rows[5].value;
    server->batch.rows = (uint64_t)rows[6].value;
    server->batch.bytes = (uint64_t)rows[7].value;
    server->batch.answer_bytes = (uint64_t)rows[8].value;
    server->batch.seconds = (unsigned int)rows[9].value;
    server->batch.at_once = (unsigned int)rows[10].value;
    server->tls_certificate = memory->sources.values[NA_SETTING_TLS_CERT];
    server->tls_key = memory->sources.values[NA_SETTING_TLS_KEY];
    server->tokens = memory->sources.values[NA_SETTING_TOKENS];
    server->audit = memory->sources.values[NA_SETTING_AUDIT];
    server->templates = memory->sources.values[NA_SETTING_TEMPLATES];
    return read_batch_folder(memory, server, reterr);
}

static enum na_code read_errands(const struct memory *memory, struct na_errand_limits *errands,
                                 struct na_error *reterr)
{
    struct {
        enum na_setting setting;
        int64_t low, high, value;
    } rows[] = {
        {NA_SETTING_ERRANDS, 1, NA_ERRANDS_MAX, errands->at_once},
        {NA_SETTING_ERRAND_SECONDS, 1, 3600, errands->seconds},
        {NA_SETTING_ERRAND_MEMORY, 67108864, INT64_C(1000000000000000),
         (int64_t)errands->memory_bytes},
        {NA_SETTING_ERRAND_CACHE, 0, INT64_C(1000000000000000), (int64_t)errands->cache_bytes}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        enum na_code code =
            read_number(memory, rows[i].setting, rows[i].low, rows[i].high, &rows[i].value, reterr);
        if (code != NA_OK) {
            return code;
        }
    }
    errands->at_once = (unsigned int)rows[0].value;
    errands->seconds = (unsigned int)rows[1].value;
    errands->memory_bytes = (uint64_t)rows[2].value;
    errands->cache_bytes = (uint64_t)rows[3].value;
    return NA_OK;
}

/* Where the data is; the child that builds needs no more. */
static enum na_code read_data(const struct memory *memory, struct na_daemon_settings *settings,
                              struct na_error *reterr)
{
    settings->pack = memory->sources.values[NA_SETTING_PACK];
    settings->snapshot = memory->sources.values[NA_SETTING_SNAPSHOT];
    settings->grid = memory->sources.values[NA_SETTING_GRID];
    settings->map = memory->sources.values[NA_SETTING_MAP];
    if ((settings->pack != NULL) != (settings->snapshot != NULL)) {
        return NA_OK;
    }
    enum na_code code =
        na_fail(reterr, NA_ERR_USAGE,
                settings->pack != NULL ? "A pack and a compiled file are both given"
                                       : "Neither a pack nor a compiled file is given");
    return na_fail_at(reterr, code, NULL, 0, NULL, "give --pack DIR or --snapshot FILE");
}

static enum na_code read_server(struct memory *memory, struct na_server_options *server,
                                struct na_error *reterr)
{
    enum na_code code = read_listen(memory, server, reterr);
    if (code == NA_OK) {
        code = take_sockets(memory, server, reterr);
    }
    if (code == NA_OK) {
        code = check_remote(memory, server, reterr);
    }
    if (code == NA_OK) {
        code = check_root(server, reterr);
    }
    if (code == NA_OK) {
        code = read_hosts(memory, server, reterr);
    }
    if (code == NA_OK) {
        code = read_numbers(memory, server, reterr);
    }
    if (code == NA_OK) {
        code = read_errands(memory, &server->errands, reterr);
    }
    if (code == NA_OK) {
        code = read_switch(memory, NA_SETTING_ACCESS_LOG, &server->access_log, reterr);
    }
    if (code == NA_OK) {
        code = read_switch(memory, NA_SETTING_AUDIT_POSITIONS, &server->audit_positions, reterr);
    }
    return code;
}

enum na_code na_daemon_settings_read(int argc, char **argv, struct na_daemon_settings *ret_settings,
                                     struct na_error *reterr)
{
    struct na_daemon_settings settings = {.build_fd = -1};
    struct memory *memory = calloc(1, sizeof *memory);
    if (memory == NULL) {
        return na_fail_memory(reterr, "reading the settings");
    }
    settings.memory = memory;
    memory->sources.build_fd = -1;
    na_server_options_init(&settings.server);
    enum na_code code = na_sources_options(&memory->sources, argc, argv, reterr);
    settings.build_fd = memory->sources.build_fd;
    if (code == NA_OK && settings.build_fd < 0) {
        code = na_sources_complete(&memory->sources, reterr);
    }
    if (code == NA_OK) {
        code = read_data(memory, &settings, reterr);
    }
    if (code == NA_OK) {
        code = read_server(memory, &settings.server, reterr);
    }
    if (code != NA_OK) {
        na_daemon_settings_free(&settings);
        return code;
    }
    *ret_settings = settings;
    return NA_OK;
}

void na_daemon_settings_free(struct na_daemon_settings *settings)
{
    struct memory *memory = settings->memory;
    if (memory != NULL) {
        na_sources_fini(&memory->sources);
        free(memory);
    }
    settings->memory = NULL;
}
