#!/usr/bin/env bash
# Real boundaries and the OSTN15 grid, where they are on this machine.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=tests/cli/shared.sh
source "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
need_shared wards

compile_tees "$shared"/wards/WD20_BGC_tees.* "$shared"/wards/WD23_BSC_tees.* "$demo/bleed_cabinets.csv" <<'INI'
issued = 2026-11-21

[wards.2020]
file = WD20_BGC_tees.shp
valid_from = 2019-05-02
valid_to = 2021-05-05

[wards.2023]
file = WD23_BSC_tees.shp
valid_from = 2021-05-06

[assets.bleed_cabinets]
file = bleed_cabinets.csv
INI
expect_err 'transformation OSTN15'
station=(--easting 451160 --northing 532697)

# The station, TS24 7ED: another ward since the boundaries of 2021.
run "$nearaid" ward --snapshot pack.nad "${station[@]}" --vintage 2020 --json
expect_status 0
expect_json ward.name 'Headland and Harbour'
expect_json vintage.tolerance_m 20
run "$nearaid" ward --snapshot pack.nad "${station[@]}" --vintage 2023 --json
expect_status 0
expect_json ward.code E05013038
expect_json ward.name 'Burn Valley'
expect_json vintage.tolerance_m 200
expect_json data.transformation OSTN15
# The same by the day, and by longitude and latitude.
run "$nearaid" ward --snapshot pack.nad "${station[@]}" --as-at 2020-06-01 --json
expect_json ward.name 'Headland and Harbour'
run "$nearaid" ward --snapshot pack.nad "${station[@]}" --as-at 2026-11-21 --json
expect_json ward.name 'Burn Valley'
run "$nearaid" ward --snapshot pack.nad --lat 54.6867416 --lon -1.2079518 --as-at 2026-11-21 --json
expect_json ward.name 'Burn Valley'

# The four cabinets from the Civic Centre.
run "$nearaid" nearest --snapshot pack.nad --easting 450770 --northing 532587 \
    --kind bleed_cabinet --k 4 --json
expect_status 0
expect_json found 4
for rank in 0:hartlepool-bleed-2 1:hartlepool-bleed-1 2:hartlepool-bleed-4 3:hartlepool-bleed-3; do
    expect_json "results.${rank%%:*}.id" "${rank#*:}"
done

# The grid by the environment gives the same file.
NEARAID_GRID=$grid run "$nearaid" compile pack -o env.nad
expect_status 0
expect_that 'the same by NEARAID_GRID' cmp -s env.nad pack.nad
# Each other vintage and layer of real wards compiles.
mkdir old
cp "$shared"/wards/WD13_BGC_tees.* old
printf '[pack]\ntitle = Old\n[wards.2013]\nfile = WD13_BGC_tees.shp\n' >old/pack.ini
run "$nearaid" check old
expect_status 0
finish
