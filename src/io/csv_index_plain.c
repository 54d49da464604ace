/* The kernel for any CPU: eight bytes of a word at a time. */
#include <string.h>

#include "io/csv_index_kernel.h"

#define LOW_BITS UINT64_C(0x7F7F7F7F7F7F7F7F)

/* Bit 8 i + 7 is set where byte i of `word` is zero: exact, no carry runs from byte to byte. */
static inline uint64_t zero_bytes(uint64_t word)
{
    return ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
}

/* Eight such bits as the low eight: each lands alone in the highest byte of the product. */
static inline uint64_t gather(uint64_t bits)
{
    return ((bits >> 7) * UINT64_C(0x0102040810204080)) >> 56;
}

static inline uint64_t equal(uint64_t word, char c)
{
    return gather(zero_bytes(word ^ (UINT64_C(0x0101010101010101) * (unsigned char)c)));
}

/* Byte 0 is the lowest, whatever the machine's order: compilers make one load of it. */
static inline uint64_t load(const char *bytes)
{
    unsigned char b[8];
    uint64_t word = 0;
    memcpy(b, bytes, sizeof b);
    for (unsigned int i = 0; i < 8; i++) {
        word |= (uint64_t)b[i] << (8 * i);
    }
    return word;
}

static inline void look_plain(const char *bytes, char separator, struct csv_masks *masks)
{
    *masks = (struct csv_masks){0};
    for (unsigned int i = 0; i < 8; i++) {
        uint64_t word = load(bytes + (size_t)8 * i);
        masks->quote |= equal(word, '"') << (8 * i);
        masks->separator |= equal(word, separator) << (8 * i);
        masks->lf |= equal(word, '\n') << (8 * i);
        masks->cr |= equal(word, '\r') << (8 * i);
        masks->nul |= equal(word, '\0') << (8 * i);
    }
}

void na_csv_kernel_plain(struct csv_work *work, size_t from, size_t to)
{
    CSV_KERNEL_BODY(look_plain, csv_parity);
}
