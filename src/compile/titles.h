/* compile/titles.h - what people call the kinds of asset. Private to compile. */
#ifndef NA_COMPILE_TITLES_H
#define NA_COMPILE_TITLES_H

#include "compile/compiler.h"

/* Give each kind written the titles of its [kind.ID], else those made of its name; a section of a
 * kind that the pack does not have is a finding. Errors: those of na_compile_text. */
NA_MUST_USE enum na_code na_compile_titles(struct na_compiler *compiler, struct na_error *reterr);

#endif
