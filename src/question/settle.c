/* How every answer ends: whole, or taken back with an error. */
#include "question/settle.h"

#include "base/fail.h"

enum na_code na_answer_settle(enum na_code code, struct na_buffer *to, size_t before,
                              struct na_error *reterr)
{
    if (code == NA_OK) {
        return NA_OK;
    }
    to->length = before;
    return na_fail(reterr, code, "The answer could not be written");
}

enum na_code na_answer_refuse_geojson(enum na_format format, struct na_error *reterr)
{
    if (format != NA_FORMAT_GEOJSON) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_ACCEPT, "This answer has no GeoJSON form");
    return na_fail_at(reterr, NA_ERR_ACCEPT, NULL, 0, NULL, "Ask for application/json");
}
