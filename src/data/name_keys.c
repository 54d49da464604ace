/* What the index of names knows of a name beside its words: how much they tell, where it is, and
 * whether it is a street or a town. Who writes the index and who searches it share this. */
#include <math.h>

#include "data/places.h"
#include "data/snapshot_private.h"
#include "geo/trig.h"

double na_name_word_tells(uint32_t all, uint32_t names)
{
    return na_trig_log(1.0 + (double)all / (1.0 + (double)names));
}

uint32_t na_name_weight(const uint32_t *words, const double *tells, size_t count)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        bool again = false;
        for (size_t j = 0; j < i; j++) {
            again = again || words[j] == words[i];
        }
        sum += again ? NA_NAME_WEIGHT_AGAIN * tells[i] : tells[i];
    }
    double weight = floor((sum - NA_NAME_WEIGHT_LEAST) * NA_NAME_WEIGHT_UNITS);
    return weight < 0.0 ? 0 : weight < (double)(UINT32_MAX - 1) ? (uint32_t)weight : UINT32_MAX - 1;
}

static uint32_t step_of(double share, uint32_t steps)
{
    double step = floor(share * (double)steps);
    return step < 0.0 ? 0 : step < (double)steps ? (uint32_t)step : steps - 1;
}

uint32_t na_name_key(struct na_lonlat at, uint32_t what)
{
    uint32_t lat = step_of((at.lat_deg + 90.0) / 180.0, NA_NAME_LAT_STEPS);
    uint32_t lon = step_of((at.lon_deg + 180.0) / 360.0, NA_NAME_LON_STEPS);
    return lat << NA_NAME_LAT_SHIFT | lon << NA_NAME_LON_SHIFT | (what & NA_NAME_CLASS);
}

uint32_t na_snapshot_name_key(const struct na_snapshot *snapshot, uint32_t i)
{
    return ((const uint32_t *)snapshot->sections[NA_FLAT_NAME_KEYS].items)[i];
}

const uint32_t *na_snapshot_name_weights(const struct na_snapshot *snapshot, uint32_t *ret_count)
{
    *ret_count = (uint32_t)snapshot->sections[NA_FLAT_NAME_WEIGHTS].count;
    return snapshot->sections[NA_FLAT_NAME_WEIGHTS].items;
}

uint32_t na_snapshot_name_kind_count(const struct na_snapshot *snapshot)
{
    return (uint32_t)snapshot->sections[NA_FLAT_NAME_KINDS].count;
}

const char *na_snapshot_name_kind(const struct na_snapshot *snapshot, uint32_t i)
{
    const uint32_t *kinds = snapshot->sections[NA_FLAT_NAME_KINDS].items;
    return na_snapshot_text(snapshot, kinds[i]);
}

static bool is_among(const char *text, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (na_text_same_fold(text, *list)) {
            return true;
        }
    }
    return false;
}

bool na_place_kind_is_town(const char *kind)
{
    static const char *const kinds[] = {
        "town",       "city",     "village",         "hamlet",
        "suburb",     "locality", "suburban area",   "other settlement",
        "settlement", "borough",  "populated place", NULL};
    return is_among(kind, kinds);
}

bool na_place_kind_is_street(const char *kind)
{
    static const char *const kinds[] = {"street",        "road",
                                        "named road",    "section of named road",
                                        "numbered road", "section of numbered road",
                                        "address",       NULL};
    return is_among(kind, kinds);
}
