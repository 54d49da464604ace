#!/usr/bin/env bash
# The helpers in tools: the shipped pack can be made again byte for byte, open data becomes a pack
# (from local files: nothing is downloaded), the style check finds what is planted.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
shared=$source/../shared/data

# The demonstration pack is what its tool makes.
run "$source/tools/make-demo-pack" made
expect_status 0
# The wards are cut by GEOS: another version may put a corner on the next metre. All else is the same.
if [[ $(pkg-config --modversion geos) == 3.11.* ]]; then
    expect_that 'the same files, byte for byte' diff -r made "$demo"
else
    expect_that 'the same files' diff <(cd made && ls) <(cd "$demo" && ls)
    expect_that 'the same but for geometry' diff -r -x '*.shp' -x '*.shx' made "$demo"
fi
expect_that 'shapefiles among them' test -s made/wards_2023.shp
# What is invented keeps to the numbers of the papers (tools/demo/facts/SOURCES.md).
count() { grep -cE "$2" "made/$1.csv"; }
expect_that '35 premises in Pubwatch' test "$(count radio_premises ',pubwatch,apex,')" = 35
expect_that 'ten of them with a hired radio' test "$(count radio_premises ',pubwatch,apex,yes,')" = 10
expect_that '55 premises in Shopwatch' test "$(count radio_premises ',shopwatch,apex,no,')" = 55
expect_that '38 members of Schemelink' test "$(count radio_premises ',apex,(yes|no),yes,')" = 38
expect_that 'one with five stars' test "$(count radio_premises ',5$')" = 1
expect_that 'ten reporting centres' test "$(count reporting_centres '^example-centre-')" = 10
expect_that 'all of them named as examples' test "$(count radio_premises '^example-premises-[0-9]{2},Example ')" = 90

# Open data.
fetch=$source/tools/fetch-open-data
mkdir from zip
cp "$demo"/wards_2023.* zip
(cd zip && cmake -E tar cf ../from/wards.zip --format=zip .)
mkdir -p csv/Data/CSV
printf 'TS24 7%s,10,451160,532697,E92000001,E19000001,E18000001,,,\n' {A,B}{A..T} >csv/Data/CSV/ts.csv
head -c 2000 /dev/urandom >csv/filler
(cd csv && cmake -E tar cf ../from/codepoint.zip --format=zip .)
mkdir -p names/Data names/Doc
printf 'ID,NAMES_URI,NAME1,NAME1_LANG,NAME2,NAME2_LANG,TYPE,LOCAL_TYPE,GEOMETRY_X,GEOMETRY_Y,MOST_DETAIL_VIEW_RES,LEAST_DETAIL_VIEW_RES,MBR_XMIN,MBR_YMIN,MBR_XMAX,MBR_YMAX,POSTCODE_DISTRICT,POSTCODE_DISTRICT_URI,POPULATED_PLACE,POPULATED_PLACE_URI,POPULATED_PLACE_TYPE,DISTRICT_BOROUGH,DISTRICT_BOROUGH_URI,DISTRICT_BOROUGH_TYPE,COUNTY_UNITARY,COUNTY_UNITARY_URI,COUNTY_UNITARY_TYPE,REGION,REGION_URI,COUNTRY,COUNTRY_URI,RELATED_SPATIAL_OBJECT,SAME_AS_DBPEDIA,SAME_AS_GEONAMES\r\n' >names/Doc/OS_Open_Names_Header.csv
name() {
    printf 'osgb1,http://x/1,%s,,,,transportNetwork,Named Road,%s,%s,1,2,%s,%s,%s,%s,%s,http://x/2,Hartlepool,http://x/3,http://x/4,,,,Hartlepool,http://x/5,http://x/6,North East,http://x/7,England,http://x/8,,,\r\n' \
        "$1" "$2" "$3" "$(($2 - 300))" "$(($3 - 20))" "$(($2 + 300))" "$(($3 + 20))" "$4"
}
{ name 'Invented Road' 451000 532500 TS24; name 'Far Lane' 430000 560000 NE1; } >names/Data/NZ42.csv
name 'Sample Street' 451300 532600 TS26 >names/Data/NZ52.csv
(cd names && cmake -E tar cf ../from/names.zip --format=zip .)
for extract in durham north-yorkshire; do
    python3 "$source/tests/cli/osm_pbf.py" "$source/tests/golden/packs/streets/roads.osm" "from/$extract.osm.pbf"
    printf '#Thu\nsequenceNumber=1\ntimestamp=2026-10-01T20\\:21\\:00Z\n' >"from/$extract.state.txt"
done
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
refused 2 'not names of extracts' --streets 'Durham/..' --from from real
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
    expect_that 'the day of the streets' test "$(grep -c -x 'issued = 2026-10-01' real/pack.ini)" = 2
    expect_that 'the streets' cmp -s from/durham.osm.pbf real/durham.osm.pbf
    expect_that 'the postcodes' cmp -s csv/Data/CSV/ts.csv real/codepoint_open.csv
    # The map, cut to the pack; as it is, and in a zip file. Without nearaid nothing is begun.
    mv real kept
    refused 4 '--map needs nearaid' --map --from from real
    python3 "$source/tests/support/make_map.py" from/zoomstack.mbtiles -1.2060 54.6865
    # shellcheck disable=SC2016 # the dollars are the script's
    printf '#!/bin/sh\nexec "%s" map "$2" --pack "%s" -o "$6"\n' "$nearaid" "$demo" >cutter # whose wards have no such gaps
    chmod +x cutter
    for form in bare zipped; do
        rm -rf real
        [[ $form == bare ]] || (cd from && cmake -E tar cf zip --format=zip zoomstack.mbtiles && mv zip zoomstack.mbtiles)
        NEARAID=./cutter run "$fetch" --map --from from real
        expect_err 'serve it by: nearaidd --pack real --map real/map.nam'
        expect_that 'the map is there' test -s real/map.nam
    done
    rm -rf real
    mv kept real
    # The cells of the demonstration pack leave gaps that real wards do not have.
    sed -i 's/^generalisation = .*/&\ngap_limit_m2 = 100000000/' real/pack.ini
    run "$nearaid" check real
    expect_status 0
    run "$fetch" --from from real
    expect_status 4
    expect_err 'real holds a pack already'
    # Names of the areas asked for alone; a street is as near as its box.
    expect_that 'two streets' test "$(wc -l <real/os_open_names.csv)" = 2
    run "$nearaid" compile real -o real.nad
    expect_status 0
    run "$nearaid" locate --snapshot real.nad '12 Invented Rd, Hartlepool'
    expect_status 0
    expect_out 'Certain    yes: number 1'
    expect_out '301 m'
    expect_that 'no far lane' test "$(grep -c 'Far Lane' real/os_open_names.csv)" = 0
    # Several editions of wards: each its own layer, one after the other.
    cp from/wards.zip from/wards-2020.zip
    cp from/wards.zip from/wards-2024.zip
    run "$fetch" --wards 2024,2020 --no-names --no-streets --from from two
    expect_that 'no streets' test ! -e two/durham.osm.pbf
    expect_status 0
    expect_that 'the days' grep -q -x 'valid_to = 2024-05-01' two/pack.ini
    expect_that 'the days' grep -q -x 'valid_from = 2024-05-02' two/pack.ini
    expect_that 'the days' grep -q -x 'valid_from = 2020-05-07' two/pack.ini
    expect_that 'no names' test ! -e two/os_open_names.csv
    rm -r two
    run "$fetch" --wards 99 --from from two
    expect_status 2
    expect_err 'not years'
    expect_that 'no pack' test ! -e two/pack.ini
    run "$fetch" --wards 2020,2021 --from from two
    expect_status 4
    expect_err 'wards-2021.zip cannot be read'
    expect_that 'no pack' test ! -e two/pack.ini
    printf 'nothing\n' >names/Data/NZ42.csv
    printf 'nothing\n' >names/Data/NZ52.csv
    (cd names && cmake -E tar cf ../from/names.zip --format=zip .)
    run "$fetch" --from from two
    expect_status 3
    expect_err 'no names of these postcode areas'
    expect_that 'no pack' test ! -e two/pack.ini
fi

# The style check: clean code passes, each planted breach is found.
mkdir -p tree/src/base
plant() { # SOURCE STATUS WORDS [FIRST_LINE]
    printf '%s\n' "${4-/* What it is for. */}" "$1" >tree/src/base/x.c
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
plant 'int x;' 1 'begins with a paragraph' '#include <stddef.h>'
plant '#define _GNU_SOURCE' 1 'begins with a paragraph' '/* x is of GNU. */'
plant "$(printf '\n/* x is of GNU. */\n#define _GNU_SOURCE')" 0 '0 breaches'
plant "$(printf 'int x;\n%.0s' {1..801})" 1 'file over 800 lines'
plant "$(printf 'void f(void)\n{\n'; printf 'g();\n%.0s' {1..71}; printf '}\n')" 1 'function over 70'
finish
