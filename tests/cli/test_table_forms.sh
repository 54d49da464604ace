#!/usr/bin/env bash
# Tables as GeoJSON, GeoPackage and xlsx, and with columns across: every figure is that of the plain
# table, by other readers than ours.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

python=/usr/bin/python3
if [[ ! -x $python ]] || ! "$python" -c 'import openpyxl, sqlite3' 2>/dev/null; then
    printf 'skipped: python3 or openpyxl is not here\n'
    exit 77
fi
run "$nearaid" compile "$demo" -o demo.nad --no-grid
expect_status 0
# Made up, the same every time: some nowhere, some blank, values with the names of other columns.
"$python" - >rows.csv <<'PY'
import random

random.seed(7)
print('id,lat,lon,month,what')
for i in range(3000):
    month = '2025-%02d' % (1 + i * i % 7)
    what = random.choice(['Drugs', 'Drugs', 'Drugs', 'Theft', '', 'count', '"a, ""b"""'])
    lat, lon = 54.53 + random.random() * .16, -1.32 + random.random() * .2
    print('%d,%s,%s,%s,%s' % (i, '%.5f' % lat if i % 50 else '', '%.5f' % lon if i % 50 else '', month, what))
PY
(umask 077 && head -c 32 /dev/zero >key)
head -n 121 rows.csv >few.csv
for name in exact rounded few; do
    [[ $name == few ]] && from=few.csv || from=rows.csv
    [[ $name == exact ]] && round='' || round='--round 5 --key key'
    # shellcheck disable=SC2086 # words of options
    {
        run "$nearaid" table --snapshot demo.nad -i $from --by ward $round -o "$name-rows.csv"
        expect_status 0
        run "$nearaid" table --snapshot demo.nad -i $from --by ward,month $round -o "$name-cells.csv"
        expect_status 0
        run "$nearaid" table --snapshot demo.nad -i $from --by month $round -o "$name-totals.csv"
        for form in csv xlsx gpkg geojson json; do
            run "$nearaid" table --snapshot demo.nad -i $from --across month $round -o "$name-across.$form"
            expect_status 0
            expect_no_out
        done
        run "$nearaid" table --snapshot demo.nad -i $from --across month $round -o "$name-again.xlsx"
    }
    expect_that 'the same bytes again' cmp -s "$name-again.xlsx" "$name-across.xlsx"
done
for form in csv xlsx gpkg geojson; do
    run "$nearaid" table --snapshot demo.nad -i rows.csv -o "plain.$form"
    expect_status 0
done

cat >across.py <<'PY'
import csv, json, openpyxl, sqlite3, sys

name = sys.argv[1]


def read(path):
    with open(path, encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file))


rows = {r['ward_code']: int(r['count']) for r in read(name + '-rows.csv') if r['rank']}
cells = {(r['ward_code'], r['month']): int(r['count']) for r in read(name + '-cells.csv') if r['rank']}
groups = {(r['authority_name'], r['month']) for r in read(name + '-cells.csv') if not r['rank'] and r['month']}
totals = {r['month']: int(r['count']) for r in read(name + '-totals.csv') if r['rank']}
across = read(name + '-across.csv')
months = sorted(totals)
header = list(across[0])
at = header.index('count')
assert header[at + 1:at + 1 + len(months)] == months, header
listed = [r for r in across if r['rank']]
assert {r['ward_code']: int(r['count']) for r in listed} == rows
hidden = 0
for r in listed:
    for month in months:
        if (r['authority_name'], month) in groups:
            assert r[month] == '', (r, month)
            hidden += 1
        else:
            assert int(r[month]) == cells.get((r['ward_code'], month), 0), (r, month)
assert across[-1]['ward_name'] == '(all)'
assert {m: int(across[-1][m]) for m in months} == totals
if name == 'exact':
    assert hidden == 0
    for r in listed:
        assert sum(int(r[m]) for m in months) == int(r['count'])

sheet, notes = openpyxl.load_workbook(name + '-across.xlsx').worksheets
assert (sheet.title, notes.title) == ('table', 'notes')
assert sheet.freeze_panes == 'A2'
titles = [c.value for c in sheet[1]]
assert titles[-len(months):] == months, titles
got = [dict(zip(titles, [c.value for c in row])) for row in sheet.iter_rows(min_row=2)]
assert len(got) == len(across)
# A column is as wide as what stands in it, up to a limit.
letter = openpyxl.utils.get_column_letter(titles.index('ward') + 1)
longest = max(len(mine['ward']) for mine in got)
assert sheet.column_dimensions[letter].width >= min(longest, 40), (letter, longest)
for mine, row in zip(got, across):
    assert mine['code'] == (row['ward_code'] or None)
    for month in months:
        assert mine[month] == (int(row[month]) if row[month] else None)
assert any(row[0].value == 'Data' for row in notes.iter_rows())

db = sqlite3.connect(name + '-across.gpkg')
db.row_factory = sqlite3.Row
layer = db.execute('SELECT * FROM "table"').fetchall()
assert len(layer) == len(across)
for record, row in zip(layer, across):
    assert (record['geom'] is not None) == bool(row['rank'])
    for month in months:
        assert record[month] == (int(row[month]) if row[month] else None)

collection = json.load(open(name + '-across.geojson', encoding='utf-8'))
assert len(collection['features']) == len(listed)
for feature, row in zip(collection['features'], listed):
    properties = feature['properties']
    assert feature['geometry']['type'] in ('Polygon', 'MultiPolygon')
    assert not any(isinstance(v, (list, dict)) for v in properties.values())
    assert properties['ward_code'] == row['ward_code'] and properties['count'] == int(row['count'])
    for month in months:
        assert properties[month] == (int(row[month]) if row[month] else None)
whole = json.load(open(name + '-across.json', encoding='utf-8'))
assert [c['value'] for c in whole['across']['columns']] == months
assert [c['count'] for c in whole['across']['columns']] == [totals[m] for m in months]
for member, row in zip(whole['rows'], listed):
    assert member['across'] == [int(row[m]) if row[m] else None for m in months]
print('same', len(listed), hidden)
PY
run "$python" across.py exact
expect_status 0
expect_out 'same 83 0'
run "$python" across.py rounded
expect_status 0
expect_out 'same '
# Of few rows some months of an authority are too small to be listed by ward.
run "$python" across.py few
expect_status 0
expect_out 'same '
expect_that 'some cells are not shown' grep -qE 'same [0-9]+ [1-9]' out

# A value with the name of another column, a blank one, and the rows beyond --top.
run "$nearaid" table --snapshot demo.nad -i rows.csv --by authority --across what --top 1 --format csv
expect_status 0
cp out top.csv
run "$nearaid" table --snapshot demo.nad -i rows.csv --by authority,what --format csv
cp out list.csv
cat >top.py <<'PY'
import csv

top = list(csv.DictReader(open('top.csv', encoding='utf-8', newline='')))
cells = list(csv.DictReader(open('list.csv', encoding='utf-8', newline='')))
names = {'': 'what=', 'count': 'what=count'}
first = top[0]['authority_code']
kinds = {c['what'] for c in cells}
assert 'a, "b"' in kinds and '' in kinds and 'count' in kinds
for kind in kinds:
    column = names.get(kind, kind)
    mine = sum(int(c['count']) for c in cells if c['what'] == kind and c['authority_code'] == first)
    others = sum(int(c['count']) for c in cells if c['what'] == kind and c['authority_code'] != first)
    assert int(top[0][column]) == mine, (column, top[0])
    assert int(top[1][column]) == others and top[1]['authority_name'].startswith('(others'), top[1]
    assert int(top[2][column]) == mine + others
print('same')
PY
run "$python" top.py
expect_status 0
expect_out same

mistake 2 'Rates are of one count a ward' table --snapshot demo.nad -i rows.csv --across month --rate none.csv
mistake 2 'Only one thing goes across' table --snapshot demo.nad -i rows.csv --by authority --across month,what
mistake 2 'each a column: over 200' table --snapshot demo.nad -i rows.csv --across id
mistake 2 'Write one of text|csv' table --snapshot demo.nad -i rows.csv -o table.ods
mistake 2 'Add -o NAME.xlsx' table --snapshot demo.nad -i rows.csv --format xlsx
mistake 2 'not CSV' table --snapshot demo.nad -i rows.csv --bom
run "$nearaid" table --snapshot demo.nad -i rows.csv --format csv --bom
printf '\357\273\277' >bom
cat plain.csv >>bom
expect_that 'the mark, then the same' cmp -s out bom

if command -v ogrinfo >/dev/null; then
    run ogrinfo -so plain.gpkg table
    expect_out 'Geometry: Multi Polygon'
    expect_out 'Feature Count: 83'
    expect_out 'share_placed_percent: Real'
    expect_no_err
    run ogrinfo -q plain.gpkg -dialect SQLite -sql \
        'SELECT count(*) AS bad FROM "table" WHERE NOT ST_IsValid(geom) OR ST_Area(geom) <= 0'
    expect_out 'bad (Integer) = 0'
    run ogrinfo -so plain.geojson
    expect_status 0
else
    printf 'skipped: gdal is not here\n'
fi
finish
