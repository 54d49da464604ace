#!/usr/bin/env bash
# The check of the includes itself: each planted fault must be found, and a clean tree must pass.
#
#   test_check.sh CHECK_SH HOUSE
set -euo pipefail
check=$1
house=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# Make a small clean tree, then add `$2` as line to the file `$1`.
plant() {
    rm -rf "$work/tree"
    mkdir -p "$work"/tree/{include/nearaid,src/{base,geo,io,data,compile,ward,nearest,http,cli,app}}
    printf '#include <stdint.h>\n' >"$work/tree/include/nearaid/api.h"
    printf '#include "base/text.h"\n#include <proj.h>\n' >"$work/tree/src/geo/crs.c"
    printf '#include <stddef.h>\n' >"$work/tree/src/base/text.h"
    if (($# == 2)); then
        printf '%s\n' "$2" >>"$work/tree/$1"
    fi
}

expect() {
    local want=$1 name=$2 text=$3 got=0
    bash "$check" "$work/tree" "$house" >"$work/out" || got=$?
    if [[ $got -ne $want ]] || ! grep -qF -- "$text" "$work/out"; then
        printf 'FAILED %s: exit status %d, output:\n' "$name" "$got"
        cat "$work/out"
        failed=1
    else
        printf 'ok %s\n' "$name"
    fi
}

plant
expect 0 'clean tree' '0 faults'
plant src/base/text.c '#include "geo/crs.h"'
expect 1 'arrow up' 'base includes geo: the arrow does not point down'
plant src/ward/ward.c '#include "nearest/nearest.h"'
expect 1 'arrow to a floor above' 'ward includes nearest: the arrow does not point down'
plant src/compile/ward.c '#include "question/ask.h"'
expect 1 'arrow along a floor' 'compile includes question: the arrow does not point down'
plant src/cli/ward.c '#include "http/server.h"'
expect 1 'cli meets http' 'cli includes http: the arrow does not point down'
plant src/io/topology.c '#include <proj.h>'
expect 1 'third-party header in another room' '<proj.h> belongs to geo'
plant src/geo/other.c '#include <proj.h>'
expect 1 'third-party header in two files' '<proj.h> is also included by'
plant src/io/csv.h '#include <jansson.h>'
expect 1 'third-party header in a header' '<jansson.h> in a header'
plant src/io/topology_geos.h '#include <geos_c.h>'
expect 0 'third-party header in its gate' '0 faults'
plant src/io/topology.c '#include <geos_c.h>'
expect 1 'third-party header past its gate' 'is included by src/io/topology_geos.h alone'
plant src/io/topology.c '#include "io/topology_geos.h"'
expect 0 'gate opened by its friend' '0 faults'
plant src/compile/compile.c '#include "io/topology_geos.h"'
expect 1 'gate opened by a stranger' 'is private to'
plant src/io/csv.c '#include <gdal.h>'
expect 1 'library of another project' '<gdal.h> is not among the libraries'
plant include/nearaid/session.h '#include "question/ask.h"'
expect 1 'installed header looks inside' 'an installed header includes "question/ask.h"'
plant include/nearaid/session.h '#include <unistd.h>'
expect 1 'installed header wants POSIX' 'an installed header includes <unistd.h>'
plant src/base/text.c '#include "text.h"'
expect 0 'header beside the file' '0 faults'
plant src/geo/other.c '#include "text.h"'
expect 1 'include without its room' 'no "text.h" beside this file'
plant src/base/text.c '#include "gis/text.h"'
expect 1 'room that does not exist' 'is not written as "room/file.h"'
exit "$failed"
