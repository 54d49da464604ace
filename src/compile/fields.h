/* compile/fields.h - which columns of a layer's .dbf hold what. Private to compile. */
#ifndef NA_COMPILE_FIELDS_H
#define NA_COMPILE_FIELDS_H

#include "compile/compiler.h"

#define NA_FIELD_NONE SIZE_MAX

struct na_layer_fields {
    size_t code, name, welsh, authority_code, authority_name, from, to; /* or NA_FIELD_NONE */
};

/* Find the fields: as the section names them, else by ONS's pattern for wards (WD23CD, WD23NM,
 * WD23NMW, LAD23CD, LAD23NM) or by common names for areas (code, id; name; valid_from; valid_to). A
 * field that is named but missing, a needed one not found, or two that fit are findings; then
 * false. */
bool na_layer_fields_find(struct na_compiler *compiler, const struct na_section *section,
                          const struct na_bundle *bundle, struct na_layer_fields *ret_fields);

/* The columns of a lookup of wards and authorities, among `count` headings: by ONS's pattern
 * (WD22CD, LAD22CD, LAD22NM) or as ward_code, authority_code, authority_name. NULL, or which is
 * missing. */
const char *na_lookup_columns_find(const struct na_str *headings, size_t count, size_t *ret_ward,
                                   size_t *ret_code, size_t *ret_name);

/* The field of a layer of barriers that holds the name: as the section names it, else "name", else
 * NA_FIELD_NONE. False with a finding as above. */
bool na_barrier_field_find(struct na_compiler *compiler, const struct na_section *section,
                           const struct na_bundle *bundle, size_t *ret_field);

#endif
