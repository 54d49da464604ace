/* The OpenAPI 3.1 document <https://spec.openapis.org/oas/v3.1.0>, made from the route table and
 * the parameters' specifications, so that it cannot say otherwise than the server does. */
#include <string.h>

#include <nearaid/version.h>

#include "base/fail.h"
#include "base/number.h"
#include "http/handlers.h"
#include "io/json_write.h"

static void member(struct na_json *json, const char *name, const char *text)
{
    na_json_name(json, name);
    na_json_text(json, text);
}

static void begin(struct na_json *json, const char *name)
{
    na_json_name(json, name);
    na_json_object_begin(json);
}

static bool is_number(const struct na_param_spec *spec)
{
    return spec->type == NA_PARAM_DEGREES || spec->type == NA_PARAM_METRES ||
           spec->type == NA_PARAM_INTEGER;
}

/* A default or example as the type it has. */
static void write_value(struct na_json *json, const struct na_param_spec *spec, const char *text)
{
    double number;
    if (is_number(spec) && na_number_parse(na_str_of(text), &number)) {
        na_json_trimmed(json, number, 12);
    } else {
        na_json_text(json, text);
    }
}

static void write_choices(struct na_json *json, const char *choices)
{
    na_json_name(json, "enum");
    na_json_array_begin(json);
    while (*choices != '\0') {
        size_t length = strcspn(choices, "|");
        na_json_string(json, (struct na_str){choices, length});
        choices += length + (choices[length] == '|' ? 1 : 0);
    }
    na_json_array_end(json);
}

static void write_constraints(struct na_json *json, const struct na_param_spec *spec)
{
    switch (spec->type) {
    case NA_PARAM_DEGREES:
    case NA_PARAM_METRES:
    case NA_PARAM_INTEGER:
        na_json_name(json, "minimum");
        na_json_trimmed(json, spec->low, 6);
        na_json_name(json, "maximum");
        na_json_trimmed(json, spec->high, 6);
        break;
    case NA_PARAM_DATE:
        member(json, "format", "date");
        break;
    case NA_PARAM_GRIDREF:
        member(json, "pattern", "^[A-Za-z]{2}[0-9 ]{2,14}$");
        break;
    case NA_PARAM_BBOX:
        member(json, "pattern", "^-?[0-9.]+,-?[0-9.]+,-?[0-9.]+,-?[0-9.]+$");
        break;
    case NA_PARAM_ENUM:
        write_choices(json, spec->choices);
        break;
    case NA_PARAM_TEXT:
        na_json_name(json, "maxLength");
        na_json_integer(json, spec->high > 0.0 ? (int64_t)spec->high : 200);
        break;
    }
}

/* Members of the schema of one value, or of the array of them that a repeatable parameter is. */
static void write_schema(struct na_json *json, const struct na_param_spec *spec)
{
    const char *type = "string";
    if (is_number(spec)) {
        type = spec->type == NA_PARAM_INTEGER ? "integer" : "number";
    }
    if (spec->repeatable) {
        member(json, "type", "array");
        begin(json, "items");
    }
    member(json, "type", type);
    write_constraints(json, spec);
    if (spec->repeatable) {
        na_json_object_end(json);
    }
    if (spec->default_text != NULL && spec->default_text[0] != '\0') {
        na_json_name(json, "default");
        write_value(json, spec, spec->default_text);
    }
}

static void write_query_parameter(struct na_json *json, const struct na_param_spec *spec)
{
    na_json_object_begin(json);
    member(json, "name", spec->name);
    member(json, "in", "query");
    member(json, "description", spec->summary);
    na_json_name(json, "required");
    na_json_bool(json, spec->required);
    begin(json, "schema");
    write_schema(json, spec);
    na_json_object_end(json);
    if (spec->example != NULL && spec->example[0] != '\0') {
        na_json_name(json, "example");
        if (spec->repeatable) {
            na_json_array_begin(json);
        }
        write_value(json, spec, spec->example);
        if (spec->repeatable) {
            na_json_array_end(json);
        }
    }
    na_json_object_end(json);
}

static void write_path_parameter(struct na_json *json, const struct na_route *route)
{
    const char *open = strchr(route->question->path, '{');
    na_json_object_begin(json);
    na_json_name(json, "name");
    na_json_string(json, (struct na_str){open + 1, strcspn(open + 1, "}")});
    member(json, "in", "path");
    member(json, "description", route->question->path_summary);
    na_json_name(json, "required");
    na_json_bool(json, true);
    begin(json, "schema");
    member(json, "type", "string");
    na_json_object_end(json);
    na_json_object_end(json);
}

static void write_media(struct na_json *json, const char *type, const char *reference)
{
    begin(json, type);
    begin(json, "schema");
    if (reference != NULL) {
        member(json, "$ref", reference);
    } else {
        member(json, "type", "object");
    }
    na_json_object_end(json);
    na_json_object_end(json);
}

/* Tables: their rows have no schema of ours. */
static void write_tables(struct na_json *json)
{
    static const char *const types[] = {"text/csv", "application/x-ndjson"};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        begin(json, types[i]);
        begin(json, "schema");
        member(json, "type", "string");
        na_json_object_end(json);
        na_json_object_end(json);
    }
}

static void write_tally_header(struct na_json *json)
{
    begin(json, "headers");
    begin(json, "Nearaid-Batch");
    member(json, "description", "How many rows were read, and what they came to (RFC 9651)");
    begin(json, "schema");
    member(json, "type", "string");
    na_json_object_end(json);
    na_json_object_end(json);
    na_json_object_end(json);
}

static void write_responses(struct na_json *json, const struct na_route *route, bool post)
{
    begin(json, "responses");
    begin(json, "200");
    member(json, "description", "The answer");
    if ((route->question->forms & NA_FORM_ROWS) != 0) {
        write_tally_header(json);
    }
    begin(json, "content");
    if ((route->kinds & NA_KIND_METRICS) != 0) {
        begin(json, "text/plain");
        na_json_object_end(json);
    } else if ((route->question->forms & NA_FORM_ROWS) != 0) {
        write_tables(json);
        write_media(json, "application/geo+json", NULL);
    } else if ((route->question->forms & NA_FORM_JSON) != 0 &&
               !(post && (route->kinds & NA_KIND_FORM) != 0)) {
        write_media(json, "application/json", NULL);
    }
    if ((route->kinds & NA_KIND_PAGE) != 0) {
        begin(json, "text/html");
        na_json_object_end(json);
    }
    if ((route->question->forms & NA_FORM_GEOJSON) != 0) {
        write_media(json, "application/geo+json", NULL);
    }
    if ((route->question->forms & NA_FORM_WORDS) != 0) {
        begin(json, "text/plain");
        na_json_object_end(json);
    }
    na_json_object_end(json);
    na_json_object_end(json);
    if (na_route_is_cacheable(route) && !post) {
        begin(json, "304");
        member(json, "description", "Not modified since the ETag in If-None-Match");
        na_json_object_end(json);
    }
    begin(json, "default");
    member(json, "description", "What is wrong with the request, and the remedy");
    begin(json, "content");
    write_media(json, "application/problem+json", "#/components/schemas/Problem");
    na_json_object_end(json);
    na_json_object_end(json);
    na_json_object_end(json);
}

static void write_body(struct na_json *json, const struct na_route *route)
{
    bool is_form = (route->kinds & NA_KIND_FORM) != 0;
    begin(json, "requestBody");
    na_json_name(json, "required");
    na_json_bool(json, true);
    begin(json, "content");
    begin(json, is_form ? "application/x-www-form-urlencoded" : "application/json");
    begin(json, "schema");
    member(json, "type", "object");
    na_json_name(json, "additionalProperties");
    na_json_bool(json, false);
    begin(json, "properties");
    for (size_t i = 0; i < route->question->params->count; i++) {
        const struct na_param_spec *spec = &route->question->params->specs[i];
        begin(json, spec->name);
        member(json, "description", spec->summary);
        write_schema(json, spec);
        na_json_object_end(json);
    }
    na_json_object_end(json);
    na_json_object_end(json);
    na_json_object_end(json);
    na_json_object_end(json);
    na_json_object_end(json);
}

static void write_table_body(struct na_json *json)
{
    begin(json, "requestBody");
    na_json_name(json, "required");
    na_json_bool(json, true);
    begin(json, "content");
    write_tables(json);
    na_json_object_end(json);
    na_json_object_end(json);
}

static void write_parameters(struct na_json *json, const struct na_route *route)
{
    na_json_name(json, "parameters");
    na_json_array_begin(json);
    if (route->question->path_summary != NULL) {
        write_path_parameter(json, route);
    }
    const struct na_param_specs *params = na_route_params(route);
    for (size_t i = 0; i < params->count; i++) {
        write_query_parameter(json, &params->specs[i]);
    }
    na_json_array_end(json);
}

static void write_operation(struct na_json *json, const struct na_route *route, bool post)
{
    begin(json, post ? "post" : "get");
    na_json_name(json, "operationId");
    char id[64];
    size_t length = strlen(route->question->name);
    memcpy(id, route->question->name, length + 1);
    if (post && (na_route_asked_by(route) & NA_METHOD_GET) != 0) {
        memcpy(id + length, "ByPost", sizeof "ByPost");
    }
    na_json_text(json, id);
    member(json, "summary", route->question->summary);
    member(json, "description", route->question->about);
    if ((route->question->forms & NA_FORM_ROWS) != 0) {
        write_parameters(json, route);
        write_table_body(json);
    } else if (post) {
        write_body(json, route);
    } else {
        write_parameters(json, route);
    }
    write_responses(json, route, post);
    na_json_object_end(json);
}

/* RFC 9457 with the members of our own: code, param, hint. */
static void write_components(struct na_json *json)
{
    static const char *const texts[] = {"type", "title", "detail", "code", "param", "hint"};
    begin(json, "components");
    begin(json, "schemas");
    begin(json, "Problem");
    member(json, "type", "object");
    begin(json, "properties");
    begin(json, "status");
    member(json, "type", "integer");
    na_json_object_end(json);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        begin(json, texts[i]);
        member(json, "type", "string");
        na_json_object_end(json);
    }
    na_json_object_end(json);
    na_json_name(json, "required");
    na_json_array_begin(json);
    static const char *const required[] = {"type", "title", "status", "detail", "code"};
    for (size_t i = 0; i < sizeof required / sizeof required[0]; i++) {
        na_json_text(json, required[i]);
    }
    na_json_array_end(json);
    na_json_object_end(json);
    na_json_object_end(json);
    na_json_object_end(json);
}

enum na_code na_handle_openapi(struct na_handling *handling, struct na_error *reterr)
{
    struct na_json writer;
    struct na_json *json = &writer;
    na_json_init(json, &handling->response->body);
    na_json_object_begin(json);
    member(json, "openapi", "3.1.0");
    begin(json, "info");
    member(json, "title", "nearaid");
    member(json, "version", NA_VERSION);
    member(json, "summary", "Which ward is this point in, and where is the nearest help");
    na_json_object_end(json);
    begin(json, "paths");
    const struct na_routes *routes = handling->worker->service->routes;
    for (size_t i = 0; i < routes->count; i++) {
        if (!na_route_is_listed(&routes->items[i])) {
            continue; /* no interface: what the page loads */
        }
        begin(json, routes->items[i].question->path);
        if ((na_route_asked_by(&routes->items[i]) & NA_METHOD_GET) != 0) {
            write_operation(json, &routes->items[i], false);
        }
        if ((na_route_asked_by(&routes->items[i]) & NA_METHOD_POST) != 0) {
            write_operation(json, &routes->items[i], true);
        }
        na_json_object_end(json);
    }
    na_json_object_end(json);
    write_components(json);
    na_json_object_end(json);
    enum na_code code = na_json_finish(json);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The document could not be written");
}
