#!/usr/bin/env bash
# A question and its answer are two objects: what only lists questions, or answers quick ones, is not
# linked with the topology library.
#
#   check.sh NM PROGRAM PROGRAM PROGRAM (one that lists, one that asks, the whole one)
set -euo pipefail
nm=$1
calls_of_geos() {
    local symbols
    symbols=$("$nm" -u "$1")
    grep -c ' GEOS' <<<"$symbols" || true
}
for program in "$2" "$3"; do
    count=$(calls_of_geos "$program")
    printf '%s: %s functions of GEOS\n' "${program##*/}" "$count"
    if ((count > 0)); then
        printf 'FAILED it asks nothing that needs them\n'
        exit 1
    fi
done
# The check would see them if there were any.
if (($(calls_of_geos "$4") == 0)); then
    printf 'FAILED %s calls no GEOS: the check sees nothing\n' "$4"
    exit 1
fi
listed=$("$2")
grep -q '^coverage' <<<"$listed"
