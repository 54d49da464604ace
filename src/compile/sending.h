/* compile/sending.h - which kinds somebody is sent for. Private to compile. */
#ifndef NA_COMPILE_SENDING_H
#define NA_COMPILE_SENDING_H

#include "compile/compiler.h"

/* Give each kind its send_radius_m and says_first; faults of the keys are findings. */
void na_compile_sending(struct na_compiler *compiler);

#endif
