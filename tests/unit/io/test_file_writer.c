/* A file written in pieces has its name only when it is whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/file.h"

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/nearaid-writer-XXXXXX");
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static const char *path_of(const char *name)
{
    static char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static size_t files(void)
{
    DIR *dir = opendir(folder);
    size_t count = 0;
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    }
    (void)closedir(dir);
    return count;
}

static int empty_folder(void **state)
{
    (void)state;
    (void)unlink(path_of("rows"));
    return rmdir(folder);
}

static void expect_content(const char *wanted)
{
    struct na_file file;
    struct na_error error;
    assert_int_equal(na_file_read(path_of("rows"), 100, &file, &error), NA_OK);
    assert_string_equal((const char *)file.bytes, wanted);
    na_file_free(&file);
}

static void the_name_comes_with_the_commit(void **state)
{
    (void)state;
    struct na_file_writer writer;
    struct na_error error;
    assert_int_equal(na_file_writer_open(path_of("rows"), &writer, &error), NA_OK);
    assert_int_equal(na_file_writer_append(&writer, "one ", 4, &error), NA_OK);
    assert_int_equal(na_file_writer_append(&writer, "two", 3, &error), NA_OK);
    assert_int_equal(access(path_of("rows"), F_OK), -1);
    assert_in_range(files(), 0, 1); /* none, where the file system has files without a name */
    assert_int_equal(na_file_writer_commit(&writer, &error), NA_OK);
    expect_content("one two");
    assert_int_equal(files(), 1);
    na_file_writer_abort(&writer); /* after a commit: nothing */
    assert_int_equal(files(), 1);
}

static void an_abort_leaves_the_former_file(void **state)
{
    (void)state;
    struct na_file_writer writer;
    struct na_error error;
    for (int round = 0; round < 2; round++) {
        assert_int_equal(na_file_writer_open(path_of("rows"), &writer, &error), NA_OK);
        assert_int_equal(na_file_writer_append(&writer, round == 0 ? "kept" : "lost", 4, &error),
                         NA_OK);
        if (round == 0) {
            assert_int_equal(na_file_writer_commit(&writer, &error), NA_OK);
        } else {
            na_file_writer_abort(&writer);
        }
    }
    expect_content("kept");
    assert_int_equal(files(), 1);
}

static void what_cannot_be_written_is_refused(void **state)
{
    (void)state;
    struct na_file_writer writer;
    struct na_error error;
    assert_int_equal(mkdir(path_of("under"), 0700), 0);
    static const char *const names[] = {"under", "missing/rows", "under/"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(na_file_writer_open(path_of(names[i]), &writer, &error), NA_ERR_IO);
        assert_non_null(strstr(error.file, names[i]));
    }
    assert_int_equal(rmdir(path_of("under")), 0);
    assert_int_equal(na_file_writer_open("/dev/full", &writer, &error), NA_ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_name_comes_with_the_commit, make_folder, empty_folder),
        cmocka_unit_test_setup_teardown(an_abort_leaves_the_former_file, make_folder, empty_folder),
        cmocka_unit_test_setup_teardown(what_cannot_be_written_is_refused, make_folder,
                                        empty_folder),
    };
    return cmocka_run_group_tests_name("file_writer", tests, NULL, NULL);
}
