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

mkdir "$work"/{xml,dense,plain,bad,fabrik,roads,pack,parts,open}
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
# Nodes one by one, which the library passes over, with the gate among them.
walks plain >"$work/plain.txt"
cmp "$work/xml.txt" "$work/plain.txt" || die "a PBF of plain nodes answers otherwise than its XML"

# Some seeds, two hundred in the long run: read, or refused with the file's name; never a signal.
for seed in $(seq 1 "${NA_TEST_PBF_SEEDS:-$((${NA_TEST_SLOW:-0} == 1 ? 200 : 24))}"); do
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
grep -q 'network-no-access-tags' "$work/fabrik.err" || die "check says nothing of missing access tags"
pack_of roads RoadLink.shp
sed -i '/^attribution/d' "$work/roads/pack.ini"
walks roads >"$work/roads.txt"
grep -q '"walk_m":[0-9]' "$work/roads.txt" || die "no walk is known by OS Open Roads"
grep -q 'no-paths' "$work/roads.txt" || die "nothing is said of missing paths"
# Ends with other ids do not meet, though they have the same place.
grep -q 'not-connected' "$work/roads.txt" || die "links were joined by their places"

# The same in GeoPackages: beside railways the layer of the roads is found by its name; the columns of OS
# Open Roads are those of its own GeoPackage.
for layer in gis_osm_railways_free gis_osm_roads_free; do
    ogr2ogr -q -update "$work/pack/area.gpkg" "$work/fabrik.geojson" -nln "$layer" 2>/dev/null ||
        ogr2ogr -q "$work/pack/area.gpkg" "$work/fabrik.geojson" -nln "$layer"
done
pack_of pack area.gpkg
walks pack >"$work/pack.txt"
cmp "$work/fabrik.txt" "$work/pack.txt" || die "a GeoPackage answers otherwise than its shapefile"
ogr2ogr -q "$work/open/open.gpkg" "$work/links.geojson" -nln road_link -t_srs EPSG:27700 -sql \
    'SELECT identifier AS id, class AS road_classification, function AS road_function, formOfWay AS form_of_way, startNode AS start_node, endNode AS end_node FROM links' 2>/dev/null
pack_of open open.gpkg
walks open >"$work/open.txt"
cmp "$work/roads.txt" "$work/open.txt" || die "the GeoPackage of OS Open Roads answers otherwise than its shapefile"

# Two halves that share a way are joined, and the way counts once.
ogr2ogr -q "$work/parts/roads.gpkg" "$work/fabrik.geojson" -nln roads -where "osm_id IN ('1', '2', '3')"
ogr2ogr -q "$work/parts/rest.gpkg" "$work/fabrik.geojson" -nln roads -where "osm_id <> '1' AND osm_id <> '2'"
pack_of parts roads.gpkg
printf '[network.rest]\nfile = rest.gpkg\nsheet = roads\nissued = 2026-10-01\nattribution = (c) OpenStreetMap contributors, ODbL 1.0\n' >>"$work/parts/pack.ini"
walks parts >"$work/parts.txt"
[[ $(grep -o '"walk_m":[0-9.]*' "$work/fabrik.txt") == $(grep -o '"walk_m":[0-9.]*' "$work/parts.txt") ]] ||
    die "two extracts that share a way answer otherwise than the whole"

# Refused by name: layers between which nothing decides, a layer that is not there, another kind.
refused() {
    status=0
    "$nearaid" compile "$work/pack" --no-grid -o "$work/pack.nad" 2>"$work/pack.err" || status=$?
    ((status == 3)) || die "$1: status $status"
    grep -q "$1" "$work/pack.err" || die "wanted $1: $(cat "$work/pack.err")"
}
sed -i 's/^file = area.gpkg/&\nsheet = rivers/' "$work/pack/pack.ini"
refused 'has no layer "rivers"'
rm "$work/pack/area.gpkg"
ogr2ogr -q "$work/pack/area.gpkg" "$work/fabrik.geojson" -nln streets
ogr2ogr -q -update "$work/pack/area.gpkg" "$work/fabrik.geojson" -nln rails
sed -i '/^sheet/d' "$work/pack/pack.ini"
refused 'several layers of lines; The layers are: streets, rails'
printf 'SQLite format 3\0 and no more' >"$work/pack/area.gpkg"
refused 'area.gpkg'
printf 'test_walk: passed\n'
