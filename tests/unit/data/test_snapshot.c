/* Opening compiled files: what is refused, and that no changed byte goes unseen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/checksum.h"
#include "data/flat.h"
#include "data/slot.h"
#include "data/snapshot.h"
#include "support/folder.h"
#include "support/pack.h"

static char folder[256];
static struct na_buffer pack; /* a small compiled pack */

static int setup(void **state)
{
    (void)state;
    static const struct pack_square squares[] = {
        {"E1", "A", "L1", "Town", 450000, 532000, 450400, 532400},
        {"E2", "B", "L1", "Town", 450400, 532000, 450800, 532400}};
    folder_make(folder, sizeof folder);
    na_buffer_init(&pack, (size_t)1 << 30);
    pack_put_squares(folder, "w_BGC", pack_prj_27700, squares, 2);
    pack_put_text(folder, "c.csv",
                  "id,name,easting_m,northing_m,radio\nb,Bee,450500,532300,apex\n"
                  "a,Ay,450100,532100,\n");
    pack_put_text(folder, "pack.ini",
                  "[pack]\ntitle = T\n[wards.1]\nfile = w_BGC.shp\n[areas.p]\nfile = w_BGC.shp\n"
                  "kind = hotspot\ncode_field = WD23CD\nname_field = WD23NM\n"
                  "[assets.c]\nfile = c.csv\nkind = x\n"
                  "[places.p]\nfile = p.csv\nformat = onspd\n"
                  "[places.n]\nfile = n.csv\nformat = csv\n"
                  "[table.t]\nfile = t.csv\nmeasure = m\nperiod = p\n");
    pack_put_text(folder, "t.csv", "ward,count\nA,5\nB,5\n");
    pack_put_text(folder, "p.csv",
                  "pcds,doterm,oseast1m,osnrth1m,osgrdind\nTS1 1AA,,450000,532000,1\n"
                  "TS1 1AB,202001,450001,532000,1\nTS1 1AD,202001,450002,532000,1\n");
    pack_put_text(folder, "n.csv",
                  "name,easting,northing\nHigh Street,450100,532100\n"
                  "Highfield,450100,532100\n");
    na_snapshot_unref(pack_open(folder, NULL, &pack));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    na_buffer_fini(&pack);
    folder_remove(folder);
    return 0;
}

static void every_changed_byte_is_seen(void **state)
{
    (void)state;
    for (size_t i = 0; i < pack.length; i++) {
        struct na_snapshot *snapshot = NULL;
        struct na_error error;
        pack.data[i] = (char)(pack.data[i] ^ 0x20);
        enum na_code code = na_snapshot_from_bytes(pack.data, pack.length, &snapshot, &error);
        pack.data[i] = (char)(pack.data[i] ^ 0x20);
        if (code != NA_ERR_CORRUPT && code != NA_ERR_VERSION) {
            fail_msg("byte %zu changed: code %d", i, (int)code);
        }
        assert_true(error.hint[0] != '\0');
    }
}

static void every_cut_is_seen(void **state)
{
    (void)state;
    for (size_t length = 0; length < pack.length; length += length < 256 ? 1 : 61) {
        struct na_snapshot *snapshot = NULL;
        assert_int_equal(na_snapshot_from_bytes(pack.data, length, &snapshot, NULL),
                         NA_ERR_CORRUPT);
    }
}

static void another_version_is_named(void **state)
{
    (void)state;
    struct na_flat_header header;
    struct na_snapshot *snapshot = NULL;
    struct na_error error;
    memcpy(&header, pack.data, sizeof header);
    struct na_flat_header other = header;
    other.version = NA_FLAT_VERSION + 1;
    memcpy(pack.data, &other, sizeof other);
    assert_int_equal(na_snapshot_from_bytes(pack.data, pack.length, &snapshot, &error),
                     NA_ERR_VERSION);
    assert_non_null(strstr(error.message, "format 8"));
    memcpy(pack.data, &header, sizeof header);
}

/* Change `size` bytes at `at` of section `id`, mend the checksum, and expect the file to be
 * refused. */
static void refuse_change(enum na_flat_id id, size_t at, const void *bytes, size_t size)
{
    struct na_flat_section section;
    struct na_flat_header header;
    char kept[16];
    memcpy(&section, pack.data + sizeof header + (size_t)id * sizeof section, sizeof section);
    assert_true(at + size <= section.length);
    char *target = pack.data + section.offset + at;
    memcpy(kept, target, size);
    memcpy(target, bytes, size);
    memcpy(&header, pack.data, sizeof header);
    uint64_t checksum = header.checksum;
    header.checksum = na_checksum(pack.data + NA_FLAT_UNSUMMED, pack.length - NA_FLAT_UNSUMMED);
    memcpy(pack.data, &header, sizeof header);
    struct na_snapshot *snapshot = NULL;
    enum na_code code = na_snapshot_from_bytes(pack.data, pack.length, &snapshot, NULL);
    memcpy(target, kept, size);
    header.checksum = checksum;
    memcpy(pack.data, &header, sizeof header);
    if (code != NA_ERR_CORRUPT) {
        fail_msg("section %d at %zu: code %d", (int)id, at, (int)code);
    }
}

static void a_file_without_texts_is_refused(void **state)
{
    (void)state;
    struct na_flat_section section, none;
    struct na_flat_header header, mended;
    struct na_snapshot *snapshot = NULL;
    struct na_error error;
    char *at = pack.data + sizeof header + (size_t)NA_FLAT_STRINGS * sizeof section;
    memcpy(&header, pack.data, sizeof header);
    memcpy(&section, at, sizeof section);
    none = section;
    none.length = 0;
    memcpy(at, &none, sizeof none);
    mended = header;
    mended.checksum = na_checksum(pack.data + NA_FLAT_UNSUMMED, pack.length - NA_FLAT_UNSUMMED);
    memcpy(pack.data, &mended, sizeof mended);
    enum na_code code = na_snapshot_from_bytes(pack.data, pack.length, &snapshot, &error);
    memcpy(at, &section, sizeof section);
    memcpy(pack.data, &header, sizeof header);
    assert_int_equal(code, NA_ERR_CORRUPT);
    assert_non_null(strstr(error.message, "its texts are not ended"));
}

static void a_file_with_a_right_checksum_is_not_believed(void **state)
{
    (void)state;
    const uint32_t huge = UINT32_MAX;
    const uint64_t far = UINT64_MAX - 3;
    const double nan = (double)__builtin_nanf("");
    const double north = 91;
    refuse_change(NA_FLAT_INFO, 0, &huge, 4);
    refuse_change(NA_FLAT_INFO, offsetof(struct na_flat_info, transformation), &huge, 4);
    refuse_change(NA_FLAT_STRINGS, 0, "x", 1);
    refuse_change(NA_FLAT_LAYERS, offsetof(struct na_flat_layer, role), &huge, 4);
    refuse_change(NA_FLAT_LAYERS, offsetof(struct na_flat_layer, first_area), &huge, 4);
    refuse_change(NA_FLAT_LAYERS, offsetof(struct na_flat_layer, area_count), &huge, 4);
    refuse_change(NA_FLAT_LAYERS, offsetof(struct na_flat_layer, tolerance_m), &nan, 8);
    refuse_change(NA_FLAT_LAYERS, offsetof(struct na_flat_layer, lonlat_offset), &far, 8);
    refuse_change(NA_FLAT_LAYERS, offsetof(struct na_flat_layer, lonlat_length), &far, 8);
    refuse_change(NA_FLAT_LAYERS, offsetof(struct na_flat_layer, grid_offset), &far, 8);
    refuse_change(NA_FLAT_AREAS, offsetof(struct na_flat_area, name), &huge, 4);
    refuse_change(NA_FLAT_AREAS, offsetof(struct na_flat_area, first_ring), &far, 8);
    refuse_change(NA_FLAT_AREAS, offsetof(struct na_flat_area, ring_count), &huge, 4);
    /* The measure of a ward for hotspots read before its first vertex. */
    const uint32_t none = 0, hole = 1;
    refuse_change(NA_FLAT_AREAS, offsetof(struct na_flat_area, ring_count), &none, 4);
    refuse_change(NA_FLAT_RINGS, offsetof(struct na_flat_ring, is_hole), &hole, 4);
    refuse_change(NA_FLAT_AREAS, offsetof(struct na_flat_area, north), &north, 8);
    refuse_change(NA_FLAT_RINGS, offsetof(struct na_flat_ring, first_span), &far, 8);
    refuse_change(NA_FLAT_RINGS, offsetof(struct na_flat_ring, span_count), &none, 4);
    refuse_change(NA_FLAT_RINGS, offsetof(struct na_flat_ring, span_count), &huge, 4);
    refuse_change(NA_FLAT_RINGS, offsetof(struct na_flat_ring, vertex_count), &none, 4);
    refuse_change(NA_FLAT_RINGS, offsetof(struct na_flat_ring, layer), &huge, 4);
    refuse_change(NA_FLAT_SPANS, offsetof(struct na_flat_span, vertex), &huge, 4);
    refuse_change(NA_FLAT_SPANS, offsetof(struct na_flat_span, from), &hole, 4);
    refuse_change(NA_FLAT_ASSETS, 0, &huge, 4);
    refuse_change(NA_FLAT_ASSETS, offsetof(struct na_flat_asset, status), &huge, 4);
    refuse_change(NA_FLAT_ASSETS, offsetof(struct na_flat_asset, tag_count), &huge, 4);
    refuse_change(NA_FLAT_ASSETS, offsetof(struct na_flat_asset, first_tag), &far, 8);
    refuse_change(NA_FLAT_ASSETS, offsetof(struct na_flat_asset, lat_deg), &north, 8);
    refuse_change(NA_FLAT_ASSETS, offsetof(struct na_flat_asset, accuracy_m), &nan, 8);
    refuse_change(NA_FLAT_TAGS, 0, &huge, 4);
    refuse_change(NA_FLAT_KINDS, offsetof(struct na_flat_kind, asset_count), &huge, 4);
    refuse_change(NA_FLAT_KINDS, offsetof(struct na_flat_kind, tree_offset), &far, 8);
    refuse_change(NA_FLAT_KINDS, offsetof(struct na_flat_kind, tree_length), &far, 8);
    refuse_change(NA_FLAT_SOURCES, 0, &huge, 4);
}

static void places_with_a_right_checksum_are_not_believed(void **state)
{
    (void)state;
    const uint32_t huge = UINT32_MAX;
    const uint32_t zero = 0;
    const uint32_t flag = 1u << 31;
    const uint8_t byte = 255;
    const double nan = (double)__builtin_nanf("");
    const double north = 91;
    refuse_change(NA_FLAT_PLACE_SOURCES, 0, &huge, 4);
    refuse_change(NA_FLAT_POSTCODES, offsetof(struct na_flat_postcode, key), &huge, 4);
    refuse_change(NA_FLAT_POSTCODES, offsetof(struct na_flat_postcode, east), &flag, 4);
    refuse_change(NA_FLAT_POSTCODES, offsetof(struct na_flat_postcode, east), &huge, 4);
    refuse_change(NA_FLAT_POSTCODES, offsetof(struct na_flat_postcode, north), &huge, 4);
    refuse_change(NA_FLAT_POSTCODES, sizeof(struct na_flat_postcode), &zero, 4); /* order */
    refuse_change(NA_FLAT_POSTCODES,
                  sizeof(struct na_flat_postcode) + offsetof(struct na_flat_postcode, east), &zero,
                  4); /* a note without its postcode */
    refuse_change(NA_FLAT_POSTCODE_NOTES, 0, &huge, 4);
    refuse_change(NA_FLAT_POSTCODE_NOTES, offsetof(struct na_flat_postcode_note, lat_e7), &flag, 4);
    refuse_change(NA_FLAT_PLACES, offsetof(struct na_flat_place, name), &huge, 4);
    refuse_change(NA_FLAT_PLACES, offsetof(struct na_flat_place, source), &huge, 4);
    refuse_change(NA_FLAT_PLACES, offsetof(struct na_flat_place, accuracy_m), &nan, 8);
    refuse_change(NA_FLAT_PLACES, offsetof(struct na_flat_place, lat_deg), &north, 8);
    refuse_change(NA_FLAT_PLACES, offsetof(struct na_flat_place, easting_m), &nan, 8);
    refuse_change(NA_FLAT_NAMES, offsetof(struct na_flat_name, target), &huge, 4);
    refuse_change(NA_FLAT_NAMES, offsetof(struct na_flat_name, text), &huge, 4);
    refuse_change(NA_FLAT_NAMES, offsetof(struct na_flat_name, first_word), &huge, 4);
    refuse_change(NA_FLAT_NAMES, offsetof(struct na_flat_name, own), &byte, 1);
    refuse_change(NA_FLAT_NAMES, offsetof(struct na_flat_name, role), &byte, 1);
    refuse_change(NA_FLAT_NAMES, offsetof(struct na_flat_name, is_asset), &byte, 1);
    refuse_change(NA_FLAT_NAME_WORDS, 0, &huge, 4);
    refuse_change(NA_FLAT_NAME_KINDS, 0, &huge, 4);
    refuse_change(NA_FLAT_WORDS, offsetof(struct na_flat_word, text), &huge, 4);
    refuse_change(NA_FLAT_WORDS, offsetof(struct na_flat_word, posting), &huge, 4);
    refuse_change(NA_FLAT_WORDS, sizeof(struct na_flat_word), &zero, 4); /* an empty word */
    refuse_change(NA_FLAT_WORD_TEXTS, 0, "z", 1);                        /* order */
    refuse_change(NA_FLAT_WORD_SHARED, 0, &byte, 1);
    refuse_change(NA_FLAT_POSTINGS, 0, &huge, 4);
}

static void tables_with_a_right_checksum_are_not_believed(void **state)
{
    (void)state;
    const uint32_t huge = UINT32_MAX;
    const uint32_t zero = 0;
    const uint32_t one = 1;
    const uint64_t far = UINT64_MAX - 3;
    const uint64_t small = 1;
    const size_t second = sizeof(struct na_flat_table_row);
    refuse_change(NA_FLAT_TABLES, offsetof(struct na_flat_table, id), &huge, 4);
    refuse_change(NA_FLAT_TABLES, offsetof(struct na_flat_table, file), &huge, 4);
    refuse_change(NA_FLAT_TABLES, offsetof(struct na_flat_table, measure), &huge, 4);
    refuse_change(NA_FLAT_TABLES, offsetof(struct na_flat_table, period), &huge, 4);
    refuse_change(NA_FLAT_TABLES, offsetof(struct na_flat_table, source), &huge, 4);
    refuse_change(NA_FLAT_TABLES, offsetof(struct na_flat_table, layer), &huge, 4);
    refuse_change(NA_FLAT_TABLES, offsetof(struct na_flat_table, layer), &one, 4); /* areas */
    refuse_change(NA_FLAT_TABLES, offsetof(struct na_flat_table, total_is), &huge, 4);
    refuse_change(NA_FLAT_TABLES, offsetof(struct na_flat_table, first_row), &huge, 4);
    refuse_change(NA_FLAT_TABLES, offsetof(struct na_flat_table, first_row), &one, 4);
    refuse_change(NA_FLAT_TABLES, offsetof(struct na_flat_table, row_count), &huge, 4);
    refuse_change(NA_FLAT_TABLES, offsetof(struct na_flat_table, row_count), &one, 4);
    refuse_change(NA_FLAT_TABLES, offsetof(struct na_flat_table, total), &small, 8);
    refuse_change(NA_FLAT_TABLES, offsetof(struct na_flat_table, sum), &small, 8);
    refuse_change(NA_FLAT_TABLE_ROWS, offsetof(struct na_flat_table_row, ward), &huge, 4);
    refuse_change(NA_FLAT_TABLE_ROWS, offsetof(struct na_flat_table_row, ward), &one, 4);
    refuse_change(NA_FLAT_TABLE_ROWS, offsetof(struct na_flat_table_row, name), &huge, 4);
    refuse_change(NA_FLAT_TABLE_ROWS, offsetof(struct na_flat_table_row, authority), &huge, 4);
    refuse_change(NA_FLAT_TABLE_ROWS, offsetof(struct na_flat_table_row, rank), &zero, 4);
    refuse_change(NA_FLAT_TABLE_ROWS, offsetof(struct na_flat_table_row, count), &far, 8);
    refuse_change(NA_FLAT_TABLE_ROWS, second + offsetof(struct na_flat_table_row, rank), &huge, 4);
    refuse_change(NA_FLAT_TABLE_ROWS, second + offsetof(struct na_flat_table_row, count), &far, 8);
    refuse_change(NA_FLAT_TABLE_ROWS, second + offsetof(struct na_flat_table_row, ward), &zero, 4);
}

/* Issue 11, fault 2: an easting of 1e300 in a file whose checksum is right overran a buffer of
 * `nearaid export`. What is well-formed but out of range is refused at the opening. */
static void numbers_out_of_range_are_not_believed(void **state)
{
    (void)state;
#define FIELD(section, record, member) section, offsetof(struct record, member)
    static const struct {
        enum na_flat_id id;
        size_t at;
        double value;
    } doubles[] = {
        {FIELD(NA_FLAT_ASSETS, na_flat_asset, easting_m), 1e300},
        {FIELD(NA_FLAT_ASSETS, na_flat_asset, easting_m), 700000.1},
        {FIELD(NA_FLAT_ASSETS, na_flat_asset, northing_m), -1.0},
        {FIELD(NA_FLAT_ASSETS, na_flat_asset, northing_m), 1e15},
        {FIELD(NA_FLAT_ASSETS, na_flat_asset, accuracy_m), 1e300},
        {FIELD(NA_FLAT_ASSETS, na_flat_asset, lon_deg), 180.1},
        {FIELD(NA_FLAT_PLACES, na_flat_place, easting_m), 1e300},
        {FIELD(NA_FLAT_PLACES, na_flat_place, northing_m), 1300000.1},
        {FIELD(NA_FLAT_PLACES, na_flat_place, accuracy_m), 1e300},
        {FIELD(NA_FLAT_PLACES, na_flat_place, accuracy_m), -1.0},
        {FIELD(NA_FLAT_LAYERS, na_flat_layer, tolerance_m), 1e300},
        {FIELD(NA_FLAT_AREAS, na_flat_area, west), 179.0}, /* east of its east */
    };
    static const struct {
        enum na_flat_id id;
        size_t at;
        uint32_t value;
    } integers[] = {
        {FIELD(NA_FLAT_INFO, na_flat_info, issued), INT32_MAX},
        {FIELD(NA_FLAT_INFO, na_flat_info, indicative), 2},
        {FIELD(NA_FLAT_INFO, na_flat_info, stale_days), UINT32_MAX},
        {FIELD(NA_FLAT_LAYERS, na_flat_layer, valid_from), INT32_MAX},
        {FIELD(NA_FLAT_LAYERS, na_flat_layer, valid_to), (uint32_t)INT32_MIN + 1},
        {FIELD(NA_FLAT_AREAS, na_flat_area, valid_from), INT32_MAX},
        {FIELD(NA_FLAT_AREAS, na_flat_area, valid_to), INT32_MAX},
        {FIELD(NA_FLAT_RINGS, na_flat_ring, is_hole), 2},
        {FIELD(NA_FLAT_ASSETS, na_flat_asset, last_checked), INT32_MAX},
        {FIELD(NA_FLAT_ASSETS, na_flat_asset, valid_from), INT32_MAX},
        {FIELD(NA_FLAT_ASSETS, na_flat_asset, valid_to), INT32_MAX},
        {FIELD(NA_FLAT_ASSETS, na_flat_asset, code_checked), INT32_MAX},
        {FIELD(NA_FLAT_POSTCODE_NOTES, na_flat_postcode_note, terminated), INT32_MAX},
    };
#undef FIELD
    for (size_t i = 0; i < sizeof doubles / sizeof doubles[0]; i++) {
        refuse_change(doubles[i].id, doubles[i].at, &doubles[i].value, 8);
    }
    for (size_t i = 0; i < sizeof integers / sizeof integers[0]; i++) {
        refuse_change(integers[i].id, integers[i].at, &integers[i].value, 4);
    }
    const uint8_t words = 33; /* a bit each in one number */
    refuse_change(NA_FLAT_NAMES, offsetof(struct na_flat_name, own), &words, 1);
    const uint64_t bytes = UINT64_MAX;
    refuse_change(NA_FLAT_SOURCES, offsetof(struct na_flat_source, bytes), &bytes, 8);
    refuse_change(NA_FLAT_STRINGS, 1, "\xFF", 1); /* no UTF-8 */
}

static void files_that_are_none_are_refused(void **state)
{
    (void)state;
    char path[400];
    struct na_snapshot *snapshot = NULL;
    struct na_error error;
    (void)snprintf(path, sizeof path, "%s/missing.nad", folder);
    assert_int_equal(na_snapshot_open(path, &snapshot, &error), NA_ERR_IO);
    assert_non_null(strstr(error.file, "missing.nad"));
    assert_int_equal(na_snapshot_open(folder, &snapshot, &error), NA_ERR_IO);
    folder_put(folder, "empty.nad", "", 0, path, sizeof path);
    assert_int_equal(na_snapshot_open(path, &snapshot, &error), NA_ERR_CORRUPT);
    folder_put(folder, "text.nad", pack.data + 1, pack.length - 1, path, sizeof path);
    assert_int_equal(na_snapshot_open(path, &snapshot, &error), NA_ERR_CORRUPT);
    (void)snprintf(path, sizeof path, "%s/fifo", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(na_snapshot_open(path, &snapshot, &error), NA_ERR_IO); /* and does not wait */
}

static void assert_whole(const struct na_snapshot *snapshot)
{
    assert_int_equal(na_snapshot_bytes(snapshot), pack.length);
    uint32_t number = 0;
    assert_true(na_snapshot_find_asset(snapshot, "a", &number));
    assert_true(na_snapshot_find_asset(snapshot, "b", &number));
    assert_false(na_snapshot_find_asset(snapshot, "c", &number));
}

static void a_mapped_file_answers_like_its_bytes(void **state)
{
    (void)state;
    char path[400];
    struct na_snapshot *snapshot = NULL;
    folder_put(folder, "good.nad", pack.data, pack.length, path, sizeof path);
    assert_int_equal(na_snapshot_map(path, &snapshot, NULL), NA_OK);
    assert_whole(snapshot);
    na_snapshot_unref(snapshot);
}

/* Issue 11, fault 1. */
static void a_file_overwritten_while_it_is_read_changes_nothing(void **state)
{
    (void)state;
    char path[400];
    struct na_snapshot *snapshot = NULL;
    folder_put(folder, "live.nad", pack.data, pack.length, path, sizeof path);
    assert_int_equal(na_snapshot_open(path, &snapshot, NULL), NA_OK);
    char *zeros = calloc(1, pack.length);
    assert_non_null(zeros);
    folder_put(folder, "live.nad", zeros, pack.length, path, sizeof path);
    free(zeros);
    assert_whole(snapshot);
    folder_put(folder, "live.nad", "", 0, path, sizeof path);
    assert_whole(snapshot);
    /* Nor can the copy be changed by a process that gets its descriptor. */
    assert_int_equal(pwrite(na_snapshot_fd(snapshot), "x", 1, 0), -1);
    assert_int_equal(ftruncate(na_snapshot_fd(snapshot), 0), -1);
    na_snapshot_unref(snapshot);
}

/* Sealed memory counts as a file to the kernel, which would end the process by SIGXFSZ. */
static void a_limit_of_file_sizes_does_no_harm(void **state)
{
    (void)state;
    char path[400];
    struct rlimit before, limit;
    struct na_snapshot *snapshot = NULL;
    folder_put(folder, "good.nad", pack.data, pack.length, path, sizeof path);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = pack.length - 1;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    enum na_code code = na_snapshot_open(path, &snapshot, NULL);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(code, NA_OK);
    assert_whole(snapshot);
    assert_int_equal(na_snapshot_fd(snapshot), -1);
    na_snapshot_unref(snapshot);
}

static void the_slot_keeps_what_readers_hold(void **state)
{
    (void)state;
    struct na_slot *slot = NULL;
    struct na_snapshot *first = NULL;
    struct na_snapshot *second = NULL;
    assert_int_equal(na_slot_new(&slot, NULL), NA_OK);
    assert_null(na_slot_get(slot));
    assert_int_equal(na_snapshot_from_bytes(pack.data, pack.length, &first, NULL), NA_OK);
    assert_int_equal(na_snapshot_from_bytes(pack.data, pack.length, &second, NULL), NA_OK);
    na_slot_set(slot, first);
    struct na_snapshot *held = na_slot_get(slot);
    assert_ptr_equal(held, first);
    na_snapshot_unref(first);
    na_slot_set(slot, second);
    assert_string_equal(na_snapshot_info(held)->title, "T"); /* still whole */
    na_snapshot_unref(held);
    na_snapshot_unref(second);
    na_slot_free(slot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_changed_byte_is_seen),
        cmocka_unit_test(every_cut_is_seen),
        cmocka_unit_test(another_version_is_named),
        cmocka_unit_test(a_file_without_texts_is_refused),
        cmocka_unit_test(a_file_with_a_right_checksum_is_not_believed),
        cmocka_unit_test(places_with_a_right_checksum_are_not_believed),
        cmocka_unit_test(tables_with_a_right_checksum_are_not_believed),
        cmocka_unit_test(numbers_out_of_range_are_not_believed),
        cmocka_unit_test(files_that_are_none_are_refused),
        cmocka_unit_test(a_mapped_file_answers_like_its_bytes),
        cmocka_unit_test(a_file_overwritten_while_it_is_read_changes_nothing),
        cmocka_unit_test(a_limit_of_file_sizes_does_no_harm),
        cmocka_unit_test(the_slot_keeps_what_readers_hold),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
