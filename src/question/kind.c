/* A kind is found by its exact name. A name that is not there is refused with those that there are,
 * the nearest spelling first, because an empty answer would say that none is near. */
#include "question/kind.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "question/params.h"

static size_t nearest_spelling(const struct na_snapshot *snapshot, const char *name)
{
    size_t best = 0;
    size_t best_distance = SIZE_MAX;
    for (size_t i = 0; i < na_snapshot_kind_count(snapshot); i++) {
        size_t distance = na_text_distance(name, na_snapshot_kind(snapshot, i)->name);
        if (distance < best_distance) {
            best_distance = distance;
            best = i;
        }
    }
    return best;
}

static enum na_code fail_unknown(const struct na_snapshot *snapshot, const char *name,
                                 struct na_error *reterr)
{
    char hint[256] = "The pack has no assets";
    size_t count = na_snapshot_kind_count(snapshot);
    if (count > 0) {
        size_t best = nearest_spelling(snapshot, name);
        size_t used = (size_t)snprintf(hint, sizeof hint, "The pack has: %s",
                                       na_snapshot_kind(snapshot, best)->name);
        for (size_t i = 0; i < count && used < sizeof hint; i++) {
            if (i != best) {
                used += (size_t)snprintf(hint + used, sizeof hint - used, ", %s",
                                         na_snapshot_kind(snapshot, i)->name);
            }
        }
    }
    (void)na_fail(reterr, NA_ERR_KIND_UNKNOWN, "The pack has no assets of that kind");
    return na_fail_at(reterr, NA_ERR_KIND_UNKNOWN, NULL, 0, "kind", hint);
}

const struct na_kind *na_kind_named(const struct na_snapshot *snapshot, const char *name)
{
    static const struct na_kind none = {.name = "", .title = "", .titles = ""};
    for (size_t i = 0; i < na_snapshot_kind_count(snapshot); i++) {
        const struct na_kind *kind = na_snapshot_kind(snapshot, i);
        if (strcmp(kind->name, name) == 0) {
            return kind;
        }
    }
    return &none;
}

enum na_code na_kind_find(const struct na_snapshot *snapshot, const char *name,
                          const struct na_kind **ret_kind, struct na_error *reterr)
{
    for (size_t i = 0; i < na_snapshot_kind_count(snapshot); i++) {
        const struct na_kind *kind = na_snapshot_kind(snapshot, i);
        if (strcmp(kind->name, name) == 0) {
            *ret_kind = kind;
            return NA_OK;
        }
    }
    return fail_unknown(snapshot, name, reterr);
}

enum na_code na_kinds_add(const struct na_snapshot *snapshot, const char *name,
                          const struct na_kind **kinds, size_t *count, struct na_error *reterr)
{
    const struct na_kind *kind = NULL;
    enum na_code code = na_kind_find(snapshot, name, &kind, reterr);
    if (code != NA_OK) {
        return code;
    }
    for (size_t i = 0; i < *count; i++) {
        if (kinds[i] == kind) {
            return NA_OK;
        }
    }
    if (*count == NA_PARAMS_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "More than %d kinds", NA_PARAMS_MAX);
    }
    kinds[(*count)++] = kind;
    return NA_OK;
}

unsigned int na_status_bit(const char *name)
{
    for (int status = NA_STATUS_UNKNOWN; status <= NA_STATUS_OUT_OF_SERVICE; status++) {
        if (strcmp(na_status_name((enum na_status)status), name) == 0) {
            return 1u << status;
        }
    }
    return 0;
}
