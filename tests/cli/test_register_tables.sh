#!/usr/bin/env bash
# Every register of the case files, read cell by cell as python's own modules read it: csv, json, and
# zipfile with an XML parser for the workbook. Which row is the header was looked up by hand.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cases=$source/../shared/cases/register
[[ -d $cases ]] || { printf 'skipped: %s is not on this machine\n' "$cases"; exit 77; }
python3 - "$cases" "${json_get%/*}/table_cells" <<'PY'
import csv, io, json, os, re, subprocess, sys, zipfile
import xml.etree.ElementTree as xml
cases, program = sys.argv[1:]
HEADER = {"01-council_title_rows": 2, "02-two_header_rows": 1}

def decoded(data):
    for mark, name in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return data.decode(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")

def of_text(text):
    line = text.split("\n", 1)[0]
    delimiter = max("\t;|,", key=line.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))

def of_geojson(text):
    features = json.loads(text)["features"]
    names, ids = [], ["id"] if any("id" in feature for feature in features) else []
    for feature in features:
        names += [name for name in feature["properties"] if name not in names]
    rows = [["longitude", "latitude"] + ids + names]
    for feature in features:
        where = feature["geometry"]["coordinates"] if feature["geometry"] else ["", ""]
        rows.append([where[0], where[1]] + [feature.get("id", "") for _ in ids] + [feature["properties"].get(name, "") for name in names])
    return rows

def of_workbook(path):
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    book = zipfile.ZipFile(path)
    shared = []
    if "xl/sharedStrings.xml" in book.namelist():
        for item in xml.fromstring(book.read("xl/sharedStrings.xml")).iter(space + "si"):
            shared.append("".join(t.text or "" for t in item.iter(space + "t")))
    styles = xml.fromstring(book.read("xl/styles.xml"))
    formats = [int(one.get("numFmtId")) for one in styles.find(space + "cellXfs")]
    own = {int(one.get("numFmtId")): one.get("formatCode") for one in styles.iter(space + "numFmt")}
    dates = [14 <= one <= 22 or bool(re.search("[dmy]", own.get(one, ""))) for one in formats]
    rows = []
    for row in xml.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(space + "row"):
        cells = {}
        for cell in row.iter(space + "c"):
            column = 0
            for letter in re.match("[A-Z]+", cell.get("r")).group():
                column = column * 26 + ord(letter) - 64
            kind, value = cell.get("t", "n"), cell.find(space + "v")
            if kind == "inlineStr":
                text = "".join(t.text or "" for t in cell.iter(space + "t"))
            elif value is None:
                text = ""
            elif kind == "s":
                text = shared[int(value.text)]
            elif kind == "b":
                text = "TRUE" if value.text == "1" else "FALSE"
            elif kind == "n" and dates[int(cell.get("s", 0))]:
                import datetime
                moment = datetime.datetime(1899, 12, 30) + datetime.timedelta(float(value.text))
                text = moment.strftime("%Y-%m-%d" if moment.hour == moment.minute == 0 else "%Y-%m-%dT%H:%M:%S")
            else:
                text = value.text
            cells[column] = text
        rows.append([cells.get(i + 1, "") for i in range(max(cells, default=0))])
    return rows

def plain(value):
    if isinstance(value, str):
        return value.strip(" \t\u00a0")
    return value if value is None else json.dumps(value)

def same(mine, theirs):
    if mine == theirs:
        return True
    try: # 1.0 and 1 in a workbook
        return float(mine) == float(theirs) and "e" not in (mine + theirs).lower()
    except ValueError:
        return False

wrong = cells = tables = 0
for name in sorted(os.listdir(cases)):
    if not os.path.exists(os.path.join(cases, name, "expected.json")):
        continue
    asked = json.load(open(os.path.join(cases, name, "expected.json"), encoding="utf-8"))
    for file in [asked["file"], asked.get("previous")]:
        if file is None:
            continue
        path = os.path.join(cases, name, file)
        data = open(path, "rb").read()
        rows = of_workbook(path) if data.startswith(b"PK") else of_geojson(decoded(data)) if data.startswith(b"{") else of_text(decoded(data))
        got = subprocess.run([program, path], capture_output=True, check=False)
        found = [[plain(cell) for cell in json.loads(line)] for line in got.stdout.decode().splitlines()]
        found = [row for row in found if any(row)]
        rows = [[plain(cell) or "" for cell in row] for row in rows]
        # A title that no name of a column tells from a header is a row like others here: its cells count.
        titled = name in HEADER and found and found[0][0] == rows[0][0]
        rows = rows if titled else rows[HEADER.get(name, 0):]
        width = max(i + 1 for i, cell in enumerate(rows[0]) if cell)
        rows = [row for row in rows if any(row)]
        tables += 1
        good = got.returncode == 0 and len(rows) == len(found)
        for mine, theirs in zip(found, rows):
            longest = max(len(mine), len(theirs), width)
            for a, b in zip(mine + [""] * (longest - len(mine)), theirs + [""] * (longest - len(theirs))):
                cells += 1
                if not same(a, b):
                    good = False
                    print(name, repr(a), "is read, not", repr(b))
        if not good:
            wrong += 1
            print("wrong:", name, file, len(found), "rows of", len(rows), got.stderr.decode().strip())
print(tables, "tables,", cells, "cells,", wrong, "tables wrong")
sys.exit(wrong > 0 or tables < 50)
PY
printf 'all as wanted\n'
