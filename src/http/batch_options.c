/* Content-Type, Accept and the parameters each say something about the same table. They are read
 * separately and then held against each other; what contradicts is refused before the first row is
 * read. */
#include "http/batch_options.h"

#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/number.h"
#include "base/text.h"
#include "http/negotiate.h"
#include "http/parameters.h"
#include "io/delimiter.h"

#define TYPES "text/csv or application/x-ndjson, gzip or not"

static enum na_code fail_media(const char *message, const char *hint, struct na_error *reterr)
{
    enum na_code code = na_fail(reterr, NA_ERR_MEDIA, "%s", message);
    return na_fail_at(reterr, code, NULL, 0, "Content-Type", hint);
}

static bool same_fold(struct na_str text, const char *other)
{
    char copy[80];
    return na_text_copy_str(copy, sizeof copy, text) && na_text_same_fold(copy, other);
}

/* charset and header are the parameters text/csv has (RFC 4180); any other is passed over. */
static enum na_code read_type_parameter(struct na_str parameter, struct na_batch_asked *asked,
                                        bool *ret_headless, struct na_error *reterr)
{
    const char *equals = memchr(parameter.bytes, '=', parameter.length);
    if (equals == NULL) {
        return NA_OK;
    }
    struct na_str name = {parameter.bytes, (size_t)(equals - parameter.bytes)};
    struct na_str value = {equals + 1, parameter.length - name.length - 1};
    if (value.length >= 2 && value.bytes[0] == '"' && value.bytes[value.length - 1] == '"') {
        value = (struct na_str){value.bytes + 1, value.length - 2};
    }
    if (same_fold(name, "charset")) {
        asked->has_encoding = na_encoding_recognise(value, &asked->options.encoding);
        if (!asked->has_encoding) {
            return fail_media("The charset is not known here",
                              "charset=utf-8, or windows-1252; without it the bytes decide",
                              reterr);
        }
    }
    if (same_fold(name, "header")) {
        *ret_headless = same_fold(value, "absent");
    }
    return NA_OK;
}

/* gzip is seen by its bytes, whatever is said of it. */
static enum na_code check_encoding(const struct na_http_headers *headers, struct na_error *reterr)
{
    const char *encoding = headers->content_encoding;
    if (headers->content_encoding_count == 0 ||
        (headers->content_encoding_count == 1 &&
         (na_text_same_fold(encoding, "gzip") || na_text_same_fold(encoding, "identity")))) {
        return NA_OK;
    }
    enum na_code code = na_fail(reterr, NA_ERR_MEDIA, "The body is encoded in a way not read here");
    return na_fail_at(reterr, code, NULL, 0, "Content-Encoding", "send it plain, or as gzip");
}

static enum na_code read_content_type(const struct na_http_headers *headers,
                                      struct na_batch_asked *asked, bool *ret_headless,
                                      struct na_error *reterr)
{
    struct na_batch_options *options = &asked->options;
    enum na_code code = check_encoding(headers, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (headers->content_type_count != 1) {
        return fail_media("The body's type is not given once", "send one of " TYPES, reterr);
    }
    const char *at = headers->content_type;
    struct na_str type = na_str_trim((struct na_str){at, strcspn(at, ";")});
    if (same_fold(type, "text/csv")) {
        options->input = NA_BATCH_CSV_IN;
    } else if (same_fold(type, "application/x-ndjson")) {
        options->input = NA_BATCH_NDJSON_IN;
    } else {
        return fail_media("The body is of a type that is not read here", "send " TYPES, reterr);
    }
    for (at += strcspn(at, ";"); *at == ';' && code == NA_OK; at += strcspn(at, ";")) {
        at++;
        struct na_str parameter = na_str_trim((struct na_str){at, strcspn(at, ";")});
        code = read_type_parameter(parameter, asked, ret_headless, reterr);
    }
    return code;
}

/* What Accept likes best; of equals, what is like the input. */
static enum na_code read_accept(const struct na_http_headers *headers, struct na_batch_asked *asked,
                                struct na_error *reterr)
{
    struct na_batch_options *options = &asked->options;
    static const struct {
        const char *type, *content_type;
        enum na_batch_output output;
    } rows[] = {
        {"text/csv", "text/csv; charset=utf-8", NA_BATCH_CSV},
        {"application/x-ndjson", "application/x-ndjson", NA_BATCH_ANSWERS},
        {"application/geo+json", "application/geo+json", NA_BATCH_GEOJSON},
    };
    size_t like = options->input == NA_BATCH_CSV_IN ? 0 : 1;
    size_t best = like;
    int best_quality = na_accept_quality(headers->accept, rows[like].type);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int quality = na_accept_quality(headers->accept, rows[i].type);
        if (quality > best_quality) {
            best = i;
            best_quality = quality;
        }
    }
    if (best_quality == 0) {
        enum na_code code =
            na_fail(reterr, NA_ERR_ACCEPT, "The Accept header admits no representation there is");
        return na_fail_at(reterr, code, NULL, 0, "Accept", TYPES " or application/geo+json");
    }
    options->output = rows[best].output;
    asked->content_type = rows[best].content_type;
    return NA_OK;
}

static enum na_code fail_delimiter(struct na_error *reterr)
{
    enum na_code code =
        na_fail(reterr, NA_ERR_PARAM_MALFORMED, "The parameter delimiter is no delimiter");
    return na_fail_at(reterr, code, NULL, 0, "delimiter", NA_DELIMITER_HINT);
}

static enum na_code read_delimiter(const char *text, char *ret_separator, struct na_error *reterr)
{
    return text == NULL || na_delimiter_parse(na_str_of(text), ret_separator)
               ? NA_OK
               : fail_delimiter(reterr);
}

/* The parameters have been checked one by one. */
static enum na_code take_parameters(const struct na_param *params, size_t count,
                                    struct na_batch_asked *asked, struct na_error *reterr)
{
    struct na_batch_options *options = &asked->options;
    const struct {
        const char *name;
        const char **to;
    } rows[] = {{"lat", &options->lat},         {"lon", &options->lon},
                {"easting", &options->easting}, {"northing", &options->northing},
                {"profile", &options->profile}, {"add", &options->add},
                {"prefix", &options->prefix},   {"vintage", &options->vintage},
                {"as_at", &options->as_at},     {"as_at_column", &options->as_at_column},
                {"columns", &options->columns}, {"decimal", &asked->decimal},
                {"dates", &asked->dates}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        *rows[i].to = na_params_get(params, count, rows[i].name);
    }
    const char *accuracy = na_params_get(params, count, "accuracy_m");
    if (accuracy != NULL && !na_number_parse(na_str_of(accuracy), &options->accuracy_m)) {
        return na_fail(reterr, NA_ERR_INTERNAL, "A number was checked and cannot be read");
    }
    const char *safe = na_params_get(params, count, "spreadsheet_safe");
    options->spreadsheet_safe = safe != NULL && strcmp(safe, "yes") == 0;
    return read_delimiter(na_params_get(params, count, "delimiter"), &options->separator, reterr);
}

static enum na_code check_header(bool headless, const struct na_batch_options *options,
                                 struct na_error *reterr)
{
    if (!headless || options->columns != NULL) {
        return NA_OK;
    }
    enum na_code code = na_fail(reterr, NA_ERR_PARAM_MISSING,
                                "The body is declared to have no header, and its columns are "
                                "not named");
    return na_fail_at(reterr, code, NULL, 0, "columns", "columns=id,lat,lon names them");
}

/* Move those of the question to the front of the worker's memory: the batch knows no others. */
static size_t keep_question(struct na_param *params, size_t count)
{
    static const char *const names[] = {"kind", "k", "max_m", "status", "tag"};
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < sizeof names / sizeof names[0]; j++) {
            if (strcmp(params[i].name, names[j]) == 0) {
                params[kept++] = params[i];
                break;
            }
        }
    }
    return kept;
}

enum na_code na_batch_asked_read(struct na_worker *worker, const struct na_http_request *request,
                                 const struct na_param_specs *specs,
                                 enum na_batch_question question, struct na_batch_asked *ret_asked,
                                 struct na_error *reterr)
{
    struct na_batch_asked asked = {.options = {.question = question, .today = na_today()}};
    bool headless = false;
    size_t count = 0;
    enum na_code code = read_content_type(&request->headers, &asked, &headless, reterr);
    if (code == NA_OK) {
        code = read_accept(&request->headers, &asked, reterr);
    }
    if (code == NA_OK) {
        code = na_parameters_of_query(worker, request, &count, reterr);
    }
    if (code == NA_OK) {
        code = na_params_check(specs, worker->params, count, reterr);
    }
    if (code == NA_OK) {
        code = take_parameters(worker->params, count, &asked, reterr);
    }
    if (code == NA_OK) {
        code = check_header(headless, &asked.options, reterr);
    }
    if (code == NA_OK && question == NA_BATCH_NEAREST) {
        asked.options.params = worker->params;
        asked.options.param_count = keep_question(worker->params, count);
    }
    if (code == NA_OK) {
        *ret_asked = asked;
    }
    return code;
}
