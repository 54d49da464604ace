#!/bin/sh
# Where to put new ones on open data, three problems whose optimum general solvers found as well:
# pubs as candidates, offences of three months as demand; and postcodes as candidates.
#
#   sh tests/bench/bench_site_open.sh NEARAID SNAPSHOT SHARED-DATA
set -eu
nearaid=$1
snapshot=$2
data=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'id,quality,easting,northing,a,b,c,d,e,f\n' > "$work/postcodes.csv"
cat "$data"/postcodes/codepoint_open_*_ts.csv >> "$work/postcodes.csv"

run() {
    what=$1
    shift
    bash -c 'TIMEFORMAT="%U s of CPU, %R s"; time "$@"' bash "$nearaid" site --snapshot "$snapshot" \
        --kind bleed_cabinet --as-at 2026-11-21 --demand "$data/offences/2025-01-cleveland-street.csv" \
        --demand "$data/offences/2025-02-cleveland-street.csv" \
        --demand "$data/offences/2025-03-cleveland-street.csv" "$@" > "$work/out" 2> "$work/err" ||
        { cat "$work/err" >&2; exit 1; }
    echo "$what: $(sed -n 's/^Optimum *//p' "$work/out"); $(tail -n 1 "$work/err")"
}

run "25 of the pubs, 500 m" --within 500 --new 25 \
    --candidates "$data/premises/fhrs_pubs_tees_2020-11_derived.csv"
run "25 of the pubs, 1,000 m" --within 1000 --new 25 \
    --candidates "$data/premises/fhrs_pubs_tees_2020-11_derived.csv"
run "10 of the postcodes, 400 m" --within 400 --new 10 --candidates "$work/postcodes.csv"
