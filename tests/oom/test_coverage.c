/* Each allocation of an answer about coverage, from its question to its drawing, made to fail in
 * turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/coverage_pack.h"
#include "support/oom.h"
#include "support/squares.h"

static enum na_code of_two_days(void)
{
    struct coverage_asked asked;
    struct na_session *session = NULL;
    struct na_buffer to;
    na_buffer_init(&to, 8 * 1024 * 1024);
    /* A session of its own: the transformation is made anew each time. */
    enum na_code code = na_session_new(pack.snapshot, &session, NULL);
    if (code == NA_OK) {
        struct query_pack same = pack;
        same.session = session;
        code = coverage_try(
            &same, "kind=cabinet&kind=pub&ring=100,500&compare=2025-12-31,2026-08-01", &asked);
    }
    if (code == NA_OK) {
        code = na_render_coverage_json(asked.coverage, &to);
        if (code == NA_OK) {
            code = na_render_coverage_text(asked.coverage, NULL, &to);
        }
        if (code == NA_OK) {
            code = na_render_coverage_csv(asked.coverage, true, &to);
        }
        if (code == NA_OK) {
            code = na_render_coverage_geojson(session, asked.coverage, &to, NULL);
        }
        na_coverage_free(asked.coverage);
    }
    na_session_free(session);
    na_buffer_fini(&to);
    return code;
}

static void coverage_fails_cleanly(void **state)
{
    (void)state;
    size_t before = 0;
    for (;; before++) {
        oom_arm(before);
        enum na_code code = of_two_days();
        if (!oom_disarm()) {
            assert_int_equal(code, NA_OK);
            break;
        }
        assert_int_equal(code, NA_ERR_MEMORY);
    }
    print_message("%zu allocations\n", before);
    assert_true(before > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(coverage_fails_cleanly)};
    return cmocka_run_group_tests(tests, squares_setup, squares_teardown);
}
