#!/usr/bin/env bash
# A register's way to the control room: published, compared with the next, stopped, accepted, and taken back.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# register NAME ROWS: a council's list; ROWS of its sites, with a heading row below a title.
register() {
    {
        echo 'Public access equipment,,,,,,'
        echo 'Ref No.,Site Name,Address 1,Town,Location (Lat/Long),Cabinet Locked?,Last Inspected'
        for i in $(seq 1 "$2"); do
            printf 'B%02d,Site %02d,%d High Street,Hartlepool,"54.68%02d, -1.21%02d",Y,%02d/10/2026\n' \
                "$i" "$i" "$i" "$((i + 20))" "$i" "$((i % 28 + 1))"
        done
    } >"$1"
}

pack() {
    mkdir -p pack
    cp "$demo"/wards_2023.* pack
    printf '%s\n' '[pack]' 'title = Release' "issued = $1" '[wards.2023]' 'file = wards_2023.shp' \
        'valid_from = 2023-05-04' 'tolerance_m = 500' 'gap_limit_m2 = 100000000' '[assets.defibs]' \
        'file = defibs.csv' 'kind = defibrillator' >pack/pack.ini
}

pack 2026-10-30
register pack/defibs.csv 30

# The council's workbook goes in without editing: what each column is, is said and written down.
sed 1d pack/defibs.csv | sed 's/Cabinet Locked?/&,Keypad no./; s/,Y,/,Y,4471Z,/' >council.csv
python3 - council.csv "Defibs Nov 26.xlsx" <<'PYTHON'
import csv, html, sys, zipfile
rows = list(csv.reader(open(sys.argv[1], newline="")))
cell = lambda text: '<c t="inlineStr"><is><t>%s</t></is></c>' % html.escape(text)
sheet = "".join("<row>%s</row>" % "".join(map(cell, row)) for row in [["Public access equipment"]] + rows)
main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
package = "http://schemas.openxmlformats.org/package/2006/relationships"
with zipfile.ZipFile(sys.argv[2], "w") as book:
    book.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
    book.writestr("_rels/.rels", '<Relationships xmlns="%s"><Relationship Id="a" Type="%s/officeDocument" '
                  'Target="xl/workbook.xml"/></Relationships>' % (package, rel))
    book.writestr("xl/workbook.xml", '<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="Sites" sheetId="1" '
                  'r:id="a"/></sheets></workbook>' % (main, rel))
    book.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="%s"><Relationship Id="a" Type="%s/worksheet" '
                  'Target="worksheets/sheet1.xml"/></Relationships>' % (package, rel))
    book.writestr("xl/worksheets/sheet1.xml", '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (main, sheet))
PYTHON
run "$nearaid" import "Defibs Nov 26.xlsx" --kind defibrillator -o new --no-grid --yes
expect_status 0
expect_out 'Site Name -> name'
expect_out 'Location (Lat/Long) -> lat_lon'
expect_out 'Keypad no. -> LEFT OUT: it holds access codes (30 cells)'
expect_that 'decisions are written down' grep -qF 'column.address = Address 1 + Town' new/pack.ini
expect_that 'the section is named' grep -qF '[assets.defibs_nov_26]' new/pack.ini
run "$nearaid" compile new --no-grid -o new.nad
expect_status 0
expect_that 'no code is in the file' bash -c '! grep -q 4471Z new.nad'
run "$nearaid" export --snapshot new.nad
expect_out 'B30,defibrillator,Site 30'
# A column that is new next month is not guessed at.
cp council.csv new/next.csv
sed -i '1s/,Town/,Town,Pad expiry/; 2,$s/Hartlepool/Hartlepool,2027/' new/next.csv
sed -i 's/^file = .*/file = next.csv/' new/pack.ini
run "$nearaid" check new --no-grid
expect_status 3
expect_out 'field "Pad expiry": The file has a new column'
run "$nearaid" import new/next.csv --section defibs_nov_26 -o new --no-grid --yes
expect_status 0
run "$nearaid" check new --no-grid
expect_status 0

run "$nearaid" compile pack --no-grid -o october.nad
expect_status 0
run "$nearaid" publish october.nad --into live --by 'duty inspector'
expect_status 0
expect_err 'is current'
expect_that 'the link names the file' cmp -s live/current/pack.nad october.nad
expect_that 'the digest is right' bash -c 'cd live/current && sha256sum -c --quiet SHA256'
expect_that 'who published it is kept' grep -q 'by duty inspector' live/current/about.txt

# The same again changes nothing.
run "$nearaid" publish october.nad --into live
expect_status 0
expect_that 'one release' test "$(wc -l <live/releases/history)" -eq 1

# Next month's file is cut short: it is stopped in check, compile and publish.
pack 2026-11-30
register pack/defibs.csv 3
for what in check compile; do
    if [[ $what == check ]]; then output=(); else output=(-o november.nad); fi
    run "$nearaid" "$what" pack --no-grid "${output[@]}" --against live/current/pack.nad
    expect_status 3
    expect_err 'To be accepted: defibrillator: 27 of 30 are gone'
done
expect_that 'nothing is written' test ! -e november.nad
run "$nearaid" check pack --no-grid --json --against live/current/pack.nad
expect_json against.kinds.0.gone 27

# With a reason it goes, and the reason is kept in the file.
run "$nearaid" compile pack --no-grid -o november.nad --against live/current/pack.nad --accept 'contract ended'
expect_status 0
run "$nearaid" info --snapshot november.nad
expect_out 'Accepted: contract ended (defibrillator: 27 of 30 are gone)'
run "$nearaid" publish november.nad --into live --against live/current/pack.nad
expect_status 3
run "$nearaid" publish november.nad --into live --against live/current/pack.nad --accept 'contract ended'
expect_status 0
expect_that 'the next is current' cmp -s live/current/pack.nad november.nad

# And back, once.
run "$nearaid" publish --rollback live
expect_status 0
expect_that 'the one before is current' cmp -s live/current/pack.nad october.nad
run "$nearaid" publish --rollback live
expect_status 3
expect_err 'no release before the current one'

# Small changes are told apart.
pack 2026-12-30
register pack/defibs.csv 30
sed -i 's/B01,Site 01/B99,Site 01/; s/Site 02/Site Two/; s/54.6823/54.7023/; /^B30/d' pack/defibs.csv
run "$nearaid" compile pack --no-grid -o december.nad
expect_status 0
run "$nearaid" diff october.nad december.nad
expect_status 0
expect_out 'defibrillator: 30 before, 29 now; 1 gone, 0 new, 1 moved over 10 m'
expect_out 'id: B99, was B01'
expect_out 'name: Site Two, was Site 02'
expect_out 'moved 2'
expect_out 'gone: B30'
run "$nearaid" diff october.nad october.nad
expect_out 'No asset has changed'
run "$nearaid" diff october.nad pack --no-grid --json
expect_status 0
expect_json kinds.0.gone 1

finish
