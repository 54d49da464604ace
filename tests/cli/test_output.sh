#!/usr/bin/env bash
# Where output goes: whole or not at all, and never lost in silence.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

run "$nearaid" compile "$demo" -o demo.nad
expect_status 0
expect_no_out
question=(ward --snapshot demo.nad --lat 54.6867 --lon -1.2080 --json)

# The same bytes to standard output, to "-" and to a file.
run "$nearaid" "${question[@]}"
expect_status 0
cp out answer
run "$nearaid" "${question[@]}" --output=-
expect_that 'the same by -' cmp -s out answer
run "$nearaid" "${question[@]}" -o file
expect_status 0
expect_no_out
expect_that 'the same in a file' cmp -s file answer

# A disk that is full, a closed descriptor, a reader that is gone.
redirected() {
    # shellcheck disable=SC2016 # bash -c expands it
    run bash -c '"$0" "${@:2}" '"$1" "$nearaid" "$@"
}
redirected '>/dev/full' "${question[@]}"
expect_status 4
expect_err 'Cannot write standard output'
redirected '>&-' "${question[@]}"
expect_status 4
expect_err 'Cannot write standard output'
mkfifo pipe
exec 9<>pipe
exec 8>pipe
exec 9>&-
redirected '>&8' "${question[@]}"
expect_status 4
expect_err 'Cannot write standard output'
exec 8>&-
run "$nearaid" --help
expect_status 0

# Without standard error, what is said must not land in the output.
redirected '2>&-' compile "$demo" -o silent.nad
expect_status 0
expect_that 'the same file without standard error' cmp -s silent.nad demo.nad

# Files that cannot be written.
mistake 4 'missing/answer' "${question[@]}" -o missing/answer
mkdir folder
mistake 4 'folder' "${question[@]}" -o folder
mistake 4 'device' "${question[@]}" -o /dev/null
mistake 4 '/dev/null/x' compile "$demo" -o /dev/null/x

# A refused pack leaves the former output alone.
mkdir bad
printf '[pack]\ntitle = Bad\nsurprise = yes\n' >bad/pack.ini
cp demo.nad kept.nad
mistake 3 'surprise' compile bad -o kept.nad
expect_that 'the former file is kept' cmp -s kept.nad demo.nad

# Interrupted at any moment: 130, and the file is not there, or the former one, or whole.
mkdir out.d
for ((i = 0; i < 20; i++)); do
    rm -f out.d/*
    "$nearaid" compile "$demo" -o out.d/demo.nad >out 2>err &
    pid=$!
    for ((j = 0; j < i * 25; j++)); do :; done
    # Sent again until the process is gone: a signal before the handler stands is ignored.
    while kill -INT "$pid" 2>/dev/null; do :; done
    status=0
    wait "$pid" || status=$?
    command="compile interrupted, try $i"
    expect_that 'exit status 130 or 0' test "$status" = 130 -o "$status" = 0
    if [[ -e out.d/demo.nad ]]; then
        expect_that 'a whole file' cmp -s out.d/demo.nad demo.nad
    fi
    expect_that 'no temporary file' test "$(find out.d -type f ! -name demo.nad | wc -l)" = 0
done

# Interrupted while it waits for a reader.
mkfifo slow
exec 9<>slow
head -c 65536 /dev/zero >&9
"$nearaid" "${question[@]}" >&9 2>err &
pid=$!
while kill -INT "$pid" 2>/dev/null; do :; done
status=0
wait "$pid" || status=$?
command='ward into a pipe that is full, interrupted'
expect_status 130
exec 9>&-
finish
