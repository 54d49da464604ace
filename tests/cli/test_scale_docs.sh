#!/usr/bin/env bash
# What docs/batch-at-scale.md tells to type gives the bytes of one run. Its Spark and Hadoop commands
# are not run; the worker they call is.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
document=$source/docs/batch-at-scale.md

mkdir bin
ln -s "$nearaid" bin/nearaid
PATH=$work/bin:$PATH
run nearaid compile "$demo" -o tees.nad
expect_status 0
{
    printf 'Crime ID,Month,Longitude,Latitude,Location\n'
    for ((i = 0; i < 5000; i++)); do
        case $((i % 50)) in
        0) printf ',2024-06,,,"On or near ""No, Location"""\n' ;;
        1) printf '%d,2024-06,-1.2,x,On or near Nowhere\n' "$i" ;;
        *) printf '%d,2024-06,-1.%03d,54.%04d,On or near Street\n' "$i" $((i % 400)) $((5000 + i % 2000)) ;;
        esac
    done
} >offences.csv
run nearaid join --snapshot tees.nad offences.csv -o whole.csv
expect_status 0
expect_err 'read 5,000 ='

has_parallel=no
if parallel --version 2>/dev/null | grep -q 'GNU parallel'; then
    has_parallel=yes
else
    printf 'one worker stands for GNU parallel, which is not installed (tools/setup test)\n'
fi
awk '/^```/ { inside = !inside && $0 == "```sh"; if (inside) n++; next }
    inside { print >("block" n) }' "$document"
ran=0
for ((n = 1; ; n++)); do
    [[ -f block$n ]] || break
    if [[ $has_parallel == no ]]; then
        sed -i "s|^parallel .* ./join-part 2>parts.log|./join-part <body.csv 2>parts.log|" "block$n"
    fi
    run bash -e "block$n"
    expect_status 0
    ran=$((ran + 1))
done
expect_that 'four blocks run' test "$ran" = 4
expect_that 'the parts put together' cmp -s joined.csv whole.csv

# The array, as Slurm would start it, in another order; one task twice.
command='the tasks of join-array'
for task in 7 3 5 1 0 2 4 6 3; do
    SLURM_ARRAY_TASK_ID=$task sh join-array 2>>tasks.log || fail "task $task"
done
expect_that 'the parts of the array' cmp -s <(head -n 1 whole.csv && cat joined.part.*) whole.csv
for task in 0 1 2 3 4 5 6 7; do
    SLURM_ARRAY_TASK_ID=$task sh join-array 2>&1 | sed -n 's/^read \([0-9,]*\) = .*/\1/p' | tr -d ,
done >reads
expect_that 'rows of all tasks' test "$(awk '{ sum += $1 } END { print sum }' reads)" = 5000
finish
