/* The directory is read first, and every member checked: its path, its size, its ratio, whether it
 * is encrypted. Only then can one be read. Members are listed in order of names, so that the order
 * in the archive decides nothing. */
#include "workbooks/zip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/fail.h"

struct entry {
    struct na_zip_member member; /* its name is the archive's */
    zip_uint64_t place;
};

struct na_zip {
    zip_t *archive;
    struct entry *entries; /* files, by name */
    size_t count;
};

static enum na_code refuse(const char *name, const char *what, const char *remedy,
                           struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_DATA, "The member \"%.120s\" of the zip file %s", name, what);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, remedy);
}

/* Does a part of the path lead out of the archive? */
static bool leads_out(const char *name)
{
    if (name[0] == '/' || name[0] == '\\' || (name[0] != '\0' && name[1] == ':')) {
        return true;
    }
    for (const char *at = name; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, "/\\");
        if (length == 2 && at[0] == '.' && at[1] == '.') {
            return true;
        }
        at = at[length] != '\0' ? at + length + 1 : NULL;
    }
    return false;
}

static bool is_archive_name(const char *name)
{
    size_t length = strlen(name);
    static const char *const ends[] = {".zip", ".7z", ".rar", ".tgz", ".tar"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t end = strlen(ends[i]);
        if (length > end && na_text_same_fold(name + length - end, ends[i])) {
            return true;
        }
    }
    return false;
}

static enum na_code check(const char *name, const zip_stat_t *status, struct na_error *reterr)
{
    zip_uint64_t wanted = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC;
    if ((status->valid & wanted) != wanted) {
        return refuse(name, "is damaged", "Download or make it again", reterr);
    }
    if ((status->valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
        status->encryption_method != ZIP_EM_NONE) {
        return refuse(name, "is encrypted", "Unpack it with its password, and name the files",
                      reterr);
    }
    if (leads_out(name)) {
        return refuse(name, "has a name that leads out of the folder",
                      "Make the zip file again, without .. and / in front", reterr);
    }
    if (is_archive_name(name)) {
        return refuse(name, "is an archive itself", "Unpack it, and name the files in it", reterr);
    }
    if (status->size > NA_ZIP_BYTES_MAX || (status->size > NA_ZIP_SMALL_BYTES &&
                                            status->size / NA_ZIP_RATIO_MAX > status->comp_size)) {
        return refuse(name, "is packed beyond belief: it would fill the disk",
                      "Unpack it by hand if you trust it, and name the file", reterr);
    }
    return NA_OK;
}

static enum na_code add(struct na_zip *zip, zip_uint64_t place, struct na_error *reterr)
{
    zip_stat_t status;
    const char *name = zip_get_name(zip->archive, place, ZIP_FL_ENC_GUESS);
    if (name == NULL || zip_stat_index(zip->archive, place, 0, &status) != 0) {
        return na_fail(reterr, NA_ERR_DATA, "The list of the zip file is damaged");
    }
    size_t length = strlen(name);
    if (length == 0 || name[length - 1] == '/') {
        return leads_out(name) ? check(name, &status, reterr) : NA_OK; /* a folder */
    }
    enum na_code code = check(name, &status, reterr);
    if (code == NA_OK) {
        zip->entries[zip->count++] =
            (struct entry){{.name = name, .bytes = status.size, .crc = status.crc}, place};
    }
    return code;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->member.name, ((const struct entry *)b)->member.name);
}

static enum na_code list(struct na_zip *zip, struct na_error *reterr)
{
    zip_int64_t count = zip_get_num_entries(zip->archive, 0);
    if (count < 0 || count > NA_ZIP_MEMBERS_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "The zip file has more than %d members",
                       NA_ZIP_MEMBERS_MAX);
    }
    zip->entries = calloc((size_t)count + 1, sizeof zip->entries[0]);
    if (zip->entries == NULL) {
        return na_fail_memory(reterr, "listing a zip file");
    }
    enum na_code code = NA_OK;
    for (zip_int64_t i = 0; i < count && code == NA_OK; i++) {
        code = add(zip, (zip_uint64_t)i, reterr);
    }
    qsort(zip->entries, zip->count, sizeof zip->entries[0], by_name); /* months in order */
    return code;
}

enum na_code na_zip_open(const char *path, struct na_zip **ret_zip, struct na_error *reterr)
{
    struct na_zip *zip = calloc(1, sizeof *zip);
    int failed = 0;
    if (zip == NULL) {
        return na_fail_memory(reterr, "opening a zip file");
    }
    zip->archive = zip_open(path, ZIP_RDONLY, &failed);
    enum na_code code = NA_OK;
    if (zip->archive == NULL) {
        bool memory = failed == ZIP_ER_MEMORY;
        code = memory ? na_fail_memory(reterr, "opening a zip file")
                      : na_fail(reterr, NA_ERR_DATA, "The zip file is damaged or cut short");
        code = memory ? code : na_fail_at(reterr, code, NULL, 0, NULL, "Download or make it again");
    }
    if (code == NA_OK) {
        code = list(zip, reterr);
    }
    if (code != NA_OK) {
        na_zip_free(zip);
        return code;
    }
    *ret_zip = zip;
    return NA_OK;
}

void na_zip_free(struct na_zip *zip)
{
    if (zip != NULL) {
        if (zip->archive != NULL) {
            zip_discard(zip->archive);
        }
        free(zip->entries);
        free(zip);
    }
}

size_t na_zip_count(const struct na_zip *zip)
{
    return zip->count;
}

void na_zip_get(const struct na_zip *zip, size_t i, struct na_zip_member *ret_member)
{
    *ret_member = zip->entries[i].member;
}

size_t na_zip_find(const struct na_zip *zip, const char *name)
{
    for (size_t i = 0; i < zip->count; i++) {
        if (strcmp(zip->entries[i].member.name, name) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

struct member {
    zip_file_t *file;
    uint64_t left; /* of what the archive says it holds */
};

static enum na_code read_member(void *state, char *to, size_t size, size_t *ret_length,
                                struct na_error *reterr)
{
    struct member *member = state;
    zip_int64_t got = zip_fread(member->file, to, size);
    if (got < 0 || (uint64_t)got > member->left) {
        (void)na_fail(reterr, NA_ERR_DATA, "The member of the zip file is damaged");
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, "Download or make it again");
    }
    member->left -= (uint64_t)got;
    if (got == 0 && member->left > 0) {
        return na_fail(reterr, NA_ERR_DATA, "The member of the zip file is cut short");
    }
    *ret_length = (size_t)got;
    return NA_OK;
}

static void close_member(void *state)
{
    struct member *member = state;
    (void)zip_fclose(member->file);
    free(member);
}

enum na_code na_zip_read(struct na_zip *zip, size_t i, struct na_bytes *ret_bytes,
                         struct na_error *reterr)
{
    struct member *member = malloc(sizeof *member);
    if (member == NULL) {
        return na_fail_memory(reterr, "reading a zip file");
    }
    member->left = zip->entries[i].member.bytes;
    member->file = zip_fopen_index(zip->archive, zip->entries[i].place, 0);
    if (member->file == NULL) {
        (void)na_fail(reterr, NA_ERR_DATA, "The member cannot be unpacked: %s",
                      zip_strerror(zip->archive));
        free(member);
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL,
                          "Unpack the zip file by hand, and name the files");
    }
    *ret_bytes = (struct na_bytes){read_member, close_member, member};
    return NA_OK;
}
