#!/usr/bin/env bash
# debian/tests in a minimal Debian 12 with the packages of tools/package: all pass. Their own dependencies (gcc, curl) come from
# the mirror; without one the test is skipped.
#
#   test_autopkgtest.sh PROJECT
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/tree.sh" "$1"
command -v autopkgtest >/dev/null || skip 'there is no autopkgtest here (tools/setup package)'
make_medium
fresh auto
at=$work/auto
cp -L /etc/resolv.conf "$at/etc/resolv.conf"
for file in /etc/apt/apt.conf.d/*proxy*; do
    [[ ! -e $file ]] || cp "$file" "$at/etc/apt/apt.conf.d/"
done
chroot "$at" apt-get update --quiet >"$work/said" 2>&1 || skip 'no mirror can be reached'
mkdir -p "$work/source"
git -C "$project" ls-files --cached --others --exclude-standard -z -- debian |
    tar -C "$project" -c --null -T - | tar -C "$work/source" -x
status=0
autopkgtest --no-built-binaries "$project"/build-package/out/*.deb "$work/source/" -- chroot "$at" \
    >"$work/autopkgtest.log" 2>&1 || status=$?
grep -E '^(ask-cli|serve|build-program) ' "$work/autopkgtest.log" | sort -u || true
for name in ask-cli serve build-program; do
    grep -q "^$name  *PASS" "$work/autopkgtest.log" || fail "$name does not pass"
done
((status == 0)) || fail "autopkgtest: status $status"
((failed == 0)) || tail -n 40 "$work/autopkgtest.log"
exit "$failed"
