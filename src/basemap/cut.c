/* For each zoom the tiles of the box are asked for one by one. A tile is inflated, read whole as a
 * check, and kept as gzip. A tile that is absent or empty is left out. The count of tiles is held
 * against the limit before the first is asked for. */
#include "basemap/cut.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "basemap/ground.h"
#include "basemap/mvt.h"
#include "io/gzip.h"

struct cutting {
    const struct na_cut *cut;
    struct na_cut_tally *tally;
    struct na_nam_writer writer;
    struct na_buffer plain, packed, scratch;
};

static enum na_code note(void *context, const struct na_mvt_feature *feature,
                         struct na_error *reterr)
{
    struct na_cut_tally *tally = context;
    (void)reterr;
    tally->points += feature->point_count;
    for (size_t i = 0; i < tally->layer_count; i++) {
        if (na_str_is(feature->layer, tally->layers[i].name)) {
            return NA_OK;
        }
    }
    if (tally->layer_count < NA_CUT_LAYERS) {
        char *name = tally->layers[tally->layer_count].name;
        (void)na_text_copy_str(name, sizeof tally->layers[0].name, feature->layer);
        na_text_blank_controls(name, strlen(name), false);
        tally->layers[tally->layer_count++].used = na_ground_layer_known(feature->layer);
    }
    return NA_OK;
}

/* A picture instead of a vector tile is the commonest mistake, so it is named. */
static enum na_code check_is_vector(struct na_str bytes, struct na_error *reterr)
{
    static const struct {
        const char *begin;
        size_t length;
        const char *what;
    } pictures[] = {{"\x89PNG", 4, "PNG"}, {"\xFF\xD8\xFF", 3, "JPEG"}, {"RIFF", 4, "WebP"}};
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
        if (bytes.length >= pictures[i].length &&
            memcmp(bytes.bytes, pictures[i].begin, pictures[i].length) == 0) {
            (void)na_fail(reterr, NA_ERR_DATA, "It is a picture (%s), not a vector tile",
                          pictures[i].what);
            return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL,
                              "Take the vector tiles of the product: pictures cannot be drawn "
                              "sharp on paper");
        }
    }
    return NA_OK;
}

/* Inflate if it must be; leave the gzip form in `packed`. */
static enum na_code unpack(struct cutting *cutting, struct na_str bytes, struct na_error *reterr)
{
    na_buffer_clear(&cutting->plain);
    na_buffer_clear(&cutting->packed);
    enum na_code code = check_is_vector(bytes, reterr);
    if (code != NA_OK) {
        return code;
    }
    bool is_gzip = na_gzip_begins(bytes.bytes, bytes.length);
    bool is_zlib =
        bytes.length >= 2 && bytes.bytes[0] == '\x78' &&
        (((unsigned int)(unsigned char)bytes.bytes[0] << 8) + (unsigned char)bytes.bytes[1]) % 31 ==
            0;
    if (is_gzip || is_zlib) {
        code = na_gunzip_whole_text(bytes.bytes, bytes.length, NA_MVT_BYTES_MAX, &cutting->plain,
                                    reterr);
    } else {
        code = na_buffer_append(&cutting->plain, bytes.bytes, bytes.length);
    }
    if (code != NA_OK) {
        return code == NA_ERR_DATA || code == NA_ERR_CORRUPT || code == NA_ERR_LIMIT
                   ? code
                   : na_fail_memory(reterr, "reading a tile");
    }
    if (is_gzip) {
        code = na_buffer_append(&cutting->packed, bytes.bytes, bytes.length);
    } else {
        code = na_buffer_append(&cutting->packed, cutting->plain.data, cutting->plain.length);
        code = code == NA_OK ? na_gzip(&cutting->packed, &cutting->scratch) : code;
    }
    return code == NA_OK ? NA_OK : na_fail_memory(reterr, "writing a tile");
}

static enum na_code fail_tile(unsigned int zoom, uint32_t x, uint32_t y, enum na_code code,
                              struct na_error *reterr)
{
    if (reterr == NULL || code == NA_ERR_MEMORY || code == NA_ERR_INTERRUPTED) {
        return code;
    }
    char before[sizeof reterr->message];
    (void)na_text_copy(before, sizeof before, reterr->message);
    (void)snprintf(reterr->message, sizeof reterr->message,
                   "Tile %u/%u/%u (zoom/column/row from the north) is refused: %.400s", zoom, x, y,
                   before);
    reterr->code = NA_ERR_DATA;
    (void)na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL,
                     "Download the file again, or take another one");
    return NA_ERR_DATA;
}

static enum na_code take_tile(struct cutting *cutting, unsigned int zoom, uint32_t x, uint32_t y,
                              struct na_error *reterr)
{
    struct na_str bytes = {NULL, 0};
    enum na_code code = cutting->cut->tile(cutting->cut->state, zoom, x, y, &bytes, reterr);
    if (code != NA_OK) {
        return fail_tile(zoom, x, y, code, reterr);
    }
    if (bytes.bytes == NULL || bytes.length == 0) {
        return NA_OK;
    }
    code = unpack(cutting, bytes, reterr);
    if (code == NA_OK) {
        code =
            na_mvt_read(cutting->plain.data, cutting->plain.length, note, cutting->tally, reterr);
    }
    if (code != NA_OK) {
        return fail_tile(zoom, x, y, code, reterr);
    }
    if (cutting->plain.length == 0) {
        return NA_OK; /* a tile that holds nothing */
    }
    struct na_str packed = {cutting->packed.data, cutting->packed.length};
    cutting->tally->tiles[zoom]++;
    cutting->tally->bytes[zoom] += packed.length;
    return na_nam_writer_add(&cutting->writer, zoom, x, y, packed, reterr);
}

static enum na_code take_zoom(struct cutting *cutting, unsigned int zoom, struct na_error *reterr)
{
    struct na_tile_range range = na_tiles_of(cutting->cut->about.box, zoom);
    enum na_code code = NA_OK;
    for (uint32_t x = range.x_min; x <= range.x_max && code == NA_OK; x++) {
        for (uint32_t y = range.y_min; y <= range.y_max && code == NA_OK; y++) {
            code = take_tile(cutting, zoom, x, y, reterr);
        }
    }
    return code;
}

static enum na_code check_size(const struct na_cut *cut, struct na_error *reterr)
{
    uint64_t count = 0;
    for (unsigned int z = cut->about.zoom_min; z <= cut->about.zoom_max; z++) {
        struct na_tile_range range = na_tiles_of(cut->about.box, z);
        count += (uint64_t)(range.x_max - range.x_min + 1) * (range.y_max - range.y_min + 1);
    }
    if (count > NA_CUT_TILES_MAX) {
        (void)na_fail(reterr, NA_ERR_LIMIT, "The area has %llu tiles, %u at most",
                      (unsigned long long)count, NA_CUT_TILES_MAX);
        return na_fail_at(reterr, NA_ERR_LIMIT, NULL, 0, NULL, "Give a smaller --bbox");
    }
    return NA_OK;
}

enum na_code na_cut_run(const struct na_cut *cut, struct na_cut_tally *ret_tally,
                        struct na_buffer *to, struct na_error *reterr)
{
    struct cutting cutting = {.cut = cut, .tally = ret_tally};
    *ret_tally = (struct na_cut_tally){.layer_count = 0};
    na_nam_writer_init(&cutting.writer, &cut->about);
    na_buffer_init(&cutting.plain, NA_MVT_BYTES_MAX);
    na_buffer_init(&cutting.packed, 2 * NA_MVT_BYTES_MAX);
    na_buffer_init(&cutting.scratch, 2 * NA_MVT_BYTES_MAX);
    enum na_code code = check_size(cut, reterr);
    for (unsigned int z = cut->about.zoom_min; z <= cut->about.zoom_max && code == NA_OK; z++) {
        code = take_zoom(&cutting, z, reterr);
    }
    if (code == NA_OK && cutting.writer.count == 0) {
        (void)na_fail(reterr, NA_ERR_DATA, "The file has no tile of this area");
        code = na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL,
                          "Take a file of the area of the pack, or give --bbox");
    }
    code = code == NA_OK ? na_nam_writer_end(&cutting.writer, to, reterr) : code;
    na_buffer_fini(&cutting.plain);
    na_buffer_fini(&cutting.packed);
    na_buffer_fini(&cutting.scratch);
    na_nam_writer_fini(&cutting.writer);
    return code;
}

/* The few entities that attributions are written with; 0: none begins here. */
static size_t entity(const char *at, const char **ret_text)
{
    static const char *const pairs[][2] = {
        {"&copy;", "\xC2\xA9"}, {"&amp;", "&"},  {"&lt;", "<"},          {"&gt;", ">"},
        {"&quot;", "\""},       {"&nbsp;", " "}, {"&#169;", "\xC2\xA9"}, {"&#39;", "'"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (strncmp(at, pairs[i][0], strlen(pairs[i][0])) == 0) {
            *ret_text = pairs[i][1];
            return strlen(pairs[i][0]);
        }
    }
    return 0;
}

void na_cut_plain_words(const char *html, char *to, size_t size)
{
    size_t used = 0;
    const char *at = html;
    while (*at != '\0' && used + 4 < size) {
        const char *text = NULL;
        size_t taken = entity(at, &text);
        const char *end = *at == '<' ? strchr(at, '>') : NULL;
        if (end != NULL) {
            at = end + 1;
        } else if (taken > 0) {
            (void)na_text_copy(to + used, size - used, text);
            used += strlen(text);
            at += taken;
        } else {
            to[used++] = *at++;
        }
    }
    to[used] = '\0';
    while (used > 0 && ((unsigned char)to[used - 1] & 0xC0u) == 0x80u && !na_utf8_valid(to, used)) {
        to[--used] = '\0';
    }
    if (!na_utf8_valid(to, used)) {
        to[0] = '\0';
        return;
    }
    na_text_blank_controls(to, used, false);
}
