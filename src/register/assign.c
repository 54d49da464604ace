/* Every heading gets a weight from the table of headings, and the values take some away or give
 * some. Then each role goes to the surest column. Two that are nearly as sure are a doubt, which
 * the caller asks a person about. */
#include "register/assign.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "data/postcode.h"
#include "register/heading.h"
#include "register/secret.h"
#include "register/week.h"

#define LEAST_WEIGHT 3
/* Two candidates nearer than this are asked about. */
#define DOUBT_WEIGHT 1

static bool is_part_of_address(const struct na_register_column *column)
{
    return column->role == NA_REGISTER_ADDRESS && column->weight == 8;
}

/* "access_cod": the name of docs/pack.md, cut by a DBF. */
static bool is_own_cut(struct na_str heading, struct na_heading_meaning *ret_meaning)
{
    char lower[16];
    if (heading.length != 10) {
        return false;
    }
    for (size_t i = 0; i < 10; i++) {
        lower[i] = na_ascii_lower(heading.bytes[i]);
    }
    for (int role = 0; role < NA_REGISTER_OWN_COUNT; role++) {
        const char *name = na_role_name((enum na_register_role)role);
        if (strlen(name) > 10 && strncmp(name, lower, 10) == 0) {
            *ret_meaning = (struct na_heading_meaning){(enum na_register_role)role, NA_HEADING_OWN};
            return true;
        }
    }
    return false;
}

static bool fits(const struct na_column_seen *seen, double low, double high)
{
    double median = na_column_median(seen);
    return na_column_most(seen, seen->numbers + seen->angles, 50) && median >= low &&
           median <= high;
}

/* Degrees under a heading of metres, x or y whose values tell. */
static void settle_axis(struct na_register_column *column)
{
    bool east = column->role == NA_REGISTER_X || column->role == NA_REGISTER_EASTING;
    bool degrees = fits(&column->seen, east ? -180 : -90, east ? 180 : 90);
    bool unsaid = column->role == NA_REGISTER_X || column->role == NA_REGISTER_Y;
    if (degrees && (unsaid || column->weight < NA_HEADING_OWN)) {
        column->role = east ? NA_REGISTER_LON : NA_REGISTER_LAT;
    } else if (unsaid) {
        column->role = east ? NA_REGISTER_EASTING : NA_REGISTER_NORTHING;
    }
}

/* What the values take away from what the heading says. */
static int doubt_of(const struct na_register_column *column)
{
    const struct na_column_seen *seen = &column->seen;
    if (seen->filled == 0) {
        return 0;
    }
    switch (column->role) {
    case NA_REGISTER_LAT:
        return fits(seen, 45, 65) ? 0 : 7;
    case NA_REGISTER_LON:
        return fits(seen, -15, 15) ? 0 : 7;
    case NA_REGISTER_EASTING:
    case NA_REGISTER_NORTHING:
        return fits(seen, 0, 1300000) ? 0 : 7;
    case NA_REGISTER_LOCKED:
        return na_column_most(seen, seen->answers, 50) ? 0 : 6;
    case NA_REGISTER_LAST_CHECKED:
    case NA_REGISTER_CODE_CHECKED:
    case NA_REGISTER_VALID_FROM:
    case NA_REGISTER_VALID_TO:
        return na_column_most(seen, seen->dates + seen->serials, 50) ? 0 : 8;
    case NA_REGISTER_QUALITY:
        return na_column_most(seen, seen->qualities, 50) || column->weight < NA_HEADING_OWN ||
                       column->heading.length > sizeof "quality" - 1
                   ? 0
                   : NA_HEADING_OWN; /* "Quality": of whatever */
    case NA_REGISTER_STATUS:
        return na_column_most(seen, seen->services, 30) ? 0 : 6;
    case NA_REGISTER_POSTCODE:
        return na_column_most(seen, seen->postcodes, 30) ? 0 : 6;
    case NA_REGISTER_LAT_LON:
        return na_column_most(seen, seen->pairs, 30) ? 0 : 8;
    case NA_REGISTER_GRID_REF:
        return na_column_most(seen, seen->grid_refs, 30) ? 0 : 8;
    default:
        return 0;
    }
}

/* Values that say what they are, whatever the heading does. */
static void let_values_speak(struct na_register_column *column)
{
    const struct na_column_seen *seen = &column->seen;
    bool open = column->weight < 10 || column->role == NA_REGISTER_LOCATION ||
                column->role == NA_REGISTER_LAT || column->role == NA_REGISTER_LON ||
                column->role == NA_REGISTER_GRID_REF || column->role == NA_REGISTER_LAT_LON;
    bool pairs = seen->filled > 0 && na_column_most(seen, seen->pairs, 60) && seen->dates == 0;
    if (!open) {
        return;
    }
    if (pairs && column->role != NA_REGISTER_ADDRESS) {
        column->role = NA_REGISTER_LAT_LON;
        column->weight = 11;
    } else if (na_column_most(seen, seen->grid_refs, 60) && column->role != NA_REGISTER_ID) {
        column->role = NA_REGISTER_GRID_REF;
        column->weight = 12;
    } else if (na_column_most(seen, seen->postcodes, 60) && column->role != NA_REGISTER_ID) {
        column->role = NA_REGISTER_POSTCODE;
        column->weight = 11;
    } else if (na_column_most(seen, seen->words3, 60)) {
        column->role = NA_REGISTER_W3W;
        column->weight = 11;
    }
}

/* Does the column hold what opens something? */
static bool is_secret(struct na_register_column *column, const struct na_register_facts *facts)
{
    const struct na_column_seen *seen = &column->seen;
    enum na_secret_heading heading = na_secret_heading_of(column->heading);
    bool answers = seen->filled > 0 && seen->answers >= seen->filled;
    bool codes = na_column_most(seen, seen->codes, 60);
    if (column->keep ||
        (column->wished != NA_REGISTER_COUNT && column->wished != NA_REGISTER_SECRET)) {
        return false;
    }
    if (column->wished == NA_REGISTER_SECRET) {
        return true;
    }
    if (heading == NA_HEADING_SECRET) {
        return !answers;
    }
    bool other = column->role == NA_REGISTER_ID || column->role == NA_REGISTER_SITE_PHONE ||
                 column->role == NA_REGISTER_UPRN || column->role == NA_REGISTER_POSTCODE ||
                 column->role == NA_REGISTER_ACCURACY || column->role == NA_REGISTER_GRID_REF ||
                 (column->role >= NA_REGISTER_LAT && column->role <= NA_REGISTER_NORTHING) ||
                 column->role == NA_REGISTER_X || column->role == NA_REGISTER_Y ||
                 column->role == NA_REGISTER_LAT_LON || column->role == NA_REGISTER_PHONE ||
                 column->role == NA_REGISTER_IGNORED || column->role == NA_REGISTER_KIND;
    if (!codes || answers || (other && column->weight > 4) ||
        na_column_most(seen, seen->dates, 60) || na_column_most(seen, seen->years, 60)) {
        return false;
    }
    bool says = heading == NA_HEADING_EXPLAINS || column->role == NA_REGISTER_ID;
    bool blank_heading = heading == NA_HEADING_DOUBTFUL;
    column->asked = true;
    return (blank_heading && !says) ||
           (facts->locks && !says &&
            (na_column_most(seen, seen->tight, 60) || column->weight < LEAST_WEIGHT));
}

/* Is there a column for each day, and none of hours? */
static bool has_week(const struct na_register_column *columns, size_t count)
{
    unsigned int found = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned int days = 0;
        enum na_day_part part = NA_DAY_WHOLE;
        enum na_register_role role = na_heading_meaning_of(columns[i].heading).role;
        bool hours = columns[i].wished == NA_REGISTER_OPENING_HOURS ||
                     (columns[i].wished == NA_REGISTER_COUNT && role == NA_REGISTER_OPENING_HOURS &&
                      columns[i].seen.filled > 0);
        if (hours) {
            return false;
        }
        bool open =
            columns[i].wished == NA_REGISTER_COUNT || columns[i].wished == NA_REGISTER_DAY_HOURS;
        found |= open && na_week_heading(columns[i].heading, &days, &part) ? days : 0;
    }
    size_t days = 0;
    for (; found != 0; found &= found - 1) {
        days++;
    }
    return days >= NA_WEEK_DAYS_LEAST;
}

static bool is_day(const struct na_register_column *column, const struct na_register_facts *facts)
{
    unsigned int days = 0;
    enum na_day_part part = NA_DAY_WHOLE;
    return facts->has_week && column->wished == NA_REGISTER_COUNT && !column->keep &&
           na_week_heading(column->heading, &days, &part);
}

static void mean(struct na_register_column *column, const struct na_register_facts *facts)
{
    struct na_heading_meaning meaning = na_heading_meaning_of(column->heading);
    if (is_day(column, facts)) {
        column->role = NA_REGISTER_DAY_HOURS;
        column->weight = 10;
        return;
    }
    if (facts->cut && meaning.weight < NA_HEADING_OWN) {
        (void)is_own_cut(na_str_trim(column->heading), &meaning);
    }
    column->role = meaning.weight > 0 ? meaning.role : NA_REGISTER_TAG;
    column->weight = meaning.weight;
    if (column->weight == 0 && na_heading_misspelt(column->heading, &meaning) != NULL) {
        column->role = meaning.role;
        column->weight = 9;
        column->misspelt = true;
    }
    if (column->role == NA_REGISTER_X || column->role == NA_REGISTER_Y ||
        column->role == NA_REGISTER_EASTING || column->role == NA_REGISTER_NORTHING) {
        settle_axis(column);
    }
    column->weight -= doubt_of(column);
    enum na_register_role by_heading = column->role;
    let_values_speak(column);
    column->by_values = column->role != by_heading;
    if (is_secret(column, facts)) {
        column->role = NA_REGISTER_SECRET;
        column->weight = NA_HEADING_OWN;
        column->misspelt = false;
    } else {
        column->asked = false;
    }
    if (column->wished != NA_REGISTER_COUNT) {
        column->role = column->wished;
        column->weight = 100;
        column->misspelt = false;
        column->by_values = false;
    }
}

/* Roles that several columns may have. */
static bool is_shared(const struct na_register_column *column)
{
    return column->role == NA_REGISTER_TAG || column->role == NA_REGISTER_IGNORED ||
           column->role == NA_REGISTER_SECRET || column->role == NA_REGISTER_NOTES ||
           column->role == NA_REGISTER_SITE_PHONE || column->role == NA_REGISTER_DAY_HOURS ||
           (column->role == NA_REGISTER_ADDRESS && (column->weight == 8 || column->weight == 100));
}

static bool has_role(const struct na_register_column *columns, size_t count,
                     enum na_register_role role, int least)
{
    for (size_t i = 0; i < count; i++) {
        if (columns[i].role == role && columns[i].weight >= least) {
            return true;
        }
    }
    return false;
}

static void make_tag(struct na_register_column *column)
{
    column->in_doubt = column->misspelt;
    column->misspelt = false;
    bool about_record = column->heading.length > 0 && column->heading.bytes[0] == '@';
    column->role =
        about_record ? NA_REGISTER_IGNORED : NA_REGISTER_TAG; /* "@id" of OpenStreetMap */
    column->weight = 0;
    column->by_values = false;
}

/* A role once: the surest column keeps it. */
static void settle_role(struct na_register_column *columns, size_t count,
                        enum na_register_role role, struct na_register_doubt *ret_doubt)
{
    size_t best = count;
    for (size_t i = 0; i < count; i++) {
        if (columns[i].role == role && !is_shared(&columns[i]) &&
            (best == count || columns[i].weight > columns[best].weight)) {
            best = i;
        }
    }
    bool asks = role == NA_REGISTER_NAME || role == NA_REGISTER_ID || role == NA_REGISTER_LAT_LON ||
                role == NA_REGISTER_LAT || role == NA_REGISTER_LON || role == NA_REGISTER_EASTING ||
                role == NA_REGISTER_NORTHING;
    for (size_t i = 0; i < count && best < count; i++) {
        if (i == best || columns[i].role != role || is_shared(&columns[i])) {
            continue;
        }
        bool near =
            columns[best].weight - columns[i].weight <= DOUBT_WEIGHT &&
            (columns[best].weight < NA_HEADING_OWN || columns[i].weight >= NA_HEADING_OWN) &&
            !columns[i].misspelt;
        if (asks && near && !ret_doubt->is && columns[best].weight > 4) {
            *ret_doubt = (struct na_register_doubt){true, role, best, i};
        }
        make_tag(&columns[i]);
    }
}

/* Names of other things than of the asset. */
static bool is_other_name(const char *folded)
{
    static const char *const others[] = {"ward",      "la ",      "lad",          "local authority",
                                         "authority", "street",   "road",         "contact",
                                         "provider",  "owner",    "district",     "parish",
                                         "county",    "region",   "council",      "country",
                                         "guardian",  "holder",   "manager",      "file",
                                         "user",      "editor",   "creator",      "constituency",
                                         "company",   "supplier", "manufacturer", "model",
                                         "product",   "first",    "last",         "family",
                                         "trust",     "area",     "town",         "locality"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strncmp(folded, others[i], strlen(others[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* No name yet: "... name", then a column called location. */
static void find_name(struct na_register_column *columns, size_t count)
{
    char folded[NA_HEADING_MAX];
    for (size_t i = 0; i < count; i++) {
        na_heading_fold(columns[i].heading, folded);
        size_t length = strlen(folded);
        if (columns[i].role == NA_REGISTER_TAG && length > 5 &&
            strcmp(folded + length - 5, " name") == 0 && !is_other_name(folded)) {
            columns[i].role = NA_REGISTER_NAME;
            columns[i].weight = 7;
            return;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (columns[i].role == NA_REGISTER_LOCATION && columns[i].seen.locations == 0 &&
            columns[i].seen.filled > 0) {
            columns[i].role = NA_REGISTER_NAME;
            columns[i].weight = 5;
            return;
        }
    }
}

bool na_register_has_locks(struct na_str kind, const struct na_register_column *columns,
                           size_t count)
{
    static const char *const kinds[] = {"cabinet", "defib", "aed", "safe",
                                        "locker",  "bleed", "lock"};
    char text[64];
    (void)na_text_copy_str(text, sizeof text, kind);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strstr(text, kinds[i]) != NULL) {
            return true;
        }
    }
    for (size_t i = 0; i < count; i++) {
        enum na_register_role role = na_heading_meaning_of(columns[i].heading).role;
        if (columns[i].seen.filled == 0) {
            continue; /* an export has all columns */
        }
        if (role == NA_REGISTER_LOCKED || role == NA_REGISTER_HOLDER || role == NA_REGISTER_PHONE ||
            role == NA_REGISTER_CODE_CHECKED ||
            na_secret_heading_of(columns[i].heading) == NA_HEADING_SECRET) {
            return true;
        }
    }
    return false;
}

/* Ids that count rows, when no others are there. */
static void settle_ids(struct na_register_column *columns, size_t count,
                       const struct na_register_facts *facts)
{
    for (size_t i = 0; i < count; i++) {
        if (columns[i].role != NA_REGISTER_ID) {
            continue;
        }
        columns[i].not_lasting = columns[i].weight <= 4;
        if (facts->wishes_id) {
            make_tag(&columns[i]);
            columns[i].role = NA_REGISTER_IGNORED;
        }
    }
}

void na_register_assign(struct na_register_column *columns, size_t count,
                        struct na_register_facts *facts, struct na_register_doubt *ret_doubt)
{
    facts->has_week = has_week(columns, count);
    *ret_doubt = (struct na_register_doubt){.is = false};
    for (size_t i = 0; i < count; i++) {
        mean(&columns[i], facts);
    }
    bool own_address = has_role(columns, count, NA_REGISTER_ADDRESS, NA_HEADING_OWN) &&
                       !has_role(columns, count, NA_REGISTER_ADDRESS, 100);
    bool wished_address = has_role(columns, count, NA_REGISTER_ADDRESS, 100);
    for (size_t i = 0; i < count; i++) {
        bool part = is_part_of_address(&columns[i]) && (own_address || wished_address);
        bool weak = columns[i].weight < LEAST_WEIGHT && columns[i].role != NA_REGISTER_TAG;
        if (part || weak) {
            make_tag(&columns[i]);
            columns[i].in_doubt = false;
        }
    }
    for (int role = 0; role < NA_REGISTER_COUNT; role++) {
        settle_role(columns, count, (enum na_register_role)role, ret_doubt);
    }
    if (!has_role(columns, count, NA_REGISTER_NAME, 0)) {
        find_name(columns, count);
    }
    settle_ids(columns, count, facts);
}

static bool is_wordy(struct na_str cell)
{
    size_t letters = 0;
    for (size_t i = 0; i < cell.length; i++) {
        letters += (na_ascii_lower(cell.bytes[i]) >= 'a' && na_ascii_lower(cell.bytes[i]) <= 'z');
    }
    return cell.length <= 40 && letters * 2 >= cell.length && letters > 1;
}

static bool is_named(const struct na_headings_named *named, struct na_str cell)
{
    for (size_t i = 0; named != NULL && i < named->count; i++) {
        struct na_str rest = na_str_of(named->lists[i].list);
        struct na_str item;
        while (na_heading_list_next(&rest, named->lists[i].mark, &item)) {
            if (na_heading_same(item, cell)) {
                return true;
            }
        }
    }
    return false;
}

int na_headings_worth(const void *context, const struct na_str *cells, size_t count)
{
    int worth = 0;
    for (size_t i = 0; i < count; i++) {
        struct na_str cell = na_str_trim_wide(cells[i]);
        double number = 0;
        uint32_t key = 0;
        if (cell.length == 0) {
            continue;
        }
        worth += 2;
        if (na_number_parse(cell, &number) || na_postcode_unit(cell, &key)) {
            worth -= 100;
        } else if (is_named(context, cell)) {
            worth += 100;
        } else if (na_heading_meaning_of(cell).weight > 0 ||
                   na_secret_heading_of(cell) == NA_HEADING_SECRET) {
            worth += cell.length <= 60 ? 100 : 0;
        } else if (is_wordy(cell)) {
            worth += 25;
        }
    }
    return worth >= NA_HEADINGS_LEAST ? worth : 0;
}
