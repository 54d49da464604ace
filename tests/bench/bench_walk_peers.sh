#!/usr/bin/env bash
# Ways on foot by pgRouting and by Routino beside ours, each where it is installed.
#
#   tests/bench/bench_walk_peers.sh NEARAID SOURCE_DIR
set -euo pipefail
nearaid=$(realpath "$1")
source=$(realpath "$2")
for peer in pgrouting routino; do
    bash "$source/tests/cli/test_$peer.sh" "$nearaid" "$source" - || printf '%s: ended with %s\n' "$peer" "$?"
done
