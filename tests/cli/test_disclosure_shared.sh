#!/usr/bin/env bash
# Rounded tables of real months, where they are on this machine, under attack: disclosure.py.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=tests/cli/shared.sh
source "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
need_shared wards
need_program python3
compile_tees "$shared"/wards/WD23_BSC_tees.* <<'INI'
[wards.2023]
file = WD23_BSC_tees.shp
INI
run python3 "$source/tests/cli/disclosure.py" "$nearaid" pack.nad "$shared"
cat out
expect_status 0
finish
