/* Builds the sentence to say back: the postcode letter by letter, the ward, the nearest known
 * place. Postcodes that sound alike are listed, the most dangerous first: few letters differ, and
 * they are far away. */
#include "locate/read_back.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "locate/postcodes.h"
#include "question/session_state.h"

/* A place is "by" a position within this distance, metres. */
#define BY_M 300.0
#define SOUNDS_KEPT 128
#define NAME_MAX 60

static const char *const figures[] = {"zero", "one", "two",   "three", "four",
                                      "five", "six", "seven", "eight", "nine"};
/* The spelling alphabet of ICAO. */
static const char *const letters[] = {
    "Alpha",  "Bravo", "Charlie", "Delta",  "Echo",     "Foxtrot", "Golf",   "Hotel",  "India",
    "Juliet", "Kilo",  "Lima",    "Mike",   "November", "Oscar",   "Papa",   "Quebec", "Romeo",
    "Sierra", "Tango", "Uniform", "Victor", "Whiskey",  "X-ray",   "Yankee", "Zulu"};

struct speech {
    char *to;
    size_t size, length;
};

static void say(struct speech *speech, const char *text)
{
    size_t length = strlen(text);
    if (speech->length + length + 1 < speech->size) {
        memcpy(speech->to + speech->length, text, length + 1);
        speech->length += length;
    }
}

/* "TS24 8AY" as "T S two four, eight Alpha Yankee": the letters of the area as they are, those at
 * the end by the spelling alphabet, since they are the ones that are misheard. */
static void say_code(struct speech *speech, const char *code, bool spell_all)
{
    bool blank = false;
    bool after = spell_all;
    for (const char *c = code; *c != '\0'; c++) {
        char one[2] = {*c, '\0'};
        if (*c == ' ') {
            say(speech, ",");
            after = true;
            continue;
        }
        say(speech, blank ? " " : "");
        blank = true;
        if (*c >= '0' && *c <= '9') {
            say(speech, figures[*c - '0']);
        } else if (*c >= 'A' && *c <= 'Z' && after) {
            say(speech, letters[*c - 'A']);
        } else {
            say(speech, one);
        }
    }
}

/* The newest wards there are. */
static const struct na_layer *newest_wards(const struct na_snapshot *snapshot)
{
    const struct na_layer *newest = NULL;
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        if (layer->role == NA_LAYER_WARDS &&
            (newest == NULL || layer->valid_from > newest->valid_from)) {
            newest = layer;
        }
    }
    return newest;
}

static void say_where(const struct na_snapshot *snapshot, const struct na_candidate *candidate,
                      struct speech *speech)
{
    const struct na_layer *layer = newest_wards(snapshot);
    uint32_t ward = layer != NULL ? na_area_index_lowest(&layer->lonlat, candidate->at.lon_deg,
                                                         candidate->at.lat_deg)
                                  : NA_AREA_NONE;
    uint32_t place = 0;
    double distance_m = 0.0;
    if (ward != NA_AREA_NONE) {
        struct na_area area;
        char name[NAME_MAX];
        na_snapshot_area(snapshot, layer, ward, &area);
        (void)na_text_copy(name, sizeof name, area.name);
        say(speech, speech->length > 0 ? "; " : "");
        say(speech, name);
        say(speech, " ward");
    }
    if (candidate->type != NA_CANDIDATE_PLACE &&
        na_snapshot_nearest_place(snapshot, candidate->at, &place, &distance_m) &&
        distance_m <= BY_M) {
        struct na_place_view view;
        char name[NAME_MAX];
        na_snapshot_place(snapshot, place, &view);
        (void)na_text_copy(name, sizeof name, view.name);
        say(speech, speech->length > 0 ? ", by " : "By ");
        say(speech, name);
    }
}

static bool position_of(const struct na_snapshot *snapshot, uint32_t key, struct na_grid *ret_grid)
{
    struct na_postcode_view view;
    uint32_t i = 0;
    if (!na_snapshot_find_postcode(snapshot, key, &i)) {
        return false;
    }
    na_snapshot_postcode(snapshot, i, &view);
    *ret_grid = view.grid;
    return view.has_position && !view.in_degrees && view.terminated == NA_DATE_NONE;
}

/* How many letters two postcodes differ in. */
static size_t differences(const char *a, const char *b)
{
    size_t count = 0;
    for (size_t i = 0; a[i] != '\0' && b[i] != '\0'; i++) {
        count += a[i] != b[i];
    }
    return count;
}

/* A postcode that sounds alike, while the first are chosen. */
struct sound {
    char postcode[NA_POSTCODE_TEXT];
    size_t differences;
    double distance_m;
};

/* Those that differ in fewer letters first; of these the farthest: it does the most harm. */
static int compare_sounds(const void *a, const void *b)
{
    const struct sound *x = a;
    const struct sound *y = b;
    if (x->differences != y->differences) {
        return x->differences < y->differences ? -1 : 1;
    }
    if (x->distance_m < y->distance_m || x->distance_m > y->distance_m) {
        return x->distance_m > y->distance_m ? -1 : 1;
    }
    return strcmp(x->postcode, y->postcode);
}

static void find_sounds(const struct na_snapshot *snapshot, const struct na_candidate *candidate,
                        struct na_located *located)
{
    uint32_t keys[SOUNDS_KEPT];
    struct sound sounds[SOUNDS_KEPT];
    uint32_t key = 0;
    size_t count = 0;
    if (!na_postcode_unit(na_str_of(candidate->label), &key) || !candidate->has_grid) {
        return;
    }
    size_t found = na_postcodes_sound_like(snapshot, key, keys, SOUNDS_KEPT);
    for (size_t i = 0; i < found; i++) {
        struct na_grid grid;
        if (!position_of(snapshot, keys[i], &grid)) {
            continue;
        }
        struct sound *sound = &sounds[count++];
        na_postcode_format(sound->postcode, keys[i]);
        sound->differences = differences(candidate->label, sound->postcode);
        sound->distance_m = hypot(grid.easting_m - candidate->grid.easting_m,
                                  grid.northing_m - candidate->grid.northing_m);
    }
    qsort(sounds, count, sizeof sounds[0], compare_sounds);
    for (size_t i = 0; i < count && i < NA_SOUNDS_LIKE_MAX; i++) {
        struct na_sounds_like *like = &located->sounds_like[located->sounds_like_count++];
        memcpy(like->postcode, sounds[i].postcode, sizeof like->postcode);
        like->distance_m = sounds[i].distance_m;
    }
}

void na_read_back(struct na_session *session, struct na_located *located)
{
    const struct na_candidate *candidate = &located->candidates[located->confident];
    struct speech speech = {located->read_back, sizeof located->read_back, 0};
    switch (candidate->type) {
    case NA_CANDIDATE_POSTCODE:
    case NA_CANDIDATE_SECTOR:
    case NA_CANDIDATE_OUTWARD:
        say_code(&speech, candidate->label, false);
        break;
    case NA_CANDIDATE_GRIDREF:
        say_code(&speech, candidate->label, true);
        break;
    case NA_CANDIDATE_COORDINATES:
        break;
    case NA_CANDIDATE_PLACE:
    case NA_CANDIDATE_ASSET:
    case NA_CANDIDATE_CROSSING: {
        char name[NAME_MAX];
        (void)na_text_copy(name, sizeof name, na_candidate_name(candidate));
        say(&speech, name);
        if (candidate->place[0] != '\0') {
            (void)na_text_copy(name, sizeof name, candidate->place);
            say(&speech, ", ");
            say(&speech, name);
        }
        break;
    }
    }
    if (candidate->has_lonlat) {
        say_where(session->snapshot, candidate, &speech);
    }
    if (candidate->type == NA_CANDIDATE_POSTCODE) {
        find_sounds(session->snapshot, candidate, located);
    }
}
