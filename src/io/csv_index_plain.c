/* The kernel for any CPU: eight bytes of a word at a time. */
#include <string.h>

#include "io/csv_index_kernel.h"

#define LOW_BITS UINT64_C(0x7F7F7F7F7F7F7F7F)
#define ONES UINT64_C(0x0101010101010101)

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
    return gather(zero_bytes(word ^ (ONES * (unsigned char)c)));
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

static inline void glance_plain(const char *bytes, char separator, struct csv_usual *usual)
{
    uint64_t odd = 0;
    uint64_t seen = 0;
    usual->bound = 0;
    usual->lf = 0;
    usual->cr = 0;
    for (unsigned int i = 0; i < 8; i++) {
        uint64_t word = load(bytes + (size_t)8 * i);
        uint64_t lf = equal(word, '\n');
        usual->lf |= lf << (8 * i);
        usual->bound |= (equal(word, separator) | lf) << (8 * i);
        usual->cr |= equal(word, '\r') << (8 * i);
        odd |= zero_bytes(word ^ ONES * '"') | zero_bytes(word);
        seen |= word;
    }
    usual->odd = odd != 0;
    usual->high = (seen & ~LOW_BITS) != 0;
}

void na_csv_kernel_plain(struct csv_work *work, size_t from, size_t to)
{
    CSV_KERNEL_BODY(glance_plain, look_plain, csv_parity);
}
