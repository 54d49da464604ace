#!/usr/bin/env bash
# Wards joined to the rows of files: formats, columns, footer, exit statuses, faults.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

run "$nearaid" compile "$demo" -o demo.nad
expect_status 0
join=("$nearaid" join --snapshot demo.nad)

cat >rows.csv <<'CSV'
id,lat,lon,note
1,54.6867,-1.2080,"a, b"
2,,,
3,54.6867,,half
4,51.5,-0.12,London
5,54.6867,-1.2080,no such field,x
CSV
added='ward_code,ward_name,authority_code,authority_name,match'

# same TEXT FILE: the file's content.
same() {
    expect_that "$1" cmp -s "$2" "$3"
}

run "${join[@]}" rows.csv
expect_status 0
cp out joined.csv
expect_that 'the header and its added names' test "$(head -n 1 joined.csv)" = "id,lat,lon,note,$added"
expect_that 'as many lines as there were' test "$(wc -l <joined.csv)" = 6
expect_that 'own bytes as they were' cmp -s <(tail -n +2 rows.csv) \
    <(tail -n +2 joined.csv | sed -E 's/(,[^,]*){5}$//')
expect_err 'read 5 = inside 1 + boundary 0 + none 1 + no location 1 + bad 2'
expect_err 'vintage 2023: 2 rows (the newest'
expect_err 'pack sha256:'
expect_err '(demonstration data)'
expect_err 'rows a second'

# The same by every way in and out.
run bash -c '"${@}" <rows.csv' _ "${join[@]}"
same 'from standard input' out joined.csv
run bash -c 'cat rows.csv | "${@}" -i -' _ "${join[@]}"
same 'from a pipe' out joined.csv
run "${join[@]}" -i rows.csv -o file.csv
expect_no_out
same 'to a file' file.csv joined.csv
run "$nearaid" join --pack "$demo" rows.csv
same 'from a pack' out joined.csv
gzip -c rows.csv >rows.csv.gz
run "${join[@]}" rows.csv.gz
same 'from gzip' out joined.csv
cat <(head -c 40 rows.csv | gzip -c) <(tail -c +41 rows.csv | gzip -c) >two.gz
run bash -c '"${@}" <two.gz' _ "${join[@]}"
same 'from two members of gzip' out joined.csv
for threads in 1 2 7; do
    run "${join[@]}" rows.csv --threads "$threads"
    same "by $threads threads" out joined.csv
done
run "${join[@]}" --lat LAT --lon 3 rows.csv
same 'columns by name and number' out joined.csv

# Several files, their names, and patterns of names.
{
    head -n 1 rows.csv
    printf '6,54.6867,-1.2080,end without a line end'
} >sows.csv
{
    cat joined.csv
    run "${join[@]}" sows.csv
    tail -n 1 out
} >both.csv
run "${join[@]}" rows.csv sows.csv
expect_status 0
same 'two files' out both.csv
run "${join[@]}" -i '[rs]ows.csv'
same 'a pattern' out both.csv
run "${join[@]}" sows.csv rows.csv.gz
expect_that 'no rows run together' test "$(wc -l <out)" = 7
mistake 4 'No file is like this pattern' join --snapshot demo.nad -i 'x*.csv'
printf 'id,lat,long,note\n' >other.csv
run "${join[@]}" rows.csv other.csv -o never.csv
expect_status 3
expect_err 'other.csv: line 1: The header is not that of the first input'
expect_err '"g,note" where the first has ",note"'
expect_that 'no output' test ! -e never.csv

# What could not be placed.
run "${join[@]}" rows.csv --errors errors.csv -o /dev/null
expect_status 4
run "${join[@]}" rows.csv --errors errors.csv -o placed.csv
expect_status 0
cat >wanted.csv <<'CSV'
row,match,column,value,reason
2,no_location,"","","no position"
3,bad,"lon","","half a position: this one is blank"
4,none,"","","the position lies in no ward"
5,bad,"","","more fields than the header"
CSV
same 'the list of rows' errors.csv wanted.csv
run "${join[@]}" rows.csv -o strict.csv --strict
expect_status 1
expect_err 'Some rows could not be placed'
same 'the output all the same' strict.csv joined.csv
head -n 2 rows.csv >good.csv
run "${join[@]}" good.csv --strict
expect_status 0

# Empty fields beyond the header, as spreadsheets write them: left out, so that the added columns stay in line.
printf 'id,lon,lat\r\n1,,,,\r\n2,,,x\r\n3,,"",""\r\n' >extras.csv
run "${join[@]}" extras.csv -o extras_out.csv --add match
expect_status 0
printf 'id,lon,lat,match\r\n1,,,no_location\r\n2,,,x,bad\r\n3,,"","",bad\r\n' >wanted.csv
same 'empty fields beyond the header' extras_out.csv wanted.csv

# Formats and columns.
run "${join[@]}" good.csv --format ndjson --add ward_name,match,certain
expect_status 0
expect_json id 1
expect_json note 'a, b'
expect_json match inside
run "${join[@]}" good.csv --format geojson
expect_json type FeatureCollection
expect_json features.0.geometry.coordinates.1 54.6867
printf '{"lat":54.6867,"lon":-1.208}\n' >in.ndjson
run "${join[@]}" in.ndjson --add match
expect_out '{"lat":54.6867,"lon":-1.208,"match":"inside"}'
run "${join[@]}" good.csv --add match,area:patrols,nearest:bleed_cabinet --prefix na_
expect_out 'note,na_match,na_area_patrols,na_nearest_bleed_cabinet_id,na_nearest_bleed_cabinet_distance_m'
run "${join[@]}" joined.csv
expect_status 3
expect_err '--prefix na_'
run "${join[@]}" joined.csv --prefix na_
expect_status 0
tr ',' ';' <good.csv | tr -d '"' | sed 's/; b$/ b/' >semi.csv
run "${join[@]}" semi.csv --delimiter ';' --add match
expect_out 'note;match'
printf 'id+lat+lon\n1+54.6867+-1.208\n' >plus.csv
run "${join[@]}" plus.csv --delimiter + --add match
expect_out '1+54.6867+-1.208+inside'
run "${join[@]}" plus.csv --delimiter 5 --add match
expect_status 2
expect_err 'Give comma, semicolon, tab, pipe, or one character'
printf 'lat,lon,name\n54.6867,-1.208,caf\xe9\n' >latin.csv
run "${join[@]}" latin.csv --encoding CP1252 --add match
expect_out $'caf\xc3\xa9,inside'

# Without a header.
tail -n +2 rows.csv >body.csv
tail -n +2 joined.csv >joined-body.csv
run "${join[@]}" body.csv --no-header --columns id,lat,lon,note
expect_status 0
same 'columns told' out joined-body.csv
run "${join[@]}" body.csv --no-header --header-from rows.csv
same 'columns from a file' out joined-body.csv
mistake 2 '--columns a,b,c' join --snapshot demo.nad body.csv --no-header
mistake 2 '--no-header' join --snapshot demo.nad body.csv --columns a,b

# Mistakes.
mistake 2 'Only one half' join --snapshot demo.nad rows.csv --lat lat
mistake 2 '--add' join --snapshot demo.nad rows.csv --add wards
mistake 2 '--threads' join --snapshot demo.nad rows.csv --threads 0
mistake 2 '--format' join --snapshot demo.nad rows.csv --format xml
mistake 2 '--vintage' join --snapshot demo.nad rows.csv --vintage 1066
mistake 4 'missing.csv' join --snapshot demo.nad missing.csv
mkdir folder
mistake 3 'The folder has no table in it' join --snapshot demo.nad folder
printf '' >empty.csv
mistake 3 'empty.csv: line 1: The input is empty' join --snapshot demo.nad empty.csv
printf 'a,b\n1,2\n' >ab.csv
mistake 3 'The columns are: a, b' join --snapshot demo.nad ab.csv
head -c 60 rows.csv.gz >cut.gz
mistake 3 'cut.gz: The gzip file is cut short' join --snapshot demo.nad cut.gz
if [[ $EUID != 0 ]]; then
    cp rows.csv secret.csv
    chmod 000 secret.csv
    mistake 4 'secret.csv' join --snapshot demo.nad secret.csv
fi

# A disk that is full, a reader that is gone.
for i in {1..20000}; do printf '%d,54.6867,-1.2080,row\n' "$i"; done >many.body
{
    head -n 1 rows.csv
    cat many.body
} >many.csv
run bash -c '"${@}" >/dev/full' _ "${join[@]}" many.csv
expect_status 4
expect_err 'Cannot write standard output'
run bash -c 'set -o pipefail; "${@}" | head -n 1 >first' _ "${join[@]}" many.csv
expect_status 4
expect_that 'the header came' grep -q match first
if run bash -c 'ulimit -f 100; trap "" XFSZ; "${@}"' _ "${join[@]}" many.csv -o small.csv; then
    expect_status 4
    expect_err 'small.csv'
    expect_that 'no file, no temporary one' test -z "$(find . -name 'small.csv*')"
fi

# Ended by a signal at any moment: the file is not there, or whole.
run "${join[@]}" many.csv -o whole.csv
expect_status 0
mkdir out.d
for ((i = 0; i < 24; i++)); do
    rm -f out.d/*
    signal=$((i % 2)) && signal=$([[ $signal == 0 ]] && echo INT || echo TERM)
    { cat many.csv; cat many.body many.body; } |
        "${join[@]}" -i - -o out.d/rows.csv --errors out.d/errors.csv >out 2>err &
    pid=$!
    for ((j = 0; j < i * 40; j++)); do :; done
    while kill "-$signal" "$pid" 2>/dev/null; do :; done
    status=0
    wait "$pid" || status=$?
    command="join ended by $signal, try $i"
    expect_that 'exit status' test "$status" = 130 -o "$status" = 0 -o "$status" = 143
    if [[ -e out.d/rows.csv ]]; then
        expect_that 'a whole file' test "$(wc -l <out.d/rows.csv)" = 60001
    fi
    expect_that 'no temporary file' test "$(find out.d -type f ! -name rows.csv ! -name errors.csv | wc -l)" = 0
done
# Headers that a wrong separator would cut or join, and UTF-16 without its mark.
place='54.6867, -1.2080'
for header in 'id,Lat/Long' 'id,Site Lat/Long' 'id;Place (lat, lon)' 'id,Place'; do
    name=${header:3}
    printf '%s\n1%s"%s"\n' "$header" "${header:2:1}" "$place" >pair.csv
    named=()
    [[ $name != Place ]] || named=(--lat "$name" --lon "$name")
    run "${join[@]}" "${named[@]}" pair.csv --add ward_code
    expect_status 0
    expect_out 'E05013038'
done
for separator in : '~' ' '; do
    printf 'id,lat,lon\n1,54.6867,-1.2080\n' | tr , "$separator" >other.csv
    run "${join[@]}" other.csv
    expect_status 3
    expect_err 'single column'
done
for order in UTF-16LE UTF-16BE; do
    printf 'id\tlat\tlon\n1\t54.6867\t-1.2080\n' | iconv -t "$order" >wide.csv
    run "${join[@]}" wide.csv --add ward_code
    expect_status 0
    expect_out 'E05013038'
done
echo '{"id": 1, "X": 451142, "Y": 532692}' >xy.ndjson
run "${join[@]}" xy.ndjson --add match
expect_status 0
expect_out '"match":"inside"'
echo '{"id": 1, "X": -1.2080, "Y": 54.6867}' >xy.ndjson
run "${join[@]}" xy.ndjson --add ward_code
expect_out 'E05013038'

# Months of one layout, of which one has its header in quotes; one that is damaged is no table of other columns.
mkdir months
printf 'id,lat,lon\n1,54.6867,-1.2080\n' >months/2025-01.csv
printf '"id","lat","lon"\r\n"2","54.6867","-1.2080"\r\n' >months/2025-02.csv
printf 'id,outcome\n3,none\n' >months/2025-02-outcomes.csv
run "${join[@]}" months --add match
expect_status 0
expect_err 'read 2 = inside 2'
expect_err '2025-02-outcomes.csv: left out: its columns are others'
run "$nearaid" table --snapshot demo.nad -i months/2025-01.csv -i months/2025-02.csv
expect_status 0
expect_err 'read 2 = counted 2'
printf 'id,lat,lon\n4,54.6867,-1.2080\n' | gzip | head -c 20 >months/2025-03.csv.gz
run "${join[@]}" months --add match
expect_that 'a damaged month is not passed over' test "$status" != 0

# A position inside a member is said with the way out, which works; what is no position is none.
echo '{"id":1,"location":{"latitude":"54.6867","longitude":"-1.2080"}}' >api.ndjson
run "${join[@]}" api.ndjson
expect_status 3
expect_err "jq -c '. + .location'"
python3 -c 'import json; row = json.load(open("api.ndjson")); print(json.dumps(row | row["location"]))' >top.ndjson
run "${join[@]}" top.ndjson --add ward_code
expect_status 0
expect_out 'E05013038'
echo '{"id":1,"geometry":{"type":"Point","coordinates":[-1.2080,54.6867]}}' >api.ndjson
run "${join[@]}" api.ndjson
expect_status 3
expect_err '.geometry.coordinates[0]'
echo '{"id":1,"tags":[1,2]}' >tags.ndjson
run "${join[@]}" tags.ndjson --add match
expect_status 0
expect_out 'no_location'

finish
