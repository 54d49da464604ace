#!/usr/bin/env bash
# The tutorials, as somebody who types what stands there: "From your spreadsheet", "Your first
# pack", "Every week".
# shellcheck source=tests/cli/lib.sh disable=SC2016
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
docs=$source/docs
mkdir bin
ln -s "$nearaid" bin/nearaid
PATH=$work/bin:$PATH
indented() { # indented PAGE: its lines of commands, files and output
    sed -n 's/^    //p' "$docs/$1.md"
}

# workbook FILE ROWS: the list of the tutorial.
workbook() {
    python3 - "$2" <<'PY' | python3 "$source/tests/cli/book.py" "$1"
import json, sys
rows = [["Public access defibrillators"],
        ["Ref No.", "Site Name", "Address 1", "Town", "Location (Lat/Long)", "Cabinet Locked?", "Keypad no.", "Last Inspected", "Supplier"]]
for i in range(1, int(sys.argv[1]) + 1):
    rows.append(["B%02d" % i, "Site %02d" % i, "%d High Street" % i, "Hartlepool", "54.68%02d, -1.21%02d" % (i, i + 20),
                 "Y", "C%dX" % (1590 + i), "2026-10-%02d" % (i % 28 + 1), "Example Ltd"])
json.dump([["Sites", False, rows], ["Notes", False, [["Made by the estates team"]]]], sys.stdout)
PY
}

# From your spreadsheet: the command, then what it says, line for line.
workbook 'Defibs Nov 26.xlsx' 30
indented from-your-spreadsheet >page
command=$(head -n 1 page)
expect_that 'a command of import' test "${command%% \"*}" = 'nearaid import'
run bash -c "$command"
expect_status 0
sed '1d; /^nearaid /d; /^$/d' page >wanted
grep -v '^Written: ' out >got
expect_that 'what is printed stands on the page' diff wanted got

# Your first pack: what is added to pack.ini, then the commands.
cp "$demo/wards_2023".* my-pack
printf '%s\n' '"TS24 8AA",10,451000,532500,"E92000001","","","","",""' >my-pack/codepoint_ts.csv
indented first-pack >page
grep -v '^nearaid' page >>my-pack/pack.ini
# The demonstration's wards have gaps, being drawn by hand.
sed -i 's/^file = wards_2023.shp$/&\ngap_limit_m2 = 100000000/' my-pack/pack.ini
ran=0
while IFS= read -r line; do
    [[ $line == nearaidd* ]] && continue
    run bash -o pipefail -c "${line/| less/| cat}"
    expect_status 0
    ran=$((ran + 1))
done < <(grep '^nearaid' page)
expect_that 'four commands' test "$ran" -eq 4
expect_that 'a release is current' test -s live/current/pack.nad
cp live/current/pack.nad first.nad

# Every week: the next list, looked at, released, and taken back.
workbook 'Defibs Dec 26.xlsx' 31
sed -i 's/^issued = .*/issued = 2026-12-31/' my-pack/pack.ini
ran=0
while IFS= read -r line; do
    run bash -c "$line"
    expect_status 0
    ran=$((ran + 1))
    [[ $line == *rollback* ]] || cp live/current/pack.nad last.nad
done < <(indented every-week)
expect_that 'five commands' test "$ran" -eq 5
expect_that 'the next was released' bash -c '! cmp -s first.nad last.nad'
expect_that 'and taken back' cmp -s first.nad live/current/pack.nad

# A list that was cut short is stopped until somebody says why.
workbook 'my-pack/Defibs Nov 26.xlsx' 3
run nearaid compile my-pack -o new.nad --against live/current/pack.nad
expect_status 3
expect_err 'To be accepted'

# If it is meant, the words are kept in the release; what changes is listed for a meeting; and it can
# be taken back.
run nearaid compile my-pack -o new.nad --against live/current/pack.nad --accept 'the estates team closed them'
expect_status 0
run nearaid diff live/current/pack.nad new.nad
expect_status 0
expect_out '30 before, 3 now'
run nearaid publish new.nad --into live --by 'your name' --against live/current/pack.nad --accept 'the estates team closed them'
expect_status 0
expect_that 'why stands beside the release' grep -q 'Accepted: the estates team closed them' live/current/about.txt
run nearaid info --snapshot live/current/pack.nad
expect_out 'the estates team closed them'
run nearaid publish --rollback live
expect_status 0
expect_that 'the release before is current again' cmp -s first.nad live/current/pack.nad
finish
