/* compile/kinds.h - what pack.ini says of the kinds of asset. */
#ifndef NA_COMPILE_KINDS_H
#define NA_COMPILE_KINDS_H

#include "compile/compiler.h"

/* Give each kind written its letter (kind_letters), how far somebody is sent for it and whether its
 * words begin with what comes first (send_radius_m, say_first), and its titles (those of its
 * [kind.ID], else made of its name). What names a kind that the pack does not have, and every other
 * fault of these keys, is a finding. Errors: those of na_compile_text. */
NA_MUST_USE enum na_code na_compile_kinds(struct na_compiler *compiler, struct na_error *reterr);

#endif
