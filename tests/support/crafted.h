/* support/crafted.h - a compiled file that is well-formed but hostile: changes, each of one value
 * of one item of one section, made to a good file whose checksum is mended afterwards (issue 11,
 * fault 2). For targets of the fuzzer. */
#ifndef NA_TEST_CRAFTED_H
#define NA_TEST_CRAFTED_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/checksum.h"
#include "data/flat.h"
#include "support/query_pack.h"

/* One change: 12 bytes of the input. */
#define CRAFTED_CHANGE_BYTES 12
#define CRAFTED_CHANGES_MAX 8

static unsigned char *crafted_good, *crafted_bad;
static size_t crafted_length;

static inline void crafted_must(bool fine)
{
    if (!fine) {
        abort();
    }
}

static const char crafted_ini[] =
    "[pack]\ntitle = Squares\nissued = 2026-11-20\nindicative = yes\naccess_codes = codes.csv\n"
    "kind_letters = c=cabinet\n"
    "[wards.2015]\nfile = old.shp\ncrs = EPSG:27700\nvalid_from = 2015-05-07\n"
    "valid_to = 2023-05-03\ntolerance_m = 20\n"
    "[wards.2023]\nfile = new.shp\ncrs = EPSG:27700\nvalid_from = 2023-05-04\ntolerance_m = 0\n"
    "overlap_limit_m2 = 1000000\n"
    "[areas.patrols]\nfile = old.shp\ncrs = EPSG:27700\nkind = hotspot\ncode_field = WD23CD\n"
    "name_field = WD23NM\ntolerance_m = 5\n"
    "[barriers.river]\nfile = degrees.shp\ncrs = EPSG:4326\nkind = water\n"
    "[assets.all]\nfile = assets.csv\n"
    "[places.p]\nfile = p.csv\nformat = onspd\n[places.n]\nfile = n.csv\nformat = csv\n"
    "[table.t]\nfile = t.csv\nmeasure = m\nperiod = p\n";

static inline void crafted_make_pack(struct query_pack *pack)
{
    static const struct query_square old[] = {
        {"E01", "Old Alpha", "L1", "Low", 450000, 530000, 451000, 531000}};
    static const struct query_square new[] = {
        {"E01", "Alpha", "L1", "Low", 450000, 530000, 451000, 531000},
        {"E02", "Beta", "L1", "Low", 451000, 530000, 452000, 531000},
        {"E03", "Gamma", "", "", 453000, 530000, 454000, 531000}};
    static const struct query_square water[] = {
        {"D01", "Brook", "L1", "Low", -1.22, 54.66, -1.219, 54.68}};
    query_pack_begin(pack);
    query_pack_squares(pack, "old", old, 1);
    query_pack_squares(pack, "new", new, 3);
    query_pack_squares(pack, "degrees", water, 1);
    query_pack_put(pack, "assets.csv", query_squares_assets);
    query_pack_put(pack, "codes.csv", "id,code\ncab-1,1234X\n");
    query_pack_put(pack, "t.csv", "ward,count\nAlpha,5\nBeta,3\n");
    query_pack_put(pack, "p.csv",
                   "pcds,doterm,oseast1m,osnrth1m,osgrdind\nTS1 1AA,,450100,530100,1\n"
                   "TS1 1AB,202001,450201,530000,1\n");
    query_pack_put(pack, "n.csv",
                   "name,aliases,kind,place,easting,northing\n"
                   "High Street,The High,road,Low,450100,530100\nHighfield,,farm,,450300,530300\n");
    query_pack_put(pack, "pack.ini", crafted_ini);
    char path[256];
    query_pack_path(pack, "codes.csv", path, sizeof path);
    crafted_must(chmod(path, 0600) == 0);
    query_pack_compile(pack, NULL);
}

/* Make the good file. */
static inline void crafted_begin(void)
{
    struct query_pack pack;
    crafted_make_pack(&pack);
    crafted_length = pack.bytes.length;
    crafted_good = malloc(crafted_length);
    crafted_bad = malloc(crafted_length);
    crafted_must(crafted_good != NULL && crafted_bad != NULL);
    memcpy(crafted_good, pack.bytes.data, crafted_length);
    query_pack_end(&pack);
}

static inline uint32_t crafted_read_u32(const uint8_t *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

/* What is well-formed but at an edge or beyond it. */
static inline void crafted_telling_double(uint8_t which, unsigned char *to)
{
    static const double doubles[] = {1e300,    -1e300,    1e308,    1e15,  1e9,    1e7,    1e6,
                                     700000.0, 1300000.0, 700000.1, 181.0, 180.0,  91.0,   90.0,
                                     -90.,     -180.,     0.0,      -0.0,  5e-324, 1e-300, -1.0,
                                     450500.0, 54.66,     -1.22,    1e22,  4e18,   1e100,  -1e15};
    double value = which == 255   ? (double)NAN
                   : which == 254 ? (double)INFINITY
                   : which == 253 ? -(double)INFINITY
                                  : doubles[which % (sizeof doubles / sizeof doubles[0])];
    memcpy(to, &value, sizeof value);
}

static inline void crafted_telling_u32(uint8_t which, unsigned char *to)
{
    static const uint32_t numbers[] = {
        0,   1,   2,   3,   4,     7,          31,         32,         33,         64,        65,
        127, 128, 255, 256, 65535, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFE, UINT32_MAX};
    uint32_t value = numbers[which % (sizeof numbers / sizeof numbers[0])];
    memcpy(to, &value, sizeof value);
}

/* Section, item and place in it by the change's own numbers, so that a change to one leaves the
 * others where they are. */
static inline void crafted_change(const uint8_t *from)
{
    struct na_flat_section section;
    memcpy(&section,
           crafted_bad + sizeof(struct na_flat_header) +
               (size_t)(from[0] % NA_FLAT_SECTIONS) * sizeof section,
           sizeof section);
    if (section.length == 0) {
        return;
    }
    size_t items = (size_t)(section.length / section.item_bytes);
    size_t item = (size_t)crafted_read_u32(from + 2) % items;
    size_t at = item * section.item_bytes + crafted_read_u32(from + 6) % section.item_bytes;
    unsigned char *to = crafted_bad + section.offset;
    size_t eight = at & ~(size_t)7;
    size_t four = at & ~(size_t)3;
    switch (from[1] % 6) {
    case 0:
        if (eight + 8 <= section.length) {
            crafted_telling_double(from[10], to + eight);
        }
        break;
    case 1:
        if (four + 4 <= section.length) {
            crafted_telling_u32(from[10], to + four);
        }
        break;
    case 2:
        to[at] = from[10];
        break;
    case 3:
        if (four + 4 <= section.length) { /* one more, one less, and what lies near */
            uint32_t value = crafted_read_u32(to + four) + from[10] - 128;
            memcpy(to + four, &value, sizeof value);
        }
        break;
    case 4:
        to[at] = (unsigned char)(to[at] ^ (1u << (from[10] % 8)));
        break;
    default: /* the item becomes another one */
        memmove(to + item * section.item_bytes,
                to + ((size_t)from[10] * 256 + from[11]) % items * section.item_bytes,
                section.item_bytes);
        break;
    }
}

/* The good file with the changes that `data` lists, its checksum mended; NULL: it is refused. */
static inline struct na_snapshot *crafted_open(const uint8_t *data, size_t size)
{
    struct na_flat_header header;
    struct na_snapshot *snapshot = NULL;
    memcpy(crafted_bad, crafted_good, crafted_length);
    for (size_t i = 0; i < CRAFTED_CHANGES_MAX && (i + 1) * CRAFTED_CHANGE_BYTES <= size; i++) {
        crafted_change(data + i * CRAFTED_CHANGE_BYTES);
    }
    memcpy(&header, crafted_bad, sizeof header);
    header.checksum =
        na_checksum(crafted_bad + NA_FLAT_UNSUMMED, crafted_length - NA_FLAT_UNSUMMED);
    memcpy(crafted_bad, &header, sizeof header);
    return na_snapshot_from_bytes(crafted_bad, crafted_length, &snapshot, NULL) == NA_OK ? snapshot
                                                                                         : NULL;
}

#endif
