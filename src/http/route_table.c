/* The one table of what is served: the questions, and what the server says of itself. */
#include "http/route_table.h"

#include "http/handlers.h"
#include "http/map.h"
#include "http/pages.h"
#include "http/unpack.h"
#include "nearaid/questions.h"
#include "page/page.h"

static const struct na_question healthz = {
    .name = "healthz",
    .path = "/healthz",
    .summary = "Is the program alive",
    .about = "It answers as soon as the program serves at all, with or without data.",
    .tag = "server",
    .params = &na_no_params,
    .schema = "Healthz",
    .forms = NA_FORM_JSON,
    .privacy = NA_MOMENT,
};

static const struct na_question readyz = {
    .name = "readyz",
    .path = "/readyz",
    .summary = "Is data loaded, and how did the last reload end",
    .about = "Status 503 until data is loaded. A reload that failed leaves the old data served, "
             "and its reason here.",
    .tag = "server",
    .params = &na_no_params,
    .schema = "Readyz",
    .forms = NA_FORM_JSON,
    .privacy = NA_MOMENT,
};

static const struct na_question metrics = {
    .name = "metrics",
    .path = "/metrics",
    .summary = "Counters in the Prometheus text format",
    .about = "Requests by route and status, durations, reloads, children at work.",
    .tag = "server",
    .params = &na_no_params,
    .privacy = NA_MOMENT,
};

static const struct na_question openapi = {
    .name = "openapi",
    .path = "/openapi.json",
    .summary = "This interface as an OpenAPI document",
    .about = "Made of the table that requests are answered by, so that the two cannot disagree.",
    .tag = "server",
    .params = &na_no_params,
    .forms = NA_FORM_JSON,
};

static const struct na_question api = {
    .name = "api",
    .path = "/api",
    .summary = "This interface as an OpenAPI 3.0.3 document",
    .about = "For programs of OGC API Features, which read no newer one; /openapi.json says more.",
    .tag = "features",
    .params = &na_no_params,
    .forms = NA_FORM_JSON,
    .media = "application/vnd.oai.openapi+json;version=3.0",
};

static const struct na_question conformance = {
    .name = "conformance",
    .path = "/conformance",
    .summary = "What of OGC API Features is kept",
    .about = "The conformance classes of the standard, by their names.",
    .tag = "features",
    .params = &na_no_params,
    .schema = "Conformance",
    .forms = NA_FORM_JSON,
};

static const struct na_question page = {
    .name = "index",
    .path = "/",
    .summary = "The page, and what its form finds; as JSON the routes of this server",
    .about = "HTML for browsers, which works without JavaScript; JSON for programs.",
    .tag = "page",
    .params = &na_page_params,
    .schema = "Index",
    .forms = NA_FORM_JSON,
    .body = NA_BODY_PARAMS,
    .is_linked = true,
};

static const struct na_question list = {
    .name = "list",
    .path = "/list",
    .summary = "The list to print: every asset by kind and ward, as a page",
    .about = "Every asset once, by kind and ward, for a wall or a folder. Never a code.",
    .tag = "page",
    .params = &na_list_params,
};

static const struct na_question web_file = {
    .name = "webFile",
    .path = "/web/{name}",
    .summary = "A file of the page",
    .about = "",
    .tag = "page",
    .params = &na_no_params,
    .path_summary = "Name of the file",
};

static const struct na_question leaflet_file = {
    .name = "leafletFile",
    .path = "/web/leaflet/{name}",
    .summary = "A file of the page's map",
    .about = "",
    .tag = "page",
    .params = &na_no_params,
    .path_summary = "Name of the file",
};

static const struct na_question leaflet_image = {
    .name = "leafletImage",
    .path = "/web/leaflet/images/{name}",
    .summary = "An image of the page's map",
    .about = "",
    .tag = "page",
    .params = &na_no_params,
    .path_summary = "Name of the file",
};

static const struct na_question map = {
    .name = "map",
    .path = "/v1/map",
    .summary = "The map under the page: its source, its bounds, where its tiles are",
    .about =
        "Vector tiles of one map file, cut by \"nearaid map\". 404 with the code no-map if the "
        "server has none.",
    .tag = "page",
    .params = &na_no_params,
    .schema = "Map",
    .forms = NA_FORM_JSON,
    .privacy = NA_MOMENT,
};

static const struct na_question map_tile = {
    .name = "mapTile",
    .path = "/v1/map/{digest}/{z}/{x}/{y}",
    .summary = "A tile of the map",
    .about = "",
    .tag = "page",
    .params = &na_no_params,
    .path_summary = "Digest of the map, zoom, column, row with its ending .mvt",
};

#define ANSWERED(name) {.question = &na_question_##name, .answer = na_answer_##name},
#define RUN(name) {.question = &na_question_##name},
static const struct na_route routes[] = {
    NA_QUESTIONS(ANSWERED, RUN){.question = &na_unpack_question},
    {.question = &healthz, .handler = na_handle_healthz},
    {.question = &readyz, .handler = na_handle_readyz},
    {.question = &metrics, .handler = na_handle_metrics, .kinds = NA_KIND_METRICS},
    {.question = &openapi, .handler = na_handle_openapi},
    {.question = &api, .handler = na_handle_api},
    {.question = &conformance, .handler = na_handle_conformance},
    {.question = &page, .handler = na_handle_page, .kinds = NA_KIND_PAGE | NA_KIND_FORM},
    {.question = &list, .handler = na_handle_list, .kinds = NA_KIND_PAGE},
    {.question = &web_file, .handler = na_handle_web_file, .kinds = NA_KIND_FILE},
    {.question = &leaflet_file, .handler = na_handle_web_file, .kinds = NA_KIND_FILE},
    {.question = &leaflet_image, .handler = na_handle_web_file, .kinds = NA_KIND_FILE},
    {.question = &map, .handler = na_handle_map},
    {.question = &map_tile, .handler = na_handle_map_tile, .kinds = NA_KIND_FILE},
};

const struct na_routes na_route_table = {routes, sizeof routes / sizeof routes[0]};

_Static_assert(sizeof routes / sizeof routes[0] <= NA_ROUTE_NONE, "every route has its counters");
