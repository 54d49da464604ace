/* io/json_read.h - a flat JSON object from a request body (jansson underneath; its only user). */
#ifndef NA_IO_JSON_READ_H
#define NA_IO_JSON_READ_H

#include <stddef.h>

#include <nearaid/error.h>
#include <nearaid/session.h>

struct na_json_object {
    struct na_param *params; /* in file order; an array of scalars gives one per element */
    size_t count;
    void *memory; /* private */
};

/* Parse a body that must be one object of strings, numbers and arrays of those (what named
 * parameters can hold): numbers become their shortest plain decimal that reads back the same.
 * Refused with NA_ERR_BODY (field = the key): a repeated key, null, booleans, nested objects,
 * arrays in arrays, empty arrays, more than 64 members or elements, depth over 8, trailing bytes,
 * bad UTF-8, NUL in a string, a BOM. Also NA_ERR_MEMORY. Any thread.
 * Release with na_json_object_free. */
NA_MUST_USE enum na_code na_json_object_parse(const char *bytes, size_t length,
                                              struct na_json_object *ret_object,
                                              struct na_error *reterr);
void na_json_object_free(struct na_json_object *object);

#endif
