#!/usr/bin/env bash
# The helpers in tools: the shipped pack can be made again byte for byte, open data becomes a pack
# (from local files: nothing is downloaded), the style check finds what is planted.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
shared=$source/../shared/data

# The demonstration pack is what its tool makes.
run "$source/tools/make-demo-pack" made
expect_status 0
# The cells of its wards are GEOS's work: another version has other last digits in as many bytes.
if [[ $(pkg-config --modversion geos) == 3.11.* ]]; then
    expect_that 'the same files, byte for byte' diff -r made "$demo"
else
    sizes() { (cd "$1" && find . -type f -printf '%p %s\n' | LC_ALL=C sort); }
    expect_that 'the same files of the same sizes' test "$(sizes made)" = "$(sizes "$demo")"
fi
expect_that 'shapefiles among them' test -s made/wards_2023.shp

# Open data.
fetch=$source/tools/fetch-open-data
mkdir from zip
cp "$demo"/wards_2023.* zip
(cd zip && cmake -E tar cf ../from/wards.zip --format=zip .)
mkdir -p csv/Data/CSV
printf 'TS24 7%s,10,451160,532697,E92000001,E19000001,E18000001,,,\n' {A,B}{A..T} >csv/Data/CSV/ts.csv
head -c 2000 /dev/urandom >csv/filler
(cd csv && cmake -E tar cf ../from/codepoint.zip --format=zip .)
printf 'II*\0' >from/ostn15.tif
head -c 2000 /dev/zero >>from/ostn15.tif

refused() {
    local want=$1 text=$2
    shift 2
    run "$fetch" "$@"
    expect_status "$want"
    expect_err "$text"
    expect_that 'no pack' test ! -e real/pack.ini
}
refused 2 'no PACK given'
refused 2 'unknown option --form' --form from real
refused 2 'needs a value' real --from
refused 2 'not postcode areas' --postcodes '../etc' --from from real
refused 4 'wards.zip cannot be read' --from missing real
refused 3 'SHA-256 differs' --from from real
mv from/wards.zip whole.zip
head -c 500 whole.zip >from/wards.zip
refused 3 'wards.zip has only 500 bytes' --from from real
head -c 5000 /dev/zero >from/wards.zip
refused 3 'wards.zip does not begin like' --from from real
mv whole.zip from/wards.zip

if [[ -d $shared ]]; then
    cp "$shared/proj/uk_os_OSTN15_NTv2_OSGBtoETRS.tif" from/ostn15.tif
    refused 3 'no postcodes of the area dl' --postcodes ts,dl --from from real
    run "$fetch" --from from real
    expect_status 0
    expect_err 'real is ready'
    expect_that 'the grid' cmp -s from/ostn15.tif real/uk_os_OSTN15_NTv2_OSGBtoETRS.tif
    expect_that 'the wards' cmp -s "$demo/wards_2023.shp" real/wards_2023_BGC.shp
    expect_that 'the postcodes' cmp -s csv/Data/CSV/ts.csv real/codepoint_open.csv
    # The cells of the demonstration pack leave gaps that real wards do not have.
    sed -i 's/^generalisation = .*/&\ngap_limit_m2 = 100000000/' real/pack.ini
    run "$nearaid" check real
    expect_status 0
    run "$fetch" --from from real
    expect_status 4
    expect_err 'real holds a pack already'
fi

# The style check: clean code passes, each planted breach is found.
mkdir -p tree/src/base
plant() {
    printf '%s\n' "$1" >tree/src/base/x.c
    run "$source/tools/check-style" tree
    expect_status "$2"
    expect_out "$3"
}
plant 'int x; /* strcpy(a, b) in a comment, "sprintf(" // too */' 0 '0 breaches'
plant 'const char *x = "strcpy(";' 0 '0 breaches'
plant 'void f(void) { strcpy(a, b); }' 1 'banned function'
plant 'double f(void) { return strtod(a, b); }' 1 'strtod outside base/number'
plant 'void f(void) { exit(1); }' 1 'exit outside app'
plant 'enum na_code f(void) { return na_fail_errno(reterr, errno, "keeping the answer", NULL); }' 1 'cannot be done'
plant 'int x; // why' 1 '// comment'
plant 'typedef struct x x;' 1 'typedef of a struct'
plant "$(printf 'int x;\n%.0s' {1..801})" 1 'file over 800 lines'
plant "$(printf 'void f(void)\n{\n'; printf 'g();\n%.0s' {1..71}; printf '}\n')" 1 'function over 70'
finish
