/* support/csv_index_oracle.h - rows of CSV held against libcsv, and against themselves. */
#ifndef NA_TEST_CSV_INDEX_ORACLE_H
#define NA_TEST_CSV_INDEX_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What was compared, for a test that wants to see that it was something. */
struct csv_index_compared {
    size_t rows, fields, faults, pieces;
};

/* Read `bytes` with every way this CPU has, cut them by chunks that `seed` chooses, and compare:
 * the rows must be the same; and the fields of the rows before the first that is not closed, too
 * long or too wide must be those of libcsv, not strict and without its trimming. Prints what
 * differs and returns false. `ret_compared` may be NULL; it is added to. */
bool csv_index_oracle_compare(const char *bytes, size_t length, char separator, uint64_t seed,
                              struct csv_index_compared *ret_compared);

#endif
