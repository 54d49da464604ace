/* The kernel for CPUs with AVX2, and the one every x86-64 can run. */
#include "io/csv_index_kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt,pclmul")))

AVX2 static inline uint64_t equal_avx2(__m256i low, __m256i high, char c)
{
    __m256i all = _mm256_set1_epi8(c);
    uint32_t a = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, all));
    uint32_t b = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, all));
    return (uint64_t)b << 32 | a;
}

AVX2 static inline __m256i quote_or_nul_avx2(__m256i bytes)
{
    return _mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')),
                           _mm256_cmpeq_epi8(bytes, _mm256_setzero_si256()));
}

AVX2 static inline void glance_avx2(const char *bytes, char separator, struct csv_usual *usual)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32));
    __m256i odd = _mm256_or_si256(quote_or_nul_avx2(low), quote_or_nul_avx2(high));
    usual->lf = equal_avx2(low, high, '\n');
    usual->cr = equal_avx2(low, high, '\r');
    usual->bound = equal_avx2(low, high, separator) | usual->lf;
    usual->odd = _mm256_testz_si256(odd, odd) == 0;
    usual->high = _mm256_movemask_epi8(_mm256_or_si256(low, high)) != 0;
}

AVX2 static inline void look_avx2(const char *bytes, char separator, struct csv_masks *masks)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32));
    masks->quote = equal_avx2(low, high, '"');
    masks->separator = equal_avx2(low, high, separator);
    masks->lf = equal_avx2(low, high, '\n');
    masks->cr = equal_avx2(low, high, '\r');
    masks->nul = equal_avx2(low, high, '\0');
}

/* A carry-less product with all ones is the parity of every prefix. */
AVX2 static inline uint64_t parity_clmul(uint64_t mask)
{
    __m128i product =
        _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)mask), _mm_set1_epi8((char)0xFF), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

AVX2 void na_csv_kernel_avx2(struct csv_work *work, size_t from, size_t to)
{
    CSV_KERNEL_BODY(glance_avx2, look_avx2, parity_clmul);
}

static inline uint64_t equal_sse2(const __m128i block[4], char c)
{
    __m128i all = _mm_set1_epi8(c);
    uint64_t mask = 0;
    for (unsigned int i = 0; i < 4; i++) {
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block[i], all)) << (16 * i);
    }
    return mask;
}

static inline void look_sse2(const char *bytes, char separator, struct csv_masks *masks)
{
    __m128i block[4];
    for (size_t i = 0; i < 4; i++) {
        block[i] = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * i));
    }
    masks->quote = equal_sse2(block, '"');
    masks->separator = equal_sse2(block, separator);
    masks->lf = equal_sse2(block, '\n');
    masks->cr = equal_sse2(block, '\r');
    masks->nul = equal_sse2(block, '\0');
}

static inline void glance_sse2(const char *bytes, char separator, struct csv_usual *usual)
{
    __m128i block[4];
    __m128i seen = _mm_setzero_si128();
    for (size_t i = 0; i < 4; i++) {
        block[i] = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * i));
        seen = _mm_or_si128(seen, block[i]);
    }
    usual->lf = equal_sse2(block, '\n');
    usual->bound = equal_sse2(block, separator) | usual->lf;
    usual->cr = equal_sse2(block, '\r');
    usual->odd = (equal_sse2(block, '"') | equal_sse2(block, '\0')) != 0;
    usual->high = _mm_movemask_epi8(seen) != 0;
}

void na_csv_kernel_sse2(struct csv_work *work, size_t from, size_t to)
{
    CSV_KERNEL_BODY(glance_sse2, look_sse2, csv_parity);
}

#else
/* A translation unit must not be empty. */
typedef int csv_index_no_avx2;
#endif
