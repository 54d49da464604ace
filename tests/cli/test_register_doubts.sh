#!/usr/bin/env bash
# What is said of a register as a whole, records that a person leaves out, and where data come from.
# shellcheck source=tests/cli/lib.sh disable=SC2016
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pack() { # pack NAME KEY...: a pack of NAME.csv without wards
    mkdir -p "$1"
    cp "$1.csv" "$1"
    {
        printf '%s\n' '[pack]' 'title = T' 'issued = 2026-11-30' '[assets.sites]' "file = $1.csv" 'kind = thing'
        printf '%s\n' "${@:2}"
    } >"$1/pack.ini"
}
rows() { # rows COUNT: sites of Hartlepool
    echo 'Ref No,Site Name,Lat,Lon,Status'
    for i in $(seq 10 $((9 + $1))); do
        printf 'B%d,Site %d,54.68%d,-1.21%d,ready\n' "$i" "$i" "$i" "$i"
    done
}

# An outlier of its own file: far from the middle, by what is usual in it; farther still is an error.
{ rows 12; echo 'C1,Whitby,54.4863,-0.6133,ready'; } >outlier.csv
pack outlier
run "$nearaid" check outlier --no-grid
expect_status 0
expect_out 'outlier.csv: line 14, field "lat": 44 km from the middle of its file'
{ rows 12; echo 'C1,London,51.5074,-0.1278,ready'; } >outlier.csv
pack outlier
run "$nearaid" check outlier --no-grid
expect_status 3
expect_out 'error: outlier.csv: line 14'
rows 12 >outlier.csv
pack outlier
run "$nearaid" check outlier --no-grid
expect_out '0 errors, 0 warnings'
expect_that 'nothing is far' bash -c '! grep -q "from the middle" out'

# The decimal point is lost, or at another place.
printf '%s\n' 'Ref No,Site Name,Lat,Lon' 'A1,Hall,54697395,-1214000' >point.csv
pack point
run "$nearaid" check point --no-grid
expect_status 3
expect_out 'The position is not on Earth; Is the decimal point lost: 54.697395, -1.214?'
printf '%s\n' 'Ref No,Site Name,Easting,Northing' 'A1,Hall,4505190,5324630' >point.csv
pack point
run "$nearaid" check point --no-grid
expect_status 3
expect_out 'not on the British National Grid; Is the decimal point lost: 450519, 532463?'
printf '%s\n' '"TS24 8AA",10,450519,532463,"E92000001","","","","",""' >cp.csv
printf '%s\n' 'Ref No,Site Name,Easting,Northing,Postcode' 'A1,Hall,450.519,532.463,TS24 8AA' >scale.csv
pack scale '[places.p]' 'file = cp.csv' 'format = codepoint-open'
cp cp.csv scale
run "$nearaid" check scale --no-grid
expect_status 3
expect_out 'Is the decimal point 3 places too far to the left?'

# Without a postcode to tell, the same figures lie in the sea; between semicolons dots part thousands.
printf '%s\n' 'Ref No,Site Name,Easting,Northing' 'A1,Hall,450.519,532.463' >sea.csv
pack sea
run "$nearaid" check sea --no-grid
expect_status 3
expect_out 'The position is in the sea, at the origin of the National Grid (A1, Hall); Give metres'
printf '%s\n' 'Ref No;Site Name;Easting;Northing' 'A1;Hall;450.519;532.463' >dots.csv
pack dots
run "$nearaid" check dots --no-grid
expect_status 0
expect_out '450.900 is read as 450900: dots part the thousands'
run "$nearaid" export --pack dots --no-grid
expect_out ',450519,532463,'

# Columns that matter and hold nothing, or the same everywhere.
{
    echo 'Ref No,Site Name,Lat,Lon,Status,Last inspected'
    for i in 1 2 3 4 5 6; do echo "B$i,Site $i,54.68$i,-1.2105,,"; done
} >poor.csv
pack poor
run "$nearaid" check poor --no-grid
expect_status 0
expect_out 'field "Lon": The column has the same value in all 6 records'
expect_out 'field "Status": The column is empty in all 6 records'
expect_out 'field "Last inspected": The column is empty in all 6 records'
run "$nearaid" export --pack poor --no-grid -o export.csv
pack export
run "$nearaid" check export --no-grid
expect_that 'an export has all columns' bash -c '! grep -q "is empty in all" out'

# One record with an error refuses the pack, until a person says that it is left out.
{ rows 4; echo 'C1,Wrong,154.5,-1.21,ready'; } >wrong.csv
pack wrong
run "$nearaid" check wrong --no-grid
expect_status 3
expect_out 'wrong.csv: line 6'
run "$nearaid" approve wrong --no-grid --skip 6 --by 'data manager'
expect_status 2
expect_err 'Add --why "WORDS"'
run "$nearaid" approve wrong --no-grid --skip 60 --by 'data manager' --why 'asked'
expect_status 2
expect_err 'No register has such a record'
run "$nearaid" approve wrong --no-grid --skip 6 --by 'data manager' --why 'owner asked on 30 Nov'
expect_status 0
expect_err '1 record of assets.sites is left out'
run "$nearaid" check wrong --no-grid
expect_status 0
expect_out 'The record is left out, as approved:'
expect_out 'data manager: owner asked on 30 Nov'
expect_out '1 of 5 records is left out, by approval'
expect_out '5 read, 1 left out'
run "$nearaid" info --pack wrong --no-grid --json
expect_json sources.1.left_out 1
# It counts for that very record alone.
sed -i 's/^C1,Wrong,154.5/C1,Wrong,155.5/' wrong/wrong.csv
run "$nearaid" check wrong --no-grid
expect_status 3
expect_out '1 of 1 records approved to be left out is not in the file, or changed'
sed -i 's/^C1,Wrong,155.5/C1,Right,54.685/' wrong/wrong.csv
run "$nearaid" check wrong --no-grid
expect_status 0
expect_that 'once corrected it is read' grep -q '5 read; positions' out
run "$nearaid" approve wrong --no-grid --by x
expect_status 2
expect_err 'Add --texts, or --skip LINE'

# Every text that will be served is listed to be read, those that a caller hears, too.
printf '%s\n' 'Ref No,Site Name,Lat,Lon,spoken_name,landmark,looks,siting' \
    'A1,Hall,54.6862,-1.2105,the hall on York Road,say FLOWER to the guard,red box,left of the door' >said.csv
pack said
run "$nearaid" check said --no-grid --texts
expect_status 0
expect_that 'each text' diff - out <<'TEXTS'
said.csv: 2, spoken_name: the hall on York Road
said.csv: 2, landmark: say FLOWER to the guard
said.csv: 2, looks: red box
said.csv: 2, siting: left of the door
TEXTS

# Where the data come from stands at the foot of every map.
{ rows 4; } >from.csv
pack from 'publisher = Example Council' 'licence = Open Government Licence v3.0' 'retrieved = 2026-11-29'
run "$nearaid" info --pack from --no-grid
expect_out 'Example Council, Open Government Licence v3.0, retrieved 2026-11-29'
cp "$demo"/wards_2023.* from
printf '%s\n' '[wards.2023]' 'file = wards_2023.shp' 'valid_from = 2023-05-04' 'gap_limit_m2 = 100000000' >>from/pack.ini
run "$nearaid" coverage --pack from --no-grid --kind thing --within 500 --svg map.svg
expect_status 0
digest=$(sha256sum from/from.csv)
digest=${digest%% *}
expect_that 'the foot of the map' grep -q "Example Council, Open Government Licence v3.0, retrieved 2026-11-29, sha256 ${digest:0:8}" map.svg
run "$nearaid" check from --no-grid
expect_out "Source from.csv: sha256 $digest, Example Council, Open Government Licence v3.0, retrieved 2026-11-29"
run "$nearaid" check from --no-grid --json
expect_json sources.0.sha256 "$digest"
run "$nearaid" compile from --no-grid -o from.nad
run "$nearaid" publish from.nad --into live --by 'duty inspector'
expect_that 'beside the release' grep -qF "Source from.csv: sha256 $digest, Example Council" live/current/about.txt

# A file without records, and one that is cut short: counts against what its publisher says.
rm -rf from
{ rows 4; } >from.csv
pack from 'records = 4'
run "$nearaid" check from --no-grid
expect_status 0
sed -i 's/^records = 4/records = 5/' from/pack.ini
run "$nearaid" check from --no-grid
expect_status 3
expect_out 'from.csv: "records": The file has 4 records, and its publisher says 5; Was the file cut short?'
for pair in csv:name,lat,lon onspd:pcds,doterm,oseast1m,osnrth1m,osgrdind os-open-uprn:UPRN,X_COORDINATE,Y_COORDINATE \
    codepoint-open:Postcode,Positional_quality_indicator,Eastings,Northings; do
    rm -rf empty
    mkdir empty
    printf '%s\n' "${pair#*:}" >empty/f.csv
    printf '%s\n' '[pack]' 'title = T' 'issued = 2026-11-30' '[places.x]' 'file = f.csv' "format = ${pair%%:*}" >empty/pack.ini
    run "$nearaid" check empty --no-grid
    expect_status 3
    expect_out 'f.csv: The file has headings, and no records'
done
finish
