#!/usr/bin/env bash
# The statistics of the four real months, of random points and of planted patches, where they are on
# this machine, against figures that were made apart from the program: statistics.py.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
shared=$source/../shared/data
if [[ ! -d $shared/statistics ]]; then
    printf 'skipped: the expected statistics are not on this machine (%s)\n' "$shared/statistics"
    exit 77
fi
if ! command -v python3 >/dev/null; then
    printf 'skipped: python3 is not on this machine\n'
    exit 77
fi
mkdir pack
cp "$shared"/wards/WD23_BSC_tees.* pack
chmod u+w pack/*
cat >pack/pack.ini <<'INI'
[pack]
title = Tees
[wards.2023]
file = WD23_BSC_tees.shp
INI
run "$nearaid" compile pack -o pack.nad --grid "$shared/proj/uk_os_OSTN15_NTv2_OSGBtoETRS.tif"
expect_status 0
run python3 "$source/tests/cli/statistics.py" "$nearaid" pack.nad "$shared"
cat out
expect_status 0
finish
