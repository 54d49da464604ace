#!/usr/bin/env bash
# The statistics of the four real months, of random points and of planted patches, where they are on
# this machine, against figures that were made apart from the program: statistics.py.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=tests/cli/shared.sh
source "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
need_shared statistics
need_program python3
compile_tees "$shared"/wards/WD23_BSC_tees.* <<'INI'
[wards.2023]
file = WD23_BSC_tees.shp
INI
run python3 "$source/tests/cli/statistics.py" "$nearaid" pack.nad "$shared"
cat out
expect_status 0
finish
