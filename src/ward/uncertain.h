/* ward/uncertain.h - an uncertain ward answer in words. Pure; any thread. */
#ifndef NA_WARD_UNCERTAIN_H
#define NA_WARD_UNCERTAIN_H

#include "ward/ward.h"

/* Add the warning "uncertain", naming the alternatives, when the answer is not certain. */
void na_ward_warn_uncertain(const struct na_snapshot *snapshot, struct na_ward_answer *answer);

#endif
