/* tests/support/read_table.h - a table of bytes read to its end, for fuzz targets. */
#ifndef NA_TEST_SUPPORT_READ_TABLE_H
#define NA_TEST_SUPPORT_READ_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "tables/formats.h"

/* Write `bytes` to a file without a name, open it as a table with `formats` (NULL: none) and read
 * at most `most` bytes of it. A refusal has a message, and names the file. Aborts if it has not. */
void read_table(const uint8_t *bytes, size_t length, const struct na_tables_formats *formats,
                size_t most);

#endif
