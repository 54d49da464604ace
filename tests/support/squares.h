/* support/squares.h - the squares of query_pack.h, compiled once for all tests of a file.
 *
 * Run the group with squares_setup and squares_teardown; `pack` is open between them. */
#ifndef NA_TEST_SQUARES_H
#define NA_TEST_SQUARES_H

#include "support/query_pack.h"

static struct query_pack pack;

static int squares_setup(void **state)
{
    (void)state;
    query_pack_open_squares(&pack);
    return 0;
}

static int squares_teardown(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

#endif
