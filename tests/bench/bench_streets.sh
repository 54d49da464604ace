#!/usr/bin/env bash
# Compiling streets: a made extract of OpenStreetMap as PBF, about EDGES streets from junction to
# junction; the time of the processor, the most memory of one process, and the bytes of the file. Then
# the same in two extracts that share a strip. Aims: 10 s and 700 MB for a million, and 5 MB a second of PBF
# in each of two passes.
#
#   tests/bench/bench_streets.sh NEARAID [EDGES [SEED]]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
nearaid=$1
edges=${2:-1000000}
seed=${3:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"WD23CD":"E01","WD23NM":"All"},"geometry":{"type":"Polygon","coordinates":[[[-2.1,51.9],[-0.5,51.9],[-0.5,52.9],[-2.1,52.9],[-2.1,51.9]]]}}]}\n' \
    >"$work/wards.geojson"
printf '[pack]\ntitle = Streets\n[wards.all]\nfile = wards.geojson\n[assets.boxes]\nfile = boxes.csv\nkind = box\n' \
    >"$work/pack.ini"
network() {
    printf '[network.%s]\nfile = %s\nissued = 2026-10-01\nattribution = (c) OpenStreetMap contributors, ODbL 1.0\n' "$1" "$2"
}
compile() {
    /usr/bin/time -f '%U s and %S s of the processor, %M KB at most' -o "$work/time" \
        "$nearaid" compile "$work" --no-grid -o "$work/$1.nad" 2>"$work/err" || {
        cat "$work/err" >&2
        exit 1
    }
    printf '%s: %s; %s bytes\n' "$1" "$(cat "$work/time")" "$(stat -c %s "$work/$1.nad")"
}

python3 "$here/make_streets.py" "$work/roads.osm.pbf" "$edges" "$seed" >"$work/boxes.csv"
printf '%s bytes of PBF\n' "$(stat -c %s "$work/roads.osm.pbf")"
cp "$work/pack.ini" "$work/alone.ini"
network roads roads.osm.pbf >>"$work/pack.ini"
compile whole
for part in 0 1; do
    python3 "$here/make_streets.py" "$work/part$part.osm.pbf" "$edges" "$seed" "$part" >/dev/null
done
{
    cat "$work/alone.ini"
    network west part0.osm.pbf
    network east part1.osm.pbf
} >"$work/pack.ini"
compile joined
ask() {
    while IFS=, read -r _ _ lat lon _; do
        "$nearaid" nearest --snapshot "$work/$1.nad" --lat "$lat" --lon "$lon" --kind box --k 3 --max-m 20000 --json |
            grep -o '"walk_m":[^,]*'
    done < <(tail -n +2 "$work/boxes.csv" | head -n 20)
}
cmp <(ask whole) <(ask joined) || {
    printf 'two extracts answer otherwise than the whole\n' >&2
    exit 1
}
printf 'two extracts answer as the whole does\n'
