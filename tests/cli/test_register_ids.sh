#!/usr/bin/env bash
# Registers without lasting ids, with codes that are kept, and without positions of their own.
# shellcheck source=tests/cli/lib.sh disable=SC2016
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
import() {
    run "$nearaid" import "$@" --no-grid --yes
}
ids_of() { # ids_of PACK: "NAME ID" of each asset, sorted by name
    "$nearaid" export --pack "$1" --no-grid 2>/dev/null | cut -d, -f1,3 |
        awk -F, 'NR > 1 { print $2 "\t" $1 }' | sort
}

# Twenty sites, of which seven have one name and postcode: a stadium.
sites() {
    echo 'Site Name,Postcode,Lat,Lon'
    for i in $(seq 1 13); do
        printf 'Site %02d,TS24 8A%c,54.68%02d,-1.21%02d\n' "$i" "$(printf '%b' "\\x$(printf %x $((64 + i)))")" "$i" "$i"
    done
    for i in $(seq 1 7); do
        printf 'Stadium,TS24 9ZZ,54.70%02d,-1.20%02d\n' "$((i * 3))" "$i"
    done
}
sites >sites.csv
import sites.csv --kind defibrillator -o pack
expect_status 0
expect_out 'Kept: 20 ids in sites_ids.csv'
expect_that 'id = make is written' grep -qx 'id = make' pack/pack.ini
expect_that 'with the file' grep -qx 'ids = sites_ids.csv' pack/pack.ini
expect_that 'a heading and 20 lines' test "$(wc -l <pack/sites_ids.csv)" -eq 21
ids_of pack >before
expect_that 'twenty ids' test "$(cut -f2 before | sort -u | wc -l)" -eq 20
run "$nearaid" check pack --no-grid
expect_status 0
expect_that 'nothing is new' bash -c '! grep -q "until it is kept" out'

# Sorted anew they keep them, and compiling writes nothing into the pack.
cp -r pack reordered
{ head -1 sites.csv; sed 1d sites.csv | sort -t, -k4r; } >reordered/sites.csv
(cd reordered && sha256sum -- * >../sums)
run "$nearaid" compile reordered --no-grid -o reordered.nad
expect_status 0
expect_that 'compiling writes nothing' bash -c 'cd reordered && sha256sum -c --quiet ../sums'
positions() { # "ID LAT" of each asset, sorted
    "$nearaid" export --pack "$1" --no-grid 2>/dev/null | awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "lat") at = i; next } { print $1, $at }' | sort
}
positions pack >pack.positions
positions reordered >reordered.positions
expect_that 'each keeps its id, those of one name too' cmp -s pack.positions reordered.positions

# One renamed, one moved a little, one gone, one new: only the new one has another id.
cp -r pack next
sed -e 's/^Site 01,/Site 1,/' -e 's/^Site 02,TS24 8AB,54.6802/Site 02,TS24 8AB,54.6805/' -e '/^Site 03/d' sites.csv >next/sites.csv
echo 'Brand new,TS24 8BZ,54.6900,-1.2300' >>next/sites.csv
run "$nearaid" check next --no-grid
expect_status 0
expect_out '1 record is not in sites_ids.csv: the id is made, and may change until it is kept'
expect_out 'Run nearaid import with the same --section'
ids_of next >after
id() { grep -P "^$2\t" "$1" | cut -f2; }
expect_that 'a moved one keeps its id' test "$(id before 'Site 02')" = "$(id after 'Site 02')"
expect_that 'a renamed one keeps its id' test "$(id before 'Site 01')" = "$(id after 'Site 1')"
expect_that 'the new one has none that was' bash -c '! cut -f2 before | grep -qx "$1"' - "$(id after 'Brand new')"
import next/sites.csv --section sites -o next
expect_status 0
expect_out 'Kept: 21 ids in sites_ids.csv'
run "$nearaid" check next --no-grid
expect_that 'it is kept now' bash -c '! grep -q "until it is kept" out'
ids_of next >kept
expect_that 'as it was before' cmp -s after kept
expect_that 'what is gone keeps its id' grep -q "$(id before 'Site 03')" next/sites_ids.csv

# A file of ids that is not one.
printf 'id,name\nx,y\n' >next/sites_ids.csv
run "$nearaid" check next --no-grid
expect_status 3
expect_out 'sites_ids.csv: line 1: The columns are not id,name,postcode,easting_m,northing_m'
printf 'id,name,postcode,easting_m,northing_m\na,,,,\na,,,,\n' >next/sites_ids.csv
run "$nearaid" check next --no-grid
expect_out 'An id is there twice'
rm next/sites_ids.csv
run "$nearaid" check next --no-grid
expect_status 4
expect_out 'sites_ids.csv'

# Row numbers are no ids.
printf 'No,Site Name,Lat,Lon\n1,Hall,54.68,-1.21\n2,Inn,54.69,-1.22\n' >numbered.csv
import numbered.csv --kind thing -o numbered
expect_status 0
expect_out 'Kept: 2 ids in numbered_ids.csv'

# Codes: left out, or kept as those of access_codes, and then only for who may see them.
printf '%s\n' 'Ref No,Site Name,Lat,Lon,Cabinet code' 'A1,Hall,54.6862,-1.2105,C159X' 'A2,Inn,54.6872,-1.2115,n/a' \
    'A3,Shop,54.6882,-1.2125,4471' >codes.csv
import codes.csv --kind defibrillator -o left
expect_status 0
expect_that 'no code is compiled' bash -c '"$1" compile left --no-grid -o left.nad 2>/dev/null; ! grep -aq C159X left.nad' - "$nearaid"
import codes.csv --kind defibrillator -o moved --secrets move
expect_status 0
expect_out 'Cabinet code -> access codes, kept as those of access_codes (2 cells)'
expect_that 'secrets = move' grep -qx 'secrets = move' moved/pack.ini
expect_that 'the copy is closed to others' test "$(stat -c %a moved/codes.csv)" = 600
run "$nearaid" compile moved --no-grid -o moved.nad
expect_status 0
expect_err 'they are kept as those of access_codes'
expect_that 'findings quote no code' bash -c '! grep -q "C159X\|4471" err out'
expect_that 'the code is in the file of codes' grep -aq C159X moved.nad
expect_that 'that file is closed to others' test "$(stat -c %a moved.nad)" = 600
run "$nearaid" export --snapshot moved.nad
expect_that 'it is not exported' bash -c '! grep -q "C159X\|4471" out'
run "$nearaid" info --snapshot moved.nad
expect_that 'nor shown' bash -c '! grep -q "C159X\|4471" out'
chmod 644 moved/codes.csv
run "$nearaid" check moved --no-grid
expect_status 3
expect_out 'codes.csv: The file of access codes is open to others; chmod o= the file'
chmod 600 moved/codes.csv
sed -i '1s/$/,Key code/; 2,$s/$/,9913/' moved/codes.csv
sed -i 's/^complete = yes$//' moved/pack.ini
run "$nearaid" check moved --no-grid
expect_status 3
expect_out 'Two columns hold codes: only one can be moved; Add the other one to its section: ignore = Key code'
sed -i 's/^secrets = move$/secrets = move\nignore = Key code/' moved/pack.ini
run "$nearaid" check moved --no-grid
expect_status 0

# Positions by UPRN, postcode and street, and how many are of which.
mkdir where
cp "$demo"/wards_2023.* where
printf '%s\n' '"TS24 8AA",10,451000,532500,"E92000001","","","","",""' >where/cp.csv
printf '%s\n' 'UPRN,X_COORDINATE,Y_COORDINATE,LATITUDE,LONGITUDE' '1001,451010.00,532510.00,54.6,-1.2' \
    '1002,451110.00,532610.00,54.6,-1.2' >where/uprn.csv
printf '%s\n' 'name,kind,locality,easting_m,northing_m' 'Example Road,street,Hartlepool,451300,532300' \
    'High Street,street,Hartlepool,451200,532200' 'High Street,street,Redcar,460000,525000' >where/streets.csv
printf '%s\n' 'Ref No,Name,Address,Postcode,UPRN,Lat,Lon' \
    'A1,Own,1 High Street,TS24 8AA,1001,54.6862,-1.2105' \
    'A2,Uprn,2 High Street,TS24 8AA,1002,,' \
    'A3,Postcode,3 High Street,TS24 8AA,,,' \
    'A4,Street,"4 High St, Hartlepool",,,,' \
    'A5,Road,"5 Example Rd., Hartlepool",TS99 9ZZ,,,' >where/sites.csv
printf '%s\n' '[pack]' 'title = Where' 'issued = 2026-11-30' '[places.p]' 'file = cp.csv' 'format = codepoint-open' \
    '[places.uprn]' 'file = uprn.csv' 'format = os-open-uprn' '[places.streets]' 'file = streets.csv' 'format = csv' \
    '[assets.sites]' 'file = sites.csv' 'kind = thing' >where/pack.ini
run "$nearaid" check where --no-grid
expect_status 0
expect_out 'positions: 1 of the file, 1 by UPRN, 1 by postcode, 2 by street'
expect_out 'quality: 1 building, 1 postcode, 3 approximate'
expect_out 'line 5, field "easting_m": No position and no postcode: somewhere in the street of its address is taken'
run "$nearaid" check where --no-grid --json
expect_json registers.0.positions.uprn 1
run "$nearaid" export --pack where --no-grid
expect_out '451110'
expect_out '451200'
expect_out '451300'
expect_that 'a street of another town is not taken' bash -c '! grep -q 460000 out'
# A street that is there twice, or in another town, is no position; nor is a UPRN that is not known.
printf '%s\n' 'A6,Which,6 High Street,,,,' >>where/sites.csv
run "$nearaid" check where --no-grid
expect_status 3
expect_out 'no street of the pack is that of its address (A6, Which)'
sed -i '/^A6/d' where/sites.csv
printf '%s\n' 'A7,Unknown,,,1009,,' >>where/sites.csv
run "$nearaid" check where --no-grid
expect_status 3
expect_out 'the pack has none for UPRN 1009 (A7, Unknown)'
sed -i '/^A7/d' where/sites.csv
printf 'UPRN,LAT\n1,2\n' >where/uprn.csv
run "$nearaid" check where --no-grid
expect_status 3
expect_out 'uprn.csv: line 1: The file has no columns UPRN, X_COORDINATE and Y_COORDINATE'
finish
