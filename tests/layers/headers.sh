#!/usr/bin/env bash
# Every header compiles when it is the only one included.
#
#   headers.sh SOURCE_DIR BINARY_DIR COMPILER
set -euo pipefail
cd "$1"
count=0
failed=0
while IFS= read -r header; do
    count=$((count + 1))
    if ! printf '#include "%s"\n' "${header#*/}" | "$3" -std=c17 -D_POSIX_C_SOURCE=200809L \
        -Wall -Wextra -Werror -fsyntax-only -Isrc -Iinclude -I"$2/include" -x c -; then
        printf 'FAILED %s is not self-contained\n' "$header"
        failed=1
    fi
done < <(find src include -name '*.h' | LC_ALL=C sort)
printf 'headers: %d read\n' "$count"
if ((count == 0)); then
    exit 2
fi
exit "$failed"
