#!/usr/bin/env bash
# A table joined in partitions, as other engines cut it, and memory that does not grow.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

run "$nearaid" compile "$demo" -o demo.nad
expect_status 0

# Every ninth row has a fault; quotes, but no line end inside them, as partitions need it.
{
    printf 'id,lat,lon,note\n'
    for ((i = 0; i < 30000; i++)); do
        case $((i % 9)) in
        0) printf '%d,,,"none, ""really"""\n' "$i" ;;
        1) printf '%d,x,-1.2,bad\n' "$i" ;;
        *) printf '%d,54.%04d,-1.2%03d,row\n' "$i" $((6000 + i % 1000)) $((i % 777)) ;;
        esac
    done
} >rows.csv
run "$nearaid" join --snapshot demo.nad rows.csv -o whole.csv
expect_status 0
expect_err 'read 30,000 ='
tail -n +2 rows.csv >body.csv
tail -n +2 whole.csv >whole-body.csv

# By split: any tool that cuts at line ends.
split -n l/7 body.csv part.
for part in part.*; do
    "$nearaid" join --snapshot demo.nad --no-header --header-from rows.csv --threads 1 \
        --no-progress <"$part" 2>>err
done >parts.csv
command='join of 7 partitions'
expect_that 'the same bytes as one run' cmp -s parts.csv whole-body.csv

# GNU parallel, several jobs at a time on one snapshot file, by ranges and by blocks.
# (moreutils has another program of that name)
if parallel --version 2>/dev/null | grep -q 'GNU parallel'; then
    worker="'$nearaid' join --snapshot demo.nad --no-header --header-from rows.csv --threads 1"
    run parallel --will-cite -k -j 4 --pipe-part --block 100k -a body.csv "$worker"
    expect_status 0
    expect_that 'parallel --pipe-part' cmp -s out whole-body.csv
    # shellcheck disable=SC2016 # bash -c expands it
    run bash -c 'parallel --will-cite -k -j 3 --pipe --block 64k "$1" <body.csv' _ "$worker"
    expect_status 0
    expect_that 'parallel --pipe' cmp -s out whole-body.csv
else
    printf 'left out: GNU parallel is not installed (tools/setup test)\n'
fi

# Memory: ten times the rows take no more of it. VmHWM is the most that was ever resident.
feed() {
    cat rows.csv
    for ((n = 1; n < $1; n++)); do cat body.csv; done
}
# peak_kb COPIES: leaves the process waiting at the end of its input, and reads its peak.
peak_kb() {
    mkfifo "in.$1"
    "$nearaid" join --snapshot demo.nad --threads 2 <"in.$1" >/dev/null 2>err &
    local pid=$!
    exec 7>"in.$1"
    feed "$1" >&7
    sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$pid/status"
    exec 7>&-
    wait "$pid"
    rm "in.$1"
}
copies=40
[[ -z ${NA_TEST_SLOW:-} ]] || copies=1000
small=$(peak_kb 4)
large=$(peak_kb "$copies")
command="join of $copies copies: $large kB, of 4: $small kB"
printf '%s\n' "$command"
# Sanitizers keep what was freed for a while.
if ! grep -q __asan_init "$nearaid"; then
    expect_that 'memory is flat' test "$large" -le $((small + small / 8))
    expect_that 'memory is below 32 MB and the index' \
        test "$large" -le $((32768 + $(stat -c %s demo.nad) / 1024))
fi
finish
