#!/usr/bin/env bash
# The join of 1 M rows shaped like police.uk, file to file, against cp of the output, a loop of libcsv and
# GEOS in C, and against GeoPandas where it is installed: same rows, same wards, same run.
#
#   tests/bench/bench_join.sh BUILD_DIR [ROWS] [SEED]
#
# BUILD_DIR: cmake -DNEARAID_BENCH=ON -DCMAKE_BUILD_TYPE=Release. Prints the best of five of wall
# clock and of CPU time (user and system), the largest resident memory, and ratios.
set -euo pipefail
build=$(cd "${1:?usage: bench_join.sh BUILD_DIR [ROWS] [SEED]}" && pwd)
rows=${2:-1000000}
seed=${3:-20261121}
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
shared=$source/../shared/data
rounds=5
if [[ ! -d $shared/wards ]]; then
    printf 'bench_join: the boundaries are not on this machine: %s\n' "$shared/wards" >&2
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mkdir pack
cp "$shared"/wards/WD20_BGC_tees.* pack
printf '[pack]\ntitle = Tees\n[wards.2020]\nfile = WD20_BGC_tees.shp\n' >pack/pack.ini
grid=$shared/proj/uk_os_OSTN15_NTv2_OSGBtoETRS.tif
"$build/nearaid" compile pack -o tees.nad --grid "$grid" 2>/dev/null
"$build/tests/bench/bench_join_make" "$rows" "$seed" >in.csv
printf 'CPU %s, %s cores; load %s\n' \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" \
    "$(cut -d' ' -f1 /proc/loadavg)"
printf 'seed %s, %s rows, %s bytes\n' "$seed" "$rows" "$(stat -c %s in.csv)"

declare -A wall cpu
keep=no # yes: what was written before is replaced
# measure NAME ROUNDS COMMAND...: best wall clock and CPU seconds, most memory.
measure() {
    local name=$1 n=$2 memory=0 i
    shift 2
    wall[$name]=1e9
    cpu[$name]=1e9
    for ((i = 0; i < n; i++)); do
        [[ $keep == yes ]] || rm -f out.csv
        TIMEFORMAT='%R %U %S'
        { time "$@" >said 2>&1; } 2>taken
        read -r real user system <taken
        wall[$name]=$(awk -v a="${wall[$name]}" -v b="$real" 'BEGIN { print b < a ? b : a }')
        cpu[$name]=$(awk -v a="${cpu[$name]}" -v b="$user" -v c="$system" \
            'BEGIN { print b + c < a ? b + c : a }')
    done
    if [[ -x /usr/bin/time ]]; then
        rm -f out.csv
        memory=$(/usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -n 1)
    fi
    printf '%-22s %7.2f s wall %7.2f s CPU %8s kB  %s\n' "$name" "${wall[$name]}" "${cpu[$name]}" \
        "$memory" "$(grep -E '^(read|placed) ' said || true)"
}
cat >geos <<SH
exec '$build/tests/bench/bench_join_geos' pack/WD20_BGC_tees.shp WD20CD '$grid' <in.csv >out.csv
SH
cat >piped <<SH
exec '$build/nearaid' join --snapshot tees.nad --add ward_code <in.csv >out.csv
SH
measure join $rounds "$build/nearaid" join --snapshot tees.nad in.csv -o out.csv
cp out.csv joined.csv
measure cp $rounds cp joined.csv out.csv
# What any join must do: read the input, write the output, by blocks of the same size.
cat >moved <<'SH'
dd if=in.csv of=/dev/null bs=256k && dd if=joined.csv of=out.csv bs=256k
SH
measure 'read and write' $rounds sh moved
measure 'join, 1 thread' $rounds "$build/nearaid" join --snapshot tees.nad in.csv -o out.csv \
    --threads 1
measure 'join, 2 threads' $rounds "$build/nearaid" join --snapshot tees.nad in.csv -o out.csv \
    --threads 2
keep=yes
measure 'join, over a file' $rounds "$build/nearaid" join --snapshot tees.nad in.csv -o out.csv
keep=no
measure 'join, standard input' $rounds sh piped
cut -d, -f13 out.csv | tail -n +2 >ours
measure 'libcsv and GEOS' 1 sh geos
awk -F, 'NR > 1 { print $NF }' out.csv >theirs
# The loop's edges are straight in degrees, ours on the grid: points a few centimetres from one differ.
printf '%s rows have another ward by GEOS\n' "$(paste -d, ours theirs | awk -F, '$1 != $2' | wc -l)"
if python3 -c 'import geopandas' 2>/dev/null; then
    cat >join.py <<'PY'
import geopandas, pandas
wards = geopandas.read_file("pack/WD20_BGC_tees.shp").to_crs(4326)
rows = pandas.read_csv("in.csv")
points = geopandas.GeoDataFrame(
    rows, geometry=geopandas.points_from_xy(rows.Longitude, rows.Latitude), crs=4326)
joined = points.sjoin(wards[["WD20CD", "geometry"]], how="left", predicate="covered_by")
joined.drop(columns="geometry").to_csv("out.csv", index=False)
PY
    measure GeoPandas 1 python3 join.py
fi
ratio() {
    awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f", a / b }'
}
printf 'join is %s times cp of its output (wall), %s times the CPU of read and write; two threads are %s times one\n' \
    "$(ratio "${wall[join]}" "${wall[cp]}")" "$(ratio "${cpu[join]}" "${cpu['read and write']}")" \
    "$(ratio "${wall['join, 1 thread']}" "${wall['join, 2 threads']}")"
printf 'libcsv and GEOS is %s times the join (wall), %s (CPU)\n' \
    "$(ratio "${wall['libcsv and GEOS']}" "${wall[join]}")" \
    "$(ratio "${cpu['libcsv and GEOS']}" "${cpu[join]}")"
"$build/tests/bench/bench_csv_index" in.csv
