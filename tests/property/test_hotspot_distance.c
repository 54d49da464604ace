/* Hotspot areas of random shape: inside is what GEOS covers, and the distance to the nearest
 * boundary is the least geodesic to any point of any edge, sought along each edge by itself. */
#include <geodesic.h>

#include "support/hotspots_pack.h"
#include "support/random.h"

#include <geos_c.h>

#define AREAS 24
#define CORNERS 14
#define POINTS 120
/* Some points are so far off that a flat earth would be seen. */
#define FAR_DEG 1.2

static struct test_random rng;
static struct geod_geodesic earth;
static struct query_pack stars;

/* Stars around scattered centres, every other with a hole; some valid, some over. */
static int make(void **state)
{
    (void)state;
    static const struct na_shape_field fields[] = {{"code", 9}, {"name", 9}, {"to", 10}};
    static double xy[AREAS][4 * CORNERS + 4];
    static size_t starts[AREAS][3];
    static char codes[AREAS][8];
    static const char *texts[AREAS][3];
    struct na_shape shapes[AREAS];
    struct na_shape_row rows[AREAS];
    rng = test_random_start("hotspot distance");
    geod_init(&earth, 6378137.0, 1.0 / 298.257223563);
    for (size_t a = 0; a < AREAS; a++) {
        double lon = test_random_between(&rng, -1.5, -1.0);
        double lat = test_random_between(&rng, 54.4, 54.8);
        size_t parts = 1 + a % 2;
        for (size_t p = 0; p < parts; p++) {
            double *ring = xy[a] + p * 2 * (CORNERS + 1);
            for (size_t c = 0; c < CORNERS; c++) {
                /* Shells run clockwise in a shapefile, holes the other way round. */
                double turn = (p == 0 ? -1.0 : 1.0) * 6.283185307179586 * (double)c / CORNERS;
                double reach = p == 0 ? test_random_between(&rng, 0.004, 0.05)
                                      : test_random_between(&rng, 0.0005, 0.0015);
                ring[2 * c] = lon + reach * 1.7 * cos(turn);
                ring[2 * c + 1] = lat + reach * sin(turn);
            }
            ring[2 * CORNERS] = ring[0];
            ring[2 * CORNERS + 1] = ring[1];
            starts[a][p + 1] = (p + 1) * (CORNERS + 1);
        }
        (void)snprintf(codes[a], sizeof codes[a], "A%02zu", a);
        texts[a][0] = texts[a][1] = codes[a];
        texts[a][2] = a % 3 == 0 ? "2020-01-01" : "";
        shapes[a] = (struct na_shape){xy[a], parts * (CORNERS + 1), starts[a], parts, false};
        rows[a] = (struct na_shape_row){&shapes[a], texts[a]};
    }
    char path[256];
    query_pack_begin(&stars);
    query_pack_path(&stars, "stars", path, sizeof path);
    assert_int_equal(na_shapefile_write(path, NA_SHAPE_POLYGON, fields, 3, rows, AREAS, NULL, NULL),
                     NA_OK);
    query_pack_put(&stars, "pack.ini",
                   "[pack]\ntitle = Stars\n[areas.stars]\nfile = stars.shp\ncrs = EPSG:4326\n"
                   "kind = hotspot\nto_field = to\n");
    query_pack_compile(&stars, NULL);
    return 0;
}

static int unmake(void **state)
{
    (void)state;
    query_pack_end(&stars);
    return 0;
}

static double geodesic_m(struct na_lonlat at, const double *a, const double *b, double t)
{
    double metres = 0.0;
    geod_inverse(&earth, at.lat_deg, at.lon_deg, a[1] + t * (b[1] - a[1]), a[0] + t * (b[0] - a[0]),
                 &metres, NULL, NULL);
    return metres;
}

/* The least along an edge: the distance to a short edge has one minimum, found by thirds. */
static double edge_m(struct na_lonlat at, const double *a, const double *b)
{
    double low = 0.0;
    double high = 1.0;
    for (int i = 0; i < 45; i++) {
        double first = low + (high - low) / 3.0;
        double second = high - (high - low) / 3.0;
        if (geodesic_m(at, a, b, first) < geodesic_m(at, a, b, second)) {
            high = second;
        } else {
            low = first;
        }
    }
    return geodesic_m(at, a, b, 0.5 * (low + high));
}

static double area_m(const struct na_area *area, struct na_lonlat at)
{
    double least = INFINITY;
    for (uint32_t r = 0; r < area->ring_count; r++) {
        struct na_ring ring;
        na_snapshot_ring(stars.snapshot, area, r, &ring);
        for (uint32_t i = 1; i < ring.count; i++) {
            struct na_lonlat from = na_ring_vertex(&ring, i - 1);
            struct na_lonlat to = na_ring_vertex(&ring, i);
            const double ends[4] = {from.lon_deg, from.lat_deg, to.lon_deg, to.lat_deg};
            least = fmin(least, edge_m(at, ends, ends + 2));
        }
    }
    return least;
}

static GEOSGeometry *ring_of(GEOSContextHandle_t geos, const struct na_area *area, uint32_t r)
{
    struct na_ring ring;
    na_snapshot_ring(stars.snapshot, area, r, &ring);
    GEOSCoordSequence *vertices = GEOSCoordSeq_create_r(geos, ring.count, 2);
    for (uint32_t i = 0; i < ring.count; i++) {
        struct na_lonlat vertex = na_ring_vertex(&ring, i);
        (void)GEOSCoordSeq_setXY_r(geos, vertices, i, vertex.lon_deg, vertex.lat_deg);
    }
    return GEOSGeom_createLinearRing_r(geos, vertices);
}

static bool geos_covers(GEOSContextHandle_t geos, const struct na_area *area, struct na_lonlat at)
{
    GEOSGeometry *hole = area->ring_count > 1 ? ring_of(geos, area, 1) : NULL;
    GEOSGeometry *polygon =
        GEOSGeom_createPolygon_r(geos, ring_of(geos, area, 0), &hole, hole != NULL ? 1 : 0);
    GEOSGeometry *point = GEOSGeom_createPointFromXY_r(geos, at.lon_deg, at.lat_deg);
    bool covers = GEOSCovers_r(geos, polygon, point) == 1;
    GEOSGeom_destroy_r(geos, point);
    GEOSGeom_destroy_r(geos, polygon);
    return covers;
}

/* A random point: in the middle of things, beside a corner, or a long way off. */
static struct na_lonlat somewhere(int i)
{
    const struct na_layer *layer = na_snapshot_layer(stars.snapshot, 0);
    if (i % 4 == 3) {
        return (struct na_lonlat){-1.25 + test_random_between(&rng, -FAR_DEG, FAR_DEG),
                                  54.6 + test_random_between(&rng, -FAR_DEG, FAR_DEG)};
    }
    if (i % 4 == 2) {
        struct na_area area;
        struct na_ring ring;
        na_snapshot_area(stars.snapshot, layer, (uint32_t)test_random_below(&rng, AREAS), &area);
        na_snapshot_ring(stars.snapshot, &area, 0, &ring);
        struct na_lonlat corner = na_ring_vertex(&ring, (uint32_t)test_random_below(&rng, CORNERS));
        return (struct na_lonlat){corner.lon_deg + test_random_between(&rng, -1e-4, 1e-4),
                                  corner.lat_deg + test_random_between(&rng, -1e-4, 1e-4)};
    }
    return (struct na_lonlat){test_random_between(&rng, -1.6, -0.9),
                              test_random_between(&rng, 54.35, 54.85)};
}

static struct na_hotspots_answer answer;

static void find(struct na_lonlat at)
{
    char lat[32];
    char lon[32];
    struct na_hotspots_question question;
    (void)snprintf(lat, sizeof lat, "%.15f", at.lat_deg);
    (void)snprintf(lon, sizeof lon, "%.15f", at.lon_deg);
    const struct na_param params[] = {{"lat", lat}, {"lon", lon}};
    assert_int_equal(na_hotspots_read(stars.session, params, 2, QUERY_TODAY, &question, NULL),
                     NA_OK);
    question.position.at = at; /* to the last bit */
    assert_int_equal(na_hotspots_find(stars.snapshot, &question, &answer, NULL), NA_OK);
}

static size_t position_in(const struct na_hotspots_list *list, uint32_t area)
{
    size_t i = 0;
    while (i < list->count && list->items[i].area != area) {
        i++;
    }
    return i;
}

static void close_m(double got, double want, struct na_lonlat at)
{
    if (!(fabs(got - want) <= 0.001 + 1e-8 * want)) {
        fail_msg("at %.15f %.15f: %.6f m, sought %.6f m", at.lon_deg, at.lat_deg, got, want);
    }
}

static void inside_and_nearest_are_those_of_geos_and_of_every_edge(void **state)
{
    (void)state;
    GEOSContextHandle_t geos = GEOS_init_r();
    const struct na_layer *layer = na_snapshot_layer(stars.snapshot, 0);
    size_t inside = 0;
    size_t nearest = 0;
    for (int i = 0; i < POINTS; i++) {
        struct na_lonlat at = somewhere(i);
        double least = INFINITY;
        size_t covering = 0;
        find(at);
        for (uint32_t a = 0; a < layer->area_count; a++) {
            struct na_area area;
            na_snapshot_area(stars.snapshot, layer, a, &area);
            bool valid = area.valid_to == NA_DATE_NONE;
            const struct na_hotspots_list *list = valid ? &answer.inside : &answer.not_valid;
            size_t k = position_in(list, a);
            double metres = area_m(&area, at);
            assert_int_equal(k < list->count, geos_covers(geos, &area, at));
            if (k < list->count) {
                close_m(list->items[k].boundary_distance_m, metres, at);
                covering += valid;
            } else if (valid) {
                least = fmin(least, metres);
            }
        }
        inside += covering;
        assert_int_equal(answer.inside.count, covering);
        assert_int_equal(answer.has_nearest, covering == 0);
        if (answer.has_nearest) {
            close_m(answer.nearest.boundary_distance_m, least, at);
            nearest++;
        }
    }
    GEOS_finish_r(geos);
    print_message("%zu times inside, %zu nearest\n", inside, nearest);
    assert_true(inside > 10 && nearest > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inside_and_nearest_are_those_of_geos_and_of_every_edge),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
