/* data/flat.h - the layout of a compiled pack; shared by the writer and the reader, private to
 * data.
 *
 * File: header, section table, sections (each 64-aligned). All numbers little-endian; offsets from
 * the start of the file; texts are offsets into the string section (0 is ""). docs/format.md
 * describes it for people. */
#ifndef NA_DATA_FLAT_H
#define NA_DATA_FLAT_H

#include <stdint.h>

#include "geo/street_net.h"

#define NA_FLAT_MAGIC "NEARAID"
#define NA_FLAT_VERSION 8u
#define NA_FLAT_BYTE_ORDER 0x01020304u
#define NA_FLAT_ALIGNMENT 64u
/* Largest compiled file the writer makes, bytes. */
#define NA_FLAT_LIMIT ((size_t)8 << 30)

/* Bytes not covered by the checksum: magic, byte order, version (all compared with constants), and
 * itself. */
#define NA_FLAT_UNSUMMED 24u

struct na_flat_header {
    char magic[8];
    uint32_t byte_order;
    uint32_t version;
    uint64_t checksum; /* XXH3 64 over bytes [24, length) */
    uint64_t length;   /* of the file */
    uint32_t section_count;
    uint32_t reserved;
    uint64_t reserved2[3];
};

enum na_flat_id {
    NA_FLAT_INFO,
    NA_FLAT_STRINGS,
    NA_FLAT_LAYERS,
    NA_FLAT_AREAS,
    NA_FLAT_RINGS,
    NA_FLAT_SPANS,
    NA_FLAT_INDEXES,
    NA_FLAT_ASSETS,
    NA_FLAT_TAGS,
    NA_FLAT_KINDS,
    NA_FLAT_TREES,
    NA_FLAT_SOURCES,
    NA_FLAT_WARNINGS,
    NA_FLAT_GRID,
    NA_FLAT_PLACE_SOURCES,
    NA_FLAT_POSTCODES,
    NA_FLAT_POSTCODE_NOTES,
    NA_FLAT_PLACES,
    NA_FLAT_NAMES,
    NA_FLAT_NAME_WORDS,
    NA_FLAT_NAME_KEYS,    /* uint32_t a name: where it is and what (data/places.h) */
    NA_FLAT_NAME_WEIGHTS, /* uint32_t for each NA_NAME_BLOCK names: the least weight in it */
    NA_FLAT_NAME_KINDS,   /* uint32_t: the texts of all kinds of what is named, each once */
    NA_FLAT_WORDS,
    NA_FLAT_WORD_TEXTS,
    NA_FLAT_WORD_SHARED,
    NA_FLAT_POSTINGS,
    NA_FLAT_PLACE_TREE,
    NA_FLAT_BARRIERS,
    NA_FLAT_BARRIER_EDGES,
    NA_FLAT_CODES,
    NA_FLAT_TABLES,
    NA_FLAT_TABLE_ROWS,
    NA_FLAT_GRID_CHECKS,
    NA_FLAT_NETWORK,
    NA_FLAT_NET_NODES,
    NA_FLAT_NET_COMPONENTS,
    NA_FLAT_NET_HALVES,
    NA_FLAT_NET_EDGES,
    NA_FLAT_NET_VERTICES,
    NA_FLAT_NET_BOXES,
    NA_FLAT_NET_STOPS,
    NA_FLAT_NET_OWNERS,
    NA_FLAT_NET_NAMES,
    NA_FLAT_NET_CORNERS, /* where streets of a name meet others */
    NA_FLAT_PROVENANCE,
    NA_FLAT_SECTIONS /* how many; they stand in this order */
};

struct na_flat_section {
    uint32_t id;
    uint32_t item_bytes;
    uint64_t offset;
    uint64_t length;
};

struct na_flat_info {
    uint32_t title, attribution, digest, compiler, grid_sha256;
    int32_t issued;
    uint32_t indicative;
    uint32_t transformation;
    uint32_t stale_days;
    uint32_t area_margin_m; /* a position farther outside the data is refused */
};

struct na_flat_layer {
    uint32_t id, kind, file, generalisation;
    uint32_t role, is_grid;
    int32_t valid_from, valid_to;
    double tolerance_m;
    uint32_t first_area, area_count;
    uint64_t lonlat_offset, lonlat_length; /* within the index section */
    uint64_t grid_offset, grid_length;
};

struct na_flat_area {
    uint32_t code, name, name_welsh, authority_code, authority_name;
    int32_t valid_from, valid_to;
    uint32_t ring_count;
    uint64_t first_ring;
    double west, south, east, north;
};

/* A ring is strung together of spans of vertices that the index of its layer in degrees holds: a
 * boundary that two areas share stands there once. The spans of all rings follow one another. */
struct na_flat_ring {
    uint64_t first_span;
    uint32_t span_count;
    uint32_t vertex_count; /* the last is the first again, and in no span */
    uint32_t layer;
    uint32_t is_hole;
};

struct na_flat_span {
    uint32_t vertex; /* its first, in the index */
    uint32_t from;   /* which vertex of the ring that is; NA_FLAT_SPAN_DOWN: the numbers go down */
};
#define NA_FLAT_SPAN_DOWN (UINT32_C(1) << 31)
#define NA_FLAT_SPAN_FROM(from) ((from) & (NA_FLAT_SPAN_DOWN - 1))

/* Texts of an asset, in the order of the members of struct na_asset. */
enum na_flat_asset_text {
    NA_ASSET_ID,
    NA_ASSET_KIND,
    NA_ASSET_NAME,
    NA_ASSET_ALIASES,
    NA_ASSET_ADDRESS,
    NA_ASSET_POSTCODE,
    NA_ASSET_SITING,
    NA_ASSET_W3W,
    NA_ASSET_OPENING_HOURS,
    NA_ASSET_UPRN,
    NA_ASSET_ACCESS,
    NA_ASSET_HOLDER,
    NA_ASSET_PHONE,
    NA_ASSET_SPOKEN,
    NA_ASSET_LANDMARK,
    NA_ASSET_LOOKS,
    NA_ASSET_TEXTS
};

struct na_flat_asset {
    uint32_t texts[NA_ASSET_TEXTS];
    uint32_t status, quality;
    int32_t last_checked, valid_from, valid_to;
    uint32_t tag_count;
    uint32_t locked;
    int32_t code_checked;
    uint32_t location; /* enum na_location */
    uint32_t has_code; /* the section of codes has one */
    uint64_t first_tag;
    double accuracy_m, lon_deg, lat_deg, easting_m, northing_m;
};

struct na_flat_tag {
    uint32_t name, value;
};

struct na_flat_kind {
    uint32_t name, asset_count;
    uint32_t title, titles; /* what people call one of them, and several */
    uint32_t sensitive;
    uint32_t letter;                   /* a to z, typed before a question; 0: none */
    uint32_t send_radius_m;            /* nobody is sent for one farther away; 0: for none */
    uint32_t says_first;               /* what the caller hears begins with what comes first */
    uint64_t tree_offset, tree_length; /* within the tree section */
};

/* The code that opens an asset: read for one route alone. */
#define NA_FLAT_CODE_MAX 32
struct na_flat_code {
    uint32_t asset;
    char code[NA_FLAT_CODE_MAX]; /* ended by a NUL, zeros after it */
};

struct na_flat_source {
    uint32_t name, section, sha256, records;
    uint64_t bytes;
};

/* Where a source comes from, and how many of its records are left out; of those that say so. */
struct na_flat_provenance {
    uint32_t source; /* its number */
    uint32_t publisher, licence, retrieved;
    uint32_t left_out, reserved;
};

/* A postcode in 12 bytes, ascending by key (data/postcode.h). Metres are the integers published. */
struct na_flat_postcode {
    uint32_t key;
    uint32_t east;  /* bits 0-19 easting, 20-27 quality, 28-31 the flags below */
    uint32_t north; /* bits 0-20 northing, 21-28 number of its source */
};
#define NA_POSTCODE_EAST_MASK 0xFFFFFu
#define NA_POSTCODE_NORTH_MASK 0x1FFFFFu
#define NA_POSTCODE_QUALITY_SHIFT 20
#define NA_POSTCODE_SOURCE_SHIFT 21
#define NA_POSTCODE_SOURCES_MAX 256u
#define NA_POSTCODE_NO_POSITION (1u << 28)
#define NA_POSTCODE_TERMINATED (1u << 29) /* has a note */
#define NA_POSTCODE_IN_DEGREES (1u << 30) /* has a note; outside the National Grid */

/* What few postcodes have, ascending by postcode. */
struct na_flat_postcode_note {
    uint32_t postcode;      /* its number */
    int32_t terminated;     /* first day of its last month, or NA_DATE_NONE */
    int32_t lat_e7, lon_e7; /* degrees times 10^7; only with NA_POSTCODE_IN_DEGREES */
};

struct na_flat_place {
    uint32_t name, aliases, kind, place;
    uint32_t source; /* number among the place sources */
    uint32_t flags;  /* NA_FLAT_PLACE_REGION, or 0 */
    double accuracy_m, lon_deg, lat_deg, easting_m, northing_m;
};

/* A ward, an area or a barrier: after all other places, in no tree. */
#define NA_FLAT_PLACE_REGION 1u

/* A text that can be looked up, of a place or an asset. Names and aliases by weight, then the
 * others (data/places.h has the order). Its words stand in the section of words of names from
 * first_word on: those of the text, then those that may be said beside it; the highest bit of a
 * word says that a part of its text begins with it. */
struct na_flat_name {
    uint32_t target; /* number of the place or asset */
    uint32_t text;
    uint32_t first_word;
    uint8_t own, beside;
    uint8_t role;     /* enum na_name_role */
    uint8_t is_asset; /* else a place */
};

/* A word, ascending by bytes; one more entry ends the last. The section of shared lengths has, for
 * each word, how many bytes it begins with like the one before. */
struct na_flat_word {
    uint32_t text;    /* offset into the word texts */
    uint32_t posting; /* first of its postings: numbers of names, ascending */
};

/* What a straight line may cross; its edges are in the section after (geo/edge_set.h). */
struct na_flat_barrier {
    uint32_t name, kind, layer;
};

/* A ready table: counts by ward of one vintage. */
struct na_flat_table {
    uint32_t id, file, measure, period, source;
    uint32_t layer;    /* number of its vintage among the layers */
    uint32_t total_is; /* enum na_total_is */
    uint32_t first_row, row_count, reserved;
    uint64_t total, sum;
};

/* Its rows, by count descending, then by ward. */
struct na_flat_table_row {
    uint32_t ward; /* within the layer; UINT32_MAX: it has none of that name */
    uint32_t name, authority;
    uint32_t rank;
    uint64_t count;
};

/* A place, and where PROJ put it when the file was made: what the transformation proves itself by.
 */
struct na_flat_grid_check {
    double lon_deg, lat_deg, easting_m, northing_m;
};
#define NA_FLAT_GRID_CHECKS_MIN 4u
#define NA_FLAT_GRID_CHECKS_MAX 1024u

/* The network of streets, at most one: its parts are those of geo/street_net.h, in the sections
 * NA_FLAT_NET_*; the owners of stops are numbers of assets. */
struct na_flat_network {
    uint32_t id, attribution;
    uint32_t format; /* enum na_network_format */
    int32_t issued;
    uint32_t snap_mm, stale_days;
    uint32_t component_count;
    uint32_t flags;
    uint64_t length_mm; /* of all edges */
};
/* A name of streets, or a number ("A689"): what it is looked up by, how it is written, its first
 * corner. By key, no two alike; its corners end where the next one's begin, the last one's with the
 * section. */
struct na_flat_street_name {
    uint32_t key; /* folded words (io/fold.h) without "and", parted by blanks */
    uint32_t text;
    uint32_t first_corner;
};

/* It does not say where walking is forbidden; it has no ways that are not for cars. */
#define NA_FLAT_NETWORK_NO_ACCESS 1u
#define NA_FLAT_NETWORK_NO_PATHS 2u
#define NA_FLAT_NETWORK_SNAP_MAX_MM 300000u
#define NA_FLAT_NETWORK_FORMATS 3u

_Static_assert(sizeof(struct na_flat_ring) == 24, "packed");
_Static_assert(sizeof(struct na_flat_span) == 8, "packed");
_Static_assert(sizeof(struct na_flat_network) == 40, "packed");
_Static_assert(sizeof(struct na_flat_street_name) == 12, "packed");
_Static_assert(sizeof(struct na_flat_provenance) == 24, "packed");
_Static_assert(sizeof(struct na_flat_table) == 56, "packed");
_Static_assert(sizeof(struct na_flat_table_row) == 24, "packed");
_Static_assert(sizeof(struct na_flat_postcode) == 12, "1.7 million in 20.4 MB");
_Static_assert(sizeof(struct na_flat_place) % 8 == 0, "8-aligned");
_Static_assert(sizeof(struct na_flat_name) == 16, "packed");
_Static_assert(sizeof(struct na_flat_header) == 64, "the header is one cache line");
_Static_assert(sizeof(struct na_flat_layer) % 8 == 0, "8-aligned");
_Static_assert(sizeof(struct na_flat_area) % 8 == 0, "8-aligned");
_Static_assert(sizeof(struct na_flat_asset) % 8 == 0, "8-aligned");

/* Bytes of one item of a section; 1 for blobs. */
static inline uint32_t na_flat_item_bytes(enum na_flat_id id)
{
    static const uint32_t sizes[NA_FLAT_SECTIONS] = {
        [NA_FLAT_INFO] = sizeof(struct na_flat_info),
        [NA_FLAT_STRINGS] = 1,
        [NA_FLAT_LAYERS] = sizeof(struct na_flat_layer),
        [NA_FLAT_AREAS] = sizeof(struct na_flat_area),
        [NA_FLAT_RINGS] = sizeof(struct na_flat_ring),
        [NA_FLAT_SPANS] = sizeof(struct na_flat_span),
        [NA_FLAT_INDEXES] = 1,
        [NA_FLAT_ASSETS] = sizeof(struct na_flat_asset),
        [NA_FLAT_TAGS] = sizeof(struct na_flat_tag),
        [NA_FLAT_KINDS] = sizeof(struct na_flat_kind),
        [NA_FLAT_TREES] = 1,
        [NA_FLAT_SOURCES] = sizeof(struct na_flat_source),
        [NA_FLAT_WARNINGS] = sizeof(uint32_t),
        [NA_FLAT_GRID] = 1,
        [NA_FLAT_CODES] = sizeof(struct na_flat_code),
        [NA_FLAT_TABLES] = sizeof(struct na_flat_table),
        [NA_FLAT_TABLE_ROWS] = sizeof(struct na_flat_table_row),
        [NA_FLAT_PLACE_SOURCES] = sizeof(uint32_t),
        [NA_FLAT_POSTCODES] = sizeof(struct na_flat_postcode),
        [NA_FLAT_POSTCODE_NOTES] = sizeof(struct na_flat_postcode_note),
        [NA_FLAT_PLACES] = sizeof(struct na_flat_place),
        [NA_FLAT_NAMES] = sizeof(struct na_flat_name),
        [NA_FLAT_NAME_WORDS] = sizeof(uint32_t),
        [NA_FLAT_NAME_KEYS] = sizeof(uint32_t),
        [NA_FLAT_NAME_WEIGHTS] = sizeof(uint32_t),
        [NA_FLAT_NAME_KINDS] = sizeof(uint32_t),
        [NA_FLAT_WORDS] = sizeof(struct na_flat_word),
        [NA_FLAT_WORD_TEXTS] = 1,
        [NA_FLAT_WORD_SHARED] = 1,
        [NA_FLAT_POSTINGS] = sizeof(uint32_t),
        [NA_FLAT_PLACE_TREE] = 1,
        [NA_FLAT_BARRIERS] = sizeof(struct na_flat_barrier),
        [NA_FLAT_BARRIER_EDGES] = 1,
        [NA_FLAT_GRID_CHECKS] = sizeof(struct na_flat_grid_check),
        [NA_FLAT_NETWORK] = sizeof(struct na_flat_network),
        [NA_FLAT_NET_NODES] = sizeof(uint32_t),
        [NA_FLAT_NET_COMPONENTS] = sizeof(uint32_t),
        [NA_FLAT_NET_HALVES] = sizeof(struct na_street_half),
        [NA_FLAT_NET_EDGES] = sizeof(struct na_street_edge),
        [NA_FLAT_NET_VERTICES] = sizeof(struct na_street_vertex),
        [NA_FLAT_NET_BOXES] = sizeof(struct na_street_box),
        [NA_FLAT_NET_STOPS] = sizeof(struct na_street_stop),
        [NA_FLAT_NET_OWNERS] = sizeof(uint32_t),
        [NA_FLAT_NET_NAMES] = sizeof(struct na_flat_street_name),
        [NA_FLAT_NET_CORNERS] = sizeof(struct na_street_point),
        [NA_FLAT_PROVENANCE] = sizeof(struct na_flat_provenance),
    };
    return sizes[id];
}

#endif
