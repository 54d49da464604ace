#!/usr/bin/env bash
# The join of bench_join.sh by others, each once, each where it is installed: a loop of libcsv and GEOS
# in C, PostGIS, GeoPandas, mapshaper, Turf under Node; and Miller, which joins nothing but reads and
# writes the rows with a column more. bench_join.sh calls it, in its folder.
#
#   build=DIR grid=FILE rows=N tests/bench/bench_join_peers.sh JOIN_WALL JOIN_CPU
#
# Slow ones take the first 100,000 rows; what is printed is for all, in proportion.
set -euo pipefail
join_wall=$1
join_cpu=$2
build=${build:?} grid=${grid:?} rows=${rows:?}
few=$((rows < 100000 ? rows : 100000))
head -n $((few + 1)) in.csv >few.csv
"$build/nearaid" join --snapshot tees.nad in.csv --add ward_code 2>/dev/null | cut -d, -f13 >ours

# show NAME ROWS DIFFER: of the run in `taken` (wall, user, system).
show() {
    awk -v name="$1" -v n="$2" -v rows="$rows" -v differ="$3" -v wall="$join_wall" -v cpu="$join_cpu" '{
        w = $1 * rows / n; c = ($2 + $3) * rows / n
        printf "%-34s %7.2f s wall %7.2f s CPU  %.1f and %.1f times the join", name, w, c, w / wall, c / cpu
        if (differ != "") printf "; %s of %s rows have another ward", differ, n
        if (n < rows) printf " (by %s rows)", n
        print ""
    }' taken
}
missing() {
    printf '%-34s not installed\n' "$1"
}
# timed COMMAND...: wall, user and system seconds into `taken`.
timed() {
    TIMEFORMAT='%R %U %S'
    { time "$@" >said 2>&1; } 2>taken || { sed 's/^/  /' said; return 1; }
}
# differ FILE N: rows whose last field is not ours. FILE: a code a row, after a header.
differ() {
    paste -d, <(head -n $(($2 + 1)) ours) "$1" | tail -n +2 | awk -F, '$1 != $2' | wc -l
}

# The loop's edges are straight in degrees, ours on the grid: points a few centimetres from one differ.
cat >geos <<SH
exec '$build/tests/bench/bench_join_geos' pack/WD20_BGC_tees.shp WD20CD '$grid' <in.csv >out.csv
SH
timed sh geos
awk -F, '{ print $NF }' out.csv >theirs
show 'libcsv and GEOS' "$rows" "$(differ theirs "$rows")"

# The wards in degrees, for those who have no eye for anything else.
if command -v ogr2ogr >/dev/null; then
    ogr2ogr -f GeoJSON -t_srs EPSG:4326 wards.json pack/WD20_BGC_tees.shp
fi

# Miller joins by keys alone: this is reading and writing with a column more.
if command -v mlr >/dev/null; then
    cat >by_miller <<'SH'
mlr --csv put '$ward = "E05012345"' in.csv >out.csv
SH
    timed sh by_miller && show 'Miller, a column and no join' "$rows" ''
else
    missing Miller
fi

by_geopandas() {
    python3 - <<'PY'
import geopandas, pandas
wards = geopandas.read_file("pack/WD20_BGC_tees.shp").to_crs(4326)
rows = pandas.read_csv("in.csv")
points = geopandas.GeoDataFrame(
    rows, geometry=geopandas.points_from_xy(rows.Longitude, rows.Latitude), crs=4326)
joined = points.sjoin(wards[["WD20CD", "geometry"]], how="left", predicate="covered_by")
joined.drop(columns=["geometry", "index_right"]).to_csv("out.csv", index=False)
PY
}
if python3 -c 'import geopandas' 2>/dev/null; then
    timed by_geopandas && show GeoPandas "$rows" ''
else
    missing GeoPandas
fi

# A server of its own, without a port, in a folder of its own; the time is psql's wall clock and the
# server's CPU time.
by_postgis() {
    local folder=$1
    psql -q -h "$folder" -U bench -d postgres -v ON_ERROR_STOP=1 <<SQL
CREATE TEMP TABLE rows (n bigserial, a text, b text, c text, d text, lon float8, lat float8, e text,
    f text, g text, h text, i text, j text);
\\copy rows (a, b, c, d, lon, lat, e, f, g, h, i, j) FROM 'few.csv' CSV HEADER
\\copy (SELECT r.*, (SELECT min(w.code) FROM wards w WHERE ST_Covers(w.shape, ST_SetSRID(ST_MakePoint(r.lon, r.lat), 4326))) FROM rows r ORDER BY n) TO 'out.csv' CSV HEADER
SQL
}
postgres=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort | tail -n 1)
postgis=$(find /usr/share/postgresql -name postgis.control 2>/dev/null | head -n 1)
if [[ -n $postgres && -n $postgis && -f wards.json && $(id -u) == 0 ]] && id postgres >/dev/null 2>&1; then
    folder=$(mktemp -d)
    chown postgres "$folder"
    as_postgres() {
        (cd / && setpriv --reuid postgres --regid postgres --clear-groups "$@")
    }
    as_postgres "$postgres/initdb" -D "$folder/data" -U bench -A trust >/dev/null 2>&1
    as_postgres "$postgres/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
        -o "-c listen_addresses= -c unix_socket_directories=$folder" start >/dev/null
    cat >wards.sql <<'SQL'
CREATE EXTENSION postgis;
\set wards `cat wards.json`
CREATE TABLE wards AS SELECT f->'properties'->>'WD20CD' AS code,
    ST_SetSRID(ST_GeomFromGeoJSON(f->'geometry'), 4326) AS shape
    FROM json_array_elements(:'wards'::json->'features') f;
CREATE INDEX ON wards USING gist (shape);
ANALYZE wards;
SQL
    psql -q -h "$folder" -U bench -d postgres -v ON_ERROR_STOP=1 -f wards.sql >said 2>&1 || cat said
    server=$(head -n 1 "$folder/data/postmaster.pid")
    ticks() {
        # CPU ticks of the server and of all its children that have ended.
        awk '{ print $14 + $15 + $16 + $17 }' "/proc/$server/stat"
    }
    before=$(ticks)
    if timed by_postgis "$folder"; then
        sleep 1 # until the server has counted the child that did it
        after=$(ticks)
        awk -v t="$((after - before))" -v hz="$(getconf CLK_TCK)" '{ print $1, $2 + t / hz, $3 }' taken >sum
        mv sum taken
        awk -F, '{ print $NF }' out.csv >theirs
        show PostGIS "$few" "$(differ theirs "$few")"
    fi
    as_postgres "$postgres/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null
    rm -rf "$folder"
else
    missing 'PostGIS (by root, and ogr2ogr)'
fi

if command -v mapshaper >/dev/null; then
    cat >by_mapshaper <<'SH'
mapshaper pack/WD20_BGC_tees.shp -proj wgs84 -o wards.json format=geojson &&
    mapshaper few.csv string-fields='*' -points x=Longitude y=Latitude -join wards.json fields=WD20CD -o out.csv
SH
    timed sh by_mapshaper && awk -F, '{ print $NF }' out.csv >theirs && show mapshaper "$few" "$(differ theirs "$few")"
else
    missing mapshaper
fi

cat >turf.cjs <<'JS'
const turf = require("@turf/boolean-point-in-polygon");
const inside = turf.booleanPointInPolygon || turf.default || turf;
const fs = require("fs");
const wards = JSON.parse(fs.readFileSync(process.argv[2])).features.map((f) => {
    const all = JSON.stringify(f.geometry.coordinates).match(/-?\d[\d.eE+-]*/g).map(Number);
    const xs = all.filter((_, i) => i % 2 === 0), ys = all.filter((_, i) => i % 2 === 1);
    const least = (v) => v.reduce((a, b) => Math.min(a, b)), most = (v) => v.reduce((a, b) => Math.max(a, b));
    const code = Object.entries(f.properties).find(([k]) => /^wd\d\dcd$/i.test(k))[1];
    return { box: [least(xs), least(ys), most(xs), most(ys)], f, code };
});
const lines = fs.readFileSync("few.csv", "utf8").split("\n");
const out = [lines[0] + ",ward"];
for (const line of lines.slice(1)) {
    if (line === "") continue;
    const cells = line.split(",");
    const at = [Number(cells[4]), Number(cells[5])];
    const found = wards.find((w) => at[0] >= w.box[0] && at[0] <= w.box[2] && at[1] >= w.box[1] &&
        at[1] <= w.box[3] && inside(at, w.f));
    out.push(line + "," + (found ? found.code : ""));
}
fs.writeFileSync("out.csv", out.join("\n") + "\n");
JS
if command -v node >/dev/null && [[ -f wards.json ]] &&
    node -e 'require("@turf/boolean-point-in-polygon")' 2>/dev/null; then
    timed node turf.cjs wards.json && awk -F, '{ print $NF }' out.csv >theirs && show 'Turf, boxes first' "$few" "$(differ theirs "$few")"
else
    missing Turf
fi
