/* The walks of the Leeds extract against figures that another implementation made: to a
 * centimetre. Every town whose figures are in ../shared/data/walking is tried the same way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/number.h"
#include "io/csv.h"
#include "io/file.h"
#include "question/session_state.h"
#include "support/query_pack.h"
#include "walk/spread.h"
#include "walk/walk.h"

#define WALKING NA_TEST_SHARED_DATA "/walking/"
#define NEAR_M 0.01
#define LIMIT_MM 100000000u

/* Rows of a file of figures: their fields as texts and numbers. */
struct figures {
    struct na_file file;
    struct na_csv *csv;
    struct na_csv_record record;
};

static bool figures_open(struct figures *figures, const char *town, const char *what)
{
    char path[512];
    bool more = true;
    (void)snprintf(path, sizeof path, WALKING "%s_%s.csv", town, what);
    if (na_file_read(path, (size_t)1 << 26, &figures->file, NULL) != NA_OK) {
        return false;
    }
    assert_int_equal(na_csv_new((const char *)figures->file.bytes, figures->file.length, ',',
                                &figures->csv, NULL),
                     NA_OK);
    assert_int_equal(na_csv_next(figures->csv, &figures->record, &more, NULL), NA_OK);
    return true;
}

static bool figures_next(struct figures *figures)
{
    bool more = true;
    assert_int_equal(na_csv_next(figures->csv, &figures->record, &more, NULL), NA_OK);
    return more;
}

static void figures_close(struct figures *figures)
{
    na_csv_free(figures->csv);
    na_file_free(&figures->file);
}

static double number(const struct figures *figures, size_t field)
{
    double value = NAN;
    struct na_str text = figures->record.fields[field];
    return text.length > 0 && na_number_parse(text, &value) ? value : NAN;
}

static const char *town_of(void **state)
{
    return *state;
}

/* The invented cabinets, whose names are their ids. */
static void put_cabinets(const struct query_pack *pack, const char *town)
{
    struct figures figures;
    struct na_buffer text;
    na_buffer_init(&text, (size_t)1 << 20);
    assert_int_equal(na_buffer_text(&text, "id,name,lat,lon\n"), NA_OK);
    assert_true(figures_open(&figures, town, "cabinets"));
    while (figures_next(&figures)) {
        const struct na_str *fields = figures.record.fields;
        assert_int_equal(na_buffer_printf(&text, "%.*s,%.*s,%.*s,%.*s\n", (int)fields[0].length,
                                          fields[0].bytes, (int)fields[0].length, fields[0].bytes,
                                          (int)fields[1].length, fields[1].bytes,
                                          (int)fields[2].length, fields[2].bytes),
                         NA_OK);
    }
    query_pack_put(pack, "cabinets.csv", na_buffer_terminate(&text));
    figures_close(&figures);
    na_buffer_fini(&text);
}

/* A pack of the town's cabinets and streets. */
static bool pack_of(const char *town, struct query_pack *pack)
{
    static const struct {
        const char *town, *folder, *file;
    } sources[] = {{"leeds", "roads", "osm2streets_leeds_cycleway.osm"},
                   {"leeds_geofabrik", "walking", "leeds_geofabrik.shp"},
                   {"rutland", "roads", "rutland.osm.pbf"},
                   {"baltimore", "roads", "baltimore.osm.pbf"}};
    char from[512];
    char to[256];
    char ini[512];
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        if (strcmp(sources[i].town, town) != 0) {
            continue;
        }
        size_t stem = strlen(sources[i].file) - 4;
        bool shape = strcmp(sources[i].file + stem, ".shp") == 0;
        static const char *const parts[] = {".shp", ".shx", ".dbf", ".prj", ".cpg"};
        (void)snprintf(from, sizeof from, NA_TEST_SHARED_DATA "/%s/%s", sources[i].folder,
                       sources[i].file);
        if (access(from, R_OK) != 0) {
            return false;
        }
        query_pack_begin(pack);
        for (size_t p = 0; p < (shape ? 5 : 1); p++) {
            char name[128];
            (void)snprintf(name, sizeof name, "%.*s%s", (int)(shape ? stem : stem + 4),
                           sources[i].file, shape ? parts[p] : "");
            (void)snprintf(from, sizeof from, NA_TEST_SHARED_DATA "/%s/%s", sources[i].folder,
                           name);
            query_pack_path(pack, name, to, sizeof to);
            assert_int_equal(symlink(from, to), 0);
        }
        put_cabinets(pack, town);
        (void)snprintf(ini, sizeof ini,
                       "[pack]\ntitle = %s\n[assets.cabinets]\nfile = cabinets.csv\nkind = "
                       "cabinet\n[network.roads]\nfile = %s\nissued = 2024-03-22\nattribution = "
                       "(c) OpenStreetMap contributors, ODbL 1.0\n",
                       town, sources[i].file);
        query_pack_put(pack, "pack.ini", ini);
        query_pack_compile(pack, NULL);
        return true;
    }
    return false;
}

static struct na_street_search *search_of(const struct query_pack *pack)
{
    struct na_street_search *search = NULL;
    assert_int_equal(na_session_streets(pack->session, &search, NULL), NA_OK);
    assert_non_null(search);
    return search;
}

/* Figures and pack of a town. The one that always comes with the figures is skipped if it is not
 * there; others pass with a word. */
static bool begin(const char *town, const char *what, struct figures *figures,
                  struct query_pack *pack)
{
    if (figures_open(figures, town, what)) {
        if (pack_of(town, pack)) {
            return true;
        }
        figures_close(figures);
    }
    printf("no %s of %s in %s\n", what, town, WALKING);
    if (strncmp(town, "leeds", 5) == 0) {
        skip();
    }
    return false;
}

static void pairs_agree(void **state)
{
    struct query_pack pack;
    struct figures figures;
    if (!begin(town_of(state), "pairs", &figures, &pack)) {
        return;
    }
    struct na_street_search *search = search_of(&pack);
    size_t rows = 0;
    double worst_m = 0;
    while (figures_next(&figures)) {
        struct na_walk_from a;
        struct na_walk_from b;
        na_walk_start(search, 75.0, (struct na_lonlat){number(&figures, 1), number(&figures, 0)},
                      &a);
        na_walk_start(search, 75.0, (struct na_lonlat){number(&figures, 3), number(&figures, 2)},
                      &b);
        struct na_walk walk = na_walk_between(&a, &b, LIMIT_MM);
        struct na_walk back = na_walk_between(&b, &a, LIMIT_MM);
        bool known = isfinite(number(&figures, 4));
        assert_int_equal(walk.state == NA_WALK_KNOWN, known);
        if (known) {
            double off_m = fabs(walk.mm / 1000.0 - number(&figures, 4));
            worst_m = fmax(worst_m, off_m);
            if (off_m > NEAR_M) {
                fail_msg("row %zu: %u mm, wanted %f m", rows + 2, walk.mm, number(&figures, 4));
            }
            assert_int_equal(walk.mm, back.mm);
        }
        rows++;
    }
    printf("%s: %zu pairs, at worst %.1f mm apart\n", town_of(state), rows, worst_m * 1000);
    assert_true(rows > 0);
    figures_close(&figures);
    query_pack_end(&pack);
}

static void nearest_agree(void **state)
{
    struct query_pack pack;
    struct figures figures;
    if (!begin(town_of(state), "nearest", &figures, &pack)) {
        return;
    }
    struct na_street_search *search = search_of(&pack);
    size_t rows = 0;
    double worst_m = 0;
    struct na_walk_hits hits;
    struct na_lonlat last = {0, 0};
    while (figures_next(&figures)) {
        struct na_lonlat at = {number(&figures, 1), number(&figures, 0)};
        if (memcmp(&at, &last, sizeof at) != 0) {
            struct na_walk_from from;
            const struct na_walk_wanted wanted = {NA_NEAREST_MAX, LIMIT_MM, NA_STREET_NONE, NULL,
                                                  NULL};
            na_walk_start(search, 75.0, at, &from);
            na_walk_nearest(&from, &wanted, &hits);
            last = at;
        }
        if (!isfinite(number(&figures, 4))) {
            continue;
        }
        size_t rank = (size_t)number(&figures, 2);
        struct na_asset asset;
        assert_true(rank <= hits.count);
        na_snapshot_asset(pack.snapshot, hits.items[rank - 1].point, &asset);
        double off_m = fabs(hits.items[rank - 1].mm / 1000.0 - number(&figures, 4));
        worst_m = fmax(worst_m, off_m);
        if (off_m > NEAR_M || !na_str_is(figures.record.fields[3], asset.id)) {
            fail_msg("row %zu: %s %u mm, wanted %.*s %f m", rows + 2, asset.id,
                     hits.items[rank - 1].mm, (int)figures.record.fields[3].length,
                     figures.record.fields[3].bytes, number(&figures, 4));
        }
        rows++;
    }
    printf("%s: %zu rows of the nearest, at worst %.1f mm apart\n", town_of(state), rows,
           worst_m * 1000);
    assert_true(rows > 0);
    figures_close(&figures);
    query_pack_end(&pack);
}

static void points_within_500_m_agree(void **state)
{
    struct query_pack pack;
    struct figures figures;
    if (!begin(town_of(state), "within500", &figures, &pack)) {
        return;
    }
    struct na_street_search *search = search_of(&pack);
    size_t rows = 0;
    while (figures_next(&figures)) {
        char id[64];
        uint32_t point = 0;
        struct na_walk walk;
        struct na_walk_from from;
        struct na_lonlat at = {number(&figures, 3), number(&figures, 2)};
        (void)na_text_copy_str(id, sizeof id, figures.record.fields[0]);
        assert_true(na_snapshot_find_asset(pack.snapshot, id, &point));
        na_walk_start(search, 75.0, at, &from);
        assert_int_equal(na_walk_to(&from, point, at, LIMIT_MM, &walk, NULL), NA_OK);
        assert_true(fabs(walk.mm / 1000.0 - number(&figures, 4)) <= NEAR_M);
        rows++;
    }
    assert_true(rows > 0);
    figures_close(&figures);
    query_pack_end(&pack);
}

static void streets_within_reach_agree(void **state)
{
    struct query_pack pack;
    struct figures figures;
    if (!begin(town_of(state), "coverage", &figures, &pack)) {
        return;
    }
    struct na_street_search *search = search_of(&pack);
    const struct na_street_net *net = na_street_search_net(search);
    unsigned char *counts = malloc(na_snapshot_asset_count(pack.snapshot) + 1);
    assert_non_null(counts);
    memset(counts, 1, na_snapshot_asset_count(pack.snapshot) + 1);
    while (figures_next(&figures)) {
        uint32_t within_mm = na_street_mm(number(&figures, 0));
        uint64_t covered_mm = 0;
        uint64_t all_mm = 0;
        struct na_buffer stretches;
        na_buffer_init(&stretches, (size_t)1 << 24);
        na_walk_spread(search, counts, within_mm);
        for (uint32_t e = 0; e < net->edge_count; e++) {
            na_buffer_clear(&stretches);
            assert_int_equal(na_walk_stretches(search, counts, e, within_mm, &stretches), NA_OK);
            const struct na_walk_stretch *items = (const void *)stretches.data;
            for (size_t i = 0; i < stretches.length / sizeof *items; i++) {
                covered_mm += items[i].to_mm - items[i].from_mm;
            }
            all_mm += net->edges[e].mm;
        }
        na_buffer_fini(&stretches);
        printf("%s: %.3f of %.3f m\n", town_of(state), (double)covered_mm / 1000,
               (double)all_mm / 1000);
        assert_true(fabs((double)covered_mm / 1000 - number(&figures, 1)) <= NEAR_M);
        assert_true(fabs((double)all_mm / 1000 - number(&figures, 2)) <= NEAR_M);
    }
    free(counts);
    figures_close(&figures);
    query_pack_end(&pack);
}

/* How many of the points a walk of any cabinet reaches. */
static void points_within_reach_agree(void **state)
{
    struct query_pack pack;
    struct figures figures;
    struct figures points;
    struct na_lonlat at[1000];
    size_t count = 0;
    if (!begin(town_of(state), "coverage", &figures, &pack)) {
        return;
    }
    /* The file of points has no header: its first row is one too. */
    assert_true(figures_open(&points, town_of(state), "pts"));
    do {
        at[count++] = (struct na_lonlat){number(&points, 1), number(&points, 0)};
    } while (figures_next(&points) && count < 1000);
    figures_close(&points);
    struct na_street_search *search = search_of(&pack);
    while (figures_next(&figures)) {
        const struct na_walk_wanted wanted = {1, na_street_mm(number(&figures, 0)), NA_STREET_NONE,
                                              NULL, NULL};
        size_t covered = 0;
        size_t off = 0;
        for (size_t i = 0; i < (size_t)number(&figures, 3); i++) {
            struct na_walk_from from;
            struct na_walk_hits hits;
            na_walk_start(search, 75.0, at[i], &from);
            na_walk_nearest(&from, &wanted, &hits);
            covered += hits.count > 0;
            off += from.snaps.count == 0;
        }
        assert_true(count >= (size_t)number(&figures, 3));
        assert_int_equal(covered, (size_t)number(&figures, 4));
        assert_int_equal(off, (size_t)number(&figures, 5));
    }
    figures_close(&figures);
    query_pack_end(&pack);
}

#define OF_TOWN(test, town)                                                                        \
    {                                                                                              \
#test " of " town, test, NULL, NULL, (void *)(uintptr_t)town                               \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        OF_TOWN(pairs_agree, "leeds"),
        OF_TOWN(nearest_agree, "leeds"),
        OF_TOWN(points_within_500_m_agree, "leeds"),
        OF_TOWN(streets_within_reach_agree, "leeds"),
        OF_TOWN(points_within_reach_agree, "leeds"),
        OF_TOWN(pairs_agree, "leeds_geofabrik"),
        OF_TOWN(nearest_agree, "leeds_geofabrik"),
        OF_TOWN(pairs_agree, "rutland"),
        OF_TOWN(nearest_agree, "rutland"),
        OF_TOWN(streets_within_reach_agree, "rutland"),
        OF_TOWN(points_within_reach_agree, "rutland"),
        OF_TOWN(points_within_500_m_agree, "rutland"),
        OF_TOWN(streets_within_reach_agree, "baltimore"),
        OF_TOWN(points_within_reach_agree, "baltimore"),
        OF_TOWN(points_within_500_m_agree, "baltimore"),
        OF_TOWN(pairs_agree, "baltimore"),
        OF_TOWN(nearest_agree, "baltimore"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
