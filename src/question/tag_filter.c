/* Values of one name are alternatives, different names must all fit. A name that no asset has is
 * refused with the names that there are; a value that none has is an empty answer. */
#include "question/tag_filter.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"

static bool is_named(const struct na_tag_wanted *wanted, const char *name)
{
    for (size_t i = 0; i < wanted->name_length; i++) {
        if (na_ascii_lower(name[i]) != na_ascii_lower(wanted->name[i])) {
            return false; /* the end of a shorter name is such a difference */
        }
    }
    return name[wanted->name_length] == '\0';
}

static bool has_name(const struct na_snapshot *snapshot, const struct na_asset *asset,
                     const struct na_tag_wanted *wanted)
{
    for (uint32_t i = 0; i < asset->tag_count; i++) {
        struct na_tag tag;
        na_snapshot_tag(snapshot, asset, i, &tag);
        if (is_named(wanted, tag.name)) {
            return true;
        }
    }
    return false;
}

/* Names kept for the hint: borrowed from the snapshot. */
struct names {
    const char *items[24];
    size_t count;
    bool more;
};

static void names_add(struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->items[i], name) == 0) {
            return;
        }
    }
    if (names->count < sizeof names->items / sizeof names->items[0]) {
        names->items[names->count++] = name;
    } else {
        names->more = true;
    }
}

static void hint_names(const struct na_snapshot *snapshot, char *to, size_t size)
{
    struct names names = {.count = 0};
    for (uint32_t i = 0; i < na_snapshot_asset_count(snapshot); i++) {
        struct na_asset asset;
        na_snapshot_asset(snapshot, i, &asset);
        for (uint32_t j = 0; j < asset.tag_count; j++) {
            struct na_tag tag;
            na_snapshot_tag(snapshot, &asset, j, &tag);
            names_add(&names, tag.name);
        }
    }
    size_t used = (size_t)snprintf(to, size, names.count > 0 ? "There are: " : "There are none");
    for (size_t i = 0; i < names.count && used < size; i++) {
        used +=
            (size_t)snprintf(to + used, size - used, "%s%.40s", i > 0 ? ", " : "", names.items[i]);
    }
    if (names.more && used < size) {
        (void)snprintf(to + used, size - used, ", ...");
    }
}

static enum na_code check_name(const struct na_snapshot *snapshot,
                               const struct na_tag_wanted *wanted, struct na_error *reterr)
{
    for (uint32_t i = 0; i < na_snapshot_asset_count(snapshot); i++) {
        struct na_asset asset;
        na_snapshot_asset(snapshot, i, &asset);
        if (has_name(snapshot, &asset, wanted)) {
            return NA_OK;
        }
    }
    char hint[256];
    hint_names(snapshot, hint, sizeof hint);
    (void)na_fail(reterr, NA_ERR_PARAM_RANGE, "No asset of the pack has a tag of that name");
    return na_fail_at(reterr, NA_ERR_PARAM_RANGE, NULL, 0, "tag", hint);
}

enum na_code na_tag_filter_read(const struct na_snapshot *snapshot, const struct na_param *params,
                                size_t count, struct na_tag_filter *ret_filter,
                                struct na_error *reterr)
{
    struct na_tag_filter filter = {.count = 0};
    for (size_t i = 0; i < count; i++) {
        if (strcmp(params[i].name, "tag") != 0) {
            continue;
        }
        if (filter.count == NA_PARAMS_MAX) {
            return na_fail(reterr, NA_ERR_LIMIT, "More than %d tags", NA_PARAMS_MAX);
        }
        const char *equals = strchr(params[i].value, '=');
        if (equals == NULL || equals == params[i].value || equals[1] == '\0') {
            (void)na_fail(reterr, NA_ERR_PARAM_MALFORMED, "The parameter tag must be NAME=VALUE");
            return na_fail_at(reterr, NA_ERR_PARAM_MALFORMED, NULL, 0, "tag",
                              "For example tag=scheme=pubwatch");
        }
        struct na_tag_wanted *wanted = &filter.wanted[filter.count++];
        *wanted =
            (struct na_tag_wanted){params[i].value, (size_t)(equals - params[i].value), equals + 1};
        enum na_code code = check_name(snapshot, wanted, reterr);
        if (code != NA_OK) {
            return code;
        }
    }
    *ret_filter = filter;
    return NA_OK;
}

static bool same_name(const struct na_tag_wanted *a, const struct na_tag_wanted *b)
{
    if (a->name_length != b->name_length) {
        return false;
    }
    for (size_t i = 0; i < a->name_length; i++) {
        if (na_ascii_lower(a->name[i]) != na_ascii_lower(b->name[i])) {
            return false;
        }
    }
    return true;
}

static bool has_value(const struct na_tag_wanted *wanted, const struct na_snapshot *snapshot,
                      const struct na_asset *asset)
{
    for (uint32_t i = 0; i < asset->tag_count; i++) {
        struct na_tag tag;
        na_snapshot_tag(snapshot, asset, i, &tag);
        if (is_named(wanted, tag.name) && na_text_same_fold(wanted->value, tag.value)) {
            return true;
        }
    }
    return false;
}

/* Does any of the values wanted of this name's tag do? */
static bool any_value(const struct na_tag_filter *filter, size_t first,
                      const struct na_snapshot *snapshot, const struct na_asset *asset)
{
    for (size_t i = first; i < filter->count; i++) {
        if (same_name(&filter->wanted[first], &filter->wanted[i]) &&
            has_value(&filter->wanted[i], snapshot, asset)) {
            return true;
        }
    }
    return false;
}

bool na_tag_filter_passes(const struct na_tag_filter *filter, const struct na_snapshot *snapshot,
                          const struct na_asset *asset)
{
    for (size_t i = 0; i < filter->count; i++) {
        bool is_first = true;
        for (size_t j = 0; j < i && is_first; j++) {
            is_first = !same_name(&filter->wanted[j], &filter->wanted[i]);
        }
        if (is_first && !any_value(filter, i, snapshot, asset)) {
            return false;
        }
    }
    return true;
}

enum na_code na_tag_filter_words(const struct na_tag_filter *filter, struct na_buffer *to)
{
    enum na_code code = NA_OK;
    for (size_t i = 0; i < filter->count && code == NA_OK; i++) {
        const struct na_tag_wanted *wanted = &filter->wanted[i];
        if (i > 0) {
            code = na_buffer_text(to, ", ");
        }
        if (code == NA_OK) {
            code = na_buffer_append(to, wanted->name, wanted->name_length);
        }
        if (code == NA_OK) {
            code = na_buffer_text(to, "=");
        }
        if (code == NA_OK) {
            code = na_buffer_text(to, wanted->value);
        }
    }
    return code;
}
