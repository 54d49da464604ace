/* support/hotspots_pack.h - the squares with areas of two kinds and two tables, and the question
 * about them. For the unit tests of hotspots. */
#ifndef NA_TEST_HOTSPOTS_PACK_H
#define NA_TEST_HOTSPOTS_PACK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "here/hotspots.h"
#include "support/query_pack.h"

static struct query_pack pack;  /* the squares with areas and tables */
static struct query_pack plain; /* the squares */

/* Patrols have dates of their own within those of their layer; the former ones are over. */
static const char more_ini[] = "[areas.patrols]\nfile = patrols.shp\ncrs = EPSG:27700\n"
                               "kind = hotspot\ncode_field = WD23CD\nname_field = WD23NM\n"
                               "from_field = LAD23NM\nvalid_from = 2020-01-01\n"
                               "valid_to = 2027-12-31\ntolerance_m = 0\n"
                               "[areas.former]\nfile = former.shp\ncrs = EPSG:27700\n"
                               "kind = hotspot\ncode_field = WD23CD\nname_field = WD23NM\n"
                               "valid_to = 2025-03-31\ntolerance_m = 0\n"
                               "[areas.orders]\nfile = orders.shp\ncrs = EPSG:27700\n"
                               "kind = order\ncode_field = WD23CD\nname_field = WD23NM\n"
                               "tolerance_m = 30\n"
                               "[table.violence]\nfile = violence.csv\nmeasure = violence\n"
                               "period = 2017 to 2022\ntotal = 30\ntotal_is = approximate\n"
                               "source = A paper\nkeep_unknown = yes\n"
                               "[table.old]\nfile = old.csv\nmeasure = thefts\nperiod = 2016\n"
                               "vintage = 2015\n";

static inline int setup(void **state)
{
    (void)state;
    static const struct query_square old[] = {
        {"E01", "Old Alpha", "L1", "Low", 450000, 530000, 451000, 531000}};
    static const struct query_square new[] = {
        {"E01", "Alpha & Co", "L1", "Low", 450000, 530000, 451000, 531000},
        {"E02", "Beta", "L1", "Low", 451000, 530000, 452000, 531000},
        {"E03", "Gamma", "L1", "Low", 452000, 530000, 453000, 531000}};
    static const struct query_square degrees[] = {
        {"D01", "Degrees", "L1", "Low", -1.3, 54.6, -1.2, 54.7}};
    static const struct query_square patrols[] = {
        {"P1", "Centre", "", "2026-11-01", 450050, 530050, 450200, 530200},
        {"P2", "Later", "", "2027-01-01", 450000, 530000, 450300, 530300},
        {"P3", "Elsewhere", "", "", 451000, 530000, 451300, 530300}};
    static const struct query_square former[] = {
        {"F1", "Former", "", "", 450000, 530000, 450150, 530150}};
    static const struct query_square orders[] = {
        {"O1", "No drinking", "", "", 451050, 530050, 451250, 530250}};
    char ini[4096];
    query_pack_begin(&pack);
    query_pack_squares(&pack, "old", old, 1);
    query_pack_squares(&pack, "new", new, 3);
    query_pack_squares(&pack, "degrees", degrees, 1);
    query_pack_squares(&pack, "patrols", patrols, 3);
    query_pack_squares(&pack, "former", former, 1);
    query_pack_squares(&pack, "orders", orders, 1);
    query_pack_put(&pack, "assets.csv", query_squares_assets);
    query_pack_put(&pack, "violence.csv", "ward,count\nALPHA AND CO,7\nAtlantis,9\nGamma,0\n");
    query_pack_put(&pack, "old.csv", "ward,count\nOld-Alpha,5\n");
    (void)snprintf(ini, sizeof ini, "%s%s", query_squares_ini, more_ini);
    query_pack_put(&pack, "pack.ini", ini);
    query_pack_compile(&pack, NULL);
    query_pack_open_squares(&plain);
    return 0;
}

static inline int teardown(void **state)
{
    (void)state;
    query_pack_end(&pack);
    query_pack_end(&plain);
    return 0;
}

static inline enum na_code ask_raw(const struct query_pack *of, const char *query,
                                   enum na_format format, struct na_buffer *to,
                                   struct na_error *error)
{
    char memory[2048];
    struct na_param params[NA_PARAMS_MAX];
    size_t count = 0;
    na_buffer_init(to, NA_ANSWER_LIMIT);
    enum na_code code = na_params_from_query(query, memory, params, NA_PARAMS_MAX, &count, error);
    return code != NA_OK ? code
                         : na_answer_hotspots(&(struct na_asking){.session = of->session,
                                                                  .params = params,
                                                                  .count = count,
                                                                  .today = QUERY_TODAY,
                                                                  .format = format},
                                              to, error);
}

static inline json_t *ask_as(const struct query_pack *of, const char *query, enum na_format format)
{
    struct na_buffer text;
    struct na_error error = {.message = ""};
    if (ask_raw(of, query, format, &text, &error) != NA_OK) {
        query_pack_die(query, error.message);
    }
    json_t *json = query_pack_parse(&text);
    na_buffer_fini(&text);
    if (json == NULL) {
        query_pack_die(query, "not JSON");
    }
    return json;
}

static inline json_t *ask(const char *query)
{
    return ask_as(&pack, query, NA_FORMAT_JSON);
}

#define POINT "easting=450100&northing=530100"
#define BESIDE "easting=450500&northing=530100"

#endif
