/* Wards whose folded name is that asked for, and the nearest spellings if there is none. */
#include "data/ward_names.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"

#define SPELLINGS_MAX 3
/* Bytes of a name in a message. */
#define SHOWN_MAX 80

void na_ward_wanted_init(struct na_str name, struct na_str authority,
                         struct na_ward_wanted *ret_wanted)
{
    ret_wanted->name = na_str_trim(name);
    ret_wanted->authority = na_str_trim(authority);
    na_fold_name(ret_wanted->name, ret_wanted->name_fold);
    na_fold_name(ret_wanted->authority, ret_wanted->authority_fold);
}

static bool is_named(const struct na_ward_wanted *wanted, const struct na_ward_name *ward)
{
    char folded[NA_FOLD_MAX];
    na_fold_name(na_str_of(ward->name), folded);
    if (strcmp(folded, wanted->name_fold) != 0) {
        return false;
    }
    na_fold_name(na_str_of(ward->authority), folded);
    return wanted->authority_fold[0] == '\0' || ward->authority[0] == '\0' ||
           strcmp(folded, wanted->authority_fold) == 0;
}

size_t na_ward_names_count(const struct na_ward_names *names, const struct na_ward_wanted *wanted,
                           uint32_t *ret_first)
{
    size_t found = 0;
    for (uint32_t i = 0; i < names->count; i++) {
        struct na_ward_name ward;
        names->get(names->context, i, &ward);
        if (is_named(wanted, &ward) && found++ == 0 && ret_first != NULL) {
            *ret_first = i;
        }
    }
    return found;
}

/* The nearest names, nearest first; the lower number before an equal one. */
static void nearest_spellings(const struct na_ward_names *names,
                              const struct na_ward_wanted *wanted, size_t least[SPELLINGS_MAX],
                              uint32_t best[SPELLINGS_MAX])
{
    for (uint32_t i = 0; i < names->count; i++) {
        struct na_ward_name ward;
        char folded[NA_FOLD_MAX];
        names->get(names->context, i, &ward);
        na_fold_name(na_str_of(ward.name), folded);
        size_t distance = na_text_distance(folded, wanted->name_fold);
        uint32_t number = i;
        for (size_t k = 0; k < SPELLINGS_MAX; k++) {
            if (distance < least[k]) {
                size_t other = least[k];
                uint32_t other_number = best[k];
                least[k] = distance;
                best[k] = number;
                distance = other;
                number = other_number;
            }
        }
    }
}

/* "The nearest names in vintage 2023 are Hart (Hartlepool), ..." */
static void suggest(const struct na_ward_names *names, const struct na_ward_wanted *wanted,
                    char *to, size_t size)
{
    size_t least[SPELLINGS_MAX] = {SIZE_MAX, SIZE_MAX, SIZE_MAX};
    uint32_t best[SPELLINGS_MAX] = {0};
    nearest_spellings(names, wanted, least, best);
    size_t used =
        (size_t)snprintf(to, size, "The nearest names in vintage %.30s are", names->vintage);
    for (size_t k = 0; k < SPELLINGS_MAX && least[k] != SIZE_MAX && used < size; k++) {
        struct na_ward_name ward;
        names->get(names->context, best[k], &ward);
        used += (size_t)snprintf(to + used, size - used, "%s %.40s (%.30s)", k > 0 ? "," : "",
                                 ward.name, ward.authority);
    }
}

static int shown(struct na_str text)
{
    return (int)(text.length < SHOWN_MAX ? text.length : SHOWN_MAX);
}

static enum na_code fail_unknown(const struct na_ward_names *names,
                                 const struct na_ward_wanted *wanted, struct na_error *reterr)
{
    char hint[256];
    suggest(names, wanted, hint, sizeof hint);
    (void)na_fail(reterr, NA_ERR_DATA, "There is no ward \"%.*s\"%s%.*s in vintage %.40s",
                  shown(wanted->name), wanted->name.bytes,
                  wanted->authority.length > 0 ? " of " : "", shown(wanted->authority),
                  wanted->authority.bytes, names->vintage);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "ward", hint);
}

static enum na_code fail_ambiguous(const struct na_ward_names *names,
                                   const struct na_ward_wanted *wanted, struct na_error *reterr)
{
    char hint[256] = "Give the column local_authority:";
    size_t used = strlen(hint);
    for (uint32_t i = 0; i < names->count && used < sizeof hint; i++) {
        struct na_ward_name ward;
        names->get(names->context, i, &ward);
        if (is_named(wanted, &ward)) {
            used += (size_t)snprintf(hint + used, sizeof hint - used, " %.40s (%.12s)",
                                     ward.authority, ward.code);
        }
    }
    (void)na_fail(reterr, NA_ERR_DATA, "Several wards of vintage %.40s are called \"%.*s\"",
                  names->vintage, shown(wanted->name), wanted->name.bytes);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "ward", hint);
}

enum na_code na_ward_names_find(const struct na_ward_names *names,
                                const struct na_ward_wanted *wanted, uint32_t *ret_ward,
                                struct na_error *reterr)
{
    uint32_t ward = 0;
    size_t found = na_ward_names_count(names, wanted, &ward);
    if (found == 0) {
        return fail_unknown(names, wanted, reterr);
    }
    if (found > 1) {
        return fail_ambiguous(names, wanted, reterr);
    }
    *ret_ward = ward;
    return NA_OK;
}
