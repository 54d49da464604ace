#!/usr/bin/env bash
# No output over a file that is read: `join own.csv -o own.csv` replaced the rows by the joined ones
# without a word. It is refused by the file, whatever its name.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$nearaid" compile "$demo" -o demo.nad 2>/dev/null
printf 'ref,latitude,longitude\n1,54.5550,-1.2240\n2,54.5430,-1.2470\n' >own.csv
cp own.csv before
ln -s own.csv link.csv
ln own.csv hard.csv
mkdir folder
cp own.csv folder/one.csv
printf 'value,weight,source,version\n' >weights.csv

refused() {
    mistake 2 "$1" "${@:2}" --snapshot demo.nad
    expect_err 'Give the output another name'
    expect_that 'the rows are as they were' cmp -s own.csv before
}
for name in own.csv ./own.csv "$PWD/own.csv" link.csv hard.csv; do
    refused 'is a file that is read' join own.csv -o "$name"
    refused 'is a file that is read' table -i own.csv --format csv -o "$name"
done
refused 'is a file that is read' join link.csv -o own.csv
refused 'is a file that is read' join 'ow*.csv' -o own.csv
refused 'is a file that is read' join own.csv --errors own.csv
refused 'is a file that is read' join own.csv -o demo.nad --format csv
refused 'is a file that is read' table -i own.csv --svg own.csv
refused 'is a file that is read' compare own.csv own.csv --format csv -o own.csv
refused 'is a file that is read' hotspots --by ward -i own.csv --format csv -o own.csv
refused 'is a file that is read' coverage --kind bleed_cabinet --points own.csv --points-out own.csv
refused 'is a file that is read' site --kind bleed_cabinet --within 200 --new 1 --demand own.csv --svg own.csv
refused 'is the file of another output' join own.csv -o new.csv --errors new.csv
expect_that 'nothing is left' test ! -e new.csv

# Into a folder that is read: the first time it is a new file, the second time it would be read.
run "$nearaid" join folder -o folder/joined.csv --snapshot demo.nad
expect_status 0
refused 'lies in a folder that is read' join folder -o folder/joined.csv
# What is done to the letter works; a file of another kind beside the rows is no trouble.
run "$nearaid" join own.csv -o other.csv --snapshot demo.nad
expect_status 0
run "$nearaid" join own.csv -o other.csv --snapshot demo.nad
expect_status 0
finish
