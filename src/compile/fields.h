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

/* The field of a layer of barriers that holds the name: as the section names it, else "name", else
 * NA_FIELD_NONE. False with a finding as above. */
bool na_barrier_field_find(struct na_compiler *compiler, const struct na_section *section,
                           const struct na_bundle *bundle, size_t *ret_field);

#endif
