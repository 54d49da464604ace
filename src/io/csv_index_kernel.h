/* io/csv_index_kernel.h - the loop over 64 bytes at a time, compiled once for each way of looking
 * at them. Private to csv_index*.c. */
#ifndef NA_IO_CSV_INDEX_KERNEL_H
#define NA_IO_CSV_INDEX_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CSV_BLOCK ((size_t)64)
/* Marks a kernel may write beyond those it counts. */
#define CSV_MARK_SLACK 16
/* Added to the mark of a line end; a text is shorter than this. */
#define CSV_LINE_END (UINT32_C(1) << 31)

/* Where the machine stands after a byte. */
enum csv_state { CSV_FIELD_START, CSV_UNQUOTED, CSV_QUOTED, CSV_QUOTE_IN_QUOTED };

/* Bit i: byte i is such a one. */
struct csv_masks {
    uint64_t quote, separator, lf, cr, nul;
};

/* What nearly all 64 bytes can do with. */
struct csv_usual {
    uint64_t bound; /* separators and LFs */
    uint64_t lf, cr;
    bool odd;  /* there is a quote or a NUL: ask for the masks */
    bool high; /* there is a byte above ASCII */
};

/* What a kernel works on. */
struct csv_work {
    const char *bytes;
    size_t length; /* of the text: a CR before `length` may look at the LF after it */
    char separator;
    unsigned int state; /* enum csv_state, in and out */
    bool nul;           /* set when a NUL was seen */
    bool high;          /* set when a byte above ASCII was seen */
    uint32_t *marks;    /* in: where to write; out: after the last written */
};
/* Look at [from, to): write the offset of each separator outside quotes, and CSV_LINE_END + that of
 * each line end outside quotes, the LF of CR LF. */
typedef void csv_kernel(struct csv_work *work, size_t from, size_t to);

csv_kernel na_csv_kernel_plain;
#if defined(__x86_64__)
csv_kernel na_csv_kernel_sse2;
csv_kernel na_csv_kernel_avx2;
#endif

/* The exact machine, a byte at a time. */
static inline void csv_machine(struct csv_work *work, size_t from, size_t to)
{
    const char *bytes = work->bytes;
    unsigned int state = work->state;
    for (size_t i = from; i < to; i++) {
        char c = bytes[i];
        bool quoted = state == CSV_QUOTED;
        work->nul = work->nul || c == '\0';
        work->high = work->high || (unsigned char)c >= 0x80;
        if (c == '"') {
            state = quoted                  ? CSV_QUOTE_IN_QUOTED
                    : state == CSV_UNQUOTED ? CSV_UNQUOTED
                                            : CSV_QUOTED;
        } else if (quoted) {
            continue;
        } else if (c == work->separator || c == '\n' || c == '\r') {
            state = CSV_FIELD_START;
            if (c != '\r' || i + 1 >= work->length || bytes[i + 1] != '\n') {
                *work->marks++ = (uint32_t)i | (c == work->separator ? 0 : CSV_LINE_END);
            }
        } else {
            state = state == CSV_QUOTE_IN_QUOTED ? CSV_QUOTED : CSV_UNQUOTED;
        }
    }
    work->state = state;
}

/* The offset of the lowest bit; what is left. An empty mask has none: what is written then is not
 * counted. */
static inline __attribute__((always_inline)) uint64_t csv_put_mark(uint64_t mask, uint32_t base,
                                                                   uint32_t *to)
{
    *to = base + (uint32_t)__builtin_ctzll(mask | (UINT64_C(1) << 63));
    return mask & (mask - 1);
}

/* Offsets of the bits of `mask`, six at a time: most 64 bytes have fewer, and a branch a bit would
 * be guessed wrong. `lines`: those of them that are line ends. */
static inline __attribute__((always_inline)) uint32_t *csv_flatten(uint64_t mask, uint64_t lines,
                                                                   size_t at, uint32_t *marks)
{
    unsigned int count = (unsigned int)__builtin_popcountll(mask);
    uint32_t base = (uint32_t)at;
    uint64_t left = mask;
    for (unsigned int done = 0; done < count; done += 6) {
        left = csv_put_mark(left, base, marks + done);
        left = csv_put_mark(left, base, marks + done + 1);
        left = csv_put_mark(left, base, marks + done + 2);
        left = csv_put_mark(left, base, marks + done + 3);
        left = csv_put_mark(left, base, marks + done + 4);
        left = csv_put_mark(left, base, marks + done + 5);
    }
    /* Most 64 bytes have one line end or none: no branch for the first. */
    unsigned int before = (unsigned int)__builtin_popcountll(mask & ((lines & (~lines + 1)) - 1));
    marks[before] |= lines != 0 ? CSV_LINE_END : 0;
    for (lines &= lines - 1; lines != 0; lines &= lines - 1) {
        before = (unsigned int)__builtin_popcountll(mask & ((lines & (~lines + 1)) - 1));
        marks[before] |= CSV_LINE_END;
    }
    return marks + count;
}

/* The bytes that an LF follows. */
static inline __attribute__((always_inline)) uint64_t csv_before_lf(const struct csv_work *work,
                                                                    size_t at, uint64_t lf)
{
    bool lf_next = at + CSV_BLOCK < work->length && work->bytes[at + CSV_BLOCK] == '\n';
    return lf >> 1 | (uint64_t)lf_next << 63;
}

/* 64 bytes whose quotes all stand where a well-formed file has them; false, nothing done, if not.
 * `inside`: bit i is set from an opening quote up to the byte before its closing one. */
static inline __attribute__((always_inline)) bool
csv_block(struct csv_work *work, size_t at, const struct csv_masks *masks, uint64_t inside)
{
    unsigned int state = work->state;
    uint64_t bound = (masks->separator | masks->lf | masks->cr) & ~inside;
    uint64_t closing = masks->quote & ~inside;
    uint64_t opening = masks->quote & inside;
    uint64_t after_closing = closing << 1 | (state == CSV_QUOTE_IN_QUOTED);
    uint64_t may_open = bound << 1 | (state == CSV_FIELD_START) | after_closing;
    if (((opening & ~may_open) | (after_closing & ~(bound | masks->quote))) != 0) {
        return false;
    }
    uint64_t marked = bound & ~(masks->cr & csv_before_lf(work, at, masks->lf));
    work->marks = csv_flatten(marked, marked & ~masks->separator, at, work->marks);
    work->state = (inside >> 63) != 0    ? CSV_QUOTED
                  : (closing >> 63) != 0 ? CSV_QUOTE_IN_QUOTED
                  : (bound >> 63) != 0   ? CSV_FIELD_START
                                         : CSV_UNQUOTED;
    work->nul = work->nul || masks->nul != 0;
    return true;
}

/* 64 bytes without a quote and with no CR but before an LF; false, nothing done, if not. */
static inline __attribute__((always_inline)) bool csv_usual_block(struct csv_work *work, size_t at,
                                                                  const struct csv_usual *usual)
{
    uint64_t lone = usual->cr & ~csv_before_lf(work, at, usual->lf);
    if (usual->odd || lone != 0 || work->state > CSV_UNQUOTED) {
        return false;
    }
    work->marks = csv_flatten(usual->bound, usual->lf, at, work->marks);
    work->state = (usual->bound >> 63) != 0 ? CSV_FIELD_START : CSV_UNQUOTED;
    return true;
}

/* The text of a kernel. It works on a copy, which stays in registers: a mark written could be a
 * member of *work. `glance(bytes, separator, usual)`, `look(bytes, separator, masks)` and
 * `parity(quotes)` are its own. */
#define CSV_KERNEL_BODY(glance, look, parity)                                                      \
    struct csv_work mine = *work;                                                                  \
    size_t at = from;                                                                              \
    for (; to - at >= CSV_BLOCK; at += CSV_BLOCK) {                                                \
        struct csv_usual usual;                                                                    \
        glance(mine.bytes + at, mine.separator, &usual);                                           \
        mine.high |= usual.high;                                                                   \
        if (csv_usual_block(&mine, at, &usual)) {                                                  \
            continue;                                                                              \
        }                                                                                          \
        struct csv_masks masks;                                                                    \
        look(mine.bytes + at, mine.separator, &masks);                                             \
        uint64_t inside = mine.state == CSV_QUOTED ? UINT64_MAX : 0;                               \
        if (masks.quote != 0) {                                                                    \
            inside ^= parity(masks.quote);                                                         \
        }                                                                                          \
        if (__builtin_expect(!csv_block(&mine, at, &masks, inside), 0)) {                          \
            csv_machine(&mine, at, at + CSV_BLOCK);                                                \
        }                                                                                          \
    }                                                                                              \
    csv_machine(&mine, at, to);                                                                    \
    *work = mine

/* Bit i: the parity of the bits up to and with i. */
static inline __attribute__((always_inline)) uint64_t csv_parity(uint64_t mask)
{
    mask ^= mask << 1;
    mask ^= mask << 2;
    mask ^= mask << 4;
    mask ^= mask << 8;
    mask ^= mask << 16;
    mask ^= mask << 32;
    return mask;
}

#endif
