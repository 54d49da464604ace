#!/usr/bin/env bash
# nearaid import: profiles, sheets of a workbook, hours in columns of days, what is asked on a
# terminal, and the next month's file.
# shellcheck source=tests/cli/lib.sh disable=SC2016
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
tests=$source/tests/cli
import() {
    run "$nearaid" import "$@" --no-grid --yes
}
ini() { # ini PACK LINE: pack.ini has it
    expect_that "pack.ini of $1 has: $2" grep -qxF "$2" "$1/pack.ini"
}

# Each profile that ships is found by its headings.
printf '%s\n' 'FHRSID,BusinessName,BusinessType,AddressLine1,PostCode,RatingValue,Longitude,Latitude' \
    '101,The Anchor,Pub,1 High Street,TS24 8AA,5,-1.2105,54.6862' >fhrs.csv
printf '@id\t@type\t@lat\t@lon\tname\taddr:street\n7\tnode\t54.6862\t-1.2105\tAnchor\tHigh Street\n' >over.csv
printf '%s' '{"type":"FeatureCollection","features":[{"type":"Feature","id":"node/7","properties":' \
    '{"@id":"node/7","name":"Anchor","defibrillator:code":"C1234X"},"geometry":{"type":"Point",' \
    '"coordinates":[-1.2105,54.6862]}}]}' >osm.geojson
printf '%s\n' 'Defibrillator ID,Location Name,Latitude,Longitude,Availability,Status' \
    'D1,Anchor,54.6862,-1.2105,24 hours,Emergency ready' \
    'D2,Baker,54.6872,-1.2115,24 hours,Awaiting guardian' >defibs.csv
printf '%s\n' 'UPRN,Asset ID,Asset Name,Address 1,Town,Postcode,Easting,Northing,Book Value' \
    '100110001,A1,Depot,1 High Street,Hartlepool,TS24 8AA,451000,532000,900000' >council.csv
printf '%s\n' 'CoordinateReferenceSystem,GeoX,GeoY,Name,Postcode' 'OSGB36,451000,532000,Depot,TS24 8AA' \
    'WGS84,-1.2105,54.6862,Hall,TS24 8AA' >lga.csv
printf '%s\n' 'X,Y,OBJECTID,Name,EditDate' '451000,532000,1,Depot,2026-01-01' >arcgis.csv
for pair in fhrs.csv:fhrs over.csv:overpass-csv osm.geojson:osm-geojson defibs.csv:defib-network \
    council.csv:council-assets lga.csv:lga arcgis.csv:arcgis-hub; do
    file=${pair%:*}
    profile=${pair#*:}
    import "$file" --kind thing -o "pack-$profile"
    expect_status 0
    expect_out "Profile $profile"
    ini "pack-$profile" "profile = $profile"
    run "$nearaid" check "pack-$profile" --no-grid
    expect_status 0
done
ini pack-fhrs 'ignore = RatingValue'
ini pack-osm-geojson 'left_out = defibrillator:code'
ini pack-arcgis-hub 'column.easting_m = X'
run "$nearaid" export --pack pack-defib-network --no-grid
expect_out 'out_of_service'
run "$nearaid" export --pack pack-lga --no-grid
expect_out '451000'
import council.csv --kind thing -o forced --profile fhrs
expect_status 3
expect_err 'The file is not of the profile fhrs: it has no column "FHRSID"'
import council.csv --kind thing -o forced --profile nothing
expect_status 3
expect_err 'There is no profile nothing; Write a profile of the pack, profiles/NAME.ini, or: arcgis-hub'

# One's own: a file, which is copied into the pack; what pack.ini says comes first.
mkdir profiles
printf '%s\n' '[profile]' 'match = Ref' 'column.name = "Site, or place"' 'column.siting = Where' \
    'status.out_of_service = Kaputt' 'column.status = State of it' >profiles/ours.ini
printf '%s\n' 'Ref,"Site, or place",Where,State of it,Lat,Lon,Extra' \
    'R1,Hall,left of the door,Kaputt,54.6862,-1.2105,x' >ours.csv
import ours.csv --kind thing -o own --profile profiles/ours.ini
expect_status 0
expect_out 'Site, or place -> name'
ini own 'column.name = "Site, or place"'
expect_that 'the profile is in the pack' cmp -s profiles/ours.ini own/profiles/ours.ini
run "$nearaid" export --pack own --no-grid
expect_out 'left of the door'
expect_out 'out_of_service'
sed -i 's/^column.siting = .*/column.siting = Extra/; s/^tags = Extra$/tags = Where/' own/pack.ini
run "$nearaid" export --pack own --no-grid
expect_out ',x,'

# A column that pack.ini makes a tag is not what the profile says of it.
sed -i '/^column.status = /d; s/^tags = Where$/tags = Where, State of it/' own/pack.ini
run "$nearaid" export --pack own --no-grid
expect_that 'pack.ini comes first' bash -c '! grep -q out_of_service out && grep -q Kaputt out'

# A file without headings.
printf '7\t54.6862\t-1.2105\tAnchor\n8\t54.6872\t-1.2115\tBaker\n' >bare.csv
mkdir bare
cp bare.csv bare
printf '%s\n' '[pack]' 'title = T' 'issued = 2026-11-30' '[assets.x]' 'file = bare.csv' 'kind = thing' >bare/pack.ini
run "$nearaid" check bare --no-grid
expect_status 3
expect_out 'columns = A, B, C if it has no headings'
printf 'columns = @id, @lat, @lon, name\nprofile = overpass-csv\n' >>bare/pack.ini
run "$nearaid" export --pack bare --no-grid
expect_status 0
expect_out '8,thing,Baker'

# Next month: a heading that is new, or gone, is named with what to do; nothing is guessed.
cp defibs.csv next.csv
sed -i '1s/Availability/Available/' next.csv
cp next.csv pack-defib-network/defibs.csv
run "$nearaid" check pack-defib-network --no-grid
expect_status 3
expect_out 'pack.ini names the column "Availability", which the file does not have'
expect_out 'field "Available": The file has a new column, which pack.ini does not name; Run nearaid import again'
import pack-defib-network/defibs.csv --section defibs -o pack-defib-network
expect_status 0
run "$nearaid" check pack-defib-network --no-grid
expect_status 0
# Headings that have the marks of lists in them, one that is there twice, and one without an end.
printf '%s\n' 'Ref,Name,Lat,Lon,"Notes, if any","Notes, if any",a + b,-,Type (if (known,Day;night' \
    'R1,Hall,54.6862,-1.2105,x,y,z,v,w,u' >marks.csv
import marks.csv --kind thing -o marks
expect_status 0
ini marks 'complete = yes'
run "$nearaid" check marks --no-grid
expect_status 0
sed -i '1s/$/,New/; 2s/$/,1/' marks/marks.csv
run "$nearaid" check marks --no-grid
expect_status 3
expect_out 'field "New": The file has a new column'

# The sheet with the best headings, whatever stands before it; a hidden one is worth less.
python3 "$tests/book.py" sheets.xlsx <<'JSON'
[["About", false, [["Defibrillators of the town"], ["Contact", "assets@example.org"]]],
 ["Sites", false, [["List of sites"], ["Ref No", "Site Name", "Latitude", "Longitude"],
                   ["A1", "Hall", 54.6862, -1.2105], ["A2", "Inn", 54.6872, -1.2115]]],
 ["Old", true, [["Ref No", "Site Name", "Latitude", "Longitude"],
                ["Z1", "Gone", 54.6862, -1.2105], ["Z2", "Away", 54.6, -1.2], ["Z3", "No", 54.5, -1.2]]],
 ["Key", false, [["Status", "Meaning"], ["Y", "ready"]]]]
JSON
import sheets.xlsx --kind defibrillator -o sheets
expect_status 0
expect_out 'Sheet "Sites"'
run "$nearaid" export --pack sheets --no-grid
expect_out 'A2,defibrillator,Inn'
expect_that 'no other sheet is read' bash -c '! grep -q Gone out'

# Two that could be meant: an error with the line to add, or a question.
python3 "$tests/book.py" months.xlsx <<'JSON'
[["October", false, [["Ref No", "Site Name", "Latitude", "Longitude"], ["A1", "Hall", 54.6862, -1.2105]]],
 ["November", false, [["Ref No", "Site Name", "Latitude", "Longitude"], ["A2", "Inn", 54.6872, -1.2115]]]]
JSON
import months.xlsx --kind defibrillator -o months
expect_status 3
expect_err 'Two sheets could be meant: "October" and "November"; Add to its section: sheet = October'
run python3 "$tests/type.py" '2\n\n' "$nearaid" import months.xlsx --kind defibrillator -o asked --no-grid
expect_status 0
expect_out 'Two sheets could be the register. Which?  [1] October  [2] November'
expect_out 'Sheet "November"'
ini asked 'sheet = November'
printf 'sheet = November\n' >>months/pack.ini
run "$nearaid" export --pack months --no-grid
expect_out 'A2,defibrillator,Inn'

# Two columns that could be the name: asked on a terminal, an error without one and with --yes.
printf '%s\n' 'Ref No,Site Name,Venue name,Lat,Lon' 'A1,Hall,The Hall,54.6862,-1.2105' >names.csv
run python3 "$tests/type.py" '2\n\n' "$nearaid" import names.csv --kind thing -o names --no-grid
expect_out 'Two columns could be the name. Which?'
chosen=$(grep -o 'column.name = .*' names/pack.ini)
expect_that 'the answer is written down' test -n "$chosen"
run python3 "$tests/type.py" '2\n' "$nearaid" import names.csv --kind thing -o names2 --no-grid --yes
expect_status 3
expect_that 'nothing is asked' bash -c '! grep -q Which out'
expect_out 'Add to its section: column.name'

# No column that is known as the name; an answer that is none is asked for again.
printf '%s\n' 'Ref No,Wo,Was,Lat,Lon' 'A1,Hall,red,54.6862,-1.2105' 'A2,Inn,blue,54.6872,-1.2115' >noname.csv
run python3 "$tests/type.py" '9\n1\n2\n' "$nearaid" import noname.csv --kind thing -o noname --no-grid
expect_status 0
expect_out 'No column is known to be the name. Which is it?  [1] Wo  [2] Was'
expect_out 'Type a number from 1 to 2.'
ini noname 'column.name = Wo'
ini noname 'quality = building'
import noname.csv --kind thing -o noname2
expect_status 3

# Dates in both orders, and a column that looks as if it held codes.
printf '%s\n' 'Ref No,Site Name,Lat,Lon,Last checked,Info' 'A1,Hall,54.6862,-1.2105,25/01/2026,C1234X' \
    'A2,Inn,54.6872,-1.2115,01/26/2026,C2234Y' 'A3,Shop,54.6882,-1.2125,03/04/2026,C3234Z' \
    'A4,Bar,54.6892,-1.2135,04/04/2026,1234' >doubts.csv
run python3 "$tests/type.py" '1\ny\n3\n' "$nearaid" import doubts.csv --kind thing -o doubts --no-grid
expect_out 'The dates of "Last checked" have both orders. What is 03/04/2025?  [1] day first  [2] month first'
expect_out '"Info" seems to hold access codes (4 cells). Leave it out?  [Y/n]'
ini doubts 'date_order = dmy'
ini doubts 'left_out = Info'
ini doubts 'quality = postcode'
expect_that 'no code is written down' bash -c '! grep -rq C1234X doubts/pack.ini doubts/*left_over*'
run python3 "$tests/type.py" '2\nn\n3\n' "$nearaid" import doubts.csv --kind thing -o doubts2 --no-grid
ini doubts2 'date_order = mdy'
ini doubts2 'keep = Info'

# Positions that are their postcodes': one answer for all of them.
printf '%s\n' '"TS24 8AA",10,450519,532463,"E92000001","","","","",""' >cp.csv
mkdir centres
cp cp.csv centres
printf '%s\n' '[pack]' 'title = T' 'issued = 2026-11-30' '[places.p]' 'file = cp.csv' 'format = codepoint-open' >centres/pack.ini
printf '%s\n' 'Ref No,Site Name,Easting,Northing,Postcode' 'A1,Hall,450519,532463,TS24 8AA' \
    'A2,Inn,450520,532464,TS24 8AA' 'A3,Shop,450619,532463,TS24 8AA' >centres.csv
run python3 "$tests/type.py" 'y\n' "$nearaid" import centres.csv --kind thing -o centres --no-grid
expect_status 0
expect_out "Positions: 2 of 3 lie on their postcode's centre. Quality for all: postcode (100 m)?  [Y/n]"
ini centres 'quality = postcode'

# What was not taken is listed beside the file, and the list goes when nothing is left over.
printf '%s\n' 'Ref No,Site Name,Lat,Lon,Opening hours,Supplier,Door code' \
    'A1,Hall,54.6862,-1.2105,9-5,Acme,C1234X' 'A2,Inn,54.6872,-1.2115,24 hours,Acme,C2234Y' >left.csv
import left.csv --kind defibrillator -o left
expect_status 0
expect_out 'Left over: 2 columns, 2 findings: left_left_over.csv'
expect_that 'the list' diff - left/left_left_over.csv <<'LIST'
line,column,what,to_do
,Supplier,kept as a tag (2 cells),column.ROLE = if it is something that is known
,Door code,left out: it holds access codes (2 cells),keep = if it holds none
1,Door code,The column holds access codes: it is left out (2 cells),Remove it; codes go into a file of their own: access_codes in [pack]
2,opening_hours,The opening hours are not understood: they count as unknown,docs/opening-hours.md has what is
LIST
printf '%s\n' 'Ref No,Site Name,Lat,Lon' 'A1,Hall,54.6862,-1.2105' >left.csv
import left.csv --section left -o left
expect_that 'nothing is left over' test ! -e left/left_left_over.csv

# Hours in columns of days, and what they are read as.
python3 "$tests/book.py" week.xlsx <<'JSON'
[["Sites", false, [["Ref No", "Site Name", "Latitude", "Longitude", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  ["A1", "Hall", 54.6862, -1.2105, "9am-5pm", "9am-5pm", "9am-5pm", "9am-5pm", "9am-5pm", "10am-4pm", "Closed"],
  ["A2", "Inn", 54.6872, -1.2115, "9am-5pm", "9am-5pm", "9am-5pm", "9am-5pm", "9am-5pm", "", ""],
  ["A3", "Shop", 54.6882, -1.2125, "", "", "", "", "", "", ""]]]]
JSON
import week.xlsx --kind defibrillator -o week
expect_status 0
expect_out 'Monday -> day_hours'
run "$nearaid" check week --no-grid
expect_out 'read as Mo-Fr 09:00-17:00; Sa 10:00-16:00; Su off (1 record)'
expect_out 'week.xlsx: line 3, field "opening_hours": A day has no hours while others do'
expect_out 'Write closed into the days on which it does not open'
run "$nearaid" export --pack week --no-grid
expect_out 'Mo-Fr 09:00-17:00; Sa 10:00-16:00; Su off'
printf '%s\n' 'Ref No,Name,Lat,Lon,Mon open,Mon close,Tue open,Tue close,Wed open,Wed close,Thu open,Thu close,Fri open,Fri close,Sat open,Sat close,Sun open,Sun close' \
    'A1,Hall,54.6862,-1.2105,09:00,17:00,09:00,17:00,09:00,17:00,09:00,17:00,09:00,17:00,Closed,,Closed,' >pairs.csv
import pairs.csv --kind defibrillator -o pairs
run "$nearaid" export --pack pairs --no-grid
expect_out 'Mo-Fr 09:00-17:00; Sa-Su off'
printf '%s\n' 'Ref No,Name,Lat,Lon,Opening hours' 'A1,Hall,54.6862,-1.2105,Monday to Friday 9am to 5pm' \
    'A2,Inn,54.6872,-1.2115,Monday to Friday 9am to 5pm' >prose.csv
import prose.csv --kind thing -o prose
run "$nearaid" check prose --no-grid
expect_out 'hours "Monday to Friday 9am to 5pm" read as Mo-Fr 09:00-17:00 (2 records)'
run "$nearaid" check prose --no-grid --json
expect_json hours.0.read_as 'Mo-Fr 09:00-17:00'
expect_json hours.0.records 2
expect_json registers.0.positions.file 2
finish
