/* The one table of what is served. */
#include "http/route_table.h"

#include <string.h>

#include "coverage/coverage.h"
#include "here/here.h"
#include "here/hotspots.h"
#include "http/handlers.h"
#include "http/pages.h"
#include "lists/barriers_list.h"
#include "lists/list.h"
#include "locate/locate.h"
#include "nearest/nearest.h"
#include "page/page.h"
#include "rows/batch.h"
#include "ward/ward.h"

static enum na_code handle_ward(struct na_handling *h, struct na_error *reterr)
{
    return na_answer_ward(h->worker->session, h->params, h->param_count, h->today, h->format,
                          &h->response->body, reterr);
}

static enum na_code handle_nearest(struct na_handling *h, struct na_error *reterr)
{
    return na_answer_nearest(h->worker->session, h->params, h->param_count, h->today, h->format,
                             &h->response->body, reterr);
}

static enum na_code handle_here(struct na_handling *h, struct na_error *reterr)
{
    return na_answer_here(h->worker->session, h->params, h->param_count, h->today, h->format,
                          &h->response->body, reterr);
}

static enum na_code handle_hotspots(struct na_handling *h, struct na_error *reterr)
{
    return na_answer_hotspots(h->worker->session, h->params, h->param_count, h->today, h->format,
                              &h->response->body, reterr);
}

static enum na_code handle_barriers(struct na_handling *h, struct na_error *reterr)
{
    return na_answer_barriers(h->worker->session, h->params, h->param_count, h->format,
                              &h->response->body, reterr);
}

static enum na_code handle_locate(struct na_handling *h, struct na_error *reterr)
{
    return na_answer_locate(h->worker->session, h->params, h->param_count, h->today, h->format,
                            &h->response->body, reterr);
}

static enum na_code handle_coverage(struct na_handling *h, struct na_error *reterr)
{
    return na_answer_coverage(h->worker->session, h->params, h->param_count, h->today, h->format,
                              &h->response->body, reterr);
}

static enum na_code handle_wards(struct na_handling *h, struct na_error *reterr)
{
    return na_answer_wards(h->worker->session, h->params, h->param_count, h->today, h->format,
                           &h->response->body, reterr);
}

static enum na_code handle_ward_one(struct na_handling *h, struct na_error *reterr)
{
    return na_answer_ward_one(h->worker->session, h->path_value, h->params, h->param_count,
                              h->today, h->format, &h->response->body, reterr);
}

static enum na_code handle_assets(struct na_handling *h, struct na_error *reterr)
{
    return na_answer_assets(h->worker->session, h->params, h->param_count, h->today, h->format,
                            &h->response->body, reterr);
}

static enum na_code handle_asset_one(struct na_handling *h, struct na_error *reterr)
{
    return na_answer_asset_one(h->worker->session, h->path_value, h->params, h->param_count,
                               h->today, h->format, &h->response->body, reterr);
}

static enum na_code handle_datasets(struct na_handling *h, struct na_error *reterr)
{
    return na_answer_datasets(h->worker->session, h->format, &h->response->body, reterr);
}

#define GET NA_METHOD_GET
#define GET_POST (NA_METHOD_GET | NA_METHOD_POST)
#define JSON NA_KIND_JSON
#define WORDS (NA_KIND_JSON | NA_KIND_WORDS)
#define GEO (NA_KIND_JSON | NA_KIND_GEOJSON)

/* clang-format off */
static const struct na_route routes[] = {
    {"/v1/ward", "ward", GET_POST, JSON, true, false, &na_ward_params, NULL,
     "The ward of a point", handle_ward, false},
    {"/v1/nearest", "nearest", GET_POST, WORDS, true, false, &na_nearest_params, NULL,
     "The nearest assets of a point", handle_nearest, false},
    {"/v1/here", "here", GET_POST, JSON, true, false, &na_here_params, NULL,
     "Everything about a point: wards, areas, the nearest of each kind, postcode and place",
     handle_here, false},
    {"/v1/hotspots", "hotspots", GET_POST, GEO, true, false, &na_hotspots_params, NULL,
     "Hotspot areas at or near a point on a day, and the ward's place in ready tables; without a "
     "point all of them", handle_hotspots, false},
    {"/v1/barriers", "barriers", GET, GEO, true, true, &na_barriers_params, NULL,
     "What straight lines may cross; as GeoJSON with its lines", handle_barriers, false},
    {"/v1/batch/ward", "batchWard", NA_METHOD_POST, NA_KIND_WARD_ROWS, true, false,
     &na_batch_ward_params, NULL, "The ward of every row of a table", NULL, false},
    {"/v1/batch/nearest", "batchNearest", NA_METHOD_POST, NA_KIND_NEAREST_ROWS, true, false,
     &na_batch_nearest_params, NULL, "The nearest assets of every row of a table", NULL, false},
    {"/v1/locate", "locate", GET_POST, GEO, true, false, &na_locate_params, NULL,
     "What a text means: postcode, name, address, grid reference, coordinates or stored w3w",
     handle_locate, false},
    {"/v1/coverage", "coverage", GET_POST, GEO, true, true, &na_coverage_params, NULL,
     "What the assets of a kind cover within a distance: shares, areas and gaps, by ward or area",
     handle_coverage, true},
    {"/v1/wards", "wards", GET, GEO, true, true, &na_wards_params, NULL,
     "The wards of a vintage; as GeoJSON with their boundaries", handle_wards, false},
    {"/v1/wards/{code}", "wardByCode", GET, GEO, true, true, &na_ward_one_params,
     "GSS code of the ward, such as E05013038", "One ward and the vintages it is in",
     handle_ward_one, false},
    {"/v1/assets", "assets", GET, GEO, true, true, &na_assets_params, NULL,
     "The assets", handle_assets, false},
    {"/v1/assets/{id}", "assetById", GET, GEO, true, true, &na_asset_one_params,
     "Identifier of the asset", "One asset", handle_asset_one, false},
    {"/v1/assets/{id}/access", "assetAccess", GET, JSON, true, false, &na_no_params,
     "Identifier of the asset", "The code that opens an asset; needs a token of the role control",
     na_handle_access, false},
    {"/v1/datasets", "datasets", GET, JSON, true, true, &na_no_params, NULL,
     "What is loaded: files, digests, vintages, counts, transformation, warnings",
     handle_datasets, false},
    {"/healthz", "healthz", GET, JSON, false, false, &na_no_params, NULL,
     "Is the program alive", na_handle_healthz, false},
    {"/readyz", "readyz", GET, JSON, false, false, &na_no_params, NULL,
     "Is data loaded, and how did the last reload end", na_handle_readyz, false},
    {"/metrics", "metrics", GET, NA_KIND_METRICS, false, false, &na_no_params, NULL,
     "Counters in the Prometheus text format", na_handle_metrics, false},
    {"/openapi.json", "openapi", GET, JSON, false, true, &na_no_params, NULL,
     "This interface as an OpenAPI document", na_handle_openapi, false},
    {"/", "index", GET_POST, JSON | NA_KIND_PAGE | NA_KIND_FORM, false, true, &na_page_params, NULL,
     "The page, and what its form finds; as JSON the routes of this server", na_handle_page, false},
    {"/list", "list", GET, NA_KIND_PAGE, false, true, &na_list_params, NULL,
     "The list to print: every asset by kind and ward, as a page", na_handle_list, false},
    {"/web/{name}", "webFile", GET, NA_KIND_FILE, false, true, &na_no_params,
     "Name of the file", "A file of the page", na_handle_web_file, false},
    {"/web/leaflet/{name}", "leafletFile", GET, NA_KIND_FILE, false, true, &na_no_params,
     "Name of the file", "A file of the page's map", na_handle_web_file, false},
    {"/web/leaflet/images/{name}", "leafletImage", GET, NA_KIND_FILE, false, true, &na_no_params,
     "Name of the file", "An image of the page's map", na_handle_web_file, false},
};
/* clang-format on */

const struct na_routes na_route_table = {routes, sizeof routes / sizeof routes[0]};

_Static_assert(sizeof routes / sizeof routes[0] <= NA_ROUTE_NONE, "every route has its counters");
