/* Is every asset where it can be? Its position is compared with its own postcode, with the wards
 * and with the other assets. A wrong position is never loaded; what it may have been meant for is
 * said as a hint and never used (docs/registers.md has the limits and what they were measured on).
 */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "compile/asset_places.h"
#include "compile/kept_ids.h"
#include "compile/places.h"
#include "compile/position_hint.h"
#include "data/postcode.h"
#include "geo/area_index.h"
#include "geo/earth.h"
#include "geo/trig.h"

/* From its own postcode: three times the mean distance of the postcode to its five nearest, kept
 * within these. Of 517 premises with a postcode one lay 1,441 m off, all others under 1 km. */
/* The south-western corner of the National Grid: no land lies so near it both ways. */
#define GRID_SEA_M 5000.0
#define POSTCODE_NEAREST 5
#define POSTCODE_TIMES 3.0
#define POSTCODE_LIMIT_LOW_M 2000.0
#define POSTCODE_LIMIT_HIGH_M 5000.0
/* One place. */
#define SAME_PLACE_M 5.0
/* Of so many postcodes without a position more than a fifth means a file of another layout. */
#define POSTCODES_LEAST 20
#define MOST_WITHOUT_POSITION 5
/* Accuracy of a postcode's position, and of one that is rounded. */
#define POSTCODE_ACCURACY_M 100.0

/* From the middle of its own file, in a pack without wards: this far, and ten times as far as half
 * of all. Twice that, and over the limit, is an error. */
#define OUTLIER_LEAST 10
#define OUTLIER_TIMES 10.0
#define OUTLIER_WARN_M 20000.0
#define OUTLIER_LIMIT_M 100000.0

struct plausible {
    struct na_compiler *compiler;
    struct na_asset_row *rows;
    size_t count;
    const struct na_postcode_row *postcodes; /* sorted by key, the best of each first */
    size_t postcode_count;
    struct na_area_index *wards;
    size_t ward_layers;
    struct na_asset_streets streets;
};

static const char *text_at(const struct na_compiler *compiler, uint32_t offset)
{
    const char *texts = compiler->writer.sections[NA_FLAT_STRINGS].data;
    return texts != NULL ? texts + offset : "";
}

static void find(struct plausible *work, struct na_asset_row *row, bool is_error, const char *hint,
                 const char *what)
{
    struct na_compiler *compiler = work->compiler;
    struct na_place place = {.file = row->file,
                             .record = row->record,
                             .field = row->from_grid ? "easting_m" : "lat",
                             .hint = hint};
    char message[400];
    (void)snprintf(message, sizeof message, "%s (%.60s, %.80s)", what,
                   text_at(compiler, row->flat.texts[NA_ASSET_ID]),
                   text_at(compiler, row->flat.texts[NA_ASSET_NAME]));
    if (!is_error) {
        na_compile_warning(compiler, place, "%s", message);
        return;
    }
    compiler->record.skips = row->section->on_error == NA_ON_ERROR_SKIP;
    na_compile_error(compiler, place, "%s", message);
    row->left_out = compiler->record.left_out;
    compiler->record = (struct na_open_record){.skips = false};
}

/* First postcode whose key is not below `key`. */
static size_t lower_bound(const struct plausible *work, uint32_t key)
{
    size_t low = 0;
    size_t high = work->postcode_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool below = work->postcodes[middle].key < key;
        low = below ? middle + 1 : low;
        high = below ? high : middle;
    }
    return low;
}

static const struct na_postcode_row *postcode_of(const struct plausible *work, uint32_t key)
{
    size_t i = lower_bound(work, key);
    return i < work->postcode_count && work->postcodes[i].key == key ? &work->postcodes[i] : NULL;
}

static bool has_grid(const struct na_postcode_row *postcode)
{
    return (postcode->east & (NA_POSTCODE_NO_POSITION | NA_POSTCODE_IN_DEGREES)) == 0;
}

static struct na_grid grid_of(const struct na_postcode_row *postcode)
{
    return (struct na_grid){(double)(postcode->east & NA_POSTCODE_EAST_MASK),
                            (double)(postcode->north & NA_POSTCODE_NORTH_MASK)};
}

/* Does the pack have postcodes of the same area, TS say? */
static bool knows_area(const struct plausible *work, uint32_t key)
{
    uint32_t area = key / NA_POSTCODE_AREA_KEYS;
    size_t i = lower_bound(work, area * NA_POSTCODE_AREA_KEYS);
    return i < work->postcode_count && work->postcodes[i].key / NA_POSTCODE_AREA_KEYS == area;
}

/* The position of the street that its address names, for an asset that has no other. */
static bool take_street(struct plausible *work, struct na_asset_row *row)
{
    if (!row->wants_street || !na_asset_street_give(&work->streets, row)) {
        return false;
    }
    find(work, row, false, "Give the position, or the postcode",
         "No position and no postcode: somewhere in the street of its address is taken, good to "
         "300 m");
    return true;
}

/* The position of its UPRN was not found, and it has no postcode. */
static void take_last(struct plausible *work, struct na_asset_row *row)
{
    char what[160];
    if (take_street(work, row)) {
        return;
    }
    if (row->wants_uprn) {
        (void)snprintf(what, sizeof what,
                       "The position is missing, and the pack has none for UPRN %llu",
                       (unsigned long long)row->uprn);
    } else {
        (void)snprintf(what, sizeof what,
                       "The position is missing, and no street of the pack is that of its address");
    }
    find(work, row, true, "Give the position, or a postcode", what);
}

/* The position of its postcode, for an asset that has no other. */
static void take_postcode(struct plausible *work, struct na_asset_row *row)
{
    const struct na_postcode_row *postcode = postcode_of(work, row->postcode);
    char text[NA_POSTCODE_TEXT];
    char what[160];
    struct na_lonlat at;
    struct na_error error;
    na_postcode_format(text, row->postcode);
    if (postcode == NULL || !has_grid(postcode)) {
        if (take_street(work, row)) {
            return;
        }
        (void)snprintf(what, sizeof what, "The position is missing, and the pack has none for %s",
                       text);
        find(work, row, true,
             work->postcode_count > 0 ? "Give the position, or correct the postcode"
                                      : "Give the position, or add Code-Point Open to the pack",
             what);
        return;
    }
    struct na_grid grid = grid_of(postcode);
    if (na_crs_to_lonlat(work->compiler->crs, grid, &at, &error) != NA_OK) {
        find(work, row, true, "Give the position", error.message);
        return;
    }
    row->flat.lon_deg = at.lon_deg;
    row->flat.lat_deg = at.lat_deg;
    row->flat.easting_m = grid.easting_m;
    row->flat.northing_m = grid.northing_m;
    row->by = NA_PLACED_BY_POSTCODE;
    row->flat.quality = NA_QUALITY_POSTCODE;
    row->flat.accuracy_m =
        fmax(POSTCODE_ACCURACY_M,
             na_postcode_accuracy_m(postcode->east >> NA_POSTCODE_QUALITY_SHIFT & 0xFFu));
}

/* How far from its postcode a position may be: by how far apart postcodes are there. */
static double postcode_limit_m(const struct plausible *work, struct na_grid at)
{
    double nearest[POSTCODE_NEAREST] = {DBL_MAX, DBL_MAX, DBL_MAX, DBL_MAX, DBL_MAX};
    double said = work->compiler->manifest.postcode_limit_m;
    if (!isnan(said)) {
        return said;
    }
    for (size_t i = 0; i < work->postcode_count; i++) {
        if (!has_grid(&work->postcodes[i])) {
            continue;
        }
        struct na_grid other = grid_of(&work->postcodes[i]);
        double apart_m =
            na_trig_length(other.easting_m - at.easting_m, other.northing_m - at.northing_m);
        for (size_t n = 0; n < POSTCODE_NEAREST && apart_m > 0; n++) {
            if (apart_m < nearest[n]) {
                double farther = nearest[n];
                nearest[n] = apart_m;
                apart_m = farther;
            }
        }
    }
    double sum_m = 0;
    for (size_t n = 0; n < POSTCODE_NEAREST; n++) {
        sum_m += fmin(nearest[n], POSTCODE_LIMIT_HIGH_M);
    }
    return fmin(fmax(POSTCODE_TIMES * sum_m / POSTCODE_NEAREST, POSTCODE_LIMIT_LOW_M),
                POSTCODE_LIMIT_HIGH_M);
}

/* From its own postcode. True: a fault was found. */
static bool check_postcode(struct plausible *work, struct na_asset_row *row)
{
    const struct na_postcode_row *postcode = postcode_of(work, row->postcode);
    struct na_position_hint hint = {.row = row};
    struct na_error error;
    char text[NA_POSTCODE_TEXT];
    char what[160];
    na_postcode_format(text, row->postcode);
    if (postcode == NULL) {
        if (knows_area(work, row->postcode)) {
            (void)snprintf(what, sizeof what, "The pack does not know the postcode %s", text);
            find(work, row, false, "Correct it if it is wrong", what);
        }
        return false;
    }
    if (!has_grid(postcode)) {
        return false;
    }
    hint.postcode_grid = grid_of(postcode);
    if (na_crs_to_lonlat(work->compiler->crs, hint.postcode_grid, &hint.postcode, &error) !=
        NA_OK) {
        return false;
    }
    bool has_grid_position = !isnan(row->flat.easting_m);
    double off_m =
        has_grid_position
            ? na_trig_length(row->flat.easting_m - hint.postcode_grid.easting_m,
                             row->flat.northing_m - hint.postcode_grid.northing_m)
            : na_position_apart_m((struct na_lonlat){row->flat.lon_deg, row->flat.lat_deg},
                                  hint.postcode);
    double said = work->compiler->manifest.postcode_limit_m;
    if (off_m <= (isnan(said) ? POSTCODE_LIMIT_LOW_M : said) / 2) {
        return false;
    }
    double limit_m = postcode_limit_m(work, hint.postcode_grid);
    if (off_m <= limit_m / 2) {
        return false;
    }
    (void)snprintf(what, sizeof what, "%.1f km from its own postcode, %s", off_m / 1000.0, text);
    na_position_hint_find(&hint);
    find(work, row, off_m > limit_m,
         hint.text[0] != '\0' ? hint.text : "Correct the one that is wrong", what);
    return off_m > limit_m;
}

/* Metres from the nearest ward of any vintage; 0: it is in one. */
static double from_wards_m(const struct plausible *work, struct na_lonlat at)
{
    struct na_metric metric = {NA_METRES_PER_DEGREE * na_position_cosine(at.lat_deg),
                               NA_METRES_PER_DEGREE};
    double nearest_m = DBL_MAX;
    for (size_t i = 0; i < work->ward_layers; i++) {
        struct na_edge_hit hit;
        if (na_area_index_lowest(&work->wards[i], at.lon_deg, at.lat_deg) != NA_AREA_NONE) {
            return 0;
        }
        if (na_area_index_nearest_edge(&work->wards[i], at.lon_deg, at.lat_deg, metric, &hit)) {
            nearest_m = fmin(nearest_m, hit.distance_m);
        }
    }
    return nearest_m < DBL_MAX ? nearest_m : 0;
}

static void check_wards(struct plausible *work, struct na_asset_row *row)
{
    char what[120];
    const struct na_manifest *manifest = &work->compiler->manifest;
    double off_m = from_wards_m(work, (struct na_lonlat){row->flat.lon_deg, row->flat.lat_deg});
    if (off_m <= manifest->ward_warn_m) {
        return;
    }
    (void)snprintf(what, sizeof what, "%.1f km outside all wards of the pack", off_m / 1000.0);
    find(work, row, off_m > manifest->ward_limit_m,
         "Correct the position; ward_limit_m in [pack] is the limit", what);
}

/* "54.57, -1.24", or whole hundreds of metres, that call themselves surveyed. */
static void check_rounded(struct plausible *work, struct na_asset_row *row)
{
    struct na_flat_asset *flat = &row->flat;
    double first = row->from_grid ? flat->easting_m / 100.0 : flat->lat_deg * 1000.0;
    double second = row->from_grid ? flat->northing_m / 100.0 : flat->lon_deg * 1000.0;
    bool rounded = fabs(first - nearbyint(first)) < 1e-7 && fabs(second - nearbyint(second)) < 1e-7;
    if (flat->quality == NA_QUALITY_SURVEYED && rounded && flat->accuracy_m < POSTCODE_ACCURACY_M) {
        flat->accuracy_m = POSTCODE_ACCURACY_M;
        find(work, row, false, "Give the position with all its figures",
             "A rounded position cannot be surveyed: 100 m is taken for its accuracy");
    }
}

/* At the origin of the grid is sea: thousands that were read as metres, or kilometres. */
static bool check_origin(struct plausible *work, struct na_asset_row *row)
{
    bool sea = row->from_grid && fabs(row->flat.easting_m) < GRID_SEA_M &&
               fabs(row->flat.northing_m) < GRID_SEA_M;
    if (sea) {
        find(work, row, true,
             "Give metres, such as 450770: 450.77 are kilometres, or a dot that parts thousands",
             "The position is in the sea, at the origin of the National Grid");
    }
    return sea;
}

static bool has_position(const struct na_asset_row *row)
{
    /* Exactly zero: a row whose fault was found already. */
    return !row->left_out && (row->flat.lat_deg != 0 || row->flat.lon_deg != 0);
}

static void check_row(struct plausible *work, struct na_asset_row *row)
{
    if (row->wants_postcode) {
        take_postcode(work, row);
    } else if (row->wants_uprn || row->wants_street) {
        take_last(work, row);
    } else if (has_position(row)) {
        bool far = (row->has_postcode && check_postcode(work, row)) || check_origin(work, row);
        if (!far) {
            check_wards(work, row);
        }
        check_rounded(work, row);
    }
}

/* Positions that are their postcodes', though the file does not say so. */
static void check_quality(struct plausible *work, const struct na_section *section)
{
    enum { LEAST = 10 };
    size_t unsaid = 0;
    size_t near = 0;
    for (size_t i = 0; i < work->count; i++) {
        const struct na_asset_row *row = &work->rows[i];
        const struct na_postcode_row *postcode = postcode_of(work, row->postcode);
        if (row->section == section && !row->says_quality && row->by == NA_PLACED_BY_FILE &&
            has_position(row)) {
            na_compile_count(work->compiler, section)->unsaid++;
        }
        if (row->section != section || row->says_quality || !row->has_postcode ||
            row->wants_postcode || !has_position(row) || postcode == NULL || !has_grid(postcode)) {
            continue;
        }
        struct na_grid grid = grid_of(postcode);
        unsaid++;
        near += na_trig_length(row->flat.easting_m - grid.easting_m,
                               row->flat.northing_m - grid.northing_m) <= SAME_PLACE_M;
    }
    struct na_section_count *count = na_compile_count(work->compiler, section);
    count->compared = unsaid;
    count->at_postcode = near;
    if (unsaid < LEAST || near * 2 < unsaid) {
        return;
    }
    for (size_t i = 0; i < work->count; i++) {
        struct na_asset_row *row = &work->rows[i];
        if (row->section == section && !row->says_quality && has_position(row)) {
            row->flat.quality = NA_QUALITY_POSTCODE;
            row->flat.accuracy_m = fmin(row->flat.accuracy_m, POSTCODE_ACCURACY_M);
        }
    }
    na_compile_warning(work->compiler,
                       (struct na_place){.file = section->file,
                                         .hint = "Add quality = postcode to its section, or say "
                                                 "what they are"},
                       "%zu of %zu positions are those of their postcodes: all count as such", near,
                       unsaid);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_size);
    return values[count / 2];
}

/* Has the row a position of its own on the grid? */
static bool is_placed(const struct na_asset_row *row, const struct na_section *section)
{
    return row->section == section && has_position(row) && row->by == NA_PLACED_BY_FILE &&
           !isnan(row->flat.easting_m);
}

/* How far from the middle of its file each lies; far ones, compared with half of all, are wrong. */
static void find_outliers(struct plausible *work, const struct na_section *section,
                          struct na_grid middle, double usual_m)
{
    for (size_t i = 0; i < work->count; i++) {
        struct na_asset_row *row = &work->rows[i];
        char what[160];
        if (!is_placed(row, section)) {
            continue;
        }
        double off_m = na_trig_length(row->flat.easting_m - middle.easting_m,
                                      row->flat.northing_m - middle.northing_m);
        if (off_m <= OUTLIER_WARN_M || off_m <= OUTLIER_TIMES * usual_m) {
            continue;
        }
        (void)snprintf(what, sizeof what,
                       "%.0f km from the middle of its file, of which half lies within %.*f %s",
                       off_m / 1000.0, usual_m < 1000 ? 0 : 1,
                       usual_m < 1000 ? usual_m : usual_m / 1000.0, usual_m < 1000 ? "m" : "km");
        find(work, row, off_m > OUTLIER_LIMIT_M && off_m > 2 * OUTLIER_TIMES * usual_m,
             "Correct the position if it is wrong", what);
    }
}

/* Without wards nothing else tells a position far away from all others of its file. */
static enum na_code check_outliers(struct plausible *work, const struct na_section *section,
                                   struct na_error *reterr)
{
    size_t count = 0;
    double *values[3] = {NULL, NULL, NULL};
    for (size_t i = 0; i < work->count; i++) {
        count += is_placed(&work->rows[i], section);
    }
    if (work->ward_layers > 0 || count < OUTLIER_LEAST) {
        return NA_OK;
    }
    for (size_t v = 0; v < 3; v++) {
        values[v] = calloc(count, sizeof *values[v]);
    }
    bool room = values[0] != NULL && values[1] != NULL && values[2] != NULL;
    size_t n = 0;
    for (size_t i = 0; room && i < work->count; i++) {
        if (is_placed(&work->rows[i], section)) {
            values[0][n] = work->rows[i].flat.easting_m;
            values[1][n++] = work->rows[i].flat.northing_m;
        }
    }
    if (room) {
        struct na_grid middle = {median(values[0], n), median(values[1], n)};
        n = 0;
        for (size_t i = 0; i < work->count; i++) {
            const struct na_asset_row *row = &work->rows[i];
            if (is_placed(row, section)) {
                values[2][n++] = na_trig_length(row->flat.easting_m - middle.easting_m,
                                                row->flat.northing_m - middle.northing_m);
            }
        }
        find_outliers(work, section, middle, median(values[2], n));
    }
    for (size_t v = 0; v < 3; v++) {
        free(values[v]);
    }
    return room ? NA_OK : na_fail_memory(reterr, "comparing the positions");
}

/* Letters and figures in lower case. */
static void plain_name(const char *name, char to[64])
{
    size_t length = 0;
    for (; *name != '\0' && length + 1 < 64; name++) {
        char c = na_ascii_lower(*name);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80) {
            to[length++] = c;
        }
    }
    to[length] = '\0';
}

static bool are_alike(const struct plausible *work, const struct na_asset_row *a,
                      const struct na_asset_row *b)
{
    char first[64];
    char second[64];
    plain_name(text_at(work->compiler, a->flat.texts[NA_ASSET_NAME]), first);
    plain_name(text_at(work->compiler, b->flat.texts[NA_ASSET_NAME]), second);
    if (strcmp(first, second) == 0) {
        return true;
    }
    size_t longer = strlen(first) > strlen(second) ? strlen(first) : strlen(second);
    bool both_postcodes =
        a->flat.quality == NA_QUALITY_POSTCODE && b->flat.quality == NA_QUALITY_POSTCODE;
    return !both_postcodes && na_text_distance(first, second) * 10 <= longer;
}

static int by_easting(const void *a, const void *b)
{
    const struct na_asset_row *first = *(const struct na_asset_row *const *)a;
    const struct na_asset_row *second = *(const struct na_asset_row *const *)b;
    double x = first->flat.easting_m;
    double y = second->flat.easting_m;
    if (x != y) {
        return x < y ? -1 : 1;
    }
    return (first > second) - (first < second);
}

static void check_pair(struct plausible *work, struct na_asset_row *a, struct na_asset_row *b)
{
    struct na_asset_row *later = a > b ? a : b;
    const struct na_asset_row *former = a > b ? b : a;
    bool one_kind = a->flat.texts[NA_ASSET_KIND] == b->flat.texts[NA_ASSET_KIND];
    if (one_kind && fabs(a->flat.northing_m - b->flat.northing_m) <= SAME_PLACE_M &&
        are_alike(work, a, b)) {
        char what[160];
        (void)snprintf(
            what, sizeof what, "One name within 5 m of record %lld, %.60s: is it the same?",
            (long long)former->record, text_at(work->compiler, former->flat.texts[NA_ASSET_ID]));
        find(work, later, false, "Remove one of the two if it is", what);
    }
}

/* One asset under two ids. */
static enum na_code check_twice(struct plausible *work, struct na_error *reterr)
{
    enum { LOOK_MOST = 50 };
    size_t count = 0;
    struct na_asset_row **order = calloc(work->count + 1, sizeof *order);
    if (order == NULL) {
        return na_fail_memory(reterr, "comparing the assets");
    }
    for (size_t i = 0; i < work->count; i++) {
        if (has_position(&work->rows[i]) && !isnan(work->rows[i].flat.easting_m)) {
            order[count++] = &work->rows[i];
        }
    }
    qsort(order, count, sizeof *order, by_easting);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count && j <= i + LOOK_MOST &&
                               order[j]->flat.easting_m - order[i]->flat.easting_m <= SAME_PLACE_M;
             j++) {
            check_pair(work, order[i], order[j]);
        }
    }
    free(order);
    return NA_OK;
}

/* The indexes of the wards, which are written by now. */
static enum na_code open_wards(struct plausible *work, struct na_error *reterr)
{
    const struct na_flat_writer *writer = &work->compiler->writer;
    const struct na_buffer *section = &writer->sections[NA_FLAT_LAYERS];
    const struct na_flat_layer *layers = (const struct na_flat_layer *)(const void *)section->data;
    size_t count = section->length / sizeof *layers;
    const char *indexes = writer->sections[NA_FLAT_INDEXES].data;
    enum na_code code = NA_OK;
    work->wards = calloc(count + 1, sizeof *work->wards);
    if (work->wards == NULL) {
        return na_fail_memory(reterr, "opening the wards");
    }
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        if (layers[i].role == NA_LAYER_WARDS && layers[i].area_count > 0) {
            code = na_area_index_open(indexes + layers[i].lonlat_offset,
                                      (size_t)layers[i].lonlat_length, layers[i].area_count,
                                      &work->wards[work->ward_layers], reterr);
            work->ward_layers += code == NA_OK;
        }
    }
    return code;
}

/* A file of postcodes of another layout: read by place, its columns would be other things. */
static void check_postcode_files(struct plausible *work)
{
    struct na_compiler *compiler = work->compiler;
    uint32_t source = 0;
    for (size_t s = 0; s < compiler->manifest.section_count; s++) {
        const struct na_section *section = &compiler->manifest.sections[s];
        size_t all = 0;
        size_t without = 0;
        if (section->type != NA_SECTION_PLACES || section->format == NA_PLACES_UPRN) {
            continue;
        }
        for (size_t i = 0; i < work->postcode_count; i++) {
            const struct na_postcode_row *row = &work->postcodes[i];
            if (row->north >> NA_POSTCODE_SOURCE_SHIFT == source &&
                (row->east & NA_POSTCODE_TERMINATED) == 0) {
                all++;
                without += (row->east & NA_POSTCODE_NO_POSITION) != 0;
            }
        }
        if (all >= POSTCODES_LEAST && without * MOST_WITHOUT_POSITION > all) {
            na_compile_error(compiler,
                             (struct na_place){.file = section->file,
                                               .field = "format",
                                               .hint = "Give the file of today's layout, or its "
                                                       "headings by headers ="},
                             "%zu of %zu postcodes have no position: the file has another layout",
                             without, all);
        }
        source++;
    }
}

/* Two vintages of which nothing tells which is the newer: the last section would win. */
static void check_vintages(struct na_compiler *compiler)
{
    const struct na_manifest *manifest = &compiler->manifest;
    for (size_t a = 0; a < manifest->section_count; a++) {
        for (size_t b = a + 1; b < manifest->section_count; b++) {
            const struct na_section *first = &manifest->sections[a];
            const struct na_section *second = &manifest->sections[b];
            bool wards = first->type == NA_SECTION_WARDS && second->type == NA_SECTION_WARDS;
            if (wards && first->valid_from == second->valid_from) {
                na_compile_error(compiler,
                                 (struct na_place){.file = "pack.ini",
                                                   .record = second->line,
                                                   .field = "valid_from",
                                                   .hint = "Say from when on each is valid: "
                                                           "valid_from = YYYY-MM-DD"},
                                 "[%s] and [%s] are valid from the same day, or from none",
                                 first->full, second->full);
            }
        }
    }
}

/* Rows that were left out are taken off, and how many they are is said. */
static void take_off(struct plausible *work)
{
    struct na_compiler *compiler = work->compiler;
    size_t kept = 0;
    for (size_t i = 0; i < work->count; i++) {
        if (work->rows[i].left_out) {
            na_compile_count(compiler, work->rows[i].section)->left_out++;
        } else {
            work->rows[kept++] = work->rows[i];
        }
    }
    compiler->asset_rows.length = kept * sizeof *work->rows;
    for (size_t s = 0; s < compiler->manifest.section_count; s++) {
        const struct na_section *section = &compiler->manifest.sections[s];
        const struct na_section_count *count = &compiler->counts[s];
        size_t skipped = count->left_out - count->approved;
        double most = (double)count->read * section->max_skipped_percent / 100.0;
        if (count->left_out == 0) {
            continue;
        }
        na_compile_warning(compiler,
                           (struct na_place){.file = section->file,
                                             .hint = "Have the keeper of the list correct them"},
                           "%zu of %zu records %s left out, by %s", count->left_out, count->read,
                           count->left_out == 1 ? "is" : "are",
                           skipped == 0           ? "approval"
                           : count->approved == 0 ? "on_error = skip"
                                                  : "on_error = skip and by approval");
        /* One record of ten is more than 5 in 100, and still one record. */
        if (skipped > 1 && (double)skipped > most) {
            na_compile_error(compiler,
                             (struct na_place){.file = section->file,
                                               .field = "max_skipped",
                                               .hint = "Correct the file, or raise max_skipped in "
                                                       "its section"},
                             "More than %g%% of the records have errors: %zu of %zu",
                             section->max_skipped_percent, skipped, count->read);
        }
    }
}

/* Ids that are kept in a file: of each row the position, or that of its postcode. */
static enum na_code give_ids(struct plausible *work, struct na_error *reterr)
{
    struct na_grid *positions = calloc(work->count + 1, sizeof *positions);
    if (positions == NULL) {
        return na_fail_memory(reterr, "giving the ids");
    }
    for (size_t i = 0; i < work->count; i++) {
        const struct na_asset_row *row = &work->rows[i];
        const struct na_postcode_row *postcode =
            row->wants_postcode ? postcode_of(work, row->postcode) : NULL;
        bool own = !row->wants_postcode && !row->wants_uprn && !row->wants_street;
        positions[i] = own && has_position(row)
                           ? (struct na_grid){row->flat.easting_m, row->flat.northing_m}
                       : postcode != NULL && has_grid(postcode) ? grid_of(postcode)
                                                                : (struct na_grid){NAN, NAN};
    }
    enum na_code code =
        na_kept_ids_give(work->compiler, work->rows, work->count, positions, reterr);
    free(positions);
    return code;
}

/* Tell who listens what became of each register. */
static void tell_taken(const struct na_compiler *compiler)
{
    const struct na_compile_listener *listener = compiler->options->listener;
    const struct na_asset_row *rows =
        (const struct na_asset_row *)(const void *)compiler->asset_rows.data;
    size_t count = compiler->asset_rows.length / sizeof *rows;
    for (size_t s = 0;
         listener != NULL && listener->taken != NULL && s < compiler->manifest.section_count; s++) {
        const struct na_section *section = &compiler->manifest.sections[s];
        struct na_register_taken taken = {.section = section->full,
                                          .file = section->file,
                                          .read = compiler->counts[s].read,
                                          .left_out = compiler->counts[s].left_out,
                                          .unsaid = compiler->counts[s].unsaid,
                                          .compared = compiler->counts[s].compared,
                                          .at_postcode = compiler->counts[s].at_postcode};
        for (size_t i = 0; i < count; i++) {
            if (rows[i].section == section) {
                taken.by[rows[i].by]++;
                taken.quality[rows[i].flat.quality % 4]++;
            }
        }
        if (section->type == NA_SECTION_ASSETS) {
            listener->taken(listener->context, &taken);
        }
    }
}

enum na_code na_compile_plausible(struct na_compiler *compiler, struct na_error *reterr)
{
    na_postcode_rows_sort(compiler);
    struct plausible work = {
        .compiler = compiler,
        .rows = (struct na_asset_row *)(void *)compiler->asset_rows.data,
        .count = compiler->asset_rows.length / sizeof(struct na_asset_row),
        .postcodes = (const struct na_postcode_row *)(const void *)compiler->postcode_rows.data,
        .postcode_count = compiler->postcode_rows.length / sizeof(struct na_postcode_row)};
    check_postcode_files(&work);
    check_vintages(compiler);
    enum na_code code = na_asset_uprns_give(compiler, work.rows, work.count, reterr);
    code = code == NA_OK ? na_asset_streets_open(compiler, &work.streets, reterr) : code;
    code = code == NA_OK ? give_ids(&work, reterr) : code;
    code = code == NA_OK ? open_wards(&work, reterr) : code;
    for (size_t i = 0; code == NA_OK && i < work.count; i++) {
        check_row(&work, &work.rows[i]);
    }
    for (size_t s = 0; code == NA_OK && s < compiler->manifest.section_count; s++) {
        if (compiler->manifest.sections[s].type == NA_SECTION_ASSETS) {
            check_quality(&work, &compiler->manifest.sections[s]);
            code = check_outliers(&work, &compiler->manifest.sections[s], reterr);
        }
    }
    code = code == NA_OK ? check_twice(&work, reterr) : code;
    if (code == NA_OK) {
        take_off(&work);
        tell_taken(compiler);
    }
    na_asset_streets_fini(&work.streets);
    free(work.wards);
    return code;
}
