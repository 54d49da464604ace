/* workbooks/xml.h - XML from a stream, read event by event (expat). No document type, no entities
 * of its own: what has them is refused. Private to workbooks. */
#ifndef NA_WORKBOOKS_XML_H
#define NA_WORKBOOKS_XML_H

#include <stdbool.h>

#include "base/text.h"
#include "tables/bytes.h"

/* What is told; names are local, without their prefix. Each may stop the reading for now. */
struct na_xml_handler {
    void (*start)(void *context, const char *name, const char **attributes);
    void (*end)(void *context, const char *name);
    void (*text)(void *context, struct na_str text);
};

struct na_xml;
/* Takes `bytes` over, also on failure. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_xml_new(struct na_bytes bytes, const struct na_xml_handler *handler,
                                    void *context, struct na_xml **ret_xml,
                                    struct na_error *reterr);
void na_xml_free(struct na_xml *xml);
/* Read on until a handler calls na_xml_pause or the end; *ret_ended says which. Errors: NA_ERR_DATA
 * (not XML), what was given to na_xml_fail, those of the bytes. */
NA_MUST_USE enum na_code na_xml_run(struct na_xml *xml, bool *ret_ended, struct na_error *reterr);
/* From a handler: stop after this event. */
void na_xml_pause(struct na_xml *xml);
/* From a handler: stop for good, with an error. */
void na_xml_fail(struct na_xml *xml, enum na_code code, const char *message);
/* The value of an attribute by its local name, or NULL. */
const char *na_xml_attribute(const char **attributes, const char *name);

#endif
