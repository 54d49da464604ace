#!/usr/bin/env bash
# Under --json every refusal is the problem document on standard output (issue 11, fault 7): a script
# reads what is offered, for every question and at every stage.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
run "$nearaid" compile "$demo" -o demo.nad
expect_status 0

# refuses STATUS CODE WORD...: one document with that code, and the line for people.
refuses() {
    local want=$1 slug=$2
    shift 2
    run "$nearaid" "$@"
    expect_status "$want"
    expect_json code "$slug"
    expect_err 'nearaid: '
    expect_that 'one line' test "$(wc -l <out)" = 1
}

refuses 3 place-not-found locate --snapshot demo.nad --q 'nowhere at all' --json
refuses 3 unknown-postcode locate --snapshot demo.nad --q 'TS24 8ZZ' --json
expect_json status 422
refuses 3 ambiguous-place ward --snapshot demo.nad --q 'example' --json
expect_json candidates.0.rank 1
refuses 2 unknown-kind nearest --snapshot demo.nad --lat 54.68 --lon -1.2 --kind dragon --json
refuses 2 missing-parameter here --snapshot demo.nad --lat 54.68 --json
expect_json param lon
refuses 2 malformed-parameter ward --snapshot demo.nad --lat 54.68 --lon -1.2 --accuracy-m x --json
expect_json param accuracy_m
refuses 2 unknown-vintage ward --snapshot demo.nad --lat 54.68 --lon -1.2 --vintage 1066 --json

# Before anything is opened, before the options are read, before there is a subcommand.
refuses 4 io ward --snapshot missing.nad --lat 54.68 --lon -1.2 --json
expect_json file missing.nad
refuses 2 usage ward --lat 54.68 --lon -1.2 --json
refuses 2 usage ward --snapshot demo.nad --lta 54.68 --json
refuses 2 usage wrd --json
refuses 2 usage info --json extra
head -c 4000 demo.nad >cut.nad
refuses 3 corrupt-snapshot here --snapshot cut.nad --lat 54.68 --lon -1.2 --json
expect_json file cut.nad

# A report is a document already; what is no refusal has none; without --json there is none.
mkdir bad
printf '[pack]\ntitle = Bad\nsurprise = yes\n' >bad/pack.ini
run "$nearaid" check bad --json
expect_status 3
expect_json errors 1
expect_that 'the report alone' test "$(wc -l <out)" = 1
run "$nearaid" ward --snapshot demo.nad --lat 54.6867 --lon -1.2080 --json
expect_status 0
expect_that 'the answer alone' test "$(wc -l <out)" = 1
mistake 2 'accuracy_m' ward --snapshot demo.nad --lat 54.68 --lon -1.2 --accuracy-m x
# To a file of -o goes an answer, never a refusal.
run "$nearaid" locate --snapshot demo.nad --q 'nowhere at all' --json -o answer.json
expect_status 3
expect_json code place-not-found
expect_that 'no file' test ! -e answer.json

# The errors of tables name the file.
printf 'a,b\n1,2\n' >nopos.csv
mistake 3 'nopos.csv: line 1' table --snapshot demo.nad -i nopos.csv
: >empty.csv
mistake 3 'empty.csv: line 1' table --snapshot demo.nad -i empty.csv
printf 'id,lat,lon\n1,54.68,-1.2\n' >good.csv
mistake 3 'good.csv: "by"' table --snapshot demo.nad -i good.csv --by colour
run bash -c '"$0" table --snapshot demo.nad --by colour <good.csv' "$nearaid"
expect_status 3
expect_err 'standard input: "by"'
finish
