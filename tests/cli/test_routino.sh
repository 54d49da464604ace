#!/usr/bin/env bash
# Ways on foot against Routino on the same streets: a third program. It measures on a sphere and says
# hundredths of a kilometre, so lengths agree to half a percent and 15 m: enough to show that both take the same way.
# On streets of many short pieces it loses up to a metre a piece: it is asked about the made town alone. Skipped where
# Debian's routino is not installed. Prints the time of both.
#
#   test_routino.sh NEARAID SOURCE_DIR JSON_GET
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck disable=SC2154 # of lib.sh
here=$source/tests/cli
shared=/usr/share/routino

for program in planetsplitter routino-router; do
    command -v "$program" >/dev/null || {
        printf 'test_routino: skipped: Routino is not installed\n'
        exit 77
    }
done
# Anybody walks anywhere there is: no kind of way is liked better than another.
liked=()
for kind in path steps track service cycleway residential unclassified tertiary secondary primary; do
    liked+=("--highway-$kind=100")
done

# The length of a way by Routino, in metres.
route() {
    routino-router --dir="$work/$1" --profiles=$shared/profiles.xml --translations=$shared/translations.xml --transport=foot \
        --shortest "${liked[@]}" --lat1="$2" --lon1="$3" --lat2="$4" --lon2="$5" --output-text-all --output-stdout --quiet 2>/dev/null |
        awk -F'\t' '!/^#/ {all = $7} END {printf "%.0f\n", all * 1000}'
}

# try NAME: both programs on NAME.osm, which stands there.
try() {
    local folder=$work/$1 started
    mkdir "$folder"
    cp "$work/$1.osm" "$folder/roads.osm"
    python3 "$here/pgrouting.py" ask "$folder/roads.osm" 18 "$folder"
    printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"WD23CD":"E01","WD23NM":"All"},"geometry":{"type":"Polygon","coordinates":[[[-1.9,53.5],[-0.9,53.5],[-0.9,54.9],[-1.9,54.9],[-1.9,53.5]]]}}]}\n' \
        >"$folder/wards.geojson"
    printf '[pack]\ntitle = Streets\n[wards.all]\nfile = wards.geojson\n[assets.boxes]\nfile = boxes.csv\nkind = box\n[network.roads]\nfile = roads.osm\nissued = 2026-10-01\nattribution = (c) OpenStreetMap contributors, ODbL 1.0\nsnap_m = 1\n' \
        >"$folder/pack.ini"
    "$nearaid" compile "$folder" --no-grid -o "$folder/pack.nad" 2>"$folder/err" || {
        cat "$folder/err" >&2
        exit 1
    }
    planetsplitter --dir="$folder" --tagging=$shared/tagging.xml "$folder/roads.osm" >"$folder/log" 2>&1
    started=$EPOCHREALTIME
    while read -r node lat lon; do
        while IFS=, read -r box _ box_lat box_lon _; do
            printf '%s\t%s\t%s\n' "$node" "$box" "$(route "$1" "$lat" "$lon" "$box_lat" "$box_lon")"
        done < <(tail -n +2 "$folder/boxes.csv")
    done < <(head -n 8 "$folder/questions.csv") >"$folder/theirs.tsv"
    printf 'test_routino: %s: a way by Routino: %.1f ms\n' "$1" \
        "$(awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN {print (b - a) * 1000 / 96}')"
    started=$EPOCHREALTIME
    while read -r node lat lon; do
        "$nearaid" nearest --snapshot "$folder/pack.nad" --lat "$lat" --lon "$lon" --kind box --k 12 --max-m 100000 --json |
            python3 -c 'import json, sys
for one in json.load(sys.stdin)["results"]:
    print(sys.argv[1], one["id"], json.dumps(one["walk_m"]), sep="\t")' "$node"
    done < <(head -n 8 "$folder/questions.csv") >"$folder/ours.tsv"
    printf 'test_routino: %s: a way by nearaid, a process for twelve: %.1f ms\n' "$1" \
        "$(awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN {print (b - a) * 1000 / 96}')"
    # Ours that is not known must be none of theirs, and the other way round.
    awk -F'\t' 'NR == FNR {theirs[$1 " " $2] = $3; next}
        {at = $1 " " $2; pairs++
         if (($3 == "null") != (theirs[at] == 0 && $1 != $2)) {printf "%s: ours %s, theirs %s m\n", at, $3, theirs[at]; faults++}
         else if ($3 != "null") {
             off = $3 > theirs[at] ? $3 - theirs[at] : theirs[at] - $3
             if (off > 15 + $3 * 0.005) {printf "%s: ours %s, theirs %s m\n", at, $3, theirs[at]; faults++}
             if ($3 > 500 && off / $3 > worst) worst = off / $3
             known++}}
        END {printf "%d pairs, %d with a way; over 500 m they differ by at most %.2f%%\n", pairs, known, 100 * worst
             exit faults > 0 || pairs < 90 || known < 30}' "$folder/theirs.tsv" "$folder/ours.tsv" >"$folder/said" || {
        cat "$folder/said" >&2
        exit 1
    }
    printf 'test_routino: %s: %s\n' "$1" "$(cat "$folder/said")"
}

python3 "$here/pgrouting.py" town 18 "$work/town.osm"
try town
printf 'test_routino: passed\n'
