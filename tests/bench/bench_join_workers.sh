#!/usr/bin/env bash
# Partitions without a header, one process each, one thread each, one compiled file for all: what a
# worker does a second, alone and beside others, and whether the pieces put together are the whole.
#
#   tests/bench/bench_join_workers.sh BUILD_DIR [ROWS] [SEED]
#
# BUILD_DIR: cmake -DNEARAID_BENCH=ON -DCMAKE_BUILD_TYPE=Release. ROWS: of each worker. Prints the
# best of five.
set -euo pipefail
build=$(cd "${1:?usage: bench_join_workers.sh BUILD_DIR [ROWS] [SEED]}" && pwd)
rows=${2:-1000000}
seed=${3:-20261121}
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
shared=$source/../shared/data
rounds=5
if [[ ! -d $shared/wards ]]; then
    printf 'bench_join_workers: the boundaries are not on this machine: %s\n' "$shared/wards" >&2
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mkdir pack
cp "$shared"/wards/WD20_BGC_tees.* pack
printf '[pack]\ntitle = Tees\n[wards.2020]\nfile = WD20_BGC_tees.shp\n' >pack/pack.ini
"$build/nearaid" compile pack -o tees.nad \
    --grid "$shared/proj/uk_os_OSTN15_NTv2_OSGBtoETRS.tif" 2>/dev/null
most=$(nproc)
for ((i = 1; i <= most; i++)); do
    "$build/tests/bench/bench_join_make" "$rows" "$((seed + i))" >whole
    head -n 1 whole >header.csv
    tail -n +2 whole >"part$i"
done
rm whole
printf 'CPU %s, %s cores; load %s; seed %s, %s rows a worker\n' \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$most" \
    "$(cut -d' ' -f1 /proc/loadavg)" "$seed" "$rows"

worker() {
    "$build/nearaid" join --snapshot tees.nad --threads 1 --no-header --header-from header.csv \
        --no-progress <"part$1" >"out$1" 2>"said$1"
}
workers() {
    local i
    for ((i = 1; i <= $1; i++)); do
        worker "$i" &
    done
    wait
}
for ((n = 1; n <= most; n *= 2)); do
    wall=1e9
    cpu=1e9
    for ((round = 0; round < rounds; round++)); do
        TIMEFORMAT='%R %U %S'
        { time workers "$n" 2>/dev/null; } 2>taken
        read -r real user system <taken
        wall=$(awk -v a="$wall" -v b="$real" 'BEGIN { print b < a ? b : a }')
        cpu=$(awk -v a="$cpu" -v b="$user" -v c="$system" 'BEGIN { print b + c < a ? b + c : a }')
    done
    awk -v n="$n" -v rows="$rows" -v wall="$wall" -v cpu="$cpu" 'BEGIN {
        printf("%d at once: %.2f s wall, %.2f s CPU; %.0f rows a second together, ", n, wall, cpu,
               n * rows / wall)
        printf("%.0f a second of CPU\n", n * rows / cpu)
    }'
done
cat header.csv >whole
for ((i = 1; i < n && i <= most; i++)); do
    cat "part$i" >>whole
    cat "out$i" >>pieces
done
"$build/nearaid" join --snapshot tees.nad whole 2>/dev/null | tail -n +2 | cmp - pieces
printf 'the pieces put together are the whole\n'
