/* Reads and writes the map file by offsets, byte by byte, so that the machine's own order does not
 * matter. Opening checks the digest, the texts and the whole index. After that a tile is found by
 * binary search, and no offset needs another check. */

/* Anonymous memory is not of POSIX. */
#define _GNU_SOURCE
#include "basemap/nam.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "basemap/mvt.h"
#include "geo/earth.h"
#include "io/file.h"
#include "io/gzip.h"

#define MAGIC "NEARAIDM"
#define DIGEST_AT 16
#define DIGEST_BYTES 32
#define SIGNED_AT 48
#define HEADER_BYTES 104
#define RANGE_BYTES 16
#define ENTRY_BYTES 20

struct na_nam {
    const unsigned char *bytes;
    size_t length;
    bool is_mapped;
    pthread_mutex_t lock; /* guards `holders` */
    unsigned int holders;
    struct na_nam_about about;
    char digest[NA_SHA256_TEXT];
    const unsigned char *index;
};

static uint64_t get(const unsigned char *at, size_t count)
{
    uint64_t value = 0;
    for (size_t i = 0; i < count; i++) {
        value |= (uint64_t)at[i] << (8 * i);
    }
    return value;
}

static double get_double(const unsigned char *at)
{
    uint64_t bits = get(at, 8);
    double value = 0.0;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void put(unsigned char *at, uint64_t value, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        at[i] = (unsigned char)(value >> (8 * i));
    }
}

static void put_double(unsigned char *at, double value)
{
    uint64_t bits = 0;
    memcpy(&bits, &value, sizeof bits);
    put(at, bits, 8);
}

static uint64_t key_of(unsigned int zoom, uint32_t x, uint32_t y)
{
    return (uint64_t)zoom << 56 | (uint64_t)x << 28 | y;
}

static uint32_t cut_to(double value, uint32_t most)
{
    return value <= 0.0 ? 0 : value >= (double)most ? most : (uint32_t)value;
}

/* The row of a latitude, in parts of the world's height from the north. */
static double row_of(double lat_deg)
{
    double lat = lat_deg * NA_RADIANS_PER_DEGREE;
    return (1.0 - asinh(tan(lat)) / NA_PI) / 2.0;
}

struct na_tile_range na_tiles_of(struct na_box_deg box, unsigned int zoom)
{
    double across = (double)((uint32_t)1 << zoom);
    uint32_t most = ((uint32_t)1 << zoom) - 1;
    return (struct na_tile_range){
        cut_to((box.west + 180.0) / 360.0 * across, most),
        cut_to((box.east + 180.0) / 360.0 * across, most),
        cut_to(row_of(fmin(box.north, 85.0)) * across, most),
        cut_to(row_of(fmax(box.south, -85.0)) * across, most),
    };
}

struct na_lonlat na_tile_place(unsigned int zoom, uint32_t x, uint32_t y, double across,
                               double down)
{
    double side = (double)((uint32_t)1 << zoom);
    double lon = ((double)x + across) / side * 360.0 - 180.0;
    double height = NA_PI * (1.0 - 2.0 * ((double)y + down) / side);
    return (struct na_lonlat){lon, atan(sinh(height)) * NA_DEGREES_PER_RADIAN};
}

static enum na_code fail_file(struct na_error *reterr, const char *what)
{
    (void)na_fail(reterr, NA_ERR_CORRUPT, "The map file is damaged: %s", what);
    return na_fail_at(reterr, NA_ERR_CORRUPT, NULL, 0, NULL,
                      "Make it again with \"nearaid map\", or copy it again");
}

static enum na_code check_digest(struct na_nam *nam, struct na_error *reterr)
{
    static const char digits[] = "0123456789abcdef";
    char found[NA_SHA256_TEXT];
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        unsigned char byte = nam->bytes[DIGEST_AT + i];
        nam->digest[2 * i] = digits[byte >> 4];
        nam->digest[2 * i + 1] = digits[byte & 0x0F];
    }
    enum na_code code = na_sha256(nam->bytes + SIGNED_AT, nam->length - SIGNED_AT, found, reterr);
    if (code != NA_OK) {
        return code;
    }
    return strcmp(found, nam->digest) == 0
               ? NA_OK
               : fail_file(reterr, "its bytes are not those that were written");
}

static enum na_code read_head(struct na_nam *nam, struct na_error *reterr)
{
    const unsigned char *bytes = nam->bytes;
    if (nam->length < HEADER_BYTES || memcmp(bytes, MAGIC, 8) != 0) {
        (void)na_fail(reterr, NA_ERR_CORRUPT, "This is no map file of nearaid");
        return na_fail_at(reterr, NA_ERR_CORRUPT, NULL, 0, NULL,
                          "Make one: nearaid map FILE.mbtiles --pack DIR -o FILE.nam");
    }
    if (get(bytes + 8, 4) != NA_NAM_VERSION) {
        (void)na_fail(reterr, NA_ERR_VERSION, "The map file is of version %u, not %u",
                      (unsigned int)get(bytes + 8, 4), NA_NAM_VERSION);
        return na_fail_at(reterr, NA_ERR_VERSION, NULL, 0, NULL,
                          "Make it again with \"nearaid map\" of this version");
    }
    if (get(bytes + SIGNED_AT, 8) != nam->length) {
        return fail_file(reterr, "it is cut short or longer than it says");
    }
    struct na_nam_about *about = &nam->about;
    about->zoom_min = (unsigned int)get(bytes + 96, 4);
    about->zoom_max = (unsigned int)get(bytes + 100, 4);
    about->box = (struct na_box_deg){get_double(bytes + 56), get_double(bytes + 64),
                                     get_double(bytes + 72), get_double(bytes + 80)};
    about->tile_count = (uint32_t)get(bytes + 88, 4);
    about->bytes = nam->length;
    about->digest = nam->digest;
    const struct na_box_deg *box = &about->box;
    bool good = get(bytes + 12, 4) == 0 && about->zoom_min <= about->zoom_max &&
                about->zoom_max <= NA_NAM_ZOOM_MAX && box->west >= -180.0 && box->east <= 180.0 &&
                box->west <= box->east && box->south >= -90.0 && box->north <= 90.0 &&
                box->south <= box->north && about->tile_count > 0;
    return good ? NA_OK : fail_file(reterr, "its head makes no sense");
}

/* The three texts; each is UTF-8 without control characters and ends with its NUL. */
static bool read_texts(struct na_nam *nam, const unsigned char *at, size_t length)
{
    const char **to[] = {&nam->about.name, &nam->about.attribution, &nam->about.source_sha256};
    for (size_t i = 0; i < 3; i++) {
        const unsigned char *end = memchr(at, '\0', length);
        if (end == NULL || !na_utf8_valid((const char *)at, (size_t)(end - at))) {
            return false;
        }
        for (const unsigned char *c = at; c < end; c++) {
            if (*c < 0x20 || *c == 0x7F) {
                return false;
            }
        }
        *to[i] = (const char *)at;
        length -= (size_t)(end - at) + 1;
        at = end + 1;
    }
    return length == 0;
}

static bool entry_is_good(const struct na_nam *nam, uint32_t i, uint64_t *before, uint64_t *end)
{
    const unsigned char *entry = nam->index + (size_t)ENTRY_BYTES * i;
    uint64_t key = get(entry, 8);
    uint64_t offset = get(entry + 8, 8);
    uint64_t length = get(entry + 16, 4);
    uint64_t zoom = key >> 56;
    if ((i > 0 && key <= *before) || offset != *end || length == 0 ||
        length > nam->length - offset || zoom < nam->about.zoom_min || zoom > nam->about.zoom_max) {
        return false;
    }
    struct na_tile_range range = na_nam_range(nam, (unsigned int)zoom);
    uint64_t x = key >> 28 & 0xFFFFFFF;
    uint64_t y = key & 0xFFFFFFF;
    *before = key;
    *end = offset + length;
    return x >= range.x_min && x <= range.x_max && y >= range.y_min && y <= range.y_max &&
           na_gzip_begins((const char *)nam->bytes + offset, length);
}

static enum na_code read_index(struct na_nam *nam, struct na_error *reterr)
{
    size_t zooms = nam->about.zoom_max - nam->about.zoom_min + 1;
    uint64_t texts = get(nam->bytes + 92, 4);
    uint64_t index_at = HEADER_BYTES + RANGE_BYTES * zooms + texts;
    uint64_t end = index_at + (uint64_t)ENTRY_BYTES * nam->about.tile_count;
    uint64_t before = 0;
    if (end > nam->length || texts > 3 * (NA_NAM_TEXT_MAX + 1)) {
        return fail_file(reterr, "its index does not fit in it");
    }
    for (unsigned int z = nam->about.zoom_min; z <= nam->about.zoom_max; z++) {
        struct na_tile_range range = na_nam_range(nam, z);
        if (range.x_min > range.x_max || range.y_min > range.y_max || range.x_max >> z != 0 ||
            range.y_max >> z != 0) {
            return fail_file(reterr, "its columns and rows make no sense");
        }
    }
    if (!read_texts(nam, nam->bytes + HEADER_BYTES + RANGE_BYTES * zooms, (size_t)texts)) {
        return fail_file(reterr, "its texts cannot be read");
    }
    nam->index = nam->bytes + index_at;
    for (uint32_t i = 0; i < nam->about.tile_count; i++) {
        if (!entry_is_good(nam, i, &before, &end)) {
            return fail_file(reterr, "its index makes no sense");
        }
    }
    return end == nam->length ? NA_OK : fail_file(reterr, "something stands after its tiles");
}

static enum na_code make(const void *bytes, size_t length, bool is_mapped, struct na_nam **ret_nam,
                         struct na_error *reterr)
{
    struct na_nam *nam = calloc(1, sizeof *nam);
    if (nam == NULL || pthread_mutex_init(&nam->lock, NULL) != 0) {
        free(nam);
        return na_fail_memory(reterr, "opening a map file");
    }
    nam->bytes = bytes;
    nam->length = length;
    nam->holders = 1;
    enum na_code code = read_head(nam, reterr);
    code = code == NA_OK ? check_digest(nam, reterr) : code;
    code = code == NA_OK ? read_index(nam, reterr) : code;
    if (code != NA_OK) {
        na_nam_unref(nam);
        return code;
    }
    nam->is_mapped = is_mapped;
    *ret_nam = nam;
    return NA_OK;
}

enum na_code na_nam_from_bytes(const void *bytes, size_t length, struct na_nam **ret_nam,
                               struct na_error *reterr)
{
    return make(bytes, length, false, ret_nam, reterr);
}

static bool read_all(int fd, void *bytes, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t got = pread(fd, (char *)bytes + done, length - done, (off_t)done);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        done += (size_t)got;
    }
    return true;
}

/* The file's bytes, mapped or copied. */
static enum na_code take_bytes(int fd, size_t length, bool copied, const char *path,
                               void **ret_bytes, struct na_error *reterr)
{
    void *bytes =
        copied ? mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
               : mmap(NULL, length, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED) {
        return na_fail_errno(reterr, errno, "map the map file", path);
    }
    if (copied && (!read_all(fd, bytes, length) || mprotect(bytes, length, PROT_READ) != 0)) {
        (void)munmap(bytes, length);
        return na_fail(reterr, NA_ERR_IO, "The map file could not be read whole");
    }
    *ret_bytes = bytes;
    return NA_OK;
}

static enum na_code open_nam(const char *path, bool copied, struct na_nam **ret_nam,
                             struct na_error *reterr)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat about;
    void *bytes = NULL;
    enum na_code code = NA_OK;
    if (fd < 0 || fstat(fd, &about) != 0) {
        code = na_fail_errno(reterr, errno, "open the map file", path);
        goto done;
    }
    if (!S_ISREG(about.st_mode) || about.st_size < HEADER_BYTES ||
        (uint64_t)about.st_size > NA_NAM_BYTES_MAX) {
        code = na_fail(reterr, NA_ERR_CORRUPT, "This is no map file of nearaid");
        goto done;
    }
    size_t length = (size_t)about.st_size;
    code = take_bytes(fd, length, copied, path, &bytes, reterr);
    if (code == NA_OK) {
        code = make(bytes, length, true, ret_nam, reterr);
        if (code != NA_OK) {
            (void)munmap(bytes, length);
        }
    }
done:
    if (fd >= 0) {
        (void)close(fd);
    }
    return code == NA_OK
               ? NA_OK
               : na_fail_at(reterr, code, path, 0, NULL,
                            "Make it with: nearaid map FILE.mbtiles --pack DIR -o FILE.nam");
}

enum na_code na_nam_open(const char *path, struct na_nam **ret_nam, struct na_error *reterr)
{
    return open_nam(path, false, ret_nam, reterr);
}

enum na_code na_nam_load(const char *path, struct na_nam **ret_nam, struct na_error *reterr)
{
    return open_nam(path, true, ret_nam, reterr);
}

struct na_nam *na_nam_ref(struct na_nam *nam)
{
    if (nam != NULL) {
        (void)pthread_mutex_lock(&nam->lock);
        nam->holders++;
        (void)pthread_mutex_unlock(&nam->lock);
    }
    return nam;
}

void na_nam_unref(struct na_nam *nam)
{
    if (nam == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&nam->lock);
    unsigned int left = --nam->holders;
    (void)pthread_mutex_unlock(&nam->lock);
    if (left > 0) {
        return;
    }
    if (nam->is_mapped) {
        (void)munmap((void *)nam->bytes, nam->length);
    }
    (void)pthread_mutex_destroy(&nam->lock);
    free(nam);
}

const struct na_nam_about *na_nam_about(const struct na_nam *nam)
{
    return &nam->about;
}

struct na_tile_range na_nam_range(const struct na_nam *nam, unsigned int zoom)
{
    const unsigned char *at =
        nam->bytes + HEADER_BYTES + (size_t)RANGE_BYTES * (zoom - nam->about.zoom_min);
    return (struct na_tile_range){(uint32_t)get(at, 4), (uint32_t)get(at + 4, 4),
                                  (uint32_t)get(at + 8, 4), (uint32_t)get(at + 12, 4)};
}

struct na_str na_nam_tile(const struct na_nam *nam, unsigned int zoom, uint32_t x, uint32_t y)
{
    uint64_t wanted = key_of(zoom, x, y);
    size_t low = 0;
    size_t high = nam->about.tile_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const unsigned char *entry = nam->index + ENTRY_BYTES * middle;
        uint64_t key = get(entry, 8);
        if (key == wanted) {
            return (struct na_str){(const char *)nam->bytes + get(entry + 8, 8),
                                   (size_t)get(entry + 16, 4)};
        }
        if (key < wanted) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return (struct na_str){NULL, 0};
}

enum na_code na_nam_tile_plain(const struct na_nam *nam, unsigned int zoom, uint32_t x, uint32_t y,
                               struct na_buffer *to, struct na_error *reterr)
{
    struct na_str tile = na_nam_tile(nam, zoom, x, y);
    return tile.bytes == NULL
               ? NA_OK
               : na_gunzip_whole_text(tile.bytes, tile.length, NA_MVT_BYTES_MAX, to, reterr);
}

void na_nam_writer_init(struct na_nam_writer *writer, const struct na_nam_about *about)
{
    *writer = (struct na_nam_writer){.about = *about};
    na_buffer_init(&writer->tiles, NA_NAM_BYTES_MAX);
}

void na_nam_writer_fini(struct na_nam_writer *writer)
{
    free(writer->entries);
    writer->entries = NULL;
    na_buffer_fini(&writer->tiles);
}

enum na_code na_nam_writer_add(struct na_nam_writer *writer, unsigned int zoom, uint32_t x,
                               uint32_t y, struct na_str gzip, struct na_error *reterr)
{
    if (writer->count == writer->room) {
        size_t room = writer->room == 0 ? 256 : 2 * writer->room;
        void *more = realloc(writer->entries, room * sizeof writer->entries[0]);
        if (more == NULL) {
            return na_fail_memory(reterr, "writing a map file");
        }
        writer->entries = more;
        writer->room = room;
    }
    writer->entries[writer->count++] =
        (struct na_nam_tile_entry){key_of(zoom, x, y), writer->tiles.length, (uint32_t)gzip.length};
    enum na_code code = na_buffer_append(&writer->tiles, gzip.bytes, gzip.length);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The map file would be too large");
}

/* All before the tiles, at `at`. */
static void put_front(const struct na_nam_writer *writer, unsigned char *at, size_t texts,
                      size_t front, size_t total)
{
    const struct na_nam_about *about = &writer->about;
    const char *words[] = {about->name, about->attribution, about->source_sha256};
    memcpy(at, MAGIC, 8);
    put(at + 8, NA_NAM_VERSION, 4);
    put(at + SIGNED_AT, total, 8);
    put_double(at + 56, about->box.west);
    put_double(at + 64, about->box.south);
    put_double(at + 72, about->box.east);
    put_double(at + 80, about->box.north);
    put(at + 88, writer->count, 4);
    put(at + 92, texts, 4);
    put(at + 96, about->zoom_min, 4);
    put(at + 100, about->zoom_max, 4);
    unsigned char *to = at + HEADER_BYTES;
    for (unsigned int z = about->zoom_min; z <= about->zoom_max; z++, to += RANGE_BYTES) {
        struct na_tile_range range = na_tiles_of(about->box, z);
        put(to, range.x_min, 4);
        put(to + 4, range.x_max, 4);
        put(to + 8, range.y_min, 4);
        put(to + 12, range.y_max, 4);
    }
    for (size_t i = 0; i < 3; i++) {
        memcpy(to, words[i], strlen(words[i]) + 1);
        to += strlen(words[i]) + 1;
    }
    for (size_t i = 0; i < writer->count; i++, to += ENTRY_BYTES) {
        put(to, writer->entries[i].key, 8);
        put(to + 8, writer->entries[i].offset + front, 8);
        put(to + 16, writer->entries[i].length, 4);
    }
}

static unsigned int hex(char digit)
{
    return (unsigned int)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

enum na_code na_nam_writer_end(struct na_nam_writer *writer, struct na_buffer *to,
                               struct na_error *reterr)
{
    const struct na_nam_about *about = &writer->about;
    size_t texts =
        strlen(about->name) + strlen(about->attribution) + strlen(about->source_sha256) + 3;
    size_t zooms = about->zoom_max - about->zoom_min + 1;
    size_t front = HEADER_BYTES + RANGE_BYTES * zooms + texts + ENTRY_BYTES * writer->count;
    size_t total = front + writer->tiles.length;
    char digest[NA_SHA256_TEXT];
    enum na_code code = na_buffer_reserve(to, total);
    if (code != NA_OK) {
        return na_fail(reterr, code, "The map file would be too large");
    }
    unsigned char *at = (unsigned char *)to->data + to->length;
    memset(at, 0, front);
    put_front(writer, at, texts, front, total);
    if (writer->tiles.length > 0) {
        memcpy(at + front, writer->tiles.data, writer->tiles.length);
    }
    code = na_sha256(at + SIGNED_AT, total - SIGNED_AT, digest, reterr);
    if (code != NA_OK) {
        return code;
    }
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        at[DIGEST_AT + i] = (unsigned char)(hex(digest[2 * i]) << 4 | hex(digest[2 * i + 1]));
    }
    to->length += total;
    return NA_OK;
}
