/* compile/name_order.h - the order of the names in the index, and what stands beside each: its key,
 * the weights of blocks, the kinds. data/places.h says what they are. One thread. */
#ifndef NA_COMPILE_NAME_ORDER_H
#define NA_COMPILE_NAME_ORDER_H

#include "compile/flat_writer.h"

/* Order the names in the writer and write their sections. counts[w]: how many names have word w of
 * their words; and_word: the number of "and", UINT32_MAX without. Errors: NA_ERR_MEMORY,
 * NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_compile_name_order(struct na_flat_writer *writer,
                                               const uint32_t *counts, uint32_t and_word);

#endif
