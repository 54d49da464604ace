#!/usr/bin/env bash
# A file overwritten while it is read (issue 11): `join --snapshot` answered wrong rows, or died of
# SIGBUS and left a temporary file. Whatever is written over the compiled file, a command answers
# from the file as it was, or refuses it. NA_TEST_SLOW=1: 1,000 overwrites.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
rounds=24
[[ ${NA_TEST_SLOW:-} == 1 ]] && rounds=1000

# Two packs whose answers differ in every row.
cp -r "$demo" other
for dbf in other/*.dbf; do
    LC_ALL=C sed -i 's/E05/E06/g; s/E06000/E05000/g' "$dbf"
done
run "$nearaid" compile "$demo" -o old.nad
expect_status 0
run "$nearaid" compile other -o new.nad
expect_status 0
# Of another length, too: the pages after the end are gone.
head -c 5000 new.nad >short.nad

# More than a pipe holds: a writer comes to the end of the first half only when the command reads,
# which is after it has opened its data.
awk 'BEGIN { print "id,lat,lon"
    for (i = 0; i < 12000; i++) printf "%d,54.%05d,-1.%05d\n", i, 67000 + i % 3000, 19000 + i % 4000 }' >rows.csv
head -n 9000 rows.csv >first
tail -n +9001 rows.csv >second
run "$nearaid" join --snapshot old.nad rows.csv -o want_old
expect_status 0
run "$nearaid" join --snapshot new.nad rows.csv -o want_new
expect_status 0
expect_that 'the packs answer differently' bash -c '! cmp -s want_old want_new'

overwrite() {
    case $1 in
    0) cat new.nad >live.nad ;;                                  # cp: cut to nothing, then written
    1) dd if=new.nad of=live.nad conv=notrunc bs=4096 status=none ;; # in place
    2) cat short.nad >live.nad ;;                                # shorter
    3) : >live.nad ;;                                            # nothing left
    esac
}

mkfifo pipe
mkdir out.d
wrong=0 died=0 refused=0
for ((i = 0; i < rounds; i++)); do
    cp old.nad live.tmp && mv live.tmp live.nad
    "$nearaid" join --snapshot live.nad --no-progress -o out.d/rows <pipe 2>err &
    pid=$!
    {
        cat first
        overwrite $((i % 4))
        cat second
    } >pipe
    status=0
    wait "$pid" || status=$?
    command="join while the file is overwritten, round $i"
    ((status < 128)) || died=$((died + 1))
    ((status == 0)) && cmp -s out.d/rows want_old || wrong=$((wrong + 1))
    rm -f out.d/rows
    [[ -z $(ls -A out.d) ]] || expect_that 'no file left over' false
done
expect_that "0 of $rounds die" test "$died" = 0
expect_that "0 of $rounds answer wrong" test "$wrong" = 0

# A writer that never rests: an answer is that of one of the two files, or a refusal that says what
# to do.
run "$nearaid" ward --snapshot old.nad --lat 54.6867 --lon -1.2080
cp out ward_old
run "$nearaid" ward --snapshot new.nad --lat 54.6867 --lon -1.2080
cp out ward_new
: >go
{
    while [[ -e go ]]; do
        overwrite 0
        cat old.nad >live.nad
        dd if=new.nad of=live.nad conv=notrunc bs=4096 status=none
    done
} &
writer=$!
wrong=0 died=0
for ((i = 0; i < rounds; i++)); do
    run "$nearaid" ward --snapshot live.nad --lat 54.6867 --lon -1.2080
    if ((status == 0)); then
        cmp -s out ward_old || cmp -s out ward_new || wrong=$((wrong + 1))
    elif ((status == 3 || status == 4)) && [[ -s err && ! -s out ]]; then
        refused=$((refused + 1))
    else
        died=$((died + 1))
        fail 'neither answered nor refused'
    fi
done
rm go
wait "$writer"
expect_that "0 of $rounds answer wrong under a restless writer" test "$wrong" = 0
expect_that "0 of $rounds die under a restless writer" test "$died" = 0
printf '%d rounds, %d refused\n' "$rounds" "$refused"

# Killed at any moment: no temporary file, where the file system has files without a name.
if [[ $(stat -f -c %T .) =~ ^(ext2/ext3|tmpfs|xfs|btrfs)$ ]]; then
    for ((i = 0; i < 8; i++)); do
        "$nearaid" join --snapshot old.nad --no-progress -o out.d/rows <pipe 2>err &
        pid=$!
        exec 9>pipe
        cat first >&9
        kill -KILL "$pid"
        exec 9>&-
        wait "$pid" || true
        command='join, killed'
        expect_that 'no file left over' test -z "$(ls -A out.d)"
    done
else
    printf 'skipped, this file system has no files without a name: killed at any moment\n'
fi

# Who promises that the file does not change may share it.
run "$nearaid" join --snapshot old.nad --map rows.csv
expect_status 0
expect_that 'the same rows from a file that is mapped' cmp -s out want_old
mistake 2 '--map' join --pack "$demo" --map rows.csv
finish
