#!/usr/bin/env bash
# tools/house itself: each planted fault must be found in the objects, and a clean tree must pass.
#
#   test_house.sh HOUSE COMPILER
set -euo pipefail
house=$1
compiler=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# source FILE CODE: a source of the planted tree.
source_file() {
    mkdir -p "$work/tree/src/${1%/*}"
    printf '%s\n' "$2" >"$work/tree/src/$1"
}

# A tree of three rooms in which every arrow points down.
plant() {
    rm -rf "$work/tree" "$work/build"
    mkdir -p "$work/tree/src"
    source_file base/text.c 'int na_text(void); int na_text(void) { return 1; }'
    source_file geo/crs.c 'int na_text(void); int na_crs(void); int na_crs(void) { return na_text(); }'
    source_file data/map.c 'int na_crs(void); int na_map(void); int na_map(void) { return na_crs(); }'
    # shellcheck disable=SC2016 # backticks of Markdown
    printf 'Every room is large because there are three: `base` is large because, `geo` is large because, `data` is large because\n' \
        >"$work/tree/src/README.md"
}

expect() {
    local want=$1 name=$2 text=$3 got=0 file objects
    while IFS= read -r file; do
        objects=$work/build/CMakeFiles/na_room.dir/src/${file%/*}
        mkdir -p "$objects"
        "$compiler" -c "$work/tree/src/$file" -o "$objects/$(basename "$file").o"
    done < <(cd "$work/tree/src" && find . -name '*.c' -printf '%P\n')
    python3 "$house" "$work/build" --check "--root=$work/tree" >"$work/out" 2>&1 || got=$?
    if [[ $got -ne $want ]] || ! grep -qF -- "$text" "$work/out"; then
        printf 'FAILED %s: exit status %d, output:\n' "$name" "$got"
        cat "$work/out"
        failed=1
    else
        printf 'ok %s\n' "$name"
    fi
}

plant
expect 0 'clean tree' 'house: 0 faults'
plant
source_file base/word.c 'int na_crs(void); int na_word(void); int na_word(void) { return na_crs(); }'
expect 1 'arrow up' 'base/word.c calls geo/crs.c (na_crs): the arrow base -> geo does not point down'
plant
source_file base/text.c 'int na_map(void); int na_text(void); int na_text(void) { return na_map(); }'
expect 1 'circle of rooms' 'rooms in a circle: base data geo'
expect 1 'circle of files of several rooms' 'a circle crosses rooms: base/text.c data/map.c geo/crs.c'
plant
for i in 0 1 2 3 4 5 6 7 8 9 10; do
    source_file "data/ring$i.c" \
        "int na_ring$(((i + 1) % 11))(void); int na_ring$i(void); int na_ring$i(void) { return na_ring$(((i + 1) % 11))(); }"
done
expect 1 'too many files in circles' '11 files stand in circles, 3 at most'
plant
source_file cellar/rat.c 'int na_rat(void); int na_rat(void) { return 0; }'
expect 1 'room on no floor' 'cellar: a room that is on no floor'
plant
printf '\n' >"$work/tree/src/README.md"
expect 1 'large room without a reason' 'src/README.md does not say why'
plant
printf '/* 1 */\n' >"$work/tree/src/data/private.h"
printf '/* 2 */\n' >"$work/tree/src/data/map_private.h"
expect 1 'two private headers' 'data has 2 private headers'
plant
source_file base/word.c 'int na_crs(void); int na_word(void); int na_word(void) { return na_crs(); }'
expect 1 'arrow up, once more' 'does not point down'
rm "$work/tree/src/base/word.c"
expect 0 'object of a source that is gone' 'house: 3 files in 3 rooms'
exit "$failed"
