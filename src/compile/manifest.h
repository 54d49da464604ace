/* compile/manifest.h - pack.ini as a struct. */
#ifndef NA_COMPILE_MANIFEST_H
#define NA_COMPILE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/report.h"
#include "base/text.h"
#include "data/ready_tables.h"
#include "io/encoding.h"
#include "io/ini.h"
#include "register/role.h"

#define NA_MANIFEST_SECTIONS_MAX 256
/* How far outside wards and postcodes a position may lie: the default of area_margin_m. */
#define NA_AREA_MARGIN_M 5000.0
/* An asset this far outside all wards is warned of, and refused. */
#define NA_WARD_WARN_M 1000.0
#define NA_WARD_LIMIT_M 10000.0
/* Half a year: the default of stale_days. */
#define NA_STALE_DAYS 180
/* Bytes of what a kind is called: it stands in the titles of sheets. */
#define NA_KIND_TITLE_MOST 60

enum na_section_type {
    NA_SECTION_WARDS,
    NA_SECTION_AREAS,
    NA_SECTION_ASSETS,
    NA_SECTION_PLACES,
    NA_SECTION_BARRIERS,
    NA_SECTION_TABLE,
    NA_SECTION_NETWORK,
    NA_SECTION_KIND
};

enum na_places_format {
    NA_PLACES_NO_FORMAT,
    NA_PLACES_CODEPOINT,
    NA_PLACES_OPEN_NAMES,
    NA_PLACES_ONSPD,
    NA_PLACES_CSV,
    NA_PLACES_ADDRESSES,
    NA_PLACES_UPRN /* positions of assets, not places */
};

/* What becomes of a record with an error: the pack is refused, or the record is left out. */
enum na_on_error { NA_ON_ERROR_REFUSE, NA_ON_ERROR_SKIP };
/* What 03/04/2025 is. */
enum na_section_order { NA_ORDER_FOUND, NA_ORDER_DMY, NA_ORDER_MDY, NA_ORDER_YMD };
/* More than this part of a register left out refuses the pack: the default of max_skipped. */
#define NA_MAX_SKIPPED_PERCENT 5.0
enum na_network_format {
    NA_NETWORK_BY_FILE, /* by its name and fields */
    NA_NETWORK_OSM,
    NA_NETWORK_GEOFABRIK,
    NA_NETWORK_OPEN_ROADS
};
/* Of a network: how far from a street a position may be, how old it may be, and what is kept beyond
 * the box around the wards. */
#define NA_NETWORK_SNAP_M 75.0
#define NA_NETWORK_SNAP_MAX_M 300.0
#define NA_NETWORK_STALE_DAYS 730
#define NA_NETWORK_MARGIN_M 5000.0

/* One [wards.ID], [areas.ID], [assets.ID], [places.ID], [barriers.ID], [table.ID], [network.ID] or
 * [kind.ID]; texts are "" when not given. */
struct na_section {
    enum na_section_type type;
    const char *full; /* "wards.2023" */
    const char *id;   /* "2023" */
    int line;
    const char *file;
    const char *kind;
    const char *title, *titles;   /* kinds only */
    enum na_places_format format; /* places only */
    const char *headers;          /* places: the file that holds the names of the columns */
    const char *authority_lookup; /* wards: CSV of wards and authorities */
    const char *code_field, *name_field, *welsh_field, *authority_code_field, *authority_name_field;
    const char *from_field, *to_field;
    const char *generalisation;
    int32_t valid_from, valid_to;
    double tolerance_m;      /* NAN when not given */
    double overlap_limit_m2; /* wards: a larger overlap refuses the pack */
    double gap_limit_m2;
    int crs; /* EPSG code of its coordinates; 0: what the file says */
    bool has_encoding;
    enum na_encoding encoding;
    char separator;    /* 0: found */
    const char *sheet; /* of a workbook, or layer; "": the first */
    bool sensitive;    /* assets: positions asked for near their kinds are never noted */
    const char *measure, *period, *source, *vintage; /* tables */
    uint64_t total;                                  /* tables: 0 when not given */
    enum na_total_is total_is;
    /* Assets, as docs/registers.md has them. */
    const char
        *columns[NA_REGISTER_COUNT]; /* column.ROLE = HEADING + HEADING, "-": none; or NULL */
    const char *ignore, *keep;       /* headings with commas between */
    const char *tags, *left_out;     /* those kept as tags, those that hold codes */
    bool complete;                   /* every column is named: another is an error */
    const char *locked_yes, *locked_no, *status_in, *status_out; /* further words */
    const char *quality;    /* of positions whose quality the file does not say */
    const char *texts_read; /* digest of the texts that a person has read */
    const char *ids;        /* file of ids that were made */
    bool makes_ids;
    const char *skip;     /* "17:5b21c0de, 23:...": records a person has approved to leave out */
    const char *skip_why; /* and the day, who and why */
    bool moves_codes;     /* the column that holds codes is read as access_codes of [pack] are */
    const char *profile;  /* name, or "" */
    const char *match;    /* headings by which a file of the profile is known */
    const char *headings; /* headings of a file that has none */
    /* The same of its profile: pack.ini comes first. */
    const char *profile_columns[NA_REGISTER_COUNT];
    const char *profile_ignore, *profile_keep, *profile_tags, *profile_left_out;
    uint32_t header_row; /* line of the headings; 0: found */
    enum na_section_order order;
    enum na_on_error on_error;
    double max_skipped_percent;
    const char *publisher, *licence, *retrieved; /* provenance, any section */
    uint64_t records;  /* how many its publisher says there are; 0 when not given */
    bool keep_unknown; /* tables: rows whose ward the vintage does not have are kept, in words */
    enum na_network_format network_format; /* networks: */
    int32_t issued;
    const char *attribution;
    double snap_m, margin_m;
    uint32_t stale_days;
};

struct na_manifest {
    const char *title;
    const char *attribution;
    const char *grid;          /* OSTN15 file named by the pack, or "" */
    const char *access_codes;  /* file of the codes, or "" */
    const char *kind_letters;  /* "b=bleed_cabinet h=reporting_centre", or "" */
    const char *send_radius_m; /* "bleed_cabinet=500": how far somebody is sent, or "" */
    const char *say_first;     /* kinds whose words begin with what comes first, "none", or "" */
    double ward_warn_m, ward_limit_m; /* assets farther outside all wards */
    double postcode_limit_m; /* assets farther from their postcode; NAN: by its neighbours */
    double area_margin_m;    /* a position farther outside the data is refused */
    uint32_t stale_days;     /* a check older than this says little about today */
    int32_t issued;
    bool indicative;
    struct na_section *sections;
    size_t section_count;
    struct na_ini ini;       /* owns the texts */
    struct na_ini *profiles; /* those of profiles; room for one a section */
    size_t profile_count;
};

/* Read pack.ini's bytes. Every unknown section or key, bad value and missing `file` is added to
 * `report` with its line. Returns NA_ERR_DATA if there was any; *ret_manifest is then empty.
 * Release with na_manifest_fini. */
NA_MUST_USE enum na_code na_manifest_parse(const char *bytes, size_t length, const char *name,
                                           struct na_manifest *ret_manifest,
                                           struct na_report *report, struct na_error *reterr);
void na_manifest_fini(struct na_manifest *manifest);
/* What [profile] of the text says, for what `section` of the manifest does not say itself. `name`
 * is used in findings. Errors: NA_ERR_MEMORY; faults are findings. */
NA_MUST_USE enum na_code na_manifest_take_profile(struct na_manifest *manifest,
                                                  struct na_section *section, struct na_str text,
                                                  const char *name, struct na_report *report,
                                                  struct na_error *reterr);

/* ONS generalisation named in a file name ("..._BGC_..."): "BFE", "BFC", "BGC", "BSC", "BUC" or "".
 */
const char *na_generalisation_find(const char *file_name);
/* Its tolerance in metres (0, 0, 20, 200, 500), or NAN for "" or another text. Source: ONS Open
 * Geography, "Guide to boundary products": generalised 20 m, super generalised 200 m, ultra
 * generalised 500 m. */
double na_generalisation_tolerance_m(const char *generalisation);

#endif
