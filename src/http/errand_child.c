/* The child gets its question, the data, memory for its answer and a pipe for what it says, and
 * nothing else that is open here. Question and answer are sealed before they are read, so that they
 * cannot change under the reader. */

/* memfd_create, file seals, pidfd_open and closing of all descriptors after one are Linux's own.
 */
#define _GNU_SOURCE
#include "http/errand_child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/spawn.h"

/* Descriptors to hand over are moved up here, so that none of them stands where another is to go.
 */
#define LOWEST_OWN_FD 16

extern char **environ;

/* What a child gets, in the order of its descriptors from 0. */
struct gift {
    int said_fd, snapshot_fd, question_fd, answer_fd;
};

/* Everything else is closed: no socket, no log, no other question. */
static int set_descriptors(posix_spawn_file_actions_t *actions, const struct gift *gift)
{
    const struct {
        int from, to;
    } pairs[] = {{gift->said_fd, 1},
                 {gift->said_fd, 2},
                 {gift->snapshot_fd, NA_ERRAND_SNAPSHOT_FD},
                 {gift->question_fd, NA_ERRAND_QUESTION_FD},
                 {gift->answer_fd, NA_ERRAND_ANSWER_FD}};
    int failed = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0] && failed == 0; i++) {
        failed = posix_spawn_file_actions_adddup2(actions, pairs[i].from, pairs[i].to);
    }
    if (failed == 0) {
        failed = posix_spawn_file_actions_addclosefrom_np(actions, NA_ERRAND_ANSWER_FD + 1);
    }
    return failed;
}

static int spawn(const char *program, const struct gift *gift, pid_t *ret_pid)
{
    char *argv[] = {"nearaidd", NA_ERRAND_OPTION, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed != 0) {
        return failed;
    }
    failed = posix_spawnattr_init(&attributes);
    if (failed != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return failed;
    }
    failed = na_spawn_attributes(&attributes);
    if (failed == 0) {
        failed = set_descriptors(&actions, gift);
    }
    if (failed == 0) {
        failed = posix_spawn(ret_pid, program, &actions, &attributes, argv, environ);
    }
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

/* Move it up; -1 with errno when that fails, and then it is closed. */
static int move_up(int fd)
{
    if (fd < 0) {
        return -1;
    }
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, LOWEST_OWN_FD);
    int error = errno;
    close(fd);
    errno = error;
    return moved;
}

static int memory_file(const char *name)
{
    return move_up(memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
}

static bool seal(int fd)
{
    return fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0;
}

static void close_if(int fd)
{
    if (fd >= 0) {
        close(fd);
    }
}

static enum na_code prepare(const void *question, size_t length, struct gift *gift, int *ret_said,
                            struct na_error *reterr)
{
    static const char doing[] = "start the process for a question";
    int said[2];
    if (pipe2(said, O_CLOEXEC | O_NONBLOCK) != 0) {
        return na_fail_errno(reterr, errno, doing, NULL);
    }
    *ret_said = said[0];
    gift->said_fd = move_up(said[1]);
    gift->question_fd = memory_file("nearaid-question");
    gift->answer_fd = memory_file("nearaid-answer");
    if (gift->said_fd < 0 || gift->question_fd < 0 || gift->answer_fd < 0) {
        return na_fail_errno(reterr, errno, doing, NULL);
    }
    enum na_code code = na_errand_write_all(gift->question_fd, question, length, reterr);
    if (code == NA_OK && !seal(gift->question_fd)) {
        code = na_fail_errno(reterr, errno, doing, NULL);
    }
    return code;
}

enum na_code na_errand_child_start(const char *program, int snapshot_fd, const void *question,
                                   size_t length, struct na_errand_child *ret_child,
                                   struct na_error *reterr)
{
    struct gift gift = {-1, snapshot_fd, -1, -1};
    struct na_errand_child child = {.pid_fd = -1, .said_fd = -1, .answer_fd = -1};
    enum na_code code = prepare(question, length, &gift, &child.said_fd, reterr);
    child.answer_fd = gift.answer_fd;
    if (code == NA_OK) {
        int failed = spawn(program, &gift, &child.pid);
        child.pid_fd = failed == 0 ? pidfd_open(child.pid, 0) : -1;
        if (child.pid_fd < 0) {
            child.pid = failed == 0 ? child.pid : 0;
            code = na_fail_errno(reterr, failed != 0 ? failed : errno,
                                 "start the process for a question", NULL);
        }
    }
    close_if(gift.said_fd);
    close_if(gift.question_fd);
    if (code != NA_OK) {
        na_errand_child_fini(&child);
        return code;
    }
    *ret_child = child;
    return NA_OK;
}

void na_errand_child_listen(struct na_errand_child *child)
{
    char beyond[1024];
    for (;;) {
        size_t room = sizeof child->said - 1 - child->said_length;
        ssize_t got = room > 0 ? read(child->said_fd, child->said + child->said_length, room)
                               : read(child->said_fd, beyond, sizeof beyond);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return;
        }
        child->said_length += room > 0 ? (size_t)got : 0;
        child->said[child->said_length] = '\0';
    }
}

bool na_errand_child_ended(struct na_errand_child *child, int *ret_status)
{
    pid_t ended = waitpid(child->pid, ret_status, WNOHANG);
    if (ended != child->pid) {
        return false;
    }
    na_errand_child_listen(child);
    child->pid = 0;
    return true;
}

enum na_code na_errand_child_answer(const struct na_errand_child *child,
                                    struct na_errand_answer **ret_answer, struct na_error *reterr)
{
    struct stat status;
    struct na_errand_parts parts;
    if (!seal(child->answer_fd) || fstat(child->answer_fd, &status) != 0) {
        return na_fail_errno(reterr, errno, "take an answer over", NULL);
    }
    if (status.st_size <= 0 || (uint64_t)status.st_size > NA_ERRAND_ANSWER_LIMIT) {
        return na_fail(reterr, NA_ERR_CORRUPT, "The answer is not whole");
    }
    size_t length = (size_t)status.st_size;
    void *mapped = mmap(NULL, length, PROT_READ, MAP_PRIVATE, child->answer_fd, 0);
    if (mapped == MAP_FAILED) {
        return na_fail_errno(reterr, errno, "take an answer over", NULL);
    }
    struct na_errand_answer *answer = NULL;
    enum na_code code = na_errand_answer_read(mapped, length, &parts, reterr);
    if (code == NA_OK && (answer = malloc(sizeof *answer)) == NULL) {
        code = na_fail_memory(reterr, "taking an answer over");
    }
    if (code != NA_OK) {
        (void)munmap(mapped, length);
        return code;
    }
    *answer = (struct na_errand_answer){
        .parts = parts, .mapped = mapped, .mapped_bytes = length, .references = 1};
    *ret_answer = answer;
    return NA_OK;
}

void na_errand_child_fini(struct na_errand_child *child)
{
    if (child->pid != 0) {
        (void)kill(child->pid, SIGKILL);
        while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    close_if(child->pid_fd);
    close_if(child->said_fd);
    close_if(child->answer_fd);
    *child = (struct na_errand_child){.pid_fd = -1, .said_fd = -1, .answer_fd = -1};
}
