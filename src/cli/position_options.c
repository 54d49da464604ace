/* Options become fields of the batch's options, as they were typed. Only the delimiter and the
 * encoding are understood here, because the files are opened with them. */
#include "cli/position_options.h"

#include <unistd.h>

#include "base/fail.h"
#include "base/number.h"
#include "io/delimiter.h"

enum na_code na_cli_position_read(const struct na_param *params, size_t count,
                                  struct na_batch_options *options, struct na_error *reterr)
{
    const char *encoding = na_params_get(params, count, "encoding");
    const char *delimiter = na_params_get(params, count, "delimiter");
    options->lat = na_params_get(params, count, "lat");
    options->lon = na_params_get(params, count, "lon");
    options->easting = na_params_get(params, count, "easting");
    options->northing = na_params_get(params, count, "northing");
    options->profile = na_params_get(params, count, "profile");
    options->separator = '\0'; /* found */
    if (delimiter != NULL && !na_delimiter_parse(na_str_of(delimiter), &options->separator)) {
        return na_fail_field(reterr, NA_ERR_PARAM_MALFORMED, "delimiter",
                             "The delimiter is not understood", NA_DELIMITER_HINT);
    }
    if (encoding != NULL && !na_encoding_recognise(na_str_of(encoding), &options->encoding)) {
        return na_fail_field(reterr, NA_ERR_PARAM_MALFORMED, "encoding",
                             "The encoding is not known", "Give UTF-8, CP1252 or ISO-8859-1");
    }
    return NA_OK;
}

unsigned int na_cli_threads(const struct na_param *params, size_t count)
{
    const char *text = na_params_get(params, count, "threads");
    int64_t threads = 0;
    if (text != NULL && na_integer_parse(na_str_of(text), 1, NA_BATCH_THREADS_MAX, &threads)) {
        return (unsigned int)threads;
    }
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors < 1                      ? 1
           : processors > NA_BATCH_THREADS_MAX ? NA_BATCH_THREADS_MAX
                                               : (unsigned int)processors;
}
