#!/usr/bin/env bash
# Exports: read by other programs, the same in every form, taken back by a pack, never with a code.
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
id,kind,name,siting,address,easting_m,northing_m,accuracy_m,status,last_checked,locked,code_holder,code_holder_phone,uprn,scheme,savi_stars,valid_to,tags
a-1,box,"=1+1 ""Tom & Jerry's"" <b>","by the ]]> door","Élan Street, Tees",450770,532587,2,in_service,2026-03-01,yes,Reception,01429000000,0100110012345,pubwatch,5,,Radio Type=apex
a-2,box,-minus,"two
lines",,450771.5,532588.25,2.5,unknown,,,,,,Pubwatch,,2024-01-31,
b-1,other,@at,,,450772,532589,100,out_of_service,,no,,,,,,,usable=no
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
expect_that 'the holder is told' grep -qF 'Reception,01429000000' all.csv
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
mistake 2 'Write one of csv|geojson|kml|xlsx|gpkg' export --snapshot pack.nad -o all.ods
mistake 2 'Add -o NAME.xlsx' export --snapshot pack.nad --format xlsx
mistake 2 'and --format is csv' export --snapshot pack.nad --format csv -o all.xlsx
mistake 2 'not CSV' export --snapshot pack.nad --bom -o all.xlsx
mistake 2 'Add near' export --snapshot pack.nad --max-m 100
mistake 2 'There are: ' export --snapshot pack.nad --tag schema=pubwatch

# Which assets: by tag, by day, by distance.
run "$nearaid" export --snapshot pack.nad --tag scheme=pubwatch
expect_that 'both that say it, in either case' test "$(grep -c '^[ab]-' out)" = 2
run "$nearaid" export --snapshot pack.nad --as-at 2024-01-31
expect_out '2024-01-31,'
run "$nearaid" export --snapshot pack.nad --as-at 2024-02-01
expect_that 'ended the day before' test "$(grep -c '^[ab]-' out)" = 2
run "$nearaid" export --snapshot pack.nad --near '450770 532587' --max-m 2
expect_out ',distance_m,'
expect_that 'within two metres' test "$(grep -c '^[ab]-' out)" = 2
run "$nearaid" export --snapshot pack.nad --near '450770 532587'
expect_that 'no distance, none left out' test "$(grep -c '^[ab]-' out)" = 3

# The ending of the name is the form.
for form in csv geojson kml; do
    run "$nearaid" export --snapshot pack.nad -o "named.$form"
    expect_that "named.$form" cmp -s "named.$form" "all.$form"
done
run "$nearaid" export --snapshot pack.nad --bom
printf '\357\273\277' >bom
cat all.csv >>bom
expect_that 'the mark, then the same' cmp -s out bom

# An export is a register: the same assets, and the same export again.
for from in all.csv bom; do
    mkdir "again-$from"
    printf '[pack]\ntitle = Again\n[assets.a]\nfile = a.csv\n' >"again-$from/pack.ini"
    cp "$from" "again-$from/a.csv"
    run "$nearaid" compile "again-$from" -o again.nad --no-grid
    expect_status 0
    run "$nearaid" export --snapshot again.nad
    expect_that "$from comes back" cmp -s out all.csv
done
# A change of one asset is a change of one line.
sed 's/^b-1,other,@at/b-1,other,@there/' pack/assets.csv >assets.new
mv assets.new pack/assets.csv
run "$nearaid" compile pack -o changed.nad --no-grid
run "$nearaid" export --snapshot changed.nad
expect_that 'one line differs' test "$(diff out all.csv | grep -c '^[<>]')" = 2

if command -v xmllint >/dev/null; then
    expect_that 'xmllint reads the KML' xmllint --noout --nonet all.kml
else
    printf 'skipped: xmllint is not here\n'
fi
python=/usr/bin/python3
if [[ ! -x $python ]]; then
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
run "$python" same.py
expect_status 0
expect_out 'same'

# The other forms hold all of it, too: their columns as a register give the same assets.
run "$nearaid" export --snapshot pack.nad -o all.gpkg
cat >register.py <<'PY'
import csv, json, sqlite3, sys


def write(path, names, rows):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([['' if v is None else repr(v) if isinstance(v, float) else v for v in row] for row in rows])


features = [f['properties'] for f in json.load(open('all.geojson', encoding='utf-8'))['features']]
write('again-all.geojson/a.csv', features[0], [f.values() for f in features])
cursor = sqlite3.connect('all.gpkg').execute('SELECT * FROM assets')
write('again-all.gpkg/a.csv', [c[0] for c in cursor.description[2:]], [row[2:] for row in cursor])
PY
for from in all.geojson all.gpkg; do
    mkdir "again-$from"
    cp again-all.csv/pack.ini "again-$from/"
done
run "$python" register.py
expect_status 0
for from in all.geojson all.gpkg; do
    run "$nearaid" compile "again-$from" -o again.nad --no-grid
    expect_status 0
    run "$nearaid" export --snapshot again.nad
    expect_that "$from comes back" cmp -s out all.csv
done

# A workbook as another reader has it: every text a text, numbers and dates as such.
run "$nearaid" export --snapshot pack.nad -o all.xlsx
expect_status 0
cat >book.py <<'PY'
import csv, datetime, openpyxl

rows = list(csv.DictReader(open('all.csv', encoding='utf-8', newline='')))
sheet = openpyxl.load_workbook('all.xlsx').active
assert sheet.title == 'assets' and sheet.freeze_panes == 'A2', sheet.freeze_panes
assert sheet.auto_filter.ref.startswith('A1:') and sheet['A1'].font.b
names = [cell.value for cell in sheet[1]]
assert names == list(rows[0])
assert sheet.max_row == 4
for row, cells in zip(rows, sheet.iter_rows(min_row=2)):
    for name, cell in zip(names, cells):
        if name in ('lat', 'lon', 'easting_m', 'northing_m', 'accuracy_m'):
            assert cell.data_type == 'n' and abs(float(row[name]) - cell.value) < 1e-9, (name, cell.value)
        elif name in ('last_checked', 'valid_to', 'code_checked', 'valid_from'):
            day = cell.value.date().isoformat() if cell.value else ''
            assert day == row[name] and (not day or cell.number_format == 'yyyy-mm-dd')
        else:
            assert (cell.value or '') == row[name], (name, cell.value)
            assert cell.value is None or cell.number_format == '@', (name, cell.number_format)
assert sheet.cell(2, names.index('code_holder_phone') + 1).value == '01429000000'
assert sheet.cell(2, names.index('uprn') + 1).value == '0100110012345'
assert sheet.cell(2, 3).value.startswith('=1+1') and sheet.cell(2, 3).data_type != 'f'
assert sheet.column_dimensions['A'].width > 5
print('same book')
PY
if "$python" -c 'import openpyxl' 2>/dev/null; then
    run "$python" book.py
    expect_status 0
    expect_out 'same book'
else
    printf 'skipped: openpyxl is not here\n'
fi
cp all.xlsx before.xlsx
run "$nearaid" export --snapshot pack.nad -o all.xlsx
expect_that 'the same workbook again' cmp -s all.xlsx before.xlsx

# A GeoPackage as GDAL reads it.
run "$nearaid" export --snapshot pack.nad -o all.gpkg
expect_status 0
expect_no_out
if ! command -v ogr2ogr >/dev/null; then
    printf 'skipped: gdal is not here\n'
    finish
fi
run ogrinfo -so all.gpkg assets
expect_out 'Geometry: Point'
expect_out 'Feature Count: 3'
expect_out 'ID["EPSG",4326]'
expect_out 'last_checked: Date'
expect_no_err
ogr2ogr -f GeoJSON gdal.geojson all.gpkg
cat >package.py <<'PY'
import json

ours = json.load(open('all.geojson', encoding='utf-8'))['features']
gdal = json.load(open('gdal.geojson', encoding='utf-8'))['features']
assert len(ours) == len(gdal) == 3
for a, b in zip(ours, gdal):
    b['properties'] = {k: v.replace('/', '-') if k in ('last_checked', 'valid_to') and v else v
                       for k, v in b['properties'].items()}
    assert a['properties'] == b['properties'], (a, b)
    for x, y in zip(a['geometry']['coordinates'], b['geometry']['coordinates']):
        assert abs(x - y) < 1e-6
print('same package')
PY
run "$python" package.py
expect_status 0
expect_out 'same package'
finish
