#!/usr/bin/env bash
# Help: what it shows, and that every example in it works as it stands.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

run "$nearaid" --version
expect_status 0
expect_that 'a version' grep -qxE 'nearaid [0-9]+\.[0-9]+\.[0-9]+' "$work/out"
expect_no_err

run "$nearaid" --help
expect_status 0
expect_no_err
cp out overview
for words in -h help 'help -h' 'help --help'; do
    # shellcheck disable=SC2086 # words
    run "$nearaid" $words
    expect_status 0
    expect_that "$words is --help" cmp -s out overview
done
run "$nearaid" ward --help
cp out ward_help
run "$nearaid" ward -h
expect_status 0
expect_that 'ward -h is ward --help' cmp -s out ward_help

# Examples are written for the project's folder: here `data` leads there, outputs stay here.
ln -s "$source/data" data
mkdir bin
ln -s "$nearaid" bin/nearaid
PATH=$work/bin:$PATH

examples=0
run_examples() {
    local example found=0
    while IFS= read -r example; do
        examples=$((examples + 1))
        found=1
        run bash -c "$example"
        expect_status 0
        if [[ $example != *' -o '* ]]; then
            expect_that 'some output' test -s "$work/out"
        fi
    done < <(sed -n '/^Example:/,$ s/^  \(nearaid .*\)/\1/p' "$1")
    expect_that "an example in $1" test "$found" = 1
}

run_examples overview
for name in compile check ward nearest locate here join table compare info export; do
    expect_that "$name in the overview" grep -qE "^  $name  +[A-Z]" overview
    run "$nearaid" "$name" --help
    expect_status 0
    expect_no_err
    expect_out "Usage: nearaid $name"
    cp out "help-$name"
    run "$nearaid" help "$name"
    expect_status 0
    expect_that "help $name is $name --help" cmp -s out "help-$name"
    run_examples "help-$name"
done
expect_that 'as many examples as subcommands' test "$examples" -ge 6

# An option for each parameter of the questions, underscores as dashes.
for option in lat lon easting northing gridref postcode q accuracy-m vintage as-at; do
    expect_that "--$option of ward" grep -qE -- "^ +--$option=" help-ward
done
for option in lat lon easting northing gridref postcode q accuracy-m as-at kind k max-m status; do
    expect_that "--$option of nearest" grep -qE -- "^ +--$option=" help-nearest
done
finish
