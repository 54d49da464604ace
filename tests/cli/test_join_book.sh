#!/usr/bin/env bash
# Joined rows as a workbook, a GeoPackage and GeoJSON: what other programs read in them is what the CSV
# has, row by row and cell by cell.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

run "$nearaid" compile "$demo" -o demo.nad --no-grid
expect_status 0
cat >offences.csv <<'CSV'
id,latitude,longitude,type,phone,"a ""b"""
1,54.6867,-1.2080,Burglary,01429000000,007
2,,,Drugs,,"two
lines"
3,51.5007,-0.1246,"Other theft, from a shop",=1+1,3-4
4,54.6867,,Élan,"'",1E5
5,nonsense,-1.2,x,y,z
6,54.6867
CSV
printf 'id,easting,northing\na,450770.25,532587\nb,,\nc,450771,x\n' >metres.csv
adds=ward_code,match,boundary_distance_m,certain,alternatives,area:patrols,nearest:bleed_cabinet

for table in offences metres; do
    for form in csv xlsx gpkg geojson; do
        run "$nearaid" join --snapshot demo.nad "$table.csv" --add "$adds" -o "$table-out.$form"
        expect_status 0
        expect_no_out
        # The bytes do not hang on the threads, nor on the hour.
        cp "$table-out.$form" before
        run "$nearaid" join --snapshot demo.nad "$table.csv" --add "$adds" -o "$table-out.$form" --threads 3
        expect_that "$table as $form again" cmp -s "$table-out.$form" before
    done
done

mistake 2 'Add -o NAME.gpkg' join --snapshot demo.nad offences.csv --format gpkg
mistake 2 'Write one of csv|ndjson|geojson|xlsx|gpkg' join --snapshot demo.nad offences.csv -o out.kml
printf '{"lat":54.6867,"lon":-1.2}\n' >rows.ndjson
run "$nearaid" join --snapshot demo.nad rows.ndjson -o objects.xlsx
expect_status 0
expect_that 'objects become rows' test -e objects.xlsx
mistake 2 'not CSV' join --snapshot demo.nad offences.csv --bom -o out.xlsx
run "$nearaid" join --snapshot demo.nad offences.csv --add "$adds" --bom
printf '\357\273\277' >bom
cat offences-out.csv >>bom
expect_that 'the mark, then the same' cmp -s out bom
# A fault of the input leaves the former file as it was.
printf 'id,latitude,longitude\n1,54.6,-1.2\n' >one.csv
printf 'id,other\n1,2\n' >two.csv
cp offences-out.gpkg before
run "$nearaid" join --snapshot demo.nad one.csv two.csv -o offences-out.gpkg
expect_status 3
expect_that 'the former file' cmp -s offences-out.gpkg before
expect_that 'and nothing beside it' test "$(find . -name '*offences-out.gpkg*' | wc -l)" = 1

# A file that cannot be written whole: one sentence of ours, none of the library's own.
{ printf 'id,latitude,longitude,text\n'; seq -f '%.0f,54.6867,-1.2080,somewhere' 20000; } >long.csv
run bash -c "trap '' XFSZ; ulimit -f 40; exec '$nearaid' join --snapshot demo.nad long.csv -o long.xlsx"
expect_status 4
expect_that 'the library is not heard' bash -c "! grep -q ERROR '$work/err'"
expect_that 'one line' test "$(wc -l <"$work/err")" = 1

# Only the command line links what writes such files.
if command -v readelf >/dev/null; then
    expect_that 'the command line does' bash -c "readelf -d '$nearaid' | grep -q xlsxwriter"
    expect_that 'the daemon does not' bash -c "! readelf -d '${NA_DAEMON:?}' | grep -q xlsxwriter"
fi

python=/usr/bin/python3
if [[ ! -x $python ]] || ! "$python" -c 'import openpyxl, sqlite3' 2>/dev/null; then
    printf 'skipped: python3 or openpyxl is not here\n'
    finish
fi
cat >same.py <<'PY'
import csv, json, math, openpyxl, sqlite3, struct, sys

TYPED = {'boundary_distance_m', 'certain', 'nearest_bleed_cabinet_distance_m'}
AXES = {'latitude', 'longitude', 'easting', 'northing'}
table, srid = sys.argv[1], int(sys.argv[2])
with open(table + '-out.csv', encoding='utf-8', newline='') as file:
    names, *rows = csv.reader(file)
short = [i for i, row in enumerate(rows) if row[names.index('match')] == 'bad' and '' == row[2] == row[-1]]


def value(name, text):
    if text == '':
        return None
    return text == 'true' if name == 'certain' else float(text) if name in TYPED else text


def number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return text


sheet = openpyxl.load_workbook(table + '-out.xlsx').active
assert [cell.value for cell in sheet[1]] == names
got = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
assert len(got) == len(rows), (len(got), len(rows))
db = sqlite3.connect(table + '-out.gpkg')
assert db.execute('PRAGMA integrity_check').fetchone()[0] == 'ok'
layer = db.execute('SELECT * FROM rows').fetchall()
assert len(layer) == len(rows)
features = json.load(open(table + '-out.geojson', encoding='utf-8'))['features']
assert len(features) == len(rows)
x, y = [names.index(name) for name in (['longitude', 'latitude'] if srid == 4326 else ['easting', 'northing'])]
shown = {row[i].number_format for row in sheet.iter_rows(min_row=2) for i in (x, y) if isinstance(row[i].value, float)}
assert shown == {'0.000000' if srid == 4326 else '0.00'}, shown
for row, cells, record, feature in zip(rows, got, layer, features):
    blob = record[1]
    whole = 'raw' not in feature['properties']
    for i, name in enumerate(names):
        if not whole and i < len(names) - len(names[names.index('ward_code'):]):
            continue
        want = value(name, row[i])
        have = cells[i]
        assert have == (number(want) if name in AXES else want), (name, have, want)
        stored = record[2 + i]
        assert (stored if name != 'certain' or stored is None else bool(stored)) == want, (name, stored)
        flat = feature['properties'][name]
        assert not isinstance(flat, (list, dict)), name
        assert flat == want or (want is None and flat in ('', None)), (name, flat, want)
    if not whole:
        assert cells[0] == record[2] == feature['properties']['raw'] == '6,54.6867', cells
    placed = row[names.index('match')] in ('inside', 'none')
    assert (blob is not None) == placed, row
    if placed:
        assert blob[:4] == b'GP\0\1' and struct.unpack('<i', blob[4:8]) == (srid,)
        assert struct.unpack('<dd', blob[13:]) == (float(row[x]), float(row[y]))
print('same')
PY
# What a workbook cannot hold must not spoil it.
printf 'id,latitude,longitude,odd\n1,54.6867,-1.2080,a\357\277\276b\357\277\277\n' >odd.csv
printf '2,54.6867,-1.2080,"a\r\nb\rc"\n3,54.6867,-1.2080,caf\351 <&>\n' >>odd.csv
run "$nearaid" join --snapshot demo.nad odd.csv -o odd.xlsx
expect_status 0
cat >odd.py <<'PY'
import openpyxl

got = [row[3] for row in openpyxl.load_workbook('odd.xlsx').active.iter_rows(min_row=2, values_only=True)]
assert got == ['a\ufffdb\ufffd', 'a\nb\nc', 'caf\u00e9 <&>'], got
print('fit')
PY
run "$python" odd.py
expect_status 0
expect_out fit
run "$python" same.py offences 4326
expect_status 0
expect_out same
run "$python" same.py metres 27700
expect_status 0
expect_out same
if command -v ogrinfo >/dev/null; then
    run ogrinfo -so metres-out.gpkg rows
    expect_out 'ID["EPSG",27700]'
    expect_out 'certain: Integer(Boolean)'
    expect_no_err
else
    printf 'skipped: gdal is not here\n'
fi
finish
