#!/usr/bin/env bash
# Tables and comparisons on the demonstration pack: forms, files, mistakes, the examples of
# docs/table.md.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

run "$nearaid" compile "$demo" -o demo.nad
expect_status 0
# Longlands & Beechwood twice, Acklam, the sea, nowhere, nonsense.
cat >january.csv <<'CSV'
Crime ID,Month,Longitude,Latitude,Crime type
1,2025-01,-1.2240,54.5550,Drugs
2,2025-01,-1.2240,54.5550,"Theft, other"
3,2025-01,-1.2470,54.5430,Drugs
4,2025-01,-0.5000,54.8000,Drugs
5,2025-01,,,Drugs
6,2025-01,x,54.5,Robbery
CSV
sed 's/2025-01/2025-02/; /^[2356],/d' january.csv >february.csv
table=(table --snapshot demo.nad)

run "$nearaid" "${table[@]}" -i january.csv --no-zeros
expect_status 0
expect_out '  1   E05009863  Longlands & Beechwood  Middlesbrough      2         66.7      33.3          66.7      33.3'
expect_out '  2   E05009853  Acklam                 Middlesbrough      1         33.3      16.7         100.0      50.0'
expect_out 'read 6 = counted 3 + none 1 + no location 1 + bad 1'
expect_out 'Period       2025-01'
expect_out 'demonstration data: not for decisions'
expect_err 'read 6 = counted 3 + none 1 + no location 1 + bad 1'
run "$nearaid" "${table[@]}" -i january.csv --format json
expect_status 0
expect_json rows.0.by.ward.code E05009863
expect_json rows.0.count 2
expect_json rows.2.count 0
expect_json rows_read.read 6
expect_json rows_read.bad 1
expect_json placed 3
expect_json all 6
expect_json data.indicative true

# The same from standard input, compressed, in two files, joined before, and by any number of threads.
run "$nearaid" "${table[@]}" -i january.csv --format csv --measure m --period p --no-zeros
cp out plain
gzip -c january.csv >january.csv.gz
run "$nearaid" "${table[@]}" -i january.csv.gz --format csv --measure m --period p --no-zeros
expect_that 'compressed rows count the same' cmp -s out plain
status=0
"$nearaid" "${table[@]}" --format csv --measure m --period p --no-zeros <january.csv >out 2>err || status=$?
command='table from standard input'
expect_status 0
expect_that 'standard input counts the same' cmp -s out plain
head -n 3 january.csv >first.csv
{ head -n 1 january.csv; tail -n +4 january.csv; } >second.csv
run "$nearaid" "${table[@]}" -i first.csv second.csv --format csv --measure m --period p --no-zeros
expect_that 'two files count as one' cmp -s out plain
run "$nearaid" "${table[@]}" -i january.csv --threads 1 --format csv --measure m --period p --no-zeros
expect_that 'one thread counts the same' cmp -s out plain
run "$nearaid" join --snapshot demo.nad january.csv -o joined.csv
expect_status 0
run "$nearaid" "${table[@]}" -i joined.csv --format csv --measure m --period p --no-zeros
expect_that 'joined rows count the same' cmp -s out plain
run "$nearaid" "${table[@]}" -i joined.csv
expect_out 'they were joined before'
# The input may have columns of the names that a look-up adds.
sed '1s/Crime ID/match/' january.csv >named.csv
run "$nearaid" "${table[@]}" -i named.csv --format csv --measure m --period p --no-zeros
expect_that 'a column called match is in nobodys way' cmp -s out plain

run "$nearaid" "${table[@]}" -i january.csv --by crime-type,authority --where 'crime type=Drugs|Theft, other'
expect_status 0
expect_out 'read 6 = counted 3 + none 1 + no location 1 + not asked for 1'
expect_out 'rows where crime type is Drugs or Theft, other'
run "$nearaid" "${table[@]}" -i january.csv --where 'Crime type=Drug'
expect_status 2
expect_err 'No row has Crime type "Drug"; The nearest values are: Drugs, '
# Upper and lower case are one, unless told not to.
run "$nearaid" "${table[@]}" -i january.csv --where 'Crime type=DRUGS' --no-zeros
expect_status 0
expect_out 'read 6 = counted 2'
mistake 2 'The nearest values are: Drugs' "${table[@]}" -i january.csv --where 'Crime type=DRUGS' --match-case
# Most rows without a place: said first, in every form, and no success.
{
    head -n 2 january.csv
    tail -n 3 january.csv
} >lost.csv
sentence='More than half of the rows could not be placed: 1 of 4 were'
run "$nearaid" "${table[@]}" -i lost.csv
expect_status 1
[[ $(head -n 1 "$work/out") == "Warning    $sentence" ]] || fail 'the warning is not the first line'
run "$nearaid" "${table[@]}" -i lost.csv --format json
expect_status 1
expect_json warning "$sentence"
run "$nearaid" "${table[@]}" -i lost.csv --format csv --lenient
expect_status 0
[[ $(head -n 1 "$work/out") == "# $sentence" ]] || fail 'the warning is not the first line'
# The same rows twice are said, never left out; the same file twice is meant only if it is said.
cp january.csv again.csv
mistake 3 'The same file is given twice: it has the bytes of' "${table[@]}" -i january.csv again.csv
run "$nearaid" "${table[@]}" -i january.csv again.csv --allow-repeats
expect_status 0
expect_out 'read 12 = counted 6'
tail -n 1 january.csv >>again.csv
run "$nearaid" "${table[@]}" -i again.csv
expect_err '1 row repeats a Crime ID'

# Files of drawings and rates.
run "$nearaid" "${table[@]}" -i january.csv --svg chart.svg --map map.svg -o table.txt
expect_status 0
expect_no_out
for file in chart.svg map.svg; do
    expect_that "$file is a drawing" grep -q '</svg>' "$file"
    expect_that "$file has every ward" test "$(grep -c '<path fill-rule' "$file")" = 83
    if command -v xmllint >/dev/null; then
        expect_that "$file is XML" xmllint --noout "$file"
    elif command -v python3 >/dev/null; then
        expect_that "$file is XML" python3 -c 'import sys, xml.dom.minidom as m; m.parse(sys.argv[1])' "$file"
    fi
done
expect_that 'the table is in its file' grep -q 'Longlands' table.txt
run "$nearaid" "${table[@]}" -i january.csv --format csv
{ echo ward_code,population,source,date; tail -n +2 out | cut -d, -f2 | sed 's/$/,2000,ONS,2023-06-30/'; } >people.csv
run "$nearaid" "${table[@]}" -i january.csv --rate people.csv --top 1
expect_status 0
expect_out 'per 1,000  95% low  95% high'
expect_out '      2,000       1.00     0.11      3.61'
expect_out 'population: ONS, 2023-06-30'
sed -i '/E05009853/d; s/E05009863/X1/' people.csv
mistake 3 '2 wards missing: E05009853, E05009863; 1 codes not in it: X1' "${table[@]}" -i january.csv --rate people.csv

# Mistakes.
mistake 2 '--by' "${table[@]}" -i january.csv --by ward,month,lat,lon
mistake 2 'lists authority and vintage already' "${table[@]}" -i january.csv --by ward,authority
mistake 2 '--encoding' "${table[@]}" -i january.csv --encoding klingon
mistake 2 '--where' "${table[@]}" -i january.csv --where Drugs
mistake 2 'Give --round 5 --key FILE' "${table[@]}" -i january.csv --suppress 5
mistake 2 'go together' "${table[@]}" -i january.csv --round 5
mistake 2 'go together' "${table[@]}" -i january.csv --key key
mistake 4 'no-key' "${table[@]}" -i january.csv --round 5 --key no-key
(umask 077 && printf '%032d' 7 >key && printf '%032d' 8 >other.key)
cp key wide.key
chmod 644 wide.key
mistake 3 'Others than its owner' "${table[@]}" -i january.csv --round 5 --key wide.key
printf 'short' >key.short
chmod 600 key.short
mistake 3 'not 32 bytes' "${table[@]}" -i january.csv --round 5 --key key.short
mistake 3 'There is no column "nonsense"' "${table[@]}" -i january.csv --by nonsense
mistake 2 'A map needs a table by ward' "${table[@]}" -i january.csv --by month --map map.svg
mistake 2 'Rates need a table by ward' "${table[@]}" -i january.csv --by month --rate people.csv
mistake 2 '--total goes with --counts' "${table[@]}" -i january.csv --total 5
mistake 4 'missing.csv' "${table[@]}" -i missing.csv
mistake 4 'missing' "${table[@]}" -i january.csv -o missing/table
mistake 2 'vintage' "${table[@]}" -i january.csv --vintage 1066

# Rounded: nothing exact, the same again, another key other figures; the wards of small groups are
# not listed, and it is said.
run "$nearaid" "${table[@]}" -i january.csv --round 5 --key key
expect_status 0
expect_out 'Every figure is rounded to a multiple of 5'
expect_out 'Groups below 10 are not listed'
expect_out '(not listed by ward)'
expect_that 'nothing exact is said' test "$(tr -d , <err | grep -oE '[0-9]+' | awk '$1 % 5' | wc -l)" = 0
cp out rounded
run "$nearaid" "${table[@]}" -i january.csv --round 5 --key key
expect_that 'the same figures' cmp -s out rounded
run "$nearaid" "${table[@]}" -i january.csv
expect_out 'Exact counts: not for publication where a figure is 1 to 4; --round 5 --key FILE'

# Partials: of each file its own, put together they are one run, rounded or not; nobody else reads them.
for month in january february; do
    run "$nearaid" "${table[@]}" -i "$month.csv" --by ward,crime-type --round 5 --key key --partial "$month.part"
    expect_status 0
    expect_no_out
    expect_err 'exact counts: not for publication'
    expect_that 'mode 0600' test "$(stat -c %a "$month.part")" = 600
done
expect_that 'it says so itself' grep -q 'exact counts: not for publication' january.part
for form in text csv json markdown; do
    for rounding in '' '--round 5 --key key'; do
        # shellcheck disable=SC2086
        run "$nearaid" "${table[@]}" -i january.csv february.csv --by ward,crime-type --allow-repeats --format "$form" $rounding
        expect_status 0
        mv out one
        mv err one.err
        # shellcheck disable=SC2086
        run "$nearaid" "${table[@]}" --merge january.part february.part --format "$form" $rounding
        expect_status 0
        expect_that "$form of parts $rounding" cmp -s one out
        expect_that "said of parts $rounding" cmp -s one.err err
    done
done
mistake 3 'rows would count twice' "${table[@]}" --merge january.part january.part
mistake 3 'with another key' "${table[@]}" --merge january.part --round 5 --key other.key
head -c 600 january.part >cut.part
mistake 3 'cut.part' "${table[@]}" --merge cut.part
run "$nearaid" "${table[@]}" -i february.csv --by ward --partial ward.part
mistake 3 'different keys' "${table[@]}" --merge january.part ward.part
run "$nearaid" "${table[@]}" -i february.csv --by ward --round 5 --key key --partial ward.part
mistake 3 'different questions' "${table[@]}" --merge january.part ward.part
mistake 3 'no whole partial' "${table[@]}" --merge january.csv
mistake 2 '--merge goes without' "${table[@]}" --merge january.part --by ward
mistake 2 'A partial is no table' "${table[@]}" -i january.csv --partial a.part --top 3

# Comparing.
run "$nearaid" compare --snapshot demo.nad january.csv february.csv --format json
expect_status 0
expect_json a.placed 3
expect_json b.placed 1
expect_json rows.82.ward_code E05009863
expect_json rows.82.difference -1
expect_json not_compared 0
cp out files
run "$nearaid" compare --snapshot demo.nad 2025-01 2025-02 -i january.csv february.csv --format json
expect_json a.placed 3
expect_json b.placed 1
expect_json rows.82.difference -1
# A month without data is no fall to nothing, and two months against one are more by themselves.
mistake 3 'No row is of the month 2025-05' compare --snapshot demo.nad 2025-01 2025-05 -i january.csv february.csv
{
    cat january.csv
    tail -n +2 february.csv
} >both.csv
run "$nearaid" compare --snapshot demo.nad january.csv both.csv
expect_status 0
expect_out 'of unequal length: A has rows of 1 month, B of 2'
expect_out 'read the ratio, not the difference'
expect_out 'Exact counts: not for publication'
run "$nearaid" compare --snapshot demo.nad january.csv both.csv --format json
expect_out '"stands_out":null'
mistake 2 'no range of months' compare --snapshot demo.nad 2025-02..2025-01 2025-01 -i january.csv february.csv
run "$nearaid" compare --snapshot demo.nad 2025-01..2025-02 2025-01 -i january.csv february.csv --format json
expect_status 0
expect_json a.placed 4
# What is found of files that both sides read is said once, and so is that their rows are older than
# the wards.
printf '%s\n' 'Crime ID;Month;Longitude;Latitude' 'a;2021-01;-1.21;54.69' 'b;2021-02;-1.21;54.69' >old.csv
run "$nearaid" compare --snapshot demo.nad 2021-01 2021-02 -i old.csv
expect_status 0
expect_that 'the delimiter is said once' test "$(grep -c 'delimiter is a semicolon' err)" -eq 1
expect_that 'the old rows are said once' test "$(grep -c 'takes those of each' err)" -eq 1
run "$nearaid" compare --snapshot demo.nad vintage:2023 2021-02 -i old.csv
expect_that 'the old rows are said' test "$(grep -c 'takes those of each' err)" -eq 1
printf '%s\n' 'a;2021-01;-1.21;54.69' >>old.csv
run "$nearaid" compare --snapshot demo.nad vintage:2023 vintage:2023 -i old.csv
expect_that 'repeats of the same rows are said once' test "$(grep -c 'repeats a Crime ID' err)" -eq 1
mistake 2 'needs the files to count' compare --snapshot demo.nad 2025-01 2025-02
mistake 2 'A and B are files' compare --snapshot demo.nad january.csv february.csv -i january.csv
mistake 2 'vintage' compare --snapshot demo.nad vintage:2023 vintage:1066 -i january.csv

# Issue 11: errors name the file they are about, though the next one is read already, and the columns it has.
printf 'id,lat,lon\n1,54.6867,-1.2080\n' >narrow.csv
printf 'id,lat,lon,type\n1,54.6867,-1.2080,x\n' >wide.csv
mistake 3 'narrow.csv: "by": There is no column "type"; The columns are: id, lat, lon' table --snapshot demo.nad \
    -i narrow.csv -i wide.csv --by type
expect_that 'columns that the lookup adds are not listed' test "$(grep -c 'nearaid:match' err)" -eq 0

# The examples of the documentation.
cp january.csv offences.csv
printf 'ward,local_authority,count\nCentral,Middlesbrough,300\nHeadland and Harbour,Hartlepool,50\n' >counts.csv
mkdir -p data && ln -s "$source/data/shapefiles" data/shapefiles
examples=0
# shellcheck disable=SC2016 # the fences of Markdown
while IFS= read -r example; do
    examples=$((examples + 1))
    run bash -c "${example/#nearaid/\"\$0\"}" "$nearaid"
    expect_status 0
    # A partial goes to its file; what it is is said.
    expect_that "it says something: $example" test -s out -o -s err
done < <(sed -n '/^```sh$/,/^```$/p' "$source/docs/table.md" | grep '^nearaid ')
expect_that 'there are examples' test "$examples" -ge 4
finish
