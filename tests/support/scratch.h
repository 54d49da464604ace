/* support/scratch.h - a folder to make a pack in, and what compiling it leaves: for each test anew.
 *
 * Run a test with scratch_setup and scratch_teardown, or as SCRATCH_TEST(name) in the list of
 * tests; its state is a struct scratch. */
#ifndef NA_TEST_SCRATCH_H
#define NA_TEST_SCRATCH_H

#include "base/buffer.h"
#include "base/report.h"
#include "support/folder.h"

struct scratch {
    char folder[256];
    struct na_buffer bytes; /* empty: what pack_compile (support/pack.h) fills */
    struct na_report report;
    struct na_error error;
};

static inline int scratch_setup(void **state)
{
    static struct scratch scratch;
    folder_make(scratch.folder, sizeof scratch.folder);
    na_buffer_init(&scratch.bytes, (size_t)1 << 30);
    na_report_init(&scratch.report);
    *state = &scratch;
    return 0;
}

static inline int scratch_teardown(void **state)
{
    struct scratch *scratch = *state;
    folder_remove(scratch->folder);
    na_buffer_fini(&scratch->bytes);
    na_report_fini(&scratch->report);
    return 0;
}

#define SCRATCH_TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

#endif
