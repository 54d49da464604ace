#!/usr/bin/env bash
# Hotspots found in rows: what is printed, what is refused, and the way back into a pack.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
premises=$demo/radio_premises.csv
find=(hotspots --pack "$demo" --by grid:500 -i "$premises")

run "$nearaid" "${find[@]}" --top 1 --format json
expect_status 0
expect_json rows_read.read 12
expect_json top_set.wanted 1
expect_json cells_of.kind grid
expect_json density.kernel quartic
expect_json stability.seed 1
expect_json gi_star.weights binary
code=$("$json_get" cells.0.code <out)
lat=$("$json_get" cells.0.lat <out)
lon=$("$json_get" cells.0.lon <out)
count=$("$json_get" cells.0.count <out)

# Every form says what was counted, over what, how, and with which data.
digest=$("$json_get" data.pack <out)
run "$nearaid" "${find[@]}" --measure 'premises with a radio' --period 'May 2026'
expect_status 0
for said in 'premises with a radio' 'May 2026' 'read 12 = counted' 'squares of 500 m' 'quartic kernel' \
    'queen contiguity' '200 bootstraps of the rows (seed 1)' '16 shifted grids' "$digest" radio_premises.csv; do
    expect_out "$said"
done
run "$nearaid" "${find[@]}" --format csv --measure 'premises with a radio' --period 'May 2026'
expect_status 0
for said in 'premises with a radio,May 2026' 'read 12 = counted' 'by=grid:500;origin=0,0;' "$digest"; do
    expect_out "$said"
done
run "$nearaid" "${find[@]}" --format geojson --period 'May 2026'
expect_status 0
expect_json type FeatureCollection
expect_json period 'May 2026'
expect_json data.pack "$digest"
expect_json features.0.geometry.type Polygon
expect_json features.0.properties.rank 1

# The shapefile is a layer of a pack as it is: the middle of the top cell is found in it.
run "$nearaid" "${find[@]}" --top 1 --shapefile found.shp --valid-from 2026-01-01 --valid-to 2026-12-31
expect_status 0
mkdir pack
cp "$demo"/wards_2023.* found.* pack
cat >pack/pack.ini <<'INI'
[pack]
title = Found
[wards.2023]
file = wards_2023.shp
tolerance_m = 500
gap_limit_m2 = 100000000
[areas.found]
file = found.shp
kind = hotspot
INI
run "$nearaid" compile pack -o found.nad
expect_status 0
run "$nearaid" hotspots --snapshot found.nad --lat "$lat" --lon "$lon" --as-at 2026-06-01 --json
expect_status 0
expect_json inside.0.code "$code"
expect_json inside.0.valid_from 2026-01-01
expect_json inside.0.valid_to 2026-12-31
run "$nearaid" hotspots --snapshot found.nad --lat "$lat" --lon "$lon" --as-at 2027-06-01 --json
expect_json not_valid.0.code "$code"
# Counting again by that layer finds the same rows in it.
run "$nearaid" hotspots --snapshot found.nad --by found -i "$premises" --format json --top 1
expect_status 0
expect_json cells.0.code "$code"
expect_json cells.0.count "$count"
if command -v ogrinfo >/dev/null; then
    run ogrinfo -ro -al -geom=NO found.shp
    expect_out "CODE (String) = $code"
    expect_out "COUNT (Real) = $count"
    expect_out 'FROM (String) = 2026-01-01'
    for field in NAME RANK SHARE DENSITY GI_Z GI_P GI_Q STABLE TO; do
        expect_out "  $field ("
    done
else
    printf 'ogrinfo is not on this machine: the fields are not listed\n'
fi

# So is the GeoJSON: the same areas, dates and counts, and names though not every cell is in a ward.
run "$nearaid" "${find[@]}" --format geojson -o pack/again.geojson --valid-from 2026-01-01 --valid-to 2026-12-31
expect_status 0
run "$nearaid" "${find[@]}" --shapefile pack/found
cat >>pack/pack.ini <<'INI'
[areas.again]
file = again.geojson
kind = again
INI
run "$nearaid" compile pack -o again.nad
expect_status 0
run "$nearaid" hotspots --snapshot again.nad --kind again --lat "$lat" --lon "$lon" --as-at 2026-06-01 --json
expect_json inside.0.code "$code"
expect_json inside.0.valid_from 2026-01-01
expect_json inside.0.valid_to 2026-12-31
for layer in found again; do
    run "$nearaid" hotspots --snapshot again.nad --by "$layer" -i "$premises" --format csv --all
    expect_status 0
    expect_out 'Hotspot 1'
    cut -d, -f1,2,3 out >"$layer.codes"
    grep -o ',[0-9]*,[0-9.]*,[0-9.]*,,' out | sort >"$layer.counts"
done
expect_that 'the same areas' cmp -s found.codes again.codes
expect_that 'the same counts' cmp -s found.counts again.counts

# The map is well-formed and holds what the numbers say.
run "$nearaid" "${find[@]}" --format json --svg map.svg --measure 'premises <&> radios'
expect_status 0
top=$("$json_get" top_set.cells <out)
held=$("$json_get" concentration.cells <out)
expect_that 'a title, escaped' grep -q 'Hotspots: premises &lt;&amp;&gt; radios' map.svg
expect_that 'the share in words' grep -q "with 25% of the rows counted: $held of" map.svg
drawn=$(sed -n '/<g id="top">/,/<\/g>/p' map.svg | grep -c '<path')
expect_that "$top cells outlined, not $drawn" test "$drawn" = "$top"
if command -v xmllint >/dev/null; then
    expect_that 'the map is XML' xmllint --noout map.svg
else
    printf 'xmllint is not on this machine: the map is not parsed\n'
fi

# The same question, the same bytes, whatever the number of threads.
run "$nearaid" "${find[@]}" --format json --seed 5 --threads 1
cp out first
run "$nearaid" "${find[@]}" --format json --seed 5 --threads 4
expect_that 'the same bytes' cmp -s first out

# Every row read is in one place of the balance; weights are summed and called so.
cat >odd.csv <<'CSV'
lat,lon,harm
54.685,-1.21,0.5
54.685,-1.21,2
54.685,-1.21,
54.685,-1.21,-1
54.685,x,1
,,1
10,10,1
51.5,-0.1,1
54.684,-1.21,7
CSV
run "$nearaid" hotspots --pack "$demo" --by grid:1000 -i odd.csv --weight harm --where 'harm=0.5|2||-1|1' --json
expect_status 0
expect_json rows_read.read 9
expect_json rows_read.counted 2
expect_json rows_read.bad 3
expect_json rows_read.no_location 1
expect_json rows_read.off_grid 1
expect_json rows_read.outside 1
expect_json rows_read.not_asked_for 1
expect_json placed 2.5
run "$nearaid" hotspots --pack "$demo" --by grid:1000 -i odd.csv --weight harm
expect_status 0
expect_out 'of the weight counted'
expect_out 'rows, each weighing its harm'
run "$nearaid" hotspots --pack "$demo" --by grid:1000 -i odd.csv --weight harm --strict
expect_status 1

# One row is not "1 rows".
printf 'lat,lon\n54.685,-1.21\n51.5,-0.1\n' >one.csv
run "$nearaid" hotspots --pack "$demo" --by ward -i one.csv
expect_out '1 row lies outside the study area and is in no cell'
expect_out ', 1 cell without any'

# What cannot be had is refused before anything is printed.
mistake 2 'Give grid:150' hotspots --pack "$demo" --by grid:5 -i "$premises"
mistake 2 'no layer of areas' hotspots --pack "$demo" --by nowhere -i "$premises"
mistake 2 '--by' hotspots --pack "$demo" -i "$premises"
mistake 2 'Wards and areas cannot be shifted' hotspots --pack "$demo" --by ward --shifts 4 -i "$premises"
mistake 2 'centres of equal cells' hotspots --pack "$demo" --by ward --bandwidth 300 -i "$premises"
mistake 2 '--share' "${find[@]}" --share 0%
mistake 2 '--share' "${find[@]}" --share 101
mistake 2 '--origin' "${find[@]}" --origin 50
mistake 2 '--top' "${find[@]}" --top 0
mistake 2 '--postcode' "${find[@]}" --postcode 'TS24 8AY'
mistake 3 'Gi* needs 30 cells' hotspots --pack "$demo" --by patrols --gi -i "$premises"
mistake 3 'not read' "${find[@]}" --by-time night
mistake 3 'not read' "${find[@]}" --hours 22-04
printf 'Month,Longitude,Latitude,Crime ID,Reported by,Falls within,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n2025-01,-1.21,54.68,a,,,,,,Drugs,,\n' >street.csv
mistake 3 'have a month and no time' hotspots --pack "$demo" --by grid:500 -i street.csv --by-time day
run "$nearaid" hotspots --pack "$demo" --by grid:50 -i street.csv
expect_status 0
expect_out 'cells below 100 m show where those points are'

# Interrupted while it reads: 130, nothing printed. Opening the pipe waits until it is being read.
mkfifo rows
"$nearaid" hotspots --pack "$demo" --by grid:500 -i rows -o never.txt >out 2>err &
child=$!
exec 3>rows
printf 'lat,lon\n' >&3
kill -INT "$child"
status=0
wait "$child" || status=$?
exec 3>&-
command='an interrupted search'
expect_status 130
expect_no_out
expect_that 'no file' test ! -e never.txt
finish
