/* Every question over a compiled file that is well-formed but hostile (issue 11, fault 2): the
 * input is a list of changes, each of one value of one item of one section, made to a good file
 * whose checksum is mended afterwards. Oracle: the file is refused, or every question, list, page
 * and export is answered or refused in every form, without a read or a write outside its memory
 * (the sanitizers watch), and an answer in JSON is UTF-8. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/checksum.h"
#include "data/flat.h"
#include "lists/export.h"
#include "nearaid/questions.h"
#include "page/page.h"
#include "support/query_pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* One change: 12 bytes of the input. */
#define CHANGE_BYTES 12
#define CHANGES_MAX 8

static unsigned char *good, *bad;
static size_t length;

static void must(bool fine)
{
    if (!fine) {
        abort();
    }
}

static const char ini[] =
    "[pack]\ntitle = Squares\nissued = 2026-11-20\nindicative = yes\naccess_codes = codes.csv\n"
    "kind_letters = c=cabinet\n"
    "[wards.2015]\nfile = old.shp\ncrs = EPSG:27700\nvalid_from = 2015-05-07\n"
    "valid_to = 2023-05-03\ntolerance_m = 20\n"
    "[wards.2023]\nfile = new.shp\ncrs = EPSG:27700\nvalid_from = 2023-05-04\ntolerance_m = 0\n"
    "overlap_limit_m2 = 1000000\n"
    "[areas.patrols]\nfile = old.shp\ncrs = EPSG:27700\nkind = hotspot\ncode_field = WD23CD\n"
    "name_field = WD23NM\ntolerance_m = 5\n"
    "[barriers.river]\nfile = degrees.shp\ncrs = EPSG:4326\nkind = water\n"
    "[assets.all]\nfile = assets.csv\n"
    "[places.p]\nfile = p.csv\nformat = onspd\n[places.n]\nfile = n.csv\nformat = csv\n"
    "[table.t]\nfile = t.csv\nmeasure = m\nperiod = p\n";

static void make_pack(struct query_pack *pack)
{
    static const struct query_square old[] = {
        {"E01", "Old Alpha", "L1", "Low", 450000, 530000, 451000, 531000}};
    static const struct query_square new[] = {
        {"E01", "Alpha", "L1", "Low", 450000, 530000, 451000, 531000},
        {"E02", "Beta", "L1", "Low", 451000, 530000, 452000, 531000},
        {"E03", "Gamma", "", "", 453000, 530000, 454000, 531000}};
    static const struct query_square water[] = {
        {"D01", "Brook", "L1", "Low", -1.22, 54.66, -1.219, 54.68}};
    query_pack_begin(pack);
    query_pack_squares(pack, "old", old, 1);
    query_pack_squares(pack, "new", new, 3);
    query_pack_squares(pack, "degrees", water, 1);
    query_pack_put(pack, "assets.csv", query_squares_assets);
    query_pack_put(pack, "codes.csv", "id,code\ncab-1,1234X\n");
    query_pack_put(pack, "t.csv", "ward,count\nAlpha,5\nBeta,3\n");
    query_pack_put(pack, "p.csv",
                   "pcds,doterm,oseast1m,osnrth1m,osgrdind\nTS1 1AA,,450100,530100,1\n"
                   "TS1 1AB,202001,450201,530000,1\n");
    query_pack_put(pack, "n.csv",
                   "name,aliases,kind,place,easting,northing\n"
                   "High Street,The High,road,Low,450100,530100\nHighfield,,farm,,450300,530300\n");
    query_pack_put(pack, "pack.ini", ini);
    char path[256];
    query_pack_path(pack, "codes.csv", path, sizeof path);
    must(chmod(path, 0600) == 0);
    query_pack_compile(pack, NULL);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    struct query_pack pack;
    make_pack(&pack);
    length = pack.bytes.length;
    good = malloc(length);
    bad = malloc(length);
    must(good != NULL && bad != NULL);
    memcpy(good, pack.bytes.data, length);
    query_pack_end(&pack);
    return 0;
}

static uint32_t read_u32(const uint8_t *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

/* What is well-formed but at an edge or beyond it. */
static void telling_double(uint8_t which, unsigned char *to)
{
    static const double doubles[] = {1e300,    -1e300,    1e308,    1e15,  1e9,    1e7,    1e6,
                                     700000.0, 1300000.0, 700000.1, 181.0, 180.0,  91.0,   90.0,
                                     -90.,     -180.,     0.0,      -0.0,  5e-324, 1e-300, -1.0,
                                     450500.0, 54.66,     -1.22,    1e22,  4e18,   1e100,  -1e15};
    double value = which == 255   ? (double)NAN
                   : which == 254 ? (double)INFINITY
                   : which == 253 ? -(double)INFINITY
                                  : doubles[which % (sizeof doubles / sizeof doubles[0])];
    memcpy(to, &value, sizeof value);
}

static void telling_u32(uint8_t which, unsigned char *to)
{
    static const uint32_t numbers[] = {
        0,   1,   2,   3,   4,     7,          31,         32,         33,         64,        65,
        127, 128, 255, 256, 65535, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFE, UINT32_MAX};
    uint32_t value = numbers[which % (sizeof numbers / sizeof numbers[0])];
    memcpy(to, &value, sizeof value);
}

/* Section, item and place in it by the change's own numbers, so that a change to one leaves the
 * others where they are. */
static void change(const uint8_t *from)
{
    struct na_flat_section section;
    memcpy(&section,
           bad + sizeof(struct na_flat_header) +
               (size_t)(from[0] % NA_FLAT_SECTIONS) * sizeof section,
           sizeof section);
    if (section.length == 0) {
        return;
    }
    size_t items = (size_t)(section.length / section.item_bytes);
    size_t item = (size_t)read_u32(from + 2) % items;
    size_t at = item * section.item_bytes + read_u32(from + 6) % section.item_bytes;
    unsigned char *to = bad + section.offset;
    size_t eight = at & ~(size_t)7;
    size_t four = at & ~(size_t)3;
    switch (from[1] % 6) {
    case 0:
        if (eight + 8 <= section.length) {
            telling_double(from[10], to + eight);
        }
        break;
    case 1:
        if (four + 4 <= section.length) {
            telling_u32(from[10], to + four);
        }
        break;
    case 2:
        to[at] = from[10];
        break;
    case 3:
        if (four + 4 <= section.length) { /* one more, one less, and what lies near */
            uint32_t value = read_u32(to + four) + from[10] - 128;
            memcpy(to + four, &value, sizeof value);
        }
        break;
    case 4:
        to[at] = (unsigned char)(to[at] ^ (1u << (from[10] % 8)));
        break;
    default: /* the item becomes another one */
        memmove(to + item * section.item_bytes,
                to + ((size_t)from[10] * 256 + from[11]) % items * section.item_bytes,
                section.item_bytes);
        break;
    }
}

static const enum na_format formats[] = {NA_FORMAT_JSON, NA_FORMAT_TEXT, NA_FORMAT_GEOJSON,
                                         NA_FORMAT_WORDS};

static const struct {
    na_answer *answer;
    const char *query;
    const char *path_value;
} questions[] = {
    {na_answer_ward, "lat=54.665&lon=-1.222", NULL},
    {na_answer_ward, "easting=450500&northing=530500&accuracy_m=50", NULL},
    {na_answer_ward, "q=high+street&as_at=2016-01-01", NULL},
    {na_answer_ward, "postcode=TS1+1AA", NULL},
    {na_answer_nearest, "easting=450500&northing=530500&kind=cabinet&kind=pub&limit=5", NULL},
    {na_answer_nearest, "q=first&kind=cabinet&usable=any", NULL},
    {na_answer_here, "easting=450500&northing=530500", NULL},
    {na_answer_here, "lat=54.665&lon=-1.222&accuracy_m=100", NULL},
    {na_answer_hotspots, "easting=450500&northing=530500", NULL},
    {na_answer_hotspots, "", NULL},
    {na_answer_locate, "q=high", NULL},
    {na_answer_locate, "q=TS1+1A", NULL},
    {na_answer_locate, "q=NZ+505+305", NULL},
    {na_answer_wards, "", NULL},
    {na_answer_wards, "vintage=2015", NULL},
    {na_answer_assets, "", NULL},
    {na_answer_postcode, "", "TS1 1AA"},
    {na_answer_barriers, "", NULL},
    {na_answer_datasets, "", NULL},
    {na_answer_ward_one, "", "E01"},
    {na_answer_asset_one, "", "cab-1"},
    {na_answer_access, "", "cab-1"},
};

static void check(enum na_code code, enum na_format format, const struct na_buffer *text)
{
    must(code != NA_OK || format == NA_FORMAT_TEXT || na_utf8_valid(text->data, text->length) ||
         text->length == 0);
}

static void ask_exports(struct na_session *session, struct na_buffer *to, struct na_error *error)
{
    static const char *const forms[] = {"csv", "geojson", "kml"};
    for (size_t f = 0; f < sizeof forms / sizeof forms[0]; f++) {
        struct na_param param = {"format", forms[f]};
        struct na_export *export = NULL;
        na_buffer_clear(to);
        if (na_export_new(session, &param, 1, QUERY_TODAY, &export, error) == NA_OK) {
            check(na_export_render(export, to, error), NA_FORMAT_JSON, to);
        }
        na_export_free(export);
    }
}

static void ask_pages(struct na_session *session, struct na_buffer *to, struct na_error *error)
{
    static const char skeleton[] = "<html>{{content}}</html>";
    struct na_param params[] = {{"q", "high street"}, {"kind", "cabinet"}};
    struct na_page_request request = {
        .skeleton = na_str_of(skeleton), .is_asked = true, .params = params, .count = 2};
    enum na_code outcome = NA_OK;
    na_buffer_clear(to);
    enum na_code code = na_answer_page(session, &request, QUERY_TODAY, to, &outcome, error);
    na_buffer_clear(to);
    code = na_answer_list(session, NULL, 0, QUERY_TODAY, to, error);
    (void)code;
}

/* Slow: asked of one input in 64. */
static void ask_coverage(struct na_session *session, struct na_buffer *to, struct na_error *error)
{
    struct na_param params[] = {{"kind", "cabinet"}, {"within", "250"}};
    const struct na_asking asking = {.session = session,
                                     .params = params,
                                     .count = 2,
                                     .today = QUERY_TODAY,
                                     .format = NA_FORMAT_JSON};
    na_buffer_clear(to);
    check(na_answer_coverage(&asking, to, error), NA_FORMAT_JSON, to);
}

static void ask_all(struct na_session *session, bool slow)
{
    struct na_buffer to;
    struct na_error error = {.code = NA_OK};
    na_buffer_init(&to, NA_ANSWER_LIMIT);
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        char memory[512];
        struct na_param params[NA_PARAMS_MAX];
        size_t count = 0;
        must(na_params_from_query(questions[i].query, memory, params, NA_PARAMS_MAX, &count,
                                  NULL) == NA_OK);
        for (size_t f = 0; f < sizeof formats / sizeof formats[0]; f++) {
            na_buffer_clear(&to);
            const struct na_asking asking = {.session = session,
                                             .params = params,
                                             .count = count,
                                             .path_value = questions[i].path_value,
                                             .today = QUERY_TODAY,
                                             .format = formats[f]};
            enum na_code code = questions[i].answer(&asking, &to, &error);
            check(code, formats[f], &to);
            na_buffer_clear(&to);
            must(code == NA_OK || na_render_refusal(session, &error, &to) == NA_OK);
        }
    }
    ask_exports(session, &to, &error);
    ask_pages(session, &to, &error);
    if (slow) {
        ask_coverage(session, &to, &error);
    }
    na_buffer_fini(&to);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct na_flat_header header;
    struct na_snapshot *snapshot = NULL;
    struct na_session *session = NULL;
    memcpy(bad, good, length);
    for (size_t i = 0; i < CHANGES_MAX && (i + 1) * CHANGE_BYTES <= size; i++) {
        change(data + i * CHANGE_BYTES);
    }
    memcpy(&header, bad, sizeof header);
    header.checksum = na_checksum(bad + NA_FLAT_UNSUMMED, length - NA_FLAT_UNSUMMED);
    memcpy(bad, &header, sizeof header);
    if (na_snapshot_from_bytes(bad, length, &snapshot, NULL) != NA_OK) {
        return 0;
    }
    if (na_session_new(snapshot, &session, NULL) == NA_OK) {
        ask_all(session, size > 0 && data[size - 1] % 64 == 0);
    }
    na_session_free(session);
    na_snapshot_unref(snapshot);
    return 0;
}
