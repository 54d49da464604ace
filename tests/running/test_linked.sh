#!/usr/bin/env bash
# The daemon names as needed only libraries of which it uses something, and none that only the command line needs.
#
#   test_linked.sh NEARAIDD
set -euo pipefail
daemon=$1
failed=0

# What of its needed libraries no symbol is taken from; ldd says so by its exit status, too.
unused=$(ldd -u "$daemon" 2>/dev/null | sed -n 's/^\t//p' || true)
if [[ -n $unused ]]; then
    printf 'FAILED: linked with what it does not use:\n%s\n' "$unused"
    failed=1
fi
needed=$(readelf -d "$daemon" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
for library in libxlsxwriter libcurl libtiff libcrypto libstdc++; do
    if grep -q "^$library" <<<"$needed"; then
        printf 'FAILED: %s is needed by the command line alone, or by nothing of ours\n' "$library"
        failed=1
    fi
done
printf 'needed: %s\n' "${needed//$'\n'/ }"
exit "$failed"
