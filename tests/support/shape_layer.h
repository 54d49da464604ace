/* tests/support/shape_layer.h - shapefiles on disk for tests: opened, written to a scratch folder,
 * asked of ogrinfo. Header only. */
#ifndef NA_TEST_SUPPORT_SHAPE_LAYER_H
#define NA_TEST_SUPPORT_SHAPE_LAYER_H

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/shape_triple.h"

#define SKIP_WITHOUT(what)                                                                         \
    do {                                                                                           \
        print_message("skipped: %s is not here\n", what);                                          \
        skip();                                                                                    \
    } while (0)

struct opened {
    struct shape_triple triple;
    struct na_shape_bytes bytes;
    struct na_report report;
    struct na_shapefile *file;
};

/* Open base.shp; false if it is not there, a failed test if it is refused. */
static inline bool open_base(const char *base, struct opened *ret)
{
    struct na_error error;
    if (!shape_triple_load(base, &ret->triple)) {
        return false;
    }
    const char *slash = strrchr(base, '/');
    ret->bytes = shape_triple_bytes(&ret->triple, slash != NULL ? slash + 1 : base);
    na_report_init(&ret->report);
    if (na_shapefile_open(&ret->bytes, &ret->report, &ret->file, &error) != NA_OK) {
        fail_msg("%s: %s record %d: %s", base, error.file, (int)error.record, error.message);
    }
    return true;
}

static inline void close_opened(struct opened *opened)
{
    na_shapefile_free(opened->file);
    na_report_fini(&opened->report);
    shape_triple_fini(&opened->triple);
}

static inline size_t field_find(const struct na_shapefile *file, const char *name)
{
    for (size_t i = 0; i < na_shapefile_field_count(file); i++) {
        if (strcmp(na_shapefile_field_name(file, i), name) == 0) {
            return i;
        }
    }
    fail_msg("no field %s", name);
    return 0;
}

static inline bool text_is(struct na_shapefile *file, size_t record, const char *field,
                           const char *text)
{
    struct na_str found;
    struct na_error error;
    return na_shapefile_read_text(file, record, field_find(file, field), &found, &error) == NA_OK &&
           na_str_is(found, text);
}

static inline bool have(const char *program)
{
    char command[128];
    (void)snprintf(command, sizeof command, "command -v %s > /dev/null", program);
    return system(command) == 0;
}

/* Output of a command, cut at the size. */
static inline void run(const char *command, char *to, size_t size)
{
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t length = fread(to, 1, size - 1, pipe);
    to[length] = '\0';
    (void)pclose(pipe);
}

/* A scratch folder with a base name in it. */
struct scratch {
    char folder[64];
    char base[128];
};

static inline struct scratch scratch_make(void)
{
    struct scratch scratch = {.folder = "/tmp/nearaid-shape-XXXXXX"};
    assert_non_null(mkdtemp(scratch.folder));
    (void)snprintf(scratch.base, sizeof scratch.base, "%s/layer", scratch.folder);
    return scratch;
}

static inline void scratch_remove(const struct scratch *scratch)
{
    DIR *folder = opendir(scratch->folder);
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s", scratch->folder, entry->d_name);
        (void)unlink(path);
    }
    (void)closedir(folder);
    assert_int_equal(rmdir(scratch->folder), 0);
}

#endif
