/* The properties of features: flat, the same for each feature of a collection, and of one type. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/text.h"
#include "features/private.h"
#include "write/render.h"

enum field {
    CODE,
    NAME,
    NAME_WELSH,
    AUTHORITY_CODE,
    AUTHORITY_NAME,
    VINTAGE,
    AREA_KIND,
    ID,
    KIND,
    ALIASES,
    ADDRESS,
    POSTCODE,
    SITING,
    LOCATION,
    SPOKEN_NAME,
    LANDMARK,
    LOOKS,
    W3W,
    UPRN,
    LOCKED,
    ACCESS,
    CODE_HOLDER,
    CODE_HOLDER_PHONE,
    CODE_CHECKED,
    HOURS,
    STATUS,
    USABLE,
    USABLE_WHY,
    QUALITY,
    ACCURACY,
    EASTING,
    NORTHING,
    LAST_CHECKED,
    VALID_FROM,
    VALID_TO
};

struct na_property_def {
    const char *name;
    enum field field;
    enum na_property_type type;
};

static const struct na_property_def wards[] = {
    {"code", CODE, NA_PROPERTY_TEXT},
    {"name", NAME, NA_PROPERTY_TEXT},
    {"name_welsh", NAME_WELSH, NA_PROPERTY_TEXT},
    {"authority_code", AUTHORITY_CODE, NA_PROPERTY_TEXT},
    {"authority_name", AUTHORITY_NAME, NA_PROPERTY_TEXT},
    {"vintage", VINTAGE, NA_PROPERTY_TEXT},
    {"valid_from", VALID_FROM, NA_PROPERTY_DATE},
    {"valid_to", VALID_TO, NA_PROPERTY_DATE},
};

static const struct na_property_def areas[] = {
    {"code", CODE, NA_PROPERTY_TEXT},         {"name", NAME, NA_PROPERTY_TEXT},
    {"kind", AREA_KIND, NA_PROPERTY_TEXT},    {"valid_from", VALID_FROM, NA_PROPERTY_DATE},
    {"valid_to", VALID_TO, NA_PROPERTY_DATE},
};

static const struct na_property_def assets[] = {
    {"id", ID, NA_PROPERTY_TEXT},
    {"kind", KIND, NA_PROPERTY_TEXT},
    {"name", NAME, NA_PROPERTY_TEXT},
    {"aliases", ALIASES, NA_PROPERTY_TEXT},
    {"address", ADDRESS, NA_PROPERTY_TEXT},
    {"postcode", POSTCODE, NA_PROPERTY_TEXT},
    {"siting", SITING, NA_PROPERTY_TEXT},
    {"location", LOCATION, NA_PROPERTY_TEXT},
    {"spoken_name", SPOKEN_NAME, NA_PROPERTY_TEXT},
    {"landmark", LANDMARK, NA_PROPERTY_TEXT},
    {"looks", LOOKS, NA_PROPERTY_TEXT},
    {"w3w", W3W, NA_PROPERTY_TEXT},
    {"uprn", UPRN, NA_PROPERTY_TEXT},
    {"locked", LOCKED, NA_PROPERTY_TEXT},
    {"access", ACCESS, NA_PROPERTY_TEXT},
    {"code_holder", CODE_HOLDER, NA_PROPERTY_TEXT},
    {"code_holder_phone", CODE_HOLDER_PHONE, NA_PROPERTY_TEXT},
    {"code_checked", CODE_CHECKED, NA_PROPERTY_DATE},
    {"opening_hours", HOURS, NA_PROPERTY_TEXT},
    {"status", STATUS, NA_PROPERTY_TEXT},
    {"usable", USABLE, NA_PROPERTY_TEXT},
    {"usable_why", USABLE_WHY, NA_PROPERTY_TEXT},
    {"position_quality", QUALITY, NA_PROPERTY_TEXT},
    {"accuracy_m", ACCURACY, NA_PROPERTY_NUMBER},
    {"easting_m", EASTING, NA_PROPERTY_NUMBER},
    {"northing_m", NORTHING, NA_PROPERTY_NUMBER},
    {"last_checked", LAST_CHECKED, NA_PROPERTY_DATE},
    {"valid_from", VALID_FROM, NA_PROPERTY_DATE},
    {"valid_to", VALID_TO, NA_PROPERTY_DATE},
};

/* Add the name at its place among those that are there. */
static bool add_tag(struct na_properties *properties, const char *name)
{
    size_t low = 0;
    size_t high = properties->tag_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(properties->tags[middle], name);
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (properties->tag_count == NA_PROPERTIES_TAGS) {
        return false;
    }
    memmove(&properties->tags[low + 1], &properties->tags[low],
            (properties->tag_count - low) * sizeof properties->tags[0]);
    properties->tags[low] = name;
    properties->tag_count++;
    return true;
}

static enum na_code add_tags(const struct na_snapshot *snapshot,
                             const struct na_collection *collection,
                             struct na_properties *properties, struct na_error *reterr)
{
    for (uint32_t i = 0; i < na_snapshot_asset_count(snapshot); i++) {
        struct na_feature feature;
        if (!na_feature_at(snapshot, collection, i, &feature)) {
            continue;
        }
        for (uint32_t j = 0; j < feature.asset.tag_count; j++) {
            struct na_tag tag;
            na_snapshot_tag(snapshot, &feature.asset, j, &tag);
            if (!add_tag(properties, tag.name)) {
                (void)na_fail(reterr, NA_ERR_LIMIT, "The assets of kind %s have over %d columns",
                              collection->kind->name, NA_PROPERTIES_TAGS);
                return na_fail_at(reterr, NA_ERR_LIMIT, NULL, 0, NULL, "Ask /v1/assets");
            }
        }
    }
    return NA_OK;
}

enum na_code na_properties_of(const struct na_snapshot *snapshot,
                              const struct na_collection *collection,
                              struct na_properties *ret_properties, struct na_error *reterr)
{
    ret_properties->tag_count = 0;
    switch (collection->of) {
    case NA_COLLECTION_WARDS:
        ret_properties->defs = wards;
        ret_properties->def_count = sizeof wards / sizeof wards[0];
        return NA_OK;
    case NA_COLLECTION_AREAS:
        ret_properties->defs = areas;
        ret_properties->def_count = sizeof areas / sizeof areas[0];
        return NA_OK;
    case NA_COLLECTION_ASSETS:
        break;
    }
    ret_properties->defs = assets;
    ret_properties->def_count = sizeof assets / sizeof assets[0];
    return add_tags(snapshot, collection, ret_properties, reterr);
}

size_t na_properties_count(const struct na_properties *properties)
{
    return properties->def_count + properties->tag_count;
}

/* Is it the name of a property of ours, or of a parameter of items? */
static bool is_taken(const struct na_properties *properties, const char *name)
{
    for (size_t i = 0; i < properties->def_count; i++) {
        if (strcmp(properties->defs[i].name, name) == 0) {
            return true;
        }
    }
    const struct na_param_specs *params = na_question_items.params;
    for (size_t i = 0; i < params->count; i++) {
        if (strcmp(params->specs[i].name, name) == 0) {
            return true;
        }
    }
    return strcmp(name, "geometry") == 0;
}

enum na_property_type na_property_name(const struct na_properties *properties, size_t i,
                                       char ret_name[NA_PROPERTY_NAME])
{
    if (i < properties->def_count) {
        (void)na_text_copy(ret_name, NA_PROPERTY_NAME, properties->defs[i].name);
        return properties->defs[i].type;
    }
    const char *tag = properties->tags[i - properties->def_count];
    (void)snprintf(ret_name, NA_PROPERTY_NAME, "%s%s", is_taken(properties, tag) ? "tag_" : "",
                   tag);
    return NA_PROPERTY_TEXT;
}

bool na_property_find(const struct na_properties *properties, const char *name, size_t *ret_i)
{
    char own[NA_PROPERTY_NAME];
    for (size_t i = 0; i < na_properties_count(properties); i++) {
        (void)na_property_name(properties, i, own);
        if (strcmp(own, name) == 0) {
            *ret_i = i;
            return true;
        }
    }
    return false;
}

static const char *area_text(const struct na_feature *feature, enum field field)
{
    const struct na_area *area = &feature->area;
    switch (field) {
    case CODE:
        return area->code;
    case NAME:
        return area->name;
    case NAME_WELSH:
        return area->name_welsh;
    case AUTHORITY_CODE:
        return area->authority_code;
    case AUTHORITY_NAME:
        return area->authority_name;
    case VINTAGE:
        return feature->collection->layer->id;
    case AREA_KIND:
        return feature->collection->layer->kind;
    default:
        return NULL;
    }
}

static const char *locked_name(enum na_locked locked)
{
    return locked == NA_LOCKED_YES ? "yes" : locked == NA_LOCKED_NO ? "no" : "unknown";
}

/* The texts that an asset has. */
static const char *asset_text(const struct na_asset *asset, enum field field)
{
    const char *const texts[] = {
        [ID] = asset->id,
        [KIND] = asset->kind,
        [NAME] = asset->name,
        [ALIASES] = asset->aliases,
        [ADDRESS] = asset->address,
        [POSTCODE] = asset->postcode,
        [SITING] = asset->siting,
        [LOCATION] = na_location_name(asset->location),
        [SPOKEN_NAME] = asset->spoken_name,
        [LANDMARK] = asset->landmark,
        [LOOKS] = asset->looks,
        [W3W] = asset->w3w,
        [UPRN] = asset->uprn,
        [LOCKED] = locked_name(asset->locked),
        [ACCESS] = asset->access,
        [CODE_HOLDER] = asset->code_holder,
        [CODE_HOLDER_PHONE] = asset->code_holder_phone,
        [HOURS] = asset->opening_hours,
        [STATUS] = na_status_name(asset->status),
        [QUALITY] = na_quality_name(asset->quality),
    };
    return field < sizeof texts / sizeof texts[0] ? texts[field] : NULL;
}

static int32_t date_of(const struct na_feature *feature, enum field field)
{
    switch (field) {
    case VALID_FROM:
        return feature->valid_from;
    case VALID_TO:
        return feature->valid_to;
    case LAST_CHECKED:
        return feature->asset.last_checked;
    case CODE_CHECKED:
        return feature->asset.code_checked;
    default:
        return NA_DATE_NONE;
    }
}

static double number_of(const struct na_asset *asset, enum field field)
{
    return field == ACCURACY  ? asset->accuracy_m
           : field == EASTING ? asset->grid.easting_m
                              : asset->grid.northing_m;
}

static const char *tag_text(const struct na_snapshot *snapshot, const struct na_asset *asset,
                            const char *name)
{
    for (uint32_t i = 0; i < asset->tag_count; i++) {
        struct na_tag tag;
        na_snapshot_tag(snapshot, asset, i, &tag);
        if (strcmp(tag.name, name) == 0) {
            return tag.value;
        }
    }
    return NULL;
}

/* The verdict, or why. */
static const char *verdict(const struct na_asset *asset, const struct na_moment *moment,
                           enum field field, char *room)
{
    if (field == USABLE) {
        return na_usable_name(na_usable_state(asset, moment));
    }
    struct na_usable usable;
    na_usable_judge(asset, moment, &usable);
    (void)na_text_copy(room, NA_USABLE_WHY, usable.why);
    return room;
}

void na_property_value(const struct na_snapshot *snapshot, const struct na_feature *feature,
                       const struct na_moment *moment, const struct na_properties *properties,
                       size_t i, struct na_property_value *ret_value)
{
    ret_value->text = NULL;
    ret_value->number = NAN;
    ret_value->decimals = 3;
    if (i >= properties->def_count) {
        ret_value->text =
            tag_text(snapshot, &feature->asset, properties->tags[i - properties->def_count]);
        return;
    }
    const struct na_property_def *def = &properties->defs[i];
    if (def->type == NA_PROPERTY_NUMBER) {
        ret_value->number = number_of(&feature->asset, def->field);
    } else if (def->type == NA_PROPERTY_DATE) {
        na_date_format(ret_value->room, date_of(feature, def->field));
        ret_value->text = ret_value->room;
    } else if (feature->collection->layer != NULL) {
        ret_value->text = area_text(feature, def->field);
    } else if (def->field == USABLE || def->field == USABLE_WHY) {
        ret_value->text = verdict(&feature->asset, moment, def->field, ret_value->room);
    } else {
        ret_value->text = asset_text(&feature->asset, def->field);
    }
    if (ret_value->text != NULL && ret_value->text[0] == '\0') {
        ret_value->text = NULL;
    }
}
