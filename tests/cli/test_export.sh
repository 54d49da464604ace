#!/usr/bin/env bash
# Exports: read by other programs, the same in every form, never with a code.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mkdir pack
cat >pack/pack.ini <<'INI'
[pack]
title = Hooks & "crooks" <>
access_codes = codes.csv

[assets.a]
file = assets.csv
INI
cat >pack/assets.csv <<'CSV'
id,kind,name,siting,address,easting_m,northing_m,accuracy_m,status,last_checked,locked,code_holder,code_holder_phone
a-1,box,"=1+1 ""Tom & Jerry's"" <b>","by the ]]> door","Élan Street, Tees",450770,532587,2,in_service,2026-03-01,yes,Reception,01429 000000
a-2,box,-minus,"two
lines",,450771.5,532588.25,2.5,unknown,,,,
b-1,other,@at,,,450772,532589,100,out_of_service,,no,,
CSV
printf 'id,code\na-1,C7391X\n' >pack/codes.csv
chmod 600 pack/codes.csv
run "$nearaid" compile pack -o pack.nad --no-grid
expect_status 0

for form in csv geojson kml; do
    run "$nearaid" export --snapshot pack.nad --format "$form"
    expect_status 0
    expect_no_err
    cp out "all.$form"
    expect_that "no code in $form" test "$(grep -c C7391X out)" = 0
    run "$nearaid" export --snapshot pack.nad --format "$form" --kind other -o "other.$form"
    expect_status 0
    expect_no_out
    expect_that "b-1 in $form" grep -qF b-1 "other.$form"
    expect_that "no a-1 in $form" test "$(grep -c a-1 "other.$form")" = 0
    run "$nearaid" export --snapshot pack.nad --format "$form"
    expect_that "$form is the same again" cmp -s out "all.$form"
done
expect_that 'the holder is told' grep -qF 'Reception,01429 000000' all.csv
run "$nearaid" export --snapshot pack.nad
expect_that 'CSV without a format' cmp -s out all.csv

# For spreadsheets on request alone; a number is no formula.
expect_that 'as it is' grep -q '^a-2,box,-minus,' all.csv
run "$nearaid" export --snapshot pack.nad --spreadsheet-safe
expect_out "a-2,box,'-minus,"
expect_out "\"'=1+1 "
expect_out "b-1,other,'@at,"
expect_that 'longitudes are numbers' grep -qE '^b-1,.*,-1\.2' out

mistake 2 'kind' export --snapshot pack.nad --kind bax
mistake 2 'format' export --snapshot pack.nad --format xls

if command -v xmllint >/dev/null; then
    expect_that 'xmllint reads the KML' xmllint --noout --nonet all.kml
else
    printf 'skipped: xmllint is not here\n'
fi
if ! command -v python3 >/dev/null; then
    printf 'skipped: python3 is not here\n'
    finish
fi
# Three readers that are not ours, one content.
cat >same.py <<'PY'
import csv, json, xml.etree.ElementTree as tree

rows = list(csv.DictReader(open('all.csv', encoding='utf-8', newline='')))
features = json.load(open('all.geojson', encoding='utf-8'))['features']
K = '{http://www.opengis.net/kml/2.2}'
document = tree.parse('all.kml').getroot().find(K + 'Document')
marks = document.findall(K + 'Placemark')
assert len(rows) == len(features) == len(marks) == 3
assert document.find(K + 'name').text == 'Hooks & "crooks" <>'
assert rows[0]['name'] == '=1+1 "Tom & Jerry\'s" <b>', rows[0]
assert rows[0]['siting'] == 'by the ]]> door'
assert rows[0]['address'] == '\u00c9lan Street, Tees'
assert rows[1]['easting_m'] == '450771.5' and rows[1]['northing_m'] == '532588.25'
for row, feature, mark in zip(rows, features, marks):
    fields = {d.get('name'): d.find(K + 'value').text
              for d in mark.find(K + 'ExtendedData').findall(K + 'Data')}
    assert fields == {k: v for k, v in row.items() if v != ''}, (fields, row)
    assert mark.find(K + 'name').text == row['name']
    assert list(feature['properties']) == list(row)
    for name, value in feature['properties'].items():
        if isinstance(value, (int, float)):
            assert float(row[name]) == value, name
        else:
            assert row[name] == (value or ''), name
    lon, lat = mark.find(K + 'Point').find(K + 'coordinates').text.split(',')
    assert (lon, lat) == (row['lon'], row['lat'])
    drawn = feature['geometry']['coordinates']
    assert feature['geometry']['type'] == 'Point'
    assert abs(drawn[0] - float(lon)) < 1e-7 and abs(drawn[1] - float(lat)) < 1e-7
    assert feature['id'] == row['id']
    children = [c.tag.replace(K, '') for c in mark]
    order = ['name', 'address', 'description', 'ExtendedData', 'Point']
    assert children == [name for name in order if name in children], children
print('same')
PY
run python3 same.py
expect_status 0
expect_out 'same'
finish
