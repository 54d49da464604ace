/* query/locate: what a text is read as, what is certain, what is refused and offered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "locate/locate.h"
#include "support/query_pack.h"

static struct query_pack pack;

static int setup(void **state)
{
    (void)state;
    static const struct query_square wards[] = {
        {"E01", "Alpha", "L1", "Low", 450000, 532000, 451000, 533000},
        {"E02", "Beta", "L1", "Low", 451000, 532000, 452000, 533000}};
    query_pack_begin(&pack);
    query_pack_squares(&pack, "w", wards, 2);
    query_pack_put(&pack, "pack.ini",
                   "[pack]\ntitle = Places\n"
                   "[wards.1]\nfile = w.shp\ncrs = EPSG:27700\ntolerance_m = 0\n"
                   "[places.postcodes]\nfile = onspd.csv\nformat = onspd\n"
                   "[places.names]\nfile = names.csv\nformat = csv\n"
                   "[places.houses]\nfile = houses.csv\nformat = addresses\n"
                   "[assets.a]\nfile = assets.csv\nkind = cabinet\n");
    query_pack_put(&pack, "onspd.csv",
                   "pcds,doterm,oseast1m,osnrth1m,osgrdind\n"
                   "TS24 8AY,,450770,532587,1\nTS24 8AZ,,450800,532600,1\n"
                   "TS24 8ZZ,202005,450700,532500,1\nTS24 8XX,,,,9\nTS24 0UX,,450385,532393,1\n"
                   "TS1 0AA,,449000,520000,1\nTS10 1AA,,460000,525000,5\n"
                   "NZ50 1AA,,450500,532500,1\n");
    query_pack_put(&pack, "names.csv",
                   "name,aliases,kind,place,easting,northing,accuracy_m\n"
                   "Victoria Road,,road,Hartlepool,450700,532600,150\n"
                   "Victoria Road,,road,Middlesbrough,449900,520100,200\n"
                   "Church Street,,road,Hartlepool,451100,532700,100\n"
                   "St Hilda's & All Saints,,church,Headland,452000,533700,20\n"
                   "Ship,Old Ship,pub,Seaton,452200,529700,20\n"
                   "Anchor Inn,,pub,Seaton,452300,529800,20\n");
    query_pack_put(&pack, "houses.csv",
                   "uprn,building_name,number,street,town,easting,northing\n"
                   "1,,44,Oxford Road,Hartlepool,450500,532300\n"
                   "2,,44a,Oxford Road,Hartlepool,450510,532300\n"
                   "3,Rose Cottage,1,Oxford Road,Middlesbrough,449800,520200\n");
    query_pack_put(&pack, "assets.csv",
                   "id,name,aliases,address,postcode,w3w,easting_m,northing_m,accuracy_m\n"
                   "c1,Civic Centre,Town Hall|Orange Box,\"Victoria Road, "
                   "Hartlepool\",TS24 8AY,handle.boot.twigs,450770,532587,5\n"
                   "c2,Central Hub,,\"124 York Road, Hartlepool\",TS26 "
                   "9DE,loser.report.dock,450612,532426,5\n"
                   "c3,Ship,,,,,451500,532500,5\n");
    query_pack_compile(&pack, NULL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

static struct na_located located;

/* What each is read as, its first candidate, and whether that is certain. */
static const struct {
    const char *text, *recognised, *kind, *name;
    size_t confident; /* 1: the first; 0: none */
} texts[] = {
    {"54.6858, -1.2140", "coordinates", "coordinates", "54.685800, -1.214000", 1},
    {"54.6858,-1.2140", "coordinates", "coordinates", "54.685800, -1.214000", 1},
    {"450770, 532587", "coordinates", "coordinates", "450770, 532587", 1},
    {"450770.5 532587.25", "coordinates", "coordinates", "450770, 532587", 1},
    {" 54.6858 -1.2140 ", "coordinates", "coordinates", "54.685800, -1.214000", 1},
    {"54\xc2\xb0"
     "41'12\"N 1\xc2\xb0"
     "12'28\"W",
     "coordinates", "coordinates", "54.686667, -1.207778", 1},
    {"1 12 28 w, 54 41 12 n", "coordinates", "coordinates", "54.686667, -1.207778", 1},
    {"N 54\xc2\xb0 41.2\xe2\x80\xb2, W 1\xc2\xb0 12.5\xe2\x80\xb2", "coordinates", "coordinates",
     "54.686667, -1.208333", 1},
    {"54.6858N 1.2140W", "coordinates", "coordinates", "54.685800, -1.214000", 1},
    {"TS24 8A", "postcode", "postcode", "TS24 8AY", 0}, /* and 8AZ: never guessed */
    {"ts240u", "postcode", "postcode", "TS24 0UX", 0},
    {"NZ 509 326, TS10 1AA", "gridref", "gridref", "NZ 509 326", 0}, /* 12 km apart */
    {"NZ 509 326, TS24 8AY", "gridref", "gridref", "NZ 509 326", 1},
    {"NZ 509 326", "gridref", "gridref", "NZ 509 326", 1},
    {"nz5077032587", "gridref", "gridref", "NZ 50770 32587", 1},
    {"ts248ay", "postcode", "postcode", "TS24 8AY", 1},
    {"T s2 48a y", "postcode", "postcode", "TS24 8AY", 1},
    {"TS24 8ZZ", "postcode", "postcode", "TS24 8ZZ", 1},
    {"TS26 9DE", "postcode", "cabinet", "Central Hub", 1}, /* only the asset has it */
    {"ts24", "postcode", "postcode_district", "TS24", 1},
    {"TS24 8B", "name", "postcode_district", "TS24", 0}, /* none begins so */
    {"TS24 8", "postcode", "postcode_sector", "TS24 8", 1},
    {"TS10", "postcode", "postcode_district", "TS10", 1},
    {"TS1 0", "postcode", "postcode_sector", "TS1 0", 1},
    {"NZ50", "postcode", "postcode_district", "NZ50", 1}, /* its square lies outside */
    {"///handle.boot.twigs", "w3w", "cabinet", "Civic Centre", 1},
    {"Handle.Boot.TWIGS", "w3w", "cabinet", "Civic Centre", 1},
    {"handle boot twigs", "w3w", "cabinet", "Civic Centre", 1},
    {"44 Oxford Rd, Hartlepool", "name", "address", "44 Oxford Road", 1},
    {"flat 2, 44a Oxford Road Hartlepool", "name", "address", "44a Oxford Road", 1},
    {"44 Oxford Road", "name", "address", "44 Oxford Road", 0}, /* the town is missing */
    {"46 Oxford Road Hartlepool", "name", "address", "44 Oxford Road", 0},
    {"Rose Cottage Oxford Road Middlesbrough", "name", "address", "1 Oxford Road", 0},
    {"orange box", "name", "cabinet", "Civic Centre", 1},
    {"ORANGE-BOX", "name", "cabinet", "Civic Centre", 1},
    {"centre civic", "name", "cabinet", "Civic Centre", 0}, /* not in order */
    {"civic centre victoria road", "name", "cabinet", "Civic Centre", 1},
    {"124 york rd", "name", "cabinet", "Central Hub", 0},
    {"124 York Road Hartlepool", "name", "cabinet", "Central Hub", 0}, /* by its address alone */
    {"st hildas and all saints", "name", "church", "St Hilda's & All Saints", 1},
    {"Saint Hilda's", "name", "church", "St Hilda's & All Saints", 0},
    {"victoria rd", "name", "road", "Victoria Road", 0},
    {"victoria rd middlesbrough", "name", "road", "Victoria Road", 1},
    {"ship", "name", "pub", "Ship", 0}, /* a cabinet too */
    {"old ship", "name", "pub", "Ship", 1},
    {"the old ship", "name", "pub", "Ship", 1},
    {"anch", "name", "pub", "Anchor Inn", 0},
    {"ancor inn", "name", "pub", "Anchor Inn", 0},
    {"saint hil", "name", "church", "St Hilda's & All Saints", 0},
};

static void texts_are_recognised(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct na_error error = {.message = ""};
        if (na_locate_text(pack.session, texts[i].text, 10, &located, &error) != NA_OK) {
            fail_msg("\"%s\": %s", texts[i].text, error.message);
        }
        if (strcmp(located.recognised, texts[i].recognised) != 0 ||
            strcmp(located.candidates[0].kind, texts[i].kind) != 0 ||
            strcmp(na_candidate_name(&located.candidates[0]), texts[i].name) != 0 ||
            (located.confident == 0) != (texts[i].confident == 1)) {
            fail_msg("\"%s\": %s, %s, %s, confident %d", texts[i].text, located.recognised,
                     located.candidates[0].kind, na_candidate_name(&located.candidates[0]),
                     located.confident == 0);
        }
        assert_true(located.candidates[0].why[0] != '\0');
        assert_true(located.candidates[0].has_lonlat);
    }
}

static void refusals_offer_what_they_can(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum na_code code;
        const char *message; /* a part of it */
        const char *offered; /* the first, NULL: none */
    } rows[] = {
        {"TS24 8QQ", NA_ERR_POSTCODE_UNKNOWN, "its unit", "TS24 8"},
        {"TS24 7AA", NA_ERR_POSTCODE_UNKNOWN, "its sector", "TS24"},
        {"TS99 7AA", NA_ERR_POSTCODE_UNKNOWN, "its district", NULL},
        {"ZE1 7AA", NA_ERR_POSTCODE_UNKNOWN, "its area", NULL},
        {"TS24 7", NA_ERR_POSTCODE_UNKNOWN, "its sector", "TS24"},
        {"TS98", NA_ERR_POSTCODE_UNKNOWN, "its district", NULL},
        {"TS24 OUX", NA_ERR_POSTCODE_UNKNOWN, "letter stands", "TS24 0UX"},
        {"TS1O 1AA", NA_ERR_POSTCODE_UNKNOWN, "its district", "TS10 1AA"},
        {"TS24 8XX", NA_ERR_POSTCODE_NO_POSITION, "without a position", "TS24 8"},
        {"///losers.report.dock", NA_ERR_W3W_NOT_STORED, "not stored", "Central Hub"},
        {"losers.reports.docks", NA_ERR_W3W_NOT_STORED, "not stored", "Central Hub"},
        {"handle.twigs.boot", NA_ERR_W3W_NOT_STORED, "not stored", "Civic Centre"},
        {"boot.handle.twigs", NA_ERR_W3W_NOT_STORED, "not stored", "Civic Centre"},
        {"boot.twigs.handle", NA_ERR_W3W_NOT_STORED, "not stored", "Civic Centre"},
        {"twigs.handle.boot", NA_ERR_W3W_NOT_STORED, "not stored", "Civic Centre"},
        {"twigs.boot.handle", NA_ERR_W3W_NOT_STORED, "not stored", "Civic Centre"},
        {"filled.count.soap", NA_ERR_W3W_NOT_STORED, "not stored", NULL},
        {"nowhere at all", NA_ERR_PLACE_UNKNOWN, "known", NULL},
        {"A19", NA_ERR_PLACE_UNKNOWN, "known", NULL},
        {"!?;", NA_ERR_PLACE_UNKNOWN, "known", NULL},
        {"54 61 12 N 1 12 28 W", NA_ERR_COORDINATES, "below 60", NULL},
        {"54 41 12.5.1 N 1 12 28 W", NA_ERR_PLACE_UNKNOWN, "known", NULL},
        {"54.5 N 1 W 12", NA_ERR_PLACE_UNKNOWN, "known", NULL},
        {"54.5 N 1.2 N", NA_ERR_COORDINATES, "one axis", NULL},
        {"54.5 N 1.2", NA_ERR_PLACE_UNKNOWN, "known", NULL},
        {"N1 E1", NA_ERR_PLACE_UNKNOWN, "known", NULL}, /* rather an address */
        {"0.00, 0.0", NA_ERR_COORDINATES, "0,0", NULL},
        {"-1.21, 54.68", NA_ERR_OUTSIDE_DATA, "outside", "54.680000, -1.210000"},
        {"532587, 450770", NA_ERR_OUTSIDE_DATA, "outside", "450770, 532587"},
        {"450770, 54.68", NA_ERR_PLACE_UNKNOWN, "known", NULL},
        {"95.0, 200.0", NA_ERR_COORDINATES, "at most 90", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_error error = {.message = ""};
        enum na_code code = na_locate_text(pack.session, rows[i].text, 10, &located, &error);
        if (code != rows[i].code || strstr(error.message, rows[i].message) == NULL) {
            fail_msg("\"%s\": code %d, %s", rows[i].text, (int)code, error.message);
        }
        assert_string_equal(error.field, "q");
        assert_true(error.hint[0] != '\0');
        assert_true(located.confident == NA_CANDIDATES_NONE);
        if (rows[i].offered == NULL) {
            assert_int_equal(located.count, 0);
        } else {
            assert_string_equal(na_candidate_name(&located.candidates[0]), rows[i].offered);
        }
        /* What was typed is not repeated: messages may be logged. */
        assert_null(strstr(error.message, rows[i].text));
        assert_null(strstr(error.hint, rows[i].text));
    }
}

static void accuracy_says_where_it_is_from(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double low, high;
    } rows[] = {
        {"ts248ay", 100, 100},       {"TS10 1AA", 200, 200},
        {"TS24 8", 116, 117},        {"54.6858, -1.2140", 6, 7},
        {"54.68, -1.21", 600, 700},  {"NZ 509 326", 70, 71},
        {"orange box", 5, 5},        {"old ship", 20, 20},
        {"450770 532587", 0.7, 0.8}, {"54 41 12 N 1 12 28 W", 17, 19},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(na_locate_text(pack.session, rows[i].text, 10, &located, NULL), NA_OK);
        double accuracy_m = located.candidates[0].accuracy_m;
        if (!(accuracy_m >= rows[i].low && accuracy_m <= rows[i].high)) {
            fail_msg("\"%s\": %.2f m", rows[i].text, accuracy_m);
        }
    }
}

static void a_certain_place_is_used_and_named(void **state)
{
    (void)state;
    json_t *json = query_pack_json(&pack, QUERY_WARD, "postcode=ts248ay", NA_FORMAT_JSON);
    assert_string_equal(query_pack_text(json, "query.source"), "postcode");
    assert_string_equal(query_pack_text(json, "query.postcode"), "TS24 8AY");
    assert_true(query_pack_close(query_pack_number(json, "query.easting_m"), 450770, 0));
    assert_true(query_pack_close(query_pack_number(json, "query.accuracy_m"), 100, 0));
    assert_string_equal(query_pack_text(json, "ward.code"), "E01");
    assert_true(json_is_true(query_pack_at(json, "certain"))); /* 230 m from the edge */
    json_decref(json);
    json = query_pack_json(&pack, QUERY_WARD, "postcode=ts248ay&accuracy_m=300", NA_FORMAT_JSON);
    assert_true(json_is_false(query_pack_at(json, "certain")));
    json_decref(json);
    json = query_pack_json(&pack, QUERY_NEAREST, "q=Orange+Box&kind=cabinet&k=1", NA_FORMAT_JSON);
    assert_string_equal(query_pack_text(json, "query.source"), "place");
    assert_string_equal(query_pack_text(json, "query.place.name"), "Civic Centre");
    assert_string_equal(query_pack_text(json, "query.place.kind"), "cabinet");
    assert_string_equal(query_pack_text(json, "query.place.id"), "c1");
    assert_string_equal(query_pack_text(json, "results.0.id"), "c1");
    json_decref(json);
    json = query_pack_json(&pack, QUERY_WARD, "q=54.6858,-1.2140", NA_FORMAT_JSON);
    assert_string_equal(query_pack_text(json, "query.source"), "lat_lon");
    json_decref(json);
    json = query_pack_json(&pack, QUERY_WARD, "q=NZ+509+326", NA_FORMAT_JSON);
    assert_string_equal(query_pack_text(json, "query.gridref"), "NZ 509 326");
    json_decref(json);
}

static void what_is_special_about_a_postcode_is_warned_of(void **state)
{
    (void)state;
    json_t *json = query_pack_json(&pack, QUERY_WARD, "postcode=TS24+8ZZ", NA_FORMAT_JSON);
    assert_string_equal(query_pack_text(json, "query.terminated"), "2020-05");
    assert_true(query_pack_warns(json, "postcode-terminated"));
    json_decref(json);
    json = query_pack_json(&pack, QUERY_NEAREST, "q=TS24&kind=cabinet", NA_FORMAT_JSON);
    assert_string_equal(query_pack_text(json, "query.postcode"), "TS24");
    assert_true(query_pack_warns(json, "postcode-part"));
    json_decref(json);
}

/* The problem document of a refused question. */
static json_t *refusal(const char *query, enum na_code expected)
{
    struct na_buffer text;
    struct na_error error = {.message = ""};
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    enum na_code code = query_pack_ask(&pack, QUERY_WARD, query, NA_FORMAT_JSON, &text, &error);
    assert_int_equal(code, expected);
    assert_int_equal(text.length, 0);
    assert_int_equal(na_render_refusal(pack.session, &error, &text), NA_OK);
    json_t *json = query_pack_parse(&text);
    assert_non_null(json);
    na_buffer_fini(&text);
    return json;
}

static void what_is_not_certain_is_refused_with_the_candidates(void **state)
{
    (void)state;
    json_t *json = refusal("q=victoria+road", NA_ERR_AMBIGUOUS_PLACE);
    assert_string_equal(query_pack_text(json, "code"), "ambiguous-place");
    assert_true(query_pack_close(query_pack_number(json, "status"), 422, 0));
    assert_true(query_pack_size(json, "candidates") >= 2);
    assert_string_equal(query_pack_text(json, "candidates.0.name"), "Victoria Road");
    assert_string_equal(query_pack_text(json, "candidates.1.name"), "Victoria Road");
    assert_true(query_pack_number(json, "candidates.0.position.lat") > 54);
    json_decref(json);
    json = refusal("postcode=TS24+8QQ", NA_ERR_POSTCODE_UNKNOWN);
    assert_string_equal(query_pack_text(json, "param"), "postcode");
    assert_string_equal(query_pack_text(json, "candidates.0.name"), "TS24 8");
    json_decref(json);
    /* Another error of the same session has none of them. */
    json = refusal("q=x&postcode=TS24+8AY", NA_ERR_PARAM_CONFLICT);
    assert_null(query_pack_at(json, "candidates"));
    json_decref(json);
    json = refusal("postcode=hello", NA_ERR_PARAM_MALFORMED);
    assert_null(query_pack_at(json, "candidates"));
    json_decref(json);
}

static enum na_code ask(const char *query, enum na_format format, struct na_buffer *to)
{
    char memory[512];
    struct na_param params[8];
    size_t count = 0;
    struct na_error error = {.message = ""};
    enum na_code code = na_params_from_query(query, memory, params, 8, &count, &error);
    const struct na_asking asking = {.session = pack.session,
                                     .params = params,
                                     .count = count,
                                     .today = QUERY_TODAY,
                                     .format = format};
    return code == NA_OK ? na_answer_locate(&asking, to, &error) : code;
}

static void answers_have_three_forms(void **state)
{
    (void)state;
    struct na_buffer text;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(ask("q=road&limit=1", NA_FORMAT_JSON, &text), NA_OK);
    json_t *json = query_pack_parse(&text);
    assert_string_equal(query_pack_text(json, "query.q"), "road");
    assert_int_equal(query_pack_size(json, "candidates"), 1);
    assert_true(json_is_true(query_pack_at(json, "more")));
    assert_true(json_is_null(query_pack_at(json, "confident")));
    assert_string_equal(query_pack_text(json, "candidates.0.match"), "prefix");
    json_decref(json);
    na_buffer_clear(&text);
    assert_int_equal(ask("q=ts248zz", NA_FORMAT_GEOJSON, &text), NA_OK);
    json = query_pack_parse(&text);
    assert_string_equal(query_pack_text(json, "type"), "FeatureCollection");
    assert_string_equal(query_pack_text(json, "features.0.geometry.type"), "Point");
    assert_string_equal(query_pack_text(json, "features.0.properties.terminated"), "2020-05");
    assert_true(query_pack_warns(json, "postcode-terminated"));
    json_decref(json);
    na_buffer_clear(&text);
    assert_int_equal(ask("q=ts248ay", NA_FORMAT_TEXT, &text), NA_OK);
    assert_non_null(strstr(na_buffer_terminate(&text), "NZ 50770 32587"));
    na_buffer_clear(&text);
    assert_int_equal(ask("limit=2", NA_FORMAT_JSON, &text), NA_ERR_PARAM_MISSING);
    assert_int_equal(ask("q=a&limit=51", NA_FORMAT_JSON, &text), NA_ERR_PARAM_RANGE);
    na_buffer_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_recognised),
        cmocka_unit_test(refusals_offer_what_they_can),
        cmocka_unit_test(accuracy_says_where_it_is_from),
        cmocka_unit_test(a_certain_place_is_used_and_named),
        cmocka_unit_test(what_is_special_about_a_postcode_is_warned_of),
        cmocka_unit_test(what_is_not_certain_is_refused_with_the_candidates),
        cmocka_unit_test(answers_have_three_forms),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
