/* The batch on real months: GEOS's wards, and no byte changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <dirent.h>

#include "geo/crs.h"
#include "io/csv_index.h"
#include "io/file.h"
#include "support/batch_join.h"
#include "support/grid_crs.h"
#include "support/layer_geos.h"
#include "support/query_pack.h"

#define OFFENCES NA_TEST_SHARED_DATA "/offences"
#define LOOKUP NA_TEST_SHARED_DATA "/rates/lookup_lsoa21_ward24_ltla24_tees.csv"
#define MONTHS_MAX 16

struct months {
    struct na_file files[MONTHS_MAX];
    struct na_str texts[MONTHS_MAX];
    size_t count;
};

static bool read_months(struct months *months)
{
    DIR *dir = opendir(OFFENCES);
    months->count = 0;
    for (struct dirent *entry = dir != NULL ? readdir(dir) : NULL; entry != NULL;
         entry = readdir(dir)) {
        if (strstr(entry->d_name, ".csv") != NULL && months->count < MONTHS_MAX) {
            char path[1024];
            struct na_error error;
            struct na_file *file = &months->files[months->count];
            (void)snprintf(path, sizeof path, "%s/%s", OFFENCES, entry->d_name);
            assert_int_equal(na_file_read(path, (size_t)1 << 30, file, &error), NA_OK);
            months->texts[months->count++] =
                (struct na_str){(const char *)file->bytes, file->length};
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
    return months->count > 0;
}

static void free_months(struct months *months)
{
    for (size_t i = 0; i < months->count; i++) {
        na_file_free(&months->files[i]);
    }
}

/* GEOS over the shapefile itself, and the code of each of its records. */
struct oracle {
    struct layer layer;
    struct layer_geos geos;
    char (*codes)[16];
    struct na_crs *crs;
    struct na_file grid;
};

static void open_oracle(struct oracle *oracle)
{
    static const char shapes[] = NA_TEST_SHARED_DATA "/wards/WD20_BGC_tees.shp";
    static const char grid[] = NA_TEST_SHARED_DATA "/proj/uk_os_OSTN15_NTv2_OSGBtoETRS.tif";
    struct na_error error;
    memset(oracle, 0, sizeof *oracle);
    assert_true(layer_read_shapefile(&oracle->layer, shapes));
    layer_geos_init(&oracle->geos, &oracle->layer);
    oracle->codes = calloc(oracle->layer.area_count, sizeof oracle->codes[0]);
    assert_non_null(oracle->codes);
    DBFHandle dbf = DBFOpen(shapes, "rb");
    int field = DBFGetFieldIndex(dbf, "WD20CD");
    for (uint32_t i = 0; i < oracle->layer.area_count; i++) {
        (void)snprintf(oracle->codes[i], 16, "%.15s", DBFReadStringAttribute(dbf, (int)i, field));
    }
    DBFClose(dbf);
    assert_int_equal(na_file_read(grid, (size_t)1 << 30, &oracle->grid, &error), NA_OK);
    assert_int_equal(grid_crs_new(oracle->grid.bytes, oracle->grid.length, &oracle->crs, &error),
                     NA_OK);
}

static void close_oracle(struct oracle *oracle)
{
    grid_crs_free(oracle->crs);
    na_file_free(&oracle->grid);
    layer_geos_fini(&oracle->geos);
    layer_fini(&oracle->layer);
    free(oracle->codes);
}

/* The ward's code by GEOS, in the plane of the shapefile: "" for none. */
static const char *ask_oracle(const struct oracle *oracle, struct na_lonlat at)
{
    struct na_grid grid;
    if (na_crs_to_grid(oracle->crs, at, &grid, NULL) != NA_OK) {
        return "";
    }
    uint32_t area = layer_geos_lowest(&oracle->geos, grid.easting_m, grid.northing_m);
    return area == NA_AREA_NONE ? "" : oracle->codes[area];
}

/* The two texts row by row: that of the output is the input's and what was added. */
struct pair {
    struct na_csv_rows in, out;
    const char *in_bytes, *out_bytes;
};

static struct pair *open_pair(struct na_str in, struct na_str out)
{
    struct pair *pair = malloc(sizeof *pair);
    assert_non_null(pair);
    pair->in_bytes = in.bytes;
    pair->out_bytes = out.bytes;
    na_csv_rows_init(&pair->in, in.bytes, in.length, ',', NA_CSV_PLAIN);
    na_csv_rows_init(&pair->out, out.bytes, out.length, ',', NA_CSV_PLAIN);
    return pair;
}

static bool next_pair(struct pair *pair, struct na_csv_row *in, struct na_csv_row *out)
{
    bool more = na_csv_rows_next(&pair->in, in);
    assert_int_equal(na_csv_rows_next(&pair->out, out), more);
    if (more) {
        size_t length = in->end - in->from;
        assert_true(out->end - out->from > length);
        assert_memory_equal(pair->in_bytes + in->from, pair->out_bytes + out->from, length);
        assert_int_equal(pair->out_bytes[out->from + length], ',');
        assert_int_equal(in->next - in->end, out->next - out->end);
    }
    return more;
}

static void compare_month(struct query_pack *tees, const struct oracle *oracle, struct na_str text,
                          size_t *rows, size_t *placed)
{
    struct na_batch_options options = {.today = QUERY_TODAY, .vintage = "2020", .add = "ward_code"};
    struct batch_joined joined;
    batch_join(tees->snapshot, &options, &text, 1, 0, &joined);
    assert_int_equal(joined.code, NA_OK);
    struct pair *pair = open_pair(text, (struct na_str){joined.output.data, joined.output.length});
    struct na_csv_row in;
    struct na_csv_row out;
    size_t read = 0;
    for (bool header = true; next_pair(pair, &in, &out); header = false) {
        if (header) {
            continue;
        }
        struct na_lonlat at = {strtod(pair->in_bytes + in.ends[3] + 1, NULL),
                               strtod(pair->in_bytes + in.ends[4] + 1, NULL)};
        struct na_str code = na_csv_row_raw(&out, pair->out_bytes, out.count - 1);
        const char *wanted = ask_oracle(oracle, at);
        if (!na_str_is(code, wanted)) {
            fail_msg("%.9f %.9f: %.*s, GEOS says %s", at.lon_deg, at.lat_deg, (int)code.length,
                     code.bytes, wanted);
        }
        *placed += code.length > 0;
        read++;
    }
    assert_int_equal(joined.tally.read, read);
    *rows += read;
    free(pair);
    batch_joined_fini(&joined);
}

static void real_months_have_the_wards_of_geos(void **state)
{
    (void)state;
    struct query_pack tees;
    struct months months;
    struct oracle oracle;
    size_t rows = 0;
    size_t placed = 0;
    if (!read_months(&months) || !query_pack_open_tees(&tees)) {
        free_months(&months);
        skip();
    }
    open_oracle(&oracle);
    for (size_t i = 0; i < months.count; i++) {
        compare_month(&tees, &oracle, months.texts[i], &rows, &placed);
    }
    printf("%zu months, %zu rows, %zu placed\n", months.count, rows, placed);
    assert_true(rows > 20000 && placed > rows - rows / 100);
    close_oracle(&oracle);
    query_pack_end(&tees);
    free_months(&months);
}

/* Which ward the lookup gives an area; "" if none. The lookup's columns are found by its header. */
struct lookup {
    struct na_file file;
    struct na_csv_rows rows;
    size_t lsoa, ward;
    char text[256]; /* unquoted */
};

static bool open_lookup(struct lookup *lookup)
{
    struct na_csv_row row;
    if (access(LOOKUP, R_OK) != 0 ||
        na_file_read(LOOKUP, (size_t)1 << 26, &lookup->file, NULL) != NA_OK) {
        printf("no %s on this machine\n", LOOKUP);
        return false;
    }
    const char *bytes = (const char *)lookup->file.bytes;
    na_csv_rows_init(&lookup->rows, bytes, lookup->file.length, ',', NA_CSV_PLAIN);
    assert_true(na_csv_rows_next(&lookup->rows, &row));
    lookup->lsoa = lookup->ward = SIZE_MAX;
    for (size_t i = 0; i < row.count; i++) {
        struct na_str name = na_csv_unquote(na_csv_row_raw(&row, bytes, i), lookup->text);
        lookup->lsoa = na_str_is(name, "lsoa21_code") ? i : lookup->lsoa;
        lookup->ward = na_str_is(name, "ward24_code") ? i : lookup->ward;
    }
    assert_true(lookup->lsoa != SIZE_MAX && lookup->ward != SIZE_MAX);
    return true;
}

static struct na_str look_up(struct lookup *lookup, struct na_str lsoa)
{
    const char *bytes = (const char *)lookup->file.bytes;
    struct na_csv_row row;
    na_csv_rows_init(&lookup->rows, bytes, lookup->file.length, ',', NA_CSV_PLAIN);
    while (na_csv_rows_next(&lookup->rows, &row)) {
        struct na_str code =
            na_csv_unquote(na_csv_row_raw(&row, bytes, lookup->lsoa), lookup->text);
        if (na_str_equal(code, lsoa)) {
            return na_csv_unquote(na_csv_row_raw(&row, bytes, lookup->ward), lookup->text);
        }
    }
    return (struct na_str){"", 0};
}

/* police.uk gives each row the area (LSOA) its map point lies in, and ONS each area the ward that
 * most of it lies in. Both agree with the ward of the point itself for most rows, never for all:
 * map points stand on roads, which are the boundaries of areas and of wards; an area may reach over
 * a ward's edge; and the wards of 2023 are drawn to 200 m only. */
static void most_rows_agree_with_their_area(void **state)
{
    (void)state;
    static struct lookup lookup;
    struct query_pack tees;
    struct months months;
    size_t known = 0;
    size_t agree = 0;
    if (!read_months(&months) || !open_lookup(&lookup) || !query_pack_open_tees(&tees)) {
        skip();
    }
    struct na_batch_options options = {.today = QUERY_TODAY, .vintage = "2023", .add = "ward_code"};
    struct batch_joined joined;
    struct na_str text = months.texts[0];
    batch_join(tees.snapshot, &options, &text, 1, 0, &joined);
    struct pair *pair = open_pair(text, (struct na_str){joined.output.data, joined.output.length});
    struct na_csv_row in;
    struct na_csv_row out;
    while (next_pair(pair, &in, &out)) {
        struct na_str ward = look_up(&lookup, na_csv_row_raw(&in, pair->in_bytes, 7));
        struct na_str code = na_csv_row_raw(&out, pair->out_bytes, out.count - 1);
        known += ward.length > 0;
        agree += ward.length > 0 && na_str_equal(ward, code);
    }
    printf("%zu of %zu rows agree (%.1f%%)\n", agree, known, 100.0 * (double)agree / (double)known);
    assert_true(known > 5000);
    assert_true(agree > known / 100 * 85 && agree < known);
    free(pair);
    batch_joined_fini(&joined);
    na_file_free(&lookup.file);
    query_pack_end(&tees);
    free_months(&months);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_months_have_the_wards_of_geos),
        cmocka_unit_test(most_rows_agree_with_their_area),
    };
    return cmocka_run_group_tests_name("batch_offences", tests, NULL, NULL);
}
