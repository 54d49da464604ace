/* The OpenAPI documents, made from the route table and the parameters' specifications, so that they
 * cannot say otherwise than the server does: 3.1 <https://spec.openapis.org/oas/v3.1.0>, and 3.0.3,
 * which programs of OGC API Features read <https://spec.openapis.org/oas/v3.0.3>. They differ in
 * how a schema says null (tools/cmake/schemas.cmake) and in what may be said of the licence. */
#include <stdio.h>
#include <string.h>

#include <nearaid/version.h>

#include "base/fail.h"
#include "base/number.h"
#include "http/handlers.h"
#include "io/json_write.h"
#include "question/bbox.h"

#define REFERENCE "#/components/schemas/"
/* Of rows that go out again, as GeoJSON. */
#define ROWS_SCHEMA "Rows"

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

static void write_box_value(struct na_json *json, const char *text)
{
    double numbers[NA_BOX_NUMBERS];
    size_t count = 0;
    na_json_array_begin(json);
    if (na_box_numbers(na_str_of(text), numbers, &count)) {
        for (size_t i = 0; i < count; i++) {
            na_json_shortest(json, numbers[i]);
        }
    }
    na_json_array_end(json);
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

/* Numbers with commas between: an array by the style that parameters have by default. */
static void write_box(struct na_json *json)
{
    na_json_name(json, "minItems");
    na_json_integer(json, 4);
    na_json_name(json, "maxItems");
    na_json_integer(json, NA_BOX_NUMBERS);
    begin(json, "items");
    member(json, "type", "number");
    na_json_object_end(json);
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
    case NA_PARAM_BOX:
        write_box(json);
        break;
    case NA_PARAM_ENUM:
        write_choices(json, spec->choices);
        break;
    case NA_PARAM_TEXT:
        na_json_name(json, "maxLength");
        na_json_integer(json, spec->high > 0.0 ? (int64_t)spec->high : 200);
        break;
    case NA_PARAM_FILE:
    case NA_PARAM_CONDITION:
        break; /* asked by no route */
    }
}

/* Is the default a value that the parameter takes, not a word for one? */
static bool has_default(const struct na_param_spec *spec)
{
    if (spec->default_text == NULL || spec->default_text[0] == '\0' ||
        strcmp(spec->default_text, "now") == 0) {
        return false;
    }
    const struct na_param_specs alone = {spec, 1};
    const struct na_param param = {spec->name, spec->default_text};
    return na_params_check(&alone, &param, 1, NULL) == NA_OK;
}

/* Members of the schema of one value, or of the array of them that a repeatable parameter is. */
static void write_schema(struct na_json *json, const struct na_param_spec *spec)
{
    const char *type = "string";
    if (spec->type == NA_PARAM_BOX) {
        type = "array";
    } else if (is_number(spec)) {
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
    if (has_default(spec)) {
        na_json_name(json, "default");
        write_value(json, spec, spec->default_text);
    }
}

/* The summary, and the default where it is no value: "today" is no date. */
static void write_description(struct na_json *json, const struct na_param_spec *spec)
{
    char text[512];
    bool in_words =
        spec->default_text != NULL && spec->default_text[0] != '\0' && !has_default(spec);
    (void)snprintf(text, sizeof text, "%s%s%s", spec->summary, in_words ? "; without it " : "",
                   in_words ? spec->default_text : "");
    member(json, "description", text);
}

static void write_query_parameter(struct na_json *json, const struct na_param_spec *spec)
{
    na_json_object_begin(json);
    member(json, "name", spec->name);
    member(json, "in", "query");
    write_description(json, spec);
    na_json_name(json, "required");
    na_json_bool(json, spec->required);
    if (spec->type == NA_PARAM_BOX) {
        member(json, "style", "form");
        na_json_name(json, "explode");
        na_json_bool(json, false);
    }
    begin(json, "schema");
    write_schema(json, spec);
    na_json_object_end(json);
    if (spec->example != NULL && spec->example[0] != '\0') {
        na_json_name(json, "example");
        if (spec->repeatable) {
            na_json_array_begin(json);
        }
        if (spec->type == NA_PARAM_BOX) {
            write_box_value(json, spec->example);
        } else {
            write_value(json, spec, spec->example);
        }
        if (spec->repeatable) {
            na_json_array_end(json);
        }
    }
    na_json_object_end(json);
}

/* The parameter in the braces at `open`. */
static void write_path_parameter(struct na_json *json, const char *open, const char *summary,
                                 const char *example)
{
    na_json_object_begin(json);
    na_json_name(json, "name");
    na_json_string(json, (struct na_str){open + 1, strcspn(open + 1, "}")});
    member(json, "in", "path");
    member(json, "description", summary);
    na_json_name(json, "required");
    na_json_bool(json, true);
    begin(json, "schema");
    member(json, "type", "string");
    na_json_object_end(json);
    member(json, "example", example);
    na_json_object_end(json);
}

/* Parameters whose names depend on the data. */
static void write_open_parameters(struct na_json *json)
{
    na_json_object_begin(json);
    member(json, "name", "properties");
    member(json, "in", "query");
    member(json, "description", "Properties of the features, each by its name");
    na_json_name(json, "required");
    na_json_bool(json, false);
    member(json, "style", "form");
    na_json_name(json, "explode");
    na_json_bool(json, true);
    begin(json, "schema");
    member(json, "type", "object");
    begin(json, "additionalProperties");
    member(json, "type", "string");
    na_json_object_end(json);
    na_json_object_end(json);
    na_json_object_end(json);
}

/* A representation whose schema is a component of that name. */
static void write_media(struct na_json *json, const char *type, const char *schema,
                        const char *suffix)
{
    char reference[128];
    (void)snprintf(reference, sizeof reference, REFERENCE "%s%s", schema, suffix);
    begin(json, type);
    begin(json, "schema");
    member(json, "$ref", reference);
    na_json_object_end(json);
    na_json_object_end(json);
}

/* One that is text, of which no more can be said. */
static void write_text_media(struct na_json *json, const char *type)
{
    begin(json, type);
    begin(json, "schema");
    member(json, "type", "string");
    na_json_object_end(json);
    na_json_object_end(json);
}

static void write_object_media(struct na_json *json, const char *type)
{
    begin(json, type);
    begin(json, "schema");
    member(json, "type", "object");
    na_json_object_end(json);
    na_json_object_end(json);
}

static bool takes_upload(const struct na_question *question)
{
    return question->body == NA_BODY_ROWS || question->body == NA_BODY_FILE;
}

/* Tables: their columns are the caller's. */
static void write_tables(struct na_json *json)
{
    write_text_media(json, "text/csv");
    write_text_media(json, "application/x-ndjson");
}

static void write_header(struct na_json *json, const char *name, const char *description)
{
    begin(json, name);
    member(json, "description", description);
    begin(json, "schema");
    member(json, "type", "string");
    na_json_object_end(json);
    na_json_object_end(json);
}

static void write_upload_headers(struct na_json *json, const struct na_question *question)
{
    bool batch = question->body == NA_BODY_ROWS;
    begin(json, "headers");
    if (batch) {
        write_header(json, "Nearaid-Batch",
                     "How many rows were read, and what they came to (RFC 9651)");
    }
    write_header(json, "Nearaid-Table",
                 batch ? "What the table was found to be: delimiter, encoding, titles above its "
                         "header, columns with decimal commas or with the month first (RFC 9651)"
                       : "What was found in the file, and what was left out, in words (RFC 9651)");
    na_json_object_end(json);
}

static void write_representations(struct na_json *json, const struct na_route *route, bool post)
{
    const struct na_question *question = route->question;
    bool is_form = post && (route->kinds & NA_KIND_FORM) != 0;
    begin(json, "content");
    if (question->body == NA_BODY_FILE) {
        write_text_media(json, "text/csv");
    }
    if ((question->forms & NA_FORM_ROWS) != 0) {
        write_tables(json);
        write_media(json, "application/geo+json", ROWS_SCHEMA, "GeoJson");
    }
    if ((question->forms & NA_FORM_JSON) != 0 && !is_form) {
        const char *media = question->media != NULL ? question->media : "application/json";
        if (question->schema != NULL) {
            write_media(json, media, question->schema, "");
        } else {
            write_object_media(json, media);
        }
    }
    if ((question->forms & NA_FORM_GEOJSON) != 0) {
        write_media(json, "application/geo+json", question->schema, "GeoJson");
    }
    if ((question->forms & NA_FORM_WORDS) != 0 || (route->kinds & NA_KIND_METRICS) != 0) {
        write_text_media(json, "text/plain");
    }
    if ((route->kinds & NA_KIND_PAGE) != 0 || (question->forms & NA_FORM_HTML) != 0) {
        write_text_media(json, "text/html");
    }
    na_json_object_end(json);
}

static void write_refusal(struct na_json *json, const char *statuses, const char *description)
{
    begin(json, statuses);
    member(json, "description", description);
    begin(json, "content");
    write_media(json, "application/problem+json", "Problem", "");
    na_json_object_end(json);
    na_json_object_end(json);
}

static void write_responses(struct na_json *json, const struct na_route *route, bool post)
{
    begin(json, "responses");
    begin(json, "200");
    member(json, "description", "The answer");
    if (takes_upload(route->question)) {
        write_upload_headers(json, route->question);
    }
    write_representations(json, route, post);
    na_json_object_end(json);
    if (na_route_is_cacheable(route) && !post) {
        begin(json, "304");
        member(json, "description", "Not modified since the ETag in If-None-Match");
        na_json_object_end(json);
    }
    if (route->question->privacy == NA_MOMENT && route->question->schema != NULL &&
        strcmp(route->question->schema, "Readyz") == 0) {
        begin(json, "503");
        member(json, "description", "No data is loaded yet: the same answer, which says so");
        write_representations(json, route, post);
        na_json_object_end(json);
    }
    write_refusal(json, "4XX", "What is wrong with the request, and the remedy");
    write_refusal(json, "5XX", "Why there is no answer now, and what to do");
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
        write_description(json, spec);
        write_schema(json, spec);
        na_json_object_end(json);
    }
    na_json_object_end(json);
    na_json_object_end(json);
    na_json_object_end(json);
    na_json_object_end(json);
    na_json_object_end(json);
}

static void write_upload_body(struct na_json *json, const struct na_question *question)
{
    begin(json, "requestBody");
    na_json_name(json, "required");
    na_json_bool(json, true);
    begin(json, "content");
    if (question->body == NA_BODY_FILE) {
        begin(json, "application/octet-stream");
        na_json_object_end(json);
    } else {
        write_tables(json);
    }
    na_json_object_end(json);
    na_json_object_end(json);
}

static void write_parameters(struct na_json *json, const struct na_route *route)
{
    na_json_name(json, "parameters");
    na_json_array_begin(json);
    const struct na_question *question = route->question;
    const char *open = strchr(question->path, '{');
    if (question->path_summary != NULL) {
        write_path_parameter(json, open, question->path_summary, question->path_example);
    }
    if (question->second_summary != NULL) {
        write_path_parameter(json, strchr(open + 1, '{'), question->second_summary,
                             question->second_example);
    }
    const struct na_param_specs *params = na_route_params(route);
    for (size_t i = 0; i < params->count; i++) {
        write_query_parameter(json, &params->specs[i]);
    }
    if (question->is_open_ended) {
        write_open_parameters(json);
    }
    na_json_array_end(json);
}

/* Who asks shows a token. */
static void write_security(struct na_json *json)
{
    na_json_name(json, "security");
    na_json_array_begin(json);
    na_json_object_begin(json);
    na_json_name(json, "token");
    na_json_array_begin(json);
    na_json_array_end(json);
    na_json_object_end(json);
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
    na_json_name(json, "tags");
    na_json_array_begin(json);
    na_json_text(json, route->question->tag);
    na_json_array_end(json);
    if (route->question->role != NA_ANYONE) {
        write_security(json);
    }
    if (takes_upload(route->question)) {
        write_parameters(json, route);
        write_upload_body(json, route->question);
    } else if (post) {
        write_body(json, route);
    } else {
        write_parameters(json, route);
    }
    write_responses(json, route, post);
    na_json_object_end(json);
}

/* The schemas: a line each, its name, a tab, the JSON (tools/cmake/schemas.cmake). */
extern const unsigned char na_schemas[];
extern const size_t na_schemas_length;
/* The same as 3.0.3 writes them. */
extern const unsigned char na_schemas_30[];
extern const size_t na_schemas_30_length;

enum openapi { OPENAPI_30, OPENAPI_31 };

#define SCHEMAS_MAX 256
struct schemas {
    struct na_str names[SCHEMAS_MAX], texts[SCHEMAS_MAX];
    bool wanted[SCHEMAS_MAX]; /* by an answer of a route, or by a part of one */
    size_t count;
};

static void read_schemas(struct schemas *schemas, enum openapi version)
{
    bool is_31 = version == OPENAPI_31;
    const char *at = (const char *)(is_31 ? na_schemas : na_schemas_30);
    const char *end = at + (is_31 ? na_schemas_length : na_schemas_30_length);
    while (at < end && schemas->count < SCHEMAS_MAX) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        if (line_end == NULL || tab == NULL || tab > line_end) {
            return;
        }
        schemas->names[schemas->count] = (struct na_str){at, (size_t)(tab - at)};
        schemas->texts[schemas->count++] = (struct na_str){tab + 1, (size_t)(line_end - tab) - 1};
        at = line_end + 1;
    }
}

/* This one, and every part that it names. */
static void want(struct schemas *schemas, struct na_str name)
{
    static const char mark[] = "\"" REFERENCE;
    for (size_t i = 0; i < schemas->count; i++) {
        if (schemas->wanted[i] || !na_str_equal(schemas->names[i], name)) {
            continue;
        }
        schemas->wanted[i] = true;
        const char *end = schemas->texts[i].bytes + schemas->texts[i].length;
        for (const char *at = schemas->texts[i].bytes; at + sizeof mark < end; at++) {
            if (*at == '"' && memcmp(at, mark, sizeof mark - 1) == 0) {
                at += sizeof mark - 1;
                const char *quote = memchr(at, '"', (size_t)(end - at));
                want(schemas, (struct na_str){at, (size_t)(quote - at)});
            }
        }
    }
}

static void want_answers(struct schemas *schemas, const struct na_routes *routes)
{
    want(schemas, na_str_of("Problem"));
    want(schemas, na_str_of(ROWS_SCHEMA "GeoJson"));
    for (size_t i = 0; i < routes->count; i++) {
        const struct na_question *question = routes->items[i].question;
        if (!na_route_is_listed(&routes->items[i]) || question->schema == NULL) {
            continue;
        }
        want(schemas, na_str_of(question->schema));
        if ((question->forms & NA_FORM_GEOJSON) != 0) {
            char name[64];
            (void)snprintf(name, sizeof name, "%sGeoJson", question->schema);
            want(schemas, na_str_of(name));
        }
    }
}

static void write_components(struct na_json *json, const struct na_routes *routes,
                             enum openapi version)
{
    struct schemas schemas = {.count = 0};
    read_schemas(&schemas, version);
    want_answers(&schemas, routes);
    begin(json, "components");
    begin(json, "securitySchemes");
    begin(json, "token");
    member(json, "type", "http");
    member(json, "scheme", "bearer");
    member(json, "description", "A token of the daemon's file of tokens, of the role control");
    na_json_object_end(json);
    na_json_object_end(json);
    begin(json, "schemas");
    for (size_t i = 0; i < schemas.count; i++) {
        if (schemas.wanted[i]) {
            na_json_name_str(json, schemas.names[i]);
            na_json_raw(json, schemas.texts[i]);
        }
    }
    na_json_object_end(json);
    na_json_object_end(json);
}

static void write_info(struct na_json *json, enum openapi version)
{
    static const char summary[] = "Which ward is this point in, and where is the nearest help";
    member(json, "openapi", version == OPENAPI_31 ? "3.1.0" : "3.0.3");
    begin(json, "info");
    member(json, "title", "nearaid");
    member(json, "version", NA_VERSION);
    member(json, version == OPENAPI_31 ? "summary" : "description", summary);
    begin(json, "license");
    member(json, "name", "MIT");
    if (version == OPENAPI_31) {
        member(json, "identifier", "MIT");
    } else {
        member(json, "url", "https://spdx.org/licenses/MIT.html");
    }
    na_json_object_end(json);
    na_json_object_end(json);
    na_json_name(json, "servers");
    na_json_array_begin(json);
    na_json_object_begin(json);
    member(json, "url", "/");
    member(json, "description", "The daemon that this document comes from");
    na_json_object_end(json);
    na_json_array_end(json);
    na_json_name(json, "security");
    na_json_array_begin(json);
    na_json_array_end(json);
}

static void write_tags(struct na_json *json)
{
    static const char *const tags[][2] = {
        {"position", "About a position: never kept, never in a log"},
        {"rows", "About every row of a table"},
        {"analysis", "About many assets and areas at once"},
        {"data", "The data themselves"},
        {"features", "The data by OGC API Features, for QGIS and other programs"},
        {"server", "About the daemon"},
        {"page", "For browsers"},
    };
    na_json_name(json, "tags");
    na_json_array_begin(json);
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        na_json_object_begin(json);
        member(json, "name", tags[i][0]);
        member(json, "description", tags[i][1]);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

static enum na_code write_document(struct na_handling *handling, enum openapi version,
                                   struct na_error *reterr)
{
    struct na_json writer;
    struct na_json *json = &writer;
    na_json_init(json, &handling->response->body);
    na_json_object_begin(json);
    write_info(json, version);
    write_tags(json);
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
    write_components(json, routes, version);
    na_json_object_end(json);
    enum na_code code = na_json_finish(json);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The document could not be written");
}

enum na_code na_handle_openapi(struct na_handling *handling, struct na_error *reterr)
{
    return write_document(handling, OPENAPI_31, reterr);
}

enum na_code na_handle_api(struct na_handling *handling, struct na_error *reterr)
{
    return write_document(handling, OPENAPI_30, reterr);
}
