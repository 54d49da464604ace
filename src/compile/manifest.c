/* One table says which keys there are, of which type, in which sections, and where in the struct
 * each value goes. A new key is a row of it. Unknown keys, unknown sections and what a section
 * lacks are findings with the line of pack.ini. */
#include "compile/manifest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/number.h"
#include "compile/manifest_value.h"

#define IN_WARDS (1u << NA_SECTION_WARDS)
#define IN_AREAS (1u << NA_SECTION_AREAS)
#define IN_ASSETS (1u << NA_SECTION_ASSETS)
#define IN_PLACES (1u << NA_SECTION_PLACES)
#define IN_BARRIERS (1u << NA_SECTION_BARRIERS)
#define IN_TABLES (1u << NA_SECTION_TABLE)
#define IN_NETWORKS (1u << NA_SECTION_NETWORK)
#define IN_KINDS (1u << NA_SECTION_KIND)
#define IN_POLYGONS (IN_WARDS | IN_AREAS)
#define IN_PROFILE (1u << 16)
#define IN_REGISTERS (IN_ASSETS | IN_PROFILE)
#define IN_ALL (IN_POLYGONS | IN_ASSETS | IN_PLACES | IN_BARRIERS | IN_TABLES | IN_NETWORKS)

struct key {
    const char *name;
    enum na_key_type type;
    size_t offset;
    unsigned int sections; /* of which types of section */
};

#define AT(member) offsetof(struct na_section, member)

static const struct key section_keys[] = {
    {"file", KEY_TEXT, AT(file), IN_ALL},
    {"title", KEY_TEXT, AT(title), IN_KINDS},
    {"titles", KEY_TEXT, AT(titles), IN_KINDS},
    {"kind", KEY_TEXT, AT(kind), IN_AREAS | IN_REGISTERS | IN_PLACES | IN_BARRIERS},
    {"format", KEY_FORMAT, AT(format), IN_PLACES},
    {"format", KEY_NETWORK_FORMAT, AT(network_format), IN_NETWORKS},
    {"issued", KEY_DATE, AT(issued), IN_NETWORKS},
    {"attribution", KEY_TEXT, AT(attribution), IN_NETWORKS},
    {"snap_m", KEY_METRES, AT(snap_m), IN_NETWORKS},
    {"margin_m", KEY_METRES, AT(margin_m), IN_NETWORKS},
    {"stale_days", KEY_DAYS, AT(stale_days), IN_NETWORKS},
    {"headers", KEY_TEXT, AT(headers), IN_PLACES},
    {"code_field", KEY_TEXT, AT(code_field), IN_POLYGONS},
    {"name_field", KEY_TEXT, AT(name_field), IN_POLYGONS | IN_BARRIERS},
    {"name_welsh_field", KEY_TEXT, AT(welsh_field), IN_WARDS},
    {"authority_lookup", KEY_TEXT, AT(authority_lookup), IN_WARDS},
    {"authority_code_field", KEY_TEXT, AT(authority_code_field), IN_WARDS},
    {"authority_name_field", KEY_TEXT, AT(authority_name_field), IN_WARDS},
    {"from_field", KEY_TEXT, AT(from_field), IN_AREAS},
    {"to_field", KEY_TEXT, AT(to_field), IN_AREAS},
    {"generalisation", KEY_TEXT, AT(generalisation), IN_POLYGONS},
    {"valid_from", KEY_DATE, AT(valid_from), IN_POLYGONS},
    {"valid_to", KEY_DATE, AT(valid_to), IN_POLYGONS},
    {"tolerance_m", KEY_METRES, AT(tolerance_m), IN_POLYGONS},
    {"overlap_limit_m2", KEY_SQUARE_METRES, AT(overlap_limit_m2), IN_WARDS},
    {"gap_limit_m2", KEY_SQUARE_METRES, AT(gap_limit_m2), IN_WARDS},
    {"crs", KEY_CRS, AT(crs), IN_POLYGONS | IN_ASSETS | IN_BARRIERS | IN_NETWORKS},
    {"sensitive", KEY_FLAG, AT(sensitive), IN_ASSETS},
    {"encoding", KEY_ENCODING, AT(encoding), IN_ALL | IN_PROFILE},
    {"separator", KEY_SEPARATOR, AT(separator), IN_REGISTERS | IN_PLACES | IN_TABLES},
    {"sheet", KEY_TEXT, AT(sheet),
     IN_POLYGONS | IN_REGISTERS | IN_PLACES | IN_TABLES | IN_NETWORKS},
    {"ignore", KEY_TEXT, AT(ignore), IN_REGISTERS},
    {"keep", KEY_TEXT, AT(keep), IN_REGISTERS},
    {"tags", KEY_TEXT, AT(tags), IN_REGISTERS},
    {"left_out", KEY_TEXT, AT(left_out), IN_REGISTERS},
    {"complete", KEY_FLAG, AT(complete), IN_ASSETS},
    {"locked.yes", KEY_TEXT, AT(locked_yes), IN_REGISTERS},
    {"locked.no", KEY_TEXT, AT(locked_no), IN_REGISTERS},
    {"status.in_service", KEY_TEXT, AT(status_in), IN_REGISTERS},
    {"status.out_of_service", KEY_TEXT, AT(status_out), IN_REGISTERS},
    {"quality", KEY_QUALITY, AT(quality), IN_REGISTERS},
    {"texts_read", KEY_TEXT, AT(texts_read), IN_ASSETS},
    {"profile", KEY_TEXT, AT(profile), IN_ASSETS},
    {"columns", KEY_TEXT, AT(headings), IN_REGISTERS},
    {"id", KEY_ID, AT(makes_ids), IN_REGISTERS},
    {"ids", KEY_TEXT, AT(ids), IN_ASSETS},
    {"skip", KEY_TEXT, AT(skip), IN_ASSETS},
    {"skip_why", KEY_TEXT, AT(skip_why), IN_ASSETS},
    {"secrets", KEY_SECRETS, AT(moves_codes), IN_ASSETS},
    {"match", KEY_TEXT, AT(match), IN_PROFILE},
    {"title", KEY_TEXT, AT(period), IN_PROFILE},
    {"header_row", KEY_DAYS, AT(header_row), IN_REGISTERS},
    {"date_order", KEY_ORDER, AT(order), IN_REGISTERS},
    {"on_error", KEY_ON_ERROR, AT(on_error), IN_REGISTERS},
    {"max_skipped", KEY_PERCENT, AT(max_skipped_percent), IN_REGISTERS},
    {"publisher", KEY_TEXT, AT(publisher), IN_ALL | IN_PROFILE},
    {"licence", KEY_TEXT, AT(licence), IN_ALL | IN_PROFILE},
    {"retrieved", KEY_TEXT, AT(retrieved), IN_ALL},
    {"records", KEY_TOTAL, AT(records), IN_ALL},
    {"measure", KEY_TEXT, AT(measure), IN_TABLES},
    {"period", KEY_TEXT, AT(period), IN_TABLES},
    {"source", KEY_TEXT, AT(source), IN_TABLES},
    {"vintage", KEY_TEXT, AT(vintage), IN_TABLES},
    {"total", KEY_TOTAL, AT(total), IN_TABLES},
    {"total_is", KEY_TOTAL_IS, AT(total_is), IN_TABLES},
    {"keep_unknown", KEY_FLAG, AT(keep_unknown), IN_TABLES},
};

static const struct key pack_keys[] = {
    {"title", KEY_TEXT, offsetof(struct na_manifest, title), 0},
    {"attribution", KEY_TEXT, offsetof(struct na_manifest, attribution), 0},
    {"grid", KEY_TEXT, offsetof(struct na_manifest, grid), 0},
    {"issued", KEY_DATE, offsetof(struct na_manifest, issued), 0},
    {"access_codes", KEY_TEXT, offsetof(struct na_manifest, access_codes), 0},
    {"kind_letters", KEY_TEXT, offsetof(struct na_manifest, kind_letters), 0},
    {"send_radius_m", KEY_TEXT, offsetof(struct na_manifest, send_radius_m), 0},
    {"say_first", KEY_TEXT, offsetof(struct na_manifest, say_first), 0},
    {"ward_warn_m", KEY_METRES, offsetof(struct na_manifest, ward_warn_m), 0},
    {"ward_limit_m", KEY_METRES, offsetof(struct na_manifest, ward_limit_m), 0},
    {"postcode_limit_m", KEY_METRES, offsetof(struct na_manifest, postcode_limit_m), 0},
    {"area_margin_m", KEY_METRES, offsetof(struct na_manifest, area_margin_m), 0},
    {"stale_days", KEY_DAYS, offsetof(struct na_manifest, stale_days), 0},
    {"indicative", KEY_FLAG, offsetof(struct na_manifest, indicative), 0},
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Where findings go. */
struct parse {
    const char *name;
    struct na_report *report;
};

static void complain(const struct parse *parse, const struct na_ini_entry *entry, const char *what,
                     const char *hint)
{
    struct na_error error;
    (void)na_fail(&error, NA_ERR_DATA, "%s", what);
    (void)na_fail_at(&error, NA_ERR_DATA, parse->name, entry->line, entry->key, hint);
    na_report_add(parse->report, NA_SEVERITY_ERROR, &error);
}

/* "column.name = Site Name + Town": the headings that are a role. False: it is no such key. */
static bool take_column(const struct parse *parse, struct na_section *section,
                        const struct na_ini_entry *entry, const char **columns)
{
    static const char prefix[] = "column.";
    enum na_register_role role = NA_REGISTER_TAG;
    if (section->type != NA_SECTION_ASSETS || strncmp(entry->key, prefix, sizeof prefix - 1) != 0) {
        return false;
    }
    if (!na_role_named(na_str_of(entry->key + sizeof prefix - 1), &role) ||
        role == NA_REGISTER_TAG || role == NA_REGISTER_SECRET || role == NA_REGISTER_IGNORED) {
        complain(parse, entry, "A register has no such column",
                 "Roles are those of docs/pack.md, lat_lon, grid_ref, crs, notes and phone");
    } else if (entry->value[0] == '\0') {
        complain(parse, entry, "The value is not understood",
                 "Write the heading as it stands in the file, or - for none");
    } else {
        columns[role] = entry->value;
    }
    return true;
}

/* Find `entry` among `keys` and store it into the struct at `base`. */
static void take(const struct parse *parse, const struct key *keys, size_t key_count,
                 unsigned int section, const struct na_ini_entry *entry, void *base)
{
    const struct key *nearest = NULL;
    for (size_t i = 0; i < key_count; i++) {
        if (section != 0 && (keys[i].sections & section) == 0) {
            continue;
        }
        if (strcmp(keys[i].name, entry->key) == 0) {
            if (!na_key_store(keys[i].type, entry->value, (char *)base + keys[i].offset)) {
                complain(parse, entry, "The value is not understood", na_key_remedy(keys[i].type));
            }
            return;
        }
        if (nearest == NULL || na_text_distance(keys[i].name, entry->key) <
                                   na_text_distance(nearest->name, entry->key)) {
            nearest = &keys[i];
        }
    }
    char hint[128];
    (void)snprintf(hint, sizeof hint, "Did you mean %s?", nearest->name);
    complain(parse, entry, "Unknown key in this section", hint);
}

static bool section_type(const char *section, enum na_section_type *ret_type, const char **ret_id)
{
    static const struct {
        const char *prefix;
        enum na_section_type type;
    } types[] = {{"wards.", NA_SECTION_WARDS},       {"areas.", NA_SECTION_AREAS},
                 {"assets.", NA_SECTION_ASSETS},     {"places.", NA_SECTION_PLACES},
                 {"barriers.", NA_SECTION_BARRIERS}, {"table.", NA_SECTION_TABLE},
                 {"network.", NA_SECTION_NETWORK},   {"kind.", NA_SECTION_KIND}};
    for (size_t i = 0; i < COUNT(types); i++) {
        size_t length = strlen(types[i].prefix);
        if (strncmp(section, types[i].prefix, length) == 0 && section[length] != '\0') {
            *ret_type = types[i].type;
            *ret_id = section + length;
            return true;
        }
    }
    return false;
}

static struct na_section *section_named(struct na_manifest *manifest, const char *full)
{
    for (size_t i = 0; i < manifest->section_count; i++) {
        if (strcmp(manifest->sections[i].full, full) == 0) {
            return &manifest->sections[i];
        }
    }
    return NULL;
}

/* Every text that these keys may give is empty yet. */
static void empty_texts(const struct key *keys, size_t key_count, void *base)
{
    for (size_t i = 0; i < key_count; i++) {
        if (keys[i].type == KEY_TEXT || keys[i].type == KEY_QUALITY) {
            *(const char **)((char *)base + keys[i].offset) = "";
        }
    }
}

/* A section that says nothing yet. */
static struct na_section new_section(void)
{
    struct na_section section = {.valid_from = NA_DATE_NONE,
                                 .valid_to = NA_DATE_NONE,
                                 .tolerance_m = NAN,
                                 .overlap_limit_m2 = 10000,
                                 .gap_limit_m2 = 1000000,
                                 .profile_ignore = "",
                                 .profile_keep = "",
                                 .profile_tags = "",
                                 .profile_left_out = "",
                                 .max_skipped_percent = NA_MAX_SKIPPED_PERCENT,
                                 .issued = NA_DATE_NONE,
                                 .snap_m = NA_NETWORK_SNAP_M,
                                 .margin_m = NA_NETWORK_MARGIN_M,
                                 .stale_days = NA_NETWORK_STALE_DAYS};
    empty_texts(section_keys, COUNT(section_keys), &section);
    return section;
}

/* The section `entry` stands in, begun if it is new; NULL if there is no such section. */
static struct na_section *section_of(const struct parse *parse, struct na_manifest *manifest,
                                     const struct na_ini_entry *entry)
{
    struct na_section *section = section_named(manifest, entry->section);
    if (section != NULL) {
        return section;
    }
    enum na_section_type type = NA_SECTION_WARDS;
    const char *id = NULL;
    if (!section_type(entry->section, &type, &id)) {
        complain(parse, entry, "Key in an unknown section",
                 "Sections are [pack], [wards.ID], [areas.ID], [assets.ID], [places.ID], "
                 "[barriers.ID], [table.ID], [network.ID] and [kind.ID]");
        return NULL;
    }
    if (manifest->section_count == NA_MANIFEST_SECTIONS_MAX) {
        complain(parse, entry, "Too many sections", "A pack has at most 256 sections");
        return NULL;
    }
    section = &manifest->sections[manifest->section_count++];
    *section = new_section();
    section->type = type;
    section->full = entry->section;
    section->id = id;
    section->line = entry->line;
    return section;
}

/* What the figures of a table are, without which they say nothing. */
static void check_table(const struct parse *parse, const struct na_section *section)
{
    struct na_ini_entry place = {section->full, "measure", "", section->line};
    if (section->measure[0] == '\0') {
        complain(parse, &place, "The table does not say what was counted",
                 "Add, for example: measure = violence with injury");
    }
    place.key = "period";
    if (section->period[0] == '\0') {
        complain(parse, &place, "The table does not say when it was counted",
                 "Add, for example: period = October 2017 to October 2022");
    }
    place.key = "total_is";
    if (section->total == 0 && section->total_is != NA_TOTAL_LISTED) {
        complain(parse, &place, "total_is without a total", "Add a line: total = NUMBER");
    }
}

static void check_network(const struct parse *parse, const struct na_section *section)
{
    struct na_ini_entry place = {section->full, "snap_m", "", section->line};
    if (section->snap_m < 1 || section->snap_m > NA_NETWORK_SNAP_MAX_M) {
        complain(parse, &place, "snap_m is out of range", "Write a number from 1 to 300");
    }
}

static void check_kind(const struct parse *parse, const struct na_section *section)
{
    struct na_ini_entry place = {section->full, "title", "", section->line};
    if (section->title[0] == '\0') {
        complain(parse, &place, "The kind has no title", "Add, for example: title = bleed cabinet");
    } else if (strlen(section->title) > NA_KIND_TITLE_MOST ||
               strlen(section->titles) > NA_KIND_TITLE_MOST) {
        complain(parse, &place, "The title is too long", "A title has at most 60 bytes");
    }
}

/* What a section needs, and what may not stand together. */
static void check_section(const struct parse *parse, const struct na_section *section)
{
    struct na_ini_entry place = {section->full, "file", "", section->line};
    if (section->type == NA_SECTION_KIND) {
        check_kind(parse, section);
        return;
    }
    if (section->file[0] == '\0') {
        complain(parse, &place, "The section names no file", "Add a line: file = NAME");
    }
    place.key = "kind";
    if (section->type == NA_SECTION_AREAS && section->kind[0] == '\0') {
        complain(parse, &place, "The layer of areas has no kind",
                 "Add, for example: kind = hotspot");
    }
    if (section->type == NA_SECTION_BARRIERS && section->kind[0] == '\0') {
        complain(parse, &place, "The barriers have no kind", "Add, for example: kind = dock");
    }
    place.key = "format";
    if (section->type == NA_SECTION_PLACES && section->format == NA_PLACES_NO_FORMAT) {
        complain(parse, &place, "The places have no format",
                 "Add, for example: format = codepoint-open");
    }
    if (section->type == NA_SECTION_TABLE) {
        check_table(parse, section);
    }
    if (section->type == NA_SECTION_NETWORK) {
        check_network(parse, section);
    }
    place.key = "valid_to";
    if (section->valid_from != NA_DATE_NONE && section->valid_to != NA_DATE_NONE &&
        section->valid_to < section->valid_from) {
        complain(parse, &place, "valid_to is before valid_from", "Exchange the two dates");
    }
    place.key = "ids";
    if (section->ids[0] != '\0' && !section->makes_ids) {
        complain(parse, &place, "ids = without id = make", "Add id = make, or remove the line");
    }
    place.key = "generalisation";
    if (section->generalisation[0] != '\0' &&
        isnan(na_generalisation_tolerance_m(section->generalisation))) {
        complain(parse, &place, "Unknown generalisation", "Write BFE, BFC, BGC, BSC or BUC");
    }
}

static void take_entry(const struct parse *parse, struct na_manifest *manifest,
                       const struct na_ini_entry *entry)
{
    if (strcmp(entry->section, "pack") == 0) {
        take(parse, pack_keys, COUNT(pack_keys), 0, entry, manifest);
        return;
    }
    struct na_section *section = section_of(parse, manifest, entry);
    if (section != NULL && !take_column(parse, section, entry, section->columns)) {
        take(parse, section_keys, COUNT(section_keys), 1u << section->type, entry, section);
        section->has_encoding = section->has_encoding || strcmp(entry->key, "encoding") == 0;
    }
}

enum na_code na_manifest_parse(const char *bytes, size_t length, const char *name,
                               struct na_manifest *ret_manifest, struct na_report *report,
                               struct na_error *reterr)
{
    struct na_manifest manifest = {.stale_days = NA_STALE_DAYS,
                                   .area_margin_m = NA_AREA_MARGIN_M,
                                   .ward_warn_m = NA_WARD_WARN_M,
                                   .ward_limit_m = NA_WARD_LIMIT_M,
                                   .postcode_limit_m = NAN,
                                   .issued = NA_DATE_NONE};
    empty_texts(pack_keys, COUNT(pack_keys), &manifest);
    struct parse parse = {name, report};
    struct na_error error;
    enum na_code code = na_ini_parse(bytes, length, name, &manifest.ini, &error);
    if (code != NA_OK) {
        na_report_add(report, NA_SEVERITY_ERROR, &error);
        return na_report_result(report, reterr);
    }
    size_t errors = report->errors;
    manifest.sections = calloc(NA_MANIFEST_SECTIONS_MAX, sizeof *manifest.sections);
    if (manifest.sections == NULL) {
        code = na_fail_memory(reterr, "reading the pack");
        goto done;
    }
    for (size_t i = 0; i < manifest.ini.count; i++) {
        take_entry(&parse, &manifest, &manifest.ini.entries[i]);
    }
    for (size_t i = 0; i < manifest.section_count; i++) {
        check_section(&parse, &manifest.sections[i]);
    }
    if (manifest.title[0] == '\0') {
        struct na_ini_entry place = {"pack", "title", "", 0};
        complain(&parse, &place, "The pack has no title", "Add under [pack]: title = NAME");
    }
    if (report->errors > errors) {
        code = na_report_result(report, reterr);
        goto done;
    }
    *ret_manifest = manifest;
    return NA_OK;
done:
    na_manifest_fini(&manifest);
    return code;
}

/* Does the section say it itself? */
static bool has_said(const struct na_manifest *manifest, const struct na_section *section,
                     const char *key)
{
    for (size_t i = 0; i < manifest->ini.count; i++) {
        const struct na_ini_entry *entry = &manifest->ini.entries[i];
        if (strcmp(entry->section, section->full) == 0 && strcmp(entry->key, key) == 0) {
            return true;
        }
    }
    return false;
}

/* Lists of headings, of which the section's own come first, and the profile's add to them. */
static const char **profile_list(struct na_section *section, const char *key)
{
    return strcmp(key, "ignore") == 0     ? &section->profile_ignore
           : strcmp(key, "keep") == 0     ? &section->profile_keep
           : strcmp(key, "tags") == 0     ? &section->profile_tags
           : strcmp(key, "left_out") == 0 ? &section->profile_left_out
                                          : NULL;
}

static void take_of_profile(const struct parse *parse, const struct na_manifest *manifest,
                            struct na_section *section, const struct na_ini_entry *entry)
{
    const char **list = profile_list(section, entry->key);
    if (strcmp(entry->section, "profile") != 0) {
        complain(parse, entry, "Key in an unknown section", "A profile has the section [profile]");
    } else if (list != NULL) {
        *list = entry->value;
    } else if (!take_column(parse, section, entry, section->profile_columns) &&
               !has_said(manifest, section, entry->key)) {
        take(parse, section_keys, COUNT(section_keys), IN_PROFILE, entry, section);
        section->has_encoding = section->has_encoding || strcmp(entry->key, "encoding") == 0;
    }
}

enum na_code na_manifest_take_profile(struct na_manifest *manifest, struct na_section *section,
                                      struct na_str text, const char *name,
                                      struct na_report *report, struct na_error *reterr)
{
    struct parse parse = {name, report};
    struct na_ini ini;
    struct na_error error;
    if (manifest->profiles == NULL) {
        manifest->profiles = calloc(NA_MANIFEST_SECTIONS_MAX, sizeof *manifest->profiles);
    }
    enum na_code code = manifest->profiles == NULL
                            ? na_fail_memory(&error, "reading a profile")
                            : na_ini_parse(text.bytes, text.length, name, &ini, &error);
    if (code == NA_ERR_MEMORY) {
        return na_fail(reterr, code, "%s", error.message);
    }
    if (code != NA_OK) {
        na_report_add(report, NA_SEVERITY_ERROR, &error);
        return NA_OK;
    }
    manifest->profiles[manifest->profile_count++] = ini;
    for (size_t i = 0; i < ini.count; i++) {
        take_of_profile(&parse, manifest, section, &ini.entries[i]);
    }
    if (section->match[0] == '\0') {
        struct na_ini_entry place = {"profile", "match", "", 0};
        complain(&parse, &place, "The profile does not say by which headings its files are known",
                 "Add under [profile], for example: match = Site ID, Site Name");
    }
    return NA_OK;
}

void na_manifest_fini(struct na_manifest *manifest)
{
    for (size_t i = 0; i < manifest->profile_count; i++) {
        na_ini_free(&manifest->profiles[i]);
    }
    free(manifest->profiles);
    free(manifest->sections);
    na_ini_free(&manifest->ini);
    memset(manifest, 0, sizeof *manifest);
}
