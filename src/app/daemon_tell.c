/* Lines for the log and messages to the service manager. Each line names the pack, its digest and
 * how much it holds, so that an operator sees which data are served. The manager is told over the
 * socket of NOTIFY_SOCKET. Without that socket, or if it does not answer, nothing happens. */
#include "daemon_tell.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <nearaid/version.h>

#include "base/log.h"
#include "base/number.h"
#include "data/snapshot.h"
#include "http/tls.h"

#define DESCRIPTION_LIMIT 1024

/* "pack "Cleveland" sha256:..., 83 wards (2023), 4 assets, transformation OSTN15 (0.1 m)". */
static void describe(const struct na_snapshot *snapshot, struct na_buffer *to)
{
    const struct na_pack_info *info = na_snapshot_info(snapshot);
    char accuracy[NA_NUMBER_TEXT];
    (void)na_number_trimmed(&accuracy, info->transformation_accuracy_m, 2);
    enum na_code code = na_buffer_printf(to, "pack \"%.80s\" %s", info->title, info->digest);
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot) && code == NA_OK; i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        code = na_buffer_printf(to, ", %lu %s (%.40s)", (unsigned long)layer->area_count,
                                layer->role == NA_LAYER_WARDS ? "wards" : "areas", layer->id);
    }
    if (code == NA_OK) {
        bool grid = info->grid_sha256[0] != '\0';
        code = na_buffer_printf(to, ", %lu assets, transformation %s (%s m)%s%s",
                                (unsigned long)na_snapshot_asset_count(snapshot),
                                na_transformation_name(info->transformation), accuracy,
                                grid ? ", grid sha256:" : "", info->grid_sha256);
    }
    (void)code; /* what did not fit is not said */
}

static void tell(const char *before, const struct na_snapshot *snapshot)
{
    struct na_buffer text;
    na_buffer_init(&text, DESCRIPTION_LIMIT);
    describe(snapshot, &text);
    const char *description = na_buffer_terminate(&text);
    na_log(NA_LOG_INFO, "%s%s", before, description != NULL ? description : "");
    na_buffer_fini(&text);
}

#define DAY_S ((int64_t)24 * 60 * 60)
#define SOON_DAYS 21

void na_tell_certificate(void)
{
    if (!na_tls_is_on()) {
        return;
    }
    int64_t left_s = na_tls_ends_at() - (int64_t)time(NULL);
    if (left_s <= 0) {
        na_log(NA_LOG_ERROR, "the certificate has ended: browsers and programs will refuse it");
    } else if (left_s < SOON_DAYS * DAY_S) {
        na_log(NA_LOG_WARNING, "the certificate ends in %d days: renew it, then reload",
               (int)(left_s / DAY_S));
    } else {
        na_log(NA_LOG_INFO, "the certificate is good for %d days", (int)(left_s / DAY_S));
    }
}

/* The address is said even if there is no memory for the rest. */
void na_tell_started(const char *address, uint16_t port, const struct na_snapshot *snapshot)
{
    char before[160];
    bool v6 = strchr(address, ':') != NULL;
    (void)snprintf(
        before, sizeof before, "nearaidd " NA_VERSION ": listening on http%s://%s%s%s:%u, ",
        na_tls_is_on() ? "s" : "", v6 ? "[" : "", address, v6 ? "]" : "", (unsigned int)port);
    tell(before, snapshot);
}

void na_tell_reloaded(const struct na_snapshot *snapshot)
{
    tell("reloaded ", snapshot);
}

void na_tell_readable_codes(const char *path, const struct na_snapshot *snapshot)
{
    struct stat seen;
    if (path != NULL && na_snapshot_has_codes(snapshot) && stat(path, &seen) == 0 &&
        (seen.st_mode & S_IRWXO) != 0) {
        na_log(NA_LOG_WARNING, "%s holds access codes, and others can read it: chmod o= the file",
               path);
    }
}

void na_tell_manager(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (path == NULL || (path[0] != '/' && path[0] != '@') ||
        strlen(path) >= sizeof address.sun_path) {
        return;
    }
    size_t length = strlen(path);
    memcpy(address.sun_path, path, length);
    if (path[0] == '@') {
        address.sun_path[0] = '\0'; /* a name that is no file */
    }
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    if (fd >= 0) {
        ssize_t sent = sendto(fd, state, strlen(state), 0, (const struct sockaddr *)&address,
                              (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
        (void)sent; /* the manager's loss */
        close(fd);
    }
}
