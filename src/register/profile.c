/* The profiles that ship, which the program is built with, and how a file is told to be of one. */
#include "register/profile.h"

#include <string.h>

#include "base/fail.h"
#include "io/ini.h"
#include "register/heading.h"

#define SHIPPED(X)                                                                                 \
    X(arcgis_hub, "arcgis-hub")                                                                    \
    X(council_assets, "council-assets")                                                            \
    X(defib_network, "defib-network")                                                              \
    X(fhrs, "fhrs")                                                                                \
    X(lga, "lga")                                                                                  \
    X(osm_geojson, "osm-geojson")                                                                  \
    X(overpass_csv, "overpass-csv")

#define DECLARE(symbol, name)                                                                      \
    extern const unsigned char na_profile_##symbol[];                                              \
    extern const size_t na_profile_##symbol##_length;
SHIPPED(DECLARE)

static const struct {
    const char *name;
    const unsigned char *bytes;
    const size_t *length;
} shipped[] = {
#define ROW(symbol, name) {name, na_profile_##symbol, &na_profile_##symbol##_length},
    SHIPPED(ROW)};

size_t na_profile_count(void)
{
    return sizeof shipped / sizeof shipped[0];
}

struct na_profile na_profile_at(size_t i)
{
    return (struct na_profile){shipped[i].name,
                               {(const char *)shipped[i].bytes, *shipped[i].length}};
}

bool na_profile_named(const char *name, struct na_profile *ret_profile)
{
    for (size_t i = 0; i < na_profile_count(); i++) {
        if (strcmp(shipped[i].name, name) == 0) {
            *ret_profile = na_profile_at(i);
            return true;
        }
    }
    return false;
}

bool na_profile_is_name(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_");
    return length > 0 && length <= 40 && name[length] == '\0';
}

size_t na_profile_match(struct na_str match, const struct na_str *headings, size_t count)
{
    size_t found = 0;
    struct na_str item;
    while (na_heading_list_next(&match, ',', &item)) {
        size_t i = 0;
        while (i < count && !na_heading_same(headings[i], item)) {
            i++;
        }
        if (i == count) {
            return 0;
        }
        found++;
    }
    return found;
}

enum na_code na_profile_read_match(struct na_profile profile, char *to, size_t size,
                                   struct na_error *reterr)
{
    struct na_ini ini;
    bool found = false;
    enum na_code code =
        na_ini_parse(profile.text.bytes, profile.text.length, profile.name, &ini, reterr);
    if (code != NA_OK) {
        return code;
    }
    for (size_t i = 0; i < ini.count; i++) {
        if (strcmp(ini.entries[i].section, "profile") == 0 &&
            strcmp(ini.entries[i].key, "match") == 0) {
            found = na_text_copy(to, size, ini.entries[i].value);
        }
    }
    na_ini_free(&ini);
    return found ? NA_OK : na_fail(reterr, NA_ERR_DATA, "The profile has no match");
}
