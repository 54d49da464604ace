/* The path is walked from the root down, each folder and link on the way. If somebody else could
 * put another file in its place, it is refused. Then the file itself is looked at: who owns it, and
 * who may read and write it. A file that is not there passes: opening it will say so. */

/* S_ISVTX is of X/Open. */
#define _XOPEN_SOURCE 700
#include "io/file_trust.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/text.h"

/* As many links as the kernel follows. */
#define LINKS_MAX 40

struct walk {
    char path[PATH_MAX]; /* absolute; what is done of it is free of links */
    const char *given;
    const char *what;
    bool is_open; /* may all write to the folder of the next name? */
    bool followed;
};

static enum na_code refuse(const struct walk *walk, const char *why, const char *hint,
                           struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_DATA, "%s %s", walk->what, why);
    return na_fail_at(reterr, NA_ERR_DATA, walk->given, 0, NULL, hint);
}

static enum na_code fail_long(const struct walk *walk, struct na_error *reterr)
{
    return na_fail_errno(reterr, ENAMETOOLONG, "look at the file", walk->given);
}

/* Put the target of the link in place of its name, which is path[0, end); `name` begins it. */
static enum na_code follow(struct walk *walk, size_t name, size_t end, struct na_error *reterr)
{
    char target[PATH_MAX];
    char whole[PATH_MAX];
    if (walk->is_open) {
        return refuse(walk, "is reached through a link in a folder that all may write to",
                      "Name the file itself, in a folder of root's such as /etc/nearaid", reterr);
    }
    char rest = walk->path[end];
    walk->path[end] = '\0';
    ssize_t length = readlink(walk->path, target, sizeof target - 1);
    walk->path[end] = rest;
    if (length < 0) {
        return na_fail_errno(reterr, errno, "look at the file", walk->given);
    }
    target[length] = '\0';
    int kept = target[0] == '/' ? 0 : (int)name;
    int printed = snprintf(whole, sizeof whole, "%.*s%s%s%s", kept, walk->path,
                           target[0] == '/' ? "" : "/", target, walk->path + end);
    if (printed < 0 || (size_t)printed >= sizeof whole) {
        return fail_long(walk, reterr);
    }
    memcpy(walk->path, whole, (size_t)printed + 1);
    walk->followed = true;
    return NA_OK;
}

/* The name path[name, end), with the slash before it. */
static enum na_code step(struct walk *walk, size_t name, size_t end, struct na_error *reterr)
{
    struct stat seen;
    char rest = walk->path[end];
    walk->path[end] = '\0';
    bool found = lstat(end > 0 ? walk->path : "/", &seen) == 0;
    int error = errno;
    walk->path[end] = rest;
    if (!found) {
        /* Who opens it will say so. */
        return error == ENOENT || error == ENOTDIR || error == EACCES
                   ? NA_OK
                   : na_fail_errno(reterr, error, "look at the file", walk->given);
    }
    if (S_ISLNK(seen.st_mode)) {
        return follow(walk, name, end, reterr);
    }
    walk->is_open = S_ISDIR(seen.st_mode) && (seen.st_mode & S_IWOTH) != 0;
    if (walk->is_open && (seen.st_mode & S_ISVTX) == 0) {
        return refuse(walk, "stands in a folder that all may write to",
                      "Move it to a folder of root's such as /etc/nearaid", reterr);
    }
    return NA_OK;
}

/* From the root down, once for each link on the way. */
static enum na_code walk_down(struct walk *walk, struct na_error *reterr)
{
    for (int links = 0; links <= LINKS_MAX; links++) {
        walk->followed = false;
        enum na_code code = step(walk, 0, 0, reterr); /* the root itself */
        size_t at = 0;
        while (code == NA_OK && !walk->followed && walk->path[at] == '/') {
            size_t end = at + 1 + strcspn(walk->path + at + 1, "/");
            code = end > at + 1 ? step(walk, at, end, reterr) : NA_OK;
            at = end;
        }
        if (code != NA_OK || !walk->followed) {
            return code;
        }
    }
    return na_fail_errno(reterr, ELOOP, "look at the file", walk->given);
}

static enum na_code check_file(const struct walk *walk, struct na_error *reterr)
{
    struct stat seen;
    if (stat(walk->given, &seen) != 0) {
        return NA_OK;
    }
    if ((seen.st_mode & S_IRWXO) != 0) {
        return refuse(walk, "is open to others", "chmod o= the file", reterr);
    }
    if ((seen.st_mode & S_IWGRP) != 0) {
        return refuse(walk, "may be written by its group", "chmod g-w the file", reterr);
    }
    if (seen.st_uid != 0 && seen.st_uid != geteuid()) {
        return refuse(walk, "belongs to another user",
                      "chown it to root, or to the user that the program runs as", reterr);
    }
    return NA_OK;
}

enum na_code na_file_check_trust(const char *path, const char *what, struct na_error *reterr)
{
    struct walk walk = {.given = path, .what = what};
    size_t length = 0;
    if (path[0] != '/') {
        if (getcwd(walk.path, sizeof walk.path - 1) == NULL) {
            return na_fail_errno(reterr, errno, "find the working folder", path);
        }
        length = strlen(walk.path);
        walk.path[length++] = '/';
    }
    if (!na_text_copy(walk.path + length, sizeof walk.path - length, path)) {
        return fail_long(&walk, reterr);
    }
    enum na_code code = walk_down(&walk, reterr);
    return code == NA_OK ? check_file(&walk, reterr) : code;
}
