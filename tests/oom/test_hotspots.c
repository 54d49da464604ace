/* Each allocation of finding hotspots, from the cells to the map and the layer, made to fail in
 * turn. */
#include "hotspots/forms.h"
#include "support/hotspot_fixture.h"
#include "support/oom.h"

static struct hotspot_fixture fixture;

static int setup(void **state)
{
    (void)state;
    hotspot_fixture_begin(&fixture);
    for (size_t i = 0; i < 60; i++) {
        hotspot_fixture_add(&fixture, 450100 + 97.0 * (double)i, 530100 + 41.0 * (double)i,
                            i % 2 == 0 ? 1 : 2, 1 + i % 3);
    }
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    hotspot_fixture_end(&fixture);
    return 0;
}

static enum na_code render(const struct na_hotspot_finding *finding)
{
    static const struct na_hotspot_about about = {"rows",       "2025",       "in.csv", false,
                                                  NA_DATE_NONE, NA_DATE_NONE, true};
    char base[256];
    struct na_buffer to;
    na_buffer_init(&to, 8 * 1024 * 1024);
    query_pack_path(&fixture.pack, "found", base, sizeof base);
    enum na_code code = NA_OK;
    for (int form = NA_HOTSPOT_TEXT; form <= NA_HOTSPOT_GEOJSON && code == NA_OK; form++) {
        code = na_render_hotspot(finding, &about, (enum na_hotspot_form)form, &to, NULL);
    }
    code = code == NA_OK ? na_render_hotspot_map(finding, &about, &to, NULL) : code;
    code = code == NA_OK ? na_render_hotspot_shapefile(finding, &about, base, NULL) : code;
    na_buffer_fini(&to);
    return code;
}

static enum na_code find_by(const char *by, bool equal)
{
    struct na_hotspot_job job = hotspot_job(&fixture, by);
    struct na_hotspot_finding *finding = NULL;
    job.bandwidth_m = equal ? 500 : 0;
    job.shift_side = equal ? 2 : 0;
    enum na_code code = na_hotspot_find(&job, &finding, NULL);
    code = code == NA_OK ? render(finding) : code;
    na_hotspot_finding_free(finding);
    return code;
}

static void fails_cleanly(const char *by, bool equal)
{
    size_t before = 0;
    for (;; before++) {
        oom_arm(before);
        enum na_code code = find_by(by, equal);
        if (!oom_disarm()) {
            assert_int_equal(code, NA_OK);
            break;
        }
        assert_int_equal(code, NA_ERR_MEMORY);
    }
    print_message("%s: %zu allocations\n", by, before);
    assert_true(before > 20);
}

static void squares_fail_cleanly(void **state)
{
    (void)state;
    fails_cleanly("grid:1000", true);
}

static void hexagons_fail_cleanly(void **state)
{
    (void)state;
    fails_cleanly("hex:2000", true);
}

static void wards_fail_cleanly(void **state)
{
    (void)state;
    fails_cleanly("ward", false);
}

/* The neighbours of areas, which two wards are too few for. */
static void links_of_areas_fail_cleanly(void **state)
{
    (void)state;
    struct na_hotspot_job job = hotspot_job(&fixture, "ward");
    struct na_cell_set *set = NULL;
    assert_int_equal(na_cell_set_new(fixture.pack.snapshot, &job.cells, fixture.layer, &set, NULL),
                     NA_OK);
    for (size_t before = 0;; before++) {
        struct na_hotspot_links links;
        oom_arm(before);
        enum na_code code = na_hotspot_links_make(set, 0, &links, NULL);
        if (!oom_disarm()) {
            assert_int_equal(code, NA_OK);
            assert_true(before > 2);
            na_hotspot_links_fini(&links);
            break;
        }
        assert_int_equal(code, NA_ERR_MEMORY);
    }
    na_cell_set_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(squares_fail_cleanly),
        cmocka_unit_test(hexagons_fail_cleanly),
        cmocka_unit_test(wards_fail_cleanly),
        cmocka_unit_test(links_of_areas_fail_cleanly),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
