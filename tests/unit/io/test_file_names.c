/* Names and modes of files written whole, and several writers of one name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/file.h"
#include "support/folder.h"

struct scratch {
    char folder[256];
    char path[512];
};

static int set_up(void **state)
{
    static struct scratch scratch;
    folder_make(scratch.folder, sizeof scratch.folder);
    *state = &scratch;
    return 0;
}

static int tear_down(void **state)
{
    struct scratch *scratch = *state;
    folder_remove(scratch->folder);
    return 0;
}

static void a_name_in_the_current_folder_is_written(void **state)
{
    struct scratch *scratch = *state;
    char before[1024];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(scratch->folder), 0);
    enum na_code code = na_file_write_atomic("out", "1", 1, NULL);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(code, NA_OK);
    assert_int_equal(folder_count(scratch->folder), 1);
}

static void the_mode_is_0644_less_the_umask(void **state)
{
    struct scratch *scratch = *state;
    static const struct {
        mode_t mask, mode;
    } cases[] = {{0022, 0644}, {0027, 0640}, {0077, 0600}, {0000, 0644}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        (void)snprintf(scratch->path, sizeof scratch->path, "%s/out%zu", scratch->folder, i);
        mode_t before = umask(cases[i].mask);
        enum na_code code = na_file_write_atomic(scratch->path, "1", 1, NULL);
        (void)umask(before);
        assert_int_equal(code, NA_OK);
        struct stat status;
        assert_int_equal(stat(scratch->path, &status), 0);
        assert_int_equal(status.st_mode & 07777, cases[i].mode);
    }
}

static void a_name_as_long_as_names_may_be_is_written(void **state)
{
    struct scratch *scratch = *state;
    char path[1024];
    int length = snprintf(path, sizeof path, "%s/", scratch->folder);
    memset(path + length, 'n', 255);
    path[length + 255] = '\0';
    assert_int_equal(na_file_write_atomic(path, "1", 1, NULL), NA_OK);
}

static void writers_of_one_name_leave_one_whole_file(void **state)
{
    struct scratch *scratch = *state;
    (void)snprintf(scratch->path, sizeof scratch->path, "%s/out", scratch->folder);
    pid_t children[4];
    for (int i = 0; i < 4; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            char text[1000];
            memset(text, 'a' + i, sizeof text);
            bool good = true;
            for (int round = 0; round < 20; round++) {
                good =
                    na_file_write_atomic(scratch->path, text, sizeof text, NULL) == NA_OK && good;
            }
            _exit(good ? 0 : 1);
        }
    }
    for (int i = 0; i < 4; i++) {
        int status = -1;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    char text[2000];
    struct na_file file = {0};
    assert_int_equal(na_file_read(scratch->path, sizeof text - 1, &file, NULL), NA_OK);
    assert_int_equal(file.length, 1000);
    memcpy(text, file.bytes, file.length + 1);
    na_file_free(&file);
    assert_int_equal(strspn(text, (char[]){text[0], '\0'}), 1000);
    assert_int_equal(folder_count(scratch->folder), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_name_in_the_current_folder_is_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_mode_is_0644_less_the_umask, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_name_as_long_as_names_may_be_is_written, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(writers_of_one_name_leave_one_whole_file, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
