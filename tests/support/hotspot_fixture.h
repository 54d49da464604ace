/* support/hotspot_fixture.h - rows as points, made here, on a pack of one square of land. */
#ifndef NA_TEST_HOTSPOT_FIXTURE_H
#define NA_TEST_HOTSPOT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "hotspots/find.h"
#include "question/vintage.h"
#include "support/query_pack.h"

/* Land: 450..460 km east, 530..540 km north, in two wards side by side that meet at 455 km. */
struct hotspot_fixture {
    struct query_pack pack;
    const struct na_layer *layer;
    struct na_crs *crs;
    struct na_point_rows rows;
    size_t capacity;
};

static inline void hotspot_fixture_begin(struct hotspot_fixture *fixture)
{
    static const struct query_square wards[] = {
        {"H01", "West", "L1", "Land", 450000, 530000, 455000, 540000},
        {"H02", "East", "L1", "Land", 455000, 530000, 460000, 540000},
    };
    bool none_valid = false;
    *fixture = (struct hotspot_fixture){.capacity = 0};
    query_pack_begin(&fixture->pack);
    query_pack_squares(&fixture->pack, "land", wards, 2);
    query_pack_put(&fixture->pack, "pack.ini",
                   "[pack]\ntitle = Land\n[wards.now]\nfile = land.shp\ncrs = EPSG:27700\n"
                   "valid_from = 2020-01-01\n");
    query_pack_compile(&fixture->pack, NULL);
    if (na_vintage_choose(fixture->pack.snapshot, "now", 0, &fixture->layer, &none_valid, NULL) !=
            NA_OK ||
        na_crs_new(NULL, 0, &fixture->crs, NULL) != NA_OK) {
        query_pack_die("now", "");
    }
    fixture->rows.layer = fixture->layer;
}

static inline void hotspot_fixture_end(struct hotspot_fixture *fixture)
{
    free(fixture->rows.items);
    na_table_texts_fini(&fixture->rows.months);
    na_crs_free(fixture->crs);
    query_pack_end(&fixture->pack);
}

static inline void hotspot_fixture_clear(struct hotspot_fixture *fixture)
{
    fixture->rows.count = 0;
    fixture->rows.tally = (struct na_point_tally){.read = 0};
    fixture->rows.profile[0] = '\0';
}

/* Add `times` rows at a position. */
static inline void hotspot_fixture_add(struct hotspot_fixture *fixture, double east, double north,
                                       double weight, size_t times)
{
    struct na_point_rows *rows = &fixture->rows;
    struct na_point_row row = {
        .grid = {east, north}, .weight = weight, .month = NA_POINT_MONTH_NONE};
    if (na_crs_to_lonlat(fixture->crs, row.grid, &row.at, NULL) != NA_OK) {
        query_pack_die("a position", "outside");
    }
    row.ward = na_area_index_lowest(&fixture->layer->grid, east, north);
    for (size_t i = 0; i < times; i++) {
        if (rows->count == fixture->capacity) {
            fixture->capacity = 2 * fixture->capacity + 64;
            rows->items = realloc(rows->items, fixture->capacity * sizeof *rows->items);
            if (rows->items == NULL) {
                query_pack_die("rows", "no memory");
            }
        }
        rows->tally.read++;
        row.row = rows->tally.read;
        rows->items[rows->count++] = row;
    }
}

/* A job by cells; the top cell alone, nothing that takes time. */
static inline struct na_hotspot_job hotspot_job(const struct hotspot_fixture *fixture,
                                                const char *by)
{
    struct na_hotspot_job job = {
        .snapshot = fixture->pack.snapshot, .rows = &fixture->rows, .rule = {1, 25}, .seed = 1};
    if (na_cells_parse(by, &job.cells, NULL) != NA_OK) {
        query_pack_die(by, "not cells");
    }
    return job;
}

static inline struct na_hotspot_finding *hotspot_find(const struct na_hotspot_job *job)
{
    struct na_hotspot_finding *finding = NULL;
    struct na_error error = {.message = ""};
    if (na_hotspot_find(job, &finding, &error) != NA_OK) {
        query_pack_die(error.message, error.hint);
    }
    return finding;
}

#endif
