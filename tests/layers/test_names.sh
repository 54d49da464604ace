#!/usr/bin/env bash
# The check of names in comments itself: a false name turns it red, a true one does not.
#
#   test_names.sh NAMES_PY
set -euo pipefail
names=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# expect STATUS TEXT COMMENT: in a small tree with this comment.
expect() {
    local got=0
    rm -rf "$work/tree"
    mkdir -p "$work"/tree/{src/room,tests/layers}
    printf '/* room/sum.h - adds. */\nint na_sum_of(int a);\n' >"$work/tree/src/room/sum.h"
    printf '/* %s */\n#include "room/sum.h"\nint na_sum_of(int a) { return a; }\n' "$3" \
        >"$work/tree/src/room/sum.c"
    python3 "$names" "$work/tree" >"$work/out" || got=$?
    if [[ $got -ne $1 ]] || ! grep -qF -- "$2" "$work/out"; then
        printf 'FAILED "%s": exit status %d, output:\n' "$3" "$got"
        cat "$work/out"
        failed=1
    else
        printf 'ok %s\n' "$3"
    fi
}

expect 0 '0 false names' 'As na_sum_of() in room/sum.h and sum.h, see sum.* and src/room/s*.c.'
expect 0 '0 false names' 'What na_sum_* promise; a_i + b_j; https://example.org/not_a_name.c'
expect 1 'src/room/sum.c:1: no file difference.h' 'See difference.h.'
expect 1 'no file other/sum.h' 'See other/sum.h.'
expect 1 'no file product*.c' 'Private to product*.c.'
expect 1 'nothing is called na_sum_all' 'As na_sum_all has it.'
expect 1 'nothing is called subtract' 'As subtract() has it.'
expect 1 'nothing is called record_count' 'When record_count is 0.'
exit "$failed"
