#!/usr/bin/env bash
# Populations, ready counts and weights are read as rows are: whatever the delimiter, the encoding, the
# titles above the header and the kind of file, the answer is the same.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$nearaid" compile "$demo" -o demo.nad 2>/dev/null
cat >rows.csv <<'CSV'
month,latitude,longitude,type
2026-01,54.6867,-1.2080,Burglary
2026-01,54.6867,-1.2080,Drugs
2026-01,54.5747,-1.2354,Drugs
CSV
"$nearaid" table --snapshot demo.nad -i rows.csv --format csv 2>/dev/null >wards
python3 - <<'PY'
import csv, gzip, io
wards = [row for row in csv.DictReader(open("wards", encoding="utf-8"))]
tables = {
    "populations": [["ward_code", "population", "source", "date"]] +
                   [[row["ward_code"], 5000.5 + number, "Invent\u00e9", "2025-06-30"] for number, row in enumerate(wards)],
    "counts": [["ward", "local_authority", "count"], ["Victoria", "Hartlepool", 7], ["Central", "Middlesbrough", 12]],
    "weights": [["value", "weight", "source", "version"], ["Burglary", 2.5, "Invent\u00e9", "1"], ["Drugs", 0.25, "Invent\u00e9", "1"]],
}
def text(rows, delimiter=",", end="\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()
for name, rows in tables.items():
    commas = [[str(cell).replace(".", ",") if isinstance(cell, float) else cell for cell in row] for row in rows]
    for kind, made, encoding in [
            ("plain", text(rows), "utf-8"), ("bom", text(rows, end="\r\n"), "utf-8-sig"), ("cp1252", text(rows), "cp1252"),
            ("semicolon", text(commas, ";"), "utf-8"), ("wide", text(rows, "\t"), "utf-16"), ("bar", text(rows, "|"), "utf-8"),
            ("titled", "Figures of a year\n\n" + text(rows), "utf-8"), ("sep", "sep=;\n" + text(rows, ";"), "utf-8")]:
        with open(name + "-" + kind + ".csv", "w", encoding=encoding, newline="") as file:
            file.write(made)
    with gzip.open(name + "-gzip.csv", "wt", encoding="utf-8", newline="") as file:
        file.write(text(rows))
PY
if command -v ogr2ogr >/dev/null; then
    for table in populations counts weights; do
        ogr2ogr -f XLSX "$table-book.xlsx" "$table-plain.csv" 2>/dev/null
    done
fi

same() {
    local table=$1 file
    shift
    "$nearaid" "$@" "$table-plain.csv" --snapshot demo.nad --format json 2>/dev/null >"wanted"
    expect_that "$table give an answer" test -s wanted
    for file in "$table"-*; do
        run "$nearaid" "$@" "$file" --snapshot demo.nad --format json
        expect_status 0
        expect_that "$file gives the same" cmp -s <(sed "s/$file/$table-plain.csv/" "$work/out") wanted
    done
}
same populations table -i rows.csv --rate
same counts table --counts
same weights hotspots --by ward -i rows.csv --weight-by type --weights

# What is wrong is said with the line of the file.
printf 'A title\n\nward_code;population\nE05013049;many\n' >wrong.csv
mistake 3 'line 4, field "population": "many" is not a number' table --snapshot demo.nad -i rows.csv --rate wrong.csv
mistake 3 'PDF' table --snapshot demo.nad -i rows.csv --rate <(printf '%%PDF-1.7\n')
mistake 4 'No such file' table --snapshot demo.nad -i rows.csv --rate none.csv
finish
