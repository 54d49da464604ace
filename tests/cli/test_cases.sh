#!/usr/bin/env bash
# The case files with right answers, where they are on this machine: every number as a cell, a
# parameter and a weight, whole files as other programs write
# them, and what analysts have.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cases=$source/../shared/cases
if [[ ! -f $cases/check.py ]]; then
    printf 'skipped: the case files are not on this machine (%s)\n' "$cases"
    exit 77
fi

# all_right KIND: all that the scorer counts for KIND is right.
all_right() {
    checks=$((checks + 1))
    python3 "$cases/check.py" "$nearaid" -d "$cases" --only "$1" --verbose >score 2>&1
    if ! grep -qE '^TOTAL: right ([0-9]+) of \1$' score; then
        failures=$((failures + 1))
        printf 'FAILED %s\n' "$1"
        grep '^-' score
    fi
}

all_right numbers
all_right csv
all_right analyst

finish
