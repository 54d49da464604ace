#!/usr/bin/env bash
# Manual pages and completions: made of the same table as --help, and taken by man, bash and zsh.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mapfile -t names < <("$nearaid" --help | sed -n 's/^  \([a-z]*\) .*/\1/p' | grep -vxE 'help|nearaid')
expect_that 'subcommands in the overview' test "${#names[@]}" -ge 15

# Every option of --help stands on the page, and groff has nothing to say about it.
run "$nearaid" help --format man
expect_status 0
expect_no_err
cp out page
for name in "${names[@]}"; do
    expect_that "nearaid(1) names $name" grep -qF "nearaid\\-$name\\fR(1)" page
    run "$nearaid" help --format=man "$name"
    expect_status 0
    expect_no_err
    cp out "page-$name"
    while IFS= read -r option; do
        expect_that "$option on the page of $name" grep -qF -- "\\fB${option//-/\\-}\\fR" "page-$name"
    done < <("$nearaid" "$name" --help | grep -oE -- '^ .{5}--[a-z0-9-]+|^  -[a-z], --[a-z-]+' | grep -oE -- '--.*')
    if command -v groff >/dev/null; then
        run groff -man -Tutf8 -ww -z "page-$name"
        expect_status 0
        expect_no_err
    fi
done
command -v groff >/dev/null || echo 'groff is not on this machine: pages are not set'

# bash, as it calls the function: the words so far, the last one unfinished.
run "$nearaid" help --format bash
expect_status 0
expect_no_err
cp out completion
if command -v shellcheck >/dev/null; then
    run shellcheck -s bash completion
    expect_status 0
fi
# shellcheck source=/dev/null
source completion
mkdir folder
touch file.csv
# completes WANTED WORD...: what is offered, sorted, parted by blanks. bash parts words at '='.
completes() {
    local want=$1 got
    shift
    COMP_WORDS=(nearaid "$@")
    COMP_CWORD=$#
    command="complete nearaid $*"
    _nearaid
    got=$(printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd' ')
    checks=$((checks + 1))
    [[ $got == "$want" ]] || fail "offered \"$got\", wanted \"$want\""
}
completes 'compare compile' comp
completes 'ward' war
completes 'nearest' help near
completes '--easting --encoding --errors' join --e
completes 'csv' table --format c
completes 'csv geojson gpkg json markdown text xlsx' table --format = ''
completes 'csv geojson gpkg json markdown text xlsx' table --format =
completes 'csv' table --format = c
completes 'file.csv' ward --snapshot file
completes 'folder' ward --pack fol
completes '' ward --pack file
completes 'file.csv' join file
completes 'file.csv' join -o file
completes 'folder' compile fol
completes '' ward --lat 'fi'
completes '' ward 'fi'
completes '' abracadabra 'fi'

# zsh takes the script, and offers what bash offers.
run "$nearaid" help --format zsh
expect_status 0
expect_no_err
cp out _nearaid
expect_that 'each subcommand is one word of the list' \
    test "$(grep -c "^        '[a-z]*:.*'\$" _nearaid)" -eq "$("$nearaid" --help | grep -c '^  [a-z][a-z]*  ')"
if command -v zsh >/dev/null; then
    run zsh -n _nearaid
    expect_status 0
    expect_no_err
    run zsh -f "$source/tests/cli/complete.zsh" "$work" 'nearaid table --format c'
    expect_out 'nearaid table --format csv'
    run zsh -f "$source/tests/cli/complete.zsh" "$work" 'nearaid compi'
    expect_out 'nearaid compile'
    run zsh -f "$source/tests/cli/complete.zsh" "$work" 'nearaid ward --accu'
    expect_out 'nearaid ward --accuracy-m='
    run zsh -f "$source/tests/cli/complete.zsh" "$work" 'nearaid compile fol'
    expect_out 'nearaid compile folder/'
else
    echo 'zsh is not on this machine: its completion is not tried'
fi

mistake 2 'Option --format needs one of text, man, bash, zsh' help --format
mistake 2 'Option --format needs one of text, man, bash, zsh' help --format=html ward
mistake 2 'A completion is of all subcommands; Leave the subcommand out' help --format bash ward
mistake 2 'Unknown subcommand "wrad"; Did you mean "ward"?' help --format man wrad
mistake 2 'More than one subcommand is named; Name one' help ward nearest
finish
