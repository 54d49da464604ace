#!/usr/bin/env bash
# Where to put the next ones, on the demonstration pack: forms, files, mistakes, the map, and the
# sums of every form against each other.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

run "$nearaid" compile "$demo" --no-grid -o demo.nad
expect_status 0
# Beside a cabinet of Hartlepool, 1 km east of it, 2 km, and at sea.
cat >demand.csv <<'CSV'
ref,latitude,longitude,harm,type
1,54.6850,-1.2136,5,Robbery
2,54.6850,-1.1980,2,Robbery
3,54.6850,-1.1980,2.5,Drugs
4,54.6850,-1.1820,4,Robbery
5,54.6850,-1.1822,1,Drugs
6,,,1,Robbery
7,x,-1.2,1,Robbery
8,54.6850,-1.1000,3,Robbery
9,54.6850,-1.1980,,Robbery
CSV
cat >stations.csv <<'CSV'
code,title,y,x
S1,One,54.6851,-1.1981
S2,Two,54.6851,-1.1821
S3,Three,54.5000,-1.0000
S4,Twin of Two,54.6851,-1.1821
CSV
site=(site --snapshot demo.nad --kind bleed_cabinet --within 200 --as-at 2026-11-21
    --candidates stations.csv --candidate-lat y --candidate-lon x --id code --name title)

run "$nearaid" "${site[@]}" --new 2 --demand demand.csv
expect_status 0
expect_out ' 1  S1         One   NZ '
expect_out ' 2  S2         Two   NZ '
expect_out 'proven: no choice of 2 of these candidates adds more than 5'
expect_out 'read 9 = demand 7 + left out by --where 0 + no location 1 + bad 1 + off the grid 0'
expect_out 'Still not    1, 14.3% (1 row); out of reach of every candidate: 1'
expect_out 'bleed cabinets: 4 in the pack = count 4'
expect_out 'stations.csv: read 4 = candidates 4'
expect_out 'not the way on foot'
expect_out 'the best choice of this model only'
expect_out 'demonstration data: not for decisions'
expect_err 'demand: row 7: column latitude is "x"'

# A site that must be there, one that must not, and what fewer cover.
run "$nearaid" "${site[@]}" --new 2 --demand demand.csv --must S3 --never S1 --curve
expect_status 0
expect_out 'Given        1 of the new sites by --must'
expect_out 'Left out     1 candidate by --never'
expect_out 'proven: no choice of 2 of these candidates with those of --must adds more than 2'
expect_out ' 1  S2         Two '
expect_out ' 2  S3         Three '
expect_out '  1            0      0.0        0'
expect_out '  2            2     28.6        2'

# By weight the other one is first; the blank weight is a bad row.
run "$nearaid" "${site[@]}" --new 1 --demand demand.csv --weight harm --format json
expect_status 0
expect_json sites.0.id S2
expect_json sites.0.adds.weight 5
expect_json demand.weight_column harm
expect_json demand.all.weight 17.5
expect_json demand.rows_read.bad 2
expect_json demand.covered_before.weight 5
expect_json demand.covered_newly.weight 5
expect_json demand.still_not.weight 7.5
expect_json optimum.proven true
expect_json optimum.gap 0
expect_json warnings.0.code indicative
run "$nearaid" "${site[@]}" --new 1 --demand demand.csv --weight harm --where type=Drugs --format json
expect_json sites.0.id S1
expect_json sites.0.adds.weight 2.5
expect_json demand.rows_read.left_out_by_where 7

# The order of the rows does not matter, nor how many threads read them.
run "$nearaid" "${site[@]}" --new 2 --demand demand.csv --format csv
expect_status 0
cp out plain
{ head -n 1 demand.csv; tail -n +2 demand.csv | tac; } >turned.csv
{ head -n 1 stations.csv; tail -n +2 stations.csv | tac; } >stations2.csv
run "$nearaid" "${site[@]}" --new 2 --demand turned.csv --threads 1 --format csv
expect_that 'turned rows give the same sites' cmp -s <(cut -d, -f1-15 out) <(cut -d, -f1-15 plain)
run "$nearaid" "${site[@]/stations.csv/stations2.csv}" --new 2 --demand demand.csv --format csv
expect_that 'turned candidates give the same sites' \
    cmp -s <(cut -d, -f1-3,9-15 out) <(cut -d, -f1-3,9-15 plain)
status=0
"$nearaid" "${site[@]}" --new 2 --demand - --format csv <demand.csv >out 2>err || status=$?
command='site from standard input'
expect_status 0
expect_that 'standard input gives the same sites' \
    cmp -s <(cut -d, -f1-18 out) <(cut -d, -f1-18 plain)

# Nothing of the search: a bound all the same.
run "$nearaid" "${site[@]}" --new 2 --demand demand.csv --exact-limit 0 --format json
expect_status 0
expect_json optimum.value 5
expect_json optimum.nodes 0

# More than there are, candidates of the pack, a day on which fewer assets count.
run "$nearaid" "${site[@]}" --new 9 --demand demand.csv
expect_status 0
expect_out '2 of the 9 sites asked for cover all that the candidates can'
run "$nearaid" site --snapshot demo.nad --kind reporting_centre --within 500 --new 2 \
    --demand "$demo/radio_premises.csv" --candidate-kind bleed_cabinet --format json
expect_status 0
expect_json candidates.kind bleed_cabinet
expect_json candidates.count 4
run "$nearaid" site --snapshot demo.nad --kind radio_premises --tag scheme=pubwatch --within 100 --new 1 \
    --demand demand.csv --candidate-kind bleed_cabinet --as-at 2026-11-21 --format json
expect_status 0
expect_json query.tags.0 scheme=pubwatch

# GeoJSON and the map hold what the sums say.
run "$nearaid" "${site[@]}" --new 2 --demand demand.csv --format geojson --svg map.svg -o sites.geojson
expect_status 0
expect_no_out
cp sites.geojson out
expect_json type FeatureCollection
expect_json features.4.properties.role new
expect_json features.4.properties.id S1
checks=$((checks + 1))
[[ $(grep -o '"covered":"newly"' sites.geojson | wc -l) == 3 ]] || fail 'three positions newly covered'
checks=$((checks + 1))
[[ $(grep -o '"role":"existing"' sites.geojson | wc -l) == 4 ]] || fail 'four assets there'
for group in wards covered-before covered-newly demand-not demand-before demand-newly existing sites; do
    expect_that "the map has a group $group" grep -q "id=\"$group\"" map.svg
done
expect_that 'the map names the sites' grep -q '1: S1 One, adds 3' map.svg
expect_that 'the map is well-formed' python3 -c \
    'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' map.svg

mistake 2 'No demand is given' "${site[@]}" --new 2
mistake 2 'No candidates are given' site --snapshot demo.nad --kind bleed_cabinet --within 200 --new 2 \
    --demand demand.csv
mistake 2 'Both --candidates and --candidate-kind' "${site[@]}" --new 2 --demand demand.csv \
    --candidate-kind bleed_cabinet
mistake 2 '"--kind"' site --snapshot demo.nad --kind bleed_cabinets --within 200 --new 2 \
    --demand demand.csv --candidates stations.csv
mistake 2 '"--candidate-kind"' site --snapshot demo.nad --kind bleed_cabinet --within 200 --new 2 \
    --demand demand.csv --candidate-kind station
mistake 2 'No candidate is called "S9"' "${site[@]}" --new 2 --demand demand.csv --must S9
mistake 2 'No candidate is called "S9"' "${site[@]}" --new 2 --demand demand.csv --never S9
mistake 2 'by --must and by --never' "${site[@]}" --new 2 --demand demand.csv --must S1 --never S1
mistake 2 'given twice' "${site[@]}" --new 2 --demand demand.csv --must S1 --must S1
mistake 2 'than there are to be new' "${site[@]}" --new 1 --demand demand.csv --must S1 --must S2
mistake 2 'up to 100 new sites' "${site[@]}" --new 101 --demand demand.csv --curve
mistake 2 '"--new"' "${site[@]}" --new 0 --demand demand.csv
mistake 2 '"--within"' site --snapshot demo.nad --kind bleed_cabinet --within 0 --new 2 \
    --demand demand.csv --candidates stations.csv
mistake 2 '"--where"' "${site[@]}" --new 2 --demand demand.csv --where nonsense
mistake 2 'cannot both be standard input' site --snapshot demo.nad --kind bleed_cabinet --within 200 \
    --new 2 --demand - --candidates -
mistake 3 'harms' "${site[@]}" --new 2 --demand demand.csv --weight harms
mistake 4 'nowhere.csv' "${site[@]}" --new 2 --demand nowhere.csv

# The examples of the documentation.
printf 'Crime type,latitude,longitude\nRobbery,54.6850,-1.2136\nDrugs,54.6850,-1.1980\n' >offences.csv
printf 'ref,name,latitude,longitude\nS1,One,54.6851,-1.1981\n' >stations.csv
mkdir -p data && ln -s "$source/data/shapefiles" data/shapefiles
examples=0
# shellcheck disable=SC2016 # the fences of Markdown
while IFS= read -r example; do
    examples=$((examples + 1))
    run bash -c "${example/#nearaid/\"\$0\"}" "$nearaid"
    expect_status 0
    expect_that "it prints something: $example" test -s out -o -s sites.geojson
done < <(sed -n '/^```sh$/,/^```$/p' "$source/docs/site.md" | grep '^nearaid ')
expect_that 'there are examples' test "$examples" -ge 3
for option in $("$nearaid" site --help | grep -o -- '--[a-z-]*' | sort -u); do
    case $option in
    --pack | --snapshot | --grid | --no-grid | --output | --help | --input) ;;
    --profile | --delimiter | --encoding | --threads | --spreadsheet-safe) ;;
    --candidate-l* | --candidate-e* | --candidate-n*) ;;
    *) expect_that "$option is in docs/site.md" grep -qF -- "$option" "$source/docs/site.md" ;;
    esac
done

finish
