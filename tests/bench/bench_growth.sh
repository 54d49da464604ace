#!/usr/bin/env bash
# How everything grows: time, memory and the exponent between the steps, one table each. An exponent of 1
# is linear, of 0 constant. What is above 1.15 is marked: it is a finding.
#
#   tests/bench/bench_growth.sh BUILD_DIR [SEED] [PART]...
#
# BUILD_DIR: cmake -DNEARAID_BENCH=ON -DCMAKE_BUILD_TYPE=Release. PART: ward, nearest, locate, join, compile,
# hotspots, coverage; without one all of them, which takes half an hour and 6 GB of disk and of memory.
set -euo pipefail
build=$(cd "${1:?usage: bench_growth.sh BUILD_DIR [SEED] [PART]...}" && pwd)
seed=${2:-20261121}
parts=("${@:3}")
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
shared=$source/../shared/data
[[ ${#parts[@]} -gt 0 ]] || parts=(ward nearest locate join compile hotspots coverage)
if [[ ! -d $shared/wards || ! -x /usr/bin/time ]]; then
    printf 'bench_growth: it wants the boundaries in %s, and /usr/bin/time\n' "$shared/wards" >&2
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# Sizes can be made smaller, to try this out: SHRINK=100.
shrink=${SHRINK:-1}

# start_table TITLE SIZE WHAT: of lines `step` adds.
start_table() {
    printf '\n%s\n| %s | CPU, s | wall, s | most memory, kB | exponent of CPU | of memory | |\n' "$1" "$2"
    printf '|---|---|---|---|---|---|---|\n'
    before=
}
# step SIZE ROUNDS COMMAND...: the best of so many runs, and what it is to the step before.
step() {
    local size=$1 rounds=$2 cpu=1e9 wall=1e9 memory=0 i
    shift 2
    for ((i = 0; i < rounds; i++)); do
        /usr/bin/time -o taken -f '%U %S %e %M' "$@" >said 2>&1 || {
            printf '| %s | failed: %s |\n' "$size" "$(tail -n 1 said)"
            return 0
        }
        read -r user system real kilobytes <taken
        cpu=$(awk -v a="$cpu" -v b="$user" -v c="$system" 'BEGIN { print b + c < a ? b + c : a }')
        wall=$(awk -v a="$wall" -v b="$real" 'BEGIN { print b < a ? b : a }')
        memory=$((kilobytes > memory ? kilobytes : memory))
    done
    awk -v now="$size $cpu $wall $memory" -v before="$before" 'BEGIN {
        split(now, a, " "); n = split(before, b, " ")
        printf "| %d | %.2f | %.2f | %d |", a[1], a[2], a[3], a[4]
        if (n == 0) { print " | | |"; exit }
        size = log(a[1] / b[1])
        time = b[2] > 0 && a[2] > 0 ? log(a[2] / b[2]) / size : 0
        room = log(a[4] / b[4]) / size
        said = (time > 1.15 || room > 1.15) ? "more than linear" : ""
        printf " %.2f | %.2f | %s |\n", time, room, said
    }'
    before="$size $cpu $wall $memory"
}
tees_pack() {
    mkdir -p tees
    cp "$shared"/wards/WD20_BGC_tees.* tees
    printf '[pack]\ntitle = Tees\n[wards.2020]\nfile = WD20_BGC_tees.shp\n' >tees/pack.ini
    "$build/nearaid" compile tees -o tees.nad --no-grid 2>/dev/null
}

ward() {
    printf '\nward: the index of wards, by vertices\n'
    "$build/tests/bench/bench_growth" ward "$seed"
}
nearest() {
    printf '\nnearest: the tree of points, by points\n'
    "$build/tests/bench/bench_growth" nearest "$seed"
}
# The worst answer by its own clock: of all kinds of question that bench_locate asks.
locate() {
    local names worst=()
    start_table 'locate: compiling and asking, by names; the questions are the same number each' names
    for names in 100000 300000 1000000 3000000; do
        step "$((names / shrink))" 1 env NA_TEST_SEED="$seed" "$build/tests/bench/bench_locate" "$((names / shrink))" 1000
        worst+=("$(awk -v n="$((names / shrink))" '
            match($0, /most +[0-9.]+/) { v = substr($0, RSTART + 4, RLENGTH - 4) + 0; if (v > most) most = v }
            /^compiled/ && !c { c = $3 }
            END { printf "%d names: compiled in %s s, the slowest answer %.1f ms of CPU", n, c, most / 1000 }' said)")
    done
    printf '%s\n' "${worst[@]}"
}
join() {
    local rows
    tees_pack
    start_table 'join: file to file with 2 threads, by rows' rows
    for rows in 1000000 3000000 10000000; do
        "$build/tests/bench/bench_join_make" "$((rows / shrink))" "$seed" >in.csv
        step "$((rows / shrink))" 2 "$build/nearaid" join --snapshot tees.nad in.csv -o out.csv --threads 2
        rm -f in.csv out.csv
    done
}
compile() {
    local sides=(8 20 48 96 145) side vertices lines=() cells=88
    [[ $shrink == 1 ]] || cells=11
    start_table 'compile: 7,744 wards, by vertices (tests/bench/make_wards.py)' vertices
    for side in "${sides[@]}"; do
        python3 "$source/tests/bench/make_wards.py" "$cells" "$side" made >/dev/null
        vertices=$((cells * cells * side * 4))
        step "$vertices" 1 "$build/nearaid" compile made --no-grid -o made.nad
        lines+=("$vertices $(stat -c %s made.nad)")
        cp made.nad "made$side.nad"
        rm -rf made
    done
    printf '%s\n' "${lines[@]}" | awk '{ printf "%d vertices: a file of %d bytes, %.1f a vertex\n", $1, $2, $2 / $1 }'
    start_table 'start: open, verify, answer one question, by vertices' vertices
    for side in "${sides[@]}"; do
        step "$((cells * cells * side * 4))" 5 \
            "$build/nearaid" ward --snapshot "made$side.nad" --lat 53.02 --lon -1.98
    done
}
hotspots() {
    local rows
    tees_pack
    start_table 'hotspots --by grid:150, by rows' rows
    for rows in 100000 1000000 10000000; do
        "$build/tests/bench/bench_join_make" "$((rows / shrink))" "$seed" >in.csv
        step "$((rows / shrink))" 1 "$build/nearaid" hotspots --snapshot tees.nad --by grid:150 --format json in.csv
        rm -f in.csv
    done
}
coverage() {
    local count
    start_table 'coverage --within 500, compiled pack, by assets' assets
    for count in 1000 10000 100000; do
        mkdir -p tees
        cp "$shared"/wards/WD20_BGC_tees.* tees
        printf '[pack]\ntitle = Tees\n[wards.2020]\nfile = WD20_BGC_tees.shp\n[assets.made]\nfile = made.csv\nkind = bleed_cabinet\n' >tees/pack.ini
        awk -v n="$((count / shrink))" -v seed="$seed" 'BEGIN {
            srand(seed); print "id,name,lat,lon"
            for (i = 0; i < n; i++) printf "A%d,Made %d,%.6f,%.6f\n", i, i, 54.50 + 0.1 * rand(), -1.33 + 0.31 * rand()
        }' >tees/made.csv
        "$build/nearaid" compile tees -o made.nad --no-grid >said 2>&1 || { tail -n 3 said; return 0; }
        step "$((count / shrink))" 1 "$build/nearaid" coverage --snapshot made.nad --kind bleed_cabinet --within 500 --json
    done
}

printf 'load %s when it began; seed %s\n' "$(cut -d' ' -f1 /proc/loadavg)" "$seed"
for part in "${parts[@]}"; do
    case $part in
    ward | nearest | locate | join | compile | hotspots | coverage) "$part" ;;
    *)
        printf 'bench_growth: there is no part "%s"\n' "$part" >&2
        exit 2
        ;;
    esac
done
