/* Two handlers: what the map is, and one tile of it. A tile's address holds the digest of the map,
 * so that a browser may keep it for a year and another map never gets old tiles. */
#include "http/map.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "http/negotiate.h"
#include "io/json_write.h"

#define FOLDER "/v1/map/"
/* Digits of the digest in a tile's address: enough that another map has other addresses. */
#define DIGEST_DIGITS 16
#define FOR_A_YEAR "public, max-age=31536000, immutable"

static enum na_code fail_no_map(struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_NO_MAP, "This server has no map");
    return na_fail_at(reterr, NA_ERR_NO_MAP, NULL, 0, NULL, "Start it with --map FILE.nam");
}

static enum na_code fail_no_tile(struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_ROUTE, "The map has no such tile");
    return na_fail_at(reterr, NA_ERR_ROUTE, NULL, 0, NULL,
                      "/v1/map tells its addresses, its zooms and its bounds");
}

enum na_code na_handle_map(struct na_handling *handling, struct na_error *reterr)
{
    struct na_nam *nam = na_map_slot_get(&handling->worker->service->map);
    struct na_json json;
    char template[120];
    if (nam == NULL) {
        return fail_no_map(reterr);
    }
    const struct na_nam_about *about = na_nam_about(nam);
    const double box[] = {about->box.west, about->box.south, about->box.east, about->box.north};
    (void)snprintf(template, sizeof template, FOLDER "%.*s/{z}/{x}/{y}.mvt", DIGEST_DIGITS,
                   about->digest);
    na_json_init(&json, &handling->response->body);
    na_json_object_begin(&json);
    na_json_name(&json, "name");
    na_json_text(&json, about->name);
    na_json_name(&json, "attribution");
    na_json_text(&json, about->attribution);
    na_json_name(&json, "bounds");
    na_json_array_begin(&json);
    for (size_t i = 0; i < 4; i++) {
        na_json_trimmed(&json, box[i], 6);
    }
    na_json_array_end(&json);
    na_json_name(&json, "zoom_min");
    na_json_integer(&json, about->zoom_min);
    na_json_name(&json, "zoom_max");
    na_json_integer(&json, about->zoom_max);
    na_json_name(&json, "digest");
    na_json_text(&json, about->digest);
    na_json_name(&json, "template");
    na_json_text(&json, template);
    na_json_object_end(&json);
    na_nam_unref(nam);
    enum na_code code = na_json_finish(&json);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The answer could not be written");
}

/* A number as addresses have it: figures alone, none before it that is 0. */
static const char *take_number(const char *at, char end, uint32_t *ret_number)
{
    uint64_t number = 0;
    const char *from = at;
    while (*at >= '0' && *at <= '9' && at - from < 9) {
        number = 10 * number + (uint64_t)(*at++ - '0');
    }
    if (at == from || *at != end || (*from == '0' && at - from > 1)) {
        return NULL;
    }
    *ret_number = (uint32_t)number;
    return at + 1;
}

struct tile {
    uint32_t zoom, x, y;
};

/* "DIGEST/z/x/y.mvt" */
static bool read_tile(const struct na_nam *nam, const char *at, struct tile *ret_tile)
{
    const struct na_nam_about *about = na_nam_about(nam);
    if (strncmp(at, about->digest, DIGEST_DIGITS) != 0 || at[DIGEST_DIGITS] != '/') {
        return false;
    }
    at = take_number(at + DIGEST_DIGITS + 1, '/', &ret_tile->zoom);
    at = at != NULL ? take_number(at, '/', &ret_tile->x) : NULL;
    at = at != NULL ? take_number(at, '.', &ret_tile->y) : NULL;
    if (at == NULL || strcmp(at, "mvt") != 0 || ret_tile->zoom < about->zoom_min ||
        ret_tile->zoom > about->zoom_max) {
        return false;
    }
    struct na_tile_range range = na_nam_range(nam, ret_tile->zoom);
    return ret_tile->x >= range.x_min && ret_tile->x <= range.x_max && ret_tile->y >= range.y_min &&
           ret_tile->y <= range.y_max;
}

/* As it lies in the file, or inflated for clients that take no gzip. Copied: the file may be
 * another one while this answer is still being sent. */
static enum na_code put_tile(struct na_handling *handling, const struct na_nam *nam,
                             struct tile tile, struct na_error *reterr)
{
    struct na_http_response *response = handling->response;
    struct na_str bytes = na_nam_tile(nam, tile.zoom, tile.x, tile.y);
    response->cache_control = FOR_A_YEAR;
    response->content_type = "application/vnd.mapbox-vector-tile";
    if (bytes.bytes == NULL) {
        response->status = 204;
        response->content_type = NULL;
        return NA_OK;
    }
    if (!na_accept_gzip(handling->request->headers.accept_encoding)) {
        return na_nam_tile_plain(nam, tile.zoom, tile.x, tile.y, &response->body, reterr);
    }
    response->gzipped = true;
    return na_buffer_append(&response->body, bytes.bytes, bytes.length) == NA_OK
               ? NA_OK
               : na_fail_memory(reterr, "sending a tile");
}

enum na_code na_handle_map_tile(struct na_handling *handling, struct na_error *reterr)
{
    struct na_nam *nam = na_map_slot_get(&handling->worker->service->map);
    struct tile tile;
    if (nam == NULL) {
        return fail_no_map(reterr);
    }
    enum na_code code = read_tile(nam, handling->request->target + strlen(FOLDER), &tile)
                            ? put_tile(handling, nam, tile, reterr)
                            : fail_no_tile(reterr);
    na_nam_unref(nam);
    return code;
}
