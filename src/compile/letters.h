/* compile/letters.h - the letters of kinds. Private to compile*.c. */
#ifndef NA_COMPILE_LETTERS_H
#define NA_COMPILE_LETTERS_H

#include "compile/compiler.h"

/* Give the kinds written the letters of the manifest's kind_letters; what cannot be is a finding.
 */
void na_compile_letters(struct na_compiler *compiler);

#endif
