/* data/compile_letters.h - the letters of kinds. Private to compile*.c. */
#ifndef NA_DATA_COMPILE_LETTERS_H
#define NA_DATA_COMPILE_LETTERS_H

#include "data/compile_private.h"

/* Give the kinds written the letters of the manifest's kind_letters; what cannot be is a finding.
 */
void na_compile_letters(struct na_compiler *compiler);

#endif
