#!/usr/bin/env bash
# The template that ships is what its tool makes, goes in without a question, and has a column for
# each thing that it explains.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$source/tools/register-template" made.xlsx
expect_that 'the template is what its tool makes' cmp made.xlsx "$source/data/templates/register.xlsx"
run "$nearaid" import "$source/data/templates/register.xlsx" --kind defibrillator -o pack --no-grid --yes
expect_status 0
expect_no_err
expect_out 'Sheet "Register"'
for column in id name address postcode lat lon position_quality siting opening_hours status last_checked access_locked \
    code_holder code_holder_phone valid_from valid_to notes; do
    expect_out "$column -> $column"
done
run "$nearaid" check pack --no-grid
expect_status 0
expect_out '0 errors, 0 warnings'
run "$nearaid" export --pack pack --no-grid
expect_out 'EX-002,defibrillator,Example Library'
finish
