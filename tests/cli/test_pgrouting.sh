#!/usr/bin/env bash
# Ways on foot against pgRouting on the same streets: another program, with lengths of its own. Skipped where
# Debian's postgresql-15-pgrouting (or another version) is not installed. Prints the time of both.
#
#   test_pgrouting.sh NEARAID SOURCE_DIR JSON_GET
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck disable=SC2154 # of lib.sh
here=$source/tests/cli

shopt -s nullglob
scripts=(/usr/share/postgresql/*/extension/pgrouting.control)
((${#scripts[@]} > 0)) || {
    printf 'test_pgrouting: skipped: pgRouting is not installed\n'
    exit 77
}
version=${scripts[0]#/usr/share/postgresql/}
programs=/usr/lib/postgresql/${version%%/*}/bin
as=()
if ((EUID == 0)); then # the server refuses root
    as=(runuser -u postgres --)
fi
chmod 755 "$work"
mkdir "$work/db"
((EUID != 0)) || chown postgres "$work/db"
"${as[@]}" "$programs/initdb" -D "$work/db/data" -A trust -U tester --no-sync >/dev/null
"${as[@]}" "$programs/pg_ctl" -D "$work/db/data" -o "-k $work/db -c listen_addresses= -c fsync=off" -l "$work/db/log" -w start >/dev/null
stop() {
    "${as[@]}" "$programs/pg_ctl" -D "$work/db/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap '[[ $BASHPID != "$$" ]] || stop' EXIT
psql=("$programs/psql" -X -q -A -t -F $'\t' -v ON_ERROR_STOP=1 -h "$work/db" -U tester)

# try NAME: both programs on NAME.osm, which stands there.
try() {
    local folder=$work/$1
    mkdir "$folder"
    cp "$work/$1.osm" "$folder/roads.osm"
    python3 "$here/pgrouting.py" ask "$folder/roads.osm" 18 "$folder"
    printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"WD23CD":"E01","WD23NM":"All"},"geometry":{"type":"Polygon","coordinates":[[[-1.9,53.5],[-0.9,53.5],[-0.9,54.9],[-1.9,54.9],[-1.9,53.5]]]}}]}\n' \
        >"$folder/wards.geojson"
    printf '[pack]\ntitle = Streets\n[wards.all]\nfile = wards.geojson\n[assets.boxes]\nfile = boxes.csv\nkind = box\n[network.roads]\nfile = roads.osm\nissued = 2026-10-01\nattribution = (c) OpenStreetMap contributors, ODbL 1.0\n; other streets beside the node are no way\nsnap_m = 1\n' \
        >"$folder/pack.ini"
    "$nearaid" compile "$folder" --no-grid -o "$folder/pack.nad" 2>"$folder/err" ||
        { cat "$folder/err" >&2; exit 1; }
    while read -r node lat lon; do
        "$nearaid" nearest --snapshot "$folder/pack.nad" --lat "$lat" --lon "$lon" --kind box --k 12 --max-m 100000 --json |
            python3 -c 'import json, sys
for one in json.load(sys.stdin)["results"]:
    print(sys.argv[1], one["id"], json.dumps(one["walk_m"]), sep="\t")' "$node"
    done <"$folder/questions.csv" >"$folder/ours.tsv"
    "${psql[@]}" -d postgres -c "CREATE DATABASE $1"
    "${psql[@]}" -d "$1" -f "$folder/net.sql" >"$folder/theirs.tsv"
    printf 'test_pgrouting: %s: ' "$1"
    python3 "$here/pgrouting.py" compare "$folder"
    local started=$EPOCHREALTIME
    "${psql[@]}" -d "$1" -c "DO \$\$ DECLARE n bigint; BEGIN FOR n IN SELECT DISTINCT source FROM piece LIMIT 20 LOOP
        PERFORM count(*) FROM pgr_dijkstraNearCost('SELECT id, source, target, cost FROM piece', ARRAY[n],
            ARRAY[$(cut -d, -f1 "$folder/boxes.csv" | tail -n +2 | paste -sd,)]::bigint[], directed => false, cap => 3); END LOOP; END \$\$"
    printf 'test_pgrouting: %s: three nearest of twelve by pgRouting: %.1f ms a question\n' "$1" \
        "$(awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN {print (b - a) * 1000 / 20}')"
    awk 'BEGIN {print "lat,lon"} {for (i = 0; i < 100; i++) print $2 "," $3}' "$folder/questions.csv" >"$folder/rows.csv"
    started=$EPOCHREALTIME
    "$nearaid" join --snapshot "$folder/pack.nad" "$folder/rows.csv" --add walk:box -o "$folder/out.csv" 2>/dev/null
    printf 'test_pgrouting: %s: a row of nearaid join --add walk, all in: %.3f ms\n' "$1" \
        "$(awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN {print (b - a) * 1000 / 3000}')"
}

python3 "$here/pgrouting.py" town 18 "$work/town.osm"
try town
leeds=$source/../shared/data/roads/osm2streets_leeds_cycleway.osm
if [[ -r $leeds ]]; then
    python3 "$here/pgrouting.py" plain "$leeds" "$work/leeds.osm"
    try leeds
fi
printf 'test_pgrouting: passed\n'
