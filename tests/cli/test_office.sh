#!/usr/bin/env bash
# Workbooks against LibreOffice, both ways: what it writes is read cell by cell, and what this program
# writes it opens as it was meant: texts stay texts, dates are dates. Heavy: it starts an office suite.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
command -v soffice >/dev/null || { printf 'skipped: LibreOffice is not on this machine\n'; exit 77; }
"$nearaid" compile "$demo" -o demo.nad 2>/dev/null
office() {
    soffice -env:UserInstallation=file://"$work"/profile --headless --convert-to "$@" >/dev/null 2>&1
}

/usr/bin/python3 - <<'PY'
import csv, random
random.seed(20261130)
with open("rows.csv", "w", encoding="utf-8", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["ref", "phone", "uprn", "when", "what", "latitude", "longitude"])
    for i in range(200):
        out.writerow([i, "01632960%03d" % i, "%012d" % (100110000000 + i), "2025-%02d-%02d" % (1 + i % 12, 1 + i % 28),
                      random.choice(["bin", "caf\u00e9", "a, b", "\"c\"", "=1+1", "two\nlines", ""]),
                      round(54.5 + random.random() / 5, 6), round(-1.35 + random.random() / 3, 6)])
PY

# Every column a text (2), the positions numbers (1), the days dates year first (5).
office 'xlsx:Calc MS Excel 2007 XML' --infilter='CSV:44,34,76,1,1/1/2/2/3/2/4/5/5/2/6/1/7/1' rows.csv
expect_that 'LibreOffice wrote a workbook' test -s rows.xlsx
for file in rows.csv rows.xlsx; do
    run "$nearaid" join --snapshot demo.nad --no-progress "$file" --add ward_code,match --format ndjson
    expect_status 0
    mv out "${file#*.}.ndjson"
done
/usr/bin/python3 - <<'PY' >found
import json
mine = [json.loads(line) for line in open("xlsx.ndjson", encoding="utf-8")]
wanted = [json.loads(line) for line in open("csv.ndjson", encoding="utf-8")]
def same(name, a, b):
    return a == b or name in ("latitude", "longitude") and abs(float(a) - float(b)) < 1e-12
wrong = [(name, a[name], b[name]) for a, b in zip(mine, wanted) for name in b if not same(name, a.get(name), b[name])]
print(len(mine), len(wanted), wrong[:5])
PY
expect_that "its cells are read as they stand: $(cat found)" grep -qx '200 200 \[\]' found

# Back: the workbook of this program as LibreOffice sees it.
run "$nearaid" join --snapshot demo.nad --no-progress rows.csv --add ward_code,boundary_distance_m,match -o joined.xlsx
expect_status 0
"$nearaid" join --snapshot demo.nad --no-progress rows.csv --add ward_code,boundary_distance_m,match 2>/dev/null >joined.csv
mkdir back
office 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false' --outdir back joined.xlsx
"$nearaid" export --snapshot demo.nad -o assets.xlsx 2>/dev/null
"$nearaid" export --snapshot demo.nad --format csv -o assets.csv 2>/dev/null
office 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false' --outdir back assets.xlsx
/usr/bin/python3 - <<'PY' >found
import csv
def rows(name):
    return list(csv.reader(open(name, encoding="utf-8", newline="")))
def same(a, b):
    if a == b or a.replace("\r\n", "\n") == b:
        return True
    try:
        # It writes numbers as it shows them: rounded to the decimals of their format.
        return abs(float(a) - float(b)) <= 0.5000001 * 10.0 ** -len(a.partition(".")[2])
    except ValueError:
        return False
for name in ("joined.csv", "assets.csv"):
    mine, wanted = rows("back/" + name), rows(name)
    wrong = [(i, a, b) for i, (one, other) in enumerate(zip(mine, wanted)) for a, b in zip(one, other) if not same(a, b)]
    print(name, len(mine) == len(wanted), wrong[:5])
    if name == "joined.csv":
        print("texts", all(one[:3] == other[:3] for one, other in zip(mine, wanted)))
PY
expect_that "it reads ours as they are: $(cat found)" test "$(grep -cE '(True \[\]|texts True)$' found)" = 3
finish
