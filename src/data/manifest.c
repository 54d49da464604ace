#include "data/manifest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/number.h"

/* What a key may hold, and where it goes. */
enum key_type {
    KEY_TEXT,
    KEY_DAYS,
    KEY_DATE,
    KEY_METRES,
    KEY_CRS,
    KEY_ENCODING,
    KEY_SEPARATOR,
    KEY_FLAG,
    KEY_FORMAT
};

#define IN_WARDS (1u << NA_SECTION_WARDS)
#define IN_AREAS (1u << NA_SECTION_AREAS)
#define IN_ASSETS (1u << NA_SECTION_ASSETS)
#define IN_PLACES (1u << NA_SECTION_PLACES)
#define IN_BARRIERS (1u << NA_SECTION_BARRIERS)
#define IN_POLYGONS (IN_WARDS | IN_AREAS)
#define IN_ALL (IN_POLYGONS | IN_ASSETS | IN_PLACES | IN_BARRIERS)

struct key {
    const char *name;
    enum key_type type;
    size_t offset;
    unsigned int sections; /* of which types of section */
};

#define AT(member) offsetof(struct na_section, member)

static const struct key section_keys[] = {
    {"file", KEY_TEXT, AT(file), IN_ALL},
    {"kind", KEY_TEXT, AT(kind), IN_AREAS | IN_ASSETS | IN_PLACES | IN_BARRIERS},
    {"format", KEY_FORMAT, AT(format), IN_PLACES},
    {"headers", KEY_TEXT, AT(headers), IN_PLACES},
    {"code_field", KEY_TEXT, AT(code_field), IN_POLYGONS},
    {"name_field", KEY_TEXT, AT(name_field), IN_POLYGONS | IN_BARRIERS},
    {"name_welsh_field", KEY_TEXT, AT(welsh_field), IN_WARDS},
    {"authority_code_field", KEY_TEXT, AT(authority_code_field), IN_WARDS},
    {"authority_name_field", KEY_TEXT, AT(authority_name_field), IN_WARDS},
    {"from_field", KEY_TEXT, AT(from_field), IN_AREAS},
    {"to_field", KEY_TEXT, AT(to_field), IN_AREAS},
    {"generalisation", KEY_TEXT, AT(generalisation), IN_POLYGONS},
    {"valid_from", KEY_DATE, AT(valid_from), IN_POLYGONS},
    {"valid_to", KEY_DATE, AT(valid_to), IN_POLYGONS},
    {"tolerance_m", KEY_METRES, AT(tolerance_m), IN_POLYGONS},
    {"overlap_limit_m2", KEY_METRES, AT(overlap_limit_m2), IN_WARDS},
    {"gap_limit_m2", KEY_METRES, AT(gap_limit_m2), IN_WARDS},
    {"crs", KEY_CRS, AT(crs), IN_POLYGONS | IN_ASSETS | IN_BARRIERS},
    {"sensitive", KEY_FLAG, AT(sensitive), IN_ASSETS},
    {"encoding", KEY_ENCODING, AT(encoding), IN_ALL},
    {"separator", KEY_SEPARATOR, AT(separator), IN_ASSETS | IN_PLACES},
};

static const struct key pack_keys[] = {
    {"title", KEY_TEXT, offsetof(struct na_manifest, title), 0},
    {"attribution", KEY_TEXT, offsetof(struct na_manifest, attribution), 0},
    {"grid", KEY_TEXT, offsetof(struct na_manifest, grid), 0},
    {"issued", KEY_DATE, offsetof(struct na_manifest, issued), 0},
    {"access_codes", KEY_TEXT, offsetof(struct na_manifest, access_codes), 0},
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

static bool read_crs(struct na_str text, enum na_manifest_crs *ret_crs)
{
    if (na_str_is(text, "EPSG:27700") || na_str_is(text, "27700")) {
        *ret_crs = NA_CRS_27700;
        return true;
    }
    if (na_str_is(text, "EPSG:4326") || na_str_is(text, "4326")) {
        *ret_crs = NA_CRS_4326;
        return true;
    }
    return false;
}

static bool read_separator(struct na_str text, char *ret_separator)
{
    /* A lone ; begins a comment in an INI file, hence the words. */
    static const struct {
        const char *word;
        char separator;
    } words[] = {{"comma", ','}, {",", ','},    {"semicolon", ';'},
                 {"tab", '\t'},  {"pipe", '|'}, {"|", '|'}};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (na_str_is(text, words[i].word)) {
            *ret_separator = words[i].separator;
            return true;
        }
    }
    return false;
}

static bool read_flag(struct na_str text, bool *ret_flag)
{
    bool yes = na_str_is(text, "yes");
    if (!yes && !na_str_is(text, "no")) {
        return false;
    }
    *ret_flag = yes;
    return true;
}

static bool read_format(struct na_str text, enum na_places_format *ret_format)
{
    static const struct {
        const char *word;
        enum na_places_format format;
    } words[] = {{"codepoint-open", NA_PLACES_CODEPOINT},
                 {"os-open-names", NA_PLACES_OPEN_NAMES},
                 {"onspd", NA_PLACES_ONSPD},
                 {"csv", NA_PLACES_CSV}};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (na_str_is(text, words[i].word)) {
            *ret_format = words[i].format;
            return true;
        }
    }
    return false;
}

static bool read_days(struct na_str text, uint32_t *ret_days)
{
    int64_t days = 0;
    if (!na_integer_parse(text, 1, 36500, &days)) {
        return false;
    }
    *ret_days = (uint32_t)days;
    return true;
}

/* Store the value of `entry` at `target`; false if it cannot be understood. */
static bool store(const struct key *key, const struct na_ini_entry *entry, void *target)
{
    struct na_str text = na_str_of(entry->value);
    switch (key->type) {
    case KEY_TEXT:
        *(const char **)target = entry->value;
        return text.length > 0;
    case KEY_DATE:
        return na_date_parse(text, (int32_t *)target);
    case KEY_METRES:
        return na_number_parse(text, 9, 6, (double *)target) && *(double *)target >= 0;
    case KEY_CRS:
        return read_crs(text, (enum na_manifest_crs *)target);
    case KEY_ENCODING:
        return na_encoding_recognise(text, (enum na_encoding *)target);
    case KEY_SEPARATOR:
        return read_separator(text, (char *)target);
    case KEY_DAYS:
        return read_days(text, (uint32_t *)target);
    case KEY_FLAG:
        return read_flag(text, (bool *)target);
    case KEY_FORMAT:
        return read_format(text, (enum na_places_format *)target);
    }
    return false;
}

static const char *remedy(enum key_type type)
{
    switch (type) {
    case KEY_TEXT:
        return "Write a value behind the =, or remove the line";
    case KEY_DATE:
        return "Write a date as YYYY-MM-DD";
    case KEY_METRES:
        return "Write a number that is not negative, for example 20";
    case KEY_CRS:
        return "Write EPSG:27700 or EPSG:4326";
    case KEY_ENCODING:
        return "Write UTF-8, CP1252 or ISO-8859-1";
    case KEY_SEPARATOR:
        return "Write comma, semicolon, tab or pipe";
    case KEY_DAYS:
        return "Write a whole number of days from 1 to 36500";
    case KEY_FLAG:
        return "Write yes or no";
    case KEY_FORMAT:
        return "Write codepoint-open, os-open-names, onspd or csv";
    }
    return NULL;
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
            if (!store(&keys[i], entry, (char *)base + keys[i].offset)) {
                complain(parse, entry, "The value is not understood", remedy(keys[i].type));
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
    } types[] = {{"wards.", NA_SECTION_WARDS},
                 {"areas.", NA_SECTION_AREAS},
                 {"assets.", NA_SECTION_ASSETS},
                 {"places.", NA_SECTION_PLACES},
                 {"barriers.", NA_SECTION_BARRIERS}};
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
                 "Sections are [pack], [wards.ID], [areas.ID], [assets.ID], [places.ID] and "
                 "[barriers.ID]");
        return NULL;
    }
    if (manifest->section_count == NA_MANIFEST_SECTIONS_MAX) {
        complain(parse, entry, "Too many sections", "A pack has at most 256 sections");
        return NULL;
    }
    section = &manifest->sections[manifest->section_count++];
    *section = (struct na_section){.type = type,
                                   .full = entry->section,
                                   .id = id,
                                   .line = entry->line,
                                   .file = "",
                                   .kind = "",
                                   .headers = "",
                                   .code_field = "",
                                   .name_field = "",
                                   .welsh_field = "",
                                   .authority_code_field = "",
                                   .authority_name_field = "",
                                   .from_field = "",
                                   .to_field = "",
                                   .generalisation = "",
                                   .valid_from = NA_DATE_NONE,
                                   .valid_to = NA_DATE_NONE,
                                   .tolerance_m = NAN,
                                   .overlap_limit_m2 = 10000,
                                   .gap_limit_m2 = 1000000,
                                   .separator = ','};
    return section;
}

/* What a section needs, and what may not stand together. */
static void check_section(const struct parse *parse, const struct na_section *section)
{
    struct na_ini_entry place = {section->full, "file", "", section->line};
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
    place.key = "valid_to";
    if (section->valid_from != NA_DATE_NONE && section->valid_to != NA_DATE_NONE &&
        section->valid_to < section->valid_from) {
        complain(parse, &place, "valid_to is before valid_from", "Exchange the two dates");
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
    if (section != NULL) {
        take(parse, section_keys, COUNT(section_keys), 1u << section->type, entry, section);
        section->has_encoding = section->has_encoding || strcmp(entry->key, "encoding") == 0;
    }
}

enum na_code na_manifest_parse(const char *bytes, size_t length, const char *name,
                               struct na_manifest *ret_manifest, struct na_report *report,
                               struct na_error *reterr)
{
    struct na_manifest manifest = {.title = "",
                                   .attribution = "",
                                   .grid = "",
                                   .access_codes = "",
                                   .stale_days = NA_STALE_DAYS,
                                   .issued = NA_DATE_NONE};
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

void na_manifest_fini(struct na_manifest *manifest)
{
    free(manifest->sections);
    na_ini_free(&manifest->ini);
    memset(manifest, 0, sizeof *manifest);
}
