#!/usr/bin/env bash
# compile and check: what they say of good and bad packs, and that equal packs give equal bytes.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# A fresh copy of the demonstration pack in ./pack.
copy() {
    rm -rf pack
    cp -r "$demo" pack
}
# refused STATUS TEXT: check and compile both refuse ./pack and say TEXT.
refused() {
    run "$nearaid" check pack --no-grid
    expect_status "$1"
    expect_out "$2"
    expect_err 'pack: The pack is refused: '
    run "$nearaid" check pack --no-grid --json
    expect_status "$1"
    expect_that 'an error in the report' test "$("$json_get" errors <out)" -ge 1
    rm -f pack.nad
    mistake "$1" "$2" compile pack --no-grid -o pack.nad
    expect_that 'no output' test ! -e pack.nad
}

# A limit of gaps has any length.
copy
sed -i 's/^file = wards_.*/&\ngap_limit_m2 = 123456789012/' pack/pack.ini
run "$nearaid" check pack --no-grid
expect_status 0

copy
run "$nearaid" check pack --no-grid
expect_status 0
expect_no_err
expect_out '0 errors'
run "$nearaid" check pack --no-grid --json
expect_status 0
expect_json errors 0
run "$nearaid" check pack --no-grid --json -o report
expect_status 0
expect_no_out
expect_that 'a report in a file' "$json_get" errors <report >/dev/null

# The default name of the output: the folder's, whatever way it is written.
run "$nearaid" compile ./pack/ --no-grid
expect_status 0
expect_no_out
expect_err 'pack.nad: '
mv pack.nad first.nad
run "$nearaid" compile pack --no-grid -o -
expect_status 0
expect_that 'the same bytes on standard output' cmp -s out first.nad
touch -d 2020-01-01 pack/*
run "$nearaid" compile pack --no-grid -o again.nad
expect_that 'the same bytes, whatever the dates of the files' cmp -s again.nad first.nad

copy
printf 'surprise = yes\n' >>pack/pack.ini
refused 3 'surprise'
copy
rm pack/pack.ini
run "$nearaid" check pack --no-grid
expect_status 4
copy
sed -i 's/E05013049/E05013038/' pack/wards_2023.dbf
refused 3 'E05013038'
copy
truncate -s -40 pack/wards_2023.shp
refused 3 'wards_2023.shp'
copy
rm pack/wards_2023.prj
refused 3 'wards_2023'
copy
sed -i 's/^hartlepool-bleed-3,/hartlepool-bleed-1,/' pack/bleed_cabinets.csv
refused 3 'hartlepool-bleed-1'
copy
sed -i 's/2025-03-03$/2025-02-29/' pack/bleed_cabinets.csv
refused 3 'bleed_cabinets.csv: line 2, field "last_checked": '
run "$nearaid" check pack --no-grid --json
expect_json errors 4
expect_json findings.0.file bleed_cabinets.csv
expect_json findings.0.field last_checked
expect_json findings.0.record 2

mistake 4 'missing.tif' compile "$demo" -o x.nad --grid missing.tif
finish
