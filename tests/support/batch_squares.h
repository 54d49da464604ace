/* support/batch_squares.h - texts through the batch on the squares of query_pack.h, and what must
 * come of them. */
#ifndef NA_TEST_BATCH_SQUARES_H
#define NA_TEST_BATCH_SQUARES_H

#include "support/batch_join.h"
#include "support/query_pack.h"

static struct query_pack pack; /* of the one program that includes this */

static inline int open_pack(void **state)
{
    (void)state;
    query_pack_open_squares(&pack);
    return 0;
}

static inline int close_pack(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

static inline struct na_batch_options options_of(const char *add)
{
    return (struct na_batch_options){.today = QUERY_TODAY, .add = add};
}

static inline void join_text(const struct na_batch_options *options, const char *input,
                             struct batch_joined *joined)
{
    struct na_str text = na_str_of(input);
    batch_join(pack.snapshot, options, &text, 1, 0, joined);
}

static inline void expect(const struct na_batch_options *options, const char *input,
                          const char *output)
{
    struct batch_joined joined;
    join_text(options, input, &joined);
    if (joined.code != NA_OK) {
        fail_msg("%s", joined.error.message);
    }
    assert_string_equal(joined.output.data != NULL ? joined.output.data : "", output);
    batch_joined_fini(&joined);
}

static inline void expect_error(const struct na_batch_options *options, const char *input,
                                enum na_code code, const char *message)
{
    struct batch_joined joined;
    join_text(options, input, &joined);
    assert_int_equal(joined.code, code);
    char text[1200];
    (void)snprintf(text, sizeof text, "%s; %s", joined.error.message, joined.error.hint);
    if (strstr(text, message) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", text, message);
    }
    batch_joined_fini(&joined);
}

#endif
