/* Positions of assets that have none of their own. UPRNs are read once, past a sorted list of those
 * that are wanted; a street has to be the only one of its name that fits the address. */
#include "compile/asset_places.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "compile/csv.h"

#define FOLDED_MAX 512
#define WORDS_MAX 64
/* Words of the longest name of a street that is looked for. */
#define NAME_WORDS 6

void na_asset_places_note(struct na_compiler *compiler)
{
    for (size_t i = 0; i < compiler->manifest.section_count; i++) {
        const struct na_section *section = &compiler->manifest.sections[i];
        bool places = section->type == NA_SECTION_PLACES;
        compiler->has_uprns = compiler->has_uprns || (places && section->format == NA_PLACES_UPRN);
        compiler->has_streets =
            compiler->has_streets || (places && (section->format == NA_PLACES_OPEN_NAMES ||
                                                 section->format == NA_PLACES_CSV));
    }
}

static bool set_grid(const struct na_compiler *compiler, struct na_asset_row *row,
                     struct na_grid grid)
{
    struct na_lonlat at;
    struct na_error error;
    if (na_crs_to_lonlat(compiler->crs, grid, &at, &error) != NA_OK) {
        return false;
    }
    row->flat.lon_deg = at.lon_deg;
    row->flat.lat_deg = at.lat_deg;
    row->flat.easting_m = grid.easting_m;
    row->flat.northing_m = grid.northing_m;
    return true;
}

static int by_uprn(const void *a, const void *b)
{
    const struct na_asset_row *first = *(const struct na_asset_row *const *)a;
    const struct na_asset_row *second = *(const struct na_asset_row *const *)b;
    return (first->uprn > second->uprn) - (first->uprn < second->uprn);
}

/* The rows that want the position of a UPRN, sorted by it. */
struct wanting {
    struct na_asset_row **rows;
    size_t count;
};

static void give_uprn(const struct na_compiler *compiler, const struct wanting *wanting,
                      uint64_t uprn, struct na_grid grid)
{
    size_t low = 0;
    size_t high = wanting->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool below = wanting->rows[middle]->uprn < uprn;
        low = below ? middle + 1 : low;
        high = below ? high : middle;
    }
    for (; low < wanting->count && wanting->rows[low]->uprn == uprn; low++) {
        struct na_asset_row *row = wanting->rows[low];
        if (set_grid(compiler, row, grid)) {
            row->by = NA_PLACED_BY_UPRN;
            row->wants_uprn = false;
            row->wants_postcode = false;
            row->wants_street = false;
            row->from_grid = true;
            row->flat.quality = NA_QUALITY_BUILDING;
            row->flat.accuracy_m = NA_UPRN_ACCURACY_M;
        }
    }
}

/* Which column is which; false: one is not there. */
static bool find_columns(const struct na_csv_record *header, size_t columns[3])
{
    static const char *const names[3][3] = {{"uprn", "UPRN", "uprn"},
                                            {"x_coordinate", "easting", "easting_m"},
                                            {"y_coordinate", "northing", "northing_m"}};
    bool all = true;
    for (size_t c = 0; c < 3; c++) {
        columns[c] = header->count;
        for (size_t i = 0; i < header->count; i++) {
            char name[32];
            (void)na_text_copy_str(name, sizeof name, na_str_trim(header->fields[i]));
            for (size_t n = 0; n < 3; n++) {
                columns[c] = na_text_same_fold(name, names[c][n]) ? i : columns[c];
            }
        }
        all = all && columns[c] < header->count;
    }
    return all;
}

static enum na_code read_uprns(struct na_compiler *compiler, const struct na_section *section,
                               struct na_pack_csv *csv, const struct wanting *wanting,
                               struct na_error *reterr)
{
    struct na_csv_record record;
    size_t columns[3] = {0, 0, 0};
    bool more = false;
    size_t read = 0;
    enum na_code code = na_pack_csv_next(compiler, csv, &record, &more, reterr);
    if (code != NA_OK || !more || !find_columns(&record, columns)) {
        na_compile_error(compiler,
                         (struct na_place){.file = section->file,
                                           .record = 1,
                                           .hint = "Give OS Open UPRN as CSV, as it is published"},
                         "The file has no columns UPRN, X_COORDINATE and Y_COORDINATE");
        return code;
    }
    while (code == NA_OK && more) {
        struct na_grid grid;
        int64_t uprn = 0;
        code = na_pack_csv_next(compiler, csv, &record, &more, reterr);
        if (code != NA_OK || !more) {
            continue;
        }
        bool whole =
            columns[0] < record.count && columns[1] < record.count && columns[2] < record.count;
        if (!whole ||
            !na_integer_parse(na_str_trim(record.fields[columns[0]]), 1, INT64_MAX, &uprn) ||
            !na_number_parse(na_str_trim(record.fields[columns[1]]), &grid.easting_m) ||
            !na_number_parse(na_str_trim(record.fields[columns[2]]), &grid.northing_m)) {
            na_compile_error(compiler,
                             (struct na_place){.file = section->file,
                                               .record = record.line,
                                               .hint = "Download the file again"},
                             "The line has no UPRN with its coordinates");
            return code;
        }
        give_uprn(compiler, wanting, (uint64_t)uprn, grid);
        read++;
    }
    if (code == NA_OK && read == 0) {
        na_compile_no_records(compiler, section);
    }
    na_compile_source_records(compiler, section->file, read);
    return code;
}

enum na_code na_asset_uprns_give(struct na_compiler *compiler, struct na_asset_row *rows,
                                 size_t count, struct na_error *reterr)
{
    struct wanting wanting = {.count = 0};
    enum na_code code = NA_OK;
    if (!compiler->has_uprns) {
        return NA_OK;
    }
    wanting.rows = calloc(count + 1, sizeof *wanting.rows);
    if (wanting.rows == NULL) {
        return na_fail_memory(reterr, "looking UPRNs up");
    }
    for (size_t i = 0; i < count; i++) {
        if (rows[i].wants_uprn) {
            wanting.rows[wanting.count++] = &rows[i];
        }
    }
    qsort(wanting.rows, wanting.count, sizeof *wanting.rows, by_uprn);
    for (size_t s = 0; s < compiler->manifest.section_count && code == NA_OK; s++) {
        const struct na_section *section = &compiler->manifest.sections[s];
        struct na_pack_csv csv;
        bool usable = false;
        if (section->type != NA_SECTION_PLACES || section->format != NA_PLACES_UPRN) {
            continue;
        }
        code = na_pack_csv_open(compiler, section, section->file, &csv, &usable, reterr);
        if (code == NA_OK && usable) {
            code = read_uprns(compiler, section, &csv, &wanting, reterr);
        }
        na_pack_csv_fini(&csv);
    }
    free(wanting.rows);
    return code;
}

/* A street by its folded name. */
struct na_asset_street {
    char name[64];
    uint32_t place; /* number among the places */
};

/* Words in lower case with one blank between; "Rd" is "road". */
static void fold(const char *text, char to[FOLDED_MAX])
{
    static const struct {
        const char *from, *to;
    } words[] = {{"rd", "road"},   {"st", "street"},    {"ave", "avenue"},  {"av", "avenue"},
                 {"ln", "lane"},   {"dr", "drive"},     {"cl", "close"},    {"cres", "crescent"},
                 {"sq", "square"}, {"gdns", "gardens"}, {"tce", "terrace"}, {"terr", "terrace"}};
    size_t used = 0;
    while (*text != '\0') {
        char word[48];
        size_t length = 0;
        for (; *text != '\0'; text++) {
            char c = na_ascii_lower(*text);
            bool part =
                (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
            if (!part && c != '\'') {
                break;
            }
            if (part && length + 1 < sizeof word) {
                word[length++] = c;
            }
        }
        word[length] = '\0';
        const char *whole = word;
        for (size_t i = 0; used > 0 && i < sizeof words / sizeof words[0]; i++) {
            whole = strcmp(word, words[i].from) == 0 ? words[i].to : whole;
        }
        if (length > 0 && used + strlen(whole) + 2 < FOLDED_MAX) {
            used += used > 0;
            memcpy(to + used, whole, strlen(whole));
            used += strlen(whole);
            to[used] = ' ';
        }
        text += *text != '\0';
    }
    to[used] = '\0';
}

static int by_name(const void *a, const void *b)
{
    const struct na_asset_street *first = a;
    const struct na_asset_street *second = b;
    int order = strcmp(first->name, second->name);
    return order != 0 ? order : (first->place > second->place) - (first->place < second->place);
}

static const char *text_at(const struct na_compiler *compiler, uint32_t offset)
{
    const char *texts = compiler->writer.sections[NA_FLAT_STRINGS].data;
    return texts != NULL ? texts + offset : "";
}

static const struct na_flat_place *place_at(const struct na_compiler *compiler, uint32_t i)
{
    return (const struct na_flat_place *)(const void *)compiler->writer.sections[NA_FLAT_PLACES]
               .data +
           i;
}

static bool is_street(const char *kind)
{
    char folded[FOLDED_MAX];
    fold(kind, folded);
    return strstr(folded, "street") != NULL || strstr(folded, "named road") != NULL ||
           strcmp(folded, "road") == 0;
}

enum na_code na_asset_streets_open(const struct na_compiler *compiler,
                                   struct na_asset_streets *ret_streets, struct na_error *reterr)
{
    size_t places = na_flat_writer_count(&compiler->writer, NA_FLAT_PLACES);
    struct na_asset_streets streets = {.compiler = compiler};
    streets.items = calloc(places + 1, sizeof *streets.items);
    if (streets.items == NULL) {
        return na_fail_memory(reterr, "listing the streets");
    }
    for (uint32_t i = 0; i < places; i++) {
        const struct na_flat_place *place = place_at(compiler, i);
        char folded[FOLDED_MAX];
        if (!isnan(place->easting_m) && is_street(text_at(compiler, place->kind))) {
            fold(text_at(compiler, place->name), folded);
            struct na_asset_street *street = &streets.items[streets.count];
            street->place = i;
            streets.count +=
                folded[0] != '\0' && na_text_copy(street->name, sizeof street->name, folded);
        }
    }
    qsort(streets.items, streets.count, sizeof *streets.items, by_name);
    *ret_streets = streets;
    return NA_OK;
}

void na_asset_streets_fini(struct na_asset_streets *streets)
{
    free(streets->items);
    streets->items = NULL;
}

static bool has_words(const char *text, const char *words)
{
    size_t length = strlen(words);
    for (const char *at = strstr(text, words); at != NULL && length > 0;
         at = strstr(at + 1, words)) {
        bool begins = at == text || at[-1] == ' ';
        if (begins && (at[length] == ' ' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

/* Does the address name the place that the street lies in? One without it does as well. */
static bool fits(const struct na_asset_streets *streets, const struct na_flat_place *place,
                 const char *address)
{
    char parts[FOLDED_MAX];
    const char *in = text_at(streets->compiler, place->place);
    fold(in, parts);
    if (parts[0] == '\0' || has_words(address, parts)) {
        return true;
    }
    for (const char *at = in; *at != '\0';) { /* "Seaton Carew, Hartlepool": one of the two does */
        char part[FOLDED_MAX];
        char piece[128];
        size_t length = strcspn(at, ",(;");
        (void)na_text_copy_str(piece, sizeof piece, (struct na_str){at, length});
        fold(piece, part);
        if (has_words(address, part)) {
            return true;
        }
        at += length + (at[length] != '\0');
    }
    return false;
}

/* The only street of the name that fits the address; UINT32_MAX: none, or several. */
static uint32_t only_street(const struct na_asset_streets *streets, const char *name,
                            const char *address)
{
    size_t low = 0;
    size_t high = streets->count;
    uint32_t found = UINT32_MAX;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool below = strcmp(streets->items[middle].name, name) < 0;
        low = below ? middle + 1 : low;
        high = below ? high : middle;
    }
    for (; low < streets->count && strcmp(streets->items[low].name, name) == 0; low++) {
        if (fits(streets, place_at(streets->compiler, streets->items[low].place), address)) {
            if (found != UINT32_MAX) {
                return UINT32_MAX;
            }
            found = streets->items[low].place;
        }
    }
    return found;
}

/* Where each word of the address begins. */
static size_t cut_words(const char *address, size_t starts[WORDS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; address[i] != '\0' && count < WORDS_MAX; i++) {
        if (i == 0 || address[i - 1] == ' ') {
            starts[count++] = i;
        }
    }
    return count;
}

bool na_asset_street_give(const struct na_asset_streets *streets, struct na_asset_row *row)
{
    char address[FOLDED_MAX];
    size_t starts[WORDS_MAX];
    fold(text_at(streets->compiler, row->flat.texts[NA_ASSET_ADDRESS]), address);
    size_t count = cut_words(address, starts);
    for (size_t words = NAME_WORDS; words >= 2; words--) { /* the longest name first */
        for (size_t from = 0; from + words <= count; from++) {
            char name[64];
            size_t end = from + words < count ? starts[from + words] - 1 : strlen(address);
            struct na_str piece = {address + starts[from], end - starts[from]};
            uint32_t found = na_text_copy_str(name, sizeof name, piece)
                                 ? only_street(streets, name, address)
                                 : UINT32_MAX;
            if (found == UINT32_MAX) {
                continue;
            }
            const struct na_flat_place *place = place_at(streets->compiler, found);
            if (set_grid(streets->compiler, row,
                         (struct na_grid){place->easting_m, place->northing_m})) {
                row->by = NA_PLACED_BY_STREET;
                row->from_grid = true;
                row->flat.quality = NA_QUALITY_APPROXIMATE;
                row->flat.accuracy_m = fmax(place->accuracy_m, NA_STREET_ACCURACY_M);
                return true;
            }
        }
    }
    return false;
}
