#!/usr/bin/env bash
# Coverage on the demonstration pack: forms, points, two days, the map, mistakes, the daemon's
# answer, the examples of docs/coverage.md.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
daemon=
trap '[[ -z $daemon ]] || kill "$daemon" 2>/dev/null; [[ $BASHPID != "$$" ]] || rm -rf "$work"' EXIT

run "$nearaid" compile "$demo" -o demo.nad
expect_status 0
coverage=(coverage --snapshot demo.nad --kind radio_premises)

# Text, CSV, JSON and GeoJSON say the same.
run "$nearaid" "${coverage[@]}" --within 250 --tag scheme=pubwatch --as-at 2026-08-01
expect_status 0
expect_no_err
expect_out 'radio premises within 250 m, tagged scheme=pubwatch'
expect_out 'On 2026-08-01  19 of 90 assets count'
expect_out 'Demonstration data'
run "$nearaid" "${coverage[@]}" --within 250 --ring 100,250,500 --as-at 2026-07-31 --format json
expect_status 0
expect_json query.ring_m.0 100
expect_json days.0.as_at 2026-07-31
expect_json days.0.whole.rings.1.covered_m2 "$("$json_get" days.0.whole.covered_m2 <out)"
expect_json data.indicative true
covered=$("$json_get" days.0.whole.covered_m2 <out)
cp out asked.json
run "$nearaid" "${coverage[@]}" --within 250 --ring 100,250,500 --as-at 2026-07-31 --format csv
expect_status 0
expect_that 'the whole covers the same in CSV' test "$(sed -n 's/^whole,//p' out | cut -d, -f9)" = "$covered"
expect_that 'a line a ward, the header and the whole' test "$(wc -l <out)" = 85
run "$nearaid" "${coverage[@]}" --as-at 2026-07-31 --format geojson
expect_status 0
expect_json type FeatureCollection

# The daemon gives the same bytes.
if command -v curl >/dev/null; then
    mkfifo said
    "$NA_DAEMON" --snapshot demo.nad --listen 127.0.0.1:0 >/dev/null 2>said &
    daemon=$!
    exec 7<said
    port=
    while [[ -z $port ]] && IFS= read -r -u 7 line; do
        [[ $line =~ http://127\.0\.0\.1:([0-9]+) ]] && port=${BASH_REMATCH[1]}
    done
    run curl -sS --max-time 60 \
        "http://127.0.0.1:$port/v1/coverage?kind=radio_premises&within=250&ring=100,250,500&as_at=2026-07-31"
    expect_status 0
    tr -d '\n' <asked.json >asked.one
    tr -d '\n' <out >out.one
    expect_that 'the daemon gives the same JSON' cmp -s asked.one out.one
    kill "$daemon"
    daemon=
fi

# Premises that lose cover are results of their own, the same in every form.
run "$nearaid" "${coverage[@]}" --within 100 --compare 2026-07-31,2026-08-01 --points "$demo/radio_premises.csv" --points-out turned.csv
expect_status 0
expect_out '10 lose cover, with the distance to the nearest asset before and after:'
lost=$(grep -c ',2026-08-01,no,.*,lost$' turned.csv)
expect_that 'ten rows are lost' test "$lost" = 10
expect_that 'both lines of each say so' test "$(grep -c ',lost$' turned.csv)" = 20
run "$nearaid" "${coverage[@]}" --within 100 --compare 2026-07-31,2026-08-01 --points "$demo/radio_premises.csv" --format json
expect_json points.lost.1.id example-premises-16
expect_json points.lost.1.distance_before_m 0.0
expect_that 'none is gained' grep -q '"gained":\[\]' out
run "$nearaid" "${coverage[@]}" --within 100 --compare 2026-07-31,2026-08-01 --points "$demo/radio_premises.csv" --format geojson
expect_that 'a feature for each that is lost' test "$(grep -o '"role":"point lost"' out | wc -l)" = 10
run "$nearaid" "${coverage[@]}" --as-at 2026-08-01 --points "$demo/radio_premises.csv" --points-out one.csv
expect_that 'one day has no such column' bash -c '! head -1 one.csv | grep -q change'

# Authorities stand first, and are the sums of their wards; premises that lose cover come before square metres of moor.
if command -v python3 >/dev/null; then
    run "$nearaid" "${coverage[@]}" --within 100 --compare 2026-07-31,2026-08-01 --points "$demo/radio_premises.csv" --format json
    cp out sums.json
    run "$nearaid" "${coverage[@]}" --within 100 --compare 2026-07-31,2026-08-01 --points "$demo/radio_premises.csv"
    cat >sums.py <<'EOF'
import collections, json, re, sys
answer = json.load(open("sums.json"))
ward = {}
sums = collections.defaultdict(lambda: [0, 0, 0.0, 0.0])
for area, points, change in zip(answer["days"][0]["areas"], answer["points"]["days"][1]["areas"], answer["changes"]["areas"]):
    ward[area["code"]] = area["authority"]["code"]
    for i, value in enumerate((points["points"], 0, area["area_m2"], change["lost_m2"])):
        sums[area["authority"]["code"]][i] += value
for one in answer["points"]["lost"]:
    sums[ward[one["area_code"]]][1] += 1
tables = open("out").read().split("\n\n")
authorities, wards = (table.splitlines()[1:] for table in tables[1:3])
said = [re.split(r"  +", line) for line in authorities]
wanted = [[code, *sums[code][:2], f"{sums[code][2] / 1e6:.3f}", f"{sums[code][3] / 1e6:.3f}"] for code in sums]
wanted.sort(key=lambda row: (-row[2], -float(row[4]), row[0]))
assert [[row[1], int(row[2]), int(row[3]), row[5], row[9]] for row in said] == wanted, said
first = re.split(r"  +", wards[0])
lost = [one["area_code"] for one in answer["points"]["lost"]]
most = max(lost, key=lost.count)
assert first[1] == most and int(first[3]) == lost.count(most), first
EOF
    expect_that 'authorities are the sums of their wards' python3 sums.py
fi

# The two days in one argument, parted by a blank or a comma, are the same question.
run "$nearaid" "${coverage[@]}" --compare '2026-07-31 2026-08-01' --format csv
expect_status 0
cp out blank.csv
run "$nearaid" "${coverage[@]}" --compare '2026-07-31, 2026-08-01' --format csv
expect_status 0
expect_that 'a comma or a blank' cmp -s out blank.csv
mistake 2 'must be two days' "${coverage[@]}" --compare '2026-07-31 2026-08-01 2026-08-02'

# Two days, written both ways.
run "$nearaid" "${coverage[@]}" --compare 2026-07-31 2026-08-01 --format json
expect_status 0
expect_json changes.from 2026-07-31
expect_json changes.to 2026-08-01
expect_json changes.whole.gained_m2 0.0
cp out two-words
run "$nearaid" "${coverage[@]}" --compare 2026-07-31,2026-08-01 --format json
expect_that 'a comma is the same as a blank' cmp -s out two-words
run "$nearaid" "${coverage[@]}" --compare 2026-07-31 2026-08-01
expect_out 'Lost km2'
# Files of points may stand before the second day or after it.
printf 'easting,northing\n449560,520580\n' >one.csv
run "$nearaid" "${coverage[@]}" -i one.csv --compare 2026-07-31 2026-08-01
expect_status 0
expect_out 'On 2026-08-01 1 of 1 points are covered'
cp out file-first
run "$nearaid" "${coverage[@]}" --compare 2026-07-31 2026-08-01 one.csv
expect_that 'a file after the second day is the same' cmp -s out file-first

# A day on which none of the areas is valid has no share, and no percent sign without a number.
run "$nearaid" "${coverage[@]}" --layer patrols --as-at 2020-01-01
expect_status 0
expect_out 'None of the areas is valid then: there is no share'
expect_out 'Of the 3 areas of the layer patrols, 3 are not valid on 2020-01-01'
expect_that 'no share of nothing' test "$(grep -c -e '-%' out)" = 0

# Points: an asset covers itself, 200 m away is inside 250 m, the others are not; two rows are bad.
cat >premises.csv <<'CSV'
ref,name,easting,northing,seats
A,"The ""Arms"", Old",449560,520580,10
B,Near,449560,520780,30
C,Far,460000,520000,60.5
D,Farther,475000,517000,0
E,Nowhere,,,5
F,Bad,oops,532480,5
G,Weightless,449560,520580,
CSV
points=("${coverage[@]}" --as-at 2026-08-02 --points premises.csv --id ref --name name)
run "$nearaid" "${points[@]}" --points-out placed.csv
expect_status 0
expect_out 'read 7 = placed 5 + left out by --where 0 + no location 1 + bad 1 + off the grid 0'
expect_out 'On 2026-08-02 3 of 5 points are covered (60.00%)'
expect_out 'Far (C)'
expect_err 'points: row 6: column easting is "oops"'
expect_that 'the farthest is first' test "$(grep -n 'Farther (D)' out | cut -d: -f1)" -lt "$(grep -n 'Far (C)' out | cut -d: -f1)"
expect_that 'a line a point' test "$(wc -l <placed.csv)" = 6
expect_that 'a name is quoted' grep -q '^1,A,"The ""Arms"", Old",' placed.csv
expect_that 'it covers itself' grep -q '^1,.*,2026-08-02,yes,example-premises-05,0.0$' placed.csv
expect_that 'far is not covered' grep -q '^3,C,Far,.*,2026-08-02,no,' placed.csv
run "$nearaid" "${points[@]}" --weight seats --format json
expect_status 0
expect_json points.rows.read 7
expect_json points.rows.placed 4
expect_json points.rows.bad 2
expect_json points.rows.no_location 1
expect_json points.weight 100.5
expect_json points.days.0.covered 2
expect_json points.days.0.not_covered 2
expect_json points.days.0.share 0.5
# 40 of 100.5
expect_json points.days.0.weighted_share 0.39801
expect_json points.days.0.gaps.0.id D
expect_json points.days.0.gaps.1.id C
expect_err 'row 7: column seats: the weight is blank'
run "$nearaid" "${points[@]}" --where 'ref=A|C' --format csv
expect_status 0
expect_err 'On 2026-08-02 1 of 2 points are covered (50.00%)'
gzip -c premises.csv >premises.csv.gz
run "$nearaid" "${coverage[@]}" --as-at 2026-08-02 -i premises.csv.gz
expect_out '3 of 5 points are covered'
run bash -c '"$0" "${@}" <premises.csv' "$nearaid" "${coverage[@]}" --as-at 2026-08-02 --points -
expect_out '3 of 5 points are covered'
run "$nearaid" "${points[@]}" --strict
expect_status 1
expect_err '2 rows could not be placed'
expect_out '3 of 5 points are covered'
printf 'ref,name,easting,northing\n=1+1,x,449560,520580\n' >formula.csv
run "$nearaid" "${coverage[@]}" --points formula.csv --id ref --spreadsheet-safe --points-out safe.csv
expect_that 'a formula is text' grep -qF "\"'=1+1\"" safe.csv

# The map: XML, and the area drawn is the area said.
run "$nearaid" "${points[@]}" --within 1500 --svg map.svg --format json
expect_status 0
for text in 'Demonstration data' 'grid north' ' on A4' 'As at 2026-08-02' 'point, covered (3)' \
    'point, not covered (2)' 'digest ' 'Crown copyright'; do
    expect_that "the map says $text" grep -qF "$text" map.svg
done
if command -v xmllint >/dev/null; then
    expect_that 'the map is XML' xmllint --noout map.svg
fi
if command -v python3 >/dev/null; then
    cat >area.py <<'PY'
import re, sys, xml.dom.minidom
page = xml.dom.minidom.parse(sys.argv[1])
text = open(sys.argv[1]).read()
scale = float(re.search(r'1 : ([0-9 ]+) on A4', text).group(1).replace(' ', ''))
metres = scale * 0.0254 / 96
group = [g for g in page.getElementsByTagName('g') if g.getAttribute('id') == 'covered'][0]
area = 0.0
for path in group.getElementsByTagName('path'):
    for ring in path.getAttribute('d').split('Z'):
        at = [tuple(map(float, p.split())) for p in re.split('[ML]', ring) if p.strip()]
        area += sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(at, at[1:] + at[:1])) / 2
print(abs(area) * metres * metres)
PY
    said=$("$json_get" days.0.whole.covered_m2 <out)
    drawn=$(python3 area.py map.svg)
    expect_that "drawn $drawn m2, said $said m2" \
        awk -v a="$drawn" -v b="$said" 'BEGIN { exit !(a > 0.99 * b && a < 1.01 * b) }'
fi
# What is cut on a map is cut between characters: one in two bytes after an odd number of them.
long=x$(printf 'é%.0s' {1..90})
run "$nearaid" "${points[@]}" --tag "scheme=$long" --tag scheme=pubwatch --tag "scheme=y$long" \
    --tag "scheme=z$long" --within 1500 --svg cut.svg --format json
expect_status 0
expect_that 'a long text is whole or left out' grep -qF "${long:0:20}" cut.svg
expect_that 'no character is cut' test "$(grep -c $'\xef\xbf\xbd' cut.svg)" = 0
printf 'easting,northing,x%s\n449560,520580,1\n' "$(printf 'é%.0s' {1..40})" >wide.csv
run "$nearaid" "${coverage[@]}" --points wide.csv --weight "x$(printf 'é%.0s' {1..40})"
expect_status 0
expect_that 'the text is UTF-8' iconv -f UTF-8 -t UTF-8 out
cp map.svg before.svg
run "$nearaid" "${points[@]}" --within 1500 --svg map.svg --format json
expect_that 'the map is the same again' cmp -s map.svg before.svg
run "$nearaid" "${coverage[@]}" --within 1500 --compare 2026-07-31 2026-08-01 --svg map.svg
expect_that 'what is lost is drawn' grep -q 'url(#lost)' map.svg
expect_that 'nothing is gained' test "$(grep -c 'gained from' map.svg)" = 0

# Mistakes.
mistake 2 '--kind' coverage --snapshot demo.nad
mistake 2 '"--kind"' coverage --snapshot demo.nad --kind radio_premise
mistake 2 '"--within"' "${coverage[@]}" --within 0
expect_err 'For example within=250'
mistake 2 'YYYY-MM-DD; For example as_at=2026-11-21' "${coverage[@]}" --as-at 2026-02-30
mistake 2 '"--ring"' "${coverage[@]}" --ring 100,x
mistake 2 '"--compare"' "${coverage[@]}" --compare 2026-07-31
mistake 2 '"--compare"' "${coverage[@]}" --compare 2026-07-31 2026-08-01 --as-at 2026-07-31
mistake 2 '"--weight"' "${coverage[@]}" --weight seats
mistake 2 '"--layer"' "${coverage[@]}" --layer nowhere
mistake 2 '"--where"' "${points[@]}" --where nonsense
mistake 2 '"--svg"' "${coverage[@]}" --svg a.svg --svg b.svg
mistake 2 '"--points-out"' "${points[@]}" --points-out premises.csv
expect_that 'the points are as they were' grep -q '^G,Weightless,' premises.csv
mistake 2 '"--svg"' "${coverage[@]}" --svg -
mistake 2 '"--points-out"' "${points[@]}" --svg both --points-out both
mistake 3 'ref, name, easting, northing, seats' "${coverage[@]}" --points premises.csv --weight chairs
mistake 4 'nowhere.csv' "${coverage[@]}" --points nowhere.csv
mistake 4 'nowhere/map.svg' "${coverage[@]}" --svg nowhere/map.svg

# The examples of the documentation.
mkdir -p data && ln -s "$source/data/shapefiles" data/shapefiles
examples=0
# shellcheck disable=SC2016 # the fences of Markdown
while IFS= read -r example; do
    examples=$((examples + 1))
    run bash -c "${example/#nearaid/\"\$0\"}" "$nearaid"
    expect_status 0
done < <(sed -n '/^```sh$/,/^```$/p' "$source/docs/coverage.md" | grep '^nearaid coverage')
expect_that 'there are examples' test "$examples" -ge 3
for option in $("$nearaid" coverage --help | grep -o -- '--[a-z-]*' | sort -u); do
    case $option in
    --pack | --snapshot | --grid | --no-grid | --output | --help | --input) ;;
    --profile | --delimiter | --encoding | --threads) ;;
    *) expect_that "$option is in docs/coverage.md" grep -qF -- "$option" "$source/docs/coverage.md" ;;
    esac
done

finish
