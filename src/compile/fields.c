/* A field is the one that pack.ini names, else the one that fits the pattern of ONS ("WD23CD"),
 * else one of the usual names. Two fields that fit are a finding, and none is taken: the first
 * would be a guess. */
#include "compile/fields.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* One role a field can play. */
struct role {
    const char *key;           /* the pack.ini key that names it */
    const char *named;         /* what the section says, or "" */
    const char *const *before; /* ONS pattern: what may stand before the two digits of the year, the
                                  likeliest first; ended by NULL */
    const char *after;         /* and after them */
    const char *common[3];     /* usual names, Boundary-Line's among them */
    bool needed;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Codes of ONS in the order in which a layer's own come: a layer of output areas has those of the
 * authority around them as well. */
static const char *const of_areas[] = {"LSOA", "MSOA", "OA",   "WD",  "CED", "PARNCP",
                                       "PAR",  "PCON", "CSP",  "PFA", "LAD", "CTYUA",
                                       "CTY",  "RGN",  "CTRY", "FRA", "ICB", NULL};
static const char *const of_wards[] = {"WD", "WDSTL", "CMWD", "UTLAWD", NULL};
static const char *const of_authorities[] = {"LAD", "CTYUA", "UTLA", NULL};
static const char *const of_none[] = {NULL};

/* "WD23CD" fits "WD" and "CD", in any case. */
static bool fits_ons(const char *name, const char *prefix, const char *after)
{
    size_t before = strlen(prefix);
    if (strlen(name) != before + 2 + strlen(after) || !is_digit(name[before]) ||
        !is_digit(name[before + 1])) {
        return false;
    }
    char head[16];
    (void)na_text_copy_str(head, sizeof head, (struct na_str){name, before});
    return na_text_same_fold(head, prefix) && na_text_same_fold(name + before + 2, after);
}

/* Does the name fit by the pattern of `prefix`; NULL: by what pack.ini says, or a usual name? */
static bool fits(const char *name, const struct role *role, const char *prefix)
{
    if (prefix != NULL || role->named[0] != '\0') {
        return prefix != NULL ? fits_ons(name, prefix, role->after)
                              : na_text_same_fold(name, role->named);
    }
    bool common = false;
    for (size_t i = 0; i < 3 && role->common[i] != NULL && !common; i++) {
        common = na_text_same_fold(name, role->common[i]);
    }
    return common;
}

/* All field names, for the message. */
static void list_fields(const struct na_bundle *bundle, char *to, size_t size)
{
    size_t used = 0;
    to[0] = '\0';
    for (size_t i = 0; i < na_bundle_field_count(bundle) && used + 1 < size; i++) {
        int wrote = snprintf(to + used, size - used, "%s%s", i > 0 ? ", " : "",
                             na_bundle_field_name(bundle, i));
        used += wrote > 0 ? (size_t)wrote : 0;
    }
}

/* The one field that fits by `prefix`; two are a finding, and false. */
static bool find_by(struct na_compiler *compiler, const struct na_bundle *bundle,
                    const struct role *role, const char *prefix, struct na_place place,
                    size_t *ret_field)
{
    for (size_t i = 0; i < na_bundle_field_count(bundle); i++) {
        const char *name = na_bundle_field_name(bundle, i);
        if (!fits(name, role, prefix)) {
            continue;
        }
        if (*ret_field != NA_FIELD_NONE) {
            na_compile_error(compiler, place, "Two fields could be meant: %s and %s",
                             na_bundle_field_name(bundle, *ret_field), name);
            return false;
        }
        *ret_field = i;
    }
    return true;
}

static bool find(struct na_compiler *compiler, const struct na_bundle *bundle,
                 const struct role *role, size_t *ret_field)
{
    size_t found = NA_FIELD_NONE;
    char hint[96];
    char all[160];
    (void)snprintf(hint, sizeof hint, "Add %s = FIELD to its section", role->key);
    list_fields(bundle, all, sizeof all);
    struct na_place place = {.file = bundle->name, .field = role->key, .hint = hint};
    for (size_t p = 0; role->named[0] == '\0' && role->before[p] != NULL && found == NA_FIELD_NONE;
         p++) {
        if (!find_by(compiler, bundle, role, role->before[p], place, &found)) {
            return false;
        }
    }
    if (found == NA_FIELD_NONE && !find_by(compiler, bundle, role, NULL, place, &found)) {
        return false;
    }
    if (found == NA_FIELD_NONE && role->named[0] != '\0') {
        na_compile_error(compiler, place, "The file has no field %s (it has %s)", role->named, all);
        return false;
    }
    if (found == NA_FIELD_NONE && role->needed) {
        na_compile_error(compiler, place, "No field fits (the file has %s)", all);
        return false;
    }
    *ret_field = found;
    return true;
}

bool na_layer_fields_find(struct na_compiler *compiler, const struct na_section *section,
                          const struct na_bundle *bundle, struct na_layer_fields *ret_fields)
{
    bool wards = section->type == NA_SECTION_WARDS;
    const char *const *own = wards ? of_wards : of_areas;
    const char *const *authority = wards ? of_authorities : of_none;
    struct na_layer_fields fields = {NA_FIELD_NONE, NA_FIELD_NONE, NA_FIELD_NONE, NA_FIELD_NONE,
                                     NA_FIELD_NONE, NA_FIELD_NONE, NA_FIELD_NONE};
    struct {
        struct role role;
        size_t *field;
    } roles[] = {
        {{"code_field", section->code_field, own, "CD", {"code", wards ? NULL : "id"}, true},
         &fields.code},
        {{"name_field", section->name_field, own, "NM", {"name"}, true}, &fields.name},
        {{"name_welsh_field", section->welsh_field, own, "NMW", {NULL}, false}, &fields.welsh},
        {{"authority_code_field", section->authority_code_field, authority, "CD", {NULL}, false},
         &fields.authority_code},
        {{"authority_name_field",
          section->authority_name_field,
          authority,
          "NM",
          {wards ? "file_name" : NULL},
          false},
         &fields.authority_name},
        {{"from_field",
          section->from_field,
          of_none,
          "",
          {wards ? NULL : "valid_from", "from"},
          false},
         &fields.from},
        {{"to_field", section->to_field, of_none, "", {wards ? NULL : "valid_to", "to"}, false},
         &fields.to},
    };
    bool good = true;
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        good = find(compiler, bundle, &roles[i].role, roles[i].field) && good;
    }
    *ret_fields = fields;
    return good;
}

/* The first heading that fits by one of `before` and `after`, or is `plain`. */
static bool find_heading(const struct na_str *headings, size_t count, const char *const *before,
                         const char *after, const char *plain, size_t *ret_column)
{
    char name[64];
    for (size_t p = 0; before[p] != NULL; p++) {
        for (size_t i = 0; i < count; i++) {
            if (na_text_copy_str(name, sizeof name, na_str_trim(headings[i])) &&
                (fits_ons(name, before[p], after) || na_text_same_fold(name, plain))) {
                *ret_column = i;
                return true;
            }
        }
    }
    return false;
}

const char *na_lookup_columns_find(const struct na_str *headings, size_t count, size_t *ret_ward,
                                   size_t *ret_code, size_t *ret_name)
{
    if (!find_heading(headings, count, of_wards, "CD", "ward_code", ret_ward)) {
        return "of wards (WDyyCD or ward_code)";
    }
    if (!find_heading(headings, count, of_authorities, "CD", "authority_code", ret_code)) {
        return "of authorities (LADyyCD or authority_code)";
    }
    return find_heading(headings, count, of_authorities, "NM", "authority_name", ret_name)
               ? NULL
               : "of their names (LADyyNM or authority_name)";
}

bool na_barrier_field_find(struct na_compiler *compiler, const struct na_section *section,
                           const struct na_bundle *bundle, size_t *ret_field)
{
    const struct role role = {"name_field", section->name_field, of_none, "", {"name"}, false};
    return find(compiler, bundle, &role, ret_field);
}
