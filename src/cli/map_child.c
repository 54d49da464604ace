/* Both ends are in this file. The parent starts its own program again with a command that no help
 * lists. The child limits itself, cuts the map, and gives it back in memory without a name. What it
 * counted and what went wrong comes by a pipe. */

/* memfd_create is Linux's own. */
#define _GNU_SOURCE
#include "cli/map_child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/number.h"
#include "base/sanitized.h"
#include "base/spawn.h"
#include "workbooks/mbtiles.h"

/* Descriptors of the child. */
#define MAP_FD 3
#define SAID_FD 4

extern char **environ;

/* What the child says by the pipe, as it stands in memory: both ends are this program. */
struct said {
    enum na_code code;
    struct na_error error;
    struct na_cut_tally tally;
};

static bool write_all(int fd, const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t written = write(fd, at, length);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        if (written > 0) {
            at += written;
            length -= (size_t)written;
        }
    }
    return true;
}

static bool read_all(int fd, void *bytes, size_t length)
{
    char *at = bytes;
    while (length > 0) {
        ssize_t got = read(fd, at, length);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        at += got;
        length -= (size_t)got;
    }
    return true;
}

static bool limit_self(void)
{
    struct rlimit core = {0, 0};
    struct rlimit cpu = {NA_CLI_MAP_CPU_S, NA_CLI_MAP_CPU_S};
    bool good = setrlimit(RLIMIT_CORE, &core) == 0 && setrlimit(RLIMIT_CPU, &cpu) == 0 &&
                prctl(PR_SET_PDEATHSIG, SIGKILL) == 0;
#ifndef NA_SANITIZED
    struct rlimit memory = {NA_CLI_MAP_MEMORY_BYTES, NA_CLI_MAP_MEMORY_BYTES};
    good = good && setrlimit(RLIMIT_AS, &memory) == 0;
#endif
    return good;
}

static enum na_code cut_file(const struct na_cli_map_job *job, struct na_cut_tally *ret_tally,
                             struct na_buffer *to, struct na_error *reterr)
{
    struct na_mbtiles *tiles = NULL;
    char digest[65] = "";
    enum na_code code = na_mbtiles_open(job->path, &tiles, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = na_mbtiles_digest(tiles, digest, reterr);
    if (code == NA_OK) {
        const struct na_mbtiles_about *about = na_mbtiles_about(tiles);
        struct na_cut cut = {.tile = na_mbtiles_tile,
                             .state = tiles,
                             .about = {.name = about->name,
                                       .attribution = job->attribution != NULL ? job->attribution
                                                                               : about->attribution,
                                       .source_sha256 = digest,
                                       .box = job->box,
                                       .zoom_min = about->zoom_min,
                                       .zoom_max = about->zoom_max}};
        code = na_cut_run(&cut, ret_tally, to, reterr);
    }
    code = code == NA_OK ? na_mbtiles_same(tiles, reterr) : code;
    na_mbtiles_close(tiles);
    return na_fail_at(reterr, code, job->path, 0, NULL, NULL);
}

static const struct na_param_spec specs[] = {
    {.name = "bbox", .type = NA_PARAM_TEXT, .required = true, .summary = "The area"},
    {.name = "attribution", .type = NA_PARAM_TEXT, .high = 1000, .summary = "The source"},
};
static const struct na_param_specs params = {specs, sizeof specs / sizeof specs[0]};
static const struct na_cli_form form = {
    .name = NA_CLI_MAP_CHILD_NAME,
    .summary = "Cut a map for a parent process",
    .arguments = "FILE.mbtiles",
    .argument_count = 1,
    .params = &params,
    .about = "Only \"nearaid map\" starts this.",
    .examples = "",
};

/* Four numbers as the parent wrote them. */
static bool read_box(const char *text, struct na_box_deg *ret_box)
{
    double *const to[] = {&ret_box->west, &ret_box->south, &ret_box->east, &ret_box->north};
    for (size_t i = 0; i < 4 && text != NULL; i++) {
        size_t length = strcspn(text, ",");
        if (!na_number_parse((struct na_str){text, length}, to[i])) {
            return false;
        }
        text = text[length] == ',' ? text + length + 1 : NULL;
    }
    return true;
}

/* The child: what went wrong goes to the parent, who says it. */
static enum na_code be_child(const struct na_cli_options *options, int32_t today,
                             struct na_error *reterr)
{
    struct said *said = calloc(1, sizeof *said);
    const char *bbox = na_params_get(options->params, options->param_count, "bbox");
    struct na_cli_map_job job = {
        .path = options->argument,
        .attribution = na_params_get(options->params, options->param_count, "attribution")};
    struct na_buffer bytes;
    (void)today;
    if (said == NULL || bbox == NULL || !read_box(bbox, &job.box)) {
        free(said);
        return na_fail(reterr, NA_ERR_USAGE, "Only \"nearaid map\" starts this");
    }
    na_buffer_init(&bytes, NA_CLI_MAP_MEMORY_BYTES);
    said->code = limit_self() ? NA_OK
                              : na_fail(&said->error, NA_ERR_INTERNAL,
                                        "The process that reads the tiles cannot be limited");
    said->code =
        said->code == NA_OK ? cut_file(&job, &said->tally, &bytes, &said->error) : said->code;
    if (said->code == NA_ERR_LIMIT || said->code == NA_ERR_MEMORY) {
        (void)na_fail_at(&said->error, said->code, job.path, 0, NULL,
                         "The area may be too large for one map: give a smaller --bbox");
    }
    if (said->code == NA_OK && !write_all(MAP_FD, bytes.data, bytes.length)) {
        said->code = na_fail_errno(&said->error, errno, "hand the map over", NULL);
    }
    bool heard = write_all(SAID_FD, said, sizeof *said);
    na_buffer_fini(&bytes);
    free(said);
    return heard ? NA_OK : na_fail(reterr, NA_ERR_IO, "Nobody hears");
}

const struct na_cli_command na_cli_map_child_command = {.form = &form, .run = be_child};

static enum na_code fail_child(const struct na_cli_map_job *job, int status,
                               struct na_error *reterr)
{
    if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)) {
        (void)na_fail(reterr, NA_ERR_LIMIT,
                      "Reading the tiles took more than %d s of processor time", NA_CLI_MAP_CPU_S);
    } else if (WIFSIGNALED(status)) {
        (void)na_fail(reterr, NA_ERR_DATA, "The process that read the tiles was ended by signal %d",
                      WTERMSIG(status));
    } else {
        (void)na_fail(reterr, NA_ERR_DATA, "The process that read the tiles ended without a word");
    }
    return na_fail_at(reterr, reterr != NULL ? reterr->code : NA_ERR_DATA, job->path, 0, NULL,
                      "Download the file again, or take another one");
}

static enum na_code take_map(int map_fd, struct na_cli_map_cut *cut, struct na_error *reterr)
{
    struct stat about;
    if (fstat(map_fd, &about) != 0 || about.st_size <= 0) {
        return na_fail(reterr, NA_ERR_INTERNAL, "The map did not arrive");
    }
    void *bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, map_fd, 0);
    if (bytes == MAP_FAILED) {
        return na_fail_errno(reterr, errno, "take the map", NULL);
    }
    cut->bytes = bytes;
    cut->length = (size_t)about.st_size;
    return NA_OK;
}

static enum na_code listen_to(pid_t pid, int said_fd, int map_fd, const struct na_cli_map_job *job,
                              struct na_cli_map_cut *ret_cut, struct na_error *reterr)
{
    struct said *said = calloc(1, sizeof *said);
    int status = 0;
    bool heard = said != NULL && read_all(said_fd, said, sizeof *said);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    enum na_code code = NA_OK;
    if (said == NULL) {
        code = na_fail_memory(reterr, "cutting a map");
    } else if (!heard) {
        code = fail_child(job, status, reterr);
    } else if (said->code != NA_OK) {
        code = said->code;
        if (reterr != NULL) {
            *reterr = said->error;
        }
    } else {
        ret_cut->tally = said->tally;
        code = take_map(map_fd, ret_cut, reterr);
    }
    free(said);
    return code;
}

static int set_files(posix_spawn_file_actions_t *actions, int said_fd, int map_fd)
{
    int failed = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    failed = failed == 0 ? posix_spawn_file_actions_adddup2(actions, map_fd, MAP_FD) : failed;
    return failed == 0 ? posix_spawn_file_actions_adddup2(actions, said_fd, SAID_FD) : failed;
}

static int spawn(pid_t *ret_pid, const struct na_cli_map_job *job, int said_fd, int map_fd)
{
    char bbox[4 * NA_NUMBER_TEXT + 4] = "";
    const double box[] = {job->box.west, job->box.south, job->box.east, job->box.north};
    for (size_t i = 0; i < 4; i++) {
        char number[NA_NUMBER_TEXT];
        size_t used = strlen(bbox);
        (void)na_number_shortest(&number, box[i]);
        (void)snprintf(bbox + used, sizeof bbox - used, "%s%s", i > 0 ? "," : "", number);
    }
    char *argv[8] = {"nearaid", NA_CLI_MAP_CHILD_NAME, "--bbox", bbox};
    size_t count = 4;
    if (job->attribution != NULL) {
        argv[count++] = "--attribution";
        argv[count++] = (char *)job->attribution;
    }
    argv[count++] = (char *)job->path;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed != 0) {
        return failed;
    }
    failed = posix_spawnattr_init(&attributes);
    if (failed == 0) {
        failed = na_spawn_attributes(&attributes);
        failed = failed == 0 ? set_files(&actions, said_fd, map_fd) : failed;
        failed = failed == 0
                     ? posix_spawn(ret_pid, "/proc/self/exe", &actions, &attributes, argv, environ)
                     : failed;
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

enum na_code na_cli_map_child(const struct na_cli_map_job *job, struct na_cli_map_cut *ret_cut,
                              struct na_error *reterr)
{
    int said[2] = {-1, -1};
    int map_fd = memfd_create("nearaid-map", MFD_CLOEXEC);
    enum na_code code = NA_OK;
    pid_t pid = 0;
    *ret_cut = (struct na_cli_map_cut){.bytes = NULL};
    if (map_fd < 0 || pipe2(said, O_CLOEXEC) != 0) {
        code = na_fail_errno(reterr, errno, "cut a map", NULL);
        goto done;
    }
    int failed = spawn(&pid, job, said[1], map_fd);
    if (failed != 0) {
        code = na_fail_errno(reterr, failed, "start a process", NULL);
        goto done;
    }
    (void)close(said[1]);
    said[1] = -1;
    code = listen_to(pid, said[0], map_fd, job, ret_cut, reterr);
done:
    for (size_t i = 0; i < 2; i++) {
        if (said[i] >= 0) {
            (void)close(said[i]);
        }
    }
    if (map_fd >= 0) {
        (void)close(map_fd);
    }
    return code;
}

void na_cli_map_release(struct na_cli_map_cut *cut)
{
    if (cut->bytes != NULL) {
        (void)munmap(cut->bytes, cut->length);
        cut->bytes = NULL;
    }
}
