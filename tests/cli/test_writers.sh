#!/usr/bin/env bash
# The same 60 rows as other programs write them: python, R and ogr2ogr are the oracles. Whatever the
# file, every row has the ward that the plain CSV gives it.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$nearaid" compile "$demo" -o demo.nad 2>/dev/null

python3 - <<'PY'
import csv, gzip, io, json, os, random, zipfile
random.seed(20261130)
rows = []
for i in range(60):
    rows.append({"ref": i + 1, "what": random.choice(["bin", "caf\u00e9, \"corner\"", "two\nlines", ""]),
                 "latitude": 54.50 + random.random() / 5, "longitude": -1.35 + random.random() / 3,
                 "phone": "01632960%03d" % i})
names = list(rows[0])
def put(name, text, encoding="utf-8"):
    with open(name, "w", encoding=encoding, newline="") as file:
        file.write(text)
def table(**how):
    out = io.StringIO()
    writer = csv.DictWriter(out, names, **how)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
put("plain.csv", table())
for name, how in {"lf": {"lineterminator": "\n"}, "semicolon": {"delimiter": ";"}, "tab": {"delimiter": "\t"},
                  "bar": {"delimiter": "|"}, "all-quoted": {"quoting": csv.QUOTE_ALL}}.items():
    put("python-" + name + ".csv", table(**how))
put("python-bom.csv", table(), "utf-8-sig")
put("python-utf16.txt", table(delimiter="\t"), "utf-16")
put("python-cp1252.csv", table(), "cp1252")
put("python-sep.csv", "sep=;\r\n" + table(delimiter=";"))
put("python-title.csv", "Incidents,,,,\r\n,,,,\r\n" + table())
put("python-comma.csv", table(delimiter=";").replace(".", ","))
put("python.ndjson", "".join(json.dumps(row) + "\n" for row in rows))
put("python-names.csv", table().replace("latitude,longitude", "Y_lat,X lon", 1))
out = io.StringIO()
writer = csv.writer(out)
writer.writerow(["ref", "position"])
writer.writerows([[row["ref"], "%r, %r" % (row["latitude"], row["longitude"])] for row in rows])
put("python-pair.csv", out.getvalue())
# As COPY of PostGIS writes a geometry: its binary form in hexadecimal digits.
import struct
def ewkb(row, srid, mark):
    head = struct.pack("<BI", 1, 0x20000001 if srid else 1) + (struct.pack("<I", srid) if srid else b"")
    return mark + (head + struct.pack("<dd", row["longitude"], row["latitude"])).hex().upper()
for name, srid, mark in [("ewkb", 4326, ""), ("wkb", 0, "\\x")]:
    put("python-postgis-" + name + ".csv", "ref,geom\n" + "".join("%d,%s\n" % (row["ref"], ewkb(row, srid, mark)) for row in rows))
put("python-postgis-ewkt.csv", "ref\tst_asewkt\n" + "".join(
    "%d\tSRID=4326;POINT(%r %r)\n" % (row["ref"], row["longitude"], row["latitude"]) for row in rows))
with gzip.open("python.csv.gz", "wt", newline="", encoding="utf-8") as file:
    file.write(table())
with zipfile.ZipFile("python.zip", "w", zipfile.ZIP_DEFLATED) as file:
    file.writestr("2025-08/street.csv", table())
    file.writestr("2025-08/outcomes.csv", "a,b\r\n1,2\r\n")
# For ogr2ogr, which takes no line end in a field of some formats.
for row in rows:
    row["what"] = row["what"].replace("\n", " ")
put("one-line.csv", table())
PY

# wards FILE OPTION...: the wards of the rows, one a line.
wards() {
    "$nearaid" join --snapshot demo.nad --no-progress --format ndjson --add ward_code "$@" 2>err |
        python3 -c 'import json, sys
for line in sys.stdin:
    print(json.loads(line)["ward_code"])'
}
wards plain.csv >wanted
expect_that 'the plain rows have wards' test "$(grep -c '^E0' wanted)" -gt 40

same_wards() {
    checks=$((checks + 1))
    wards "$@" >found
    cmp -s wanted found || fail "other wards: $*: $(head -n 2 err)"
}
for file in python-*.* python.*; do
    same_wards "$file"
done

if command -v ogr2ogr >/dev/null; then
    from=(one-line.csv -oo X_POSSIBLE_NAMES=longitude -oo Y_POSSIBLE_NAMES=latitude -s_srs EPSG:4326)
    for driver in GPKG:gpkg GeoJSON:geojson GeoJSONSeq:geojsonl; do
        ogr2ogr -f "${driver%:*}" "ogr.${driver#*:}" "${from[@]}" -t_srs EPSG:4326 2>/dev/null
        same_wards "ogr.${driver#*:}"
    done
    ogr2ogr -f XLSX ogr.xlsx one-line.csv 2>/dev/null && same_wards ogr.xlsx
    ogr2ogr -f CSV ogr-xy.csv "${from[@]}" -t_srs EPSG:4326 -lco GEOMETRY=AS_XY 2>/dev/null
    same_wards ogr-xy.csv --lon X --lat Y
    cut -d, -f1-3 ogr-xy.csv | sed '1s/what/note/' >ogr-x.csv
    same_wards ogr-x.csv
    ogr2ogr -f CSV ogr-wkt.csv "${from[@]}" -t_srs EPSG:4326 -lco GEOMETRY=AS_WKT -select ref 2>/dev/null
    same_wards ogr-wkt.csv
    # Wards and a register of a pack as GeoPackages: the same wards, the same assets.
    mkdir pack
    ogr2ogr -f GPKG pack/wards.gpkg "$demo/wards_2023.shp" -nlt PROMOTE_TO_MULTI 2>/dev/null
    ogr2ogr -f GPKG pack/premises.gpkg "$demo/radio_premises.csv" -oo X_POSSIBLE_NAMES=easting_m \
        -oo Y_POSSIBLE_NAMES=northing_m -s_srs EPSG:27700 -a_srs EPSG:27700 2>/dev/null
    cat >pack/pack.ini <<'INI'
[pack]
title = T
[wards.2023]
file = wards.gpkg
valid_from = 2023-05-04
tolerance_m = 500
gap_limit_m2 = 100000000
[assets.p]
file = premises.gpkg
kind = radio_premises
INI
    run "$nearaid" compile pack -o packed.nad
    expect_status 0
    "$nearaid" join --snapshot packed.nad --no-progress plain.csv --add ward_code 2>/dev/null >packed
    "$nearaid" join --snapshot demo.nad --no-progress plain.csv --add ward_code 2>/dev/null >shipped
    expect_that 'wards of a GeoPackage are those of the shapefile' cmp -s packed shipped
    ids() {
        "$nearaid" export --snapshot "$1" --kind radio_premises --format csv 2>/dev/null |
            python3 -c 'import csv, sys
for row in csv.DictReader(sys.stdin):
    print(row["id"], row["name"], row["easting_m"], row["northing_m"])' | sort
    }
    ids packed.nad >packed
    ids demo.nad >shipped
    expect_that 'assets of a GeoPackage are those of the CSV' cmp -s packed shipped
else
    printf 'skipped: ogr2ogr is not on this machine\n'
fi
if command -v Rscript >/dev/null; then
    Rscript --vanilla -e 'd <- read.csv("one-line.csv", colClasses = c(phone = "character"))
        write.csv(d, "r.csv"); write.csv2(d, "r2.csv", row.names = FALSE)
        write.table(d, "r.txt", sep = "\t", row.names = FALSE, qmethod = "double")' >/dev/null 2>&1
    for file in r.csv r2.csv r.txt; do
        same_wards "$file"
    done
else
    printf 'skipped: R is not on this machine\n'
fi

if /usr/bin/python3 -c 'import pandas' 2>/dev/null; then
    /usr/bin/python3 - <<'PY'
import pandas
frame = pandas.read_csv("one-line.csv", dtype={"phone": str})
frame.to_csv("pandas.csv")
frame.to_csv("pandas-semicolon.csv", sep=";", decimal=",", index=False)
frame.to_csv("pandas.csv.gz", index=False)
frame.to_csv("pandas-zip.zip", index=False, compression={"method": "zip", "archive_name": "rows.csv"})
frame.to_csv("pandas-float.csv", index=False, float_format="%.17g")
frame.to_csv("pandas-exponent.csv", index=False, float_format="%.15e")
frame.to_csv("pandas-cp1252.csv", index=False, encoding="cp1252")
frame.to_csv("pandas-wide.csv", index=False, encoding="utf-16")
frame.to_json("pandas.ndjson", orient="records", lines=True, double_precision=15)
try:
    with pandas.ExcelWriter("pandas.xlsx", engine="openpyxl") as book:
        frame.to_excel(book, sheet_name="Rows", index=False, startrow=2)
        book.sheets["Rows"]["A1"] = "Premises of the town"
        frame.head(1).to_excel(book, sheet_name="Other", index=False)
except ImportError:
    pass
PY
    for file in pandas*; do
        same_wards "$file"
    done
else
    printf 'skipped: pandas is not on this machine\n'
fi

# What this program writes as a workbook and a GeoPackage it reads again; texts stay texts.
"$nearaid" join --snapshot demo.nad one-line.csv -o joined.xlsx 2>/dev/null
"$nearaid" join --snapshot demo.nad joined.xlsx --prefix again_ --format ndjson 2>/dev/null | head -n 1 >out1
expect_that 'the phone keeps its nought' grep -qF '"phone":"01632960000"' out1

# The old guarantees for CSV: its bytes, and the same for any number of threads.
"$nearaid" join --snapshot demo.nad plain.csv --threads 1 --add match 2>/dev/null >one
"$nearaid" join --snapshot demo.nad plain.csv --threads 4 --add match 2>/dev/null >four
expect_that 'threads change nothing' cmp -s one four
expect_that 'rows keep their bytes' cmp -s plain.csv <(sed -E 's/,(inside|boundary|none)(\r?)$/\2/; s/,match(\r?)$/\1/' one)
finish
