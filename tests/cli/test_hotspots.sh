#!/usr/bin/env bash
# Hotspots found in rows: what is printed, what is refused, and the way back into a pack.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
premises=$work/radio_premises.csv
head -13 "$demo/radio_premises.csv" >"$premises"
find=(hotspots --pack "$demo" --by grid:500 -i "$premises")

run "$nearaid" "${find[@]}" --top 1 --format json
expect_status 0
expect_json rows_read.read 12
expect_json top_set.wanted 1
expect_json cells_of.kind grid
expect_json density.kernel quartic
expect_json says.0.code what
expect_json lasts.not_tested_because 'no --test MONTH was given'
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
    'queen contiguity' 'Not tested. 12 rows.' 'the order is not a ranking' 'not who is at risk' \
    '16 shifted grids' "$digest" radio_premises.csv; do
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
    for field in NAME RANK SHARE DENSITY GI_Z GI_P GI_Q SHIFTED TOP_MONTHS LQ LQ_Q NOTE TO; do
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
    expect_out 'Square 1'
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
expect_that 'a title, escaped' grep -q 'Counts by square: premises &lt;&amp;&gt; radios' map.svg
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
# More than half are not placed: the answer is whole all the same, and one document.
run "$nearaid" hotspots --pack "$demo" --by grid:1000 -i odd.csv --weight harm --where 'harm=0.5|2||-1|1' --json
expect_status 1
expect_json rows_read.read 9
run "$nearaid" hotspots --pack "$demo" --by grid:1000 -i odd.csv --weight harm --where 'harm=0.5|2||-1|1' --lenient --json
expect_status 0
expect_json rows_read.read 9
expect_json rows_read.counted 2
expect_json rows_read.bad 3
expect_json rows_read.no_location 1
expect_json rows_read.off_grid 1
expect_json rows_read.outside 1
expect_json rows_read.not_asked_for 1
expect_json placed 2.5
run "$nearaid" hotspots --pack "$demo" --by grid:1000 -i odd.csv --weight harm --lenient
expect_status 0
expect_out 'of the weight counted'
expect_out 'rows, each weighing its harm'
run "$nearaid" hotspots --pack "$demo" --by grid:1000 -i odd.csv --weight harm --strict
expect_status 1

# One row is not "1 rows".
printf 'lat,lon\n54.685,-1.21\n51.5,-0.1\n' >one.csv
run "$nearaid" hotspots --pack "$demo" --by ward -i one.csv
expect_out '1 row lies outside the study area and is in no cell'
cat >island.geojson <<'JSON'
{"type": "FeatureCollection", "features": [
 {"type": "Feature", "properties": {"code": "a", "name": "A"}, "geometry": {"type": "Polygon", "coordinates":
  [[[-1.22, 54.68], [-1.20, 54.68], [-1.20, 54.69], [-1.22, 54.69], [-1.22, 54.68]]]}},
 {"type": "Feature", "properties": {"code": "b", "name": "B"}, "geometry": {"type": "Polygon", "coordinates":
  [[[-1.22, 54.69], [-1.20, 54.69], [-1.20, 54.70], [-1.22, 54.70], [-1.22, 54.69]]]}},
 {"type": "Feature", "properties": {"code": "c", "name": "C"}, "geometry": {"type": "Polygon", "coordinates":
  [[[-1.30, 54.60], [-1.29, 54.60], [-1.29, 54.61], [-1.30, 54.61], [-1.30, 54.60]]]}}]}
JSON
cp -r "$demo" apart
cp island.geojson apart
printf '[areas.apart]\nfile = island.geojson\nkind = part\ncode_field = code\nname_field = name\n' >>apart/pack.ini
run "$nearaid" hotspots --pack apart --by apart -i one.csv
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
# The origin is less than 10,000 km away, either way.
mistake 2 '--origin' "${find[@]}" --origin 10000000,0
mistake 2 '--origin' "${find[@]}" --origin 0,10000000
mistake 2 '--origin' "${find[@]}" --origin=0,-10000000
mistake 2 '--top' "${find[@]}" --top 0
mistake 2 '--postcode' "${find[@]}" --postcode 'TS24 8AY'
mistake 3 '1 row: with fewer than 30' hotspots --pack "$demo" --by patrols --gi -i "$premises"
mistake 2 'Give --test MONTH' "${find[@]}" --bootstrap 200
run "$nearaid" "${find[@]}" --bootstrap 0
expect_status 0
mistake 2 'go together' "${find[@]}" --weights harm.csv
mistake 2 'not a month' "${find[@]}" --test 2025-1
mistake 3 'not read' "${find[@]}" --by-time night
mistake 3 'not read' "${find[@]}" --hours 22-04
printf 'Month,Longitude,Latitude,Crime ID,Reported by,Falls within,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n2025-01,-1.21,54.68,a,,,,,,Drugs,,\n' >street.csv
mistake 3 'have a month and no time' hotspots --pack "$demo" --by grid:500 -i street.csv --by-time day
run "$nearaid" hotspots --pack "$demo" --by grid:50 -i street.csv
expect_status 0
expect_out 'moved to the nearest of a list of points'
expect_out 'recorded where officers look'
mistake 3 'left for the list has a month' hotspots --pack "$demo" --by grid:500 -i street.csv --test 2025-01

# A list of two months held against a third; every form says the same of it.
{
    printf 'lat,lon,Month,type\n'
    for i in $(seq 40); do
        printf '54.685,-1.21,2025-0%d,Drug offences\n' $((i % 2 + 1))
        printf '54.69%02d,-1.2%02d,2025-0%d,Other\n' "$i" "$i" $((i % 2 + 1))
    done
    for i in $(seq 12); do
        printf '54.685,-1.21,2025-03,Drug offences\n54.70,-1.22,2025-03,Drug offences\n'
    done
} >months.csv
later=(hotspots --pack "$demo" --by grid:500 -i months.csv --where 'type=Drug offences' --test 2025-03)
run "$nearaid" "${later[@]}" --json
expect_status 0
expect_json lasts.rows 24
expect_json lasts.hits 12
expect_json lasts.hit_rate 0.5
expect_json rows_read.kept_out 24
expect_json rows_read.counted 40
expect_json against_all_rows.cells 1
expect_json cells.0.all_rows 40
said='held 100% of the rows of 2025-01 to 2025-02 (2 months have rows) held 50% of those of 2025-03'
for form in text csv json; do
    run "$nearaid" "${later[@]}" --format "$form" --svg later.svg --shapefile later
    expect_status 0
    expect_out "$said"
done
for file in later.svg later.txt; do
    expect_that "$file says it" grep -qF "$said" "$file"
    expect_that "$file says what this is" grep -q 'not who is at risk' "$file"
done
expect_that 'the records say where to read' grep -q 'Read the .txt file' later.dbf

# Weights with a source: each value that occurs must have one.
printf 'value,weight,source,version,licence\nDrug offences,10,Home Office,2025,OGL\n' >harm.csv
weighted=(hotspots --pack "$demo" --by grid:500 -i months.csv --weights harm.csv --weight-by type)
mistake 3 'without a weight: "Other"' "${weighted[@]}"
printf 'Other,0,Home Office,2025,OGL\n' >>harm.csv
run "$nearaid" "${weighted[@]}" --json
expect_status 0
expect_json placed 640
run "$nearaid" "${weighted[@]}"
expect_out 'from Home Office, version 2025, OGL. Most of the sum: Drug offences 100.0%, Other 0.0%'
expect_out 'say as much as 64.0 equal ones'
printf 'value,weight,source,version,licence\nDrug offences,10,Home Office,,OGL\n' >harm.csv
mistake 3 'does not say where it is from' "${weighted[@]}"

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
