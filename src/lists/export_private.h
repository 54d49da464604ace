/* lists/export_private.h - what export.c and the renderers of exports share. */
#ifndef NA_LISTS_EXPORT_PRIVATE_H
#define NA_LISTS_EXPORT_PRIVATE_H

#include "base/date.h"
#include "data/snapshot.h"
#include "geo/gridref.h"
#include "lists/export.h"

struct na_export_question {
    const struct na_kind *kinds[NA_PARAMS_MAX];
    size_t kind_count; /* 0: all */
    bool spreadsheet_safe;
};

/* X(symbol, name, is it a number) in the order of the columns. */
#define NA_EXPORT_FIELDS(X)                                                                        \
    X(ID, "id", false)                                                                             \
    X(KIND, "kind", false)                                                                         \
    X(NAME, "name", false)                                                                         \
    X(ALIASES, "aliases", false)                                                                   \
    X(ADDRESS, "address", false)                                                                   \
    X(POSTCODE, "postcode", false)                                                                 \
    X(SITING, "siting", false)                                                                     \
    X(W3W, "w3w", false)                                                                           \
    X(UPRN, "uprn", false)                                                                         \
    X(LAT, "lat", true)                                                                            \
    X(LON, "lon", true)                                                                            \
    X(EASTING, "easting_m", true)                                                                  \
    X(NORTHING, "northing_m", true)                                                                \
    X(GRIDREF, "gridref", false)                                                                   \
    X(QUALITY, "quality", false)                                                                   \
    X(ACCURACY, "accuracy_m", true)                                                                \
    X(STATUS, "status", false)                                                                     \
    X(OPENING_HOURS, "opening_hours", false)                                                       \
    X(LOCKED, "locked", false)                                                                     \
    X(ACCESS, "access", false)                                                                     \
    X(HOLDER, "code_holder", false)                                                                \
    X(PHONE, "code_holder_phone", false)                                                           \
    X(CODE_CHECKED, "code_checked", false)                                                         \
    X(LAST_CHECKED, "last_checked", false)                                                         \
    X(VALID_FROM, "valid_from", false)                                                             \
    X(VALID_TO, "valid_to", false)                                                                 \
    X(INDICATIVE, "indicative", false)                                                             \
    X(PACK, "pack", false)

enum na_export_field {
#define X(symbol, name, number) NA_EXPORT_##symbol,
    NA_EXPORT_FIELDS(X)
#undef X
        NA_EXPORT_FIELD_COUNT
};

struct na_export_form {
    const char *name;
    bool is_number;
};
extern const struct na_export_form na_export_forms[NA_EXPORT_FIELD_COUNT];

/* An asset as texts, "" for what is not known: borrowed, or held here. Do not copy. */
struct na_export_row {
    struct na_asset asset;
    const char *values[NA_EXPORT_FIELD_COUNT];
    char numbers[5][48];
    char gridref[NA_GRIDREF_TEXT];
    char dates[4][NA_DATE_TEXT];
};
void na_export_row_make(const struct na_snapshot *snapshot, uint32_t asset,
                        struct na_export_row *ret_row);
/* Is asset `i` one of those asked for? */
bool na_export_wanted(const struct na_snapshot *snapshot, const struct na_export_question *question,
                      uint32_t i);

NA_MUST_USE enum na_code na_render_export_csv(const struct na_snapshot *snapshot,
                                              const struct na_export_question *question,
                                              struct na_buffer *to);
NA_MUST_USE enum na_code na_render_export_geojson(const struct na_snapshot *snapshot,
                                                  const struct na_export_question *question,
                                                  struct na_buffer *to);
NA_MUST_USE enum na_code na_render_export_kml(const struct na_snapshot *snapshot,
                                              const struct na_export_question *question,
                                              struct na_buffer *to);

#endif
