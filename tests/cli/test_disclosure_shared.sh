#!/usr/bin/env bash
# Rounded tables of real months, where they are on this machine, under attack: disclosure.py.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
shared=$source/../shared/data
if [[ ! -d $shared ]]; then
    printf 'skipped: the real offences are not on this machine (%s)\n' "$shared"
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
run python3 "$source/tests/cli/disclosure.py" "$nearaid" pack.nad "$shared"
cat out
expect_status 0
finish
