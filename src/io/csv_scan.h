/* io/csv_scan.h - finds the bytes that mean something in a CSV text, 64 at a time. Private to
 * io/csv.c. */
#ifndef NA_IO_CSV_SCAN_H
#define NA_IO_CSV_SCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define CSV_BLOCK ((size_t)64)

/* Over `length` bytes. `mask` has bit i set when byte `block` + i is the separator, a quote, LF, CR
 * or NUL. */
struct csv_scan {
    const char *bytes;
    size_t length;
    size_t block;
    uint64_t mask;
    char separator;
};

#if defined(__SSE2__)

/* 64 bytes, 16 at a time; SSE2 is part of every x86-64. */
static inline uint64_t csv_block_mask(const char *bytes, char separator)
{
    const __m128i sep = _mm_set1_epi8(separator);
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i lf = _mm_set1_epi8('\n');
    const __m128i cr = _mm_set1_epi8('\r');
    const __m128i nul = _mm_setzero_si128();
    uint64_t mask = 0;
    for (unsigned int i = 0; i < 4; i++) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(bytes + (size_t)16 * i));
        __m128i lines = _mm_or_si128(_mm_cmpeq_epi8(x, lf), _mm_cmpeq_epi8(x, cr));
        __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(x, sep), _mm_cmpeq_epi8(x, quote));
        __m128i all = _mm_or_si128(_mm_or_si128(lines, marks), _mm_cmpeq_epi8(x, nul));
        mask |= (uint64_t)(unsigned int)_mm_movemask_epi8(all) << (16 * i);
    }
    return mask;
}

#else

static inline uint64_t csv_block_mask(const char *bytes, char separator)
{
    uint64_t mask = 0;
    for (unsigned int i = 0; i < CSV_BLOCK; i++) {
        char c = bytes[i];
        uint64_t special = c == separator || c == '"' || c == '\n' || c == '\r' || c == '\0';
        mask |= special << i;
    }
    return mask;
}

#endif

static inline void csv_scan_load(struct csv_scan *scan, size_t block)
{
    scan->block = block;
    if (scan->length - block >= CSV_BLOCK) {
        scan->mask = csv_block_mask(scan->bytes + block, scan->separator);
        return;
    }
    /* The last, short block: 'x' is nothing special. */
    char copy[CSV_BLOCK];
    memset(copy, 'x', sizeof copy);
    memcpy(copy, scan->bytes + block, scan->length - block);
    scan->mask = csv_block_mask(copy, scan->separator);
}

static inline void csv_scan_start(struct csv_scan *scan, const char *bytes, size_t length,
                                  char separator)
{
    *scan = (struct csv_scan){.bytes = bytes, .length = length, .separator = separator};
    if (length > 0) {
        csv_scan_load(scan, 0);
    }
}

/* Offset of the first special byte at or after `from`, or the length. `from` never goes back
 * beyond the block of an earlier call. */
static inline size_t csv_scan_next(struct csv_scan *scan, size_t from)
{
    if (from >= scan->length) {
        return scan->length;
    }
    size_t block = from & ~(CSV_BLOCK - 1);
    if (block != scan->block) {
        csv_scan_load(scan, block);
    }
    uint64_t mask = scan->mask & (UINT64_MAX << (from & (CSV_BLOCK - 1)));
    while (mask == 0) {
        if (scan->length - scan->block <= CSV_BLOCK) {
            return scan->length;
        }
        csv_scan_load(scan, scan->block + CSV_BLOCK);
        mask = scan->mask;
    }
    return scan->block + (size_t)__builtin_ctzll(mask);
}

#endif
