/* data/ward_names.h - wards found by the names people write. Pure; any thread. */
#ifndef NA_DATA_WARD_NAMES_H
#define NA_DATA_WARD_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/name_fold.h"
#include "base/text.h"

/* What a ward is called; texts are borrowed, the authority's "" when it is not known. */
struct na_ward_name {
    const char *code, *name, *authority;
};

/* The wards of a vintage, wherever they are kept. */
struct na_ward_names {
    const char *vintage;
    uint32_t count;
    void (*get)(const void *context, uint32_t i, struct na_ward_name *ret_name);
    const void *context;
};

/* A name folded (base/name_fold.h), with its authority's when the source gives one, else "". */
struct na_ward_wanted {
    struct na_str name, authority; /* as the source spells them, trimmed; borrowed */
    char name_fold[NA_FOLD_MAX], authority_fold[NA_FOLD_MAX];
};
void na_ward_wanted_init(struct na_str name, struct na_str authority,
                         struct na_ward_wanted *ret_wanted);

/* How many wards have the name; *ret_first (may be NULL) is the lowest of them. */
size_t na_ward_names_count(const struct na_ward_names *names, const struct na_ward_wanted *wanted,
                           uint32_t *ret_first);
/* The one that has it. Errors: NA_ERR_DATA with field "ward": none (the hint has the nearest
 * spellings) or several (the hint has their authorities). */
NA_MUST_USE enum na_code na_ward_names_find(const struct na_ward_names *names,
                                            const struct na_ward_wanted *wanted, uint32_t *ret_ward,
                                            struct na_error *reterr);

#endif
