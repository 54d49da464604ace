/* Files are written into a folder with a passing name. The folder is renamed, and then the link is
 * swung. A stop at any moment leaves the former release live. What was live before is one line a
 * swing in a history file. */
#include "release/publish.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "io/file.h"

#define PATH_BYTES 4096
#define HISTORY_MAX ((size_t)1 << 20)
/* Figures of the digest in the name of a release. */
#define DIGEST_SHOWN 12

static enum na_code path_of(char to[PATH_BYTES], const char *folder, const char *first,
                            const char *second, struct na_error *reterr)
{
    int length =
        snprintf(to, PATH_BYTES, "%s/%s%s%s", folder, first, second[0] != '\0' ? "/" : "", second);
    return length > 0 && length < PATH_BYTES
               ? NA_OK
               : na_fail(reterr, NA_ERR_LIMIT, "The name of the folder is too long");
}

/* Make a folder unless it is there. */
static enum na_code make_folder(const char *path, struct na_error *reterr)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST) {
        return NA_OK;
    }
    return na_fail_errno(reterr, errno, "make the folder", path);
}

/* The link in one step: a new link under another name takes its place. */
static enum na_code swing(const char *folder, const char *name, struct na_error *reterr)
{
    char link_path[PATH_BYTES];
    char fresh[PATH_BYTES];
    char target[NA_RELEASE_NAME + 16];
    enum na_code code = path_of(link_path, folder, "current", "", reterr);
    code = code == NA_OK ? path_of(fresh, folder, ".current.new", "", reterr) : code;
    if (code != NA_OK) {
        return code;
    }
    (void)snprintf(target, sizeof target, "releases/%s", name);
    (void)unlink(fresh);
    if (symlink(target, fresh) != 0) {
        return na_fail_errno(reterr, errno, "make the link", fresh);
    }
    if (rename(fresh, link_path) != 0) {
        int error = errno;
        (void)unlink(fresh);
        return na_fail_errno(reterr, error, "move the link", link_path);
    }
    return NA_OK;
}

/* The release that the link names; "" without one. */
static void read_current(const char *folder, char to[NA_RELEASE_NAME])
{
    char path[PATH_BYTES];
    char target[PATH_BYTES];
    struct na_error ignored;
    to[0] = '\0';
    if (path_of(path, folder, "current", "", &ignored) != NA_OK) {
        return;
    }
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length > 0) {
        target[length] = '\0';
        const char *slash = strrchr(target, '/');
        (void)na_text_copy(to, NA_RELEASE_NAME, slash != NULL ? slash + 1 : target);
    }
}

/* releases/history: a line each time the link is swung, the latest last. */
static enum na_code read_history(const char *folder, struct na_file *ret_file, bool *ret_found,
                                 struct na_error *reterr)
{
    char path[PATH_BYTES];
    enum na_code code = path_of(path, folder, "releases", "history", reterr);
    *ret_found = code == NA_OK && access(path, F_OK) == 0;
    return *ret_found ? na_file_read(path, HISTORY_MAX, ret_file, reterr) : code;
}

static enum na_code write_history(const char *folder, const struct na_file *before, size_t kept,
                                  const char *name, struct na_error *reterr)
{
    char path[PATH_BYTES];
    struct na_buffer text;
    na_buffer_init(&text, HISTORY_MAX);
    enum na_code code = path_of(path, folder, "releases", "history", reterr);
    if (code == NA_OK) {
        code = kept > 0 ? na_buffer_append(&text, before->bytes, kept) : NA_OK;
        code = code == NA_OK && name != NULL ? na_buffer_printf(&text, "%s\n", name) : code;
        code = code == NA_OK ? na_file_write_atomic(path, text.data, text.length, reterr)
                             : na_fail(reterr, code, "No room for the history of releases");
    }
    na_buffer_fini(&text);
    return code;
}

static enum na_code remember(const char *folder, const char *name, struct na_error *reterr)
{
    struct na_file history = {NULL, 0};
    bool found = false;
    enum na_code code = read_history(folder, &history, &found, reterr);
    if (code == NA_OK) {
        code = write_history(folder, &history, history.length, name, reterr);
    }
    na_file_free(&history);
    return code;
}

/* The files of a release into a folder that nobody names yet. */
static enum na_code fill(const struct na_publish *publish, const char *folder,
                         const char sha256[NA_SHA256_TEXT], struct na_error *reterr)
{
    char path[PATH_BYTES];
    char digest[NA_SHA256_TEXT + 16];
    (void)snprintf(digest, sizeof digest, "%s  pack.nad\n", sha256);
    enum na_code code = path_of(path, folder, "pack.nad", "", reterr);
    if (code == NA_OK) {
        code = publish->is_private
                   ? na_file_write_private(path, publish->bytes, publish->length, reterr)
                   : na_file_write_atomic(path, publish->bytes, publish->length, reterr);
    }
    code = code == NA_OK ? path_of(path, folder, "SHA256", "", reterr) : code;
    code = code == NA_OK ? na_file_write_atomic(path, digest, strlen(digest), reterr) : code;
    code = code == NA_OK ? path_of(path, folder, "about.txt", "", reterr) : code;
    return code == NA_OK ? na_file_write_atomic(path, publish->note, strlen(publish->note), reterr)
                         : code;
}

static void remove_filled(const char *folder)
{
    static const char *const files[] = {"pack.nad", "SHA256", "about.txt"};
    char path[PATH_BYTES];
    struct na_error ignored;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        if (path_of(path, folder, files[i], "", &ignored) == NA_OK) {
            (void)unlink(path);
        }
    }
    (void)rmdir(folder);
}

/* Is the release of this name there with just these bytes? */
static enum na_code check_same(const struct na_publish *publish, const char *folder,
                               struct na_error *reterr)
{
    char path[PATH_BYTES];
    struct na_file file = {NULL, 0};
    enum na_code code = path_of(path, folder, "pack.nad", "", reterr);
    code = code == NA_OK ? na_file_read(path, publish->length + 1, &file, reterr) : code;
    if (code == NA_OK &&
        (file.length != publish->length || memcmp(file.bytes, publish->bytes, file.length) != 0)) {
        (void)na_fail(reterr, NA_ERR_DATA, "There is another release of this name");
        code = na_fail_at(reterr, NA_ERR_DATA, path, 0, NULL, "Give the pack another day of issue");
    }
    na_file_free(&file);
    return code;
}

static enum na_code put_release(const struct na_publish *publish, const char *name,
                                const char sha256[NA_SHA256_TEXT], struct na_error *reterr)
{
    char final[PATH_BYTES];
    char fresh[PATH_BYTES];
    enum na_code code = path_of(final, publish->folder, "releases", name, reterr);
    if (code == NA_OK && access(final, F_OK) == 0) {
        return check_same(publish, final, reterr);
    }
    code =
        code == NA_OK ? path_of(fresh, publish->folder, "releases", ".new.XXXXXX", reterr) : code;
    if (code != NA_OK) {
        return code;
    }
    if (mkdtemp(fresh) == NULL) {
        return na_fail_errno(reterr, errno, "make a folder in", publish->folder);
    }
    code = fill(publish, fresh, sha256, reterr);
    if (code == NA_OK && chmod(fresh, publish->is_private ? 0750 : 0755) != 0) {
        code = na_fail_errno(reterr, errno, "open to its readers", fresh);
    }
    if (code == NA_OK && rename(fresh, final) != 0) {
        code = na_fail_errno(reterr, errno, "name the release", final);
    }
    if (code != NA_OK) {
        remove_filled(fresh);
    }
    return code;
}

enum na_code na_release_publish(const struct na_publish *publish, char ret_name[NA_RELEASE_NAME],
                                struct na_error *reterr)
{
    char path[PATH_BYTES];
    char sha256[NA_SHA256_TEXT];
    char name[NA_RELEASE_NAME];
    char current[NA_RELEASE_NAME];
    enum na_code code = na_sha256(publish->bytes, publish->length, sha256, reterr);
    code = code == NA_OK ? make_folder(publish->folder, reterr) : code;
    code = code == NA_OK ? path_of(path, publish->folder, "releases", "", reterr) : code;
    code = code == NA_OK ? make_folder(path, reterr) : code;
    if (code != NA_OK) {
        return code;
    }
    (void)snprintf(name, sizeof name, "%.10s-%.*s",
                   publish->issued[0] != '\0' ? publish->issued : "undated", DIGEST_SHOWN, sha256);
    code = put_release(publish, name, sha256, reterr);
    read_current(publish->folder, current);
    if (code == NA_OK && strcmp(current, name) != 0) {
        code = remember(publish->folder, name, reterr);
        code = code == NA_OK ? swing(publish->folder, name, reterr) : code;
    }
    if (code == NA_OK) {
        (void)na_text_copy(ret_name, NA_RELEASE_NAME, name);
    }
    return code;
}

enum na_code na_release_rollback(const char *folder, char ret_name[NA_RELEASE_NAME],
                                 struct na_error *reterr)
{
    struct na_file history = {NULL, 0};
    bool found = false;
    char name[NA_RELEASE_NAME] = "";
    enum na_code code = read_history(folder, &history, &found, reterr);
    if (code != NA_OK) {
        return code;
    }
    const char *text = (const char *)history.bytes;
    size_t end = history.length;
    end -= end > 0 && text[end - 1] == '\n';
    size_t last = end; /* where the last line begins */
    while (last > 0 && text[last - 1] != '\n') {
        last--;
    }
    size_t from = last > 0 ? last - 1 : 0;
    while (from > 0 && text[from - 1] != '\n') {
        from--;
    }
    if (last > 0) {
        (void)na_text_copy_str(name, sizeof name, (struct na_str){text + from, last - 1 - from});
    }
    if (name[0] == '\0' || strchr(name, '/') != NULL) {
        (void)na_fail(reterr, NA_ERR_DATA, "There is no release before the current one");
        code = na_fail_at(reterr, NA_ERR_DATA, folder, 0, NULL, "Publish one");
    }
    code = code == NA_OK ? swing(folder, name, reterr) : code;
    code = code == NA_OK ? write_history(folder, &history, last, NULL, reterr) : code;
    if (code == NA_OK) {
        (void)na_text_copy(ret_name, NA_RELEASE_NAME, name);
    }
    na_file_free(&history);
    return code;
}
