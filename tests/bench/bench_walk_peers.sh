#!/usr/bin/env bash
# Ways on foot by pgRouting and by Routino beside ours, each where it is installed.
#
#   tests/bench/bench_walk_peers.sh NEARAID SOURCE_DIR
set -euo pipefail
for peer in pgrouting routino; do
    bash "$2/tests/cli/test_$peer.sh" "$1" "$2" - || printf '%s: ended with %s\n' "$peer" "$?"
done
