/* tests/support/csv_oracle.h - is our CSV reader's answer the same as libcsv's? */
#ifndef NA_TEST_SUPPORT_CSV_ORACLE_H
#define NA_TEST_SUPPORT_CSV_ORACLE_H

#include <stddef.h>

enum csv_oracle_result {
    CSV_ORACLE_SAME,     /* both accept, every field equal */
    CSV_ORACLE_REFUSED,  /* both refuse, or ours refuses by a rule libcsv does not have */
    CSV_ORACLE_DIFFERENT /* a fault of ours: what differs was printed to stderr */
};

/* libcsv in strict mode, without its habit of trimming blanks. Rules of ours that it lacks: no NUL,
 * at most 64 KiB a record and 1,024 fields, and blank lines count when there is one column. */
enum csv_oracle_result csv_oracle_compare(const char *bytes, size_t length);

#endif
