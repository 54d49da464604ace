/* Paths become one flat list before anything is read: files, members of zip files, whole folders in
 * order of names. What is left out is kept by name so that it can be said. Two inputs of the same
 * bytes are found by size, then by content. */
#include "tables/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "tables/kind.h"

#define FOLDER_DEPTH_MAX 6
#define PATH_BYTES 4096

static enum na_code fail_list(struct na_error *reterr)
{
    return na_fail_memory(reterr, "listing the inputs");
}

static enum na_code add(struct na_inputs *inputs, struct na_input item, const char *path,
                        const char *name, struct na_error *reterr)
{
    if (inputs->count == NA_TABLES_INPUTS_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "More than 100,000 inputs");
    }
    struct na_input *items = realloc(inputs->items, (inputs->count + 1) * sizeof items[0]);
    if (items == NULL) {
        return fail_list(reterr);
    }
    inputs->items = items;
    item.path = strdup(path);
    item.name = strdup(name);
    if (item.path == NULL || item.name == NULL) {
        free(item.path);
        free(item.name);
        return fail_list(reterr);
    }
    items[inputs->count++] = item;
    return NA_OK;
}

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name);
    size_t wanted = strlen(end);
    return length >= wanted && na_text_same_fold(name + length - wanted, end);
}

/* By its name: what in a folder or zip may be a table. */
static bool is_table_name(const char *name)
{
    static const char *const ends[] = {".csv", ".tsv", ".txt", ".tab", ".csv.gz"};
    const char *last = strrchr(name, '/');
    last = last != NULL ? last + 1 : name;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (ends_with(last, ends[i])) {
            return last[0] != '.' && strncmp(name, "__MACOSX/", 9) != 0;
        }
    }
    return false;
}

/* What a zip may hold instead of texts: objects. */
static bool is_object_name(const char *name)
{
    const char *last = strrchr(name, '/');
    last = last != NULL ? last + 1 : name;
    return last[0] != '.' && strncmp(name, "__MACOSX/", 9) != 0 &&
           (ends_with(last, ".geojson") || ends_with(last, ".json") || ends_with(last, ".ndjson"));
}

static void leave_out(struct na_inputs *inputs, const char *name)
{
    const char *last = strrchr(name, '/');
    last = last != NULL ? last + 1 : name;
    if (last[0] == '.' || last[0] == '\0' || strncmp(name, "__MACOSX/", 9) == 0) {
        return; /* what a computer puts there for itself */
    }
    if (inputs->left_out++ == 0) {
        (void)na_text_copy(inputs->left_name, sizeof inputs->left_name, name);
    }
}

/* Is it a zip of tables, not a workbook? */
static bool is_workbook(const struct na_inputs *inputs, const struct na_zip *zip)
{
    for (size_t i = 0; i < inputs->formats->zip_count(zip); i++) {
        struct na_zip_member member;
        inputs->formats->zip_member(zip, i, &member);
        if (strcmp(member.name, "[Content_Types].xml") == 0 ||
            strcmp(member.name, "mimetype") == 0) {
            return true;
        }
    }
    return false;
}

/* The members of which `is_wanted` holds, and how many others there are. */
static enum na_code add_some(struct na_inputs *inputs, struct na_zip *zip, const char *path,
                             bool (*is_wanted)(const char *name), struct na_error *reterr)
{
    enum na_code code = NA_OK;
    for (size_t i = 0; i < inputs->formats->zip_count(zip) && code == NA_OK; i++) {
        struct na_zip_member member;
        char name[PATH_BYTES];
        inputs->formats->zip_member(zip, i, &member);
        if (!is_wanted(member.name)) {
            leave_out(inputs, member.name);
            continue;
        }
        (void)snprintf(name, sizeof name, "%s: %s", path, member.name);
        struct na_input item = {
            .zip = zip, .member = i, .bytes = member.bytes, .crc = member.crc, .found = true};
        code = add(inputs, item, path, name, reterr);
    }
    return code;
}

static enum na_code add_members(struct na_inputs *inputs, struct na_zip *zip, const char *path,
                                struct na_error *reterr)
{
    size_t before = inputs->count;
    size_t left_out = inputs->left_out;
    enum na_code code = add_some(inputs, zip, path, is_table_name, reterr);
    if (code == NA_OK && inputs->count == before) {
        inputs->left_out = left_out;
        code = add_some(inputs, zip, path, is_object_name, reterr);
    }
    if (code == NA_OK && inputs->count == before) {
        (void)na_fail(reterr, NA_ERR_DATA, "The zip file has no table in it%s%s",
                      inputs->left_out > 0 ? ", but for example " : "", inputs->left_name);
        code = na_fail_at(reterr, NA_ERR_DATA, path, 0, NULL,
                          "Files whose names end in .csv, .tsv, .txt, .csv.gz, .geojson or .json "
                          "are read; take others out of the zip file");
    }
    return code;
}

static enum na_code add_zip(struct na_inputs *inputs, const char *path, uint64_t bytes,
                            struct na_error *reterr)
{
    struct na_zip *zip = NULL;
    enum na_code code = inputs->formats->zip_open(path, &zip, reterr);
    if (code != NA_OK) {
        return na_fail_at(reterr, code, path, 0, NULL, NULL);
    }
    if (is_workbook(inputs, zip)) {
        inputs->formats->zip_free(zip);
        return add(inputs, (struct na_input){.bytes = bytes}, path, path, reterr);
    }
    struct na_zip **zips = realloc(inputs->zips, (inputs->zip_count + 1) * sizeof zips[0]);
    if (zips == NULL) {
        inputs->formats->zip_free(zip);
        return fail_list(reterr);
    }
    inputs->zips = zips;
    zips[inputs->zip_count++] = zip;
    return add_members(inputs, zip, path, reterr);
}

static bool is_zip(const char *path)
{
    char start[4] = "";
    FILE *file = fopen(path, "rb");
    size_t length = file != NULL ? fread(start, 1, sizeof start, file) : 0;
    if (file != NULL) {
        (void)fclose(file);
    }
    return length == sizeof start &&
           na_tables_kind_of((struct na_str){start, length}) == NA_TABLES_ZIP;
}

static enum na_code add_file(struct na_inputs *inputs, const char *path, const struct stat *status,
                             bool found, struct na_error *reterr)
{
    uint64_t bytes = S_ISREG(status->st_mode) ? (uint64_t)status->st_size : 0;
    if (access(path, R_OK) != 0) {
        return na_fail_errno(reterr, errno, "read the input", path);
    }
    if (!found && S_ISREG(status->st_mode) && inputs->formats != NULL && is_zip(path)) {
        return add_zip(inputs, path, bytes, reterr);
    }
    return add(inputs, (struct na_input){.bytes = bytes, .found = found}, path, path, reterr);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* A folder and what is in it, in the order of the names. (Recursion: at most FOLDER_DEPTH_MAX.) */
static enum na_code add_folder(struct na_inputs *inputs, const char *path, unsigned int depth,
                               struct na_error *reterr)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_visible, by_name);
    enum na_code code = NA_OK;
    if (count < 0) {
        return na_fail_errno(reterr, errno, "read the folder", path);
    }
    size_t length = strlen(path);
    const char *slash = length > 0 && path[length - 1] == '/' ? "" : "/";
    for (int i = 0; i < count; i++) {
        char name[PATH_BYTES];
        struct stat status;
        int used = snprintf(name, sizeof name, "%s%s%s", path, slash, entries[i]->d_name);
        free(entries[i]);
        if (code != NA_OK || used >= (int)sizeof name || stat(name, &status) != 0) {
            continue;
        }
        if (S_ISDIR(status.st_mode) && depth < FOLDER_DEPTH_MAX) {
            code = add_folder(inputs, name, depth + 1, reterr);
        } else if (S_ISREG(status.st_mode) && is_table_name(name)) {
            code = add_file(inputs, name, &status, true, reterr);
        } else {
            leave_out(inputs, name);
        }
    }
    free(entries);
    return code;
}

static enum na_code add_path(struct na_inputs *inputs, const char *path, struct na_error *reterr)
{
    struct stat status;
    size_t before = inputs->count;
    if (strcmp(path, "-") == 0) {
        return add(inputs, (struct na_input){.bytes = 0}, path, "standard input", reterr);
    }
    if (stat(path, &status) != 0) {
        return na_fail_errno(reterr, errno, "read the input", path);
    }
    if (!S_ISDIR(status.st_mode)) {
        return add_file(inputs, path, &status, false, reterr);
    }
    enum na_code code = add_folder(inputs, path, 0, reterr);
    if (code == NA_OK && inputs->count == before) {
        (void)na_fail(reterr, NA_ERR_DATA, "The folder has no table in it");
        code = na_fail_at(reterr, NA_ERR_DATA, path, 0, NULL,
                          "Files whose names end in .csv, .tsv or .txt are read");
    }
    return code;
}

/* A name that is no file's may be a pattern that the shell was kept from expanding. */
static enum na_code add_pattern(struct na_inputs *inputs, const char *pattern,
                                struct na_error *reterr)
{
    struct stat status;
    if (strcmp(pattern, "-") == 0 || strpbrk(pattern, "*?[") == NULL ||
        stat(pattern, &status) == 0) {
        return add_path(inputs, pattern, reterr);
    }
    glob_t found;
    enum na_code code = NA_OK;
    int result = glob(pattern, 0, NULL, &found);
    if (result == GLOB_NOSPACE) {
        return fail_list(reterr);
    }
    if (result != 0) {
        (void)na_fail(reterr, NA_ERR_IO, "No file is like this pattern");
        return na_fail_at(reterr, NA_ERR_IO, pattern, 0, NULL, NULL);
    }
    for (size_t i = 0; i < found.gl_pathc && code == NA_OK; i++) {
        code = add_path(inputs, found.gl_pathv[i], reterr);
    }
    globfree(&found);
    return code;
}

enum na_code na_inputs_list(const char *const *paths, size_t count,
                            const struct na_tables_formats *formats, struct na_inputs *ret_inputs,
                            struct na_error *reterr)
{
    struct na_inputs inputs = {.formats = formats};
    enum na_code code = count == 0 ? add_path(&inputs, "-", reterr) : NA_OK;
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        code = add_pattern(&inputs, paths[i], reterr);
    }
    if (code != NA_OK) {
        na_inputs_fini(&inputs);
        return code;
    }
    *ret_inputs = inputs;
    return NA_OK;
}

void na_inputs_fini(struct na_inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++) {
        free(inputs->items[i].path);
        free(inputs->items[i].name);
    }
    for (size_t i = 0; i < inputs->zip_count; i++) {
        inputs->formats->zip_free(inputs->zips[i]);
    }
    free(inputs->items);
    free(inputs->zips);
    *inputs = (struct na_inputs){.items = NULL};
}

void na_inputs_drop(struct na_inputs *inputs, size_t i)
{
    free(inputs->items[i].path);
    free(inputs->items[i].name);
    inputs->count--;
    memmove(&inputs->items[i], &inputs->items[i + 1],
            (inputs->count - i) * sizeof inputs->items[0]);
}

enum na_code na_input_open(const struct na_inputs *inputs, const struct na_input *input,
                           struct na_bytes *ret_bytes, struct na_error *reterr)
{
    enum na_code code =
        input->zip != NULL ? inputs->formats->zip_read(input->zip, input->member, ret_bytes, reterr)
                           : na_bytes_open(input->path, ret_bytes, reterr);
    return na_fail_at(reterr, code, input->name, 0, NULL, NULL);
}

/* Byte for byte. */
static enum na_code compare(const struct na_inputs *inputs, const struct na_input *a,
                            const struct na_input *b, bool *ret_same, struct na_error *reterr)
{
    enum { PIECE = 65536 };
    struct na_bytes bytes[2] = {{NULL, NULL, NULL}, {NULL, NULL, NULL}};
    struct na_buffer pieces[2];
    na_buffer_init(&pieces[0], PIECE);
    na_buffer_init(&pieces[1], PIECE);
    bool ended[2] = {false, false};
    enum na_code code = na_input_open(inputs, a, &bytes[0], reterr);
    code = code == NA_OK ? na_input_open(inputs, b, &bytes[1], reterr) : code;
    *ret_same = code == NA_OK;
    while (code == NA_OK && *ret_same && !(ended[0] && ended[1])) {
        for (size_t i = 0; i < 2 && code == NA_OK; i++) {
            na_buffer_clear(&pieces[i]);
            if (!ended[i]) {
                code = na_bytes_fill(&bytes[i], PIECE, &pieces[i], &ended[i], reterr);
            }
        }
        *ret_same = pieces[0].length == pieces[1].length &&
                    (pieces[0].length == 0 ||
                     memcmp(pieces[0].data, pieces[1].data, pieces[0].length) == 0);
    }
    for (size_t i = 0; i < 2; i++) {
        na_bytes_close(&bytes[i]);
        na_buffer_fini(&pieces[i]);
    }
    return code;
}

static int by_size(const void *left, const void *right)
{
    const struct na_input *a = *(const struct na_input *const *)left;
    const struct na_input *b = *(const struct na_input *const *)right;
    return a->bytes != b->bytes ? (a->bytes > b->bytes) - (a->bytes < b->bytes) : (a > b) - (a < b);
}

enum na_code na_inputs_find_same(const struct na_inputs *inputs, size_t *ret_first,
                                 size_t *ret_second, bool *ret_found, struct na_error *reterr)
{
    const struct na_input **order = malloc((inputs->count + 1) * sizeof(order[0]));
    enum na_code code = NA_OK;
    *ret_found = false;
    if (order == NULL) {
        return fail_list(reterr);
    }
    for (size_t i = 0; i < inputs->count; i++) {
        order[i] = &inputs->items[i];
    }
    qsort(order, inputs->count, sizeof(order[0]), by_size);
    for (size_t i = 1; i < inputs->count && code == NA_OK && !*ret_found; i++) {
        for (size_t j = i; j > 0 && code == NA_OK && !*ret_found; j--) {
            const struct na_input *a = order[j - 1];
            const struct na_input *b = order[i];
            if (a->bytes != b->bytes || a->bytes == 0) {
                break;
            }
            if (a->zip == NULL || b->zip == NULL || a->crc == b->crc) {
                code = compare(inputs, a, b, ret_found, reterr);
                *ret_first = (size_t)(a - inputs->items);
                *ret_second = (size_t)(b - inputs->items);
            }
        }
    }
    free(order);
    return code;
}
