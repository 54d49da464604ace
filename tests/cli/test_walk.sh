#!/usr/bin/env bash
# Networks of streets through the command line: a PBF is what its XML is; a PBF that is changed inside
# never takes the program with it; lines of Geofabrik and OS Open Roads.
#
#   test_walk.sh NEARAID SOURCE_DIR
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck disable=SC2154 # of lib.sh
here=$source/tests/cli
# shellcheck disable=SC2154
streets=$source/tests/golden/packs/streets

die() {
    printf 'test_walk: %s\n' "$*" >&2
    exit 1
}

# A pack of the assets and one network; FILE stands in it already.
pack_of() {
    cp "$streets/boxes.csv" "$work/$1/boxes.csv"
    printf '[pack]\ntitle = Streets\n[assets.boxes]\nfile = boxes.csv\nkind = box\n[network.roads]\nfile = %s\nissued = 2026-10-01\nattribution = (c) OpenStreetMap contributors, ODbL 1.0\n' "$2" \
        >"$work/$1/pack.ini"
}

walks() {
    "$nearaid" compile "$work/$1" --no-grid -o "$work/$1.nad" 2>"$work/$1.err" ||
        die "$1 does not compile: $(cat "$work/$1.err")"
    local at
    for at in "54.6800 -1.2141" "54.6811 -1.2100" "54.6841 -1.2125" "54.6785 -1.2120" "54.6800 -1.2040"; do
        # shellcheck disable=SC2086 # two words
        set -- "$1" $at
        "$nearaid" nearest --snapshot "$work/$1.nad" --lat "$2" --lon "$3" --kind box --k 5 --geometry walk --json |
            sed 's/"pack":"[^"]*"//'
    done
}

mkdir "$work"/{xml,dense,plain,bad,fabrik,roads}
cp "$streets/roads.osm" "$work/xml/roads.osm"
python3 "$here/osm_pbf.py" "$streets/roads.osm" "$work/dense/roads.osm.pbf"
python3 "$here/osm_pbf.py" "$streets/roads.osm" "$work/plain/roads.osm.pbf" --plain
pack_of xml roads.osm
pack_of dense roads.osm.pbf
pack_of plain roads.osm.pbf
walks xml >"$work/xml.txt"
grep -q '"walk_m":[0-9]' "$work/xml.txt" || die "no walk is known"
walks dense >"$work/dense.txt"
cmp "$work/xml.txt" "$work/dense.txt" || die "a PBF answers otherwise than its XML"
# The library reads nodes in the dense form alone, which all publishers write: others are refused.
status=0
"$nearaid" compile "$work/plain" --no-grid -o "$work/plain.nad" 2>"$work/plain.err" || status=$?
((status == 3)) || die "a PBF with plain nodes: status $status"
grep -q 'nodes of ways are not in the file' "$work/plain.err" || die "plain nodes are not told"

# Sixty seeds: read, or refused with the file's name; never a signal.
for seed in $(seq 1 "${NA_TEST_PBF_SEEDS:-60}"); do
    python3 "$here/osm_pbf.py" "$streets/roads.osm" "$work/bad/roads.osm.pbf" --damage "$seed"
    pack_of bad roads.osm.pbf
    status=0
    "$nearaid" compile "$work/bad" --no-grid -o "$work/bad.nad" 2>"$work/bad.err" || status=$?
    case $status in
    0) ;;
    3) grep -q 'roads.osm.pbf' "$work/bad.err" || die "seed $seed: refused without a name" ;;
    *) die "seed $seed: status $status: $(tail -2 "$work/bad.err")" ;;
    esac
done
printf 'cut short' >"$work/bad/roads.osm.pbf"
status=0
"$nearaid" compile "$work/bad" --no-grid -o "$work/bad.nad" 2>"$work/bad.err" || status=$?
((status == 3)) || die "a text called .osm.pbf: status $status"

if ! command -v ogr2ogr >/dev/null; then
    printf 'test_walk: no ogr2ogr: lines are not tried\n'
    exit 0
fi

# The streets again as lines: the same coordinates with Geofabrik's fields, links with ids for OS Open Roads.
python3 "$here/osm_lines.py" "$streets/roads.osm" "$work"
ogr2ogr -q "$work/fabrik/roads.shp" "$work/fabrik.geojson" -lco ENCODING=UTF-8
ogr2ogr -q "$work/roads/RoadLink.shp" "$work/links.geojson" -t_srs EPSG:27700 2>/dev/null
pack_of fabrik roads.shp
walks fabrik >"$work/fabrik.txt"
[[ $(grep -o '"walk_m":[0-9.]*' "$work/xml.txt") == $(grep -o '"walk_m":[0-9.]*' "$work/fabrik.txt") ]] ||
    die "the walks by Geofabrik's fields are others"
grep -q 'no-access-tags' "$work/fabrik.txt" || die "nothing is said of missing access tags"
pack_of roads RoadLink.shp
sed -i '/^attribution/d' "$work/roads/pack.ini"
walks roads >"$work/roads.txt"
grep -q '"walk_m":[0-9]' "$work/roads.txt" || die "no walk is known by OS Open Roads"
grep -q 'no-paths' "$work/roads.txt" || die "nothing is said of missing paths"
# Ends with other ids do not meet, though they have the same place.
grep -q 'not-connected' "$work/roads.txt" || die "links were joined by their places"
printf 'test_walk: passed\n'
