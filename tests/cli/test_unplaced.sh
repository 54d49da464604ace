#!/usr/bin/env bash
# More than half of the rows have no place: every command that counts or draws rows says so in the
# first line of every form, drawings and books too, and ends with 1 unless --lenient. One row less, and none
# says it.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$nearaid" compile "$demo" -o demo.nad 2>/dev/null
rows() {
    printf 'month,latitude,longitude\n'
    for ((i = 0; i < 3; i++)); do printf '2026-01,54.6867,-1.2080\n'; done
    for ((i = 0; i < $1; i++)); do printf '2026-01,,\n'; done
}
rows 4 >lost.csv
rows 3 >half.csv
sentence='More than half of the rows could not be placed: 3 of 7 were'

# says FORM FILE: the first line, or the first member.
# shellcheck disable=SC2317 # called by expect_that
says() {
    case $1 in
    json | geojson) head -c 100 "$2" | grep -qF "{\"warning\":\"$sentence\"" ;;
    csv) head -n 1 "$2" | grep -qxF "# $sentence" ;;
    *) head -n 1 "$2" | grep -qF "$sentence" ;;
    esac
}

# try FORMS WORD...: @ stands for the file.
try() {
    local form forms=$1
    shift
    for form in $forms; do
        run "$nearaid" "${@//@/lost.csv}" --snapshot demo.nad --format "$form" --svg lost.svg
        expect_status 1
        expect_that "the first line of $form says it" says "$form" "$work/out"
        expect_that "the drawing beside $form says it" grep -qF "$sentence" lost.svg
        run "$nearaid" "${@//@/lost.csv}" --snapshot demo.nad --format "$form" --lenient
        expect_status 0
        expect_that "the first line of $form says it all the same" says "$form" "$work/out"
        run "$nearaid" "${@//@/half.csv}" --snapshot demo.nad --format "$form" --svg half.svg
        expect_status 0
        expect_that "half is not more than half, in $form" bash -c "! cat '$work/out' half.svg | grep -qF 'More than half of the rows'"
    done
}
try 'text csv json geojson markdown' table -i @
try 'text csv json geojson' hotspots --by hex:500 -i @
try 'text csv json geojson' coverage --kind bleed_cabinet --points @
try 'text csv json geojson' site --kind bleed_cabinet --within 200 --new 1 --candidate-kind reporting_centre --demand @
for form in text csv json markdown; do
    run "$nearaid" compare lost.csv lost.csv --allow-repeats --snapshot demo.nad --format "$form"
    expect_status 1
    expect_that "compare says it in $form" says "$form" "$work/out"
done
for book in lost.xlsx lost.gpkg; do
    run "$nearaid" table -i lost.csv --snapshot demo.nad -o "$book"
    expect_status 1
done
# Rows that a spreadsheet leaves empty at the end do not count; others do, and join keeps all.
{
    printf 'month,latitude,longitude,\n2026-01,54.6867,-1.2080,\n,,,\n2026-01,54.6867,-1.2080,\n'
    for ((i = 0; i < 5000; i++)); do printf ',,,\r\n , ,\t,\n'; done
    printf ',,,'
} >empty.csv
gzip -k empty.csv
for file in empty.csv empty.csv.gz; do
    run "$nearaid" table -i "$file" --snapshot demo.nad
    expect_status 0
    expect_err 'read 3 = counted 2 + no location 1'
    run "$nearaid" coverage --kind bleed_cabinet --points "$file" --snapshot demo.nad
    expect_status 0
    expect_err 'read 3 = placed 2'
done
run "$nearaid" join --snapshot demo.nad empty.csv
expect_err 'read 10,004 = inside 2'

run "$nearaid" join --snapshot demo.nad lost.csv --strict
expect_status 1
run "$nearaid" join --snapshot demo.nad lost.csv
expect_status 0
python3 - "$sentence" <<'PY' >found
import re, sqlite3, sys, zipfile
notes = zipfile.ZipFile("lost.xlsx").read("xl/worksheets/sheet2.xml").decode()
print(re.findall(r"<t[^>]*>([^<]*)", notes)[2:4] == ["Warning", sys.argv[1]])
print(sqlite3.connect("lost.gpkg").execute("select note, text from notes limit 1").fetchone() == ("Warning", sys.argv[1]))
PY
expect_that 'the first note of both books says it' test "$(sort -u found)" = True
# One of several values of --where that no row has is said; days that are not read are named in the remedy.
printf 'lat,lon,kind,day\n54.6867,-1.2080,Burglary,2025 Q1\n' >kinds.csv
run "$nearaid" table --snapshot demo.nad -i kinds.csv --where 'kind=burglary|Drigs'
expect_status 0
expect_err 'no row has kind "Drigs"'
run "$nearaid" table --snapshot demo.nad -i kinds.csv --where 'kind=burglary'
expect_that 'nothing to say' bash -c '! grep -q "no row has" err'
run "$nearaid" table --snapshot demo.nad -i kinds.csv --as-at-column day
expect_status 1
expect_err 'the days (YYYY-MM-DD'

# A period compared with itself, under another name.
cp kinds.csv copy.csv
run "$nearaid" compare --snapshot demo.nad kinds.csv copy.csv
expect_status 3
expect_err 'it has the bytes of kinds.csv'
run "$nearaid" compare --snapshot demo.nad kinds.csv copy.csv --allow-repeats
expect_status 0

finish
