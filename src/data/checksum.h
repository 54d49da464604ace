/* data/checksum.h - XXH3, 64 bits (libxxhash; checksum.c is its only user). Any thread. */
#ifndef NA_DATA_CHECKSUM_H
#define NA_DATA_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

uint64_t na_checksum(const void *bytes, size_t length);

#endif
