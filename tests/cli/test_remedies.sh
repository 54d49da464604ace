#!/usr/bin/env bash
# A refusal says what to do: done to the letter, it works.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$nearaid" compile "$demo" -o demo.nad 2>/dev/null
cat >rows.csv <<'CSV'
ref,latitude,longitude,kind,when
1,54.5550,-1.2240,Burglary,Jan-26
2,54.5430,-1.2470,Drugs,Jan-26
CSV
cp rows.csv same.csv
table=(table --snapshot demo.nad --no-zeros)

# hint PATTERN: the part of the last refusal's remedy that matches.
hint() {
    grep -oE -- "$1" "$work/err" | head -n 1
}
# mended WORD...: with the remedy the command succeeds.
mended() {
    run "$nearaid" "$@"
    expect_status 0
}

mistake 3 'given twice' "${table[@]}" -i rows.csv same.csv
mended "${table[@]}" -i rows.csv same.csv "$(hint '--allow-repeats')"

mistake 2 'No row has kind' "${table[@]}" -i rows.csv --where kind=Burglery
near=$(sed -n 's/.*The nearest values are: \([^,]*\).*/\1/p' "$work/err")
mended "${table[@]}" -i rows.csv --where "kind=$near"

sed 's/latitude,longitude/northwards,eastwards/' rows.csv >odd.csv
mistake 3 'name them, lat and lon' join --snapshot demo.nad odd.csv
read -r lat lon < <(sed -n 's/.*The columns are: ref, \([^,]*\), \([^,]*\),.*/\1 \2/p' "$work/err")
mended join --snapshot demo.nad odd.csv --lat "$lat" --lon "$lon"

printf 'ref,latitude,longitude\n1,54.5550,-1.2240\n2,,\n3,,\n' >lost.csv
run "$nearaid" "${table[@]}" -i lost.csv
expect_status 1
mended "${table[@]}" -i lost.csv "$(hint '--lenient')"

"$nearaid" join --snapshot demo.nad rows.csv -o book.xlsx 2>/dev/null
mistake 3 'has no sheet' join --snapshot demo.nad book.xlsx --prefix x_ --format csv --sheet Other
sheet=$(sed -n 's/.*The sheets are: \([^,]*\).*/\1/p' "$work/err")
mended join --snapshot demo.nad book.xlsx --prefix x_ --format csv --sheet "$sheet"

tr , ';' <rows.csv >semicolon.csv
mistake 3 'The delimiter is not that of the first input' "${table[@]}" -i rows.csv semicolon.csv
expect_err 'one by one'
mended "${table[@]}" -i semicolon.csv

python3 - <<'PY'
import json, zipfile
with zipfile.ZipFile("nested.zip", "w") as file:
    file.write("book.xlsx", "book.zip")
with zipfile.ZipFile("out.zip", "w") as file:
    file.write("rows.csv", "../rows.csv")
with open("array.json", "w", encoding="utf-8") as file:
    json.dump([{"lat": 54.5550, "lon": -1.2240}], file)
PY
mistake 3 'Unpack it, and name the files in it' join --snapshot demo.nad nested.zip
python3 -m zipfile -e nested.zip unpacked
mended join --snapshot demo.nad unpacked/book.zip --prefix x_ --format csv
mistake 3 'without .. and / in front' join --snapshot demo.nad out.zip
mistake 3 'Write one object a line (NDJSON)' join --snapshot demo.nad array.json
python3 -c 'import json
for row in json.load(open("array.json", encoding="utf-8")):
    print(json.dumps(row))' >array.ndjson
mended join --snapshot demo.nad array.ndjson

# Letters of another encoding after the first MiB, which had none: the row is bad until it is said.
{
    printf 'ref,latitude,longitude,where\n'
    seq -f '%.0f,54.5550,-1.2240,On or near Somewhere Street' 30000
    printf '30001,54.5550,-1.2240,On or near Caf\xe9 Street\n'
} >late.csv
run "$nearaid" join --snapshot demo.nad late.csv --strict --errors bad.csv -o late-out.csv
expect_status 1
expect_that 'one row is bad' test "$(wc -l <bad.csv)" = 2
encoding=$(grep -oE 'say which \([A-Z0-9]+\)' bad.csv | tr -d '()' | cut -d' ' -f3)
mended join --snapshot demo.nad late.csv --strict --encoding "$encoding" -o late-out.csv
expect_that 'and its letters are right' grep -q 'Café Street' late-out.csv

# A point in another system.
printf 'ref,geom\n1,SRID=3857;POINT(-136000 7286000)\n' >mercator.csv
run "$nearaid" join --snapshot demo.nad mercator.csv --errors bad.csv
expect_that 'the systems that are read are named' grep -q 'write it in EPSG:4326 or EPSG:27700' bad.csv
printf 'ref,geom\n1,SRID=4326;POINT(-1.2240 54.5550)\n' >degrees.csv
mended join --snapshot demo.nad degrees.csv --strict

# A workbook is no CSV for the daemon; what its refusal names makes one of it.
"$nearaid" join --snapshot demo.nad rows.csv --add match -o book2.xlsx 2>/dev/null
coproc daemon { exec "${NA_DAEMON:?}" --snapshot demo.nad --listen 127.0.0.1:0 2>&1; }
daemon_pid=${daemon_PID:?}
line=
while [[ $line != *'listening on'* ]] && read -r line <&"${daemon[0]}"; do :; done
address=$(grep -oE '127\.0\.0\.1:[0-9]+' <<<"$line" | head -n 1)
run curl -s -H 'Content-Type: text/csv' --data-binary @book2.xlsx "http://$address/v1/batch/ward"
route=$(grep -oE 'POST /v1/[a-z/]+' "$work/out" | cut -d' ' -f2)
run curl -s -f -o made.csv -H 'Content-Type: application/octet-stream' --data-binary @book2.xlsx "http://$address$route"
expect_status 0
run curl -s -f -H 'Content-Type: text/csv' --data-binary @made.csv "http://$address/v1/batch/ward?prefix=x_"
expect_status 0
expect_out ',inside'
kill "$daemon_pid"
wait "$daemon_pid" || true

run "$nearaid" join --snapshot demo.nad rows.csv --as-at-column kind --errors bad.csv
expect_that 'the remedy names the form' grep -qF 'write YYYY-MM-DD or YYYY-MM' bad.csv
mended join --snapshot demo.nad rows.csv --as-at-column when --strict
finish
