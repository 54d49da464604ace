#!/usr/bin/env bash
# The join of 1 M rows shaped like police.uk, file to file, beside cp of the output, beside reading and
# writing alone, and beside the same join by others: the same rows, the same wards, one run.
#
#   tests/bench/bench_join.sh BUILD_DIR [ROWS] [SEED]
#
# BUILD_DIR: cmake -DNEARAID_BENCH=ON -DCMAKE_BUILD_TYPE=Release. All that is compared is run in turn,
# seven times; the best wall clock and the best CPU time (user and system) of each count, and the
# largest resident memory. What has one thread is held on one core. Peers run once, where they are
# installed (bench_join_peers.sh). Wall clocks mean something on an idle machine only.
set -euo pipefail
build=$(cd "${1:?usage: bench_join.sh BUILD_DIR [ROWS] [SEED]}" && pwd)
rows=${2:-1000000}
seed=${3:-20261121}
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
shared=$source/../shared/data
rounds=${ROUNDS:-7}
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
printf 'seed %s, %s rows in no order, %s bytes; best of %s\n' "$seed" "$rows" "$(stat -c %s in.csv)" "$rounds"

one_core=()
if command -v taskset >/dev/null; then
    one_core=(taskset -c "$(($(nproc) - 1))")
fi
join() {
    "${one_core[@]}" "$build/nearaid" join --snapshot tees.nad --threads 1 "$@"
}
join_two() {
    "$build/nearaid" join --snapshot tees.nad --threads 2 "$@"
}
move() {
    "${one_core[@]}" "$build/tests/bench/bench_join_move" in.csv out.csv "$(stat -c %s joined.csv)"
}
piped() {
    "$build/nearaid" join --snapshot tees.nad --threads 2 <in.csv >out.csv
}
copy() {
    "${one_core[@]}" cp "$@"
}

declare -A wall cpu memory said
# run NAME COMMAND...: once; the best so far of wall clock and CPU seconds, the most memory.
run() {
    local name=$1 real user system
    shift
    TIMEFORMAT='%R %U %S'
    { time "$@" >said 2>&1; } 2>taken
    read -r real user system <taken
    wall[$name]=$(awk -v a="${wall[$name]:-1e9}" -v b="$real" 'BEGIN { print b < a ? b : a }')
    cpu[$name]=$(awk -v a="${cpu[$name]:-1e9}" -v b="$user" -v c="$system" \
        'BEGIN { print b + c < a ? b + c : a }')
    said[$name]=$(grep -E '^(read|placed) ' said || true)
    memory[$name]=${memory[$name]:--}
}
# peak NAME COMMAND...: its most memory, from a run of its own.
peak() {
    local name=$1
    shift
    if [[ -x /usr/bin/time ]]; then
        memory[$name]=$(/usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -n 1)
    fi
}
show() {
    printf '%-34s %7.3f s wall %7.3f s CPU %8s kB  %s\n' "$1" "${wall[$1]}" "${cpu[$1]}" "${memory[$1]}" "${said[$1]}"
}
ratio() {
    awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}

# Rows of 2 KB, and the same rows by longitude.
awk -v pad="$(printf '%1800s' '' | tr ' ' x)" -F, 'BEGIN { OFS = "," }
    NR == 1 { print $0, "Notes"; next } NR <= 100001 { print $0, pad }' in.csv >long.csv
{ head -n 1 in.csv && tail -n +2 in.csv | LC_ALL=C sort -t, -k5,5 -k6,6; } >sorted.csv
join in.csv -o joined.csv 2>/dev/null
join long.csv -o joined_long.csv 2>/dev/null
for ((round = 0; round < rounds; round++)); do
    for name in cp 'read and write' 'join, 1 thread' 'join, 2 threads' 'cp, over a file' 'join, over a file' \
        'join, standard input' 'join, sorted rows' 'cp, rows of 2 KB' 'join, rows of 2 KB'; do
        case $name in
        *'over a file') cp joined.csv out.csv && sync out.csv ;;
        *) rm -f out.csv ;;
        esac
        case $name in
        cp | 'cp, over a file') run "$name" copy joined.csv out.csv ;;
        'read and write') run "$name" move ;;
        'join, 1 thread') run "$name" join in.csv -o out.csv ;;
        'join, 2 threads' | 'join, over a file') run "$name" join_two in.csv -o out.csv ;;
        'join, standard input') run "$name" piped ;;
        'join, sorted rows') run "$name" join_two sorted.csv -o out.csv ;;
        'cp, rows of 2 KB') run "$name" copy joined_long.csv out.csv ;;
        'join, rows of 2 KB') run "$name" join_two long.csv -o out.csv ;;
        esac
    done
done
peak 'join, 1 thread' "$build/nearaid" join --snapshot tees.nad in.csv -o out.csv --threads 1
peak 'join, 2 threads' "$build/nearaid" join --snapshot tees.nad in.csv -o out.csv --threads 2
peak 'join, rows of 2 KB' "$build/nearaid" join --snapshot tees.nad long.csv -o out.csv --threads 2
for name in cp 'read and write' 'join, 1 thread' 'join, 2 threads' 'cp, over a file' 'join, over a file' \
    'join, standard input' 'join, sorted rows' 'cp, rows of 2 KB' 'join, rows of 2 KB'; do
    show "$name"
done
printf 'join: %s times cp of its output with 2 threads, %s with 1 (wall); over a file %s times; rows of 2 KB %s times\n' \
    "$(ratio "${wall['join, 2 threads']}" "${wall[cp]}")" "$(ratio "${wall['join, 1 thread']}" "${wall[cp]}")" \
    "$(ratio "${wall['join, over a file']}" "${wall['cp, over a file']}")" \
    "$(ratio "${wall['join, rows of 2 KB']}" "${wall['cp, rows of 2 KB']}")"
printf 'join: %s times the CPU of read and write; 2 threads are %s times as fast as 1 (wall) for %s times the CPU\n' \
    "$(ratio "${cpu['join, 1 thread']}" "${cpu['read and write']}")" \
    "$(ratio "${wall['join, 1 thread']}" "${wall['join, 2 threads']}")" \
    "$(ratio "${cpu['join, 2 threads']}" "${cpu['join, 1 thread']}")"
printf 'cp does not wait for the disk, the join does: its output is there after a loss of power\n'

export build grid rows
"$source/tests/bench/bench_join_peers.sh" "${wall['join, 2 threads']}" "${cpu['join, 2 threads']}"
"$build/tests/bench/bench_csv_index" in.csv
"$build/tests/bench/bench_number" "$seed"
