/* The files that would be written are held against those that are read, and against each other, by
 * device and inode. So a link or another spelling of the same file is found too. It runs before
 * anything is opened for writing. */
#include "cli/overwrite.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "base/text.h"

/* One file that is written, and the option that names it. */
struct written {
    const char *option, *path;
    struct stat status;
    bool exists;
};

/* Options whose value is a file that is written; one with an ending names several. */
static const struct {
    const char *name, *option, *ending;
} outputs[] = {{"errors", "--errors", ""},
               {"svg", "--svg", ""},
               {"map", "--map", ""},
               {"partial", "--partial", ""},
               {"points_out", "--points-out", ""},
               {"shapefile", "--shapefile", ".shp"},
               {"shapefile", "--shapefile", ".dbf"}};
#define WRITTEN_MAX (1 + sizeof outputs / sizeof outputs[0])

/* Options whose value is a file that is read; where it is "-" or no file, nothing is compared. */
static const char *const inputs[] = {"rate",   "counts", "merge",       "key",        "weights",
                                     "points", "demand", "header_from", "candidates", NULL};

struct comparing {
    struct written written[WRITTEN_MAX];
    size_t count;
};

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static enum na_code refuse(const struct written *written, const char *what, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_USAGE, "%.200s would be overwritten: it %s", written->path, what);
    return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, written->option,
                      "Give the output another name");
}

/* Has the file a name that is read in a folder? */
static bool is_table_name(const char *path)
{
    static const char *const ends[] = {".csv", ".tsv", ".tab", ".txt", ".csv.gz"};
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t end = strlen(ends[i]);
        if (length > end && na_text_same_fold(path + length - end, ends[i])) {
            return true;
        }
    }
    return false;
}

/* Does it lie in this folder, or in one within it? */
static bool lies_in(const struct written *written, const struct stat *folder)
{
    char up[4096];
    (void)snprintf(up, sizeof up, "%s", written->path);
    char *slash = strrchr(up, '/');
    (void)snprintf(slash != NULL ? slash + 1 : up, 2, ".");
    struct stat before = {.st_ino = 0};
    for (size_t depth = 0; depth < 64; depth++) {
        struct stat status;
        size_t length = strlen(up);
        if (stat(up, &status) != 0 || (depth > 0 && is_same(&status, &before)) ||
            length + 4 > sizeof up) {
            return false;
        }
        if (is_same(&status, folder)) {
            return true;
        }
        before = status;
        memcpy(up + length, "/..", 4);
    }
    return false;
}

static enum na_code compare_file(const struct comparing *comparing, const char *path,
                                 struct na_error *reterr)
{
    struct stat status;
    if (path == NULL || strcmp(path, "-") == 0 || stat(path, &status) != 0) {
        return NA_OK;
    }
    for (size_t i = 0; i < comparing->count; i++) {
        const struct written *written = &comparing->written[i];
        if (!written->exists) {
            continue;
        }
        if (S_ISREG(status.st_mode) && is_same(&status, &written->status)) {
            return refuse(written, "is a file that is read", reterr);
        }
        if (S_ISDIR(status.st_mode) && is_table_name(written->path) && lies_in(written, &status)) {
            return refuse(written, "lies in a folder that is read", reterr);
        }
    }
    return NA_OK;
}

/* A file, a folder or a pattern. */
static enum na_code compare_input(const struct comparing *comparing, const char *path,
                                  struct na_error *reterr)
{
    glob_t found;
    enum na_code code = compare_file(comparing, path, reterr);
    if (code != NA_OK || strpbrk(path, "*?[") == NULL || glob(path, 0, NULL, &found) != 0) {
        return code;
    }
    for (size_t i = 0; i < found.gl_pathc && code == NA_OK; i++) {
        code = compare_file(comparing, found.gl_pathv[i], reterr);
    }
    globfree(&found);
    return code;
}

/* A file that is no regular one (/dev/null, a pipe) is not overwritten. */
static enum na_code add_output(struct comparing *comparing, const char *option, const char *path,
                               const char *ending, char *name, size_t size, struct na_error *reterr)
{
    struct written *written = &comparing->written[comparing->count];
    if (path == NULL || strcmp(path, "-") == 0) {
        return NA_OK;
    }
    (void)snprintf(name, size, "%s%s", path, ending);
    *written = (struct written){.option = option, .path = name};
    written->exists = stat(name, &written->status) == 0 && S_ISREG(written->status.st_mode);
    for (size_t i = 0; i < comparing->count; i++) {
        const struct written *other = &comparing->written[i];
        bool same = written->exists && other->exists
                        ? is_same(&written->status, &other->status)
                        : !written->exists && !other->exists && strcmp(name, other->path) == 0 &&
                              strncmp(name, "/dev/", 5) != 0;
        if (same) {
            return refuse(written, "is the file of another output", reterr);
        }
    }
    comparing->count++;
    return NA_OK;
}

enum na_code na_cli_overwrite_check(const struct na_cli_options *options, struct na_error *reterr)
{
    struct comparing comparing = {.count = 0};
    char names[WRITTEN_MAX][4096];
    enum na_code code =
        add_output(&comparing, "-o", options->output, "", names[0], sizeof names[0], reterr);
    for (size_t i = 0; i < sizeof outputs / sizeof outputs[0] && code == NA_OK; i++) {
        const char *path = na_params_get(options->params, options->param_count, outputs[i].name);
        code = add_output(&comparing, outputs[i].option, path, outputs[i].ending, names[i + 1],
                          sizeof names[i + 1], reterr);
    }
    const char *const data[] = {options->snapshot, options->grid};
    for (size_t i = 0; i < 2 && code == NA_OK; i++) {
        code = data[i] != NULL ? compare_file(&comparing, data[i], reterr) : NA_OK;
    }
    for (size_t i = 0; i < options->input_count && code == NA_OK; i++) {
        code = compare_input(&comparing, options->inputs[i], reterr);
    }
    for (size_t i = 0; i < options->argument_count && code == NA_OK; i++) {
        code = compare_file(&comparing, options->arguments[i], reterr);
    }
    for (size_t i = 0; i < options->param_count && code == NA_OK; i++) {
        for (size_t j = 0; inputs[j] != NULL && code == NA_OK; j++) {
            if (strcmp(options->params[i].name, inputs[j]) == 0) {
                code = compare_input(&comparing, options->params[i].value, reterr);
            }
        }
    }
    return code;
}
