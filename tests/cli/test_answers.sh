#!/usr/bin/env bash
# Answers from the demonstration pack: as text, as JSON, by every way of naming the data.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

run "$nearaid" compile "$demo" -o demo.nad --no-grid
expect_status 0
expect_err 'demo.nad: '
expect_err 'ward 2023: 83 areas of wards_2023.shp'
expect_err 'bleed_cabinet: 4'
expect_err 'transformation Helmert'
snapshot=(--snapshot demo.nad)
station=(--easting 451160 --northing 532697)
civic=(--easting 450770 --northing 532587)

# The ward.
run "$nearaid" ward "${snapshot[@]}" "${station[@]}" --json
expect_status 0
expect_no_err
expect_json ward.code E05013038
expect_json ward.name 'Burn Valley'
expect_json ward.authority.name Hartlepool
expect_json match inside
expect_json certain false
expect_json vintage.id 2023
expect_json data.indicative true
expect_json data.transformation Helmert
expect_that 'one line' test "$(wc -l <out)" = 1
run "$nearaid" ward "${snapshot[@]}" "${station[@]}"
expect_status 0
expect_no_err
expect_out 'Burn Valley'
expect_out 'E05013038'
expect_out 'Demonstration data'

# The station changed wards; on a day that neither vintage holds the newest is taken, with a word.
run "$nearaid" ward "${snapshot[@]}" "${station[@]}" --as-at 2020-06-01 --json
expect_json ward.name 'Headland & Harbour'
expect_json vintage.id 2020
run "$nearaid" ward "${snapshot[@]}" "${station[@]}" --as-at 2022-06-01
expect_out 'Burn Valley'
expect_out 'No ward vintage is valid on 2022-06-01; the newest, 2023, is used'

# Negative values, with and without "=".
for lon in '--lon -1.2080' '--lon=-1.2080'; do
    # shellcheck disable=SC2086 # two words, or one
    run "$nearaid" ward "${snapshot[@]}" --lat 54.6867 $lon --json
    expect_status 0
    expect_json query.lon -1.208
done

# A grid reference; a point in no ward.
run "$nearaid" ward "${snapshot[@]}" --gridref 'NZ 511 326' --json
expect_status 0
expect_json query.accuracy_m 70.711
expect_json ward.code E05013038
run "$nearaid" ward "${snapshot[@]}" --easting 430000 --northing 500000 --json
expect_status 0
expect_json match none
expect_json ward null
expect_json nearest.code E05014884

# The nearest, in order of distance.
run "$nearaid" nearest "${snapshot[@]}" "${civic[@]}" --kind bleed_cabinet --k 4 --json
expect_status 0
expect_no_err
expect_json found 4
expect_json results.0.id hartlepool-bleed-2
expect_json results.1.id hartlepool-bleed-1
expect_json results.2.id hartlepool-bleed-4
expect_json results.3.id hartlepool-bleed-3
expect_json results.0.w3w handle.boot.twigs
expect_json results.3.rank 4
run "$nearaid" nearest "${snapshot[@]}" "${civic[@]}" --kind bleed_cabinet
expect_status 0
expect_out 'Hartlepool Civic Centre'
expect_out 'top of the steps'

# Several kinds, a distance, a status, a day.
run "$nearaid" nearest "${snapshot[@]}" "${civic[@]}" --kind radio_premises --kind reporting_centre \
    --max-m 250 --k 30 --status in_service --as-at 2026-06-30 --json
expect_status 0
expect_json found 14
expect_json reason.code fewer-than-k
expect_json results.12.kind reporting_centre
expect_json results.0.id example-premises-01
expect_json results.0.tags.scheme pubwatch
expect_json results.0.tags.savi_stars 5
run "$nearaid" nearest "${snapshot[@]}" "${civic[@]}" --kind radio_premises --k 1 \
    --tag scheme=pubwatch --as-at 2026-07-31 --json
expect_status 0
expect_json results.0.id example-premises-01
# A day later the funding of Hartlepool's has ended.
run "$nearaid" nearest "${snapshot[@]}" "${civic[@]}" --kind radio_premises --k 1 \
    --tag scheme=pubwatch --as-at 2026-08-01 --json
expect_status 0
expect_json results.0.address 'Example Esplanade, Redcar'

# What the data is.
run "$nearaid" info "${snapshot[@]}" --json
expect_status 0
expect_that 'JSON' "$json_get" <out
cp out info
run "$nearaid" info "${snapshot[@]}"
expect_status 0
expect_out 'Tees demonstration'

# The same answer from the pack itself, and by the environment, which options beat.
run "$nearaid" ward --pack "$demo" --no-grid "${station[@]}" --json
expect_status 0
cp out by-pack
run "$nearaid" ward "${snapshot[@]}" "${station[@]}" --json
expect_that 'the same from the pack' cmp -s out by-pack
NEARAID_SNAPSHOT=demo.nad run "$nearaid" ward "${station[@]}" --json
expect_that 'the same by NEARAID_SNAPSHOT' cmp -s out by-pack
NEARAID_PACK=$demo run "$nearaid" ward --no-grid "${station[@]}" --json
expect_that 'the same by NEARAID_PACK' cmp -s out by-pack
NEARAID_SNAPSHOT=missing.nad run "$nearaid" ward "${snapshot[@]}" "${station[@]}" --json
expect_that 'options beat the environment' cmp -s out by-pack

# Questions that are not understood name the option.
mistake 2 '"--lat": ' ward "${snapshot[@]}" --lat 54.6x --lon -1.2
mistake 2 '"--lat": ' ward "${snapshot[@]}" --lat 54.6 --lat 54.6 --lon -1.2
mistake 2 '"--lat": ' ward "${snapshot[@]}" --lat '' --lon -1.2
mistake 2 '"--accuracy-m": ' ward "${snapshot[@]}" "${station[@]}" --accuracy-m -1
mistake 2 '"--as-at": ' ward "${snapshot[@]}" "${station[@]}" --as-at 2025-02-29
mistake 2 'look swapped' ward "${snapshot[@]}" --lat -1.2080 --lon 54.6867
mistake 2 '"--vintage": ' ward "${snapshot[@]}" "${station[@]}" --vintage 1999
mistake 2 '"--kind": ' nearest "${snapshot[@]}" "${civic[@]}"
mistake 2 'bleed_cabinet' nearest "${snapshot[@]}" "${civic[@]}" --kind bleed_cabnet
mistake 2 '"--k": ' nearest "${snapshot[@]}" "${civic[@]}" --kind bleed_cabinet --k 101
mistake 2 '' ward "${snapshot[@]}"
mistake 2 '' ward "${snapshot[@]}" --lat 0 --lon 0

# Data that cannot be had.
mistake 4 'missing.nad' ward --snapshot missing.nad "${station[@]}"
mistake 3 'pack.ini' ward --snapshot "$demo/pack.ini" "${station[@]}"
head -c 5000 demo.nad >short.nad
mistake 3 'short.nad' ward --snapshot short.nad "${station[@]}"
{ head -c 5000 demo.nad; printf x; tail -c +5002 demo.nad; } >changed.nad
mistake 3 'changed.nad' info --snapshot changed.nad
mistake 4 'nowhere' ward --pack nowhere "${station[@]}"
finish
