#!/usr/bin/env bash
# Vector tiles that are swapped while nearaid map reads them, by another good file, by a hostile one and
# by a part of themselves: what comes out is the map of one file whole, or a refusal and no file.
# NA_TEST_SLOW=1: 300 rounds.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
rounds=12
[[ ${NA_TEST_SLOW:-} == 1 ]] && rounds=300

cp "$source/tests/golden/inputs/town.mbtiles" town.mbtiles
python3 "$source/tests/support/make_map.py" other.mbtiles -1.2060 54.6865 2
cp town.mbtiles hostile.mbtiles
python3 -c '
import sqlite3
with sqlite3.connect("hostile.mbtiles") as db:
    db.execute("create trigger harm after insert on metadata begin delete from metadata; end")'
head -c 60000 town.mbtiles >short.mbtiles
box=(--bbox '-1.24,54.66,-1.17,54.71')
for name in town other; do
    run "$nearaid" map "$name.mbtiles" "${box[@]}" -o "$name.nam"
    expect_status 0
done
expect_that 'the two maps differ' bash -c '! cmp -s town.nam other.nam'
mistake 3 'holds a trigger' map hostile.mbtiles "${box[@]}" -o live.nam

# Renamed into place, as a download does, and written over in place, as cp does.
swap() {
    case $1 in
    0) cp other.mbtiles live.tmp && mv live.tmp live.mbtiles ;;
    1) cp hostile.mbtiles live.tmp && mv live.tmp live.mbtiles ;;
    2) cat other.mbtiles >live.mbtiles ;;
    3) cat short.mbtiles >live.mbtiles ;;
    4) : >live.mbtiles ;;
    5) cp town.mbtiles live.tmp && mv live.tmp live.mbtiles ;;
    esac
}

whole=0 refused=0
for ((i = 0; i < rounds; i++)); do
    cp town.mbtiles live.tmp && mv live.tmp live.mbtiles
    rm -f live.nam
    "$nearaid" map live.mbtiles "${box[@]}" -o live.nam 2>err &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        swap $((RANDOM % 6))
    done
    status=0
    wait "$pid" || status=$?
    command="map while the tiles are swapped, round $i"
    checks=$((checks + 1))
    if ((status == 0)); then
        whole=$((whole + 1))
        cmp -s live.nam town.nam || cmp -s live.nam other.nam || fail 'a map of two files'
    else
        refused=$((refused + 1))
        ((status == 3 || status == 4)) || fail "status $status: $(<err)"
        [[ -s err ]] || fail 'refused without a word'
        [[ ! -e live.nam ]] || fail 'refused, and a file is left'
    fi
done
printf '%d whole, %d refused\n' "$whole" "$refused"
finish
