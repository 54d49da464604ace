/* Gi* and its false discoveries: against the definitions written down again, and against R's spdep
 * and p.adjust where R is on this machine. */
#include <math.h>

#include "support/hotspot_fixture.h"
#include "support/random.h"

#define CELLS_MAX 8000

static struct hotspot_fixture fixture;

static int begin(void **state)
{
    (void)state;
    hotspot_fixture_begin(&fixture);
    return 0;
}

static int end(void **state)
{
    (void)state;
    hotspot_fixture_end(&fixture);
    return 0;
}

/* Clusters on a thin background, some rows beyond the land. */
static void scatter(struct test_random *random, size_t rows)
{
    hotspot_fixture_clear(&fixture);
    double east = 455000, north = 535000;
    for (size_t i = 0; i < rows; i++) {
        if (i % 50 == 0) {
            east = test_random_between(random, 450000, 460000);
            north = test_random_between(random, 530000, 540000);
        }
        double spread_m = i % 3 == 0 ? 3000 : 300;
        hotspot_fixture_add(&fixture, east + test_random_between(random, -spread_m, spread_m),
                            north + test_random_between(random, -spread_m, spread_m), 1, 1);
    }
}

static const struct {
    const char *by;
    double band_m;
} cases[] = {
    {"grid:500", 0}, {"hex:400", 0}, {"grid:700", 1500}, {"hex:1000", 2500}, {"grid:150", 0}};
#define CASES (sizeof cases / sizeof cases[0])

static struct na_hotspot_finding *find_case(size_t i)
{
    struct na_hotspot_job job = hotspot_job(&fixture, cases[i].by);
    job.band_m = cases[i].band_m;
    job.gi = NA_HOTSPOT_GI_WANTED;
    return hotspot_find(&job);
}

static double distance_m(struct na_grid a, struct na_grid b)
{
    return hypot(a.easting_m - b.easting_m, a.northing_m - b.northing_m);
}

/* How far apart the centres of neighbours are at most: what contiguity means in metres. */
static double reach_m(const struct na_hotspot_finding *finding, double band_m)
{
    double size_m = finding->set->cells.size_m;
    return band_m > 0                                 ? band_m
           : finding->set->cells.kind == NA_CELLS_HEX ? size_m * 1.01
                                                      : size_m * 1.42;
}

/* By the definition, cell against cell. */
static void gi_star_is_its_definition(void **state)
{
    (void)state;
    struct test_random random = test_random_start("Gi*");
    scatter(&random, 3000);
    for (size_t i = 0; i < CASES - 1; i++) {
        struct na_hotspot_finding *finding = find_case(i);
        size_t n = finding->set->count;
        double reach = reach_m(finding, cases[i].band_m);
        long double mean = 0, square = 0;
        for (size_t c = 0; c < n; c++) {
            mean += finding->counts[c] / (long double)n;
            square += (long double)finding->counts[c] * finding->counts[c] / n;
        }
        long double s = sqrtl(square - mean * mean);
        for (uint32_t c = 0; c < n; c += 7) {
            long double local = 0, weights = 0;
            struct na_grid centre = na_cell_set_centre(finding->set, c);
            for (uint32_t other = 0; other < n; other++) {
                if (distance_m(centre, na_cell_set_centre(finding->set, other)) <= reach) {
                    local += finding->counts[other];
                    weights += 1;
                }
            }
            long double z =
                (local - weights * mean) / (s * sqrtl((n * weights - weights * weights) / (n - 1)));
            assert_true(fabsl(finding->gi[c].z - z) < 1e-9L);
        }
        na_hotspot_finding_free(finding);
    }
}

/* q of the i-th is the least p_j m / r_j of all p_j not below p_i, r_j how many are not above p_j.
 */
static void q_is_its_definition(void **state)
{
    (void)state;
    struct test_random random = test_random_start("false discoveries");
    for (size_t round = 0; round < 50; round++) {
        struct na_hotspot_gi gi[60];
        size_t count = 1 + test_random_below(&random, 60), tests = 0;
        for (size_t i = 0; i < count; i++) {
            double p = pow(test_random_between(&random, 0, 1), 4);
            /* Ties, and tests that are none. */
            p = i > 0 && test_random_below(&random, 4) == 0 ? gi[i - 1].p : p;
            p = test_random_below(&random, 10) == 0 ? (double)NAN : p;
            gi[i] = (struct na_hotspot_gi){0, p, (double)NAN};
            tests += isnan(p) ? 0 : 1;
        }
        assert_int_equal(na_hotspot_discovery(gi, count, NULL), NA_OK);
        for (size_t i = 0; i < count; i++) {
            double q = 1;
            for (size_t j = 0; j < count; j++) {
                double rank = 0;
                for (size_t k = 0; k < count; k++) {
                    rank += gi[k].p <= gi[j].p ? 1 : 0;
                }
                if (gi[j].p >= gi[i].p) {
                    q = fmin(q, gi[j].p * (double)tests / rank);
                }
            }
            assert_true(isnan(gi[i].p) ? isnan(gi[i].q) : fabs(gi[i].q - q) < 1e-12);
        }
    }
}

static void a_cell_linked_to_all_has_no_gi(void **state)
{
    (void)state;
    struct test_random random = test_random_start("all linked");
    scatter(&random, 100);
    struct na_hotspot_job job = hotspot_job(&fixture, "grid:1000");
    job.band_m = 50000;
    struct na_hotspot_finding *finding = hotspot_find(&job);
    assert_non_null(finding->gi);
    for (size_t i = 0; i < finding->set->count; i++) {
        assert_true(isnan(finding->gi[i].z) && isnan(finding->gi[i].p) && isnan(finding->gi[i].q));
    }
    na_hotspot_finding_free(finding);
}

/* Two wards side by side. Real wards are held against poly2nb by tests/cli. */
static void areas_with_a_common_boundary_are_neighbours(void **state)
{
    (void)state;
    struct na_hotspot_job job = hotspot_job(&fixture, "ward");
    struct na_cell_set *set = NULL;
    struct na_hotspot_links links;
    assert_int_equal(na_cell_set_new(fixture.pack.snapshot, &job.cells, fixture.layer, &set, NULL),
                     NA_OK);
    assert_int_equal(na_hotspot_links_make(set, 0, &links, NULL), NA_OK);
    assert_int_equal(links.starts[2], 2);
    assert_int_equal(links.items[0], 1);
    assert_int_equal(links.items[1], 0);
    assert_int_equal(links.islands, 0);
    na_hotspot_links_fini(&links);
    na_cell_set_free(set);
}

static const char r_script[] =
    "suppressMessages(library(spdep))\n"
    "a <- commandArgs(TRUE)\n"
    "d <- read.csv(a[1])\n"
    "nb <- dnearneigh(as.matrix(d[, c('e', 'n')]), 0, as.numeric(a[3]))\n"
    "w <- nb2listw(include.self(nb), style = 'B', zero.policy = TRUE)\n"
    "z <- as.numeric(localG(d$count, w, zero.policy = TRUE))\n"
    "p <- 2 * pnorm(abs(z), lower.tail = FALSE)\n"
    "q <- p.adjust(p, 'BH')\n"
    "writeLines(sprintf('%.17g %.17g %.17g', z, p, q), a[2])\n";

static void write_counts(const struct na_hotspot_finding *finding, const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    (void)fprintf(file, "e,n,count\n");
    for (uint32_t i = 0; i < finding->set->count; i++) {
        struct na_grid at = na_cell_set_centre(finding->set, i);
        (void)fprintf(file, "%.17g,%.17g,%.17g\n", at.easting_m, at.northing_m, finding->counts[i]);
    }
    assert_int_equal(fclose(file), 0);
}

/* Absolute below 1, relative above and for small probabilities. */
static void expect_near(double ours, double theirs)
{
    double scale = fabs(theirs) > 1 ? fabs(theirs) : 1;
    if (!(fabs(ours - theirs) <= 1e-9 * scale)) {
        fail_msg("%.17g, but R has %.17g", ours, theirs);
    }
}

static void compare_with_r(const struct na_hotspot_finding *finding, const char *path)
{
    FILE *file = fopen(path, "r");
    char line[256];
    assert_non_null(file);
    for (uint32_t i = 0; i < finding->set->count; i++) {
        assert_non_null(fgets(line, sizeof line, file));
        char *at = line;
        double z = strtod(at, &at), p = strtod(at, &at), q = strtod(at, &at);
        expect_near(finding->gi[i].z, z);
        expect_near(finding->gi[i].p, p);
        expect_near(finding->gi[i].q, q);
        if (p > 1e-200) {
            assert_true(fabs(finding->gi[i].p / p - 1) < 1e-9);
        }
    }
    (void)fclose(file);
}

static void gi_star_is_that_of_spdep(void **state)
{
    (void)state;
    if (system("Rscript -e 'library(spdep)' >/dev/null 2>&1") != 0) {
        printf("skipped: R with spdep is not on this machine (r-base-core, r-cran-spdep)\n");
        skip();
    }
    struct test_random random = test_random_start("spdep");
    char script[128], counts[128], answers[128], command[512];
    query_pack_put(&fixture.pack, "gi.R", r_script);
    query_pack_path(&fixture.pack, "gi.R", script, sizeof script);
    query_pack_path(&fixture.pack, "counts.csv", counts, sizeof counts);
    query_pack_path(&fixture.pack, "answers.txt", answers, sizeof answers);
    for (size_t i = 0; i < CASES; i++) {
        scatter(&random, 2000);
        struct na_hotspot_finding *finding = find_case(i);
        assert_in_range(finding->set->count, NA_HOTSPOT_GI_CELLS_MIN, CELLS_MAX);
        write_counts(finding, counts);
        (void)snprintf(command, sizeof command, "Rscript %s %s %s %.17g", script, counts, answers,
                       reach_m(finding, cases[i].band_m));
        assert_int_equal(system(command), 0);
        compare_with_r(finding, answers);
        printf("%s, band %g m: %zu cells are as R has them\n", cases[i].by, cases[i].band_m,
               finding->set->count);
        na_hotspot_finding_free(finding);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gi_star_is_its_definition),
        cmocka_unit_test(q_is_its_definition),
        cmocka_unit_test(a_cell_linked_to_all_has_no_gi),
        cmocka_unit_test(areas_with_a_common_boundary_are_neighbours),
        cmocka_unit_test(gi_star_is_that_of_spdep),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
