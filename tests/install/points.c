/* Another program of somebody else's: the place of a text, the ward and the nearest cabinet of many
 * points at once, by the installed library, and the coverage as JSON. */
#include <nearaid/nearaid.h>

#include <stdio.h>

int main(int argc, char **argv)
{
    const double lat[] = {54.6867, 54.7000, 54.7500};
    const double lon[] = {-1.2080, -1.2000, -0.9000};
    const char *const kinds[] = {"bleed_cabinet"};
    const struct na_param asked[] = {{"kind", "bleed_cabinet"}, {"within", "500"}};
    const struct na_points points = {
        .size = sizeof points, .count = 3, .lat_deg = lat, .lon_deg = lon};
    const struct na_many_assets assets = {
        .size = sizeof assets, .kinds = kinds, .kind_count = 1, .k = 1, .as_at = "2026-11-21"};
    struct na_snapshot *snapshot = NULL;
    struct na_session *session = NULL;
    struct na_place places[5] = {{.size = sizeof places[0]}};
    size_t place_count = 0;
    uint32_t ward[3], asset[3], on_grid[1];
    char *coverage = NULL;
    int status = 1;
    if (argc == 2 && na_snapshot_open(argv[1], &snapshot, NULL) == NA_OK &&
        na_session_new(snapshot, &session, NULL) == NA_OK &&
        na_ward_many(session, &points, NULL, ward, NULL, NULL, NULL) == NA_OK &&
        na_nearest_many(session, &points, &assets, asset, NULL, NULL) == NA_OK &&
        na_locate(session, "TS24 8", places, 5, &place_count, NULL) == NA_OK &&
        places[0].is_certain == 1 &&
        na_ask(session, "coverage", asked, 2, "2026-11-21", &coverage, NULL, NULL) == NA_OK) {
        for (int i = 0; i < 3; i++) {
            const char *code = na_ward_code(session, NULL, ward[i]);
            printf("%s %s\n", code != NULL ? code : "none", na_asset_id(session, asset[i]));
        }
        const struct na_grid_points there = {.size = sizeof there,
                                             .count = 1,
                                             .easting_m = &places[0].easting_m,
                                             .northing_m = &places[0].northing_m};
        status = na_ward_many_grid(session, &there, NULL, on_grid, NULL, NULL, NULL) != NA_OK;
        if (status == 0) {
            printf("%s %s\n", places[0].name, na_ward_code(session, NULL, on_grid[0]));
        }
        printf("%s\n", coverage);
    }
    na_free(coverage);
    na_session_free(session);
    na_snapshot_unref(snapshot);
    return status;
}
